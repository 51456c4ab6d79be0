"""Run the Solidity tests, and the canary that must fail: a runner that reports no failure proves nothing.

Environment: SONGDEED_FUZZ_RUNS, SONGDEED_INVARIANT_RUNS (hardhat.config.js).

Usage: python -m scripts.solidity_tests
"""

from __future__ import annotations

import sys

from scripts.hardhat import hardhat


def main() -> int:
    """Exit code: 0 if all tests pass and the canary fails."""
    print("Solidity tests: compiling takes about two minutes the first time.", flush=True)
    result = hardhat("test", "solidity", build="default", show=True)
    if result.returncode != 0:
        return 1
    canary = hardhat("test", "solidity", build="canary", SONGDEED_SOLIDITY_TESTS="tests/canary")
    if canary.returncode == 0 or "failing" not in canary.stdout:
        print("The canary test, which must fail, did not: the runner's word is worth nothing.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
