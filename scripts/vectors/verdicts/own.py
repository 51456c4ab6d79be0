"""V5, V6: complete titles, and what a holder may do himself."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.vectors.verdicts.base import DAY, HALF, WHOLE, Json, World, case, day, halves, line, title

_TWO = halves("ann", "bo")


def _confirmed() -> World:
    """A song of two, both of whom signed the split."""
    world = World().work("song", "ann", shares=_TWO)
    return world.on("confirmed", work="song", layer="WRK", holder="bo")


def _take(layer: str) -> World:
    """A recording (or video) of which one layer is shared by two who confirmed it."""
    kind = "AUDIOVISUAL" if layer == "AVP" else "SOUND_RECORDING"
    world = World().work("song", "wen")
    world.work("rec", "ann", kind, "EMBODIES song", splits={layer: _TWO})
    return world.on("confirmed", work="rec", layer=layer, holder="bo")


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _titles()
    yield from _holders()
    yield from _mandates()
    yield from _exclusives()
    yield from _assignments()


def _titles() -> Iterator[Json]:
    """V5."""
    world = World().work("song", "lin")
    since = day("2025-06-01")
    yield case(world, "title of one", "who holds the whole layer may use it", "A", "song/WRK A",
               party="lin", covers="V5 V6 title:sum")  # fmt: skip
    yield case(world, "title, first second", "a title takes effect at the second that records it", "A",
               "song/WRK A", party="lin", at=since, covers="V5 boundary")  # fmt: skip
    yield case(world, "title, second before", "before the registration nobody's title is on record", "I",
               "song/WRK I TITLE_INCOMPLETE", party="lin", at=since - 1, until=since,
               covers="V5 boundary")  # fmt: skip
    keyless = World().work("song", "lin", shares={"lin": HALF, "?poet": HALF})
    yield case(keyless, "title with a keyless holder", "units of somebody without a key leave it incomplete",
               "I", "song/WRK I TITLE_INCOMPLETE", party="lin", covers="V5 title:keyless")  # fmt: skip
    yield case(keyless, "title with a keyless holder, stranger", "whom to ask is not known either", "I",
               "song/WRK I TITLE_INCOMPLETE", covers="V5 title:keyless")  # fmt: skip
    keyless.deal("early", "lin dsp", line("song", "dsp"))
    yield case(keyless, "line on an incomplete title", "no deal on it can be relied on", "I",
               "song/WRK I TITLE_INCOMPLETE", covers="V5 V9 title:keyless")  # fmt: skip
    keyless.on("title", **title("song", halves("lin", "poet")), change="CLAIMED", confirmed=True)
    yield case(keyless, "line on a title completed later", "a line is judged on the title of its own time",
               "I", "song/WRK I TITLE_INCOMPLETE", covers="V5 V9 title:keyless bitemporal")  # fmt: skip
    yield case(keyless, "title completed, newcomer", "once the units are claimed the title is complete", "C",
               "song/WRK C CO_OWNERS_CONSULTED", party="poet", covers="V5 V6 title:keyless")  # fmt: skip
    for name, units in (("short", WHOLE - 1), ("over", WHOLE + 1)):
        one = World().work("song", "lin", shares={"lin": units})
        yield case(one, f"title one unit {name}", "the sum is exact", "I", "song/WRK I TITLE_INCOMPLETE",
                   party="lin", covers="V5 title:sum")  # fmt: skip


def _holders() -> Iterator[Json]:
    """V6: one of several."""
    yield case(_confirmed(), "co-owner of a song", "he may use it himself but must have consulted, CL 14",
               "C", "song/WRK C CO_OWNERS_CONSULTED", party="bo", covers="V6")  # fmt: skip
    named = World().work("song", "ann", shares=_TWO)
    yield case(named, "co-owner who was only named", "a split that he has not signed is a claim", "C",
               "song/WRK C CO_OWNERS_CONSULTED TITLE_UNCONFIRMED", party="bo",
               covers="V6 title:named")  # fmt: skip
    given = World().work("song", "ann", shares={"bo": WHOLE})
    yield case(given, "holder who was only named", "a title that names another than the registrant", "C",
               "song/WRK C TITLE_UNCONFIRMED", party="bo", covers="V6 title:named")  # fmt: skip
    given.on("confirmed", work="song", layer="WRK", holder="bo")
    yield case(given, "holder who signed", "every holder has signed the split himself", "A", "song/WRK A",
               party="bo", covers="V6")  # fmt: skip
    for layer, use in (("PRF", "RENT"), ("PHN", "RENT"), ("AVP", "RENT")):
        own = {
            "PRF": "rec/PRF N MISSING_CO_OWNERS, rec/PHN A",
            "PHN": "rec/PRF A,rec/PHN N MISSING_CO_OWNERS",
        }
        yield case(_take(layer), f"co-owner of {layer}", "on PRF, PHN and AVP he needs the others", "N",
                   own.get(layer, "rec/AVP N MISSING_CO_OWNERS"), party="ann", work="rec", use=use,
                   covers="V6")  # fmt: skip
    rest = _confirmed().deal("rest", "ann bo", line("song", "bo"))
    yield case(rest, "co-owner with a line from the rest", "the strongest ground counts", "A", "song/WRK A",
               party="bo", covers="V6 combine:strongest")  # fmt: skip
    tiny = World().work("song", "ann", shares={"ann": WHOLE - 1, "bo": 1})
    tiny.on("confirmed", work="song", layer="WRK", holder="bo")
    for who in ("ann", "bo"):
        yield case(tiny, f"co-owner {who} of unequal shares", "authority counts people, money counts shares",
                   "C", "song/WRK C CO_OWNERS_CONSULTED", party=who, covers="V6 title:people")  # fmt: skip


def _mandates() -> Iterator[Json]:
    """V6: a holder barred by his own mandate."""
    barred = "song/WRK N OWNER_BARRED_BY_MANDATE"
    for kind, bars, verdict in (("COLLECTIVE", None, "N"), ("AGENCY", None, "A"), ("ADMIN", True, "N"),
                                ("ADMIN", False, "A")):  # fmt: skip
        more: Json = {} if bars is None else {"bars": bars}
        world = World().work("song", "lin").mandate("m", kind, "lin", "soc", **more)
        name = f"own use beside {kind}" + ("" if bars is None else f", bars {bars}".lower())
        says = "a mandate that bars keeps the giver from using the work himself; another does not"
        yield case(world, name, says, verdict, barred if verdict == "N" else "song/WRK A", party="lin",
                   covers="V6 conflict:COLLECTIVE/OWN" if kind == "COLLECTIVE" else "V6")  # fmt: skip
    world = World().work("song", "lin").work("other", "lin").work("rec", "lin", "SOUND_RECORDING",
                                                                  "EMBODIES song")  # fmt: skip
    world.mandate("m", "COLLECTIVE", "lin", "soc", layer="WRK", work="song", start=day("2026-01-01"),
                  end=day("2027-01-01"))  # fmt: skip
    said = "a mandate bars in its own scope only"
    yield case(world, "own use beyond the mandate's uses", said, "A", "song/WRK A", party="lin",
               use="SYNC_AD", covers="V6 mandate:bars")  # fmt: skip
    yield case(world, "own use beyond the mandate's territory", said, "A", "song/WRK A", party="lin",
               territory="HK", flags="PROFILE_DEFAULT", covers="V6 mandate:bars")  # fmt: skip
    yield case(world, "own use beyond the mandate's works", said, "A", "other/WRK A", party="lin",
               work="other", covers="V6 mandate:bars")  # fmt: skip
    yield case(world, "own use of layers beyond the mandate", said, "N", f"{barred},rec/PRF A,rec/PHN A",
               party="lin", work="rec", until="2027-01-01", covers="V6 mandate:bars")  # fmt: skip
    edges = (("2026-01-01", -1, "A", "2026-01-01"), ("2026-01-01", 0, "N", "2027-01-01"),
             ("2027-01-01", -1, "N", "2027-01-01"), ("2027-01-01", 0, "A", None))  # fmt: skip
    for date, off, verdict, until in edges:
        yield case(world, f"own use, {date} {off:+} s, mandated 2026", "a mandate is half-open too", verdict,
                   barred if verdict == "N" else "song/WRK A", party="lin", at=day(date) + off, until=until,
                   covers="V6 boundary mandate:bars")  # fmt: skip
    world.on("mandate_ended", mandate="m", end=day("2026-06-01"), by="lin")
    yield case(world, "own use after withdrawal", "a withdrawn mandate bars no more", "A", "song/WRK A",
               party="lin", covers="V6 mandate:bars")  # fmt: skip


def _exclusives() -> Iterator[Json]:
    """V6: a holder barred by a live exclusive."""
    for kind in ("NONEXCLUSIVE", "SOLE", "EXCLUSIVE"):
        text = line("song", "film", end="2027-01-01", exclusivity=kind)
        world = World().work("song", "lin").deal("e", "lin film", text)
        strict = kind == "EXCLUSIVE"
        yield case(world, f"own use beside {kind}", "only an EXCLUSIVE bars the licensor too",
                   "N" if strict else "A", f"song/WRK {'N OWNER_BARRED_BY_EXCLUSIVE' if strict else 'A'}",
                   party="lin", until="2027-01-01" if strict else None,
                   covers=f"V6 conflict:{kind}/OWN")  # fmt: skip
    yield case(world, "own use before an exclusive begins", "it bars while it is live", "A", "song/WRK A",
               party="lin", at="2025-12-31", until="2026-01-01", covers="V6")  # fmt: skip
    yield case(world, "own use after an exclusive", "it bars while it is live", "A", "song/WRK A",
               party="lin", at="2027-01-01", covers="V6 boundary")  # fmt: skip
    yield case(world, "own use beyond an exclusive's uses", "it bars in its scope", "A", "song/WRK A",
               party="lin", use="SYNC_AD", covers="V6")  # fmt: skip
    yield case(world, "own use beyond an exclusive's territory", "it bars in its scope", "A", "song/WRK A",
               party="lin", territory="JP", flags="PROFILE_DEFAULT", covers="V6")  # fmt: skip
    text = line("song", "film", exclusivity="EXCLUSIVE", depth=1)
    back = line("song", "lin", parent={"deal": "e", "line": 0})
    world = World().work("song", "lin").deal("e", "lin film", text).deal("back", "film lin", back)
    yield case(world, "barred owner with a sub-licence back", "the strongest ground counts", "A",
               "song/WRK A", party="lin", covers="V6 V8 exempt:ancestor combine:strongest")  # fmt: skip
    world.on("line_ended", deal="e", line=0, end=day("2026-03-01"), by="film")
    yield case(world, "own use after an exclusive was ended", "its effective end counts", "A", "song/WRK A",
               party="lin", covers="V6")  # fmt: skip


def _assignments() -> Iterator[Json]:
    """Holders at (t, k) are those of the state at min(t, k)."""
    world = World().work("song", "lin").deal("old", "lin dsp", line("song", "dsp"))
    world.on("title", "2026-03-01", **title("song", {"pub": WHOLE}), change="ASSIGNED")
    moved = day("2026-03-01")
    yield case(world, "assignor before", "t before the assignment: the old holder", "A", "song/WRK A",
               party="lin", at=moved - 1, until=moved, covers="V6 boundary title:assigned")  # fmt: skip
    yield case(world, "assignor after", "who sold everything holds nothing", "N", "song/WRK N NO_GRANT",
               party="lin", at=moved, covers="V6 boundary title:assigned")  # fmt: skip
    yield case(world, "assignee after", "the assignment is signed by him", "A", "song/WRK A", party="pub",
               at=moved, covers="V6 boundary title:assigned")  # fmt: skip
    yield case(world, "assignor, not known yet", "k before the assignment", "A", "song/WRK A", party="lin",
               known_at=moved - DAY, covers="V6 bitemporal")  # fmt: skip
    yield case(world, "line before an assignment", "a later assignment never breaks a licence", "A",
               "song/WRK A", covers="V9 conflict:NONEXCLUSIVE/ASSIGNMENT title:assigned")  # fmt: skip
    for kind in ("SOLE", "EXCLUSIVE"):
        text = line("song", "film", exclusivity=kind)
        one = World().work("song", "lin").deal("e", "lin film", text)
        one.on("title", "2026-03-01", **title("song", {"pub": WHOLE}), change="ASSIGNED")
        yield case(one, f"{kind} line before an assignment", "the assignee takes subject to it", "A",
                   "song/WRK A", party="film",
                   covers=f"conflict:{kind}/ASSIGNMENT title:assigned")  # fmt: skip
        strict = kind == "EXCLUSIVE"
        yield case(one, f"assignee subject to {kind}", "he is bound as the one before him",
                   "N" if strict else "A", f"song/WRK {'N OWNER_BARRED_BY_EXCLUSIVE' if strict else 'A'}",
                   party="pub",
                   covers=f"conflict:{kind}/ASSIGNMENT conflict:{kind}/OWN title:assigned")  # fmt: skip
    replaced = World().work("song", "lin").on("title", **title("song", _TWO), change="REPLACED")
    yield case(replaced, "registrant after a replaced split", "who gave his units away holds none", "N",
               "song/WRK N NO_GRANT", party="lin", covers="V6 title:replaced")  # fmt: skip
