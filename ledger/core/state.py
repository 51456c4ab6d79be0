"""The pure reducer: contract events, in order, become the state of the ledger.

State at block k is the fold of the events up to k. Every hash that an event states is computed again on
the way; what does not fit is evidence gone wrong and raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ledger.core import disputes
from ledger.core.events import (
    Anchored,
    Attested,
    BarsChanged,
    DealActivated,
    DealCancelled,
    Event,
    ExclusivesChanged,
    LineActivated,
    LineEnded,
    MandateActivated,
    MandateCancelled,
    MandateEnded,
    Position,
    Registered,
    RegistrationCancelled,
    Revealed,
    Stated,
    TitleChanged,
    TitleConfirmed,
    TitleRecorded,
)
from ledger.core.evidence import fits, misplaced, same
from ledger.core.facts import DealState, MandateState, State, TitleVersion
from ledger.core.ids import (
    agent_key,
    asset_id,
    blanket_key,
    entry_of,
    facts_hash,
    first_previous,
    hash_words,
    list_hash,
    next_head,
    table_hash,
    title_hash,
    title_key,
)
from ledger.core.licensing import Bar, Bars, Entry, Mandate
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line
from ledger.core.rights import Exclusivity

_T = TypeVar("_T")

__all__ = [
    "DealState",
    "MandateState",
    "State",
    "TitleVersion",
    "chain_of",
    "fold",
]


def fold(events: Iterable[Event], state: State | None = None) -> State:
    """The state after some events, in order of (block, log index).

    Args:
        events: The events, in order.
        state: What they go on from; it is changed and returned.

    Raises:
        BadInput: ``EVIDENCE_ORDER``, ``EVIDENCE_HASH``: events that can't come from these contracts.
    """
    state, steps = state or State(), _STEPS
    for event in events:
        at = event.at
        here = (at.block, at.log_index)
        if here <= state.place:
            raise misplaced(at)
        state.place = here
        steps[type(event)](state, event)
    return state


def _anchored(state: State, event: Anchored) -> None:
    state.anchors.setdefault(event.root, event)


def _registered(state: State, event: Registered) -> None:
    facts = facts_hash(event.asset_type, event.file_tag, event.links)
    same(asset_id(event.record_hash, event.registrant, facts), event.asset, event.at)
    fits(event.asset not in state.assets, event.at)
    state.assets[event.asset] = event
    state.newest = event.asset, facts
    if event.file_tag != ZERO_HASH:
        state.claims.setdefault(event.file_tag, []).append(event.asset)


def _revealed(state: State, event: Revealed) -> None:
    asset = state.assets.get(event.asset)
    if asset is None or event.asset in state.revealed or event.file == ZERO_HASH:
        raise misplaced(event.at)
    same(hash_words(event.file, event.salt), asset.file_tag, event.at)
    state.revealed[event.asset] = event
    state.claims.setdefault(event.file, []).append(event.asset)


def _title_recorded(state: State, event: TitleRecorded) -> None:
    place, at = (event.asset, event.layer), event.at
    versions = state.titles.setdefault(place, [])
    asset = state.assets.get(event.asset)
    change = state.changes.get(versions[-1].hash) if versions else None
    missing = asset is None or (versions and change is None)
    if asset is None or missing or event.version != len(versions) or place in state.voided:
        raise misplaced(at)
    confirmed = change is not None and change.confirmed
    previous = versions[-1].hash if versions else _origin(state, asset)
    key = title_key(event.asset, event.layer)
    table = table_hash(event.shares, event.unclaimed)
    hashed = title_hash(key, previous, event.version, at.time, table, confirmed=confirmed)
    same(hashed, event.title, at)
    state.versions[event.title] = version = TitleVersion(event, previous, confirmed)
    versions.append(version)


def _origin(state: State, asset: Registered) -> str:
    name, facts = state.newest
    if name != asset.asset:
        facts = facts_hash(asset.asset_type, asset.file_tag, asset.links)
    return first_previous(asset.priority, asset.record_hash, asset.registrant, facts)


def _title_confirmed(state: State, event: TitleConfirmed) -> None:
    version = state.versions.get(event.title)
    if version is None or version.confirmed:
        raise misplaced(event.at)
    known = state.confirmed.setdefault(event.title, {})
    holds = any(share.holder == event.holder for share in version.event.shares)
    fits(holds and event.holder not in known and event.title not in state.changes, event.at)
    known[event.holder] = event.at


def _title_changed(state: State, event: TitleChanged) -> None:
    fits(event.title in state.versions and event.title not in state.changes, event.at)
    state.changes[event.title] = event


def _deal_activated(state: State, event: DealActivated) -> None:
    fits(event.deal not in state.deals and event.deal not in state.cancelled, event.at)
    state.deals[event.deal] = DealState(event)
    for index, line in enumerate(event.text.lines):
        state.lines.setdefault((line.asset, line.layer), []).append((event.deal, index))


def chain_of(line: Line) -> str:
    """Key of the hash chain to which a line belongs, agents' apart."""
    if line.society != ZERO_ADDRESS:
        return blanket_key(line.society, line.layer)
    return line.parent if line.parent != ZERO_HASH else title_key(line.asset, line.layer)


def _line_activated(state: State, event: LineActivated) -> None:
    # ``collect`` brings these events for whole chains only.
    deal = state.deals.get(event.deal)
    if deal is None or event.index >= len(deal.event.text.lines):
        raise misplaced(event.at)
    line = deal.event.text.lines[event.index]
    chain = chain_of(line)
    fits(event.chain == chain or event.chain in map(agent_key, deal.event.text.signers), event.at)
    entry = entry_of(event.deal, event.index, line)
    same(next_head(state.heads.get(event.chain, ZERO_HASH), entry), event.head, event.at)
    state.heads[event.chain] = event.head
    state.chains.setdefault(event.chain, []).append(entry)
    if event.chain == chain and line.exclusivity != Exclusivity.NONEXCLUSIVE:
        _enter(state, chain, entry, event.at)


def _exclusives_changed(state: State, event: ExclusivesChanged) -> None:
    fits(event.chain not in state.pending, event.at)
    state.pending[event.chain] = event


def _enter(state: State, chain: str, entry: Entry, at: Position) -> None:
    """The list written just before a line ends with it; a chain's first begins one without a word."""
    event = state.pending.pop(chain, None)
    known = state.exclusives.get(chain)
    if event is None or known is None:
        fits(event is None and known is None, at)
        state.exclusives[chain] = (0, (entry,))
        return
    _, before = known
    entries = (*_kept(before, event.kept), entry)
    same(list_hash(event.horizon, entries), event.list, event.at)
    state.exclusives[chain] = (event.horizon, entries)


def _kept(entries: Sequence[_T], mask: int) -> tuple[_T, ...]:
    return tuple(entry for place, entry in enumerate(entries) if mask >> place & 1)


def _mandate_activated(state: State, event: MandateActivated) -> None:
    fits(event.mandate not in state.mandates and event.mandate not in state.cancelled, event.at)
    fits(event.to == event.text.to, event.at)
    state.mandates[event.mandate] = MandateState(event)
    if event.text.bars and event.text.givers[0] not in state.bars:
        giver = event.text.givers[0]
        state.bars[giver] = Bars(giver, 0, 0, (_bar(event.mandate, event.text),))


def _bar(mandate: str, text: Mandate) -> Bar:
    return Bar(
        mandate, text.to, text.kind, text.layer, text.asset, text.usage, text.territory, text.start, text.end
    )


def _bars_changed(state: State, event: BarsChanged) -> None:
    mandate = state.mandates.get(event.mandate)
    if mandate is None or mandate.event.text.givers != (event.member,):
        raise misplaced(event.at)
    before = state.bars[event.member]
    entries = (*_kept(before.entries, event.kept), _bar(event.mandate, mandate.event.text))
    same(list_hash(event.horizon, entries), event.list, event.at)
    state.bars[event.member] = Bars(event.member, event.horizon, 0, entries)


def _mandate_ended(state: State, event: MandateEnded) -> None:
    known = state.mandates.get(event.mandate)
    if known is None:
        raise misplaced(event.at)
    fits(event.end < known.end_for(event.giver), event.at)
    state.mandates[event.mandate] = MandateState(known.event, (*known.ends, event))


def _mandate_cancelled(state: State, event: MandateCancelled) -> None:
    fits(event.mandate not in state.mandates and event.mandate not in state.cancelled, event.at)
    state.cancelled[event.mandate] = event


def _line_ended(state: State, event: LineEnded) -> None:
    deal = state.deals.get(event.deal)
    if deal is None or event.index >= len(deal.event.text.lines):
        raise misplaced(event.at)
    before = deal.end_of(event.index)
    fits(event.end < (before.end if before else deal.event.text.lines[event.index].end), event.at)
    state.deals[event.deal] = DealState(deal.event, (*deal.ends, event))


def _deal_cancelled(state: State, event: DealCancelled) -> None:
    fits(event.deal not in state.deals and event.deal not in state.cancelled, event.at)
    state.cancelled[event.deal] = event


def _attested(state: State, event: Attested) -> None:
    known = state.attested.setdefault(event.party, {})
    if event.evidence == ZERO_HASH:
        known.pop((event.by, event.kind), None)
    else:
        known[event.by, event.kind] = event


def _nothing(state: State, event: RegistrationCancelled | Stated) -> None:
    """What changes nothing that a verdict rests on."""


_STEPS: dict[type, Callable[..., None]] = {
    Anchored: _anchored,
    Registered: _registered,
    Revealed: _revealed,
    TitleRecorded: _title_recorded,
    TitleConfirmed: _title_confirmed,
    TitleChanged: _title_changed,
    RegistrationCancelled: _nothing,
    DealActivated: _deal_activated,
    LineActivated: _line_activated,
    LineEnded: _line_ended,
    DealCancelled: _deal_cancelled,
    ExclusivesChanged: _exclusives_changed,
    MandateActivated: _mandate_activated,
    BarsChanged: _bars_changed,
    MandateEnded: _mandate_ended,
    MandateCancelled: _mandate_cancelled,
    **disputes.STEPS,
    Attested: _attested,
    Stated: _nothing,
}
