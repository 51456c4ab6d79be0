"""Sending somebody else's signed operation at our expense."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from ledger.core import operation_json
from ledger.core.events import Position
from ledger.core.operations import Operation
from ledger.core.refusals import DoneAlready
from ledger.errors import BadInput, CannotTell, Refused, ServiceDown, SongdeedError
from ledger.ports import ChainPort, IndexPort, Level, SenderPort, Sent
from ledger.services.relaying.bearing import accounts_in, answers_for, deadline_of
from ledger.services.relaying.budget import Spending, Spent
from ledger.services.relaying.effects import (
    account_of,
    is_signed,
    is_silent,
    kind_of,
    last_effect,
    lone_effect,
)
from ledger.services.relaying.log import OperationLog, Relayed, State

_WAITS = ("TRANSACTION_PENDING", "GAS_PRICE_HIGH")
"""Codes of what the sender keeps, and goes on with."""


class Relay:
    """Simulates, sends and remembers operations.

    Args:
        chain: Where to.
        index: Where to look up what others recorded.
        log: Memory.
        sender: Who brings them to the chain, and pays.
        spending: What was spent, and may be.
        clock: UTC seconds now; only the budget depends on it.
        denied: Accounts for which nothing is sent, lower case.
    """

    def __init__(
        self,
        chain: ChainPort,
        index: IndexPort,
        log: OperationLog,
        *,
        sender: SenderPort,
        spending: Spending,
        clock: Callable[[], int],
        denied: frozenset[str] = frozenset(),
    ) -> None:
        self._chain, self._index, self._log = chain, index, log
        self._sender, self._spending, self._clock, self._denied = sender, spending, clock, denied
        self._busy, self._changed = set[str](), threading.Condition()

    def relay(self, operation: Operation, peer: str = "") -> Relayed:
        """Put an operation on the chain, or say that it is there.

        Args:
            operation: Signed by all whom it needs.
            peer: Who hands it in: it counts for him if it is refused and its account did not sign it.

        Raises:
            BadInput: ``RELAY_UNSIGNED``.
            Refused: ``RELAY_BUDGET``, ``RELAY_DENIED``, ``OPERATION_GAS``.
            SongdeedError: What the contract would refuse; ServiceDown.
        """
        # The contracts take the sender of a transaction for his own signer. The sender is our payer here: an
        # unsigned operation in his name would be ours.
        if not is_signed(operation):
            raise BadInput("RELAY_UNSIGNED", kind=kind_of(operation))
        identity = operation_json.operation_id(operation, self._chain.network)
        unwanted = accounts_in(operation) & self._denied
        if unwanted:
            raise Refused("RELAY_DENIED", account=min(unwanted))
        with self._alone_with(identity):
            known = self._mined(identity)
            if known is None and is_silent(operation):
                known = self._effect(operation, identity)
            if known is not None:
                return replace(known, already=True)
            return self._tried(operation, identity, f"peer {peer}")

    def status(self, identity: str) -> Relayed:
        """What is known about an operation id: by this relay, or by the chain.

        Args:
            identity: EIP-712 digest of the operation; the root of an anchor.

        Raises:
            CannotTell: ``UNKNOWN_OPERATION``.
        """
        known = self._mined(identity)
        if known is None:
            found = lone_effect(identity, self._index.events([identity]))
            known = self._at(identity, *found) if found else self._under_way(identity)
        if known is None:
            raise CannotTell("UNKNOWN_OPERATION", operation=identity)
        return known

    def tend(self) -> None:
        """Look after what is under way, and remember what came of it."""
        for sent in self._sender.tend():
            if sent.receipt is not None:
                self._log.mined(sent.operation, sent.receipt.transaction, sent.receipt.block)
                self._spending.used(sent.operation, sent.receipt.gas_used)
            elif sent.failed is not None:
                self._log.failed(sent.operation, sent.failed)
                self._spending.used(sent.operation, sent.gas_used)

    def spent(self) -> Spent:
        """What was spent in the last hour."""
        return self._spending.spent(self._clock())

    @contextmanager
    def _alone_with(self, identity: str) -> Iterator[None]:
        """One at a time with each operation: the second of two equal ones is to find the first one done."""
        with self._changed:
            self._changed.wait_for(lambda: identity not in self._busy)
            self._busy.add(identity)
        try:
            yield
        finally:
            with self._changed:
                self._busy.remove(identity)
                self._changed.notify_all()

    def _tried(self, operation: Operation, identity: str, peer: str) -> Relayed:
        account = account_of(operation)
        for who in (account, peer):
            self._spending.check(who, self._clock())
        try:
            return self._send(operation, identity, account)
        except DoneAlready as error:
            return self._done(operation, identity, error)
        except SongdeedError as error:
            if error.code in _WAITS:
                return self._waiting(operation, identity, error)
            if not isinstance(error, Refused | ServiceDown) or error.code == "OPERATION_GAS":
                now, who = self._clock(), answers_for(operation, identity) or peer
                self._spending.refused(who, identity, now)
                self._log.refused(identity, kind_of(operation), account, now, error.code)
            raise

    def _send(self, operation: Operation, identity: str, account: str) -> Relayed:
        gas, now, kind = self._sender.price(operation).gas, self._clock(), kind_of(operation)
        self._spending.reserve(account, identity, gas, now)
        self._log.pending(identity, kind, account, now)
        try:
            receipt = self._sender.send(operation, identity, deadline_of(operation))
        except SongdeedError as error:
            if error.code not in _WAITS and error.code != "CHAIN_DOWN":
                sent = self._sender.standing(identity)
                self._spending.used(identity, 0 if sent is None else sent.gas_used)
            raise
        self._log.mined(identity, receipt.transaction, receipt.block)
        self._spending.used(identity, receipt.gas_used)
        return Relayed(identity, kind, State.MINED, receipt.transaction, receipt.block, level=receipt.level)

    def _waiting(self, operation: Operation, identity: str, error: SongdeedError) -> Relayed:
        """It is on its way, or waits for a lower price."""
        known = Relayed(identity, kind_of(operation), State.PENDING)
        if "transaction" not in error.params:
            return replace(known, reason=error.code)
        return replace(known, transaction=str(error.params["transaction"]), level=Level.SENT)

    def _under_way(self, identity: str) -> Relayed | None:
        """What this relay remembers of an operation of which the chain shows nothing."""
        known, sent = self._log.get(identity), self._sender.standing(identity)
        if known is None or sent is None or (sent.failed is not None and known.state is State.REFUSED):
            return known
        # A forgery of an operation that is under way was refused meanwhile: that changes nothing for it.
        return _joined(replace(known, state=State.PENDING), sent)

    def _mined(self, identity: str) -> Relayed | None:
        """The operation if it was sent from here and its block is still part of the chain."""
        known = self._log.get(identity)
        if known is None or known.state is not State.MINED or known.block is None:
            return None
        if self._chain.block(known.block.number) == known.block:
            return replace(known, level=self._chain.level(known.block))
        self._log.reopen(identity)
        return None

    def _done(self, operation: Operation, identity: str, error: DoneAlready) -> Relayed:
        """What the contract says is done: by a call of ours cut short, or by somebody else.

        Raises:
            DoneAlready: Only a part of it is there, e.g. one of two assets: then nothing was recorded.
        """
        found = self._effect(operation, identity)
        if found is None:
            raise error
        return replace(found, already=True)

    def _effect(self, operation: Operation, identity: str) -> Relayed | None:
        self._index.sync(self._chain)
        found = last_effect(operation, identity, self._index.events)
        return self._at(identity, kind_of(operation), found) if found else None

    def _at(self, identity: str, kind: str, at: Position) -> Relayed:
        block = self._chain.block(at.block)
        level = None if block is None else self._chain.level(block)
        return Relayed(identity, kind, State.MINED, at.transaction, block, level=level)


def level_on(chain: ChainPort, index: IndexPort, operation: Operation) -> Level | None:
    """How sure it is that an operation stays on a chain, whoever sent it; None if it is not there."""
    index.sync(chain)
    found = last_effect(operation, operation_json.operation_id(operation, chain.network), index.events)
    block = None if found is None else chain.block(found.block)
    return None if block is None else chain.level(block)


def _joined(known: Relayed, sent: Sent) -> Relayed:
    """What the log says of an operation, and what the sender knows better."""
    if sent.receipt is not None:
        receipt = sent.receipt
        return replace(
            known,
            state=State.MINED,
            transaction=receipt.transaction,
            block=receipt.block,
            level=receipt.level,
        )
    if sent.failed is not None:
        return replace(known, state=State.REFUSED, reason=sent.failed)
    level = None if sent.transaction is None else Level.SENT
    return replace(known, transaction=sent.transaction, reason=sent.waits, level=level)
