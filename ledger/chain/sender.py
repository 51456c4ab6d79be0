"""The sender of a relay: every operation once, in order, through drops, stops, gaps and dear times.

Nothing leaves before it is in the outbox (``ledger.chain.outbox``), and what is there is looked after by
``tend`` until its block is final. THREATS.md 70-77.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from ledger.chain import encode
from ledger.chain.launching import Launcher, Policy
from ledger.chain.node import Node
from ledger.chain.outbox import Entry, Outbox, State, Wish
from ledger.chain.transact import Intent, Transactor
from ledger.core.events import Block
from ledger.core.operations import Operation
from ledger.errors import Denied, NotYet, Refused, ServiceDown, SongdeedError
from ledger.ports import Estimate, Level, Network, Payer, Receipt, Sent

GAVE_UP = "DEADLINE_GAVE_UP"
"""Reason of what could not be sent while it was of use."""

DEAR = "GAS_PRICE_HIGH"
"""Reason of what waits for a lower price."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The part of a chain that a sender stands on (``EvmChain.sender``)."""

    network: Network
    transactor: Transactor
    node: Node
    ready: Callable[[], None]
    writing: Callable[[], AbstractContextManager[None]]
    level: Callable[[Block], Level]
    finalized: Callable[[], Block]
    wait: float


class Sender:
    """One payer on one chain (``ledger.ports.SenderPort``).

    Args:
        ground: The chain.
        payer: Who pays.
        outbox: What is under way.
        policy: What may be spent.
        clock: UTC seconds now.
        close: Called at the end.
    """

    def __init__(
        self, ground: Ground, payer: Payer, outbox: Outbox, policy: Policy | None = None, *,
        clock: Callable[[], float] = time.time, close: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._ground, self._payer, self._outbox = ground, payer, outbox
        self._policy = policy or Policy()
        self._launcher = Launcher(ground.transactor, payer, outbox, self._policy, clock)
        self._turn, self._stopped = threading.Lock(), threading.Event()
        self._close = close

    def price(self, operation: Operation) -> Estimate:
        """Gas that an operation needs at most, tried with no more than the policy allows.

        Raises:
            SongdeedError: What the contract refuses; ``OPERATION_GAS``.
        """
        self._ground.ready()
        return self._ground.transactor.estimate(self._intent(operation), self._policy.gas_most)

    def send(self, operation: Operation, identity: str, until: int) -> Receipt:
        """Send an operation unless it is under way, and wait until it is in a block.

        Raises:
            SongdeedError: What the contract refuses; ``OPERATION_GAS``, ``OPERATION_FAILED``, ``PAYER_POOR``.
            NotYet: ``TRANSACTION_PENDING``, ``GAS_PRICE_HIGH``.
            ServiceDown: ``RELAY_BUSY``, ``PAYER_OVERTAKEN``, ``OUTBOX_UNUSABLE``.
        """
        with self._alone():
            entry = self._begin(operation, identity, until)
            if self._ground.network.local:
                return self._wait_for(entry)
        return self._wait_for(entry)

    def standing(self, identity: str) -> Sent | None:
        """How far an operation is, as far as the outbox and the chain know."""
        entry = self._outbox.latest(identity)
        return None if entry is None else self._sent(entry)

    def tend(self) -> Sequence[Sent]:
        """Look after all that is under way; those of which the outcome became known.

        Raises:
            ServiceDown: The node does not answer, another relay has overtaken this one.
        """
        if not self._outbox.unsettled():
            return []
        with self._alone():
            mined = self._ground.transactor.nonce(self._payer.address, "latest")
            before = self._outbox.unsettled()
            self._confirm([entry for entry in before if entry.state is State.MINED])
            after = [self._tended(self._outbox.get(entry.number), mined) for entry in before]
            self._fill(mined)
        known = [new for old, new in zip(before, after, strict=True) if old.state is not new.state]
        return [self._sent(entry) for entry in known if entry.operation and entry.state is not State.OPEN]

    def stop(self) -> None:
        """Let those go who wait for a block: what is under way is in the outbox."""
        self._stopped.set()

    def close(self) -> None:
        """Let another process have the key."""
        self._close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._turn, self._ground.writing():
            self._ground.ready()
            yield

    def _begin(self, operation: Operation, identity: str, until: int) -> Entry:
        entry = self._outbox.latest(identity)
        if entry is not None and entry.state is State.WAITING:
            return self._resumed(entry)
        if entry is not None and (entry.state is State.OPEN or self._receipt(entry) is not None):
            return entry
        if entry is not None and entry.state is State.MINED:  # its block was replaced just now
            entry = self._outbox.settle(entry, State.OPEN)
            self._launcher.resend(entry, self._outbox.attempts(entry)[0])
            return entry
        on_their_way = [one for one in self._outbox.unsettled() if one.state is State.OPEN]
        if len(on_their_way) >= self._policy.in_flight:
            raise ServiceDown("RELAY_BUSY")
        intent = self._intent(operation)
        gas = self._ground.transactor.estimate(intent, self._policy.gas_most).gas
        assert intent.to is not None
        wish, fees = Wish(identity, intent.to, intent.data, gas, until), self._launcher.fees()
        if self._launcher.too_dear(fees):
            return self._outbox.wait(wish, self._launcher.now, DEAR)
        return self._launcher.launch(wish, fees)

    def _wait_for(self, entry: Entry) -> Receipt:
        until, pause, failure = time.monotonic() + self._ground.wait, 0.01, None
        while True:
            if entry.state is State.OPEN:
                entry, failure = self._looked_at(entry)
            receipt = self._receipt(entry)
            if receipt is not None:
                return receipt
            if entry.state is State.FAILED:
                raise failure or Denied("OPERATION_FAILED", reason=entry.reason)
            if entry.state is State.WAITING:
                most = self._policy.price_most
                raise NotYet("GAS_PRICE_HIGH", price=self._launcher.fees().now / 1e9, most=most / 1e9)
            if time.monotonic() > until or self._stopped.wait(pause):
                newest = self._outbox.attempts(entry)[0].hash
                raise NotYet("TRANSACTION_PENDING", transaction=newest, seconds=int(self._ground.wait))
            pause = min(2 * pause, 2.0)
            entry = self._outbox.get(entry.number)

    def _looked_at(self, entry: Entry) -> tuple[Entry, SongdeedError | None]:
        """An open entry after a look at the chain, and why its transaction failed, if it did."""
        transactor, now = self._ground.transactor, self._launcher.now
        for attempt in self._outbox.attempts(entry):
            found = transactor.receipt(attempt.hash)
            if found is None:
                continue
            receipt = self._ground.node.receipt(found)
            failure = transactor.failure(self._launcher.intent(entry), found)
            if attempt.empty:
                failure = Denied("OPERATION_FAILED", reason=GAVE_UP)
            reason = None if failure is None else GAVE_UP if attempt.empty else failure.code
            final = self._ground.level(receipt.block) is Level.FINAL
            state = State.FAILED if failure else State.FINAL if final else State.MINED
            return self._outbox.settle(
                entry, state, transaction=attempt.hash, block=receipt.block.number,
                block_hash=receipt.block.hash, reason=reason, used=receipt.gas_used, at=now,
            ), failure  # fmt: skip
        return entry, None

    def _tended(self, entry: Entry, mined: int) -> Entry:
        """An entry after all that can be done for it now; ``mined`` is the next nonce by the newest block."""
        try:
            if entry.state is State.WAITING:
                return self._resumed(entry)
            if entry.state is State.OPEN:
                entry, _ = self._looked_at(entry)
            if entry.state is not State.OPEN:
                return entry
            assert entry.nonce is not None
            return self._resumed(entry) if entry.nonce < mined else self._pushed(entry, mined)
        except SongdeedError as error:  # e.g. the payer's account was emptied: told, and tried again
            if isinstance(error, ServiceDown) and error.code != "CHAIN_REFUSES":
                raise
            entry = self._outbox.get(entry.number)
            over = entry.state is State.FAILED
            return entry if over else self._outbox.settle(entry, entry.state, reason=error.code)

    def _confirm(self, entries: Sequence[Entry]) -> None:
        """Mined entries: final by now, as they were, or open again if their block was replaced."""
        if not entries:
            return
        final, blocks = self._ground.finalized().number, dict[int, Block | None]()
        for entry in entries:
            assert entry.block is not None
            if entry.block not in blocks:
                blocks[entry.block] = self._ground.node.block(entry.block)
            block = blocks[entry.block]
            if block is None or block.hash != entry.block_hash:
                self._outbox.settle(entry, State.OPEN)
            elif entry.block <= final:
                self._outbox.settle(
                    entry, State.FINAL, transaction=entry.transaction, block=entry.block,
                    block_hash=entry.block_hash, used=entry.used, at=self._launcher.now,
                )  # fmt: skip

    def _pushed(self, entry: Entry, mined: int) -> Entry:
        newest = self._outbox.attempts(entry)[0]
        late = self._launcher.now > entry.until and not newest.empty
        stuck = entry.nonce == mined and self._launcher.now - newest.at >= self._policy.stuck
        replaced = (late or stuck) and self._launcher.replace(entry, newest, empty=late or newest.empty)
        if not replaced:
            self._launcher.resend(entry, newest)
        return entry

    def _resumed(self, entry: Entry) -> Entry:
        """An entry without a nonce, or whose nonce somebody else used: sent, if it is still of use."""
        settle, now = self._outbox.settle, self._launcher.now
        if now > entry.until or not entry.operation:
            return settle(entry, State.FAILED, reason=GAVE_UP, at=now)
        try:
            self._ground.transactor.estimate(self._launcher.intent(entry), self._policy.gas_most)
        except (ServiceDown, Refused):
            raise
        except SongdeedError as error:
            return settle(entry, State.FAILED, reason=error.code, at=now)
        fees = self._launcher.fees()
        if self._launcher.too_dear(fees):
            return settle(entry, State.WAITING, reason=DEAR)
        return self._launcher.launch(entry, fees)

    def _fill(self, mined: int) -> None:
        """Use up nonces below ours that nobody holds: a foreign transaction was dropped, or a file is old."""
        held = {
            one.nonce for one in self._outbox.unsettled() if one.state is State.OPEN and one.nonce is not None
        }
        fees = self._launcher.fees()
        for nonce in range(mined, max(held, default=mined)):
            pending = self._ground.transactor.nonce(self._payer.address)
            if nonce not in held and pending <= nonce and not self._launcher.too_dear(fees):
                self._launcher.fill(nonce, fees)

    def _sent(self, entry: Entry) -> Sent:
        if entry.state is State.FAILED:
            return Sent(entry.operation, entry.transaction, failed=entry.reason, gas_used=entry.used)
        receipt = self._receipt(entry)
        attempts = () if receipt is not None or entry.nonce is None else self._outbox.attempts(entry)
        newest = attempts[0].hash if attempts else entry.transaction
        return Sent(entry.operation, newest, receipt, waits=entry.reason, gas_used=entry.used)

    def _receipt(self, entry: Entry) -> Receipt | None:
        """Where an entry stands, if its block is still part of the chain."""
        if entry.state not in (State.MINED, State.FINAL) or entry.block is None:
            return None
        block = self._ground.node.block(entry.block)
        if block is None or block.hash != entry.block_hash or entry.transaction is None:
            return None
        found = Receipt(entry.transaction, block, entry.used)
        return replace(found, level=self._ground.level(block))

    def _intent(self, operation: Operation) -> Intent:
        call = encode.call_of(operation)
        return Intent(call.to(self._ground.network), call.data, self._payer.address)
