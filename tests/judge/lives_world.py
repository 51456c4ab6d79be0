"""What a random life keeps in mind: the time, the works and who holds them at present."""

from __future__ import annotations

import random
from typing import Any

Json = dict[str, Any]

DAY = 86_400
MIDNIGHT = 1_767_196_800
"""2026-01-01 in Beijing."""

USES = ("STREAM_ONDEMAND", "BROADCAST", "SYNC_AD", "ADAPT", "SAMPLE", "RENT", "COVER_RECORD", "AV_SCREENING")
PLACES = ("CN", "HK", "JP")
LAYERS = ("WRK", "PRF", "PHN", "AVP")
PEOPLE = ("ann", "bo", "cy")
WHOLE = 100_000_000
LAYERS_OF = {
    "MUSICAL_WORK": ("WRK",),
    "LYRICS": ("WRK",),
    "SOUND_RECORDING": ("PRF", "PHN"),
    "STEM": ("PRF", "PHN"),
    "AUDIOVISUAL": ("AVP",),
    "COMPILATION": (),
}
TYPES = {
    "MUSICAL_WORK": 8,
    "LYRICS": 1,
    "SOUND_RECORDING": 6,
    "STEM": 1,
    "AUDIOVISUAL": 2,
    "COMPILATION": 1.5,
}


class World:
    """A life so far."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.now = MIDNIGHT - DAY + rng.choice((0, 0, 0, DAY // 2))
        self.events: list[Json] = []
        self.works: dict[str, str] = {}
        self.holders: dict[tuple[str, str], dict[str, int]] = {}
        self.count = 0

    def name(self, kind: str) -> str:
        """A name that nothing has yet."""
        self.count += 1
        return f"{kind}{self.count}"

    def chance(self, probability: float) -> bool:
        """Whether something that happens so often happens now."""
        return self.rng.random() < probability

    def some(self, things: Any, least: int = 1) -> list[Any]:
        """A few of several things, in order."""
        pool = list(things)
        picked = self.rng.sample(pool, self.rng.randint(min(least, len(pool)), len(pool)))
        return [thing for thing in pool if thing in picked]

    def records(self, event: str, /, **fields: Any) -> Json:
        """An event of this moment."""
        recorded = {"event": event, "time": self.now, **fields}
        self.events.append(recorded)
        return recorded

    def happened(self, kind: str) -> list[Json]:
        """Events of a kind so far."""
        return [event for event in self.events if event["event"] == kind]

    def shares(self) -> dict[str, int]:
        """A split of a layer among one to three people; now and then one has no key."""
        people: list[str] = self.rng.sample(PEOPLE, self.rng.choice((1, 1, 1, 2, 2, 3)))
        if self.chance(0.06):
            people.append("?heir")
        if self.chance(0.05):
            people.append("soc")
        rest = WHOLE // len(people)
        return {**dict.fromkeys(people[1:], rest), people[0]: WHOLE - rest * (len(people) - 1)}

    def layer(self) -> tuple[str, str] | None:
        """Some layer of some work, often the same one, so that grants meet."""
        if not self.holders:
            return None
        return next(iter(self.holders)) if self.chance(0.5) else self.rng.choice(list(self.holders))

    def registers(self) -> None:
        """A new work, linked to earlier ones."""
        kind = self.rng.choices(list(TYPES), list(TYPES.values()))[0]
        work = self.name(kind[:3].lower())
        registrant = self.rng.choice(PEOPLE)
        event: Json = {"work": work, "type": kind, "registrant": registrant}
        if kind != "COMPILATION" and self.chance(0.3):
            event["file"] = self.rng.choice(("file1", "file2"))
            if self.chance(0.5):
                event["priority"] = self.now - self.rng.choice((0, DAY, 2 * DAY, 9 * DAY))
        links = self.links(kind)
        if links:
            event["links"] = links
        splits = {layer: self.shares() for layer in LAYERS_OF[kind] if self.chance(0.5)}
        if splits:
            event["splits"] = splits
        for layer in LAYERS_OF[kind]:
            self.holders[work, layer] = splits.get(layer, {registrant: WHOLE})
        self.works[work] = kind
        self.records("registered", **event)

    def links(self, kind: str) -> list[Json]:
        """What a work of a type stands on: mostly works that are registered."""
        found = []
        songs = self.of("MUSICAL_WORK", "LYRICS")
        recordings = self.of("SOUND_RECORDING", "STEM")
        if kind in ("MUSICAL_WORK", "LYRICS"):
            found += self.derived(self.of("MUSICAL_WORK", "LYRICS", "SOUND_RECORDING", "STEM"), songs)
        elif kind in ("SOUND_RECORDING", "STEM"):
            found += self.pick("EMBODIES", songs, 0.95)
            found += self.pick("EMBODIES", songs, 0.1)
            found += self.derived(recordings, recordings)
        elif kind == "AUDIOVISUAL":
            found += self.pick("EMBODIES", songs, 0.4)
            found += self.pick("CONTAINS", recordings, 0.8)
        else:
            for _ in range(3):
                found += self.pick("CONTAINS", [work for work in self.works if work != "ghost"], 0.6)
        return [link for n, link in enumerate(found) if link not in found[:n]]

    def derived(self, samples: list[str], sources: list[str]) -> list[Json]:
        """Perhaps a source, perhaps a sample."""
        kind = self.rng.choice(("DERIVED_FROM", "VERSION_OF" if sources is not samples else "DERIVED_FROM"))
        return self.pick(kind, sources, 0.25) + self.pick("SAMPLES", samples, 0.12)

    def pick(self, kind: str, works: list[str], probability: float) -> list[Json]:
        """Perhaps a link to one of these works, seldom to one that nobody registered."""
        if not self.chance(probability):
            return []
        if not works or self.chance(0.04):
            return [{"kind": kind, "target": "ghost"}] if self.chance(0.4) else []
        return [{"kind": kind, "target": self.rng.choice(works)}]

    def of(self, *kinds: str) -> list[str]:
        """Works of some types so far."""
        return [work for work, kind in self.works.items() if kind in kinds]
