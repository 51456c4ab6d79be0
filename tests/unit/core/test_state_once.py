"""What the contracts write once, or never after something else; and testimony that is taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.core import events
from ledger.core.events import Event
from ledger.core.rights import Layer
from tests.fakes import an_id
from tests.unit.core.evidence import place, refused
from tests.unit.core.world import World, party

LIN, HAO, VENUE, AGENT = map(party, ("lin", "hao", "venue", "agent"))
WRK = Layer.WRK


def then(world: World, kind: type[Event], nth: int = 0, **fields: Any) -> list[Event]:
    """The history, and one of its events once more, later and perhaps otherwise."""
    event = world.events[place(world, kind, nth)]
    return [*world.events, replace(event, at=replace(world.events[-1].at, block=999), **fields)]


@pytest.fixture
def world() -> World:
    """A song that was assigned, a deal and a mandate in force, and one of each that was withdrawn."""
    world = World()
    song = world.register(LIN)
    world.retitle(song, WRK, [HAO])
    deal = world.deal(world.line(song, WRK, VENUE))
    world.terminate(deal, end=world.time + 900, by=VENUE)
    world.cancel(world.text(world.line(song, WRK, VENUE, usage=1)), by=HAO)
    world.activate_mandate(world.mandate(HAO, AGENT))
    world.cancel_mandate(world.mandate(HAO, AGENT, usage=1), by=HAO)
    return world


@pytest.mark.parametrize(
    "kind",
    [events.DealActivated, events.DealCancelled, events.MandateActivated, events.MandateCancelled,
     events.TitleChanged, events.Registered, events.LineEnded],
)  # fmt: skip
def test_what_is_written_once(world: World, kind: type[Event]) -> None:
    assert refused(then(world, kind)) == "EVIDENCE_ORDER"


def test_who_withdrew_a_text_signed_in_vain(world: World) -> None:
    state = world.state()
    deal, mandate = state.cancelled
    assert refused(then(world, events.DealActivated, deal=deal)) == "EVIDENCE_ORDER"
    assert refused(then(world, events.MandateActivated, mandate=mandate)) == "EVIDENCE_ORDER"
    assert [one.by for one in state.cancelled.values()] == [HAO, HAO]


def test_nobody_withdraws_what_is_in_force(world: World) -> None:
    state = world.state()
    (deal,), (mandate,) = state.deals, state.mandates
    assert refused(then(world, events.DealCancelled, deal=deal)) == "EVIDENCE_ORDER"
    assert refused(then(world, events.MandateCancelled, mandate=mandate)) == "EVIDENCE_ORDER"


def test_a_change_is_of_a_title_on_record(world: World) -> None:
    assert refused(then(world, events.TitleChanged, title=an_id("no title"))) == "EVIDENCE_ORDER"


def test_a_line_ends_earlier_or_not_at_all(world: World) -> None:
    ended = world.events[place(world, events.LineEnded)]
    assert isinstance(ended, events.LineEnded)
    assert refused(then(world, events.LineEnded, end=ended.end + 1)) == "EVIDENCE_ORDER"
    assert refused(then(world, events.LineEnded, index=1)) == "EVIDENCE_ORDER"
    assert refused(then(world, events.LineEnded, deal=an_id("no deal"))) == "EVIDENCE_ORDER"
    world.terminate(ended.deal, by=VENUE)
    deal = world.state().deals[ended.deal]
    assert [end.end for end in deal.ends] == [ended.end, world.time]


def test_a_line_without_an_end_before_ends_before_its_own(world: World) -> None:
    song = world.register(LIN)
    deal = world.deal(world.line(song, WRK, VENUE, end=world.time + 100))
    late = {"deal": deal, "end": world.state().deals[deal].event.text.lines[0].end}
    assert refused(then(world, events.LineEnded, **late)) == "EVIDENCE_ORDER"


def test_a_voided_title_is_followed_by_none(world: World) -> None:
    song = next(iter(world.state().assets))
    world.void(song, WRK)
    world.retitle(song, WRK, [LIN])
    assert refused(world.events) == "EVIDENCE_ORDER"


def test_testimony_is_by_witness_and_kind_and_can_be_taken_back() -> None:
    world = World()
    for by, kind in ((HAO, 1), (HAO, 2), (VENUE, 1)):
        world.attest(LIN, by, kind)
    world.attest(AGENT, HAO)
    state = world.state()
    assert {who: set(known) for who, known in state.attested.items()} == {
        LIN: {(HAO, 1), (HAO, 2), (VENUE, 1)},
        AGENT: {(HAO, 1)},
    }
    assert state.attested[LIN][HAO, 2] == world.events[1]
    for kind in (2, 3):
        world.attest(LIN, HAO, kind)
        world.events[-1] = replace(world.events[-1], evidence="0x" + "00" * 32)  # type: ignore[call-arg]
    assert world.state().attested[LIN].keys() == {(HAO, 1), (VENUE, 1)}, "what never was is not missed"
