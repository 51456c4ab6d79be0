"""The fuzzer of sealed files: its seeds are good, and nothing that comes by chance is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from scripts.fuzz import sealed as fuzz

ROOT = Path(__file__).resolve().parents[2]


def test_the_seeds_are_good() -> None:
    for seed in fuzz.SEEDS:
        fuzz.one(seed)
    assert {seed[:1] for seed in fuzz.SEEDS} == {b"h", b"f", b"e", b"k"}


@given(kind=st.sampled_from([b"h", b"f", b"e", b"k"]), data=st.binary(max_size=400))
@example(kind=b"f", data=fuzz.BASE[:-1])
@example(kind=b"e", data=b"\x0a\x67\x01")
def test_nothing_by_chance(kind: bytes, data: bytes) -> None:
    fuzz.one(kind + data)


def test_it_runs_as_it_is_called() -> None:
    command = [sys.executable, "-m", "scripts.fuzz.sealed", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), done.stderr
    assert ("Done " if done.returncode == 0 else "atheris is not here") in done.stderr
