"""V8 and V9: whose consent a line rests on, by mandates or his own hand, and what stands above it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.question import Question
from ledger.core.rights import Layer, Usage
from ledger.core.verification import verify
from tests.judge.words import WHOLE, Json
from tests.unit.core.test_grounds import answer, deal, line, mandate, song, told
from tests.unit.core.world import World, party, says

FIRST, SECOND, THIRD = ("0x" + digit.zfill(40) for digit in "123")
"""Accounts that stand in this order in every table."""


def shared(*holders: str) -> list[Json]:
    """A song of several, who have all signed its table."""
    part = WHOLE // len(holders)
    units = {holder: part for holder in holders} | {holders[0]: WHOLE - part * (len(holders) - 1)}
    signed = {"event": "confirmed", "time": 100, "work": "song", "layer": "WRK"}
    return [song(splits={"WRK": units}), *({**signed, "holder": holder} for holder in holders)]


def findings(said: Json) -> list[Json]:
    """What is said of the one layer, without the place."""
    (layer,) = said["layers"]
    return [
        {key: value for key, value in one.items() if key not in ("asset", "layer")}
        for one in layer["findings"]
    ]


# By mandates


def test_the_chain_names_the_mandate_of_each_holder_for_whom_an_agent_signed() -> None:
    agents = [mandate(FIRST, "agent", "AGENCY"), mandate(SECOND, "agent", "AGENCY")]
    said = answer(*shared(FIRST, SECOND), *agents, deal("D", "agent venue", line()))
    assert said["verdict"] == "AUTHORISED"
    steps = [hop["ref"] for hop in said["layers"][0]["chain"]]
    assert steps == ["song WRK 0", f"{FIRST} to agent", f"{SECOND} to agent", "D#0"]


@pytest.mark.parametrize("first", ["society", "agent"])
def test_an_agent_can_do_no_more_than_the_holder_who_is_barred(first: str) -> None:
    """Who gave a right to a society may not license it himself, nor by an agent (CMR 20)."""
    bar, agency = mandate("ann", "soc"), mandate("ann", "agent", "AGENCY")
    both = [bar, agency] if first == "society" else [agency, bar]
    signed = deal("D", "agent venue", line())
    assert told(song(), *both, signed) == ("NOT_AUTHORISED", ["MANDATE_SCOPE"])
    assert told(song(), agency, signed) == ("AUTHORISED", [])
    assert told(song(), *both, deal("D", "ann venue", line()))[1] == ["OWNER_BARRED_BY_MANDATE"]


def test_a_holder_who_is_barred_is_named_with_the_mandate_that_bars_him() -> None:
    said = answer(song(), mandate("ann", "soc"), deal("D", "ann venue", line()))
    assert said["verdict"] == "NOT_AUTHORISED"
    assert findings(said) == [{"code": "OWNER_BARRED_BY_MANDATE", "mandate": "ann to soc", "holder": "ann"}]


def test_all_co_owners_who_were_only_consulted_are_named() -> None:
    given = line(consulted=True)
    said = answer(*shared(FIRST, SECOND, THIRD), deal("D", f"{FIRST} venue", given))
    assert said["verdict"] == "CONDITIONAL"
    assert findings(said) == [{"code": "MISSING_CO_OWNERS", "holders": f"{SECOND}, {THIRD}"}]


def test_all_who_did_not_sign_are_named_first_and_then_whose_agent_went_too_far() -> None:
    narrow = mandate(FIRST, "agent", "AGENCY", uses=["RENT"])
    said = answer(*shared(FIRST, SECOND, THIRD), narrow, deal("D", "agent venue", line()))
    assert findings(said) == [
        {"code": "MISSING_CONSENTS", "holders": f"{SECOND}, {THIRD}"},
        {"code": "MANDATE_SCOPE", "holder": FIRST, "mandate": f"{FIRST} to agent"},
    ]


@pytest.mark.parametrize(
    "narrow", [{"uses": ["RENT"]}, {"territories": ["HK"]}, {"end": 110}, {"layer": "PHN"}]
)
def test_of_two_mandates_the_one_that_covers_the_line_counts(narrow: Json) -> None:
    idle, wide = (
        mandate("ann", "agent", "AGENCY", mandate="idle", **narrow),
        mandate("ann", "agent", "AGENCY"),
    )
    for both in ([idle, wide], [wide, idle]):
        said = answer(song(), *both, deal("D", "agent venue", line()))
        assert said["verdict"] == "AUTHORISED"
        assert said["layers"][0]["chain"][1]["ref"] == "ann to agent"


def test_the_society_signs_for_its_member_whatever_he_gave_before() -> None:
    given = line(end=110 + 731 * 86_400)
    for both in ([mandate("ann", "agent", "AGENCY"), mandate("ann", "soc")], [mandate("ann", "soc")]):
        assert told(song(), *both, deal("D", "soc venue", given)) == ("AUTHORISED", [])


@pytest.mark.parametrize("swapped", [False, True])
def test_a_publisher_who_gave_his_power_to_one_sub_publisher_passes_it_to_nobody_else(swapped: bool) -> None:
    """SUBPUBLISH bars its giver as the mandate says: then neither he nor another of his can sign."""
    admin = mandate("ann", "pub", "ADMIN")
    sole, other = mandate("pub", "sub", "SUBPUBLISH", bars=True), mandate("pub", "second", "SUBPUBLISH")
    both = [other, sole] if swapped else [sole, other]
    signed = {name: deal("D", f"{name} venue", line()) for name in ("sub", "second", "pub")}
    found = {name: told(song(), admin, *both, one)[0] for name, one in signed.items()}
    assert found == {"sub": "AUTHORISED", "second": "NOT_AUTHORISED", "pub": "NOT_AUTHORISED"}
    free = {name: told(song(), admin, other, one)[0] for name, one in signed.items()}
    assert free == {"sub": "NOT_AUTHORISED", "second": "AUTHORISED", "pub": "AUTHORISED"}


# What stands above


def test_a_line_is_no_parent_of_another_in_the_same_deal() -> None:
    """It was not on record before: the two are recorded as one."""
    child = line("bar", parent={"deal": "D", "line": 0})
    given = deal("D", "ann venue bar", line(depth=1), child)
    assert told(song(), given) == ("AUTHORISED", [])
    assert told(song(), given, party="bar") == ("NOT_AUTHORISED", ["PARENT_UNKNOWN"])


def test_a_line_that_was_signed_before_the_work_was_registered_stands_on_nothing() -> None:
    given = deal("D", "ann venue", line())
    said = answer(given, song(time=120))
    assert said["verdict"] == "NOT_AUTHORISED"
    assert findings(said) == [{"code": "MISSING_CONSENTS", "holders": "–"}]


def test_a_line_on_a_work_without_a_title_stands_on_nothing() -> None:
    world, lin, venue = World(), party("lin"), party("venue")
    work = world.register(lin)
    world.deal(world.line(work, Layer.WRK, venue))
    bare = replace(world.state(), titles={})
    verdict = verify(bare, Question(venue, Usage.STREAM_ONDEMAND, work, "CN", world.time))
    assert says(verdict, "INDETERMINATE", "TITLE_INCOMPLETE"), "nor can be told whose it is"
    (other,) = verdict.layers[0].others
    assert [one.code for one in other.findings] == ["MISSING_CONSENTS"]


@pytest.mark.parametrize(("end", "told_of"), [(400, []), (500, []), (501, ["SUBLICENCE_EXCEEDS_PARENT"])])
def test_a_sub_licence_outlives_no_end_that_was_announced_above_it(end: int, told_of: list[str]) -> None:
    """The parent's end in 500 was on record when the line under it was signed; the root runs to 900."""
    root = deal("D", "ann venue", line(depth=2, end=900))
    parent = line("bar", parent={"deal": "D", "line": 0}, start=120, end=900, depth=1)
    announced = {"event": "line_ended", "time": 130, "deal": "E", "line": 0, "end": 500, "by": "bar"}
    child = line("pub", parent={"deal": "E", "line": 0}, start=140, end=end)
    events = [song(), root, deal("E", "venue bar", parent, time=120), announced]
    said = answer(*events, deal("F", "bar pub", child, time=140), party="pub")
    assert said["codes"] == told_of
    if told_of:
        assert findings(said) == [{"code": "SUBLICENCE_EXCEEDS_PARENT", "what": "time"}]


def test_the_chain_names_the_very_line_above_though_its_twin_reads_the_same() -> None:
    twin = line(exclusivity="EXCLUSIVE", depth=3)
    children = [
        line("bar", exclusivity="EXCLUSIVE", parent={"deal": "D", "line": number}, start=120, depth=2)
        for number in (0, 1)
    ]
    away = line("pub", exclusivity="EXCLUSIVE", parent={"deal": "E", "line": 0}, start=140, depth=1)
    said = answer(
        song(),
        deal("D", "ann venue", twin, twin),
        deal("E", "venue bar", children[0], time=120),
        deal("F", "venue bar", children[1], time=130),
        deal("G", "venue bar pub", away, time=140),
        party="bar",
    )
    (layer,) = said["layers"]
    assert [hop["ref"] for hop in layer["chain"]] == ["song WRK 0", "D#1", "F#0"]
    assert [(one["ref"], one["codes"]) for one in layer["others"]] == [("E#0", ["OWNER_BARRED_BY_EXCLUSIVE"])]
