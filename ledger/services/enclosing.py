"""Records of a deal's works, put into its file for those who never saw the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ledger.core import dealfile, dealrecords, record
from ledger.core.cid import raw_cid
from ledger.core.collecting import collect
from ledger.core.dealfile import DealFile
from ledger.core.drafting import identify
from ledger.core.model import ZERO_HASH
from ledger.core.record import Record
from ledger.errors import BadInput, SongdeedError
from ledger.ports import ChainPort, IndexPort, StorePort

ROOM = 128 * 1024
"""Bytes of a file that records leave free: 128 signatures, and some of contract accounts, are longer."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A deal with its records; ``left``: why one is not in it, by asset: SEALED, NOT_HERE or TOO_LARGE."""

    file: DealFile
    left: Mapping[str, str]


class Enclosing:
    """Puts records into deal files."""

    def __init__(self, chain: ChainPort, index: IndexPort, store: StorePort) -> None:
        self._chain, self._index, self._store = chain, index, store

    def enclose(self, file: DealFile, *, sealed: bool = False) -> Enclosed:
        """The deal with the records of its works, as many as are to be had and fit.

        Args:
            file: The deal.
            sealed: Whether records of unreleased material go in too: who gets the file reads them, and their
                salt.
        """
        self._index.sync(self._chain)
        found: dict[str, Record] = {}
        bodies: dict[str, bytes] = {}
        left: dict[str, str] = {}
        lines = [line for line in file.deal.lines if line.asset != ZERO_HASH]
        while missing := sorted(dealrecords.needed(lines, found) - found.keys() - left.keys()):
            for asset in missing:
                body = self._record(asset)
                if body is None:
                    left[asset] = "NOT_HERE"
                elif (parsed := record.from_bytes(body)).salt is not None and not sealed:
                    left[asset] = "SEALED"
                else:
                    grown = replace(file, records={**bodies, asset: body})
                    if len(grown.records) > dealrecords.MOST or not _fits(grown):
                        left[asset] = "TOO_LARGE"
                        continue
                    found[asset], bodies[asset] = parsed, body
        return Enclosed(replace(file, records=bodies), left)

    def contact(self, asset: str) -> str | None:
        """The public contact in the record of an asset, if that can be had and has one; it is not fetched."""
        body = self._record(asset)
        return None if body is None else record.from_bytes(body).contact

    def _record(self, asset: str) -> bytes | None:
        """Bytes of the record of an asset if they can be had and are its."""
        event = collect(self._index.events, assets=[asset]).assets.get(asset)
        if event is None:
            return None
        cid = raw_cid(bytes.fromhex(event.record_hash[2:]))
        try:
            data = b"".join(self._store.read(cid)) if self._store.has(cid) else b""
            return data if identify(record.from_bytes(data)) == asset else None
        except SongdeedError:
            return None


def _fits(file: DealFile) -> bool:
    try:
        return len(file.to_bytes()) <= dealfile.MAX_BYTES - ROOM
    except BadInput:
        return False
