"""CIDs, UnixFS trees and digests against a real Kubo's answers."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cid as oracle  # py-cid, which comes with ipfshttpclient
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.core import cid, unixfs
from ledger.core.hashing import Digester, FileDigest, TreeDigester, digest
from ledger.core.walk import walk
from ledger.errors import BadInput

VECTORS = Path(__file__).parents[2] / "vectors" / "cid" / "v1"
FILES = json.loads((VECTORS / "files.json").read_text())
FAIL = json.loads((VECTORS / "parse_fail.json").read_text())["cases"]
PROFILES = json.loads((VECTORS / "profiles.json").read_text())["cases"]
OLD = json.loads((VECTORS / "old.json").read_text())["cases"]
SPELLINGS = json.loads((VECTORS / "spellings.json").read_text())["cases"]
LARGE = 50_000_000


@pytest.fixture(scope="module")
def longest() -> memoryview:
    size = max(case["size"] for case in FILES["cases"])
    return memoryview(hashlib.shake_256(FILES["seed"].encode()).digest(size))


@pytest.mark.parametrize("case", FILES["cases"], ids=lambda case: str(case["size"]))
def test_kubos_own_cids(case: dict[str, Any], longest: memoryview) -> None:
    data = longest[: case["size"]]
    wanted = FileDigest(case["sha256"], case["size"], case["cid"])
    assert Digester().update(data).finish() == wanted
    assert str(cid.parse(case["cid"])) == case["cid"]


def of_zeros(profile: unixfs.ImportProfile, size: int) -> str:
    """CID of a file of zeros, whose full chunks are all one block."""
    builder = unixfs.Builder(links=profile.links)
    full, rest = divmod(size, profile.chunk)
    leaf = hashlib.sha256(bytes(profile.chunk)).digest()
    for _ in range(full):
        builder.add_leaf(leaf, profile.chunk)
    if rest:
        builder.add_leaf(hashlib.sha256(bytes(rest)).digest(), rest)
    return str(builder.finish())


@pytest.mark.parametrize(
    "case", PROFILES, ids=lambda case: f"{case['chunk']}x{case['links']}-{case['size']}-{case['content']}"
)
def test_kubos_own_cids_in_other_profiles(case: dict[str, Any], longest: memoryview) -> None:
    profile, size = unixfs.ImportProfile("a", case["chunk"], case["links"]), case["size"]
    if case["content"] == "zeros":
        assert of_zeros(profile, size) == case["cid"]
        return
    if size > LARGE:
        if settings.get_current_profile_name() == "quick":
            pytest.skip("500 MB: with SONGDEED_HYPOTHESIS=ci or long")
        longest = memoryview(hashlib.shake_256(FILES["seed"].encode()).digest(size))
    assert Digester(profile).update(longest[:size]).finish().cid == case["cid"]


def test_the_vectors_hold_both_profiles_at_their_edges() -> None:
    have = {(case["chunk"], case["links"], case["size"]) for case in PROFILES}
    have |= {(unixfs.CHUNK, unixfs.LINKS, case["size"]) for case in FILES["cases"]}
    for profile in unixfs.PROFILES.values():
        chunk, full = profile.chunk, profile.chunk * profile.links
        for size in (0, 1, chunk - 1, chunk, chunk + 1, full - 1, full, full + 1, 500_000_000):
            assert (chunk, profile.links, size) in have


def leaf(data: bytes, kind: int = 2) -> bytes:
    return unixfs.Node((), len(data), data, kind).to_bytes()


def old_tree(data: bytes) -> tuple[cid.Cid, dict[str, bytes]]:
    """A file as Kubo's old defaults add it: CIDv0 throughout, leaves of dag-pb."""
    blocks: dict[str, bytes] = {}

    def put(block: bytes) -> cid.Cid:
        name = cid.Cid(cid.DAG_PB, hashlib.sha256(block).digest(), 0)
        blocks[str(name)] = block
        return name

    parts = [data[at : at + unixfs.CHUNK] for at in range(0, len(data), unixfs.CHUNK)] or [b""]
    children = [unixfs.Child(put(leaf(part)), len(part), len(leaf(part))) for part in parts]
    return (children[0].cid if len(children) == 1 else put(unixfs.encode(tuple(children)))), blocks


@pytest.mark.parametrize("case", OLD, ids=lambda case: str(case["size"]))
def test_what_kubo_added_with_its_old_defaults_is_read(case: dict[str, Any], longest: memoryview) -> None:
    data = bytes(longest[: case["size"]])
    root, blocks = old_tree(data)
    assert str(root) == case["cid"] and cid.parse_any(case["cid"]) == root
    for name in (str(root), str(root.v1)):
        assert b"".join(walk(name, (blocks | {str(root.v1): blocks[str(root)]}).__getitem__)) == data


@pytest.mark.parametrize("case", SPELLINGS, ids=lambda case: f"{case['base']}-{case['cid'][:5]}")
def test_other_bases(case: dict[str, str]) -> None:
    assert cid.parse_any(case["text"]) == cid.parse(case["cid"])
    assert oracle.from_string(case["text"]).buffer == cid.parse(case["cid"]).to_bytes()


ZERO = "QmPZ9gcCEpqKTo6aq61g2nXGUhM4iCL3ewB6LDXZCtioEB"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("z" + ZERO, "CID_VERSION"),
        (ZERO[:-1], "CID_SYNTAX"),
        (ZERO[:-1] + "0", "CID_SYNTAX"),
        ("Qm" + "z" * 44, "CID_VERSION"),
        ("f" + "01551220" + "00" * 31 + "0", "CID_SYNTAX"),
        ("f01551220" + "AA" * 32, "CID_SYNTAX"),
        ("f 1551220" + "00" * 32, "CID_SYNTAX"),
        ("f00701220" + "00" * 32, "CID_VERSION"),
        ("f01711220" + "00" * 32, "CID_CODEC"),
        ("f01550020" + "00" * 32, "CID_HASH"),
        ("mAVUSIA", "CID_HASH"),
        ("mAVUSIAA", "CID_HASH"),
        ("mAVUS*IAA", "CID_SYNTAX"),
        ("mAVUSIAA=", "CID_SYNTAX"),
        ("k", "CID_VERSION"),
        ("z1", "CID_VERSION"),
        ("z" * 10_000, "CID_SYNTAX"),
        ("u" + "+" * 48, "CID_SYNTAX"),
        ("z\u0661", "CID_SYNTAX"),
        ("ipfs://" + ZERO, "CID_SYNTAX"),
        ("", "CID_SYNTAX"),
    ],
)
def test_t39_spellings_of_nothing(text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        cid.parse_any(text)
    assert caught.value.code == code
    assert caught.value.params.get("value") == (text[:100] if code == "CID_SYNTAX" else None)


def test_old_cids_have_one_codec() -> None:
    for codec, version in ((cid.RAW, 0), (cid.DAG_PB, 2)):
        with pytest.raises(BadInput):
            cid.Cid(codec, bytes(32), version)


@given(st.text(max_size=20) | st.text("0189afkmzuQBFK", max_size=74))
def test_any_text_is_a_cid_or_refused(text: str) -> None:
    with contextlib.suppress(BadInput):
        assert str(cid.parse_any(text))


@pytest.mark.parametrize("case", FAIL, ids=lambda case: case["name"])
def test_t39_refused(case: dict[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        cid.parse(case["text"])
    assert caught.value.code == case["code"]
    assert caught.value.params.get("value") == (case["text"] if case["code"] == "CID_SYNTAX" else None)


def test_only_the_beginning_of_a_long_text_is_told() -> None:
    with pytest.raises(BadInput) as caught:
        cid.parse("b" * 200)
    assert (caught.value.code, caught.value.params) == ("CID_SYNTAX", {"value": "b" * 100})


@pytest.mark.parametrize("parse", [cid.parse, cid.parse_any])
def test_not_even_text(parse: Callable[[Any], cid.Cid]) -> None:
    with pytest.raises(BadInput) as caught:
        parse(b"bafk")
    assert (caught.value.code, caught.value.params) == ("CID_SYNTAX", {"value": "b'bafk'"})


def test_a_digest_has_32_bytes() -> None:
    with pytest.raises(BadInput) as caught:
        cid.raw_cid(bytes(20))
    assert caught.value.code == "CID_HASH"


@given(st.binary(min_size=32, max_size=32), st.sampled_from([cid.RAW, cid.DAG_PB]))
def test_round_trip(hashed: bytes, codec: int) -> None:
    made = cid.Cid(codec, hashed)
    assert cid.parse(str(made)) == made == cid.from_bytes(made.to_bytes())
    assert made.version == 1
    assert str(made).startswith("bafk" if codec == cid.RAW else "bafy")


@given(st.lists(st.integers(0, 400_000), max_size=6))
def test_pieces_of_any_size_give_one_digest(sizes: list[int]) -> None:
    data = bytes(sum(sizes))
    pieces, tree, at = Digester(), TreeDigester(), 0
    for size in sizes:
        pieces.update(data[at : at + size])
        tree.update(bytearray(data[at : at + size]))
        at += size
    assert pieces.finish() == digest(data)
    assert tree.finish() == digest(data).cid


def test_an_empty_file_has_a_cid() -> None:
    assert digest(b"").cid == "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"


@pytest.mark.parametrize(
    "pieces",
    [[b"abcdefghij"], [b"abc", b"def", b"ghij"], [b"abcd", b"", b"efghij"], [b"a", b"bcdefghi", b"j"]],
)
def test_a_file_is_cut_where_its_profile_says(pieces: list[bytes]) -> None:
    builder = unixfs.Builder(links=2)
    for chunk in (b"abcd", b"efgh", b"ij"):
        builder.add_leaf(hashlib.sha256(chunk).digest(), len(chunk))
    whole = "0x" + hashlib.sha256(b"abcdefghij").hexdigest()
    digester = Digester(unixfs.ImportProfile("small", 4, 2))
    for piece in pieces:
        digester.update(piece)
    assert digester.finish() == FileDigest(whole, 10, str(builder.finish()), "small")


def tree_of(sizes: list[int], links: int = unixfs.LINKS) -> tuple[str, dict[str, bytes]]:
    nodes: dict[str, bytes] = {}
    builder = unixfs.Builder(nodes.__setitem__, links)
    for index, size in enumerate(sizes):
        builder.add_leaf(hashlib.sha256(index.to_bytes(4, "big")).digest(), size)
    return str(builder.finish()), nodes


@given(st.lists(st.integers(1, 262_144), min_size=2, max_size=500))
def test_nodes_are_read_as_they_were_written(sizes: list[int]) -> None:
    root, nodes = tree_of(sizes)
    assert unixfs.decode(nodes[root]).size == sum(sizes)
    for name, data in nodes.items():
        node = unixfs.decode(data)
        assert unixfs.encode(node.children) == data
        assert str(cid.Cid(cid.DAG_PB, hashlib.sha256(data).digest())) == name


@pytest.mark.parametrize(
    ("leaves", "depth", "under_root"),
    [
        (2, 1, [1, 1]),
        (3, 1, [1, 1, 1]),
        (4, 2, [3, 1]),
        (9, 2, [3, 3, 3]),
        (10, 3, [9, 1]),
        (22, 3, [9, 9, 4]),
    ],
)
def test_all_leaves_lie_at_one_depth(leaves: int, depth: int, under_root: list[int]) -> None:
    root, nodes = tree_of([1] * leaves, links=3)

    def depths(name: str) -> set[int]:
        if name not in nodes:
            return {0}
        children = unixfs.decode(nodes[name]).children
        return {1 + depth for child in children for depth in depths(str(child.cid))}

    assert depths(root) == {depth}
    assert [child.size for child in unixfs.decode(nodes[root]).children] == under_root


_, NODES = tree_of([3, 3])
NODE = next(iter(NODES.values()))
DIRECTORY = b"\x0a\x02\x08\x01"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "NODE_MALFORMED"),
        (DIRECTORY, "NODE_MALFORMED"),
        (b"\x0a\x04\x08\x02\x12\x00", "NODE_MALFORMED"),  # a file with its bytes inside
        (NODE + b"\x00", "NODE_MALFORMED"),
        (NODE + b"\x1a\x00", "NODE_MALFORMED"),  # a third field
        (NODE + NODE[-6:], "NODE_MALFORMED"),
        (NODE.replace(b"\x08\x02\x18\x06", b"\x08\x02\x18\x07"), "NODE_MALFORMED"),  # sizes that don't add up
        (NODE.replace(b"\x08\x02\x18\x06", b"\x08\x05\x18\x06"), "NODE_MALFORMED"),  # a HAMT shard
        (NODE.replace(b"\x20\x03\x20\x03", b"\x20\x00\x20\x06"), "NODE_MALFORMED"),  # a child of nothing
        (NODE.replace(b"\x20\x03\x20\x03", b"\x20\x83\x00\x20"), "NODE_MALFORMED"),
        (NODE.replace(b"\x12\x00", b"\x12\x01", 1), "NODE_MALFORMED"),
        (NODE.replace(b"\x12\x00", b"\x1a\x00", 1), "NODE_MALFORMED"),  # a link without a name
        (NODE.replace(b"\x01\x55\x12", b"\x01\x71\x12", 1), "CID_CODEC"),
        (NODE.replace(b"\x55\x12\x20", b"\x55\x00\x20", 1), "CID_HASH"),  # an identity link
        (b"\x12" + b"\x80" * 12, "NODE_MALFORMED"),
        (b"\x12\x80\x00", "NODE_MALFORMED"),
        (b"\x12\xff\xff\xff\x7f", "NODE_MALFORMED"),
        (b"\x12\x7f\x0a\x02ab\x12\x00\x18\x01", "NODE_MALFORMED"),  # a link longer than what there is
        (b"\x0a\x00" * (1 << 20), "NODE_MALFORMED"),  # a million fields of nothing
        (leaf(b"abc", 1), "NODE_MALFORMED"),  # a folder with bytes
        (leaf(b"abc", 5), "NODE_MALFORMED"),  # a HAMT shard with bytes
        (leaf(b"abc")[:-1] + b"\x04", "NODE_MALFORMED"),  # more bytes than there are
        (b"\x0a\x06\x08\x02\x12\x00\x18\x00", "NODE_MALFORMED"),  # another spelling of the empty file
    ],
)
def test_t58_malformed_nodes(data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        unixfs.decode(data)
    assert caught.value.code == code


OLDER = bytes.fromhex("0802120578787878781805")  # five bytes of a file, without mode and time
MODE, TIME = bytes.fromhex("38a403"), bytes.fromhex("420b0880e2cfaa0615cccc5b07")


def _unixfs(*parts: bytes) -> bytes:
    body = b"".join(parts)
    return b"\x0a" + unixfs.varint(len(body)) + body


@pytest.mark.parametrize("parts", [(MODE,), (TIME,), (MODE, TIME), (b"\x42\x02\x08\x00",)])
def test_mode_and_time_as_kubo_writes_them(parts: tuple[bytes, ...]) -> None:
    node = unixfs.decode(_unixfs(OLDER, *parts))
    assert node.data == b"xxxxx" and node.attributes == b"".join(parts)


@pytest.mark.parametrize(
    "parts",
    [
        (TIME, MODE),
        (MODE, MODE),
        (TIME, TIME),
        (b"\x38\x80\x80\x80\x80\x10",),  # a mode of 33 bits
        (b"\x42\x00",),
        (b"\x42\x07" + TIME[2:9],),
        (b"\x42\x0c" + TIME[2:] + b"\x00",),
        (b"\x40\x01",),  # a time that is a number
        (MODE, b"\x20\x05"),  # a size behind
        (b"\x48\x01",),
    ],
)
def test_t58_attributes_that_are_none(parts: tuple[bytes, ...]) -> None:
    with pytest.raises(BadInput) as caught:
        unixfs.decode(_unixfs(OLDER, *parts))
    assert caught.value.code == "NODE_MALFORMED"


def test_more_links_than_anybody_makes() -> None:
    child = unixfs.Child(cid.Cid(cid.RAW, bytes(32)), 1, 1)
    most = unixfs.Node((child,) * 8192, 8193, b"x", attributes=MODE + TIME)
    assert unixfs.decode(most.to_bytes()) == most
    with pytest.raises(BadInput) as caught:
        unixfs.decode(unixfs.encode((child,) * 8193))
    assert caught.value.code == "NODE_MALFORMED"


def test_the_largest_node() -> None:
    largest = leaf(bytes((2 << 20) - 14))
    assert len(largest) == 2 << 20
    assert unixfs.decode(largest).to_bytes() == largest
    with pytest.raises(BadInput) as caught:
        unixfs.decode(largest + b"\x00")
    assert caught.value.code == "NODE_TOO_LARGE"
    assert caught.value.params == {"size": (2 << 20) + 1, "limit": 2 << 20}


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "00"), (127, "7f"), (128, "8001"), (16383, "ff7f"), (16384, "808001"), (2**63 - 1, "ff" * 8 + "7f")],
)
def test_numbers_are_written_as_short_as_can_be(number: int, written: str) -> None:
    assert unixfs.varint(number).hex() == written
    node = unixfs.Node((unixfs.Child(cid.Cid(cid.RAW, bytes(32)), 1, number),), 1)
    assert unixfs.decode(node.to_bytes()) == node


def test_t58_numbers_of_more_than_63_bits() -> None:
    child = unixfs.Child(cid.Cid(cid.RAW, bytes(32)), 1, 1 << 63)
    with pytest.raises(BadInput) as caught:
        unixfs.decode(unixfs.encode((child,)))
    assert caught.value.code == "NODE_MALFORMED"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        node = unixfs.decode(data)
    except BadInput:
        return
    assert node.to_bytes() == data


@given(st.integers(0, len(NODE) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_another_node(place: int, change: int) -> None:
    flipped = bytearray(NODE)
    flipped[place] ^= change
    with contextlib.suppress(BadInput):
        assert unixfs.decode(bytes(flipped)) != unixfs.decode(NODE)
