"""Sending through nodes that lose answers, take nonces, run dry or revert (THREATS.md 70-73, 77)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hexbytes import HexBytes

from ledger.chain.rpc import Rpc
from ledger.chain.transact import DEFAULT_TIP, Intent, Transactor
from ledger.core.keccak import keccak
from ledger.errors import SongdeedError
from ledger.evm import recursion_limit_kept
from ledger.keys.payer import KeyPayer
from ledger.text import hint_of, message_of
from tests.nodes import Raw, RpcError, scripted

with recursion_limit_kept():
    from eth_account import Account
    from eth_account.typed_transactions import TypedTransaction

PAYER = KeyPayer(b"\x07" * 32)
INTENT = Intent("0x" + "a1" * 20, b"\x12\x34", PAYER.address)
CANCELLED = "0x" + (keccak(b"Cancelled(bytes32)")[:4] + b"\x11" * 32).hex()


class Pool:
    """A node with one account, which mines what it is sent; any answer can be replaced."""

    def __init__(self) -> None:
        self.changes: dict[str, Callable[[Any], Any]] = {}
        self.mined: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.base_fee: str | None = hex(10**9)
        self.balance = 10**18

    def __call__(self, method: str, params: list[Any]) -> Any:
        self.asked.append(method)
        answer = getattr(self, method)(*params)
        return self.changes[method](answer) if method in self.changes else answer

    def eth_getBlockByNumber(self, number: str, full: bool) -> dict[str, str]:
        return {"number": "0x5"} | ({"baseFeePerGas": self.base_fee} if self.base_fee else {})

    def eth_estimateGas(self, call: dict[str, str]) -> str:
        assert call == {"from": PAYER.address, "to": INTENT.to, "data": "0x1234"}
        return hex(100_000)

    def eth_maxPriorityFeePerGas(self) -> str:
        return hex(2 * 10**9)

    def eth_gasPrice(self) -> str:
        return hex(3 * 10**9)

    def eth_getBalance(self, account: str, block: str) -> str:
        return hex(self.balance)

    def eth_getTransactionCount(self, account: str, block: str) -> str:
        assert block == "pending"
        return hex(self.asked.count("eth_getTransactionCount"))

    def eth_sendRawTransaction(self, raw: str) -> str:
        data = bytes.fromhex(raw[2:])
        name = "0x" + keccak(data).hex()
        self.mined[name] = data
        return name

    def eth_getTransactionByHash(self, name: str) -> Any:
        return {"hash": name} if name in self.mined else None

    def eth_getTransactionReceipt(self, name: str) -> Any:
        if name not in self.mined:
            return None
        return {"transactionHash": name, "status": "0x1", "blockNumber": "0x5"}

    def eth_call(self, call: dict[str, str], block: str) -> str:
        return "0x"


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
def transactor(pool: Pool) -> Iterator[Transactor]:
    with scripted(pool) as url:
        rpc = Rpc(url)
        yield Transactor(rpc, 5, wait=0.3)
        rpc.close()


def fails(code: str) -> pytest.RaisesExc[SongdeedError]:
    def same(error: SongdeedError) -> bool:
        assert all(message_of(error, lang) and hint_of(error, lang) for lang in ("en", "zh"))
        return error.code == code

    return pytest.RaisesExc(SongdeedError, check=same)


def raising(error: Exception, times: int = 10**6) -> Callable[[Any], Any]:
    left = [times]

    def change(answer: Any) -> Any:
        left[0] -= 1
        if left[0] >= 0:
            raise error
        return answer

    return change


def test_transaction_is_what_was_meant(pool: Pool, transactor: Transactor) -> None:
    transactor.send(INTENT, PAYER)
    (raw,) = pool.mined.values()
    sent = TypedTransaction.from_bytes(HexBytes(raw)).as_dict()
    assert sent["chainId"] == 5 and sent["nonce"] == 1 and sent["gas"] == 120_000 and sent["value"] == 0
    assert sent["maxFeePerGas"] == 4 * 10**9 and sent["maxPriorityFeePerGas"] == 2 * 10**9
    assert bytes(sent["to"]) == b"\xa1" * 20 and bytes(sent["data"]) == INTENT.data
    assert Account.recover_transaction(raw).lower() == PAYER.address


def test_chain_before_eip_1559(pool: Pool, transactor: Transactor) -> None:
    pool.base_fee = None
    assert transactor.estimate(INTENT).gas_price == 3 * 10**9
    transactor.send(INTENT, PAYER)
    (raw,) = pool.mined.values()
    assert raw[0] >= 0xC0, "a legacy transaction is a bare RLP list"
    assert Account.recover_transaction(raw).lower() == PAYER.address


def test_client_without_a_priority_fee(pool: Pool, transactor: Transactor) -> None:
    pool.changes["eth_maxPriorityFeePerGas"] = raising(RpcError(-32601, "unknown method"))
    assert transactor.fees().tip == DEFAULT_TIP


@pytest.mark.parametrize("said", ["nonce too low: next nonce 7", "replacement transaction underpriced"])
def test_taken_nonce_is_taken_anew(pool: Pool, transactor: Transactor, said: str) -> None:
    taken = raising(RpcError(-32000, said), times=2)

    def change(answer: Any) -> Any:
        try:
            return taken(answer)
        except RpcError:
            pool.mined.clear()
            raise

    pool.changes["eth_sendRawTransaction"] = change
    transactor.send(INTENT, PAYER)
    (raw,) = pool.mined.values()
    assert TypedTransaction.from_bytes(HexBytes(raw)).as_dict()["nonce"] == 3
    pool.changes["eth_sendRawTransaction"] = raising(RpcError(-32000, said))
    with fails("CHAIN_REFUSES"):
        transactor.send(INTENT, PAYER)


@pytest.mark.parametrize("failure", [Raw(502, b""), RpcError(-32000, "already known")])
def test_lost_answer_is_not_a_lost_transaction(
    pool: Pool, transactor: Transactor, failure: Exception
) -> None:
    pool.changes["eth_sendRawTransaction"] = raising(failure)
    transactor.send(INTENT, PAYER)
    assert pool.asked.count("eth_sendRawTransaction") == 1, "a write is never repeated blindly"


def test_lost_transaction_is_told(pool: Pool, transactor: Transactor) -> None:
    def lose(answer: Any) -> Any:
        pool.mined.clear()
        raise Raw(502, b"")

    pool.changes["eth_sendRawTransaction"] = lose
    with fails("CHAIN_DOWN"):
        transactor.send(INTENT, PAYER)


def test_poor_payer(pool: Pool, transactor: Transactor) -> None:
    pool.balance = 120_000 * 4 * 10**9 - 1
    with fails("PAYER_POOR") as caught:
        transactor.send(INTENT, PAYER)
    assert caught.value.params["needed"] == pool.balance + 1
    assert caught.value.params["needed_coins"] == "0.00048"
    assert "eth_sendRawTransaction" not in pool.asked
    pool.balance += 1
    transactor.send(INTENT, PAYER)
    pool.changes["eth_sendRawTransaction"] = raising(
        RpcError(-32000, "insufficient funds for gas * price + value")
    )
    with fails("PAYER_POOR"):
        transactor.send(INTENT, PAYER)


def test_pending_is_no_failure(pool: Pool, transactor: Transactor) -> None:
    pool.changes["eth_getTransactionReceipt"] = lambda answer: None
    with fails("TRANSACTION_PENDING") as caught:
        transactor.send(INTENT, PAYER)
    assert caught.value.exit == 2 and caught.value.params["transaction"] in pool.mined


def test_node_that_is_still_indexing(pool: Pool, transactor: Transactor) -> None:
    error = RpcError(-32000, "transaction indexing is in progress")
    pool.changes["eth_getTransactionReceipt"] = raising(error, times=3)
    transactor.send(INTENT, PAYER)


def test_reverted_transaction_is_named(pool: Pool, transactor: Transactor) -> None:
    pool.changes["eth_getTransactionReceipt"] = lambda answer: answer | {"status": "0x0"}
    with fails("TRANSACTION_REVERTED"):
        transactor.send(INTENT, PAYER)
    pool.changes["eth_call"] = raising(RpcError(3, "execution reverted", CANCELLED))
    with fails("CONTRACT_CANCELLED"):
        transactor.send(INTENT, PAYER)


@pytest.mark.parametrize("lie", [{"transactionHash": "0x" + "00" * 32}, {"status": None}, {"status": "yes"}])
def test_receipt_that_cannot_be(pool: Pool, transactor: Transactor, lie: dict[str, Any]) -> None:
    pool.changes["eth_getTransactionReceipt"] = lambda answer: answer | lie
    with fails("CHAIN_LIES"):
        transactor.send(INTENT, PAYER)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RpcError(3, "execution reverted", CANCELLED), "CONTRACT_CANCELLED"),
        (RpcError(-32000, "VM error", {"data": CANCELLED}), "CONTRACT_CANCELLED"),
        (RpcError(3, "execution reverted", "0x"), "CONTRACT_REVERTED"),
        (RpcError(3, "execution reverted", CANCELLED[:-2]), "CONTRACT_REVERTED"),
        (RpcError(-32000, "out of gas"), "CHAIN_REFUSES"),
    ],
)
def test_refusals_are_named_before_anything_is_sent(
    pool: Pool, transactor: Transactor, error: RpcError, code: str
) -> None:
    pool.changes["eth_call"] = pool.changes["eth_estimateGas"] = raising(error)
    for act in (transactor.simulate, transactor.estimate, lambda intent: transactor.send(intent, PAYER)):
        with fails(code):
            act(INTENT)
    assert "eth_sendRawTransaction" not in pool.asked
