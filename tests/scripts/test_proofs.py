"""What is made of halmos' report, and of the faults that every proof must notice."""

from __future__ import annotations

import pytest

from scripts.hardhat import ROOT
from scripts.proofs import FAILS, PASSES, copy, faults, names, outcomes, wrong


def test_each_fault_is_of_a_text_that_is_there() -> None:
    table = faults(ROOT)
    assert {proof for fault in table for proof in fault["proofs"]} == names(ROOT)
    for fault in table:
        assert fault["old"] in (ROOT / fault["file"]).read_text(encoding="utf-8")


def test_what_did_not_run_or_ended_otherwise_is_wrong() -> None:
    named = {"check_one", "check_other"}
    assert wrong({"check_one": (0, 0), "check_other": (0, 0)}, named, PASSES) == []
    assert wrong({"check_one": (0, 0)}, named, PASSES) == ["not run: check_other"]
    assert wrong({"check_one": (1, 0), "check_other": (0, 0)}, named, PASSES) == [
        "check_one: exit code 1, not 0"
    ]
    assert wrong({"check_one": (1, 3), "check_other": (0, 0)}, named, FAILS) == [
        "check_other: exit code 0, not 1"
    ]


def test_a_loop_not_followed_to_its_end_proves_nothing() -> None:
    report = {
        "test_results": {
            "a": [{"name": "check_one(uint256)", "exitcode": 0, "num_bounded_loops": 2}],
            "b": [{"name": "check_other()", "exitcode": 0, "num_bounded_loops": None}],
        }
    }
    found = outcomes(report)
    assert found == {"check_one": (0, 2), "check_other": (0, 0)}
    assert wrong(found, set(found), PASSES) == ["check_one: 2 loops not followed to their end"]


def test_a_fault_of_a_text_that_is_gone_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    tree = tmp_path_factory.mktemp("tree")
    fault = {"file": "contracts/Licensing.sol", "old": "nothing like it", "new": ""}
    with pytest.raises(ValueError, match="nothing like it"):
        copy(tree, [fault])
