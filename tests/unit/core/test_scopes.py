"""Scopes: who overlaps, what a mandate covers, and which mandates lead from a holder to a signer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.events import MandateActivated, MandateEnded, Position
from ledger.core.facts import MandateState
from ledger.core.licensing import MAX_HOPS, SOCIETY_TERM_S, Bar, Entry, Mandate, MandateKind
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line
from ledger.core.rights import OPEN_END
from ledger.core.scopes import covers, end_of_mandate, is_live, meets, overlaps, paths
from ledger.core.state import State
from tests.fakes import an_id
from tests.unit.core.world_base import party

K = MandateKind
SONG = an_id("song")
LIN, SUN, KAI, MEI = map(party, ("lin", "sun", "kai", "mei"))
START, END = 1000, 2000

LINE = Line(
    asset=SONG, society=ZERO_ADDRESS, layer=2, usage=0b110, territory=0b110, start=START, end=END,
    exclusivity=1, licensee=MEI, title=ZERO_HASH, parent=ZERO_HASH, depth=0, consult=ZERO_HASH,
    revocation=0, revoker=ZERO_ADDRESS, notice=0, survives=False,
)  # fmt: skip
BAR = Bar(an_id("m"), SUN, K.COLLECTIVE, 2, SONG, 0b10, 0b10, 0, OPEN_END)
SENIOR = Entry(an_id("deal"), 0, 0b10, 0b10, START, END, 2, KAI)
GIVEN = Mandate(
    givers=(LIN,), to=SUN, kind=K.AGENCY, bars=False, cap=3, layer=0, usage=0b111, territory=0b111,
    start=500, end=3000, notice=0, asset=ZERO_HASH, terms=ZERO_HASH, accept_by=OPEN_END, salt=ZERO_HASH,
)  # fmt: skip


def active(text: Mandate, *ends: tuple[str, int], time: int = 600, name: str = "m") -> MandateState:
    at = Position(1, 0, an_id("block"), an_id("tx"), time)
    mandate = an_id(name)
    said = tuple(MandateEnded(at, mandate, giver, end, giver) for giver, end in ends)
    return MandateState(MandateActivated(at, mandate, text.to, text), said)


def world(*mandates: MandateState) -> State:
    state = State()
    state.mandates = {an_id("id", place): one for place, one in enumerate(mandates)}
    return state


def ids(*places: int) -> tuple[str, ...]:
    return tuple(an_id("id", place) for place in places)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"usage": 0b1}, False),
        ({"territory": 0b1}, False),
        ({"start": END}, False),
        ({"start": END - 1}, True),
        ({"end": START}, False),
        ({"end": START + 1}, True),
        ({"start": 0, "end": OPEN_END}, True),
    ],
)
def test_overlaps(change: dict[str, int], expected: bool) -> None:
    assert overlaps(LINE, replace(SENIOR, **change)) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"layer": 0}, True),
        ({"layer": 1}, False),
        ({"layer": 3}, False),
        ({"asset": ZERO_HASH}, True),
        ({"asset": an_id("other")}, False),
        ({"usage": 0b1}, False),
        ({"usage": 0b111}, True),
        ({"territory": 0b1}, False),
        ({"territory": 0b100}, True),
        ({"layer": 1, "asset": ZERO_HASH}, False),
        ({"layer": 0, "asset": an_id("other")}, False),
        ({"usage": 0b1, "territory": 0b10}, False),
    ],
)
def test_a_bar_meets_a_line_whenever(change: dict[str, object], expected: bool) -> None:
    assert meets(replace(BAR, **change), LINE) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"layer": 2}, True),
        ({"layer": 1}, False),
        ({"asset": SONG}, True),
        ({"asset": an_id("other")}, False),
        ({"usage": 0b110}, True),
        ({"usage": 0b10}, False),
        ({"territory": 0b110}, True),
        ({"territory": 0b100}, False),
        ({"cap": 1}, True),
        ({"cap": 0}, False),
        ({"kind": K.COLLECTIVE}, True),
        ({"kind": K.COLLECTIVE, "cap": 0}, False),
    ],
)
def test_a_mandate_covers_a_line(change: dict[str, object], expected: bool) -> None:
    assert covers(replace(GIVEN, **change), LINE) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [K.COLLECTIVE, K.JOINT_COLLECTION, K.RECIPROCAL])
def test_a_society_licenses_nonexclusively_and_for_731_days(kind: MandateKind) -> None:
    society = replace(GIVEN, kind=kind)
    longest = replace(LINE, end=START + SOCIETY_TERM_S)
    assert covers(society, longest)
    assert not covers(society, replace(longest, end=longest.end + 1))
    assert not covers(society, replace(LINE, exclusivity=2))
    assert covers(GIVEN, replace(LINE, exclusivity=3, end=OPEN_END))


def test_a_mandate_ends_as_agreed_or_for_one_or_for_all() -> None:
    both = replace(GIVEN, givers=tuple(sorted((LIN, KAI))))
    state = world(active(both), active(both, (LIN, 700)), active(both, (ZERO_ADDRESS, 800), (LIN, 700)))
    assert [end_of_mandate(state, each) for each in ids(0, 1, 2)] == [3000, 3000, 800]
    one = state.mandates[ids(1)[0]]
    assert [is_live(one, LIN, 699), is_live(one, LIN, 700), is_live(one, KAI, 700)] == [True, False, True]


@pytest.mark.parametrize(("start", "recorded", "first"), [(500, 600, 600), (700, 600, 700), (600, 600, 600)])
def test_a_mandate_is_live_from_its_start_or_its_record(start: int, recorded: int, first: int) -> None:
    one = active(replace(GIVEN, start=start), time=recorded)
    assert not is_live(one, LIN, first - 1) and is_live(one, LIN, first)
    assert is_live(one, LIN, 2999) and not is_live(one, LIN, 3000)


def found(state: State, *signers: str, holder: str = LIN, moment: int = 1000) -> list[tuple[str, ...]]:
    return list(paths(state, LINE, holder, signers, moment))


def test_a_path_of_one_mandate() -> None:
    state = world(active(GIVEN))
    assert found(state, SUN) == [ids(0)]
    assert found(state) == found(state, KAI) == found(state, SUN, holder=KAI) == []
    assert found(state, SUN, moment=599) == [] and found(state, SUN, moment=3000) == []


@pytest.mark.parametrize(
    "change", [{"layer": 1}, {"usage": 0b1}, {"kind": K.RECIPROCAL}, {"kind": K.SUBPUBLISH}]
)
def test_what_does_not_cover_or_may_not_come_first_is_passed_over(change: dict[str, object]) -> None:
    wrong = active(replace(GIVEN, **change))  # type: ignore[arg-type]
    assert found(world(wrong, active(GIVEN)), SUN) == [ids(1)]
    assert found(world(active(replace(GIVEN, end=700)), active(GIVEN)), SUN) == [ids(1)]
    assert found(world(active(replace(GIVEN, givers=(MEI,))), active(GIVEN)), SUN) == [ids(1)]


def test_who_withdrew_is_no_longer_spoken_for_while_others_who_gave_with_him_are() -> None:
    both = replace(GIVEN, givers=tuple(sorted((LIN, KAI))))
    state = world(active(both, (LIN, 700)))
    assert found(state, SUN) == [] and found(state, SUN, moment=699) == [ids(0)]
    assert found(state, SUN, holder=KAI) == [ids(0)]


def chain(*kinds: MandateKind) -> State:
    """Mandates that hand on: from LIN to the first agent, from him to the next."""
    people = [LIN, *(party(f"agent {place}") for place in range(len(kinds)))]
    return world(
        *(
            active(replace(GIVEN, givers=(people[place],), to=people[place + 1], kind=kind, cap=1))
            for place, kind in enumerate(kinds)
        )
    )


@pytest.mark.parametrize(
    ("kinds", "leads"),
    [
        ((K.ADMIN, K.SUBPUBLISH, K.SUBPUBLISH), True),
        ((K.COLLECTIVE, K.RECIPROCAL, K.JOINT_COLLECTION), True),
        ((K.COLLECTIVE, K.JOINT_COLLECTION, K.JOINT_COLLECTION), True),
        ((K.AGENCY, K.SUBPUBLISH), False),
        ((K.AGENCY, K.AGENCY), False),
        ((K.ADMIN, K.ADMIN), False),
        ((K.ADMIN, K.RECIPROCAL), False),
        ((K.COLLECTIVE, K.COLLECTIVE), False),
        ((K.COLLECTIVE, K.SUBPUBLISH), False),
        ((K.ADMIN, K.SUBPUBLISH, K.RECIPROCAL), False),
    ],
)
def test_which_mandates_stand_on_which(kinds: tuple[MandateKind, ...], leads: bool) -> None:
    last = party(f"agent {len(kinds) - 1}")
    assert found(chain(*kinds), last) == ([ids(*range(len(kinds)))] if leads else [])


def test_each_signer_on_the_way_is_a_path_of_his_own() -> None:
    state = chain(K.ADMIN, K.SUBPUBLISH)
    assert found(state, party("agent 0"), party("agent 1")) == [ids(0), ids(0, 1)]


def test_five_hops_and_no_more() -> None:
    assert MAX_HOPS == 5
    long = chain(K.ADMIN, *[K.SUBPUBLISH] * 5)
    assert found(long, party("agent 4")) == [ids(0, 1, 2, 3, 4)]
    assert found(long, party("agent 5")) == []


def test_a_ring_of_mandates_ends() -> None:
    people = {"givers": (SUN,), "to": SUN, "kind": K.SUBPUBLISH}
    ring = world(active(replace(GIVEN, kind=K.ADMIN)), active(replace(GIVEN, **people)))  # type: ignore[arg-type]
    assert found(ring, SUN) == [ids(0), ids(0, 1)]
