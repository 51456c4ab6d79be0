"""Moments at which an answer may turn by itself: starts and ends of what bears on it, terms of protection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger.core.case import Case
from ledger.core.dates import last_day
from ledger.core.expansion import reach
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line
from ledger.core.rights import OPEN_END, Exclusivity, Layer
from ledger.core.seen import free_from


def turning_points(case: Case) -> list[int]:
    """UTC seconds after the moment asked about, ascending: the answer is constant between them."""
    now = case.question.at
    return sorted({moment for moment in _moments(case) if now < moment < OPEN_END})


def _moments(case: Case) -> Iterator[int]:
    assets = reach(case.state, case.question.asset)
    places = [(asset, layer) for asset in assets for layer in Layer]
    people = {case.question.party, ZERO_ADDRESS}
    for key in places:
        for version in case.state.titles.get(key, ()):
            yield version.title.since
            people |= {share.holder for share in version.title.shares}
    for key in [*places, *((ZERO_HASH, layer) for layer in Layer)]:
        for deal, index, line in case.state.lines_on(*key):
            if _bears(line, people):
                yield from (line.start, line.end, deal.event.at.time)
                yield from (end.end for end in deal.ends if end.index == index)
    for known in case.state.mandates.values():
        yield from (known.event.at.time, known.event.text.start, known.event.text.end)
        yield from (end.end for end in known.ends)
    yield from _of_records(case, assets)


def _bears(line: Line, people: set[str]) -> bool:
    """Whether a line may matter: to the party, anyone or a holder, above others, or keeping others out."""
    return line.licensee in people or line.depth > 0 or line.exclusivity != Exclusivity.NONEXCLUSIVE


def _of_records(case: Case, assets: Iterable[str]) -> Iterator[int]:
    """When terms of protection end, and works count as published."""
    for asset in assets:
        record = case.known.records.get(asset)
        if record is None:
            continue
        for layer in Layer:
            since = free_from(record, case.profile, layer)
            if since is not None:
                yield since
        if record.published is not None:
            yield case.profile.day_begins(last_day(record.published))
