"""Keys of sealed files that were sealed, or are kept, here.

::

    seals/ID.json       a keys file, by the id of its sealing
    seals/ID.files.json where copies of it were written
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ledger import safefile
from ledger.core import strictjson, wraps
from ledger.core.model import check_hash
from ledger.core.wraps import KeysFile
from ledger.errors import BadInput
from ledger.store.disk import disk_errors, sync_folder

_FILES = ".files.json"
_MAX_FILES = 64
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

    def written(self, sealing: str, file: Path) -> None:
        """Remember where a copy of a keys file was written.

        Raises:
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``.
        """
        files = sorted({*map(str, self._files(sealing)), str(file.absolute())})[:_MAX_FILES]
        with disk_errors(self._folder):
            safefile.private_folder(self._folder)
            safefile.write(self._path(sealing, _FILES), strictjson.canonical({"version": 1, "files": files}))

    def copies(self, sealing: str, *more: Path) -> list[Path]:
        """Files that hold the keys of a sealing still: those that were written, and more."""
        files = dict.fromkeys([*self._files(sealing), *(path.absolute() for path in more)])
        return [path for path in files if _holds(path, sealing)]

    def forget(self, sealing: str, copies: Iterable[Path] = ()) -> None:
        """Delete the keys of a sealing, and copies of them.

        Raises:
            ServiceDown: ``STORE_UNUSABLE``.
        """
        for path in copies:
            with disk_errors(path.parent):
                path.unlink(missing_ok=True)
                sync_folder(path.parent)
        with disk_errors(self._folder):
            self._path(sealing).unlink(missing_ok=True)
            self._path(sealing, _FILES).unlink(missing_ok=True)
            if self._folder.is_dir():
                sync_folder(self._folder)

    def _files(self, sealing: str) -> list[Path]:
        """Where copies were written; what can't be read is as if it had never been noted."""
        with suppress(OSError, BadInput):
            match strictjson.loads(self._path(sealing, _FILES).read_bytes(), max_bytes=wraps.MAX_BYTES):
                case {"version": 1, "files": list(files)}:
                    return [Path(file) for file in files if isinstance(file, str)]
        return []

    def _path(self, sealing: str, ending: str = ".json") -> Path:
        return self._folder / f"{check_hash(sealing)}{ending}"


def _holds(path: Path, sealing: str) -> bool:
    """Whether a file, which may be another by now, holds the keys of a sealing and nothing else."""
    if not path.is_file():
        return False
    with suppress(OSError, BadInput), path.open("rb") as file:
        return wraps.from_bytes(file.read(wraps.MAX_BYTES + 1)).sealing == sealing
    return False
