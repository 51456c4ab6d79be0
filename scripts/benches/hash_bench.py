"""SHA-256 and CID of a file in one pass, against plain hashlib over the same file in the same run."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from ledger.store.files import digest_file
from scripts.benches import Figures, Limits

SIZE = 500_000_000
PIECE = 1 << 20
ROUNDS = 5
LIMITS: Limits = {"hash_cid_over_sha256": (">=", 0.45), "hash_peak_mb": ("<", 100)}

# In a process of its own: the peak of this one holds whatever ran before. On Linux ru_maxrss of a new program
# starts at its parent's size, so the kernel's high-water mark of the program itself is read instead.
_PEAK = """
import resource, sys
from pathlib import Path
from ledger.store.files import digest_file
digest_file(Path(sys.argv[1]))
status = Path("/proc/self/status")
if status.exists():
    marks = [line.split() for line in status.read_text().splitlines()]
    print(next(int(words[1]) * 1024 for words in marks if words[0] == "VmHWM:"))
else:
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
"""


def figures() -> Figures:
    """``hash_cid_over_sha256``: speed of the one pass over that of hashlib. ``hash_peak_mb``: 10^6 bytes."""
    with tempfile.TemporaryDirectory(prefix="songdeed-bench-") as folder:
        path = Path(folder) / "audio"
        _write(path)
        expected = "0x" + _plain(path).hex()
        ours, plain = [], []
        for _ in range(ROUNDS):  # in turns, so that a slow moment of the machine meets both
            began = time.perf_counter()
            digest = digest_file(path)
            ours.append(time.perf_counter() - began)
            if digest.sha256 != expected:
                raise AssertionError("digest_file and hashlib disagree")
            began = time.perf_counter()
            _plain(path)
            plain.append(time.perf_counter() - began)
        return {
            "hash_cid_over_sha256": round(median(plain) / median(ours), 3),
            "hash_mb_per_s": round(SIZE / 1e6 / median(ours)),
            "hash_peak_mb": round(_peak_bytes(path) / 1e6, 1),
        }


def _write(path: Path) -> None:
    piece = os.urandom(PIECE)
    with path.open("wb") as out:
        left = SIZE
        while left:
            left -= out.write(piece[: min(PIECE, left)])


def _plain(path: Path) -> bytes:
    state = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            state.update(piece)
    return state.digest()


def _peak_bytes(path: Path) -> int:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _PEAK, str(path)]
    return int(subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout)
