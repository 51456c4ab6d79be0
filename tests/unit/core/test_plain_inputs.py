"""Facts as plain data (docs/verdict.md): what is not understood is refused with its place."""

from __future__ import annotations

from collections.abc import Iterator
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
WITHDRAWN = {**OPENED, "event": "dispute_withdrawn"}
RESOLVED = {**OPENED, "event": "dispute_resolved", "arbiter": "judge", "decision": "UPHELD"}
SEALED = {**SONG, "work": "sealed", "file": "tag"}
REVEALED = {"event": "revealed", "time": 110, "work": "sealed", "file": "wav"}
TITLE = {"event": "title", "time": 110, "work": "song", "layer": "WRK", "shares": {}, "change": "REPLACED"}
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
        "FIELD_UNKNOWN", "events[1].splits.AVP",
    ),
    "a table that is no object": (
        [{**SONG, "work": "other", "time": 110, "splits": {"WRK": ["lin"]}}],
        "FIELD_TYPE", "events[1].splits.WRK",
    ),
    "a table of an unknown title": (
        [{"event": "title", "time": 110, "work": "x", "layer": "WRK", "shares": {}, "change": "ASSIGNED"}],
        "PLAIN_UNKNOWN", "events[1]",
    ),
    "an unknown change": (
        [{"event": "title", "time": 110, "work": "song", "layer": "WRK", "shares": {}, "change": "SOLD"}],
        "FIELD_CHOICE", "events[1].change",
    ),
    "a line on both": (
        [{**DEAL, "lines": [{**LINE, "society": "soc"}]}], "FIELD_MISSING", "events[1].lines[0].work",
    ),
    "an unknown use": (
        [{**DEAL, "lines": [{**LINE, "uses": ["HUM"]}]}], "FIELD_CHOICE", "events[1].lines[0].uses",
    ),
    "an unknown exclusivity": (
        [{**DEAL, "lines": [{**LINE, "exclusivity": "VERY"}]}],
        "FIELD_CHOICE", "events[1].lines[0].exclusivity",
    ),
    "a moment before all others": ([{**DEAL, "time": -1}], "PLAIN_ORDER", "events[1]"),
    "what another work's file was shown to be": ([{**REVEALED, "work": "x"}], "PLAIN_UNKNOWN", "events[1]"),
    "a reveal of what has no file": ([{**REVEALED, "work": "song"}], "PLAIN_ORDER", "events[1]"),
    "a reveal twice": ([SEALED, REVEALED, REVEALED], "PLAIN_ORDER", "events[3]"),
    "a line under one before the first": (
        [{**DEAL, "lines": [{**LINE, "parent": {"deal": "D", "line": -1}}]}],
        "BAD_INTEGER", "events[1].lines[0].parent.line",
    ),
    "a line under one that no 64 bits number": (
        [{**DEAL, "lines": [{**LINE, "parent": {"deal": "D", "line": 2**64}}]}],
        "BAD_INTEGER", "events[1].lines[0].parent.line",
    ),
    "an end of a line before the first": (
        [DEAL, {"event": "line_ended", "time": 120, "deal": "D", "line": -1, "end": 130, "by": "lin"}],
        "PLAIN_UNKNOWN", "events[2]",
    ),
    "an end of a deal that is not there": (
        [{"event": "line_ended", "time": 120, "deal": "D", "line": 0, "end": 130, "by": "lin"}],
        "PLAIN_UNKNOWN", "events[1]",
    ),
    "units that are none": ([{**TITLE, "shares": {"lin": "all"}}], "BAD_INTEGER", "units"),
    "units of an account that is named twice": (
        [{**TITLE, "shares": {"0x" + "ab" * 20: 1, "0x" + "AB" * 20: "x"}}], "BAD_INTEGER", "units",
    ),
    "an end of no line": (
        [DEAL, {"event": "line_ended", "time": 120, "deal": "D", "line": 1, "end": 130, "by": "lin"}],
        "PLAIN_UNKNOWN", "events[2]",
    ),
    "an end of no mandate": (
        [{"event": "mandate_ended", "time": 120, "mandate": "M", "end": 130, "by": "lin"}],
        "PLAIN_UNKNOWN", "events[1]",
    ),
    "a mandate of an unknown layer": ([{**MANDATE, "layer": "ALL"}], "FIELD_CHOICE", "events[1].layer"),
    "a mandate of an unknown cap": ([{**MANDATE, "cap": "VERY"}], "FIELD_CHOICE", "events[1].cap"),
    "a dispute about nothing": (
        [{"event": "dispute_opened", "time": 130, "opener": "hao"}], "FIELD_MISSING", "events[1].subject",
    ),
    "a withdrawal of what is not open": ([WITHDRAWN], "PLAIN_ORDER", "events[1]"),
    "a withdrawal twice": ([OPENED, WITHDRAWN, WITHDRAWN], "PLAIN_ORDER", "events[3]"),
    "a ruling on what is not open": ([RESOLVED], "PLAIN_ORDER", "events[1]"),
    "a ruling on what was withdrawn": ([OPENED, WITHDRAWN, RESOLVED], "PLAIN_ORDER", "events[3]"),
    "a ruling on another's dispute": ([OPENED, {**RESOLVED, "opener": "lin"}], "PLAIN_ORDER", "events[2]"),
    "a list that is none": ([{**DEAL, "signers": ["lin", 5]}], "FIELD_TYPE", "events[1].signers[1]"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_understood_is_refused(case: str) -> None:
    events, code, place = REFUSED[case]
    with pytest.raises(BadInput) as caught:
        answer(*events)
    assert (caught.value.code, caught.value.params["field"]) == (code, place)


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


@pytest.mark.parametrize(
    ("event", "known"),
    [
        ({"event": "x" * 101, "time": 110}, "registered, revealed, title, confirmed, deal"),
        ({**TITLE, "change": "x" * 101}, "REPLACED, CLAIMED, ASSIGNED"),
        ({**DEAL, "lines": [{**LINE, "uses": ["x" * 101]}]}, "PHYSICAL, DIGITAL_COPY, RENT"),
        ({**MANDATE, "cap": "x" * 101}, "NONEXCLUSIVE, SOLE, EXCLUSIVE"),
    ],
)
def test_an_unknown_word_is_told_in_part_beside_those_that_are_known(
    event: dict[str, Any], known: str
) -> None:
    with pytest.raises(BadInput) as caught:
        answer(event)
    assert caught.value.code == "FIELD_CHOICE" and caught.value.params["value"] == "x" * 100
    assert str(caught.value.params["known"]).startswith(known)


FULL: dict[str, Any] = {
    "facts": {
        "events": [
            {
                **SONG, "file": "tag", "priority": 1, "links": [{"kind": "SAMPLES", "target": "x"}],
                "splits": {"WRK": {}}, "bad_signatures": ["lin"],
            },
            {**REVEALED, "work": "song", "block": 2},
            {**TITLE, "confirmed": True},
            {"event": "confirmed", "time": 110, "work": "song", "layer": "WRK", "holder": "hao"},
            {**DEAL, "arbiter": "judge", "lines": [
                {**LINE, "parent": {"deal": "up", "line": 0}, "depth": 1, "consulted": True},
                {**LINE, "end": 200, "exclusivity": "SOLE", "territories": "WORLD", "survives": True},
                {"society": "soc", "layer": "WRK", "start": 100, "licensee": "venue"},
            ]},
            {"event": "line_ended", "time": 110, "deal": "D", "line": 0, "end": 300, "by": "lin"},
            {**MANDATE, "bars": True, "cap": "SOLE", "layer": "WRK", "work": "song", "end": 500},
            {"event": "mandate_ended", "time": 120, "mandate": "M", "giver": "lin", "end": 400, "by": "mei"},
            OPENED, RESOLVED, WITHDRAWN,
            {**OPENED, "subject": {"deal": "D"}},
            {"event": "title_voided", "time": 130, "work": "song", "layer": "WRK"},
            {"event": "attested", "time": 130, "party": "hao", "by": "judge", "kind": 1, "withdrawn": True},
        ],
        "records": {
            "song": {
                "authors": [{"died": "1990", "legal_person": False}], "published": "2000",
                "performed": "2000", "fixed": "2000", "recorded_lawfully": True, "reserved": True,
                "problem": "HASH_MISMATCH",
            },
        },
        "final": 10,
    },
    "question": {**ASKED, "known_at": 500},
    "policy": {"strict": True, "finality": 1, "arbiters": ["judge"], "disputants": [], "attestors": []},
}  # fmt: skip
"""A document with an event of each kind, and every field."""


def with_one(value: Any, *, renamed: bool) -> Iterator[tuple[str, Any]]:
    """The value with one member null, or of a name that is not known; and its place."""
    places = range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
    for name in places:
        where = f"[{name}]" if isinstance(value, list) else f".{name}"
        changed = list(value) if isinstance(value, list) else dict(value)
        for path, other in with_one(value[name], renamed=renamed):
            changed[name] = other
            yield where + path, changed
        if not renamed:
            changed[name] = None
            yield where, changed
        elif isinstance(value, dict) and name != "song":
            yield where, {f"{key}x" if key == name else key: one for key, one in value.items()}


def refusals(*, renamed: bool) -> Iterator[tuple[str, str, str]]:
    """Where a document was changed, the code, and the place that it names."""
    for path, wrong in with_one(FULL, renamed=renamed):
        with pytest.raises(BadInput) as caught:
            judge(wrong)
        place = str(caught.value.params["field"])
        yield path[1:].removeprefix("facts."), caught.value.code, place.removeprefix("facts.")


def test_every_field_is_read_and_none_may_be_null() -> None:
    judge(FULL)
    for path, code, place in refusals(renamed=False):
        assert (code, place) == ("FIELD_TYPE", path)


def test_no_field_may_have_another_name() -> None:
    for path, code, place in refusals(renamed=True):
        asked = path.replace("society", "work").replace("subject.deal", "subject.work")  # either will do
        assert place == {"FIELD_MISSING": asked, "FIELD_UNKNOWN": f"{path}x"}[code]
