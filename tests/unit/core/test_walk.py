"""Reading a stored file from somebody who may lie (THREATS 57, 58)."""

from __future__ import annotations

import hashlib
from itertools import product

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


def noted(blocks: dict[str, bytes]) -> tuple[list[str], walk.Fetch]:
    """A store, and what it was asked for."""
    asked: list[str] = []

    def fetch(name: str) -> bytes:
        asked.append(name)
        return blocks[name]

    return asked, fetch


def refused(root: str, blocks: dict[str, bytes]) -> tuple[str, object]:
    """The code, and the CID that is named."""
    with pytest.raises((ServiceDown, BadInput)) as caught:
        list(walk.walk(root, blocks.__getitem__))
    return caught.value.code, caught.value.params.get("cid")


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
        assert refused(root, blocks | {name: data[:-1] + bytes([data[-1] ^ 1])}) == ("BLOCK_MISMATCH", name)
        assert refused(root, blocks | {name: b""}) == ("BLOCK_MISMATCH", name)


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
    blocks: dict[str, bytes] = {}
    longest = put(blocks, cid.RAW, bytes(2 << 20))
    assert list(walk.walk(str(longest), blocks.__getitem__)) == [bytes(2 << 20)]
    longer = put(blocks, cid.RAW, bytes((2 << 20) + 1))
    with pytest.raises(ServiceDown) as caught:
        walk.check_block(longer, blocks[str(longer)])
    assert caught.value.code == "BLOCK_TOO_LARGE"
    assert caught.value.params == {"cid": str(longer), "limit": 2 << 20}


def test_t58_a_small_tree_that_unfolds_to_more_than_any_file() -> None:
    blocks: dict[str, bytes] = {}
    leaf = put(blocks, cid.RAW, bytes(CHUNK))
    child = unixfs.Child(leaf, CHUNK, CHUNK)
    for _ in range(3):
        data = unixfs.encode((child,) * 8000)
        child = unixfs.Child(put(blocks, cid.DAG_PB, data), child.size * 8000, 1)
    assert len(blocks) == 4
    assert refused(str(child.cid), blocks) == ("TREE_TOO_LARGE", str(child.cid))


def test_t58_the_largest_file() -> None:
    blocks: dict[str, bytes] = {}
    leaf = put(blocks, cid.RAW, b"x")
    for size in (walk.MAX_FILE, walk.MAX_FILE + 1):
        root = put(blocks, cid.DAG_PB, unixfs.encode((unixfs.Child(leaf, size, 1),)))
        # The leaf is shorter than is said of it: of the root alone nothing is wrong, if it is not too large.
        wrong = "TREE_SIZES" if size == walk.MAX_FILE else "TREE_TOO_LARGE"
        assert refused(str(root), blocks) == (wrong, str(root))


def test_t58_a_tree_of_single_children() -> None:
    blocks: dict[str, bytes] = {}
    child = unixfs.Child(put(blocks, cid.RAW, b"x"), 1, 1)
    for _ in range(walk.MAX_DEPTH):
        child = unixfs.Child(put(blocks, cid.DAG_PB, unixfs.encode((child,))), 1, 1)
    assert b"".join(walk.walk(str(child.cid), blocks.__getitem__)) == b"x"
    child = unixfs.Child(put(blocks, cid.DAG_PB, unixfs.encode((child,))), 1, 1)
    assert refused(str(child.cid), blocks) == ("TREE_TOO_LARGE", str(child.cid))


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
    root = str(put(blocks, cid.DAG_PB, unixfs.encode((leaf,))))
    assert refused(root, blocks) == ("TREE_SIZES", root)
    honest = unixfs.encode((unixfs.Child(leaf.cid, 3, 3),))
    over = unixfs.encode((unixfs.Child(put(blocks, cid.DAG_PB, honest), declared, 3),))
    root = str(put(blocks, cid.DAG_PB, over))
    assert refused(root, blocks) == ("TREE_SIZES", root)


def test_folders_and_nonsense() -> None:
    blocks: dict[str, bytes] = {}
    assert refused(str(put(blocks, cid.DAG_PB, b"\x0a\x02\x08\x01")), blocks) == ("NODE_MALFORMED", None)
    assert refused("QmNonsense", blocks) == ("CID_SYNTAX", None)


@given(st.integers(0, 5 * CHUNK), st.integers(0, 5 * CHUNK))
@settings(max_examples=50)
def test_a_part_of_a_file_and_no_block_beside_it(start: int, stop: int) -> None:
    data = hashlib.shake_256(b"walk").digest(4 * CHUNK + 5)
    root, blocks = blocks_of(data)
    asked, fetch = noted(blocks)
    assert b"".join(walk.walk(root, fetch, start=start, stop=stop)) == data[start:stop]
    touched = max(0, -(-min(stop, len(data)) // CHUNK) - start // CHUNK) if start < stop else 0
    assert len(asked) <= 1 + touched
    assert walk.size_of(cid.parse(root), fetch) == len(data)


@pytest.mark.parametrize(
    ("start", "stop", "chunks"),
    [
        (0, 0, []),
        (0, 1, [0]),
        (0, CHUNK, [0]),
        (CHUNK - 1, CHUNK + 1, [0, 1]),
        (CHUNK, CHUNK, []),
        (CHUNK, 2 * CHUNK, [1]),
        (CHUNK + 7, 3 * CHUNK, [1, 2]),
        (2 * CHUNK + 4, 2 * CHUNK + 5, [2]),
        (2 * CHUNK + 5, 9 * CHUNK, [2]),
        (3 * CHUNK, 9 * CHUNK, []),
    ],
)
def test_only_the_blocks_of_a_part_are_fetched(start: int, stop: int, chunks: list[int]) -> None:
    data = hashlib.shake_256(b"walk").digest(2 * CHUNK + 9)
    root, blocks = blocks_of(data)
    asked, fetch = noted(blocks)
    assert b"".join(walk.walk(root, fetch, start=start, stop=stop)) == data[start:stop]
    parts = [data[at * CHUNK : (at + 1) * CHUNK] for at in chunks]
    assert asked == [root, *(cid.raw_cid(hashlib.sha256(part).digest()) for part in parts)]


def test_every_block_of_a_tree_and_where_it_stands() -> None:
    data = hashlib.shake_256(b"walk").digest(2 * CHUNK + 5)
    root, blocks = blocks_of(data)
    visited = list(walk.visit(cid.parse(root), blocks.__getitem__))
    assert {str(one.cid): one.block for one in visited} == blocks
    assert [(one.start, one.content) for one in visited] == [
        (0, b""),
        (0, data[:CHUNK]),
        (CHUNK, data[CHUNK : 2 * CHUNK]),
        (2 * CHUNK, data[2 * CHUNK :]),
    ]


def test_bytes_in_the_midst_of_a_tree_stand_before_those_under_them() -> None:
    blocks: dict[str, bytes] = {}
    first = unixfs.Child(put(blocks, cid.RAW, b"a"), 1, 1)
    last = unixfs.Child(put(blocks, cid.RAW, b"ef"), 2, 2)
    inner = unixfs.Child(put(blocks, cid.DAG_PB, unixfs.Node((last,), 4, b"cd").to_bytes()), 4, 1)
    root = put(blocks, cid.DAG_PB, unixfs.encode((first, inner)))
    visited = [(one.start, one.content) for one in walk.visit(root, blocks.__getitem__)]
    assert visited == [(0, b""), (0, b"a"), (1, b"cd"), (3, b"ef")]
    for name, data in ((root, b"acdef"), (inner.cid, b"cdef"), (last.cid, b"ef")):
        for start, stop in product(range(7), repeat=2):
            part = walk.walk(str(name), blocks.__getitem__, start=start, stop=stop)
            assert b"".join(part) == data[start:stop]


@pytest.mark.parametrize("size", [5, 2 * CHUNK + 5])
def test_a_file_is_read_to_its_end_and_told_how_far(size: int) -> None:
    data = hashlib.shake_256(b"walk").digest(size)
    root, blocks = blocks_of(data)
    told: list[tuple[int, int]] = []
    walk.verify(root, blocks.__getitem__, lambda done, total: told.append((done, total)))
    nodes = [(0, size)] if size > CHUNK else []
    assert told == [*nodes, *((done, size) for done in range(CHUNK, size, CHUNK)), (size, size)]
    asked, fetch = noted(blocks)
    walk.verify(root, fetch)
    assert asked == list(dict.fromkeys((root, *blocks)))
    last = cid.raw_cid(hashlib.sha256(data[size // CHUNK * CHUNK :]).digest())
    with pytest.raises(ServiceDown) as caught:
        walk.verify(root, (blocks | {last: b"other"}).__getitem__)
    assert caught.value.code == "BLOCK_MISMATCH"


@pytest.mark.parametrize("size", [5, 2 * CHUNK + 5])
def test_the_size_of_a_file_is_not_believed_of_other_bytes(size: int) -> None:
    root, blocks = blocks_of(hashlib.shake_256(b"walk").digest(size))
    assert walk.size_of(cid.parse(root), blocks.__getitem__) == size
    with pytest.raises(ServiceDown) as caught:
        walk.size_of(cid.parse(root), (blocks | {root: b"other"}).__getitem__)
    assert (caught.value.code, caught.value.params) == ("BLOCK_MISMATCH", {"cid": root})
