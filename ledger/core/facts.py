"""What the ledger says: titles, deals, mandates, and the lists that the contracts keep as hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ledger.core.events import (
    Anchored,
    Attested,
    DealActivated,
    DealCancelled,
    DisputeOpened,
    DisputeResolved,
    DisputeWithdrawn,
    ExclusivesChanged,
    LineEnded,
    MandateActivated,
    MandateCancelled,
    MandateEnded,
    Position,
    Registered,
    Revealed,
    TitleChanged,
    TitleRecorded,
    TitleVoided,
)
from ledger.core.licensing import Bars, Entry
from ledger.core.model import ZERO_ADDRESS, Line, Title


@dataclass(frozen=True)
class TitleVersion:
    """A title as recorded; it is opened when somebody asks, for that is most of the work on it."""

    event: TitleRecorded
    previous: str
    confirmed: bool

    @property
    def hash(self) -> str:
        """Hash of the opened title."""
        return self.event.title

    @property
    def at(self) -> Position:
        """Where it was recorded."""
        return self.event.at

    @cached_property
    def title(self) -> Title:
        """The opened title."""
        event, since = self.event, self.event.at.time
        row = event.asset, event.layer, self.previous, event.version, since, self.confirmed
        return Title(*row, event.shares, event.unclaimed)


@dataclass(frozen=True, slots=True)
class DealState:
    """An activated deal and the ends recorded for its lines (the earliest of each counts)."""

    event: DealActivated
    ends: tuple[LineEnded, ...] = ()

    def end_of(self, index: int) -> LineEnded | None:
        """The earliest recorded end of a line, if any: what has ended is not revived."""
        ends = [end for end in self.ends if end.index == index]
        return min(ends, key=lambda end: end.end, default=None)


@dataclass(frozen=True, slots=True)
class MandateState:
    """An activated mandate and the ends recorded for it."""

    event: MandateActivated
    ends: tuple[MandateEnded, ...] = ()

    def end_for(self, giver: str = ZERO_ADDRESS) -> int:
        """When it ends for one of its givers, or for all of them, UTC seconds: as recorded, or as agreed."""
        ends = [end.end for end in self.ends if end.giver in (ZERO_ADDRESS, giver)]
        return min([self.event.text.end, *ends])


@dataclass(frozen=True, slots=True)
class Dispute:
    """What one opener disputes about one subject: his newest opening, and the rulings on it by arbiter."""

    opened: DisputeOpened
    number: int
    withdrawn: DisputeWithdrawn | None = None
    rulings: tuple[DisputeResolved, ...] = ()

    def ruling_of(self, arbiter: str) -> DisputeResolved | None:
        """What an arbiter decided, if he did."""
        return next((one for one in self.rulings if one.arbiter == arbiter), None)


@dataclass
class State:
    """What the ledger says; ``place`` is (block, log index) of the last event folded."""

    anchors: dict[str, Anchored] = field(default_factory=dict)
    assets: dict[str, Registered] = field(default_factory=dict)
    titles: dict[tuple[str, int], list[TitleVersion]] = field(default_factory=dict)
    claims: dict[str, list[str]] = field(default_factory=dict)
    revealed: dict[str, Revealed] = field(default_factory=dict)
    deals: dict[str, DealState] = field(default_factory=dict)
    lines: dict[tuple[str, int], list[tuple[str, int]]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    chains: dict[str, list[Entry]] = field(default_factory=dict)
    pending: dict[str, ExclusivesChanged] = field(default_factory=dict)
    cancelled: dict[str, DealCancelled | MandateCancelled] = field(default_factory=dict)
    confirmed: dict[str, dict[str, Position]] = field(default_factory=dict)
    changes: dict[str, TitleChanged] = field(default_factory=dict)
    versions: dict[str, TitleVersion] = field(default_factory=dict, compare=False)
    exclusives: dict[str, tuple[int, tuple[Entry, ...]]] = field(default_factory=dict)
    mandates: dict[str, MandateState] = field(default_factory=dict)
    bars: dict[str, Bars] = field(default_factory=dict)
    disputes: dict[tuple[str, str], Dispute] = field(default_factory=dict)
    rulings: dict[str, tuple[DisputeResolved, ...]] = field(default_factory=dict)
    attested: dict[str, dict[tuple[str, int], Attested]] = field(default_factory=dict)
    voided: dict[tuple[str, int], TitleVoided] = field(default_factory=dict)
    place: tuple[int, int] = field(default=(-1, -1), compare=False)
    newest: tuple[str, str] = field(default=("", ""), compare=False)  # asset and facts hash, for its titles

    def claimants(self, asset: str) -> Iterable[Registered]:
        """All assets that claim the file of one, itself among them: by its tag, or as it was revealed."""
        found = list(self.claims.get(self.assets[asset].file_tag, ()))
        if asset in self.revealed:
            found += self.claims.get(self.revealed[asset].file, ())
        return [self.assets[each] for each in dict.fromkeys(found)]

    def title(self, asset: str, layer: int) -> TitleVersion | None:
        """The newest title of a layer."""
        versions = self.titles.get((asset, layer))
        return versions[-1] if versions else None

    def is_confirmed(self, version: TitleVersion) -> bool:
        """Whether every holder of a title has signed it: in an assignment, or each by himself."""
        known, shares = self.confirmed.get(version.hash, {}), version.event.shares
        return version.confirmed or (bool(shares) and all(share.holder in known for share in shares))

    def end_of(self, deal: str, index: int) -> int:
        """When a line of an activated deal ends, UTC seconds: as recorded, or as agreed."""
        known = self.deals[deal]
        ended, agreed = known.end_of(index), known.event.text.lines[index].end
        return min(ended.end, agreed) if ended else agreed

    def lines_on(self, asset: str, layer: int) -> Iterable[tuple[DealState, int, Line]]:
        """All activated lines on a layer, oldest first."""
        for deal, index in self.lines.get((asset, layer), ()):
            state = self.deals[deal]
            yield state, index, state.event.text.lines[index]
