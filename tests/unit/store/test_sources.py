"""Places that are asked one after another; none is believed (THREATS 57)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.core.cid import Cid
from ledger.core.hashing import digest
from ledger.errors import Refused, ServiceDown
from ledger.store.embedded import EmbeddedStore
from ledger.store.sources import Source, Sources

CHUNK = 262_144
DATA = hashlib.shake_256(b"sources").digest(3 * CHUNK + 5)
NAME = digest(DATA).cid


@pytest.fixture
def good(tmp_path: Path) -> EmbeddedStore:
    store, path = EmbeddedStore(tmp_path / "good"), tmp_path / "song"
    path.write_bytes(DATA)
    store.put_file(path, NAME)
    return store


def counted(answer: Callable[[Cid], bytes]) -> tuple[Callable[[Cid], bytes], list[Cid]]:
    asked: list[Cid] = []

    def block(cid: Cid) -> bytes:
        asked.append(cid)
        return answer(cid)

    return block, asked


def raising(error: Exception) -> Callable[[Cid], bytes]:
    def block(cid: Cid) -> bytes:
        raise error

    return block


@pytest.mark.parametrize(
    "answer",
    [
        lambda cid: b"wrong",
        lambda cid: bytes(3 << 20),
        raising(ServiceDown("STORE_DOWN", store="x")),
        raising(ServiceDown("STORE_SLOW", store="x")),
        raising(Refused("STORE_DENIED", store="x")),
    ],
)
def test_t57_who_lies_is_asked_no_more_and_the_next_one_is(
    good: EmbeddedStore, answer: Callable[[Cid], bytes]
) -> None:
    block, asked = counted(answer)
    sources = Sources([Source("liar", block), Source("good", good.block)])
    assert b"".join(sources.read(NAME)) == DATA
    assert len(asked) == 1 and sources.faults.keys() == {"liar"}


def test_who_lacks_a_block_is_asked_for_the_next(good: EmbeddedStore) -> None:
    block, asked = counted(raising(ServiceDown("STORE_MISSING", store="x", cid="y")))
    sources = Sources([Source("empty", block), Source("good", good.block)])
    assert b"".join(sources.read(NAME)) == DATA
    assert len(asked) == 5 and sources.faults == {}


def test_a_damaged_block_on_the_own_disk_is_one_block(good: EmbeddedStore, tmp_path: Path) -> None:
    own = EmbeddedStore(tmp_path / "own")
    own.put_file(tmp_path / "song", NAME)
    leaf = digest(DATA[:CHUNK]).cid
    next((tmp_path / "own").rglob(leaf)).write_bytes(b"rotten")
    other, asked = counted(good.block)
    sources = Sources([Source("own", own.block, own=True), Source("other", other)])
    assert b"".join(sources.read(NAME)) == DATA
    assert [str(cid) for cid in asked] == [leaf] and sources.faults == {}


def test_nobody_has_it(good: EmbeddedStore, tmp_path: Path) -> None:
    missing = digest(b"never").cid
    one = Sources([Source("good", good.block)])
    with pytest.raises(ServiceDown) as caught:
        list(one.read(missing))
    assert caught.value.code == "STORE_MISSING"  # its own words say more
    two = Sources([Source("liar", lambda cid: b"wrong"), Source("good", good.block)])
    with pytest.raises(ServiceDown) as caught:
        list(two.read(missing))
    assert (caught.value.code, caught.value.params["tried"]) == ("NO_SOURCE", "liar, good")
    assert isinstance(caught.value.__cause__, ServiceDown)
