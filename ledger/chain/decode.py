"""Logs as events of ``ledger.core``. What the contracts can't have written is refused (THREATS.md 78, 81)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from ledger.chain import abi, values
from ledger.core.events import Event, Position

KINDS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}


def event_of(contract: str, at: Position, topics: list[bytes], data: bytes) -> Event:
    """One event of one of the two contracts.

    Args:
        contract: ``abi.REGISTRY`` or ``abi.LICENSING``.
        at: Where the log stands.
        topics: 32 bytes each, the first names the event.
        data: The rest.

    Raises:
        values.NotCanonical: Unknown topic, wrong number of topics, or data in another form than Solidity's.
    """
    entry = abi.contract(contract).events.get(topics[0]) if topics else None
    if entry is None or entry.name not in KINDS:
        raise values.NotCanonical("no event of this contract")
    indexed = [param for param in entry.params if param["indexed"]]
    if len(topics) != 1 + len(indexed):
        raise values.NotCanonical(f"{entry.name} has {1 + len(indexed)} topics, not {len(topics)}")
    plain = [param for param in entry.params if not param["indexed"]]
    # Indexed arguments of these contracts are one word each, so together they encode as a tuple does.
    words = values.decode(indexed, b"".join(topics[1:]))
    rest = values.decode(plain, data)
    named = dict(zip((param["name"] for param in [*indexed, *plain]), (*words, *rest), strict=True))
    event: Event = KINDS[entry.name](at=at, **{values.snake(name): value for name, value in named.items()})
    return event
