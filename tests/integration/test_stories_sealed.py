"""Story 1 of RIGHTS.md 7: a demo that stays secret, and is revealed one day."""

from __future__ import annotations

import json
import shutil
import stat

import pytest

from tests.stories import Person, Stage, may, seconds, song

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]
pytest_plugins = ["tests.stories_stages"]

SEAL = (
    "register demo.wav --as lin --title 小样 --split WRK:lin --split PRF:lin --split PHN:lin --creator 林"
    " --sealed"
)


def sealed_demo(lin: Person) -> str:
    """Lin seals her demo: its asset id."""
    lin.has("demo.wav", "music of lin, not yet out")
    done = lin.writes(SEAL)
    assert done["sealed"] is True and done["file_cid"] is None
    return str(done["asset"])


def test_01_demo_sealed(stage: Stage) -> None:
    """With record and file a match, with a byte changed none, without the record nobody can tell."""
    stage.it_is("2025-09-01")
    lin, stranger, auditor = stage.persons("lin", "stranger", "auditor")
    demo = sealed_demo(lin)
    begin = seconds("2025-09-01T12:00:00+08:00")

    match = lin.does("check demo.wav")
    assert [one["asset"] for one in match["assets"]] == [demo] and match["assets"][0]["sealed"] is True
    assert begin <= match["assets"][0]["priority"] < begin + 600, "committed no later than"
    lin.has("changed.wav", "music of lin, not yet out!")
    assert lin.does("check changed.wav", 1)["match"] is False
    assert lin.does(f"check changed.wav --asset {demo}", 1)["match"] is False

    lin.sends("demo.wav", stranger)
    untold = stranger.does(f"check demo.wav --asset {demo}", 3)
    assert untold["match"] is None and untold["sealed"] == demo
    assert stranger.does("check demo.wav", 1)["match"] is False

    lin.does(f"record export shown --asset {demo}")
    for file in ("demo.wav", "changed.wav", f"shown/{demo}.json"):
        shutil.copy(lin.folder / file, auditor.folder)
    assert auditor.does(f"check demo.wav --record {demo}.json")["assets"][0]["asset"] == demo
    assert auditor.does(f"check changed.wav --record {demo}.json", 1)["match"] is False

    may(lin, lin, "STREAM_ONDEMAND", "demo.wav", "2025-09-02", verdict="AUTHORISED")
    said = may(stranger, lin, "STREAM_ONDEMAND", demo, "2025-09-02", verdict="AUTHORISED")
    assert said.flags == ["RECORD_NOT_SEEN"]
    said = may(stranger, stranger, "STREAM_ONDEMAND", demo, "2025-09-02", verdict="NOT_AUTHORISED")
    assert said.of("WRK") == ["NO_GRANT"]
    _stays_at_home(lin, demo, stranger)
    strict = f"may {lin} STREAM_ONDEMAND {demo} CN --at 2025-09-02 --strict"
    assert stranger.does(strict, 3)["verdict"] == "INDETERMINATE"
    assert lin.does(strict)["verdict"] == "AUTHORISED"

    again = lin.writes(SEAL)
    assert again["already"] is True and again["asset"] == demo
    assert lin.is_refused(SEAL.replace("小样", "别的标题"), "SEALED_BEFORE").count(demo) == 1


def _stays_at_home(lin: Person, demo: str, stranger: Person) -> None:
    """What is in the record is in the private folder, for its owner's eyes, and nowhere else."""
    home = lin.folder / "home"
    kept = home / "sealed" / f"{demo}.json"
    body = json.loads(kept.read_bytes())
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 and stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    secrets = [body["salt"], body["files"][0]["sha256"], body["titles"][0]["text"], "林"]
    shutil.rmtree(lin.folder / "shown")
    kept.parent.rename(lin.folder / "vault")
    elsewhere = b"".join(
        path.read_bytes()
        for folder in (home, stranger.folder / "home")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )
    (lin.folder / "vault").rename(kept.parent)
    assert demo.encode() in elsewhere, "what is public is there"
    for secret in secrets:
        assert secret.encode() not in elsewhere, secret


def test_01_demo_revealed(stage: Stage) -> None:
    """Revealed, it has the time at which it was sealed: before that of whoever registered the file since."""
    stage.it_is("2025-09-01")
    lin, rival, fan = stage.persons("lin", "rival", "fan")
    demo = sealed_demo(lin)
    stage.it_is("2026-02-01")
    lin.sends("demo.wav", rival)
    lin.sends("demo.wav", fan)
    theirs = song(rival, "demo.wav")
    assert [one["asset"] for one in fan.does("check demo.wav")["assets"]] == [theirs]
    may(fan, rival, "STREAM_ONDEMAND", theirs, "2026-02-02", verdict="AUTHORISED")

    rival.is_refused(f"reveal {demo} --as rival", "NO_SEALED_RECORD", 3)
    stage.it_is("2026-03-01")
    done = lin.writes("reveal demo.wav --as lin --yes")
    song_of = next(link["target"] for link in done["links"])
    assert done["asset"] == demo and set(done["records"]) == {demo, song_of}
    assert lin.writes(f"reveal {demo} --as lin --yes")["already"] is True

    match = {one["asset"]: one for one in fan.does("check demo.wav")["assets"]}
    assert set(match) == {demo, theirs}
    assert match[demo]["priority"] < seconds("2025-09-02T00:00:00+08:00")
    assert match[demo]["revealed"]["time"] >= seconds("2026-03-01T12:00:00+08:00")
    own = {one["asset"]: one for one in lin.does("check demo.wav")["assets"]}
    assert own[demo]["record"] == "SEEN" and match[demo]["record"] == "NOT_SEEN", "no server hands it on here"

    said = may(fan, rival, "STREAM_ONDEMAND", theirs, "2026-03-02", verdict="CONDITIONAL")
    assert "EARLIER_CLAIM" in said.codes and said.names(lin)
    said = may(fan, lin, "STREAM_ONDEMAND", demo, "2026-03-02", verdict="AUTHORISED")
    assert "COMPETING_CLAIM" in said.flags
    before = fan.does(f"may {rival} STREAM_ONDEMAND {theirs} CN --known-at 2026-02-15")
    assert before["verdict"] == "AUTHORISED", "what was revealed later was not known then"
