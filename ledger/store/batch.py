"""Blocks written together: all stay, or those that are new go again.

Each is written beside and moved into place, so that a process that is killed leaves no torn one. A power cut
may: all are brought to disk before the first pin is written, so nothing that is pinned is among them, and
what is not pinned is hashed before it is relied upon (THREATS 87).
"""

from __future__ import annotations

import hashlib
import io
import os
from collections import deque
from collections.abc import Callable, Iterator, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from queue import SimpleQueue

from ledger.core.cid import RAW, Cid
from ledger.store.disk import disk_errors, make_folder, sync_all, sync_file_system, sync_folder, write_whole

# Hashing and writing let go of the interpreter's lock; two more than processors, as some wait for the disk.
_WORKERS = min(8, (os.cpu_count() or 1) + 2)
_EARLY = 256  # blocks after which the disk may begin, so that little is left for the end


class Batch:
    """A change of a store. Several threads may add to it.

    Args:
        folder: The store, for messages.
        scratch: Folder on the same file system for unfinished files.
        path_of: Where a block belongs.
        whole: Whether it is there already, undamaged.
    """

    def __init__(
        self, folder: Path, scratch: Path, path_of: Callable[[Cid], Path], whole: Callable[[Cid], bool]
    ) -> None:
        self._folder, self._scratch, self._path_of, self._whole = folder, scratch, path_of, whole
        self.new: list[Path] = []
        """What was not there before."""
        self._written: list[Path] = []
        self._folders: set[Path] = set()
        self._numbers = count()
        self._early: Future[bool] | None = None
        self._flusher = ThreadPoolExecutor(1, "flush")

    def add(self, cid: Cid, data: bytes | memoryview) -> None:
        """Write a block unless it is there already, undamaged.

        Raises:
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``.
        """
        path = self._path_of(cid)
        with disk_errors(self._folder):
            if path.parent not in self._folders:
                make_folder(path.parent)
                self._folders.add(path.parent)
            fresh = not path.exists()
        if not fresh and self._whole(cid):
            return
        with disk_errors(self._folder):
            self._place(path, data)
        self._written.append(path)
        if fresh:
            self.new.append(path)
        if len(self._written) % _EARLY == 0 and (self._early is None or self._early.done()):
            self._early = self._flusher.submit(sync_file_system, self._folder)

    def add_leaves(self, source: io.BufferedReader, chunk: int, total: int) -> Iterator[tuple[bytes, int]]:
        """Cut a file into raw blocks and write them; hash and size of each, in order.

        Args:
            source: The file.
            chunk: Bytes of a block.
            total: Bytes of the file.

        Raises:
            OSError: The file can't be read.
            ServiceDown: As ``add``.
        """
        free: SimpleQueue[bytearray] = SimpleQueue()
        for _ in range(_WORKERS + 1):
            free.put(bytearray(chunk))

        def leaf(buffer: bytearray, size: int) -> tuple[bytes, int]:
            try:
                view = memoryview(buffer)[:size]
                digest = hashlib.sha256(view).digest()
                self.add(Cid(RAW, digest), view)
                return digest, size
            finally:
                free.put(buffer)

        waiting: deque[Future[tuple[bytes, int]]] = deque()
        with ThreadPoolExecutor(_WORKERS, "leaf") as workers:
            while total > 0:
                buffer = free.get()
                size = source.readinto(memoryview(buffer)[: min(chunk, total)])
                total = total - size if size else 0
                if size:
                    waiting.append(workers.submit(leaf, buffer, size))
                while waiting and (waiting[0].done() or len(waiting) > _WORKERS):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def drop(self, spare: Set[Path]) -> None:
        """Take away some of what is new.

        Raises:
            ServiceDown: ``STORE_UNUSABLE``.
        """
        with disk_errors(self._folder):
            for path in spare:
                path.unlink()
        self.new = [path for path in self.new if path not in spare]
        self._written = [path for path in self._written if path not in spare]

    def pin(self, path: Path) -> None:
        """Say that everything under a root is here, once that is true on disk.

        Args:
            path: The pin's file.
        """
        with disk_errors(self._folder):
            if self._early is not None:
                self._early.result()
            sync_all(self._folder, self._written)
            self._written.clear()
            if not path.is_file():
                write_whole(path, b"", self._scratch)
                self.new.append(path)
                sync_folder(path.parent)

    def close(self) -> None:
        """Wait until nothing is under way."""
        self._flusher.shutdown()

    def undo(self) -> None:
        """Take away what this batch brought."""
        for path in self.new:
            with suppress(OSError):
                path.unlink()

    def _place(self, path: Path, data: bytes | memoryview) -> None:
        part = f"{self._scratch}/{os.getpid()}-{next(self._numbers)}"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            try:
                view = memoryview(data)
                while view:  # a disk that fills up takes a part
                    view = view[os.write(handle, view) :]
            finally:
                os.close(handle)
            os.replace(part, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(part)
            raise
