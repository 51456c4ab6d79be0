"""Records that stay at home: those of sealed works, which nobody else has until they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ledger import safefile
from ledger.core.drafting import identify
from ledger.core.record import MAX_RECORD, Record, from_bytes
from ledger.errors import BadInput
from ledger.store.disk import disk_errors, make_folder

_NAME = re.compile(r"0x[0-9a-f]{64}\Z")


class SealedRecords:
    """A private folder with one record a file, named by the id of its asset.

    Args:
        folder: Made when first needed, for its owner alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, asset: str, data: bytes) -> None:
        """Keep a record; when this returns it is on disk, also after a power cut.

        Args:
            asset: Its asset id, a 0x string of 32 bytes.
            data: Its bytes.

        Raises:
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``.
        """
        with disk_errors(self.folder):
            make_folder(self.folder)
            safefile.write(self._path(asset), data)

    def read(self, asset: str) -> bytes | None:
        """The bytes kept for an asset, not yet looked at; None if there are none.

        Raises:
            ServiceDown: ``STORE_UNUSABLE``.
        """
        with disk_errors(self.folder):
            try:
                with self._path(asset).open("rb") as file:
                    return file.read(MAX_RECORD + 1)
            except FileNotFoundError:
                return None

    def all(self) -> Iterator[tuple[str, Record]]:
        """Every record that is kept, by asset id in ascending order; damaged ones are left out."""
        names = sorted(path.stem for path in self.folder.glob("0x*.json") if _NAME.match(path.stem))
        for name in names:
            try:
                record = from_bytes(self.read(name) or b"")
            except BadInput:
                continue
            if identify(record) == name:
                yield name, record

    def holding(self, sha256: str) -> Sequence[str]:
        """Assets whose records name a file by its SHA-256."""
        return [asset for asset, record in self.all() if any(file.sha256 == sha256 for file in record.files)]

    def like(self, record: Record) -> Record | None:
        """A record that says the same and differs in its salt alone, if one is kept."""
        return next((kept for _, kept in self.all() if replace(kept, salt=None) == record), None)

    def _path(self, asset: str) -> Path:
        if not _NAME.match(asset):
            raise ValueError(f"no id: {asset!r}")
        return self.folder / f"{asset}.json"
