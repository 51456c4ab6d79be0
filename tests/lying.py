"""A Kubo that takes everything and answers with the CID of something else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ledger.core.cid import raw_cid

OTHER = raw_cid(bytes(32))


class _Lying(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answers = {"version": {"Version": "0.43.0"}, "block/put": {"Key": OTHER, "Size": 1}}
        command = self.path.partition("?")[0].removeprefix("/api/v0/")
        body = json.dumps(
            answers.get(command, {"Hash": OTHER, "Keys": {OTHER: {"Type": "recursive"}}})
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def lying_kubo() -> Iterator[str]:
    """Multiaddr of its API."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Lying)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"/ip4/127.0.0.1/tcp/{server.server_port}/http"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
