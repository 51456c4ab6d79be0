"""Works that must stay secret: sealing a file for some people, opening it, changing who may."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ledger.core.sealed import Header
from ledger.core.wraps import KeysFile, Wrap, joined, kem_of, key_hash, wrap_for
from ledger.errors import BadInput, Refused
from ledger.ports import Progress


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who shall be able to open a file: his address and the encryption key that he attested."""

    account: str
    public: bytes


class Unwrapper(Protocol):
    """An opened encryption key."""

    def unwrap(self, wrap: Wrap, /) -> bytes:
        """The content key, 32 bytes."""
        ...


class Source(Protocol):
    """What can be read from."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill a buffer as far as possible; 0 at the end."""
        ...


class Sealer(Protocol):
    """What encrypts under fresh keys (``ledger.store.sealing``)."""

    def seal_file(
        self, path: Path, target: Path, work: str, keep: KeepKey, progress: Progress | None = None
    ) -> None:
        """Encrypt a file."""
        ...

    def reseal(
        self,
        header: Header,
        key: bytes,
        source: Source,
        target: Path,
        keep: KeepKey,
        progress: Progress | None = None,
    ) -> None:
        """Encrypt what is in a sealed file anew."""
        ...


KeepKey = Callable[[Header, bytes], None]
"""Called with the header and the content key of a sealed file before it gets its name."""

Keep = Callable[[KeysFile], None]
"""Puts the keys of a sealed file away, before the file gets its name: else a crash would leave one that
nobody can open."""


Wrapping = Callable[[bytes, str, str, str, bytes], Wrap]
"""Content key, work, sealing, recipient and his public key to a wrap (``ledger.keys.encryption.wrap``)."""

Opener = Callable[[Wrap], Unwrapper]
"""The encryption key for a wrap of one's own; a password may be asked for now."""


class Sealing:
    """Seals files.

    Args:
        sealer: Encrypts.
        wrapping: Wraps content keys.
    """

    def __init__(self, sealer: Sealer, wrapping: Wrapping) -> None:
        self._sealer, self._wrapping = sealer, wrapping

    def seal(
        self,
        path: Path,
        target: Path,
        work: str,
        recipients: Sequence[Recipient],
        keep: Keep,
        progress: Progress | None = None,
    ) -> None:
        """Encrypt a file for some people.

        Args:
            path: The file.
            target: The sealed file to make.
            work: Asset id.
            recipients: Who may open it; whoever seals is one of them, or could not open it himself.
            keep: Gets the wrapped keys.
            progress: Called with (bytes done, bytes in all).

        Raises:
            BadInput: ``FILE_…``, ``ENCRYPTION_KEY``.
            ServiceDown: ``FILE_UNWRITABLE``, ``KEM_UNAVAILABLE``.
        """
        for recipient in recipients:  # before an hour of encrypting, not after
            kem_of(recipient.public)
        self._sealer.seal_file(path, target, work, self._keeping(recipients, keep), progress)

    def renew(
        self,
        header: Header,
        key: bytes,
        source: Source,
        target: Path,
        recipients: Sequence[Recipient],
        keep: Keep,
        progress: Progress | None = None,
    ) -> None:
        """Encrypt what is in a sealed file under a new key, which somebody who was removed never had.

        Args:
            header: Of the sealed file.
            key: Its content key.
            source: What follows its header.
            target: The new sealed file.
            recipients: Who may open that.
            keep: Gets the wrapped keys.
            progress: Called with (bytes done, bytes in all).

        Raises:
            BadInput: ``SEALED_…``, ``FILE_EXISTS``, ``ENCRYPTION_KEY``.
            ServiceDown: ``FILE_UNWRITABLE``, ``KEM_UNAVAILABLE``.
        """
        self._sealer.reseal(header, key, source, target, self._keeping(recipients, keep), progress)

    def _keeping(self, recipients: Sequence[Recipient], keep: Keep) -> KeepKey:
        return lambda header, key: keep(KeysFile(self._wrapped(key, header.work, header.id, recipients)))

    def add(self, keys: KeysFile, content_key: bytes, recipients: Iterable[Recipient]) -> KeysFile:
        """More people for a file that is sealed already; the ciphertext stays as it is.

        Raises:
            BadInput: ``ENCRYPTION_KEY``, ``WRAPS_MANY``.
            ServiceDown: ``KEM_UNAVAILABLE``.
        """
        new = self._wrapped(content_key, keys.work, keys.sealing, recipients)
        return replace(keys, wraps=joined(keys.wraps, new))

    def _wrapped(
        self, key: bytes, work: str, sealing: str, recipients: Iterable[Recipient]
    ) -> tuple[Wrap, ...]:
        found = {each.account: each for each in recipients}
        return tuple(self._wrapping(key, work, sealing, each.account, each.public) for each in found.values())

    @staticmethod
    def remove(keys: KeysFile, accounts: Sequence[str], own: str) -> KeysFile:
        """The keys without those of some people, who keep what they had.

        Args:
            keys: Of a sealed file.
            accounts: Addresses.
            own: Address of whoever removes: he can't shut himself out by the way.

        Raises:
            BadInput: ``NOT_AMONG``: somebody has no key anyway; ``REMOVE_OWN``.
        """
        if own in accounts:
            raise BadInput("REMOVE_OWN", account=own)
        for account in accounts:
            if wrap_for(keys.wraps, keys.sealing, account) is None:
                raise BadInput("NOT_AMONG", account=account)
        return keys.without(accounts)

    @staticmethod
    def content_key(header: Header, wraps: Iterable[Wrap], account: str, opener: Opener) -> bytes:
        """The content key of a sealed file, out of somebody's wrap.

        Args:
            header: Of the sealed file.
            wraps: All that are at hand.
            account: Who opens it.
            opener: Gives his encryption key.

        Raises:
            Refused: ``NO_WRAP``: nobody gave him the key.
            BadInput: ``SEALED_OTHER_WORK``: the header names another work than the key; ``WRAP_CLOSED``.
        """
        found = wrap_for(wraps, header.id, account)
        if found is None:
            raise Refused("NO_WRAP", account=account, sealing=header.id)
        if found.work != header.work:
            raise BadInput("SEALED_OTHER_WORK", given=header.work, wanted=found.work)
        return opener(found).unwrap(found)

    @staticmethod
    def changed(keys: KeysFile, recipient: Recipient) -> bool:
        """Whether somebody has another encryption key now than when he was given this one (THREATS 68)."""
        before = wrap_for(keys.wraps, keys.sealing, recipient.account)
        return before is not None and before.key != key_hash(recipient.public)
