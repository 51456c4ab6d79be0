"""Events as JSON text, for rows of a database."""

from __future__ import annotations

import json
from typing import Any

from ledger.core import events, operation_json
from ledger.core.events import Event

_CLASSES: dict[str, type] = {
    cls.__name__: cls
    for cls in (
        events.Anchored,
        events.Registered,
        events.TitleRecorded,
        events.TitleConfirmed,
        events.TitleChanged,
        events.RegistrationCancelled,
        events.DealActivated,
        events.LineActivated,
        events.LineEnded,
        events.DealCancelled,
    )
}


def dump(event: Event) -> str:
    """An event as one line of JSON."""
    return json.dumps([type(event).__name__, operation_json.plain(event)], separators=(",", ":"))


def load(text: str) -> Event:
    """The event of a line that ``dump`` wrote."""
    name, body = json.loads(text)
    event: Any = operation_json.struct(_CLASSES[name], body)
    return event  # type: ignore[no-any-return]
