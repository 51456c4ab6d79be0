"""Changes of titles that several people sign: drawn up here, signed anywhere, sent by anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger.core.belonging import check_here
from ledger.core.changefile import Change, ChangeFile, RegistryPlace
from ledger.core.collecting import collect
from ledger.core.licensing import Bars
from ledger.core.memberships import letting_go
from ledger.core.model import Cancellation, Share, Title
from ledger.core.operations import Assign, CancelRegistration
from ledger.core.proving import bars_of
from ledger.errors import NotYet
from ledger.ports import ChainPort, IndexPort, Payer, Receipt

_DAY_S = 86_400


class Changing:
    """Change files on one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort) -> None:
        self._chain, self._index = chain, index

    def _place(self) -> RegistryPlace:
        network = self._chain.network
        return RegistryPlace(network.chain_id, network.genesis, network.registry, network.local)

    def draft(self, change: Change) -> ChangeFile:
        """A change that nobody has signed yet."""
        return ChangeFile(self._place(), change, {})

    def letting_go(self, title: Title, after: Sequence[Share]) -> tuple[str, ...]:
        """Mandataries without whose signature units can't leave their givers' mandates."""
        people = sorted({share.holder for share in (*title.shares, *after)})
        state = collect(self._index.events, parties=people)
        return letting_go(state, title, after, self._chain.head().time)

    def check_network(self, file: ChangeFile) -> None:
        """Raise unless the change is of this ledger.

        Raises:
            Refused: ``DEAL_OF_ANOTHER_CHAIN``, ``DEAL_OF_ANOTHER_LEDGER``.
        """
        check_here(file.place, self._place())

    def send(self, file: ChangeFile, payer: Payer | None) -> Receipt:
        """Record a change that everybody has signed.

        Raises:
            NotYet: ``CHANGE_SIGNATURES``.
            Refused: ``DEAL_OF_ANOTHER_CHAIN``.
            SongdeedError: What the contract refuses.
        """
        self.check_network(file)
        if file.missing:
            raise NotYet("CHANGE_SIGNATURES", missing=", ".join(file.missing))
        ordered = tuple(file.signatures[signer] for signer in file.signers)
        change = replace(file.change, signatures=ordered)
        if isinstance(change, Assign):
            change = replace(change, bars=self._bars(change))
        return self._chain.send(change, payer)

    def _bars(self, change: Assign) -> tuple[Bars, ...]:
        """Lists of barring mandates as they are now."""
        head = self._index.sync(self._chain)
        members = sorted({share.holder for share in (*change.title.shares, *change.assignment.shares)})
        return bars_of(collect(self._index.events, parties=members), members, head.time)

    def cancellation(self, file: ChangeFile, by: str) -> Cancellation:
        """What a signer signs to take his consent back before the change is recorded."""
        self.check_network(file)
        return Cancellation(file.id, by, self._chain.head().time + _DAY_S)

    def cancel(self, cancellation: Cancellation, signature: bytes, payer: Payer | None) -> Receipt:
        """Record that a signer took his consent back."""
        return self._chain.send(CancelRegistration(cancellation, signature), payer)
