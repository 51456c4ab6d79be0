"""Mandates, folded: given, listed where they bar, ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ledger.core import events
from ledger.core.events import Event
from ledger.core.licensing import SOCIETY_TERM_S, Bars, MandateKind
from ledger.core.model import ZERO_ADDRESS
from ledger.core.rights import OPEN_END
from ledger.core.state import fold
from tests.fakes import an_id
from tests.unit.core.evidence import altered, place, refused
from tests.unit.core.world import World, entries_hash, party
from tests.unit.core.world_base import bar_of

LIN, HAO, SOCIETY, AGENT = map(party, ("lin", "hao", "society", "agent"))


def test_a_mandate_that_does_not_bar() -> None:
    world = World()
    text = world.mandate([LIN, HAO], AGENT)
    mandate = world.activate_mandate(text)
    state = world.state()
    assert state.mandates[mandate].event.text == text and state.bars == {}
    assert [state.mandates[mandate].end_for(who) for who in (LIN, HAO, ZERO_ADDRESS)] == [OPEN_END] * 3


def test_a_list_of_barring_mandates_begins_without_a_word() -> None:
    world = World()
    text = world.mandate(LIN, SOCIETY, MandateKind.COLLECTIVE)
    mandate = world.activate_mandate(text)
    bars = world.state().bars[LIN]
    assert bars == Bars(LIN, 0, 0, (bar_of(mandate, text),))
    assert not any(isinstance(event, events.BarsChanged) for event in world.events)
    assert world.state().mandates.keys() == {mandate}


def barred() -> tuple[World, list[str]]:
    """Three barring mandates of one giver: one over for more than 731 days, one not, and the newest."""
    world = World()
    texts = [
        world.mandate(LIN, SOCIETY, MandateKind.COLLECTIVE, usage=1, end=world.time + 100),
        world.mandate(LIN, SOCIETY, MandateKind.COLLECTIVE, usage=2),
    ]
    mandates = [world.activate_mandate(text) for text in texts]
    world.withdraw(mandates[1], by=LIN, time=world.time + 1000)
    with world.one_block(world.time + SOCIETY_TERM_S - 100):
        last = world.mandate(LIN, party("other society"), MandateKind.COLLECTIVE, usage=1)
        mandates.append(world.activate_mandate(last))
    return world, mandates


def test_a_mandate_leaves_the_list_when_its_blankets_have_run_out() -> None:
    world, mandates = barred()
    state = world.state()
    bars = state.bars[LIN]
    assert [bar.mandate for bar in bars.entries] == mandates[1:]
    assert bars.horizon == state.mandates[mandates[0]].event.text.end
    assert bars.ended == 0, "a hint for the contract, made when somebody asks it"
    changed = [event for event in world.events if isinstance(event, events.BarsChanged)]
    assert [event.kept for event in changed] == [0b1, 0b10]
    assert changed[-1].list == entries_hash(bars.horizon, bars.entries)


def test_who_ends_a_mandate_for_whom() -> None:
    world = World()
    mandate = world.activate_mandate(world.mandate([LIN, HAO], AGENT, notice=100))
    world.withdraw(mandate, by=LIN)
    first = world.time + 100
    known = world.state().mandates[mandate]
    assert (known.end_for(LIN), known.end_for(HAO)) == (first, OPEN_END), "a giver for himself alone"
    world.withdraw(mandate, by=AGENT, end=world.time + 500)
    later = world.time + 500 - 12
    known = world.state().mandates[mandate]
    assert (known.end_for(LIN), known.end_for(HAO)) == (first, later), "the mandatary for all, not later"
    assert known.end_for(ZERO_ADDRESS) == later
    world.withdraw(mandate, by=HAO, end=later - 50)
    assert world.state().mandates[mandate].end_for(HAO) == later - 50


def test_an_only_giver_ends_it_for_all() -> None:
    world = World()
    mandate = world.activate_mandate(world.mandate(LIN, AGENT))
    world.withdraw(mandate, by=LIN)
    known = world.state().mandates[mandate]
    assert known.ends[0].giver == ZERO_ADDRESS and known.end_for(LIN) == world.time


def test_a_cancelled_mandate_is_none() -> None:
    world = World()
    never = world.cancel_mandate(world.mandate(LIN, AGENT), by=LIN)
    state = world.state()
    assert state.cancelled.keys() == {never} and not state.mandates and not state.bars


def _after(world: World, event: Event, **fields: Any) -> list[Event]:
    return [*world.events, replace(event, at=replace(world.events[-1].at, block=99), **fields)]


def _ended(world: World, **fields: Any) -> list[Event]:
    return _after(world, world.events[place(world, events.MandateEnded)], **fields)


MANDATES: dict[str, tuple[Callable[[World, list[str]], list[Event]], str]] = {
    "twice": (
        lambda world, _: _after(world, world.events[place(world, events.MandateActivated)]),
        "EVIDENCE_ORDER",
    ),
    "to another than its text says": (
        lambda world, _: altered(world, events.MandateActivated, to=HAO),
        "EVIDENCE_ORDER",
    ),
    "another list": (
        lambda world, _: altered(world, events.BarsChanged, list=an_id("other")),
        "EVIDENCE_HASH",
    ),
    "a mandate dropped": (lambda world, _: altered(world, events.BarsChanged, kept=0), "EVIDENCE_HASH"),
    "another horizon": (lambda world, _: altered(world, events.BarsChanged, 1, horizon=0), "EVIDENCE_HASH"),
    "a list of another member": (
        lambda world, _: altered(world, events.BarsChanged, member=HAO),
        "EVIDENCE_ORDER",
    ),
    "a list with a mandate of nobody": (
        lambda world, _: altered(world, events.BarsChanged, mandate=an_id("no mandate")),
        "EVIDENCE_ORDER",
    ),
    "an end of no mandate": (lambda world, _: _ended(world, mandate=an_id("no mandate")), "EVIDENCE_ORDER"),
    "an end no earlier than before": (lambda world, _: _ended(world), "EVIDENCE_ORDER"),
    "an end for a giver no earlier than for all": (
        lambda world, _: _ended(world, giver=LIN),
        "EVIDENCE_ORDER",
    ),
    "both active and cancelled": (
        lambda world, mandates: _after(
            world,
            events.MandateCancelled(world.events[-1].at, mandates[0], LIN),
        ),
        "EVIDENCE_ORDER",
    ),
}


def test_a_giver_ends_it_for_himself_once() -> None:
    world = World()
    mandate = world.activate_mandate(world.mandate([LIN, HAO], AGENT))
    world.withdraw(mandate, by=LIN)
    assert refused(_ended(world)) == "EVIDENCE_ORDER", "no earlier than he has ended it"
    fold(_ended(world, giver=HAO))


@pytest.mark.parametrize("case", MANDATES)
def test_mandates_that_can_not_be(case: str) -> None:
    change, code = MANDATES[case]
    assert refused(change(*barred())) == code


def test_nobody_activates_what_was_cancelled() -> None:
    world = World()
    text = world.mandate(LIN, AGENT)
    world.cancel_mandate(text, by=LIN)
    world.activate_mandate(text)
    assert refused(world.events) == "EVIDENCE_ORDER"
