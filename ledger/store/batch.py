"""Blocks written together: all stay, or those that are new go again.

Each is written beside and moved into place, so that a process that is killed leaves no torn one. A power cut
may: all are brought to disk before the first pin is written, so nothing that is pinned is among them, and
what is not pinned is hashed before it is relied upon (THREATS 87).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from ledger.core.cid import Cid
from ledger.store.disk import disk_errors, make_folder, sync_all, sync_folder, write_whole

_AHEAD = 16  # blocks that wait to be written; of at most 2 MiB each


class Batch:
    """A change of a store. Blocks are written by another thread while the caller hashes the next one.

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
        self._new: list[Path] = []
        self._written: list[Path] = []
        self._folders: set[Path] = set()
        self._writer = ThreadPoolExecutor(1, "write")
        self._waiting: deque[Future[None]] = deque()

    def add(self, cid: Cid, data: bytes) -> None:
        """Write a block unless it is there already, undamaged.

        Raises:
            ServiceDown: ``STORE_FULL``, ``STORE_UNUSABLE``: of this block or one before.
        """
        while len(self._waiting) >= _AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._writer.submit(self._write, cid, data))

    def settle(self) -> None:
        """Wait until all blocks are in place.

        Raises:
            ServiceDown: As ``add``.
        """
        while self._waiting:
            self._waiting.popleft().result()

    def pin(self, path: Path) -> None:
        """Say that everything under a root is here, once that is true on disk.

        Args:
            path: The pin's file.
        """
        self.settle()
        with disk_errors(self._folder):
            sync_all(self._folder, self._written)
            self._written.clear()
            if not path.is_file():
                write_whole(path, b"", self._scratch)
                self._new.append(path)
                sync_folder(path.parent)

    def close(self) -> None:
        """Let the writer go."""
        self._writer.shutdown(cancel_futures=True)

    def undo(self) -> None:
        """Take away what this batch brought."""
        self._writer.shutdown(cancel_futures=True)
        for path in self._new:
            with suppress(OSError):
                path.unlink()

    def _write(self, cid: Cid, data: bytes) -> None:
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
            self._new.append(path)

    def _place(self, path: Path, data: bytes) -> None:
        part = self._scratch / f"{os.getpid()}-{len(self._written)}"
        try:
            with open(part, "wb", buffering=0) as out:
                view = memoryview(data)
                while view:  # a disk that fills up takes a part
                    view = view[out.write(view) :]
            os.replace(part, path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
