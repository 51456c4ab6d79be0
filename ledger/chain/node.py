"""What a node says of blocks, logs and accounts, checked for what can be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from eth_abi.abi import encode

from ledger.chain import abi, decode, values
from ledger.chain.rpc import Rpc, RpcRefusal
from ledger.core import eip712
from ledger.core.events import Block, DealActivated, Event, Position
from ledger.errors import ServiceDown
from ledger.ports import Network, Receipt

SPAN = 5_000
"""Blocks asked for at once; halved where a node finds it too many."""

UNKNOWN_BLOCK = -39001
"""What geth answers while it holds no block to be final yet."""

MAGIC = bytes.fromhex("1626ba7e")
"""isValidSignature(bytes32,bytes): selector and answer (ERC-1271)."""

CONTRACT_SIGNATURE_GAS = 5_000_000
"""The most that asking a contract account may burn; bounds what it can answer with, too."""


class Node:
    """Reads from one node."""

    def __init__(self, rpc: Rpc, network: Network) -> None:
        self._rpc = rpc
        self._licensing = network.licensing_domain
        self._contracts = {network.registry: abi.REGISTRY, network.licensing: abi.LICENSING}

    def block(self, number: int | str) -> Block | None:
        """A block by number or tag."""
        named = number if isinstance(number, str) else hex(number)
        answer = self._rpc.read("eth_getBlockByNumber", named, False)
        found = None if answer is None else self._header(answer)
        if found is not None and isinstance(number, int) and found.number != number:
            raise self._rpc.lies(f"block {number}", found.number)
        return found

    def head(self) -> Block:
        """The newest block.

        Raises:
            ServiceDown: ``CHAIN_LIES`` if there is none.
        """
        found = self.block("latest")
        if found is None:
            raise self._rpc.lies("the newest block", None)
        return found

    def tagged(self, tag: str) -> Block | None:
        """The block that the node calls ``finalized`` or ``safe``; None while it calls none so.

        Raises:
            RpcRefusal: It does not know the tag.
        """
        try:
            answer = self._rpc.ask("eth_getBlockByNumber", tag, False)
        except RpcRefusal as error:
            if error.code == UNKNOWN_BLOCK or "not found" in error.message.lower():
                return None
            raise
        return None if answer is None else self._header(answer)

    def receipt(self, answer: Mapping[str, Any]) -> Receipt:
        """A node's receipt with the block it names."""
        number = self._rpc.quantity(answer.get("blockNumber"), "the block of a receipt")
        block = self.block(number)
        if block is None or block.hash != str(answer.get("blockHash")).lower():
            raise ServiceDown("CHAIN_MOVED", url=self._rpc.shown, block=number)
        gas = self._rpc.quantity(answer.get("gasUsed"), "the gas of a receipt")
        return Receipt(str(answer["transactionHash"]).lower(), block, gas)

    def approves(self, account: str, digest: str, signature: bytes) -> bool:
        """Whether a contract account says that a signature is its own (ERC-1271)."""
        data = MAGIC + encode(["bytes32", "bytes"], [bytes.fromhex(digest[2:]), signature])
        call = {"to": account, "data": "0x" + data.hex(), "gas": hex(CONTRACT_SIGNATURE_GAS)}
        try:
            answer = self._rpc.octets(self._rpc.ask("eth_call", call, "latest"), "the answer of an account")
        except RpcRefusal:  # it reverted, or burned all it got
            return False
        return answer[:32] == MAGIC.ljust(32, b"\0")

    def code(self, address: str) -> bytes:
        """Code of an account, empty if it has none."""
        return self._rpc.octets(self._rpc.read("eth_getCode", address, "latest"), f"the code of {address}")

    def has_contract(self, block: int) -> bool:
        """Whether one of the contracts was there at a block.

        Raises:
            RpcRefusal: The node keeps no state so old.
        """
        codes = (self._rpc.ask("eth_getCode", address, hex(block)) for address in self._contracts)
        return any(self._rpc.octets(code, "a code") for code in codes)

    def events(self, first: int, last: int) -> list[Event]:
        """Events of blocks that can't be replaced any more, by ranges."""
        found: list[Event] = []
        for start in range(first, last + 1, SPAN):
            end = min(start + SPAN - 1, last)
            times: dict[int, int] = {}
            logs = self._logs(start, end)
            found += [self._event(log, times) for log in logs]
        self._check_order(found, first, last)
        return found

    def events_of(self, block: Block) -> list[Event]:
        """Events of exactly this block; a range might answer from another branch without a word."""
        try:
            logs = self._ask_logs({"blockHash": block.hash})
        except RpcRefusal as error:  # it was replaced meanwhile
            raise ServiceDown("CHAIN_MOVED", url=self._rpc.shown, block=block.number) from error
        found = [self._event(log, {block.number: block.time}) for log in logs]
        self._check_order(found, block.number, block.number)
        if any(event.at.block_hash != block.hash for event in found):
            raise self._rpc.lies("logs of a block", found[0].at.block_hash)
        return found

    def _logs(self, first: int, last: int) -> Iterator[Mapping[str, Any]]:
        try:
            yield from self._ask_logs({"fromBlock": hex(first), "toBlock": hex(last)})
        except RpcRefusal as error:
            if first == last:
                raise ServiceDown("CHAIN_REFUSES", url=self._rpc.shown, reason=str(error)) from error
            middle = (first + last) // 2
            yield from self._logs(first, middle)
            yield from self._logs(middle + 1, last)

    def _ask_logs(self, where: dict[str, object]) -> list[Mapping[str, Any]]:
        answer = self._rpc.ask("eth_getLogs", {**where, "address": list(self._contracts)})
        if not isinstance(answer, list) or not all(isinstance(log, dict) for log in answer):
            raise self._rpc.lies("logs", answer)
        return answer

    def _event(self, log: Mapping[str, Any], times: dict[int, int]) -> Event:
        rpc = self._rpc
        contract = self._contracts.get(str(log.get("address")).lower())
        if contract is None or log.get("removed"):
            raise rpc.lies("a log of another contract", log.get("address"))
        at = self._position(log, times)
        given = log.get("topics")
        if not isinstance(given, list) or len(given) > 4:
            raise rpc.lies("topics", given)
        topics = [rpc.octets(topic, "a topic", 32) for topic in given]
        try:
            event = decode.event_of(contract, at, topics, rpc.octets(log.get("data"), "log data"))
        except values.NotCanonical as error:
            raise rpc.lies(f"log {at.log_index} of block {at.block}", error) from error
        # The one id that no later fold can compute again: it depends on the contract's address.
        if isinstance(event, DealActivated) and eip712.digest(self._licensing, event.text) != event.deal:
            raise rpc.lies(f"the deal of log {at.log_index} of block {at.block}", event.deal)
        return event

    def _position(self, log: Mapping[str, Any], times: dict[int, int]) -> Position:
        rpc = self._rpc
        number = self._bounded(log.get("blockNumber"), "the block of a log")
        block_hash = "0x" + rpc.octets(log.get("blockHash"), "the block hash of a log", 32).hex()
        if number not in times:
            times[number] = self._time(log, number, block_hash)
        return Position(
            block=number,
            log_index=self._bounded(log.get("logIndex"), "logIndex"),
            block_hash=block_hash,
            transaction="0x" + rpc.octets(log.get("transactionHash"), "the transaction of a log", 32).hex(),
            time=times[number],
        )

    def _time(self, log: Mapping[str, Any], number: int, block_hash: str) -> int:
        if "blockTimestamp" in log:
            return self._bounded(log["blockTimestamp"], "the time of a log")
        block = self.block(number)
        if block is None or block.hash != block_hash:
            raise ServiceDown("CHAIN_MOVED", url=self._rpc.shown, block=number)
        return block.time

    def _check_order(self, found: Sequence[Event], first: int, last: int) -> None:
        places = [(event.at.block, event.at.log_index) for event in found]
        if any(one >= two for one, two in pairwise(places)):
            raise self._rpc.lies("the order of logs", places)
        if places and not first <= places[0][0] <= places[-1][0] <= last:
            raise self._rpc.lies(f"logs of blocks {first} to {last}", places[-1])

    def _bounded(self, value: object, what: str) -> int:
        """A number that fits a database row: no chain reaches 2^63 blocks or seconds."""
        number = self._rpc.quantity(value, what)
        if number >= 1 << 63:
            raise self._rpc.lies(what, value)
        return number

    def _header(self, answer: object) -> Block:
        if not isinstance(answer, dict):
            raise self._rpc.lies("a block", answer)
        return Block(
            number=self._bounded(answer.get("number"), "a block number"),
            hash="0x" + self._rpc.octets(answer.get("hash"), "a block hash", 32).hex(),
            parent="0x" + self._rpc.octets(answer.get("parentHash"), "a parent hash", 32).hex(),
            time=self._bounded(answer.get("timestamp"), "a block time"),
        )
