"""How checks combine: the worst layer, the strongest ground, layers that need no permission; titles."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.vectors.verdicts.base import WHOLE, Json, World, blanket, case, halves, line, title

_REC = "rec/PRF A,rec/PHN A"
_CONSULTED = "conditional/WRK C MISSING_CO_OWNERS"
_KEYLESS = "unknown/WRK I TITLE_INCOMPLETE"


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _worst()
    yield from _strongest()
    yield from _skipped()
    yield from _titles()


def _medley(*songs: str) -> World:
    """A recording by the DSP of several songs, each named after what can be said of it."""
    world = World().work("free", "dsp").work("forbidden", "wen")
    world.work("conditional", "ann", shares=halves("ann", "bo"))
    world.on("confirmed", work="conditional", layer="WRK", holder="bo")
    uses = "STREAM_ONDEMAND STREAM_LINEAR"
    world.deal("d", "ann dsp", line("conditional", "dsp", uses, consulted=True))
    world.work("unknown", "cai", shares=halves("cai", "?poet"))
    links = ",".join(f"EMBODIES {song}" for song in songs)
    return world.work("rec", "dsp", "SOUND_RECORDING", links)


def _worst() -> Iterator[Json]:
    """Any NO, else any unknown, else any condition, else duties, else yes."""
    asked: Json = {"work": "rec"}
    yield case(_medley("free"), "all layers cleared", "nothing is missing", "A", f"{_REC},free/WRK A",
               covers="M3", **asked)  # fmt: skip
    world = _medley("forbidden", "unknown", "conditional")
    yield case(world, "a layer NO, one unknown, one conditional", "any layer NO: NOT_AUTHORISED", "N",
               f"{_REC},forbidden/WRK N NO_GRANT,{_KEYLESS},{_CONSULTED}", covers="combine:no M3",
               **asked)  # fmt: skip
    world = _medley("free", "unknown", "conditional")
    yield case(world, "a layer unknown, one conditional", "else any unknown: INDETERMINATE", "I",
               f"{_REC},free/WRK A,{_KEYLESS},{_CONSULTED}", covers="combine:unknown M3",
               **asked)  # fmt: skip
    world = _medley("conditional", "free")
    yield case(world, "a layer conditional, one to be paid for", "else any condition: CONDITIONAL", "C",
               f"rec/PHN D DUTY_PAYMENT,{_CONSULTED},free/WRK A", use="STREAM_LINEAR",
               covers="combine:condition M3 V13", **asked)  # fmt: skip
    yield case(_medley("free"), "a layer to be paid for", "else duties: AUTHORISED_WITH_DUTIES", "D",
               "rec/PHN D DUTY_PAYMENT,free/WRK A", use="STREAM_LINEAR", covers="combine:duties V13",
               **asked)  # fmt: skip


def _strongest() -> Iterator[Json]:
    """Own title, lines, blankets: the strongest counts, the others are listed."""
    world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc")
    world.deal("d", "soc lin", line("song", "lin", end="2027-01-01"))
    yield case(world, "barred member with a line of the society", "own title NO, line yes", "A",
               "song/WRK A", party="lin", until="2027-01-01", covers="V6 V9 combine:strongest")  # fmt: skip
    world = World().work("song", "lin").mandate("m", "COLLECTIVE", "lin", "soc")
    world.deal("b", "soc lin", blanket("soc", "lin"))
    yield case(world, "barred member with a blanket", "own title NO, blanket yes", "A", "song/WRK A",
               party="lin", until="2028-01-01", covers="V6 V10 combine:strongest")  # fmt: skip
    world = World().work("song", "lin").deal("b", "soc dsp", blanket("soc", "dsp"))
    world.deal("d", "lin dsp", line("song", "dsp", end="2027-01-01"))
    yield case(world, "line and a blanket that does not reach", "blanket NO, line yes", "A", "song/WRK A",
               until="2027-01-01", covers="V7 V10 combine:strongest")  # fmt: skip
    world = (
        World().work("song", "lin", shares=halves("lin", "?poet")).deal("d", "lin dsp", line("song", "dsp"))
    )
    world.on("title", **title("song", halves("lin", "poet")), change="CLAIMED", confirmed=True)
    world.deal("e", "lin dsp", line("song", "dsp", consulted=True, end="2027-01-01"))
    yield case(world, "line of which nobody can tell, and a conditional one", "conditional before unknown",
               "C", "song/WRK C MISSING_CO_OWNERS", until="2027-01-01",
               covers="V5 V9 combine:strongest")  # fmt: skip
    world = World().work("song", "lin", shares=halves("lin", "?poet"))
    world.deal("d", "lin dsp", line("song", "dsp"), line("song", "dsp", "DOWNLOAD"))
    yield case(world, "line of which nobody can tell, and one that misses", "unknown before NO", "I",
               "song/WRK I TITLE_INCOMPLETE", covers="V5 V7 combine:strongest")  # fmt: skip
    world = World().work("song", "ann", shares=halves("ann", "bo"))
    world.on("confirmed", work="song", layer="WRK", holder="bo")
    world.deal("d", "ann bo", line("song", "bo", consulted=True, end="2027-01-01"))
    yield case(world, "co-owner, and a line that all have signed", "ann and bo both signed it", "A",
               "song/WRK A", party="bo", until="2027-01-01", covers="V6 V9 combine:strongest")  # fmt: skip


def _skipped() -> Iterator[Json]:
    """A layer that needs no permission skips V5 to V12."""
    world = World().work("song", "lin", record={"published": "2020"})
    for party in ("lin", "dsp"):
        yield case(world, f"BROADCAST, published, asked by {party}", "licensed by the law: a duty, no title",
                   "D", "song/WRK D DUTY_STATUTORY", party=party, use="BROADCAST",
                   covers="V3 combine:no_permission statutory:BROADCAST")  # fmt: skip
    yield case(world, "BROADCAST, published, JP", "no profile, no statutory licence", "N",
               "song/WRK N NO_GRANT", use="BROADCAST", territory="JP", flags="PROFILE_DEFAULT",
               covers="V3 statutory:none profile:default")  # fmt: skip
    world = World().work("song", "lin", record={"recorded_lawfully": True})
    yield case(world, "COVER_RECORD, recorded lawfully, JP", "no profile, no statutory licence", "N",
               "song/WRK N NO_GRANT", use="COVER_RECORD", territory="JP", flags="PROFILE_DEFAULT",
               covers="V3 statutory:none profile:default")  # fmt: skip
    world = World().work("song", "dsp")
    world.work("rec", "lab", "SOUND_RECORDING", "EMBODIES song", splits={"PHN": halves("lab", "?heir")})
    yield case(world, "payment to a keyless holder", "where the payee is unknown the duty says so", "D",
               "rec/PHN D DUTY_PAYMENT,song/WRK A", work="rec", use="STREAM_LINEAR",
               covers="V3 V13 combine:payee combine:no_permission")  # fmt: skip
    world = World().work("song", "dsp")
    world.work("rec", "lab", "SOUND_RECORDING", "EMBODIES song", file="tune")
    world.work("other", "sun", "SOUND_RECORDING", "EMBODIES song", file="tune", priority=world.now - 500_000)
    yield case(world, "payment beside an earlier claim", "rival claims bear on V11", "D",
               "rec/PHN D DUTY_PAYMENT,song/WRK A", work="rec", use="STREAM_LINEAR",
               covers="V3 V11 combine:no_permission")  # fmt: skip
    world = World().work("song", "lin", record={"published": "2020"})
    world.on("dispute_opened", subject={"work": "song", "layer": "WRK"}, opener="lin")
    world.on("dispute_resolved", subject={"work": "song", "layer": "WRK"}, opener="lin", arbiter="arb",
             decision="UPHELD")  # fmt: skip
    yield case(world, "statutory licence on a void title", "payees are then not known", "D",
               "song/WRK D DUTY_STATUTORY", use="BROADCAST", policy={"arbiters": ["arb"]},
               covers="V3 V11 combine:payee combine:no_permission")  # fmt: skip


def _titles() -> Iterator[Json]:
    """CLAIMED, CONFIRMED, REPLACED, ASSIGNED."""
    for confirmed in (False, True):
        world = World().work("song", "ann")
        world.on("title", **title("song", halves("ann", "bo")), change="REPLACED", confirmed=confirmed)
        codes = "CO_OWNERS_CONSULTED" if confirmed else "CO_OWNERS_CONSULTED TITLE_UNCONFIRMED"
        name = "confirmed" if confirmed else "claimed"
        yield case(world, f"replaced split, {name}", "a split is confirmed once every holder has signed it",
                   "C", f"song/WRK C {codes}", party="ann",
                   covers="V5 V6 title:replaced title:confirmed title:named")  # fmt: skip
    world = World().work("song", "ann", shares={"ann": 1, "bo": WHOLE - 1})
    world.on("confirmed", work="song", layer="WRK", holder="bo").deal("d", "bo dsp", line("song", "dsp"))
    yield case(world, "line by the greatest holder alone", "a majority has no more power to license", "N",
               "song/WRK N MISSING_CONSENTS", covers="V9 M2 title:people")  # fmt: skip
    world = World().work("song", "ann", shares=halves("ann", "bo"))
    world.on("title", **title("song", halves("ann", "cai")), change="ASSIGNED")
    world.mandate("a", "AGENCY", "ann cai", "agent").deal("d", "agent dsp", line("song", "dsp"))
    yield case(world, "agent after an assignment", "all holders have signed the assignment", "A",
               "song/WRK A", covers="V9 title:assigned title:confirmed")  # fmt: skip
