"""The chain of title as a time line: tables, signatures under them, disputes, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.core import times
from ledger.core.annals import Decision
from ledger.core.events import Position
from ledger.core.facts import State, TitleVersion
from ledger.core.ids import title_key
from ledger.core.rights import Layer
from ledger.core.titles import percent

Json = dict[str, Any]

_CHANGES = {1: "REPLACED", 2: "CLAIMED", 3: "ASSIGNED"}


def timeline(state: State) -> list[Json]:
    """What happened to the titles of a work and of what it is linked to, oldest first."""
    rows = [row for key in state.titles if key[1] for row in _of_layer(state, *key)]
    ordered = sorted(rows, key=lambda row: (row[0].block, row[0].log_index))
    return [
        {
            "time": at.time,
            "time_iso": times.iso(at.time, True),
            "transaction": at.transaction,
            "block": {"number": at.block, "hash": at.block_hash},
            **row,
        }
        for at, row in ordered
    ]


def _of_layer(state: State, asset: str, layer: int) -> Iterator[tuple[Position, Json]]:
    about = {"asset": asset, "layer": Layer(layer).name}
    what = "REGISTERED"
    for version in state.titles[asset, layer]:
        yield version.at, {**about, "what": what, "who": None, **_table(version)}
        for holder, at in state.confirmed.get(version.hash, {}).items():
            yield at, {**about, "what": "CONFIRMED", "who": holder, "shares": [], "unclaimed": []}
        change = state.changes.get(version.hash)
        what = _CHANGES[change.change] if change is not None else what
    for (subject, opener), dispute in state.disputes.items():
        if subject != title_key(asset, layer):
            continue
        rows = [(dispute.opened.at, "DISPUTED")]
        rows += [(ruling.at, Decision(ruling.decision).name) for ruling in dispute.rulings]
        if dispute.withdrawn is not None:
            rows.append((dispute.withdrawn.at, "WITHDRAWN"))
        for at, word in rows:
            yield at, {**about, "what": word, "who": opener, "shares": [], "unclaimed": []}
    void = state.voided.get((asset, layer))
    if void is not None:
        yield void.at, {**about, "what": "VOIDED", "who": None, "shares": [], "unclaimed": []}


def _table(version: TitleVersion) -> Json:
    title = version.title
    shares = [
        {"holder": share.holder, "units": share.units, "percent": percent(share.units)}
        for share in title.shares
    ]
    unclaimed = [
        {"who": row.who, "units": row.units, "percent": percent(row.units)} for row in title.unclaimed
    ]
    return {"shares": shares, "unclaimed": unclaimed}
