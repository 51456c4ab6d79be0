"""Verdict vectors: facts, a question, and the answer that RIGHTS.md gives, written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.vectors.verdicts import (
    blankets,
    combining,
    conflicts,
    consents,
    demands,
    derivatives,
    disputes,
    lines,
    makers,
    mandates,
    own,
    parents_of_lines,
    repertoire,
    scenes,
    stories,
    uses,
    works,
)
from scripts.vectors.verdicts.base import VERDICTS, Json

TOLD: tuple[Callable[[], Iterator[Json]], ...] = (
    works.cases,
    derivatives.cases,
    makers.cases,
    uses.cases,
    own.cases,
    lines.cases,
    parents_of_lines.cases,
    consents.cases,
    mandates.cases,
    blankets.cases,
    repertoire.cases,
    conflicts.cases,
    disputes.cases,
    demands.cases,
    combining.cases,
    stories.cases,
    scenes.cases,
)


def cases() -> list[Json]:
    """Every case, in the order of the checks.

    Raises:
        ValueError: Two cases have one name.
    """
    found = [each for tell in TOLD for each in tell()]
    names = [each["name"] for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"cases of one name: {', '.join(twice)}")
    return found


def files() -> dict[str, list[Json]]:
    """The cases by file, sorted by verdict."""
    every = cases()
    return {
        f"{status.lower()}.json": [each for each in every if each["expected"]["verdict"] == status]
        for status in VERDICTS.values()
    }


def read(folder: Path) -> list[Json]:
    """The cases that are kept in a folder."""
    return [
        each
        for name in sorted(folder.glob("*.json"))
        for each in json.loads(name.read_text(encoding="utf-8"))
    ]
