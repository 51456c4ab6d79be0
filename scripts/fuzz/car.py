"""CAR files of strangers."""

from __future__ import annotations

import hashlib
import io

from ledger.core import car
from ledger.core.cid import DAG_PB, RAW, Cid
from ledger.core.unixfs import Child, encode
from ledger.errors import BadInput, ServiceDown

_LEAF = b"some music"
_RAW = Cid(RAW, hashlib.sha256(_LEAF).digest())
_NODE = encode((Child(_RAW, len(_LEAF), len(_LEAF)),) * 2)
_ROOT = Cid(DAG_PB, hashlib.sha256(_NODE).digest())
_OLD = Cid(DAG_PB, _ROOT.digest, 0)

SEEDS = (
    car.header([_ROOT]) + car.section(_ROOT, _NODE) + car.section(_RAW, _LEAF),
    car.header([_OLD]) + car.section(_OLD, _NODE) + car.section(_RAW, _LEAF),
    car.header([_RAW] * 30),
    car.header([_RAW] * 300) + car.section(_RAW, _LEAF),
    b"\x0a\xa1\x67version\x02" + bytes(40),  # version 2
)
"""Files of both CID versions, with few and many roots, and one of version 2."""


def one(data: bytes) -> None:
    """Read a file; what is read is written the same."""
    try:
        reader = car.Reader(io.BytesIO(data).read)
        again = car.header(reader.roots)
        for cid, block in reader.blocks(max_blocks=1000, max_bytes=1 << 20):
            again += car.section(cid, block)
    except (BadInput, ServiceDown):
        return
    if again != data:
        raise AssertionError("a file has two spellings")
