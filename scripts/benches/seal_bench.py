"""Sealing and opening a file against the bare cipher over as many bytes in memory, in turns in one run.

The peer is one call of ChaCha20-Poly1305 of ``cryptography`` for each chunk of 1 MiB, and no file at all.
A part of ``store_bench``.
"""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ledger.core.sealed import Header
from ledger.store import sealing
from scripts.benches import Figures, Limits

PIECE = 1 << 20
ROUNDS = 5
WORK = "0x" + "ab" * 32
LIMITS: Limits = {
    "seal_over_aead": (">=", 0.6),
    "open_over_aead": (">=", 0.6),
}

# In processes of their own, as in hash_bench: the kernel's high-water mark of a program that does this alone.
_PEAK = """
import resource, sys
from pathlib import Path
from ledger.store import sealing
folder, work = Path(sys.argv[2]), sys.argv[3]
if sys.argv[1] == "seal":
    keep = lambda header, key: (folder / "key").write_bytes(key)
    sealing.seal_file(folder / "audio", folder / "peak", work, keep)
else:
    with sealing.open_sealed(folder / "peak") as (header, source):
        sealing.decrypt(header, (folder / "key").read_bytes(), source, folder / "back")
status = Path("/proc/self/status")
if status.exists():
    marks = [line.split() for line in status.read_text().splitlines()]
    print(next(int(words[1]) * 1024 for words in marks if words[0] == "VmHWM:"))
else:
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
"""


def figures(size: int) -> Figures:
    """``…_over_aead``: speed over that of the cipher alone; ``…_peak_mb``: most memory, in 10^6 bytes."""
    with tempfile.TemporaryDirectory(prefix="songdeed-bench-") as name:
        folder = Path(name)
        _write(folder / "audio", size)
        times: dict[str, list[float]] = {"seal": [], "open": [], "encrypt": [], "decrypt": []}
        for _ in range(ROUNDS):
            _round(folder, size, times)
        found = {kind: median(rounds) for kind, rounds in times.items()}
        return {
            "seal_over_aead": round(found["encrypt"] / found["seal"], 3),
            "open_over_aead": round(found["decrypt"] / found["open"], 3),
            "seal_mb_per_s": round(size / 1e6 / found["seal"]),
            "open_mb_per_s": round(size / 1e6 / found["open"]),
            "seal_peak_mb": round(peak_bytes("seal", folder) / 1e6, 1),
            "open_peak_mb": round(peak_bytes("open", folder) / 1e6, 1),
        }


def _round(folder: Path, size: int, times: dict[str, list[float]]) -> None:
    kept: list[tuple[Header, bytes]] = []
    source, sealed, back = folder / "audio", folder / "sealed", folder / "plain"
    cipher, chunk, nonce = ChaCha20Poly1305(os.urandom(32)), os.urandom(PIECE), bytes(12)
    closed = cipher.encrypt(nonce, chunk, None)
    times["encrypt"].append(_timed(lambda: _each(size, lambda: cipher.encrypt(nonce, chunk, None))))
    times["seal"].append(
        _timed(lambda: sealing.seal_file(source, sealed, WORK, lambda *both: kept.append(both)))
    )
    times["decrypt"].append(_timed(lambda: _each(size, lambda: cipher.decrypt(nonce, closed, None))))

    def opening() -> None:
        with sealing.open_sealed(sealed) as (header, rest):
            sealing.decrypt(header, kept[0][1], rest, back)

    times["open"].append(_timed(opening))
    if not filecmp.cmp(source, back, shallow=False):
        raise AssertionError("what was opened is not what was sealed")
    sealed.unlink()
    back.unlink()


def peak_bytes(kind: str, folder: Path) -> int:
    """Most memory that a program takes which seals, or then opens, the file ``audio`` of a folder."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _PEAK, kind, str(folder), WORK]
    return int(subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout)


def _each(size: int, call: Callable[[], object]) -> None:
    for _ in range(-(-size // PIECE)):
        call()


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _write(path: Path, size: int) -> None:
    piece = os.urandom(PIECE)
    with path.open("wb") as out:
        left = size
        while left:
            left -= out.write(piece[: min(PIECE, left)])
