"""Mandates of test ledgers: given, listed where they bar, and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ledger.core import eip712, events
from ledger.core.licensing import SOCIETY_KINDS, SOCIETY_TERM_S, Bar, Mandate, MandateKind
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from ledger.core.rights import OPEN_END, WORLD
from tests.fakes import an_id
from tests.unit.core.world_base import Ground, bar_of, entries_hash

BARRING = SOCIETY_KINDS - {MandateKind.RECIPROCAL} | {MandateKind.SUBPUBLISH}
"""Kinds that ``mandate`` makes barring unless told otherwise."""


class Mandates(Ground):
    """The part of a ledger that keeps mandates."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._mandates: dict[str, Mandate] = {}
        self._bars: dict[str, tuple[int, tuple[Bar, ...]]] = {}
        self._mandate_ends: dict[tuple[str, str], int] = {}

    def mandate(
        self, givers: str | Sequence[str], to: str, kind: MandateKind = MandateKind.AGENCY, **fields: Any
    ) -> Mandate:
        """A mandate's text: all works, STREAM_ONDEMAND, world, from now on, unless fields say more."""
        several = (givers,) if isinstance(givers, str) else tuple(sorted(givers))
        text = Mandate(
            givers=several, to=to, kind=int(kind), bars=kind in BARRING,
            cap=1 if kind in SOCIETY_KINDS else 3, layer=0, usage=1 << 4, territory=WORLD, start=self.time,
            end=OPEN_END, notice=0, asset=ZERO_HASH, terms=an_id("terms"), accept_by=OPEN_END,
            salt=an_id("salt", len(self.events)),
        )  # fmt: skip
        return replace(text, **fields)

    def activate_mandate(self, text: Mandate, time: int | None = None) -> str:
        """Put a mandate in force. Its id."""
        self._block(time)
        mandate = eip712.digest(self.domain, text)
        self._mandates[mandate] = text
        self._emit(events.MandateActivated, mandate=mandate, to=text.to, text=text)
        if text.bars:
            self._bar(text.givers[0], bar_of(mandate, text))
        return mandate

    def withdraw(self, mandate: str, by: str, end: int = 0, time: int | None = None) -> None:
        """End a mandate at ``end``, not before now and the notice, and never later than before."""
        self._block(time)
        text = self._mandates[mandate]
        moment = max(end, self.time + text.notice)
        giver = ZERO_ADDRESS if by == text.to or len(text.givers) == 1 else by
        if moment >= self._mandate_end(mandate, giver):
            return  # the contract refuses it
        self._mandate_ends[mandate, giver] = moment
        self._emit(events.MandateEnded, mandate=mandate, giver=giver, end=moment, by=by)

    def cancel_mandate(self, text: Mandate, by: str, time: int | None = None) -> str:
        """Withdraw from a mandate before it is active. Its id."""
        self._block(time)
        mandate = eip712.digest(self.domain, text)
        self._emit(events.MandateCancelled, mandate=mandate, by=by)
        return mandate

    def _mandate_end(self, mandate: str, giver: str = ZERO_ADDRESS) -> int:
        """When a mandate ends for a giver, or for all."""
        agreed = self._mandates[mandate].end
        return min(self._mandate_ends.get((mandate, who), agreed) for who in (ZERO_ADDRESS, giver))

    def _bar(self, giver: str, added: Bar) -> None:
        """Enter a mandate in its giver's list, which lets go of those whose blankets have run out."""
        known = self._bars.get(giver)
        if known is None:
            self._bars[giver] = (0, (added,))
            return
        horizon, before = known
        ends = [self._mandate_end(bar.mandate) for bar in before]
        kept = sum(1 << place for place, end in enumerate(ends) if end + SOCIETY_TERM_S > self.time)
        horizon = max([horizon, *(end for place, end in enumerate(ends) if not kept >> place & 1)])
        entries = (*(bar for place, bar in enumerate(before) if kept >> place & 1), added)
        self._bars[giver] = (horizon, entries)
        self._emit(
            events.BarsChanged, member=giver, mandate=added.mandate, horizon=horizon, kept=kept,
            list=entries_hash(horizon, entries),
        )  # fmt: skip
