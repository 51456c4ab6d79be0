"""V9: what mandates leave to their givers, how they join in one line, and when they end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import WHOLE, Json, World, case, day, halves, line, title

_SILENT = "song/WRK N MISSING_CONSENTS"
_END = "2028-01-01"


def _sold(world: World, signers: str, **more: Any) -> World:
    """A line for the two years from 2026."""
    return world.deal("d", f"{signers} dsp", line("song", "dsp", **({"end": _END} | more)))


def _mandated(kind: str, **more: Any) -> World:
    return World().work("song", "lin").mandate("m", kind, "lin", "house", **more)


def _yes(world: World, name: str, says: str, covers: str) -> Json:
    return case(world, name, says, "A", "song/WRK A", until=_END, covers=covers)


def _no(world: World, name: str, says: str, code: str, covers: str) -> Json:
    return case(world, name, says, "N", f"song/WRK N {code}", covers=covers)


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _left_to_givers()
    yield from _passed_on()
    yield from _joined()
    yield from _beyond()
    yield from _withdrawn()


def _left_to_givers() -> Iterator[Json]:
    """Who is not barred licenses himself."""
    for kind, bars in (("AGENCY", None), ("ADMIN", False)):
        more: Json = {} if bars is None else {"bars": bars}
        yield _yes(_sold(_mandated(kind, **more), "lin"), f"giver of {kind} licenses himself",
                   "a mandate that does not bar leaves the owner his power",
                   f"V9 M5 mandate:{kind} mandate:bars")  # fmt: skip
    yield _yes(_sold(_mandated("ADMIN", bars=True), "house"), "publisher under an ADMIN mandate that bars",
               "he licenses in its scope", "V9 M5 mandate:ADMIN")  # fmt: skip
    yield _yes(_sold(_mandated("ADMIN", bars=True, cap="EXCLUSIVE"), "house", exclusivity="EXCLUSIVE"),
               "publisher grants an EXCLUSIVE", "whatever its scope says",
               "V9 M5 mandate:ADMIN mandate:cap")  # fmt: skip


def _passed_on() -> Iterator[Json]:
    """A publisher, or a society, that gave a mandate itself."""
    for bars, verdict in ((True, "N"), (False, "A")):
        world = _mandated("ADMIN").mandate("s", "SUBPUBLISH", "house", "sub", bars=bars)
        name = f"publisher beside a SUBPUBLISH that {'bars' if bars else 'does not bar'}"
        covers = "V9 M5 mandate:SUBPUBLISH mandate:bars"
        says = "SUBPUBLISH bars as it says"
        if verdict == "A":
            yield _yes(_sold(world, "house"), name, says, covers)
        else:
            yield _no(_sold(world, "house"), name, says, "MANDATE_SCOPE", covers)
        world = _mandated("ADMIN").mandate("s", "SUBPUBLISH", "house", "sub", bars=bars)
        yield _yes(_sold(world, "sub"), f"{name}: its mandatary", "he licenses in its scope",
                   "V9 M5 mandate:SUBPUBLISH")  # fmt: skip
    for kind in ("JOINT_COLLECTION", "RECIPROCAL"):
        world = _mandated("COLLECTIVE").mandate("j", kind, "house", "other")
        yield _yes(_sold(world, "house"), f"society that gave a {kind}", "it bars nobody",
                   f"V9 M5 mandate:{kind} mandate:bars")  # fmt: skip
        world = _mandated("COLLECTIVE", cap="EXCLUSIVE").mandate("j", kind, "house", "other", cap="EXCLUSIVE")
        yield _no(_sold(world, "other", exclusivity="EXCLUSIVE"), f"EXCLUSIVE by way of a {kind}",
                  "within the COLLECTIVE it stands on", "MISSING_CONSENTS",
                  f"V9 M5 mandate:{kind} mandate:cap")  # fmt: skip
    for mandate in ("m", "j"):
        world = _mandated("COLLECTIVE").mandate("j", "RECIPROCAL", "house", "other")
        world.on("mandate_ended", mandate=mandate, end=world.now, by="house")
        yield _no(_sold(world, "other"), f"chain whose mandate {mandate} has ended", "each one must be live",
                  "MISSING_CONSENTS", "V9 M5 mandate:time mandate:hops")  # fmt: skip


def _joined() -> Iterator[Json]:
    """Two holders, each by his own way."""

    def two() -> World:
        world = World().work("song", "ann", shares=halves("ann", "bo"))
        return world.on("confirmed", work="song", layer="WRK", holder="bo")

    world = two().mandate("m", "AGENCY", "bo", "agent")
    yield _yes(_sold(world, "ann agent"), "one holder signs, the other's agent too", "each has consented",
               "V9 M2 M5 mandate:AGENCY")  # fmt: skip
    world = two().mandate("m", "AGENCY", "bo", "ann")
    yield _yes(_sold(world, "ann"), "one holder is the other's agent", "he signs for both",
               "V9 M2 M5 mandate:AGENCY")  # fmt: skip
    for signers in ("soc_a soc_b", "soc_a", "soc_a bo"):
        world = two().mandate("a", "COLLECTIVE", "ann", "soc_a").mandate("b", "COLLECTIVE", "bo", "soc_b")
        _sold(world, signers)
        name, covers = f"two societies: {signers} sign", "V9 M2 M5 mandate:COLLECTIVE mandate:bars"
        if signers == "soc_a soc_b":
            yield _yes(world, name, "each for its own member", covers)
        else:
            code = "OWNER_BARRED_BY_MANDATE" if "bo" in signers else "MISSING_CONSENTS"
            yield _no(world, name, "each member only through his own society", code, covers)
    world = two().mandate("m", "AGENCY", "ann", "agent")
    world = world.deal("d", "agent dsp", line("song", "dsp", end=_END, consulted=True))
    yield case(world, "agent of one, the other consulted", "an agent signs in the giver's name", "C",
               "song/WRK C MISSING_CO_OWNERS", until=_END, covers="V9 ART14_2 mandate:AGENCY")  # fmt: skip


def _beyond() -> Iterator[Json]:
    """A member licenses himself what he has not mandated."""
    for what, more in (("uses", {"uses": "DOWNLOAD"}), ("territories", {"territories": ["HK"]}),
                       ("layer", {"layer": "PRF"}), ("work", {"work": "other"})):  # fmt: skip
        world = World().work("song", "lin").work("other", "lin")
        world.mandate("m", "COLLECTIVE", "lin", "soc", **more)
        yield _yes(_sold(world, "lin"), f"member licenses beyond the mandate's {what}",
                   "a mandate bars in its own scope only", "V9 M5 mandate:bars")  # fmt: skip
    world = _mandated("COLLECTIVE", uses="DOWNLOAD")
    yield _no(_sold(world, "lin", uses="STREAM_ONDEMAND DOWNLOAD"),
              "member licenses one use too many", "the line as a whole meets the mandate",
              "OWNER_BARRED_BY_MANDATE", "V9 M5 mandate:bars")  # fmt: skip
    world = _mandated("COLLECTIVE").on("title", **title("song", {"pub": WHOLE}), change="ASSIGNED")
    yield _yes(_sold(world, "pub"), "who bought from a member", "the mandate is its giver's, not the title's",
               "V9 M5 title:assigned mandate:bars")  # fmt: skip


def _withdrawn() -> Iterator[Json]:
    """A withdrawal is recorded first, and takes effect after the notice."""
    effective = day("2026-03-01")
    for start, verdict in (("2026-03-01", "A"), ("2026-02-28", "N")):
        world = _mandated("COLLECTIVE").on("mandate_ended", mandate="m", end=effective, by="lin")
        _sold(world, "lin", start=start)
        name, says = f"member who leaves in March licenses from {start}", "until then the mandate bars"
        if verdict == "A":
            yield _yes(world, name, says, "V9 M5 mandate:bars boundary")
        else:
            yield _no(world, name, says, "OWNER_BARRED_BY_MANDATE", "V9 M5 mandate:bars boundary")
    for when, verdict in (("2026-02-28", "A"), ("2026-03-01", "N")):
        world = _mandated("COLLECTIVE").on("mandate_ended", mandate="m", end=effective, by="lin")
        world.deal("d", "house dsp", line("song", "dsp", start="2026-03-01", end=_END), when=when)
        name, says = (
            f"society of a member who leaves in March, {when}",
            "it licenses until the notice is over",
        )
        if verdict == "A":
            yield _yes(world, name, says, "V9 M5 mandate:time boundary")
        else:
            yield _no(world, name, says, "MISSING_CONSENTS", "V9 M5 mandate:time boundary")
    world = World().work("song", "ann", shares=halves("ann", "bo"))
    world.on("confirmed", work="song", layer="WRK", holder="bo")
    world.mandate("m", "COLLECTIVE", "ann bo", "soc")
    world.on("mandate_ended", mandate="m", giver="ann", end=world.now, by="ann")
    yield _yes(_sold(world, "ann soc"), "one of two members left", "he signs, the society for the other",
               "V9 M5 mandate:time mandate:bars")  # fmt: skip
