"""What was signed here: a copy of each file, so that an altered one can be told from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ledger import safefile
from ledger.core.dealfile import MAX_BYTES
from ledger.store.disk import disk_errors

MOST_READ = 500
_NAME = re.compile(r"0x[0-9a-f]{64}\Z")


class SignedCopies:
    """A folder with one file a text, named by its id.

    Args:
        folder: Made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, identity: str, data: bytes) -> None:
        """Keep a copy.

        Args:
            identity: 0x string of 32 bytes.
            data: The file.

        Raises:
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``.
        """
        if not _NAME.match(identity):
            raise ValueError(f"no id: {identity!r}")
        with disk_errors(self._folder):
            safefile.private_folder(self._folder)
            safefile.write(self._folder / f"{identity}.json", data)

    def newest_first(self) -> Iterator[tuple[str, bytes]]:
        """Id and bytes of the copies kept last, 500 at most."""
        if not self._folder.is_dir():
            return
        with disk_errors(self._folder):
            found = [path for path in self._folder.glob("*.json") if _NAME.match(path.stem)]
            found.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
            for path in found[:MOST_READ]:
                with path.open("rb") as file:
                    yield path.stem, file.read(MAX_BYTES + 1)
