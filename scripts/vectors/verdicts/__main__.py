"""``python -m scripts.vectors.verdicts tests/vectors/verdict/v1``: writes them, lists what they cover."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scripts.vectors.verdicts import files, gaps


def main(folder: Path) -> int:
    """Write one file for each of the five verdicts; 1 on a gap, or a tag that names nothing."""
    made = files()
    for name, cases in made.items():
        text = json.dumps(cases, sort_keys=True, ensure_ascii=False, indent=1)
        (folder / name).write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {len(cases)} cases")
    every = [each for cases in made.values() for each in cases]
    codes = gaps.emitted()
    for name in sorted(gaps.wanted(codes)):
        print(f"{name}: {sum(name in gaps.covered([each]) for each in every)}")
    without = gaps.missing(every, codes)
    if without:
        print(f"no case of: {', '.join(without)}", file=sys.stderr)
    strange = gaps.unknown(every, codes)
    if strange:
        print(f"no such code, check, cell or rule: {', '.join(strange)}", file=sys.stderr)
    return 1 if without or strange else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
