"""Writes as plain data: what the chain port sends, and what ``POST /v1/operations`` carries."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.core.model import Cancellation, Deal, Registration, Termination, Title


@dataclass(frozen=True, slots=True)
class Anchor:
    """Keep the first time of a 32-byte root. Needs no signature."""

    root: str


@dataclass(frozen=True, slots=True)
class Register:
    """A signed registration; with a ``registration.root``, ``paths`` holds the Merkle path of each asset."""

    registration: Registration
    paths: tuple[tuple[str, ...], ...]
    signature: bytes


@dataclass(frozen=True, slots=True)
class Activate:
    """A deal with the titles it stands on and one signature for each of ``deal.signers``, in their order."""

    deal: Deal
    titles: tuple[Title, ...]
    title_of: tuple[int, ...]
    signatures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Terminate:
    """A signed termination beside the text of its deal."""

    deal: Deal
    termination: Termination
    signature: bytes


@dataclass(frozen=True, slots=True)
class CancelDeal:
    """A signed cancellation of a deal that is not active yet."""

    deal: Deal
    cancellation: Cancellation
    signature: bytes


@dataclass(frozen=True, slots=True)
class CancelRegistration:
    """A signed cancellation of a registration that is not recorded yet."""

    cancellation: Cancellation
    signature: bytes


Operation = Anchor | Register | Activate | Terminate | CancelDeal | CancelRegistration
