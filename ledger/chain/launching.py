"""Signed transactions for the entries of an outbox: written down, then handed to the node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledger.chain.outbox import Attempt, Entry, Outbox, State, Wish
from ledger.chain.transact import Fees, Intent, Transactor
from ledger.core.keccak import keccak
from ledger.errors import ServiceDown, SongdeedError
from ledger.ports import Payer

GWEI = 10**9
_TRIES = 5

GAS_MOST = 5_000_000
"""Five times what the dearest operation of the gas snapshot needs, and less than a third of what one
transaction may use at all (2^24, EIP-7825)."""

TRANSFER_GAS = 21_000
"""Gas of a transaction that does nothing (Yellow Paper, G_transaction)."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a relay accepts.

    Args:
        gas_most: Gas of one operation, margin included.
        price_most: Wei for a unit of gas.
        stuck: Seconds after which a transaction that is next, and in no block, is replaced by a dearer one.
        in_flight: Transactions on their way at a time; geth promises an account 16 places in its pool.
    """

    gas_most: int = GAS_MOST
    price_most: int = 500 * GWEI
    stuck: float = 40.0
    in_flight: int = 16


class Launcher:
    """Makes transactions of one payer.

    Args:
        transactor: Writes to the node.
        payer: Who signs them.
        outbox: Where they are written down first.
        policy: What they may cost.
        clock: UTC seconds now.
    """

    def __init__(
        self, transactor: Transactor, payer: Payer, outbox: Outbox, policy: Policy, clock: Callable[[], float]
    ) -> None:
        self._transactor, self._payer, self._outbox = transactor, payer, outbox
        self._policy, self._clock = policy, clock

    @property
    def now(self) -> int:
        """UTC seconds."""
        return int(self._clock())

    def fees(self) -> Fees:
        """What the chain asks now, and what we give at most: never more than the policy's price."""
        asked, most = self._transactor.fees(), self._policy.price_most
        tip = None if asked.tip is None else min(asked.tip, most)
        return Fees(asked.now, min(asked.most, most), tip)

    def too_dear(self, fees: Fees) -> bool:
        """Whether the chain asks more than we give."""
        return fees.now > self._policy.price_most

    def launch(self, wish: Wish | Entry, fees: Fees) -> Entry:
        """Give something a nonce, write its transaction down and hand it to the node.

        When the node does not answer, the entry stays open: it is in the outbox, and is handed over again.

        Raises:
            SongdeedError: The node refuses it; then nothing is on its way.
        """
        address, least = self._payer.address, 0
        self._transactor.check_balance(address, wish.gas * fees.most)
        for _ in range(_TRIES):
            least = max(least, self._transactor.nonce(address))
            entry, attempt = self._outbox.launch(
                wish,
                least,
                self.now,
                lambda nonce, about=wish: self._signed(about, nonce, fees),  # type: ignore[misc]
            )
            if self._handed_over(entry, attempt) or self._transactor.knows(attempt.hash):
                return entry
            assert entry.nonce is not None
            wish, least = entry, entry.nonce + 1  # somebody else used it: the next one
        self._outbox.settle(entry, State.FAILED, reason="CHAIN_REFUSES", at=self.now)
        raise ServiceDown("CHAIN_REFUSES", url=self._transactor.shown, reason="nonce too low")

    def resend(self, entry: Entry, attempt: Attempt) -> None:
        """Hand the same bytes over again, if the node does not have them (THREATS.md 73)."""
        if not self._transactor.knows(attempt.hash):
            self._transactor.broadcast(attempt.raw, self._payer.address)

    def replace(self, entry: Entry, before: Attempt, *, empty: bool) -> bool:
        """Put a dearer transaction in the place of one that is stuck (THREATS.md 71); False if it may not be.

        Args:
            entry: What it is for.
            before: The newest so far.
            empty: Replace it by one that does nothing: what it was for is of no use any more.
        """
        asked = self.fees()
        fees = bumped(before.fees, asked)
        if self.too_dear(asked) or fees.most > self._policy.price_most:
            return False
        assert entry.nonce is not None
        attempt = self._signed(entry, entry.nonce, fees, empty=empty)
        self._outbox.again(entry, attempt)
        self._transactor.broadcast(attempt.raw, self._payer.address)
        return True

    def fill(self, nonce: int, fees: Fees) -> Entry:
        """Use up a nonce that nobody holds, so that later ones can be mined (THREATS.md 70)."""
        wish = Wish("", self._payer.address, b"", TRANSFER_GAS, 2**64 - 1)
        attempt = self._signed(wish, nonce, fees)
        entry = self._outbox.fill(wish, nonce, self.now, attempt)
        self._transactor.broadcast(attempt.raw, self._payer.address)
        return entry

    def intent(self, entry: Wish | Entry) -> Intent:
        """What an entry is to do."""
        return Intent(entry.target, entry.data, self._payer.address)

    def _handed_over(self, entry: Entry, attempt: Attempt) -> bool:
        try:
            return self._transactor.broadcast(attempt.raw, self._payer.address)
        except SongdeedError as error:
            # Nobody knows, or the price rose just now: what is written down is handed over again.
            if error.code == "CHAIN_DOWN" or "base fee" in str(error.params.get("reason")):
                return True
            self._outbox.settle(entry, State.FAILED, reason=error.code, at=self.now)
            raise

    def _signed(self, wish: Wish | Entry, nonce: int, fees: Fees, *, empty: bool = False) -> Attempt:
        address = self._payer.address
        intent = Intent(address, b"", address) if empty else self.intent(wish)
        gas = TRANSFER_GAS if empty else wish.gas
        raw = self._payer.sign_transaction(self._transactor.transaction(intent, gas, nonce, fees))
        return Attempt("0x" + keccak(raw).hex(), raw, fees, self.now, empty)


def bumped(before: Fees, asked: Fees) -> Fees:
    """Fees that a node takes in place of others: an eighth more of both; what the chain asks, if it is more.

    geth wants a tenth more of both (``txpool.pricebump``), other clients an eighth.
    """
    most = max(_eighth_more(before.most), asked.most)
    if before.tip is None or asked.tip is None:
        return Fees(asked.now, most, None)
    return Fees(asked.now, most, min(most, max(_eighth_more(before.tip), asked.tip)))


def _eighth_more(fee: int) -> int:
    return -(-fee * 9 // 8)
