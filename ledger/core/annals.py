"""What people say on the ledger: disputes, rulings, attestations, statements (ICopyrightRegistry.sol)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from ledger.core.model import check_address, check_hash, check_uint


class Decision(IntEnum):
    """What an arbiter decided."""

    UPHELD = 1
    DISMISSED = 2


class StatementKind(IntEnum):
    """What a statement reports."""

    USAGE = 1
    ROYALTY = 2


@dataclass(frozen=True, slots=True)
class Opening:
    """A dispute about a title key, or the id of a deal; ``evidence``: hash of what is said and shown."""

    subject: str
    evidence: str
    by: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.subject)
        check_hash(self.evidence)
        check_address(self.by)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class DisputeWithdrawal:
    """The opener gives his dispute up."""

    subject: str
    by: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.subject)
        check_address(self.by)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an arbiter decided about one opening, counted from 1; ``decision`` is a Decision."""

    subject: str
    opener: str
    opening: int
    decision: int
    reasons: str
    by: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.subject)
        check_hash(self.reasons)
        check_address(self.opener)
        check_address(self.by)
        for name, bits in (("opening", 64), ("decision", 8), ("deadline", 64)):
            check_uint(getattr(self, name), bits, name)


@dataclass(frozen=True, slots=True)
class Arbitration:
    """The opener and all holders of a title accept an arbiter, whose upheld ruling then voids it."""

    subject: str
    title: str
    opener: str
    arbiter: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.subject)
        check_hash(self.title)
        check_address(self.opener)
        check_address(self.arbiter)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Attestation:
    """What somebody testifies about an account; ``evidence`` zero takes it back."""

    party: str
    kind: int
    evidence: str
    by: str
    deadline: int

    def __post_init__(self) -> None:
        check_address(self.party)
        check_address(self.by)
        check_hash(self.evidence)
        check_uint(self.kind, 32, "kind")
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Statement:
    """A usage report or royalty statement of a period [from, to): ``root`` is the Merkle root of its rows."""

    subject: str
    kind: int
    from_: int
    to: int
    root: str
    by: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.subject)
        check_hash(self.root)
        check_address(self.by)
        for name, bits in (("kind", 8), ("from_", 64), ("to", 64), ("deadline", 64)):
            check_uint(getattr(self, name), bits, name)
