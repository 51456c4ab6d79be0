"""What findings and chains name is what the ledger says: over every vector, every code, every step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.core.plain import judge
from ledger.core.rights import Layer, Usage
from scripts.vectors.verdicts import read
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

BESIDE_THE_LAYER: dict[str, set[tuple[str, ...]]] = {
    "BAD_SIGNATURE": {("account", "ref")},
    "CO_OWNERS_CONSULTED": {("holders",)},
    "DEAL_VOID": {("deal",)},
    "DUTY_PAYMENT": {("law", "payees")},
    "DUTY_STATUTORY": {("law", "payees")},
    "EARLIER_CLAIM": {("claimant",)},
    "EXPIRED": {("deal", "line", "end")},
    "JUNIOR_TO": {("deal",)},
    "MANDATE_SCOPE": {("holder", "mandate")},
    "MISSING_CONSENTS": {("holders",)},
    "MISSING_CO_OWNERS": {("holders",)},
    "NOT_FINAL": {("block",)},
    "NOT_IN_REPERTOIRE": {("holder", "society")},
    "NOT_YET": {("deal", "line", "start")},
    "NO_GRANT": {()},
    "OUT_OF_SCOPE": {("deal", "line", "usage", "territory", "use", "place")},
    "OWNER_BARRED_BY_EXCLUSIVE": {("deal",)},
    "OWNER_BARRED_BY_MANDATE": {("mandate",), ("mandate", "holder")},
    "PARENT_ENDED": {("end",)},
    "PARENT_UNKNOWN": {()},
    "PARTY_NOT_ATTESTED": {("account",)},
    "PRIOR_EXCLUSIVE": {("deal",)},
    "PUBLIC_DOMAIN": {("start",)},
    "REVOKED": {("deal", "line", "end", "by")},
    "SIGNATURE_NOT_SEEN": {("ref",)},
    "SUBLICENCE_EXCEEDS_PARENT": {("what",)},
    "TITLE_INCOMPLETE": {()},
    "TITLE_UNCONFIRMED": {("holder",)},
    "TITLE_VOID": {()},
}
"""What a finding names beside the work and the layer; some codes in two ways."""


def every(status: str) -> Iterator[tuple[Json, Json]]:
    """The documents of vectors with a status, and what the program says of each."""
    for case in CASES:
        if case["expected"]["verdict"].lower() == status:
            yield case["document"], judge(case["document"])


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


@pytest.mark.parametrize("status", STATUSES)
def test_the_vectors_of_a_status_hold(status: str) -> None:
    """Once more, in five tests instead of hundreds: mutants have no time for more (scripts/mutation.py)."""
    for case in CASES:
        if case["expected"]["verdict"].lower() == status:
            assert found(judge(case["document"])) == case["expected"], case["says"]


@pytest.mark.parametrize("status", STATUSES)
def test_a_finding_about_a_layer_names_it_and_what_its_sentence_needs(status: str) -> None:
    for _, answer in every(status):
        for layer in layers(answer):
            for said in layer["findings"]:
                named = tuple(key for key in said if key != "code")
                assert named[:2] == PLACED, said
                assert named[2:] in BESIDE_THE_LAYER[said["code"]], said
                assert (said["asset"], said["layer"]) == (layer["work"], layer["layer"]), said


@pytest.mark.parametrize("status", STATUSES)
def test_a_finding_about_a_work_names_it(status: str) -> None:
    for document, answer in every(status):
        for said in [*answer["findings"], *(each for one in answer["tracks"] for each in one["findings"])]:
            named = tuple(key for key in said if key != "code")
            if said["code"] == "NOTHING_ENGAGED":
                assert (named, said["use"]) == (("use",), document["question"]["use"])
                continue
            expected = {
                "TITLE_INCOMPLETE": PLACED,
                "NOT_FINAL": ("asset", "block"),
            }.get(said["code"], ("asset",))
            assert named == expected and said["asset"] in set(words(document)), said
            assert said["code"] in ABOUT_A_WORK or len(named) == 2
            assert said.get("layer", "WRK") == "WRK"


@pytest.mark.parametrize("status", STATUSES)
def test_whom_and_what_a_finding_names_the_ledger_knows(status: str) -> None:
    people = ("holders", "holder", "account", "society", "claimant", "by")
    for document, answer in every(status):
        known, question = set(words(document)), document["question"]
        for said in (each for layer in layers(answer) for each in layer["findings"]):
            for key in people:
                parts = str(said[key]).split(", ") if key in said and said[key] != "–" else []
                assert set(parts) <= known, said
            assert said.get("mandate") is None or said["mandate"] in events(document, "mandate")
            assert said.get("deal") is None or said["deal"] in events(document, "deal")
            assert said.get("use", question["use"]) == question["use"]
            assert said.get("place", question["territory"]) == question["territory"]
            assert said.get("what", "time") in {"usage", "territory", "time", "exclusivity", "depth"}


@pytest.mark.parametrize("status", STATUSES)
def test_what_a_finding_says_of_a_line_is_what_was_signed(status: str) -> None:
    for document, answer in every(status):
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


@pytest.mark.parametrize("status", STATUSES)
def test_every_step_of_a_chain_is_of_its_layer_and_names_the_event_that_recorded_it(status: str) -> None:
    for document, answer in every(status):
        moments = {each["time"] for each in document["facts"]["events"]}
        for layer in layers(answer):
            for hop in layer["chain"]:
                assert (hop["work"], hop["layer"]) == (layer["work"], layer["layer"]), hop
                assert hop["time"] in moments and hop["block"] > 0
                kind = {"line": "deal", "mandate": "mandate"}.get(hop["kind"])
                if kind is None:
                    assert hop["kind"] == "title"
                    continue
                recorded = events(document, kind)[hop["ref"].partition("#")[0]]
                assert hop["time"] == recorded["time"]


@pytest.mark.parametrize("status", STATUSES[:3])
def test_a_chain_leads_from_the_title_over_mandates_to_the_line_of_the_party(status: str) -> None:
    order = ["title", "mandate", "line"]
    for document, answer in every(status):
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


def test_every_layer_is_one_of_the_four() -> None:
    named = {layer["layer"] for status in STATUSES for _, one in every(status) for layer in layers(one)}
    assert named == {layer.name for layer in Layer}
