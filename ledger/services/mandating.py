"""Mandates: drawn up, signed by giver and mandatary, put in force, withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.core import times
from ledger.core.belonging import check_here
from ledger.core.collecting import collect
from ledger.core.dealfile import Place
from ledger.core.events import Block
from ledger.core.licensing import Bars, Mandate, MandateKind, Withdrawal
from ledger.core.mandatefile import MandateFile
from ledger.core.model import ZERO_HASH, Cancellation
from ledger.core.operations import ActivateMandate, CancelMandate, Withdraw
from ledger.core.proving import bars_of
from ledger.core.rights import OPEN_END, Exclusivity, Layer
from ledger.core.state import MandateState, State
from ledger.errors import Denied, NotYet
from ledger.ports import ChainPort, IndexPort, Payer, Receipt

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class MandateWish:
    """Who gives whom which power.

    ``layer`` None is all; ``asset`` zero is everything that the givers hold; ``cap`` the greatest exclusivity
    that may be licensed; times in UTC seconds, ``notice`` in seconds.
    """

    givers: tuple[str, ...]
    to: str
    kind: MandateKind
    layer: Layer | None
    usage: int
    territory: int
    start: int
    end: int
    notice: int = 0
    bars: bool | None = None
    cap: Exclusivity = Exclusivity.NONEXCLUSIVE
    asset: str = ZERO_HASH
    terms: str = ZERO_HASH
    accept_by: int = OPEN_END


@dataclass(frozen=True, slots=True)
class MandateStatus:
    """``state`` is PROPOSED, EXPIRED, ACTIVE, ENDED or CANCELLED, as of ``block``; ``end`` in UTC seconds.

    EXPIRED: it was not in force when its deadline passed, and can't be any more.
    """

    state: str
    missing: tuple[str, ...]
    end: int
    block: Block


class Mandating:
    """Mandates on one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort) -> None:
        self._chain, self._index = chain, index

    def draft(self, wish: MandateWish) -> MandateFile:
        """A mandate's text; a COLLECTIVE bars its giver, an ADMIN or SUBPUBLISH where that is asked for."""
        network = self._chain.network
        bars = wish.kind is MandateKind.COLLECTIVE if wish.bars is None else wish.bars
        salt = "0x" + secrets.token_bytes(32).hex()
        mandate = Mandate(
            tuple(sorted(wish.givers)), wish.to, wish.kind, bars, wish.cap, wish.layer or 0, wish.usage,
            wish.territory, wish.start, wish.end, wish.notice, wish.asset, wish.terms, wish.accept_by, salt,
        )  # fmt: skip
        place = Place(network.chain_id, network.genesis, network.licensing, network.local)
        return MandateFile(place, mandate, {})

    def check_network(self, file: MandateFile) -> None:
        """Raise unless the mandate is of this ledger.

        Raises:
            Refused: ``DEAL_OF_ANOTHER_CHAIN``, ``DEAL_OF_ANOTHER_LEDGER``.
        """
        network = self._chain.network
        check_here(file.place, Place(network.chain_id, network.genesis, network.licensing, network.local))

    def status(self, file: MandateFile) -> MandateStatus:
        """Where a mandate stands."""
        self.check_network(file)
        head = self._index.sync(self._chain)
        state = self._facts(file)
        if file.id in state.cancelled:
            return MandateStatus("CANCELLED", (), file.mandate.end, head)
        if _expired(file, state, head):
            return MandateStatus("EXPIRED", (), file.mandate.end, head)
        known = state.mandates.get(file.id)
        if known is None:
            return MandateStatus("PROPOSED", self.missing(file), file.mandate.end, head)
        end = max(known.end_for(giver) for giver in file.mandate.givers)
        return MandateStatus("ENDED" if end <= head.time else "ACTIVE", (), end, head)

    def missing(self, file: MandateFile) -> tuple[str, ...]:
        """Signers without a signature that the contracts would take."""
        bad = {
            signer
            for signer in file.signatures  # also those of keys: an account with code is asked by its code
            if not self._chain.is_valid_signature(signer, file.id, file.signatures[signer])
        }
        return tuple(signer for signer in file.signers if signer in {*file.missing, *bad})

    def activate(self, file: MandateFile, payer: Payer | None) -> Receipt:
        """Put a mandate in force.

        Raises:
            Denied: ``MANDATE_EXPIRED``.
            NotYet: ``SIGNATURES_MISSING``.
            SongdeedError: What the contract refuses.
        """
        self.check_network(file)
        head = self._index.sync(self._chain)
        state = self._facts(file)
        if _expired(file, state, head):
            raise Denied("MANDATE_EXPIRED", time=times.iso(file.mandate.accept_by, True))
        if file.missing:
            raise NotYet("SIGNATURES_MISSING", missing=", ".join(file.missing))
        bars: tuple[Bars, ...] = ()
        if file.mandate.bars:
            bars = bars_of(state, file.mandate.givers, head.time)
        signatures = tuple(file.signatures[signer] for signer in file.signers)
        return self._chain.send(ActivateMandate(file.mandate, bars, signatures), payer)

    def withdrawal(self, file: MandateFile, by: str, end: int = 0) -> Withdrawal:
        """What to sign to end a mandate: a giver for himself, the mandatary for all.

        Raises:
            Denied: ``NOTHING_TO_END``.
        """
        self.check_network(file)
        if by not in file.signers:
            raise Denied("NOTHING_TO_END", by=by)
        return Withdrawal(file.id, end, by, self._chain.head().time + _DAY_S)

    def withdraw(
        self, file: MandateFile, withdrawal: Withdrawal, signature: bytes, payer: Payer | None
    ) -> Receipt:
        """Record a signed withdrawal."""
        return self._chain.send(Withdraw(file.mandate, withdrawal, signature), payer)

    def cancellation(self, file: MandateFile, by: str) -> Cancellation:
        """What to sign to withdraw before activation."""
        self.check_network(file)
        return Cancellation(file.id, by, self._chain.head().time + _DAY_S)

    def cancel(
        self, file: MandateFile, cancellation: Cancellation, signature: bytes, payer: Payer | None
    ) -> Receipt:
        """Record a signed cancellation."""
        return self._chain.send(CancelMandate(file.mandate, cancellation, signature), payer)

    def given(self, account: str) -> tuple[Sequence[MandateState], Block]:
        """Mandates that an account has given, as of a block."""
        head = self._index.sync(self._chain)
        state = collect(self._index.events, parties=[account])
        mine = [one for one in state.mandates.values() if account in one.event.text.givers]
        return mine, head

    def _facts(self, file: MandateFile) -> State:
        return collect(self._index.events, parties=file.mandate.givers, deals=[file.id])


def _expired(file: MandateFile, state: State, head: Block) -> bool:
    known = file.id in state.mandates or file.id in state.cancelled
    return not known and file.mandate.accept_by < head.time
