"""Files that a person names on her command line: read within bounds, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from ledger import safefile
from ledger.errors import BadInput, ServiceDown
from ledger.keys.encryption import check_public as check_encryption_key
from ledger.store.files import digest_file as digest
from ledger.store.files import meant, open_file
from ledger.store.sealing import decrypt

__all__ = [
    "check_encryption_key",
    "decrypt",
    "digest",
    "meant",
    "private_folder",
    "read_file",
    "replace_file",
]


def read_file(path: Path, limit: int) -> bytes:
    """A small file, whole.

    Args:
        path: The file.
        limit: Most bytes it may have.

    Raises:
        BadInput: ``FILE_…``, ``DOCUMENT_EMPTY``, ``JSON_TOO_LARGE``.
    """
    try:
        with open_file(path) as source:
            data = source.read(limit + 1)
    except BadInput as error:
        if error.code == "FILE_EMPTY":  # whose hint speaks of music
            raise BadInput("DOCUMENT_EMPTY", path=str(path)) from error
        raise
    if len(data) > limit:
        raise BadInput("JSON_TOO_LARGE", size=len(data), limit=limit)
    return data


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
        raise ServiceDown("FILE_UNWRITABLE", path=str(path), reason=error.strerror or str(error)) from error
