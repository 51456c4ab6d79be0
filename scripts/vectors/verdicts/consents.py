"""V9: the consent of every holder when a line was recorded, given himself or through mandates."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.vectors.verdicts.base import WHOLE, Json, World, case, day, halves, line, title

_TWO = halves("ann", "bo")
_SILENT = "song/WRK N MISSING_CONSENTS"
_BEYOND = "song/WRK N MANDATE_SCOPE"


def _pair(confirmed: bool = True) -> World:
    world = World().work("song", "ann", shares=_TWO)
    return world.on("confirmed", work="song", layer="WRK", holder="bo") if confirmed else world


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _signed()
    yield from _consulted()
    yield from _agents()
    yield from _kinds()
    yield from _hops()
    yield from _barred()


def _signed() -> Iterator[Json]:
    world = _pair(False).deal("d", "ann bo dsp", line("song", "dsp"))
    yield case(world, "line that all holders signed", "their signatures confirm the split too", "A",
               "song/WRK A", covers="V9 M2 title:named")  # fmt: skip
    world = _pair().deal("d", "ann dsp", line("song", "dsp"))
    yield case(world, "line without a co-owner", "all co-owners consent (M2)", "N", _SILENT,
               covers="V9 M2 title:people")  # fmt: skip
    world = World().work("song", "lin").deal("d", "dsp", line("song", "dsp"))
    yield case(world, "line that nobody licensed", "a licensee can't grant himself anything", "N", _SILENT,
               covers="V9 M1")  # fmt: skip
    world = World().work("song", "lin").deal("d", "lin", line("song", "dsp"))
    yield case(world, "line that its licensee did not sign", "both sides consent to one text (M1)", "N",
               _SILENT, covers="V9 M1")  # fmt: skip
    world = World().work("song", "lin").on("title", **title("song", {"pub": WHOLE}), change="ASSIGNED")
    world.deal("d", "lin dsp", line("song", "dsp"))
    yield case(world, "line by who has sold", "the holders are those when the line is recorded", "N",
               _SILENT, covers="V9 bitemporal")  # fmt: skip
    world.deal("e", "pub dsp", line("song", "dsp"))
    yield case(world, "line by who has bought", "the holders are those when the line is recorded", "A",
               "song/WRK A", covers="V9")  # fmt: skip


def _consulted() -> Iterator[Json]:
    """Mode ART14_2."""
    world = _pair().deal("d", "ann dsp", line("song", "dsp", consulted=True))
    yield case(world, "ART14_2", "a co-owner of a song who was only consulted: never better than this", "C",
               "song/WRK C MISSING_CO_OWNERS", covers="V9 M2 ART14_2")  # fmt: skip
    world = _pair(False).deal("d", "ann dsp", line("song", "dsp", consulted=True))
    yield case(world, "ART14_2, split not confirmed", "he was only named besides", "C",
               "song/WRK C MISSING_CO_OWNERS TITLE_UNCONFIRMED",
               covers="V9 M2 ART14_2 title:named")  # fmt: skip
    for kind in ("SOLE", "EXCLUSIVE"):
        text = line("song", "dsp", consulted=True, exclusivity=kind)
        yield case(_pair().deal("d", "ann dsp", text), f"ART14_2, {kind}", "NONEXCLUSIVE lines only", "N",
                   _SILENT, covers="V9 M2 ART14_2")  # fmt: skip
    world = _pair().deal("d", "dsp", line("song", "dsp", consulted=True))
    yield case(world, "ART14_2 without any holder", "somebody must grant it", "N", _SILENT,
               covers="V9 M2 ART14_2")  # fmt: skip
    world = World().work("song", "wen").work("rec", "ann", "SOUND_RECORDING", "EMBODIES song",
                                             splits={"PRF": _TWO})  # fmt: skip
    world.deal("d", "ann dsp", *(line("rec", "dsp", "RENT", part, consulted=True) for part in ("PRF", "PHN")))
    yield case(world, "ART14_2 of a performance", "a missing performer: no", "N",
               "rec/PRF N MISSING_CONSENTS,rec/PHN A", work="rec", use="RENT",
               covers="V9 M2 ART14_2")  # fmt: skip


def _agents() -> Iterator[Json]:
    """AGENCY: whatever its scope says, in the giver's name; live when the line is recorded."""
    text = line("song", "dsp")
    world = World().work("song", "lin").mandate("m", "AGENCY", "lin", "agent").deal("d", "agent dsp", text)
    yield case(world, "agent signs", "a mandate moves licensing power", "A", "song/WRK A",
               covers="V9 M5 mandate:AGENCY")  # fmt: skip
    narrow: dict[str, Json] = {
        "uses": {"uses": "DOWNLOAD"},
        "territories": {"territories": ["HK"]},
        "layer": {"layer": "PRF"},
        "work": {"work": "other"},
    }
    for what, more in narrow.items():
        world = (
            World().work("song", "lin").work("other", "lin").mandate("m", "AGENCY", "lin", "agent", **more)
        )
        yield case(world.deal("d", "agent dsp", text), f"agent beyond his {what}", "it must cover the line",
                   "N", _BEYOND, covers="V9 mandate:AGENCY mandate:scope")  # fmt: skip
    for cap, kind in (("NONEXCLUSIVE", "SOLE"), ("SOLE", "EXCLUSIVE"), ("EXCLUSIVE", "EXCLUSIVE")):
        world = World().work("song", "lin").mandate("m", "AGENCY", "lin", "agent", cap=cap)
        world.deal("d", "agent dsp", line("song", "dsp", exclusivity=kind))
        fits = cap == kind
        yield case(world, f"agent up to {cap} grants {kind}", "the cap of the mandate",
                   "A" if fits else "N", "song/WRK A" if fits else _BEYOND,
                   covers="V9 mandate:cap")  # fmt: skip
    times: dict[str, tuple[Json, str]] = {
        "ended before": ({"end": day("2025-12-01")}, "N"),
        "starts later": ({"start": day("2026-02-01")}, "N"),
        "ends before the line": ({"end": day("2026-02-01")}, "A"),
    }
    for what, (more, verdict) in times.items():
        world = World().work("song", "lin").mandate("m", "AGENCY", "lin", "agent", **more)
        world.deal("d", "agent dsp", text, when="2025-12-01")
        yield case(world, f"agent whose mandate {what}", "live when the line is recorded, no longer needed",
                   verdict, "song/WRK A" if verdict == "A" else _SILENT,
                   covers="V9 boundary mandate:time")  # fmt: skip
    for told in ("before", "after"):
        world = World().work("song", "lin").mandate("m", "AGENCY", "lin", "agent")
        if told == "after":
            world.deal("d", "agent dsp", text)
        world.on("mandate_ended", mandate="m", end=world.now, by="lin")
        if told == "before":
            world.deal("d", "agent dsp", text)
        yield case(world, f"agent whose mandate was withdrawn {told}", "what was licensed by then stands",
                   "A" if told == "after" else "N", "song/WRK A" if told == "after" else _SILENT,
                   covers="V9 mandate:time")  # fmt: skip
    world = World().work("song", "lin").deal("d", "agent dsp", text).mandate("m", "AGENCY", "lin", "agent")
    yield case(world, "agent before his mandate", "authority as known when the line was recorded", "N",
               _SILENT, covers="V9 bitemporal mandate:time")  # fmt: skip
    world = _pair().mandate("m", "AGENCY", "ann bo", "agent")
    world.on("mandate_ended", mandate="m", giver="bo", end=world.now, by="bo").deal("d", "agent dsp", text)
    yield case(world, "agent of two, one of whom left", "one giver's withdrawal is his own", "N", _SILENT,
               covers="V9 mandate:time")  # fmt: skip
    named = _pair(False).mandate("m", "AGENCY", "ann bo", "agent").deal("d", "agent dsp", text)
    yield case(named, "agent of a holder who was only named", "only a line he signed himself is better", "C",
               "song/WRK C TITLE_UNCONFIRMED", covers="V9 title:named")  # fmt: skip


def _kinds() -> Iterator[Json]:
    """What each kind may license as the first of a chain."""
    for kind in ("ADMIN", "COLLECTIVE"):
        world = World().work("song", "lin").mandate("m", kind, "lin", "house")
        world.deal("d", "house dsp", line("song", "dsp", end="2028-01-01"))
        yield case(world, f"{kind} mandate", "the mandatary licenses in its scope", "A", "song/WRK A",
                   until="2028-01-01", covers=f"V9 M5 mandate:{kind} conflict:COLLECTIVE/NONEXCLUSIVE"
                   if kind == "COLLECTIVE" else f"V9 M5 mandate:{kind}")  # fmt: skip
    for kind in ("SUBPUBLISH", "JOINT_COLLECTION", "RECIPROCAL"):
        world = World().work("song", "lin").mandate("m", kind, "lin", "house")
        world.deal("d", "house dsp", line("song", "dsp", end="2028-01-01"))
        yield case(world, f"{kind} mandate of a holder", "it stands on another mandate, not on the title",
                   "N", _BEYOND, covers=f"V9 M5 mandate:{kind}")  # fmt: skip
    for days, verdict in ((731, "A"), (732, "N")):
        start = day("2026-01-01")
        world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc")
        world.deal("d", "soc dsp", line("song", "dsp") | {"end": start + days * 86_400})
        yield case(world, f"society line of {days} days", "at most 731 days, CMR 23", verdict,
                   "song/WRK A" if verdict == "A" else _BEYOND,
                   until=start + days * 86_400 if verdict == "A" else None,
                   covers="V9 M5 boundary mandate:COLLECTIVE")  # fmt: skip
    for kind in ("SOLE", "EXCLUSIVE"):
        world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc")
        world.deal("d", "soc dsp", line("song", "dsp", end="2027-01-01", exclusivity=kind))
        yield case(world, f"society line, {kind}", "a society licenses NONEXCLUSIVE only, CMR 23", "N",
                   _BEYOND, covers=f"V9 M5 conflict:COLLECTIVE/{kind} mandate:COLLECTIVE")  # fmt: skip
        world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc", cap="EXCLUSIVE")
        world.deal("d", "soc dsp", line("song", "dsp", end="2027-01-01", exclusivity=kind))
        yield case(world, f"society line, {kind}, cap EXCLUSIVE", "whatever cap its mandate names", "N",
                   _BEYOND, covers=f"V9 M5 mandate:cap conflict:COLLECTIVE/{kind}")  # fmt: skip


def _hops() -> Iterator[Json]:
    """Which mandates may stand on which."""
    chains = {
        "ADMIN SUBPUBLISH": "A",
        "ADMIN SUBPUBLISH SUBPUBLISH": "A",
        "COLLECTIVE JOINT_COLLECTION": "A",
        "COLLECTIVE RECIPROCAL": "A",
        "COLLECTIVE JOINT_COLLECTION RECIPROCAL": "A",
        "ADMIN ADMIN": "N",
        "AGENCY AGENCY": "N",
        "AGENCY SUBPUBLISH": "N",
        "COLLECTIVE AGENCY": "N",
        "ADMIN RECIPROCAL": "N",
        "COLLECTIVE RECIPROCAL RECIPROCAL RECIPROCAL RECIPROCAL": "A",
        "COLLECTIVE RECIPROCAL RECIPROCAL RECIPROCAL RECIPROCAL RECIPROCAL": "N",
    }
    for chain, verdict in chains.items():
        world, giver = World().work("song", "lin"), "lin"
        for number, kind in enumerate(chain.split()):
            world.mandate(f"m{number}", kind, giver, f"house{number}")
            giver = f"house{number}"
        world.deal("d", f"{giver} dsp", line("song", "dsp", end="2028-01-01"))
        yield case(world, f"mandates {chain}", "which kind stands on which; five hops at most", verdict,
                   "song/WRK A" if verdict == "A" else _SILENT,
                   until="2028-01-01" if verdict == "A" else None, covers="V9 M5 mandate:hops")  # fmt: skip
    world = World().work("song", "lin").mandate("m0", "COLLECTIVE", "lin", "house0")
    world.mandate("m1", "RECIPROCAL", "house0", "house1", "DOWNLOAD")
    world.deal("d", "house1 dsp", line("song", "dsp", end="2028-01-01"))
    yield case(world, "second mandate too narrow", "each mandate covers the line", "N", _SILENT,
               covers="V9 mandate:hops mandate:scope")  # fmt: skip


def _barred() -> Iterator[Json]:
    """A barring mandate: its giver may not license himself."""
    barred = "song/WRK N OWNER_BARRED_BY_MANDATE"
    for kind in ("NONEXCLUSIVE", "SOLE", "EXCLUSIVE"):
        world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc")
        world.deal("d", "lin dsp", line("song", "dsp", exclusivity=kind))
        yield case(world, f"member licenses {kind} himself", "CMR 20", "N", barred,
                   covers=f"V9 M5 conflict:COLLECTIVE/{kind} mandate:bars")  # fmt: skip
    world = World().work("song", "lin").deal("d", "lin dsp", line("song", "dsp"))
    world.mandate("m", "COLLECTIVE", "lin", "soc")
    yield case(world, "line before a mandate", "a mandate undoes no earlier line", "A", "song/WRK A",
               covers="V9 M5 mandate:bars")  # fmt: skip
    world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc", start=day("2027-01-01"))
    world.deal("d", "lin dsp", line("song", "dsp"))
    yield case(world, "line that reaches into a mandate to come", "intervals are compared, not moments", "N",
               barred, covers="V9 mandate:bars")  # fmt: skip
    world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc", end=day("2026-01-01"))
    world.deal("d", "lin dsp", line("song", "dsp"))
    yield case(world, "line from the end of a mandate", "half-open: they don't meet", "A", "song/WRK A",
               covers="V9 boundary mandate:bars")  # fmt: skip
    world = World().work("song", "lin").mandate("m", "ADMIN", "lin", "pub", bars=True)
    world.deal("d", "lin dsp", line("song", "dsp"))
    yield case(world, "author under an ADMIN mandate that bars", "as the mandate says", "N", barred,
               covers="V9 mandate:ADMIN mandate:bars")  # fmt: skip
    world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc")
    world.deal("d", "lin soc dsp", line("song", "dsp", end="2028-01-01"))
    yield case(world, "member and society sign", "through the mandate it is licensed", "A", "song/WRK A",
               until="2028-01-01", covers="V9 M5 mandate:bars")  # fmt: skip
