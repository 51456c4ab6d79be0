"""The embedded store of somebody who reads another person's ledger: records are fetched once, and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress

from ledger.core.cid import RAW, parse
from ledger.errors import ServiceDown
from ledger.ports import Progress, StorePort


class SharedStore:
    """A store that asks a server for the records it does not have.

    Args:
        own: Where everything is kept.
        fetch: Bytes of a record by its CID; raises ServiceDown.
    """

    def __init__(self, own: StorePort, fetch: Callable[[str], bytes]) -> None:
        self.name = own.name
        self._own, self._fetch = own, fetch

    def put_block(self, data: bytes) -> str:
        """As the own store."""
        return self._own.put_block(data)

    def put_file(self, path: object, cid: str, progress: Progress | None = None) -> str:
        """As the own store."""
        return self._own.put_file(path, cid, progress)  # type: ignore[arg-type]

    def read(self, cid: str) -> Iterator[bytes]:
        """As the own store, after ``has``."""
        return self._own.read(cid)

    def has(self, cid: str) -> bool:
        """Whether the content is here, or could be had and was kept. Bytes that are not it are dropped."""
        if self._own.has(cid):
            return True
        parsed = parse(cid)
        if parsed.codec != RAW:
            return False
        with suppress(ServiceDown):
            data = self._fetch(cid)
            if hashlib.sha256(data).digest() == parsed.digest:
                self._own.put_block(data)
                return True
        return False

    def ping(self) -> None:
        """As the own store."""
        self._own.ping()
