"""Sealed files and keys files, spoilt in every way.

Nothing but a plain refusal may come of an input; and whatever plaintext is handed out must be the beginning
of the true one, chunk after chunk.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from ledger.core import sealed, wraps
from ledger.errors import BadInput
from ledger.store import sealing
from scripts.vectors import sealed as vectors

BASE, KEY = vectors.sealed("base", vectors.BASE, 10, vectors.drawn("work base", 32))
PLAIN = vectors.drawn("plain", vectors.BASE)
_VECTORS = Path(__file__).resolve().parents[2] / "tests" / "vectors" / "sealed" / "v1"


def _keys_files() -> Iterator[bytes]:
    for case in json.loads((_VECTORS / "wraps.json").read_text())["cases"]:
        yield wraps.KeysFile((wraps.wrap_from_json(case["wrap"], ""),)).to_bytes()


SEEDS = (b"h" + BASE[:116], b"f" + BASE, b"e" + bytes(4), *(b"k" + data for data in _keys_files()))


def one(data: bytes) -> None:
    """Try one input: its first byte says as what, the rest is that.

    Raises:
        AssertionError: Something was read otherwise than it was written, or wrong plaintext was handed out.
    """
    kind, rest = data[:1], data[1:]
    with contextlib.suppress(BadInput):
        if kind == b"k":
            found = wraps.from_bytes(rest)
            assert wraps.from_bytes(found.to_bytes()) == found
        elif kind == b"h":
            assert sealed.parse(rest).to_bytes() == rest[: sealed.HEADER_BYTES]
        elif kind == b"e":  # edits of the good file: places and masks
            _open(bytes(_edited(rest)))
        else:
            _open(rest)


def _edited(edits: bytes) -> bytearray:
    found = bytearray(BASE)
    for at in range(0, len(edits) - 2, 3):
        found[int.from_bytes(edits[at : at + 2], "big") % len(found)] ^= edits[at + 2]
    return found


def _open(data: bytes) -> None:
    source = sealing.Pieces(iter([data[:500], data[500:]]))
    header, at = sealing.read_header(source), 0
    for piece in sealing.plain_pieces(header, KEY, source):
        assert PLAIN[at : at + len(piece)] == piece
        at += len(piece)
    assert at == len(PLAIN) and data == BASE
