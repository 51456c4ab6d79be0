"""A data folder opened: the one place where adapters and services meet.

::

    keys/           password-protected keys, V3 files
    contacts.json   other people by local names
    remembered.json keys whose passwords the system's keyring has
    chain/ …        the embedded chain, and all about networks (``ledger.station``)
    store/ …        records and audio, and who else keeps them (``ledger.depot``)
    operations.db   what this computer relayed for others, and what it spent on them
    signed/         copies of the deals that were signed here
    seals/          who may open sealed files: their keys, wrapped
    sealed/         records of sealed works, which are nowhere else
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ledger.core.sealed import Header
from ledger.depot import Depot
from ledger.keys import encryption
from ledger.keys.attested import OwnCards
from ledger.keys.contacts import Contacts
from ledger.keys.entries import Wallet
from ledger.keys.keystore import KeyInfo, Keystore
from ledger.keys.remembered import Remembered
from ledger.keys.remote import Remote
from ledger.ports import StorePort
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
from ledger.services.revealing import Revealing
from ledger.services.sealing import Sealing
from ledger.services.titling import Titling
from ledger.services.walleting import Walleting
from ledger.station import Station
from ledger.store import sealing as sealed_files
from ledger.store.copies import SignedCopies
from ledger.store.sealed import SealedRecords
from ledger.store.sealing import Source
from ledger.store.shelf import Shelf

if TYPE_CHECKING:
    from ledger.chain.adapter import EvmChain
    from ledger.index.sqlite import SqliteIndex

_CID = ("bafy", "bafk")


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
        self.station = Station(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let connections go."""
        self.station.close()
        if "depot" in self.__dict__:
            self.depot.close()

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

    def name_of(self, address: str) -> str | None:
        """What an address is called here: by the name of a key, or of a contact."""
        return self.keys.name_of(address) or self.contacts.name_of(address)

    @property
    def signed(self) -> SignedCopies:
        """Deals that were signed here."""
        return SignedCopies(self.folder / "signed")

    @property
    def sealed(self) -> SealedRecords:
        """Records of sealed works."""
        return SealedRecords(self.folder / "sealed")

    @property
    def chain(self) -> EvmChain:
        """As ``Station.chain``."""
        return self.station.chain

    @property
    def index(self) -> SqliteIndex:
        """As ``Station.index``."""
        return self.station.index

    @cached_property
    def depot(self) -> Depot:
        """Store and replicas."""
        return Depot(self.folder, self.station.shared_records)

    @property
    def store(self) -> StorePort:
        """Where records lie; those of a network that somebody shares are asked of his server."""
        return self.depot.store

    @property
    def keeping(self) -> Keeping:
        """What belongs to works."""
        return self.depot.keeping(self.chain, self.index, self.sealed, self.shelf)

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
