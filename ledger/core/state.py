"""The pure reducer: contract events, in order, become the state of the ledger.

State at block k is the fold of the events up to k. Every hash that an event states is computed again on
the way; what does not fit is evidence gone wrong and raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ledger.core.events import (
    Anchored,
    DealActivated,
    DealCancelled,
    Event,
    LineActivated,
    LineEnded,
    Position,
    Registered,
    RegistrationCancelled,
    TitleChanged,
    TitleConfirmed,
    TitleRecorded,
)
from ledger.core.ids import (
    asset_id,
    facts_hash,
    first_previous,
    line_id,
    next_head,
    table_hash,
    title_hash,
    title_key,
)
from ledger.core.model import ZERO_HASH, Line, Title
from ledger.errors import BadInput


@dataclass(frozen=True, slots=True)
class TitleVersion:
    """A title as recorded at a place of the chain, with its hash."""

    title: Title
    hash: str
    at: Position


@dataclass(frozen=True, slots=True)
class DealState:
    """An activated deal and the ends recorded for its lines (the last one of each counts)."""

    event: DealActivated
    ends: tuple[LineEnded, ...] = ()

    def end_of(self, index: int) -> LineEnded | None:
        """The recorded end of a line, if any."""
        return next((end for end in reversed(self.ends) if end.index == index), None)


@dataclass
class State:
    """What the ledger says; ``place`` is (block, log index) of the last event folded."""

    anchors: dict[str, Anchored] = field(default_factory=dict)
    assets: dict[str, Registered] = field(default_factory=dict)
    titles: dict[tuple[str, int], list[TitleVersion]] = field(default_factory=dict)
    claims: dict[str, list[str]] = field(default_factory=dict)
    deals: dict[str, DealState] = field(default_factory=dict)
    lines: dict[tuple[str, int], list[tuple[str, int]]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    cancelled: dict[str, DealCancelled] = field(default_factory=dict)
    confirmed: dict[str, dict[str, Position]] = field(default_factory=dict)
    changes: dict[str, TitleChanged] = field(default_factory=dict)
    place: tuple[int, int] = field(default=(-1, -1), compare=False)

    def title(self, asset: str, layer: int) -> TitleVersion | None:
        """The newest title of a layer."""
        versions = self.titles.get((asset, layer))
        return versions[-1] if versions else None

    def is_confirmed(self, version: TitleVersion) -> bool:
        """Whether every holder of a title has signed it: in an assignment, or each by himself."""
        known = self.confirmed.get(version.hash, {})
        return version.title.confirmed or all(share.holder in known for share in version.title.shares)

    def lines_on(self, asset: str, layer: int) -> Iterable[tuple[DealState, int, Line]]:
        """All activated lines on a layer, oldest first."""
        for deal, index in self.lines.get((asset, layer), ()):
            state = self.deals[deal]
            yield state, index, state.event.text.lines[index]


def keys_of(event: Event) -> tuple[str, ...]:
    """What an event is about: the keys under which an index finds it."""
    match event:
        case Anchored():
            return (event.root,)
        case Registered():
            keys = [event.asset, event.registrant, *(link.target for link in event.links)]
            return tuple(dict.fromkeys(keys if event.file_tag == ZERO_HASH else [*keys, event.file_tag]))
        case TitleRecorded():
            return tuple(dict.fromkeys((event.asset, *(share.holder for share in event.shares))))
        case TitleConfirmed():
            return (event.title, event.holder)
        case TitleChanged():
            return (event.asset, event.title)
        case RegistrationCancelled():
            return (event.digest, event.by)
        case DealActivated():
            assets = (line.asset for line in event.text.lines)
            return tuple(dict.fromkeys((event.deal, *assets, *event.text.signers)))
        case LineActivated():
            return (event.chain, event.deal)
        case LineEnded() | DealCancelled():
            return (event.deal,)


def fold(events: Iterable[Event], state: State | None = None) -> State:
    """The state after some events, in order of (block, log index).

    Args:
        events: The events, in order.
        state: What they go on from; it is changed and returned.

    Raises:
        BadInput: ``EVIDENCE_ORDER``, ``EVIDENCE_HASH``: events that can't come from these contracts.
    """
    state = state or State()
    for event in events:
        here = (event.at.block, event.at.log_index)
        _fits(here > state.place, event.at)
        state.place = here
        _STEPS[type(event)](state, event)
    return state


def _anchored(state: State, event: Anchored) -> None:
    state.anchors.setdefault(event.root, event)


def _registered(state: State, event: Registered) -> None:
    facts = facts_hash(event.asset_type, event.file_tag, event.links)
    _same(asset_id(event.record_hash, event.registrant, facts), event.asset, event.at)
    _fits(event.asset not in state.assets, event.at)
    state.assets[event.asset] = event
    if event.file_tag != ZERO_HASH:
        state.claims.setdefault(event.file_tag, []).append(event.asset)


def _title_recorded(state: State, event: TitleRecorded) -> None:
    versions = state.titles.setdefault((event.asset, event.layer), [])
    asset = state.assets.get(event.asset)
    _fits(event.version == len(versions), event.at)
    change = state.changes.get(versions[-1].hash) if versions else None
    if asset is None or (versions and change is None):
        raise _misplaced(event.at)
    confirmed = change is not None and change.confirmed
    facts = facts_hash(asset.asset_type, asset.file_tag, asset.links)
    origin = first_previous(asset.priority, asset.record_hash, asset.registrant, facts)
    previous = versions[-1].hash if versions else origin
    key = title_key(event.asset, event.layer)
    table = table_hash(event.shares, event.unclaimed)
    hashed = title_hash(key, previous, event.version, event.at.time, table, confirmed=confirmed)
    _same(hashed, event.title, event.at)
    title = Title(
        event.asset, event.layer, previous, event.version, event.at.time, confirmed, event.shares,
        event.unclaimed,
    )  # fmt: skip
    versions.append(TitleVersion(title, event.title, event.at))


def _title_confirmed(state: State, event: TitleConfirmed) -> None:
    known = state.confirmed.setdefault(event.title, {})
    _fits(event.holder not in known, event.at)
    known[event.holder] = event.at


def _title_changed(state: State, event: TitleChanged) -> None:
    version = state.title(event.asset, event.layer)
    if version is None:
        raise _misplaced(event.at)
    _same(version.hash, event.title, event.at)
    _fits(event.title not in state.changes, event.at)
    state.changes[event.title] = event


def _deal_activated(state: State, event: DealActivated) -> None:
    _fits(event.deal not in state.deals and event.deal not in state.cancelled, event.at)
    state.deals[event.deal] = DealState(event)
    for index, line in enumerate(event.text.lines):
        state.lines.setdefault((line.asset, line.layer), []).append((event.deal, index))


def _line_activated(state: State, event: LineActivated) -> None:
    # ``collect`` leaves these events out, so a state that holds one holds its whole chain.
    deal = state.deals.get(event.deal)
    if deal is None or event.index >= len(deal.event.text.lines):
        raise _misplaced(event.at)
    line = deal.event.text.lines[event.index]
    _same(title_key(line.asset, line.layer), event.chain, event.at)
    head = next_head(state.heads.get(event.chain, ZERO_HASH), line_id(event.deal, event.index))
    _same(head, event.head, event.at)
    state.heads[event.chain] = event.head


def _line_ended(state: State, event: LineEnded) -> None:
    deal = state.deals.get(event.deal)
    if deal is None or event.index >= len(deal.event.text.lines):
        raise _misplaced(event.at)
    before = deal.end_of(event.index)
    _fits(event.end < (before.end if before else deal.event.text.lines[event.index].end), event.at)
    state.deals[event.deal] = DealState(deal.event, (*deal.ends, event))


def _deal_cancelled(state: State, event: DealCancelled) -> None:
    _fits(event.deal not in state.deals and event.deal not in state.cancelled, event.at)
    state.cancelled[event.deal] = event


def _nothing(state: State, event: RegistrationCancelled) -> None:
    """A cancelled registration leaves no asset behind."""


def _misplaced(at: Position) -> BadInput:
    return BadInput("EVIDENCE_ORDER", block=at.block, log=at.log_index)


def _fits(holds: bool, at: Position) -> None:
    if not holds:
        raise _misplaced(at)


def _same(computed: str, stated: str, at: Position) -> None:
    if computed != stated:
        raise BadInput("EVIDENCE_HASH", block=at.block, log=at.log_index, computed=computed, stated=stated)


_STEPS: dict[type, Callable[..., None]] = {
    Anchored: _anchored,
    Registered: _registered,
    TitleRecorded: _title_recorded,
    TitleConfirmed: _title_confirmed,
    TitleChanged: _title_changed,
    RegistrationCancelled: _nothing,
    DealActivated: _deal_activated,
    LineActivated: _line_activated,
    LineEnded: _line_ended,
    DealCancelled: _deal_cancelled,
}

Lookup = Callable[[Iterable[str]], Sequence[Event]]
"""Events that bear any of the keys, in order."""


def collect(
    lookup: Lookup, *, assets: Iterable[str] = (), files: Iterable[str] = (), deals: Iterable[str] = ()
) -> State:
    """The state of some works, files or deals, and of what they are linked to, from their own events alone.

    Args:
        lookup: The index.
        assets: Asset ids.
        files: File tags.
        deals: Deal ids.
    """
    wanted, seen = set(assets) | set(files) | set(deals), set[str]()
    events: dict[tuple[int, int], Event] = {}
    while wanted - seen:
        fresh = wanted - seen
        seen |= fresh
        for event in lookup(sorted(fresh)):
            if not _concerns(event, seen):
                continue
            events[event.at.block, event.at.log_index] = event
            match event:
                case Registered():
                    wanted |= {event.asset, *(link.target for link in event.links)}
                    wanted |= {event.file_tag} - {ZERO_HASH}
                case TitleRecorded():
                    wanted.add(event.title)
                case DealActivated():
                    wanted.add(event.deal)
    return fold(events[place] for place in sorted(events))


def _concerns(event: Event, keys: set[str]) -> bool:
    """Whether the event is about the keys themselves and not merely names them."""
    match event:
        case Registered():
            return event.asset in keys or event.file_tag in keys
        case TitleRecorded() | TitleChanged():
            return event.asset in keys
        case TitleConfirmed():
            return event.title in keys
        case LineActivated():
            return False
    return True
