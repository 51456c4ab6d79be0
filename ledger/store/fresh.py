"""A large file that appears under its name whole, or not at all (THREATS 69, 87)."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger import safefile
from ledger.errors import BadInput, ServiceDown

_SYNC_EVERY = 1 << 26
"""Bytes after which the disk is told to begin, so that the end need not wait for all of it."""

_CANT_RESERVE = frozenset({errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS})


class Fresh:
    """The unfinished file; ``fresh`` makes it. Writing goes on in a thread while the caller works.

    Its errors are ServiceDown ``FILE_UNWRITABLE``, perhaps one call late; ``finish`` brings the last.

    Args:
        path: Its name, for messages.
        handle: The open file.
        read_on: Whether it is read again soon. If not, the memory in which the system keeps what was written
            is given back as the file grows: a gigabyte then needs no more of it than a song.
    """

    def __init__(self, path: Path, handle: int, *, read_on: bool) -> None:
        self._path, self._handle, self._read_on = path, handle, read_on
        self._writer, self._syncer = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._pending: list[Future[None]] = []
        self._since = 0

    def reserve(self, size: int) -> None:
        """Take the room at once: a full disk is known before the work is done, and writing is faster."""
        if not hasattr(os, "posix_fallocate"):  # macOS, Windows
            return
        try:
            os.posix_fallocate(self._handle, 0, size)
        except OSError as error:
            if error.errno not in _CANT_RESERVE:
                raise self._unwritable(error) from error

    def write(self, piece: memoryview) -> Future[None]:
        """Append bytes, which must stay as they are until the answer is done."""
        done = self._writer.submit(self._write, piece)
        self._since += len(piece)
        if self._since >= _SYNC_EVERY:
            self._since = 0
            self._pending.append(self._syncer.submit(self._sync))
        return done

    def finish(self) -> None:
        """Wait until all of it is on disk."""
        self._writer.shutdown()
        for one in self._pending:
            one.result()
        self._syncer.shutdown()
        self._sync()

    def abandon(self) -> None:
        """Let go of the threads."""
        self._writer.shutdown(cancel_futures=True)
        self._syncer.shutdown(cancel_futures=True)

    def _write(self, piece: memoryview) -> None:
        try:
            while piece:
                piece = piece[os.write(self._handle, piece) :]
        except OSError as error:
            raise self._unwritable(error) from error

    def _sync(self) -> None:
        try:
            os.fsync(self._handle)
        except OSError as error:
            raise self._unwritable(error) from error
        if not self._read_on and hasattr(os, "posix_fadvise"):  # not on macOS, nor on Windows
            with suppress(OSError):
                os.posix_fadvise(self._handle, 0, 0, os.POSIX_FADV_DONTNEED)

    def _unwritable(self, error: OSError) -> ServiceDown:
        return _unwritable(self._path, error)


@contextmanager
def fresh(target: Path, *, private: bool) -> Iterator[Fresh]:
    """A new file, which gets its name when the block ends well and is gone when it doesn't.

    Args:
        target: Its name; there must be no such file yet.
        private: Whether its owner alone may read it: the plaintext of a sealed file, which we don't read on.

    Raises:
        BadInput: ``FILE_EXISTS``.
        ServiceDown: ``FILE_UNWRITABLE``: the disk is full, or the folder can't be written.
    """
    _check_free(target)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        out = Fresh(target, handle, read_on=not private)
        try:
            yield out
            out.finish()
        except BaseException:
            out.abandon()
            raise
        finally:
            os.close(handle)
        _name(Path(name), target, private)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _name(part: Path, target: Path, private: bool) -> None:
    _check_free(target)  # somebody may have been quicker
    try:
        if not private:
            with suppress(OSError):  # a stick may know no permissions
                part.chmod(0o644)
        part.replace(target)
        safefile.sync_folder(target.parent)
    except OSError as error:
        raise _unwritable(target, error) from error


def _check_free(target: Path) -> None:
    if os.path.lexists(target):
        raise BadInput("FILE_EXISTS", path=str(target))


def _unwritable(path: Path, error: OSError) -> ServiceDown:
    return ServiceDown("FILE_UNWRITABLE", path=str(path), reason=error.strerror or str(error))
