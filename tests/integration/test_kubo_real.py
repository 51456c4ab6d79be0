"""A real Kubo: its CIDs, CAR files, what it added of old; restarted, full, locked (THREATS 57-59)."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from ledger.core import car, unixfs
from ledger.core.cid import parse_any
from ledger.core.hashing import digest
from ledger.core.walk import visit
from ledger.errors import Refused, ServiceDown, UsageError
from ledger.ipfs.access import authorization
from ledger.ipfs.gateway import Gateway
from ledger.ipfs.kubo import KuboStore
from ledger.store.embedded import EmbeddedStore
from ledger.store.sources import Source, Sources
from scripts import servers
from tests.kubos import Node, node

pytestmark = pytest.mark.kubo

CHUNK = unixfs.CHUNK


def fresh(label: str, size: int) -> bytes:
    return hashlib.shake_256(label.encode()).digest(size)


@pytest.fixture(scope="module")
def kubo() -> Iterator[Node]:
    with node() as found:
        yield found


@pytest.fixture
def store(kubo: Node) -> Iterator[KuboStore]:
    found = KuboStore(kubo.multiaddr, timeout=30)
    yield found
    found.close()


def code(attempt: Callable[[], object]) -> str:
    with pytest.raises((ServiceDown, Refused, UsageError)) as caught:
        attempt()
    return caught.value.code


@pytest.mark.parametrize("profile", unixfs.PROFILES.values(), ids=lambda profile: profile.name)
def test_its_cids_in_both_profiles(store: KuboStore, tmp_path: Path, profile: unixfs.ImportProfile) -> None:
    path, full = tmp_path / "file", profile.chunk * profile.links
    for size in (1, profile.chunk - 1, profile.chunk, profile.chunk + 1, 3 * profile.chunk + 7):
        path.write_bytes(fresh("profile", size))
        assert store.put_file(path, digest(path.read_bytes(), profile).cid, profile=profile)
    if full < 100_000_000:
        path.write_bytes(fresh("profile", full + 1))
        assert store.put_file(path, digest(path.read_bytes(), profile).cid, profile=profile)


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
@pytest.mark.parametrize("trickle", ["false", "true"])
def test_what_was_added_with_old_defaults_is_read(
    kubo: Node, store: KuboStore, size: int, trickle: str
) -> None:
    data = fresh("old", size)
    said = kubo.ask(
        "add", data, cid_version="0", raw_leaves="false", chunker=f"size-{CHUNK}", trickle=trickle
    )
    name = json.loads(said)["Hash"]
    assert name.startswith("Qm")
    assert b"".join(store.read(name)) == data
    assert b"".join(store.read(str(parse_any(name).v1))) == data
    assert store.has(name) and store.has(str(parse_any(name).v1))
    store.verify(name)


@pytest.mark.parametrize("size", [0, 5, CHUNK, 2 * CHUNK + 7])
@pytest.mark.parametrize("version", ["0", "1"])
@pytest.mark.parametrize("moment", [1_700_000_000_123_456_789, 1_700_000_000 * 10**9, 0, -5 * 10**9])
def test_mode_and_time_of_a_file_are_no_obstacle(
    kubo: Node, store: KuboStore, tmp_path: Path, size: int, version: str, moment: int
) -> None:
    """UnixFS 1.5: read, verified, and the same as blocks elsewhere."""
    path, data = tmp_path / "song.wav", fresh("mode", size)
    path.write_bytes(data)
    path.chmod(0o640)
    os.utime(path, ns=(moment, moment))
    own = EmbeddedStore(tmp_path / "store")
    for options in (["--preserve-mode"], ["--preserve-mtime"], ["--preserve-mode", "--preserve-mtime"]):
        name = kubo.run("add", "-Q", f"--cid-version={version}", "--raw-leaves=false", *options, str(path))
        assert b"".join(store.read(name)) == data
        store.verify(name)
        blocks = visit(parse_any(name), lambda cid: store.block(parse_any(cid)))
        own.put_blocks(((one.cid, one.block) for one in blocks), [parse_any(name)])
        assert b"".join(own.read(name)) == data


def test_car_from_it(kubo: Node, tmp_path: Path) -> None:
    own = EmbeddedStore(tmp_path / "store")
    for version, label in (("1", "car 1"), ("0", "car 0")):
        data = fresh(label, 2 * CHUNK + 5)
        name = json.loads(
            kubo.ask("add", data, cid_version=version, raw_leaves="true" if version == "1" else "false")
        )
        sent = kubo.ask("dag/export", arg=name["Hash"])
        reader = car.Reader(io.BytesIO(sent).read)
        assert [str(root) for root in reader.roots] == [name["Hash"]]
        own.put_blocks(reader.blocks(), reader.roots)
        assert b"".join(own.read(name["Hash"])) == data and own.has(name["Hash"])


def test_car_to_it(kubo: Node, tmp_path: Path) -> None:
    own, path = EmbeddedStore(tmp_path / "store"), tmp_path / "song"
    path.write_bytes(fresh("to kubo", 2 * CHUNK + 5))
    name = digest(path.read_bytes()).cid
    own.put_file(path, name)
    visits = visit(parse_any(name), lambda cid: own.block(parse_any(cid)))
    written = car.header([parse_any(name)]) + b"".join(car.section(one.cid, one.block) for one in visits)
    said = json.loads(kubo.ask("dag/import", written, pin_roots="true").splitlines()[0])
    assert said["Root"]["Cid"]["/"] == name and said["Root"]["PinErrorMsg"] == ""
    assert kubo.ask("cat", arg=name) == path.read_bytes()
    # The file Kubo writes of the same tree is ours, byte for byte.
    assert kubo.ask("dag/export", arg=name) == written


def test_a_block_that_its_disk_lost(kubo: Node, store: KuboStore, tmp_path: Path) -> None:
    path = tmp_path / "song"
    path.write_bytes(fresh("lost", 2 * CHUNK + 5))
    name = digest(path.read_bytes()).cid
    store.put_file(path, name)
    store.verify(name)
    kubo.block_file(digest(path.read_bytes()[:CHUNK]).cid).unlink()
    assert store.has(name)  # it still says so
    assert code(lambda: store.verify(name)) == "STORE_MISSING"
    assert code(lambda: store.pin(name)) in ("STORE_MISSING", "STORE_NOT_PINNED") or not store.verify(name)
    blocks = EmbeddedStore(tmp_path / "store")
    blocks.put_file(path, name)
    store.put_blocks(
        ((one.cid, one.block) for one in visit(parse_any(name), lambda cid: blocks.block(parse_any(cid)))),
        [parse_any(name)],
    )
    store.verify(name)


def test_t57_its_gateway_and_the_next_source(kubo: Node, store: KuboStore, tmp_path: Path) -> None:
    path = tmp_path / "song"
    path.write_bytes(fresh("gateway", 2 * CHUNK + 5))
    name = digest(path.read_bytes()).cid
    store.put_file(path, name)
    gateway = Gateway(kubo.gateway, timeout=20)
    empty = EmbeddedStore(tmp_path / "empty")
    sources = Sources([Source("own", empty.block, own=True), Source("gateway", gateway.block)])
    assert b"".join(sources.read(name)) == path.read_bytes()
    missing = parse_any(digest(fresh("never", 9)).cid)
    assert code(lambda: gateway.block(missing)) == "STORE_MISSING"
    gateway.close()


def later(seconds: float, work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        time.sleep(seconds)
        work()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_restarted_half_way(tmp_path: Path) -> None:
    path = tmp_path / "song"
    path.write_bytes(fresh("restart", 30 * CHUNK))
    name = digest(path.read_bytes()).cid
    with node() as kubo:
        store = KuboStore(kubo.multiaddr, timeout=20)
        store.ping()
        waiting: list[threading.Thread] = []

        def cut(done: int, total: int) -> None:
            if not waiting and done > total // 2:
                kubo.kill()
                waiting.append(later(0.5, kubo.start))

        assert store.put_file(path, name, cut) == name
        waiting.pop().join()
        pieces = store.read(name)
        got = [next(pieces) for _ in range(10)]
        kubo.kill()
        restarting = later(0.5, kubo.start)
        assert b"".join([*got, *pieces]) == path.read_bytes()
        restarting.join()
        kubo.kill()
        impatient = KuboStore(kubo.multiaddr, timeout=5, patience=1)
        assert code(lambda: list(impatient.read(name))) == "STORE_DOWN"
        store.close()
        impatient.close()


def test_its_disk_is_full(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    mounting = ["--mount", "--map-root-user"]
    if unshare is None or subprocess.run([unshare, *mounting, "true"], check=False).returncode != 0:
        pytest.skip("a disk of 20 MB needs unshare with namespaces of one's own")
    script = 'mount -t tmpfs -o size=20m none "$IPFS_PATH/blocks" && exec "$@"'
    path = tmp_path / "song"
    path.write_bytes(fresh("full", 40_000_000))
    with node(before=[unshare, *mounting, "sh", "-c", script, "sh"]) as kubo:
        store = KuboStore(kubo.multiaddr, timeout=30)
        assert code(lambda: store.put_file(path, digest(path.read_bytes()).cid)) == "STORE_FULL"
        store.close()


def test_locked() -> None:
    secrets = {"me": "bearer:s3cret", "you": "basic:lin:pass word"}
    rules = {who: {"AuthSecret": one, "AllowedPaths": ["/api/v0"]} for who, one in secrets.items()}
    with node(settings={"API": {"Authorizations": rules}}) as kubo:
        for secret in secrets.values():
            store = KuboStore(kubo.multiaddr, secret=secret, timeout=20)
            store.ping()
            assert store.put_block(b"locked")
            store.close()
        for wrong in (None, "bearer:other", "basic:lin:other"):
            store = KuboStore(kubo.multiaddr, secret=wrong, timeout=20)
            assert code(store.ping) == code(partial(store.put_block, b"x")) == "STORE_DENIED"
            store.close()


def test_locked_by_the_script_of_compose() -> None:
    reason = servers.absence(servers.KUBO)
    if reason:
        pytest.skip(reason)
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as programs:
        made = Node(Path(home))
        (Path(programs) / "ipfs").symlink_to(servers.KUBO.binary)
        environment = {"PATH": f"{programs}:/usr/bin:/bin", "IPFS_PATH": home}
        script = ["sh", str(servers.ROOT / "scripts" / "kubo" / "authorize.sh")]
        for wrong in ({}, {"SONGDEED_IPFS_SECRET": "abc"}, {"SONGDEED_IPFS_SECRET": 'bearer:a"b'}):
            done = subprocess.run(script, env=environment | wrong, capture_output=True, check=False)
            assert done.returncode == 1 and b"SONGDEED_IPFS_SECRET" in done.stderr
        secret = {"SONGDEED_IPFS_SECRET": "bearer:from-compose"}
        subprocess.run(script, env=environment | secret, check=True, capture_output=True)
        try:
            made.start()
            store = KuboStore(made.multiaddr, secret="bearer:from-compose", timeout=20)
            store.ping()
            store.close()
            store = KuboStore(made.multiaddr, timeout=20)
            assert code(store.ping) == "STORE_DENIED"
            store.close()
        finally:
            made.stop()


def test_secrets() -> None:
    assert authorization("bearer:abc") == authorization("abc") == "Bearer abc"
    assert authorization("basic:u:p:q") == "Basic " + base64.b64encode(b"u:p:q").decode()
    assert authorization("basic:dTpw") == "Basic dTpw"
    for wrong in ("", "bearer:", "two words", "line\nfeed", "密"):
        assert code(partial(authorization, wrong)) == "STORE_SECRET"
    assert code(lambda: KuboStore("/dns/ipfs.example.org/tcp/80/http", secret="x")) == "STORE_SECRET_CLEAR"
    KuboStore("/dns/ipfs.example.org/tcp/443/https", secret="x").close()
