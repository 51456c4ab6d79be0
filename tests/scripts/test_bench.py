"""The benchmarks' frame: names, one object, limits that can fail. (What they measure, `make bench` runs.)"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import benches, gas
from scripts.benches.gas_bench import LIMITS

ROOT = Path(__file__).resolve().parents[2]


def test_names() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "bench", "--list"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["gas", "hash", "cli", "verdict", "people", "store"]


def test_unknown_name() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "bench", "speed"], capture_output=True, text=True
    )
    assert done.returncode == 2 and "invalid choice" in done.stderr


@pytest.mark.parametrize(
    ("figures", "count"),
    [
        ({"a": 10, "b": 5.0}, 0),
        ({"a": 11, "b": 5.0}, 1),
        ({"a": 10, "b": 4.9}, 1),
        ({"b": 5.0}, 1),
        ({"a": 10, "b": 5, "c": 1}, 0),
    ],
)
def test_limits(figures: benches.Figures, count: int) -> None:
    assert len(benches.missed(figures, {"a": ("<=", 10), "b": (">=", 5)})) == count


def test_differences_name_what_changed() -> None:
    said = gas.differences({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4})
    assert said == ["b: 2 in the snapshot, 3 now", "c: new in the snapshot, 4 now"]


@pytest.mark.anvil
def test_gas_is_what_the_snapshot_says() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "gas.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    snapshot = json.loads((ROOT / ".gas-snapshot.json").read_text())
    assert snapshot.keys() >= LIMITS.keys()
