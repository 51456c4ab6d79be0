"""The encryption key of each key of one's own, with the card by which the signing key attests it.

It lies beside the key file as ``NAME.card``: public, and signed, so that whoever alters it is found out.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ledger import safefile
from ledger.core import card as cards
from ledger.core.card import Card
from ledger.core.wraps import Kem
from ledger.errors import BadInput, ServiceDown
from ledger.keys.encryption import PrivateKey
from ledger.keys.keystore import Keystore
from ledger.keys.signatures import sign_with

_ENDING = ".card"


class OwnCards:
    """Attested encryption keys of a folder of keys.

    Args:
        folder: That of the keys.
        keys: The keys in it.
    """

    def __init__(self, folder: Path, keys: Keystore) -> None:
        self._folder, self._keys = folder, keys
        keys.on_new = self._first

    def find(self, name: str) -> Card | None:
        """The card beside a key, if it has one.

        Raises:
            BadInput: ``UNKNOWN_KEY``; ``CARD_…``, ``CARD_SIGNATURE``: somebody altered it.
        """
        address = self._keys.address_of(name)
        try:
            with self._path(name).open("rb") as file:
                card = cards.from_bytes(file.read(cards.MAX_BYTES + 1))
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = error.strerror or str(error)
            raise BadInput("KEYSTORE_UNREADABLE", path=str(self._path(name)), reason=reason) from error
        if card.account != address:  # a key of this name was here before
            return None
        return card

    def source(self, name: str) -> str:
        """Name of the key from whose secret a key's encryption key is derived: its own, if that lies here.

        Raises:
            BadInput: ``UNKNOWN_KEY``; ``ENCRYPTION_SOURCE``: its secret is elsewhere, and no other was named.
        """
        self._keys.address_of(name)
        remote = self._keys.remote(name)
        if remote is None:
            return name
        if not remote.encryption:
            raise BadInput("ENCRYPTION_SOURCE", name=name)
        return remote.encryption

    def private(self, name: str, password: str, kem: Kem = Kem.HYBRID) -> PrivateKey:
        """The encryption key of a key.

        Args:
            name: Whose encryption key.
            password: Of the key that it is derived from (``source``).
            kem: What it is for.

        Raises:
            BadInput: As ``source``; as ``Keystore.address_of``.
            Refused: ``WRONG_PASSWORD``.
            ServiceDown: ``KEM_UNAVAILABLE``.
        """
        address = self._keys.address_of(name)
        return self._keys.with_secret(
            self.source(name), password, lambda secret: PrivateKey(secret, address, kem)
        )

    def make(self, name: str, password: str, kem: Kem = Kem.HYBRID) -> Card:
        """Derive a key's encryption key and attest it; the card is kept beside the key.

        Args:
            name: Whose.
            password: Of the key that it is derived from (``source``).
            kem: What it is for.

        Raises:
            BadInput: As ``private``.
            Refused: ``WRONG_PASSWORD``, ``SIGNER_REFUSES``.
            ServiceDown: ``KEM_UNAVAILABLE``, ``SIGNER_…``, ``FILE_UNWRITABLE``.
        """
        address = self._keys.address_of(name)
        if self.source(name) == name:
            return self._keep(
                name,
                self._keys.with_secret(name, password, lambda secret: _signed(name, address, secret, kem)),
            )
        unsigned = _unsigned(name, address, self.private(name, password, kem))
        signature = self._keys.sign_text(name, "", unsigned.digest, unsigned.typed_data)
        return self._keep(name, replace(unsigned, signature=signature))

    def _first(self, name: str, address: str, secret: bytes) -> None:
        """A key was made, and is open: so the encryption key is made beside it.

        Where that can't be done (no ML-KEM, a full disk) the key is good all the same, and who wants to
        encrypt is told.
        """
        with suppress(ServiceDown):
            self._keep(name, _signed(name, address, secret, Kem.HYBRID))

    def _keep(self, name: str, card: Card) -> Card:
        try:
            safefile.write(self._path(name), card.to_bytes())
        except OSError as error:
            reason = error.strerror or str(error)
            raise ServiceDown("FILE_UNWRITABLE", path=str(self._path(name)), reason=reason) from error
        return card

    def _path(self, name: str) -> Path:
        return self._folder / (name + _ENDING)


def _signed(name: str, address: str, secret: bytes, kem: Kem) -> Card:
    unsigned = _unsigned(name, address, PrivateKey(secret, address, kem))
    return replace(unsigned, signature=sign_with(secret, unsigned.digest))


def _unsigned(name: str, address: str, private: PrivateKey) -> Card:
    return Card(name, address, int(time.time()), private.public)
