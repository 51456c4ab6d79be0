"""Writing so that a file is there whole or not at all (THREATS 87)."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger.errors import ServiceDown

# Full disk, quota, and the size limit a process may be under.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_FEW = 32  # files that are not worth writing out what others have under way


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses into plain errors.

    Raises:
        ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise ServiceDown("STORE_FULL", store=str(folder)) from error
        raise ServiceDown("STORE_UNUSABLE", store=str(folder), reason=error.strerror) from error


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can look into, with its parents, and see that it is on disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):  # another process was quicker
        folder.mkdir(mode=0o700)
    sync_folder(folder.parent)


def write_whole(target: Path, data: bytes, scratch: Path) -> None:
    """Write a file beside, bring it to disk, and move it into place.

    The caller syncs the target's folder when everything is in place.

    Args:
        target: Final name; replaced if it is there.
        data: Its bytes.
        scratch: Folder on the same file system for the unfinished file.
    """
    handle, name = tempfile.mkstemp(dir=scratch)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries to disk. Windows has no handle for that and keeps them itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(folder: Path, paths: Collection[Path]) -> None:
    """Bring new files and their folders to disk.

    Many would take as many turns of the disk one after another; Linux writes out a whole file system in one.

    Args:
        folder: On the same file system.
        paths: The files.

    Raises:
        OSError: The disk is full or fails.
    """
    if len(paths) > _FEW and sync_file_system(folder):
        return
    for path in paths:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    for parent in {path.parent for path in paths}:
        sync_folder(parent)


def sync_file_system(folder: Path) -> bool:
    """Whether the system could write all that is under way on one file system: syncfs(2), Linux alone."""
    if not sys.platform.startswith("linux"):
        return False
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(handle) != 0:
            failed = ctypes.get_errno()
            raise OSError(failed, os.strerror(failed), str(folder))
    finally:
        os.close(handle)
    return True
