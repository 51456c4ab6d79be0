"""Passwords of keys in the operating system's keyring, by the library ``keyring``: an extra, never by
default.

The library is imported only for a key whose password was given to it: it may talk to other programs when it
starts. A list of those accounts lies in the data folder; the passwords do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ledger import safefile
from ledger.core import strictjson
from ledger.core.fields import Fields
from ledger.core.model import check_address
from ledger.errors import BadInput, Refused, ServiceDown

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "songdeed"
"""What the passwords are filed under; the user is the account's address."""

_RECOMMENDED = 1
"""Least priority of a keyring that its library recommends; files without protection have less."""

_KIND, _VERSION = "remembered", 1
_MAX_BYTES = 1 << 16


class Remembered:
    """Which keys' passwords the keyring has, and those passwords.

    Args:
        path: Of the list; made when the first password is kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def has(self, address: str) -> bool:
        """Whether the password of an account's key was kept. Asks no keyring."""
        return address in self._accounts()

    def password(self, address: str) -> str | None:
        """The password, if the keyring still has it.

        Raises:
            Refused: ``KEYRING_ABSENT``, ``KEYRING_NONE``.
            ServiceDown: ``KEYRING_DOWN``: it is locked, or does not answer.
        """
        with _asked() as backend:
            return backend.get_password(SERVICE, address)

    def keep(self, address: str, password: str) -> str:
        """Give a password to the keyring, and read it back.

        Returns:
            Name of the keyring.

        Raises:
            Refused: ``KEYRING_ABSENT``, ``KEYRING_NONE``.
            ServiceDown: ``KEYRING_DOWN``, ``FILE_UNWRITABLE``.
        """
        with _asked() as backend:
            backend.set_password(SERVICE, address, password)
            if backend.get_password(SERVICE, address) != password:
                raise Refused("KEYRING_NONE")
            name = str(backend.name)
        self._write(self._accounts() | {address})
        return name

    def forget(self, address: str) -> bool:
        """Take a password out of the keyring; whether one was kept.

        Raises:
            As ``keep``.
        """
        if not self.has(address):
            return False
        with _asked() as backend:
            if backend.get_password(SERVICE, address) is not None:
                backend.delete_password(SERVICE, address)
        self._write(self._accounts() - {address})
        return True

    def _accounts(self) -> set[str]:
        try:
            data = self._path.read_bytes()[: _MAX_BYTES + 1]
        except OSError:
            return set()
        try:
            fields = Fields(strictjson.loads(data, max_bytes=_MAX_BYTES), "")
            if fields.text("songdeed") != _KIND or fields.integer("version") != _VERSION:
                raise ValueError("version")
            found = {check_address(each) for each in fields.texts("accounts")}
            fields.done()
        except (BadInput, ValueError) as error:
            raise BadInput("REMEMBERED_CORRUPT", path=str(self._path)) from error
        return found

    def _write(self, accounts: set[str]) -> None:
        body = {"songdeed": _KIND, "version": _VERSION, "accounts": sorted(accounts)}
        try:
            safefile.write(self._path, strictjson.canonical(body) + b"\n")
        except OSError as error:
            reason = error.strerror or str(error)
            raise ServiceDown("FILE_UNWRITABLE", path=str(self._path), reason=reason) from error


@contextmanager
def _asked() -> Iterator[KeyringBackend]:
    """The system's keyring; what it raises is told plainly."""
    try:
        import keyring
        from keyring import core
        from keyring.errors import KeyringError
    except ImportError as error:
        raise Refused("KEYRING_ABSENT") from error
    try:
        backend = keyring.get_keyring()
        chosen = core.load_env() or core.load_config()
        # One that joins several gives a password to the first of them.
        first = next(iter(getattr(backend, "backends", ())), backend)
        if chosen is None and float(first.priority) < _RECOMMENDED:
            raise Refused("KEYRING_NONE")
        yield backend
    except (KeyringError, OSError, RuntimeError) as error:
        raise ServiceDown("KEYRING_DOWN", reason=str(error) or type(error).__name__) from error
