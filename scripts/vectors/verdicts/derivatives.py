"""V2: what a work was made from (CL 13, 16)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import Json, World, case, halves, line

_NOT = "PARENT_NOT_CLEARED"
_MAKING = "ADAPT STREAM_ONDEMAND"


def _remix(link: str = "DERIVED_FROM", by: str = "mia", **more: Any) -> World:
    """Lin's song, and something that Mia made from it."""
    return World().work("song", "lin", **more).work("remix", by, links=f"{link} song")


def _asked(
    world: World,
    name: str,
    says: str,
    verdict: str,
    parent: str = "",
    codes: str = "",
    *,
    rules: str,
    covers: str = "V2",
    **more: Any,
) -> Json:
    """Mia asks about her own remix, whose own layer is cleared."""
    found = f"remix>song {parent}" if parent else ""
    tags = " ".join([covers, *(f"derivative:{rule}" for rule in rules.split())])
    more = {"party": "mia", "parents": found, "layers": "remix/WRK A"} | more
    return case(
        world, name, says, verdict, more.pop("layers"), codes=codes, work="remix", covers=tags, **more
    )


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _own_right()
    yield from _makers()
    yield from _unclear()
    yield from _further()


def _own_right() -> Iterator[Json]:
    for link in ("DERIVED_FROM", "VERSION_OF", "SAMPLES"):
        yield _asked(
            _remix(link), f"{link} without a licence", "its parents count", "N", "N", _NOT, rules="own_right"
        )
    yield _asked(
        _remix(by="lin"),
        "work made from one's own",
        "the same people hold both",
        "A",
        party="lin",
        rules="same_people",
    )
    world = _remix().deal("d", "lin mia", line("song", "mia"))
    yield _asked(world, "use of the parent licensed", "covered when the use of it is, in its own right",
                 "A", "A", rules="own_right")  # fmt: skip
    world = _remix().deal("d", "mia dsp", line("remix", "dsp")).deal("e", "lin dsp", line("song", "dsp"))
    yield _asked(world, "licensee of both", "covered when the use of it is, in its own right", "A",
                 "A", party="dsp", rules="own_right")  # fmt: skip
    world = _remix(record={"authors": [{"died": "1900"}]})
    yield _asked(
        world,
        "parent in the public domain",
        "what is free needs nobody",
        "A",
        "A",
        "PUBLIC_DOMAIN",
        rules="own_right",
    )


def _makers() -> Iterator[Json]:
    """Some holder of the derivative holds the layer alone, or has a line for making and for the use."""
    world = World().work("song", "lin").work("remix", "lin", links="DERIVED_FROM song",
                                             shares=halves("lin", "mia"))  # fmt: skip
    world.deal("d", "lin mia dsp", line("remix", "dsp"))
    yield _asked(world, "a maker holds the parent alone", "on each layer some holder is the sole holder", "A",
                 "A", party="dsp", rules="sole_holder")  # fmt: skip
    rights = (
        ("DERIVED_FROM", "ADAPT", "A"),
        ("DERIVED_FROM", "TRANSLATE", "A"),
        ("SAMPLES", "SAMPLE", "A"),
        ("VERSION_OF", "ADAPT", "A"),
        ("SAMPLES", "ADAPT", "N"),
        ("DERIVED_FROM", "SAMPLE", "N"),
    )
    for link, right, verdict in rights:
        world = _remix(link).deal("d", "lin mia", line("song", "mia", f"{right} STREAM_ONDEMAND"))
        world.deal("e", "mia dsp", line("remix", "dsp"))
        yield _asked(world, f"{link}, maker has {right}", "a live line whose mask holds both rights", verdict,
                     verdict, "" if verdict == "A" else _NOT, party="dsp", rules="line making")  # fmt: skip
    for name, uses in (("the use alone", "STREAM_ONDEMAND"), ("the making alone", "ADAPT")):
        world = _remix().deal("d", "lin mia", line("song", "mia", uses))
        world.deal("e", "mia dsp", line("remix", "dsp"))
        yield _asked(
            world,
            f"maker has {name}",
            "the mask must hold both rights",
            "N",
            "N",
            _NOT,
            party="dsp",
            rules="making",
        )
    world = (
        _remix().deal("d", "lin", line("song", "ANYONE", _MAKING)).deal("e", "mia dsp", line("remix", "dsp"))
    )
    yield _asked(
        world, "parent licensed to anyone", "or ANYONE has such a line", "A", "A", party="dsp", rules="line"
    )
    world = _remix().deal("d", "lin mia", line("song", "mia", _MAKING, end="2026-06-01"))
    world.deal("e", "mia dsp", line("remix", "dsp"))
    yield _asked(
        world, "maker's line expired", "the line must be live", "N", "N", _NOT, party="dsp", rules="line"
    )
    world = _remix().deal("d", "lin mia", line("song", "mia", _MAKING, end="2027-01-01"))
    world.deal("e", "mia dsp", line("remix", "dsp"))
    yield _asked(world, "maker's line ends", "it is cleared as long as the line is live", "A", "A",
                 party="dsp", until="2027-01-01", rules="line")  # fmt: skip


def _unclear() -> Iterator[Json]:
    world = World().work("remix", "mia", links="DERIVED_FROM song")
    yield _asked(
        world,
        "unknown parent",
        "an unknown parent is INDETERMINATE",
        "I",
        "I",
        "UNKNOWN_ASSET",
        rules="unknown",
    )
    yield _asked(_remix(shares=halves("lin", "?poet")), "parent with an incomplete title",
                 "an incomplete title is INDETERMINATE", "I", "I", "TITLE_INCOMPLETE",
                 rules="unknown")  # fmt: skip
    world = World().work("song", "lin", shares=halves("lin", "bo"))
    world.on("confirmed", work="song", layer="WRK", holder="bo").work(
        "remix", "mia", links="DERIVED_FROM song"
    )
    world.deal("d", "lin mia", line("song", "mia", _MAKING, consulted=True))
    yield _asked(world, "parent licensed by one of two", "a conditional one is CONDITIONAL", "C", "C",
                 "MISSING_CO_OWNERS", rules="conditional")  # fmt: skip
    world = _remix(record={"published": "2020"})
    yield _asked(world, "duties of a parent", "its duties carry over", "D", "D", "DUTY_STATUTORY",
                 use="BROADCAST", rules="carries")  # fmt: skip
    world = _remix(record="-").deal("d", "lin mia", line("song", "mia"))
    yield _asked(
        world, "flags of a parent", "its flags carry over", "A", "A", flags="RECORD_NOT_SEEN", rules="carries"
    )
    yield _asked(world, "flags of a parent, strict", "a parent's record counts as the work's own", "I", "I",
                 "RECORD_NOT_SEEN", flags="RECORD_NOT_SEEN", policy={"strict": True},
                 covers="V1 V2 policy:strict", rules="carries")  # fmt: skip


def _further() -> Iterator[Json]:
    world = World().work("root", "wen").work("song", "lin", links="DERIVED_FROM root")
    world.work("remix", "mia", links="DERIVED_FROM song").deal("d", "lin mia", line("song", "mia", _MAKING))
    yield _asked(world, "parent's parent not cleared", "the parents of every asset count", "N", "", _NOT,
                 parents="remix>song A,song>root N", rules="every")  # fmt: skip
    world.deal("e", "wen lin", line("root", "lin", _MAKING))
    yield _asked(world, "parent's parent cleared", "the parents of every asset count", "A", "",
                 parents="remix>song A,song>root A", rules="every")  # fmt: skip
    world = _remix().work("rec", "mia", "SOUND_RECORDING", "EMBODIES remix")
    yield case(world, "recording of a remix", "the parents of every asset in the expansion count", "N",
               "rec/PRF A,rec/PHN A,remix/WRK A", codes=_NOT, work="rec", party="mia",
               parents="remix>song N", covers="V2 derivative:every")  # fmt: skip
    world = World().work("song", "lin").work("root", "lin", "SOUND_RECORDING", "EMBODIES song")
    world.work("remix", "mia", "SOUND_RECORDING", "EMBODIES song,SAMPLES root")
    world.deal("d", "lin mia", line("song", "mia"), line("root", "mia", layer="PHN"))
    yield _asked(world, "sample of which a layer is missing", "each layer of the parent", "N", "", _NOT,
                 layers="remix/PRF A,remix/PHN A,song/WRK A", parents="remix>root N",
                 rules="layers")  # fmt: skip
