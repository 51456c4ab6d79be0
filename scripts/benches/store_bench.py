"""The store against what it can't be faster than: SHA-256 alone, and `ipfs add` of the same file.

Each round measures all of them in turn, so that a slow moment of the machine meets all; ratios are of one
round each, and their median counts. What a round wrote stays until the end (11 GB): for a minute ext4 gives
files that were deleted no successor, and looks at each of them when it makes a new one. Without a built Kubo,
``add_over_kubo`` is not measured, which is said. Sealing and opening are measured in the same run, against
the bare cipher (``seal_bench``).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from statistics import median

from ledger.store.embedded import EmbeddedStore
from ledger.store.files import digest_file
from scripts import servers
from scripts.benches import Figures, Limits, seal_bench

SIZE = 1_000_000_000
PIECE = 1 << 20
ROUNDS = 5
LIMITS: Limits = {
    "add_over_hash": (">=", 0.5),
    "add_over_kubo": (">=", 1),
    "read_over_hash": (">=", 0.5),
    **seal_bench.LIMITS,
    "peak_mb": ("<=", 150),
}

_ROOT = Path(__file__).resolve().parents[2]

# In a process of its own, on Linux by the kernel's high-water mark, as in hash_bench.
_PEAK = """
import resource, sys
from pathlib import Path
from ledger.store.embedded import EmbeddedStore
path, folder, cid = sys.argv[1:]
store = EmbeddedStore(Path(folder))
store.put_file(Path(path), cid)
for piece in store.read(cid):
    pass
status = Path("/proc/self/status")
if status.exists():
    marks = [line.split() for line in status.read_text().splitlines()]
    print(next(int(words[1]) * 1024 for words in marks if words[0] == "VmHWM:"))
else:
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
"""


def figures() -> Figures:
    """``…_over_…``: our speed over the other's. ``peak_mb``: the most of add, read, seal, open, 10^6 B."""
    sealing = seal_bench.figures(SIZE)
    peaks = [sealing.pop("seal_peak_mb"), sealing.pop("open_peak_mb")]
    with tempfile.TemporaryDirectory(prefix="songdeed-bench-", dir=_scratch()) as folder:
        path = Path(folder) / "audio"
        _write(path)
        cid = digest_file(path).cid
        kubo = servers.KUBO.binary if servers.KUBO.binary.exists() else None
        if kubo is None:
            print("bench: add_over_kubo needs a Kubo: python -m scripts.servers build kubo", file=sys.stderr)
        rounds = [_round(Path(folder) / str(number), path, cid, kubo) for number in range(ROUNDS)]
        found: Figures = {
            name: round(median(one[name] for one in rounds), 3) for name in rounds[0] if "_over_" in name
        }
        found["add_mb_per_s"] = round(SIZE / 1e6 / median(one["add"] for one in rounds))
        peaks.append(round(_peak_bytes(Path(folder), path, cid) / 1e6, 1))
        return found | sealing | {"peak_mb": max(peaks)}


def _round(folder: Path, path: Path, cid: str, kubo: Path | None) -> dict[str, float]:
    """Seconds of each, and the ratios."""
    folder.mkdir()
    os.sync()  # what others left to be written is not paid by whoever comes first
    store = EmbeddedStore(folder / "store")
    hashing = _seconds(lambda: _plain(path))
    adding = _seconds(lambda: store.put_file(path, cid))
    reading = _seconds(lambda: deque(store.read(cid), maxlen=0))
    found = {"add": adding, "add_over_hash": hashing / adding, "read_over_hash": hashing / reading}
    if kubo is not None:
        found["add_over_kubo"] = _kubo_seconds(folder / "kubo", path, cid, kubo) / adding
    return found


def _kubo_seconds(home: Path, path: Path, cid: str, program: Path) -> float:
    """`ipfs add` without a daemon: no transfer over HTTP, which a node would pay besides."""
    environment = {**os.environ, "IPFS_PATH": str(home), "IPFS_TELEMETRY": "off"}
    subprocess.run([program, "init", "--empty-repo"], env=environment, check=True, capture_output=True)
    command = [str(program), "add", "--offline", "--cid-version=1", "--quieter", str(path)]
    said: list[str] = []

    def add() -> None:
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        said.append(done.stdout.strip())

    took = _seconds(add)
    if said != [cid]:
        raise AssertionError(f"Kubo made {said}, not {cid}")
    return took


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _scratch() -> Path:
    """On the disk of the project: a temporary folder may be memory, where a store is not measured."""
    folder = _ROOT / ".cache"
    folder.mkdir(exist_ok=True)
    return folder


def _write(path: Path) -> None:
    left = SIZE
    with path.open("wb") as out:
        while left:  # no two chunks alike: a store writes a repeated one once
            left -= out.write(os.urandom(min(PIECE, left)))


def _plain(path: Path) -> bytes:
    state = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            state.update(piece)
    return state.digest()


def _peak_bytes(folder: Path, path: Path, cid: str) -> int:
    command = [sys.executable, "-c", _PEAK, str(path), str(folder / "peak"), cid]
    return int(subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True).stdout)
