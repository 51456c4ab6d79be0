"""The table of coverage has no gap, and a gap of every kind is found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from scripts.coverage_sources import Sources, calls, error_rows, malformations
from scripts.coverage_table import TARGET, faults, main, page
from scripts.solidity_text import Suite, count_arguments, functions_of

ROOT = Path(__file__).resolve().parents[2]


@cache
def real() -> Sources:
    """The project as it is."""
    return Sources.read(ROOT)


def with_text(path: str, text: str) -> Sources:
    """The project with another text of one file."""
    return Sources({**real().texts, path: text})


def with_change(path: str, good: str, bad: str) -> Sources:
    """The project with something else at every place of one file where something stood."""
    text = real().texts[path]
    assert good in text, f"{path} has no {good!r}"
    return with_text(path, text.replace(good, bad))


def with_change_everywhere(good: str, bad: str) -> Sources:
    """The same in all Solidity tests."""
    texts = {
        path: text.replace(good, bad) if path.endswith(".sol") and path.startswith("tests/") else text
        for path, text in real().texts.items()
    }
    assert texts != real().texts, f"no test has {good!r}"
    return Sources(texts)


def test_no_gap() -> None:
    assert list(faults(real())) == []


def test_the_page_is_fresh() -> None:
    made = page(real())
    assert (ROOT / TARGET).read_text("utf-8") == made, "run python -m scripts.coverage_table"


def test_the_texts_are_read_at_all() -> None:
    rows = list(error_rows(real()))
    assert len(rows) > 115 and {row.id.partition(".")[0] for row in rows} == {
        "CopyrightRegistry",
        "Licensing",
    }
    assert len(malformations(real())) >= 48 and len(calls(real())) == 25
    assert len(real().suite.tests) > 400 and len(real().rules["rule"]) > 100


# Errors


def test_an_error_that_no_test_expects() -> None:
    changed = with_change_everywhere("ILicensing.NoLines.selector", "ILicensing.Other.selector")
    assert "Licensing.NoLines: no test expects it with its arguments" in faults(changed)


@pytest.mark.parametrize(
    "mention",
    [
        "abi.encode(ILicensing.NoLines.selector)",
        "bytes.concat(ILicensing.NoLines.selector)",
        '"" /* abi.encodeWithSelector(ILicensing.NoLines.selector) */',
        '"abi.encodeWithSelector(ILicensing.NoLines.selector)"',
    ],
)
def test_a_mention_is_no_expectation(mention: str) -> None:
    changed = with_change_everywhere("abi.encodeWithSelector(ILicensing.NoLines.selector)", mention)
    assert "Licensing.NoLines: no test expects it with its arguments" in faults(changed)


def test_an_error_with_other_arguments() -> None:
    good = "abi.encodeWithSelector(ILicensing.NoLines.selector)"
    changed = with_change_everywhere(good, good.replace("selector)", "selector, 1)"))
    found = list(faults(changed))
    assert "Licensing.NoLines: no test expects it with its arguments" in found
    assert any(fault.endswith("expects it with 1 arguments, it has 0") for fault in found)


def test_an_error_that_is_new() -> None:
    path = "ledger/abi/Licensing.json"
    artifact = json.loads(real().texts[path])
    artifact["abi"].append(
        {"type": "error", "name": "Brandnew", "inputs": [{"name": "line", "type": "uint256"}]}
    )
    found = list(faults(with_text(path, json.dumps(artifact))))
    assert "Licensing.Brandnew: no interface declares and explains it" in found
    assert "Licensing.Brandnew: no test expects it with its arguments" in found


def test_an_error_of_both_needs_a_test_of_each() -> None:
    test = "Gaps.t.sol::test_TooManySigners_ofTheRegistry"
    path = "tests/rules/0-errors.toml"
    gap = "CopyrightRegistry.TooManySigners: no test expects it with its arguments"
    assert gap in faults(with_change(path, f'"{test}"', ""))
    other = with_change(path, test, "Deals.t.sol::test_activate_anyone")
    assert gap in faults(other)
    assert "CopyrightRegistry.TooManySigners: Deals.t.sol::test_activate_anyone does not expect it" in faults(
        other
    )


# Rules

RULES = "tests/rules/2-conflicts.toml"
CELL = 'id = "conflict.SOLE.SOLE"'
TWO = f'id = "new"\nsays = "More."\n\n[[rule]]\n{CELL}'
BREAKS: Mapping[str, tuple[str, str, str]] = {
    "a test that is gone": ("::test_aNonexclusiveForbidsNothing", "::test_gone", "no test Exclusives.t.sol"),
    "a file that is gone": ("test_authority.py", "test_nobody.py", "no test tests/unit/core/test_nobody.py"),
    "a cell that is gone": (CELL, 'id = "conflict.lost"', "conflict.SOLE.SOLE: no such rule in tests/rules"),
    "a cell twice": (CELL, 'id = "conflict.SOLE.EXCLUSIVE"', "SOLE.EXCLUSIVE: 2 rules have this id"),
    "a rule without a test": (CELL, TWO, "new: no test shows this rule"),
}  # fmt: skip


@pytest.mark.parametrize("case", BREAKS)
def test_a_broken_rule_is_found(case: str) -> None:
    good, bad, expected = BREAKS[case]
    found = list(faults(with_change(RULES, good, bad)))
    assert any(expected in fault for fault in found), found


def test_a_test_that_the_runner_does_not_take_is_none() -> None:
    changed = with_change("tests/contracts/Gaps.t.sol", "Title() external {", "Title() internal {")
    assert any("no test Gaps.t.sol::test_nothingStandsOnAVoidTitle" in fault for fault in faults(changed))


def test_what_is_open_says_why() -> None:
    reason = "the registry has no such call"
    assert f"not yet: {reason}" in page(real())
    changed = with_change("tests/rules/6-records.toml", f'open = "{reason}"', 'open = ""')
    assert "asset.sealed: no test shows this rule" in faults(changed)


# Signatures


def test_a_kind_of_signer_without_the_list() -> None:
    path = "tests/contracts/SignatureKinds.t.sol"
    changed = with_change(path, "Row[] memory rows = _rowsOf(which, who);", "Row[] memory rows;")
    assert any(
        fault.endswith("test_t04_aKey does not run the list of malformed signatures")
        for fault in faults(changed)
    )
    changed = with_change("tests/rules/8-signers.toml", "::test_t04_aWallet", "::test_t04_none")
    assert "a contract (ERC-1271): no test SignatureKinds.t.sol::test_t04_none" in faults(changed)


def test_a_list_that_is_gone() -> None:
    assert "no list of malformed signatures" in faults(
        with_text("tests/contracts/helpers/Malformations.sol", "")
    )


# The command


def test_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, text in real().texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "docs").mkdir()
    assert main(["--check"], tmp_path) == 1
    assert "docs/coverage.md is stale" in capsys.readouterr().out
    assert main([], tmp_path) == 0 and main(["--check"], tmp_path) == 0
    with (tmp_path / TARGET).open("a", encoding="utf-8") as file:
        file.write("more\n")
    assert main(["--check"], tmp_path) == 1


# Solidity as text

SOURCE = """
import {Base} from "./helpers/Base.sol";
contract T is Base {
    // function test_comment() external {}
    /* function test_comment() external {} */
    function test_direct() external { _refused(abi.encodeWithSelector(I.A.selector, f(1, 2), "a, b")); }
    function test_variable() external {
        bytes4 s = IX.B.selector;
        _refused(abi.encodeWithSelector(s, 1));
        s = IX.C.selector;
        _refused(abi.encodeWithSelector(s));
    }
    function test_either() external {
        bytes4 s = a ? IX.A.selector : IX.B.selector;
        _refused(abi.encodeWithSelector(s));
    }
    function test_helper() external { _two(); }
    function test_modified() external twice { }
    function test_silent() external pure { abi.encodeWithSelector(IX.A.selector); }
    function test_hashes() external {
        VM.assertEq(keccak256(got), keccak256(abi.encodeWithSelector(IX.D.selector, 7)), "}");
    }
    function test_private() private {}
}
"""
BASE = """
abstract contract Base {
    function _refused(bytes memory refusal) internal { VM.expectRevert(refusal); }
    function _two() internal { _refused(abi.encodeWithSelector(IX.E.selector, a[1], (b, c))); }
    modifier twice() { _two(); _; _; }
    function _none() internal virtual;
}
"""


def test_what_a_test_expects() -> None:
    suite = Suite({"T.t.sol": SOURCE.replace("I.A", "IX.A"), "helpers/Base.sol": BASE})
    found = {name.partition("::")[2]: set(errors) for name, errors in suite.expectations.items()}
    assert found == {
        "test_direct": {("IX.A", 2)},
        "test_variable": {("IX.B", 1), ("IX.C", 0)},
        "test_either": {("IX.A", 0), ("IX.B", 0)},
        "test_helper": {("IX.E", 2)},
        "test_modified": {("IX.E", 2)},
        "test_silent": set(),
        "test_hashes": {("IX.D", 1)},
    }


def test_functions_and_arguments() -> None:
    assert [function.name for function in functions_of("B.sol", BASE)] == ["_refused", "_two", "twice"]
    assert [
        count_arguments(text) for text in (")", " )", "a)", "a, f(b, c)) , d", "[a, b], {c: d, e: f})")
    ] == [0, 0, 1, 2, 2]
