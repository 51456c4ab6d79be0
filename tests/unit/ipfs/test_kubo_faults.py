"""A Kubo that is down, slow, full or lying (THREATS 57, 58; trap 7): a server on loopback that misbehaves."""

from __future__ import annotations

import errno
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ledger.core.cid import raw_cid
from ledger.core.hashing import digest
from ledger.errors import BadInput, ServiceDown, UsageError
from ledger.ipfs.kubo import KuboStore
from ledger.ipfs.upload import Upload

RECORD = b"a record"
NAME = digest(RECORD).cid
OTHER = raw_cid(bytes(32))
Answer = tuple[int, bytes]
Route = Callable[["Handler", dict[str, list[str]]], Answer | None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    routes: dict[str, Route]
    seen: list[tuple[str, dict[str, list[str]], bytes]]

    def do_POST(self) -> None:
        url = urlsplit(self.path)
        query = parse_qs(url.query, keep_blank_values=True)
        command = url.path.removeprefix("/api/v0/")
        self.seen.append((command, query, self._body()))
        answer = self.routes[command](self, query)
        if answer is None:
            self.close_connection = True
            return
        status, body = answer
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def begin(self, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def says(value: object) -> Route:
    return lambda handler, query: (200, json.dumps(value).encode())


def fails(message: str) -> Route:
    return lambda handler, query: (500, json.dumps({"Message": message, "Code": 0, "Type": "error"}).encode())


def raw(status: int, body: bytes) -> Route:
    return lambda handler, query: (status, body)


def pinned(handler: Handler, query: dict[str, list[str]]) -> Answer:
    return 200, json.dumps({"Keys": {query["arg"][0]: {"Type": "recursive"}}}).encode()


HONEST: dict[str, Route] = {
    "version": says({"Version": "0.43.0"}),
    "block/put": says({"Key": NAME, "Size": len(RECORD)}),
    "block/get": raw(200, RECORD),
    "add": says({"Name": "", "Hash": NAME, "Size": "8"}),
    "pin/ls": pinned,
}


class Node:
    """The server; ``address`` is its multiaddr."""

    def __init__(self) -> None:
        self.routes = dict(HONEST)
        self.seen: list[tuple[str, dict[str, list[str]], bytes]] = []
        handler = type("Bound", (Handler,), {"routes": self.routes, "seen": self.seen})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()
        self.address = f"/ip4/127.0.0.1/tcp/{self.server.server_address[1]}/http"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def node() -> Iterator[Node]:
    node = Node()
    yield node
    node.stop()


@pytest.fixture
def store(node: Node) -> Iterator[KuboStore]:
    store = KuboStore(node.address, timeout=1, patience=0)
    yield store
    store.close()


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "song.wav"
    path.write_bytes(RECORD)
    return path


def down(attempt: Callable[[], Any]) -> str:
    with pytest.raises(ServiceDown) as caught:
        attempt()
    assert caught.value.exit == 69
    return caught.value.code


def test_an_honest_node_passes(store: KuboStore, song: Path) -> None:
    store.ping()
    assert store.put_block(RECORD) == store.put_file(song, NAME) == NAME
    assert b"".join(store.read(NAME)) == RECORD and store.has(NAME)


def test_every_import_parameter_is_sent_and_no_name(node: Node, store: KuboStore, song: Path) -> None:
    store.put_file(song, NAME)
    store.put_block(RECORD)
    asked = {command: (query, body) for command, query, body in node.seen}
    query, body = asked["add"]
    wanted = {
        "cid-version": "1",
        "raw-leaves": "True",
        "chunker": "size-262144",
        "pin": "True",
        "trickle": "False",
        "nocopy": "False",
        "only-hash": "False",
        "wrap-with-directory": "False",
        "hash": "sha2-256",
        "max-file-links": "174",
        "inline": "false",
        "preserve-mode": "false",
        "preserve-mtime": "false",
        "progress": "false",
    }
    assert wanted.items() <= {name: values[0] for name, values in query.items()}.items()
    assert b"song.wav" not in body and str(song.parent).encode() not in body
    block = {name: values[0] for name, values in asked["block/put"][0].items()}
    assert (block["cid-codec"], block["mhtype"], block["pin"]) == ("raw", "sha2-256", "true")


def test_t57_wrong_bytes(node: Node, store: KuboStore) -> None:
    for lie in (b"b record", RECORD + b"!", b""):
        node.routes["block/get"] = raw(200, lie)
        assert down(lambda: list(store.read(NAME))) == "BLOCK_MISMATCH"


def test_wrong_cid(node: Node, store: KuboStore, song: Path) -> None:
    node.routes["add"] = says({"Name": "", "Hash": OTHER, "Size": "8"})
    node.routes["block/put"] = says({"Key": OTHER, "Size": 8})
    assert down(lambda: store.put_file(song, NAME)) == "STORE_CID_MISMATCH"
    assert down(lambda: store.put_block(RECORD)) == "STORE_CID_MISMATCH"


@pytest.mark.parametrize(
    "answer",
    [
        says({"Keys": {}}),
        says({"Keys": {OTHER: {"Type": "recursive"}}}),
        fails(f"path '{NAME}' is not pinned"),
    ],
)
def test_said_to_be_stored_but_not_pinned(node: Node, store: KuboStore, song: Path, answer: Route) -> None:
    node.routes["pin/ls"] = answer
    assert not store.has(NAME)
    assert down(lambda: store.put_file(song, NAME)) == "STORE_NOT_PINNED"
    assert down(lambda: store.put_block(RECORD)) == "STORE_NOT_PINNED"


def test_a_pin_of_another_kind_does_not_count(node: Node, store: KuboStore) -> None:
    store.has(NAME)
    assert node.seen[-1][1]["type"] == ["recursive"]


@pytest.mark.parametrize(
    "answer",
    [
        raw(200, b""),
        raw(200, b"{"),
        raw(200, b"<html>"),
        raw(200, b"\xff\xfe"),
        raw(200, b"[]"),
        raw(200, b"null"),
        raw(200, b'"x"'),
        raw(200, b"{}{}"),
        raw(404, b"404 page not found"),
        raw(502, b"<html>Bad gateway</html>"),
        says({"Type": "error", "Message": "late"}),
        says({}),
        says({"Version": 1, "Keys": 1, "Key": 1, "Hash": 1}),
        says({"Version": None, "Keys": None, "Key": None, "Hash": None}),
    ],
)
def test_nonsense(node: Node, store: KuboStore, song: Path, answer: Route) -> None:
    for command in ("version", "pin/ls", "add", "block/put"):
        node.routes[command] = answer
    known = {"STORE_GARBLED", "STORE_REFUSED", "STORE_CID_MISMATCH"}
    for attempt in (store.ping, lambda: store.has(NAME), lambda: store.put_block(RECORD)):
        assert down(attempt) in known
    assert down(lambda: store.put_file(song, NAME)) in known


def test_a_full_disk_there(node: Node, store: KuboStore, song: Path) -> None:
    node.routes["add"] = fails("write /data/blocks/X/tmp: no space left on device")
    assert down(lambda: store.put_file(song, NAME)) == "STORE_FULL"


def test_what_the_node_says_is_passed_on(node: Node, store: KuboStore) -> None:
    node.routes["pin/ls"] = fails("repo is locked")
    with pytest.raises(ServiceDown) as caught:
        store.has(NAME)
    assert (caught.value.code, caught.value.params["reason"]) == ("STORE_REFUSED", "repo is locked")


def test_missing(node: Node, store: KuboStore) -> None:
    for reason in (
        "block was not found locally (offline): ipld: could not find x",
        "context deadline exceeded",
    ):
        node.routes["block/get"] = fails(reason)
        assert down(lambda: list(store.read(NAME))) == "STORE_MISSING"
    node.routes["block/get"] = fails("repo is locked")
    assert down(lambda: list(store.read(NAME))) == "STORE_REFUSED"


def test_down() -> None:
    gone = Node()
    gone.stop()
    store = KuboStore(gone.address, timeout=1)
    for attempt in (store.ping, lambda: store.put_block(RECORD), lambda: list(store.read(NAME))):
        assert down(attempt) == "STORE_DOWN"
    store.close()


def test_hangs_up(node: Node, store: KuboStore, song: Path) -> None:
    for command in list(node.routes):
        node.routes[command] = lambda handler, query: None
    for attempt in (store.ping, lambda: store.has(NAME), lambda: list(store.read(NAME))):
        assert down(attempt) in ("STORE_GARBLED", "STORE_DOWN")
    assert down(lambda: store.put_file(song, NAME)) in ("STORE_GARBLED", "STORE_DOWN")


def test_half_an_answer(node: Node, store: KuboStore) -> None:
    def half(handler: Handler, query: dict[str, list[str]]) -> None:
        handler.begin(len(RECORD))
        handler.wfile.write(RECORD[:4])

    node.routes["block/get"] = half
    assert down(lambda: list(store.read(NAME))) in ("STORE_GARBLED", "STORE_DOWN", "BLOCK_MISMATCH")


def silent(handler: Handler, query: dict[str, list[str]]) -> None:
    time.sleep(2.5)


def stalls(handler: Handler, query: dict[str, list[str]]) -> None:
    handler.begin(len(RECORD))
    handler.wfile.write(RECORD[:4])
    time.sleep(2.5)


def drips(handler: Handler, query: dict[str, list[str]]) -> None:
    handler.begin(1000)
    for _ in range(12):
        handler.wfile.write(b"x")
        time.sleep(0.2)


@pytest.mark.parametrize("route", [silent, stalls, drips])
def test_slow(node: Node, store: KuboStore, route: Route) -> None:
    node.routes["block/get"] = node.routes["version"] = route
    began = time.monotonic()
    assert down(lambda: list(store.read(NAME))) == "STORE_SLOW"
    assert time.monotonic() - began < 2.4
    assert down(store.ping) == "STORE_SLOW"


def test_t58_a_block_that_never_ends(node: Node, store: KuboStore) -> None:
    sent = [0]

    def endless(handler: Handler, query: dict[str, list[str]]) -> None:
        handler.begin(1 << 40)
        try:
            while True:
                sent[0] += handler.wfile.write(bytes(1 << 16))
        except OSError:
            return

    node.routes["block/get"] = endless
    assert down(lambda: list(store.read(NAME))) == "BLOCK_TOO_LARGE"
    node.routes["version"] = endless
    assert down(store.ping) == "STORE_GARBLED"
    assert sent[0] < 50 << 20


def test_t51_redirects_and_proxies_are_not_followed(
    node: Node, store: KuboStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Node()

    def redirect(handler: Handler, query: dict[str, list[str]]) -> None:
        handler.send_response(307)
        port = other.server.server_address[1]
        handler.send_header("Location", f"http://127.0.0.1:{port}/api/v0/block/put")
        handler.send_header("Content-Length", "0")
        handler.send_header("Connection", "close")
        handler.end_headers()

    node.routes["block/put"] = redirect
    assert down(lambda: store.put_block(RECORD)) == "STORE_GARBLED"
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{other.server.server_address[1]}")
    assert store.has(NAME)
    assert other.seen == []
    other.stop()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "localhost:5001",
        "http://127.0.0.1:5001",
        "/ip4/127.0.0.1",
        "/ip4/1.2.3.4/udp/5001",
        "/ip4/x/tcp/1",
    ],
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        KuboStore(address)
    assert caught.value.code == "STORE_ADDRESS"


def test_t51_a_secret_reaches_its_own_node_alone(node: Node, song: Path) -> None:
    told: list[str | None] = []

    def listen(handler: Handler, query: dict[str, list[str]]) -> Answer:
        told.append(handler.headers.get("Authorization"))
        return 200, json.dumps({"Version": "0.43.0"}).encode()

    node.routes["version"] = listen
    with_secret = KuboStore(node.address, secret="bearer:abc", patience=0)
    without = KuboStore(node.address, patience=0)
    for store in (with_secret, without, with_secret):
        store.ping()
    assert told == ["Bearer abc", None, "Bearer abc"]
    with_secret.close()
    without.close()


class BadDisk(io.RawIOBase):
    """A file whose disk fails while it is read."""

    def __init__(self, good: io.BufferedReader) -> None:
        self._good = good

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._good.fileno()

    def readinto(self, buffer: object) -> int:
        raise OSError(errno.EIO, "Input/output error")


def test_a_disk_that_fails_while_sending(song: Path) -> None:
    with song.open("rb") as good:
        upload = Upload(song, io.BufferedReader(BadDisk(good)), None)
        with pytest.raises(BadInput) as caught:
            upload.read(10)
    assert (caught.value.code, caught.value.params["reason"]) == ("FILE_UNREADABLE", "Input/output error")
