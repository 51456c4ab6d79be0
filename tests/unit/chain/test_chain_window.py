"""Reads of the chain for others: what is let through, and that nothing else is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api import shared
from ledger.chain.rpc import RpcRefusal
from ledger.chain.window import CALL_GAS, METHODS, Window
from ledger.ports import Network
from tests.fakes import an_id

REGISTRY, LICENSING, WALLET = ("0x" + digits * 20 for digits in ("1a", "2b", "3c"))
NETWORK = Network("choir", 5, an_id("genesis"), REGISTRY, LICENSING, 1, False, True)
HASH = an_id("hash")


class Chain:
    """Says what it was asked."""

    network = NETWORK

    def __init__(self, refusal: RpcRefusal | None = None) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []
        self.refusal = refusal

    def answer(self, method: str, *params: object) -> object:
        self.asked.append((method, params))
        if self.refusal is not None:
            raise self.refusal
        return "0x1"


def ask(method: object, *params: object, chain: Chain | None = None) -> dict[str, Any]:
    window = Window(chain or Chain())  # type: ignore[arg-type]
    return window.answer({"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)})


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("eth_chainId", []),
        ("eth_blockNumber", []),
        ("eth_getBlockByNumber", ["latest", False]),
        ("eth_getBlockByNumber", ["0x0", False]),
        ("eth_getBlockByHash", [HASH, False]),
        ("eth_getTransactionByHash", [HASH]),
        ("eth_getTransactionReceipt", [HASH]),
        ("eth_getCode", [WALLET, "0x5"]),
        ("eth_getStorageAt", [LICENSING, HASH, "0x5"]),
        ("eth_getProof", [REGISTRY, [HASH], {"blockHash": HASH}]),
    ],
)
def test_reads_go_through_as_they_are(method: str, params: list[object]) -> None:
    chain = Chain()
    assert ask(method, *params, chain=chain) == {"jsonrpc": "2.0", "id": 1, "result": "0x1"}
    assert chain.asked == [(method, tuple(params))]


def test_a_call_is_bounded_in_gas() -> None:
    chain = Chain()
    ask("eth_call", {"to": REGISTRY, "data": "0x12", "gas": "0xffffffffffff"}, chain=chain)
    ask("eth_call", {"to": REGISTRY, "from": WALLET, "input": "0x34", "gas": "0x10"}, "0x5", chain=chain)
    assert chain.asked == [
        ("eth_call", ({"to": REGISTRY, "gas": hex(CALL_GAS), "data": "0x12"}, "latest")),
        ("eth_call", ({"to": REGISTRY, "gas": "0x10", "from": WALLET, "data": "0x34"}, "0x5")),
    ]


@pytest.mark.parametrize("public", [True, False])
def test_t54_what_waits_for_a_block_is_shown_only_where_everybody_sees_it(public: bool) -> None:
    class Pending(Chain):
        network = replace(NETWORK, public_mempool=public)
        block: str | None = None

        def answer(self, method: str, *params: object) -> object:
            return {"hash": HASH, "input": "0x1234", "blockHash": self.block}

    chain = Pending()
    assert (ask("eth_getTransactionByHash", HASH, chain=chain)["result"] is not None) is public
    chain.block = HASH
    assert ask("eth_getTransactionByHash", HASH, chain=chain)["result"]["input"] == "0x1234"


def test_logs_are_those_of_the_two_contracts_whatever_is_asked() -> None:
    chain = Chain()
    ask("eth_getLogs", {"fromBlock": "0x0", "toBlock": "0x1387"}, chain=chain)
    ask("eth_getLogs", {"address": [WALLET], "blockHash": HASH}, chain=chain)
    both = [REGISTRY, LICENSING]
    assert [params[0] for _, params in chain.asked] == [
        {"address": both, "fromBlock": "0x0", "toBlock": "0x1387"},
        {"address": both, "blockHash": HASH},
    ]


@pytest.mark.parametrize(
    "method",
    [
        "eth_sendRawTransaction", "eth_sendTransaction", "eth_sign", "eth_signTypedData_v4", "eth_accounts",
        "eth_estimateGas", "eth_newFilter", "anvil_setBalance", "anvil_setCode", "anvil_dumpState",
        "evm_mine", "evm_setNextBlockTimestamp", "hardhat_reset", "debug_traceTransaction", "admin_peers",
        "personal_unlockAccount", "txpool_content", "ETH_CHAINID", "", None, 5, ["eth_chainId"],
    ],
)  # fmt: skip
def test_t55_nothing_that_changes_or_costs_more_is_asked(method: object) -> None:
    chain = Chain()
    assert ask(method, chain=chain)["error"]["code"] == -32601
    assert chain.asked == []


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("eth_chainId", [1]),
        ("eth_getBlockByNumber", ["latest", True]),
        ("eth_getBlockByNumber", ["pending", False]),
        ("eth_getBlockByNumber", [5, False]),
        ("eth_getBlockByNumber", ["latest"]),
        ("eth_getBlockByHash", ["latest", False]),
        ("eth_getBlockByHash", [HASH, True]),
        ("eth_getTransactionByHash", ["0x1"]),
        ("eth_getCode", ["0x1", "latest"]),
        ("eth_getCode", [WALLET, {"blockHash": HASH, "requireCanonical": True}]),
        ("eth_getStorageAt", [WALLET, HASH, "latest"]),
        ("eth_getProof", [WALLET, [HASH], "latest"]),
        ("eth_getProof", [REGISTRY, [HASH] * 65, "latest"]),
        ("eth_getProof", [REGISTRY, HASH, "latest"]),
        ("eth_call", [{"data": "0x12"}]),
        ("eth_call", [{"to": REGISTRY, "data": "0x1"}]),
        ("eth_call", [{"to": REGISTRY, "data": "0x" + "00" * (1 << 20)}]),
        ("eth_call", [{"to": REGISTRY, "data": "0x"}, "latest", {WALLET: {"code": "0x00"}}]),
        ("eth_call", [{"to": REGISTRY, "accessList": []}]),
        ("eth_call", ["0x"]),
        ("eth_getLogs", [{"fromBlock": "0x0", "toBlock": "0x1388"}]),
        ("eth_getLogs", [{"fromBlock": "0x5", "toBlock": "0x4"}]),
        ("eth_getLogs", [{"fromBlock": "earliest", "toBlock": "latest"}]),
        ("eth_getLogs", [{}]),
        ("eth_getLogs", [{"blockHash": "latest"}]),
        ("eth_getLogs", [{"blockHash": HASH, "limit": 5}]),
    ],
)
def test_forms_that_are_not_answered(method: str, params: list[object]) -> None:
    chain = Chain()
    assert ask(method, *params, chain=chain)["error"]["code"] == -32602
    assert chain.asked == []


@pytest.mark.parametrize("asked", [[], "x", None, 5, {"method": "eth_chainId", "params": {}}, [{"id": 1}]])
def test_one_question_at_a_time(asked: object) -> None:
    chain = Chain()
    assert Window(chain).answer(asked)["error"]["code"] == -32600  # type: ignore[arg-type]
    assert chain.asked == []


def test_what_the_node_refuses_is_handed_on_and_cut() -> None:
    refusal = RpcRefusal("eth_call", 3, "reverted " + "x" * 1000, "0x1234")
    error = ask("eth_call", {"to": REGISTRY, "data": "0x12"}, chain=Chain(refusal))["error"]
    assert error["code"] == 3 and error["data"] == "0x1234" and len(error["message"]) == 300
    strange = RpcRefusal("eth_call", 3, "reverted", {"deep": "data"})
    assert "data" not in ask("eth_call", {"to": REGISTRY}, chain=Chain(strange))["error"]


def test_the_api_describes_just_these() -> None:
    assert shared.METHODS == METHODS
