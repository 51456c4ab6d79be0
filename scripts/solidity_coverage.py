"""Which lines of the contracts the Solidity tests reach; fails if one is missed.

The tests deploy the code that is shipped, in which nothing counts lines. So the contracts are compiled once
more with counters (Hardhat's ``--coverage``), put where the tests look for code, and played again. Tests of
sizes and gas fail on such code, which is no matter here: they pass in ``make test``.

Usage: python -m scripts.solidity_coverage
"""

from __future__ import annotations

import json
import re
import sys

from scripts.hardhat import BUILDS, ROOT, hardhat

_FOLDER = ROOT / ".cache" / "coverage"
_CONTRACTS = ("CopyrightRegistry", "Licensing")
_REPORT = ROOT / "coverage" / "lcov.info"


def main() -> int:
    """Exit code: 0 if every line ran."""
    print("Compiling the contracts with counters takes some minutes.", flush=True)
    built = hardhat("build", "--coverage", "--no-tests", build="coverage")
    if built.returncode != 0:
        print(built.stdout)
        return 1
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for name in _CONTRACTS:
        artifact = BUILDS / "coverage" / "artifacts" / "contracts" / f"{name}.sol" / f"{name}.json"
        code = json.loads(artifact.read_text())["bytecode"]
        (_FOLDER / f"{name}.json").write_text(json.dumps({"bytecode": code}))
    played = hardhat(
        "test", "solidity", "--coverage", build="coverage", show=True, SONGDEED_ABI=".cache/coverage"
    )
    if "passing" not in played.stdout:
        return 1
    missed = missed_lines(_REPORT.read_text())
    for place in missed:
        print(place)
    print(f"{len(missed)} lines of the contracts are reached by no Solidity test.")
    return 1 if missed else 0


def missed_lines(report: str) -> list[str]:
    """``contracts/X.sol:12`` for every line of a contract that never ran, from a report in lcov's form."""
    missed, source = [], ""
    for line in report.splitlines():
        if line.startswith("SF:"):
            source = line[3:]
        found = re.match(r"DA:(\d+),0$", line)
        if found and source.startswith("contracts/") and "/test/" not in source:
            missed.append(f"{source}:{found[1]}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
