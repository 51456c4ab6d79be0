"""Merkle-Patricia proofs, checked offline: Yellow Paper, appendices B to D, and the answers of EIP-1186.

Strict: every node must be needed, stand where its hash or its parent puts it, and have the one form there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rlp
from rlp.exceptions import RLPException

from ledger.core.keccak import keccak

EMPTY_ROOT = keccak(rlp.encode(b""))
_HASH = 32
_BRANCH = 17
_PAIR = 2


class BadProof(Exception):
    """The nodes do not prove what they should."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a state trie says of an account; an absent one is None instead."""

    nonce: int
    balance: int
    storage_root: bytes
    code_hash: bytes


def lookup(root: bytes, key: bytes, nodes: Sequence[bytes]) -> bytes | None:
    """The value at a key of a secure trie, or None where the nodes show that there is none.

    Args:
        root: Hash of the trie's first node, 32 bytes.
        key: What keccak256 turns into the path: an address, or a slot of 32 bytes.
        nodes: From the root down, as ``eth_getProof`` gives them.

    Raises:
        BadProof: They show neither.
    """
    if root == EMPTY_ROOT:
        _need(list(nodes) in ([], [rlp.encode(b"")]), "nodes of an empty trie")
        return None
    given = iter(nodes)
    value = _descend(_hashed(given, root), _nibbles(keccak(key)), given)
    _need(next(given, None) is None, "a node that nothing leads to")
    return value


def slot(storage_root: bytes, place: str, nodes: Sequence[bytes], *, zeros: bool = False) -> int:
    """The word in a slot (0x string of 32 bytes), 0 where the nodes show that it was never written.

    Args:
        storage_root: From the account, 32 bytes.
        place: The slot.
        nodes: Its proof.
        zeros: Whether a stored zero is taken for one: anvil stores those that a transaction only read.

    Raises:
        BadProof: They show neither.
    """
    found = lookup(storage_root, bytes.fromhex(place[2:].zfill(64)), nodes)
    if found is None or (zeros and found == rlp.encode(0)):
        return 0
    word = _number(_decoded(found))
    _need(0 < word < 1 << 256, "a word that is never stored")
    return word


def account(state_root: bytes, address: str, nodes: Sequence[bytes]) -> Account | None:
    """What a block's state says of an account.

    Raises:
        BadProof: The nodes show neither that it is there nor that it isn't.
    """
    found = lookup(state_root, bytes.fromhex(address[2:]), nodes)
    if found is None:
        return None
    fields = _decoded(found)
    _need(isinstance(fields, list) and len(fields) == 4, "no account")
    nonce, balance, storage_root, code_hash = fields
    _need(len(storage_root) == len(code_hash) == _HASH, "no hashes")
    return Account(_number(nonce), _number(balance), storage_root, code_hash)


def check_answer(
    state_root: bytes, address: str, answer: Mapping[str, Any], *, zeros: bool = False
) -> dict[str, int]:
    """The words that an answer of ``eth_getProof`` proves, by slot (0x string of 32 bytes).

    Raises:
        BadProof: A proof is wrong, or says something else than the answer beside it.
    """
    found = account(state_root, address, nodes_of(answer["accountProof"]))
    stated = Account(
        int(answer["nonce"], 16), int(answer["balance"], 16),
        bytes.fromhex(answer["storageHash"][2:]), bytes.fromhex(answer["codeHash"][2:]),
    )  # fmt: skip
    if found is None or found != stated:
        raise BadProof("the account is stated otherwise than proved")
    words = {}
    for one in answer["storageProof"]:
        place = "0x" + one["key"][2:].zfill(64)
        words[place] = slot(found.storage_root, place, nodes_of(one["proof"]), zeros=zeros)
        _need(words[place] == int(one["value"], 16), "a word is stated otherwise than proved")
    return words


HEADER = (
    "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom",
    "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce",
    "baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot",
    "requestsHash",
)  # fmt: skip
_NUMBERS = frozenset({
    "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas", "blobGasUsed",
    "excessBlobGas",
})  # fmt: skip


def state_root(block: Mapping[str, Any]) -> bytes:
    """The state root of a block, from an answer of ``eth_getBlockByNumber`` that its hash binds.

    Raises:
        BadProof: The fields of the header don't give that hash.
    """
    given = [(name, block[name]) for name in HEADER if name in block]
    fields = [int(value, 16) if name in _NUMBERS else bytes.fromhex(value[2:]) for name, value in given]
    _need(keccak(rlp.encode(fields)) == bytes.fromhex(block["hash"][2:]), "another header")
    return bytes.fromhex(block["stateRoot"][2:])


def spoiled(nodes: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Copies of a proof, each with one byte changed."""
    for place, node in enumerate(nodes):
        for at, byte in enumerate(node):
            yield [*nodes[:place], node[:at] + bytes([byte ^ 1]) + node[at + 1 :], *nodes[place + 1 :]]


def nodes_of(proof: Sequence[str]) -> list[bytes]:
    """The bytes of a proof's 0x strings."""
    return [bytes.fromhex(node[2:]) for node in proof]


def _descend(node: list[Any], path: list[int], given: Iterator[bytes]) -> bytes | None:
    if len(node) == _BRANCH:
        _need(bool(path) and node[-1] == b"", "a path that ends at a branch")
        return _follow(node[path[0]], path[1:], given)
    _need(len(node) == _PAIR and isinstance(node[0], bytes), "neither a branch nor a pair")
    part, is_leaf = _part(node[0])
    if path[: len(part)] != part or (is_leaf and len(path) != len(part)):
        return None
    if is_leaf:
        _need(isinstance(node[1], bytes) and node[1] != b"", "a leaf without a value")
        return bytes(node[1])
    _need(node[1] != b"", "an extension that leads nowhere")
    return _follow(node[1], path[len(part) :], given)


def _follow(reference: bytes | list[Any], path: list[int], given: Iterator[bytes]) -> bytes | None:
    """A node shorter than a hash lies in its parent, any other is named by its hash."""
    if isinstance(reference, list):
        _need(len(rlp.encode(reference)) < _HASH, "a long node inside its parent")
        return _descend(reference, path, given)
    if reference == b"":
        return None
    return _descend(_hashed(given, reference), path, given)


def _hashed(given: Iterator[bytes], digest: bytes) -> list[Any]:
    node = next(given, None)
    if node is None or keccak(node) != digest:
        raise BadProof("a node is missing or is another one")
    decoded = _decoded(node)
    _need(isinstance(decoded, list), "no node")
    return list(decoded)


def _part(encoded: bytes) -> tuple[list[int], bool]:
    """Hex-prefix encoding: the part of a path, and whether it is a leaf's."""
    nibbles = _nibbles(encoded)
    _need(bool(nibbles) and nibbles[0] < 4, "no hex prefix")
    odd, is_leaf = nibbles[0] & 1 == 1, nibbles[0] & 2 == 2
    _need(odd or nibbles[1] == 0, "a padding that is not zero")
    part = nibbles[1 if odd else 2 :]
    _need(is_leaf or bool(part), "an extension by nothing")
    return part, is_leaf


def _nibbles(data: bytes) -> list[int]:
    return [half for byte in data for half in (byte >> 4, byte & 15)]


def _number(data: Any) -> int:
    _need(isinstance(data, bytes) and data[:1] != b"\0", "no number in its shortest form")
    return int.from_bytes(data, "big")


def _decoded(data: bytes) -> Any:
    try:
        return rlp.decode(data)
    except RLPException as error:
        raise BadProof("no RLP") from error


def _need(holds: bool, fault: str) -> None:
    if not holds:
        raise BadProof(fault)
