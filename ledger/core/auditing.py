"""The list of all that a society, an agent or a holder granted, with what shows that nothing is left out.

Each chain of lines (docs/storage.md, ``heads``) is told whole, numbered from its first entry, so that whoever
folds the rows again gets the head that lies in storage. A period only marks rows: none is ever left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ledger.core import times
from ledger.core.events import Block, LineActivated
from ledger.core.evidence import same
from ledger.core.facts import DealState
from ledger.core.ids import agent_key, blanket_key, entry_of, line_id, next_head, title_key
from ledger.core.licensing import Entry
from ledger.core.model import ZERO_HASH, check_address, check_hash
from ledger.core.rights import OPEN_END, Layer

_ZONE = ("CN",)  # a year is one of +08:00, whatever the territories: one list has one calendar


class ChainKind(StrEnum):
    """Whose lines a chain holds."""

    BLANKETS = "BLANKETS"
    AGENT = "AGENT"
    TITLE = "TITLE"
    SUB_LICENCES = "SUB_LICENCES"


@dataclass(frozen=True, slots=True)
class Chain:
    """A hash chain of lines.

    ``of``: a society, an agent, an asset, or the deal of a parent line. ``place``: the layer of blankets and
    of a title; which line of its deal a parent is; 0 of an agent.
    """

    kind: ChainKind
    of: str
    place: int

    def __post_init__(self) -> None:
        account = self.kind in (ChainKind.BLANKETS, ChainKind.AGENT)
        (check_address if account else check_hash)(self.of)

    @property
    def key(self) -> str:
        """Its key in ``heads``."""
        match self.kind:
            case ChainKind.BLANKETS:
                return blanket_key(self.of, self.place)
            case ChainKind.AGENT:
                return agent_key(self.of)
            case ChainKind.TITLE:
                return title_key(self.of, self.place)
        return line_id(self.of, self.place)


def acting_chains(issuer: str) -> tuple[Chain, ...]:
    """Chains of those who act for others: blankets of every layer, and what was signed for holders.

    Somebody may have none of them, which the zero in storage shows.
    """
    blankets = (Chain(ChainKind.BLANKETS, issuer, layer) for layer in Layer)
    return (*blankets, Chain(ChainKind.AGENT, issuer, 0))


class Which(StrEnum):
    """Which rows a period marks: recorded in it, or in force at some time of it."""

    ISSUED = "ISSUED"
    IN_FORCE = "IN_FORCE"


@dataclass(frozen=True, slots=True)
class Period:
    """A year of +08:00, and the moment whose status each row tells.

    Raises:
        UsageError: ``BAD_DATE``, ``DATE_OUT_OF_RANGE``: no year that a date can have.
    """

    year: int
    which: Which
    now: int

    def __post_init__(self) -> None:
        _ = self.first, self.after

    @property
    def first(self) -> int:
        """Its first second, UTC."""
        return times.parse_from(f"{self.year:04}-01-01", _ZONE)

    @property
    def after(self) -> int:
        """The second after its last."""
        return times.parse_until(f"{self.year:04}-12-31", _ZONE)

    @property
    def moment(self) -> int:
        """Last second of the period, or that of the block if that comes first."""
        return min(self.after - 1, self.now)


class Standing(StrEnum):
    """Where a line stands at a moment, as known at the list's block."""

    NOT_YET = "NOT_YET"
    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a chain.

    ``no``: its number, from 1; ``ended``: the end recorded for it, if any; ``effective_end``: the earliest of
    the end agreed, the end recorded, and the end of its parents unless it survives them; ``recorded``: time
    of its block; ``head``: head of the chain after it. Times are UTC seconds.
    """

    chain: str
    no: int
    entry: Entry
    asset: str
    society: str
    layer: int
    parent: str
    ended: int | None
    effective_end: int
    status: Standing
    in_period: bool
    recorded: int
    block: int
    transaction: str
    head: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A chain, and when its lines end at the latest because their parent does."""

    chain: Chain
    ceiling: int = OPEN_END


def end_of(deal: DealState, index: int, ceiling: int = OPEN_END) -> int:
    """When a line ends: as agreed, as recorded, or with its parent unless it survives it."""
    line, ended = deal.event.text.lines[index], deal.end_of(index)
    own = line.end if ended is None else min(line.end, ended.end)
    return own if line.survives else min(own, ceiling)


def below(deal: DealState, index: int, ceiling: int = OPEN_END) -> Scope | None:
    """The chain of the sub-licences that a line allows, if it allows any."""
    if not deal.event.text.lines[index].depth:
        return None
    return Scope(Chain(ChainKind.SUB_LICENCES, deal.event.deal, index), end_of(deal, index, ceiling))


def standing(start: int, agreed: int, effective: int, moment: int) -> Standing:
    """Where a line stands: ENDED is earlier than agreed.

    Args:
        start: Its first second.
        agreed: The second after its last as the deal says.
        effective: The same as it came.
        moment: When.
    """
    if moment >= effective:
        return Standing.ENDED if effective < agreed else Standing.EXPIRED
    return Standing.NOT_YET if moment < start else Standing.ACTIVE


def is_in(period: Period, start: int, effective: int, recorded: int) -> bool:
    """Whether a period marks a line."""
    if period.which is Which.ISSUED:
        return period.first <= recorded < period.after
    return max(start, period.first) < min(effective, period.after)


def rows(scope: Scope, period: Period, lines: Iterable[tuple[LineActivated, DealState]]) -> Iterator[Row]:
    """All rows of a chain, folded on the way.

    Args:
        scope: The chain.
        period: What to mark.
        lines: Its entries from the first one on, each with its deal.

    Raises:
        BadInput: ``EVIDENCE_HASH``: an event states another head than its entries give.
    """
    key, head = scope.chain.key, ZERO_HASH
    for no, (event, deal) in enumerate(lines, 1):
        line = deal.event.text.lines[event.index]
        entry = entry_of(event.deal, event.index, line)
        head = next_head(head, entry)
        same(head, event.head, event.at)
        ended, effective = deal.end_of(event.index), end_of(deal, event.index, scope.ceiling)
        yield Row(
            key, no, entry, line.asset, line.society, line.layer, line.parent,
            None if ended is None else ended.end, effective,
            standing(line.start, line.end, effective, period.moment),
            is_in(period, line.start, effective, event.at.time),
            event.at.time, event.at.block, event.at.transaction, head,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A chain as a list tells it: how many rows, the head they give, and the head that lay in storage."""

    chain: Chain
    rows: int
    head: str
    stored: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The contracts whose lines a list tells; ``local``: made on somebody's embedded chain."""

    chain_id: int
    genesis: str
    registry: str
    licensing: str
    local: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a list says of itself: whose it is, of which ledger, which period and block, and its chains."""

    ledger: Ledger
    issuer: str
    period: Period
    block: Block
    chains: tuple[Held, ...]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(held.rows for held in self.chains)
