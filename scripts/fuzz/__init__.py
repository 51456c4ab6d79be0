"""Fuzzing of what reads bytes of strangers: ``python -m scripts.fuzz NAME [SECONDS]``.

Each target is a module of this package with ``one(data)``, which must return, or raise nothing but our own
refusals inside, and ``SEEDS``, inputs to begin with. With atheris the search is steered by coverage. Where it
can't be installed, random changes of the seeds do what they can, which is said.
"""

from __future__ import annotations

import importlib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

NAMES = ("dagpb", "car", "sealed")
SECONDS = 60
MEMORY_MB = 512
MAX_INPUT = 1 << 16

One = Callable[[bytes], None]


def target(name: str) -> tuple[One, Sequence[bytes]]:
    """What a target does with an input, and its seeds."""
    module = importlib.import_module(f"scripts.fuzz.{name}")
    return module.one, module.SEEDS


def main(arguments: Sequence[str]) -> int:
    """Fuzz one target; 1 if something was found (with atheris its own exit code)."""
    if not arguments or arguments[0] not in NAMES:
        print(f"usage: python -m scripts.fuzz {'|'.join(NAMES)} [SECONDS]", file=sys.stderr)
        return 2
    seconds = int(arguments[1]) if len(arguments) > 1 else SECONDS
    try:
        import atheris
    except ImportError:
        print("no atheris here: random changes of the seeds, without coverage", flush=True)
        return at_random(*target(arguments[0]), seconds)
    return _steered(atheris, arguments[0], seconds)


def _steered(atheris: Any, name: str, seconds: int) -> int:
    # The peak that libFuzzer looks at begins with that of the process which started this one.
    memory = MEMORY_MB + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with atheris.instrument_imports(include=["ledger.core", "ledger.store.sealing"]):
        one, seeds = target(name)
    with tempfile.TemporaryDirectory(prefix="songdeed-fuzz-") as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, seed in enumerate(seeds):
            (corpus / str(number)).write_bytes(seed)
        options = [
            sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-rss_limit_mb={memory}",
            f"-max_len={MAX_INPUT}", f"-artifact_prefix={Path.cwd()}/fuzz-{name}-", "-timeout=20",
            "-print_final_stats=1", "-verbosity=0",
        ]  # fmt: skip
        atheris.Setup(options, one)
        atheris.Fuzz()  # ends the process
    return 0


def at_random(one: One, seeds: Sequence[bytes], seconds: float, seed: int | None = None) -> int:
    """Change the seeds at random; 1 and the input if one of them does what it must not.

    Args:
        one: The target.
        seeds: Inputs to begin with.
        seconds: How long.
        seed: Of the randomness, to see a run again.
    """
    chance = random.Random(seed)
    until, count = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        data = changed(chance.choice(seeds), chance)
        count += 1
        try:
            one(data)
        except Exception as error:
            print(f"found after {count} inputs: {error!r}\n{data.hex()}", file=sys.stderr)
            return 1
    print(f"{count} inputs, nothing found")
    return 0


def changed(data: bytes, chance: random.Random) -> bytes:
    """An input with a few bytes flipped, cut out, doubled or put in."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(found) + 1)
        match chance.randrange(4):
            case 0 if place < len(found):
                found[place] ^= 1 << chance.randrange(8)
            case 1:
                del found[place : place + chance.randint(1, 40)]
            case 2:
                found[place:place] = found[place : place + chance.randint(1, 200)]
            case _:
                found[place:place] = chance.randbytes(chance.randint(1, 8))
    return bytes(found[:MAX_INPUT])
