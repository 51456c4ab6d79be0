"""A window into a chain for others: what it takes to read a ledger, and nothing that changes anything.

An allow-list (THREATS.md 55): each method with the form of its parameters. What a node of a developer's chain
offers beside it (``anvil_…``, ``evm_…``, ``debug_…``) would let a stranger rewrite it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ledger.chain.adapter import EvmChain
from ledger.chain.node import SPAN
from ledger.chain.rpc import RpcRefusal
from ledger.ports import Network

CALL_GAS = 30_000_000
"""The most that a call may burn: a deal of 33 signers takes 0.7 million, asking a wallet 5 million."""

MAX_CALL = 1 << 20
_FORBIDDEN, _INVALID, _PARAMS = -32601, -32600, -32602
_QUANTITY = re.compile(r"0x(0|[1-9a-f][0-9a-f]{0,15})\Z")
_HASH = re.compile(r"0x[0-9a-fA-F]{64}\Z")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}\Z")
_DATA = re.compile(r"0x([0-9a-fA-F]{2})*\Z")
_TAGS = ("latest", "finalized", "safe", "earliest")

Params = list[Any]


class _Bad(Exception):
    """A question that is not answered."""


class Window:
    """Read-only JSON-RPC on one chain.

    Args:
        chain: The chain.
    """

    def __init__(self, chain: EvmChain) -> None:
        self._chain = chain

    def answer(self, asked: object) -> dict[str, Any]:
        """A JSON-RPC 2.0 answer; an error of the node is handed on, without its place.

        Args:
            asked: The parsed question. No batches: each question has its own time limit.

        Raises:
            ServiceDown: The chain does not answer.
        """
        identity = asked.get("id") if isinstance(asked, dict) else None
        identity = identity if isinstance(identity, int | str) else None
        if not isinstance(asked, dict) or not isinstance(asked.get("params", []), list):
            return _error(identity, _INVALID, "one question at a time")
        method, params = asked.get("method"), asked.get("params", [])
        check = _CHECKS.get(method) if isinstance(method, str) else None
        if check is None:
            return _error(identity, _FORBIDDEN, "this server answers reads only")
        try:
            safe = check(params, self._chain.network)
        except _Bad as error:
            return _error(identity, _PARAMS, str(error))
        try:
            result = self._chain.answer(str(method), *safe)
        except RpcRefusal as error:
            return _error(identity, error.code, error.message, error.data)
        if _is_pending(result) and not self._chain.network.public_mempool:
            result = None  # what waits for a block is shown to nobody there (THREATS.md 54)
        return {"jsonrpc": "2.0", "id": identity, "result": result}


def _is_pending(result: object) -> bool:
    """Whether an answer is a transaction that is in no block."""
    return isinstance(result, dict) and "input" in result and result.get("blockHash") is None


def _error(identity: int | str | None, code: int, message: str, data: object = None) -> dict[str, Any]:
    error = {"code": code, "message": message[:300]}
    if isinstance(data, str) and _DATA.match(data) and len(data) <= MAX_CALL:
        error["data"] = data
    return {"jsonrpc": "2.0", "id": identity, "error": error}


def _count(params: Params, *counts: int) -> None:
    if len(params) not in counts:
        raise _Bad("a wrong number of parameters")


def _match(value: object, form: re.Pattern[str], what: str) -> str:
    if not isinstance(value, str) or not form.match(value):
        raise _Bad(f"{what} expected")
    return value


def _block(value: object) -> Any:
    """A tag or a number; a block hash as an object, of its own (EIP-1898)."""
    if isinstance(value, dict) and set(value) == {"blockHash"}:
        return {"blockHash": _match(value["blockHash"], _HASH, "a block hash")}
    return value if value in _TAGS else _match(value, _QUANTITY, "a block")


def _nothing(params: Params, _: Network) -> Params:
    _count(params, 0)
    return []


def _of_block(params: Params, _: Network) -> Params:
    _count(params, 2)
    if params[1] is not False:
        raise _Bad("headers only")
    return [_block(params[0]), False]


def _of_block_hash(params: Params, _: Network) -> Params:
    _count(params, 2)
    if params[1] is not False:
        raise _Bad("headers only")
    return [_match(params[0], _HASH, "a block hash"), False]


def _of_transaction(params: Params, _: Network) -> Params:
    _count(params, 1)
    return [_match(params[0], _HASH, "a transaction")]


def _of_account(params: Params, _: Network) -> Params:
    _count(params, 2)
    return [_match(params[0], _ADDRESS, "an account"), _block(params[1])]


def _of_slot(params: Params, network: Network) -> Params:
    _count(params, 3)
    account = _match(params[0], _ADDRESS, "an account").lower()
    if account not in (network.registry, network.licensing):
        raise _Bad("storage of the two contracts only")
    return [account, _match(params[1], _HASH, "a slot"), _block(params[2])]


def _of_proof(params: Params, network: Network) -> Params:
    _count(params, 3)
    account = _match(params[0], _ADDRESS, "an account").lower()
    slots = params[1]
    if account not in (network.registry, network.licensing) or not isinstance(slots, list):
        raise _Bad("storage of the two contracts only")
    if len(slots) > 64:
        raise _Bad("at most 64 slots")
    return [account, [_match(slot, _HASH, "a slot") for slot in slots], _block(params[2])]


def _of_call(params: Params, _: Network) -> Params:
    _count(params, 1, 2)
    given = params[0]
    if not isinstance(given, dict) or not set(given) <= {"to", "from", "data", "input", "gas", "value"}:
        raise _Bad("a call expected")
    call = {"to": _match(given.get("to"), _ADDRESS, "an account"), "gas": hex(CALL_GAS)}
    if "gas" in given:
        call["gas"] = hex(min(CALL_GAS, int(_match(given["gas"], _QUANTITY, "gas"), 16)))
    if "from" in given:
        call["from"] = _match(given["from"], _ADDRESS, "an account")
    data = given.get("data", given.get("input", "0x"))
    if not isinstance(data, str) or len(data) > MAX_CALL:
        raise _Bad("too long a call")
    call["data"] = _match(data, _DATA, "bytes")
    return [call, _block(params[1]) if len(params) == 2 else "latest"]


def _of_logs(params: Params, network: Network) -> Params:
    _count(params, 1)
    given = params[0]
    known = {"address", "fromBlock", "toBlock", "blockHash", "topics"}
    if not isinstance(given, dict) or not set(given) <= known:
        raise _Bad("a filter expected")
    wanted: dict[str, Any] = {"address": [network.registry, network.licensing]}
    if "blockHash" in given:
        return [wanted | {"blockHash": _match(given["blockHash"], _HASH, "a block hash")}]
    first, last = (_match(given.get(name), _QUANTITY, "a block") for name in ("fromBlock", "toBlock"))
    if not 0 <= int(last, 16) - int(first, 16) < SPAN:
        raise _Bad(f"at most {SPAN} blocks")
    return [wanted | {"fromBlock": first, "toBlock": last}]


_CHECKS: Mapping[str, Callable[[Params, Network], Params]] = {
    "eth_chainId": _nothing,
    "eth_blockNumber": _nothing,
    "eth_getBlockByNumber": _of_block,
    "eth_getBlockByHash": _of_block_hash,
    "eth_getTransactionByHash": _of_transaction,
    "eth_getTransactionReceipt": _of_transaction,
    "eth_getCode": _of_account,
    "eth_getStorageAt": _of_slot,
    "eth_getProof": _of_proof,
    "eth_call": _of_call,
    "eth_getLogs": _of_logs,
}
METHODS = tuple(_CHECKS)
