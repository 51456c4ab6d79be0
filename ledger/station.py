"""The chain of one data folder: known networks and the one in use, how it is reached, and its index.

::

    networks.json   known networks and the one in use
    chain/          the embedded chain: its facts, its state, its log
    index/NAME.db   the index of one network, can be deleted
    outgoing/       signed operations that a relay was given and that are not on the chain yet
    host.key        by which the server of this folder shows that it is its owner's
    outbox.db       transactions of a relay, written down before they are sent
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger import safefile
from ledger.errors import BadInput, Refused, ServiceDown, UsageError
from ledger.ports import Account, Network, Payer, Progress, SenderPort
from ledger.services.relaying import PlainSender
from ledger.store.outgoing import Outgoing

if TYPE_CHECKING:
    from ledger.chain.adapter import EvmChain
    from ledger.chain.embedded import EmbeddedChain
    from ledger.chain.joining import Sharing
    from ledger.chain.networks import NetworkEntry, Networks
    from ledger.chain.window import Window
    from ledger.index.sqlite import SqliteIndex

LOCAL = "local"
_TIMEOUT_S = 30.0
_GLANCE_S = 2.0
"""Signing goes on without the chain: it is not waited for."""


class Station:
    """The chain of one data folder. Adapters are made when first wanted: web3 takes its time to load.

    Args:
        folder: The data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.started = False
        """Whether the embedded chain had to be started."""
        self.progress: Progress | None = None
        """Told how far the index has followed the chain."""
        self.via: str | None = None
        """Server that is to send operations, in place of the one that the network names."""
        self.patience = 60.0
        """Seconds to wait for such a server before it is said that something is not on the chain yet."""

    @property
    def opened(self) -> EvmChain | None:
        """The chain in use if it was wanted already."""
        return self.__dict__.get("chain")

    def close(self) -> None:
        """Let connections go."""
        if self.opened is not None:
            self.opened.close()

    @cached_property
    def networks(self) -> Networks:
        """Known networks."""
        from ledger.chain.networks import Networks

        return Networks(self._folder / "networks.json")

    @cached_property
    def embedded(self) -> EmbeddedChain:
        """The chain of this folder."""
        from ledger.chain.embedded import EmbeddedChain

        return EmbeddedChain(self._folder / "chain")

    @cached_property
    def chain(self) -> EvmChain:
        """The chain in use; the embedded one is started if it is not running.

        Raises:
            BadInput: ``NOT_INITIALISED``.
        """
        from ledger.chain.adapter import EvmChain
        from ledger.chain.host import Host
        from ledger.chain.networks import EMBEDDED
        from ledger.chain.relayed import RelayedChain

        entry = self.networks.current()
        if entry is None:
            raise BadInput("NOT_INITIALISED", folder=str(self._folder))
        relay = self.via or entry.relay
        if entry.rpc_url != EMBEDDED and relay is not None:
            return RelayedChain(
                entry.network, entry.rpc_url, relay=Host(relay, whole=max(self.patience, 1)),
                keep=self.outgoing.keep, patience=self.patience, finality=entry.finality, **_shared(entry),
            )  # fmt: skip
        if entry.rpc_url != EMBEDDED:
            return EvmChain(entry.network, entry.rpc_url, finality=entry.finality)
        if relay is not None:
            raise UsageError("VIA_OWN_CHAIN")
        self.started = not self.embedded.status().running
        self.embedded.start()
        return EvmChain(
            entry.network, self.embedded.url, writing=self.embedded.writing, locate=lambda: self.embedded.url
        )

    @property
    def outgoing(self) -> Outgoing:
        """Operations on their way."""
        return Outgoing(self._folder / "outgoing")

    @cached_property
    def index(self) -> SqliteIndex:
        """Index of the network in use."""
        from ledger.index.sqlite import SqliteIndex

        path = self._folder / "index" / f"{self.chain.network.name}.db"
        return SqliteIndex(path, lambda done, total: self.progress and self.progress(done, total))

    @property
    def local(self) -> bool:
        """Whether the network in use is the embedded one, which proves nothing to others."""
        entry = self.networks.current()
        return entry is not None and entry.network.local

    def owns(self, chain_id: int | None = None) -> bool:
        """Whether a person's own chain is this folder's; if not, another person can rewrite it as he likes.

        Args:
            chain_id: Its id; None for the network in use.
        """
        entry = self.networks.current()
        if chain_id is not None:
            return self.embedded.exists and self.embedded.status().chain_id == chain_id
        return entry is None or entry.relay is None

    def check_payable(self) -> None:
        """Raise if nobody here can pay for a transaction, since the network in use is only read.

        Raises:
            Refused: ``PAYER_NEEDS_NODE``.
        """
        entry = self.networks.current()
        if entry is not None and entry.reads_only:
            raise Refused("PAYER_NEEDS_NODE", name=entry.network.name, relay=entry.relay)

    def at_hand(self, chain_id: int, contract: str) -> bool:
        """Whether the network in use is that of a signed text, by chain id and one of its contracts."""
        entry = self.networks.current()
        here = None if entry is None else entry.network
        return here is not None and here.chain_id == chain_id and contract in (here.registry, here.licensing)

    def glance(self, address: str) -> Account | None:
        """What there is at an address, if the chain tells it soon; it is not started for that."""
        from ledger.chain.adapter import EvmChain
        from ledger.chain.networks import EMBEDDED

        entry, opened = self.networks.current(), self.opened is not None
        if entry is None or (not opened and entry.rpc_url == EMBEDDED and not self.embedded.status().running):
            return None
        own = opened or entry.rpc_url == EMBEDDED
        try:
            if own:
                return self.chain.account(address)
            more = _shared(entry, _GLANCE_S)
            with closing(EvmChain(entry.network, entry.rpc_url, timeout=_GLANCE_S, **more)) as chain:
                return chain.account(address)
        except ServiceDown:
            return None

    def soon(self, chain_id: int, contract: str) -> bool:
        """Whether the network in use is that of a signed text, and answers soon."""
        return self.at_hand(chain_id, contract) and self.glance(contract) is not None

    def sender(self, payer: Payer | None, *, gas_most: int, price_most: int) -> SenderPort:
        """Who brings the operations of others to the chain in use.

        Args:
            payer: Who pays; None is the embedded chain's own payer, the relay of the network, or nobody.
            gas_most: Gas of one operation at most.
            price_most: Wei for a unit of gas at most.

        Raises:
            ServiceDown: ``PAYER_TAKEN``: another process relays with this key.
        """
        from platformdirs import user_state_path

        from ledger.chain.launching import Policy
        from ledger.chain.relayed import RelayedChain

        own = self.chain.network.local and not isinstance(self.chain, RelayedChain)
        if payer is None and not own:  # another relay sends, or nobody: then reads alone are served
            return PlainSender(self.chain)
        leases = user_state_path("songdeed", appauthor=False) / "relays"
        return self.chain.sender(payer, self._folder / "outbox.db", leases, Policy(gas_most, price_most))

    def shared_records(self) -> Callable[[str], bytes] | None:
        """How to get a public record from whoever shares the network in use; None if nobody does."""
        entry = self.networks.current()
        if entry is None or entry.relay is None:
            return None
        from ledger.chain.host import Host

        return Host(entry.relay).record

    def initialise(self) -> tuple[Network, bool]:
        """Make the folder, its chain and the contracts; the network, and whether it was there already."""
        from ledger.chain.deploy import Profile, deploy
        from ledger.chain.networks import EMBEDDED, NetworkEntry

        self._folder.mkdir(parents=True, exist_ok=True)
        entry = self.networks.current()
        if entry is not None:
            return self.chain.network, True
        if self.embedded.exists:
            self.embedded.start()
        else:
            self.embedded.create()
        profile = Profile(LOCAL, local=True, public_mempool=False)
        network = deploy(self.embedded.url, None, profile, writing=self.embedded.writing)
        self.networks.add(NetworkEntry(network, EMBEDDED))
        return network, False

    def add_network(
        self,
        name: str,
        rpc_url: str,
        registry: str,
        licensing: str,
        *,
        private: bool = False,
        finality: str | int = "finalized",
    ) -> Network:
        """Use contracts that are on a chain already, once their code is found to be ours.

        Args:
            name: What to call the network here.
            rpc_url: Node to ask.
            registry: Address of the registry, lower case.
            licensing: Address of licensing, lower case.
            private: Whether pending transactions are shown to nobody.
            finality: Tag or number of blocks that makes a block final.

        Raises:
            Refused: ``PRIVATE_CHAIN``: it is one person's chain, which only his network file says.
        """
        from ledger.chain.deploy import Profile, inspect
        from ledger.chain.joining import check_public
        from ledger.chain.networks import NetworkEntry, check_finality

        self._check_free(name)
        check_finality(finality)
        network = inspect(rpc_url, registry, licensing, Profile(name, public_mempool=not private))
        check_public(network, rpc_url)
        self.networks.add(NetworkEntry(network, rpc_url, finality))
        return network

    def window(self) -> Window:
        """Reads of the chain in use, for others."""
        from ledger.chain.window import Window

        return Window(self.chain)

    @property
    def sharing(self) -> Sharing:
        """Shares the network in use, and joins those of others."""
        from ledger.chain.hostkey import HostKey
        from ledger.chain.joining import Sharing

        safefile.private_folder(self._folder)
        return Sharing(self.networks, HostKey(self._folder / "host.key"))

    def estimate_deployment(self, rpc_url: str, payer: str) -> tuple[int, int]:
        """Gas and wei of putting the contracts on a chain; ``payer``: address."""
        from ledger.chain.deploy import estimate_deployment

        cost = estimate_deployment(rpc_url, payer)
        return cost.gas, cost.wei

    def deploy(
        self,
        name: str,
        rpc_url: str,
        payer: Payer | None,
        *,
        private: bool = False,
        finality: str | int = "finalized",
    ) -> Network:
        """Put the contracts on a chain and use them. Arguments as ``add_network``."""
        from ledger.chain.deploy import Profile, deploy
        from ledger.chain.networks import NetworkEntry, check_finality

        self._check_free(name)
        check_finality(finality)
        network = deploy(rpc_url, payer, Profile(name, public_mempool=not private))
        self.networks.add(NetworkEntry(network, rpc_url, finality))
        return network

    def _check_free(self, name: str) -> None:
        """Found out before anything is paid, not after."""
        from ledger.chain.networks import check_network_name

        if check_network_name(name) in self.networks.names():
            raise BadInput("NETWORK_EXISTS", name=name)
        safefile.private_folder(self._folder)


def _shared(entry: NetworkEntry, timeout: float = _TIMEOUT_S) -> dict[str, Any]:
    """Options of a chain that is reached through another person's server; none for any other."""
    from ledger.chain import hostkey, sharing

    if entry.relay is None or entry.host is None:
        return {}
    return {"shared": True, "watch": hostkey.watch(sharing.known(entry), timeout=timeout)}
