"""Exclusives, sub-licences and blankets, folded: the lists that the contracts keep as hashes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ledger.core import events
from ledger.core.events import Event
from ledger.core.facts import State
from ledger.core.ids import entry_of, line_id
from ledger.core.licensing import Entry
from ledger.core.model import ZERO_HASH
from ledger.core.rights import Exclusivity, Layer
from tests.fakes import an_id
from tests.unit.core.evidence import altered, place, refused
from tests.unit.core.world import World, entries_hash, hashed, head_after, party

LIN, HAO, VENUE, FILM, SOCIETY, AGENT = map(party, ("lin", "hao", "venue", "film", "society", "agent"))
WRK = Layer.WRK
EXCLUSIVE, SOLE = Exclusivity.EXCLUSIVE, Exclusivity.SOLE


def entry(state: State, deal: str, index: int = 0) -> Entry:
    return entry_of(deal, index, state.deals[deal].event.text.lines[index])


def chain_of(song: str) -> str:
    return hashed("bytes32 uint8", song, WRK)


def three_exclusives() -> tuple[World, str, list[str]]:
    """A song with an exclusive line that runs out, one that was ended, one that goes on, and one more."""
    world = World()
    song = world.register(LIN)
    deals = [
        world.deal(world.line(song, WRK, FILM, exclusivity=EXCLUSIVE, usage=1, end=world.time + 100)),
        world.deal(world.line(song, WRK, VENUE, exclusivity=SOLE, usage=2, notice=50)),
        world.deal(world.line(song, WRK, HAO, usage=4)),
        world.deal(world.line(song, WRK, VENUE, exclusivity=EXCLUSIVE, usage=8)),
    ]
    world.terminate(deals[1], by=VENUE)
    with world.one_block(world.time + 200):
        deals.append(world.deal(world.line(song, WRK, FILM, exclusivity=EXCLUSIVE, usage=16)))
    return world, song, deals


def test_a_list_of_exclusives_begins_without_a_word() -> None:
    world = World()
    song = world.register(LIN)
    world.deal(world.line(song, WRK, VENUE))
    assert world.state().exclusives == {}, "a line that is not exclusive is on no list"
    deal = world.deal(world.line(song, WRK, FILM, exclusivity=EXCLUSIVE))
    state = world.state()
    assert state.exclusives == {chain_of(song): (0, (entry(state, deal),))} and not state.pending
    assert not any(isinstance(event, events.ExclusivesChanged) for event in world.events)


def test_what_is_over_leaves_the_list_and_moves_its_horizon() -> None:
    world, song, deals = three_exclusives()
    state = world.state()
    horizon, entries = state.exclusives[chain_of(song)]
    assert entries == (entry(state, deals[3]), entry(state, deals[4]))
    ended = state.end_of(deals[1], 0)
    assert horizon == max(ended, state.end_of(deals[0], 0)) == ended
    changed = world.events[place(world, events.ExclusivesChanged, 2)]
    assert isinstance(changed, events.ExclusivesChanged)
    assert (changed.kept, changed.list) == (0b100, entries_hash(horizon, entries))
    assert state.chains[chain_of(song)] == [entry(state, deal) for deal in deals], "the chain keeps all"


def test_two_exclusives_in_one_deal() -> None:
    world = World()
    song = world.register(LIN)
    lines = [world.line(song, WRK, FILM, exclusivity=EXCLUSIVE, usage=1 << bit) for bit in range(3)]
    deal = world.deal(*lines)
    state = world.state()
    assert state.exclusives[chain_of(song)] == (0, tuple(entry(state, deal, i) for i in range(3)))
    assert sum(isinstance(event, events.ExclusivesChanged) for event in world.events) == 2


def test_sub_licences_have_a_chain_and_a_list_of_their_own() -> None:
    world = World()
    song = world.register(LIN)
    above = world.deal(world.line(song, WRK, FILM, exclusivity=EXCLUSIVE, depth=1))
    below = {"title": ZERO_HASH, "parent": line_id(above, 0), "exclusivity": SOLE}
    deal = world.deal(world.line(song, WRK, VENUE, **below), signers=sorted([FILM, VENUE]))
    state = world.state()
    one = entry(state, deal)
    assert state.exclusives[line_id(above, 0)] == (0, (one,))
    assert state.heads[line_id(above, 0)] == head_after(ZERO_HASH, one)
    assert state.exclusives[chain_of(song)] == (0, (entry(state, above),)), "and don't touch the other"


def test_blankets_have_a_chain_and_no_list() -> None:
    world = World()
    line = world.line(ZERO_HASH, WRK, VENUE, society=SOCIETY, end=world.time + 1000)
    deal = world.deal(line, signers=sorted([SOCIETY, VENUE]))
    state = world.state()
    key = hashed("address uint8", SOCIETY, WRK)
    assert state.heads == {key: head_after(ZERO_HASH, entry(state, deal))} and not state.exclusives
    ((known, index, line),) = state.lines_on(ZERO_HASH, WRK)
    assert (known.event.deal, index, line.society) == (deal, 0, SOCIETY)


def test_agents_have_chains_of_what_they_signed() -> None:
    world = World()
    song = world.register(LIN)
    other = world.deal(world.line(song, WRK, HAO))
    signers = sorted([AGENT, VENUE])
    deal = world.deal(world.line(song, WRK, VENUE), signers=signers, agents=[AGENT])
    state = world.state()
    assert state.heads[hashed("address", AGENT)] == head_after(ZERO_HASH, entry(state, deal))
    of_title, of_agent = [entry(state, other), entry(state, deal)], [entry(state, deal)]
    assert state.chains == {chain_of(song): of_title, hashed("address", AGENT): of_agent}
    assert (
        refused(altered(world, events.LineActivated, 2, chain=hashed("address", LIN))) == "EVIDENCE_ORDER"
    ), "who did not sign the deal signed for nobody"


def told_twice(world: World, at: int) -> list[Event]:
    """The history with one event of its last block told once more before the next."""
    again = [replace(one, at=replace(one.at, log_index=one.at.log_index + 1)) for one in world.events[at:]]
    assert {one.at.block for one in again} == {world.number}
    return [*world.events[: at + 1], *again]


EXCLUSIVES: dict[str, tuple[Callable[[World], list[Event]], str]] = {
    "a list that is not told": (lambda world: altered(world, events.ExclusivesChanged), "EVIDENCE_ORDER"),
    "another list": (
        lambda world: altered(world, events.ExclusivesChanged, list=an_id("other")),
        "EVIDENCE_HASH",
    ),
    "a senior dropped": (lambda world: altered(world, events.ExclusivesChanged, kept=0), "EVIDENCE_HASH"),
    "another horizon": (lambda world: altered(world, events.ExclusivesChanged, horizon=1), "EVIDENCE_HASH"),
    "told twice": (
        lambda world: told_twice(world, place(world, events.ExclusivesChanged, 2)),
        "EVIDENCE_ORDER",
    ),
    "a first list that is told": (
        lambda world: altered(world, events.ExclusivesChanged, chain=an_id("other chain")),
        "EVIDENCE_ORDER",
    ),
    "another entry": (
        lambda world: altered(world, events.LineActivated, head=an_id("head")),
        "EVIDENCE_HASH",
    ),
}


@pytest.mark.parametrize("case", EXCLUSIVES)
def test_lists_of_exclusives_that_can_not_be(case: str) -> None:
    change, code = EXCLUSIVES[case]
    world, _, _ = three_exclusives()
    assert refused(change(world)) == code
