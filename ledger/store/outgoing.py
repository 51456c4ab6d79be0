"""Signed operations that were given to a relay, kept until they are on the chain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ledger import safefile
from ledger.errors import BadInput
from ledger.store.disk import disk_errors

MAX_BYTES = 1 << 20
_NAME = re.compile(r"0x[0-9a-f]{64}\Z")


class Outgoing:
    """A folder with one file an operation, named by its id.

    Args:
        folder: Made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, identity: str, operation: bytes | None) -> None:
        """Keep an operation, or, with None, forget it.

        Args:
            identity: Its id.
            operation: Its canonical JSON, kept as it is.

        Raises:
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``.
        """
        path = self._path(identity)
        with disk_errors(self._folder):
            if operation is None:
                path.unlink(missing_ok=True)
                return
            safefile.private_folder(self._folder)
            safefile.write(path, operation)

    def names(self) -> Sequence[str]:
        """Ids of those that are kept, sorted."""
        if not self._folder.is_dir():
            return []
        return sorted(path.stem for path in self._folder.glob("*.json") if _NAME.match(path.stem))

    def read(self, identity: str) -> bytes:
        """One of them.

        Raises:
            BadInput: ``NO_OUTGOING``.
        """
        try:
            return self._path(identity).read_bytes()[: MAX_BYTES + 1]
        except OSError as error:
            raise BadInput("NO_OUTGOING", operation=identity) from error

    def _path(self, identity: str) -> Path:
        if not _NAME.match(identity):
            raise BadInput("NO_OUTGOING", operation=identity)
        return self._folder / f"{identity}.json"
