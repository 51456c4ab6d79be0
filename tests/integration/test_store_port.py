"""One port, the same tests on both stores: the embedded one and a real Kubo."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.core import unixfs
from ledger.core.cid import DAG_PB, Cid, raw_cid
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


def test_the_other_profile(store: StorePort, tmp_path: Path) -> None:
    path, profile = tmp_path / "song.wav", unixfs.UNIXFS_2025
    for size in (profile.chunk, profile.chunk + 1, 3 * profile.chunk + 7):
        path.write_bytes(fresh("2025", size))
        name = digest(path.read_bytes(), profile).cid
        assert store.put_file(path, name, profile=profile) == name and store.has(name)
        assert b"".join(store.read(name)) == path.read_bytes()
    with pytest.raises(BadInput) as caught:
        store.put_file(path, name)  # its CID is that of the other profile
    assert caught.value.code == "FILE_CHANGED"


def test_a_part(store: StorePort, tmp_path: Path) -> None:
    path, data = tmp_path / "song.wav", fresh("part", 3 * CHUNK + 5)
    path.write_bytes(data)
    name = digest(data).cid
    store.put_file(path, name)
    for start, stop in ((0, 1), (CHUNK - 1, CHUNK + 1), (3 * CHUNK, 3 * CHUNK + 5), (5, 5), (0, 1 << 30)):
        assert b"".join(store.read(name, start, stop)) == data[start:stop]


def old_blocks(data: bytes) -> tuple[Cid, list[tuple[Cid, bytes]]]:
    """A tree as Kubo's old defaults make it: CIDv0, leaves of dag-pb."""
    blocks, children = [], []
    for at in range(0, len(data), CHUNK):
        part = data[at : at + CHUNK]
        leaf = unixfs.Node((), len(part), part).to_bytes()
        blocks.append((Cid(DAG_PB, hashlib.sha256(leaf).digest(), 0), leaf))
        children.append(unixfs.Child(blocks[-1][0], len(part), len(leaf)))
    node = unixfs.encode(tuple(children))
    root = Cid(DAG_PB, hashlib.sha256(node).digest(), 0)
    return root, [*blocks, (root, node)]


def test_blocks_of_others_are_kept_whole_or_not_at_all(store: StorePort) -> None:
    data = fresh(f"old {store.name}", 2 * CHUNK + 5)
    root, blocks = old_blocks(data)
    with pytest.raises(ServiceDown) as caught:
        store.put_blocks(blocks[1:], [root])
    assert caught.value.code in ("STORE_MISSING", "STORE_NOT_PINNED") and not store.has(str(root))
    with pytest.raises(ServiceDown) as caught:
        store.put_blocks([(root, b"something else")], [root])
    assert caught.value.code == "BLOCK_MISMATCH"
    store.put_blocks(blocks, [root])
    assert str(root).startswith("Qm") and store.has(str(root)) and store.has(str(root.v1))
    assert b"".join(store.read(str(root))) == b"".join(store.read(str(root.v1))) == data
    assert store.block(root) == blocks[-1][1]


def test_pin_unpin_verify_stat(store: StorePort, tmp_path: Path) -> None:
    path, data = tmp_path / "song.wav", fresh(f"pins {store.name}", 2 * CHUNK + 5)
    path.write_bytes(data)
    name = digest(data).cid
    store.put_file(path, name)
    before = store.stat()
    assert before.blocks >= 4 and before.size > len(data) and name in set(store.pins())
    seen: list[tuple[int, int]] = []
    store.verify(name, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(data), len(data))
    store.pin(name)
    store.unpin(name)
    assert not store.has(name) and name not in set(store.pins())
    store.unpin(name)
    with pytest.raises(ServiceDown):
        store.pin(raw_cid(fresh("never stored", 32)))
