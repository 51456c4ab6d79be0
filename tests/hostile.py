"""A relay that does what it likes with the operations it is given, in a process of its own.

``python -m tests.hostile DEED HOST``: prints its address, then the bytes of each operation it is given. It
passes on to HOST, an honest relay, whatever serves it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

_HOST = ""
ROOT = Path(__file__).resolve().parent.parent


def _pass_on(document: dict[str, Any]) -> dict[str, Any]:
    """What an honest relay says of an operation."""
    request = Request(
        f"{_HOST}/v1/operations", json.dumps(document).encode(), {"Content-Type": "application/json"}
    )
    with suppress(HTTPError), build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
    return {"state": "REFUSED", "transaction": None}


def _flipped(text: str) -> str:
    """Hexadecimal text with one digit changed."""
    return text[:20] + ("0" if text[20] != "0" else "1") + text[21:]


def _withhold(document: dict[str, Any]) -> dict[str, Any]:
    return {"state": "PENDING", "transaction": None}


def _alter_signature(document: dict[str, Any]) -> dict[str, Any]:
    return _pass_on(document | {"signature": _flipped(document["signature"])}) | {"state": "MINED"}


def _alter_deadline(document: dict[str, Any]) -> dict[str, Any]:
    text = document["registration"]
    text = text | {"deadline": str(int(text["deadline"]) + 1)}
    return _pass_on(document | {"registration": text}) | {"state": "MINED"}


def _another(document: dict[str, Any]) -> dict[str, Any]:
    """It sends something else, and names that transaction."""
    return _pass_on({"kind": "anchor", "root": "0x" + "5a" * 32})


def _lie(document: dict[str, Any]) -> dict[str, Any]:
    block = {"number": 1, "hash": "0x" + "11" * 32, "time": 1}
    return {"state": "MINED", "transaction": "0x" + "22" * 32, "block": block, "level": "final"}


DEEDS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "withhold": _withhold, "signature": _alter_signature, "deadline": _alter_deadline, "another": _another,
    "lie": _lie, "endless": _withhold,
}  # fmt: skip


class _Hostile(BaseHTTPRequestHandler):
    deed = "withhold"

    def do_GET(self) -> None:
        self._say(b'{"state": "PENDING", "transaction": null}')

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        print(body.decode(), flush=True)
        if self.deed == "endless":
            self._drip()
            return
        self._say(json.dumps(DEEDS[self.deed](json.loads(body))).encode())

    def _say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(b" ")
                time.sleep(0.2)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def hostile(deed: str, host: str) -> Iterator[tuple[str, Callable[[], str]]]:
    """A hostile relay in a process of its own: its address, and what it was given next."""
    command = [sys.executable, "-m", "tests.hostile", deed, host]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = process.stdout
        try:
            yield lines.readline().strip(), lambda: lines.readline().removesuffix("\n")
        finally:
            process.kill()


def main() -> None:
    """Serve until killed."""
    global _HOST
    _Hostile.deed, _HOST = sys.argv[1:3]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hostile)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
