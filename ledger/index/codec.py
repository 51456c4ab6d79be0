"""Events as JSON text, for rows of a database: the class's name and its fields in their order, no names.

Integers above 64 bits are strings; nothing else is. What a row's form is belongs to ``sqlite.FORM``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import orjson

from ledger.core.events import Event

_CLASSES: dict[str, type] = {kind.__name__: kind for kind in get_args(Event)}
_WIDE = 1 << 63

Turn = Callable[[Any], Any]


def dump(event: Event) -> str:
    """An event as one line of JSON."""
    kind: Any = type(event)
    return orjson.dumps([kind.__name__, _writer(kind)(event)]).decode()


def load(text: str) -> Event:
    """The event of a line that ``dump`` wrote."""
    name, body = orjson.loads(text)
    event: Event = _reader(_CLASSES[name])(body)
    return event


def _same(value: Any) -> Any:
    return value


def _number(value: int) -> int | str:
    return value if value < _WIDE else str(value)


@cache
def _writer(kind: Any) -> Turn:
    """What turns a value of a type into JSON."""
    if get_origin(kind) is tuple:
        each = _writer(get_args(kind)[0])
        return lambda value: [each(item) for item in value]
    if kind in (str, bool):
        return _same
    if kind is int:
        return _number
    parts = [(name, _writer(hint)) for name, hint in _members(kind)]
    return lambda value: [turn(getattr(value, name)) for name, turn in parts]


@cache
def _reader(kind: Any) -> Turn:
    """What turns JSON into a value of a type."""
    if get_origin(kind) is tuple:
        each = _reader(get_args(kind)[0])
        return lambda value: tuple([each(item) for item in value])
    if kind in (str, bool):
        return _same
    if kind is int:
        return int
    turns = [_reader(hint) for _, hint in _members(kind)]
    return lambda value: kind(*[turn(item) for turn, item in zip(turns, value, strict=True)])


def _members(kind: type) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name]) for field in fields(kind)]
