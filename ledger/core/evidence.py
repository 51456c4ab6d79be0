"""What is said of events that these contracts can't have written, or not in this order."""

from __future__ import annotations

from ledger.core.events import Position
from ledger.errors import BadInput


def misplaced(at: Position) -> BadInput:
    """The error of an event that can't stand where it does."""
    return BadInput("EVIDENCE_ORDER", block=at.block, log=at.log_index)


def fits(holds: bool, at: Position) -> None:
    """Refuse an event unless something holds.

    Raises:
        BadInput: ``EVIDENCE_ORDER``.
    """
    if not holds:
        raise misplaced(at)


def same(computed: str, stated: str, at: Position) -> None:
    """Refuse an event that states another hash than its content gives.

    Raises:
        BadInput: ``EVIDENCE_HASH``.
    """
    if computed != stated:
        raise BadInput("EVIDENCE_HASH", block=at.block, log=at.log_index, computed=computed, stated=stated)
