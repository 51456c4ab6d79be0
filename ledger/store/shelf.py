"""Keys of sealed files that were sealed, or are kept, here: ``sealed/ID.json`` in the data folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ledger import safefile
from ledger.core import wraps
from ledger.core.model import check_hash
from ledger.core.wraps import KeysFile
from ledger.store.disk import disk_errors, sync_folder

_NAME = re.compile(r"0x[0-9a-f]{64}\Z")


class Shelf:
    """A folder with one keys file a sealing, named by its id.

    Args:
        folder: Made, for its owner alone, when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, keys: KeysFile) -> None:
        """Write a keys file, or replace it.

        Raises:
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``.
        """
        with disk_errors(self._folder):
            safefile.private_folder(self._folder)
            safefile.write(self._path(keys.sealing), keys.to_bytes())

    def find(self, sealing: str) -> KeysFile | None:
        """The keys of a sealing, if they are here.

        Raises:
            BadInput: ``KEYS_FILE`` and others of ``core.wraps.from_bytes``.
            ServiceDown: ``STORE_UNUSABLE``.
        """
        path = self._path(sealing)
        if not path.exists():
            return None
        with disk_errors(self._folder), path.open("rb") as file:
            return wraps.from_bytes(file.read(wraps.MAX_BYTES + 1))

    def all(self) -> Iterator[KeysFile]:
        """Every keys file here, by id.

        Raises:
            BadInput: As ``find``.
        """
        paths = self._folder.glob("*.json") if self._folder.is_dir() else ()
        for path in sorted(paths):
            if _NAME.match(path.stem) and (found := self.find(path.stem)):
                yield found

    def forget(self, sealing: str) -> None:
        """Delete the keys of a sealing.

        Raises:
            ServiceDown: ``STORE_UNUSABLE``.
        """
        with disk_errors(self._folder):
            self._path(sealing).unlink(missing_ok=True)
            if self._folder.is_dir():
                sync_folder(self._folder)

    def _path(self, sealing: str) -> Path:
        return self._folder / f"{check_hash(sealing)}.json"
