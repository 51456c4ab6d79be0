"""The stories of RIGHTS.md 7 as plain documents, each question with the verdict that the page gives.

Story 12 is about audits and asks for no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.judge.words import WHOLE, Json

BEIJING = timezone(timedelta(hours=8))
YES, DUTIES, PERHAPS, NO = "AUTHORISED", "AUTHORISED_WITH_DUTIES", "CONDITIONAL", "NOT_AUTHORISED"


def day(text: str) -> int:
    """First second of a day in Beijing."""
    return int(datetime.fromisoformat(text).replace(tzinfo=BEIJING).timestamp())


@dataclass
class Story:
    """A ledger that is told event by event, and what is asked on the way."""

    events: list[Json] = field(default_factory=list)
    records: Json = field(default_factory=dict)
    cases: list[tuple[str, Json, str, str]] = field(default_factory=list)

    def on(self, date: str, event: str, **fields: Any) -> None:
        """Something is recorded on a day."""
        self.events.append({"event": event, "time": day(date), **fields})

    def song(self, date: str, work: str, by: str, shares: Json | None = None, **fields: Any) -> None:
        """A musical work, with its split."""
        splits = {"splits": {"WRK": shares}} if shares else {}
        self.on(date, "registered", work=work, type="MUSICAL_WORK", registrant=by, **splits, **fields)

    def linked(
        self, date: str, work: str, kind: str, by: str, links: list[tuple[str, str]], **more: Any
    ) -> None:
        """Anything that stands on other works."""
        given = [{"kind": link, "target": target} for link, target in links]
        self.on(date, "registered", work=work, type=kind, registrant=by, links=given, **more)

    def deal(self, date: str, deal: str, signers: str | list[str], *lines: Json) -> None:
        """A deal; names may be given as one text."""
        names = signers.split() if isinstance(signers, str) else signers
        self.on(date, "deal", deal=deal, signers=names, lines=list(lines))

    def asks(self, expected: str, code: str = "", *, policy: Json | None = None, **question: Any) -> None:
        """A question, answered as the ledger stands now."""
        asked = {"territory": "CN", **question}
        asked["at"] = day(asked["at"]) if isinstance(asked["at"], str) else asked["at"]
        facts = {"events": list(self.events), "records": dict(self.records)}
        document = {"facts": facts, "question": asked, "policy": policy or {}}
        name = f"{len(self.cases)} {asked['party']} {asked['use']} {asked['work']}"
        self.cases.append((name, document, expected, code))


def line(work: str, layer: str, uses: str, licensee: str, start: str, end: str | None, **more: Any) -> Json:
    """A line in China, unless said otherwise."""
    made: Json = {"work": work, "layer": layer, "uses": uses.split("|"), "licensee": licensee}
    made |= {"territories": ["CN"], "start": day(start), **more}
    return made if end is None else made | {"end": day(end)}


def demo_sealed() -> Story:
    """1: Lin alone may stream her sealed demo."""
    story = Story(records={"song": "sealed", "demo": "sealed"})
    story.song("2025-06-02", "song", "lin")
    story.linked("2025-06-02", "demo", "SOUND_RECORDING", "lin", [("EMBODIES", "song")])
    story.asks(YES, party="lin", use="STREAM_ONDEMAND", work="demo", at="2025-07-01")
    story.asks(NO, "NO_GRANT", party="zhou", use="STREAM_ONDEMAND", work="demo", at="2025-07-01")
    return story


def performers() -> Story:
    """2: 28 performers; 33 signatures or none."""
    story = Story()
    band = [f"p{n:02}" for n in range(28)]
    shares = {who: 3_571_429 if n < 16 else 3_571_428 for n, who in enumerate(band)}
    writers = {"w1": WHOLE // 2, "w2": WHOLE * 3 // 10, "w3": WHOLE // 5}
    story.song("2025-06-02", "song", "w1", writers)
    links = [("EMBODIES", "song")]
    story.linked("2025-06-02", "rec", "SOUND_RECORDING", "prod", links, splits={"PRF": shares})
    everybody = [*writers, *band, "prod", "dsp"]
    layers = (("song", "WRK"), ("rec", "PRF"), ("rec", "PHN"))

    def lines(uses: str, **more: Any) -> list[Json]:
        return [line(*layer, uses, "dsp", "2025-07-01", "2027-07-01", **more) for layer in layers]

    asked: Json = {"party": "dsp", "work": "rec", "at": "2025-08-01"}
    streaming = lines("STREAM_ONDEMAND|DOWNLOAD")
    story.deal("2025-07-01", "27", [who for who in everybody if who != "p13"], *streaming)
    story.asks(NO, "MISSING_CONSENTS", use="STREAM_ONDEMAND", **asked)
    advert = lines("SYNC_AD", exclusivity="EXCLUSIVE")
    story.deal("2025-07-02", "advert", [who for who in everybody if who != "p13"], *advert)
    story.asks(NO, "MISSING_CONSENTS", use="SYNC_AD", **asked)
    story.deal("2025-07-03", "28", everybody, *streaming)
    story.asks(YES, use="STREAM_ONDEMAND", **asked)
    story.asks(NO, "EXPIRED", use="DOWNLOAD", **(asked | {"at": "2027-07-01"}))
    scope = {"uses": ["PREVIEW"], "territories": "WORLD", "start": day("2025-07-04")}
    story.on("2025-07-04", "mandate", mandate="agency", kind="AGENCY", givers=band, to="prod", **scope)
    story.deal("2025-07-05", "by agent", ["w1", "w2", "w3", "prod", "dsp"], *lines("PREVIEW"))
    story.asks(YES, use="PREVIEW", **asked)
    return story


def album() -> Story:
    """3: an album of twelve, one of them with a co-writer who was only consulted."""
    story = Story()
    tracks = [f"track{n}" for n in range(1, 13)]
    for n, track in enumerate(tracks):
        shares = {"ann": WHOLE // 2, "bo": WHOLE // 2} if n == 6 else {"ann": WHOLE}
        story.song("2025-06-02", f"song{n}", "ann", shares)
        story.linked("2025-06-02", track, "SOUND_RECORDING", "ann", [("EMBODIES", f"song{n}")])
    story.linked("2025-06-03", "album", "COMPILATION", "ann", [("CONTAINS", track) for track in tracks])
    for n, track in enumerate(tracks):
        lines = [line(track, layer, "DOWNLOAD", "dsp", "2025-07-01", None) for layer in ("PRF", "PHN")]
        song = line(f"song{n}", "WRK", "DOWNLOAD", "dsp", "2025-07-01", None, consulted=n == 6)
        story.deal("2025-07-01", f"deal{n}", "ann dsp", *lines, song)
        expected = (PERHAPS, "MISSING_CO_OWNERS") if n == 6 else (YES, "")
        story.asks(*expected, party="dsp", use="DOWNLOAD", work=track, at="2025-08-01")
    story.asks(PERHAPS, party="dsp", use="DOWNLOAD", work="album", at="2025-08-01")
    return story


def exclusive() -> Story:
    """4: a line before an exclusive stands; what collides with the exclusive does not."""
    story = Story()
    story.song("2025-06-02", "song", "owner")
    story.deal(
        "2025-12-01", "n0", "owner doc", line("song", "WRK", "SYNC_AV", "doc", "2026-01-01", "2027-01-01")
    )
    film = {"territories": ["CN", "HK"], "exclusivity": "EXCLUSIVE"}
    e1 = line("song", "WRK", "SYNC_AV|SYNC_AD", "film", "2026-03-01", "2029-03-01", **film)
    story.deal("2025-12-10", "e1", "owner film", e1)
    story.deal(
        "2026-01-10", "x1", "owner ad", line("song", "WRK", "SYNC_AD", "ad", "2026-06-01", "2027-01-01")
    )
    japan = line("song", "WRK", "SYNC_AD", "ad", "2026-06-01", "2027-01-01", territories=["JP"])
    story.deal("2026-01-10", "x2", "owner ad", japan)
    story.deal("2026-01-10", "x3", "owner ad", line("song", "WRK", "SYNC_AD", "ad", "2029-03-01", None))
    story.deal("2026-01-10", "x4", "owner ad", line("song", "WRK", "LIVE_PERFORM", "ad", "2026-06-01", None))
    song: Json = {"work": "song", "at": "2026-06-15"}
    story.asks(NO, "JUNIOR_TO", party="ad", use="SYNC_AD", **song)
    story.asks(YES, party="ad", use="SYNC_AD", territory="JP", **song)
    story.asks(YES, party="ad", use="SYNC_AD", work="song", at="2029-03-01")
    story.asks(YES, party="ad", use="LIVE_PERFORM", **song)
    story.asks(NO, "OWNER_BARRED_BY_EXCLUSIVE", party="owner", use="SYNC_AD", **song)
    story.asks(YES, party="doc", use="SYNC_AV", **song)
    story.asks(YES, party="film", use="SYNC_AD", **song)
    return story


def venue() -> Story:
    """5 and 8: karaoke in a venue; then LabelA leaves the society."""
    story = Story()
    story.song("2025-06-02", "w5", "writer")
    story.linked("2025-06-02", "v5", "AUDIOVISUAL", "labela", [("EMBODIES", "w5")])
    story.linked("2025-06-02", "v6", "AUDIOVISUAL", "labelb", [("EMBODIES", "w5")])
    scope: Json = {"uses": ["KARAOKE_VENUE", "KARAOKE_SUPPLY"], "territories": ["CN"]}
    for name, giver, to in (("m1", "labela", "av"), ("m2", "writer", "music"), ("m3", "music", "av")):
        kind = "JOINT_COLLECTION" if name == "m3" else "COLLECTIVE"
        start = day("2025-07-01")
        story.on(
            "2025-07-01", "mandate", mandate=name, kind=kind, givers=[giver], to=to, start=start, **scope
        )

    def blanket(licensee: str, start: str, end: str, **more: Any) -> list[Json]:
        made = [line("", layer, "KARAOKE_VENUE", licensee, start, end, **more) for layer in ("AVP", "WRK")]
        return [
            {key: value for key, value in one.items() if key != "work"} | {"society": "av"} for one in made
        ]

    story.deal("2025-12-20", "b1", "av venue", *blanket("venue", "2026-01-01", "2028-01-01"))
    story.deal("2025-12-20", "b3", "av long", *blanket("long", "2026-01-01", "2029-01-01"))
    story.deal(
        "2025-12-20", "b4", "av sole", *blanket("sole", "2026-01-01", "2028-01-01", exclusivity="EXCLUSIVE")
    )
    direct = line("v5", "AVP", "KARAOKE_VENUE", "bar", "2026-01-01", None)
    story.deal("2025-12-20", "own", "labela bar", direct)
    asked: Json = {"use": "KARAOKE_VENUE", "work": "v5", "at": "2026-05-01"}
    story.asks(YES, party="venue", **asked)
    story.asks(NO, "NOT_IN_REPERTOIRE", party="venue", **(asked | {"work": "v6"}))
    story.asks(NO, "OUT_OF_SCOPE", party="venue", **(asked | {"use": "KARAOKE_ONLINE"}))
    story.asks(NO, "OUT_OF_SCOPE", party="venue", **asked, territory="HK")
    story.asks(NO, party="long", **asked)
    story.asks(NO, party="sole", **asked)
    story.asks(NO, "OWNER_BARRED_BY_MANDATE", party="bar", **asked)
    story.on("2026-08-01", "mandate_ended", mandate="m1", end=day("2026-09-01"), by="labela")
    story.deal("2026-09-25", "b2", "av late", *blanket("late", "2026-09-25", "2028-01-01"))
    again = line("v5", "AVP", "KARAOKE_VENUE", "late", "2026-09-26", None)
    story.asks(YES, party="venue", **(asked | {"at": "2027-12-31"}))
    story.asks(NO, "NOT_IN_REPERTOIRE", party="late", **(asked | {"at": "2026-10-01"}))
    story.deal("2026-09-26", "direct", "labela late", again)
    story.asks(YES, party="late", **(asked | {"at": "2026-10-01"}))
    return story


def swap() -> Story:
    """6: Ann and Bo sample one another; half of Bo's song is PubQ's."""
    story = Story()
    story.song("2025-06-02", "a song", "ann")
    story.song("2025-06-02", "b song", "bo", {"bo": WHOLE // 2, "pubq": WHOLE // 2})
    for who in ("a", "b"):
        by = "ann" if who == "a" else "bo"
        story.linked("2025-06-02", f"{who} rec", "SOUND_RECORDING", by, [("EMBODIES", f"{who} song")])

    def lines(who: str, to: str) -> list[Json]:
        layers = ((f"{who} song", "WRK"), (f"{who} rec", "PRF"), (f"{who} rec", "PHN"))
        return [line(*one, "SAMPLE|ADAPT", to, "2025-07-01", None, territories="WORLD") for one in layers]

    both = [*lines("a", "bo"), *lines("b", "ann")]
    asked: Json = {"party": "ann", "use": "SAMPLE", "work": "b rec", "at": "2025-08-01"}
    story.deal("2025-07-01", "too few", "ann bo", *both)
    story.asks(NO, "MISSING_CONSENTS", **asked)
    story.deal("2025-07-02", "swap", "ann bo pubq", *both)
    story.asks(YES, **asked)
    story.asks(YES, party="bo", use="ADAPT", work="a rec", at="2025-08-01", territory="FR")
    return story


def assigned() -> Story:
    """7: half of W7 goes to PubK; what Zhao licensed before stands."""
    story = Story()
    story.song("2026-01-02", "w7", "zhao")
    wide: Json = {"territories": "WORLD"}
    for name, when, start in (("old", "2026-02-01", "2026-02-01"), ("future", "2026-06-01", "2026-08-01")):
        story.deal(when, name, f"zhao {name}", line("w7", "WRK", "SYNC_AV", name, start, None, **wide))
    halves = {"zhao": WHOLE // 2, "pubk": WHOLE // 2}
    story.on("2026-07-01", "title", work="w7", layer="WRK", shares=halves, change="ASSIGNED")
    alone = line("w7", "WRK", "SYNC_AV", "new", "2026-08-01", None, consulted=True)
    story.deal("2026-07-02", "alone", "zhao new", alone)
    sole = line("w7", "WRK", "SYNC_AD", "big", "2026-08-01", None, exclusivity="EXCLUSIVE")
    story.deal("2026-07-03", "refused", "zhao big", sole)
    asked: Json = {"use": "SYNC_AV", "work": "w7", "at": "2026-09-01"}
    story.asks(YES, party="old", **asked)
    story.asks(YES, party="future", **asked)
    story.asks(PERHAPS, "MISSING_CO_OWNERS", party="new", **asked)
    story.asks(NO, "MISSING_CONSENTS", party="big", **(asked | {"use": "SYNC_AD"}))
    story.deal("2026-07-04", "both", "zhao pubk big", sole)
    story.asks(YES, party="big", **(asked | {"use": "SYNC_AD"}))
    return story


def prior() -> Story:
    """9: Sun committed to the file five months before Qian."""
    story = Story()
    story.song("2026-06-01", "w9", "qian", file="tune")
    story.song("2026-06-02", "w9 sun", "sun", file="tune", priority=day("2026-01-01"))
    subject = {"work": "w9", "layer": "WRK"}
    story.on("2026-06-03", "dispute_opened", subject=subject, opener="sun")
    policy = {"arbiters": ["arb"]}
    asked: Json = {"party": "qian", "use": "SYNC_AV", "work": "w9", "at": "2026-08-01", "policy": policy}
    story.asks(PERHAPS, "EARLIER_CLAIM", **asked)
    told = len(story.events)
    for decision, expected, code in (("UPHELD", NO, "TITLE_VOID"), ("DISMISSED", YES, "")):
        ruling = {"subject": subject, "opener": "sun", "arbiter": "arb", "decision": decision}
        del story.events[told:]
        story.on("2026-07-01", "dispute_resolved", **ruling)
        story.asks(expected, code, **asked)
    return story


def sublicences() -> Story:
    """10: sub-licences within and beyond their parent."""
    story = Story()
    story.song("2025-06-02", "song", "owner")
    parent = line("song", "WRK", "SYNC_AV", "film", "2026-01-01", "2027-01-01", depth=1)
    story.deal("2025-12-01", "main", "owner film", parent)
    wider: list[Json] = [
        {"uses": ["SYNC_AV", "SYNC_AD"]},
        {"territories": "WORLD"},
        {"end": day("2028-01-01")},
        {},
    ]
    asked: Json = {"use": "SYNC_AV", "work": "song", "at": "2026-05-01"}
    for n, more in enumerate(wider):
        who = f"sub{n}"
        child = {**parent, "licensee": who, "depth": 0, "parent": {"deal": "main", "line": 0}, **more}
        story.deal("2025-12-02", who, f"film {who}", child)
        story.asks(*((NO, "SUBLICENCE_EXCEEDS_PARENT") if more else (YES, "")), party=who, **asked)
    ended = {"deal": "main", "line": 0, "end": day("2026-07-01")}
    story.on("2026-06-01", "line_ended", **ended, by="film")
    story.asks(YES, party="sub3", **(asked | {"at": "2026-06-30"}))
    story.asks(NO, "PARENT_ENDED", party="sub3", **(asked | {"at": "2026-07-01"}))
    return story


def boundary() -> Story:
    """11: until 31 December 2025, to the second."""
    story = Story()
    story.song("2025-06-02", "song", "owner")
    until = line("song", "WRK", "LIVE_PERFORM", "hall", "2025-07-01", "2026-01-01")
    story.deal("2025-07-01", "deal", "owner hall", until)
    story.asks(YES, party="hall", use="LIVE_PERFORM", work="song", at=1_767_196_799)
    story.asks(NO, "EXPIRED", party="hall", use="LIVE_PERFORM", work="song", at=1_767_196_800)
    return story


TOLD = (demo_sealed, performers, album, exclusive, venue, swap, assigned, prior, sublicences, boundary)


def cases() -> Iterator[tuple[str, Json, str, str]]:
    """Every question of every story: (name, document, verdict, a code that it must give or "")."""
    for tell in TOLD:
        for name, document, verdict, code in tell().cases:
            yield f"{tell.__name__} {name}", document, verdict, code
