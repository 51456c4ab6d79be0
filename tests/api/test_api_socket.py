"""The server over a real socket: what a client that is slow, endless or cut off meets."""

from __future__ import annotations

import hashlib
import inspect
import json
import socket
import threading
import time

import httpx
import pytest

from api.server import config, serve

pytestmark = pytest.mark.anvil

Address = tuple[str, int]


def exchange(address: Address, head: str, *pieces: bytes, pause: float = 0) -> tuple[int, dict[str, object]]:
    """Send a raw request and read until the server closes; status and JSON body."""
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode())
        try:
            for piece in pieces:
                time.sleep(pause)
                connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has answered already
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
    head_bytes, _, body = answer.partition(b"\r\n\r\n")
    return int(head_bytes.split()[1]), json.loads(body)


def test_t48_body_that_stops(address: Address) -> None:
    began = time.monotonic()
    status, problem = exchange(
        address, "POST /v1/check HTTP/1.1\nHost: localhost\nContent-Length: 1000\n\n", b"a"
    )
    assert (status, problem["code"]) == (408, "BODY_TOO_SLOW")
    assert time.monotonic() - began < 10


def test_t48_body_that_drips(address: Address) -> None:
    head = "POST /v1/check HTTP/1.1\nHost: localhost\nContent-Length: 100000\n\n"
    status, problem = exchange(address, head, *[b"a"] * 40, pause=0.1)
    assert (status, problem["code"]) == (408, "BODY_TOO_SLOW")


def test_t48_announced_too_large(address: Address) -> None:
    head = "POST /v1/check HTTP/1.1\nHost: localhost\nContent-Length: 999999999999999999\n\n"
    status, problem = exchange(address, head)
    assert (status, problem["code"]) == (413, "BODY_TOO_LARGE")


def test_t48_endless_chunks(address: Address, small_limits: int) -> None:
    head = "POST /v1/check HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n"
    chunk = b"4000\r\n" + b"\0" * 0x4000 + b"\r\n"
    status, problem = exchange(address, head, *[chunk] * (4 * small_limits // 0x4000))
    assert (status, problem["code"]) == (413, "BODY_TOO_LARGE")


def test_t43_deep_nesting_leaves_the_server_alive(address: Address) -> None:
    url = f"http://{address[0]}:{address[1]}"
    for _ in range(5):
        answer = httpx.post(
            f"{url}/v1/operations", content=b"[" * 200_000, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 400
    assert httpx.get(f"{url}/healthz").status_code == 200


def test_check_while_others_stall(address: Address) -> None:
    """A slow upload keeps nobody else waiting."""
    head = b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    with stalled(address, head, 10):
        data = b"some bytes" * 1000
        answer = httpx.post(f"http://{address[0]}:{address[1]}/v1/check", content=data, timeout=5)
        assert answer.status_code == 200
        assert answer.json()["sha256"] == "0x" + hashlib.sha256(data).hexdigest()


class stalled:
    """So many connections that sent a head and then nothing."""

    def __init__(self, address: Address, head: bytes, count: int) -> None:
        self.connections = [socket.create_connection(address) for _ in range(count)]
        for connection in self.connections:
            connection.sendall(head)

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None:
        for connection in self.connections:
            connection.close()


def test_many_readers_at_once(address: Address) -> None:
    url = f"http://{address[0]}:{address[1]}/v1/works?sha256=0x{'ab' * 32}"
    answers: list[int] = []

    def ask() -> None:
        with httpx.Client() as client:
            answers.extend(client.get(url).status_code for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 100


def test_it_listens_on_loopback_by_default() -> None:
    for function in (config, serve):
        assert inspect.signature(function).parameters["host"].default == "127.0.0.1"
