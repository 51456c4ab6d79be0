"""V1, V2, V4: what a work is, what is in it, what is free, and what the law licenses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import HALF, Json, World, case, day, halves, line

_NEW_YEAR = 1_767_225_600 - 8 * 3_600
"""2026 begins in China."""
_NO, _FREE = "song/WRK N NO_GRANT", "song/WRK A PUBLIC_DOMAIN"
_STRICT: Json = {"strict": True}


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _known()
    yield from _parts()
    yield from _albums()
    yield from _circles()
    yield from _terms()
    yield from _other_terms()
    yield from _statutory()


def _known() -> Iterator[Json]:
    """V0, V1."""
    yield case(World(), "unknown work", "the ledger cannot tell about what it does not know", "I", "",
               codes="UNKNOWN_ASSET", covers="V1")  # fmt: skip
    world = World().work("song", "dsp", when="2026-06-01")
    yield case(world, "work not known yet", "k before its registration", "I", "", codes="UNKNOWN_ASSET",
               known_at="2026-05-31", covers="V1 bitemporal")  # fmt: skip
    for problem in ("HASH_MISMATCH", "RECORD_MISMATCH"):
        world = World().work("song", "dsp", record={"problem": problem})
        yield case(world, f"record, {problem}", "a record hashes to its id and agrees with its event", "I",
                   "song/WRK A", codes=problem, covers="V1")  # fmt: skip
        yield case(world, f"record, {problem}, no licence", "any layer NO goes before any unknown", "N", _NO,
                   codes=problem, party="bar", covers="V1 combine:no")  # fmt: skip
    for name, record in (("sealed", "sealed"), ("absent", "-")):
        world = World().work("song", "dsp", record=record)
        yield case(world, f"record {name}", "by default a flag: the event says type and links", "A",
                   "song/WRK A", flags="RECORD_NOT_SEEN", covers="V1")  # fmt: skip
        yield case(world, f"record {name}, strict", "INDETERMINATE under the strict policy", "I",
                   "song/WRK A", codes="RECORD_NOT_SEEN", flags="RECORD_NOT_SEEN", policy=_STRICT,
                   covers="V1 policy:strict")  # fmt: skip


def _parts() -> Iterator[Json]:
    """V2."""
    both = "rec/PRF A,rec/PHN A"
    world = World().work("rec", "dsp", "SOUND_RECORDING")
    asked: Json = {"work": "rec"}
    yield case(world, "recording of nothing", "without an EMBODIES link WRK is incomplete, never green", "I",
               both, codes="TITLE_INCOMPLETE", **asked, covers="V2 combine:unknown")  # fmt: skip
    yield case(world, "recording of nothing, RENT", "what the use does not engage does not matter", "A", both,
               use="RENT", **asked, covers="V2 V3")  # fmt: skip
    yield case(world, "recording of nothing, no licence", "any layer NO goes before any unknown", "N",
               "rec/PRF N NO_GRANT,rec/PHN N NO_GRANT", codes="TITLE_INCOMPLETE", party="bar", **asked,
               covers="V2 combine:no")  # fmt: skip
    world = World().work("rec", "dsp", "SOUND_RECORDING", "EMBODIES song")
    yield case(world, "recording of an unknown song", "a link that can't be resolved", "I", both,
               codes="TITLE_INCOMPLETE", **asked, covers="V2")  # fmt: skip
    world.work("song", "dsp")
    yield case(world, "recording, song registered later", "the link resolves once it is", "A",
               f"{both},song/WRK A", **asked, covers="V2")  # fmt: skip
    world = World().work("take", "dsp", "SOUND_RECORDING").work("rec", "dsp", "STEM", "EMBODIES take")
    yield case(world, "stem that embodies a recording", "only a work can be embodied", "I", both,
               codes="TITLE_INCOMPLETE", **asked, covers="V2")  # fmt: skip
    world = World().work("song", "dsp").work("words", "poet", "LYRICS")
    world.work("rec", "dsp", "SOUND_RECORDING", "EMBODIES song,EMBODIES words")
    yield case(world, "recording of music and words", "lyrics linked apart count too", "N",
               f"{both},song/WRK A,words/WRK N NO_GRANT", **asked, covers="V2 M3")  # fmt: skip
    world = World().work("video", "dsp", "AUDIOVISUAL", "CONTAINS rec")
    yield case(world, "video of an unknown recording", "a missing part", "I", "video/AVP A",
               codes="UNKNOWN_ASSET", work="video", covers="V2")  # fmt: skip
    world = World().work("song", "dsp").work("theme", "wen").work("rec", "dsp", "SOUND_RECORDING",
                                                                  "EMBODIES song")  # fmt: skip
    world.work("video", "dsp", "AUDIOVISUAL", "EMBODIES theme,CONTAINS rec")
    yield case(world, "video of a recording and a work", "every work that it or they embody", "N",
               f"video/AVP A,{both},song/WRK A,theme/WRK N NO_GRANT", work="video",
               covers="V2 M3")  # fmt: skip
    world = World().work("video", "dsp", "AUDIOVISUAL")
    yield case(world, "silent video", "a video need not contain anything", "A", "video/AVP A", work="video",
               covers="V2")  # fmt: skip


def _albums() -> Iterator[Json]:
    """A COMPILATION has the status of its worst track."""
    asked: Json = {"work": "album", "covers": "V2 album"}
    world = World().work("album", "dsp", "COMPILATION")
    yield case(world, "empty album", "an empty one tells nothing", "I", "", codes="ALBUM_EMPTY", **asked)
    world = World().work("song", "ann").work("half", "ann", shares={"ann": HALF, "bo": HALF})
    world.on("confirmed", work="half", layer="WRK", holder="bo").work("gone", "wen", record="-")
    world.deal("d", "ann dsp", line("song", "dsp"), line("half", "dsp", consulted=True))
    tracks = {
        "good": ("song", "A", "song A", "", ""),
        "one conditional": ("song half", "C", "song A,half C", "MISSING_CO_OWNERS", ""),
        "one unknown": ("song half lost", "I", "song A,half C,lost I", "MISSING_CO_OWNERS UNKNOWN_ASSET", ""),
        "one without a licence": ("song lost gone", "N", "song A,lost I,gone N", "NO_GRANT UNKNOWN_ASSET",
                                  "RECORD_NOT_SEEN"),
    }  # fmt: skip
    for name, (songs, verdict, found, codes, flags) in tracks.items():
        album = World()
        album.events, album.records, album.now = [*world.events], dict(world.records), world.now
        album.work("album", "ann", "COMPILATION", ",".join(f"CONTAINS {song}" for song in songs.split()))
        yield case(album, f"album, {name}", "the status of its worst track", verdict, "", codes=codes,
                   flags=flags, tracks=found, **asked)  # fmt: skip


def _circles() -> Iterator[Json]:
    """V0: links in a circle, and more than eight derived ones above one another."""
    world = (
        World().work("song", "dsp", links="DERIVED_FROM other").work("other", "dsp", links="VERSION_OF song")
    )
    yield case(world, "works made from one another", "cycles are BAD_QUERY", "I", "", codes="BAD_QUERY",
               covers="V0 derivative:depth")  # fmt: skip
    for links, verdict in ((8, "A"), (9, "I")):
        world = World().work("w0", "dsp")
        for number in range(1, links + 1):
            world.work(f"w{number}", "dsp", links=f"DERIVED_FROM w{number - 1}")
        yield case(world, f"{links} works above one another", "at most eight links deep", verdict,
                   f"w{links}/WRK A" if verdict == "A" else "", codes="" if verdict == "A" else "BAD_QUERY",
                   work=f"w{links}", covers="V0 boundary derivative:depth")  # fmt: skip


def _terms() -> Iterator[Json]:
    """V4 on WRK."""
    free: dict[str, Json] = {
        "author": {"authors": [{"died": "1975-03-02"}]},
        "last of two authors": {"authors": [{"died": "1930"}, {"died": "1975"}]},
        "legal person": {"authors": [{"legal_person": True}], "published": "1975-07"},
        "author and legal person": {"authors": [{"died": "1950"}, {"legal_person": True}],
                                    "published": "1975-12-31"},
    }  # fmt: skip
    for name, record in free.items():
        world = World().work("song", "lin", record=record)
        for at, until, found in ((_NEW_YEAR - 1, _NEW_YEAR, _NO), (_NEW_YEAR, None, _FREE)):
            yield case(world, f"term, {name}, {'last' if until else 'first free'} second",
                       "until 31 December of the 50th year", "N" if until else "A", found, at=at, until=until,
                       covers="V4 boundary term:WRK")  # fmt: skip
    kept: dict[str, Json | str] = {
        "nothing known": {},
        "one death not known": {"authors": [{"died": "1930"}, {}]},
        "legal person, unpublished": {"authors": [{"legal_person": True}]},
        "published long ago, author's death not known": {"authors": [{}], "published": "1900"},
        "record sealed": "sealed",
    }
    for name, kept_record in kept.items():
        flags = "RECORD_NOT_SEEN" if kept_record == "sealed" else ""
        yield case(World().work("song", "lin", record=kept_record), f"term, {name}",
                   "a missing date or a record not seen means protected", "N", _NO, flags=flags,
                   covers="V4 term:missing")  # fmt: skip
    old: Json = {"authors": [{"died": "1900"}]}
    yield case(World().work("song", "lin", record=old), "term without a profile", "terms are of the profile",
               "N", _NO, territory="JP", flags="PROFILE_DEFAULT",
               covers="V4 profile:default statutory:none")  # fmt: skip
    world = World().work("song", "lin", shares=halves("lin", "?poet"), record=old)
    yield case(world, "free work, title incomplete", "the public domain skips V5 to V12", "A", _FREE,
               covers="V4 V5 combine:no_permission")  # fmt: skip
    world = World().work("song", "lin", record=old).on("title_voided", work="song", layer="WRK")
    yield case(world, "free work, title void", "the public domain skips V5 to V12", "A", _FREE,
               covers="V4 V11 combine:no_permission")  # fmt: skip


def _other_terms() -> Iterator[Json]:
    """V4 on PRF, PHN and AVP: performance, first fixation, publication."""
    for field, at_term in (("performed", "PRF"), ("fixed", "PHN")):
        world = World().work("song", "dsp").work("rec", "lab", "SOUND_RECORDING", "EMBODIES song",
                                                 record={field: "1975"})  # fmt: skip
        other = "PHN" if at_term == "PRF" else "PRF"
        for at, sign in ((_NEW_YEAR - 1, "N NO_GRANT"), (_NEW_YEAR, "A PUBLIC_DOMAIN")):
            yield case(world, f"term of {at_term} at {at}", f"50 years from the year it was {field}", "N",
                       f"rec/{at_term} {sign},rec/{other} N NO_GRANT", work="rec", use="RENT", at=at,
                       covers=f"V4 boundary term:{at_term}")  # fmt: skip
    world = World().work("video", "cam", "AUDIOVISUAL", record={"published": "1975"})
    for at, found in ((_NEW_YEAR - 1, "N NO_GRANT"), (_NEW_YEAR, "A PUBLIC_DOMAIN")):
        yield case(world, f"term of AVP at {at}", "50 years from the year it was published", found[0],
                   f"video/AVP {found}", work="video", at=at, until=_NEW_YEAR if found[0] == "N" else None,
                   covers="V4 boundary term:AVP")  # fmt: skip
    world = World().work("song", "dsp").work("rec", "lab", "SOUND_RECORDING", "EMBODIES song",
                                             record={"fixed": "1975"})  # fmt: skip
    yield case(world, "payment before the term ends", "payment is owed while it is protected", "D",
               "rec/PHN D DUTY_PAYMENT,song/WRK A", work="rec", use="STREAM_LINEAR", at=_NEW_YEAR - 1,
               until=_NEW_YEAR, covers="V3 V4 V13 boundary term:PHN combine:duties")  # fmt: skip
    yield case(world, "no payment after the term", "nothing is owed for what is free", "A",
               "rec/PHN A PUBLIC_DOMAIN,song/WRK A", work="rec", use="STREAM_LINEAR", at=_NEW_YEAR,
               covers="V3 V4 boundary term:PHN")  # fmt: skip


def _statutory() -> Iterator[Json]:
    """V3: CL 46(2) and 42(2)."""
    duty = "song/WRK D DUTY_STATUTORY"

    def asked(name: str, use: str, record: Json | str, verdict: str, **more: Any) -> Json:
        found = {"D": duty, "N": _NO}[verdict]
        return case(World().work("song", "lin", record=record), name, more.pop("says"), verdict, found,
                    use=use, covers=f"V3 V13 statutory:{more.pop('law', use)}", **more)  # fmt: skip

    says = "BROADCAST: S if published, CL 46(2)"
    yield asked("BROADCAST, published", "BROADCAST", {"published": "2020"}, "D", says=says)
    yield asked("BROADCAST, unpublished", "BROADCAST", {}, "N", says=says)
    yield asked("BROADCAST, record sealed", "BROADCAST", "sealed", "N", says="not seen means unpublished",
                flags="RECORD_NOT_SEEN")  # fmt: skip
    yield asked("BROADCAST, reserved", "BROADCAST", {"published": "2020", "reserved": True}, "D",
                says="a reservation bears on CL 42(2) only")  # fmt: skip
    published = day("2026-07-01")
    for at, verdict in ((published - 1, "N"), (published, "D")):
        yield asked(f"BROADCAST, published on 2026-07-01, at {at}", "BROADCAST", {"published": "2026-07-01"},
                    verdict, says="a publication to come is none yet", at=at,
                    until=published if verdict == "N" else None)  # fmt: skip
    says = "COVER_RECORD: S if lawfully recorded before and not reserved, CL 42(2)"
    for recorded in (False, True):
        for reserved in (False, True):
            record = {"recorded_lawfully": recorded, "reserved": reserved}
            name = f"COVER_RECORD, recorded {recorded}, reserved {reserved}".lower()
            yield asked(name, "COVER_RECORD", record, "D" if recorded and not reserved else "N", says=says)
    yield asked("COVER_RECORD, record sealed", "COVER_RECORD", "sealed", "N", flags="RECORD_NOT_SEEN",
                says="not seen means reserved")  # fmt: skip
    yield asked("STREAM_ONDEMAND, published", "STREAM_ONDEMAND", {"published": "2020"}, "N",
                says="other uses have no statutory licence", law="none")  # fmt: skip
    world = World().work("song", "lin", shares=halves("lin", "?poet"), record={"published": "2020"})
    yield case(world, "BROADCAST, payee not known", "where the payee is unknown the duty says so", "D", duty,
               use="BROADCAST", covers="V3 V13 statutory:BROADCAST combine:payee")  # fmt: skip
