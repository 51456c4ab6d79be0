"""songdeed demo: the main job on a tune of our own, in words a musician reads."""

from __future__ import annotations

import array
import math
import tempfile
import wave
from pathlib import Path

from ledger.cli.app import app
from ledger.cli.common import Run, command
from ledger.cli.speech import t

_RATE = 22_050
# A pentatonic phrase: steps above A3 in semitones, and beats.
_TUNE = [
    (0, 1),
    (3, 1),
    (5, 1),
    (7, 2),
    (10, 1),
    (7, 1),
    (5, 1),
    (3, 2),
    (5, 1),
    (7, 1),
    (12, 2),
    (10, 1),
    (7, 3),
]
_BEAT_S = 0.35


def compose(path: Path) -> None:
    """Write the tune as a mono 16-bit WAV file."""
    samples = array.array("h")
    for step, beats in _TUNE:
        count, pitch = int(_RATE * _BEAT_S * beats), 220 * 2 ** (step / 12)
        for place in range(count):
            moment = place / _RATE
            tone = sum(math.sin(2 * math.pi * pitch * n * moment) / n**2 for n in (1, 2, 3))
            samples.append(int(12_000 * tone * math.exp(-2 * moment) * min(1, place / 200)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(samples.tobytes())


_SESSION: list[tuple[str, str, int]] = [
    ("init", "init", 0),
    ("keys", "key new lin", 0),
    ("", "key new hao", 0),
    ("", "key new venue", 0),
    ("register", "register song.wav --as lin --title 连城一家 --split WRK:lin=100 --split PRF:hao=100"
     " --split PHN:lin=60,hao=40", 0),
    ("check", "check song.wav", 0),
    ("flip", "check flipped.wav", 1),
    ("ask_no", "may venue STREAM_ONDEMAND song.wav CN", 1),
    ("deal", "deal new song.wav --to venue --use STREAM_ONDEMAND --territory CN --from 2026-01-01"
     " --until 2030-12-31 --revocable at-will --out deal.json", 0),
    ("sign", "deal sign deal.json --as lin --as hao --yes", 0),
    ("refused", "deal activate deal.json --as lin", 2),
    ("venue", "deal sign deal.json --as venue --yes", 0),
    ("", "deal activate deal.json --as venue", 0),
    ("ask_yes", "may venue STREAM_ONDEMAND song.wav CN", 0),
    ("ask_jp", "may venue STREAM_ONDEMAND song.wav JP", 1),
    ("end", "terminate deal.json --as lin --yes", 0),
    ("ask_end", "may venue STREAM_ONDEMAND song.wav CN", 1),
]  # fmt: skip


@command(app, "demo", "demo")
def demo(run: Run) -> int:
    """Play the main job."""
    with tempfile.TemporaryDirectory(prefix="songdeed-demo-") as name:
        folder = Path(name)
        compose(folder / "song.wav")
        flipped = bytearray((folder / "song.wav").read_bytes())
        flipped[5_000] ^= 1
        (folder / "flipped.wav").write_bytes(flipped)
        run.say(t("demo.start"))
        try:
            played = all(_play(run, folder, *step) for step in _SESSION)
        finally:
            run_command(folder, ["chain", "stop"])
    run.say(t("demo.next" if played else "demo.failed"))
    run.speech.answer({"demo": "played" if played else "failed", "steps": len(_SESSION)})
    return 0 if played else 70


def _play(run: Run, folder: Path, words: str, line: str, expected: int) -> bool:
    if words:
        run.say(f"\n{t(f'demo.{words}')}")
    run.say(f"$ songdeed {line}")
    code, said = run_command(folder, line.split())
    run.say("".join(f"    {row}\n" for row in said.splitlines()).rstrip())
    if code != expected:
        run.say(t("demo.unexpected", code=code, expected=expected))
    return code == expected


def run_command(folder: Path, arguments: list[str]) -> tuple[int, str]:
    """Run one command as a person would, in the demo's own folder; its exit code and what it said."""
    import os
    import subprocess
    import sys

    from ledger.cli.speech import LANG

    environment = {**os.environ, "SONGDEED_HOME": str(folder / "home"), "SONGDEED_PASSWORD": "demo"}
    done = subprocess.run(
        [sys.executable, "-m", "ledger.cli.main", *arguments, "--lang", LANG], cwd=folder, env=environment,
        text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout
