"""The operation file: an operation whose one signer is a wallet, until enough of its owners have signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ledger.core import operation_json, signedfile, strictjson
from ledger.core.annals import Attestation, DisputeWithdrawal, Opening, Ruling, Statement
from ledger.core.belonging import check_place
from ledger.core.dealfile import MAX_BYTES, is_version, written
from ledger.core.licensing import Withdrawal
from ledger.core.model import (
    Cancellation,
    Confirmation,
    Domain,
    Registration,
    Replacement,
    Termination,
    check_address,
)
from ledger.core.operations import (
    Attest,
    CancelDeal,
    CancelMandate,
    CancelRegistration,
    Confirm,
    OpenDispute,
    Operation,
    Register,
    Replace,
    ResolveDispute,
    RevealFile,
    State,
    Terminate,
    Withdraw,
    WithdrawDispute,
)
from ledger.core.signedfile import SignedFile
from ledger.core.unsealing import Reveal
from ledger.errors import BadInput

Single = (
    Register | Terminate | CancelDeal | CancelMandate | CancelRegistration | Confirm | Replace | Withdraw
    | OpenDispute | WithdrawDispute | ResolveDispute | Attest | State | RevealFile
)  # fmt: skip
"""Operations that one account signs; what several sign has a file of its own."""

Text = (
    Registration | Termination | Cancellation | Confirmation | Replacement | Withdrawal | Opening
    | DisputeWithdrawal | Ruling | Attestation | Statement | Reveal
)  # fmt: skip
"""What these are signed for; each has a deadline."""

_LICENSING = (Terminate, CancelDeal, Withdraw, CancelMandate)
_VERSION = 1
_FIELDS = {"songdeed", "network", "id", "operation", "signatures"}


@dataclass(frozen=True, slots=True)
class LedgerPlace:
    """The ledger to which an operation belongs."""

    chain_id: int
    genesis: str
    registry: str
    licensing: str
    local: bool

    def __post_init__(self) -> None:
        check_place(self.chain_id, self.genesis, self.local)
        check_address(self.registry)
        check_address(self.licensing)


@dataclass(frozen=True, slots=True)
class OperationFile(SignedFile):
    """An operation, its own signature left empty, with what was signed so far; checked when it is read."""

    place: LedgerPlace
    operation: Single
    signatures: Mapping[str, bytes]
    owners: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)

    @property
    def domain(self) -> Domain:
        """EIP-712 domain of what is signed."""
        if isinstance(self.operation, _LICENSING):
            return Domain("Songdeed Licensing", self.place.chain_id, self.place.licensing)
        return Domain("Songdeed Registry", self.place.chain_id, self.place.registry)

    @property
    def message(self) -> Text:
        """What is signed."""
        return message_of(self.operation)

    @property
    def id(self) -> str:
        """EIP-712 digest of the message, 0x and 32 bytes."""
        return self.digest_for(self.signers[0])

    @property
    def signers(self) -> tuple[str, ...]:
        """The one who signs."""
        return (signer_of(self.operation),)

    def message_for(self, signer: str) -> Text:
        """The operation's text."""
        return self.message

    @property
    def complete(self) -> Operation:
        """The operation with the signature that is there."""
        return replace(self.operation, signature=self.signatures.get(self.signers[0], b""))

    def merged(
        self, other: OperationFile, holds: Callable[[str, bytes], bool] = lambda signer, signature: False
    ) -> OperationFile:
        """The file with another copy's signatures too (``joined``).

        Raises:
            BadInput: ``OPERATIONS_DIFFER``.
        """
        if (other.place, other.operation) != (self.place, self.operation):
            raise BadInput("OPERATIONS_DIFFER", one=self.id, other=other.id)
        return self.joined(other, holds)

    def to_bytes(self) -> bytes:
        """Canonical JSON (``written``)."""
        return written(
            {
                "songdeed": _VERSION,
                "network": operation_json.plain(self.place),
                "id": self.id,
                "operation": operation_json.to_json(self.operation),
                "signatures": signedfile.plain(self.signatures),
                **signedfile.plain_owners(self.owners),
            }
        )


def from_bytes(data: bytes) -> OperationFile:
    """The operation of a file, its id computed again.

    Raises:
        BadInput: ``OPERATIONFILE_SHAPE``, ``OPERATIONFILE_ALTERED``, and what JSON or a struct finds wrong.
    """
    body = strictjson.loads(data, max_bytes=MAX_BYTES)
    owners = body.pop("owners", {}) if isinstance(body, dict) else {}
    if not isinstance(body, dict) or body.keys() != _FIELDS or not is_version(body["songdeed"]):
        raise BadInput("OPERATIONFILE_SHAPE")
    operation = operation_json.from_json(body["operation"], "/operation")
    if not isinstance(operation, Single) or not isinstance(body["signatures"], dict):
        raise BadInput("OPERATIONFILE_SHAPE")
    place = operation_json.struct(LedgerPlace, body["network"], "/network")
    file = OperationFile(place, operation, signedfile.read(body["signatures"]))
    if file.id != body["id"] or operation.signature or not file.signatures.keys() <= {*file.signers}:
        raise BadInput("OPERATIONFILE_ALTERED")
    return replace(file, owners=signedfile.read_owners(owners, file.signers))


def message_of(operation: Single) -> Text:
    """What the one signature of an operation is over."""
    match operation:
        case Register():
            return operation.registration
        case Terminate():
            return operation.termination
        case Confirm():
            return operation.confirmation
        case Replace():
            return operation.replacement
        case Withdraw():
            return operation.withdrawal
        case OpenDispute() | WithdrawDispute() | ResolveDispute() | Attest() | State() | RevealFile():
            return operation.text
    return operation.cancellation


def signer_of(operation: Single) -> str:
    """Whose signature it is, lower case."""
    match operation:
        case Register():
            return operation.registration.registrant
        case Terminate():
            return operation.termination.by
        case Confirm():
            return operation.confirmation.holder
        case Replace():
            return operation.origin.registrant
        case Withdraw():
            return operation.withdrawal.by
        case OpenDispute() | WithdrawDispute() | ResolveDispute() | Attest() | State():
            return operation.text.by
        case RevealFile():
            return operation.words.registrant
    return operation.cancellation.by
