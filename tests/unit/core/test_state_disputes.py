"""Disputes and voided titles, folded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ledger.core import events
from ledger.core.collecting import collect, keys_of
from ledger.core.events import Event
from ledger.core.facts import Dispute, State
from ledger.core.ids import title_key
from ledger.core.rights import Layer
from tests.fakes import an_id
from tests.unit.core.evidence import altered, place, refused
from tests.unit.core.world import World, party

LIN, HAO, JUDGE, OTHER = map(party, ("lin", "hao", "judge", "other"))
WRK = Layer.WRK


def disputed() -> tuple[World, str]:
    """A song whose title one account disputed, gave up, and disputed again; two arbiters ruled."""
    world = World()
    song = world.register(LIN)
    key = title_key(song, WRK)
    world.open_dispute(key, HAO)
    world.rule(key, HAO, JUDGE, 2)
    world.withdraw_dispute(key, HAO)
    world.open_dispute(key, HAO)
    world.rule(key, HAO, JUDGE, 1)
    world.rule(key, HAO, OTHER, 2)
    return world, song


def test_a_dispute_opened_anew_is_another() -> None:
    world, song = disputed()
    known = world.state().disputes[title_key(song, WRK), HAO]
    assert known.number == 2 and known.withdrawn is None
    decisions = [known.ruling_of(who) for who in (JUDGE, OTHER, LIN)]
    assert [one and one.decision for one in decisions] == [1, 2, None]


def test_what_was_decided_stays_though_the_opener_withdrew() -> None:
    world, song = disputed()
    world.open_dispute(title_key(song, WRK), OTHER)
    world.rule(title_key(song, WRK), OTHER, JUDGE)
    rulings = world.state().rulings
    assert rulings.keys() == {title_key(song, WRK)}
    found = [(one.opener, one.arbiter, one.decision) for one in rulings[title_key(song, WRK)]]
    assert found == [(HAO, JUDGE, 2), (HAO, JUDGE, 1), (HAO, OTHER, 2), (OTHER, JUDGE, 1)]


def test_each_opener_has_his_own() -> None:
    world, song = disputed()
    key = title_key(song, WRK)
    world.open_dispute(key, OTHER)
    world.withdraw_dispute(key, HAO)
    state = world.state()
    assert {opener: one.withdrawn is None for (_, opener), one in state.disputes.items()} == {
        HAO: False,
        OTHER: True,
    }


def test_a_voided_title() -> None:
    world, song = disputed()
    title = world.state().titles[song, WRK][0]
    world.void(song, WRK)
    state = world.state()
    assert state.voided.keys() == {(song, WRK)} and state.voided[song, WRK].title == title.hash
    assert state.title(song, WRK) == title, "what it was is not forgotten"
    world.retitle(song, WRK, [HAO])
    assert refused(world.events) == "EVIDENCE_ORDER", "nobody changes it any more"


def test_what_is_attested_and_stated_changes_no_title() -> None:
    world, _ = disputed()
    before = world.state()
    world.attest(HAO, JUDGE)
    world.tell(an_id("deal"), HAO)
    after = world.state()
    assert after.titles == before.titles and after.disputes == before.disputes
    assert after.attested.keys() == {HAO} and after.place > before.place


def _again(world: World, kind: type[Event], nth: int = 0, **fields: Any) -> list[Event]:
    event = world.events[place(world, kind, nth)]
    return [*world.events, replace(event, at=replace(world.events[-1].at, block=99), **fields)]


NEVER: dict[str, Callable[[World], list[Event]]] = {
    "opened twice": lambda world: _again(world, events.DisputeOpened),
    "withdrawn by somebody else": lambda world: altered(world, events.DisputeWithdrawn, opener=OTHER),
    "withdrawn twice": lambda world: [
        *_again(world, events.DisputeWithdrawn),
        *_again(world, events.DisputeWithdrawn)[-1:],
    ],
    "ruled on without a dispute": lambda world: altered(world, events.DisputeResolved, subject=an_id("none")),
    "ruled on twice by one arbiter": lambda world: _again(world, events.DisputeResolved, 1),
    "ruled on once it was withdrawn": lambda world: [
        *_again(world, events.DisputeWithdrawn),
        replace(
            world.events[place(world, events.DisputeResolved)],
            arbiter=LIN,
            at=replace(world.events[-1].at, block=100),
        ),
    ],
    "a title voided that never was": lambda world: [
        *world.events,
        events.TitleVoided(
            replace(world.events[-1].at, block=99), an_id("no song"), 1, an_id("no title"), an_id("ruling")
        ),
    ],
}


@pytest.mark.parametrize("case", NEVER)
def test_disputes_that_can_not_be(case: str) -> None:
    world, _ = disputed()
    assert refused(NEVER[case](world)) == "EVIDENCE_ORDER"


def test_nobody_voids_a_title_twice_or_as_it_was() -> None:
    world, song = disputed()
    first = world.state().titles[song, WRK][0].hash
    world.void(song, WRK)
    assert refused(_again(world, events.TitleVoided)) == "EVIDENCE_ORDER"
    world, song = disputed()
    world.retitle(song, WRK, [HAO])
    world.void(song, WRK, title=first)
    assert refused(world.events) == "EVIDENCE_ORDER"


def lookup(world: World) -> Callable[[Any], list[Event]]:
    return lambda keys: [event for event in world.events if {*keys} & {*keys_of(event)}]


def test_disputes_about_a_work_are_collected_with_it() -> None:
    world, song = disputed()
    other = world.register(HAO)
    world.open_dispute(title_key(other, WRK), LIN)
    world.void(song, WRK)
    world.attest(LIN, JUDGE)
    state = collect(lookup(world), assets=[song])
    assert state.disputes.keys() == {(title_key(song, WRK), HAO)} and state.voided.keys() == {(song, WRK)}


def test_disputes_about_a_deal_are_found_by_its_id() -> None:
    world, song = disputed()
    deal = world.deal(world.line(song, WRK, HAO))
    world.open_dispute(deal, LIN)
    state = collect(lookup(world), deals=[deal])
    assert state.deals.keys() == {deal}
    assert state.disputes == {(deal, LIN): Dispute(world.events[-1], 1)}  # type: ignore[arg-type]
    assert collect(lookup(world), parties=[LIN]).disputes == {}, "who disputes is no party's fact"
    assert collect(lookup(world), parties=[JUDGE]) == State()
