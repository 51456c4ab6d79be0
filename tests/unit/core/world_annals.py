"""Annals of test ledgers: disputes, rulings, voided titles, attestations, statements."""

from __future__ import annotations

from ledger.core import events
from tests.fakes import an_id
from tests.unit.core.world_base import Ground


class Annals(Ground):
    """The part of a ledger that keeps what people say."""

    def open_dispute(self, subject: str, by: str) -> None:
        """Dispute a title key or a deal."""
        self._block(None)
        self._emit(
            events.DisputeOpened, subject=subject, opener=by, evidence=an_id("evidence"),
            digest=self._text(),
        )  # fmt: skip

    def withdraw_dispute(self, subject: str, by: str) -> None:
        """Give a dispute up."""
        self._block(None)
        self._emit(events.DisputeWithdrawn, subject=subject, opener=by, digest=self._text())

    def rule(self, subject: str, opener: str, by: str, decision: int = 1) -> None:
        """Uphold a dispute (1), or dismiss it (2)."""
        self._block(None)
        self._emit(
            events.DisputeResolved, subject=subject, opener=opener, arbiter=by, decision=decision,
            reasons=an_id("reasons"), digest=self._text(),
        )  # fmt: skip

    def void(self, asset: str, layer: int, *, title: str | None = None) -> None:
        """Void a layer's newest title by an upheld ruling, or one of another hash."""
        self._block(None)
        tables = [event for event in self.events if isinstance(event, events.TitleRecorded)]
        newest = [one.title for one in tables if (one.asset, one.layer) == (asset, layer)][-1]
        fields = {"title": title or newest, "ruling": an_id("ruling")}
        self._emit(events.TitleVoided, asset=asset, layer=int(layer), **fields)

    def reveal(self, asset: str, file: str, salt: str) -> None:
        """Show a sealed asset to be of a file."""
        self._block(None)
        self._emit(events.Revealed, asset=asset, file=file, salt=salt)

    def attest(self, party: str, by: str, kind: int = 1) -> None:
        """Testify about an account."""
        self._block(None)
        self._emit(
            events.Attested, party=party, kind=kind, by=by, evidence=an_id("evidence"), digest=self._text()
        )

    def tell(self, subject: str, by: str, kind: int = 1) -> None:
        """Make a statement about the last second."""
        self._block(None)
        self._emit(
            events.Stated, subject=subject, kind=kind, by=by, from_=self.time - 1, to=self.time,
            root=an_id("root"), digest=self._text(),
        )  # fmt: skip

    def _text(self) -> str:
        return an_id("text", len(self.events))
