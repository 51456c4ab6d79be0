"""Stories of RIGHTS.md 7 about who was first and who owns what: 1, 7, 9."""

from __future__ import annotations

import json

import pytest

from tests.stories import Person, Stage, agreed, drawn_up, may, seconds, signed_apart, song

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
pytest_plugins = ["tests.stories_stages"]


@pytest.mark.anvil
def test_01_demo(stage: Stage) -> None:
    """A demo is registered: the bytes are known from then on, and its owner alone may use it."""
    stage.it_is("2025-09-01")
    lin, stranger = stage.persons("lin", "stranger")
    demo = song(lin, "demo.wav", title="小样")
    lin.sends("demo.wav", stranger)
    match = stranger.does("check demo.wav")
    assert [one["asset"] for one in match["assets"]] == [demo]
    begin = seconds("2025-09-01T12:00:00+08:00")
    assert begin <= match["assets"][0]["priority"] < begin + 600, "committed no later than"
    stranger.has("changed.wav", (lin.folder / "demo.wav").read_text() + "!")
    assert stranger.does("check changed.wav", 1)["match"] is False
    may(stranger, lin, "STREAM_ONDEMAND", demo, "2025-09-02", verdict="AUTHORISED")
    said = may(stranger, stranger, "STREAM_ONDEMAND", "demo.wav", "2025-09-02", verdict="NOT_AUTHORISED")
    assert said.of("WRK") == ["NO_GRANT"]


def test_07_half_assigned(any_stage: Stage) -> None:
    """Licences given before stay as they were; after it neither of the two can give the other's consent."""
    stage = any_stage
    stage.it_is("2026-01-05")
    zhao, old, future, single, both, pubk = stage.persons("zhao", "old", "future", "single", "both", "pubk")
    w7 = song(zhao, None, title="W7")
    rest = "--use LIVE_PERFORM --territory CN"
    agreed(
        zhao, f"{w7} --to {old} {rest} {stage.span('2026-01-05', '2026-12-31')}", zhao, old, file="old.json"
    )
    stage.it_is("2026-06-15")
    term = stage.span("2026-08-01", "2027-12-31")
    agreed(zhao, f"{w7} --to {future} {rest} {term}", zhao, future, file="future.json")
    stage.it_is("2026-07-10")
    half = f"assign {w7} --split WRK:zhao=50,{pubk}=50"
    assert pubk.address in zhao.is_refused(f"{half} --as zhao", "CHANGE_SIGNATURES", 2)
    zhao.sends("change.json", pubk)
    assert pubk.address in pubk.is_refused("change send change.json", "CHANGE_SIGNATURES", 2)
    pubk.signs("change", "change.json")
    pubk.sends("change.json", zhao, "from-pubk.json")
    assert zhao.writes("change send change.json from-pubk.json")["status"] == "RECORDED"

    day = "2026-09-15"
    may(pubk, old, "LIVE_PERFORM", w7, day, verdict="AUTHORISED")
    may(pubk, future, "LIVE_PERFORM", w7, day, verdict="AUTHORISED")
    zhao.has("letter.txt", "PubK was asked on 2026-07-12 and has not answered.")
    alone = f"--without {pubk} --consulted letter.txt"
    agreed(zhao, f"{w7} --to {single} {rest} {term} {alone}", zhao, single, file="single.json")
    said = may(single, single, "LIVE_PERFORM", w7, day, verdict="CONDITIONAL")
    assert said.codes == {"MISSING_CO_OWNERS"} and said.names(pubk)
    wish = f"{w7} --to {both} {rest} {stage.span('2028-01-01', '2028-12-31')} --exclusive yes"
    said = zhao.does(f"deal new {wish} {alone}", 64)
    assert said["error"] == "CONSULT_EXCLUSIVE" and pubk.address in said["message"]
    drawn_up(zhao, wish, "both.json")
    signed_apart(zhao, "both.json", zhao, both)
    assert pubk.address in zhao.is_refused("deal activate both.json", "SIGNATURES_MISSING", 2)
    signed_apart(zhao, "both.json", pubk)
    zhao.writes("deal activate both.json")
    may(both, both, "LIVE_PERFORM", w7, "2028-06-01", verdict="AUTHORISED")


def rivals(stage: Stage) -> tuple[Person, Person, Person, Person, str]:
    """Sun committed to W9 in January, Qian in June; her licensee; a judge; and the asset id of her W9."""
    stage.it_is("2026-01-10")
    qian, fan = stage.persons("qian", "fan")
    sun, judge = (stage.beside(qian, name) for name in ("sun", "judge"))
    sun.has("w9.txt", "the words and notes of W9")
    score = "register w9.txt --type MUSICAL_WORK --title W9"
    sun.writes(f"{score} --as sun --split WRK:sun=100")
    stage.it_is("2026-06-10")
    hers = f"{score} --as qian --split WRK:qian=100"
    assert sun.address in qian.is_refused(hers, "FILE_CLAIMED")
    w9 = str(qian.writes(f"{hers} --contest")["asset"])
    term = stage.span("2026-06-10", "2027-12-31")
    agreed(qian, f"{w9} --to {fan} --use PRINT --territory CN {term}", qian, fan)
    qian.sends("w9.txt", fan)
    return sun, qian, fan, judge, w9


@pytest.mark.anvil
def test_09_prior_authorship_upheld(stage: Stage) -> None:
    """Who committed to the words five months earlier puts the title in doubt; a ruling voids it."""
    sun, qian, fan, judge, w9 = rivals(stage)
    several = fan.does(f"may {fan} PRINT w9.txt CN --at 2026-07-01", 3)
    assert several["codes"] == ["SEVERAL_CLAIMS"] and len(several["answers"]) == 2
    early = may(fan, fan, "PRINT", w9, "2026-07-01", verdict="CONDITIONAL")
    assert early.codes == {"EARLIER_CLAIM"} and early.names(sun) and "DISPUTED" not in early.flags

    about = f"{w9} --layer WRK"
    sun.has("notes.txt", "my notebook of January")
    sun.writes(f"dispute open {about} --evidence notes.txt --as sun")
    disputed = may(fan, fan, "PRINT", w9, "2026-07-01", verdict="CONDITIONAL")
    assert disputed.codes == {"EARLIER_CLAIM"} and "DISPUTED" in disputed.flags
    stage.it_is("2026-08-01")
    judge.has("reasons.txt", "the notebook is older")
    decision = "--decision upheld --reasons reasons.txt --out ruling.json"
    judge.writes(f"dispute resolve {about} --opener {sun} {decision} --as judge")
    may(fan, fan, "PRINT", w9, "2026-08-02", verdict="CONDITIONAL")
    void = f"dispute void {about} --ruling ruling.json"
    assert sun.address in qian.is_refused(f"{void} --as qian", "CHANGE_SIGNATURES", 2)
    sun.signs("change", "change.json")
    qian.writes("change send change.json")
    for day in ("2026-07-01", "2026-08-02"):  # at every time
        for who in (fan, qian):
            assert may(fan, who, "PRINT", w9, day, verdict="NOT_AUTHORISED").codes == {"TITLE_VOID"}


@pytest.mark.anvil
def test_09_prior_authorship_dismissed(stage: Stage) -> None:
    """A ruling against who disputed counts for an asker who accepts the arbiter, and for no other."""
    sun, _, fan, judge, w9 = rivals(stage)
    about = f"{w9} --layer WRK"
    sun.has("notes.txt", "my notebook of January")
    sun.writes(f"dispute open {about} --evidence notes.txt --as sun")
    stage.it_is("2026-08-01")
    judge.has("reasons.txt", "both took it from a folk song")
    judge.writes(
        f"dispute resolve {about} --opener {sun} --decision dismissed --reasons reasons.txt --as judge"
    )
    (row,) = fan.does(f"dispute show {about}")["disputes"]
    (ruling,) = row["rulings"]
    assert row["opener"] == sun.address
    assert (ruling["arbiter"], ruling["decision"]) == (judge.address, "DISMISSED")
    may(fan, fan, "PRINT", w9, "2026-08-02", verdict="CONDITIONAL")
    fan.has("policy.json", json.dumps({"arbiters": [judge.address]}))
    held = may(fan, fan, "PRINT", f"{w9} --policy policy.json", "2026-08-02", verdict="AUTHORISED")
    assert not held.codes and "DISPUTED" not in held.flags
    again = f"dispute resolve {about} --opener {sun} --decision upheld --reasons reasons.txt --as judge"
    judge.is_refused(again, "CONTRACT_ALREADY_RULED")
