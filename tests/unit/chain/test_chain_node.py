"""A node of another chain, with other code, or with answers that can't be true (THREATS.md 78, 80, 81)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ledger.chain import abi, adapter, check, values
from ledger.chain.adapter import EvmChain
from ledger.core.operations import Anchor
from ledger.errors import Refused, ServiceDown
from ledger.ports import Network
from ledger.text import hint_of, message_of
from tests.fakes import an_id
from tests.nodes import RpcError, scripted

ROOT = "0x" + "77" * 32
BY = "0x" + "66" * 20
NETWORK = Network(
    name="far", chain_id=5, genesis=an_id(0, "a"), registry="0x" + "a1" * 20, licensing="0x" + "b2" * 20,
    deployed_at=1, local=False, public_mempool=True,
)  # fmt: skip


class Scripted:
    """A chain of thirty blocks with an anchor in each tenth; every answer can be replaced."""

    def __init__(self) -> None:
        self.changes: dict[str, Callable[[list[Any], Any], Any]] = {}
        self.asked: list[tuple[str, list[Any]]] = []
        self.top = 30
        self.final: int | None = 20
        self.branch = "a"

    def __call__(self, method: str, params: list[Any]) -> Any:
        self.asked.append((method, params))
        answer = getattr(self, method)(*params)
        change = self.changes.get(method)
        return answer if change is None else change(params, answer)

    def eth_chainId(self) -> str:
        return hex(NETWORK.chain_id)

    def eth_getCode(self, address: str, block: str) -> str:
        if address == NETWORK.registry:
            return "0x" + check.expected_code(abi.REGISTRY, NETWORK.registry_domain, NETWORK.licensing).hex()
        licensing = check.expected_code(abi.LICENSING, NETWORK.licensing_domain, NETWORK.registry)
        return "0x" + licensing.hex() if address == NETWORK.licensing else "0x"

    def eth_getBlockByNumber(self, number: str, full: bool) -> Any:
        tags = {"latest": self.top, "finalized": self.final}
        wanted = tags[number] if number in tags else int(number, 16)
        if wanted is None or wanted > self.top:
            return None
        return {
            "number": hex(wanted), "hash": self.hash(wanted), "parentHash": self.hash(wanted - 1),
            "timestamp": hex(1_767_000_000 + wanted),
        }  # fmt: skip

    def eth_getLogs(self, where: dict[str, Any]) -> list[dict[str, Any]]:
        if "blockHash" in where:
            numbers = [n for n in range(self.top + 1) if self.hash(n) == where["blockHash"]]
            if not numbers:
                raise RpcError(-32000, "unknown block")
        else:
            numbers = list(range(int(where["fromBlock"], 16), int(where["toBlock"], 16) + 1))
        return [self.log(number) for number in numbers if number % 10 == 0 and number]

    def hash(self, number: int) -> str:
        return an_id(number, "a" if number <= 20 else self.branch)

    def log(self, number: int) -> dict[str, Any]:
        anchored = next(e for e in abi.contract(abi.REGISTRY).events.values() if e.name == "Anchored")
        topics = [anchored.identifier, values.encode(anchored.params[:1], [ROOT])]
        topics.append(values.encode(anchored.params[1:], [BY]))
        return {
            "address": NETWORK.registry, "topics": ["0x" + topic.hex() for topic in topics], "data": "0x",
            "blockNumber": hex(number), "blockHash": self.hash(number), "logIndex": "0x0",
            "transactionHash": an_id("tx", number), "removed": False,
        }  # fmt: skip


@pytest.fixture
def node() -> Scripted:
    return Scripted()


@pytest.fixture
def chain(node: Scripted) -> Iterator[EvmChain]:
    with scripted(node) as url:
        chain = EvmChain(NETWORK, url)
        yield chain
        chain.close()


def fails(code: str) -> pytest.RaisesExc[ServiceDown]:
    def same(error: ServiceDown) -> bool:
        assert (
            message_of(error, "en")
            and message_of(error, "zh")
            and hint_of(error, "en")
            and hint_of(error, "zh")
        )
        return error.code == code

    return pytest.RaisesExc(ServiceDown, check=same)


def test_honest_node(node: Scripted, chain: EvmChain) -> None:
    assert chain.head().number == 30 and chain.head().parent == node.hash(29)
    assert chain.finalized().number == 20
    assert chain.block(31) is None
    found = chain.events(0, 30)
    assert [event.at.block for event in found] == [10, 20, 30]
    assert [event.at.time for event in found] == [1_767_000_010, 1_767_000_020, 1_767_000_030]
    asked = [params[0] for method, params in node.asked if method == "eth_getLogs"]
    # Up to the final block one range, above it every block by its hash.
    assert asked[0]["fromBlock"] == "0x1" and asked[0]["toBlock"] == "0x14"
    assert [where.get("blockHash") for where in asked[1:]] == [node.hash(n) for n in range(21, 31)]


@pytest.mark.parametrize(
    ("method", "lie", "code"),
    [
        ("eth_chainId", "0x6", "CHAIN_WRONG_ID"),
        ("eth_chainId", None, "CHAIN_LIES"),
        ("eth_getBlockByNumber", None, "CHAIN_LIES"),
        ("eth_getCode", "0x", "CHAIN_NO_CONTRACT"),
        ("eth_getCode", "0x6001", "CHAIN_WRONG_CODE"),
        ("eth_getCode", 7, "CHAIN_LIES"),
    ],
)
def test_wrong_chain_is_refused_before_anything_else(
    node: Scripted, chain: EvmChain, method: str, lie: object, code: str
) -> None:
    node.changes[method] = lambda params, answer: lie
    for ask in (chain.head, chain.finalized, lambda: chain.block(1), lambda: chain.events(0, 1),
                lambda: chain.simulate(Anchor(ROOT)), lambda: chain.title_hash(ROOT)):  # fmt: skip
        with fails(code):
            ask()
    assert not {"eth_call", "eth_getLogs"} & {method for method, _ in node.asked}


def test_wrong_genesis(node: Scripted, chain: EvmChain) -> None:
    node.changes["eth_getBlockByNumber"] = lambda params, answer: (answer or {}) | {"hash": an_id("other")}
    with fails("CHAIN_WRONG_GENESIS"):
        chain.head()


@pytest.mark.parametrize("label", sorted(abi.contract(abi.LICENSING).immutables))
def test_one_immutable_off_is_wrong_code(node: Scripted, chain: EvmChain, label: str) -> None:
    def spoil(params: list[Any], answer: str) -> str:
        if params[0] != NETWORK.licensing:
            return answer
        place = abi.contract(abi.LICENSING).immutables[label][-1]
        code = bytearray.fromhex(answer[2:])
        code[place + 31] ^= 1
        return "0x" + code.hex()

    node.changes["eth_getCode"] = spoil
    with fails("CHAIN_WRONG_CODE"):
        chain.head()


LOG_LIES: list[dict[str, Any]] = [
    {"address": "0x" + "cc" * 20},
    {"address": NETWORK.licensing},
    {"address": None},
    {"topics": []},
    {"topics": ["0x" + "11" * 32]},
    {"topics": None},
    {"topics": ["0x11"]},
    {"data": "0x00"},
    {"data": None},
    {"removed": True},
    {"blockNumber": "0x2"},
    {"blockNumber": None},
    {"blockHash": "0x"},
    {"logIndex": None},
    {"transactionHash": None},
]


@pytest.mark.parametrize("lie", LOG_LIES, ids=range(len(LOG_LIES)))
@pytest.mark.parametrize("blocks", [(5, 15), (25, 30)], ids=["range", "by hash"])
def test_logs_that_cannot_be(
    node: Scripted, chain: EvmChain, lie: dict[str, Any], blocks: tuple[int, int]
) -> None:
    node.changes["eth_getLogs"] = lambda params, answer: [
        log | {"blockTimestamp": "0x1"} | lie for log in answer
    ]
    with fails("CHAIN_LIES"):
        chain.events(*blocks)


def test_logs_twice_or_in_disorder(node: Scripted, chain: EvmChain) -> None:
    node.changes["eth_getLogs"] = lambda params, answer: answer * 2
    with fails("CHAIN_LIES"):
        chain.events(1, 15)
    node.changes["eth_getLogs"] = lambda params, answer: answer[::-1]
    with fails("CHAIN_LIES"):
        chain.events(1, 20)


def test_logs_of_another_block_than_asked_for(node: Scripted, chain: EvmChain) -> None:
    stale = {"blockHash": an_id("stale"), "blockTimestamp": "0x1"}
    node.changes["eth_getLogs"] = lambda params, answer: [log | stale for log in answer]
    with fails("CHAIN_LIES"):
        chain.events(25, 30)


def test_block_replaced_between_two_questions(node: Scripted, chain: EvmChain) -> None:
    def replaced(params: list[Any], answer: Any) -> Any:
        if params[0] == hex(25):
            node.branch = "b"
        return answer

    node.changes["eth_getBlockByNumber"] = replaced
    with fails("CHAIN_MOVED"):
        chain.events(21, 30)


def test_head_behind_what_is_asked(chain: EvmChain) -> None:
    with fails("CHAIN_MOVED"):
        chain.events(25, 40)


def test_too_large_ranges_are_halved(node: Scripted, chain: EvmChain) -> None:
    def narrow(params: list[Any], answer: Any) -> Any:
        where = params[0]
        if "fromBlock" in where and int(where["toBlock"], 16) - int(where["fromBlock"], 16) >= 4:
            raise RpcError(-32602, "range too large")
        return answer

    node.changes["eth_getLogs"] = narrow
    assert [event.at.block for event in chain.events(0, 20)] == [10, 20]


def test_node_that_answers_no_range_at_all(node: Scripted, chain: EvmChain) -> None:
    def never(params: list[Any], answer: Any) -> Any:
        raise RpcError(-32601, "eth_getLogs is not available")

    node.changes["eth_getLogs"] = never
    with fails("CHAIN_REFUSES"):
        chain.events(0, 20)


def test_nothing_is_final_yet(node: Scripted, chain: EvmChain) -> None:
    node.final = None
    assert chain.finalized().number == 0

    def not_yet(params: list[Any], answer: Any) -> Any:
        if params[0] == "finalized":
            raise RpcError(-39001, "finalized block not found")
        return answer

    node.changes["eth_getBlockByNumber"] = not_yet
    assert chain.finalized().number == 0


def test_node_that_knows_no_finality(node: Scripted, chain: EvmChain) -> None:
    def unknown(params: list[Any], answer: Any) -> Any:
        if params[0] == "finalized":
            raise RpcError(-32602, "invalid block tag")
        return answer

    node.changes["eth_getBlockByNumber"] = unknown
    node.top = adapter.CONFIRMATIONS + 8
    assert chain.finalized().number == 8


@pytest.mark.parametrize(("finality", "number"), [(0, 30), (12, 18), (100, 0), ("latest", 30)])
def test_finality_by_profile(node: Scripted, finality: str | int, number: int) -> None:
    with scripted(node) as url:
        chain = EvmChain(NETWORK, url, finality=finality)
        assert chain.finalized().number == number
        chain.close()


def test_node_is_checked_again_after_a_while(node: Scripted) -> None:
    with scripted(node) as url:
        patient, wary = EvmChain(NETWORK, url), EvmChain(NETWORK, url, recheck=0.0)
        assert patient.head().number == wary.head().number == 30
        node.changes["eth_chainId"] = lambda params, answer: "0x6"
        assert patient.head().number == 30
        with fails("CHAIN_WRONG_ID"):
            wary.head()
        patient.close()
        wary.close()


def test_nobody_named_to_pay(chain: EvmChain) -> None:
    for ask in (chain.send, chain.estimate):
        with pytest.raises(Refused) as caught:
            ask(Anchor(ROOT))
        assert caught.value.code == "PAYER_NEEDED"


@pytest.mark.parametrize("url", ["http://10.1.2.3:8545", "https://node.example", "http://0.0.0.0:8545"])
def test_embedded_chain_on_another_machine_is_refused(url: str) -> None:
    local = Network(**{name: getattr(NETWORK, name) for name in NETWORK.__slots__} | {"local": True})
    with pytest.raises(Refused) as caught:
        EvmChain(local, url)
    assert caught.value.code == "LOCAL_NOT_LOOPBACK"
