"""What the table of coverage is made of: texts, what they declare, and the rows that follow from them."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from scripts.solidity_text import Expected, Suite

RULES = Path("tests/rules")
SOLIDITY = Path("tests/contracts")
CONTRACTS = ("CopyrightRegistry", "Licensing")

_DECLARED = re.compile(r"((?:^ *///[^\n]*\n)+) *error (\w+)\(", re.MULTILINE)
_ROW = re.compile(r"\b_row(?:OfHis)?\(\s*\w+,\s*\"([^\"]+)\"")
_CALLED = re.compile(r"(?:\bask\.name = |\bask\.name, ask\.text\) = \(|\b_askOfSaying\(ask, )\"([^\"]+)\"")
_CONDUCT = re.compile(r"\b_(?:answers|each|eachOwn|delegates)\(\s*\"([^\"]+)\"")

Json = dict[str, Any]


@dataclass(frozen=True)
class Sources:
    """All that the table is made of, as text by path from the root of the project."""

    texts: Mapping[str, str]

    @classmethod
    def read(cls, root: Path) -> Sources:
        """Everything from the files of a project."""
        paths = [*(root / RULES).glob("*.toml"), *(root / "ledger" / "abi").glob("*.json")]
        paths += [*(root / "contracts" / "interfaces").glob("I*.sol"), *(root / SOLIDITY).rglob("*.sol")]
        paths += (root / "tests").rglob("test_*.py")
        return cls({path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(paths)})

    @cached_property
    def rules(self) -> Json:
        """The lists that are kept by hand, of all their files in order."""
        kept: Json = {}
        for path, text in sorted(self.texts.items()):
            if path.startswith(f"{RULES.as_posix()}/"):
                for name, entries in tomllib.loads(text).items():
                    kept.setdefault(name, []).extend(entries)
        return kept

    @cached_property
    def suite(self) -> Suite:
        """The Solidity tests."""
        below = f"{SOLIDITY.as_posix()}/"
        return Suite({p.removeprefix(below): text for p, text in self.texts.items() if p.startswith(below)})

    @cached_property
    def tests(self) -> frozenset[str]:
        """Ids of all tests, in Solidity and in Python."""
        python = (
            f"{path}::{name}"
            for path, text in self.texts.items()
            if path.endswith(".py")
            for name in _tests_of(text)
        )
        return frozenset(self.suite.tests) | frozenset(python)

    @cached_property
    def errors(self) -> dict[str, dict[str, int]]:
        """For each contract its errors, with how many arguments each has."""
        return {
            contract: {
                entry["name"]: len(entry["inputs"])
                for entry in json.loads(self.texts[f"ledger/abi/{contract}.json"])["abi"]
                if entry["type"] == "error"
            }
            for contract in CONTRACTS
        }

    @cached_property
    def declared(self) -> dict[str, str]:
        """What the interfaces say of each error, by ``Interface.Name``."""
        found = {}
        for path, text in self.texts.items():
            if path.startswith("contracts/interfaces/"):
                for notes, name in _DECLARED.findall(text):
                    words = " ".join(line.strip(" /") for line in notes.splitlines())
                    found[f"{Path(path).stem}.{name}"] = words.removeprefix("@notice ")
        return found

    def text(self, name: str) -> str:
        """A file of the Solidity tests, or nothing if it is gone."""
        return self.texts.get((SOLIDITY / name).as_posix(), "")


@dataclass(frozen=True)
class Row:
    """One row of the table.

    Args:
        id: Which error or rule.
        says: What it promises.
        tests: The tests that show it.
        open: Why it is not shown yet, or "".
    """

    id: str
    says: str
    tests: tuple[str, ...]
    open: str = ""


def error_rows(sources: Sources) -> Iterator[Row]:
    """A row for each error of each contract."""
    foreign = {entry["error"] for entry in sources.rules.get("foreign", ())}
    shared = {(entry["contract"], entry["error"]): entry for entry in sources.rules.get("shared", ())}
    both = set.intersection(*(set(errors) for errors in sources.errors.values()))
    for contract, errors in sources.errors.items():
        for name, count in sorted(errors.items()):
            if name in foreign:
                continue
            wanted = {(error, count) for error in sources.declared if error.partition(".")[2] == name}
            tests = tuple(_expecting(sources.suite, wanted))
            if name in both:
                named = shared.get((contract, name), {}).get("tests", ())
                tests = tuple(test for test in named if test in tests)
            says = next((sources.declared[error] for error, _ in sorted(wanted)), "")
            yield Row(f"{contract}.{name}", says, tests)


def rule_rows(sources: Sources) -> Iterator[Row]:
    """A row for each rule."""
    for rule in sources.rules.get("rule", ()):
        yield Row(rule["id"], rule["says"], tuple(rule.get("tests", ())), rule.get("open", ""))


def malformations(sources: Sources) -> list[str]:
    """What is wrong with each signature of the list."""
    return _ROW.findall(sources.text("helpers/Malformations.sol"))


def calls(sources: Sources) -> list[str]:
    """Calls that take a signature, with the role of who signs."""
    texts = (sources.text(f"helpers/{name}.sol") for name in ("RegistryAsks", "LicensingAsks"))
    return [name for text in texts for name in _CALLED.findall(text)]


def conducts(sources: Sources) -> Iterator[Row]:
    """How accounts that have code behave, and the test in which they do."""
    for name, test in sources.suite.tests.items():
        if test.file == "SignatureKindsMore.t.sol":
            ways = list(dict.fromkeys(_CONDUCT.findall(test.raw)))
            yield Row(name, "; ".join(ways or [_in_words(test.name)]), (name,))


def _in_words(name: str) -> str:
    """``test_t10_callsBack`` as "calls back"."""
    bare = re.sub(r"^test_(t\d+_)?", "", name).replace("_", ", ")
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: f" {match[0].lower()}", bare)


def _expecting(suite: Suite, wanted: set[Expected]) -> Iterator[str]:
    return (test for test, errors in sorted(suite.expectations.items()) if errors & wanted)


@cache
def _tests_of(text: str) -> tuple[str, ...]:
    return tuple(_python_tests(ast.parse(text).body))


def _python_tests(body: Sequence[ast.stmt]) -> Iterator[str]:
    """Names as pytest gives them."""
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from (f"{node.name}::{name}" for name in _python_tests(node.body))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            yield node.name
