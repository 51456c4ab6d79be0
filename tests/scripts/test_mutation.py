"""What is made of the mutants: killed, argued, or said to be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.mutation import ARGUED, MODULES, NOT_RUN, ROOT, Mutant, argued, faults, mutant, score

DIFF = """--- ledger/core/grounds.py
+++ ledger/core/grounds.py
@@ -1,4 +1,4 @@
 def _barred(case):
-    if end > now:
+    if end >= now:
         return None
"""
ONE = Mutant("grounds", "_barred", "if end > now:", "if end >= now:")
OTHER = Mutant("layers", "weigh", "return 1", "return 2")
TEXT = """
[[argument]]
module = "grounds"
function = "_barred"
changes = [["if end > now:", "if end >= now:"]]
reason = "The end is never now."
"""


def test_a_mutant_is_told_by_its_function_and_its_lines_not_by_its_number() -> None:
    assert {mutant(f"ledger.core.grounds.x__barred__mutmut_{number}", DIFF) for number in (1, 12)} == {ONE}
    method = mutant("ledger.core.case.xǁCaseǁtitle_at__mutmut_3", DIFF)
    assert (method.module, method.function) == ("case", "Case.title_at")


def test_what_is_argued_is_no_fault_and_all_else_is() -> None:
    modules = ("grounds", "layers")
    assert faults({ONE}, argued(TEXT), modules) == []
    assert faults({ONE, OTHER}, argued(TEXT), modules) == [f"not argued: {OTHER}"]
    assert faults(set(), argued(TEXT), modules) == [f"argued, but no survivor: {ONE}"]
    assert faults(set(), argued(TEXT), ["layers"]) == [], "nothing is said of modules that were not mutated"


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("The end is never now.", " "),
        TEXT * 2,
        TEXT.replace('[["if end > now:", "if end >= now:"]]', "[]"),
    ],
)
def test_an_argument_has_a_reason_and_a_mutant_of_its_own(text: str) -> None:
    with pytest.raises(ValueError, match="argument"):
        argued(text)


def test_a_mutant_that_no_test_reaches_lives_and_one_that_never_ends_is_found() -> None:
    assert score({"a": "killed", "b": "timeout", "c": "survived", "d": "no tests"}) == 0.5


@pytest.mark.parametrize("results", [{"a": "killed", "b": "not checked"}, {"a": "suspicious"}, {}])
def test_there_is_no_score_of_mutants_that_were_not_tried(results: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not tried"):
        score(results)


def test_the_arguments_that_are_kept_are_about_modules_that_are_mutated() -> None:
    assert {one.module for one in argued(Path(ARGUED).read_text(encoding="utf-8"))} <= set(MODULES)


def test_every_module_of_the_core_is_mutated_and_every_test_left_out_exists() -> None:
    assert {"verification", "auditcheck", "sealed", "cid"} < set(MODULES)
    assert all((ROOT / "tests" / "unit" / "core" / f"test_{name}.py").exists() for name in NOT_RUN)
