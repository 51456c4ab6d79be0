"""Writes as plain data: what the chain port sends, and what ``POST /v1/operations`` carries."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.core.annals import Arbitration, Attestation, DisputeWithdrawal, Opening, Ruling, Statement
from ledger.core.licensing import Bars, Mandate, Proof, Withdrawal
from ledger.core.model import (
    Assignment,
    Cancellation,
    Confirmation,
    Deal,
    Origin,
    Registration,
    Replacement,
    Termination,
    Title,
    UnitsClaim,
    check_address,
    check_hash,
)
from ledger.core.unsealing import Reveal, Sealed
from ledger.errors import BadInput

MAX_SIGNATURE = 0xFFFF
"""Bytes of one signature: two bytes tell its length."""


def check_signature(value: bytes) -> bytes:
    """The signature if a contract can be told its length.

    Raises:
        BadInput: ``SIGNATURE_TOO_LONG``.
    """
    if len(value) > MAX_SIGNATURE:
        raise BadInput("SIGNATURE_TOO_LONG", given=len(value), limit=MAX_SIGNATURE)
    return value


@dataclass(frozen=True, slots=True)
class Anchor:
    """Keep the first time of a 32-byte root. Needs no signature."""

    root: str

    def __post_init__(self) -> None:
        check_hash(self.root)


@dataclass(frozen=True, slots=True)
class Register:
    """A signed registration; with a ``registration.root``, ``paths`` holds the Merkle path of each asset."""

    registration: Registration
    paths: tuple[tuple[str, ...], ...]
    signature: bytes

    def __post_init__(self) -> None:
        for path in self.paths:
            for node in path:
                check_hash(node)
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class Activate:
    """A deal with the titles it stands on and one signature for each of ``deal.signers``, in their order.

    ``proof``: one, or none where no line needs it; licensees of SOLE and EXCLUSIVE lines sign ``Accept``.
    """

    deal: Deal
    titles: tuple[Title, ...]
    proof: tuple[Proof, ...]
    signatures: tuple[bytes, ...]

    def __post_init__(self) -> None:
        for signature in self.signatures:
            check_signature(signature)


@dataclass(frozen=True, slots=True)
class Terminate:
    """A signed termination beside the text of its deal."""

    deal: Deal
    termination: Termination
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class CancelDeal:
    """A signed cancellation of a deal that is not active yet."""

    deal: Deal
    cancellation: Cancellation
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class CancelRegistration:
    """A signed cancellation of a registration that is not recorded yet."""

    cancellation: Cancellation
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class Confirm:
    """A holder's confirmation of a title."""

    title: Title
    confirmation: Confirmation
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class Replace:
    """Another table by the registrant, with the words that show who that is."""

    title: Title
    origin: Origin
    replacement: Replacement
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class ClaimUnits:
    """Units of a keyless holder for the account that he has now; one signature for each signer."""

    title: Title
    origin: Origin
    claim: UnitsClaim
    signers: tuple[str, ...]
    signatures: tuple[bytes, ...]

    def __post_init__(self) -> None:
        _check_signers(self.signers, self.signatures)


@dataclass(frozen=True, slots=True)
class Assign:
    """A transfer of units; one signature for each signer."""

    title: Title
    assignment: Assignment
    signers: tuple[str, ...]
    bars: tuple[Bars, ...]
    signatures: tuple[bytes, ...]

    def __post_init__(self) -> None:
        _check_signers(self.signers, self.signatures)


@dataclass(frozen=True, slots=True)
class ActivateMandate:
    """A mandate; a signature for each giver, then the mandatary's.

    ``bars``: the giver's list, if it bars him and he has one.
    """

    mandate: Mandate
    bars: tuple[Bars, ...]
    signatures: tuple[bytes, ...]

    def __post_init__(self) -> None:
        for signature in self.signatures:
            check_signature(signature)


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A signed withdrawal of a mandate beside its text."""

    mandate: Mandate
    withdrawal: Withdrawal
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class CancelMandate:
    """A signed cancellation of a mandate that is not active yet."""

    mandate: Mandate
    cancellation: Cancellation
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """A signed opening of a dispute."""

    text: Opening
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class WithdrawDispute:
    """A signed withdrawal of a dispute."""

    text: DisputeWithdrawal
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class ResolveDispute:
    """An arbiter's signed ruling."""

    text: Ruling
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class VoidTitle:
    """A title voided by an upheld ruling of an arbiter whom the opener and all holders accepted."""

    title: Title
    ruling: Ruling
    arbitration: Arbitration
    signers: tuple[str, ...]
    signatures: tuple[bytes, ...]

    def __post_init__(self) -> None:
        _check_signers(self.signers, self.signatures)


@dataclass(frozen=True, slots=True)
class Attest:
    """A signed attestation."""

    text: Attestation
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class State:
    """A signed statement."""

    text: Statement
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


@dataclass(frozen=True, slots=True)
class RevealFile:
    """A signed reveal of a sealed asset's file, with the words that the registry checks."""

    text: Reveal
    words: Sealed
    signature: bytes

    def __post_init__(self) -> None:
        check_signature(self.signature)


def _check_signers(signers: tuple[str, ...], signatures: tuple[bytes, ...]) -> None:
    for signer in signers:
        check_address(signer)
    for signature in signatures:
        check_signature(signature)


Operation = (
    Anchor
    | Register
    | Activate
    | Terminate
    | CancelDeal
    | CancelRegistration
    | Confirm
    | Replace
    | ClaimUnits
    | Assign
    | ActivateMandate
    | Withdraw
    | CancelMandate
    | OpenDispute
    | WithdrawDispute
    | ResolveDispute
    | VoidTitle
    | Attest
    | State
    | RevealFile
)
