"""Contract events as plain facts: what the chain adapter decodes and the reducer folds."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.core.licensing import Mandate
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
class Revealed:
    """A sealed asset was shown to be of a file (its SHA-256), which it claims from now on."""

    at: Position
    asset: str
    file: str
    salt: str


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
    title: str
    change: int
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
    """A line entered a hash chain: its (asset, layer), its parent, a society's blankets, or an agent's."""

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


@dataclass(frozen=True, slots=True)
class ExclusivesChanged:
    """A list of exclusives was written anew; the line of ``chain`` that follows is its last entry.

    ``kept``: bit i for each entry of the list before that stayed; ``list``: its new hash.
    """

    at: Position
    chain: str
    horizon: int
    kept: int
    list: str


@dataclass(frozen=True, slots=True)
class MandateActivated:
    """Giver and mandatary have signed."""

    at: Position
    mandate: str
    to: str
    text: Mandate


@dataclass(frozen=True, slots=True)
class BarsChanged:
    """A member's list of barring mandates was written anew; ``mandate`` is its last entry."""

    at: Position
    member: str
    mandate: str
    horizon: int
    kept: int
    list: str


@dataclass(frozen=True, slots=True)
class MandateEnded:
    """A mandate ends at ``end`` for ``giver``, or for all (zero account)."""

    at: Position
    mandate: str
    giver: str
    end: int
    by: str


@dataclass(frozen=True, slots=True)
class MandateCancelled:
    """A party withdrew before activation."""

    at: Position
    mandate: str
    by: str


@dataclass(frozen=True, slots=True)
class DisputeOpened:
    """A dispute was opened; ``digest`` is that of the signed text."""

    at: Position
    subject: str
    opener: str
    evidence: str
    digest: str


@dataclass(frozen=True, slots=True)
class DisputeWithdrawn:
    """A dispute was given up by its opener."""

    at: Position
    subject: str
    opener: str
    digest: str


@dataclass(frozen=True, slots=True)
class DisputeResolved:
    """An arbiter ruled on an open dispute; ``decision`` is an annals.Decision."""

    at: Position
    subject: str
    opener: str
    arbiter: str
    decision: int
    reasons: str
    digest: str


@dataclass(frozen=True, slots=True)
class TitleVoided:
    """A title was voided; ``title`` is its hash before, ``ruling`` the key of the ruling."""

    at: Position
    asset: str
    layer: int
    title: str
    ruling: str


@dataclass(frozen=True, slots=True)
class Attested:
    """Somebody testified about an account, or took it back (``evidence`` zero)."""

    at: Position
    party: str
    kind: int
    by: str
    evidence: str
    digest: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A usage report or royalty statement of [from_, to) was made, or corrected."""

    at: Position
    subject: str
    kind: int
    by: str
    from_: int
    to: int
    root: str
    digest: str


Event = (
    Anchored
    | Registered
    | Revealed
    | TitleRecorded
    | TitleConfirmed
    | TitleChanged
    | RegistrationCancelled
    | DealActivated
    | LineActivated
    | LineEnded
    | DealCancelled
    | ExclusivesChanged
    | MandateActivated
    | BarsChanged
    | MandateEnded
    | MandateCancelled
    | DisputeOpened
    | DisputeWithdrawn
    | DisputeResolved
    | TitleVoided
    | Attested
    | Stated
)
