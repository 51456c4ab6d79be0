"""Writes as plain data: what the chain port sends, and what ``POST /v1/operations`` carries."""

from __future__ import annotations

from dataclasses import dataclass

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
    check_uint,
)
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
    """A deal with the titles it stands on and one signature for each of ``deal.signers``, in their order."""

    deal: Deal
    titles: tuple[Title, ...]
    title_of: tuple[int, ...]
    signatures: tuple[bytes, ...]

    def __post_init__(self) -> None:
        for place in self.title_of:
            check_uint(place, 8, "titleOf")
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
    signatures: tuple[bytes, ...]

    def __post_init__(self) -> None:
        _check_signers(self.signers, self.signatures)


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
)
