"""Real chains for tests, and a node over HTTP that says whatever a test wants."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from ledger.chain import anvil

Reply = tuple[int, bytes, Mapping[str, str]]
Handler = Callable[[str, list[Any]], Any]


def ask(url: str, method: str, *params: object) -> Any:
    """One JSON-RPC call to a test chain."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    with urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=30) as response:
        answer = json.load(response)
    assert "result" in answer, answer
    return answer["result"]


def set_next_time(url: str, seconds: int) -> None:
    """Give the next block of an anvil this time; later ones count on from it, until it is started anew."""
    ask(url, "evm_setNextBlockTimestamp", seconds)


def give_coins(url: str, account: str, wei: int = 10**18) -> None:
    """Have the developer account of geth send coins, and wait until they are there."""
    rich = ask(url, "eth_accounts")[0]
    ask(url, "eth_sendTransaction", {"from": rich, "to": account, "value": hex(wei)})
    until = time.monotonic() + 30
    while ask(url, "eth_getBalance", account, "latest") == "0x0":
        assert time.monotonic() < until
        time.sleep(0.02)


def mine_one(url: str) -> None:
    """Have geth make one more block."""
    rich, before = ask(url, "eth_accounts")[0], ask(url, "eth_blockNumber")
    ask(url, "eth_sendTransaction", {"from": rich, "to": rich, "value": "0x1"})
    until = time.monotonic() + 30
    while ask(url, "eth_blockNumber") == before:
        assert time.monotonic() < until
        time.sleep(0.005)


class RpcError(Exception):
    """What a scripted node answers as an error object."""

    def __init__(self, code: int, message: str, data: object = None) -> None:
        super().__init__(message)
        self.body = {"code": code, "message": message, "data": data}


class Raw(Exception):
    """What a scripted node answers instead of JSON-RPC."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.reply: Reply = (status, body, headers or {})


def hand_on(url: str, method: str, params: list[Any]) -> Any:
    """What another node answers, for a scripted one that stands before it."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    with urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=30) as response:
        answer = json.load(response)
    if "error" in answer:
        error = answer["error"]
        raise RpcError(error["code"], error["message"], error.get("data"))
    return answer["result"]


@contextmanager
def anvil_chain(folder: Path) -> Iterator[str]:
    """An anvil that is nobody's embedded chain: its JSON-RPC address."""
    log = folder / "anvil.log"
    pid = anvil.start([str(anvil.find()), "--host", anvil.LOOPBACK, "--port", "0", "--accounts", "1"], log)
    try:
        yield f"http://{anvil.LOOPBACK}:{anvil.wait_for_port(pid, log)}"
    finally:
        anvil.terminate(pid)


@contextmanager
def scripted(handler: Handler) -> Iterator[str]:
    """A node on loopback whose answers a function gives; yields its URL."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, else each answer waits for a delayed acknowledgement

        def do_POST(self) -> None:
            call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer: dict[str, Any] = {"jsonrpc": "2.0", "id": call["id"]}
            status, headers = 200, {}
            try:
                body = json.dumps(answer | {"result": handler(call["method"], call["params"])}).encode()
            except RpcError as error:
                body = json.dumps(answer | {"error": error.body}).encode()
            except Raw as raw:
                status, body, headers = raw.reply[0], raw.reply[1], dict(raw.reply[2])
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = "Content-Length" in headers

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            if not isinstance(sys.exception(), ConnectionError):  # who was killed hangs up
                super().handle_error(request, client_address)  # type: ignore[arg-type]

    server = Server(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
