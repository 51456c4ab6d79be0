"""V10: blanket licences of societies over their repertoire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import WHOLE, Json, World, blanket, case, day, halves, line, title

_OUT = "song/WRK N NOT_IN_REPERTOIRE"
_PRIOR = "song/WRK N PRIOR_EXCLUSIVE"
_END = "2028-01-01"


def _member(**more: Any) -> World:
    return World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc", **more)


def _sold(world: World, **more: Any) -> World:
    return world.deal("b", "soc dsp", blanket("soc", "dsp", **more), when="2025-12-01")


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _repertoire()
    yield from _moments()
    yield from _exclusives()
    yield from _rest()


def _repertoire() -> Iterator[Json]:
    yield case(_sold(_member()), "blanket", "every holder's mandate reaches the society", "A", "song/WRK A",
               until=_END, covers="V10 M5 blanket:reach")  # fmt: skip
    yield case(_sold(World().work("song", "lin")), "blanket, no member", "his work is not in it", "N", _OUT,
               covers="V10 blanket:reach")  # fmt: skip
    yield case(_sold(World().work("song", "soc")), "blanket, the society holds", "it reaches itself", "A",
               "song/WRK A", until=_END, covers="V10 blanket:hops")  # fmt: skip
    world = _member()
    world.mandate("j", "JOINT_COLLECTION", "soc", "all").deal("b", "all dsp", blanket("all", "dsp"))
    yield case(world, "blanket through two societies", "society to society", "A", "song/WRK A", until=_END,
               covers="V10 blanket:hops mandate:JOINT_COLLECTION")  # fmt: skip
    yield case(_sold(_member(uses="DOWNLOAD")), "blanket, mandate for another use",
               "mandates cover use and territory", "N", _OUT, covers="V10 blanket:scope")  # fmt: skip
    yield case(_sold(_member(), territories="WORLD"), "blanket, mandate for another territory",
               "mandates cover use and territory", "N", _OUT, territory="HK", flags="PROFILE_DEFAULT",
               covers="V10 blanket:scope")  # fmt: skip
    yield case(_sold(_member(work="other")), "blanket, mandate for another work", "one asset or all of them",
               "N", _OUT, covers="V10 blanket:scope")  # fmt: skip
    yield case(_sold(_member()), "blanket for another use", "a blanket has a scope as any line", "N",
               "song/WRK N OUT_OF_SCOPE", use="DOWNLOAD", covers="V7 V10")  # fmt: skip
    yield case(_sold(_member()), "blanket for another territory", "a blanket has a scope as any line", "N",
               "song/WRK N OUT_OF_SCOPE", territory="HK", flags="PROFILE_DEFAULT",
               covers="V7 V10")  # fmt: skip
    for at, code in ((day("2026-01-01") - 1, "NOT_YET"), (day(_END), "EXPIRED")):
        yield case(_sold(_member()), f"blanket, {code}", "half-open as any line", "N", f"song/WRK N {code}",
                   at=at, until="2026-01-01" if code == "NOT_YET" else None,
                   covers="V7 V10 boundary")  # fmt: skip
    world = World().work("song", "lin").work("video", "lin", "AUDIOVISUAL", "EMBODIES song")
    world.mandate("m", "COLLECTIVE", "lin", "soc", "AV_SCREENING")
    yield case(_sold(world, uses="AV_SCREENING"), "blanket of one layer", "it covers only its own layer", "N",
               "song/WRK A,video/AVP N NO_GRANT", work="video", use="AV_SCREENING",
               covers="V10 M3 blanket:layer")  # fmt: skip
    two = World().work("song", "ann", shares=halves("ann", "bo"))
    two.on("confirmed", work="song", layer="WRK", holder="bo").mandate("a", "COLLECTIVE", "ann", "soc")
    yield case(_sold(two), "blanket, one of two is a member", "every holder must have reached it", "N", _OUT,
               covers="V10 blanket:reach")  # fmt: skip
    two = World().work("song", "ann", shares=halves("ann", "bo"))
    two.mandate("a", "COLLECTIVE", "ann", "soc").mandate("c", "COLLECTIVE", "bo", "soc")
    yield case(_sold(two), "blanket, a member who was only named", "nobody is one by being named", "C",
               "song/WRK C TITLE_UNCONFIRMED", until=_END, covers="V10 title:named")  # fmt: skip
    for kind in ("SOLE", "EXCLUSIVE"):
        yield case(_sold(_member(), exclusivity=kind), f"blanket, {kind}", "societies: NONEXCLUSIVE", "N",
                   _OUT, covers="V10 M5 blanket:society")  # fmt: skip
        yield case(_sold(_member(cap="EXCLUSIVE"), exclusivity=kind), f"blanket, {kind}, cap EXCLUSIVE",
                   "whatever cap the mandate names", "N", _OUT,
                   covers="V10 M5 mandate:cap blanket:society")  # fmt: skip
    yield case(_sold(_member(), end="2028-01-03"), "blanket of 732 days", "at most 731 days, CMR 23", "N",
               _OUT, covers="V10 M5 blanket:society")  # fmt: skip
    yield case(_sold(_member(), end="2028-01-02"), "blanket of 731 days", "at most 731 days, CMR 23", "A",
               "song/WRK A", until="2028-01-02", covers="V10 M5 boundary blanket:society")  # fmt: skip


def _moments() -> Iterator[Json]:
    """A moment m, c <= m <= max(c, t), at which every holder had reached the society."""
    joined = day("2026-05-01")
    world = _sold(World().work("song", "lin")).mandate("m", "COLLECTIVE", "lin", "soc", when=joined)
    for off, verdict, until in ((-1, "N", joined), (0, "A", day(_END))):
        yield case(world, f"blanket, member joins, {off:+} s", "from the second at which he reached it",
                   verdict, "song/WRK A" if verdict == "A" else _OUT, at=joined + off, until=until,
                   covers="V10 boundary blanket:moment")  # fmt: skip
    world = _sold(_member())
    world.on("mandate_ended", "2026-02-01", mandate="m", end=day("2026-03-01"), by="lin")
    yield case(world, "blanket, member leaves", "licences concluded before run on, CMR 21", "A",
               "song/WRK A", until=_END, covers="V10 M5 blanket:after")  # fmt: skip
    world.deal("late", "soc bar", blanket("soc", "bar"), when="2026-03-01")
    yield case(world, "blanket after a member left", "there is no such moment", "N", _OUT, party="bar",
               covers="V10 M5 boundary blanket:moment")  # fmt: skip
    world = _sold(_member()).on("title", **title("song", {"pub": WHOLE}), change="ASSIGNED")
    yield case(world, "blanket, then an assignment", "what changes after m does not count against him", "A",
               "song/WRK A", until=_END, covers="V10 blanket:after")  # fmt: skip
    world = World().mandate("m", "COLLECTIVE", "lin", "soc")
    _sold(world).work("song", "lin", when="2026-02-01")
    yield case(world, "blanket, work registered later", "the repertoire grows", "A", "song/WRK A",
               until=_END, covers="V10 blanket:moment")  # fmt: skip
    keyless = World().work("song", "lin", shares=halves("lin", "?poet"))
    keyless.mandate("m", "COLLECTIVE", "lin", "soc")
    yield case(_sold(keyless), "blanket, title incomplete", "whom it must have reached is not known", "I",
               "song/WRK I TITLE_INCOMPLETE", covers="V5 V10")  # fmt: skip


def _exclusives() -> Iterator[Json]:
    """An EXCLUSIVE or SOLE line to another, recorded before m and live at t."""
    for kind in ("SOLE", "EXCLUSIVE"):
        world = World().work("song", "lin")
        world.deal("e", "lin film", line("song", "film", end="2027-01-01", exclusivity=kind))
        _sold(world.mandate("m", "COLLECTIVE", "lin", "soc"))
        yield case(world, f"blanket after {kind}", "a mandate after it is accepted subject to it", "N",
                   _PRIOR, until="2027-01-01", covers="V10 blanket:prior")  # fmt: skip
        yield case(world, f"blanket once {kind} is over", "it must be live at t", "A", "song/WRK A",
                   at="2027-01-01", until=_END, covers="V10 boundary blanket:prior")  # fmt: skip
        yield case(world, f"licensee of {kind}, then a mandate", "his line stands", "A", "song/WRK A",
                   party="film", until="2027-01-01", covers="V10 V11")  # fmt: skip
    world = World().work("song", "lin")
    world.deal("e", "lin dsp", line("song", "dsp", end="2026-02-01", exclusivity="EXCLUSIVE"))
    _sold(world.mandate("m", "COLLECTIVE", "lin", "soc"))
    yield case(world, "blanket to who had the exclusive", "only one to another goes before", "A",
               "song/WRK A", at="2026-01-15", until=_END, covers="V10 blanket:prior")  # fmt: skip
    world = _sold(_member())
    world.on("mandate_ended", "2026-02-01", mandate="m", end=day("2026-02-01"), by="lin")
    world.deal("e", "lin film", line("song", "film", start="2026-03-01", exclusivity="EXCLUSIVE"))
    yield case(world, "blanket before an exclusive", "one that is recorded after m does not count", "A",
               "song/WRK A", until=_END, covers="V10 blanket:prior")  # fmt: skip
    yield case(world, "exclusive beside a blanket", "blankets of a society that was left run on", "A",
               "song/WRK A", party="film", flags="BLANKET_RUNS_ON", covers="V10 blanket:runs_on")  # fmt: skip


def _rest() -> Iterator[Json]:
    silent = "song/WRK N MISSING_CONSENTS"
    world = _member().deal("b", "dsp", blanket("soc", "dsp"))
    yield case(world, "blanket that the society did not sign", "both sides consent (M1)", "N", silent,
               covers="V9 V10 M1")  # fmt: skip
    world = _member().deal("b", "soc", blanket("soc", "dsp"))
    yield case(world, "blanket that its licensee did not sign", "both sides consent (M1)", "N", silent,
               covers="V9 V10 M1")  # fmt: skip
    ended = day("2026-07-01")
    world = _sold(_member()).on("line_ended", "2026-02-01", deal="b", line=0, end=ended, by="dsp")
    yield case(world, "blanket ended", "a blanket ends as any line", "N", "song/WRK N REVOKED",
               covers="V7 V10 boundary")  # fmt: skip
    world = _sold(_member(), start="2025-11-01", end="2027-01-01")
    yield case(world, "blanket that starts before its recording", "a start before the activation is flagged",
               "A", "song/WRK A", flags="RETROACTIVE", until="2027-01-01",
               covers="V10 retroactive blanket:moment")  # fmt: skip
    world = _sold(_member())
    ruling: Json = {"subject": {"deal": "b"}, "opener": "soc"}
    world.on("dispute_opened", **ruling)
    world.on("dispute_resolved", **ruling, arbiter="arb", decision="UPHELD")
    yield case(world, "blanket, forged consent upheld", "an upheld decision voids the deal", "N",
               "song/WRK N DEAL_VOID", policy={"arbiters": ["arb"]},
               covers="V10 V11 dispute:deal")  # fmt: skip
