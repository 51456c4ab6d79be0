"""Relaying: somebody else's signed operation is simulated, sent at our expense, and remembered.

Consent lies in the signatures alone, so it does not matter who sends an operation (THREATS.md 19). What is
known is keyed by the operation's id, its EIP-712 digest, never by signature bytes.
"""

from __future__ import annotations

from ledger.core import operation_json, strictjson
from ledger.core.operations import Operation
from ledger.ports import Network
from ledger.services.relaying.budget import Budget, Spending, Spent
from ledger.services.relaying.effects import kind_of
from ledger.services.relaying.log import OperationLog, Relayed, State
from ledger.services.relaying.plain import PlainSender
from ledger.services.relaying.relay import Relay, level_on

__all__ = [
    "Budget", "OperationLog", "PlainSender", "Relay", "Relayed", "Spending", "Spent", "State", "kind_of",
    "level_on", "parse", "pending", "to_json",
]  # fmt: skip

# A deal of 16 lines, 128 signers and 128 signatures is some 60 kB of JSON; a registration of 32 assets with
# 64 holders on every layer some 500 kB.
MAX_BYTES = 1 << 20
MAX_DEPTH = 16


def parse(data: bytes) -> Operation:
    """An operation from the bytes of its JSON document, strictly.

    Raises:
        BadInput: Whatever is wrong with it.
    """
    return operation_json.from_json(strictjson.loads(data, max_bytes=MAX_BYTES, max_depth=MAX_DEPTH))


def pending(operation: Operation, network: Network) -> Relayed:
    """An operation of which nothing more is known than that it is on its way."""
    return Relayed(operation_json.operation_id(operation, network), kind_of(operation), State.PENDING)


def to_json(relayed: Relayed) -> dict[str, object]:
    """What is known about an operation, as the document that the API shows."""
    return {
        "operation": relayed.operation,
        "kind": relayed.kind,
        "state": relayed.state.value,
        "transaction": relayed.transaction,
        "block": None
        if relayed.block is None
        else {"number": relayed.block.number, "hash": relayed.block.hash, "time": relayed.block.time},
        "level": None if relayed.level is None else relayed.level.value,
        "reason": relayed.reason,
        "already": relayed.already,
    }
