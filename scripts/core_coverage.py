"""Which branches of ledger/core its unit tests take; fails below 98 of 100.

The tests of the command line run the core in their own process, so they count; those that play on the
contracts alone (``tests/contracts``) have a measure of their own (``solidity_coverage``).
Usage: python -m scripts.core_coverage
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LEAST = 98
_SHOWN = 10
_FOLDER = ROOT / ".cache" / "core_coverage"
_TESTS = ("tests/unit/core", "tests/judge", "tests/unit/test_text.py", "tests/unit/services", "tests/threats")


@dataclass(frozen=True)
class Reached:
    """One file: its branches, those that were taken, and the others as (line, where it would have gone)."""

    path: str
    branches: int
    taken: int
    missed: tuple[tuple[int, int], ...]

    @property
    def told(self) -> str:
        """The file with the lines of what was missed; a negative target is the way out of a function."""
        ways = ", ".join(f"{line}→{'exit' if target < 0 else target}" for line, target in self.missed)
        return f"{self.path}: {self.branches - self.taken} of {self.branches} branches missed: {ways}"


def main() -> int:
    """Exit code: 0 if enough branches were taken, pytest's if a test failed, else 1."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    report = _FOLDER / "report.json"
    report.unlink(missing_ok=True)
    command = [
        sys.executable, "-m", "pytest", *_TESTS, "-q", "-n", "2", "--cov", "ledger.core", "--cov-branch",
        "--cov-report", f"json:{report}",
    ]  # fmt: skip
    played = subprocess.run(command, cwd=ROOT, env={**os.environ, "COVERAGE_FILE": str(_FOLDER / "data")})
    if played.returncode != 0:
        return played.returncode
    files = reached(json.loads(report.read_text()))
    for file in sorted(files, key=lambda one: one.taken - one.branches)[:_SHOWN]:
        if file.missed:
            print(file.told)
    branches, taken = sum(one.branches for one in files), sum(one.taken for one in files)
    print(
        f"Tests take {taken} of {branches} branches of ledger/core: {100 * taken / max(branches, 1):.2f} %."
    )
    return 0 if enough(files) else 1


def reached(report: dict[str, Any]) -> list[Reached]:
    """The files of a report of coverage.py in its JSON form."""
    return [
        Reached(
            path,
            found["summary"]["num_branches"],
            found["summary"]["covered_branches"],
            tuple((line, target) for line, target in found["missing_branches"]),
        )
        for path, found in report["files"].items()
    ]


def enough(files: list[Reached]) -> bool:
    """Whether the least share was reached; a report without a branch shows nothing."""
    branches = sum(one.branches for one in files)
    return branches > 0 and 100 * sum(one.taken for one in files) >= LEAST * branches


if __name__ == "__main__":
    sys.exit(main())
