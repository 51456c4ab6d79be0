"""V2: what the makers of a derivative have in its parent, and what else is said of a parent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import Json, World, blanket, case, day, halves, line

_BOTH = "ADAPT STREAM_ONDEMAND"
_END = "2028-01-01"


def _remix(**more: Any) -> World:
    """Lin's song, and Mia's remix of it, which the DSP may stream."""
    world = World().work("song", "lin", **more).work("remix", "mia", links="DERIVED_FROM song")
    return world.deal("r", "mia dsp", line("remix", "dsp"))


def _asked(world: World, name: str, says: str, verdict: str, covers: str, **more: Any) -> Json:
    code = {"N": "PARENT_NOT_CLEARED"}.get(verdict, "")
    found: Json = {"codes": code, "parents": f"remix>song {verdict}", "work": "remix"} | more
    return case(world, name, says, verdict, "remix/WRK A", covers=f"V2 {covers}", **found)


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _lines()
    yield from _blankets()
    yield from _contested()


def _lines() -> Iterator[Json]:
    world = _remix().deal("d", "lin mia", line("song", "mia", "ADAPT"), line("song", "mia"))
    yield _asked(world, "maker has both rights, in two lines", "one line whose mask holds both", "N",
                 "derivative:line derivative:making")  # fmt: skip
    world = World().work("song", "lin")
    world.work("remix", "mia", links="DERIVED_FROM song", shares=halves("mia", "zoe"))
    world.deal("r", "mia zoe dsp", line("remix", "dsp")).deal("d", "lin zoe", line("song", "zoe", _BOTH))
    yield _asked(world, "one of two makers has a line", "some holder of the derivative", "A",
                 "derivative:line")  # fmt: skip
    world = _remix().deal("d", "lin dsp", line("song", "dsp", "ADAPT"))
    yield _asked(world, "user has the making right only", "his own right must cover the use", "N",
                 "derivative:own_right derivative:making")  # fmt: skip
    world = _remix().deal("d", "lin mia", line("song", "mia", _BOTH, territories=["HK"]))
    yield _asked(world, "maker has a line for another territory", "the line must cover the question", "N",
                 "derivative:line")  # fmt: skip
    world = _remix().deal("d", "lin mia", line("song", "mia", _BOTH, start="2026-09-01"))
    yield _asked(world, "maker's line begins later", "the line must be live", "N", "derivative:line",
                 until="2026-09-01")  # fmt: skip
    world = _remix().deal("d", "lin mia", line("song", "mia", _BOTH))
    yield _asked(world, "maker's line, not known yet", "k before the line", "N",
                 "derivative:line bitemporal", known_at=world.now - 90_000)  # fmt: skip
    world = _remix().on("title", work="remix", layer="WRK", shares={"pub": 100_000_000}, change="ASSIGNED")
    world.deal("d", "lin mia", line("song", "mia", _BOTH))
    yield _asked(world, "line to who has sold the derivative", "its holders now, not its maker", "N",
                 "derivative:line title:assigned")  # fmt: skip
    world = World().work("song", "lin", shares=halves("lin", "mia"))
    world.on("confirmed", work="song", layer="WRK", holder="mia")
    world.work("remix", "mia", links="DERIVED_FROM song").deal("r", "mia dsp", line("remix", "dsp"))
    yield _asked(world, "a maker is one of two holders of the parent", "the sole holder, or a line", "N",
                 "derivative:sole_holder")  # fmt: skip
    world = World().work("song", "lin", shares=halves("lin", "mia"))
    world.on("confirmed", work="song", layer="WRK", holder="mia")
    world.work("remix", "lin", links="DERIVED_FROM song", shares=halves("lin", "mia"))
    world.deal("r", "lin mia dsp", line("remix", "dsp"))
    yield _asked(world, "two who hold both", "the same people: nothing is asked", "A",
                 "derivative:same_people", parents="")  # fmt: skip


def _blankets() -> Iterator[Json]:
    """A line to a maker may be a blanket."""
    for uses, verdict in ((_BOTH, "A"), ("STREAM_ONDEMAND", "N")):
        world = _remix().mandate("m", "COLLECTIVE", "lin", "soc", uses)
        world.deal("b", "soc mia", blanket("soc", "mia", _BOTH))
        more: Json = {"until": _END} if verdict == "A" else {}
        yield _asked(world, f"maker's blanket, members' mandates for {uses}", "a live line, if a blanket",
                     verdict, "V10 derivative:line blanket:scope", **more)  # fmt: skip
    world = _remix().deal("e", "lin film", line("song", "film", "ADAPT", end="2027-01-01",
                                                exclusivity="EXCLUSIVE"))  # fmt: skip
    world.mandate("m", "COLLECTIVE", "lin", "soc", _BOTH).deal("b", "soc mia", blanket("soc", "mia", _BOTH))
    yield _asked(world, "maker's blanket after an exclusive on the making right",
                 "it goes before the blanket for that right", "N", "V10 derivative:line blanket:prior",
                 until="2027-01-01")  # fmt: skip


def _contested() -> Iterator[Json]:
    """Disputes, rulings and claims about the parent."""
    subject: Json = {"subject": {"work": "song", "layer": "WRK"}, "opener": "lin"}
    world = _remix().deal("d", "lin mia", line("song", "mia", _BOTH)).on("dispute_opened", **subject)
    yield _asked(world, "parent disputed", "its flags carry over", "A", "V11 derivative:carries",
                 flags="DISPUTED")  # fmt: skip
    world.on("dispute_resolved", **subject, arbiter="arb", decision="UPHELD")
    yield _asked(world, "parent's title void", "what is void clears nothing", "N",
                 "V11 derivative:carries dispute:upheld", policy={"arbiters": ["arb"]})  # fmt: skip
    world = _remix(file="tune").deal("d", "lin mia", line("song", "mia", _BOTH))
    world.work("other", "sun", file="tune", priority=day("2025-01-01"))
    yield _asked(world, "earlier claim on the parent's file", "a conditional one is CONDITIONAL", "C",
                 "V11 derivative:conditional claim:earlier", codes="EARLIER_CLAIM")  # fmt: skip
    world = _remix(file="tune").deal("d", "lin mia", line("song", "mia", _BOTH))
    world.work("other", "sun", file="tune")
    yield _asked(world, "later claim on the parent's file", "its flags carry over", "A",
                 "V11 derivative:carries claim:later", flags="COMPETING_CLAIM")  # fmt: skip
    world = _remix(record={"problem": "HASH_MISMATCH"}).deal("d", "lin mia", line("song", "mia", _BOTH))
    yield _asked(world, "parent's record does not hash to its id", "nothing can be told of it", "I",
                 "V1 derivative:unknown", codes="HASH_MISMATCH")  # fmt: skip
