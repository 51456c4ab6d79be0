"""One port, the same tests on both stores: the embedded one and a real Kubo."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.core import unixfs
from ledger.core.cid import raw_cid
from ledger.core.hashing import digest
from ledger.errors import BadInput, ServiceDown
from ledger.ports import StorePort
from ledger.store.embedded import EmbeddedStore

CHUNK, LINKS = unixfs.CHUNK, unixfs.LINKS


@pytest.fixture(params=["embedded", pytest.param("kubo", marks=pytest.mark.kubo)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StorePort]:
    if request.param == "embedded":
        yield EmbeddedStore(tmp_path / "store")
        return
    try:
        address = request.getfixturevalue("kubo_api")
    except pytest.FixtureLookupError:
        pytest.skip("no Kubo here")
    from ledger.ipfs.kubo import KuboStore

    kubo = KuboStore(address, timeout=30)
    yield kubo
    kubo.close()


def fresh(label: str, size: int) -> bytes:
    return hashlib.shake_256(label.encode()).digest(size)


def test_it_answers(store: StorePort) -> None:
    store.ping()
    assert store.name in ("embedded", "kubo")


@pytest.mark.parametrize("size", [0, 1, 1000, 1 << 20])
def test_blocks(store: StorePort, size: int) -> None:
    data = fresh("block", size)
    name = raw_cid(hashlib.sha256(data).digest())
    assert store.put_block(data) == name
    assert store.has(name)
    assert b"".join(store.read(name)) == data
    assert store.put_block(data) == name


def test_a_block_that_is_too_big(store: StorePort) -> None:
    with pytest.raises(BadInput) as caught:
        store.put_block(bytes((1 << 20) + 1))
    assert caught.value.code == "BLOCK_TOO_BIG"


@pytest.mark.parametrize(
    "size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, LINKS * CHUNK, LINKS * CHUNK + 1, 20_000_000]
)
def test_files(store: StorePort, tmp_path: Path, size: int) -> None:
    path = tmp_path / "连城 一家 & co.wav"
    data = fresh("file", size)
    path.write_bytes(data)
    name = digest(data).cid
    seen: list[tuple[int, int]] = []
    assert store.put_file(path, name, lambda done, total: seen.append((done, total))) == name
    assert store.has(name)
    assert seen[-1] == (size, size)
    pieces = list(store.read(name))
    assert b"".join(pieces) == data and max(map(len, pieces)) <= CHUNK
    assert store.put_file(path, name) == name


def test_silence_is_many_times_the_same_block(store: StorePort, tmp_path: Path) -> None:
    path = tmp_path / "silence.wav"
    path.write_bytes(bytes(10 * CHUNK))
    name = digest(bytes(10 * CHUNK)).cid
    store.put_file(path, name)
    assert b"".join(store.read(name)) == bytes(10 * CHUNK)


def test_what_is_not_there(store: StorePort) -> None:
    store.put_block(b"something else")
    missing = raw_cid(fresh("never stored", 32))
    assert not store.has(missing)
    with pytest.raises(ServiceDown) as caught:
        list(store.read(missing))
    assert caught.value.code == "STORE_MISSING"
    assert caught.value.params["cid"] == missing


@pytest.mark.parametrize(
    "name", ["", "QmPZ9gcCEpqKTo6aq61g2nXGUhM4iCL3ewB6LDXZCtioE/", "../../etc/passwd", "bafk"]
)
def test_t50_only_cids_are_names(store: StorePort, tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")
    for attempt in (lambda: store.read(name), lambda: store.has(name), lambda: store.put_file(path, name)):
        with pytest.raises(BadInput) as caught:
            attempt()
        assert caught.value.code == "CID_SYNTAX"


def test_a_file_that_changed_since_it_was_hashed(store: StorePort, tmp_path: Path) -> None:
    path = tmp_path / "take.wav"
    path.write_bytes(fresh("take 2", 300_000))
    old = digest(fresh("take 1", 300_000)).cid
    with pytest.raises(BadInput) as caught:
        store.put_file(path, old)
    assert caught.value.code == "FILE_CHANGED"
    assert not store.has(old)


def test_a_file_that_grows_for_ever(store: StorePort, tmp_path: Path) -> None:
    path = tmp_path / "live.wav"
    path.write_bytes(bytes(3 * CHUNK))

    def meddle(done: int, total: int) -> None:
        with path.open("ab") as out:
            out.write(bytes(CHUNK))

    with pytest.raises(BadInput) as caught:
        store.put_file(path, digest(bytes(3 * CHUNK)).cid, meddle)
    assert caught.value.code == "FILE_CHANGED"


def test_files_that_can_not_be_stored(store: StorePort, tmp_path: Path) -> None:
    name = digest(b"").cid
    (tmp_path / "empty").touch()
    for path, code in (
        (tmp_path / "none", "FILE_NOT_FOUND"),
        (tmp_path, "FILE_IS_DIRECTORY"),
        (tmp_path / "empty", "FILE_EMPTY"),
        (tmp_path / ("x" * 300), "FILE_UNREADABLE"),
    ):
        with pytest.raises(BadInput) as caught:
            store.put_file(path, name)
        assert caught.value.code == code
    with (tmp_path / "sparse").open("wb") as out:
        out.truncate((64 << 30) + 1)
    with pytest.raises(BadInput) as caught:
        store.put_file(tmp_path / "sparse", name)
    assert caught.value.code == "FILE_TOO_LARGE"
