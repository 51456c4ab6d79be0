"""Deals on their way: signed by every side, put in force, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger.core import times
from ledger.core.belonging import check_here
from ledger.core.collecting import collect
from ledger.core.dealfile import DealFile, Place
from ledger.core.events import Block
from ledger.core.licensing import Proof
from ledger.core.model import Cancellation, Deal, Line, Termination
from ledger.core.operations import Activate, CancelDeal, Terminate
from ledger.core.proving import facts_of, heads_for, prove
from ledger.core.renewing import Changed, changed_titles, on_new_titles
from ledger.core.rights import Revocation
from ledger.errors import BadInput, CannotTell, Denied, NotYet
from ledger.ports import ChainPort, IndexPort, Payer, Receipt

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class DealStatus:
    """``state`` is PROPOSED, EXPIRED, ACTIVE, ENDED or CANCELLED, as of ``block``.

    EXPIRED: it was not in force when its deadline passed, and can't be any more.

    ``changed``: titles that changed since a proposed deal was drawn up; then its text can't come into force,
    and ``missing`` are all who must sign another, as far as the deal itself says who that is.
    """

    state: str
    missing: tuple[str, ...]
    block: Block
    changed: tuple[Changed, ...] = ()


class Dealing:
    """Deals on one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort) -> None:
        self._chain, self._index = chain, index

    def renew(self, file: DealFile) -> DealFile:
        """The file with the titles and heads as they are now: what named the old ones must be signed anew.
        One that is in force, or can't be any more, is left as it is.

        Raises:
            Refused: ``DEAL_OF_ANOTHER_CHAIN``.
            Denied: ``RENEW_ANEW``, ``DEAL_EXPIRED``.
            CannotTell: ``TITLE_UNKNOWN``.
        """
        status = self.status(file)
        _check_time(status, file)
        if status.state != "PROPOSED":  # what is in force stands on the titles of that time
            return file
        if status.changed:
            file = on_new_titles(file, status.changed)
        now = status.block.time
        heads = heads_for(
            facts_of(self._index.events, file.deal.lines, file.titles, now), file.deal.lines, now
        )
        if heads == file.heads:
            return file
        kept = {who: each for who, each in file.signatures.items() if file.message_for(who) == file.deal}
        owners = {who: each for who, each in file.owners.items() if file.message_for(who) == file.deal}
        return replace(file, heads=heads, signatures=kept, owners=owners)

    def proof(self, file: DealFile) -> tuple[Proof, ...]:
        """What opens the slots that the deal's lines meet now.

        Raises:
            Denied: ``HEADS_UNKNOWN``.
            BadInput: ``UNKNOWN_PARENT``.
        """
        now = self._index.sync(self._chain).time
        state = facts_of(self._index.events, file.deal.lines, file.titles, now)
        proof = prove(state, file.id, file.deal, file.titles, file.heads, now)
        return () if proof == Proof() else (proof,)

    def check_network(self, file: DealFile) -> None:
        """Raise unless the deal is of this ledger.

        Raises:
            Refused: ``DEAL_OF_ANOTHER_CHAIN``, ``DEAL_OF_ANOTHER_LEDGER``.
        """
        network = self._chain.network
        check_here(file.place, Place(network.chain_id, network.genesis, network.licensing, network.local))

    def status(self, file: DealFile) -> DealStatus:
        """Where a deal stands."""
        self.check_network(file)
        head = self._index.sync(self._chain)
        state = collect(self._index.events, deals=[file.id])
        if file.id in state.cancelled:
            return DealStatus("CANCELLED", (), head)
        known = state.deals.get(file.id)
        if known is None and file.deal.accept_by < head.time:
            return DealStatus("EXPIRED", (), head)
        if known is None:
            changes = self.changed(file)
            return DealStatus("PROPOSED", self._must_sign(file, changes), head, changes)
        ends = [known.end_of(i) for i in range(len(file.deal.lines))]
        over = all(
            min(line.end, end.end if end else line.end) <= head.time
            for line, end in zip(file.deal.lines, ends, strict=True)
        )
        return DealStatus("ENDED" if over else "ACTIVE", (), head)

    def changed(self, file: DealFile) -> tuple[Changed, ...]:
        """Titles that are no longer those on which a deal stands, as far as the index has followed."""
        assets = sorted({title.asset for title in file.titles})
        return changed_titles(collect(self._index.events, assets=assets), file.titles) if assets else ()

    def _must_sign(self, file: DealFile, changes: tuple[Changed, ...]) -> tuple[str, ...]:
        if not changes:
            return self.missing(file)
        try:
            return on_new_titles(file, changes).deal.signers
        except (CannotTell, Denied):
            return file.deal.signers

    def missing(self, file: DealFile) -> tuple[str, ...]:
        """Signers without a signature that the contracts would take."""
        bad = {
            signer
            for signer in file.signatures  # also those of keys: an account with code is asked by its code
            if not self._chain.is_valid_signature(signer, file.digest_for(signer), file.signatures[signer])
        }
        return tuple(signer for signer in file.deal.signers if signer in {*file.missing, *bad})

    def activate(self, file: DealFile, payer: Payer | None) -> Receipt:
        """Put a deal in force.

        Raises:
            NotYet: ``SIGNATURES_MISSING``.
            Denied: ``TITLES_CHANGED``, ``DEAL_EXPIRED``: nobody can put this text in force any more.
            SongdeedError: What the contract refuses.
        """
        status = self.status(file)
        _check_time(status, file)
        if status.changed:
            raise Denied("TITLES_CHANGED", signers=", ".join(status.missing))
        if file.missing:
            raise NotYet("SIGNATURES_MISSING", missing=", ".join(file.missing))
        signatures = tuple(file.signatures[signer] for signer in file.deal.signers)
        return self._chain.send(Activate(file.deal, file.titles, self.proof(file), signatures), payer)

    def termination(self, file: DealFile, by: str, lines: Sequence[int] = ()) -> Termination:
        """What to sign to end lines: those named, or all that the account may end.

        Raises:
            Denied: ``NOTHING_TO_END``.
        """
        self.check_network(file)
        deal = file.deal
        mine = lines or [i for i, line in enumerate(deal.lines) if _may_end(deal, line, by)]
        if not mine:
            raise Denied("NOTHING_TO_END", by=by)
        if any(not 0 <= i < len(deal.lines) for i in mine):
            raise BadInput("NO_SUCH_LINE", count=len(deal.lines))
        mask = sum(1 << i for i in set(mine))
        return Termination(file.id, mask, 0, by, self._chain.head().time + _DAY_S)

    def terminate(
        self, file: DealFile, termination: Termination, signature: bytes, payer: Payer | None
    ) -> Receipt:
        """Record a signed termination."""
        return self._chain.send(Terminate(file.deal, termination, signature), payer)

    def cancellation(self, file: DealFile, by: str) -> Cancellation:
        """What to sign to withdraw before activation."""
        self.check_network(file)
        return Cancellation(file.id, by, self._chain.head().time + _DAY_S)

    def cancel(
        self, file: DealFile, cancellation: Cancellation, signature: bytes, payer: Payer | None
    ) -> Receipt:
        """Record a signed cancellation."""
        return self._chain.send(CancelDeal(file.deal, cancellation, signature), payer)


def _check_time(status: DealStatus, file: DealFile) -> None:
    if status.state == "EXPIRED":
        raise Denied("DEAL_EXPIRED", time=times.iso(file.deal.accept_by, True))


def _may_end(deal: Deal, line: Line, by: str) -> bool:
    at_will = line.revocation == Revocation.AT_WILL and line.revoker == by
    for_cause = line.revocation == Revocation.FOR_CAUSE and deal.arbiter == by
    return line.licensee == by or at_will or for_cause
