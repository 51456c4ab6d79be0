"""A bounded walk over a stored file: every block is re-hashed before it is handed out (THREATS 57, 58)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ledger.core.cid import RAW, Cid, parse_any
from ledger.core.unixfs import Node, decode
from ledger.errors import ServiceDown

MAX_BLOCK = 2 << 20
"""Largest block read: what IPFS nodes exchange at most."""

MAX_FILE = 64 << 30
"""Largest file stored or read: an hour of 64 tracks in 24 bit / 96 kHz is 62 GiB."""

MAX_BLOCKS = 1 << 19
"""Blocks of one walk: MAX_FILE in chunks of 256 KiB takes 262,144 leaves and 1,517 nodes."""

MAX_DEPTH = 8
"""Nodes above one another; 174 ** 3 chunks exceed MAX_FILE, so a depth of 4 is never needed."""

Fetch = Callable[[str], bytes]
"""Bytes of the block of a CID, not to be believed."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A verified block of a walk.

    ``start``: place in the file of its own bytes. ``content``: those bytes, none of a node above others.
    ``block``: all its bytes.
    """

    cid: Cid
    start: int
    content: bytes
    block: bytes


def check_block(cid: Cid, data: bytes) -> bytes:
    """The bytes if they are those of the CID.

    Raises:
        ServiceDown: ``BLOCK_TOO_LARGE``, ``BLOCK_MISMATCH``.
    """
    if len(data) > MAX_BLOCK:
        raise ServiceDown("BLOCK_TOO_LARGE", cid=str(cid), limit=MAX_BLOCK)
    if hashlib.sha256(data).digest() != cid.digest:
        raise ServiceDown("BLOCK_MISMATCH", cid=str(cid))
    return data


def walk(
    root: str, fetch: Fetch, *, max_blocks: int = MAX_BLOCKS, start: int = 0, stop: int = MAX_FILE
) -> Iterator[bytes]:
    """Verified bytes of a raw block or UnixFS file, block by block.

    Args:
        root: CID of the content, in any spelling.
        fetch: Gets a block; what it answers is re-hashed.
        max_blocks: Blocks to read at most, repeated ones counted each time.
        start: First byte wanted.
        stop: Byte behind the last one wanted. Blocks before and behind are not fetched.

    Returns:
        Pieces of at most MAX_BLOCK bytes, in order.

    Raises:
        BadInput: The CID or a node is malformed.
        ServiceDown: ``BLOCK_MISMATCH``, ``BLOCK_TOO_LARGE``, ``TREE_TOO_LARGE``, ``TREE_SIZES``; whatever
            ``fetch`` raises.
    """
    visits = visit(parse_any(root), fetch, max_blocks=max_blocks, start=start, stop=stop)
    return (
        one.content[max(0, start - one.start) : max(0, stop - one.start)]
        for one in visits
        if one.content or one.cid.codec == RAW
    )


def visit(
    root: Cid, fetch: Fetch, *, max_blocks: int = MAX_BLOCKS, start: int = 0, stop: int = MAX_FILE
) -> Iterator[Visit]:
    """Verified blocks of a raw block or UnixFS file, each node before what is under it. As ``walk``."""
    # Depth first with an explicit stack; the declared size is None for the root alone, which declares its
    # own.
    stack: list[tuple[Cid, int, int | None, int]] = [(root, 0, None, 0)]
    visited = 0
    while stack:
        cid, place, size, depth = stack.pop()
        if size is not None and max(place, start) >= min(place + size, stop):
            continue
        visited += 1
        if visited > max_blocks or depth > MAX_DEPTH:
            raise ServiceDown("TREE_TOO_LARGE", cid=str(root))
        block = check_block(cid, fetch(str(cid)))
        node = Node((), len(block), block) if cid.codec == RAW else decode(block)
        _check_size(root, node, size)
        yield Visit(cid, place, node.data, block)
        stack.extend(reversed(_under(node, place, depth)))


def verify(cid: str, fetch: Fetch, progress: Callable[[int, int], None] | None = None) -> None:
    """Read a file to its end and keep nothing of it.

    Args:
        cid: In any spelling.
        fetch: As ``walk``.
        progress: Called with (bytes read, bytes in all).

    Raises:
        BadInput: As ``walk``.
        ServiceDown: As ``walk``: the first thing that is lost or damaged.
    """
    root, done = parse_any(cid), 0
    total = size_of(root, fetch) if progress else 0
    for one in visit(root, fetch):
        done += len(one.content)
        if progress:
            progress(done, total)


def size_of(root: Cid, fetch: Fetch) -> int:
    """Bytes of a file, as its first block declares them.

    Raises:
        BadInput: The block is malformed.
        ServiceDown: As ``walk``.
    """
    block = check_block(root, fetch(str(root)))
    return len(block) if root.codec == RAW else decode(block).size


def _under(node: Node, place: int, depth: int) -> list[tuple[Cid, int, int | None, int]]:
    found: list[tuple[Cid, int, int | None, int]] = []
    place += len(node.data)
    for child in node.children:
        found.append((child.cid, place, child.size, depth + 1))
        place += child.size
    return found


def _check_size(root: Cid, node: Node, size: int | None) -> None:
    if size not in (None, node.size):
        raise ServiceDown("TREE_SIZES", cid=str(root))
    # A small tree can name one block a billion times over: its root has to say so, and is refused.
    if node.size > MAX_FILE:
        raise ServiceDown("TREE_TOO_LARGE", cid=str(root))
