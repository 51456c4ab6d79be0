"""V10: whose mandates reach the society, at which moment, and which exclusives go before the blanket."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.licensing import MandateKind
from ledger.core.model import ZERO_HASH
from ledger.core.question import Question
from ledger.core.rights import Layer, Usage
from ledger.core.verification import verify
from tests.judge.words import WHOLE, Json
from tests.unit.core.test_grounds import answer, blanket, deal, line, mandate, song, told, withdrawn
from tests.unit.core.world import World, party, says

YES, OUTSIDE = ("AUTHORISED", []), ("NOT_AUTHORISED", ["NOT_IN_REPERTOIRE"])
FIRST, SECOND = "0x" + "1".zfill(40), "0x" + "2".zfill(40)
"""Accounts that stand in this order in every table."""

NARROW = [
    ({"work": "song"}, True),
    ({"layer": "WRK"}, True),
    ({"work": "another"}, False),
    ({"layer": "PHN"}, False),
]


def halves(one: str, other: str) -> Json:
    """A song of two, who have both signed its table."""
    return song(splits={"WRK": {one: WHOLE // 2, other: WHOLE // 2}})


def confirmed(holder: str) -> Json:
    return {"event": "confirmed", "time": 100, "work": "song", "layer": "WRK", "holder": holder}


@pytest.mark.parametrize(("fields", "about"), NARROW)
def test_a_member_reaches_the_society_with_what_he_gave_it(fields: Json, about: bool) -> None:
    assert told(song(), mandate("ann", "soc", **fields), blanket()) == (YES if about else OUTSIDE)


@pytest.mark.parametrize(("fields", "about"), NARROW)
def test_who_is_a_member_elsewhere_reaches_no_society_by_an_agency(fields: Json, about: bool) -> None:
    """Who gave a right to one society may not let another license it, not even as his agent (CMR 20)."""
    events = [song(), mandate("ann", "other", **fields), mandate("ann", "soc", "AGENCY"), blanket()]
    assert told(*events) == (OUTSIDE if about else YES)


@pytest.mark.parametrize(("start", "verdict"), [(200, OUTSIDE), (201, YES)])
def test_a_membership_elsewhere_counts_from_its_first_second(
    start: int, verdict: tuple[str, list[str]]
) -> None:
    """What begins a second after the blanket was recorded does not count against its licensee."""
    other = mandate("ann", "other", start=start)
    assert told(song(), other, mandate("ann", "soc", "AGENCY"), blanket()) == verdict


def test_every_holder_must_reach_the_society_which_reaches_itself() -> None:
    shared = blanket(f"{FIRST} venue", society=FIRST)
    assert told(halves(FIRST, SECOND), confirmed(SECOND), shared) == OUTSIDE
    member = mandate(SECOND, FIRST)
    assert told(halves(FIRST, SECOND), *map(confirmed, (FIRST, SECOND)), member, shared) == YES


def test_the_chain_names_the_mandate_of_each_holder() -> None:
    members = [mandate(FIRST, "soc"), mandate(SECOND, "soc")]
    said = answer(halves(FIRST, SECOND), *map(confirmed, (FIRST, SECOND)), *members, blanket())
    steps = [(hop["kind"], hop["ref"]) for hop in said["layers"][0]["chain"]]
    assert said["verdict"] == "AUTHORISED" and steps == [
        ("title", "song WRK 0"),
        ("mandate", f"{FIRST} to soc"),
        ("mandate", f"{SECOND} to soc"),
        ("line", "B#0"),
    ]


def test_a_blanket_tells_nothing_of_a_work_without_a_title() -> None:
    world, lin, society, venue = World(), party("lin"), party("society"), party("venue")
    work = world.register(lin)
    world.activate_mandate(world.mandate(lin, society, MandateKind.COLLECTIVE))
    made = world.line(ZERO_HASH, Layer.WRK, venue, society=society, end=world.time + 1000)
    world.deal(made, signers=sorted([society, venue]))
    question = Question(venue, Usage.STREAM_ONDEMAND, work, "CN", world.time)
    assert says(verify(world.state(), question), "AUTHORISED")
    bare = replace(world.state(), titles={})
    assert says(verify(bare, question), "INDETERMINATE", "TITLE_INCOMPLETE")


def test_before_a_work_is_registered_it_is_in_nobodys_repertoire() -> None:
    early = blanket(time=50)
    assert told(early, song()) == OUTSIDE
    assert told(early, song(), mandate("ann", "soc")) == YES


# Exclusives


@pytest.mark.parametrize(("time", "prior"), [(199, True), (200, True), (201, False)])
def test_an_exclusive_of_the_same_second_goes_before_the_blanket_and_a_later_one_does_not(
    time: int, prior: bool
) -> None:
    exclusive = deal("X", "ann soc film", line("film", exclusivity="EXCLUSIVE", start=time), time=time)
    in_order = [exclusive, blanket()] if time <= 200 else [blanket(), exclusive]
    said = told(song(), mandate("ann", "soc", "AGENCY", cap="EXCLUSIVE"), *in_order)
    assert said == (("NOT_AUTHORISED", ["PRIOR_EXCLUSIVE"]) if prior else YES)


def test_an_exclusive_to_the_licensee_hides_none_to_another() -> None:
    own = line(exclusivity="EXCLUSIVE", end=150)
    other = line("film", exclusivity="EXCLUSIVE", start=150)
    events = [song(), deal("O", "ann venue", own), deal("X", "ann film", other, time=111)]
    assert told(*events, mandate("ann", "soc", time=115), blanket())[1] == ["EXPIRED", "PRIOR_EXCLUSIVE"]


@pytest.mark.parametrize(
    ("fields", "flagged"),
    [
        ({}, True),
        *NARROW,
        ({"uses": ["RENT"]}, False),
        ({"territories": ["HK"]}, False),
        ({"start": 199}, True),
    ],
)
def test_blankets_run_on_only_where_the_society_that_was_left_could_give_them(
    fields: Json, flagged: bool
) -> None:
    member, left = mandate("ann", "soc", **fields), withdrawn("ann", "soc", time=150, end=200)
    given = deal("D", "ann venue", line(exclusivity="EXCLUSIVE", start=200), time=200)
    assert ("BLANKET_RUNS_ON" in answer(song(), member, left, given)["flags"]) is flagged


@pytest.mark.parametrize(("start", "flagged"), [(200, True), (201, False)])
def test_blankets_of_a_membership_that_begins_with_the_exclusive_run_on_beside_it(
    start: int, flagged: bool
) -> None:
    """The exclusive itself begins when the membership is over; blankets given in between outlast that."""
    member = mandate("ann", "soc", start=start, end=250)
    given = deal("D", "ann venue", line(exclusivity="EXCLUSIVE", start=250), time=200)
    said = answer(song(), member, given)
    assert said["verdict"] == "AUTHORISED" and ("BLANKET_RUNS_ON" in said["flags"]) is flagged
