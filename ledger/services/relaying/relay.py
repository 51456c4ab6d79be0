"""Sending somebody else's signed operation at our expense."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from ledger.core import operation_json
from ledger.core.events import Position
from ledger.core.operations import Operation
from ledger.core.refusals import DoneAlready
from ledger.errors import BadInput, CannotTell, NotYet, Refused, ServiceDown, SongdeedError
from ledger.ports import ChainPort, IndexPort, Payer
from ledger.services.relaying.effects import (
    account_of,
    is_signed,
    is_silent,
    kind_of,
    last_effect,
    lone_effect,
)
from ledger.services.relaying.log import OperationLog, Relayed, State

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Budget:
    """What a relay spends at most in an hour (THREATS.md 55): operations of one account, and in all."""

    each: int = 600
    total: int = 6000


class Relay:
    """Simulates, sends and remembers operations.

    Args:
        chain: Where to.
        index: Where to look up what others recorded.
        log: Memory.
        payer: Who pays for gas; None is the embedded chain's own payer.
        clock: UTC seconds now; only the budget depends on it.
        budget: Most operations an hour.
    """

    def __init__(
        self,
        chain: ChainPort,
        index: IndexPort,
        log: OperationLog,
        *,
        payer: Payer | None,
        clock: Callable[[], int],
        budget: Budget | None = None,
    ) -> None:
        self._chain, self._index, self._log, self._payer = chain, index, log, payer
        self._clock, self._budget = clock, budget or Budget()
        self._sending = threading.Lock()

    def relay(self, operation: Operation) -> Relayed:
        """Put an operation on the chain, or say that it is there.

        Args:
            operation: Signed by all whom it needs.

        Raises:
            BadInput: ``RELAY_UNSIGNED``.
            SongdeedError: What the contract would refuse; ``RELAY_BUDGET``; ServiceDown.
        """
        # The contracts take the sender of a transaction for his own signer. The sender is our payer here: an
        # unsigned operation in his name would be ours.
        if not is_signed(operation):
            raise BadInput("RELAY_UNSIGNED", kind=kind_of(operation))
        identity = operation_json.operation_id(operation, self._chain.network)
        known = self._mined(identity)
        if known is None and is_silent(operation):
            known = self._effect(operation, identity)
        if known is not None:
            return replace(known, already=True)
        try:
            self._chain.simulate(operation)
            # One at a time: two sends of one payer would race for a nonce, and the second of two equal
            # operations is to find the first one done.
            with self._sending:
                return self._send(operation, identity)
        except DoneAlready as error:
            return self._done(operation, identity, error)
        except NotYet as error:
            if error.code != "TRANSACTION_PENDING":
                self._refused(operation, identity, error)
                raise
            sent = str(error.params["transaction"])
            return Relayed(identity, kind_of(operation), State.PENDING, sent)
        except SongdeedError as error:
            if not isinstance(error, Refused | ServiceDown):
                self._refused(operation, identity, error)
            raise

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
            known = self._at(identity, *found) if found else self._log.get(identity)
        if known is None:
            raise CannotTell("UNKNOWN_OPERATION", operation=identity)
        return known

    def _send(self, operation: Operation, identity: str) -> Relayed:
        known = self._mined(identity)
        if known is not None:
            return replace(known, already=True)
        kind, account, now = kind_of(operation), account_of(operation), self._clock()
        own, everybody = self._log.count_since(now - HOUR, account)
        if own >= self._budget.each or everybody >= self._budget.total:
            raise Refused("RELAY_BUDGET", each=self._budget.each, total=self._budget.total)
        self._log.pending(identity, kind, account, now)
        receipt = self._chain.send(operation, self._payer)
        self._log.mined(identity, receipt.transaction, receipt.block)
        return Relayed(identity, kind, State.MINED, receipt.transaction, receipt.block)

    def _refused(self, operation: Operation, identity: str, error: SongdeedError) -> None:
        account, now = account_of(operation), self._clock()
        self._log.refused(identity, kind_of(operation), account, now, error.code)

    def _mined(self, identity: str) -> Relayed | None:
        """The operation if it was sent from here and its block is still part of the chain."""
        known = self._log.get(identity)
        if known is None or known.state is not State.MINED or known.block is None:
            return None
        if self._chain.block(known.block.number) == known.block:
            return known
        self._log.forget(identity)
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
        return Relayed(identity, kind, State.MINED, at.transaction, self._chain.block(at.block))
