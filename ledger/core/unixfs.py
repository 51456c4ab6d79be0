"""UnixFS files exactly as ``ipfs add --cid-version=1`` of Kubo lays them out: one pass, constant memory.

A file is cut into chunks of 256 KiB, each a raw block; up to 174 of them hang under a dag-pb node, up to 174
of those under the next, all leaves at one depth (the *balanced* layout). A file of one chunk is that block
itself.
Sources: https://specs.ipfs.tech/unixfs/, https://ipld.io/specs/codecs/dag-pb/spec/.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from ledger.core.cid import CID_BYTES, DAG_PB, RAW, Cid, from_bytes
from ledger.errors import BadInput

CHUNK = 262_144
"""Bytes of a raw leaf: Kubo's ``--chunker=size-262144``."""

LINKS = 174
"""Children of a node: Kubo's ``--max-file-links`` for files."""

PROFILE = "unixfs-v1-raw-262144-174"
"""Name of these import parameters in a record: CIDv1, raw leaves, chunk size, links, balanced, sha2-256."""

MAX_NODE = 1 << 20
"""Largest node read. 1024 links, as in the wider ``unixfs-v1-2025`` profile, take 60 kB."""

MAX_LINKS = 8192
"""Most children of a node read; far above every known import profile, far below what exhausts memory."""

_VARINT = 0
_BYTES = 2


@dataclass(frozen=True, slots=True)
class Child:
    """A link: content, bytes of file under it, bytes of all blocks under it."""

    cid: Cid
    size: int
    total: int


@dataclass(frozen=True, slots=True)
class Node:
    """A UnixFS file node: its children in order and the bytes of file under it."""

    children: tuple[Child, ...]
    size: int


OnNode = Callable[[str, bytes], None]
"""Called with (CID, bytes) of every node made."""


def encode(children: tuple[Child, ...]) -> bytes:
    """A node's bytes; dag-pb puts links before data and gives every link an empty name."""
    links = b"".join(_field(2, _link(child)) for child in children)
    sizes = b"".join(b"\x20" + _varint(child.size) for child in children)
    size = sum(child.size for child in children)
    return links + _field(1, b"\x08\x02\x18" + _varint(size) + sizes)


class Builder:
    """Makes the tree above raw leaves, given one after another.

    Args:
        on_node: Gets every node as it is finished, children before parents.
    """

    def __init__(self, on_node: OnNode | None = None) -> None:
        self._levels: list[list[Child]] = [[]]
        self._on_node = on_node

    def add_leaf(self, digest: bytes, size: int) -> None:
        """Append a raw leaf: SHA-256 of its bytes (32 bytes) and their number."""
        self._push(0, Child(Cid(RAW, digest), size, size))

    def finish(self) -> Cid:
        """The root. An empty file is one empty leaf."""
        if self._levels == [[]]:
            self.add_leaf(hashlib.sha256(b"").digest(), 0)
        level = 0
        while level < len(self._levels) - 1 or len(self._levels[level]) > 1:
            if self._levels[level]:
                self._close(level)
            level += 1
        return self._levels[level][0].cid

    def _push(self, level: int, child: Child) -> None:
        if level == len(self._levels):
            self._levels.append([])
        self._levels[level].append(child)
        if len(self._levels[level]) == LINKS:
            self._close(level)

    def _close(self, level: int) -> None:
        children = tuple(self._levels[level])
        self._levels[level].clear()
        data = encode(children)
        cid = Cid(DAG_PB, hashlib.sha256(data).digest())
        if self._on_node:
            self._on_node(str(cid), data)
        total = len(data) + sum(child.total for child in children)
        self._push(level + 1, Child(cid, sum(child.size for child in children), total))


def decode(data: bytes) -> Node:
    """Parse a node strictly: a file, with children and without bytes of its own, sizes that agree.

    Raises:
        BadInput: ``NODE_TOO_LARGE``, ``NODE_MALFORMED`` (directories, HAMT shards and symbolic links too).
    """
    if len(data) > MAX_NODE:
        raise BadInput("NODE_TOO_LARGE", size=len(data), limit=MAX_NODE)
    fields = _fields(data)
    links = [_decode_link(value) for number, value in fields if number == 2 and isinstance(value, bytes)]
    unixfs = [value for number, value in fields if number == 1 and isinstance(value, bytes)]
    if len(links) + len(unixfs) != len(fields) or len(unixfs) != 1 or not 1 <= len(links) <= MAX_LINKS:
        raise BadInput("NODE_MALFORMED")
    sizes, size = _decode_unixfs(unixfs[0])
    if len(sizes) != len(links) or sum(sizes) != size or 0 in sizes:
        raise BadInput("NODE_MALFORMED")
    return Node(tuple(Child(cid, part, total) for (cid, total), part in zip(links, sizes, strict=True)), size)


def _decode_link(data: bytes) -> tuple[Cid, int]:
    fields = _fields(data)
    match fields:
        case [(1, bytes(cid)), (2, b""), (3, int(total))] if len(cid) == CID_BYTES:
            return from_bytes(cid), total
    raise BadInput("NODE_MALFORMED")


def _decode_unixfs(data: bytes) -> tuple[list[int], int]:
    fields = _fields(data)
    sizes = [value for number, value in fields[2:] if number == 4 and isinstance(value, int)]
    match fields[:2]:
        case [(1, 2), (3, int(size))] if len(sizes) == len(fields) - 2:
            return sizes, size
    raise BadInput("NODE_MALFORMED")


def _fields(data: bytes) -> list[tuple[int, int | bytes]]:
    """Fields of a protobuf message: (number, varint or bytes)."""
    found: list[tuple[int, int | bytes]] = []
    at = 0
    while at < len(data):
        tag, at = _read_varint(data, at)
        value, at = _read_varint(data, at)
        if tag & 7 == _VARINT:
            found.append((tag >> 3, value))
        elif tag & 7 == _BYTES and at + value <= len(data):
            found.append((tag >> 3, data[at : at + value]))
            at += value
        else:
            raise BadInput("NODE_MALFORMED")
    return found


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(at, min(at + 9, len(data))):
        byte = data[index]
        value |= (byte & 127) << 7 * (index - at)
        if byte < 128:
            if byte == 0 and index > at:
                break  # a longer spelling of the same number
            return value, index + 1
    raise BadInput("NODE_MALFORMED")


def _link(child: Child) -> bytes:
    return _field(1, child.cid.to_bytes()) + b"\x12\x00\x18" + _varint(child.total)


def _field(number: int, value: bytes) -> bytes:
    return bytes((number << 3 | _BYTES,)) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
