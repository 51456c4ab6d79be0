"""V10: by which mandates, and at which moment, holders reached the society of a blanket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import DAY, WHOLE, Json, World, blanket, case, day, halves, line, title

_OUT = "song/WRK N NOT_IN_REPERTOIRE"
_END = "2028-01-01"


def _sold(world: World, society: str = "soc", when: str | int = "2025-12-01", **more: Any) -> World:
    return world.deal("b", f"{society} dsp", blanket(society, "dsp", **more), when=when)


def _member(**more: Any) -> World:
    return World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc", **more)


def _two() -> World:
    world = World().work("song", "ann", shares=halves("ann", "bo"))
    return world.on("confirmed", work="song", layer="WRK", holder="bo")


def _yes(world: World, name: str, says: str, covers: str, **more: Any) -> Json:
    return case(world, name, says, "A", "song/WRK A", covers=f"V10 {covers}", **({"until": _END} | more))


def _no(world: World, name: str, says: str, covers: str, **more: Any) -> Json:
    return case(world, name, says, "N", _OUT, covers=f"V10 {covers}", **more)


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _reach()
    yield from _moment()
    yield from _exclusives()
    yield from _running_on()


def _reach() -> Iterator[Json]:
    for hops in (5, 6):
        world, giver = World().work("song", "lin"), "lin"
        for number in range(hops):
            kind = "RECIPROCAL" if number else "COLLECTIVE"
            world.mandate(f"m{number}", kind, giver, f"soc{number}")
            giver = f"soc{number}"
        tell = _yes if hops == 5 else _no
        yield tell(_sold(world, giver), f"blanket, {hops} hops", "at most five hops", "blanket:hops")
    world = World().work("song", "ann", shares=halves("ann", "soc"))
    world.on("confirmed", work="song", layer="WRK", holder="soc").mandate("m", "COLLECTIVE", "ann", "soc")
    yield _yes(_sold(world), "blanket, a member and the society", "it reaches itself, the member it",
               "blanket:hops blanket:reach")  # fmt: skip
    world = _two().mandate("a", "COLLECTIVE", "ann", "soc").mandate("b", "COLLECTIVE", "bo", "other")
    world.mandate("j", "RECIPROCAL", "other", "soc")
    yield _yes(_sold(world), "blanket, members of two societies", "each by his own way", "blanket:reach")
    wide = "STREAM_ONDEMAND DOWNLOAD"
    yield _yes(_sold(_member(), uses=wide), "blanket wider than the mandate, its use",
               "mandates cover the use asked about", "blanket:scope")  # fmt: skip
    yield _no(_sold(_member(), uses=wide), "blanket wider than the mandate, another use",
              "mandates cover the use asked about", "blanket:scope", use="DOWNLOAD")  # fmt: skip
    yield _yes(_sold(_member(), territories="WORLD"), "blanket wider than the mandate, its territory",
               "mandates cover the territory asked about", "blanket:scope")  # fmt: skip
    world = _member(layer="PRF")
    yield _no(_sold(world), "blanket, mandate for another layer", "of the layer", "blanket:scope")
    world = _member().deal("b", "soc", blanket("soc", "ANYONE"), when="2025-12-01")
    yield _yes(world, "blanket to anyone", "nobody signs for it", "line:anyone", party="bar")
    world = _member().on("dispute_opened", subject={"work": "song", "layer": "WRK"}, opener="lin")
    world.on("dispute_resolved", subject={"work": "song", "layer": "WRK"}, opener="lin", arbiter="arb",
             decision="UPHELD")  # fmt: skip
    yield case(_sold(world), "blanket on a void title", "an upheld ruling voids blankets too", "N",
               "song/WRK N TITLE_VOID", policy={"arbiters": ["arb"]},
               covers="V10 V11 dispute:upheld")  # fmt: skip


def _moment() -> Iterator[Json]:
    """One moment m for all, c <= m <= max(c, t)."""
    for joined, together in (("2026-02-15", True), ("2026-03-01", False)):
        world = _sold(_two().mandate("a", "COLLECTIVE", "ann", "soc"))
        world.on("mandate_ended", "2026-02-01", mandate="a", end=day("2026-03-01"), by="ann")
        world.mandate("b", "COLLECTIVE", "bo", "soc", when=joined)
        tell = _yes if together else _no
        yield tell(world, f"blanket, one leaves in March, the other joins on {joined}",
                   "all at one moment", "blanket:moment boundary")  # fmt: skip
    for joined, verdict in (("2026-04-01", "A"), ("2026-05-02", "N")):
        world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc", when=joined)
        if joined < "2026-05-01":
            _sold(world, when="2026-05-01")
        else:
            world = _sold(World().work("song", "lin"), when="2026-05-01")
            world.mandate("m", "COLLECTIVE", "lin", "soc", when=joined)
        name = f"retroactive blanket of May, asked of February, member since {joined}"
        says = "t before c: the moment is c"
        if verdict == "A":
            yield _yes(world, name, says, "blanket:moment retroactive", at="2026-02-01", flags="RETROACTIVE")
        else:
            yield _no(world, name, says, "blanket:moment", at="2026-02-01", until=day(joined))
    world = _sold(_member().on("title", **title("song", {"pub": WHOLE}), change="ASSIGNED"))
    yield _no(world, "blanket after an assignment to a non-member", "the holder is another by then",
              "blanket:reach title:assigned")  # fmt: skip
    world = _sold(World().work("song", "lin"))
    world.mandate("m", "COLLECTIVE", "lin", "soc", when="2026-05-01")
    yield _no(world, "blanket, member joins, not known yet", "k before the mandate",
              "blanket:moment bitemporal", known_at="2026-04-30")  # fmt: skip
    yield _no(world, "blanket, member joins, t before", "t before the mandate", "blanket:moment",
              at="2026-04-30", until="2026-05-01")  # fmt: skip
    world = _sold(World().work("song", "lin"))
    world.mandate("m", "COLLECTIVE", "lin", "soc", start=day("2026-09-01"))
    yield _no(world, "blanket, mandate to come", "recorded, but not live yet", "blanket:moment",
              until="2026-09-01")  # fmt: skip
    world = _member(end=day("2026-02-01"))
    yield _yes(_sold(world), "blanket, mandate of limited time", "it was live when the blanket was recorded",
               "blanket:after")  # fmt: skip


def _exclusives() -> Iterator[Json]:
    """An EXCLUSIVE or SOLE line to another, recorded before m and live at t."""
    prior: Json = {"covers": "V10 blanket:prior", "until": "2027-01-01"}
    for kind in ("SOLE", "EXCLUSIVE"):
        world = _sold(World().work("song", "lin"))
        text = line("song", "film", start="2026-03-01", end="2027-01-01", exclusivity=kind)
        world.deal("e", "lin film", text, when="2026-02-01")
        world.mandate("m", "COLLECTIVE", "lin", "soc", when="2026-04-01")
        yield case(world, f"blanket, member joins after {kind}", "recorded before m, though after c", "N",
                   "song/WRK N PRIOR_EXCLUSIVE", **prior)  # fmt: skip
    world = _sold(_member())
    world.on("mandate_ended", "2026-01-15", mandate="m", end=day("2026-02-01"), by="lin")
    world.deal("e", "lin film", line("song", "film", start="2026-03-01", exclusivity="EXCLUSIVE"),
               when="2026-02-01")  # fmt: skip
    world.mandate("n", "COLLECTIVE", "lin", "soc", when="2026-04-01")
    yield _yes(world, "blanket, member leaves, grants an exclusive, and joins again",
               "there is a moment before the exclusive", "blanket:prior blanket:moment")  # fmt: skip
    for what, more in (("use", {"uses": "DOWNLOAD"}), ("territory", {"territories": ["HK"]})):
        world = World().work("song", "lin")
        world.deal("e", "lin film", line("song", "film", **({"exclusivity": "EXCLUSIVE"} | more)))
        yield _yes(_sold(world.mandate("m", "COLLECTIVE", "lin", "soc")),
                   f"blanket beside an exclusive for another {what}", "it does not bear on the question",
                   "blanket:prior")  # fmt: skip
    world = World().work("song", "lin").deal("e", "lin film", line("song", "film"))
    yield _yes(_sold(world.mandate("m", "COLLECTIVE", "lin", "soc")), "blanket after a NONEXCLUSIVE",
               "only EXCLUSIVE and SOLE go before", "blanket:prior")  # fmt: skip


def _running_on() -> Iterator[Json]:
    """An exclusive beside blankets of a society that its licensor has left."""
    left = day("2026-02-01")
    for days, flags in ((730, "BLANKET_RUNS_ON"), (732, "")):
        world = _member().on("mandate_ended", "2026-01-01", mandate="m", end=left, by="lin")
        text = line("song", "film", start="2028-03-01", exclusivity="EXCLUSIVE")
        world.deal("e", "lin film", text, when=left + days * DAY)
        yield case(world, f"exclusive {days} days after a society was left", "within the last 731 days", "A",
                   "song/WRK A", party="film", at="2028-06-01", flags=flags,
                   covers="V10 blanket:runs_on boundary")  # fmt: skip
    for kind, uses, flags in (("SOLE", "STREAM_ONDEMAND", "BLANKET_RUNS_ON"), ("EXCLUSIVE", "SYNC_AV", ""),
                              ("NONEXCLUSIVE", "STREAM_ONDEMAND", "")):  # fmt: skip
        world = _member().on("mandate_ended", mandate="m", end=left, by="lin")
        text = line("song", "film", uses, start="2026-03-01", exclusivity=kind)
        world.deal("e", "lin film", text, when=left)
        yield case(world, f"{kind} for {uses} after a society was left", "overlapping SOLE and EXCLUSIVE",
                   "A", "song/WRK A", party="film", use=uses, flags=flags,
                   covers="V10 blanket:runs_on")  # fmt: skip
