"""JSON-RPC with nodes that are down, slow, broken or hostile (THREATS.md 52, 78, trap 8)."""

from __future__ import annotations

import socket
import sys
from typing import Any

import pytest

from ledger.chain.rpc import ATTEMPTS, Rpc, RpcRefusal, is_loopback, shown
from ledger.errors import BadInput, ServiceDown
from ledger.text import hint_of, message_of
from tests.nodes import Raw, RpcError, scripted


class Counting:
    """Fails in one way so many times, then answers."""

    def __init__(self, failure: Exception | None, times: int = 10**6) -> None:
        self.failure, self.times, self.asked = failure, times, 0

    def __call__(self, method: str, params: list[Any]) -> Any:
        self.asked += 1
        if self.failure is not None and self.asked <= self.times:
            raise self.failure
        return "0x1"


BROKEN = [
    Raw(500, b"oops"),
    Raw(503, b""),
    Raw(429, b"slow down"),
    Raw(200, b'{"jsonrpc":"2.0","id":1,"resu'),
    Raw(200, b'{"jsonrpc":"2.0"', {"Content-Length": "5000"}),
    Raw(200, b"null"),
    Raw(200, b"[]"),
    Raw(200, b"{}"),
    Raw(200, b"\xff\xfe"),
    Raw(200, b"[" * 200_000),
    Raw(200, b'{"jsonrpc":"2.0","id":1,"result":"0x1","error":{"code":1,"message":"both"}}'),
    Raw(302, b"", {"Location": "http://127.0.0.1:1/elsewhere"}),
    RpcError(-32005, "limit exceeded"),
]


@pytest.mark.parametrize("failure", BROKEN, ids=range(len(BROKEN)))
def test_read_is_tried_again_and_then_says_down(failure: Exception) -> None:
    node = Counting(failure)
    with scripted(node) as url:
        rpc = Rpc(url)
        with pytest.raises(ServiceDown) as caught:
            rpc.read("eth_chainId")
        rpc.close()
    assert caught.value.code == "CHAIN_DOWN"
    assert node.asked == ATTEMPTS
    assert url in message_of(caught.value, "en") and hint_of(caught.value, "zh")


def test_read_survives_a_moment_of_weakness() -> None:
    node = Counting(Raw(502, b""), times=ATTEMPTS - 1)
    with scripted(node) as url:
        rpc = Rpc(url)
        assert rpc.read("eth_chainId") == "0x1"
        rpc.close()


def test_write_is_asked_once() -> None:
    node = Counting(Raw(502, b""))
    with scripted(node) as url:
        rpc = Rpc(url)
        with pytest.raises(ServiceDown):
            rpc.write("eth_sendRawTransaction", "0x00")
        rpc.close()
    assert node.asked == 1


def test_refusal_is_not_tried_again() -> None:
    node = Counting(RpcError(-32601, "no such method", {"data": "0x"}))
    with scripted(node) as url:
        rpc = Rpc(url)
        with pytest.raises(RpcRefusal, match="no such method"):
            rpc.ask("eth_strange")
        with pytest.raises(ServiceDown) as caught:
            rpc.read("eth_strange")
        rpc.close()
    assert caught.value.code == "CHAIN_REFUSES" and node.asked == 2


def test_silent_node_is_down_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        rpc = Rpc(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=0.2)
        with pytest.raises(ServiceDown) as caught:
            rpc.read("eth_chainId")
        rpc.close()
    assert caught.value.code == "CHAIN_DOWN"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    rpc = Rpc(f"http://127.0.0.1:{port}/v3/secret-access-key?key=secret")
    with pytest.raises(ServiceDown) as caught:
        rpc.read("eth_chainId")
    rpc.close()
    assert "secret" not in message_of(caught.value, "en") + repr(caught.value)


def test_access_keys_are_not_shown() -> None:
    assert shown("https://user:secret@node.example:8545/v3/secret?key=secret") == "https://node.example:8545"
    assert shown("http://[::1]:8545/") == "http://[::1]:8545"


@pytest.mark.parametrize("url", ["", "node.example:8545", "ws://node.example", "file:///etc/passwd", "http://",
                                 "http://node.example:port"])  # fmt: skip
def test_urls_that_are_none(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        Rpc(url)
    assert caught.value.code == "BAD_RPC_URL"


def test_what_is_this_machine() -> None:
    assert all(
        map(is_loopback, ("http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:1", "http://localhost"))
    )
    assert not any(map(is_loopback, ("http://10.0.0.1", "http://0.0.0.0:1", "http://localhost.example")))


def test_importing_web3_keeps_the_recursion_limit_and_ccip_off() -> None:
    before = sys.getrecursionlimit()
    rpc = Rpc("http://127.0.0.1:1")
    assert sys.getrecursionlimit() == before
    assert rpc._provider.global_ccip_read_enabled is False
    rpc.close()


@pytest.mark.parametrize("value", [None, 1, True, "", "1", "0x", "0xg", "-0x1", "0x" + "f" * 65, ["0x1"]])
def test_quantities_are_strict(value: object) -> None:
    rpc = Rpc("http://127.0.0.1:1")
    with pytest.raises(ServiceDown) as caught:
        rpc.quantity(value, "a number")
    rpc.close()
    assert caught.value.code == "CHAIN_LIES"


@pytest.mark.parametrize("value", [None, 1, "", "0x1", "0xzz", "0x" + "00" * 31, "0x" + "00" * 33])
def test_octets_are_strict(value: object) -> None:
    rpc = Rpc("http://127.0.0.1:1")
    with pytest.raises(ServiceDown) as caught:
        rpc.octets(value, "a hash", 32)
    rpc.close()
    assert caught.value.code == "CHAIN_LIES"
