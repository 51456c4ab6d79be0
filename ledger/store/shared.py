"""The embedded store of somebody who reads another person's ledger: records are fetched once, and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ledger.core.cid import RAW, Cid, parse_any
from ledger.core.unixfs import KUBO, ImportProfile
from ledger.core.walk import MAX_FILE
from ledger.errors import ServiceDown
from ledger.ports import Progress, StorePort


class SharedStore:
    """A store that asks a server for the records it does not have; all else is as in the own store.

    Args:
        own: Where everything is kept.
        fetch: Bytes of a record by its CID; raises ServiceDown.
    """

    def __init__(self, own: StorePort, fetch: Callable[[str], bytes]) -> None:
        self.name = own.name
        self._own, self._fetch = own, fetch
        self.block, self.verify, self.pin, self.unpin = own.block, own.verify, own.pin, own.unpin
        self.pins, self.stat, self.ping, self.put_block = own.pins, own.stat, own.ping, own.put_block

    def put_file(
        self, path: Path, cid: str, progress: Progress | None = None, *, profile: ImportProfile = KUBO
    ) -> str:
        """As the own store."""
        return self._own.put_file(path, cid, progress, profile=profile)

    def put_blocks(self, blocks: Iterable[tuple[Cid, bytes]], roots: Sequence[Cid]) -> None:
        """As the own store."""
        self._own.put_blocks(blocks, roots)

    def read(self, cid: str, start: int = 0, stop: int = MAX_FILE) -> Iterator[bytes]:
        """As the own store, after ``has``."""
        return self._own.read(cid, start, stop)

    def has(self, cid: str) -> bool:
        """Whether the content is here, or could be had and was kept. Bytes that are not it are dropped."""
        if self._own.has(cid):
            return True
        parsed = parse_any(cid)
        if parsed.codec != RAW:
            return False
        with suppress(ServiceDown):
            data = self._fetch(str(parsed))
            if hashlib.sha256(data).digest() == parsed.digest:
                self._own.put_block(data)
                return True
        return False
