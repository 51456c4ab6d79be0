"""The folder of key files: their names, one file each, and one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from ledger import safefile
from ledger.errors import BadInput, ServiceDown
from ledger.keys import keyfile
from ledger.keys.names import check_name, fold

_ENDING = ".json"


class KeyFolder:
    """Key files by local name.

    Args:
        folder: Where they lie; made, for its owner alone, when the first is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> Sequence[str]:
        """Local names, sorted. Files that can't be the name of a key are not ours and left alone."""
        return sorted(self._files())

    def _files(self) -> Mapping[str, Path]:
        """Files by name. A Mac decomposes letters, and so does what was copied from one: of two files whose
        names differ in that alone the composed one counts.
        """
        found: dict[str, Path] = {}
        for path in self._folder.glob(f"*{_ENDING}") if self._folder.is_dir() else ():
            stem = path.name.removesuffix(_ENDING)
            try:
                name = check_name(stem)
            except BadInput:
                continue
            if stem == name or name not in found:
                found[name] = path
        return found

    def check_free(self, name: str) -> None:
        """Raise unless a name can be given.

        Raises:
            BadInput: ``KEY_NAME``; ``KEY_EXISTS``: also where only case or spelling differ.
        """
        folded = fold(check_name(name))
        for other in self.names():
            if fold(other) == folded:
                raise BadInput("KEY_EXISTS", name=name, other=other)

    def read(self, name: str) -> bytes:
        """What lies under a name, cut a byte after the most that a key file may have.

        Raises:
            BadInput: ``UNKNOWN_KEY``, ``KEYSTORE_UNREADABLE``.
        """
        path = self._files().get(check_name(name))  # looked for also where the file system is blind to case
        if path is None:
            raise BadInput("UNKNOWN_KEY", name=name)
        try:
            with path.open("rb") as file:
                return file.read(keyfile.MAX_FILE_BYTES + 1)
        except OSError as error:
            raise _unusable(path, error) from error

    def write(self, name: str, data: bytes) -> None:
        """Replace a file whole or not at all.

        Raises:
            ServiceDown: ``FILE_UNWRITABLE``.
        """
        try:
            safefile.write(self.path(name), data)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ServiceDown("FILE_UNWRITABLE", path=str(self.path(name)), reason=reason) from error

    def path(self, name: str) -> Path:
        """Where a key lies, or would."""
        name = check_name(name)
        return self._files().get(name) or self._folder / (name + _ENDING)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While nobody else changes the folder, which is made if there is none.

        Raises:
            BadInput: ``KEYSTORE_UNREADABLE``.
        """
        try:
            safefile.private_folder(self._folder)
            lock = FileLock(self._folder / ".lock", mode=safefile.OWNER_ONLY)
            lock.acquire()
        except OSError as error:
            raise _unusable(self._folder, error) from error
        try:
            yield
        finally:
            lock.release()


def _unusable(path: Path, error: OSError) -> BadInput:
    return BadInput("KEYSTORE_UNREADABLE", path=str(path), reason=error.strerror or str(error))
