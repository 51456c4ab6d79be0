"""The real contracts on a real anvil: asked first, then sent to, one transaction a block, and read back."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from functools import cache
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from ledger.chain import abi, encode, values
from ledger.chain.decode import event_of
from ledger.chain.reverts import revert_data
from ledger.core.events import Event, Position
from ledger.core.operations import Operation
from ledger.ports import Network
from tests.model.keys import PEOPLE
from tests.model.world import Refusal

GENESIS = 1_700_000_000
_GAS = hex(20_000_000)
_RICH = hex(10**24)


class Real:
    """Both contracts, freshly put on a chain of their own."""

    def __init__(self, url: str, network: Network) -> None:
        self.network = network
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._encoded: tuple[Operation, encode.Call] | None = None  # asked first, then sent: encoded once
        self._contracts = {network.registry: abi.REGISTRY, network.licensing: abi.LICENSING}
        self.ask("anvil_autoImpersonateAccount", True)
        for person in PEOPLE:
            self.ask("anvil_setBalance", person, _RICH)
        self._snapshot: str = self.ask("evm_snapshot")

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def reset(self) -> None:
        """Forget all that was recorded since the contracts were made."""
        assert self.ask("evm_revert", self._snapshot)
        self._snapshot = self.ask("evm_snapshot")

    def refusal(self, step: Operation, sender: str, now: int) -> Refusal | None:
        """What the contract says to a step in a block of that time; None if it takes it."""
        block = {"time": hex(now)}
        answer = self._post(self._request("eth_call", [self._transaction(step, sender), "latest", {}, block]))
        if "error" not in answer:
            return None
        data = revert_data(answer["error"].get("data"))
        assert data is not None, f"no reason: {answer}"
        return _decoded(data)

    def send(self, step: Operation, sender: str, now: int) -> tuple[int, list[Event]]:
        """Put a step in a block of that time. Its number, and what the contracts told."""
        self.ask("evm_setNextBlockTimestamp", now)
        sent = self.ask("eth_sendTransaction", self._transaction(step, sender))
        while (receipt := self.ask("eth_getTransactionReceipt", sent)) is None:
            time.sleep(0.001)  # the block is made beside the answer
        assert receipt["status"] == "0x1", f"taken in a call, refused in a block: {step}"
        return int(receipt["blockNumber"], 16), [self._event(log, now) for log in receipt["logs"]]

    def read(self, calls: Iterable[tuple[str, str, tuple[object, ...]]]) -> list[tuple[Any, ...]]:
        """Views of the contracts in one batch: (contract, function, arguments) each."""
        requests: list[dict[str, object]] = []
        for contract, function, arguments in calls:
            to, data = _view(contract, function, arguments, self.network)
            transaction = {"to": to, "data": data}
            requests.append(self._request("eth_call", [transaction, "latest"], len(requests)))
        if not requests:
            return []
        answers = sorted(self._post(requests), key=lambda answer: int(answer["id"]))
        return [tuple(_words(answer["result"])) for answer in answers]

    def ask(self, method: str, *params: object) -> Any:
        """One call that must succeed."""
        answer = self._post(self._request(method, params))
        assert "result" in answer, answer
        return answer["result"]

    def _transaction(self, step: Operation, sender: str) -> dict[str, str]:
        if self._encoded is None or self._encoded[0] is not step:
            self._encoded = step, encode.call_of(step)
        call = self._encoded[1]
        return {"from": sender, "to": call.to(self.network), "data": "0x" + call.data.hex(), "gas": _GAS}

    def _request(self, method: str, params: Sequence[object], number: int = 0) -> dict[str, object]:
        return {"jsonrpc": "2.0", "id": number, "method": method, "params": list(params)}

    def _post(self, body: object) -> Any:
        self._connection.request("POST", "/", json.dumps(body), {"Content-Type": "application/json"})
        with self._connection.getresponse() as response:
            return json.load(response)

    def _event(self, log: dict[str, Any], now: int) -> Event:
        at = Position(
            int(log["blockNumber"], 16),
            int(log["logIndex"], 16),
            log["blockHash"],
            log["transactionHash"],
            now,
        )
        topics = [bytes.fromhex(topic[2:]) for topic in log["topics"]]
        contract = self._contracts[log["address"].lower()]
        return event_of(contract, at, topics, bytes.fromhex(log["data"][2:]))


@cache
def _view(contract: str, function: str, arguments: tuple[object, ...], network: Network) -> tuple[str, str]:
    call = encode.call(contract, function, *arguments)
    return call.to(network), "0x" + call.data.hex()


def _words(value: str) -> list[str]:
    body = value[2:]
    return ["0x" + body[place : place + 64] for place in range(0, len(body), 64)]


def _decoded(data: bytes) -> Refusal:
    for contract in (abi.LICENSING, abi.REGISTRY):
        entry = abi.contract(contract).errors.get(data[:4])
        if entry is not None:
            return (entry.name, *values.decode(entry.params, data[4:]))
    raise AssertionError(f"no error of these contracts: {data.hex()[:80]}")
