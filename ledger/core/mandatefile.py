"""The mandate file: one JSON document that travels from signer to signer and stands for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ledger.core import eip712, operation_json, signedfile, strictjson
from ledger.core.dealfile import MAX_BYTES, Place, is_version, written
from ledger.core.licensing import Mandate
from ledger.core.model import Domain
from ledger.core.signedfile import SignedFile
from ledger.errors import BadInput

_VERSION = 1
_FIELDS = {"songdeed", "network", "id", "mandate", "signatures"}


@dataclass(frozen=True, slots=True)
class MandateFile(SignedFile):
    """A mandate with the signatures given so far; checked when the file is read."""

    place: Place
    mandate: Mandate
    signatures: Mapping[str, bytes]
    owners: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)

    @property
    def domain(self) -> Domain:
        """EIP-712 domain of the mandate."""
        return Domain("Songdeed Licensing", self.place.chain_id, self.place.licensing)

    @property
    def id(self) -> str:
        """Id of the mandate, 0x and 32 bytes."""
        return eip712.digest(self.domain, self.mandate)

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signs: every giver, in order, then the mandatary."""
        return (*self.mandate.givers, self.mandate.to)

    def message_for(self, signer: str) -> Mandate:
        """The mandate, whoever signs."""
        return self.mandate

    def merged(
        self, other: MandateFile, holds: Callable[[str, bytes], bool] = lambda signer, signature: False
    ) -> MandateFile:
        """The file with another copy's signatures too (``joined``).

        Raises:
            BadInput: ``MANDATES_DIFFER``.
        """
        if (other.place, other.mandate) != (self.place, self.mandate):
            raise BadInput("MANDATES_DIFFER", one=self.id, other=other.id)
        return self.joined(other, holds)

    def to_bytes(self) -> bytes:
        """Canonical JSON (``written``)."""
        return written(
            {
                "songdeed": _VERSION,
                "network": operation_json.plain(self.place),
                "id": self.id,
                "mandate": operation_json.plain(self.mandate),
                "signatures": signedfile.plain(self.signatures),
                **signedfile.plain_owners(self.owners),
            }
        )


def from_bytes(data: bytes) -> MandateFile:
    """The mandate of a file, its id computed again.

    Raises:
        BadInput: ``MANDATEFILE_SHAPE``, ``MANDATEFILE_ALTERED``, and what JSON or a struct finds wrong.
    """
    body = strictjson.loads(data, max_bytes=MAX_BYTES)
    owners = body.pop("owners", {}) if isinstance(body, dict) else {}
    if not isinstance(body, dict) or body.keys() != _FIELDS or not is_version(body["songdeed"]):
        raise BadInput("MANDATEFILE_SHAPE")
    if not isinstance(body["signatures"], dict):
        raise BadInput("MANDATEFILE_SHAPE")
    file = MandateFile(
        operation_json.struct(Place, body["network"], "/network"),
        operation_json.struct(Mandate, body["mandate"], "/mandate"),
        signedfile.read(body["signatures"]),
    )
    if file.id != body["id"] or not file.signatures.keys() <= set(file.signers):
        raise BadInput("MANDATEFILE_ALTERED")
    return replace(file, owners=signedfile.read_owners(owners, file.signers))
