"""Disputes, rulings and attestations as plain data (docs/verdict.md)."""

from __future__ import annotations

from dataclasses import replace

from ledger.core.annals import Decision
from ledger.core.events import (
    Attested,
    DisputeOpened,
    DisputeResolved,
    DisputeWithdrawn,
    Position,
    TitleVoided,
)
from ledger.core.facts import Dispute
from ledger.core.fields import Fields
from ledger.core.ids import title_key
from ledger.core.model import ZERO_HASH
from ledger.core.plain_names import SOME_HASH, Told, fits
from ledger.core.rights import Layer
from ledger.errors import BadInput


class Annals(Told):
    """What people say of titles, deals and one another."""

    def _subject(self, fields: Fields) -> str:
        part = fields.part("subject")
        if part is None:
            raise BadInput("FIELD_MISSING", field=f"{fields.where}.subject")
        deal = part.text_or_none("deal")
        found = self.names.thing(deal) if deal is not None else title_key(
            self.names.thing(part.text("work")), part.named("layer", Layer)
        )  # fmt: skip
        part.done()
        return found

    def opened(self, fields: Fields, at: Position) -> None:
        subject, opener = self._subject(fields), self.names.account(fields.text("opener"))
        before = self.state.disputes.get((subject, opener))
        fits(before is None or before.withdrawn is not None, fields)
        event = DisputeOpened(at, subject, opener, ZERO_HASH, ZERO_HASH)
        self.state.disputes[subject, opener] = Dispute(event, before.number + 1 if before else 1)

    def _dispute(self, subject: str, opener: str, fields: Fields) -> Dispute:
        known = self.state.disputes.get((subject, opener))
        if known is None or known.withdrawn is not None:
            raise BadInput("PLAIN_ORDER", field=fields.where)
        return known

    def withdrawn(self, fields: Fields, at: Position) -> None:
        subject, opener = self._subject(fields), self.names.account(fields.text("opener"))
        open_ = self._dispute(subject, opener, fields)
        event = DisputeWithdrawn(at, subject, opener, ZERO_HASH)
        self.state.disputes[subject, opener] = replace(open_, withdrawn=event)

    def resolved(self, fields: Fields, at: Position) -> None:
        subject, opener = self._subject(fields), self.names.account(fields.text("opener"))
        open_ = self._dispute(subject, opener, fields)
        arbiter, decision = self.names.account(fields.text("arbiter")), fields.named("decision", Decision)
        event = DisputeResolved(at, subject, opener, arbiter, decision, ZERO_HASH, ZERO_HASH)
        self.state.disputes[subject, opener] = replace(open_, rulings=(*open_.rulings, event))
        self.state.rulings[subject] = (*self.state.rulings.get(subject, ()), event)

    def voided(self, fields: Fields, at: Position) -> None:
        asset, layer, title = self.work(fields)
        self.state.voided[asset, layer] = TitleVoided(at, asset, layer, title, ZERO_HASH)

    def attested(self, fields: Fields, at: Position) -> None:
        party, by = self.names.account(fields.text("party")), self.names.account(fields.text("by"))
        kind, known = fields.integer("kind"), self.state.attested.setdefault(party, {})
        if fields.truth("withdrawn"):
            known.pop((by, kind), None)
        else:
            known[by, kind] = Attested(at, party, kind, by, SOME_HASH, ZERO_HASH)
