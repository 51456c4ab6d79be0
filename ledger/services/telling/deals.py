"""Deals as JSON documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.core import places, times, uses
from ledger.core.events import Block, LineEnded
from ledger.core.licensing import Entry
from ledger.core.model import ZERO_HASH, Line
from ledger.core.rights import OPEN_END, Exclusivity, Layer, Revocation
from ledger.core.state import DealState, State
from ledger.services.telling.works import block_of

Json = dict[str, Any]


def deals(state: State, asset: str, block: Block) -> Json:
    """Deals that are or were in force on a work, oldest first, each with its lines on that work.

    Args:
        state: All that bears on the work.
        asset: Its id.
        block: At which the answer is true; a deal all of whose lines ended by its time is ENDED.
    """
    wanted = (
        deal for deal in state.deals.values() if any(line.asset == asset for line in deal.event.text.lines)
    )
    ordered = sorted(wanted, key=lambda deal: (deal.event.at.block, deal.event.at.log_index))
    return {
        "asset": asset,
        "deals": [_deal(deal, asset, block.time) for deal in ordered],
        "block": block_of(block),
    }


def chain(state: State, key: str, after: int, limit: int) -> Json:
    """Entries of a hash chain from one on, in their order, numbered from 1; the head is that of them all.

    Args:
        state: With the chain.
        key: Its key.
        after: Number of the last entry that is not wanted.
        limit: Most entries.
    """
    entries = state.chains.get(key, [])
    page = entries[after : after + limit]
    return {
        "chain": key,
        "head": state.heads.get(key, ZERO_HASH),
        "entries": [_entry(number, entry) for number, entry in enumerate(page, after + 1)],
        "count": len(entries),
        "next": after + len(page) if after + len(page) < len(entries) else None,
    }


def _entry(number: int, entry: Entry) -> Json:
    """An entry with the words that the chain's hash binds; the widest of them as text."""
    return {
        "number": number,
        "deal": entry.deal,
        "index": entry.index,
        "usage": entry.usage,
        "territory": str(entry.territory),
        "start": str(entry.start),
        "end": str(entry.end),
        "exclusivity": entry.exclusivity,
        "licensee": entry.licensee,
    }


def _deal(deal: DealState, asset: str, now: int) -> Json:
    event, text = deal.event, deal.event.text
    ends = [_end(line, deal.end_of(index)) for index, line in enumerate(text.lines)]
    return {
        "deal": event.deal,
        "status": "ENDED" if all(end <= now for end in ends) else "ACTIVE",
        "signers": list(text.signers),
        "terms": text.terms,
        "transaction": event.at.transaction,
        "block": {"number": event.at.block, "hash": event.at.block_hash},
        **_moment("time", event.at.time, True),
        "lines": [
            _line(index, line, deal.end_of(index))
            for index, line in enumerate(text.lines)
            if line.asset == asset
        ],
    }


def _line(index: int, line: Line, ended: LineEnded | None) -> Json:
    codes = places.names(line.territory)
    china = places.is_china_time(codes)
    return {
        "index": index,
        "layer": Layer(line.layer).name,
        "licensee": line.licensee,
        "uses": uses.names(line.usage),
        "territories": codes,
        **_moment("start", line.start, china),
        **_moment("end", line.end, china),
        "exclusivity": Exclusivity(line.exclusivity).name,
        "revocation": Revocation(line.revocation).name,
        "revoker": line.revoker,
        "notice": line.notice,
        **_moment("ended", None if ended is None else ended.end, china),
    }


def _end(line: Line, ended: LineEnded | None) -> int:
    return line.end if ended is None else min(line.end, ended.end)


def _moment(name: str, seconds: int | None, china: bool) -> Mapping[str, int | str | None]:
    """A moment in seconds and in words; an open end is null in both."""
    if seconds is None or seconds == OPEN_END:
        return {name: None, f"{name}_iso": None}
    return {name: seconds, f"{name}_iso": times.iso(seconds, china)}
