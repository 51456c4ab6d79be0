"""What a case knows at a moment, under which question (RIGHTS 6: the state at min(t, k))."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.case import Case, Moment, just_before
from ledger.core.events import Position
from ledger.core.ids import line_id
from ledger.core.policy import DEFAULT, Known, Policy
from ledger.core.profile import profile_of
from ledger.core.question import Question
from ledger.core.rights import Exclusivity, Layer, Usage
from tests.fakes import an_id
from tests.unit.core.world import World, party

LIN, HAO, VENUE, FILM = map(party, ("lin", "hao", "venue", "film"))
WRK = Layer.WRK
HERE = Position(5, 2, an_id("block"), an_id("tx"), 1000)


def case_of(world: World, asset: str, **fields: object) -> Case:
    question = Question(VENUE, Usage.STREAM_ONDEMAND, asset, "CN", world.time)
    case = Case(world.state(), question, DEFAULT, Known({}, world.number), profile_of("CN"))
    return replace(case, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("block", "log", "before"),
    [(5, 1, True), (4, 9, True), (5, 2, False), (5, 3, False), (6, 0, False)],
)
def test_what_stands_before_an_event_is_known_to_it_though_of_the_same_second(
    block: int, log: int, before: bool
) -> None:
    other = replace(HERE, block=block, log_index=log)
    assert just_before(HERE).knows(other) is before
    assert just_before(HERE).time == 1000 and Moment(1000).knows(other), "a second knows all that is in it"


def test_a_second_knows_nothing_of_the_next() -> None:
    assert Moment(1000).knows(HERE) and Moment(1001).knows(HERE) and not Moment(999).knows(HERE)


def test_another_question_changes_what_is_asked_and_nothing_else() -> None:
    world = World()
    song, other = world.register(LIN), world.register(HAO)
    case = case_of(world, song)
    asked = case.question
    assert case.asking().question == asked
    assert case.asking(party=FILM).question == replace(asked, party=FILM)
    assert case.asking(asset=other).question == replace(asked, asset=other)
    assert case.asking(at=7).question == replace(asked, at=7)
    one = case.asking(party=FILM, asset=other, at=0)
    assert one.question == replace(asked, party=FILM, asset=other, at=0)
    assert one.state is case.state and one.memory is case.memory, "what was found out is shared"


def test_the_title_is_that_of_the_moment() -> None:
    world = World()
    song = world.register(LIN)
    first = world.time
    world.retitle(song, WRK, [HAO])
    second, case = world.time, case_of(world, song)

    def holders(at: int) -> tuple[str, ...]:
        return case.asking(at=at).holders(song, WRK)

    assert [holders(at) for at in (first - 1, first, second - 1, second)] == [(), (LIN,), (LIN,), (HAO,)]
    assert case.title(song, Layer.PRF) is None and case.title_at(song, WRK, first - 1) is None


def test_mandates_are_found_by_who_gave_them_oldest_first() -> None:
    world = World()
    song = world.register(LIN)
    ids = [world.activate_mandate(world.mandate(who, VENUE)) for who in (LIN, [LIN, HAO])]
    case = case_of(world, song)
    given = {who: [one.event.mandate for one in case.given(who)] for who in (LIN, HAO, VENUE)}
    assert given == {LIN: ids, HAO: ids[1:], VENUE: []}


def test_a_line_is_found_by_its_id_on_its_own_layer_alone() -> None:
    world = World()
    song, other = world.register(LIN), world.register(LIN)
    strict = world.line(song, WRK, FILM, exclusivity=Exclusivity.SOLE, usage=1)
    deal = world.deal(world.line(song, WRK, VENUE), strict, world.line(other, WRK, VENUE))
    case = case_of(world, song)
    found = case.line_by_id(song, WRK, line_id(deal, 1))
    assert found is not None and found[1:] == (1, strict) and found[0].event.deal == deal
    assert case.line_by_id(other, WRK, line_id(deal, 1)) is None is case.line_by_id(song, WRK, an_id("x"))
    assert case.line_by_id(song, Layer.PRF, line_id(deal, 1)) is None
    for _ in range(2):
        assert [line for _, _, line in case.strict_lines(song, WRK)] == [strict]
        assert case.strict_lines(other, WRK) == ()


def test_who_signed_anything_on_a_layer() -> None:
    world = World()
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    assert case_of(world, song).signed_on(song, WRK) == frozenset()
    world.confirm(song, WRK, HAO)
    assert case_of(world, song).signed_on(song, WRK) == {HAO}
    world.deal(world.line(song, WRK, VENUE), signers=sorted([LIN, VENUE]))
    case = case_of(world, song)
    assert case.signed_on(song, WRK) == {LIN, HAO, VENUE} and case.signed_on(song, Layer.PRF) == frozenset()
    assigned = world.register(LIN)
    world.retitle(assigned, WRK, [FILM])
    assert case_of(world, assigned).signed_on(assigned, WRK) == {LIN, FILM}, "all before and after"


@pytest.mark.parametrize(
    ("finality", "final", "head", "is_final"),
    [
        (0, None, 5, True),
        (3, None, 7, False),
        (3, None, 8, True),
        (0, 4, 9, False),
        (0, 5, 9, True),
        (3, 5, 7, False),
        (3, 4, 8, False),
    ],
)
def test_final_is_what_is_deep_enough_and_what_the_chain_calls_so(
    finality: int, final: int | None, head: int, is_final: bool
) -> None:
    world = World()
    policy, known = Policy(finality=finality), Known({}, head, final=final)
    assert case_of(world, an_id("song"), policy=policy, known=known).is_final(HERE) is is_final


def test_a_line_is_asked_for_within_its_use_territory_and_time() -> None:
    world = World()
    song = world.register(LIN)
    case = case_of(world, song)
    now = case.question.at
    line = world.line(song, WRK, VENUE, start=now)
    assert case.asks_for(line, now + 1) and not case.asks_for(line, now)
    assert not case.asks_for(replace(line, start=now + 1), now + 9)
    assert not case.asks_for(replace(line, usage=1), now + 1)
    assert not case.asks_for(replace(line, territory=1), now + 1)
