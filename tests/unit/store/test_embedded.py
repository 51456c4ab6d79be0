"""The embedded store: whole or not at all (THREATS 57, 86, 87)."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger.core.cid import parse
from ledger.core.hashing import digest
from ledger.errors import BadInput, ServiceDown
from ledger.store.disk import sync_folder, write_whole
from ledger.store.embedded import EmbeddedStore

ROOT = Path(__file__).parents[3]
CHUNK = 262_144


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore(tmp_path / "deep" / "store")


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "song.wav"
    path.write_bytes(hashlib.shake_256(b"song").digest(3 * CHUNK + 5))
    return path


def contents(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.name != "lock"
    }


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The kernel refuses to write more than that into one file: EFBIG, as a full disk says ENOSPC."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_blocks_lie_under_their_cids(store: EmbeddedStore, song: Path, tmp_path: Path) -> None:
    found = digest(song.read_bytes())
    store.put_file(song, found.cid)
    names = contents(tmp_path / "deep" / "store")
    assert f"pins/{found.cid}" in names
    assert f"blocks/{found.cid[-3:-1]}/{found.cid}" in names
    assert len(names) == 1 + 1 + 4  # the pin, the root, four leaves
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "deep" / "store").stat().st_mode) == 0o700


def test_the_same_again_changes_nothing(store: EmbeddedStore, song: Path, tmp_path: Path) -> None:
    found = digest(song.read_bytes())
    store.put_file(song, found.cid)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*baf*")}
    store.put_file(song, found.cid)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*baf*")} == before


def test_a_damaged_block_is_not_handed_out_and_healed_by_storing_again(
    store: EmbeddedStore, song: Path, tmp_path: Path
) -> None:
    data = song.read_bytes()
    found = digest(data)
    store.put_file(song, found.cid)
    leaf = digest(data[:CHUNK]).cid
    block = tmp_path / "deep" / "store" / "blocks" / leaf[-3:-1] / leaf
    for broken in (b"", data[:CHUNK][:-1] + b"\0", bytes(3 << 20)):
        block.write_bytes(broken)
        with pytest.raises(ServiceDown) as caught:
            list(store.read(found.cid))
        assert caught.value.code in ("BLOCK_MISMATCH", "BLOCK_TOO_LARGE")
        store.put_file(song, found.cid)
        assert b"".join(store.read(found.cid)) == data


def test_a_lost_block_is_named(store: EmbeddedStore, song: Path, tmp_path: Path) -> None:
    found = digest(song.read_bytes())
    store.put_file(song, found.cid)
    leaf = digest(song.read_bytes()[CHUNK : 2 * CHUNK]).cid
    next((tmp_path / "deep").rglob(leaf)).unlink()
    with pytest.raises(ServiceDown) as caught:
        list(store.read(found.cid))
    assert (caught.value.code, caught.value.params["cid"]) == ("STORE_MISSING", leaf)
    next((tmp_path / "deep").rglob(f"blocks/*/{found.cid}")).unlink()
    assert not store.has(found.cid)


def test_t86_a_full_disk_leaves_nothing(store: EmbeddedStore, song: Path, tmp_path: Path) -> None:
    store.put_block(b"record")
    before = contents(tmp_path / "deep" / "store")
    found = digest(song.read_bytes())
    with largest_file(100_000), pytest.raises(ServiceDown) as caught:
        store.put_file(song, found.cid)
    assert (caught.value.code, caught.value.exit) == ("STORE_FULL", 69)
    assert contents(tmp_path / "deep" / "store") == before
    assert not store.has(found.cid)
    store.put_file(song, found.cid)
    assert b"".join(store.read(found.cid)) == song.read_bytes()


def test_t86_a_disk_that_fills_up_at_the_last_block(store: EmbeddedStore, tmp_path: Path) -> None:
    song = tmp_path / "tiny.wav"
    song.write_bytes(b"a" * CHUNK + b"b" * 10)
    with largest_file(CHUNK - 1), pytest.raises(ServiceDown):
        store.put_file(song, digest(song.read_bytes()).cid)
    song.write_bytes(b"b" * 10 + b"a" * CHUNK)
    with largest_file(4), pytest.raises(ServiceDown):
        store.ping()
    assert contents(tmp_path / "deep" / "store") == set()


def test_a_file_that_is_no_longer_the_one_hashed(store: EmbeddedStore, song: Path, tmp_path: Path) -> None:
    old = digest(song.read_bytes()).cid
    song.write_bytes(b"another take")
    with pytest.raises(BadInput) as caught:
        store.put_file(song, old)
    assert caught.value.code == "FILE_CHANGED"
    assert contents(tmp_path / "deep" / "store") == set()


def test_t87_killed_at_any_moment(tmp_path: Path, song: Path) -> None:
    folder = tmp_path / "store"
    found = digest(song.read_bytes())
    program = (
        "import sys; from pathlib import Path; from ledger.store.embedded import EmbeddedStore\n"
        "print('go', flush=True)\n"
        "EmbeddedStore(Path(sys.argv[1])).put_file(Path(sys.argv[2]), sys.argv[3])\n"
    )
    store = EmbeddedStore(folder)
    for delay in (0.0, 0.001, 0.002, 0.004, 0.008, 0.016):
        arguments = [sys.executable, "-c", program, str(folder), str(song), found.cid]
        with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE) as child:
            assert child.stdout and child.stdout.readline()
            time.sleep(delay)
            child.kill()
        if store.has(found.cid):
            assert b"".join(store.read(found.cid)) == song.read_bytes()
        for block in folder.glob("blocks/*/*"):
            assert block.name.startswith("bafy") or b"".join(store.read(block.name)) in song.read_bytes()
    store.put_file(song, found.cid)
    assert b"".join(store.read(found.cid)) == song.read_bytes()


def test_what_a_killed_process_left_is_swept_after_a_day(store: EmbeddedStore, tmp_path: Path) -> None:
    store.ping()
    scratch = tmp_path / "deep" / "store" / "scratch"
    old, new = scratch / "old", scratch / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    store.put_block(b"x")
    assert (old.exists(), new.exists()) == (False, True)


def test_a_folder_that_can_not_be_used(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"a file")
    store = EmbeddedStore(tmp_path / "taken" / "store")
    for attempt in (store.ping, lambda: store.put_block(b"x")):
        with pytest.raises(ServiceDown) as caught:
            attempt()
        assert caught.value.code == "STORE_UNUSABLE"


def test_a_block_that_is_a_folder(store: EmbeddedStore, tmp_path: Path) -> None:
    name = digest(b"x").cid
    (tmp_path / "deep" / "store" / "blocks" / name[-3:-1] / name).mkdir(parents=True)
    with pytest.raises(ServiceDown) as caught:
        list(store.read(name))
    assert caught.value.code == "STORE_UNUSABLE"


def test_blocks_that_no_root_leads_to_are_not_kept(store: EmbeddedStore, song: Path, tmp_path: Path) -> None:
    """Those that were there before stay, whoever sent them again."""
    folder = tmp_path / "deep" / "store"
    kept = b"kept before"
    store.put_block(kept)
    before = contents(folder)
    root, other = b"root", b"junk" * 1000
    blocks = [(parse(digest(data).cid), data) for data in (other, kept, root)]
    store.put_blocks(blocks, [blocks[-1][0]])
    name = digest(root).cid
    assert contents(folder) - before == {f"pins/{name}", f"blocks/{name[-3:-1]}/{name}"}
    assert before <= contents(folder)


def test_two_writers_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from ledger.store.embedded import EmbeddedStore\n"
        "store = EmbeddedStore(Path(sys.argv[1]))\n"
        "for n in range(30): store.put_block(b'%d' % n)\n"
    )
    folder = tmp_path / "shared"
    children = [subprocess.Popen([sys.executable, "-c", program, str(folder)], cwd=ROOT) for _ in range(3)]
    assert [child.wait() for child in children] == [0, 0, 0]
    store = EmbeddedStore(folder)
    for number in range(30):
        data = b"%d" % number
        assert b"".join(store.read(digest(data).cid)) == data and store.has(digest(data).cid)


def test_write_whole_cleans_up(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    with pytest.raises(OSError):
        write_whole(tmp_path / "target", b"x", tmp_path)
    assert contents(tmp_path) == set()
    sync_folder(tmp_path)
