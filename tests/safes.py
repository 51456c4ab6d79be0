"""Real Safes on a test chain: the contracts of @safe-global/safe-smart-account, compiled by their makers."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import encode

from ledger.core.keccak import keccak
from tests.nodes import ask
from tests.shells import ROOT

ARTIFACTS = (
    ROOT / "node_modules" / "@safe-global" / "safe-smart-account" / "build" / "artifacts" / "contracts"
)
ZERO = "0x" + "00" * 20
SENTINEL = "0x" + "00" * 19 + "01"
"""Before the first owner of a Safe's list."""


def call(signature: str, *values: object) -> str:
    """Calldata of a function, by its signature."""
    kinds = signature[signature.index("(") + 1 : -1]
    data = encode(kinds.split(",") if kinds else [], values)
    return "0x" + (keccak(signature.encode())[:4] + data).hex()


def _code(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return str(json.loads((ARTIFACTS / f"{path}.sol" / f"{name}.json").read_bytes())["bytecode"])


@dataclass(frozen=True, slots=True)
class Safes:
    """Safe, its handler of ERC-1271 and its factory on one anvil."""

    url: str
    singleton: str
    handler: str
    factory: str

    @classmethod
    def on(cls, url: str) -> Safes:
        """Deploy the three."""
        paths = ("Safe", "handler/CompatibilityFallbackHandler", "proxies/SafeProxyFactory")
        return cls(url, *(deploy(url, _code(path)) for path in paths))

    def new(self, owners: Sequence[str], threshold: int, *, handler: bool = True, salt: int = 0) -> str:
        """A Safe, as a person makes one: a proxy from the factory, set up in the same transaction."""
        setup = call(
            "setup(address[],uint256,address,bytes,address,address,uint256,address)",
            list(owners), threshold, ZERO, b"", self.handler if handler else ZERO, ZERO, 0, ZERO,
        )  # fmt: skip
        make = "createProxyWithNonce(address,bytes,uint256)"
        receipt = send(self.url, self.factory, call(make, self.singleton, bytes.fromhex(setup[2:]), salt))
        made = next(log for log in receipt["logs"] if log["address"] == self.factory)
        return "0x" + str(made["topics"][1])[-40:]

    def swap_owner(self, safe: str, before: str, old: str, new: str) -> None:
        """One owner in another's place, as the Safe's own decision."""
        ask(self.url, "anvil_impersonateAccount", safe)
        ask(self.url, "anvil_setBalance", safe, hex(10**18))
        send(self.url, safe, call("swapOwner(address,address,address)", before, old, new), sender=safe)


def deploy(url: str, code: str) -> str:
    """Address of a contract that was made by this code."""
    return str(send(url, None, code)["contractAddress"])


def send(url: str, to: str | None, data: str, *, sender: str | None = None) -> dict[str, Any]:
    """The receipt of a transaction of the chain's own rich account."""
    who = sender or ask(url, "eth_accounts")[0]
    transaction = {"from": who, "data": data, "gas": hex(8_000_000)} | ({"to": to} if to else {})
    sent, until = ask(url, "eth_sendTransaction", transaction), time.monotonic() + 30
    receipt: dict[str, Any] | None = None
    while receipt is None:  # anvil answers before it has mined
        assert time.monotonic() < until
        receipt = ask(url, "eth_getTransactionReceipt", sent)
    assert receipt["status"] == "0x1", receipt
    return receipt
