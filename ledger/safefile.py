"""Files that are whole or not there, however a program or a machine stops (THREATS.md 87)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

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
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        # O_EXCL: never follow a link that somebody laid in our way.
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder outlive a power cut."""
    if os.name == "nt":  # Windows opens no folder; its file system logs renames itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
