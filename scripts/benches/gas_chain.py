"""A chain that is the same every time, in ids, times, accounts and signatures, so that gas is too."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_utils.crypto import keccak
from web3 import HTTPProvider, Web3
from web3.contract import Contract
from web3.types import Nonce
from web3.utils.address import get_create_address

ROOT = Path(__file__).resolve().parents[2]
CHAIN_ID = 31_337
GENESIS_TIME = 1_767_225_600  # 2026-01-01T00:00:00Z
HARDFORK = "prague"  # calldata is priced by EIP-7623 from here on
GAS_LIMIT = 20_000_000

# Keys come from names, so that signatures, whose bytes cost gas one by one, never change.
_DOMAIN = b"songdeed gas snapshot "


class GasFailed(Exception):
    """A transaction that had to pass did not, or nothing to measure with is here."""


class Actor:
    """An account with a key derived from its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._account = Account.from_key(keccak(_DOMAIN + name.encode()))
        self.address: str = self._account.address

    def sign(self, digest: bytes) -> bytes:
        """65-byte signature (r, s, v) of a 32-byte digest."""
        return bytes(self._account.unsafe_sign_hash(digest).signature)


def actors(prefix: str, count: int) -> list[Actor]:
    """So many accounts, ascending by address as the contracts want them."""
    return sorted((Actor(f"{prefix} {i}") for i in range(count)), key=lambda actor: int(actor.address, 16))


class GasChain:
    """Both contracts on a fresh anvil.

    Args:
        url: Its JSON-RPC address.
        abi: Folder of the exported contracts.
    """

    def __init__(self, url: str, abi: Path) -> None:
        provider = HTTPProvider(url)
        provider.global_ccip_read_enabled = False
        self.w3 = Web3(provider)
        self._time = GENESIS_TIME
        self.ask("anvil_autoImpersonateAccount", [True])
        self._deployer = self._funded("deployer")
        self.relay = self._funded("relay")
        # Each contract names the other: licensing is the deployer's second.
        second = get_create_address(Web3.to_checksum_address(self._deployer), Nonce(1))
        self.registry = self._deploy(abi / "CopyrightRegistry.json", second)
        self.licensing = self._deploy(abi / "Licensing.json", self.registry.address)

    @property
    def now(self) -> int:
        """Time of the last block, UTC seconds."""
        return self._time

    def ask(self, method: str, parameters: Sequence[Any]) -> Any:
        """One JSON-RPC call.

        Raises:
            GasFailed: It answers an error.
        """
        answer: Any = self.w3.provider.make_request(method, parameters)  # type: ignore[arg-type]
        if "error" in answer:
            raise GasFailed(f"{method}: {answer['error']}")
        return answer["result"]

    def send(self, sender: str, to: str | None, data: str) -> Any:
        """Mine one transaction twelve seconds after the last block; its receipt.

        Raises:
            GasFailed: It reverted.
        """
        self._time += 12
        self.ask("anvil_setBalance", [sender, hex(10**24)])
        self.ask("evm_setNextBlockTimestamp", [self._time])
        transaction = {"from": sender, "data": data, "gas": hex(GAS_LIMIT)} | ({"to": to} if to else {})
        digest = self.ask("eth_sendTransaction", [transaction])
        receipt = self.w3.eth.wait_for_transaction_receipt(digest, timeout=30, poll_latency=0.005)
        if receipt["status"] != 1:
            reason = self.w3.provider.make_request("eth_call", [transaction, "latest"])  # type: ignore[arg-type]
            raise GasFailed(f"reverted: {reason}")
        return receipt

    def call(
        self, contract: Contract, function: str, arguments: Sequence[Any], sender: str | None = None
    ) -> int:
        """Gas of one whole transaction to a contract, from an account or from the relay."""
        data = contract.encode_abi(function, args=list(arguments))
        return int(self.send(sender or self.relay, contract.address, data)["gasUsed"])

    def read(self, contract: Contract, function: str, *arguments: Any) -> Any:
        """Answer of a view function."""
        return contract.get_function_by_name(function)(*arguments).call()

    def _funded(self, name: str) -> str:
        address = Actor(name).address
        self.ask("anvil_setBalance", [address, hex(10**24)])
        return address

    def _deploy(self, path: Path, *arguments: str) -> Contract:
        if not path.is_file():
            raise GasFailed(f"{path} is missing: run `make abi` first")
        exported = json.loads(path.read_text())
        contract = self.w3.eth.contract(abi=exported["abi"], bytecode=exported["bytecode"])
        data = contract.constructor(*arguments).data_in_transaction
        address = self.send(self._deployer, None, str(data))["contractAddress"]
        deployed: Contract = self.w3.eth.contract(address=address, abi=exported["abi"])
        return deployed


@contextmanager
def gas_chain(abi: Path) -> Iterator[GasChain]:
    """A fresh chain, ended when the block is left.

    Args:
        abi: Folder of the exported contracts.
    """
    command = [str(_anvil()), "--host", "127.0.0.1", "--port", "0", "--chain-id", str(CHAIN_ID)]
    command += ["--hardfork", HARDFORK, "--timestamp", str(GENESIS_TIME), "--accounts", "1"]
    with tempfile.TemporaryDirectory(prefix="songdeed-gas-") as folder:
        child = subprocess.Popen(
            [*command, "--cache-path", folder], text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield GasChain(f"http://127.0.0.1:{_port(child)}", abi)
        finally:
            child.kill()
            child.wait()


def _port(child: subprocess.Popen[str]) -> int:
    assert child.stdout is not None
    for line in child.stdout:
        found = re.search(r"Listening on \S+:(\d+)", line)
        if found:
            # It writes on for ever and would wait for a reader.
            threading.Thread(target=child.stdout.read, daemon=True).start()
            return int(found.group(1))
    raise GasFailed("anvil ended before it listened")


def _anvil() -> Path:
    """The native program; npm's launcher of that name is a wrapper that does not pass signals on."""
    chosen = os.environ.get("SONGDEED_ANVIL")
    if chosen:
        return Path(chosen)
    found = sorted((ROOT / "node_modules" / "@foundry-rs").glob("anvil-*/bin/anvil"))
    if not found:
        raise GasFailed("anvil is not installed here: run `make setup`")
    return found[0]
