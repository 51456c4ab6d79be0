"""All tests: Solidity's and pytest's side by side, since compiling Solidity keeps one processor busy.

pytest speaks while it runs, then the Solidity tests are told; pytest's closing line is repeated last.

Usage: python -m scripts.all_tests [PYTEST ARGUMENTS]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _tee(command: list[str]) -> tuple[int, str]:
    """Run a command, showing what it says; its exit code and its last line."""
    last = ""
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
    return process.returncode, last


def main(arguments: list[str]) -> int:
    """Exit code: 0 if both pass, else pytest's, else 1."""
    with tempfile.TemporaryFile("w+") as told:
        solidity = subprocess.Popen(
            [sys.executable, "-m", "scripts.solidity_tests"], cwd=ROOT, stdout=told, stderr=subprocess.STDOUT
        )
        try:
            code, closing = _tee([sys.executable, "-m", "pytest", *arguments])
            failed = solidity.wait()
        finally:
            if solidity.poll() is None:
                solidity.terminate()
                solidity.wait()
        told.seek(0)
        print(told.read())
    if failed:
        print("The Solidity tests failed; see above.")
    print(closing)
    return code or int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
