"""Rows of a list of grants as cells, as CSV (RFC 4180) and as lines of JSON, all with the same words.

Cells are names, 0x strings, whole numbers and times of +08:00, which no spreadsheet takes for something else,
so that a list survives being opened and saved there. What a person changes in it is found: each row bears a
seal of its cells besides the head that its entry gives.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from ledger.core import places, strictjson, times, uses
from ledger.core.auditcheck import Told
from ledger.core.auditing import Row, Standing
from ledger.core.licensing import Entry
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, check_address, check_hash
from ledger.core.rights import OPEN_END, WORLD, Exclusivity, Layer
from ledger.errors import BadInput, UsageError

COLUMNS = (
    "no", "chain", "deal", "line", "asset", "society", "layer", "uses", "territories", "start", "end",
    "exclusivity", "licensee", "parent", "ended", "effective_end", "status", "in_period", "recorded", "block",
    "transaction", "head", "seal",
)  # fmt: skip
ANYONE = "ANYONE"
"""Licensee of a public licence."""

_MAX_ROW = 1 << 14  # a row has some 900 bytes; 249 codes of territories are 1,000 more
_WIDEST = (1 << 256) - 1
_NUMBERS = frozenset({"no", "line", "block"})
_LISTS = {"uses": "|", "territories": ","}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YES, _NO = "yes", "no"


# Cells


def cells(row: Row) -> tuple[str, ...]:
    """A row as text, in the order of the columns, its seal last."""
    entry = row.entry
    words = (
        str(row.no), row.chain, entry.deal, str(entry.index),
        _none(row.asset, ZERO_HASH), _none(row.society, ZERO_ADDRESS), Layer(row.layer).name,
        _uses(entry.usage), _places(entry.territory), time_cell(entry.start), time_cell(entry.end),
        Exclusivity(entry.exclusivity).name, ANYONE if entry.licensee == ZERO_ADDRESS else entry.licensee,
        _none(row.parent, ZERO_HASH), "" if row.ended is None else time_cell(row.ended),
        time_cell(row.effective_end), row.status.value, _YES if row.in_period else _NO,
        time_cell(row.recorded), str(row.block), row.transaction, row.head,
    )  # fmt: skip
    return (*words, seal(words))


def seal(words: Iterable[str]) -> str:
    """Seal of a row's cells but its number, which may change when rows before it are taken out.

    It finds slips, and says which of two rows was changed; a forger can make another. The head binds.
    """
    return "0x" + hashlib.sha256("\x1f".join(tuple(words)[1:]).encode()).hexdigest()[:16]


def read_cells(words: tuple[str, ...]) -> Told:
    """What a row of cells tells; a cell that can't be read makes the row none."""
    try:
        row = _row(dict(zip(COLUMNS, words, strict=True)))
        written = cells(row)
    except (BadInput, UsageError, ValueError, KeyError, OverflowError):
        return Told(words[1] if len(words) > 1 else "", None, False)
    return Told(row.chain, row, written[-1] == words[-1])


def _row(cell: Mapping[str, str]) -> Row:
    licensee = ZERO_ADDRESS if cell["licensee"] == ANYONE else cell["licensee"]
    entry = Entry(
        cell["deal"], whole(cell["line"]), uses.parse(cell["uses"]), _territory(cell["territories"]),
        _moment(cell["start"]), _moment(cell["end"]), int(Exclusivity[cell["exclusivity"]]), licensee,
    )  # fmt: skip
    return Row(
        check_hash(cell["chain"]), whole(cell["no"]), entry, check_hash(cell["asset"] or ZERO_HASH),
        check_address(cell["society"] or ZERO_ADDRESS), int(Layer[cell["layer"]]),
        check_hash(cell["parent"] or ZERO_HASH), _moment(cell["ended"]) if cell["ended"] else None,
        _moment(cell["effective_end"]), Standing(cell["status"]), {_YES: True, _NO: False}[cell["in_period"]],
        _moment(cell["recorded"]), whole(cell["block"]), check_hash(cell["transaction"]),
        check_hash(cell["head"]),
    )  # fmt: skip


def _none(word: str, zero: str) -> str:
    return "" if word == zero else word


@lru_cache(256)
def _uses(mask: int) -> str:
    return "|".join(uses.names(mask))


@lru_cache(256)
def _places(territory: int) -> str:
    return ",".join(places.names(territory))


@lru_cache(256)
def _territory(text: str) -> int:
    if text == places.WORLD_NAME:
        return WORLD
    found = 0
    for code in text.split(","):
        # A number of eight bits at most: a shift by more would fill the memory.
        bit = whole(code[1:], 255) if code.startswith("#") else places.bit(code)
        found |= 1 << bit
    return found


def time_cell(seconds: int) -> str:
    """A moment of +08:00; seconds where ISO 8601 has no year for it."""
    told = times.iso(seconds, True)
    return str(seconds) if told.startswith(">") else told


def _moment(text: str) -> int:
    if text == times.OPEN:
        return OPEN_END
    if text.isdigit():
        return whole(text, OPEN_END)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.microsecond:
        raise ValueError
    return int(moment.timestamp())


def whole(text: str, most: int = _WIDEST) -> int:
    """A whole number.

    Raises:
        ValueError: It is none, or larger than it may be.
    """
    if text.isascii() and text.isdigit() and (number := int(text)) <= most:
        return number
    raise ValueError


def lines(text: str, start: int = 0) -> Iterator[str]:
    """The lines of a text from a place on, with their ends, one at a time: a list may be very long."""
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


# CSV


def csv_text(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows of cells as CSV; what a spreadsheet would run is kept from it by an apostrophe (THREATS.md 47)."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(word) for word in row] for row in rows)
    return out.getvalue()


def _harmless(word: str) -> str:
    """No cell of today begins so; one that does would have to lose the apostrophe again in ``csv_rows``."""
    return f"'{word}" if word.startswith(_FORMULA) else word


def csv_rows(text: str) -> Iterator[Told]:
    """Rows of a CSV; one that can't be read tells nothing.

    Raises:
        BadInput: ``AUDITFILE_SHAPE``: other columns, or no CSV.
    """
    # A spreadsheet of another country parts cells by semicolons.
    delimiter = ";" if text.partition("\n")[0].count(";") == len(COLUMNS) - 1 else ","
    table = csv.reader(lines(text), delimiter=delimiter)
    try:
        if tuple(next(table, ())) != COLUMNS:
            raise BadInput("AUDITFILE_SHAPE")
        for words in table:
            if any(words):
                yield read_cells(tuple(words))
    except csv.Error as error:
        raise BadInput("AUDITFILE_SHAPE") from error


# JSON lines


def json_row(words: tuple[str, ...]) -> bytes:
    """Cells as a line of JSON: numbers, lists and truth as such, null where a cell is empty."""
    return strictjson.canonical({name: _value(name, word) for name, word in zip(COLUMNS, words, strict=True)})


def _value(name: str, word: str) -> Any:
    if name in _NUMBERS:
        return int(word)
    if name in _LISTS:
        return word.split(_LISTS[name])
    return word == _YES if name == "in_period" else word or None


def json_rows(text: str, start: int) -> Iterator[Told]:
    """Rows of lines of JSON from a place on; one that can't be read tells nothing."""
    for line in lines(text, start):
        if line.strip():
            yield read_cells(_words(line))


def _words(line: str) -> tuple[str, ...]:
    """The cells of a line; none if it is no row."""
    try:
        body = strictjson.loads(line, max_bytes=_MAX_ROW)
    except BadInput:
        return ()
    if not isinstance(body, dict) or body.keys() != set(COLUMNS):
        return ()
    found = []
    for name in COLUMNS:
        value = body[name]
        if name in _LISTS and isinstance(value, list) and all(isinstance(one, str) for one in value):
            found.append(_LISTS[name].join(value))
        elif isinstance(value, bool):
            found.append(_YES if value else _NO)
        elif value is None or isinstance(value, str | int):
            found.append("" if value is None else str(value))
        else:
            return ()
    return tuple(found)
