"""V11, RIGHTS.md 5: which earlier exclusives keep a later line out, and which bind nobody."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.ids import line_id
from ledger.core.model import ZERO_HASH, Line
from ledger.core.places import bitmap
from ledger.core.policy import Policy
from ledger.core.rights import Exclusivity, Layer, Usage
from tests.fakes import an_id
from tests.unit.core.world import World, ask, params, party, says

LIN, FILM, ANN, JUDGE = party("lin"), party("film"), party("ann"), party("judge")
DAY = 86_400


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def song(world: World) -> str:
    return world.register(LIN)


def exclusive(world: World, song: str, licensee: str = FILM, **fields: Any) -> Line:
    return world.line(song, Layer.WRK, licensee, **{"exclusivity": Exclusivity.EXCLUSIVE, **fields})


def plain(world: World, song: str, licensee: str = ANN, **fields: Any) -> Line:
    return world.line(song, Layer.WRK, licensee, **fields)


@pytest.mark.parametrize("kind", [Exclusivity.SOLE, Exclusivity.EXCLUSIVE])
@pytest.mark.parametrize("junior", list(Exclusivity))
def test_whatever_is_junior_to_a_sole_or_an_exclusive_line_is_rejected(
    world: World, song: str, kind: Exclusivity, junior: Exclusivity
) -> None:
    senior = world.deal(exclusive(world, song, exclusivity=kind))
    world.deal(plain(world, song, exclusivity=junior))
    verdict = ask(world, ANN, song)
    assert says(verdict, "NOT_AUTHORISED", "JUNIOR_TO")
    assert params(verdict, "JUNIOR_TO")["deal"] == senior


def test_a_nonexclusive_senior_keeps_nobody_out(world: World, song: str) -> None:
    world.deal(plain(world, song))
    world.deal(exclusive(world, song))
    assert says(ask(world, FILM, song), "AUTHORISED")
    assert says(ask(world, ANN, song), "AUTHORISED")


def test_terms_are_compared_and_not_whether_the_senior_is_live_now(world: World, song: str) -> None:
    end = world.time + DAY
    world.deal(exclusive(world, song, end=end))
    world.deal(plain(world, song, party("late"), start=end))
    world.deal(plain(world, song, party("early"), start=end - 1))
    assert says(ask(world, party("late"), song, at=end), "AUTHORISED"), "half-open: they only touch"
    assert says(ask(world, party("early"), song, at=end), "NOT_AUTHORISED", "JUNIOR_TO"), "one second"


def test_the_junior_that_ends_as_the_senior_starts_is_free_of_it(world: World, song: str) -> None:
    start = world.time + DAY
    world.deal(exclusive(world, song, start=start))
    world.deal(plain(world, song, party("before"), end=start))
    world.deal(plain(world, song, party("into"), end=start + 1))
    assert says(ask(world, party("before"), song), "AUTHORISED")
    assert says(ask(world, party("into"), song), "NOT_AUTHORISED", "JUNIOR_TO")


def test_a_backdated_line_collides_with_an_exclusive_that_is_over(world: World, song: str) -> None:
    start, end = world.time, world.time + DAY
    world.deal(exclusive(world, song, start=start, end=end))
    world.deal(plain(world, song, start=start), time=end + DAY)
    assert says(ask(world, ANN, song), "NOT_AUTHORISED", "JUNIOR_TO")


def test_an_early_end_counts_for_lines_recorded_after_it_alone(world: World, song: str) -> None:
    deal = world.deal(exclusive(world, song))
    world.deal(plain(world, song, party("before")))
    world.terminate(deal, by=FILM, time=world.time + DAY)
    world.deal(plain(world, song, party("after"), start=world.time + 1))
    assert says(ask(world, party("before"), song), "NOT_AUTHORISED", "JUNIOR_TO")
    assert says(ask(world, party("after"), song, at=world.time + 1), "AUTHORISED")


@pytest.mark.parametrize(
    "fields",
    [{"usage": Usage.DOWNLOAD.mask}, {"territory": bitmap(["HK"])}],
    ids=["another use", "another country"],
)
def test_without_a_use_and_a_country_in_common_nothing_collides(
    world: World, song: str, fields: dict[str, int]
) -> None:
    world.deal(exclusive(world, song, **fields))
    world.deal(plain(world, song, territory=bitmap(["CN"])))
    assert says(ask(world, ANN, song), "AUTHORISED")
    world.deal(plain(world, song, party("wide"), usage=fields.get("usage", 0) | 1 << 4))
    assert says(ask(world, party("wide"), song), "NOT_AUTHORISED", "JUNIOR_TO"), "one in common is enough"


def test_a_senior_licensee_who_signed_the_later_deal_lets_it_be(world: World, song: str) -> None:
    world.deal(exclusive(world, song))
    line = plain(world, song)
    world.deal(line, signers=sorted([LIN, ANN, FILM]))
    assert says(ask(world, ANN, song), "AUTHORISED")


def test_lines_to_the_same_licensee_do_not_collide(world: World, song: str) -> None:
    world.deal(exclusive(world, song, end=world.time + DAY))
    world.deal(plain(world, song, FILM))
    assert says(ask(world, FILM, song, at=world.time + 2 * DAY), "AUTHORISED")


def test_the_sub_licence_of_a_senior_nonexclusive_keeps_its_seniority(world: World, song: str) -> None:
    doc = party("doc")
    senior = plain(world, song, doc, depth=1)
    deal = world.deal(senior)
    world.deal(exclusive(world, song))
    child = world.line(song, Layer.WRK, ANN, parent=line_id(deal, 0), title=ZERO_HASH)
    world.deal(child, signers=sorted([doc, ANN]))
    world.deal(plain(world, song, party("new")))
    assert says(ask(world, ANN, song), "AUTHORISED")
    assert says(ask(world, party("new"), song), "NOT_AUTHORISED", "JUNIOR_TO")


def test_an_exclusive_that_its_licensee_did_not_sign_keeps_nobody_out(world: World, song: str) -> None:
    world.deal(exclusive(world, song), signers=[LIN])
    world.deal(plain(world, song))
    assert says(ask(world, ANN, song), "AUTHORISED")


def test_an_exclusive_without_a_holders_consent_keeps_nobody_out(world: World) -> None:
    song = world.register(LIN, splits={Layer.WRK: [LIN, ANN]})
    world.deal(exclusive(world, song), signers=sorted([LIN, FILM]))
    late = party("late")
    world.deal(plain(world, song, late))
    assert says(ask(world, late, song), "AUTHORISED")


def test_an_exclusive_that_is_junior_itself_keeps_nobody_out(world: World, song: str) -> None:
    first = world.deal(exclusive(world, song, end=world.time + DAY))
    world.deal(exclusive(world, song, party("second")))
    late = world.time + DAY
    world.deal(plain(world, song, start=late))
    assert params(ask(world, party("second"), song), "JUNIOR_TO")["deal"] == first
    assert says(ask(world, ANN, song, at=late), "AUTHORISED")


def test_an_exclusive_sub_licence_of_nothing_keeps_nobody_out(world: World, song: str) -> None:
    orphan = exclusive(world, song, parent=an_id("nowhere"), title=ZERO_HASH)
    world.deal(orphan, signers=sorted([LIN, FILM]))
    world.deal(plain(world, song))
    assert says(ask(world, FILM, song), "NOT_AUTHORISED", "PARENT_UNKNOWN")
    assert says(ask(world, ANN, song), "AUTHORISED")


def test_an_exclusive_that_a_ruling_has_undone_keeps_nobody_out(world: World, song: str) -> None:
    deal = world.deal(exclusive(world, song))
    world.deal(plain(world, song))
    world.open_dispute(deal, LIN)
    world.rule(deal, LIN, JUDGE)
    accepting = Policy(arbiters=frozenset({JUDGE}))
    assert says(ask(world, ANN, song), "NOT_AUTHORISED", "JUNIOR_TO"), "an arbiter whom nobody accepted"
    assert says(ask(world, ANN, song, policy=accepting), "AUTHORISED")
    assert says(ask(world, FILM, song, policy=accepting), "NOT_AUTHORISED", "DEAL_VOID")


def test_the_arbiter_whom_a_deal_names_needs_no_policy(world: World, song: str) -> None:
    deal = world.deal(exclusive(world, song), arbiter=JUDGE)
    world.deal(plain(world, song))
    world.open_dispute(deal, LIN)
    assert says(ask(world, ANN, song), "NOT_AUTHORISED", "JUNIOR_TO")
    world.rule(deal, LIN, JUDGE)
    assert says(ask(world, ANN, song), "AUTHORISED")


def test_a_dispute_that_was_dismissed_undoes_nothing(world: World, song: str) -> None:
    deal = world.deal(exclusive(world, song), arbiter=JUDGE)
    world.open_dispute(deal, LIN)
    world.rule(deal, LIN, JUDGE, decision=2)
    assert says(ask(world, FILM, song), "AUTHORISED")


def test_one_line_that_is_junior_does_not_make_another_of_the_same_licensee_so(
    world: World, song: str
) -> None:
    end = world.time + DAY
    world.deal(exclusive(world, song, end=end))
    world.deal(plain(world, song), plain(world, song, start=end))
    verdict = ask(world, ANN, song, at=end)
    assert says(verdict, "AUTHORISED")
    assert [[one.code for one in other.findings] for other in verdict.layers[0].others] == [["JUNIOR_TO"]]


def test_behind_an_exclusive_of_the_licensee_himself_one_of_another_counts(world: World, song: str) -> None:
    end = world.time + DAY
    world.deal(exclusive(world, song, ANN, end=end))
    other = world.deal(exclusive(world, song, FILM, start=end))
    world.deal(plain(world, song))
    assert params(ask(world, ANN, song, at=end), "JUNIOR_TO")["deal"] == other


def test_what_was_activated_with_an_exclusive_is_not_junior_to_it_nor_is_what_stands_on_it(
    world: World, song: str
) -> None:
    doc = party("doc")
    deal = world.deal(plain(world, song, doc, depth=1), exclusive(world, song))
    child = world.line(song, Layer.WRK, ANN, parent=line_id(deal, 0), title=ZERO_HASH)
    world.deal(child, signers=sorted([doc, ANN]))
    for who in (doc, FILM, ANN):
        assert says(ask(world, who, song), "AUTHORISED")


@pytest.mark.parametrize("survives", [True, False])
def test_an_exclusive_sub_licence_keeps_others_out_while_it_outlives_its_parent(
    world: World, song: str, survives: bool
) -> None:
    parent, studio = world.deal(exclusive(world, song, depth=1)), party("studio")
    made = exclusive(world, song, studio, parent=line_id(parent, 0), title=ZERO_HASH, survives=survives)
    child = world.deal(made, signers=sorted([FILM, studio]))
    world.terminate(parent, by=FILM, time=world.time + DAY)
    world.deal(plain(world, song, start=world.time + 1))
    verdict = ask(world, ANN, song, at=world.time + 1)
    if survives:
        assert params(verdict, "JUNIOR_TO")["deal"] == child
    else:
        assert says(verdict, "AUTHORISED")
