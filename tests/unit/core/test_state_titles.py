"""Titles as they are confirmed and change hands, folded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.core import events
from ledger.core.events import Event
from ledger.core.rights import Layer
from ledger.core.state import fold
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.unit.core.world import World, party

LIN, HAO, VENUE = party("lin"), party("hao"), party("venue")


def refused(history: list[Event]) -> str:
    with pytest.raises(BadInput) as caught:
        fold(history)
    return caught.value.code


def assigned() -> World:
    """A song whose holder confirmed it and then assigned it."""
    world = World()
    song = world.register(LIN, splits={Layer.WRK: [HAO]})
    world.confirm(song, Layer.WRK, HAO)
    world.retitle(song, Layer.WRK, [VENUE])
    return world


def test_a_title_that_changed_hands() -> None:
    state = assigned().state()
    ((first, second),) = state.titles.values()
    assert state.is_confirmed(first) and not first.title.confirmed, "by its holder's own signature"
    assert state.is_confirmed(second) and second.title.confirmed, "by everybody's in the assignment"
    assert second.title.previous == first.hash and state.changes[first.hash].change == 3


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        (events.TitleChanged, {"title": an_id("another")}, "EVIDENCE_ORDER"),
        (events.TitleChanged, {"confirmed": False}, "EVIDENCE_HASH"),
        (events.TitleChanged, None, "EVIDENCE_ORDER"),
    ],
)
def test_changes_that_can_not_be(kind: type[Event], fields: dict[str, Any] | None, code: str) -> None:
    history = assigned().events
    place = next(at for at, event in enumerate(history) if isinstance(event, kind))
    history[place : place + 1] = [] if fields is None else [replace(history[place], **fields)]
    assert refused(history) == code


def test_nobody_confirms_twice() -> None:
    world = World()
    song = world.register(LIN, splits={Layer.WRK: [HAO]})
    for _ in range(2):
        world.confirm(song, Layer.WRK, HAO)
    assert refused(world.events) == "EVIDENCE_ORDER"
