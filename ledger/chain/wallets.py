"""What there is at an address: a key's account, a Safe with its owners, or some other contract.

A contract says of itself what it likes. Owners and threshold are only a help to gather signatures; whether
they hold is asked of the wallet itself (ERC-1271) before anything is sent, and by the ledger's contracts
when it is recorded.
"""

from __future__ import annotations

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from ledger.chain.rpc import Rpc, RpcRefusal
from ledger.core import safe
from ledger.core.keccak import keccak
from ledger.ports import Account, AccountKind

_DESIGNATOR = bytes.fromhex("ef0100")
"""Before the address to which an account delegates (EIP-7702)."""

_QUESTION_GAS = 1_000_000
"""The most that one of these questions may burn: 64 owners are read for a fifth of it."""

_MAX_ANSWER = 32 * (2 + safe.MAX_OWNERS)


def look(rpc: Rpc, address: str, code: bytes) -> Account:
    """What there is at an address.

    Args:
        rpc: The node.
        address: Lower case.
        code: What lies there.

    Raises:
        ServiceDown: The node does not answer.
    """
    if not code:
        return Account(address, AccountKind.KEY)
    if code.startswith(_DESIGNATOR) and len(code) == len(_DESIGNATOR) + 20:
        return Account(address, AccountKind.DELEGATED, "0x" + code[len(_DESIGNATOR) :].hex())
    return _safe(rpc, address) or Account(address, AccountKind.CONTRACT)


def _safe(rpc: Rpc, address: str) -> Account | None:
    version = _ask(rpc, address, "VERSION()", "string")
    if not isinstance(version, str) or not version.startswith(safe.VERSIONS):
        return None
    owners = _ask(rpc, address, "getOwners()", "address[]")
    threshold = _ask(rpc, address, "getThreshold()", "uint256")
    if not isinstance(owners, tuple) or not isinstance(threshold, int):
        return None
    found = tuple(sorted({str(owner).lower() for owner in owners}))
    if not 0 < threshold <= len(found) == len(owners) <= safe.MAX_OWNERS:
        return None
    return Account(address, AccountKind.SAFE, owners=found, threshold=threshold, version=version[:16])


def _ask(rpc: Rpc, address: str, question: str, kind: str) -> object:
    """The answer of a contract to a question without arguments; None if it has none of that kind."""
    data = "0x" + keccak(question.encode())[:4].hex()
    try:
        answer = rpc.octets(
            rpc.ask("eth_call", {"to": address, "data": data, "gas": hex(_QUESTION_GAS)}, "latest"), question
        )
        found: object = decode([kind], answer)[0] if len(answer) <= _MAX_ANSWER else None
    except (RpcRefusal, DecodingError, UnicodeDecodeError, OverflowError):
        return None
    return found
