"""Merkle trees against @openzeppelin/merkle-tree (THREATS 36, 37)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.keccak import keccak
from ledger.core.merkle import Tree, leaf_hash, row_leaf, verify
from ledger.errors import BadInput

VECTORS = Path(__file__).parents[2] / "vectors" / "merkle" / "v1"
TREES = json.loads((VECTORS / "trees.json").read_text())["trees"]
FAIL = json.loads((VECTORS / "trees_fail.json").read_text())["cases"]
HASHES = st.binary(min_size=32, max_size=32).map(lambda data: "0x" + data.hex())


@pytest.mark.parametrize("case", TREES, ids=lambda case: case["name"])
def test_the_librarys_own_trees(case: dict[str, Any]) -> None:
    leaves = [leaf_hash(row["record_hash"], row["registrant"], row["facts_hash"]) for row in case["leaves"]]
    assert leaves == [row["leaf"] for row in case["leaves"]]
    tree = Tree(leaves)
    assert tree.root == case["root"] == Tree(reversed(leaves)).root
    for row in case["leaves"]:
        assert list(tree.path(row["leaf"])) == row["path"]
        assert verify(case["root"], row["leaf"], row["path"])


@pytest.mark.parametrize("case", FAIL, ids=lambda case: case["name"])
def test_t37_trees_that_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        Tree(case["leaves"])
    assert caught.value.code == case["code"]
    if case["code"] == "MERKLE_DUPLICATE":
        assert caught.value.params == {"leaf": case["leaves"][-1]}


@given(st.sets(HASHES, min_size=1, max_size=40))
def test_every_leaf_has_a_path_and_nothing_else(leaves: set[str]) -> None:
    tree = Tree(leaves)
    for leaf in leaves:
        path = tree.path(leaf)
        assert verify(tree.root, leaf, path)
        assert not verify(tree.root, "0x" + keccak(bytes.fromhex(leaf[2:])).hex(), path)
        if path:
            assert not verify(tree.root, leaf, path[:-1])
            assert not verify(tree.root, leaf, (*path, path[0]))


@given(st.sets(HASHES, min_size=1, max_size=20), st.sets(HASHES, min_size=1, max_size=20))
def test_t37_two_lists_never_have_one_root(one: set[str], other: set[str]) -> None:
    assert (Tree(one).root == Tree(other).root) == (one == other)


def test_t36_an_inner_node_is_never_an_assets_leaf() -> None:
    case = TREES[3]
    inner = bytes.fromhex(case["leaves"][0]["leaf"][2:]) + bytes.fromhex(case["leaves"][1]["leaf"][2:])
    # What would have to be an asset id for the inner node to be its leaf is 64 bytes, and an id is 32.
    assert len(inner) == 64
    with pytest.raises(BadInput):
        leaf_hash("0x" + inner.hex(), case["leaves"][0]["registrant"], case["leaves"][0]["facts_hash"])


def test_a_row_of_a_statement_has_a_leaf() -> None:
    words = (3).to_bytes(32, "big") + hashlib.sha256(b"a row").digest()
    assert row_leaf(3, b"a row") == "0x" + keccak(keccak(words)).hex()


def test_t36_a_tree_of_one_is_its_leaf() -> None:
    leaf = TREES[0]["leaves"][0]["leaf"]
    assert Tree([leaf]).root == leaf and Tree([leaf]).path(leaf) == ()
    assert verify(leaf, leaf, ())
    assert not verify(TREES[1]["root"], TREES[1]["leaves"][0]["leaf"], ())


def test_t36_paths_have_a_limit() -> None:
    leaf = TREES[0]["leaves"][0]["leaf"]
    assert not verify(leaf, leaf, [leaf] * 40)
    with pytest.raises(BadInput) as caught:
        verify(leaf, leaf, [leaf] * 41)
    assert caught.value.code == "MERKLE_PATH_TOO_LONG"
    assert caught.value.params == {"given": 41, "limit": 40}


def test_words_are_checked() -> None:
    tree = Tree([TREES[0]["leaves"][0]["leaf"]])
    with pytest.raises(BadInput) as caught:
        tree.path("0x" + "00" * 32)
    assert (caught.value.code, caught.value.params) == ("MERKLE_NO_LEAF", {"leaf": "0x" + "00" * 32})
    with pytest.raises(BadInput):
        verify(tree.root, tree.root, ["0x11"])
    with pytest.raises(BadInput):
        verify(tree.root[:-2], tree.root, [])
