"""A pinning service: the IPFS Pinning Service API 1.0 over HTTP, on a real Kubo of its own.

It really fetches what it is asked for, and keeps it.

Source: https://ipfs.github.io/pinning-services-api-spec/.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ledger.core.cid import Cid, parse_any
from ledger.core.walk import visit
from ledger.errors import SongdeedError
from ledger.ipfs.kubo import KuboStore

Fetch = Callable[[Cid], bytes]
STATES = {"queued", "pinning", "pinned", "failed"}


class Service:
    """The service.

    Args:
        token: What its customer must show.
        fetch: How it gets blocks: its IPFS network.
        node: Where it keeps them.
    """

    def __init__(self, token: str, fetch: Fetch, node: KuboStore) -> None:
        self.token, self._fetch, self._node = token, fetch, node
        self.pins: dict[str, dict[str, Any]] = {}
        self.lock = threading.Lock()
        self.threads: list[threading.Thread] = []
        self.awake = threading.Event()
        """While it is not set, nothing is fetched."""
        self.awake.set()

    def add(self, pin: dict[str, Any], identity: str | None = None) -> dict[str, Any]:
        """Enter a request; what is fetched is fetched meanwhile."""
        created = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + f".{time.time_ns() % 10**9:09}Z"
        found = {
            "requestid": identity or uuid.uuid4().hex, "status": "queued", "created": created,
            "pin": pin, "delegates": [], "info": {},
        }  # fmt: skip
        with self.lock:
            self.pins[found["requestid"]] = found
        thread = threading.Thread(target=self._work, args=(found,))
        self.threads.append(thread)
        thread.start()
        return found

    def remove(self, identity: str) -> bool:
        """Give a request up, and what it kept."""
        with self.lock:
            found = self.pins.pop(identity, None)
        if found is not None:
            self._node.unpin(found["pin"]["cid"])
        return found is not None

    def _work(self, found: dict[str, Any]) -> None:
        self.awake.wait()
        found["status"] = "pinning"
        root = parse_any(found["pin"]["cid"])
        try:
            blocks = visit(root, lambda name: self._fetch(parse_any(name)))
            self._node.put_blocks(((one.cid, one.block) for one in blocks), [root])
            found["status"] = "pinned"
        except SongdeedError as error:
            found["status"], found["info"] = "failed", {"status_details": error.code}

    def listed(self, query: dict[str, list[str]]) -> dict[str, Any]:
        """Requests that a customer asks for; only those that are pinned unless he names states."""
        states = set(query.get("status", ["pinned"])[0].split(","))
        cids = query["cid"][0].split(",") if "cid" in query else None
        limit = int(query.get("limit", ["10"])[0])
        if not states <= STATES or not 1 <= limit <= 1000 or (cids and len(cids) > 10):
            raise ValueError("filter")
        with self.lock:
            found = [one for one in self.pins.values() if one["status"] in states]
        if cids is not None:
            found = [one for one in found if one["pin"]["cid"] in cids]
        if "name" in query:
            found = [one for one in found if one["pin"].get("name") == query["name"][0]]
        found.sort(key=lambda one: one["created"], reverse=True)
        return {"count": len(found), "results": found[:limit]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def do_GET(self) -> None:
        self._answer(lambda path, query, body: self._get(path, query))

    def do_POST(self) -> None:
        self._answer(lambda path, query, body: self._post(path, body))

    def do_DELETE(self) -> None:
        self._answer(lambda path, query, body: self._delete(path))

    def _get(self, path: list[str], query: dict[str, list[str]]) -> tuple[int, Any]:
        if path == ["pins"]:
            return 200, self.service.listed(query)
        found = self.service.pins.get(path[1])
        return (200, found) if found else _error(404, "NOT_FOUND")

    def _post(self, path: list[str], body: bytes) -> tuple[int, Any]:
        pin = json.loads(body)
        parse_any(pin["cid"])
        if len(pin.get("name", "")) > 255 or len(pin.get("origins", [])) > 20:
            raise ValueError("pin")
        if path == ["pins"]:
            return 202, self.service.add(pin)
        if not self.service.remove(path[1]):
            return _error(404, "NOT_FOUND")
        return 202, self.service.add(pin)

    def _delete(self, path: list[str]) -> tuple[int, Any]:
        return (202, None) if self.service.remove(path[1]) else _error(404, "NOT_FOUND")

    def _answer(self, work: Callable[[list[str], dict[str, list[str]], bytes], tuple[int, Any]]) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = url.path.strip("/").split("/")
        if self.headers.get("Authorization") != f"Bearer {self.service.token}":
            status, answer = _error(401, "UNAUTHORIZED")
        elif path[0] != "pins" or len(path) > 2:
            status, answer = _error(404, "NOT_FOUND")
        else:
            try:
                status, answer = work(path, parse_qs(url.query), body)
            except (ValueError, KeyError, SongdeedError):
                status, answer = _error(400, "BAD_REQUEST")
        data = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _error(status: int, reason: str) -> tuple[int, Any]:
    return status, {"error": {"reason": reason, "details": "as the specification has it"}}


@contextmanager
def pinning_service(token: str, fetch: Fetch, node: KuboStore) -> Iterator[tuple[str, Service]]:
    """A service on loopback; its endpoint, and itself."""
    service = Service(token, fetch, node)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"service": service}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        for one in service.threads:
            one.join()
