"""The verifier of RIGHTS.md 6, as literally as it can be written: slow, and nothing shared with the program.

`verdict(document)` takes the plain data of docs/verdict.md. `codes` are what the model thinks of each ground
and parent, to help whoever reads a difference; `maybe` are flags that depend on which of several equally
strong grounds is taken.
"""

from __future__ import annotations

from typing import Any

from tests.judge import expand, terms
from tests.judge.facts import Facts
from tests.judge.layers import Asked, Result, judge_asset, judge_own_layers
from tests.judge.parents import judge_parent
from tests.judge.words import OPEN, Json


def verdict(document: Json, *, until: bool = True) -> dict[str, Any]:
    """The answer of the model; without `until` it is quicker."""
    question = document["question"]
    facts = Facts(document["facts"], document.get("policy", {}), question.get("known_at"))
    result = answer(facts, question, question["at"])
    return {
        "verdict": result.verdict,
        "layers": result.layers,
        "codes": result.codes,
        "others": result.others,
        "parents": result.parents,
        "flags": result.flags,
        "maybe": result.maybe,
        "tracks": result.tracks,
        "until": next_change(facts, question, result.verdict) if until else None,
    }


def next_change(facts: Facts, question: Json, now: str) -> int | None:
    """The first second after t at which the verdict differs, if nothing new is recorded."""
    for time in sorted(turning_points(facts)):
        if time > question["at"] and answer(facts, question, time).verdict != now:
            return time
    return None


def turning_points(facts: Facts) -> set[int]:
    """Every time that a document mentions: nothing changes between two of them."""
    found = terms.turning_points(facts) | {event["time"] for event in facts.all}
    for line in facts.lines.values():
        found |= {line.start, line.end, facts.end_of(line)}
    for mandate in facts.mandates:
        found |= {mandate.start, mandate.end, facts.mandate_end(mandate)}
    return {time for time in found if time < OPEN}


def answer(facts: Facts, question: Json, at: int) -> Result:
    """The question about a work, at a time."""
    asked = Asked(question["party"], question["use"], question["territory"], at)
    result = Result()
    work = question["work"]
    if asked.territory != "CN" and not (facts.knows(work) and facts.type_of(work) == "COMPILATION"):
        result.flags.add("PROFILE_DEFAULT")
    if not facts.knows(work):
        result.others[work, "UNKNOWN_ASSET"] = "INDETERMINATE"
    elif expand.is_bad(facts, work):
        result.others[work, "BAD_QUERY"] = "INDETERMINATE"
    else:
        judge_known(facts, work, asked, result)
    return result


def judge_known(facts: Facts, work: str, asked: Asked, result: Result) -> None:
    """A known asset: an album by its tracks, anything else by its layers and parents."""
    if facts.type_of(work) == "COMPILATION":
        judge_asset(facts, work, result)
        judge_album(facts, work, asked, result)
        return
    if asked.territory != "CN":
        result.flags.add("PROFILE_DEFAULT")
    judge_own_layers(facts, work, asked, result)
    for derivative, kind, parent in expand.parents(facts, work):
        judge_parent(facts, derivative, kind, parent, asked, result)


def judge_album(facts: Facts, work: str, asked: Asked, result: Result) -> None:
    """An album has the status of its worst track; an empty one is INDETERMINATE."""
    tracks = facts.links(work, "CONTAINS")
    if not tracks:
        result.others[work, "EMPTY_ALBUM"] = "INDETERMINATE"
    for _, track in tracks:
        one = Result()
        if facts.knows(track):
            judge_known(facts, track, asked, one)
        else:
            one.others[track, "UNKNOWN_ASSET"] = "INDETERMINATE"
            one.flags |= {"PROFILE_DEFAULT"} if asked.territory != "CN" else set()
        result.tracks.append((track, one.verdict))
        result.flags |= one.flags
        result.maybe |= one.maybe
