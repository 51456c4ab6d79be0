"""Transactions: fees, nonce, signature, sending, receipt."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.chain.reverts import refusal_of, revert_data
from ledger.chain.rpc import Rpc, RpcRefusal
from ledger.core.keccak import keccak
from ledger.errors import Denied, NotYet, Refused, ServiceDown, SongdeedError
from ledger.ports import Estimate, Payer

GAS_MARGIN = 1.2
"""Between the estimate and the block that takes the transaction, others may have made it dearer."""

COIN = 10**18
"""Wei of one coin, on every EVM chain."""

DEFAULT_TIP = 10**9
WAIT_S = 180.0
"""How long we wait for a block; a transaction that is not in one then is pending, not lost."""

_TOO_DEAR = ("out of gas", "gas required exceeds", "outofgas", "intrinsic gas too low", "gas limit")
_NONCE_TAKEN = ("nonce too low", "replacement transaction underpriced", "nonce is too low")
_ALREADY_SENT = ("already known", "already imported", "known transaction")
_NO_FUNDS = ("insufficient funds", "insufficient balance")
_NONCE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Fees:
    """Wei per gas: what it costs now, and the most we allow (None on chains before EIP-1559)."""

    now: int
    most: int
    tip: int | None


@dataclass(frozen=True, slots=True)
class Intent:
    """A write before it is a transaction; ``to`` is None to make a contract."""

    to: str | None
    data: bytes
    sender: str


class Transactor:
    """Writes to one node."""

    def __init__(self, rpc: Rpc, chain_id: int, *, wait: float = WAIT_S) -> None:
        self._rpc, self.shown = rpc, rpc.shown
        self._chain_id = chain_id
        self._wait = wait

    def simulate(self, intent: Intent, block: str = "latest") -> bytes:
        """Carry out a write on a copy of the state; answers what the contract returns.

        Raises:
            SongdeedError: What the contract refuses.
            ServiceDown: ``CHAIN_DOWN``, ``CHAIN_REFUSES``.
        """
        try:
            answer = self._rpc.ask("eth_call", _call_object(intent), block)
        except RpcRefusal as error:
            raise self._named(error) from error
        return self._rpc.octets(answer, "the answer of a call")

    def estimate(self, intent: Intent, most: int | None = None) -> Estimate:
        """Gas and price of a write, margin included.

        Args:
            intent: The write.
            most: Gas that it may need at most, margin included; the node tries it with no more than that.

        Raises:
            SongdeedError: What the contract refuses.
            Refused: ``OPERATION_GAS``, ``PAYER_POOR``.
        """
        asked = _call_object(intent) | ({} if most is None else {"gas": hex(most)})
        try:
            answer = self._rpc.ask("eth_estimateGas", asked)
        except RpcRefusal as error:
            if most is not None and revert_data(error.data) is None and _says(error, _TOO_DEAR):
                raise Refused("OPERATION_GAS", most=most) from error
            raise self._named(error) from error
        gas = int(self._rpc.quantity(answer, "an estimate") * GAS_MARGIN)
        if most is not None and gas > most:
            raise Refused("OPERATION_GAS", most=most)
        price = self.fees().now
        return Estimate(gas, price, gas * price)

    def nonce(self, account: str, block: str = "pending") -> int:
        """Number of the next transaction of an account; with ``latest``, how many are in blocks."""
        answer = self._rpc.read("eth_getTransactionCount", account, block)
        return self._rpc.quantity(answer, "a nonce")

    def fees(self) -> Fees:
        """Fees as the chain asks them now."""
        head = self._rpc.read("eth_getBlockByNumber", "latest", False)
        base = head.get("baseFeePerGas") if isinstance(head, dict) else None
        if base is None:
            price = self._rpc.quantity(self._rpc.read("eth_gasPrice"), "the gas price")
            return Fees(price, price, None)
        tip = self._tip()
        fee = self._rpc.quantity(base, "the base fee")
        return Fees(fee + tip, 2 * fee + tip, tip)  # twice: six full blocks in a row before it is too little

    def send(self, intent: Intent, payer: Payer) -> Mapping[str, Any]:
        """Sign, send and wait; answers the node's receipt, which says success.

        Raises:
            SongdeedError: What the contract refuses.
            Refused: ``PAYER_POOR``.
            NotYet: ``TRANSACTION_PENDING``.
        """
        estimate = self.estimate(intent)
        for _ in range(_NONCE_TRIES):
            fees = self.fees()
            self.check_balance(intent.sender, estimate.gas * fees.most)
            number = self.nonce(intent.sender)
            raw = payer.sign_transaction(self.transaction(intent, estimate.gas, number, fees))
            if self.broadcast(raw, payer.address):
                return self._wait_for(intent, "0x" + keccak(raw).hex())
            # Another process of ours was quicker: take the next one.
        raise ServiceDown("CHAIN_REFUSES", url=self._rpc.shown, reason="nonce too low")

    def transaction(self, intent: Intent, gas: int, nonce: int, fees: Fees) -> dict[str, object]:
        """A transaction to be signed."""
        transaction: dict[str, object] = {
            "chainId": self._chain_id,
            "nonce": nonce,
            "gas": gas,
            "value": 0,
            "data": intent.data,
        }
        if intent.to is not None:
            transaction["to"] = bytes.fromhex(intent.to[2:])
        if fees.tip is None:
            return transaction | {"gasPrice": fees.most}
        return transaction | {"type": 2, "maxFeePerGas": fees.most, "maxPriorityFeePerGas": fees.tip}

    def broadcast(self, raw: bytes, account: str) -> bool:
        """Hand a signed transaction of an account to the node; False if its nonce is another's by now.

        Raises:
            Refused: ``PAYER_POOR``.
            ServiceDown: ``CHAIN_REFUSES``; ``CHAIN_DOWN``: nobody knows whether the node took it.
        """
        try:
            self._rpc.write("eth_sendRawTransaction", "0x" + raw.hex())
        except RpcRefusal as error:
            if _says(error, _NONCE_TAKEN):
                return False
            if not _says(error, _ALREADY_SENT):
                raise self._named(error, account) from error
        except ServiceDown:
            # The answer was lost, perhaps not the transaction: only the chain can tell.
            if not self.knows("0x" + keccak(raw).hex()):
                raise
        return True

    def knows(self, transaction: str) -> bool:
        """Whether the node has a transaction, in a block or waiting for one."""
        return self._look_up("eth_getTransactionByHash", transaction) is not None

    def receipt(self, transaction: str) -> Mapping[str, Any] | None:
        """The node's receipt of a transaction; None while it is in no block."""
        found = self._look_up("eth_getTransactionReceipt", transaction)
        if found is None:
            return None
        if not isinstance(found, dict) or str(found.get("transactionHash")).lower() != transaction:
            raise self._rpc.lies("a receipt", found)
        return found

    def failure(self, intent: Intent, receipt: Mapping[str, Any]) -> SongdeedError | None:
        """Why a mined transaction failed, None if it went through.

        The same call on the state it met says it best.
        """
        if self._rpc.quantity(receipt.get("status"), "the status of a receipt") == 1:
            return None
        try:
            self.simulate(intent, str(receipt.get("blockNumber")))
        except SongdeedError as error:
            return error
        return Denied("TRANSACTION_REVERTED", transaction=receipt.get("transactionHash"))

    def _wait_for(self, intent: Intent, transaction: str) -> Mapping[str, Any]:
        until, pause = time.monotonic() + self._wait, 0.01
        while (found := self.receipt(transaction)) is None:
            if time.monotonic() > until:
                raise NotYet("TRANSACTION_PENDING", transaction=transaction, seconds=int(self._wait))
            time.sleep(pause)
            pause = min(2 * pause, 2.0)
        failure = self.failure(intent, found)
        if failure is not None:
            raise failure
        return found

    def _look_up(self, method: str, transaction: str) -> Any:
        """What a node knows of a transaction; None also while a fresh geth is still making its index."""
        try:
            return self._rpc.ask(method, transaction)
        except RpcRefusal as error:
            if "indexing" in error.message:
                return None
            raise self._named(error) from error

    def check_balance(self, account: str, needed: int) -> None:
        """Raise ``PAYER_POOR`` if an account holds less than so many wei."""
        answer = self._rpc.read("eth_getBalance", account, "latest")
        present = self._rpc.quantity(answer, "a balance")
        if present < needed:
            raise _poor(account, needed, present)

    def _tip(self) -> int:
        try:
            return self._rpc.quantity(self._rpc.ask("eth_maxPriorityFeePerGas"), "the priority fee")
        except RpcRefusal:  # not every client knows the question
            return DEFAULT_TIP

    def _named(self, error: RpcRefusal, account: str | None = None) -> SongdeedError:
        data = revert_data(error.data)
        if data is not None:
            return refusal_of(data)
        if account is not None and _says(error, _NO_FUNDS):
            present = self._rpc.quantity(self._rpc.read("eth_getBalance", account, "latest"), "a balance")
            return _poor(account, present + 1, present)
        if "revert" in error.message.lower():
            return refusal_of(b"")
        return ServiceDown("CHAIN_REFUSES", url=self._rpc.shown, reason=str(error))


def _call_object(intent: Intent) -> dict[str, object]:
    call: dict[str, object] = {"from": intent.sender, "data": "0x" + intent.data.hex()}
    return call if intent.to is None else call | {"to": intent.to}


def _poor(payer: str, needed: int, present: int) -> Refused:
    """Amounts in wei, and beside them in the chain's coin."""
    coins = {"needed_coins": _coins(needed), "present_coins": _coins(present)}
    return Refused("PAYER_POOR", payer=payer, needed=needed, present=present, **coins)


def _coins(wei: int) -> str:
    whole, rest = divmod(wei, COIN)
    return f"{whole}.{rest:018}".rstrip("0").rstrip(".")


def _says(error: RpcRefusal, words: tuple[str, ...]) -> bool:
    return any(word in error.message.lower() for word in words)
