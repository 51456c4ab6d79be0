"""The fuzzers find what is there to be found, and nothing in what we read (THREATS 58)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import fuzz

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", fuzz.NAMES)
def test_t58_a_second_of_random_changes(name: str) -> None:
    one, seeds = fuzz.target(name)
    for seed in seeds:
        one(seed)
    assert fuzz.at_random(one, seeds, 1) == 0


def test_a_reader_that_crashes_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    def crashes(data: bytes) -> None:
        if len(data) != 40:
            raise IndexError

    assert fuzz.at_random(crashes, [bytes(40)], 5, seed=1) == 1
    assert "IndexError" in capsys.readouterr().err


def test_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.fuzz", "nothing"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2 and "dagpb|car" in done.stderr


@pytest.mark.parametrize("name", fuzz.NAMES)
def test_t58_steered_by_coverage(name: str) -> None:
    pytest.importorskip("atheris")
    command = [sys.executable, "-m", "scripts.fuzz", name, "2"]
    large = bytearray(b"\xff") * (fuzz.MEMORY_MB << 20)  # a child begins with the peak of its parent
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    del large
    assert done.returncode == 0, done.stderr[-2000:]
    assert "stat::number_of_executed_units" in done.stderr
