"""Everything that can be known about the code without running its tests; `make check`.

All parts run, whatever fails; each says what it looks at, and the end names those that failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts.hardhat import ROOT, HardhatFailed, compile_contracts, environment

PYTHON = sys.executable
BIN = Path(PYTHON).parent
VECTORS = ROOT / "tests" / "vectors"


def run(*command: str) -> bool:
    """Whether a command succeeds; what it says is shown when it doesn't."""
    ended = subprocess.run(
        command, cwd=ROOT, env=environment(), text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if ended.returncode != 0:
        print(ended.stdout, end="")
    return ended.returncode == 0


def command(*parts: str) -> Callable[[], bool]:
    """A part of the check that is one command."""
    return lambda: run(*parts)


def legacy_pipeline() -> bool:
    """Whether the contracts compile with solc's older pipeline, without warnings."""
    try:
        compile_contracts("legacy")
    except HardhatFailed as error:
        print(error)
        return False
    return True


def merkle_vectors() -> bool:
    """Whether ``merkle.mjs`` makes the committed Merkle vectors."""
    made = subprocess.run(
        [str(BIN / "node"), "scripts/vectors/merkle.mjs"], cwd=ROOT, env=environment(), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    if made.returncode == 0 and made.stdout == (VECTORS / "merkle" / "v1" / "trees.json").read_text():
        return True
    print("tests/vectors/merkle/v1/trees.json is not what scripts/vectors/merkle.mjs makes")
    return False


def made_vectors(module: str, kept: str) -> Callable[[], bool]:
    """Whether a generator makes the committed vectors of a folder."""

    def fresh() -> bool:
        with tempfile.TemporaryDirectory() as folder:
            if not run(PYTHON, "-m", f"scripts.vectors.{module}", folder):
                return False
            stale = differing(Path(folder), VECTORS / kept / "v1")
        for name in stale:
            print(f"tests/vectors/{kept}/v1/{name} is not what scripts.vectors.{module} makes")
        return not stale

    return fresh


def differing(made: Path, kept: Path) -> list[str]:
    """Names of the files in one folder that the other lacks or has with other bytes."""
    return [
        path.name
        for path in sorted(made.iterdir())
        if not (kept / path.name).is_file() or (kept / path.name).read_bytes() != path.read_bytes()
    ]


PARTS: Sequence[tuple[str, str, Callable[[], bool]]] = (
    ("form", "ruff format", command(str(BIN / "ruff"), "format", "--check", ".")),
    ("lint", "ruff check", command(str(BIN / "ruff"), "check", ".")),
    ("types", "mypy --strict", command(str(BIN / "mypy"))),
    ("lock", "the packages of the lock fit together", command(PYTHON, "-m", "pip", "check")),
    ("layers", "import-linter", command(str(BIN / "lint-imports"), "--no-cache")),
    (
        "solhint",
        "lint of the contracts",
        command("node_modules/.bin/solhint", "--disc", "--noPoster", "-w", "0", "contracts/**/*.sol"),
    ),
    ("abi", "ledger/abi is what the sources give", command(PYTHON, "-m", "scripts.export_abi", "--check")),
    ("legacy", "the older compiler pipeline", legacy_pipeline),
    ("gas", "gas is that of the snapshot", command(PYTHON, "scripts/gas.py", "--check")),
    ("vectors", "JavaScript agrees with them", command(str(BIN / "node"), "scripts/vectors/check.mjs")),
    ("merkle", "their vectors are fresh", merkle_vectors),
    ("records", "their vectors are fresh", made_vectors("records", "record")),
    ("eip712", "their vectors are fresh", made_vectors("eip712", "eip712")),
    ("sealed", "their vectors are fresh", made_vectors("sealed", "sealed")),
    ("verdicts", "their vectors are fresh, and leave nothing out", made_vectors("verdicts", "verdict")),
)


def check(name: str, what: str, part: Callable[[], bool]) -> bool:
    """Run one part and say how it went."""
    started = time.monotonic()
    print(f"{name}: {what} … ", end="", flush=True)
    passed = part()
    print(f"{'ok' if passed else f'FAILED: {name}'} ({time.monotonic() - started:.0f} s)", flush=True)
    return passed


def main() -> int:
    """Run all parts; 0 when none failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--skip", action="append", default=[], choices=[name for name, _, _ in PARTS])
    skipped = parser.parse_args().skip
    failed = [part[0] for part in PARTS if part[0] not in skipped and not check(*part)]
    if skipped:
        print(f"Not checked: {', '.join(skipped)}.")
    if failed:
        print(f"Checks failed: {', '.join(failed)}.", file=sys.stderr)
        return 1
    print("All other checks passed." if skipped else "All checks passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
