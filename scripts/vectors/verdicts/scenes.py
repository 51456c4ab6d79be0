"""Stories 4, 5 and 8 of RIGHTS.md 7: an exclusive with its neighbours; karaoke in a venue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.vectors.verdicts.base import Json, World, blanket, case, line

_END = "2028-01-01"


def cases() -> Iterator[Json]:
    """All of them."""
    yield from _exclusive()
    yield from _venue()
    yield from _withdrawn()


def _exclusive() -> Iterator[Json]:
    """4: Doc's NONEXCLUSIVE, then Film's EXCLUSIVE, then what collides with it and what does not."""
    world = World().work("song", "lin")
    world.deal("n0", "lin doc", line("song", "doc", "SYNC_AV", end="2027-01-01"))
    film = line("song", "film", "SYNC_AV SYNC_AD", start="2026-03-01", end="2029-03-01",
                exclusivity="EXCLUSIVE", territories=["CN", "HK"])  # fmt: skip
    world.deal("e1", "lin film", film)
    later: dict[str, Json] = {
        "june": line("song", "june", "SYNC_AD", start="2026-06-01", end="2027-01-01"),
        "japan": line("song", "japan", "SYNC_AD", start="2026-06-01", end="2027-01-01", territories=["JP"]),
        "after": line("song", "after", "SYNC_AD", start="2029-03-01"),
        "hall": line("song", "hall", "LIVE_PERFORM", start="2026-06-01", end="2027-01-01"),
    }
    for who, text in later.items():
        world.deal(who, f"lin {who}", text)
    asked: Json = {"use": "SYNC_AD", "at": "2026-06-15", "covers": "story:4 V11 overlap"}
    yield case(world, "story 4, same use, country and time", "what collides is refused", "N",
               "song/WRK N JUNIOR_TO", party="june", **asked)  # fmt: skip
    yield case(world, "story 4, another country", "JP is not among the exclusive's", "A", "song/WRK A",
               party="japan", territory="JP", flags="PROFILE_DEFAULT", until="2027-01-01",
               **asked)  # fmt: skip
    yield case(world, "story 4, from the end of the exclusive", "half-open: an end meets no start", "A",
               "song/WRK A", party="after", use="SYNC_AD", at="2029-03-01",
               covers="story:4 V11 overlap boundary")  # fmt: skip
    yield case(world, "story 4, another use", "LIVE_PERFORM is not among the exclusive's", "A", "song/WRK A",
               party="hall", use="LIVE_PERFORM", at="2026-06-15", until="2027-01-01",
               covers="story:4 V11 overlap")  # fmt: skip
    yield case(world, "story 4, the owner herself", "EXCLUSIVE bars the licensor too", "N",
               "song/WRK N OWNER_BARRED_BY_EXCLUSIVE", party="lin", until="2029-03-01", **asked)  # fmt: skip
    yield case(world, "story 4, Film", "its own exclusive", "A", "song/WRK A", party="film",
               until="2029-03-01", **asked)  # fmt: skip
    yield case(world, "story 4, Doc", "the senior line stands", "A", "song/WRK A", party="doc",
               use="SYNC_AV", at="2026-06-15", until="2027-01-01",
               covers="story:4 V11 seniority")  # fmt: skip


def _both(licensee: str, **more: Any) -> list[Json]:
    """A blanket of the audiovisual society on both layers."""
    return [blanket("av", licensee, "KARAOKE_VENUE", layer=layer, **more) for layer in ("AVP", "WRK")]


def _ktv() -> World:
    """LabelA's video of a writer's song; both societies; a label that is no member."""
    world = World().work("w5", "writer").work("v5", "labela", "AUDIOVISUAL", "EMBODIES w5")
    world.work("v6", "labelb", "AUDIOVISUAL", "EMBODIES w5")
    uses = "KARAOKE_VENUE KARAOKE_SUPPLY"
    world.mandate("m1", "COLLECTIVE", "labela", "av", uses)
    world.mandate("m2", "COLLECTIVE", "writer", "music", uses)
    world.mandate("m3", "JOINT_COLLECTION", "music", "av", uses)
    world.deal("venue", "av venue", *_both("venue"), when="2025-12-20")
    world.deal("long", "av long", *_both("long", end="2029-01-01"))
    world.deal("strict", "av strict", *_both("strict", exclusivity="EXCLUSIVE"))
    return world.deal("direct", "labela bar", line("v5", "bar", "KARAOKE_VENUE", "AVP"))


def _venue() -> Iterator[Json]:
    """5."""
    world, out = _ktv(), "N NOT_IN_REPERTOIRE"
    asked: Json = {"use": "KARAOKE_VENUE", "work": "v5", "at": "2026-05-01", "covers": "story:5 V10 M5"}
    yield case(world, "story 5, the venue", "both chains reach the society", "A", "v5/AVP A,w5/WRK A",
               party="venue", until=_END, **asked)  # fmt: skip
    yield case(world, "story 5, video of a non-member", "its producer gave no mandate", "N",
               f"v6/AVP {out},w5/WRK A", party="venue", **(asked | {"work": "v6"}))  # fmt: skip
    beyond = "v5/AVP N OUT_OF_SCOPE,w5/WRK N OUT_OF_SCOPE"
    yield case(world, "story 5, KARAOKE_ONLINE", "the blanket is for venues", "N", beyond, party="venue",
               **(asked | {"use": "KARAOKE_ONLINE"}))  # fmt: skip
    yield case(world, "story 5, HK", "CN is the mainland only", "N", beyond, party="venue", territory="HK",
               flags="PROFILE_DEFAULT", **asked)  # fmt: skip
    for who, says in (("long", "at most 731 days"), ("strict", "NONEXCLUSIVE only")):
        yield case(world, f"story 5, the society's line to {who}", f"society licences: {says}", "N",
                   f"v5/AVP {out},w5/WRK {out}", party=who, **asked)  # fmt: skip
    yield case(world, "story 5, LabelA's own direct line", "a member may not license himself", "N",
               "v5/AVP N OWNER_BARRED_BY_MANDATE,w5/WRK N NO_GRANT", party="bar", **asked)  # fmt: skip


def _withdrawn() -> Iterator[Json]:
    """8: LabelA leaves, with 31 days' notice."""
    world = _ktv().on("mandate_ended", "2026-08-01", mandate="m1", end=1_788_192_000, by="labela")
    world.deal("late", "av late", *_both("late", start="2026-09-25"), when="2026-09-25")
    asked: Json = {"use": "KARAOKE_VENUE", "work": "v5", "covers": "story:8 V10 M5 blanket:after"}
    yield case(world, "story 8, the venue", "licences concluded before a withdrawal run on", "A",
               "v5/AVP A,w5/WRK A", party="venue", at="2027-12-31", until=_END, **asked)  # fmt: skip
    yield case(world, "story 8, a venue that signed later", "the label had left by then", "N",
               "v5/AVP N NOT_IN_REPERTOIRE,w5/WRK A", party="late", at="2026-10-01", **asked)  # fmt: skip
    world.deal("again", "labela late", line("v5", "late", "KARAOKE_VENUE", "AVP", "2026-09-26"))
    yield case(world, "story 8, LabelA licenses directly", "she left, so she may", "A", "v5/AVP A,w5/WRK A",
               party="late", at="2026-10-01", until=_END, **asked)  # fmt: skip
