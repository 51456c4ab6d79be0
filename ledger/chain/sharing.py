"""The network file: all that another computer needs to use a ledger, and can check."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from ledger.chain import abi, check, deploy
from ledger.chain.networks import RPC_PATH, NetworkEntry, check_finality
from ledger.chain.rpc import shown
from ledger.core import strictjson
from ledger.core.chainids import is_drawn
from ledger.core.fields import Fields
from ledger.core.fingerprint import fingerprint as letters_of
from ledger.core.keccak import keccak
from ledger.core.model import check_address, check_hash
from ledger.errors import BadInput, Denied, ServiceDown
from ledger.ports import Network

MAX_BYTES = 16 * 1024
NETWORK_PATH = "/v1/network"
PROOF_PATH = "/v1/network/proof"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """A shared network.

    ``network.deployed_at`` is what its owner says; whoever joins looks for himself. ``code``: Keccak-256 of
    the code of the registry and of licensing. ``api``: where signed operations are relayed and records are
    read, or None. ``rpc``: a node that answers reads. ``host``: public key of whoever shares it (Ed25519), if
    there is a server: what it answers to a challenge no copy of the chain can answer.
    """

    network: Network
    code: tuple[str, str]
    rpc: str
    api: str | None
    finality: str | int
    host: str | None = None

    @property
    def fingerprint(self) -> str:
        """Four groups of four letters: 80 bits of SHA-256 over chain, contracts and their code (base 32).

        Of a chain of one person's own, his key is a part too: all the rest could be copied. Addresses of
        servers are none: where a ledger is served does not matter, which one it is does.
        """
        return fingerprint(self.network, self.code, self.host)

    @property
    def node(self) -> str:
        """Where reads are answered, as it may be printed."""
        return shown(self.rpc)

    def to_bytes(self) -> bytes:
        """Canonical JSON, with a line end."""
        network = self.network
        document: dict[str, object] = {
            "songdeed": "network",
            "version": _FORMAT,
            "name": network.name,
            "chain_id": network.chain_id,
            "genesis": network.genesis,
            "registry": network.registry,
            "licensing": network.licensing,
            "deployed_at": network.deployed_at,
            "local": network.local,
            "public_mempool": network.public_mempool,
            "finality": str(self.finality),
            "code": {"registry": self.code[0], "licensing": self.code[1]},
            "rpc": self.rpc,
            "fingerprint": self.fingerprint,
        }
        if self.api is not None:
            document |= {"api": self.api, "host": self.host}
        return strictjson.canonical(document) + b"\n"


def fingerprint(network: Network, code: tuple[str, str], host: str | None) -> str:
    """As ``NetworkFile.fingerprint``."""
    named: dict[str, object] = {
        "chain_id": str(network.chain_id),
        "genesis": network.genesis,
        "registry": network.registry,
        "licensing": network.licensing,
        "local": network.local,
        "code": list(code),
    }
    if network.local:
        named["host"] = host
    return letters_of(strictjson.canonical(named))


def same_fingerprint(given: str, wanted: str) -> bool:
    """Whether two fingerprints are one, however they were typed: O is 0, I and L are 1."""
    spoken = str.maketrans("OIL", "011", " -–—.")
    return given.upper().translate(spoken) == wanted.translate(spoken)


def our_code(network: Network) -> tuple[str, str]:
    """Keccak-256 of the code that this version would have put at the network's two addresses."""
    registry = check.expected_code(abi.REGISTRY, network.registry_domain, network.licensing)
    licensing = check.expected_code(abi.LICENSING, network.licensing_domain, network.registry)
    return "0x" + keccak(registry).hex(), "0x" + keccak(licensing).hex()


def share(entry: NetworkEntry, url: str, host: str) -> NetworkFile:
    """What the owner of a data folder gives to others.

    Args:
        entry: The network in use.
        url: Where his server is reached.
        host: His public key.
    """
    api = api_url(url)
    return NetworkFile(entry.network, our_code(entry.network), api + RPC_PATH, api, entry.finality, host)


def known(entry: NetworkEntry) -> NetworkFile:
    """A network that was joined, as its file was."""
    return NetworkFile(
        entry.network, our_code(entry.network), entry.rpc_url, entry.relay, entry.finality, entry.host
    )


def api_url(url: str) -> str:
    """The address of a server without a slash at its end.

    Raises:
        BadInput: ``BAD_API_URL``: no http(s) URL, or one with a user, a question or a fragment.
    """
    try:
        shown(url)
        parts = urlsplit(url)
    except BadInput as error:
        raise BadInput("BAD_API_URL", url=url) from error
    if parts.username is not None or parts.query or parts.fragment:
        raise BadInput("BAD_API_URL", url=url)
    return url.rstrip("/")


def read(data: bytes) -> NetworkFile:
    """A network file, checked for what can be checked without a chain.

    Raises:
        BadInput: ``NETWORK_FILE`` if it is none; ``NETWORK_FINGERPRINT`` if it was altered.
        Denied: ``NETWORK_OTHER_CODE``: its contracts are not those of this version.
    """
    try:
        found, printed = _parse(strictjson.loads(data, max_bytes=MAX_BYTES))
    except (BadInput, ValueError, TypeError) as error:
        raise BadInput("NETWORK_FILE", reason=str(error)) from error
    if found.fingerprint != printed:
        raise BadInput("NETWORK_FINGERPRINT", given=printed, computed=found.fingerprint)
    if found.code != our_code(found.network):
        raise Denied("NETWORK_OTHER_CODE", name=found.network.name)
    return found


def _parse(document: object) -> tuple[NetworkFile, str]:
    fields = Fields(document, "network")
    if fields.text("songdeed") != "network" or fields.integer("version") != _FORMAT:
        raise ValueError("another kind of file, or of a later version")
    network = Network(
        name=fields.text("name"),
        chain_id=fields.integer("chain_id"),
        genesis=check_hash(fields.text("genesis")),
        registry=check_address(fields.text("registry")),
        licensing=check_address(fields.text("licensing")),
        deployed_at=fields.integer("deployed_at"),
        local=fields.truth("local"),
        public_mempool=fields.truth("public_mempool"),
    )
    code = Fields(fields.mapping("code"), "network.code")
    hashes = check_hash(code.text("registry")), check_hash(code.text("licensing"))
    code.done()
    rpc, api = fields.text("rpc"), fields.text_or_none("api")
    host = fields.text_or_none("host")
    shown(rpc)
    if is_drawn(network.chain_id) and not network.local:
        raise ValueError("the chain is a person's own, and the file denies it")
    if (api is None) != (host is None) or (network.local and host is None):
        raise ValueError("a server without a key, or a person's own chain without a server")
    finality, printed = fields.text("finality"), fields.text("fingerprint")
    fields.done()
    final = check_finality(int(finality) if finality.isascii() and finality.isdigit() else finality)
    return NetworkFile(network, hashes, rpc, api and api_url(api), final, host and check_hash(host)), printed


def entry_of(shared: NetworkFile, name: str) -> NetworkEntry:
    """The network as its node shows it, ready to be used.

    Chain id, first block and the code of both contracts are looked at, and so is the block that made them:
    a later one than the true would hide what was recorded before.

    Raises:
        ServiceDown: ``CHAIN_WRONG_ID``, ``CHAIN_WRONG_GENESIS``, ``CHAIN_NO_CONTRACT``, ``CHAIN_WRONG_CODE``,
            ``CHAIN_DOWN``, ``CHAIN_LIES``, ``CHAIN_REFUSES``.
    """
    told = shared.network
    profile = deploy.Profile(name, local=told.local, public_mempool=told.public_mempool)
    found = deploy.inspect(shared.rpc, told.registry, told.licensing, profile)
    node = shown(shared.rpc)
    if found.chain_id != told.chain_id:
        raise ServiceDown("CHAIN_WRONG_ID", url=node, expected=told.chain_id, given=found.chain_id)
    if found.genesis != told.genesis:
        raise ServiceDown("CHAIN_WRONG_GENESIS", url=node, expected=told.genesis, given=found.genesis)
    # On a person's own chain nothing is replaced but by him: there every block is final.
    finality = "finalized" if told.local else shared.finality
    return NetworkEntry(found, shared.rpc, finality, shared.api, shared.host)
