"""Files that are whole or not there, however a program or a machine stops (THREATS.md 87)."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from ledger.filenames import windows_long

OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700


def private_folder(folder: Path) -> None:
    """Make a folder (and those above it) that only its owner can open."""
    folder.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)


def write(path: Path, data: bytes, *, mode: int = OWNER_ONLY) -> None:
    """Replace a file in one step: readers see the old bytes or the new ones, also after a power cut.

    Args:
        path: File to write; its folder exists.
        data: All its bytes.
        mode: Permission bits.

    Raises:
        OSError: Disk full, no permission; nothing is changed then.
    """
    path = Path(reachable(str(path)))
    part = path.with_name(f".{secrets.token_hex(8)}.part")  # short: the name itself may be as long as any
    try:
        # O_EXCL: never follow a link that somebody laid in our way.
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        persistently(lambda: part.replace(path))
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def reachable(path: str, *, windows: bool = os.name == "nt") -> str:
    """A path as this system opens it, however long it is."""
    return windows_long(os.path.abspath(path)) if windows else path


def persistently(
    action: Callable[[], object], *, tries: int = 20 if os.name == "nt" else 1, pause: float = 0.05
) -> None:
    """Do what Windows refuses while another program, a virus scanner for instance, has the file open.

    Args:
        action: Raises PermissionError as long as it can't.
        tries: How often, in all; on other systems a refusal is final.
        pause: Seconds between.
    """
    for left in range(tries, 0, -1):
        try:
            action()
            return
        except PermissionError:
            if left == 1:
                raise
            time.sleep(pause)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder outlive a power cut."""
    if os.name == "nt":  # Windows opens no folder; its file system logs renames itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
