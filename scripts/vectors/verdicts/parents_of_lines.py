"""V8: sub-licences within what they stand on, and alive with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import HALF, Json, World, case, day, line

_WIDE = "STREAM_ONDEMAND DOWNLOAD"
_FALL = day("2026-06-01")


def _sub(parent: str = "main", licensee: str = "dsp", **more: Any) -> Json:
    return line("song", licensee, **({"end": "2028-01-01"} | more), parent={"deal": parent, "line": 0})


def _main(depth: int = 1, **more: Any) -> World:
    text = line("song", "film", _WIDE, end="2028-01-01", depth=depth, **more)
    return World().work("song", "lin").deal("main", "lin film", text)


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _attenuating()
    yield from _consents()
    yield from _ended()


def _attenuating() -> Iterator[Json]:
    world = _main().deal("sub", "film dsp", _sub())
    yield case(world, "sub-licence that fits", "child within parent, depth decreases", "A", "song/WRK A",
               until="2028-01-01", covers="V8 M6")  # fmt: skip
    wider: dict[str, Json] = {
        "usage": {"uses": "STREAM_ONDEMAND SYNC_AD"},
        "territory": {"territories": ["CN", "HK"]},
        "start": {"start": "2025-12-31"},
        "end": {"end": "2028-01-02"},
        "exclusivity": {"exclusivity": "SOLE"},
        "depth": {"depth": 1},
    }
    for what, more in wider.items():
        world = _main().deal("sub", "film dsp", _sub(**more))
        yield case(world, f"sub-licence beyond its parent in {what}", "child within parent in each respect",
                   "N", "song/WRK N SUBLICENCE_EXCEEDS_PARENT", covers=f"V8 M6 exceeds:{what}")  # fmt: skip
    world = _main(depth=0).deal("sub", "film dsp", _sub())
    yield case(world, "sub-licence where none was allowed", "depth 0 allows no sub-licence", "N",
               "song/WRK N SUBLICENCE_EXCEEDS_PARENT", covers="V8 exceeds:depth")  # fmt: skip
    world = _main(depth=4)
    below = "main"
    for depth in (3, 2, 1, 0):
        who = "dsp" if depth == 0 else f"n{depth}"
        above = "film" if depth == 3 else f"n{depth + 1}"
        world.deal(f"sub{depth}", f"{above} {who}", _sub(below, who, depth=depth))
        below = f"sub{depth}"
    yield case(world, "sub-licence of the fourth level", "four levels at most, each within the other", "A",
               "song/WRK A", until="2028-01-01", covers="V8 M6")  # fmt: skip
    world = World().work("song", "lin").deal("sub", "film dsp", _sub("nothing"))
    yield case(world, "sub-licence under nothing", "a parent that is not on record", "N",
               "song/WRK N PARENT_UNKNOWN", covers="V8")  # fmt: skip
    world.deal("nothing", "lin film", line("song", "film", end="2028-01-01", depth=1))
    yield case(world, "sub-licence before its parent", "a parent must be on record before its child", "N",
               "song/WRK N PARENT_UNKNOWN", covers="V8")  # fmt: skip


def _consents() -> Iterator[Json]:
    world = _main().deal("sub", "lin dsp", _sub())
    yield case(world, "sub-licence without the licensee above", "he grants it, so he signs", "N",
               "song/WRK N MISSING_CONSENTS", covers="V8")  # fmt: skip
    world = _main().deal("sub", "film", _sub())
    yield case(world, "sub-licence without its licensee", "both sides consent to one text (M1)", "N",
               "song/WRK N MISSING_CONSENTS", covers="V8 M1")  # fmt: skip
    world = World().work("song", "lin")
    world.deal("main", "film", line("song", "film", end="2028-01-01", depth=1)).deal(
        "sub", "film dsp", _sub()
    )
    yield case(world, "sub-licence under a line without consent", "the root needs its holders' consent", "N",
               "song/WRK N MISSING_CONSENTS", covers="V8 V9")  # fmt: skip
    world = World().work("song", "ann", shares={"ann": HALF, "bo": HALF})
    world.on("confirmed", work="song", layer="WRK", holder="bo")
    world.deal("main", "ann film", line("song", "film", end="2028-01-01", depth=1, consulted=True))
    world.deal("sub", "film dsp", _sub())
    yield case(world, "sub-licence under a line of one co-owner", "it is no better than its root", "C",
               "song/WRK C MISSING_CO_OWNERS", until="2028-01-01", covers="V8 V9 M2")  # fmt: skip


def _ended() -> Iterator[Json]:
    def fallen(**more: Any) -> World:
        world = _main().deal("sub", "film dsp", _sub(**more))
        return world.on("line_ended", "2026-05-01", deal="main", line=0, end=_FALL, by="film")

    for off, verdict, code, until in ((-1, "A", "", _FALL), (0, "N", "PARENT_ENDED", None)):
        yield case(fallen(), f"sub-licence, parent ended, {off:+} s", "it is live only while its parent is",
                   verdict, f"song/WRK {verdict} {code}", at=_FALL + off, until=until,
                   covers="V8 M6 boundary")  # fmt: skip
    yield case(fallen(survives=True), "surviving sub-licence", "it survives the end of any ancestor", "A",
               "song/WRK A", until="2028-01-01", covers="V8 M6 survives")  # fmt: skip
    yield case(fallen(), "sub-licence, parent's end not known", "k before the termination", "A",
               "song/WRK A", known_at="2026-04-30", until="2028-01-01", covers="V8 bitemporal")  # fmt: skip
    for survives in (False, True):
        world = _main(depth=2).deal("mid", "film mid", _sub("main", "mid", depth=1, survives=survives))
        world.deal("sub", "mid dsp", _sub("mid"))
        world.on("line_ended", "2026-05-01", deal="main", line=0, end=_FALL, by="film")
        verdict = "A" if survives else "N"
        name = "survives" if survives else "falls"
        yield case(world, f"sub-licence whose parent {name}", "with which of its ancestors a line falls",
                   verdict, f"song/WRK {'A' if survives else 'N PARENT_ENDED'}",
                   until="2028-01-01" if survives else None, covers="V8 M6 survives")  # fmt: skip
    world = _main().on("line_ended", deal="main", line=0, end=_FALL, by="film")
    world.deal("sub", "film dsp", _sub(survives=True))
    yield case(world, "sub-licence beyond an announced end", "it outlives no end that was on record", "N",
               "song/WRK N SUBLICENCE_EXCEEDS_PARENT", covers="V8 exceeds:end")  # fmt: skip
    world = _main().deal("sub", "film dsp", _sub())
    world.on("line_ended", deal="sub", line=0, end=_FALL, by="dsp")
    yield case(world, "sub-licence ended itself", "its own end is REVOKED, not its parent's", "N",
               "song/WRK N REVOKED", covers="V7 V8")  # fmt: skip
