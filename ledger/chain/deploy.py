"""Putting both contracts on a chain, and taking over ones that are there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from ledger.chain import abi, values
from ledger.chain.check import check_contracts, identity
from ledger.chain.node import Node
from ledger.chain.payer import EmbeddedPayer
from ledger.chain.rpc import Rpc, RpcRefusal, is_loopback
from ledger.chain.transact import WAIT_S, Intent, Transactor
from ledger.core.keccak import keccak
from ledger.core.model import check_address
from ledger.errors import Refused
from ledger.ports import Estimate, Network, Payer

LICENSING_GAS = 3_600_000
"""What its creation costs, with a margin; a test holds it against the real one."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the user says of a network, beside what its node shows."""

    name: str
    local: bool = False
    public_mempool: bool = True


def estimate_deployment(rpc_url: str, payer_address: str) -> Estimate:
    """Cost of putting both contracts on a chain.

    Args:
        rpc_url: Node to ask.
        payer_address: Who would pay.

    Raises:
        BadInput: ``BAD_RPC_URL``.
        ServiceDown: ``CHAIN_DOWN``, ``CHAIN_LIES``, ``CHAIN_REFUSES``.
    """
    rpc = Rpc(rpc_url)
    try:
        transactor = Transactor(rpc, identity(rpc).chain_id)
        # Licensing refuses a registry that names another, so it can't be tried before the registry is there.
        registry = transactor.estimate(_creation(abi.REGISTRY, payer_address, payer_address))
        gas = registry.gas + LICENSING_GAS
    finally:
        rpc.close()
    return Estimate(gas, registry.gas_price, gas * registry.gas_price)


def deploy(
    rpc_url: str,
    payer: Payer | None,
    profile: Profile,
    *,
    writing: Callable[[], AbstractContextManager[None]] = nullcontext,
    wait: float = WAIT_S,
) -> Network:
    """Put both contracts on a chain, and check the code that is there then.

    Args:
        rpc_url: Node to send to.
        payer: Who pays; None is the embedded chain's own payer.
        profile: What to call the network, and what is known of it.
        writing: As for ``EvmChain``.
        wait: Seconds to wait for each block.

    Raises:
        BadInput: ``BAD_RPC_URL``.
        Refused: ``PAYER_NEEDED``, ``PAYER_POOR``, ``LOCAL_NOT_LOOPBACK``.
        NotYet: ``TRANSACTION_PENDING``.
        ServiceDown: ``CHAIN_DOWN``, ``CHAIN_LIES``, ``CHAIN_REFUSES``, ``CHAIN_WRONG_CODE``.
    """
    if payer is None and not profile.local:
        raise Refused("PAYER_NEEDED", network=profile.name)
    rpc = Rpc(rpc_url)
    try:
        if profile.local and not is_loopback(rpc_url):
            raise Refused("LOCAL_NOT_LOOPBACK", url=rpc.shown)
        with writing():
            return _deploy(rpc, EmbeddedPayer() if payer is None else payer, profile, wait)
    finally:
        rpc.close()


def inspect(rpc_url: str, registry: str, licensing: str, profile: Profile) -> Network:
    """The network of contracts that somebody put on a chain, once their code is found to be ours.

    Args:
        rpc_url: Node to ask.
        registry: Address of the registry, lower case.
        licensing: Address of licensing, lower case.
        profile: What to call the network, and what is known of it.

    Raises:
        BadInput: ``BAD_RPC_URL``, ``BAD_ADDRESS``.
        ServiceDown: ``CHAIN_NO_CONTRACT``, ``CHAIN_WRONG_CODE``, ``CHAIN_DOWN``, ``CHAIN_LIES``,
            ``CHAIN_REFUSES``.
    """
    rpc = Rpc(rpc_url)
    try:
        found = identity(rpc)
        network = Network(
            profile.name, found.chain_id, found.genesis, check_address(registry), check_address(licensing),
            0, profile.local, profile.public_mempool,
        )  # fmt: skip
        check_contracts(rpc, network)
        return replace(network, deployed_at=_first_block(Node(rpc, network)))
    finally:
        rpc.close()


def _deploy(rpc: Rpc, payer: Payer, profile: Profile, wait: float) -> Network:
    found = identity(rpc)
    transactor = Transactor(rpc, found.chain_id, wait=wait)
    second_nonce = transactor.nonce(payer.address) + 1
    # Each names the other; should another transaction of the payer come between, licensing refuses.
    licensing = created_address(payer.address, second_nonce)
    first = transactor.send(_creation(abi.REGISTRY, payer.address, licensing), payer)
    registry = _address(rpc, first.get("contractAddress"))
    second = transactor.send(_creation(abi.LICENSING, payer.address, registry), payer)
    network = Network(
        name=profile.name,
        chain_id=found.chain_id,
        genesis=found.genesis,
        registry=registry,
        licensing=_address(rpc, second.get("contractAddress")),
        deployed_at=rpc.quantity(first.get("blockNumber"), "the block of a receipt"),
        local=profile.local,
        public_mempool=profile.public_mempool,
    )
    check_contracts(rpc, network)
    return network


def created_address(sender: str, nonce: int) -> str:
    """Address of the contract that an account's transaction makes (Yellow Paper, section 7)."""
    import rlp  # comes with eth-account; web3's own helper would take 1.5 s to load

    return "0x" + keccak(rlp.encode([bytes.fromhex(sender[2:]), nonce]))[12:].hex()


def _creation(name: str, sender: str, *arguments: str) -> Intent:
    contract = abi.contract(name)
    params = contract.constructor.params
    return Intent(None, contract.creation_code + values.encode(params, arguments), sender)


def _address(rpc: Rpc, value: object) -> str:
    return "0x" + rpc.octets(value, "the address of a new contract", 20).hex()


def _first_block(node: Node) -> int:
    """Block that made the older contract, by halving; 0 (only slower) where the node forgot old states."""
    low, high = 0, node.head().number
    try:
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if node.has_contract(middle) else (middle + 1, high)
    except RpcRefusal:
        return 0
    return low
