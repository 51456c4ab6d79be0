"""JSON as it is hashed and signed: RFC 8785 bytes, NFC text, integers only (docs/decisions/0002).

What two parsers might read differently is refused, never repaired: duplicate keys, floats, integers beyond
2^53 - 1, a byte order mark, lone surrogates, control characters, text that is not NFC.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

import rfc8785

from ledger.core.characters import check_text
from ledger.errors import BadInput

MAX_INT = 2**53 - 1
"""Largest integer that JSON readers agree on (RFC 8785, appendix D); wider ones travel as decimal strings."""

MAX_DEPTH = 32
"""Nesting that is still read; a record needs 4. Deeper input exists only to exhaust the stack."""

_MAX_DIGITS = 17  # a sign and the 16 digits of MAX_INT: longer ones are refused before they are converted
# A string (perhaps unterminated, so that scanning stays linear), or a bracket outside strings.
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


def loads(
    data: bytes | str, *, max_bytes: int, max_depth: int = MAX_DEPTH, odd_numbers: bool = False
) -> object:
    """Parse JSON strictly; it need not be in canonical form.

    Args:
        data: UTF-8 bytes or text.
        max_bytes: Size limit in bytes of UTF-8, checked before anything is parsed.
        max_depth: How many arrays and objects may lie within one another.
        odd_numbers: Whether a number that is no integer of 53 bits comes as its text and spoils no other.

    Returns:
        dict, list, str, int, bool or None.

    Raises:
        BadInput: ``JSON_TOO_LARGE``, ``JSON_NOT_UTF8``, ``JSON_BOM``, ``JSON_TOO_DEEP``, ``JSON_SYNTAX``,
            ``JSON_DUPLICATE_KEY``, ``JSON_FLOAT``, ``JSON_INTEGER``, ``TEXT_FORBIDDEN_CHARACTER``,
            ``TEXT_NOT_NFC``.
    """
    text = _text_of(data, max_bytes)
    _check_depth(text, max_depth)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=str if odd_numbers else _no_float,
            parse_constant=str if odd_numbers else _no_float,
            parse_int=_integer_or_text if odd_numbers else _integer,
        )
    except json.JSONDecodeError as error:
        raise BadInput("JSON_SYNTAX", line=error.lineno, column=error.colno) from error
    _check(value, max_depth)
    return value


def loads_canonical(data: bytes, *, max_bytes: int) -> object:
    """Parse bytes that must be RFC 8785: what hashes are made of.

    Raises:
        BadInput: As ``loads``, and ``JSON_NOT_CANONICAL``.
    """
    value = loads(data, max_bytes=max_bytes)
    if rfc8785.dumps(value) != data:  # type: ignore[arg-type]  # _check saw nothing but JSON in it
        raise BadInput("JSON_NOT_CANONICAL")
    return value


def canonical(value: object) -> bytes:
    """RFC 8785 bytes of a value.

    Args:
        value: dict with str keys, list, tuple, str, int, bool or None, nested no deeper than ``MAX_DEPTH``.

    Raises:
        BadInput: ``JSON_FLOAT``, ``JSON_INTEGER``, ``JSON_TYPE``, ``JSON_TOO_DEEP``,
            ``TEXT_FORBIDDEN_CHARACTER``, ``TEXT_NOT_NFC``.
    """
    _check(value, MAX_DEPTH)
    return rfc8785.dumps(value)  # type: ignore[arg-type]


def _text_of(data: bytes | str, max_bytes: int) -> str:
    if isinstance(data, str):
        try:
            data = data.encode()
        except UnicodeEncodeError as error:
            raise BadInput("JSON_NOT_UTF8", place=error.start) from error
    if len(data) > max_bytes:
        raise BadInput("JSON_TOO_LARGE", size=len(data), limit=max_bytes)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise BadInput("JSON_NOT_UTF8", place=error.start) from error
    if text.startswith("\ufeff"):
        raise BadInput("JSON_BOM")
    return text


def _check_depth(text: str, max_depth: int) -> None:
    # Before parsing: the C parser recurses, and libraries that raise the recursion limit turn that into a
    # crash.
    depth = 0
    for token in _TOKENS.finditer(text):
        depth += _STEPS.get(token.group(), 0)
        if depth > max_depth:
            raise BadInput("JSON_TOO_DEEP", limit=max_depth)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise BadInput("JSON_DUPLICATE_KEY", key=ascii(key))
        found[key] = value
    return found


def _no_float(literal: str) -> NoReturn:
    raise BadInput("JSON_FLOAT", value=literal[:40])


def _integer(literal: str) -> int:
    if literal == "-0":
        _no_float(literal)  # a float zero in every reader that tells it from 0
    if len(literal) > _MAX_DIGITS:
        raise BadInput("JSON_INTEGER", value=literal[:40], limit=MAX_INT)
    return _checked_integer(int(literal))


def _integer_or_text(literal: str) -> int | str:
    try:
        return _integer(literal)
    except BadInput:
        return literal


def _checked_integer(value: int) -> int:
    if not -MAX_INT <= value <= MAX_INT:
        raise BadInput("JSON_INTEGER", value=hex(value)[:40], limit=MAX_INT)
    return value


def _check(value: object, levels: int) -> None:
    if isinstance(value, str):
        check_text(value)
    elif value is None or isinstance(value, bool):
        pass
    elif isinstance(value, int):
        _checked_integer(value)
    elif isinstance(value, float):
        _no_float(repr(value))
    elif isinstance(value, dict | list | tuple):
        if levels == 0:
            raise BadInput("JSON_TOO_DEEP", limit=MAX_DEPTH)
        for member in _members(value):
            _check(member, levels - 1)
    else:
        raise BadInput("JSON_TYPE", type=type(value).__name__)


def _members(value: dict[object, object] | list[object] | tuple[object, ...]) -> list[object]:
    if not isinstance(value, dict):
        return list(value)
    if not all(isinstance(key, str) for key in value):
        raise BadInput("JSON_TYPE", type="key")
    return [*value, *value.values()]
