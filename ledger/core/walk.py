"""A bounded walk over a stored file: every block is re-hashed before it is handed out (THREATS 57, 58)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from ledger.core.cid import RAW, Cid, parse
from ledger.core.unixfs import Child, decode
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


def walk(root: str, fetch: Fetch, *, max_blocks: int = MAX_BLOCKS) -> Iterator[bytes]:
    """Verified bytes of a raw block or UnixFS file, block by block.

    Args:
        root: CID of the content.
        fetch: Gets a block; what it answers is re-hashed.
        max_blocks: Blocks to read at most, repeated ones counted each time.

    Returns:
        Pieces of at most MAX_BLOCK bytes, in order.

    Raises:
        BadInput: The CID or a node is malformed.
        ServiceDown: ``BLOCK_MISMATCH``, ``BLOCK_TOO_LARGE``, ``TREE_TOO_LARGE``; whatever ``fetch`` raises.
    """
    return _walk(parse(root), fetch, max_blocks)


def _walk(root: Cid, fetch: Fetch, max_blocks: int) -> Iterator[bytes]:
    # Depth first with an explicit stack; the declared size is None for the root alone, which declares its
    # own.
    stack: list[tuple[Cid, int | None, int]] = [(root, None, 0)]
    visited = 0
    while stack:
        cid, size, depth = stack.pop()
        visited += 1
        if visited > max_blocks or depth > MAX_DEPTH:
            raise ServiceDown("TREE_TOO_LARGE", cid=str(root))
        data = check_block(cid, fetch(str(cid)))
        if cid.codec == RAW:
            if size not in (None, len(data)):
                raise ServiceDown("TREE_SIZES", cid=str(root))
            yield data
        else:
            children = _children(root, data, size)
            stack.extend((child.cid, child.size, depth + 1) for child in reversed(children))


def _children(root: Cid, data: bytes, size: int | None) -> tuple[Child, ...]:
    node = decode(data)
    if size not in (None, node.size):
        raise ServiceDown("TREE_SIZES", cid=str(root))
    # A small tree can name one block a billion times over: its root has to say so, and is refused.
    if node.size > MAX_FILE:
        raise ServiceDown("TREE_TOO_LARGE", cid=str(root))
    return node.children
