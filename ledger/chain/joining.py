"""Two people, two computers: giving others the network in use, and using theirs."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from ledger.chain import abi, deploy, encode, hostkey, sharing
from ledger.chain.host import Host
from ledger.chain.hostkey import HostKey, Seen
from ledger.chain.networks import NetworkEntry, Networks, check_finality, check_network_name
from ledger.chain.rpc import Rpc, shown
from ledger.chain.sharing import NetworkFile
from ledger.core.chainids import GENESIS, NAMED, is_drawn
from ledger.core.events import Block
from ledger.core.model import check_address
from ledger.errors import BadInput, Denied, Refused, ServiceDown
from ledger.ports import Network

OWN = "local"
"""How every data folder calls its embedded chain: another person's needs another name."""


class Sharing:
    """Networks that go from one data folder to another.

    Args:
        networks: Those of this folder.
        key: By which this folder's server shows that it is its owner's.
    """

    def __init__(self, networks: Networks, key: HostKey) -> None:
        self._networks, self._key = networks, key

    def share(self, url: str) -> NetworkFile:
        """The network file of the network in use.

        Args:
            url: Where this folder is served.

        Raises:
            BadInput: ``BAD_API_URL``, ``NOT_INITIALISED``.
            Refused: ``SHARE_BORROWED``: another person's own chain only he can share.
            ServiceDown: ``HOST_KEY_UNUSABLE``.
        """
        entry = self._current()
        if entry.network.local and entry.relay is not None:
            raise Refused("SHARE_BORROWED", relay=entry.relay)
        return sharing.share(entry, url, self._key.public)

    def prove(self, nonce: str, file: bytes, block: Block) -> dict[str, object]:
        """The answer to a challenge of whoever joins (``ledger.chain.hostkey``)."""
        return self._key.prove(nonce, file, Seen(block.number, block.hash))

    def fingerprint(self) -> str:
        """The fingerprint of the network in use, which all have who joined it.

        Raises:
            BadInput: ``NOT_INITIALISED``.
        """
        return sharing.known(self._current()).fingerprint

    def _current(self) -> NetworkEntry:
        entry = self._networks.current()
        if entry is None:
            raise BadInput("NOT_INITIALISED", folder="-")
        return entry

    @staticmethod
    def fetch(url: str) -> bytes:
        """The network file that a server shows.

        Raises:
            BadInput: ``BAD_API_URL``.
            ServiceDown: ``HOST_DOWN``, ``HOST_REFUSES``.
        """
        with closing(Host(url)) as host:
            return host.network()

    def join(self, data: bytes, name: str | None = None, spoken: str | None = None) -> NetworkFile:
        """Use a network that somebody shares, once all that can be checked of it is found to be right.

        One that was joined before is reached at its new address from then on.

        Args:
            data: A network file.
            name: What to call the network here; as its owner does, or with the start of its fingerprint.
            spoken: The fingerprint that its owner read out, if he did.

        Raises:
            BadInput: ``NETWORK_FILE``, ``NETWORK_FINGERPRINT``, ``NETWORK_EXISTS``, ``NETWORK_NAME``.
            Denied: ``NETWORK_OTHER_CODE``, ``NETWORK_NOT_THAT``.
            ServiceDown: ``CHAIN_…``, ``HOST_…``.
        """
        shared = sharing.read(data)
        _check_spoken(shared, spoken)
        before = self._joined(shared)
        name = check_network_name(name or before or self._name_for(shared))
        if name != before and name in self._networks.names():
            raise BadInput("NETWORK_EXISTS", name=name)
        entry = _asked(shared, name)
        if name == before:
            self._networks.replace(entry)
        else:
            self._networks.add(entry)
        return sharing.known(entry)

    def _joined(self, shared: NetworkFile) -> str | None:
        """The name under which this very ledger was joined before."""
        for name in self._networks.names():
            entry = self._networks.get(name)
            if entry.relay is not None and sharing.known(entry).fingerprint == shared.fingerprint:
                return name
        return None

    def join_chain(
        self, name: str, rpc_url: str, registry: str, finality: str | int, spoken: str | None = None
    ) -> NetworkFile:
        """Use contracts on a public chain by the address of one of them: it names the other.

        Args:
            name: What to call the network here.
            rpc_url: A node.
            registry: Address of the registry.
            finality: Tag or number of blocks that makes a block final.
            spoken: The fingerprint that somebody read out who uses this ledger.

        Raises:
            BadInput: ``NETWORK_EXISTS``, ``NETWORK_NAME``, ``BAD_ADDRESS``, ``BAD_RPC_URL``.
            Denied: ``CHAIN_NOT_THAT``: the name is that of a public chain, and this is another;
                ``NETWORK_NOT_THAT``.
            Refused: ``PRIVATE_CHAIN``: it is one person's chain, which only his network file says.
            ServiceDown: ``CHAIN_…``.
        """
        if check_network_name(name) in self._networks.names():
            raise BadInput("NETWORK_EXISTS", name=name)
        check_finality(finality)
        licensing = _licensing_of(rpc_url, check_address(registry.lower()))
        network = deploy.inspect(rpc_url, registry.lower(), licensing, deploy.Profile(name))
        check_public(network, rpc_url)
        _check_named(network)
        found = NetworkFile(network, sharing.our_code(network), rpc_url, None, finality)
        _check_spoken(found, spoken)
        self._networks.add(NetworkEntry(network, rpc_url, finality))
        return found

    def hand_over(self, records: Iterable[tuple[str, bytes]]) -> None:
        """Let the server of a shared network have records of assets that were registered.

        Args:
            records: Asset id and record.

        Raises:
            ServiceDown: ``HOST_DOWN``, ``HOST_REFUSES``.
        """
        entry = self._networks.current()
        if entry is None or entry.relay is None:
            return
        with closing(Host(entry.relay)) as host:
            for asset, data in records:
                host.give_record(asset, data)

    def _name_for(self, shared: NetworkFile) -> str:
        own = shared.network.name
        if own == OWN or own in self._networks.names():
            return f"{own[:24]}-{shared.fingerprint[:4].lower()}"
        return own


def check_public(network: Network, rpc_url: str) -> None:
    """Raise if a chain is one person's, which only his network file says.

    Raises:
        Refused: ``PRIVATE_CHAIN``.
    """
    if is_drawn(network.chain_id):
        raise Refused("PRIVATE_CHAIN", chain=network.chain_id, url=shown(rpc_url))


def _check_spoken(found: NetworkFile, spoken: str | None) -> None:
    if spoken is not None and not sharing.same_fingerprint(spoken, found.fingerprint):
        raise Denied("NETWORK_NOT_THAT", given=spoken, here=found.fingerprint)


def _check_named(network: Network) -> None:
    """Whoever names a chain that everybody knows means that one; any other name is a label."""
    known = NAMED.get(network.name)
    if known is None:
        return
    genesis = GENESIS.get(known, network.genesis)
    if (network.chain_id, network.genesis) != (known, genesis):
        raise Denied(
            "CHAIN_NOT_THAT", name=network.name, known=known, here=network.chain_id, genesis=network.genesis
        )


def _asked(shared: NetworkFile, name: str) -> NetworkEntry:
    """The network as its owner's server and its node show it now."""
    if shared.api is None:
        return sharing.entry_of(shared, name)
    # From here on only what he signed: a file may have been altered where its fingerprint does not reach.
    shared, block = hostkey.vouched(shared)
    entry = sharing.entry_of(shared, name)
    with closing(Rpc(shared.rpc)) as rpc:
        hostkey.check_history(rpc, block)
    return entry


def _licensing_of(rpc_url: str, registry: str) -> str:
    """The address that a registry names; whether both are ours is looked at later."""
    with closing(Rpc(rpc_url)) as rpc:
        call = encode.call(abi.REGISTRY, "LICENSING")
        answer = rpc.octets(
            rpc.read("eth_call", {"to": registry, "data": "0x" + call.data.hex()}, "latest"), "an address"
        )
        if not answer:  # what a call of nothing gives
            raise ServiceDown("CHAIN_NO_CONTRACT", url=rpc.shown, address=registry)
        if len(answer) != 32:
            raise rpc.lies("the contract that a registry names", answer[:40].hex())
        return "0x" + answer[12:].hex()
