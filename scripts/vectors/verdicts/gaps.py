"""What the vectors must cover, and what they don't: codes; checks, cells and rules of RIGHTS.md."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from ledger.core.rights import Layer, Usage
from scripts.hardhat import ROOT
from scripts.vectors.verdicts.base import Json

CORE = ROOT / "ledger" / "core"
RULES = ROOT / "tests" / "rules" / "verdicts.toml"
_SAYS = ("Finding", "finding", "_said")
_FLAGGING = ("verification.py", "grounds.py", "reliance.py", "blankets.py")
_PROBLEMS = "seen.py"
_CODE = re.compile(r"[A-Z]+(_[A-Z]+)*\Z")
_LINES = ("NONEXCLUSIVE", "SOLE", "EXCLUSIVE")

UNTOLD = frozenset({"SIGNATURE_NOT_SEEN"})
"""Codes that no document can bring about: that a signature could not be had is no plain fact."""

CHECKS = tuple(f"V{number}" for number in range(14))
SENIORS = (*_LINES, "COLLECTIVE", "OPEN", "UPHELD")
JUNIORS = (*_LINES, "ASSIGNMENT", "OWN")
UNJUDGED = frozenset({"conflict:COLLECTIVE/ASSIGNMENT"})
"""Cells that the ledger judges when it records, so that the verifier meets only what it let pass."""


def emitted(folder: Path = CORE) -> set[str]:
    """Every code and flag that the source of the verifier can say."""
    found = set[str]()
    for path in sorted(folder.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= set(_said(tree))
        if path.name == _PROBLEMS:
            found |= set(_constants(tree))
        if path.name in _FLAGGING:
            found |= set(_words(tree))
    return found


def _said(tree: ast.Module) -> Iterator[str]:
    """First arguments of what makes findings."""
    for node in ast.walk(tree):
        made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYS
        if made and isinstance(node, ast.Call) and node.args:
            yield from _words(node.args[0])


def _words(tree: ast.AST) -> Iterator[str]:
    """Strings that have the form of a code."""
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and len(text) > 3 and _CODE.match(text):
            yield text


def _constants(tree: ast.Module) -> Iterator[str]:
    """Constants of a module that are named as their value: what is wrong with a record."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            name, value = node.targets[0], node.value.value
            if isinstance(name, ast.Name) and isinstance(value, str) and name.id == value:
                yield value


def rules(path: Path = RULES) -> dict[str, str]:
    """What RIGHTS.md says beside its tables, by tag.

    Raises:
        ValueError: Two rules have one tag.
    """
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["verdict"]
    found = {rule["id"]: rule["says"] for rule in listed}
    if len(found) < len(listed):
        raise ValueError(f"{path.name}: a tag twice")
    return found


def wanted(codes: Iterable[str]) -> set[str]:
    """Every code, check, cell and rule of which there must be a case."""
    cells = {f"conflict:{senior}/{junior}" for senior in SENIORS for junior in JUNIORS} - UNJUDGED
    cells |= {f"use:{use.name}/{layer.name}" for use in Usage for layer in Layer}
    return (set(codes) - UNTOLD) | set(CHECKS) | cells | set(rules())


def covered(cases: Iterable[Json]) -> set[str]:
    """Every tag, code and flag of some cases."""
    found = set[str]()
    for each in cases:
        found |= {*each["covers"], *each["expected"]["codes"], *each["expected"]["flags"]}
    return found


def missing(cases: Iterable[Json], codes: Iterable[str]) -> list[str]:
    """What no case covers."""
    return sorted(wanted(codes) - covered(cases))


def unknown(cases: Iterable[Json], codes: Iterable[str]) -> list[str]:
    """Tags of cases that name nothing: no code, check, cell or rule."""
    return sorted({tag for each in cases for tag in each["covers"]} - wanted(codes))
