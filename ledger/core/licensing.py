"""Structs of exclusives, sub-licences and mandates: what is signed, and what opens a slot of ``Licensing``.

Field names, order and widths are those of ``contracts/interfaces/ILicensing.sol``; see there for every field.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from ledger.core.model import Deal, check_address, check_hash, check_uint
from ledger.errors import BadInput


class MandateKind(IntEnum):
    """RIGHTS.md 3, *Mandate*."""

    COLLECTIVE = 1
    AGENCY = 2
    ADMIN = 3
    SUBPUBLISH = 4
    JOINT_COLLECTION = 5
    RECIPROCAL = 6


SOCIETY_KINDS = frozenset({MandateKind.COLLECTIVE, MandateKind.JOINT_COLLECTION, MandateKind.RECIPROCAL})
"""Kinds that let a society license: NONEXCLUSIVE, at most 731 days."""

SOCIETY_TERM_S = 731 * 86_400
"""Longest line that a society may license, and how long its blankets run on."""

MAX_EXCLUSIVES = 32
MAX_BARS = 16
MAX_ANCESTORS = 4
MAX_HOPS = 5


@dataclass(frozen=True, slots=True)
class Accept:
    """What licensees of SOLE and EXCLUSIVE lines sign: the deal and the head seen for each line (or zero)."""

    deal: Deal
    heads: tuple[str, ...]

    def __post_init__(self) -> None:
        for head in self.heads:
            check_hash(head)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as hash chains and lists of exclusives keep it."""

    deal: str
    index: int
    usage: int
    territory: int
    start: int
    end: int
    exclusivity: int
    licensee: str

    def __post_init__(self) -> None:
        check_hash(self.deal)
        check_address(self.licensee)
        for name in ("index", "usage", "territory", "start", "end", "exclusivity"):
            check_uint(getattr(self, name), 256, name)


@dataclass(frozen=True, slots=True)
class Exclusives:
    """A list of exclusives, opened; ``ended`` is a hint (bit i: entry i ended early) and not hashed."""

    horizon: int
    ended: int
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        check_uint(self.horizon, 256, "horizon")
        check_uint(self.ended, 256, "ended")


@dataclass(frozen=True, slots=True)
class Seen:
    """The head of a chain that a licensee has seen, and the entries added since."""

    head: str
    since: tuple[Entry, ...]

    def __post_init__(self) -> None:
        check_hash(self.head)


@dataclass(frozen=True, slots=True)
class Mandate:
    """Licensing power, given; the EIP-712 digest is its id. ``kind`` is a MandateKind."""

    givers: tuple[str, ...]
    to: str
    kind: int
    bars: bool
    cap: int
    layer: int
    usage: int
    territory: int
    start: int
    end: int
    notice: int
    asset: str
    terms: str
    accept_by: int
    salt: str

    def __post_init__(self) -> None:
        for account in (*self.givers, self.to):
            check_address(account)
        for name in ("asset", "terms", "salt"):
            check_hash(getattr(self, name))
        widths = {"kind": 8, "cap": 8, "layer": 8, "usage": 32, "territory": 256, "start": 64, "end": 64}
        for name, bits in (widths | {"notice": 32, "accept_by": 64}).items():
            check_uint(getattr(self, name), bits, name)
        if not isinstance(self.bars, bool):
            raise BadInput("BAD_BOOLEAN", field="bars", value=self.bars)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """End of a mandate, no earlier than ``end``, signed by ``by``."""

    mandate: str
    end: int
    by: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.mandate)
        check_address(self.by)
        check_uint(self.end, 64, "end")
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Bar:
    """A mandate that bars its giver, as his list keeps it."""

    mandate: str
    to: str
    kind: int
    layer: int
    asset: str
    usage: int
    territory: int
    start: int
    end: int

    def __post_init__(self) -> None:
        check_hash(self.mandate)
        check_hash(self.asset)
        check_address(self.to)
        for name in ("kind", "layer", "usage", "territory", "start", "end"):
            check_uint(getattr(self, name), 256, name)


@dataclass(frozen=True, slots=True)
class Bars:
    """The list of mandates that bar a member, opened; ``ended`` is a hint and not hashed."""

    member: str
    horizon: int
    ended: int
    entries: tuple[Bar, ...]

    def __post_init__(self) -> None:
        check_address(self.member)
        check_uint(self.horizon, 256, "horizon")
        check_uint(self.ended, 256, "ended")


@dataclass(frozen=True, slots=True)
class Proof:
    """What some lines of a deal need beside their titles (ILicensing.Proof)."""

    mandates: tuple[Mandate, ...] = ()
    routes: tuple[bytes, ...] = ()
    bars: tuple[Bars, ...] = ()
    exclusives: tuple[Exclusives, ...] = ()
    ancestors: tuple[Deal, ...] = ()
    lineages: tuple[bytes, ...] = ()
    heads: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()

    def __post_init__(self) -> None:
        for head in self.heads:
            check_hash(head)
