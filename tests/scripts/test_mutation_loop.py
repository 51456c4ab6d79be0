"""Mutants of a small program: which are killed, which live, and which no test reaches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.hardhat import ROOT
from scripts.mutation_loop import KILLED, NO_TESTS, SURVIVED, Bench

PROGRAM = """
def is_grown(age):
    return age >= 18


def twice(number):
    return number * 2


def unseen(number):
    return number + 1
"""
TESTS = """
from ledger.ages import is_grown, twice


def test_grown():
    assert is_grown(18) and not is_grown(17)


def test_twice():
    assert twice(2) == 4
"""
SETTINGS = """
[tool.mutmut]
source_paths = ["ledger"]
pytest_add_cli_args_test_selection = ["tests"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "no:cov", "-p", "no:xdist"]
use_git_change_detection = false
"""


class Named(pytest.Item):
    """A test by its name."""

    def runtest(self) -> None:
        """Nothing."""


def test_what_killed_others_is_tried_first_and_then_what_is_quick(request: pytest.FixtureRequest) -> None:
    items = [Named.from_parent(request.session, name=name) for name in ("slow", "quick", "other")]
    slow, quick, other = (item.nodeid for item in items)
    bench = Bench(
        {item.nodeid: item for item in items},
        {"m.x_f": [slow, quick], "m.x_g": [slow, quick, other], "m.x_h": ["a test that was left out"]},
        {slow: 9.0, quick: 0.1, other: 1.0},
    )

    def order(function: str) -> list[str]:
        return [item.nodeid for item in bench.tests_for(function)]

    assert order("m.x_g") == [quick, other, slow] and order("m.x_h") == [] == order("m.x_unknown")
    bench.note("m.x_f", slow)
    assert order("m.x_g") == [slow, quick, other], "of the same module"
    bench.note("m.x_g", other)
    assert order("m.x_g") == [other, slow, quick], "of the same function"
    assert order("m.x_f") == [slow, quick], "what does not reach it stays away"


def test_each_mutant_of_a_program_is_killed_or_lives_or_is_reached_by_no_test(tmp_path: Path) -> None:
    files = {
        "ledger/__init__.py": "",
        "ledger/ages.py": PROGRAM,
        "tests/test_ages.py": TESTS,
        "pyproject.toml": SETTINGS,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    mutmut = [str(Path(sys.executable).with_name("mutmut")), "run", "ledger.ages.x_is_grown__mutmut_1"]
    subprocess.run(mutmut, cwd=tmp_path, check=True, capture_output=True)
    options = [
        "-q",
        "-s",
        "--rootdir=.",
        "-p",
        "scripts.mutation_loop",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:cov",
    ]
    environment = os.environ | {"PYTHONPATH": f".{os.pathsep}{ROOT}"}
    copy = tmp_path / "mutants"
    subprocess.run(
        [sys.executable, "-m", "pytest", *options, "tests"],
        cwd=copy,
        env=environment,
        check=True,
        capture_output=True,
    )
    codes = json.loads((copy / "ledger" / "ages.py.meta").read_text(encoding="utf-8"))["exit_code_by_key"]
    found = {
        name: {code for one, code in codes.items() if f"x_{name}__" in one} for name in ("is_grown", "unseen")
    }
    assert found == {"is_grown": {KILLED}, "unseen": {NO_TESTS}}
    # 2 * 2 is 2 ** 2 but not 2 / 2, nor 2 * 3: here a test is too weak, and it is seen.
    assert {code for one, code in codes.items() if "x_twice__" in one} <= {KILLED, SURVIVED}
