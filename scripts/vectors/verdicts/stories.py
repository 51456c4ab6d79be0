"""The stories of RIGHTS.md 7 but 4, 5 and 8, which are in ``scenes``."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.vectors.verdicts.base import HALF, WHOLE, Json, World, case, day, halves, line, title

_BAND = [f"p{number:02}" for number in range(28)]
_TAKE = (("song", "WRK"), ("rec", "PRF"), ("rec", "PHN"))


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _demo()
    yield from _performers()
    yield from _album()
    yield from _swap()
    yield from _assigned()
    yield from _prior()
    yield from _sublicences()
    yield from _boundary()


def _demo() -> Iterator[Json]:
    """1: the demo is sealed; Lin alone may stream it."""
    world = World().work("song", "lin", record="sealed")
    world.work("demo", "lin", "SOUND_RECORDING", "EMBODIES song", record="sealed")
    asked: Json = {"work": "demo", "at": "2025-07-01", "flags": "RECORD_NOT_SEEN", "covers": "story:1 M3"}
    yield case(world, "story 1, Lin", "she holds every layer of her demo", "A",
               "demo/PRF A,demo/PHN A,song/WRK A", party="lin", **asked)  # fmt: skip
    yield case(world, "story 1, anyone else", "nobody else may use it", "N",
               "demo/PRF N NO_GRANT,demo/PHN N NO_GRANT,song/WRK N NO_GRANT", party="zhou",
               **asked)  # fmt: skip


def _song_of_three() -> World:
    """2: three writers; a producer, and 28 equal performers: the largest remainder, lowest first."""
    writers = {"w1": HALF, "w2": WHOLE * 3 // 10, "w3": WHOLE // 5}
    equal = {who: 3_571_429 if number < 16 else 3_571_428 for number, who in enumerate(_BAND)}
    world = World().work("song", "w1", shares=writers)
    return world.work("rec", "prod", "SOUND_RECORDING", "EMBODIES song", splits={"PRF": equal})


def _take(uses: str, **more: str) -> list[Json]:
    """Two years on every layer."""
    return [line(work, "dsp", uses, layer, "2025-09-01", "2027-09-01", **more) for work, layer in _TAKE]


def _performers() -> Iterator[Json]:
    asked: Json = {"work": "rec", "at": "2026-01-01", "covers": "story:2 V9 M2"}
    missing = "rec/PRF N MISSING_CONSENTS,rec/PHN A,song/WRK A"
    every = ["w1", "w2", "w3", *_BAND, "prod", "dsp"]
    silent = " ".join(who for who in every if who != "p13")
    streaming = "STREAM_ONDEMAND DOWNLOAD"
    world = _song_of_three().deal("27", silent, *_take(streaming))
    yield case(world, "story 2, 27 of 28 performers", "a missing performer: no", "N", missing, **asked)
    advert = _song_of_three().deal("advert", silent, *_take("SYNC_AD", exclusivity="EXCLUSIVE"))
    yield case(advert, "story 2, exclusive by 27 of 28", "all holders, no exception", "N", missing,
               use="SYNC_AD", **asked)  # fmt: skip
    world.deal("28", " ".join(every), *_take(streaming))
    for use in streaming.split():
        yield case(world, f"story 2, all 28, {use}", "33 signatures", "A", "rec/PRF A,rec/PHN A,song/WRK A",
                   use=use, until="2027-09-01", **asked)  # fmt: skip
    for confirmed in (True, False):
        world = _song_of_three()
        for who in _BAND if confirmed else ():
            world.on("confirmed", world.now - 86_399, work="rec", layer="PRF", holder=who)
        world.mandate("agency", "AGENCY", " ".join(_BAND), "prod", "PREVIEW")
        world.deal("one", "w1 w2 w3 prod dsp", *_take("PREVIEW"), when="2025-08-15")
        verdict, found = ("A", "A") if confirmed else ("C", "C TITLE_UNCONFIRMED")
        name = "who signed the split" if confirmed else "who were only named"
        yield case(world, f"story 2, agent of 28 {name}", "one signature for 28", verdict,
                   f"rec/PRF {found},rec/PHN A,song/WRK A", use="PREVIEW", until="2027-09-01", work="rec",
                   at="2026-01-01", covers="story:2 mandate:AGENCY title:confirmed title:named")  # fmt: skip


def _album() -> Iterator[Json]:
    """3: twelve tracks; a co-writer of the seventh was only consulted."""
    world, tracks = World(), [f"T{number}" for number in range(1, 13)]
    for track in tracks:
        both = track == "T7"
        world.work(f"song{track}", "ann", shares=halves("ann", "bo") if both else None)
        if both:
            world.on("confirmed", work=f"song{track}", layer="WRK", holder="bo")
        world.work(track, "ann", "SOUND_RECORDING", f"EMBODIES song{track}")
        lines = [line(track, "dsp", "DOWNLOAD", layer) for layer in ("PRF", "PHN")]
        song = line(f"song{track}", "dsp", "DOWNLOAD", consulted=both)
        world.deal(f"deal{track}", "ann dsp", *lines, song)
    world.work("album", "ann", "COMPILATION", ",".join(f"CONTAINS {track}" for track in tracks))
    found = ",".join(f"{track} {'C' if track == 'T7' else 'A'}" for track in tracks)
    yield case(world, "story 3, the album", "eleven AUTHORISED, one CONDITIONAL: the worst counts", "C", "",
               codes="MISSING_CO_OWNERS", tracks=found, work="album", use="DOWNLOAD",
               covers="story:3 album ART14_2")  # fmt: skip


def _swap() -> Iterator[Json]:
    """6: six lines both ways; half of Bo's song is PubQ's."""
    world = World().work("song_a", "ann").work("song_b", "bo", shares=halves("bo", "pubq"))
    world.work("rec_a", "ann", "SOUND_RECORDING", "EMBODIES song_a")
    world.work("rec_b", "bo", "SOUND_RECORDING", "EMBODIES song_b")

    def given(who: str, to: str) -> list[Json]:
        layers = ((f"song_{who}", "WRK"), (f"rec_{who}", "PRF"), (f"rec_{who}", "PHN"))
        return [line(work, to, "SAMPLE ADAPT", layer, territories="WORLD") for work, layer in layers]

    lines, covers = [*given("a", "bo"), *given("b", "ann")], "story:6 M4 territory:world"
    world.deal("early", "ann bo", *lines)
    yield case(world, "story 6, without PubQ", "PubQ must sign too", "N",
               "rec_b/PRF A,rec_b/PHN A,song_b/WRK N MISSING_CONSENTS", party="ann", use="SAMPLE",
               work="rec_b", covers=covers)  # fmt: skip
    world.deal("swap", "ann bo pubq", *lines)
    yield case(world, "story 6, Ann samples", "all have signed", "A",
               "rec_b/PRF A,rec_b/PHN A,song_b/WRK A", party="ann", use="SAMPLE", work="rec_b",
               covers=covers)  # fmt: skip
    yield case(world, "story 6, Bo adapts, FR", "the other way, in the world", "A",
               "rec_a/PRF A,rec_a/PHN A,song_a/WRK A", party="bo", use="ADAPT", work="rec_a",
               territory="FR", flags="PROFILE_DEFAULT", covers=covers)  # fmt: skip


def _assigned() -> Iterator[Json]:
    """7: half of W7 goes to PubK in July; Old and Future were licensed before."""
    world = World().work("w7", "zhao", when="2026-01-02")
    world.deal("old", "zhao old", line("w7", "old", "SYNC_AV", start="2026-02-01"), when="2026-02-01")
    world.deal("future", "zhao future", line("w7", "future", "SYNC_AV", start="2026-08-01"),
               when="2026-06-01")  # fmt: skip
    world.on("title", "2026-07-01", **title("w7", halves("zhao", "pubk")), change="ASSIGNED")
    alone = line("w7", "new", "SYNC_AV", start="2026-08-01", consulted=True)
    strict = line("w7", "big", "SYNC_AD", start="2026-08-01", exclusivity="EXCLUSIVE")
    world.deal("alone", "zhao new", alone).deal("refused", "zhao big", strict)
    asked: Json = {"work": "w7", "use": "SYNC_AV", "covers": "story:7 title:assigned M2"}
    for who in ("old", "future"):
        yield case(world, f"story 7, {who}", "a later assignment never breaks a licence", "A", "w7/WRK A",
                   party=who, at="2026-09-01", **asked)  # fmt: skip
    yield case(world, "story 7, future before August", "recorded in June, it begins in August", "N",
               "w7/WRK N NOT_YET", party="future", at="2026-07-15", until="2026-08-01", **asked)  # fmt: skip
    yield case(world, "story 7, Zhao alone, ART14_2", "the new co-owner was only consulted", "C",
               "w7/WRK C MISSING_CO_OWNERS", party="new", at="2026-09-01", **asked)  # fmt: skip
    asked["use"] = "SYNC_AD"
    yield case(world, "story 7, Zhao alone, EXCLUSIVE", "all, no exception", "N",
               "w7/WRK N MISSING_CONSENTS", party="big", at="2026-09-01", **asked)  # fmt: skip
    world.deal("both", "zhao pubk big", strict)
    yield case(world, "story 7, both, EXCLUSIVE", "all have signed", "A", "w7/WRK A", party="big",
               at="2026-09-01", **asked)  # fmt: skip


def _prior() -> Iterator[Json]:
    """9: Sun's commitment is five months older than Qian's W9."""
    policy, subject = {"arbiters": ["arb"]}, {"work": "w9", "layer": "WRK"}
    for decision, verdict, found in (("", "C", "C EARLIER_CLAIM"), ("UPHELD", "N", "N TITLE_VOID"),
                                     ("DISMISSED", "A", "A")):  # fmt: skip
        world = World().work("w9", "qian", file="tune", when="2026-06-01")
        world.work("w9_sun", "sun", file="tune", priority=day("2026-01-01"))
        world.on("dispute_opened", subject=subject, opener="sun")
        if decision:
            world.on("dispute_resolved", subject=subject, opener="sun", arbiter="arb", decision=decision)
        yield case(world, f"story 9, {decision or 'open'}", "an earlier commitment to the same file", verdict,
                   f"w9/WRK {found}", party="qian", work="w9", flags="" if decision else "DISPUTED",
                   policy=policy, covers="story:9 V11 claim:earlier claim:consents")  # fmt: skip
    yield case(world, "story 9, DISMISSED by an arbiter not accepted", "the policy says who counts", "C",
               "w9/WRK C EARLIER_CLAIM", party="qian", work="w9", flags="DISPUTED",
               covers="story:9 V11 dispute:arbiter")  # fmt: skip


def _sublicences() -> Iterator[Json]:
    """10: beyond the parent in usage, territory and time; a fitting one falls with it."""
    parent = line("song", "film", "SYNC_AV", end="2027-01-01", depth=1)
    world = World().work("song", "lin").deal("main", "lin film", parent)
    wider: dict[str, Json] = {
        "usage": {"uses": ["SYNC_AV", "SYNC_AD"]},
        "territory": {"territories": "WORLD"},
        "time": {"end": day("2028-01-01")},
        "nothing": {},
    }
    for what, more in wider.items():
        child = parent | {"licensee": what, "depth": 0, "parent": {"deal": "main", "line": 0}} | more
        world.deal(f"beyond {what}", f"film {what}", child)
    fall = day("2026-08-01")
    world.on("line_ended", "2026-06-01", deal="main", line=0, end=fall, by="film")
    asked: Json = {"use": "SYNC_AV", "covers": "story:10 V8 M6"}
    for what in ("usage", "territory", "time"):
        yield case(world, f"story 10, beyond {what}", "refused, by what it exceeds", "N",
                   "song/WRK N SUBLICENCE_EXCEEDS_PARENT", party=what, **asked)  # fmt: skip
    yield case(world, "story 10, fitting", "within its parent in everything", "A", "song/WRK A",
               party="nothing", until=fall, **asked)  # fmt: skip
    yield case(world, "story 10, fallen", "it falls with its parent", "N", "song/WRK N PARENT_ENDED",
               party="nothing", at=fall, **asked)  # fmt: skip


def _boundary() -> Iterator[Json]:
    """11: LIVE_PERFORM until 31 December 2025."""
    text = line("song", "hall", "LIVE_PERFORM", start="2025-07-01", end="2026-01-01")
    world = World().work("song", "lin").deal("d", "lin hall", text)
    asked: Json = {"party": "hall", "use": "LIVE_PERFORM", "covers": "story:11 V7 boundary"}
    yield case(world, "story 11, last second", "the end is exclusive", "A", "song/WRK A", at=1_767_196_799,
               until=1_767_196_800, **asked)  # fmt: skip
    yield case(world, "story 11, first second after", "the end is exclusive", "N", "song/WRK N EXPIRED",
               at=1_767_196_800, **asked)  # fmt: skip
