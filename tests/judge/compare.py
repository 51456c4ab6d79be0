"""Where the program and the model differ about a document, and the smallest document where they still do."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.judge.words import Json

Answer = dict[str, Any]
Judge = Callable[[Json], Answer]


def differences(model: Answer, program: Answer) -> list[str]:
    """What differs, in words; codes may, since which of several reasons is named first is free."""
    found = [
        f"{key}: the model says {model[key]}, the program {program[key]}"
        for key in ("verdict", "until")
        if model[key] != program[key]
    ]
    found += _between("layer", model["layers"], _layers(program))
    found += _between("parent", model["parents"], _parents(program))
    tracks = [(track["work"], track["verdict"]) for track in program["tracks"]]
    if sorted(set(model["tracks"])) != sorted(set(tracks)):
        found.append(f"tracks: the model says {model['tracks']}, the program {tracks}")
    flags = set(program["flags"])
    if not model["flags"] <= flags <= model["flags"] | model["maybe"]:
        found.append(f"flags: the model says {sorted(model['flags'])}, the program {sorted(flags)}")
    return found


def _layers(program: Answer) -> dict[tuple[str, ...], str]:
    return {(layer["work"], layer["layer"]): layer["verdict"] for layer in program["layers"]}


def _parents(program: Answer) -> dict[tuple[str, ...], str]:
    return {
        (parent["work"], parent["kind"], parent["parent"]): parent["verdict"] for parent in program["parents"]
    }


def _between(
    what: str, model: dict[tuple[str, ...], str], program: dict[tuple[str, ...], str]
) -> Iterator[str]:
    for key in sorted(set(model) | set(program)):
        if model.get(key) != program.get(key):
            yield f"{what} {' '.join(key)}: the model says {model.get(key)}, the program {program.get(key)}"


def shrink(document: Json, differs: Callable[[Json], bool]) -> Json:
    """The document without whatever can be left out while the difference stays."""
    changed = True
    while changed:
        changed = False
        for smaller in _smaller(document):
            if _still(smaller, differs):
                document, changed = smaller, True
                break
    return document


def _still(document: Json, differs: Callable[[Json], bool]) -> bool:
    try:
        return differs(document)
    except Exception:  # a document that one of them can't read is no smaller example
        return False


def _smaller(document: Json) -> Iterator[Json]:
    """Documents with one event, record, option or part of an event less."""
    events = document["facts"]["events"]
    for place in reversed(range(len(events))):
        copied = copy.deepcopy(document)
        del copied["facts"]["events"][place]
        yield copied
    for where in _optional(document):
        for key in list(where(document)):
            copied = copy.deepcopy(document)
            del where(copied)[key]
            yield copied
    for place, event in enumerate(events):
        for key in ("lines", "links", "signers", "givers"):
            for number in range(len(event.get(key, [])) if len(event.get(key, [])) > 1 else 0):
                copied = copy.deepcopy(document)
                del copied["facts"]["events"][place][key][number]
                yield copied


def _optional(document: Json) -> Iterator[Callable[[Json], Json]]:
    """Places of a document whose keys may be missing."""
    yield lambda d: d["policy"]
    yield lambda d: d["facts"]["records"]
    for work, record in document["facts"]["records"].items():
        if isinstance(record, dict):
            yield lambda d, work=work: d["facts"]["records"][work]  # type: ignore[misc]
    yield lambda d: _Options(d["question"], ("known_at",))
    yield lambda d: _Options(d["facts"], ("final",))
    for place, event in enumerate(document["facts"]["events"]):
        keys = (
            "file",
            "priority",
            "links",
            "splits",
            "arbiter",
            "cap",
            "layer",
            "work",
            "confirmed",
            "giver",
        )
        if event["event"] in ("registered", "deal", "mandate", "mandate_ended"):
            kept = (
                keys if event["event"] == "mandate" else [key for key in keys if key not in ("work", "layer")]
            )
            yield lambda d, place=place, kept=kept: _Options(d["facts"]["events"][place], kept)  # type: ignore[misc]
        for number in range(len(event.get("lines", []))):
            yield lambda d, place=place, number=number: _Options(  # type: ignore[misc]
                d["facts"]["events"][place]["lines"][number], ("consulted", "survives", "depth", "end")
            )


class _Options(dict[str, Any]):
    """Some keys of a mapping: what is deleted here is deleted there."""

    def __init__(self, of: Json, keys: Any) -> None:
        super().__init__({key: of[key] for key in keys if key in of})
        self.of = of

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        del self.of[key]


def shown(document: Json, found: list[str]) -> str:
    """A difference for whoever reads a failed test."""
    events = "\n".join(f"    {json.dumps(event)}," for event in document["facts"]["events"])
    rest = {key: value for key, value in document["facts"].items() if key != "events"}
    lines = [
        *found,
        f"question {json.dumps(document['question'])}",
        f"policy {json.dumps(document['policy'])}",
    ]
    return "\n".join(["", *lines, f"facts {json.dumps(rest)}", events])
