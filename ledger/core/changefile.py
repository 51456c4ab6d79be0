"""The change file: a change of a title that several people sign, as one JSON document that travels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ledger.core import eip712, operation_json, signedfile, strictjson
from ledger.core.annals import Arbitration
from ledger.core.belonging import check_place
from ledger.core.dealfile import MAX_BYTES, is_version, written
from ledger.core.ids import hash_of_title
from ledger.core.model import Assignment, Domain, UnitsClaim, check_address
from ledger.core.operations import Assign, ClaimUnits, VoidTitle
from ledger.core.signedfile import SignedFile
from ledger.errors import BadInput

Change = Assign | ClaimUnits | VoidTitle
"""What several people sign apart; in a file without signatures and without lists of mandates."""

CHANGE_DAYS = 30
"""How long a change may be on its way from signer to signer."""

_VERSION = 1
_FIELDS = {"songdeed", "network", "id", "change", "signatures"}


@dataclass(frozen=True, slots=True)
class RegistryPlace:
    """The ledger to which a change belongs."""

    chain_id: int
    genesis: str
    registry: str
    local: bool

    def __post_init__(self) -> None:
        check_place(self.chain_id, self.genesis, self.local)
        check_address(self.registry)


@dataclass(frozen=True, slots=True)
class ChangeFile(SignedFile):
    """A change with the signatures given so far; checked when the file is read."""

    place: RegistryPlace
    change: Change
    signatures: Mapping[str, bytes]
    owners: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)

    @property
    def domain(self) -> Domain:
        """EIP-712 domain of the change."""
        return Domain("Songdeed Registry", self.place.chain_id, self.place.registry)

    @property
    def message(self) -> Assignment | UnitsClaim | Arbitration:
        """What each of them signs."""
        match self.change:
            case Assign():
                return self.change.assignment
            case ClaimUnits():
                return self.change.claim
        return self.change.arbitration

    @property
    def id(self) -> str:
        """EIP-712 digest of the message, 0x and 32 bytes."""
        return eip712.digest(self.domain, self.message)

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signs, ascending."""
        return self.change.signers

    def message_for(self, signer: str) -> Assignment | UnitsClaim | Arbitration:
        """The change, whoever signs."""
        return self.message

    def merged(
        self, other: ChangeFile, holds: Callable[[str, bytes], bool] = lambda signer, signature: False
    ) -> ChangeFile:
        """The file with another copy's signatures too (``joined``).

        Raises:
            BadInput: ``CHANGES_DIFFER``.
        """
        if (other.place, other.change) != (self.place, self.change):
            raise BadInput("CHANGES_DIFFER", one=self.id, other=other.id)
        return self.joined(other, holds)

    def to_bytes(self) -> bytes:
        """Canonical JSON (``written``)."""
        return written(
            {
                "songdeed": _VERSION,
                "network": operation_json.plain(self.place),
                "id": self.id,
                "change": operation_json.to_json(self.change),
                "signatures": signedfile.plain(self.signatures),
                **signedfile.plain_owners(self.owners),
            }
        )


def from_bytes(data: bytes) -> ChangeFile:
    """The change of a file, its id computed again.

    Raises:
        BadInput: ``CHANGEFILE_SHAPE``, ``CHANGEFILE_ALTERED``, and what JSON or a struct finds wrong.
    """
    body = strictjson.loads(data, max_bytes=MAX_BYTES)
    owners = body.pop("owners", {}) if isinstance(body, dict) else {}
    if not isinstance(body, dict) or body.keys() != _FIELDS or not is_version(body["songdeed"]):
        raise BadInput("CHANGEFILE_SHAPE")
    change = operation_json.from_json(body["change"], "/change")
    if not isinstance(change, Assign | ClaimUnits | VoidTitle) or not isinstance(body["signatures"], dict):
        raise BadInput("CHANGEFILE_SHAPE")
    file = ChangeFile(
        operation_json.struct(RegistryPlace, body["network"], "/network"),
        change,
        signedfile.read(body["signatures"]),
    )
    # What a signer is shown (the table before) must be what the text he signs names.
    known = file.id == body["id"] and hash_of_title(change.title) == file.message.title
    ordered = list(change.signers) == sorted({*change.signers})
    signers = ordered and file.signatures.keys() <= {*change.signers}
    bare = not change.signatures and not (isinstance(change, Assign) and change.bars)
    if not (known and signers and bare):
        raise BadInput("CHANGEFILE_ALTERED")
    return replace(file, owners=signedfile.read_owners(owners, file.signers))
