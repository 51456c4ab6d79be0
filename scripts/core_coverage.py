"""How many branches of ``ledger/core`` the tests take: fails below 98 %. Run by `make test-long`.

The tests of the command line run the core in their own process, so they count; those that play on the
contracts alone (``tests/contracts``) have a measure of their own (``solidity_coverage``).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.hardhat import ROOT

PROMISED = 0.98
SHOWN = 10
REPORT = ROOT / ".cache" / "core-coverage.json"
TESTS = ("tests/unit", "tests/judge", "tests/threats", "tests/api", "tests/model", "tests/integration")


def measured(report: Mapping[str, Any]) -> tuple[float, list[str]]:
    """The share of branches taken, and a line for each file that misses most, worst first."""
    files = {name: one for name, one in report["files"].items() if one["summary"]["num_branches"]}
    branches = sum(one["summary"]["num_branches"] for one in files.values())
    taken = sum(one["summary"]["covered_branches"] for one in files.values())
    worst = sorted(files, key=lambda name: -len(files[name]["missing_branches"]))
    lines = [
        f"  {name}: {', '.join(f'{start}→{end}' for start, end in files[name]['missing_branches'])}"
        for name in worst[:SHOWN]
        if files[name]["missing_branches"]
    ]
    return (taken / branches if branches else 0.0), lines


def main() -> int:
    """Run the tests with branches counted, and tell."""
    REPORT.parent.mkdir(exist_ok=True)
    options = ["--cov=ledger/core", "--cov-branch", f"--cov-report=json:{REPORT}", "--cov-report="]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "auto",
        "--maxprocesses",
        "4",
        "--dist",
        "loadfile",
    ]
    env = {**os.environ, "COVERAGE_FILE": str(ROOT / ".cache" / "core-coverage")}
    done = subprocess.run([*command, *options, *TESTS], cwd=ROOT, env=env, check=False)
    if done.returncode:
        return done.returncode
    share, lines = measured(json.loads(Path(REPORT).read_text(encoding="utf-8")))
    print("\n".join([*lines, f"branches of ledger/core taken: {share:.2%}, promised {PROMISED:.0%}"]))
    return 0 if share >= PROMISED else 1


if __name__ == "__main__":
    sys.exit(main())
