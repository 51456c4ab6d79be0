"""The signed structs and chain facts, as frozen dataclasses that check themselves.

Field names, order and widths are those of ``contracts/interfaces``: the EIP-712 types are derived
from them. ids, hashes and addresses are lower-case ``0x`` strings (32 bytes: 66 characters, addresses: 42).
Times are UTC seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ledger.errors import BadInput

ZERO_ADDRESS = "0x" + "00" * 20
ZERO_HASH = "0x" + "00" * 32

_ADDRESS = re.compile(r"0x[0-9a-f]{40}\Z")
_HASH = re.compile(r"0x[0-9a-f]{64}\Z")


def check_address(value: str) -> str:
    """The value if it is a lower-case 20-byte address.

    Raises:
        BadInput: ``BAD_ADDRESS``.
    """
    if not isinstance(value, str) or not _ADDRESS.match(value):
        raise BadInput("BAD_ADDRESS", value=value)
    return value


def check_hash(value: str) -> str:
    """The value if it is a lower-case 32-byte hash.

    Raises:
        BadInput: ``BAD_HASH``.
    """
    if not isinstance(value, str) or not _HASH.match(value):
        raise BadInput("BAD_HASH", value=value)
    return value


def check_uint(value: int, bits: int, field: str) -> int:
    """The value if it is an unsigned integer of that width (a bool is none).

    Raises:
        BadInput: ``BAD_INTEGER``.
    """
    if type(value) is bool or not isinstance(value, int) or not 0 <= value < 1 << bits:
        raise BadInput("BAD_INTEGER", field=field, value=value, bits=bits)
    return value


@dataclass(frozen=True, slots=True)
class Share:
    """What one holder owns of one layer, in hundred-millionths."""

    holder: str
    units: int

    def __post_init__(self) -> None:
        check_address(self.holder)
        check_uint(self.units, 32, "units")


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Units of somebody without a key; ``who`` is a hash that tells later who it is."""

    who: str
    units: int

    def __post_init__(self) -> None:
        check_hash(self.who)
        check_uint(self.units, 32, "units")


@dataclass(frozen=True, slots=True)
class Link:
    """A directed link to another asset; ``kind`` is a LinkKind."""

    kind: int
    target: str

    def __post_init__(self) -> None:
        check_uint(self.kind, 8, "kind")
        check_hash(self.target)


@dataclass(frozen=True, slots=True)
class Split:
    """Who owns one layer: holders ascending by address, keyless ones ascending by ``who``."""

    layer: int
    shares: tuple[Share, ...]
    unclaimed: tuple[Unclaimed, ...] = ()

    def __post_init__(self) -> None:
        check_uint(self.layer, 8, "layer")


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset as its registrant signs it; ``asset_type`` is an AssetType."""

    asset_type: int
    record_hash: str
    file_tag: str
    links: tuple[Link, ...]
    splits: tuple[Split, ...]

    def __post_init__(self) -> None:
        check_uint(self.asset_type, 8, "assetType")
        check_hash(self.record_hash)
        check_hash(self.file_tag)


@dataclass(frozen=True, slots=True)
class Registration:
    """Assets registered together; ``root`` is an earlier anchor or zero."""

    registrant: str
    assets: tuple[Asset, ...]
    root: str
    deadline: int

    def __post_init__(self) -> None:
        check_address(self.registrant)
        check_hash(self.root)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Line:
    """One permission of a deal (see ILicensing.sol for every field)."""

    asset: str
    society: str
    layer: int
    usage: int
    territory: int
    start: int
    end: int
    exclusivity: int
    licensee: str
    title: str
    parent: str
    depth: int
    consult: str
    revocation: int
    revoker: str
    notice: int
    survives: bool

    def __post_init__(self) -> None:
        for name in ("asset", "title", "parent", "consult"):
            check_hash(getattr(self, name))
        for name in ("society", "licensee", "revoker"):
            check_address(getattr(self, name))
        widths = {
            "layer": 8,
            "usage": 32,
            "territory": 256,
            "start": 64,
            "end": 64,
            "exclusivity": 8,
            "depth": 8,
        }
        for name, bits in (widths | {"revocation": 8, "notice": 32}).items():
            check_uint(getattr(self, name), bits, name)
        if not isinstance(self.survives, bool):
            raise BadInput("BAD_BOOLEAN", field="survives", value=self.survives)


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal; the EIP-712 digest is its id."""

    lines: tuple[Line, ...]
    signers: tuple[str, ...]
    terms: str
    accept_by: int
    arbiter: str
    cross_termination: bool
    salt: str

    def __post_init__(self) -> None:
        for signer in (*self.signers, self.arbiter):
            check_address(signer)
        check_hash(self.terms)
        check_hash(self.salt)
        check_uint(self.accept_by, 64, "acceptBy")
        if not isinstance(self.cross_termination, bool):
            raise BadInput("BAD_BOOLEAN", field="crossTermination", value=self.cross_termination)


@dataclass(frozen=True, slots=True)
class Termination:
    """End of lines (bitmap), no earlier than ``end``, signed by ``by``."""

    deal: str
    lines: int
    end: int
    by: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.deal)
        check_address(self.by)
        check_uint(self.lines, 16, "lines")
        check_uint(self.end, 64, "end")
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Withdrawal of a signed text before it is recorded."""

    digest: str
    by: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.digest)
        check_address(self.by)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Origin:
    """The words of an asset id, which show who registered the asset."""

    record_hash: str
    registrant: str
    facts: str

    def __post_init__(self) -> None:
        check_hash(self.record_hash)
        check_address(self.registrant)
        check_hash(self.facts)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A holder's own signature under a split."""

    title: str
    holder: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.title)
        check_address(self.holder)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Replacement:
    """Another table, by the registrant, while nobody else has signed on the title."""

    title: str
    shares: tuple[Share, ...]
    unclaimed: tuple[Unclaimed, ...]
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.title)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class UnitsClaim:
    """Units of a keyless holder (``who``) go to the account that he has now."""

    title: str
    who: str
    newcomer: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.title)
        check_hash(self.who)
        check_address(self.newcomer)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Assignment:
    """A transfer of units: the table after it, signed by all holders before and after."""

    title: str
    shares: tuple[Share, ...]
    instrument: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.title)
        check_hash(self.instrument)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Title:
    """A title opened: its hash binds key, previous hash, version, since, confirmed and table.

    ``confirmed``: every holder in the table had signed it when it was recorded.
    """

    asset: str
    layer: int
    previous: str
    version: int
    since: int
    confirmed: bool
    shares: tuple[Share, ...]
    unclaimed: tuple[Unclaimed, ...] = ()

    def __post_init__(self) -> None:
        check_hash(self.asset)
        check_hash(self.previous)
        check_uint(self.layer, 8, "layer")
        check_uint(self.version, 32, "version")
        check_uint(self.since, 64, "since")
        if not isinstance(self.confirmed, bool):
            raise BadInput("BAD_BOOLEAN", field="confirmed", value=self.confirmed)


@dataclass(frozen=True, slots=True)
class Domain:
    """EIP-712 domain of one contract, version ``1``: ``Songdeed Registry`` or ``Songdeed Licensing``."""

    name: str
    chain_id: int
    contract: str

    def __post_init__(self) -> None:
        check_uint(self.chain_id, 256, "chainId")
        check_address(self.contract)
