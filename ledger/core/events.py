"""Contract events as plain facts: what the chain adapter decodes and the reducer folds."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.core.model import Deal, Link, Share, Unclaimed


@dataclass(frozen=True, slots=True)
class Block:
    """A block header as far as the ledger needs it; ``time`` in UTC seconds, hashes as 0x strings."""

    number: int
    hash: str
    parent: str
    time: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where an event stands. Order is (block, log_index)."""

    block: int
    log_index: int
    block_hash: str
    transaction: str
    time: int


@dataclass(frozen=True, slots=True)
class Anchored:
    """A root was seen for the first time."""

    at: Position
    root: str
    by: str


@dataclass(frozen=True, slots=True)
class Registered:
    """An asset was recorded."""

    at: Position
    asset: str
    registrant: str
    file_tag: str
    asset_type: int
    record_hash: str
    root: str
    priority: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TitleRecorded:
    """A table of one layer was recorded; its ``since`` is ``at.time``."""

    at: Position
    asset: str
    layer: int
    version: int
    title: str
    shares: tuple[Share, ...]
    unclaimed: tuple[Unclaimed, ...]


@dataclass(frozen=True, slots=True)
class TitleConfirmed:
    """A holder signed the split himself."""

    at: Position
    title: str
    holder: str


@dataclass(frozen=True, slots=True)
class TitleChanged:
    """Why the next table was recorded; ``change``: 1 replaced, 2 units claimed, 3 assigned.

    ``title``: hash before; ``confirmed``: whether every holder in the table that follows has signed it;
    ``detail``: which keyless holder, or the hash of the instrument.
    """

    at: Position
    asset: str
    layer: int
    change: int
    title: str
    confirmed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class RegistrationCancelled:
    """A signed registration was withdrawn by its signer."""

    at: Position
    digest: str
    by: str


@dataclass(frozen=True, slots=True)
class DealActivated:
    """Every required party signed: the lines are in force."""

    at: Position
    deal: str
    text: Deal


@dataclass(frozen=True, slots=True)
class LineActivated:
    """A line entered the hash chain of its (asset, layer)."""

    at: Position
    chain: str
    deal: str
    licensee: str
    index: int
    head: str


@dataclass(frozen=True, slots=True)
class LineEnded:
    """A line ends at ``end`` (UTC seconds, first second not in force)."""

    at: Position
    deal: str
    index: int
    end: int
    by: str


@dataclass(frozen=True, slots=True)
class DealCancelled:
    """A signer withdrew before activation."""

    at: Position
    deal: str
    by: str


Event = (
    Anchored
    | Registered
    | TitleRecorded
    | TitleConfirmed
    | TitleChanged
    | RegistrationCancelled
    | DealActivated
    | LineActivated
    | LineEnded
    | DealCancelled
)
