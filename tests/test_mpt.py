"""The checker of Merkle-Patricia proofs, on tries made here; test_storage_proofs.py gives it real ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import rlp
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.keccak import keccak
from tests import mpt

Path = tuple[int, ...]
Pairs = Mapping[Path, bytes]

keys = st.binary(min_size=32, max_size=32)
words = st.integers(1, 2**256 - 1)


class Trie:
    """A secure trie made by the Yellow Paper's definition (appendix D), and the proofs it gives."""

    def __init__(self, pairs: Mapping[bytes, bytes]) -> None:
        self.nodes: dict[bytes, bytes] = {}
        self._pairs = {path_of(key): value for key, value in pairs.items()}
        self._node = node_of(self._pairs, self._kept)
        encoded = rlp.encode(self._node)
        self.root = keccak(encoded)
        self.nodes[self.root] = encoded

    def _kept(self, node: Any) -> Any:
        encoded = rlp.encode(node)
        if len(encoded) < 32:
            return node
        self.nodes[keccak(encoded)] = encoded
        return keccak(encoded)

    def proof(self, key: bytes) -> list[bytes]:
        """The nodes on the way to a key, as far as there is one."""
        found, path, node = [self.nodes[self.root]], path_of(key), self._node
        while (step := self._step(node, path)) is not None:
            reference, path = step
            node = reference
            if isinstance(reference, bytes):
                found.append(self.nodes[reference])
                node = rlp.decode(found[-1])
        return found

    def _step(self, node: Any, path: Path) -> tuple[Any, Path] | None:
        if len(node) == 17:
            return (node[path[0]], path[1:]) if node[path[0]] != b"" else None
        if len(node) != 2 or node[0][0] >> 4 > 1:
            return None
        part = halves(node[0])[2 - (node[0][0] >> 4) :]
        return (node[1], path[len(part) :]) if path[: len(part)] == part else None


def halves(data: bytes) -> Path:
    return tuple(half for byte in data for half in divmod(byte, 16))


def path_of(key: bytes) -> Path:
    return halves(keccak(key))


def prefixed(part: Path, flag: int) -> bytes:
    """Hex-prefix encoding."""
    whole = (flag + 1, *part) if len(part) % 2 else (flag, 0, *part)
    return bytes(a * 16 + b for a, b in zip(whole[::2], whole[1::2], strict=True))


def node_of(pairs: Pairs, kept: Callable[[Any], Any]) -> Any:
    """The node over some pairs of path and value; ``kept`` gives the reference to one below."""
    if not pairs:
        return b""
    if len(pairs) == 1:
        ((path, value),) = pairs.items()
        return [prefixed(path, 2), value]
    first, last = min(pairs), max(pairs)
    shared = next(i for i in range(len(first)) if first[i] != last[i])
    if shared:
        below = {path[shared:]: value for path, value in pairs.items()}
        return [prefixed(first[:shared], 0), kept(node_of(below, kept))]
    branch: list[Any] = []
    for half in range(16):
        below = {path[1:]: value for path, value in pairs.items() if path[0] == half}
        branch.append(kept(node_of(below, kept)) if below else b"")
    return [*branch, b""]


@given(st.dictionaries(keys, words, max_size=40), st.lists(keys, max_size=5))
def test_present_and_absent(stored: dict[bytes, int], others: list[bytes]) -> None:
    trie = Trie({key: rlp.encode(value) for key, value in stored.items()})
    for key in (*stored, *others):
        assert mpt.slot(trie.root, "0x" + key.hex(), trie.proof(key)) == stored.get(key, 0)


A_TRIE = Trie({bytes([0] * 31 + [number]): rlp.encode(number + 1) for number in range(60)})
PRESENT, ABSENT = bytes([0] * 31 + [7]), bytes([0] * 31 + [99])


@pytest.mark.parametrize("key", [PRESENT, ABSENT])
def test_every_byte_counts(key: bytes) -> None:
    proof = A_TRIE.proof(key)
    mpt.lookup(A_TRIE.root, key, proof)
    changed = list(mpt.spoiled(proof))
    assert len(changed) == sum(map(len, proof))
    for nodes in changed:
        with pytest.raises(mpt.BadProof):
            mpt.lookup(A_TRIE.root, key, nodes)


@pytest.mark.parametrize("key", [PRESENT, ABSENT])
def test_every_node_counts(key: bytes) -> None:
    proof = A_TRIE.proof(key)
    assert len(proof) > 1
    for spoiled in ([], proof[:-1], proof[1:], [*proof, proof[-1]], proof[::-1], [proof[0], *proof]):
        with pytest.raises(mpt.BadProof):
            mpt.lookup(A_TRIE.root, key, spoiled)
    with pytest.raises(mpt.BadProof):
        mpt.lookup(keccak(A_TRIE.root), key, proof)


def test_a_proof_of_one_key_proves_no_other() -> None:
    proof = A_TRIE.proof(PRESENT)
    for number in range(60):
        key = bytes([0] * 31 + [number])
        if key != PRESENT:
            with pytest.raises(mpt.BadProof):
                mpt.lookup(A_TRIE.root, key, proof)


def test_an_empty_trie() -> None:
    assert Trie({}).root == mpt.EMPTY_ROOT
    assert mpt.EMPTY_ROOT.hex().startswith("56e81f171bcc55a6")
    for nodes in ([], [b"\x80"]):
        assert mpt.slot(mpt.EMPTY_ROOT, "0x0", nodes) == 0
    with pytest.raises(mpt.BadProof):
        mpt.slot(mpt.EMPTY_ROOT, "0x0", A_TRIE.proof(PRESENT))


PATH = path_of(PRESENT)
LONG = b"\x01" * 40
FORGED: dict[str, Any] = {
    "a leaf with an unknown flag": [prefixed(PATH, 4), b"\x07"],
    "a padding that is not zero": [bytes([0x21]) + prefixed(PATH, 2)[1:], b"\x07"],
    "no prefix at all": [b"", b"\x07"],
    "a leaf without a value": [prefixed(PATH, 2), b""],
    "an extension by nothing": [prefixed((), 0), [prefixed(PATH, 2), b"\x07"]],
    "an extension to nowhere": [prefixed(PATH[:1], 0), b""],
    "three items": [b"\x20", b"\x07", b"\x07"],
    "a branch at the end": [prefixed(PATH, 0), [b""] * 16 + [b"\x07"]],
    "a value in a branch": [b""] * 16 + [b"\x07"],
    "a long node inside its parent": [prefixed(PATH[:1], 0), [prefixed(PATH[1:], 2), LONG]],
    "no list": b"\x07",
}


@pytest.mark.parametrize("name", FORGED)
def test_nodes_that_no_trie_has(name: str) -> None:
    """Their hash is right: whoever can put such a root in a block could prove anything; we still refuse."""
    node = rlp.encode(FORGED[name])
    with pytest.raises(mpt.BadProof):
        mpt.lookup(keccak(node), PRESENT, [node])


@pytest.mark.parametrize(
    "value", [b"\x00", rlp.encode(b"\x00"), rlp.encode(b"\0\7"), b"\x81\x07", b"\xc0", b"\x80"]
)
def test_words_that_are_never_stored(value: bytes) -> None:
    trie = Trie({PRESENT: value})
    with pytest.raises(mpt.BadProof):
        mpt.slot(trie.root, "0x" + PRESENT.hex(), trie.proof(PRESENT))


def test_a_stored_zero_is_taken_only_where_it_is_allowed() -> None:
    trie = Trie({PRESENT: b"\x80"})
    place, proof = "0x" + PRESENT.hex(), trie.proof(PRESENT)
    assert mpt.slot(trie.root, place, proof, zeros=True) == 0
    with pytest.raises(mpt.BadProof):
        mpt.slot(trie.root, place, proof)


def an_answer(**fields: Any) -> tuple[bytes, dict[str, Any]]:
    """What a client would say of an account with ``A_TRIE`` for its storage, some fields of it changed."""
    inside = [5, 6, A_TRIE.root, keccak(b"code")]
    state = Trie({b"\x11" * 20: rlp.encode(inside), b"\x22" * 20: rlp.encode(inside)})
    proof = {
        "key": "0x7", "value": "0x8", "proof": ["0x" + node.hex() for node in A_TRIE.proof(PRESENT)],
    }  # fmt: skip
    answer = {
        "accountProof": ["0x" + node.hex() for node in state.proof(b"\x11" * 20)],
        "nonce": "0x5", "balance": "0x6", "storageHash": "0x" + A_TRIE.root.hex(),
        "codeHash": "0x" + keccak(b"code").hex(), "storageProof": [proof],
    }  # fmt: skip
    return state.root, answer | fields


def test_an_answer() -> None:
    root, answer = an_answer()
    assert mpt.check_answer(root, "0x" + "11" * 20, answer) == {f"0x{7:064x}": 8}


WRONG: dict[str, dict[str, Any]] = {
    "nonce": {"nonce": "0x6"},
    "balance": {"balance": "0x5"},
    "storage": {"storageHash": "0x" + mpt.EMPTY_ROOT.hex()},
    "code": {"codeHash": "0x" + mpt.EMPTY_ROOT.hex()},
    "no proof": {"accountProof": []},
    "value": {"storageProof": [an_answer()[1]["storageProof"][0] | {"value": "0x9"}]},
    "key": {"storageProof": [an_answer()[1]["storageProof"][0] | {"key": "0x8"}]},
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_says_otherwise(name: str) -> None:
    root, answer = an_answer(**WRONG[name])
    with pytest.raises(mpt.BadProof):
        mpt.check_answer(root, "0x" + "11" * 20, answer)


def test_another_account() -> None:
    root, answer = an_answer()
    for other in ("22", "33"):
        with pytest.raises(mpt.BadProof):
            mpt.check_answer(root, "0x" + other * 20, answer)


def test_no_account() -> None:
    state = Trie({b"\x11" * 20: rlp.encode([5, 6, b"\1" * 32]), b"\x22" * 20: rlp.encode([5, 6, b"", b""])})
    for there in (b"\x11" * 20, b"\x22" * 20):
        with pytest.raises(mpt.BadProof):
            mpt.account(state.root, "0x" + there.hex(), state.proof(there))
    absent = b"\x33" * 20
    assert mpt.account(state.root, "0x" + absent.hex(), state.proof(absent)) is None
