"""What the state says of a title, a line, a mandate, a dispute and a file, at its edges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.events import (
    DealActivated,
    DisputeOpened,
    DisputeResolved,
    LineEnded,
    Position,
    Registered,
    Revealed,
)
from ledger.core.facts import DealState, Dispute, State, TitleVersion
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Title
from ledger.core.rights import Layer
from tests.fakes import an_id
from tests.unit.core.test_scopes import GIVEN, active
from tests.unit.core.world import World, party, title_hash

LIN, HAO, MEI, VENUE, JUDGE = map(party, ("lin", "hao", "mei", "venue", "judge"))
AT = Position(7, 3, an_id("block"), an_id("tx"), 1000)
WRK = Layer.WRK


def ended(index: int, end: int) -> LineEnded:
    return LineEnded(AT, an_id("deal"), index, end, LIN)


def licensed(*ends: LineEnded) -> State:
    """A song with a deal of two lines, which were agreed to end at 2000 and at 3000."""
    world = World()
    song = world.register(LIN, time=world.time)
    deal = world.deal(*(world.line(song, WRK, VENUE, end=end) for end in (2000, 3000)))
    state = world.state()
    state.deals[deal] = replace(state.deals[deal], ends=ends)
    return state


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ([], (2000, 3000)),
        ([ended(0, 1999)], (1999, 3000)),
        ([ended(0, 2001)], (2000, 3000)),
        ([ended(1, 1500)], (2000, 1500)),
        ([ended(1, 1600), ended(0, 1), ended(1, 1500), ended(1, 1700)], (1, 1500)),
    ],
)
def test_a_line_ends_as_agreed_or_earlier_as_recorded_and_is_never_revived(
    ends: list[LineEnded], expected: tuple[int, int]
) -> None:
    state = licensed(*ends)
    (deal,) = state.deals
    assert (state.end_of(deal, 0), state.end_of(deal, 1)) == expected


def test_lines_on_a_layer_come_with_their_deals_and_places() -> None:
    state = licensed()
    ((song, _),) = state.titles
    (deal,) = state.deals.values()
    lines = deal.event.text.lines
    assert list(state.lines_on(song, WRK)) == [(deal, 0, lines[0]), (deal, 1, lines[1])]
    assert list(state.lines_on(song, Layer.PRF)) == list(state.lines_on(an_id("other"), WRK)) == []


def test_a_mandate_ends_for_one_giver_or_for_all_and_never_later_than_agreed() -> None:
    one = active(replace(GIVEN, givers=(LIN, HAO), end=3000), (LIN, 700), (ZERO_ADDRESS, 900), (HAO, 4000))
    assert (one.end_for(LIN), one.end_for(HAO), one.end_for()) == (700, 900, 900)
    assert active(replace(GIVEN, end=3000), (LIN, 3001)).end_for(LIN) == 3000


def test_a_title_opens_to_what_its_hash_binds() -> None:
    world = World()
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    world.retitle(song, WRK, [MEI])
    first, second = world.state().titles[song, WRK]
    assert (first.hash, second.hash) == (title_hash(first.title), title_hash(second.title))
    assert second.title == Title(
        song, WRK, first.hash, 1, second.at.time, True, second.event.shares, second.event.unclaimed
    )
    assert second.at == second.event.at == world.events[-1].at
    state = world.state()
    assert state.title(song, WRK) == second and state.title(song, Layer.PRF) is None


def test_a_title_is_confirmed_by_every_holder_or_in_an_assignment() -> None:
    world = World()
    song = world.register(LIN, splits={WRK: [LIN, HAO]})

    def confirmed() -> bool:
        state = world.state()
        title = state.title(song, WRK)
        assert title is not None
        return state.is_confirmed(title)

    assert not confirmed()
    world.confirm(song, WRK, LIN)
    assert not confirmed()
    world.confirm(song, WRK, HAO)
    assert confirmed()
    world.retitle(song, WRK, [MEI])
    assert confirmed(), "all have signed the assignment"
    state = world.state()
    newest = state.titles[song, WRK][-1]
    bare = TitleVersion(replace(newest.event, shares=()), newest.previous, False)
    assert not state.is_confirmed(bare), "nobody holds it, so that nobody has signed"


def test_a_ruling_is_that_of_the_arbiter_who_is_asked_about_and_his_first() -> None:
    opened = DisputeOpened(AT, an_id("deal"), LIN, ZERO_HASH, ZERO_HASH)
    by = [(JUDGE, 2), (MEI, 1), (JUDGE, 1)]
    rulings = tuple(
        DisputeResolved(AT, an_id("deal"), LIN, who, decision, ZERO_HASH, ZERO_HASH) for who, decision in by
    )
    dispute = Dispute(opened, 1, None, rulings)
    assert dispute.ruling_of(JUDGE) == rulings[0] and dispute.ruling_of(MEI) == rulings[1]
    assert dispute.ruling_of(LIN) is None and Dispute(opened, 1).ruling_of(JUDGE) is None


def test_who_claims_a_file_is_found_by_its_tag_and_as_it_was_revealed_each_once() -> None:
    tag, file = an_id("tag"), an_id("file")
    one, two, three = (
        Registered(AT, an_id(name), LIN, of, 1, an_id("r"), ZERO_HASH, 1000, ())
        for name, of in (("one", tag), ("two", file), ("three", tag))
    )
    state = State(assets={each.asset: each for each in (one, two, three)})
    state.claims = {tag: [one.asset, three.asset], file: [two.asset, one.asset]}
    state.revealed = {one.asset: Revealed(AT, one.asset, file, ZERO_HASH)}
    assert list(state.claimants(one.asset)) == [one, three, two]
    assert list(state.claimants(two.asset)) == [two, one]
    assert list(state.claimants(three.asset)) == [one, three]
    state.claims = {}
    assert list(state.claimants(one.asset)) == [], "a work without a file"


def test_a_deal_knows_the_earliest_end_of_each_of_its_lines() -> None:
    deal = DealState(DealActivated(AT, an_id("deal"), World().text(signers=[])))
    assert deal.end_of(0) is None
    two = replace(deal, ends=(ended(0, 9), ended(1, 5), ended(0, 8)))
    assert (two.end_of(0), two.end_of(1), two.end_of(2)) == (ended(0, 8), ended(1, 5), None)
