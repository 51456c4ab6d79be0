"""CAR files, version 1: blocks one after another, each re-hashed as it is read (THREATS 57, 58).

::

    length │ header: DAG-CBOR {"roots": [CID, …], "version": 1}
    length │ CID │ bytes        as often as there are blocks

Lengths are unsigned LEB128 numbers. The header has one form only, so it is written and read here by hand.
Source: https://ipld.io/specs/transport/car/carv1/, https://ipld.io/specs/codecs/dag-cbor/spec/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledger.core.cid import CID0_BYTES, CID_BYTES, Cid, from_bytes
from ledger.core.unixfs import varint
from ledger.core.walk import MAX_BLOCK, MAX_BLOCKS, MAX_FILE, check_block
from ledger.errors import BadInput, ServiceDown

MAX_ROOTS = 1000
"""Roots of one file: an asset has a record and a few files, an album a few hundred."""

MAX_HEADER = 64 + MAX_ROOTS * (CID_BYTES + 6)
"""Bytes of the header."""

MAX_SECTION = CID_BYTES + MAX_BLOCK
"""Bytes of a block with its CID."""

Read = Callable[[int], bytes]
"""So many next bytes of a file, fewer only at its end."""

_ROOTS, _VERSION = b"\xa2\x65roots", b"\x67version\x01"
_CID_0, _CID_1 = b"\xd8\x2a\x58\x23\x00", b"\xd8\x2a\x58\x25\x00"  # tag 42, 35 or 37 bytes, the identity base
_PIECE = 1 << 16


def header(roots: Sequence[Cid]) -> bytes:
    """The first bytes of a file.

    Args:
        roots: At least one.

    Raises:
        BadInput: ``CAR_ROOTS``.
    """
    if not 1 <= len(roots) <= MAX_ROOTS:
        raise BadInput("CAR_ROOTS", count=len(roots), limit=MAX_ROOTS)
    links = b"".join((_CID_1 if root.version else _CID_0) + root.to_bytes() for root in roots)
    body = _ROOTS + _array(len(roots)) + links + _VERSION
    return varint(len(body)) + body


def section(cid: Cid, data: bytes) -> bytes:
    """A block as it stands in a file."""
    name = cid.to_bytes()
    return varint(len(name) + len(data)) + name + data


class Reader:
    """Reads a file from its beginning, in constant memory.

    Args:
        read: Gives its bytes.

    Raises:
        BadInput: ``CAR_HEADER``, ``CAR_ROOTS``, ``CAR_TRUNCATED``; ``CID_…`` of a root.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        size = self._length(MAX_HEADER, "CAR_HEADER")
        if size is None:
            raise BadInput("CAR_HEADER")
        self.roots = _read_header(self._exactly(size))

    def blocks(
        self, *, max_blocks: int = 2 * MAX_BLOCKS, max_bytes: int = 2 * MAX_FILE
    ) -> Iterator[tuple[Cid, bytes]]:
        """The blocks, verified, in the order of the file.

        Args:
            max_blocks: Blocks at most.
            max_bytes: Bytes of all blocks at most.

        Raises:
            BadInput: ``CAR_TRUNCATED``, ``CAR_SECTION``, ``CAR_TOO_LARGE``, ``CAR_BLOCK`` (its bytes are
                others than its name says); ``CID_…`` of a block.
        """
        count = total = 0
        while (size := self._length(MAX_SECTION, "CAR_SECTION")) is not None:
            count, total = count + 1, total + size
            if count > max_blocks or total > max_bytes:
                raise BadInput("CAR_TOO_LARGE")
            cid, data = _split(self._exactly(size))
            try:
                check_block(cid, data)
            except ServiceDown as error:  # no store sent it: the file is wrong
                raise BadInput("CAR_BLOCK", cid=str(cid)) from error
            yield cid, data

    def _length(self, most: int, code: str) -> int | None:
        """A length, or None at the end of the file."""
        value = 0
        for shift in (0, 7, 14, 21):
            byte = self._read(1)
            if not byte:
                if shift:
                    raise BadInput("CAR_TRUNCATED")
                return None
            value |= (byte[0] & 127) << shift
            if byte[0] < 128:
                if not 1 <= value <= most or (shift and byte[0] == 0):
                    raise BadInput(code)
                return value
        raise BadInput(code)

    def _exactly(self, size: int) -> bytes:
        """So many bytes. Memory is taken as they come, not as they are announced."""
        data = bytearray()
        while len(data) < size:
            piece = self._read(min(_PIECE, size - len(data)))
            if not piece:
                raise BadInput("CAR_TRUNCATED")
            data += piece
        return bytes(data)


def _split(data: bytes) -> tuple[Cid, bytes]:
    size = CID0_BYTES if data[:2] == b"\x12\x20" else CID_BYTES
    return from_bytes(data[:size]), data[size:]


def _array(count: int) -> bytes:
    """Head of a CBOR array, as short as it can be."""
    if count < 24:
        return bytes((0x80 | count,))
    return bytes((0x98, count)) if count < 256 else b"\x99" + count.to_bytes(2)


def _read_header(data: bytes) -> tuple[Cid, ...]:
    if not data.startswith(_ROOTS):
        raise BadInput("CAR_HEADER")
    at = len(_ROOTS)
    kind = data[at : at + 1]
    width = {b"\x98": 2, b"\x99": 3}.get(kind, 1)
    count = int.from_bytes(data[at + 1 : at + width]) if width > 1 else int.from_bytes(kind) & 31
    if not 1 <= count <= MAX_ROOTS:
        raise BadInput("CAR_ROOTS", count=count, limit=MAX_ROOTS)
    at += width
    roots = []
    for _ in range(count):
        old = data.startswith(_CID_0, at)
        at += len(_CID_1)
        roots.append(from_bytes(data[at : at + (CID0_BYTES if old else CID_BYTES)]))
        at += CID0_BYTES if old else CID_BYTES
    # Written again it must be the same: one check for heads, tags, order and trailing bytes.
    if header(roots) != varint(len(data)) + data:
        raise BadInput("CAR_HEADER")
    return tuple(roots)
