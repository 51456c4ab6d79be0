"""V11: lines against lines, cell by cell of the table in RIGHTS.md 5."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import Json, World, case, day, halves, line

KINDS = ("NONEXCLUSIVE", "SOLE", "EXCLUSIVE")
_JUNIOR = "song/WRK N JUNIOR_TO"


def _senior(kind: str = "EXCLUSIVE", **more: Any) -> World:
    """A song, and a line to Film on record before anything else."""
    world = World().work("song", "lin")
    return world.deal("senior", "lin film", line("song", "film", **({"exclusivity": kind} | more)))


def _junior(world: World, signers: str = "lin dsp", **more: Any) -> World:
    when = more.pop("when", "")
    return world.deal("junior", signers, line("song", "dsp", **more), when=when)


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _cells()
    yield from _overlap()
    yield from _exempt()
    yield from _seniority()
    yield from _binding()
    yield from _given_away()


def _cells() -> Iterator[Json]:
    """Three kinds of line before three kinds; what a society or a member grants is in ``consents``."""
    for senior in KINDS:
        for junior in KINDS:
            verdict = "A" if senior == "NONEXCLUSIVE" else "N"
            yield case(
                _junior(_senior(senior), exclusivity=junior), f"{junior} after {senior}",
                "a SOLE or EXCLUSIVE keeps later lines to others out; a NONEXCLUSIVE keeps none out",
                verdict, "song/WRK A" if verdict == "A" else _JUNIOR,
                covers=f"V11 conflict:{senior}/{junior}",
            )  # fmt: skip
        yield case(
            _junior(_senior(senior), exclusivity="EXCLUSIVE"), f"{senior} before EXCLUSIVE",
            "the senior line stands", "A", "song/WRK A", party="film", covers="V11",
        )  # fmt: skip


def _overlap() -> Iterator[Json]:
    """Use, territory and interval must all intersect; intervals are compared, never "is it live now"."""
    said = "lines that share no use, country or second don't collide"
    yield case(_junior(_senior(uses="DOWNLOAD")), "junior for another use", said, "A", "song/WRK A",
               covers="V11 overlap")  # fmt: skip
    yield case(_junior(_senior(territories=["HK"])), "junior in another territory", said, "A", "song/WRK A",
               covers="V11 territory:bits overlap")  # fmt: skip
    wide = "STREAM_ONDEMAND DOWNLOAD"
    yield case(_junior(_senior(uses="DOWNLOAD"), uses=wide), "junior that shares a use not asked about",
               "lines overlap as wholes: one common use is enough", "N", _JUNIOR,
               covers="V11 overlap")  # fmt: skip
    for date, verdict in (("2026-06-02", "N"), ("2026-06-01", "A")):
        yield case(_junior(_senior(end=date), start="2026-06-01"), f"junior of June, senior until {date}",
                   "half-open: an end meets no start", verdict, "song/WRK A" if verdict == "A" else _JUNIOR,
                   covers="V11 boundary overlap")  # fmt: skip
    world = _senior(start="2025-06-01", end="2026-01-01")
    _junior(world, start="2025-08-01", when="2026-02-01")
    yield case(world, "backdated past an expired exclusive", "intervals are compared, never is it live now",
               "N", _JUNIOR, covers="V11 retroactive overlap")  # fmt: skip
    ended = day("2026-03-01")
    world = _senior().on("line_ended", deal="senior", line=0, end=ended, by="film")
    yield case(_junior(world, start="2026-03-01"), "junior after a senior that was ended",
               "the effective end is that of the termination", "A", "song/WRK A",
               covers="V11 boundary overlap")  # fmt: skip
    world = _junior(_senior(), start="2026-03-01", when="2025-12-01")
    world.on("line_ended", "2026-01-15", deal="senior", line=0, end=ended, by="film")
    yield case(world, "senior ended after the junior was recorded",
               "an end that was not on record when the junior was makes it no better", "N", _JUNIOR,
               covers="V11 bitemporal overlap")  # fmt: skip
    world = World().work("song", "lin").work("other", "lin")
    world.deal("senior", "lin film", line("other", "film", exclusivity="EXCLUSIVE"))
    yield case(_junior(world), "junior on another work", "same asset and layer only", "A", "song/WRK A",
               covers="V11 overlap")  # fmt: skip


def _exempt() -> Iterator[Json]:
    """Ancestors, the same licensee, and what the senior licensee signed too."""
    world = _senior().deal("again", "lin film", line("song", "film"))
    yield case(world, "line to the senior licensee", "lines to the same licensee are exempt", "A",
               "song/WRK A", party="film", covers="V11 exempt:licensee")  # fmt: skip
    for kind in ("SOLE", "EXCLUSIVE"):
        world = _junior(_senior(kind), "lin dsp film")
        yield case(world, f"junior that the licensee of {kind} signed", "he consents", "A", "song/WRK A",
                   covers="V11 exempt:signed")  # fmt: skip
        world = _senior(kind, depth=1)
        _junior(world, "film dsp", parent={"deal": "senior", "line": 0})
        yield case(world, f"sub-licence of {kind}", "its whole ancestor chain is exempt", "A", "song/WRK A",
                   covers="V8 V11 exempt:ancestor")  # fmt: skip
    world = World().work("song", "lin")
    world.deal("both", "lin film dsp", line("song", "film", exclusivity="EXCLUSIVE"), line("song", "dsp"))
    yield case(world, "exclusive and another line in one deal", "its licensee signed both", "A", "song/WRK A",
               covers="V11 exempt:signed seniority")  # fmt: skip
    world = _senior().deal("wider", "lin film", line("song", "film", "STREAM_ONDEMAND DOWNLOAD",
                                                     exclusivity="EXCLUSIVE"))  # fmt: skip
    yield case(world, "wider exclusive to the senior licensee", "lines to the same licensee are exempt", "A",
               "song/WRK A", party="film", use="DOWNLOAD", covers="V11 exempt:licensee")  # fmt: skip
    world = _senior(depth=2)
    world.deal("mid", "film mid", line("song", "mid", depth=1, parent={"deal": "senior", "line": 0}))
    _junior(world, "mid dsp", parent={"deal": "mid", "line": 0})
    yield case(world, "sub-licence of a sub-licence", "its whole ancestor chain is exempt", "A", "song/WRK A",
               covers="V8 V11 exempt:ancestor")  # fmt: skip


def _seniority() -> Iterator[Json]:
    """The order of activation; an early start gains none."""
    world = World().work("song", "lin").deal("first", "lin dsp", line("song", "dsp", start="2026-02-01"))
    world.deal("second", "lin film", line("song", "film", exclusivity="EXCLUSIVE"))
    yield case(world, "recorded first, starts later", "seniority is the order of activation", "A",
               "song/WRK A", covers="V11 seniority")  # fmt: skip
    world = _junior(_senior(start="2026-03-01"), start="2025-07-01", when="2026-02-01")
    yield case(world, "starts first, recorded later", "a retroactive start gains no seniority", "N", _JUNIOR,
               covers="V11 seniority retroactive")  # fmt: skip
    world = World().work("song", "lin").deal("main", "lin mid", line("song", "mid", depth=1))
    world.deal("exclusive", "lin film", line("song", "film", exclusivity="EXCLUSIVE"))
    _junior(world, "mid dsp", parent={"deal": "main", "line": 0})
    yield case(world, "sub-licence of a line older than an exclusive",
               "a senior NONEXCLUSIVE's sub-licences keep its seniority", "A", "song/WRK A",
               covers="V8 V11 seniority")  # fmt: skip
    world = _senior()
    world.deal("main", "lin mid", line("song", "mid", depth=1))
    _junior(world, "mid dsp", parent={"deal": "main", "line": 0})
    yield case(world, "sub-licence of a line younger than an exclusive", "it is no better than its parent",
               "N", _JUNIOR, covers="V8 V11 seniority")  # fmt: skip
    yield case(_junior(_senior(), when="2026-02-01"), "exclusive known, junior not yet",
               "k before the junior line", "N", "song/WRK N NO_GRANT", known_at="2026-01-31",
               covers="V11 bitemporal")  # fmt: skip


def _binding() -> Iterator[Json]:
    """An exclusive binds others only if it is good itself."""
    pair = World().work("song", "ann", shares=halves("ann", "bo"))
    pair.deal("senior", "ann film", line("song", "film", exclusivity="EXCLUSIVE"))
    pair.deal("junior", "ann bo dsp", line("song", "dsp"))
    yield case(pair, "exclusive of one co-owner", "without all holders it is none, and binds nobody", "A",
               "song/WRK A", covers="V9 V11 M2")  # fmt: skip
    third = _senior()
    third.deal("second", "lin big", line("song", "big", "STREAM_ONDEMAND DOWNLOAD", exclusivity="EXCLUSIVE"))
    third.deal("junior", "lin dsp", line("song", "dsp", "DOWNLOAD"))
    yield case(third, "junior of an exclusive that is junior itself", "what gave way binds nobody", "A",
               "song/WRK A", use="DOWNLOAD", covers="V11")  # fmt: skip
    world = _junior(_senior())
    subject: Json = {"subject": {"deal": "senior"}, "opener": "lin"}
    world.on("dispute_opened", **subject)
    yield case(world, "junior of a disputed exclusive", "an open dispute undoes nothing", "N", _JUNIOR,
               policy={"arbiters": ["arb"]}, covers="V11")  # fmt: skip
    world.on("dispute_resolved", **subject, arbiter="arb", decision="UPHELD")
    yield case(world, "junior of an exclusive that was voided", "what was undone binds nobody", "A",
               "song/WRK A", policy={"arbiters": ["arb"]}, covers="V11")  # fmt: skip
    yield case(world, "exclusive that was voided", "an upheld ruling voids the deal", "N",
               "song/WRK N DEAL_VOID", party="film", policy={"arbiters": ["arb"]},
               covers="V11 dispute:deal")  # fmt: skip


def _given_away() -> Iterator[Json]:
    """An exclusive licensee who granted an exclusive sub-licence is barred as an owner is."""
    for kind in KINDS:
        world = _senior(depth=1)
        _junior(world, "film dsp", exclusivity=kind, parent={"deal": "senior", "line": 0})
        strict = kind == "EXCLUSIVE"
        yield case(world, f"licensee who sub-licensed {kind}", "EXCLUSIVE bars the licensor too",
                   "N" if strict else "A", f"song/WRK {'N OWNER_BARRED_BY_EXCLUSIVE' if strict else 'A'}",
                   party="film", covers="V8 V11")  # fmt: skip
