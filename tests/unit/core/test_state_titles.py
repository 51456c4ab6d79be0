"""Titles as they are confirmed and change hands, folded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ledger.core import events
from ledger.core.events import Event
from ledger.core.rights import AssetType, Layer, LinkKind
from ledger.core.state import fold
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.unit.core.world import World, party

LIN, HAO, VENUE = party("lin"), party("hao"), party("venue")
WRK = Layer.WRK


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
    world = assigned()
    state = world.state()
    ((first, second),) = state.titles.values()
    assert state.is_confirmed(first) and not first.title.confirmed, "by its holder's own signature"
    assert state.is_confirmed(second) and second.title.confirmed, "by everybody's in the assignment"
    (signed,) = [event for event in world.events if isinstance(event, events.TitleConfirmed)]
    assert state.confirmed == {first.hash: {HAO: signed.at}}
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


CONFIRMATIONS: dict[str, Callable[[World, str], tuple[str, str]]] = {
    "of no title": lambda world, song: (an_id("another"), VENUE),
    "of one that all have signed": lambda world, song: (world.state().titles[song, WRK][1].hash, VENUE),
    "of one that was followed by another": lambda world, song: (world.state().titles[song, WRK][0].hash, HAO),
}


@pytest.mark.parametrize("case", CONFIRMATIONS)
def test_confirmations_that_can_not_be(case: str) -> None:
    world = World()
    song = world.register(LIN, splits={WRK: [HAO]})
    world.retitle(song, WRK, [VENUE])
    title, holder = CONFIRMATIONS[case](world, song)
    world.confirm(song, WRK, holder)
    last: Any = world.events[-1]
    assert refused([*world.events[:-1], replace(last, title=title, holder=holder)]) == "EVIDENCE_ORDER"


def test_only_a_holder_confirms() -> None:
    world = World()
    song = world.register(LIN, splits={WRK: [HAO]})
    world.confirm(song, WRK, VENUE)
    assert refused(world.events) == "EVIDENCE_ORDER"


def test_titles_may_follow_several_registrations() -> None:
    """One transaction registers a song and its recording; a title rests on the facts of its own asset."""
    world = World()
    with world.one_block():
        song = world.register(LIN, file=an_id("words"))
        world.register(HAO, AssetType.SOUND_RECORDING, file=an_id("sound"), links=[(LinkKind.EMBODIES, song)])
    plain = world.state()
    places = [event.at for event in world.events]
    mixed = sorted(world.events, key=lambda event: not isinstance(event, events.Registered))
    moved = [replace(event, at=at) for event, at in zip(mixed, places, strict=True)]
    assert [type(event) for event in moved] != [type(event) for event in world.events]
    hashes = {key: [one.hash for one in versions] for key, versions in fold(moved).titles.items()}
    assert hashes == {key: [one.hash for one in versions] for key, versions in plain.titles.items()}
    assert len(hashes) == 3


def test_a_title_of_other_facts_is_no_title_of_this_asset() -> None:
    world = World()
    with world.one_block():
        world.register(LIN, file=an_id("words"))
        world.register(HAO, file=an_id("other"))
    registered, titled, other, last = world.events
    for change in ({"file_tag": an_id("third")}, {"asset_type": 2}, {"record_hash": an_id("r")}):
        altered = replace(registered, **change)
        history = [altered, replace(other, at=titled.at), replace(titled, at=other.at), last]
        assert refused(history) == "EVIDENCE_HASH"
