"""A data folder opened: the one place where adapters and services meet.

::

    keys/           password-protected keys, V3 files
    contacts.json   other people by local names
    chain/          the embedded chain: its facts, its state, its log
    store/          records and audio under their CIDs
    store.json      which store is in use, if not that one
    index/NAME.db   the index of one network, can be deleted
    networks.json   known networks and the one in use
    outgoing/       signed operations that a relay was given and that are not on the chain yet
    operations.db   what this computer relayed for others, and what it spent on them
    outbox.db       transactions of a relay, written down before they are sent
    signed/         copies of the deals that were signed here
"""

from __future__ import annotations

import os
import time
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ledger import safefile
from ledger.core.hashing import FileDigest
from ledger.errors import BadInput, ServiceDown, UsageError
from ledger.keys.contacts import Contacts
from ledger.keys.keystore import KeyInfo, Keystore
from ledger.keys.remote import Remote
from ledger.ports import Network, Payer, Progress, SenderPort, StorePort
from ledger.services.asking import Asking
from ledger.services.auditing import Auditing
from ledger.services.changing import Changing
from ledger.services.dealing import Dealing
from ledger.services.mandating import Mandating
from ledger.services.proposing import Proposing
from ledger.services.recounting import Recounting
from ledger.services.registrar import Registrar
from ledger.services.relaying import PlainSender
from ledger.services.titling import Titling
from ledger.store.choice import EMBEDDED as OWN_STORE
from ledger.store.choice import StoreChoice
from ledger.store.copies import SignedCopies
from ledger.store.embedded import EmbeddedStore
from ledger.store.files import digest_file, open_file
from ledger.store.outgoing import Outgoing
from ledger.store.shared import SharedStore

if TYPE_CHECKING:
    from ledger.chain.adapter import EvmChain
    from ledger.chain.embedded import EmbeddedChain
    from ledger.chain.joining import Sharing
    from ledger.chain.networks import Networks
    from ledger.chain.window import Window
    from ledger.index.sqlite import SqliteIndex

LOCAL = "local"


def folder_of(given: Path | None) -> Path:
    """The data folder: the one given, ``SONGDEED_HOME``, or the platform's place for user data."""
    if given is not None:
        return given
    if named := os.environ.get("SONGDEED_HOME"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("songdeed", appauthor=False)


class Home:
    """An opened data folder. Adapters are made when they are first wanted: web3 takes its time to load."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = Keystore(folder / "keys")
        self.contacts = Contacts(folder / "contacts.json")
        self.started = False
        self.progress: Progress | None = None
        """Told how far the index has followed the chain."""
        self.via: str | None = None
        """Server that is to send operations, in place of the one that the network names."""
        self.patience = 60.0
        """Seconds to wait for such a server before it is said that something is not on the chain yet."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let connections go."""
        for name in ("chain", "store"):
            closing = getattr(self.__dict__.get(name), "close", None)
            if closing is not None:
                closing()

    def add_signer(self, name: str, address: str, url: str) -> KeyInfo:
        """Enter a key whose secret is elsewhere.

        Raises:
            BadInput: ``SIGNER_URL``, ``BAD_ADDRESS``, ``KEY_NAME``, ``KEY_EXISTS``.
        """
        return self.keys.add(name, Remote(address, url))

    def name_of(self, address: str) -> str | None:
        """What an address is called here: by the name of a key, or of a contact."""
        return self.keys.name_of(address) or self.contacts.name_of(address)

    @property
    def local(self) -> bool:
        """Whether the network in use is the embedded one, which proves nothing to others."""
        entry = self.networks.current()
        return entry is not None and entry.network.local

    @property
    def borrowed(self) -> bool:
        """Whether the network in use is another person's own chain, which he can rewrite as he likes."""
        entry = self.networks.current()
        return entry is not None and entry.network.local and entry.relay is not None

    @cached_property
    def networks(self) -> Networks:
        """Known networks."""
        from ledger.chain.networks import Networks

        return Networks(self.folder / "networks.json")

    @cached_property
    def embedded(self) -> EmbeddedChain:
        """The chain of this folder."""
        from ledger.chain.embedded import EmbeddedChain

        return EmbeddedChain(self.folder / "chain")

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
            raise BadInput("NOT_INITIALISED", folder=str(self.folder))
        relay, shared = self.via or entry.relay, entry.relay is not None
        if entry.rpc_url != EMBEDDED and relay is not None:
            return RelayedChain(
                entry.network, entry.rpc_url, relay=Host(relay, whole=max(self.patience, 1)),
                keep=self.outgoing.keep, patience=self.patience, finality=entry.finality, shared=shared,
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
        return Outgoing(self.folder / "outgoing")

    @property
    def signed(self) -> SignedCopies:
        """Deals that were signed here."""
        return SignedCopies(self.folder / "signed")

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
        return self.chain.sender(payer, self.folder / "outbox.db", leases, Policy(gas_most, price_most))

    @cached_property
    def store_choice(self) -> StoreChoice:
        """Which store is in use."""
        return StoreChoice(self.folder / "store.json")

    @cached_property
    def store(self) -> StorePort:
        """Where records lie; those of a network that somebody shares are asked of his server."""
        own = self._store_at(self.store_choice.address())
        entry = self.networks.current()
        if entry is None or entry.relay is None:
            return own
        from ledger.chain.host import Host

        return SharedStore(own, Host(entry.relay).record)

    def use_store(self, address: str) -> StorePort:
        """Use a store from now on, once it answers.

        Args:
            address: ``embedded``, or the multiaddr of a Kubo node's API.

        Raises:
            UsageError: ``STORE_ADDRESS``.
            ServiceDown: It does not answer.
        """
        found = self._store_at(address)
        found.ping()
        self.store_choice.use(address)
        self.__dict__["store"] = found
        return found

    def _store_at(self, address: str) -> StorePort:
        if address == OWN_STORE:
            return EmbeddedStore(self.folder / "store")
        from ledger.ipfs.kubo import KuboStore

        return KuboStore(address)

    @cached_property
    def index(self) -> SqliteIndex:
        """Index of the network in use."""
        from ledger.index.sqlite import SqliteIndex

        path = self.folder / "index" / f"{self.chain.network.name}.db"
        return SqliteIndex(path, lambda done, total: self.progress and self.progress(done, total))

    def digest(self, path: Path, progress: Progress | None = None) -> FileDigest:
        """SHA-256, size and CID of a file.

        Args:
            path: The file.
            progress: Called with (bytes done, bytes in all).

        Raises:
            BadInput: The file can't be read, is empty or a folder.
        """
        return digest_file(path, progress)

    @staticmethod
    def read_file(path: Path, limit: int) -> bytes:
        """A small file, whole.

        Args:
            path: The file.
            limit: Most bytes it may have.

        Raises:
            BadInput: ``FILE_…``, ``JSON_TOO_LARGE``.
        """
        with open_file(path) as source:
            data = source.read(limit + 1)
        if len(data) > limit:
            raise BadInput("JSON_TOO_LARGE", size=len(data), limit=limit)
        return data

    @staticmethod
    def replace_file(path: Path, data: bytes, *, private: bool = False) -> None:
        """Replace a file whole or not at all.

        Args:
            path: The file.
            data: All its bytes.
            private: Whether its owner alone may read it.

        Raises:
            ServiceDown: ``FILE_UNWRITABLE``: the disk is full, or the folder can't be written.
        """
        try:
            safefile.write(path, data, mode=safefile.OWNER_ONLY if private else 0o644)
        except OSError as error:
            raise ServiceDown(
                "FILE_UNWRITABLE", path=str(path), reason=error.strerror or str(error)
            ) from error

    @property
    def registrar(self) -> Registrar:
        """Registers works."""
        return Registrar(self.chain, self.index, self.store)

    @property
    def dealing(self) -> Dealing:
        """Sees deals to their end."""
        return Dealing(self.chain, self.index)

    @property
    def proposing(self) -> Proposing:
        """Draws up deals."""
        return Proposing(self.chain, self.index)

    @property
    def mandating(self) -> Mandating:
        """Gives and takes mandates."""
        return Mandating(self.chain, self.index)

    @property
    def recounting(self) -> Recounting:
        """Records what people say."""
        return Recounting(self.chain, self.index)

    @property
    def auditing(self) -> Auditing:
        """Lists what somebody granted, and checks such lists."""
        return Auditing(self.chain, self.index)

    @property
    def changing(self) -> Changing:
        """Changes of titles that several people sign."""
        return Changing(self.chain, self.index)

    @property
    def titling(self) -> Titling:
        """Changes titles."""
        return Titling(self.chain, self.index)

    @property
    def asking(self) -> Asking:
        """Answers."""
        return Asking(self.chain, self.index, self.store, lambda: int(time.time()))

    def initialise(self) -> tuple[Network, bool]:
        """Make the folder, its chain and the contracts; the network, and whether it was there already."""
        from ledger.chain.deploy import Profile, deploy
        from ledger.chain.networks import EMBEDDED, NetworkEntry

        self.folder.mkdir(parents=True, exist_ok=True)
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
        """
        from ledger.chain.deploy import Profile, inspect
        from ledger.chain.networks import NetworkEntry, check_finality

        self._check_free(name)
        check_finality(finality)
        network = inspect(rpc_url, registry, licensing, Profile(name, public_mempool=not private))
        self.networks.add(NetworkEntry(network, rpc_url, finality))
        return network

    def window(self) -> Window:
        """Reads of the chain in use, for others."""
        from ledger.chain.window import Window

        return Window(self.chain)

    @property
    def sharing(self) -> Sharing:
        """Shares the network in use, and joins those of others."""
        from ledger.chain.joining import Sharing

        safefile.private_folder(self.folder)
        return Sharing(self.networks)

    def estimate_deployment(self, rpc_url: str, payer: str) -> tuple[int, int]:
        """Gas and wei of putting the contracts on a chain."""
        from ledger.chain.deploy import estimate_deployment

        cost = estimate_deployment(rpc_url, self.keys.address_of(payer))
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
        safefile.private_folder(self.folder)
