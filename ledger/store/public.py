"""Which audio the API may hand out, by its creator's word: ``public/CID``, kept here alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ledger import safefile
from ledger.core import strictjson
from ledger.core.cid import parse, parse_any
from ledger.errors import BadInput, ServiceDown

_MAX_BYTES = 4096


class Published:
    """The folder of permissions. Without a file in it nothing is handed out.

    Args:
        folder: Made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def allow(self, cid: str, asset: str) -> None:
        """Let anybody have a file.

        Raises:
            ServiceDown: ``FILE_UNWRITABLE``.
        """
        path = self._path(cid)
        try:
            safefile.private_folder(self._folder)
            safefile.write(path, strictjson.canonical({"version": 1, "asset": asset}))
        except OSError as error:
            raise ServiceDown(
                "FILE_UNWRITABLE", path=str(path), reason=error.strerror or str(error)
            ) from error

    def forbid(self, cid: str) -> bool:
        """Hand a file out no more; whether it was."""
        path = self._path(cid)
        there = path.is_file()
        path.unlink(missing_ok=True)
        return there

    def asset_of(self, cid: str) -> str | None:
        """The work whose file may be handed out under a CID; None if it may not.

        Raises:
            BadInput: ``CID_…``.
        """
        try:
            found = strictjson.loads(self._path(cid).read_bytes(), max_bytes=_MAX_BYTES)
        except (OSError, BadInput):
            return None
        match found:
            case {"version": 1, "asset": str(asset)}:
                return asset
        return None

    def all(self) -> Iterator[str]:
        """CIDs that may be handed out, sorted."""
        for path in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            try:
                yield str(parse(path.name))
            except BadInput:
                continue

    def _path(self, cid: str) -> Path:
        return self._folder / str(parse_any(cid).v1)
