"""The default store: a folder of content-addressed blocks, each in a file named by its CID.

::

    blocks/XY/CID   a raw block or UnixFS node; XY are the last letters but one of the CID
    pins/CID        empty; written last, so that what it names is whole
    scratch/        unfinished files
    lock

The blocks are those that Kubo makes of the same file, so the store can be moved into an IPFS node as it is.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from ledger.core.cid import Cid, parse, raw_cid
from ledger.core.hashing import TreeDigester
from ledger.core.unixfs import CHUNK
from ledger.core.walk import MAX_BLOCK, check_block, walk
from ledger.errors import BadInput, ServiceDown
from ledger.ports import Progress
from ledger.store.disk import disk_errors, make_folder, sync_folder, write_whole
from ledger.store.files import check_size, open_file

MAX_PUT = 1 << 20
"""Largest block taken: every IPFS node stores one of 1 MiB."""

_STALE = 86_400  # seconds after which an unfinished file is nobody's any more


class EmbeddedStore:
    """Content-addressed blocks in a folder. Several processes may share it.

    Args:
        folder: Where the blocks lie; made when first needed.
    """

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._blocks = folder / "blocks"
        self._pins = folder / "pins"
        self._scratch = folder / "scratch"

    def put_block(self, data: bytes) -> str:
        """Store and pin bytes under their raw CIDv1.

        Raises:
            BadInput: ``BLOCK_TOO_BIG``.
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``; nothing is stored then.
        """
        if len(data) > MAX_PUT:
            raise BadInput("BLOCK_TOO_BIG", size=len(data), limit=MAX_PUT)
        cid = raw_cid(hashlib.sha256(data).digest())
        with self._writing() as batch:
            batch.add(cid, data)
            batch.pin(cid)
        return cid

    def put_file(self, path: Path, cid: str, progress: Progress | None = None) -> str:
        """Store and pin a file as UnixFS blocks.

        Args:
            path: The file.
            cid: Its CID as computed before.
            progress: Called with (bytes done, bytes in all).

        Raises:
            BadInput: ``FILE_…``; ``FILE_CHANGED`` if its bytes are no longer those of the CID.
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``. Nothing new is stored after an error.
        """
        parse(cid)
        with self._writing() as batch:
            tree = TreeDigester(on_node=batch.add)
            with open_file(path) as source:
                total = check_size(path, source)
                while tree.size <= total and (chunk := source.read(CHUNK)):
                    batch.add(raw_cid(hashlib.sha256(chunk).digest()), chunk)
                    tree.update(chunk)
                    if progress:
                        progress(tree.size, total)
            if tree.finish() != cid:
                raise BadInput("FILE_CHANGED", path=str(path))
            batch.pin(cid)
        return cid

    def read(self, cid: str) -> Iterator[bytes]:
        """Verified bytes of a raw block or UnixFS file, in pieces.

        Raises:
            BadInput: ``CID_…``.
            ServiceDown: ``STORE_MISSING``, ``BLOCK_MISMATCH`` and others of ``core.walk``.
        """
        return walk(cid, self._fetch)

    def has(self, cid: str) -> bool:
        """Whether the content was stored whole and pinned, and its first block is still there."""
        parsed = parse(cid)
        with disk_errors(self._folder):
            return self._pin_path(parsed).is_file() and self._block_path(parsed).is_file()

    def ping(self) -> None:
        """Raise ServiceDown if nothing can be written here: ``STORE_FULL``, ``STORE_UNUSABLE``."""
        with self._writing(), disk_errors(self._folder):
            probe = self._scratch / "probe"
            write_whole(probe, b"songdeed", self._scratch)
            probe.unlink()

    @contextmanager
    def _writing(self) -> Iterator[_Batch]:
        """One writer at a time, so that undoing a batch can't take away another's blocks."""
        with disk_errors(self._folder):
            for folder in (self._blocks, self._pins, self._scratch):
                make_folder(folder)
            lock = FileLock(self._folder / "lock")
            lock.acquire()
        try:
            self._sweep()
            batch = _Batch(self)
            try:
                yield batch
            except BaseException:
                batch.undo()
                raise
        finally:
            lock.release()

    def _sweep(self) -> None:
        for left in self._scratch.iterdir():  # what a killed process left behind
            with suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > _STALE:
                    left.unlink()

    def _fetch(self, cid: str) -> bytes:
        try:
            with disk_errors(self._folder), self._block_path(parse(cid)).open("rb") as source:
                return source.read(MAX_BLOCK + 1)
        except ServiceDown as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise ServiceDown("STORE_MISSING", store=str(self._folder), cid=cid) from error.__cause__
            raise

    def _block_path(self, cid: Cid) -> Path:
        # As Kubo's flatfs: the letters before the last one vary evenly, the last holds padding bits.
        return self._blocks / str(cid)[-3:-1] / str(cid)

    def _pin_path(self, cid: Cid) -> Path:
        return self._pins / str(cid)

    def _whole(self, cid: Cid) -> bool:
        try:
            check_block(cid, self._fetch(str(cid)))
        except ServiceDown:
            return False
        return True


class _Batch:
    """Blocks written together: all stay, or those that are new go again."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._new: list[Path] = []
        self._folders: set[Path] = set()

    def undo(self) -> None:
        """Take away what this batch brought."""
        for path in self._new:
            with suppress(OSError):
                path.unlink()

    def add(self, cid: str, data: bytes) -> None:
        """Write a block unless it is there already, undamaged."""
        parsed = parse(cid)
        if not self._store._whole(parsed):
            with disk_errors(self._store._folder):
                self._write(self._store._block_path(parsed), data)

    def pin(self, cid: str) -> None:
        """Say that everything under a CID is here, once that is true on disk."""
        with disk_errors(self._store._folder):
            for folder in self._folders:
                sync_folder(folder)
            path = self._store._pin_path(parse(cid))
            if not path.is_file():
                self._write(path, b"")
                sync_folder(path.parent)

    def _write(self, path: Path, data: bytes) -> None:
        make_folder(path.parent)
        fresh = not path.exists()
        write_whole(path, data, self._store._scratch)
        self._folders.add(path.parent)
        if fresh:
            self._new.append(path)
