"""Which variable each function of ledger/core/slots.py is about, and how its key is made: told twice."""

from __future__ import annotations

from collections.abc import Callable

from ledger.core import slots
from tests.unit.core.world_base import hashed

REGISTRY, LICENSING = "CopyrightRegistry", "Licensing"
Slot = Callable[..., str]

KEYS: dict[Slot, tuple[str, str, str]] = {
    slots.title_slot: (REGISTRY, "titles", "bytes32 uint8"),
    slots.registry_status_slot: (REGISTRY, "status", "address bytes32"),
    slots.confirmation_slot: (REGISTRY, "confirmations", ""),
    slots.dispute_slot: (REGISTRY, "disputes", ""),
    slots.opening_slot: (REGISTRY, "openings", "bytes32 address"),
    slots.ruling_slot: (REGISTRY, "rulings", "bytes32 address address"),
    slots.attestation_slot: (REGISTRY, "attestations", "address address uint32"),
    slots.statement_slot: (REGISTRY, "statements", "address bytes32 uint8 uint64 uint64"),
    slots.anchor_slot: (REGISTRY, "anchors", ""),
    slots.claim_slot: (REGISTRY, "claims", ""),
    slots.unsealed_slot: (REGISTRY, "unsealedAs", ""),
    slots.licensing_status_slot: (LICENSING, "status", ""),
    slots.line_end_slot: (LICENSING, "lineEnds", "bytes32 uint256"),
    slots.barring_slot: (LICENSING, "barring", ""),
    slots.head_slot: (LICENSING, "heads", ""),
    slots.restricted_slot: (LICENSING, "restricted", ""),
}
"""Contract, variable, and the types that its key hashes ("": the key is the argument itself)."""


def key_of(function: Slot, arguments: tuple[object, ...]) -> object:
    """What the contract's own getter of that variable is asked with."""
    types = KEYS[function][2]
    return hashed(types, *arguments) if types else arguments[0]
