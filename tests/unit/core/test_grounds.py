"""V6 to V10: own titles, lines and blankets, at the seconds and hops where they begin and end."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from ledger.core.plain import judge
from tests.judge.words import WHOLE, Json

SOCIETY_TERM = 731 * 86_400
HALVES = {"WRK": {"ann": WHOLE // 2, "bo": WHOLE // 2}}
BO = {"work": "song", "layer": "WRK", "holder": "bo"}


def song(**fields: Any) -> Json:
    registered = {"event": "registered", "time": 100, "work": "song", "registrant": "ann"}
    return {**registered, "type": "MUSICAL_WORK", **fields}


def line(licensee: str = "venue", **fields: Any) -> Json:
    return {
        "work": "song", "layer": "WRK", "uses": ["PRINT"], "territories": ["CN"], "start": 110,
        "licensee": licensee, **fields,
    }  # fmt: skip


def deal(name: str, signers: str, *lines: Json, time: int = 110) -> Json:
    return {"event": "deal", "time": time, "deal": name, "signers": signers.split(), "lines": list(lines)}


def blanket(signers: str = "soc venue", time: int = 200, **fields: Any) -> Json:
    made = line(**{"society": "soc", "start": time, "end": time + SOCIETY_TERM, **fields})
    del made["work"]
    return deal("B", signers, made, time=time)


def mandate(giver: str, to: str, kind: str = "COLLECTIVE", time: int = 105, **fields: Any) -> Json:
    return {
        "event": "mandate", "time": time, "mandate": f"{giver} to {to}", "kind": kind, "givers": [giver],
        "to": to, "uses": ["PRINT"], "territories": ["CN"], "start": time, **fields,
    }  # fmt: skip


def withdrawn(giver: str, to: str, time: int, end: int) -> Json:
    name = f"{giver} to {to}"
    return {"event": "mandate_ended", "time": time, "mandate": name, "giver": giver, "end": end, "by": giver}


def answer(*events: Json, policy: Json | None = None, **asked: Any) -> Json:
    question = {"party": "venue", "use": "PRINT", "work": "song", "territory": "CN", "at": 300, **asked}
    return judge(
        {"facts": {"events": list(events), "records": {}}, "question": question, "policy": policy or {}}
    )


def told(*events: Json, **asked: Any) -> tuple[str, list[str]]:
    said = answer(*events, **asked)
    return said["verdict"], said["codes"]


# V6


def test_a_holder_is_barred_from_the_second_his_mandate_starts_to_the_second_it_ends() -> None:
    events = [song(), mandate("ann", "soc", start=200, end=400)]
    yes, no = ("AUTHORISED", []), ("NOT_AUTHORISED", ["OWNER_BARRED_BY_MANDATE"])
    found = {at: told(*events, party="ann", at=at) for at in (199, 200, 399, 400)}
    assert found == {199: yes, 200: no, 399: no, 400: yes}


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({}, "NOT_AUTHORISED"),
        ({"layer": "WRK", "work": "song"}, "NOT_AUTHORISED"),
        ({"bars": False}, "AUTHORISED"),
        ({"layer": "PHN"}, "AUTHORISED"),
        ({"work": "another"}, "AUTHORISED"),
        ({"uses": ["RENT"]}, "AUTHORISED"),
        ({"territories": ["HK"]}, "AUTHORISED"),
    ],
)
def test_a_mandate_bars_its_giver_within_its_scope_alone(fields: Json, verdict: str) -> None:
    assert answer(song(), mandate("ann", "soc", **fields), party="ann")["verdict"] == verdict


def test_a_withdrawal_frees_the_holder_at_the_second_at_which_it_takes_effect() -> None:
    events = [song(), mandate("ann", "soc"), withdrawn("ann", "soc", time=150, end=250)]
    assert told(*events, party="ann", at=249) == ("NOT_AUTHORISED", ["OWNER_BARRED_BY_MANDATE"])
    assert told(*events, party="ann", at=250) == ("AUTHORISED", [])


def test_a_mandate_of_a_publisher_to_his_sub_publisher_bars_no_holder() -> None:
    assert told(song(), mandate("ann", "pub", "SUBPUBLISH", bars=True), party="ann") == ("AUTHORISED", [])


def test_a_barred_holder_with_a_line_back_is_authorised() -> None:
    back = line("ann", end=110 + SOCIETY_TERM)
    said = answer(song(), mandate("ann", "soc"), deal("D", "soc ann", back), party="ann")
    assert said["verdict"] == "AUTHORISED"
    assert [other["codes"] for other in said["layers"][0]["others"]] == [["OWNER_BARRED_BY_MANDATE"]]


# V7: each end is the first second outside


@pytest.mark.parametrize(
    ("at", "verdict", "codes"),
    [
        (199, "NOT_AUTHORISED", ["NOT_YET"]),
        (200, "AUTHORISED", []),
        (399, "AUTHORISED", []),
        (400, "NOT_AUTHORISED", ["EXPIRED"]),
    ],
)
def test_a_line_covers_its_first_second_and_not_its_end(at: int, verdict: str, codes: list[str]) -> None:
    assert told(song(), deal("D", "ann venue", line(start=200, end=400)), at=at) == (verdict, codes)


@pytest.mark.parametrize(
    ("ended", "at", "codes"),
    [(300, 299, []), (300, 300, ["REVOKED"]), (400, 400, ["EXPIRED"]), (300, 400, ["REVOKED"])],
)
def test_who_ended_early_is_revoked_and_who_ran_out_expired(ended: int, at: int, codes: list[str]) -> None:
    end = {"event": "line_ended", "time": 150, "deal": "D", "line": 0, "end": ended, "by": "ann"}
    assert told(song(), deal("D", "ann venue", line(end=400)), end, at=at)[1] == codes


def test_out_of_scope_goes_before_the_times() -> None:
    given = deal("D", "ann venue", line(start=200, end=250, uses=["RENT"]))
    assert told(song(), given, at=100) == ("NOT_AUTHORISED", ["OUT_OF_SCOPE"])


def test_a_start_before_the_activation_is_flagged_and_one_at_it_is_not() -> None:
    assert answer(song(), deal("D", "ann venue", line(start=109)))["flags"].count("RETROACTIVE") == 1
    assert "RETROACTIVE" not in answer(song(), deal("D", "ann venue", line(start=110)))["flags"]


# V8


def test_a_sub_licence_under_a_deal_that_a_ruling_undid_is_void_too() -> None:
    child = line("bar", parent={"deal": "D", "line": 0}, start=120)
    ruling = {"subject": {"deal": "D"}, "opener": "ann"}
    events = [
        song(),
        deal("D", "ann venue", line(depth=1)),
        deal("E", "venue bar", child, time=120),
        {"event": "dispute_opened", "time": 130, **ruling},
        {"event": "dispute_resolved", "time": 140, **ruling, "arbiter": "judge", "decision": "UPHELD"},
    ]
    accepted = {"arbiters": ["judge"]}
    assert told(*events, party="bar") == ("AUTHORISED", []), "nobody accepted that arbiter"
    assert told(*events, party="bar", policy=accepted) == ("NOT_AUTHORISED", ["DEAL_VOID"])
    said = answer(*events, party="bar", policy=accepted)
    assert said["layers"][0]["findings"][0]["deal"] == "D"


def test_a_licensee_who_passed_an_exclusive_on_may_use_it_again_when_that_is_over() -> None:
    parent = line(exclusivity="EXCLUSIVE", depth=1, end=500)
    child = line("bar", parent={"deal": "D", "line": 0}, exclusivity="EXCLUSIVE", start=200, end=400)
    events = [song(), deal("D", "ann venue", parent), deal("E", "venue bar", child, time=120)]
    yes, no = ("AUTHORISED", []), ("NOT_AUTHORISED", ["OWNER_BARRED_BY_EXCLUSIVE"])
    assert {at: told(*events, at=at) for at in (199, 200, 399, 400)} == {199: yes, 200: no, 399: no, 400: yes}


# V9


def test_a_consulted_co_owner_may_be_absent_but_not_all_of_them() -> None:
    given = line(consulted=True)
    shared = [song(splits=HALVES), {"event": "confirmed", "time": 100, **BO}]
    assert told(*shared, deal("D", "ann venue", given)) == ("CONDITIONAL", ["MISSING_CO_OWNERS"])
    assert told(*shared, deal("D", "venue", given)) == ("NOT_AUTHORISED", ["MISSING_CONSENTS"])


def test_an_absent_co_owner_who_was_only_named_is_said_to_be_so() -> None:
    said = told(song(splits=HALVES), deal("D", "ann venue", line(consulted=True)))
    assert said == ("CONDITIONAL", ["MISSING_CO_OWNERS", "TITLE_UNCONFIRMED"])


@pytest.mark.parametrize("kind", ["SOLE", "EXCLUSIVE"])
def test_consulting_does_not_do_for_more_than_a_plain_licence(kind: str) -> None:
    given = line(consulted=True, exclusivity=kind)
    assert told(song(splits=HALVES), deal("D", "ann venue", given)) == (
        "NOT_AUTHORISED",
        ["MISSING_CONSENTS"],
    )


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, []),
        ({"uses": ["RENT"]}, ["MANDATE_SCOPE"]),
        ({"territories": ["HK"]}, ["MANDATE_SCOPE"]),
        ({"end": 110}, ["MISSING_CONSENTS"]),
        ({"end": 111}, []),
        ({"start": 110}, []),
        ({"start": 111}, ["MISSING_CONSENTS"]),
    ],
)
def test_an_agents_mandate_must_cover_the_line_and_live_when_it_is_recorded(
    fields: Json, codes: list[str]
) -> None:
    agency = mandate("ann", "agent", "AGENCY", **fields)
    assert told(song(), agency, deal("D", "agent venue", line()))[1] == codes


def test_an_agent_gives_no_more_than_his_cap() -> None:
    given = deal("D", "agent venue", line(exclusivity="SOLE"))
    assert told(song(), mandate("ann", "agent", "AGENCY", cap="SOLE"), given)[1] == []
    assert told(song(), mandate("ann", "agent", "AGENCY"), given)[1] == ["MANDATE_SCOPE"]


# V10


def chain_of_societies(hops: int) -> list[Json]:
    """A member, and so many mandates that lead to the society of the blanket."""
    names = ["ann", *(f"s{n}" for n in range(1, hops)), "soc"]
    first = mandate(names[0], names[1])
    return [first, *(mandate(one, to, "RECIPROCAL") for one, to in pairwise(names[1:]))]


def test_five_mandates_reach_a_society_and_six_do_not() -> None:
    assert told(song(), *chain_of_societies(5), blanket()) == ("AUTHORISED", [])
    assert told(song(), *chain_of_societies(6), blanket()) == ("NOT_AUTHORISED", ["NOT_IN_REPERTOIRE"])


def test_a_society_licenses_731_days_and_not_a_second_more() -> None:
    member = mandate("ann", "soc")
    longer = blanket(end=200 + SOCIETY_TERM + 1)
    assert told(song(), member, blanket()) == ("AUTHORISED", [])
    assert told(song(), member, longer) == ("NOT_AUTHORISED", ["NOT_IN_REPERTOIRE"])


def test_a_society_gives_no_exclusive() -> None:
    given = blanket(exclusivity="EXCLUSIVE")
    assert told(song(), mandate("ann", "soc"), given) == ("NOT_AUTHORISED", ["NOT_IN_REPERTOIRE"])


@pytest.mark.parametrize("kind", ["AGENCY", "ADMIN", "SUBPUBLISH"])
def test_what_was_given_for_ones_own_rights_is_not_passed_on_by_a_society(kind: str) -> None:
    passed = mandate("s1", "soc", kind, bars=False)
    assert told(song(), mandate("ann", "s1"), passed, blanket())[1] == ["NOT_IN_REPERTOIRE"]


def test_a_blanket_that_a_member_left_before_does_not_reach_him() -> None:
    member, left = mandate("ann", "soc"), withdrawn("ann", "soc", time=120, end=200)
    assert told(song(), member, left, blanket())[1] == ["NOT_IN_REPERTOIRE"]
    later = withdrawn("ann", "soc", time=120, end=201)
    assert told(song(), member, later, blanket()) == ("AUTHORISED", []), "he was there for one second"


def test_a_member_who_joins_after_the_blanket_is_in_it_from_that_second_on() -> None:
    joined = mandate("ann", "soc", time=250)
    assert told(song(), blanket(), joined, at=249)[1] == ["NOT_IN_REPERTOIRE"]
    assert told(song(), blanket(), joined, at=250) == ("AUTHORISED", [])


def test_an_exclusive_to_another_counts_against_a_blanket_while_it_lives() -> None:
    exclusive = deal("X", "ann film", line("film", exclusivity="EXCLUSIVE", end=300))
    events = [song(), exclusive, mandate("ann", "soc", time=115), blanket()]
    assert told(*events, at=299) == ("NOT_AUTHORISED", ["PRIOR_EXCLUSIVE"])
    assert told(*events, at=300) == ("AUTHORISED", [])


@pytest.mark.parametrize(("signers", "missing"), [("soc", "venue"), ("venue", "soc")])
def test_a_blanket_needs_the_society_and_the_licensee(signers: str, missing: str) -> None:
    said = answer(song(), mandate("ann", "soc"), blanket(signers))
    assert said["codes"] == ["MISSING_CONSENTS"]
    assert said["layers"][0]["findings"][0]["holders"] == missing


def test_an_exclusive_beside_blankets_of_a_society_that_was_left_says_so() -> None:
    member, left = mandate("ann", "soc"), withdrawn("ann", "soc", time=150, end=200)

    def flags(time: int) -> list[str]:
        given = line(exclusivity="EXCLUSIVE", start=time)
        return list(answer(song(), member, left, deal("D", "ann venue", given, time=time), at=time)["flags"])

    assert "BLANKET_RUNS_ON" in flags(200 + SOCIETY_TERM - 1)
    assert "BLANKET_RUNS_ON" not in flags(200 + SOCIETY_TERM)
