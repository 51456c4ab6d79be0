"""What people say on the ledger: disputes opened, withdrawn and ruled on, attestations, statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ledger.core.annals import (
    Arbitration,
    Attestation,
    Decision,
    DisputeWithdrawal,
    Opening,
    Ruling,
    Statement,
    StatementKind,
)
from ledger.core.changefile import CHANGE_DAYS
from ledger.core.collecting import collect
from ledger.core.eip712 import Message
from ledger.core.facts import Dispute, State, TitleVersion
from ledger.core.ids import title_key
from ledger.core.operations import Attest, OpenDispute, ResolveDispute, VoidTitle, WithdrawDispute
from ledger.core.operations import State as Tell
from ledger.errors import CannotTell
from ledger.ports import ChainPort, IndexPort, Payer, Receipt

_DAY_S = 86_400
_Text = TypeVar("_Text", bound=Message)

Sign = Callable[[Message], bytes]


class Recounting:
    """Annals of one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort) -> None:
        self._chain, self._index = chain, index

    def deadline(self) -> int:
        """Until when what is signed now may be recorded, UTC seconds."""
        return self._chain.head().time + _DAY_S

    def about(self, subject: str) -> State:
        """Disputes about a subject: a title key, or the id of a deal."""
        self._index.sync(self._chain)
        return collect(self._index.events, deals=[subject])

    def dispute(self, subject: str, opener: str) -> Dispute:
        """What somebody disputes, open or not.

        Raises:
            CannotTell: ``NO_DISPUTE``.
        """
        known = self.about(subject).disputes.get((subject, opener))
        if known is None:
            raise CannotTell("NO_DISPUTE", subject=subject, opener=opener)
        return known

    def open(self, subject: str, evidence: str, by: str, sign: Sign, payer: Payer | None) -> Receipt:
        """Open a dispute; ``evidence`` is the hash of what is said and shown, a 0x string of 32 bytes."""
        text = Opening(subject, evidence, by, self.deadline())
        return self._chain.send(OpenDispute(text, sign(text)), payer)

    def withdraw(self, subject: str, by: str, sign: Sign, payer: Payer | None) -> Receipt:
        """Give a dispute up."""
        text = DisputeWithdrawal(subject, by, self.deadline())
        return self._chain.send(WithdrawDispute(text, sign(text)), payer)

    def ruling(self, subject: str, opener: str, decision: Decision, reasons: str, by: str) -> Ruling:
        """What an arbiter signs to rule on the dispute as it is open now.

        Raises:
            CannotTell: ``NO_DISPUTE``.
        """
        number = self.dispute(subject, opener).number
        return Ruling(subject, opener, number, decision, reasons, by, self.deadline())

    def resolve(self, text: Ruling, signature: bytes, payer: Payer | None) -> Receipt:
        """Record a ruling."""
        return self._chain.send(ResolveDispute(text, signature), payer)

    def arbitration(self, version: TitleVersion, ruling: Ruling) -> VoidTitle:
        """What the opener and all holders sign to accept the arbiter who upheld the dispute."""
        title = version.title
        key = title_key(title.asset, title.layer)
        signers = tuple(sorted({ruling.opener, *(share.holder for share in title.shares)}))
        until = self._chain.head().time + CHANGE_DAYS * _DAY_S
        text = Arbitration(key, version.hash, ruling.opener, ruling.by, until)
        return VoidTitle(title, ruling, text, signers, ())

    def attest(
        self, party: str, kind: int, evidence: str, by: str, sign: Sign, payer: Payer | None
    ) -> Receipt:
        """Testify about an account; zero evidence takes it back."""
        text = Attestation(party, kind, evidence, by, self.deadline())
        return self._chain.send(Attest(text, sign(text)), payer)

    def state(
        self,
        subject: str,
        kind: StatementKind,
        period: tuple[int, int],
        root: str,
        by: str,
        sign: Sign,
        payer: Payer | None,
    ) -> Receipt:
        """Record a usage report or royalty statement of [first second, second after the last)."""
        text = Statement(subject, kind, *period, root, by, self.deadline())
        return self._chain.send(Tell(text, sign(text)), payer)
