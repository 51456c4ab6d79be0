"""What the model remembers: the ledger as RIGHTS.md tells it, without a line of Solidity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ledger.core.licensing import Bar, Entry, Mandate
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Asset, Deal, Domain, Line, Share, Title, Unclaimed
from tests.model import hashes

COLLECTIVE, AGENCY, ADMIN, SUBPUBLISH, JOINT, RECIPROCAL = range(1, 7)
NONEXCLUSIVE = 1
AT_WILL, FOR_CAUSE, IRREVOCABLE = 1, 2, 3
WHOLE = 100_000_000
TERM = 731 * 86_400
OPEN = 2**64 - 1

Refusal = tuple[Any, ...]
"""A custom error: its name and arguments; an argument that the NatSpec leaves open is None."""


class Refusals(set[Refusal]):
    """Every error that applies. None: the step must be accepted."""

    def when(self, wrong: object, name: str, *arguments: object) -> bool:
        """Note an error if something is wrong. Whether it is."""
        if wrong:
            self.add((name, *arguments))
        return bool(wrong)


@dataclass
class Work:
    """A registered asset."""

    text: Asset
    registrant: str
    priority: int

    @property
    def facts(self) -> str:
        """Origin.facts."""
        return hashes.facts_hash(self.text.asset_type, self.text.file_tag, self.text.links)


@dataclass
class DealRecord:
    """An active deal, and when its lines were said to end."""

    text: Deal
    time: int
    block: int
    ends: dict[int, int] = field(default_factory=dict)

    def end_of(self, index: int) -> int:
        """effectiveEnd = min(end, terminatedAt)."""
        return min(self.text.lines[index].end, self.ends.get(index, OPEN))


@dataclass
class MandateRecord:
    """An active mandate, and when it was said to end: for all, or for one giver."""

    text: Mandate
    time: int
    block: int
    end: int | None = None
    left: dict[str, int] = field(default_factory=dict)

    def end_for(self, giver: str) -> int:
        """When the giver is free of it."""
        return min(self.text.end, OPEN if self.end is None else self.end, self.left.get(giver, OPEN))

    def is_live(self, giver: str, now: int) -> bool:
        """Whether it is in force for a giver."""
        return self.text.start <= now < self.end_for(giver)


@dataclass
class Listing:
    """A list of exclusives or of bars: entries that may matter yet, and the horizon of those that left."""

    horizon: int = 0
    entries: tuple[Any, ...] = ()


@dataclass
class World:
    """Everything on record."""

    registry: Domain
    licensing: Domain
    works: dict[str, Work] = field(default_factory=dict)
    titles: dict[str, list[Title]] = field(default_factory=dict)
    claims: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    revealed: dict[str, str] = field(default_factory=dict)
    signed: dict[str, set[str]] = field(default_factory=dict)
    marks: set[tuple[str, str]] = field(default_factory=set)
    deals: dict[str, DealRecord] = field(default_factory=dict)
    mandates: dict[str, MandateRecord] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    chains: dict[str, list[Entry]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    lists: dict[str, Listing] = field(default_factory=dict)
    bars: dict[str, Listing] = field(default_factory=dict)

    def title(self, key: str) -> Title | None:
        """The title on record."""
        versions = self.titles.get(key)
        return versions[-1] if versions else None

    def title_hash(self, key: str) -> str:
        """Its hash, 0 if there is none."""
        title = self.title(key)
        return ZERO_HASH if title is None else hashes.title_hash(title)

    def claim(self, tag: str, priority: int, registrant: str) -> None:
        """ICopyrightRegistry.claims: the earliest priority, its registrant (0 after a tie), how many."""
        first, by, count = self.claims.get(tag, (OPEN, ZERO_ADDRESS, 0))
        if priority < first:
            first, by = priority, registrant
        elif priority == first and registrant != by:
            by = ZERO_ADDRESS
        self.claims[tag] = first, by, count + 1

    def record_title(self, title: Title) -> None:
        """A new version of a title."""
        self.titles.setdefault(hashes.title_key(title.asset, title.layer), []).append(title)

    def end_of(self, entry: Entry) -> int:
        """effectiveEnd of a line; one whose deal is being activated can't have ended early."""
        known = self.deals.get(entry.deal)
        return entry.end if known is None else known.end_of(entry.index)

    def bar_end(self, bar: Bar) -> int:
        """Likewise of a barring mandate, which has one giver."""
        known = self.mandates[bar.mandate]
        return known.end_for(known.text.givers[0])

    def head(self, chain: str) -> str:
        """Head of a chain, 0 if it is empty."""
        return self.heads.get(chain, ZERO_HASH)

    def list_hash(self, chain: str) -> str:
        """ILicensing.restricted."""
        found = self.lists.get(chain)
        return ZERO_HASH if found is None else hashes.exclusives_hash(found.horizon, found.entries)

    def bars_hash(self, member: str) -> str:
        """ILicensing.barring."""
        found = self.bars.get(member)
        return ZERO_HASH if found is None else hashes.bars_hash(found.horizon, found.entries)

    def overlap(self, one: Any, other: Any, other_end: int) -> bool:
        """Whether two scopes share a use, a country and a second; asset and layer apart."""
        return bool(
            one.usage & other.usage
            and one.territory & other.territory
            and max(one.start, other.start) < min(one.end, other_end)
        )

    def append(self, chain: str, entry: Entry) -> None:
        """A line enters a chain."""
        self.chains.setdefault(chain, []).append(entry)
        self.heads[chain] = hashes.next_head(self.head(chain), entry)


def targets(bar: Bar, line: Line) -> bool:
    """Whether a mandate is about the line's asset and layer."""
    return bar.layer in (0, line.layer) and bar.asset in (ZERO_HASH, line.asset)


def entry_of(deal: str, index: int, line: Line) -> Entry:
    """ILicensing.Entry."""
    return Entry(
        deal, index, line.usage, line.territory, line.start, line.end, line.exclusivity, line.licensee
    )


def bar_of(digest: str, text: Mandate) -> Bar:
    """ILicensing.Bar."""
    return Bar(
        digest, text.to, text.kind, text.layer, text.asset, text.usage, text.territory, text.start, text.end
    )


def chain_of(line: Line) -> str:
    """The chain that a line enters."""
    if line.asset == ZERO_HASH:
        return hashes.blanket_key(line.society, line.layer)
    return line.parent if line.parent != ZERO_HASH else hashes.title_key(line.asset, line.layer)


def table_refusals(
    refusals: Refusals, layer: int, shares: Iterable[Share], unclaimed: Iterable[Unclaimed]
) -> None:
    """What is wrong with a table of holders."""
    shares, unclaimed = tuple(shares), tuple(unclaimed)
    refusals.when(not shares and not unclaimed, "BadTable", layer, 0)
    last = 0
    for share in shares:
        number = int(share.holder, 16)
        refusals.when(number <= last, "HolderOrder", layer, share.holder)
        last = max(last, number)
    last = 0
    for row in unclaimed:
        number = int(row.who, 16)
        refusals.when(number <= last, "UnclaimedOrder", layer, row.who)
        last = max(last, number)
    units = [share.units for share in shares] + [row.units for row in unclaimed]
    refusals.when(0 in units, "ZeroUnits", layer, None)
    refusals.when(sum(units) != WHOLE, "UnitsSum", layer, sum(units))


def order_refusals(refusals: Refusals, signers: Iterable[str], name: str = "SignerOrder") -> None:
    """Strictly ascending, none zero."""
    last = 0
    for signer in signers:
        number = int(signer, 16)
        refusals.when(number <= last, name, signer)
        last = max(last, number)
