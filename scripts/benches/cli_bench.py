"""What a user waits for before anything happens: processor time of ``songdeed --help``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from scripts.benches import Figures, Limits

ROUNDS = 5
LIMITS: Limits = {"help_cpu_s": ("<", 0.5)}


def figures() -> Figures:
    """``help_cpu_s``: user and system seconds of one run, median."""
    _run()  # the first run writes the compiled modules
    return {"help_cpu_s": round(median(_run() for _ in range(ROUNDS)), 3)}


def _run() -> float:
    script = Path(sys.executable).with_name("songdeed")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "ledger.cli.main"]
    root = Path(__file__).resolve().parents[2]
    child = subprocess.Popen([*program, "--help"], cwd=root, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise AssertionError(f"songdeed --help ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime
