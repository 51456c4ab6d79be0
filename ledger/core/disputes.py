"""Disputes and voided titles, folded: the part of the reducer that ``ledger.core.annals`` needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ledger.core.events import DisputeOpened, DisputeResolved, DisputeWithdrawn, TitleVoided
from ledger.core.evidence import fits, misplaced
from ledger.core.facts import Dispute, State


def _dispute_opened(state: State, event: DisputeOpened) -> None:
    key = event.subject, event.opener
    before = state.disputes.get(key)
    fits(before is None or before.withdrawn is not None, event.at)
    state.disputes[key] = Dispute(event, before.number + 1 if before else 1)


def _open_dispute(state: State, event: DisputeWithdrawn | DisputeResolved) -> Dispute:
    known = state.disputes.get((event.subject, event.opener))
    if known is None or known.withdrawn is not None:
        raise misplaced(event.at)
    return known


def _dispute_withdrawn(state: State, event: DisputeWithdrawn) -> None:
    known = _open_dispute(state, event)
    state.disputes[event.subject, event.opener] = replace(known, withdrawn=event)


def _dispute_resolved(state: State, event: DisputeResolved) -> None:
    known = _open_dispute(state, event)
    fits(known.ruling_of(event.arbiter) is None, event.at)
    state.disputes[event.subject, event.opener] = replace(known, rulings=(*known.rulings, event))
    # What was decided stays, even if the opener withdraws, or opens the same again.
    state.rulings[event.subject] = (*state.rulings.get(event.subject, ()), event)


def _title_voided(state: State, event: TitleVoided) -> None:
    version = state.title(event.asset, event.layer)
    fits(version is not None and version.hash == event.title, event.at)
    fits((event.asset, event.layer) not in state.voided, event.at)
    state.voided[event.asset, event.layer] = event


STEPS: dict[type, Callable[..., None]] = {
    DisputeOpened: _dispute_opened,
    DisputeWithdrawn: _dispute_withdrawn,
    DisputeResolved: _dispute_resolved,
    TitleVoided: _title_voided,
}
"""What each event does to the state."""
