"""Lists of questions in a CSV file: a venue's playlist, an album's tracks."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ledger.core.inquiry import Inquiry
from ledger.errors import BadInput, SongdeedError
from ledger.services import telling
from ledger.services.asking import Hearing
from ledger.text import Lang

COLUMNS = ("party", "use", "work", "territory", "at")
MAX_BATCH = 64 << 20
"""Bytes of a list: some 400,000 rows."""

Row = dict[str, str | None]


def read_rows(path: Path, given: Mapping[str, str | None]) -> list[Row]:
    """The questions of a file.

    Args:
        path: CSV with a heading: party, use, work, territory, at, in any order. UTF-8, or GB 18030 as Chinese
            spreadsheets write it.
        given: What a column that is not there, or a cell that is empty, stands for.

    Raises:
        BadInput: ``BATCH_FILE``, ``BATCH_HEADING``, ``BATCH_EMPTY``, ``BATCH_TOO_LARGE``.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BATCH + 1)
    except OSError as error:
        raise BadInput("BATCH_FILE", path=str(path), reason=error.strerror or str(error)) from error
    if len(data) > MAX_BATCH:
        raise BadInput("BATCH_TOO_LARGE", path=str(path), limit=MAX_BATCH)
    lines = [line for line in _lines(_decoded(data, path)) if any(cell.strip() for cell in line)]
    if len(lines) < 2:
        raise BadInput("BATCH_EMPTY", path=str(path))
    heading = [cell.strip().lower() for cell in lines[0]]
    if set(heading) - set(COLUMNS) or len(set(heading)) != len(heading):
        raise BadInput("BATCH_HEADING", path=str(path), found=", ".join(heading), known=", ".join(COLUMNS))
    absent = [name for name in COLUMNS[:4] if name not in heading and given.get(name) is None]
    if absent:
        raise BadInput("BATCH_HEADING", path=str(path), found=", ".join(heading), known=", ".join(absent))
    return [_row(heading, line, given) for line in lines[1:]]


def _row(heading: Sequence[str], line: Sequence[str], given: Mapping[str, str | None]) -> Row:
    """One question; a row with more cells than the heading has is none, and kept as it is (``odd``)."""
    row: Row = {name: given.get(name) for name in COLUMNS}
    row |= {name: cell.strip() for name, cell in zip(heading, line, strict=False) if cell.strip()}
    return row if len(line) <= len(heading) else {"odd": ",".join(line).rstrip(",")}


def _lines(text: str) -> list[list[str]]:
    """The cells of each row; where quotes are not closed, each line by itself, the bad ones as one cell."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return [_line(line) for line in text.splitlines()]


def _line(line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return [line] + [""] * len(COLUMNS)  # more cells than any heading has


def _decoded(data: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("BATCH_FILE", path=str(path), reason="UTF-8, GB 18030")


def judged(
    hearing: Hearing, rows: Sequence[Row], understand: Callable[[Row], Inquiry], lang: Lang
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number, from 1, and answer of each row; what is not understood is BAD_QUERY and spoils no other."""
    for number, row in enumerate(rows, 1):
        try:
            if (odd := row.get("odd")) is not None:
                raise BadInput("BATCH_ROW", row=odd)
            asked = understand(row)
        except SongdeedError as error:
            yield number, telling.bad_query(error, lang)
            continue
        yield number, telling.answer_json(hearing.ask(asked), hearing.block, lang)
