"""Operations as calls: which contract, which bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from ledger.chain import abi, values
from ledger.chain.values import Activation
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Anchor,
    Assign,
    Attest,
    CancelDeal,
    CancelMandate,
    CancelRegistration,
    ClaimUnits,
    Confirm,
    OpenDispute,
    Operation,
    Register,
    Replace,
    ResolveDispute,
    RevealFile,
    State,
    Terminate,
    VoidTitle,
    Withdraw,
    WithdrawDispute,
)
from ledger.ports import Network


@dataclass(frozen=True, slots=True)
class Call:
    """Bytes for a contract (``abi.REGISTRY`` or ``abi.LICENSING``)."""

    contract: str
    data: bytes

    def to(self, network: Network) -> str:
        """Address of the contract."""
        return network.registry if self.contract == abi.REGISTRY else network.licensing


def call(contract: str, function: str, *arguments: object) -> Call:
    """A call of any function of the two contracts."""
    entry = abi.contract(contract).functions[function]
    return Call(contract, entry.identifier + values.encode(entry.params, arguments))


def call_of(operation: Operation) -> Call:
    """The call that carries out an operation."""
    return _call(operation)


@singledispatch
def _call(operation: object) -> Call:
    raise TypeError(f"no operation: {type(operation).__name__}")


@_call.register
def _(operation: Anchor) -> Call:
    return call(abi.REGISTRY, "anchor", operation.root)


@_call.register
def _(operation: Register) -> Call:
    return call(abi.REGISTRY, "register", operation.registration, operation.paths, operation.signature)


@_call.register
def _(operation: CancelRegistration) -> Call:
    return call(abi.REGISTRY, "cancelRegistration", operation.cancellation, operation.signature)


@_call.register
def _(operation: Activate) -> Call:
    packed = pack(operation.signatures)
    whole = Activation(operation.deal, operation.titles, operation.proof, packed)
    return call(abi.LICENSING, "activate", whole)


@_call.register
def _(operation: ActivateMandate) -> Call:
    packed = pack(operation.signatures)
    return call(abi.LICENSING, "activateMandate", operation.mandate, operation.bars, packed)


@_call.register
def _(operation: Withdraw) -> Call:
    return call(abi.LICENSING, "withdraw", operation.mandate, operation.withdrawal, operation.signature)


@_call.register
def _(operation: CancelMandate) -> Call:
    parts = operation.mandate, operation.cancellation
    return call(abi.LICENSING, "cancelMandate", *parts, operation.signature)


@_call.register
def _(operation: Terminate) -> Call:
    return call(abi.LICENSING, "terminate", operation.deal, operation.termination, operation.signature)


@_call.register
def _(operation: CancelDeal) -> Call:
    return call(abi.LICENSING, "cancel", operation.deal, operation.cancellation, operation.signature)


@_call.register
def _(operation: Confirm) -> Call:
    return call(abi.REGISTRY, "confirmTitle", operation.title, operation.confirmation, operation.signature)


@_call.register
def _(operation: Replace) -> Call:
    parts = operation.title, operation.origin, operation.replacement
    return call(abi.REGISTRY, "replaceTitle", *parts, operation.signature)


@_call.register
def _(operation: ClaimUnits) -> Call:
    parts = operation.title, operation.origin, operation.claim
    return call(abi.REGISTRY, "claimShares", *parts, operation.signers, pack(operation.signatures))


@_call.register
def _(operation: Assign) -> Call:
    parts = operation.title, operation.assignment, operation.signers, operation.bars
    return call(abi.REGISTRY, "assign", *parts, pack(operation.signatures))


@_call.register
def _(operation: OpenDispute) -> Call:
    return call(abi.REGISTRY, "openDispute", operation.text, operation.signature)


@_call.register
def _(operation: WithdrawDispute) -> Call:
    return call(abi.REGISTRY, "withdrawDispute", operation.text, operation.signature)


@_call.register
def _(operation: ResolveDispute) -> Call:
    return call(abi.REGISTRY, "resolveDispute", operation.text, operation.signature)


@_call.register
def _(operation: VoidTitle) -> Call:
    parts = operation.title, operation.ruling, operation.arbitration, operation.signers
    return call(abi.REGISTRY, "voidTitle", *parts, pack(operation.signatures))


@_call.register
def _(operation: Attest) -> Call:
    return call(abi.REGISTRY, "attest", operation.text, operation.signature)


@_call.register
def _(operation: State) -> Call:
    return call(abi.REGISTRY, "state", operation.text, operation.signature)


@_call.register
def _(operation: RevealFile) -> Call:
    return call(abi.REGISTRY, "reveal", operation.text, operation.words, operation.signature)


def pack(signatures: tuple[bytes, ...]) -> bytes:
    """Signatures one after the other, each behind its length in two bytes."""
    return b"".join(len(each).to_bytes(2, "big") + each for each in signatures)
