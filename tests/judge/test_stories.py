"""The stories of RIGHTS.md 7, by the model and by the program."""

from __future__ import annotations

import pytest

from ledger.core.plain import judge
from tests.judge import compare, model, stories
from tests.judge.words import Json

CASES = [pytest.param(*rest, id=name) for name, *rest in stories.cases()]


@pytest.mark.parametrize(("document", "verdict", "code"), CASES)
def test_model(document: Json, verdict: str, code: str) -> None:
    """What RIGHTS.md says of each story, the model says."""
    answer = model.verdict(document)
    codes = {one for found in answer["codes"].values() for one in found}
    assert answer["verdict"] == verdict, answer
    assert not code or code in codes, answer


@pytest.mark.parametrize(("document", "verdict", "code"), CASES)
def test_program(document: Json, verdict: str, code: str) -> None:
    """And the program, layer by layer."""
    answer = judge(document)
    assert answer["verdict"] == verdict, answer["codes"]
    assert not code or code in answer["codes"], answer["codes"]
    assert compare.differences(model.verdict(document), answer) == []
