"""Keys by local name in a folder of version 3 key files. Private keys leave it only as signatures."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from ledger.core import eip712
from ledger.core.eip712 import Message
from ledger.core.model import Domain
from ledger.errors import BadInput
from ledger.keys import backup, entries, keyfile, words
from ledger.keys.entries import Entry, Wallet
from ledger.keys.keyfolder import KeyFolder
from ledger.keys.names import check_name
from ledger.keys.payer import KeyPayer
from ledger.keys.remote import Remote
from ledger.keys.signatures import sign_with

_T = TypeVar("_T")
_RAW_KEY = re.compile(rb"\s*(?:0x)?([0-9a-fA-F]{64})\s*\Z")


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What may be shown of a key."""

    name: str
    address: str
    path: Path


class Keystore:
    """Signing keys by local name (``ledger.ports.KeysPort``).

    Args:
        folder: Where the key files lie; made, for its owner alone, when the first key is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = KeyFolder(folder)
        self.on_new: Callable[[str, str, bytes], object] = lambda name, address, secret: None
        """Called with name, address and secret of a key that was just written."""

    def names(self) -> Sequence[str]:
        """Local names, sorted. Files that can't be the name of a key are not ours and left alone."""
        return self._folder.names()

    def remote(self, name: str) -> Remote | None:
        """Who signs for a key whose secret is elsewhere; None for one that lies here, or that is unknown.

        Raises:
            BadInput: ``KEYSTORE_CORRUPT``, ``KEYSTORE_UNREADABLE``.
        """
        found = self._entry(name) if name in self.names() else None
        return found if isinstance(found, Remote) else None

    def is_wallet(self, name: str) -> bool:
        """Whether a name stands for a wallet contract; not if it is unknown.

        Raises:
            BadInput: ``KEYSTORE_CORRUPT``, ``KEYSTORE_UNREADABLE``.
        """
        return name in self.names() and isinstance(self._entry(name), Wallet)

    def add(self, name: str, entry: Entry) -> KeyInfo:
        """Enter an account whose secret is elsewhere, or which has none.

        Raises:
            BadInput: ``KEY_NAME``, ``KEY_EXISTS``, ``KEYSTORE_UNREADABLE``.
        """
        with self._folder.alone():
            self._folder.check_free(name)
            self._folder.write(name, entry.to_bytes())
        return self.show(name)

    def encrypt_by(self, name: str, other: str) -> None:
        """Note from which key's secret the encryption key of one whose secret is elsewhere is derived.

        Raises:
            BadInput: ``UNKNOWN_KEY``, ``REMOTE_KEY``; ``ENCRYPTION_OWN``: its own secret is here.
        """
        self._load(other)
        with self._folder.alone():
            signer = self.remote(name)
            if signer is None:
                self.address_of(name)
                raise BadInput("ENCRYPTION_OWN", name=name)
            self._folder.write(name, replace(signer, encryption=other).to_bytes())

    def address_of(self, name: str) -> str:
        """Lower-case address of a local key, as its file says.

        Raises:
            BadInput: ``UNKNOWN_KEY``, ``KEYSTORE_CORRUPT``, ``KEYSTORE_WEAK``, ``KEYSTORE_EXPENSIVE``,
                ``KEYSTORE_UNREADABLE``.
        """
        data = self._folder.read(name)
        found = entries.read(data, name)
        return keyfile.parse(data, name).address if found is None else found.address

    def name_of(self, address: str) -> str | None:
        """Local name of an address, if any; a damaged key file hides no other key."""
        for name in self.names():
            try:
                if self.address_of(name) == address.lower():
                    return name
            except BadInput:
                continue
        return None

    def show(self, name: str) -> KeyInfo:
        """Name, address and file of a key.

        Raises:
            BadInput: As ``address_of``.
        """
        return KeyInfo(check_name(name), self.address_of(name), self._folder.path(name))

    def new(self, name: str, password: str) -> KeyInfo:
        """Draw a new key. Nobody can restore it without its file and its password.

        Raises:
            BadInput: ``KEY_NAME``, ``KEY_EXISTS``, ``KEYSTORE_UNREADABLE``.
            Refused: ``PASSWORD_EMPTY``.
            ServiceDown: ``FILE_UNWRITABLE``: the disk is full; no key was made.
        """
        while True:
            secret = secrets.token_bytes(32)
            if 0 < int.from_bytes(secret, "big") < keyfile.CURVE_ORDER:
                return self._add(name, secret, password)

    def import_(self, name: str, data: bytes, password: str) -> KeyInfo:
        """Take over a key from a version 3 key file, or from 64 hex digits, and seal it anew.

        Args:
            name: Local name to give.
            data: Bytes of the file.
            password: Of the file given; the new file has the same. For hex digits: the one to set.

        Raises:
            BadInput: ``KEY_NAME``, ``KEY_EXISTS``, ``KEYSTORE_CORRUPT``, ``KEYSTORE_WEAK``,
                ``KEYSTORE_EXPENSIVE``.
            Refused: ``WRONG_PASSWORD``, ``PASSWORD_EMPTY``.
        """
        self._folder.check_free(name)
        raw = _RAW_KEY.match(data)
        if raw:
            secret = bytes.fromhex(raw[1].decode())
            keyfile.address_of(secret, name)
        else:
            secret = keyfile.unseal(keyfile.parse(data, name), password, name)
        return self._add(name, secret, password)

    def export(self, name: str, password: str) -> bytes:
        """The key file, still sealed, once it is sure that this password opens it: else it were no backup.

        Raises:
            BadInput: As ``address_of``.
            Refused: ``WRONG_PASSWORD``.
        """
        file = self._load(name)
        keyfile.unseal(file, password, name)
        return self._folder.read(name)

    def backup(self, passwords: Mapping[str, str], password: str) -> bytes:
        """Several keys in one file under one password, once it is sure that the file opens.

        Args:
            passwords: Of each key, by its name; of what has no secret here, anything.
            password: Of the backup.

        Raises:
            BadInput: As ``address_of``.
            Refused: ``WRONG_PASSWORD``, ``PASSWORD_EMPTY``.
        """
        found = {name: self._entry(name) for name in passwords}
        others = {name: entry.to_bytes() for name, entry in found.items() if entry is not None}
        secrets_ = {
            name: keyfile.unseal(self._load(name), given, name)
            for name, given in passwords.items()
            if name not in others
        }
        data = backup.seal(secrets_, password, others)
        backup.unseal(data, password)
        return data

    def restore(self, data: bytes, password: str) -> Sequence[tuple[KeyInfo, bool]]:
        """Keys from a backup, all or none; they have the backup's password from now on.

        Returns:
            Each key, and whether it is new here; a key that is here under its name is left as it is.

        Raises:
            BadInput: ``BACKUP_CORRUPT``, ``KEYSTORE_…``; ``KEY_EXISTS``: a name stands for another key here.
            Refused: ``WRONG_PASSWORD``.
        """
        found = backup.unseal(data, password)
        with self._folder.alone():
            known = {name for name in found if name in self.names()}
            for name, (address, _, _) in found.items():
                if name not in known:
                    self._folder.check_free(name)
                elif self.address_of(name) != address:
                    raise BadInput("KEY_EXISTS", name=name, other=name)
            for name in found.keys() - known:
                address, entry, secret = found[name]
                self._folder.write(name, entry)
                if secret is not None:
                    self.on_new(name, address, secret)
        return [(self.show(name), name not in known) for name in sorted(found)]

    def words(self, name: str, password: str, lang: str) -> Sequence[str]:
        """A key as 24 words in ``en`` or ``zh``: who reads them owns the key.

        Raises:
            BadInput: As ``address_of``.
            Refused: ``WRONG_PASSWORD``.
        """
        return words.to_words(keyfile.unseal(self._load(name), password, name), lang)

    def from_words(self, name: str, text: str, password: str) -> KeyInfo:
        """A key from its words.

        Raises:
            BadInput: ``WORDS_…``, ``KEY_NAME``, ``KEY_EXISTS``, ``KEYSTORE_CORRUPT``.
            Refused: ``PASSWORD_EMPTY``.
        """
        self._folder.check_free(name)
        secret = words.from_words(text)
        keyfile.address_of(secret, name)
        return self._add(name, secret, password)

    def passwd(self, name: str, old: str, new: str) -> None:
        """Seal a key with another password.

        Raises:
            BadInput: As ``address_of``.
            Refused: ``WRONG_PASSWORD``, ``PASSWORD_EMPTY``.
        """
        with self._folder.alone():
            secret = keyfile.unseal(self._load(name), old, name)
            self._folder.write(name, keyfile.seal(secret, new))

    def sign(self, name: str, password: str, domain: Domain, message: Message) -> bytes:
        """65-byte EIP-712 signature (r, s, v; low s, v 27 or 28).

        Raises:
            BadInput: As ``address_of``.
            Refused: ``WRONG_PASSWORD``, ``SIGNER_REFUSES``.
            ServiceDown: ``SIGNER_…``, of a remote signer.
        """
        digest = eip712.digest(domain, message)
        return self.sign_text(name, password, digest, lambda: eip712.typed_data(domain, message))

    def sign_text(
        self, name: str, password: str, digest: str, typed_data: Callable[[], Mapping[str, Any]]
    ) -> bytes:
        """As ``sign``, of any typed data with its digest, both made by the caller."""
        signer = self.remote(name)
        if signer is not None:
            return signer.sign(digest, typed_data())
        return self.sign_digest(name, password, digest)

    def sign_digest(self, name: str, password: str, digest: str) -> bytes:
        """Signature over 32 bytes that the caller built and showed.

        Raises:
            BadInput: As ``address_of``.
            Refused: ``WRONG_PASSWORD``.
        """
        return self.with_secret(name, password, lambda secret: sign_with(secret, digest))

    def with_secret(self, name: str, password: str, use: Callable[[bytes], _T]) -> _T:
        """What is made of a private key by one who keeps nothing of it.

        Raises:
            BadInput: As ``address_of``.
            Refused: ``WRONG_PASSWORD``.
        """
        return use(keyfile.unseal(self._load(name), password, name))

    def payer(self, name: str, password: str) -> KeyPayer:
        """The key as one that pays for gas.

        Raises:
            BadInput: As ``address_of``.
            Refused: ``WRONG_PASSWORD``.
        """
        return KeyPayer(keyfile.unseal(self._load(name), password, name))

    def _add(self, name: str, secret: bytes, password: str) -> KeyInfo:
        self._folder.check_free(name)
        sealed = keyfile.seal(secret, password)
        with self._folder.alone():
            self._folder.check_free(name)  # somebody may have been quicker while we sealed
            self._folder.write(name, sealed)
            self.on_new(name, self.address_of(name), secret)
        return self.show(name)

    def _load(self, name: str) -> keyfile.KeyFile:
        data = self._folder.read(name)
        entry = entries.read(data, name)
        if entry is not None:
            raise BadInput("WALLET_KEY" if isinstance(entry, Wallet) else "REMOTE_KEY", name=name)
        return keyfile.parse(data, name)

    def _entry(self, name: str) -> Entry | None:
        return entries.read(self._folder.read(name), name)
