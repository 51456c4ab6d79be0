"""Reading a stored file from somebody who may lie (THREATS 57, 58)."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.core import cid, unixfs, walk
from ledger.core.hashing import TreeDigester, digest
from ledger.errors import BadInput, ServiceDown

CHUNK = unixfs.CHUNK


def blocks_of(data: bytes) -> tuple[str, dict[str, bytes]]:
    blocks: dict[str, bytes] = {}
    for at in range(0, len(data), CHUNK):
        chunk = data[at : at + CHUNK]
        blocks[cid.raw_cid(hashlib.sha256(chunk).digest())] = chunk
    return TreeDigester(blocks.__setitem__).update(data).finish(), blocks


def put(blocks: dict[str, bytes], codec: int, data: bytes) -> cid.Cid:
    made = cid.Cid(codec, hashlib.sha256(data).digest())
    blocks[str(made)] = data
    return made


def refused(root: str, blocks: dict[str, bytes]) -> str:
    with pytest.raises((ServiceDown, BadInput)) as caught:
        list(walk.walk(root, blocks.__getitem__))
    return caught.value.code


@pytest.mark.parametrize("size", [1, CHUNK, CHUNK + 1, 176 * CHUNK])
def test_what_was_stored_is_read(size: int) -> None:
    data = hashlib.shake_256(b"walk").digest(size)
    root, blocks = blocks_of(data)
    assert b"".join(walk.walk(root, blocks.__getitem__)) == data
    assert root == digest(data).cid


def test_t57_one_wrong_bit_in_any_block() -> None:
    root, blocks = blocks_of(hashlib.shake_256(b"walk").digest(2 * CHUNK + 5))
    assert len(blocks) == 4
    for name, data in blocks.items():
        assert refused(root, blocks | {name: data[:-1] + bytes([data[-1] ^ 1])}) == "BLOCK_MISMATCH"
        assert refused(root, blocks | {name: b""}) == "BLOCK_MISMATCH"


def test_nothing_wrong_is_handed_out_before_the_error() -> None:
    data = hashlib.shake_256(b"walk").digest(2 * CHUNK)
    root, blocks = blocks_of(data)
    second = cid.raw_cid(hashlib.sha256(data[CHUNK:]).digest())
    got = []
    with pytest.raises(ServiceDown):
        for piece in walk.walk(root, (blocks | {second: bytes(CHUNK)}).__getitem__):
            got.append(piece)
    assert got == [data[:CHUNK]]


def test_t58_a_block_that_never_ends() -> None:
    assert (
        refused(cid.raw_cid(bytes(32)), {cid.raw_cid(bytes(32)): bytes(walk.MAX_BLOCK + 1)})
        == "BLOCK_TOO_LARGE"
    )


def test_t58_a_small_tree_that_unfolds_to_more_than_any_file() -> None:
    blocks: dict[str, bytes] = {}
    leaf = put(blocks, cid.RAW, bytes(CHUNK))
    child = unixfs.Child(leaf, CHUNK, CHUNK)
    for _ in range(3):
        data = unixfs.encode((child,) * 8000)
        child = unixfs.Child(put(blocks, cid.DAG_PB, data), child.size * 8000, 1)
    assert len(blocks) == 4
    assert refused(str(child.cid), blocks) == "TREE_TOO_LARGE"


def test_t58_a_tree_of_single_children() -> None:
    blocks: dict[str, bytes] = {}
    child = unixfs.Child(put(blocks, cid.RAW, b"x"), 1, 1)
    for _ in range(walk.MAX_DEPTH):
        child = unixfs.Child(put(blocks, cid.DAG_PB, unixfs.encode((child,))), 1, 1)
    assert b"".join(walk.walk(str(child.cid), blocks.__getitem__)) == b"x"
    child = unixfs.Child(put(blocks, cid.DAG_PB, unixfs.encode((child,))), 1, 1)
    assert refused(str(child.cid), blocks) == "TREE_TOO_LARGE"


def test_t58_more_blocks_than_a_file_can_have() -> None:
    blocks: dict[str, bytes] = {}
    child = unixfs.Child(put(blocks, cid.RAW, b"x"), 1, 1)
    for count in (20, 20):
        child = unixfs.Child(put(blocks, cid.DAG_PB, unixfs.encode((child,) * count)), child.size * count, 1)
    visits = 1 + 20 + 400
    assert b"".join(walk.walk(str(child.cid), blocks.__getitem__, max_blocks=visits)) == b"x" * 400
    with pytest.raises(ServiceDown) as caught:
        list(walk.walk(str(child.cid), blocks.__getitem__, max_blocks=visits - 1))
    assert caught.value.code == "TREE_TOO_LARGE"
    assert walk.MAX_BLOCKS * unixfs.CHUNK >= walk.MAX_FILE


@pytest.mark.parametrize("declared", [2, 4])
def test_sizes_that_lie(declared: int) -> None:
    blocks: dict[str, bytes] = {}
    leaf = unixfs.Child(put(blocks, cid.RAW, b"abc"), declared, 3)
    node = unixfs.encode((leaf,))
    assert refused(str(put(blocks, cid.DAG_PB, node)), blocks) == "TREE_SIZES"
    honest = unixfs.encode((unixfs.Child(leaf.cid, 3, 3),))
    over = unixfs.encode((unixfs.Child(put(blocks, cid.DAG_PB, honest), declared, 3),))
    assert refused(str(put(blocks, cid.DAG_PB, over)), blocks) == "TREE_SIZES"


def test_folders_and_nonsense() -> None:
    blocks: dict[str, bytes] = {}
    assert refused(str(put(blocks, cid.DAG_PB, b"\x0a\x02\x08\x01")), blocks) == "NODE_MALFORMED"
    assert refused("QmNonsense", blocks) == "CID_SYNTAX"


@given(st.integers(0, 5 * CHUNK), st.integers(0, 5 * CHUNK))
@settings(max_examples=50)
def test_a_part_of_a_file_and_no_block_beside_it(start: int, stop: int) -> None:
    data = hashlib.shake_256(b"walk").digest(4 * CHUNK + 5)
    root, blocks = blocks_of(data)
    asked = []

    def fetch(name: str) -> bytes:
        asked.append(name)
        return blocks[name]

    assert b"".join(walk.walk(root, fetch, start=start, stop=stop)) == data[start:stop]
    touched = max(0, -(-min(stop, len(data)) // CHUNK) - start // CHUNK) if start < stop else 0
    assert len(asked) <= 1 + touched
    assert walk.size_of(cid.parse(root), fetch) == len(data)


def test_every_block_of_a_tree() -> None:
    root, blocks = blocks_of(hashlib.shake_256(b"walk").digest(4 * CHUNK + 5))
    visited = {str(one.cid): one.block for one in walk.visit(cid.parse(root), blocks.__getitem__)}
    assert visited == blocks
