"""The embedded store: content-addressed blocks in a folder. What is there was written whole (THREATS 87).

::

    blocks/XY/CID   a block, named by its CID; XY are the letters before the last one
    pins/CID        empty; written last, so that what it names is whole
    scratch/        unfinished files
    lock

The blocks are those that Kubo makes of the same file, so the store can be moved into an IPFS node as it is.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from ledger.core.cid import DAG_PB, RAW, Cid, parse, parse_any
from ledger.core.unixfs import KUBO, Builder, ImportProfile, decode
from ledger.core.walk import MAX_BLOCK, MAX_FILE, check_block, verify, visit, walk
from ledger.errors import BadInput, ServiceDown
from ledger.ports import Progress, Stat
from ledger.store.batch import Batch
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
        cid = Cid(RAW, hashlib.sha256(data).digest())
        with self._writing() as batch:
            batch.add(cid, data)
            batch.pin(self._pin_path(cid))
        return str(cid)

    def put_file(
        self, path: Path, cid: str, progress: Progress | None = None, *, profile: ImportProfile = KUBO
    ) -> str:
        """Store and pin a file as UnixFS blocks.

        Args:
            path: The file.
            cid: Its CID as computed before.
            progress: Called with (bytes done, bytes in all).
            profile: How it becomes blocks.

        Raises:
            BadInput: ``FILE_…``; ``FILE_CHANGED`` if its bytes are no longer those of the CID.
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``. Nothing new is stored after an error.
        """
        wanted = parse(cid)
        with self._writing() as batch:
            tree = Builder(lambda name, node: batch.add(parse(name), node), profile.links)
            with open_file(path) as source:
                total, done = check_size(path, source), 0
                for digest, size in batch.add_leaves(source, profile.chunk, total):
                    tree.add_leaf(digest, size)
                    done += size
                    if progress:
                        progress(done, total)
            if tree.finish() != wanted:
                raise BadInput("FILE_CHANGED", path=str(path))
            batch.pin(self._pin_path(wanted))
        return cid

    def put_blocks(self, blocks: Iterable[tuple[Cid, bytes]], roots: Sequence[Cid]) -> None:
        """Store blocks and pin the roots of whole trees among them; new blocks that are in no tree go again.

        Args:
            blocks: CIDs and bytes, in any order.
            roots: What to pin. All that hangs under them must be there in the end.

        Raises:
            ServiceDown: ``BLOCK_MISMATCH``, ``STORE_MISSING`` (a tree is not whole), ``STORE_FULL``,
                ``STORE_UNUSABLE``. Nothing new is stored after an error.
        """
        with self._writing() as batch:
            for cid, data in blocks:
                batch.add(cid, check_block(cid, data))
            spare = set(batch.new)
            for root in roots:
                for one in visit(root, self._fetch):
                    spare.discard(self._block_path(one.cid))
            batch.drop(spare)
            for root in roots:
                batch.pin(self._pin_path(root))

    def block(self, cid: Cid) -> bytes:
        """One block, verified.

        Raises:
            ServiceDown: ``STORE_MISSING``, ``BLOCK_MISMATCH``, ``BLOCK_TOO_LARGE``.
        """
        return check_block(cid, self._fetch(str(cid)))

    def read(self, cid: str, start: int = 0, stop: int = MAX_FILE) -> Iterator[bytes]:
        """Verified bytes of a raw block or UnixFS file, in pieces.

        Args:
            cid: In any spelling.
            start: First byte wanted.
            stop: Byte behind the last one wanted.

        Raises:
            BadInput: ``CID_…``.
            ServiceDown: ``STORE_MISSING``, ``BLOCK_MISMATCH`` and others of ``core.walk``.
        """
        return walk(cid, self._fetch, start=start, stop=stop)

    def has(self, cid: str) -> bool:
        """Whether the content was stored whole and pinned, and its first block is still there."""
        parsed = parse_any(cid)
        with disk_errors(self._folder):
            return self._pin_path(parsed).is_file() and self._block_path(parsed).is_file()

    def verify(self, cid: str, progress: Progress | None = None) -> None:
        """Read everything under a CID again.

        Args:
            cid: In any spelling.
            progress: Called with (bytes read, bytes in all).

        Raises:
            ServiceDown: As ``read``: the first thing that is lost or damaged.
        """
        verify(cid, self._fetch, progress)

    def pin(self, cid: str) -> None:
        """Keep what is here already.

        Raises:
            ServiceDown: As ``read``: it is not here whole.
        """
        self.put_blocks((), [parse_any(cid)])

    def unpin(self, cid: str) -> int:
        """Give up what only this CID needs; the bytes that are free then.

        Raises:
            ServiceDown: ``STORE_MISSING``, ``BLOCK_MISMATCH``: what is pinned beside it is damaged, so that
                nobody knows which blocks it needs. They all stay then.
        """
        with self._writing(), disk_errors(self._folder):
            self._pin_path(parse_any(cid)).unlink(missing_ok=True)
            sync_folder(self._pins)
            needed = self._needed()
            freed = 0
            for path in self._blocks.glob("*/*"):
                if path.name not in needed:
                    freed += path.stat().st_size
                    path.unlink()
            return freed

    def pins(self) -> Iterator[str]:
        """CIDs that are pinned, sorted."""
        with disk_errors(self._folder):
            names = sorted(os.listdir(self._pins)) if self._pins.is_dir() else []
        yield from names

    def stat(self) -> Stat:
        """How much is stored."""
        with disk_errors(self._folder):
            sizes = [path.stat().st_size for path in self._blocks.glob("*/*")]
            return Stat(len(sizes), sum(sizes), sum(1 for _ in self.pins()))

    def ping(self) -> None:
        """Raise ServiceDown if nothing can be written here: ``STORE_FULL``, ``STORE_UNUSABLE``."""
        with self._writing(), disk_errors(self._folder):
            probe = self._scratch / "probe"
            write_whole(probe, b"songdeed", self._scratch)
            probe.unlink()

    @contextmanager
    def _writing(self) -> Iterator[Batch]:
        """One writer at a time, so that undoing a batch can't take away another's blocks."""
        with disk_errors(self._folder):
            for folder in (self._blocks, self._pins, self._scratch):
                make_folder(folder)
            lock = FileLock(self._folder / "lock")
            lock.acquire()
        try:
            self._sweep()
            batch = Batch(self._folder, self._scratch, self._block_path, self._whole)
            try:
                yield batch
            except BaseException:
                batch.undo()
                raise
            finally:
                batch.close()
        finally:
            lock.release()

    def _sweep(self) -> None:
        for left in self._scratch.iterdir():  # what a killed process left behind
            with suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > _STALE:
                    left.unlink()

    def _needed(self) -> set[str]:
        """Names of the blocks under all pins; of leaves the name is enough."""
        needed = set[str]()
        stack = [parse(name) for name in self.pins()]
        while stack:
            cid = stack.pop().v1
            if str(cid) in needed:
                continue
            needed.add(str(cid))
            if cid.codec == DAG_PB:
                stack += [child.cid for child in decode(self.block(cid)).children]
        return needed

    def _fetch(self, cid: str) -> bytes:
        try:
            with disk_errors(self._folder):
                handle = os.open(self._block_path(parse_any(cid)), os.O_RDONLY | getattr(os, "O_BINARY", 0))
                try:
                    # To the last byte known and one more: a block that was appended to is damaged.
                    return os.read(handle, min(os.fstat(handle).st_size, MAX_BLOCK) + 1)
                finally:
                    os.close(handle)
        except ServiceDown as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise ServiceDown("STORE_MISSING", store=str(self._folder), cid=cid) from error.__cause__
            raise

    def _block_path(self, cid: Cid) -> Path:
        # As Kubo's flatfs: the letters before the last one vary evenly, the last holds padding bits. A block
        # has one name, whichever version of CID led to it.
        name = str(cid.v1)
        return self._blocks / name[-3:-1] / name

    def _pin_path(self, cid: Cid) -> Path:
        return self._pins / str(cid.v1)

    def _whole(self, cid: Cid) -> bool:
        try:
            self.block(cid)
        except ServiceDown:
            return False
        return True
