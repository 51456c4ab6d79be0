"""Stories of RIGHTS.md 7 about many who own one thing, and many things in one: 2, 3."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.stories import Person, Stage, agreed, drawn_up, may, signed_apart, song

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]
pytest_plugins = ["tests.stories_stages"]

PERFORMERS = 28
USES = "STREAM_ONDEMAND,DOWNLOAD"


@dataclass(frozen=True, slots=True)
class Orchestra:
    """Who owns a recording, who wants it, and its asset id."""

    writers: list[Person]
    performers: list[Person]
    producer: Person
    dsp: Person
    work: str

    @property
    def licensors(self) -> list[Person]:
        """Everybody whose consent is needed."""
        return [*self.writers, *self.performers, self.producer]


def orchestra(stage: Stage, *, online: bool = False) -> Orchestra:
    """A song by three writers, played by 28, recorded by a producer, who registers it.

    Args:
        stage: Where.
        online: Whether the performers follow the chain themselves.
    """
    stage.it_is("2026-01-05")
    producer, dsp = stage.persons("producer", "dsp")
    writers = [stage.signer(f"writer{n}") for n in (1, 2, 3)]
    come = stage.person if online else stage.signer
    performers = [come(f"performer{n}") for n in range(1, PERFORMERS + 1)]
    shares = ",".join(f"{one}={part}" for one, part in zip(writers, (50, 30, 20), strict=True))
    everybody = ",".join(map(str, performers))
    work = song(
        producer,
        "symphony.wav",
        splits=f"--split WRK:{shares} --split PRF:{everybody} --split PHN:producer=100",
    )
    return Orchestra(writers, performers, producer, dsp, work)


def test_02_equal_shares(stage: Stage) -> None:
    """28 equal parts of a whole that 28 does not divide."""
    here = orchestra(stage)
    rows = {row["layer"]: row["shares"] for row in here.dsp.does(f"title {here.work}")["titles"]}
    assert Counter(share["units"] for share in rows["PRF"]) == {3_571_429: 16, 3_571_428: 12}
    parts = {share["holder"]: share["percent"] for share in rows["WRK"]}
    assert [parts[one.address] for one in here.writers] == ["50", "30", "20"]


def test_02_thirty_three_signatures(stage: Stage) -> None:
    """With 27 of 28 performers there is no deal, and the missing one is named; with her there is."""
    here = orchestra(stage)
    producer, dsp, last = here.producer, here.dsp, here.performers[-1]
    terms = f"{here.work} --to {dsp} --use {USES} --territory CN {stage.span('2026-02-01', '2028-01-31')}"
    deal = drawn_up(producer, terms)
    assert deal["lines"] == 3 and len(deal["signers"]) == 33
    present = [one for one in (*here.licensors, dsp) if one is not last]
    assert signed_apart(producer, "deal.json", *present)["missing"] == [last.address]
    assert last.address in producer.is_refused("deal activate deal.json", "SIGNATURES_MISSING", 2)
    status = producer.does("deal status deal.json", 2)
    assert (status["status"], status["missing"]) == ("PROPOSED", [last.address])
    may(dsp, dsp, "DOWNLOAD", here.work, "2026-03-01", verdict="NOT_AUTHORISED")
    signed_apart(producer, "deal.json", last)
    producer.writes("deal activate deal.json")
    held = may(dsp, dsp, "DOWNLOAD", here.work, "2026-03-01", verdict="AUTHORISED")
    assert sorted(held.chain) == [
        (layer, kind) for layer in ("PHN", "PRF", "WRK") for kind in ("line", "title")
    ]


def test_02_exclusive_advertisement_without_one(stage: Stage) -> None:
    """An EXCLUSIVE needs all 28: one can't be left out, not even by saying that she was consulted."""
    here = orchestra(stage)
    producer, dsp, last = here.producer, here.dsp, here.performers[-1]
    term = stage.span("2026-02-01", "2026-12-31")
    terms = f"{here.work} --to {dsp} --use SYNC_AD --territory CN {term} --exclusive yes"
    drawn_up(producer, terms, "ad.json")
    present = [one for one in (*here.licensors, dsp) if one is not last]
    signed_apart(producer, "ad.json", *present)
    assert last.address in producer.is_refused("deal activate ad.json", "SIGNATURES_MISSING", 2)
    producer.has("letter.txt", "she was asked")
    said = producer.does(f"deal new {terms} --without {last} --consulted letter.txt", 64)
    assert said["error"] == "CONSULT_EXCLUSIVE" and last.address in said["message"]
    # Of a plain licence a performer can't be left out either. Rental needs no consent of the writers, so
    # nothing else is in the way.
    plain = terms.replace("SYNC_AD", "RENT").replace(" --exclusive yes", "")
    drawn_up(producer, f"{plain} --without {last} --consulted letter.txt", "without.json")
    signed_apart(producer, "without.json", producer, dsp, *here.performers[:-1])
    assert last.address in producer.is_refused("deal activate without.json", "CONTRACT_MISSING_SIGNER", 2)
    may(dsp, dsp, "SYNC_AD", here.work, "2026-03-01", verdict="NOT_AUTHORISED")


def test_02_twenty_eight_mandates(stage: Stage) -> None:
    """Who has the mandates of all 28 signs once for all; each must have accepted the split himself."""
    here = orchestra(stage, online=True)
    producer, dsp, last = here.producer, here.dsp, here.performers[-1]
    term = stage.span("2026-02-01", "2028-01-31")
    power = f"--kind agency --layer PRF --work {here.work} --use {USES} --territory CN"
    power = f"{power} {stage.span('2026-01-01', '2028-01-31')} --notice-days 0"
    for one in here.performers:
        producer.does(f"mandate new {one} --to producer {power} --out of-{one.name}.json")
        producer.sends(f"of-{one.name}.json", one)
        signed = f"mandate sign of-{one.name}.json --as {one.name} --yes"
        confirmed = [] if one is last else one.writes(f"{signed} --confirm")["confirmed"]
        assert [each["layer"] for each in confirmed] == ["PRF"] * (one is not last)
        if one is last:
            one.does(signed)
        one.sends(f"of-{one.name}.json", producer)
        producer.signs("mandate", f"of-{one.name}.json")
    mandates = [f"of-{one.name}.json" for one in here.performers]
    for file in mandates[:-1]:
        producer.writes(f"mandate activate {file}")
    terms = f"{here.work} --to {dsp} --use {USES} --territory CN {term} --through producer"
    without = drawn_up(producer, terms, "without.json")
    assert last.address in without["signers"] and len(without["signers"]) == 6, "no mandate, no agent"
    producer.writes(f"mandate activate {mandates[-1]}")
    deal = drawn_up(producer, terms)
    assert set(deal["signers"]) == {one.address for one in (*here.writers, producer, dsp)}
    signed_apart(producer, "deal.json", *here.writers, producer, dsp)
    producer.writes("deal activate deal.json")
    named = may(dsp, dsp, "DOWNLOAD", here.work, "2026-03-01", verdict="CONDITIONAL")
    assert named.of("PRF") == ["TITLE_UNCONFIRMED"] and named.names(last), "she was only named"
    last.writes(f"title confirm {here.work} --layer PRF --as {last.name}")
    held = may(dsp, dsp, "DOWNLOAD", here.work, "2026-03-01", verdict="AUTHORISED")
    assert held.chain.count(("PRF", "mandate")) == PERFORMERS
    may(dsp, dsp, "RINGTONE", here.work, "2026-03-01", verdict="NOT_AUTHORISED")


def test_02_one_mandate_of_all(stage: Stage) -> None:
    """28 names under one mandate, signed apart and joined: one text, one transaction."""
    here = orchestra(stage)
    producer, dsp = here.producer, here.dsp
    power = f"--kind agency --layer PRF --use {USES} --territory CN {stage.span('2026-01-01', '2028-01-31')}"
    everybody = " ".join(map(str, here.performers))
    producer.does(f"mandate new {everybody} --to producer {power} --notice-days 0 --out all.json")
    producer.signs("mandate", "all.json")
    copies = []
    for one in here.performers:
        producer.sends("all.json", one)
        one.signs("mandate", "all.json")
        copies.append(one.sends("all.json", producer, f"from-{one.name}.json"))
    *most, last = copies
    said = producer.does(f"mandate merge all.json {' '.join(most)}")
    absent = here.performers[-1].address
    assert said["missing"] == [absent]
    assert absent in producer.is_refused("mandate activate all.json", "MANDATE_SIGNATURES", 2)
    producer.writes(f"mandate activate all.json {last}")
    term = stage.span("2026-02-01", "2028-01-31")
    deal = drawn_up(producer, f"{here.work} --to {dsp} --use {USES} --territory CN {term} --through producer")
    assert len(deal["signers"]) == 5, "three writers, the producer for himself and for 28, the licensee"
    signed_apart(producer, "deal.json", *here.writers, producer, dsp)
    producer.writes("deal activate deal.json")


def test_03_album_of_twelve(stage: Stage) -> None:
    """Eleven tracks are clear; on the seventh a co-writer was consulted in vain, and is named."""
    stage.it_is("2026-01-05")
    she, dsp = stage.persons("she", "dsp")
    mate = stage.signer("mate")
    shared = f"--split WRK:she=50,{mate}=50 --split PRF:she=100 --split PHN:she=100"
    tracks = [song(she, f"t{n}.wav", splits=shared if n == 7 else "") for n in range(1, 13)]
    contents = " ".join(f"--contains {track}" for track in tracks)
    album = str(she.writes(f"register --type COMPILATION --as she --title 专辑 {contents}")["asset"])
    terms = f"--to {dsp} --use STREAM_ONDEMAND --territory CN {stage.span('2026-02-01', '2028-01-31')}"
    clear = [track for n, track in enumerate(tracks, 1) if n != 7]
    for part in range(0, len(clear), 5):  # a deal has at most 16 lines, a track needs three
        agreed(she, f"{' '.join(clear[part : part + 5])} {terms}", she, dsp, file=f"part{part}.json")
    she.has("letter.txt", "mate was asked on 2026-01-02")
    seventh = f"{tracks[6]} {terms} --without {mate} --consulted letter.txt"
    agreed(she, seventh, she, dsp, file="seventh.json")
    for n, track in enumerate(tracks, 1):
        wanted = "CONDITIONAL" if n == 7 else "AUTHORISED"
        said = may(dsp, dsp, "STREAM_ONDEMAND", track, "2026-03-01", verdict=wanted)
        if n == 7:
            assert said.of("WRK") == ["MISSING_CO_OWNERS", "TITLE_UNCONFIRMED"] and said.names(mate)
    whole = may(dsp, dsp, "STREAM_ONDEMAND", album, "2026-03-01", verdict="CONDITIONAL").whole
    assert whole["summary"] == {"AUTHORISED": 11, "CONDITIONAL": 1}
    assert len(whole["chain"]) == sum(
        len(layer["chain"]) for one in whole["tracks"] for layer in one["layers"]
    )
    named = [each["asset"] for each in whole["tracks"] if each["verdict"] == "CONDITIONAL"]
    assert named == [tracks[6]] and mate.address in json.dumps(whole["tracks"], ensure_ascii=False)
    dsp.has("playlist.csv", "work\n" + "\n".join([*tracks, "no-such-file"]))
    day = stage.day("2026-03-01")
    listed = dsp.does(f"may {dsp} STREAM_ONDEMAND - CN --at {day} --batch playlist.csv", 3)
    assert listed["summary"] == {"AUTHORISED": 11, "CONDITIONAL": 1, "INDETERMINATE": 1}
    assert listed["answers"][-1]["codes"] == ["BAD_QUERY"], "one bad row spoils no other"
