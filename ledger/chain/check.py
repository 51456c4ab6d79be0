"""Whether a node has the chain and the contracts that it should have (THREATS.md 78, 81)."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.chain import abi
from ledger.chain.rpc import Rpc
from ledger.core.keccak import keccak
from ledger.core.model import Domain
from ledger.errors import ServiceDown
from ledger.ports import Network

_DOMAIN_TYPE = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"


@dataclass(frozen=True, slots=True)
class ChainIdentity:
    """Which chain a node serves."""

    chain_id: int
    genesis: str


def identity(rpc: Rpc) -> ChainIdentity:
    """Chain id and hash of block 0, as the node says.

    Raises:
        ServiceDown: ``CHAIN_DOWN``, ``CHAIN_LIES``, ``CHAIN_REFUSES``.
    """
    chain_id = rpc.quantity(rpc.read("eth_chainId"), "chain id")
    first = rpc.read("eth_getBlockByNumber", "0x0", False)
    if not isinstance(first, dict):
        raise rpc.lies("block 0", first)
    return ChainIdentity(chain_id, "0x" + rpc.octets(first.get("hash"), "genesis", 32).hex())


def check_identity(rpc: Rpc, network: Network) -> None:
    """Raise unless the node serves the network's chain.

    Raises:
        ServiceDown: ``CHAIN_WRONG_ID``, ``CHAIN_WRONG_GENESIS``, and as ``identity``.
    """
    found = identity(rpc)
    if found.chain_id != network.chain_id:
        raise ServiceDown("CHAIN_WRONG_ID", url=rpc.shown, expected=network.chain_id, given=found.chain_id)
    if found.genesis != network.genesis:
        raise ServiceDown("CHAIN_WRONG_GENESIS", url=rpc.shown, expected=network.genesis, given=found.genesis)


def check_contracts(rpc: Rpc, network: Network) -> None:
    """Raise unless both contracts have exactly the code that this version ships.

    Raises:
        ServiceDown: ``CHAIN_WRONG_CODE``, ``CHAIN_NO_CONTRACT``, and as ``identity``.
    """
    expected = {
        network.registry: expected_code(abi.REGISTRY, network.registry_domain, network.licensing),
        network.licensing: expected_code(abi.LICENSING, network.licensing_domain, network.registry),
    }
    for address, code in expected.items():
        given = rpc.octets(rpc.read("eth_getCode", address, "latest"), f"the code of {address}")
        if not given:
            raise ServiceDown("CHAIN_NO_CONTRACT", url=rpc.shown, address=address)
        if given != code:
            raise ServiceDown(
                "CHAIN_WRONG_CODE",
                url=rpc.shown,
                address=address,
                expected="0x" + keccak(code).hex(),
                given="0x" + keccak(given).hex(),
            )


def expected_code(name: str, domain: Domain, other: str) -> bytes:
    """Code of a deployed contract: what the compiler gave, with its immutables filled in.

    Args:
        name: ``abi.REGISTRY`` or ``abi.LICENSING``.
        domain: The contract's EIP-712 domain, which OpenZeppelin keeps in seven immutables.
        other: The other contract of the pair, which it names.

    Raises:
        KeyError: The compiled contract has an immutable that this version does not know: a bug.
    """
    contract = abi.contract(name)
    words = _domain_words(domain) | {"REGISTRY": _address_word(other), "LICENSING": _address_word(other)}
    code = bytearray(contract.deployed_code)
    for label, places in contract.immutables.items():
        for start in places:
            code[start : start + 32] = words[label]
    return bytes(code)


def _domain_words(domain: Domain) -> dict[str, bytes]:
    name, version = domain.name.encode(), b"1"
    chain_id, this = domain.chain_id.to_bytes(32, "big"), _address_word(domain.contract)
    hashes = keccak(name), keccak(version)
    return {
        "_cachedDomainSeparator": keccak(b"".join((keccak(_DOMAIN_TYPE), *hashes, chain_id, this))),
        "_cachedChainId": chain_id,
        "_cachedThis": this,
        "_hashedName": hashes[0],
        "_hashedVersion": hashes[1],
        "_name": _short_string(name),
        "_version": _short_string(version),
    }


def _address_word(address: str) -> bytes:
    return bytes.fromhex(address[2:]).rjust(32, b"\0")


def _short_string(text: bytes) -> bytes:
    """OpenZeppelin's ShortString: up to 31 bytes on the left, their number in the last byte."""
    return text.ljust(31, b"\0") + bytes([len(text)])
