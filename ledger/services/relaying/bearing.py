"""Whom an operation names, who answers for it, and until when it is of use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from ledger.core.operations import Operation
from ledger.errors import BadInput
from ledger.evm import recover
from ledger.services.relaying.effects import account_of

NEVER = 2**64 - 1
"""Deadline of what has none."""

_ADDRESS = re.compile(r"0x[0-9a-f]{40}\Z")

# What is signed comes before what it is about: a termination's deadline counts, not that of its deal.
_SIGNED = (
    "registration", "termination", "cancellation", "withdrawal", "arbitration", "confirmation", "replacement",
    "claim", "assignment", "text", "mandate", "deal",
)  # fmt: skip


def deadline_of(operation: Operation) -> int:
    """UTC second after which the contract refuses an operation; an anchor has none."""
    signed = next((getattr(operation, name) for name in _SIGNED if hasattr(operation, name)), None)
    return int(getattr(signed, "deadline", NEVER))


def accounts_in(operation: Operation) -> frozenset[str]:
    """Every account that an operation names, in whatever part."""
    return frozenset(_accounts(operation))


def answers_for(operation: Operation, identity: str) -> str | None:
    """The account whose own signature an operation bears; None if that can't be told without the chain.

    Anybody can write another's address into an operation: what was tried in vain counts for that account only
    if its key signed this very text.

    Args:
        operation: The operation.
        identity: Its id, which is the digest that is signed.
    """
    account = account_of(operation)
    several = getattr(operation, "signatures", None)
    signatures = (getattr(operation, "signature", b""),) if several is None else several
    for signature in signatures if account else ():
        try:
            if recover(identity, signature) == account:
                return account
        except BadInput:
            continue
    return None


def _accounts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if _ADDRESS.match(value):
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _accounts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _accounts(getattr(value, field.name))
