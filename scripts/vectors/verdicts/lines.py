"""V7: lines to the party, by use, territory and time to the second."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.vectors.verdicts.base import Json, World, case, day, line


def _song(*lines: Json, signers: str = "lin dsp", **more: str) -> World:
    return World().work("song", "lin").deal("d", signers, *lines, **more)


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _scopes()
    yield from _edges()
    yield from _revoked()
    yield from _retroactive()
    yield from _several()


def _scopes() -> Iterator[Json]:
    world = _song(line("song", "dsp"))
    yield case(world, "line", "a line that fits", "A", "song/WRK A", covers="V7")
    yield case(World().work("song", "lin"), "no line", "without a line there is no grant, CL 29", "N",
               "song/WRK N NO_GRANT", covers="V7")  # fmt: skip
    yield case(world, "line to another", "a line speaks for its licensee", "N", "song/WRK N NO_GRANT",
               party="bar", covers="V7")  # fmt: skip
    yield case(world, "line for another use", "what is not named is not granted, CL 29", "N",
               "song/WRK N OUT_OF_SCOPE", use="DOWNLOAD", covers="V7")  # fmt: skip
    yield case(world, "line for another territory", "CN is the mainland only", "N",
               "song/WRK N OUT_OF_SCOPE", territory="HK", flags="PROFILE_DEFAULT",
               covers="V7 territory:bits")  # fmt: skip
    wide = _song(line("song", "dsp", territories="WORLD"))
    yield case(wide, "line for the world", "WORLD is every territory", "A", "song/WRK A", territory="HK",
               flags="PROFILE_DEFAULT", covers="V7 territory:world")  # fmt: skip
    two = _song(line("song", "dsp", territories=["CN", "JP"]))
    yield case(two, "line for two territories", "each of them is covered", "A", "song/WRK A",
               territory="JP", flags="PROFILE_DEFAULT", covers="V7")  # fmt: skip
    public = _song(line("song", "ANYONE"), signers="lin")
    yield case(public, "public licence", "ANYONE: nobody signs for it", "A", "song/WRK A", party="bar",
               covers="V7 line:anyone")  # fmt: skip
    other = World().work("song", "lin").work("other", "lin").deal("d", "lin dsp", line("other", "dsp"))
    yield case(other, "line on another work", "a line covers its own work", "N", "song/WRK N NO_GRANT",
               covers="V7")  # fmt: skip


def _edges() -> Iterator[Json]:
    """Half-open: [start, end)."""
    world = _song(line("song", "dsp", start="2025-07-01", end="2026-01-01"))
    start, end = day("2025-07-01"), 1_767_196_800
    for name, at, verdict, code, until in (
        ("second before the start", start - 1, "N", "NOT_YET", start),
        ("first second", start, "A", "", end),
        ("last second of 2025", end - 1, "A", "", end),
        ("first second after the end", end, "N", "EXPIRED", None),
    ):
        yield case(world, f"line, {name}", "a line holds in [start, end)", verdict,
                   f"song/WRK {verdict} {code}", at=at, until=until, covers="V7 boundary")  # fmt: skip


def _revoked() -> Iterator[Json]:
    world = _song(line("song", "dsp", end="2028-01-01"))
    ended = day("2026-07-01")
    world.on("line_ended", "2026-05-01", deal="d", line=0, end=ended, by="dsp")
    for off, verdict, code, until in ((-1, "A", "", ended), (0, "N", "REVOKED", None)):
        yield case(world, f"line ended, {off:+} s", "the end of a line is half-open too", verdict,
                   f"song/WRK {verdict} {code}", at=ended + off, until=until,
                   covers="V7 boundary")  # fmt: skip
    yield case(world, "line ended, past its own end", "what ended it first is named", "N",
               "song/WRK N REVOKED", at="2029-01-01", covers="V7")  # fmt: skip
    yield case(world, "line ended, not known yet", "k before the termination", "A", "song/WRK A",
               known_at="2026-04-30", until="2028-01-01", covers="V7 bitemporal")  # fmt: skip
    late = _song(line("song", "dsp", end="2026-06-01"))
    late.on("line_ended", deal="d", line=0, end=day("2027-01-01"), by="dsp")
    yield case(late, "line ended after its end", "a termination never lengthens a line", "N",
               "song/WRK N EXPIRED", covers="V7")  # fmt: skip
    other = _song(line("song", "dsp", "DOWNLOAD"), line("song", "dsp"))
    other.on("line_ended", deal="d", line=0, end=day("2026-02-01"), by="dsp")
    yield case(other, "other line of a deal ended", "a termination is of one line", "A", "song/WRK A",
               covers="V7")  # fmt: skip


def _retroactive() -> Iterator[Json]:
    world = _song(line("song", "dsp"), when="2026-05-01")
    yield case(world, "retroactive line, time before it was recorded",
               "a start before the activation covers that time too, flagged", "A", "song/WRK A",
               at="2026-02-01", flags="RETROACTIVE", covers="V7 retroactive")  # fmt: skip
    yield case(world, "retroactive line, later", "the flag stays with the line", "A", "song/WRK A",
               flags="RETROACTIVE", covers="V7 retroactive")  # fmt: skip
    yield case(world, "retroactive line, not known yet", "k before the line: no grant", "N",
               "song/WRK N NO_GRANT", known_at="2026-04-30", covers="V7 bitemporal")  # fmt: skip
    same = World().work("song", "lin").deal("d", "lin dsp", line("song", "dsp"), when="2026-01-01")
    yield case(same, "line from the second of its recording", "that is not retroactive", "A", "song/WRK A",
               at="2026-01-01", covers="V7 boundary retroactive")  # fmt: skip


def _several() -> Iterator[Json]:
    old = line("song", "dsp", end="2026-02-01")
    world = _song(old, line("song", "dsp"))
    yield case(world, "expired line and a live one", "the strongest ground counts", "A", "song/WRK A",
               covers="V7 combine:strongest")  # fmt: skip
    world = _song(old, line("song", "dsp", start="2027-01-01"), line("song", "dsp", "DOWNLOAD"))
    yield case(world, "three lines that miss", "every ground that failed says why", "N",
               "song/WRK N EXPIRED NOT_YET OUT_OF_SCOPE", until="2027-01-01", covers="V7")  # fmt: skip
    world = World().work("song", "wen").work("rec", "lab", "SOUND_RECORDING", "EMBODIES song")
    world.deal("d", "lab dsp", line("rec", "dsp", layer="PRF"), line("rec", "dsp", layer="PHN"))
    yield case(world, "recording cleared, song not", "all layers are cleared together (M3)", "N",
               "rec/PRF A,rec/PHN A,song/WRK N NO_GRANT", work="rec", covers="V2 V7 M3")  # fmt: skip
    world.deal("s", "wen dsp", line("song", "dsp", end="2026-12-01"))
    yield case(world, "recording and song cleared", "all layers are cleared together (M3)", "A",
               "rec/PRF A,rec/PHN A,song/WRK A", work="rec", until="2026-12-01",
               covers="V2 V7 M3")  # fmt: skip
    swap = World().work("song", "ann").work("other", "bo")
    swap.deal("d", "ann bo", line("song", "bo"), line("other", "ann"))
    for who, work in (("bo", "song"), ("ann", "other")):
        yield case(swap, f"swap, {who}", "the lines of a deal run both ways (M4)", "A", f"{work}/WRK A",
                   party=who, work=work, covers="V7 M4")  # fmt: skip
