"""A file on its way to a node."""

from __future__ import annotations

import io
import os
from pathlib import Path

from ledger.core.hashing import TreeDigester
from ledger.core.unixfs import KUBO, ImportProfile
from ledger.core.walk import MAX_FILE
from ledger.errors import BadInput
from ledger.ports import Progress

# Every parameter that decides the CID, since defaults differ between client, node and versions.
IMPORT = {
    "cid_version": 1,
    "raw_leaves": True,
    "pin": True,
    "trickle": False,
    "nocopy": False,
    "only_hash": False,
    "wrap_with_directory": False,
}
IMPORT_OPTIONS = {
    "hash": "sha2-256",
    "inline": "false",
    "preserve-mode": "false",
    "preserve-mtime": "false",
    "progress": "false",
    "to-files": "",
}


def open_upload(path: Path) -> io.BufferedReader:
    """Open a file.

    Raises:
        BadInput: ``FILE_NOT_FOUND``, ``FILE_IS_DIRECTORY``, ``FILE_UNREADABLE``.
    """
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise BadInput("FILE_NOT_FOUND", path=str(path)) from error
    except IsADirectoryError as error:
        raise BadInput("FILE_IS_DIRECTORY", path=str(path)) from error
    except OSError as error:
        raise BadInput("FILE_UNREADABLE", path=str(path), reason=error.strerror) from error


class Upload:
    """A file as ipfshttpclient reads it: hashed as it goes, and nameless, so that no path is sent."""

    def __init__(
        self,
        path: Path,
        source: io.BufferedReader,
        progress: Progress | None,
        profile: ImportProfile = KUBO,
    ) -> None:
        self._path = path
        self._source = source
        self._progress = progress
        self.total = os.fstat(source.fileno()).st_size
        self.tree = TreeDigester(profile=profile)
        if self.total == 0:
            raise BadInput("FILE_EMPTY", path=str(path))
        if self.total > MAX_FILE:
            raise BadInput("FILE_TOO_LARGE", path=str(path), size=self.total, limit=MAX_FILE)

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        try:
            piece = self._source.read(size)
        except OSError as error:
            raise BadInput("FILE_UNREADABLE", path=str(self._path), reason=error.strerror) from error
        self.tree.update(piece)
        if self.tree.size > self.total:  # somebody appends: it might never end
            raise BadInput("FILE_CHANGED", path=str(self._path))
        if self._progress:
            self._progress(self.tree.size, self.total)
        return piece
