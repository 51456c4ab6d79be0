"""docs/security.md names every attack and trap once, and only tests that exist."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "security.md"
TRAPS = "## Traps of the libraries"

ROWS, TRAP_ROWS = range(1, 94), range(1, 11)
TESTED = {*range(1, 8), *range(16, 23), *range(36, 47), 51, *range(57, 61), *range(62, 70)}
TRAPS_TESTED = {1, 2, *range(5, 10)}
"""Rows that a real test must prove: for these, words alone are not enough."""

_ROW = re.compile(r"^\| *(\d+) *\|(.*)\|([^|]*)\|$", re.MULTILINE)
_TEST = re.compile(r"`([\w./-]+)::((?:\w+::)?\w+)`\Z")
_WORDS = re.compile(r"(?:not yet|by design): \S")
_FUNCTION = re.compile(r"^ *function ((?:test|invariant)\w*)\([^)]*\)\s+external\b", re.MULTILINE)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """One row of a table: its number, and the parts of its proof."""

    number: int
    proof: tuple[str, ...]

    @property
    def tests(self) -> tuple[tuple[str, str], ...]:
        """Files and names of the tests it names."""
        return tuple((found[1], found[2]) for found in map(_TEST.match, self.proof) if found)


def rows_of(text: str) -> tuple[list[Row], list[Row]]:
    """Rows of the attacks and of the traps."""
    attacks, _, traps = text.partition(TRAPS)
    first, second = (
        [Row(int(number), tuple(part.strip() for part in proof.split("; ")))
         for number, _, proof in _ROW.findall(part)]
        for part in (attacks, traps)
    )  # fmt: skip
    return first, second


def faults(text: str) -> list[str]:
    """All that is wrong with a security document."""
    return [fault for rows, numbers, tested in zip(
        rows_of(text), (ROWS, TRAP_ROWS), (TESTED, TRAPS_TESTED), strict=True
    ) for fault in (*count_faults(rows, numbers), *proof_faults(rows, tested))]  # fmt: skip


def count_faults(rows: Sequence[Row], numbers: range) -> Iterator[str]:
    """Numbers that are missing, doubled, unknown."""
    seen = Counter(row.number for row in rows)
    yield from (f"{number} is missing" for number in numbers if not seen[number])
    yield from (f"{number} is there {count} times" for number, count in seen.items() if count > 1)
    yield from (f"{number} is no row" for number in seen if number not in numbers)


def proof_faults(rows: Sequence[Row], tested: set[int]) -> Iterator[str]:
    """Proofs that are none."""
    for row in rows:
        for part in row.proof:
            if not _TEST.match(part) and not _WORDS.match(part):
                yield f"{row.number}: neither a test nor a reason: {part!r}"
        if row.number in tested and not row.tests:
            yield f"{row.number}: needs a test"
        for file, name in row.tests:
            if name not in known_tests(file):
                yield f"{row.number}: no test {file}::{name}"


@cache
def known_tests(file: str) -> frozenset[str]:
    """Names of the tests in a file; none if there is no such file."""
    path = ROOT / "tests" / "contracts" / file if file.endswith(".t.sol") else ROOT / file
    inside = path.resolve().is_relative_to(ROOT / "tests") and path.is_file()
    if not inside:
        return frozenset()
    source = path.read_text(encoding="utf-8")
    return frozenset(solidity_tests(source) if file.endswith(".t.sol") else python_tests(source))


def python_tests(source: str) -> Iterator[str]:
    """What pytest would collect: functions at the top, and methods of classes."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from (f"{node.name}::{name}" for name in _functions(node.body))
    yield from _functions(ast.parse(source).body)


def _functions(body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            yield node.name


def solidity_tests(source: str) -> list[str]:
    """External functions whose names the runner takes for tests."""
    return _FUNCTION.findall(_COMMENT.sub("", source))


def test_every_row_is_there_and_every_test_exists() -> None:
    assert faults(DOCUMENT.read_text(encoding="utf-8")) == []


def test_the_document_is_read_at_all() -> None:
    attacks, traps = rows_of(DOCUMENT.read_text(encoding="utf-8"))
    assert [row.number for row in attacks] == list(ROWS) and [row.number for row in traps] == list(TRAP_ROWS)
    named = {test for row in (*attacks, *traps) for test in row.tests}
    assert len(named) > 150 and {file.rpartition(".")[2] for file, _ in named} == {"py", "sol"}


BREAKS: Mapping[str, tuple[str, str, str]] = {
    "a Python test that is gone": ("::test_t57_wrong_bytes`", "::test_t57_wrong_byte`", "no test"),
    "a Solidity test that is gone": ("::test_t12_oneKey", "::test_t12_noKey", "12: no test Signatures.t.sol"),
    "a file that is gone": ("tests/unit/core/test_walk.py", "tests/unit/core/test_walks.py", "no test"),
    "a file outside the tests": ("tests/unit/core/test_walk.py", "scripts/check.py", "no test"),
    "a method as a function": ("TestJavaScript::test_agrees", "test_agrees", "56: no test"),
    "a row lost": ("\n| 42 |", "\n| lost |", "42 is missing"),
    "a row twice": ("\n| 42 |", "\n| 41 |", "41 is there 2 times"),
    "a row too many": ("\n| 93 |", "\n| 94 |", "94 is no row"),
    "a trap lost": ("\n| 10 | Old", "\n| ten | Old", "10 is missing"),
    "a trap twice": (f"{TRAPS}\n", f"{TRAPS}\n| 1 | a | b | by design: c |\n", "1 is there 2 times"),
    "words where a test must be": ("\n| 64 |", "\n| 64 | a | b | not yet: c |\n| 640 |", "64: needs a test"),
    "a proof that is none": ("by design: the API serves", "trust us", "54: neither"),
    "a reason that is none": ("not yet: the event does not state the rule", "not yet:", "33: neither"),
}  # fmt: skip


@pytest.mark.parametrize("case", BREAKS)
def test_a_broken_document_is_found(case: str) -> None:
    good, bad, expected = BREAKS[case]
    text = DOCUMENT.read_text(encoding="utf-8")
    assert good in text
    found = faults(text.replace(good, bad, 1))
    assert any(expected in fault for fault in found), found


def test_an_empty_document_lacks_everything() -> None:
    assert len(faults("")) == len(ROWS) + len(TRAP_ROWS)


PYTHON = """
def test_a(): ...
def helper(): ...
class TestB:
    def test_c(self): ...
    def run(self): ...
async def test_d(): ...
text = "def test_e(): ..."
"""
SOLIDITY = """
function test_a() external {}
// function test_b() external {}
function test_c() private {}
/* function test_d() external {} */
function testFuzz_e(uint8 x, bytes calldata y) external view {}
"""


def test_what_the_runners_do_not_take_is_no_test() -> None:
    assert set(python_tests(PYTHON)) == {"test_a", "TestB::test_c", "test_d"}
    assert solidity_tests(SOLIDITY) == ["test_a", "testFuzz_e"]
