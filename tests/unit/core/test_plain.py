"""The verdict as plain data: names come back as they were given, parts are where docs/verdict.md says."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.plain import judge
from ledger.core.plain_names import Names
from ledger.errors import BadInput
from tests.judge.words import WHOLE, Json

SONG = {"event": "registered", "time": 100, "work": "song", "type": "MUSICAL_WORK", "registrant": "lin"}
LINE = {
    "work": "song", "layer": "WRK", "uses": ["PRINT"], "territories": ["CN"], "start": 100,
    "licensee": "venue",
}  # fmt: skip
DEAL = {"event": "deal", "time": 110, "deal": "D", "signers": ["lin", "venue"], "lines": [LINE]}
TITLE = {"event": "title", "time": 120, "work": "song", "layer": "WRK", "shares": {"hao": WHOLE}}


def answer(*events: Json, facts: Json | None = None, **asked: Any) -> Json:
    question = {"party": "venue", "use": "PRINT", "work": "song", "territory": "CN", "at": 200, **asked}
    return judge({"facts": {"events": list(events), "records": {}, **(facts or {})}, "question": question})


# Names


def test_a_name_is_the_same_account_each_time_and_never_a_thing() -> None:
    names = Names()
    assert names.account("lin") == Names().account("lin") != names.account("Lin")
    assert len(names.account("lin")) == 42 and len(names.thing("lin")) == 66
    assert names.back(names.account("lin")) == names.back(names.thing("lin")) == "lin"


@pytest.mark.parametrize("given", ["0x" + "ab" * 20, "0x" + "AB" * 20, "0X" + "Ab" * 20])
def test_an_address_or_id_is_itself_however_it_is_written(given: str) -> None:
    names = Names()
    assert names.account(given) == "0x" + "ab" * 20
    assert names.back("0x" + "ab" * 20) == given, "and comes back as it was first met"
    assert Names().thing(given + "Ef" * 12) == "0x" + "ab" * 20 + "ef" * 12


@pytest.mark.parametrize(
    "given",
    ["0x" + "ab" * 19, "0x" + "ab" * 19 + "ag", "00" + "ab" * 20, "0xg" + "a" * 39, "0x" + "ab" * 32],
)
def test_what_only_resembles_an_address_is_a_name(given: str) -> None:
    names = Names()
    found = names.account(given)
    assert found != given and len(found) == 42 and names.back(found) == given


def test_anyone_is_the_zero_address_and_an_unmet_one_is_its_own_name() -> None:
    names = Names()
    assert names.account("ANYONE") == "0x" + "00" * 20
    assert names.back("0x" + "00" * 20) == "ANYONE"
    assert names.back("0x" + "cd" * 20) == "0x" + "cd" * 20


# What is told


@pytest.mark.parametrize(
    ("kind", "use", "record", "codes"),
    [
        ("MUSICAL_WORK", "PRINT", {}, {"WRK": "NO_GRANT"}),
        ("MUSICAL_WORK", "PRINT", {"authors": [{"died": "1960"}]}, {"WRK": "PUBLIC_DOMAIN"}),
        ("MUSICAL_WORK", "PRINT", {"authors": [{"died": "1960"}, {}]}, {"WRK": "NO_GRANT"}),
        ("MUSICAL_WORK", "PRINT", {"authors": [{"died": "1960", "legal_person": True}]}, {"WRK": "NO_GRANT"}),
        (
            "MUSICAL_WORK", "PRINT", {"authors": [{"legal_person": True}], "published": "1960"},
            {"WRK": "PUBLIC_DOMAIN"},
        ),
        ("SOUND_RECORDING", "RENT", {"performed": "1960"}, {"PRF": "PUBLIC_DOMAIN", "PHN": "NO_GRANT"}),
        ("SOUND_RECORDING", "RENT", {"fixed": "1960"}, {"PRF": "NO_GRANT", "PHN": "PUBLIC_DOMAIN"}),
        ("MUSICAL_WORK", "COVER_RECORD", {"recorded_lawfully": True}, {"WRK": "DUTY_STATUTORY"}),
        (
            "MUSICAL_WORK", "COVER_RECORD", {"recorded_lawfully": True, "reserved": True},
            {"WRK": "NO_GRANT"},
        ),
    ],
)  # fmt: skip
def test_what_a_record_says_counts(kind: str, use: str, record: Json, codes: Json) -> None:
    links = [{"kind": "EMBODIES", "target": "song"}] if kind == "SOUND_RECORDING" else []
    work = {**SONG, "work": "it", "type": kind, "links": links}
    said = answer(work, facts={"records": {"it": record}}, work="it", use=use, at=2 * 10**9)
    assert {layer["layer"]: ", ".join(layer["codes"]) for layer in said["layers"]} == codes


def test_a_record_may_be_seen_sealed_or_another() -> None:
    def said(record: object, **policy: bool) -> tuple[list[str], list[str]]:
        question = {"party": "lin", "use": "PRINT", "work": "song", "territory": "CN", "at": 200}
        facts = {"events": [SONG], "records": {"song": record}}
        found = judge({"facts": facts, "question": question, "policy": policy})
        return found["codes"], found["flags"]

    assert said({}) == ([], []) == said({}, strict=True)
    assert said("sealed") == ([], ["RECORD_NOT_SEEN"])
    assert said("sealed", strict=True) == (["RECORD_NOT_SEEN"], ["RECORD_NOT_SEEN"])
    for problem in ("HASH_MISMATCH", "RECORD_MISMATCH"):
        assert said({"problem": problem}) == ([problem], [])


def test_a_public_licence_serves_whoever_asks() -> None:
    public = {**DEAL, "signers": ["lin"], "lines": [{**LINE, "licensee": "ANYONE"}]}
    assert answer(SONG, public, party="whoever")["verdict"] == "AUTHORISED"


def test_a_line_stands_on_the_title_at_the_time_of_its_deal() -> None:
    sold = {**TITLE, "change": "ASSIGNED"}
    assert answer(SONG, DEAL, sold)["verdict"] == "AUTHORISED", "a later assignment never breaks it"
    late = answer(SONG, sold, {**DEAL, "time": 130})
    assert (late["verdict"], late["codes"]) == ("NOT_AUTHORISED", ["MISSING_CONSENTS"])
    assert late["layers"][0]["findings"][0]["holders"] == "hao"


def test_an_assignment_was_signed_by_all_and_a_replacement_by_nobody() -> None:
    for change, verdict in (
        ("ASSIGNED", "AUTHORISED"),
        ("REPLACED", "CONDITIONAL"),
        ("CLAIMED", "CONDITIONAL"),
    ):
        assert answer(SONG, {**TITLE, "change": change}, party="hao")["verdict"] == verdict
    confirmed = {**TITLE, "change": "REPLACED", "confirmed": True}
    assert answer(SONG, confirmed, party="hao")["verdict"] == "AUTHORISED"


def test_a_holder_who_signs_the_present_table_confirms_no_later_one() -> None:
    replaced = {**TITLE, "change": "REPLACED"}
    signed = {"event": "confirmed", "time": 125, "work": "song", "layer": "WRK", "holder": "hao"}
    assert answer(SONG, replaced, signed, party="hao")["verdict"] == "AUTHORISED"


def test_units_of_somebody_without_a_key_leave_the_title_incomplete_until_they_are_claimed() -> None:
    open_ = {**SONG, "splits": {"WRK": {"lin": WHOLE - 1, "?ghost": 1}}}
    said = answer(open_, party="lin")
    assert (said["verdict"], said["codes"]) == ("INDETERMINATE", ["TITLE_INCOMPLETE"])
    claimed = {**TITLE, "change": "CLAIMED", "shares": {"lin": WHOLE - 1, "ghost": 1}, "confirmed": True}
    assert answer(open_, claimed, party="lin")["verdict"] == "CONDITIONAL", "a co-owner must be consulted"


def test_an_end_that_one_giver_announced_leaves_the_others_mandates() -> None:
    given: Json = {
        "event": "mandate", "time": 105, "mandate": "M", "kind": "COLLECTIVE", "givers": ["hao", "lin"],
        "to": "soc", "uses": ["PRINT"], "territories": "WORLD", "start": 105,
    }  # fmt: skip
    end: Json = {"event": "mandate_ended", "time": 110, "mandate": "M", "end": 150, "by": "lin"}
    barred = ["OWNER_BARRED_BY_MANDATE"]
    assert answer(SONG, given, party="lin")["codes"] == barred
    assert answer(SONG, given, {**end, "giver": "lin"}, party="lin")["codes"] == []
    assert answer(SONG, given, {**end, "giver": "hao"}, party="lin")["codes"] == barred
    assert answer(SONG, given, end, party="lin")["codes"] == [], "without a giver, for all"


@pytest.mark.parametrize(
    ("final", "verdict"), [(2, "AUTHORISED"), (1, "INDETERMINATE"), (0, "INDETERMINATE")]
)
def test_each_event_is_a_block_of_its_own_unless_it_says_otherwise(final: int, verdict: str) -> None:
    assert answer(SONG, DEAL, facts={"final": final})["verdict"] == verdict
    together = [{**SONG, "block": 7}, {**DEAL, "block": 7}]
    assert answer(*together, facts={"final": 7})["verdict"] == "AUTHORISED"
    assert answer(*together, facts={"final": 6})["codes"] == ["NOT_FINAL"]


def test_a_wrong_signature_is_that_of_its_event_alone_though_others_share_the_block() -> None:
    other = {**DEAL, "deal": "E", "lines": [{**LINE, "licensee": "bar"}], "signers": ["bar", "lin"]}
    events = [{**SONG, "block": 1}, {**other, "block": 1, "bad_signatures": ["lin"]}, {**DEAL, "block": 1}]
    assert answer(*events)["verdict"] == "AUTHORISED"
    assert answer(*events, party="bar")["codes"] == ["BAD_SIGNATURE"]


def test_nothing_is_known_and_nothing_final_before_the_beginning() -> None:
    """A number below nought is no way to say that it does not matter."""
    asked: Json = {"party": "lin", "use": "PRINT", "work": "song", "territory": "CN", "at": 200}
    facts: Json = {"events": [SONG]}
    assert judge({"facts": {**facts, "final": -1}, "question": asked})["codes"] == ["NOT_FINAL"]
    first = {"facts": {"events": [{**SONG, "time": 0}]}, "question": {**asked, "known_at": 0}}
    assert judge(first)["verdict"] == "AUTHORISED"
    first["question"]["known_at"] = -1
    assert judge(first)["codes"] == ["UNKNOWN_ASSET"]


@pytest.mark.parametrize(("finality", "codes"), [(1, []), (2, ["NOT_FINAL"])])
def test_the_last_event_tells_how_deep_a_fact_lies(finality: int, codes: list[str]) -> None:
    asked = {"party": "venue", "use": "PRINT", "work": "song", "territory": "CN", "at": 200}
    events = [SONG, DEAL, {**SONG, "work": "other", "time": 120}]
    said = judge({"facts": {"events": events}, "question": asked, "policy": {"finality": finality}})
    assert said["codes"] == codes


# What is answered


def test_the_whole_answer_about_a_work_that_was_made_from_another() -> None:
    cover = {
        **SONG, "work": "cover", "registrant": "hao", "links": [{"kind": "DERIVED_FROM", "target": "song"}],
    }  # fmt: skip
    lines = [{**LINE, "end": 500}, {**LINE, "work": "cover"}]
    deal = {**DEAL, "signers": ["lin", "venue", "hao"], "lines": lines}
    place = {"work": "cover", "layer": "WRK"}
    above = {"work": "song", "layer": "WRK"}
    good = {"verdict": "AUTHORISED", "codes": []}
    assert answer(SONG, cover, deal, work="cover") == {
        **good, "flags": ["RECORD_NOT_SEEN", "RETROACTIVE"], "findings": [], "tracks": [], "until": 500,
        "layers": [{
            **place, **good, "findings": [], "flags": ["RETROACTIVE"], "others": [],
            "chain": [
                {**place, "kind": "title", "ref": "cover WRK 0", "block": 2, "time": 100},
                {**place, "kind": "line", "ref": "D#1", "block": 3, "time": 110},
            ],
        }],
        "parents": [{
            **good, "work": "cover", "kind": "DERIVED_FROM", "parent": "song",
            "layers": [{
                **above, **good, "findings": [], "flags": ["RETROACTIVE"], "others": [],
                "chain": [
                    {**above, "kind": "title", "ref": "song WRK 0", "block": 1, "time": 100},
                    {**above, "kind": "line", "ref": "D#0", "block": 3, "time": 110},
                ],
            }],
        }],
    }  # fmt: skip
    bad = answer(SONG, cover, work="cover")
    assert (bad["codes"], bad["until"]) == (["PARENT_NOT_CLEARED", "NO_GRANT"], None)
    assert bad["parents"][0]["codes"] == ["PARENT_NOT_CLEARED"]
    assert bad["layers"][0]["findings"] == [{"code": "NO_GRANT", "asset": "cover", "layer": "WRK"}]


def test_a_work_that_nobody_registered() -> None:
    said = answer(work="nothing")
    assert said["findings"] == [{"code": "UNKNOWN_ASSET", "asset": "nothing"}]
    assert (said["verdict"], said["codes"], said["layers"]) == ("INDETERMINATE", ["UNKNOWN_ASSET"], [])


def test_several_people_are_named_one_by_one() -> None:
    three = {**SONG, "splits": {"WRK": {"lin": WHOLE - 2, "hao": 1, "mei": 1}}}
    (finding,) = answer(three, DEAL)["layers"][0]["findings"]
    assert finding["code"] == "MISSING_CONSENTS"
    assert sorted(finding["holders"].split(", ")) == ["hao", "mei"]


def test_the_chain_names_each_step_and_where_it_was_recorded() -> None:
    (layer,) = answer(SONG, DEAL)["layers"]
    assert (layer["work"], layer["layer"], layer["verdict"]) == ("song", "WRK", "AUTHORISED")
    assert [(hop["kind"], hop["ref"], hop["block"], hop["time"]) for hop in layer["chain"]] == [
        ("title", "song WRK 0", 1, 100),
        ("line", "D#0", 2, 110),
    ]


def test_an_album_is_told_track_by_track_and_is_as_good_as_the_worst() -> None:
    other = {**SONG, "work": "other", "registrant": "hao"}
    album = {
        **SONG, "work": "album", "type": "COMPILATION",
        "links": [{"kind": "CONTAINS", "target": "song"}, {"kind": "CONTAINS", "target": "other"}],
    }  # fmt: skip
    said = answer(SONG, other, album, DEAL, work="album")
    assert said["verdict"] == "NOT_AUTHORISED" and said["layers"] == []
    tracks = {track["work"]: (track["verdict"], track["codes"]) for track in said["tracks"]}
    assert tracks == {"song": ("AUTHORISED", []), "other": ("NOT_AUTHORISED", ["NO_GRANT"])}


def test_grounds_that_do_not_count_are_listed_beside_the_one_that_does() -> None:
    over = {**DEAL, "deal": "old", "lines": [{**LINE, "end": 150}]}
    (layer,) = answer(SONG, over, DEAL)["layers"]
    assert layer["codes"] == []
    assert [(one["kind"], one["ref"], one["verdict"], one["codes"]) for one in layer["others"]] == [
        ("line", "old#0", "NOT_AUTHORISED", ["EXPIRED"])
    ]


def test_a_moment_is_an_unsigned_number_of_64_bits() -> None:
    assert answer(SONG, DEAL, at=2**64 - 2)["verdict"] == "AUTHORISED"
    for wrong in (-1, 2**64):
        with pytest.raises(BadInput) as caught:
            answer(SONG, DEAL, at=wrong)
        assert caught.value.params["field"] == "at"


def test_the_last_moment_there_is_lies_beyond_an_open_end() -> None:
    assert answer(SONG, DEAL, at=2**64 - 1)["codes"] == ["EXPIRED"]
