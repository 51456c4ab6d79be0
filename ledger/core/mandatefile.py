"""The mandate file: one JSON document that travels from signer to signer and stands for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ledger.core import eip712, operation_json, strictjson
from ledger.core.dealfile import MAX_BYTES, Place, is_version
from ledger.core.licensing import Mandate
from ledger.core.model import Domain, check_address
from ledger.errors import BadInput
from ledger.evm import recover

_VERSION = 1
_FIELDS = {"songdeed", "network", "id", "mandate", "signatures"}


@dataclass(frozen=True, slots=True)
class MandateFile:
    """A mandate with the signatures given so far; checked when the file is read."""

    place: Place
    mandate: Mandate
    signatures: Mapping[str, bytes]

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

    @property
    def missing(self) -> tuple[str, ...]:
        """Signers whose signature is not there yet."""
        return tuple(signer for signer in self.signers if signer not in self.signatures)

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Signers whose signature is not that of their key: it was altered, or they are contract accounts."""
        return tuple(signer for signer in self.signatures if not self._fits(signer))

    def _fits(self, signer: str) -> bool:
        try:
            return recover(self.id, self.signatures[signer]) == signer
        except BadInput:
            return False

    def signed(self, signer: str, signature: bytes) -> MandateFile:
        """The file with one more signature."""
        return replace(self, signatures={**self.signatures, signer: signature})

    def merged(self, other: MandateFile) -> MandateFile:
        """The file with another copy's signatures too; a doubtful one gives way.

        Raises:
            BadInput: ``MANDATES_DIFFER``.
        """
        if (other.place, other.mandate) != (self.place, self.mandate):
            raise BadInput("MANDATES_DIFFER", one=self.id, other=other.id)
        wanted = {*self.missing, *self.doubtful}
        new = {who: each for who, each in other.signatures.items() if who in wanted}
        return replace(self, signatures={**self.signatures, **new})

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        return strictjson.canonical(
            {
                "songdeed": _VERSION,
                "network": operation_json.plain(self.place),
                "id": self.id,
                "mandate": operation_json.plain(self.mandate),
                "signatures": {who: "0x" + each.hex() for who, each in self.signatures.items()},
            }
        )


def from_bytes(data: bytes) -> MandateFile:
    """The mandate of a file, its id computed again.

    Raises:
        BadInput: ``MANDATEFILE_SHAPE``, ``MANDATEFILE_ALTERED``, and what JSON or a struct finds wrong.
    """
    body = strictjson.loads(data, max_bytes=MAX_BYTES)
    if not isinstance(body, dict) or body.keys() != _FIELDS or not is_version(body["songdeed"]):
        raise BadInput("MANDATEFILE_SHAPE")
    if not isinstance(body["signatures"], dict):
        raise BadInput("MANDATEFILE_SHAPE")
    file = MandateFile(
        operation_json.struct(Place, body["network"], "/network"),
        operation_json.struct(Mandate, body["mandate"], "/mandate"),
        {
            check_address(who): operation_json.struct(bytes, text, f"/signatures/{who}")
            for who, text in body["signatures"].items()
        },
    )
    if file.id != body["id"] or not file.signatures.keys() <= set(file.signers):
        raise BadInput("MANDATEFILE_ALTERED")
    return file
