"""Files that a user names: opened with plain errors, hashed while they stream."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from ledger.core.hashing import FileDigest, TreeDigester
from ledger.core.unixfs import KUBO, ImportProfile
from ledger.core.walk import MAX_FILE
from ledger.errors import BadInput
from ledger.filenames import same_name
from ledger.ports import Progress
from ledger.safefile import reachable

PIECE = 1 << 20
"""Bytes read at a time; two buffers of this size are all that is kept of a file."""


@contextmanager
def open_file(path: Path) -> Iterator[io.BufferedReader]:
    """Open a regular, non-empty file for reading.

    Raises:
        BadInput: ``FILE_NOT_FOUND``, ``FILE_IS_DIRECTORY``, ``FILE_NOT_REGULAR``, ``FILE_EMPTY``,
            ``FILE_UNREADABLE``; ``FILE_CHANGED`` if it was written to until the block was left.
    """
    with _open(path) as source:
        before = os.fstat(source.fileno())
        if before.st_size == 0:
            raise BadInput("FILE_EMPTY", path=str(path))
        try:
            yield source
        except OSError as error:
            raise BadInput("FILE_UNREADABLE", path=str(path), reason=error.strerror) from error
        after = os.fstat(source.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise BadInput("FILE_CHANGED", path=str(path))


def meant(path: Path) -> Path:
    """The file that a path means: itself, or what is there under the same letters composed otherwise.

    A Mac, or an archive made on one, decomposes letters (NFD), and people type them composed (NFC). Two such
    files are told apart by who has exactly the name typed.
    """
    if os.path.exists(path) or str(path).isascii():
        return path
    found = Path(path.anchor)
    for part in path.parts[1:] if path.anchor else path.parts:
        found = found / part if os.path.exists(found / part) else _twin(found, part)
    return found


def _twin(folder: Path, name: str) -> Path:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        names = []
    return folder / next((each for each in names if same_name(each, name)), name)


def _open(path: Path) -> io.BufferedReader:
    try:
        path = Path(reachable(str(meant(path))))
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise BadInput("FILE_IS_DIRECTORY", path=str(path))
        if not stat.S_ISREG(mode):  # a pipe or a device may never end, and can't be read twice
            raise BadInput("FILE_NOT_REGULAR", path=str(path))
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BadInput("FILE_NOT_FOUND", path=str(path)) from error
    except ValueError as error:  # a NUL in the name
        raise BadInput("FILE_NOT_FOUND", path=ascii(str(path))) from error
    except OSError as error:
        raise BadInput("FILE_UNREADABLE", path=str(path), reason=error.strerror) from error


def check_size(path: Path, source: io.BufferedReader) -> int:
    """Bytes of an open file, if a store can hold it.

    Raises:
        BadInput: ``FILE_TOO_LARGE``.
    """
    size = os.fstat(source.fileno()).st_size
    if size > MAX_FILE:
        raise BadInput("FILE_TOO_LARGE", path=str(path), size=size, limit=MAX_FILE)
    return size


def digest_file(path: Path, progress: Progress | None = None, profile: ImportProfile = KUBO) -> FileDigest:
    """SHA-256 and CID of a file, read once.

    The two hashes run in two threads (hashlib lets go of the interpreter's lock), so that both take hardly
    longer than one.

    Args:
        path: A regular file.
        progress: Called with (bytes done, bytes in all).
        profile: How the file becomes blocks, which decides its CID.

    Raises:
        BadInput: As ``open_file``.
    """
    with open_file(path) as source, ThreadPoolExecutor(1) as other:
        whole, tree = hashlib.sha256(), TreeDigester(profile=profile)
        total = os.fstat(source.fileno()).st_size
        pending: Future[None] | None = None
        for piece in _pieces(source):
            if pending:
                pending.result()  # the buffer it reads is the next one to be filled
            pending = other.submit(whole.update, piece)
            tree.update(piece)
            if tree.size > total:  # somebody appends: it might never end
                raise BadInput("FILE_CHANGED", path=str(path))
            if progress:
                progress(tree.size, total)
        if pending:
            pending.result()
    return FileDigest("0x" + whole.hexdigest(), tree.size, tree.finish(), profile.name)


def _pieces(source: io.BufferedReader) -> Iterator[memoryview]:
    """The file in turns through two buffers: a piece is good until the one after the next is asked for."""
    buffers = [memoryview(bytearray(PIECE)), memoryview(bytearray(PIECE))]
    while count := source.readinto(buffers[0]):
        yield buffers[0][:count]
        buffers.reverse()
