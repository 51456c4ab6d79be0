"""UnixFS nodes, and walks over trees whose root a stranger chose."""

from __future__ import annotations

import hashlib

from ledger.core.cid import DAG_PB, RAW, Cid
from ledger.core.unixfs import Child, Node, decode, encode
from ledger.core.walk import MAX_BLOCK, visit
from ledger.errors import BadInput, ServiceDown

_LEAF = b"some music"
_RAW = Cid(RAW, hashlib.sha256(_LEAF).digest())
_OLD_LEAF = Node((), len(_LEAF), _LEAF)
_OLD = Cid(DAG_PB, hashlib.sha256(_OLD_LEAF.to_bytes()).digest(), 0)

SEEDS = (
    encode((Child(_RAW, len(_LEAF), len(_LEAF)),) * 3),
    encode((Child(_OLD, len(_LEAF), 60),) * 2),
    _OLD_LEAF.to_bytes(),
    Node((), 0).to_bytes(),
    b"\x0a\x02\x08\x01",  # a folder
    b"\x0a\x09\x08\x05\x12\x01\x01\x28\x22\x30\x08",  # a HAMT shard
    b"\x12\x2c\x0a\x24\x01\x71\x12\x20" + bytes(32) + b"\x12\x00\x18\x01\x0a\x02\x08\x02",
)
"""Nodes of both kinds, and what is none."""


def one(data: bytes) -> None:
    """Read a node; what is read is written the same. Walk from it, over blocks that are there and are not."""
    try:
        if decode(data).to_bytes() != data:
            raise AssertionError("a node has two spellings")
    except BadInput:
        pass
    root = Cid(DAG_PB, hashlib.sha256(data).digest())
    blocks = {str(root): data, str(_RAW): _LEAF, str(_OLD): _OLD_LEAF.to_bytes()}
    seen = 0
    try:
        for visited in visit(root, lambda name: blocks.get(name, data), max_blocks=1000):
            seen += len(visited.content)
            if seen > 1000 * MAX_BLOCK:
                raise AssertionError("more than was allowed")
    except (BadInput, ServiceDown):
        pass
