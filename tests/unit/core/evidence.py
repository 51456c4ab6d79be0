"""Histories of test ledgers told otherwise, and how the reducer refuses them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.core.events import Event
from ledger.core.state import fold
from ledger.errors import BadInput
from tests.unit.core.world import World


def refused(history: list[Event]) -> str:
    with pytest.raises(BadInput) as caught:
        fold(history)
    return caught.value.code


def place(world: World, kind: type[Event], nth: int = 0) -> int:
    return [at for at, event in enumerate(world.events) if isinstance(event, kind)][nth]


def altered(world: World, kind: type[Event], nth: int = 0, **fields: Any) -> list[Event]:
    """The history with one event told otherwise, or left out where no field is named."""
    at = place(world, kind, nth)
    told = [replace(world.events[at], **fields)] if fields else []
    return [*world.events[:at], *told, *world.events[at + 1 :]]
