"""A data folder opened: the one place where adapters and services meet.

::

    keys/           password-protected keys, V3 files
    contacts.json   other people by local names
    remembered.json keys whose passwords the system's keyring has
    chain/          the embedded chain: its facts, its state, its log
    store/ …        records and audio, and who else keeps them (``ledger.depot``)
    index/NAME.db   the index of one network, can be deleted
    networks.json   known networks and the one in use
    outgoing/       signed operations that a relay was given and that are not on the chain yet
    operations.db   what this computer relayed for others, and what it spent on them
    outbox.db       transactions of a relay, written down before they are sent
    signed/         copies of the deals that were signed here
    seals/          who may open sealed files: their keys, wrapped
    sealed/         records of sealed works, which are nowhere else
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ledger import safefile
from ledger.core.hashing import FileDigest
from ledger.core.sealed import Header
from ledger.core.unixfs import KUBO, ImportProfile
from ledger.depot import Depot
from ledger.errors import BadInput, ServiceDown, UsageError
from ledger.keys import encryption
from ledger.keys.attested import OwnCards
from ledger.keys.contacts import Contacts
from ledger.keys.entries import Wallet
from ledger.keys.keystore import KeyInfo, Keystore
from ledger.keys.remembered import Remembered
from ledger.keys.remote import Remote
from ledger.ports import Account, Network, Payer, Progress, SenderPort, StorePort
from ledger.services.asking import Asking
from ledger.services.auditing import Auditing
from ledger.services.changing import Changing
from ledger.services.dealing import Dealing
from ledger.services.enclosing import Enclosing
from ledger.services.keeping import Keeping
from ledger.services.mandating import Mandating
from ledger.services.proposing import Proposing
from ledger.services.recounting import Recounting
from ledger.services.registrar import Registrar
from ledger.services.relaying import PlainSender
from ledger.services.revealing import Revealing
from ledger.services.sealing import Sealing
from ledger.services.titling import Titling
from ledger.services.walleting import Walleting
from ledger.store import sealing as sealed_files
from ledger.store.copies import SignedCopies
from ledger.store.files import digest_file, meant, open_file
from ledger.store.outgoing import Outgoing
from ledger.store.sealed import SealedRecords
from ledger.store.sealing import Source
from ledger.store.shelf import Shelf

if TYPE_CHECKING:
    from ledger.chain.adapter import EvmChain
    from ledger.chain.embedded import EmbeddedChain
    from ledger.chain.joining import Sharing
    from ledger.chain.networks import Networks
    from ledger.chain.window import Window
    from ledger.index.sqlite import SqliteIndex

LOCAL = "local"
_CID = ("bafy", "bafk")
_GLANCE_S = 2.0
"""Signing goes on without the chain: it is not waited for."""


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
        self.own_cards = OwnCards(folder / "keys", self.keys)
        self.contacts = Contacts(folder / "contacts.json")
        self.remembered = Remembered(folder / "remembered.json")
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
        for name in ("chain", "depot"):
            closing = getattr(self.__dict__.get(name), "close", None)
            if closing is not None:
                closing()

    def add_signer(self, name: str, address: str, url: str) -> KeyInfo:
        """Enter a key whose secret is elsewhere.

        Raises:
            BadInput: ``SIGNER_URL``, ``BAD_ADDRESS``, ``KEY_NAME``, ``KEY_EXISTS``.
        """
        return self.keys.add(name, Remote(address, url))

    def add_wallet(self, name: str, address: str) -> KeyInfo:
        """Enter a wallet contract.

        Raises:
            BadInput: ``BAD_ADDRESS``, ``KEY_NAME``, ``KEY_EXISTS``.
        """
        return self.keys.add(name, Wallet(address))

    def at_hand(self, chain_id: int, contract: str) -> bool:
        """Whether the network in use is that of a signed text, by chain id and one of its contracts."""
        entry = self.networks.current()
        here = None if entry is None else entry.network
        return here is not None and here.chain_id == chain_id and contract in (here.registry, here.licensing)

    def glance(self, address: str) -> Account | None:
        """What there is at an address, if the chain tells it soon; it is not started for that."""
        from ledger.chain.adapter import EvmChain
        from ledger.chain.networks import EMBEDDED

        entry, opened = self.networks.current(), "chain" in self.__dict__
        if entry is None or (not opened and entry.rpc_url == EMBEDDED and not self.embedded.status().running):
            return None
        own = opened or entry.rpc_url == EMBEDDED
        try:
            if own:
                return self.chain.account(address)
            shared = entry.relay is not None
            with closing(EvmChain(entry.network, entry.rpc_url, timeout=_GLANCE_S, shared=shared)) as chain:
                return chain.account(address)
        except ServiceDown:
            return None

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

    @property
    def sealed(self) -> SealedRecords:
        """Records of sealed works."""
        return SealedRecords(self.folder / "sealed")

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
    def depot(self) -> Depot:
        """Store and replicas."""
        return Depot(self.folder, self._shared_records)

    @property
    def store(self) -> StorePort:
        """Where records lie; those of a network that somebody shares are asked of his server."""
        return self.depot.store

    @property
    def keeping(self) -> Keeping:
        """What belongs to works."""
        return self.depot.keeping(self.chain, self.index, self.sealed)

    def _shared_records(self) -> Callable[[str], bytes] | None:
        entry = self.networks.current()
        if entry is None or entry.relay is None:
            return None
        from ledger.chain.host import Host

        return Host(entry.relay).record

    @cached_property
    def index(self) -> SqliteIndex:
        """Index of the network in use."""
        from ledger.index.sqlite import SqliteIndex

        path = self.folder / "index" / f"{self.chain.network.name}.db"
        return SqliteIndex(path, lambda done, total: self.progress and self.progress(done, total))

    def digest(
        self, path: Path, progress: Progress | None = None, profile: ImportProfile = KUBO
    ) -> FileDigest:
        """SHA-256, size and CID of a file.

        Args:
            path: The file.
            progress: Called with (bytes done, bytes in all).
            profile: How it becomes blocks.

        Raises:
            BadInput: The file can't be read, is empty or a folder.
        """
        return digest_file(path, progress, profile)

    @staticmethod
    def meant(path: Path) -> Path:
        """The file that a path means, also where a Mac spelled its name otherwise."""
        return meant(path)

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
    def private_folder(folder: Path) -> None:
        """Make a folder that only its owner can open.

        Raises:
            ServiceDown: ``FILE_UNWRITABLE``.
        """
        try:
            safefile.private_folder(folder)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ServiceDown("FILE_UNWRITABLE", path=str(folder), reason=reason) from error

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
        return Registrar(self.chain, self.index, self.store, self.sealed)

    @property
    def dealing(self) -> Dealing:
        """Sees deals to their end."""
        return Dealing(self.chain, self.index)

    @property
    def proposing(self) -> Proposing:
        """Draws up deals."""
        return Proposing(self.chain, self.index)

    @property
    def enclosing(self) -> Enclosing:
        """Puts records into deal files."""
        return Enclosing(self.chain, self.index, self.store)

    @property
    def mandating(self) -> Mandating:
        """Gives and takes mandates."""
        return Mandating(self.chain, self.index)

    @property
    def recounting(self) -> Recounting:
        """Records what people say."""
        return Recounting(self.chain, self.index)

    @property
    def sealing(self) -> Sealing:
        """Seals files."""
        return Sealing(sealed_files, encryption.wrap)

    @property
    def shelf(self) -> Shelf:
        """Keys of sealed files."""
        return Shelf(self.folder / "seals")

    @contextmanager
    def open_sealed(self, given: str) -> Iterator[tuple[Header, Source]]:
        """The header of a sealed file and what follows it.

        Args:
            given: Path of the file, or its CID in the store in use.

        Raises:
            BadInput: ``FILE_…``, ``SEALED_…``, ``CID_…``.
            ServiceDown: What the store says.
        """
        if Path(given).exists() or not given.startswith(_CID):
            with sealed_files.open_sealed(Path(given)) as found:
                yield found
            return
        source = sealed_files.Pieces(self.store.read(given))
        yield sealed_files.read_header(source), source

    @staticmethod
    def check_encryption_key(public: bytes) -> None:
        """As ``ledger.keys.encryption.check_public``."""
        encryption.check_public(public)

    @staticmethod
    def decrypt(
        header: Header, key: bytes, source: Source, target: Path, progress: Progress | None = None
    ) -> None:
        """As ``ledger.store.sealing.decrypt``."""
        sealed_files.decrypt(header, key, source, target, progress)

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
    def walleting(self) -> Walleting:
        """Asks wallet contracts."""
        return Walleting(self.chain)

    @property
    def asking(self) -> Asking:
        """Answers to the owner of this folder: what he keeps sealed bears on them."""
        return Asking(self.chain, self.index, self.store, lambda: int(time.time()), self.sealed)

    @property
    def public_asking(self) -> Asking:
        """Answers to strangers, who learn nothing of what is sealed."""
        return Asking(self.chain, self.index, self.store, lambda: int(time.time()))

    @property
    def revealing(self) -> Revealing:
        """Reveals sealed works."""
        return Revealing(self.chain, self.index, self.store, self.sealed)

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
