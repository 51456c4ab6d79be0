"""Facts as plain data (docs/verdict.md): what is not understood is refused with its place."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from ledger.core.plain import judge
from ledger.errors import BadInput, UsageError

WHOLE = 100_000_000
SONG = {"event": "registered", "time": 100, "work": "song", "type": "MUSICAL_WORK", "registrant": "lin"}
LINE = {
    "work": "song", "layer": "WRK", "uses": ["PRINT"], "territories": ["CN"], "start": 100,
    "licensee": "venue",
}  # fmt: skip
DEAL = {"event": "deal", "time": 110, "deal": "D", "signers": ["lin", "venue"], "lines": [LINE]}
MANDATE = {
    "event": "mandate", "time": 120, "mandate": "M", "kind": "AGENCY", "givers": ["lin"], "to": "agent",
    "uses": ["PRINT"], "territories": "WORLD", "start": 100,
}  # fmt: skip
OPENED = {
    "event": "dispute_opened",
    "time": 130,
    "subject": {"work": "song", "layer": "WRK"},
    "opener": "hao",
}
ASKED = {"party": "venue", "use": "PRINT", "work": "song", "territory": "CN", "at": 200}


def document(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    facts = {"events": [SONG, *events], "records": {"song": {}}, **more}
    return deepcopy({"facts": facts, "question": ASKED, "policy": {}})


def answer(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return judge(document(*events, **more))


def test_names_and_addresses_are_both_taken() -> None:
    address = "0x" + "Ab" * 20
    said = answer({**DEAL, "signers": ["lin", address], "lines": [{**LINE, "licensee": address}]})
    assert said["verdict"] == "NOT_AUTHORISED"
    asked = document({**DEAL, "signers": ["lin", address], "lines": [{**LINE, "licensee": address}]})
    asked["question"]["party"] = address.lower()
    assert judge(asked)["layers"][0]["chain"][1]["ref"] == "D#0"


def test_what_was_recorded_after_record_time_is_left_out() -> None:
    asked = document(DEAL)
    asked["question"]["known_at"] = 109
    assert judge(asked)["codes"] == ["NO_GRANT"]
    asked["question"]["known_at"] = 110
    assert judge(asked)["verdict"] == "AUTHORISED"


def test_attestations_are_given_and_taken_back() -> None:
    people = [
        {"event": "attested", "time": 140, "party": who, "by": "judge", "kind": 1} for who in ("lin", "venue")
    ]
    asked = document(DEAL, *people)
    asked["policy"] = {"attested": True, "attestors": ["judge"]}
    assert judge(asked)["verdict"] == "AUTHORISED"
    asked["facts"]["events"].append({**people[0], "time": 150, "withdrawn": True})
    assert judge(asked)["codes"] == ["PARTY_NOT_ATTESTED"]


def test_a_signature_that_is_not_its_keys_undoes_what_rests_on_it() -> None:
    said = answer({**DEAL, "bad_signatures": ["venue"]})
    assert said["verdict"] == "NOT_AUTHORISED" and said["codes"] == ["BAD_SIGNATURE"]
    finding = said["layers"][0]["findings"][0]
    assert (finding["account"], finding["ref"]) == ("venue", "D#0")


REFUSED: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "an unknown event": ([{"event": "sold", "time": 110}], "FIELD_CHOICE", "events[1].event"),
    "a field too many": ([{**DEAL, "colour": "red"}], "FIELD_UNKNOWN", "events[1].colour"),
    "a time that goes back": ([{**DEAL, "time": 99}], "PLAIN_ORDER", "events[1]"),
    "a block that goes back": ([{**DEAL, "block": 9}, {**MANDATE, "block": 8}], "PLAIN_ORDER", "events[2]"),
    "a work twice": ([{**SONG, "time": 110}], "PLAIN_ORDER", "events[1]"),
    "a deal twice": ([DEAL, DEAL], "PLAIN_ORDER", "events[2]"),
    "a mandate twice": ([MANDATE, MANDATE], "PLAIN_ORDER", "events[2]"),
    "a dispute twice": ([OPENED, OPENED], "PLAIN_ORDER", "events[2]"),
    "a layer that the type lacks": (
        [{**SONG, "work": "other", "time": 110, "splits": {"AVP": {"lin": WHOLE}}}],
        "FIELD_UNKNOWN", "splits.AVP",
    ),
    "a table that is no object": (
        [{**SONG, "work": "other", "time": 110, "splits": {"WRK": ["lin"]}}], "FIELD_TYPE", "shares",
    ),
    "a table of an unknown title": (
        [{"event": "title", "time": 110, "work": "x", "layer": "WRK", "shares": {}, "change": "ASSIGNED"}],
        "PLAIN_UNKNOWN", "events[1]",
    ),
    "an unknown change": (
        [{"event": "title", "time": 110, "work": "song", "layer": "WRK", "shares": {}, "change": "SOLD"}],
        "FIELD_CHOICE", "change",
    ),
    "a line on both": ([{**DEAL, "lines": [{**LINE, "society": "soc"}]}], "FIELD_MISSING", "lines[0].work"),
    "an unknown use": ([{**DEAL, "lines": [{**LINE, "uses": ["HUM"]}]}], "FIELD_CHOICE", "uses"),
    "an unknown exclusivity": (
        [{**DEAL, "lines": [{**LINE, "exclusivity": "VERY"}]}], "FIELD_CHOICE", "exclusivity",
    ),
    "an end of no line": (
        [DEAL, {"event": "line_ended", "time": 120, "deal": "D", "line": 1, "end": 130, "by": "lin"}],
        "PLAIN_UNKNOWN", "events[2]",
    ),
    "an end of no mandate": (
        [{"event": "mandate_ended", "time": 120, "mandate": "M", "end": 130, "by": "lin"}],
        "PLAIN_UNKNOWN", "events[1]",
    ),
    "a mandate of an unknown layer": ([{**MANDATE, "layer": "ALL"}], "FIELD_CHOICE", "layer"),
    "a dispute about nothing": (
        [{"event": "dispute_opened", "time": 130, "opener": "hao"}], "FIELD_MISSING", "subject",
    ),
    "a withdrawal of what is not open": (
        [{**OPENED, "event": "dispute_withdrawn"}], "PLAIN_ORDER", "events[1]",
    ),
    "a list that is none": ([{**DEAL, "signers": ["lin", 5]}], "FIELD_TYPE", "events[1].signers[1]"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_understood_is_refused(case: str) -> None:
    events, code, place = REFUSED[case]
    with pytest.raises(BadInput) as caught:
        answer(*events)
    assert caught.value.code == code and str(caught.value.params["field"]).endswith(place), (
        caught.value.params
    )


def test_documents_that_lack_a_part_or_name_an_unknown_problem() -> None:
    for part in ("facts", "question"):
        asked = document()
        del asked[part]
        with pytest.raises(BadInput) as caught:
            judge(asked)
        assert caught.value.code == "FIELD_MISSING" and caught.value.params["field"] == part
    with pytest.raises(BadInput) as caught:
        answer(records={"song": {"problem": "TORN"}})
    assert caught.value.code == "FIELD_CHOICE"
    asked = document()
    asked["question"]["territory"] = "XX"
    with pytest.raises(UsageError):
        judge(asked)
