"""Events as JSON text, for rows of a database."""

from __future__ import annotations

import json
from typing import Any, get_args

from ledger.core import operation_json
from ledger.core.events import Event

_CLASSES: dict[str, type] = {kind.__name__: kind for kind in get_args(Event)}


def dump(event: Event) -> str:
    """An event as one line of JSON."""
    return json.dumps([type(event).__name__, operation_json.plain(event)], separators=(",", ":"))


def load(text: str) -> Event:
    """The event of a line that ``dump`` wrote."""
    name, body = json.loads(text)
    event: Any = operation_json.struct(_CLASSES[name], body)
    return event  # type: ignore[no-any-return]
