"""A chain to which another person sends for us: his word counts for nothing, only what is in a block."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ledger.chain import encode
from ledger.chain.adapter import EvmChain
from ledger.chain.host import Host, Offered
from ledger.chain.rpc import RpcRefusal
from ledger.core import operation_json, strictjson
from ledger.core.model import ZERO_ADDRESS
from ledger.core.operations import Operation
from ledger.core.refusals import DoneAlready
from ledger.errors import NotYet, ServiceDown
from ledger.ports import Estimate, Level, Network, Payer, Receipt

WAIT_S = 60.0
"""How long we look for an operation on the chain before we say that it is not there yet."""


class RelayedChain(EvmChain):
    """As ``EvmChain``, but what is sent without a payer goes through a relay.

    Args:
        network: As there.
        rpc_url: As there.
        relay: The server that sends.
        keep: Given the canonical JSON of each operation before it is handed over, and None once its block is
            final: until then it can be taken elsewhere.
        patience: Seconds to look for it on the chain.
        options: As there.
    """

    def __init__(
        self,
        network: Network,
        rpc_url: str,
        *,
        relay: Host,
        keep: Callable[[str, bytes | None], None] = lambda identity, operation: None,
        patience: float = WAIT_S,
        **options: Any,
    ) -> None:
        super().__init__(network, rpc_url, **options)
        self._relay, self._keep, self._patience = relay, keep, patience

    def close(self) -> None:
        """Let both connections go."""
        super().close()
        self._relay.close()

    def estimate(self, operation: Operation, payer: Payer | None = None) -> Estimate:
        """Cost of a write, for us or for whoever sends it."""
        if payer is not None:
            return super().estimate(operation, payer)
        self._ready()
        return self._transactor.estimate(self._intent(operation, ZERO_ADDRESS))

    def send(self, operation: Operation, payer: Payer | None = None) -> Receipt:
        """Hand an operation to the relay and wait until it is in a block, whoever put it there.

        Raises:
            DoneAlready: It is on the chain, in another transaction than the relay named.
            NotYet: ``RELAY_NOT_YET``: it is kept, and can be taken to another relay.
            SongdeedError: What the contract refuses; ServiceDown.
        """
        if payer is not None:
            return super().send(operation, payer)
        self.before_sending(operation)
        self.simulate(operation)
        identity = operation_json.operation_id(operation, self.network)
        # These bytes are kept, and handed over to this relay or any other: nothing is written anew.
        document = strictjson.canonical(operation_json.to_json(operation))
        self._keep(identity, document)
        try:
            receipt = self._through(operation, identity, document)
        except ServiceDown as error:  # it is handed over; nobody can say now what came of it
            raise NotYet(
                "RELAY_NOT_YET", relay=self._relay.shown, operation=identity, reason=error.code
            ) from error
        if receipt.level is Level.FINAL:
            self._keep(identity, None)
        return receipt

    def sees(self, operation: Operation, identity: str) -> bool:
        """Whether the chain's node has a transaction of the relay that is exactly this operation."""
        try:
            said = self._relay.status(identity)
            return said.transaction is not None and self._carries(operation, said.transaction)
        except (NotYet, RpcRefusal):
            return False

    def _through(self, operation: Operation, identity: str, document: bytes) -> Receipt:
        reason, said = "", Offered("PENDING", None)
        try:
            said = self._relay.offer(document)
        except NotYet as error:
            reason = str(error.params["reason"])
        until, pause = time.monotonic() + self._patience, 0.05
        while True:
            receipt = self._own(operation, said.transaction)
            if receipt is not None:
                return receipt
            self._still_wanted(operation, identity)
            if reason or time.monotonic() > until:
                raise NotYet(
                    "RELAY_NOT_YET", relay=self._relay.shown, operation=identity,
                    reason=reason or said.reason or said.state,
                )  # fmt: skip
            time.sleep(pause)
            pause = min(2 * pause, 2.0)
            try:
                said = self._relay.status(identity)
            except NotYet as error:
                reason = str(error.params["reason"])

    def _own(self, operation: Operation, transaction: str | None) -> Receipt | None:
        """The receipt of a transaction if it is exactly this operation, and went through."""
        if transaction is None:
            return None
        try:
            receipt: Any = self._rpc.ask("eth_getTransactionReceipt", transaction)
            ours = isinstance(receipt, dict) and self._carries(operation, transaction)
        except RpcRefusal:
            return None
        if not ours or str(receipt.get("transactionHash")).lower() != transaction:
            return None
        if receipt.get("status") != "0x1":
            return None
        found = self._node.receipt(receipt)
        return replace(found, level=self.level(found.block))

    def _carries(self, operation: Operation, transaction: str) -> bool:
        """Whether a transaction is to our contract, with exactly the bytes of an operation."""
        sent: Any = self._rpc.ask("eth_getTransactionByHash", transaction)
        call = encode.call_of(operation)
        if not isinstance(sent, dict) or str(sent.get("to")).lower() != call.to(self.network):
            return False
        return str(sent.get("input")).lower() == "0x" + call.data.hex()

    def _still_wanted(self, operation: Operation, identity: str) -> None:
        """Ask the chain: somebody else may have sent it, or it has become impossible."""
        try:
            self.simulate(operation)
        except DoneAlready:
            if (
                self.network.local
            ):  # else not before its block is final: `songdeed operation list` sees to that
                self._keep(identity, None)
            raise
