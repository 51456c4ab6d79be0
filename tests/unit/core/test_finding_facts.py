"""What findings and chains name is what the ledger says: over every vector, every code, every step.

Each vector is judged once, and then looked at from all sides: mutants have no time for more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.core.plain import judge
from ledger.core.rights import Layer, Usage
from scripts.vectors.verdicts import read
from tests.unit.core.ground_forms import BESIDE_THE_LAYER, check_ground, watched
from tests.unit.core.test_verdict_vectors import found

FOLDER = Path(__file__).parents[2] / "vectors" / "verdict" / "v1"
Json = dict[str, Any]
CASES = read(FOLDER)
STATUSES = ["authorised", "authorised_with_duties", "conditional", "indeterminate", "not_authorised"]
PLACED = ("asset", "layer")

ABOUT_A_WORK = {
    "ALBUM_EMPTY", "BAD_QUERY", "HASH_MISMATCH", "RECORD_MISMATCH", "RECORD_NOT_SEEN", "UNKNOWN_ASSET",
}  # fmt: skip
"""They name the work."""

WEIGHED = dict.fromkeys(
    ("authorised", "conditional", "indeterminate", "not_authorised"), ("title", "line", "blanket")
)
"""Kinds of grounds with a status that the vectors with that status weigh."""


def layers(answer: Json) -> Iterator[Json]:
    """Every layer in an answer, those of parents and tracks too."""
    yield from answer["layers"]
    for parent in answer["parents"]:
        yield from parent["layers"]
    for track in answer["tracks"]:
        yield from layers(track)


def events(document: Json, kind: str) -> dict[str, Json]:
    """The events of a kind, by the name of what they record."""
    return {each[kind]: each for each in document["facts"]["events"] if each["event"] == kind}


def words(value: object) -> Iterator[str]:
    """Every string in a document."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from words(each)
    elif isinstance(value, list):
        for each in value:
            yield from words(each)
    elif isinstance(value, str):
        yield value


def check_findings_about_layers(answer: Json) -> None:
    """A finding about a layer names it, and what its sentence needs."""
    for layer in layers(answer):
        for said in layer["findings"]:
            named = tuple(key for key in said if key != "code")
            assert named[:2] == PLACED, said
            assert named[2:] in BESIDE_THE_LAYER[said["code"]], said
            assert (said["asset"], said["layer"]) == (layer["work"], layer["layer"]), said


def check_findings_about_works(document: Json, answer: Json) -> None:
    """A finding about a work names it."""
    for said in [*answer["findings"], *(each for one in answer["tracks"] for each in one["findings"])]:
        named = tuple(key for key in said if key != "code")
        if said["code"] == "NOTHING_ENGAGED":
            assert (named, said["use"]) == (("use",), document["question"]["use"])
            continue
        expected = {"TITLE_INCOMPLETE": PLACED, "NOT_FINAL": ("asset", "block")}.get(said["code"], ("asset",))
        assert named == expected and said["asset"] in set(words(document)), said
        assert said["code"] in ABOUT_A_WORK or len(named) == 2
        assert said.get("layer", "WRK") == "WRK"


def check_names(document: Json, answer: Json) -> None:
    """Whom and what a finding names the ledger knows."""
    people = ("holders", "holder", "account", "society", "claimant", "by")
    known, question = set(words(document)), document["question"]
    for said in (each for layer in layers(answer) for each in layer["findings"]):
        for key in people:
            parts = str(said[key]).split(", ") if key in said and said[key] != "–" else []
            assert set(parts) <= known, said
        assert said.get("mandate") is None or said["mandate"] in events(document, "mandate")
        assert said.get("deal") is None or said["deal"] in events(document, "deal")
        assert said.get("use", question["use"]) == question["use"]
        assert said.get("place", question["territory"]) == question["territory"]
        if "since" in said:
            assert said["since"] in {each["time"] for each in document["facts"]["events"]}
            assert said["since"] > min(question["at"], question.get("known_at", question["at"]))
        assert said.get("what", "time") in {"usage", "territory", "time", "exclusivity", "depth"}


def check_lines(document: Json, answer: Json) -> None:
    """What a finding says of a line is what was signed."""
    for said in (each for layer in layers(answer) for each in layer["findings"]):
        if "line" not in said:
            continue
        line = events(document, "deal")[said["deal"]]["lines"][said["line"]]
        uses = sum(Usage[name].mask for name in line["uses"])
        assert said.get("usage", uses) == uses
        assert said.get("start", line["start"]) == line["start"]
        if said["code"] == "EXPIRED":
            assert said["end"] == line["end"]
        elif said["code"] == "REVOKED":
            assert said["end"] < (line.get("end") or 2**64)


def check_steps(document: Json, answer: Json) -> None:
    """Every step of a chain is of its layer, and names the event that recorded it."""
    moments = {each["time"] for each in document["facts"]["events"]}
    for layer in layers(answer):
        assert layer["layer"] in Layer.__members__
        for hop in layer["chain"]:
            assert (hop["work"], hop["layer"]) == (layer["work"], layer["layer"]), hop
            assert hop["time"] in moments and hop["block"] > 0
            kind = {"line": "deal", "mandate": "mandate"}.get(hop["kind"])
            if kind is None:
                assert hop["kind"] == "title"
                continue
            recorded = events(document, kind)[hop["ref"].partition("#")[0]]
            assert hop["time"] == recorded["time"]


def check_order(document: Json, answer: Json) -> None:
    """A chain of what is good leads from the title over mandates to the line of the party."""
    order = ["title", "mandate", "line"]
    for layer in layers(answer):
        kinds = [hop["kind"] for hop in layer["chain"]]
        assert kinds == sorted(kinds, key=order.index)
        if kinds:
            assert kinds[0] == "title"
        if kinds[-1:] == ["line"] and not answer["parents"]:
            name, _, index = layer["chain"][-1]["ref"].partition("#")
            line = events(document, "deal")[name]["lines"][int(index)]
            assert line["licensee"] in (document["question"]["party"], "ANYONE")
            assert line["layer"] == layer["layer"]


@pytest.mark.parametrize("status", STATUSES)
def test_the_vectors_of_a_status_hold_and_name_what_the_ledger_says(
    monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    seen, weighed = 0, watched(monkeypatch)
    for case in CASES:
        if case["expected"]["verdict"].lower() != status:
            continue
        document, answer = case["document"], judge(case["document"])
        assert found(answer) == case["expected"], case["says"]
        check_findings_about_layers(answer)
        check_findings_about_works(document, answer)
        check_names(document, answer)
        check_lines(document, answer)
        check_steps(document, answer)
        if status in STATUSES[:3]:
            check_order(document, answer)
        seen += 1
    for ground in weighed:
        check_ground(*ground)
    assert seen > 10
    met = {(ground.kind, ground.status.value.lower()) for *_, ground in weighed}
    assert {(kind, status) for kind in WEIGHED.get(status, ())} <= met, "else the checks say little"
