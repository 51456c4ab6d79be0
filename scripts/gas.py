"""Gas of whole transactions on the real contracts, kept in ``.gas-snapshot.json`` so that a change is seen.

Usage: python scripts/gas.py [--write | --check] [--abi FOLDER]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.benches import missed  # noqa: E402  (the path above comes first)
from scripts.benches.gas_bench import LIMITS  # noqa: E402
from scripts.benches.gas_chain import GasFailed  # noqa: E402
from scripts.benches.gas_plays import play_all  # noqa: E402
from scripts.benches.gas_works import ABI  # noqa: E402

SNAPSHOT = ROOT / ".gas-snapshot.json"


def differences(old: dict[str, int], new: dict[str, int]) -> list[str]:
    """One sentence for every figure that is not what it was."""
    return [
        f"{name}: {old.get(name, 'new')} in the snapshot, {new.get(name, 'gone')} now"
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]


def main() -> int:
    """Measure, then print, write or compare; 0 done, 1 a figure differs or misses its limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the snapshot")
    parser.add_argument("--check", action="store_true", help="fail when a figure is not that of the snapshot")
    parser.add_argument("--abi", type=Path, default=ABI, help="folder of the exported contracts")
    given = parser.parse_args()
    try:
        now = play_all(given.abi)
    except GasFailed as error:
        print(f"gas: {error}", file=sys.stderr)
        return 1
    before: dict[str, int] = json.loads(SNAPSHOT.read_text()) if SNAPSHOT.is_file() else {}
    changed = differences(before, now)
    for name, units in now.items():
        print(f"{name:36} {units:>10,}")
    failures = missed(dict(now), LIMITS) + (changed if given.check else [])
    for sentence in failures:
        print(f"gas: {sentence}", file=sys.stderr)
    if given.check and changed:
        print("gas: if the change is meant, run `make gas` and commit .gas-snapshot.json", file=sys.stderr)
    if given.write and changed:
        SNAPSHOT.write_text(json.dumps(now, indent=1) + "\n")
        print(f"wrote {SNAPSHOT.name}: " + "; ".join(changed))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
