"""The words of a document as small frozen things: a line, a mandate, a table of holders; and intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Shares = dict[str, int]

OPEN = 2**64 - 1
WHOLE = 100_000_000
LAYERS_OF = {
    "MUSICAL_WORK": ("WRK",),
    "LYRICS": ("WRK",),
    "SOUND_RECORDING": ("PRF", "PHN"),
    "STEM": ("PRF", "PHN"),
    "AUDIOVISUAL": ("AVP",),
    "COMPILATION": (),
}
NONEXCLUSIVE, SOLE, EXCLUSIVE = 0, 1, 2
EXCLUSIVITY = {"NONEXCLUSIVE": NONEXCLUSIVE, "SOLE": SOLE, "EXCLUSIVE": EXCLUSIVE}

Places = frozenset[str] | None
"""Territory codes; None is the whole world."""


def meets(one: Places, other: Places) -> bool:
    """Whether two territories have a place in common."""
    if one is None or other is None:
        return True
    return bool(one & other)


def within(inner: Places, outer: Places) -> bool:
    """Whether the first territory is a part of the second."""
    if outer is None:
        return True
    return inner is not None and inner <= outer


def intersect(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two half-open intervals have a second in common."""
    return max(start, other_start) < min(end, other_end)


@dataclass(frozen=True)
class Line:
    """A line of a deal as it was signed, and where its deal is in the list of events."""

    deal: str
    number: int
    place: int
    time: int
    signers: frozenset[str]
    work: str | None
    society: str | None
    layer: str
    uses: frozenset[str]
    territories: Places
    start: int
    end: int
    licensee: str
    exclusivity: int
    parent: tuple[str, int] | None
    depth: int
    consulted: bool
    survives: bool

    def is_for(self, party: str) -> bool:
        """Whether it was given to this party, or to anyone."""
        return self.licensee in (party, "ANYONE")


@dataclass(frozen=True)
class Mandate:
    """A mandate of one giver."""

    name: str
    place: int
    time: int
    kind: str
    giver: str
    to: str
    bars: bool
    cap: int
    layer: str | None
    work: str | None
    uses: frozenset[str]
    territories: Places
    start: int
    end: int

    def is_about(self, work: str, layer: str) -> bool:
        """Whether it is for this layer of this work, or for a repertoire that holds it."""
        return self.layer in (None, layer) and self.work in (None, work)


@dataclass(frozen=True)
class Table:
    """Who holds a layer, and the event that says so."""

    place: int
    time: int
    shares: tuple[tuple[str, int], ...]
    signed_by_all: bool
    assigned: bool
    """Recorded as an assignment, which those who held the units before have signed too."""

    @property
    def holders(self) -> frozenset[str]:
        """Everybody with units."""
        return frozenset(who for who, units in self.shares if units > 0)

    @property
    def complete(self) -> bool:
        """V5: the units add up to the whole, and each has a holder with a key."""
        return sum(units for _, units in self.shares) == WHOLE and not any(
            who.startswith("?") for who in self.holders
        )


def _territories(given: Any) -> Places:
    return None if given == "WORLD" else frozenset(given)


def read_line(place: int, event: Json, number: int, line: Json) -> Line:
    """A line of a deal event."""
    parent = line.get("parent")
    return Line(
        deal=event["deal"],
        number=number,
        place=place,
        time=event["time"],
        signers=frozenset(event["signers"]),
        work=line.get("work"),
        society=line.get("society"),
        layer=line["layer"],
        uses=frozenset(line["uses"]),
        territories=_territories(line["territories"]),
        start=line["start"],
        end=OPEN if line.get("end") is None else line["end"],
        licensee=line["licensee"],
        exclusivity=EXCLUSIVITY[line.get("exclusivity", "NONEXCLUSIVE")],
        parent=(parent["deal"], parent["line"]) if parent else None,
        depth=line.get("depth", 0),
        consulted=line.get("consulted", False),
        survives=line.get("survives", False),
    )


def read_mandate(place: int, event: Json, giver: str) -> Mandate:
    """A mandate event, for one of its givers."""
    return Mandate(
        name=event["mandate"],
        place=place,
        time=event["time"],
        kind=event["kind"],
        giver=giver,
        to=event["to"],
        bars=event.get("bars", event["kind"] == "COLLECTIVE"),
        cap=EXCLUSIVITY[event.get("cap", "NONEXCLUSIVE")],
        layer=event.get("layer"),
        work=event.get("work"),
        uses=frozenset(event["uses"]),
        territories=_territories(event["territories"]),
        start=event["start"],
        end=OPEN if event.get("end") is None else event["end"],
    )
