"""UnixFS files exactly as Kubo lays them out: one pass, constant memory.

A file is cut into chunks, each a raw block; a number of them hang under a dag-pb node, as many of those under
the next, all leaves at one depth (the *balanced* layout). A file of one chunk is that block itself. How large
and how many is the *import profile*; a file has another CID under each.
What is read may also have been added with Kubo's old defaults: CIDv0, whose leaves are dag-pb nodes too; or
with mode and time of the file (UnixFS 1.5), which its first node bears and which are not read.
Sources: https://specs.ipfs.tech/unixfs/, https://ipld.io/specs/codecs/dag-pb/spec/,
https://github.com/ipfs/specs/blob/main/IPIP/0499-unixfs-cid-profiles.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from ledger.core.cid import DAG_PB, RAW, Cid, from_bytes
from ledger.errors import BadInput

CHUNK = 262_144
"""Bytes of a raw leaf: Kubo's ``--chunker=size-262144``."""

LINKS = 174
"""Children of a node: Kubo's ``--max-file-links`` for files."""

PROFILE = "unixfs-v1-raw-262144-174"
"""Name of these import parameters in a record: CIDv1, raw leaves, chunk size, links, balanced, sha2-256."""


@dataclass(frozen=True, slots=True)
class ImportProfile:
    """How a file becomes blocks: name in a record, bytes of a leaf, children of a node. All else is alike."""

    name: str
    chunk: int
    links: int


KUBO = ImportProfile(PROFILE, CHUNK, LINKS)
"""``ipfs add --cid-version=1``."""

UNIXFS_2025 = ImportProfile("unixfs-v1-2025", 1 << 20, 1024)
"""``ipfs add --cid-version=1 --chunker=size-1048576 --max-file-links=1024`` (IPIP-499)."""

PROFILES = {profile.name: profile for profile in (KUBO, UNIXFS_2025)}
"""All that a record may name."""

MAX_NODE = 2 << 20
"""Largest node read: what IPFS nodes exchange at most. 1024 links take 60 kB; the rest is for old leaves."""

MAX_LINKS = 8192
"""Most children of a node read; far above every known import profile, far below what exhausts memory."""

_MAX_FIELDS = MAX_LINKS + 5
_LEAF, _FILE = 0, 2  # UnixFS types: bytes of a file alone, and a file
_VARINT = 0
_BYTES = 2
_TIME = re.compile(rb"\x08[\x80-\xff]{0,9}[\x00-\x7f](?:\x15.{4})?\Z", re.DOTALL)  # seconds, nanoseconds


@dataclass(frozen=True, slots=True)
class Child:
    """A link: content, bytes of file under it, bytes of all blocks under it."""

    cid: Cid
    size: int
    total: int


@dataclass(frozen=True, slots=True)
class Node:
    """A UnixFS file node: its children in order, the bytes of file in and under it, and those in itself.

    Only dag-pb leaves hold bytes; ``kind`` is their UnixFS type, 0 or 2. ``attributes`` are mode and mtime as
    they were written.
    """

    children: tuple[Child, ...]
    size: int
    data: bytes = b""
    kind: int = _FILE
    attributes: bytes = b""

    def to_bytes(self) -> bytes:
        """The one way to write it: dag-pb puts links before data and gives every link an empty name."""
        links = b"".join(_field(2, _link(child)) for child in self.children)
        sizes = b"".join(b"\x20" + varint(child.size) for child in self.children)
        own = _field(2, self.data) if self.data else b""
        body = bytes((8, self.kind)) + own + b"\x18" + varint(self.size) + sizes
        return links + _field(1, body + self.attributes)


OnNode = Callable[[str, bytes], None]
"""Called with (CID, bytes) of every node made."""


def encode(children: tuple[Child, ...]) -> bytes:
    """Bytes of the node above some children."""
    return Node(children, sum(child.size for child in children)).to_bytes()


class Builder:
    """Makes the tree above raw leaves, given one after another.

    Args:
        on_node: Gets every node as it is finished, children before parents.
        links: Children of a node at most.
    """

    def __init__(self, on_node: OnNode | None = None, links: int = LINKS) -> None:
        self._links = links
        self._levels: list[list[Child]] = []
        self._on_node = on_node

    def add_leaf(self, digest: bytes, size: int) -> None:
        """Append a raw leaf: SHA-256 of its bytes (32 bytes) and their number."""
        self._push(0, Child(Cid(RAW, digest), size, size))

    def finish(self) -> Cid:
        """The root. An empty file is one empty leaf."""
        if not self._levels:
            return Cid(RAW, hashlib.sha256(b"").digest())
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
        if len(self._levels[level]) == self._links:
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
    """Parse a node strictly: a file, written the one way there is, with sizes that agree.

    Raises:
        BadInput: ``NODE_TOO_LARGE``, ``NODE_MALFORMED`` (directories, HAMT shards and symbolic links too);
            ``CID_…`` of a link.
    """
    if len(data) > MAX_NODE:
        raise BadInput("NODE_TOO_LARGE", size=len(data), limit=MAX_NODE)
    fields = _fields(data)
    links = [_decode_link(value) for number, value in fields if number == 2 and isinstance(value, bytes)]
    match fields[len(links) :]:
        case [(1, bytes(unixfs))] if len(links) <= MAX_LINKS:
            kind, own, size, sizes, attributes = _decode_unixfs(unixfs)
        case _:
            raise BadInput("NODE_MALFORMED")
    if len(sizes) != len(links) or 0 in sizes or len(own) + sum(sizes) != size:
        raise BadInput("NODE_MALFORMED")
    children = tuple(Child(cid, sizes[at], total) for at, (cid, total) in enumerate(links))
    node = Node(children, size, own, kind, attributes)
    if node.to_bytes() != data:
        raise BadInput("NODE_MALFORMED")
    return node


def _decode_link(data: bytes) -> tuple[Cid, int]:
    match _fields(data):
        case [(1, bytes(cid)), (2, b""), (3, int(total))]:
            return from_bytes(cid), total
    raise BadInput("NODE_MALFORMED")


def _decode_unixfs(data: bytes) -> tuple[int, bytes, int, list[int], bytes]:
    """Type, bytes of its own, bytes in all, those under each child, and the fields mode and mtime."""
    own = b""
    match _fields(data):
        case [(1, int(kind)), (2, bytes(own)), (3, int(size)), *rest] if kind in (_LEAF, _FILE):
            pass
        case [(1, int(kind)), (3, int(size)), *rest] if kind in (_LEAF, _FILE):
            pass
        case _:
            raise BadInput("NODE_MALFORMED")
    sizes = [value for number, value in rest if number == 4 and isinstance(value, int)]
    return kind, own, size, sizes, _attributes(rest[len(sizes) :])


def _attributes(fields: list[tuple[int, int | bytes]]) -> bytes:
    """Mode and mtime written again, which stand behind all else where they stand at all."""
    mode = b""
    match fields:
        case [(7, int(bits)), *fields] if bits < 1 << 32:
            mode = b"\x38" + varint(bits)
    match fields:
        case []:
            return mode
        case [(8, bytes(time))] if _TIME.match(time):
            return mode + _field(8, time)
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
        if len(found) > _MAX_FIELDS:  # else a small block of tiny fields takes a hundred times its size
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
    return _field(1, child.cid.to_bytes()) + b"\x12\x00\x18" + varint(child.total)


def _field(number: int, value: bytes) -> bytes:
    return bytes((number << 3 | _BYTES,)) + varint(len(value)) + value


def varint(value: int) -> bytes:
    """An unsigned LEB128 number, seven bits a byte (https://github.com/multiformats/unsigned-varint)."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
