"""Fuzzing of parsers by atheris: ``python -m scripts.fuzz.NAME SECONDS``.

Each module has ``SEEDS`` and ``one(data)``, which raises when something is wrong, and calls ``main``. Exit
codes: 0 nothing was found, 3 atheris has no build for this Python or system, anything else a finding.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

MAX_BYTES = 1 << 14
MEMORY_MB = 1024


def main(one: Callable[[bytes], None], seeds: Sequence[bytes], seconds: int) -> None:
    """Try inputs, the seeds first, until the time is over or something is wrong; then end the program.

    Args:
        one: Tries one input.
        seeds: Inputs to begin with.
        seconds: How long.
    """
    try:
        import atheris
    except ImportError:
        print("atheris is not here: it has builds for Python 3.11 to 3.13 on Linux, x86-64", file=sys.stderr)
        sys.exit(3)
    with tempfile.TemporaryDirectory(prefix="songdeed-fuzz-") as folder:
        for number, seed in enumerate(seeds):
            (Path(folder) / f"seed{number}").write_bytes(seed)
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={MAX_BYTES}",
            f"-rss_limit_mb={MEMORY_MB}",
            f"-artifact_prefix={tempfile.gettempdir()}/songdeed-",
            folder,
        ]
        atheris.Setup([sys.argv[0], *options], one)
        atheris.Fuzz()
