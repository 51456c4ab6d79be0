"""Facts told event by event, and cases asked of them: what every module of this package builds with."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta, timezone
from typing import Any

Json = dict[str, Any]

WHOLE = 100_000_000
HALF = WHOLE // 2
DAY = 86_400
BEIJING = timezone(timedelta(hours=8))
VERDICTS = {
    "A": "AUTHORISED",
    "D": "AUTHORISED_WITH_DUTIES",
    "C": "CONDITIONAL",
    "N": "NOT_AUTHORISED",
    "I": "INDETERMINATE",
}
PARTS = {
    "MUSICAL_WORK": ("WRK",),
    "LYRICS": ("WRK",),
    "SOUND_RECORDING": ("PRF", "PHN"),
    "STEM": ("PRF", "PHN"),
    "AUDIOVISUAL": ("AVP",),
    "COMPILATION": (),
}


def day(text: str) -> int:
    """First second of a day in Beijing."""
    return int(datetime.fromisoformat(text).replace(tzinfo=BEIJING).timestamp())


class World:
    """What was recorded: one event a day from 1 June 2025, unless ``when`` says another day."""

    def __init__(self) -> None:
        self.events: list[Json] = []
        self.records: Json = {}
        self.now = day("2025-06-01")

    def on(self, event: str, when: str | int = "", **fields: Any) -> World:
        """Something is recorded."""
        if when:
            self.now = day(when) if isinstance(when, str) else when
        self.events.append({"event": event, "time": self.now, **fields})
        self.now += DAY
        return self

    def work(
        self,
        work: str,
        by: str,
        kind: str = "MUSICAL_WORK",
        links: str = "",
        shares: Json | None = None,
        record: Json | str | None = None,
        **fields: Any,
    ) -> World:
        """A work is registered; ``links`` as ``"EMBODIES song, SAMPLES other"``, ``shares`` of each layer.

        Its record says nothing unless ``record`` says what; ``"-"`` is one that was not seen.
        """
        given = [dict(zip(("kind", "target"), one.split(), strict=True)) for one in links.split(",") if one]
        more: Json = {"links": given} if given else {}
        if shares is not None:
            more["splits"] = dict.fromkeys(PARTS[kind], shares)
        if record != "-":
            self.records[work] = {} if record is None else record
        return self.on("registered", work=work, type=kind, registrant=by, **more, **fields)

    def deal(self, deal: str, signers: str, *lines: Json, when: str | int = "", **fields: Any) -> World:
        """A deal, with its signers separated by spaces."""
        return self.on("deal", when, deal=deal, signers=signers.split(), lines=list(lines), **fields)

    def mandate(
        self, mandate: str, kind: str, givers: str, to: str, uses: str = "STREAM_ONDEMAND", **more: Any
    ) -> World:
        """A mandate for China from 2025, unless ``more`` says otherwise."""
        when = more.pop("when", "")
        scope: Json = {"uses": uses.split(), "territories": ["CN"], "start": day("2025-01-01")} | more
        return self.on("mandate", when, mandate=mandate, kind=kind, givers=givers.split(), to=to, **scope)


def line(
    work: str,
    licensee: str,
    uses: str = "STREAM_ONDEMAND",
    layer: str = "WRK",
    start: str = "2026-01-01",
    end: str = "",
    **more: Any,
) -> Json:
    """A line in China from 2026, without an end, unless said otherwise."""
    made: Json = {"work": work, "layer": layer, "uses": uses.split(), "licensee": licensee}
    made |= {"territories": ["CN"], "start": day(start)} | more
    return made | {"end": day(end)} if end else made


def blanket(society: str, licensee: str, uses: str = "STREAM_ONDEMAND", **more: Any) -> Json:
    """A blanket line of a society for the two years from 2026, unless said otherwise."""
    made = line("", licensee, uses, **({"end": "2028-01-01"} | more))
    del made["work"]
    return made | {"society": society}


def title(work: str, shares: Json, layer: str = "WRK") -> Json:
    """Words of a title event, to be told with ``World.on``."""
    return {"work": work, "layer": layer, "shares": shares}


def halves(*holders: str) -> Json:
    """A split in equal parts among holders whose number divides a whole."""
    return dict.fromkeys(holders, WHOLE // len(holders))


def case(
    world: World,
    name: str,
    says: str,
    verdict: str,
    layers: str,
    *,
    codes: str = "",
    flags: str = "",
    until: str | int | None = None,
    covers: str = "",
    parents: str = "",
    tracks: str = "",
    policy: Json | None = None,
    final: int | None = None,
    **question: Any,
) -> Json:
    """A question, and the answer that RIGHTS.md gives.

    Args:
        world: What was recorded so far.
        name: Name of the case.
        says: The rule, in a sentence.
        verdict: A letter of ``VERDICTS``.
        layers: One after the other, separated by commas: ``"song/WRK N NO_GRANT, rec/PHN A"``.
        codes: What is said beside the layers: of the work itself and of parents.
        flags: Flags, separated by spaces.
        until: The first day, or second, at which the verdict is another.
        covers: Tags: checks, cells and rules.
        parents: As ``layers``, of what a work was made from: ``"remix>song N"``.
        tracks: As ``layers``, of the tracks of an album.
        policy: The policy.
        final: Number of the last final block.
        question: What differs from: may DSP stream ``song`` on demand in China on 1 July 2026?
    """
    asked: Json = {"party": "dsp", "use": "STREAM_ONDEMAND", "work": "song", "territory": "CN"}
    asked = asked | {"at": "2026-07-01"} | question
    for key in ("at", "known_at"):
        if isinstance(asked.get(key), str):
            asked[key] = day(asked[key])
    facts: Json = {"events": copy.deepcopy(world.events), "records": copy.deepcopy(world.records)}
    if final is not None:
        facts["final"] = final
    found = _rows(layers)
    said = {code for row in found.values() for code in row["codes"]} | set(codes.split())
    expected: Json = {
        "verdict": VERDICTS[verdict],
        "codes": sorted(said),
        "layers": found,
        "flags": sorted(flags.split()),
        "until": day(until) if isinstance(until, str) else until,
    }
    for key, rows in (("parents", parents), ("tracks", tracks)):
        if rows:
            expected[key] = {place: row["verdict"] for place, row in _rows(rows).items()}
    return {
        "name": name,
        "says": says,
        "covers": sorted(covers.split()),
        "document": {"facts": facts, "question": asked, "policy": policy or {}},
        "expected": expected,
    }


def _rows(text: str) -> dict[str, Json]:
    """``place letter code code, place letter`` as a mapping by place."""
    rows = [row.split() for row in text.split(",") if row.strip()]
    return {row[0]: {"verdict": VERDICTS[row[1]], "codes": sorted(row[2:])} for row in rows}
