"""Writing so that a file is there whole or not at all (THREATS 87)."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger.errors import ServiceDown

# Full disk, quota, and the size limit a process may be under.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


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
