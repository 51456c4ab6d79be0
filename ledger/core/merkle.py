"""Merkle trees of assets in OpenZeppelin's *standard-v1* shape (docs/decisions/0003).

Leaves are hashed twice, pairs are sorted before hashing, the sorted leaves fill a complete binary tree from
its end.
Source: https://github.com/OpenZeppelin/merkle-tree, *Standard Merkle Trees*.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ledger.core.keccak import keccak, keccak_words
from ledger.core.model import check_address, check_hash
from ledger.core.rights import MAX_PATH
from ledger.errors import BadInput


def leaf_hash(record_hash: str, registrant: str, facts_hash: str) -> str:
    """Leaf of an asset: the hash of its id, which is the hash of these three words.

    Raises:
        BadInput: ``BAD_HASH``, ``BAD_ADDRESS``.
    """
    asset = keccak_words(check_hash(record_hash), check_address(registrant), check_hash(facts_hash))
    return keccak_words(asset)


def row_leaf(number: int, row: bytes) -> str:
    """Leaf of one row of a statement: standard-v1 of (uint256 number from 0, bytes32 sha256 of the row)."""
    return "0x" + keccak(keccak(number.to_bytes(32) + hashlib.sha256(row).digest())).hex()


class Tree:
    """The tree over leaves, in whatever order they come.

    Args:
        leaves: Leaf hashes, each once.

    Raises:
        BadInput: ``MERKLE_EMPTY``, ``MERKLE_DUPLICATE``, ``BAD_HASH``.
    """

    def __init__(self, leaves: Iterable[str]) -> None:
        # The tree from its end to its beginning: the leaves, behind them the parent of each two in turn.
        self._nodes = sorted(bytes.fromhex(check_hash(leaf)[2:]) for leaf in leaves)
        if not self._nodes:
            raise BadInput("MERKLE_EMPTY")
        for one, other in pairwise(self._nodes):
            if one == other:  # two lists must not have one root (CVE-2012-2459 and its family)
                raise BadInput("MERKLE_DUPLICATE", leaf="0x" + one.hex())
        self._place = {leaf: index for index, leaf in enumerate(self._nodes)}
        for index in range(len(self._place) - 1):
            self._nodes.append(_pair(*self._nodes[2 * index : 2 * index + 2]))

    @property
    def root(self) -> str:
        """The 32 bytes to anchor."""
        return "0x" + self._nodes[-1].hex()

    def path(self, leaf: str) -> tuple[str, ...]:
        """Siblings from a leaf up to the root; none in a tree of one leaf.

        Raises:
            BadInput: ``MERKLE_NO_LEAF``.
        """
        index = self._place.get(bytes.fromhex(check_hash(leaf)[2:]))
        if index is None:
            raise BadInput("MERKLE_NO_LEAF", leaf=leaf)
        found = []
        while index < len(self._nodes) - 1:
            found.append("0x" + self._nodes[index ^ 1].hex())
            index = len(self._place) + index // 2
        return tuple(found)


def verify(root: str, leaf: str, path: Sequence[str]) -> bool:
    """Whether a path leads from a leaf to a root.

    Make the leaf by ``leaf_hash`` from the asset's own words: an inner node given as a leaf would pass, and
    only the double hash keeps it from being one.

    Raises:
        BadInput: ``MERKLE_PATH_TOO_LONG``, ``BAD_HASH``.
    """
    if len(path) > MAX_PATH:
        raise BadInput("MERKLE_PATH_TOO_LONG", given=len(path), limit=MAX_PATH)
    node = bytes.fromhex(check_hash(leaf)[2:])
    for sibling in path:
        node = _pair(node, bytes.fromhex(check_hash(sibling)[2:]))
    return "0x" + node.hex() == check_hash(root)


def _pair(one: bytes, other: bytes) -> bytes:
    return keccak(min(one, other) + max(one, other))
