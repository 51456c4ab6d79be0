"""The deal file: one JSON document that travels from signer to signer and stands for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ledger.core import eip712, operation_json, strictjson
from ledger.core.ids import hash_of_title
from ledger.core.model import Deal, Domain, Title, check_address
from ledger.core.record import record_hash
from ledger.errors import BadInput

MAX_BYTES = 1 << 20
"""Sixteen lines, 128 signers and their signatures need some 100 kB; the rest is room for terms."""

_VERSION = 1
_FIELDS = {"songdeed", "network", "id", "deal", "titles", "titleOf", "terms", "signatures"}


@dataclass(frozen=True, slots=True)
class DealFile:
    """A deal with all that a signer needs to judge it.

    ``network``: (chain id, genesis, licensing address); ``terms``: the bundle whose sha256 the deal holds;
    ``signatures``: by signer. Everything is checked when the file is read.
    """

    chain_id: int
    genesis: str
    licensing: str
    deal: Deal
    titles: tuple[Title, ...]
    title_of: tuple[int, ...]
    terms: Mapping[str, Any]
    signatures: Mapping[str, bytes]

    @property
    def domain(self) -> Domain:
        """EIP-712 domain of the deal."""
        return Domain("Songdeed Licensing", self.chain_id, self.licensing)

    @property
    def id(self) -> str:
        """Id of the deal, 0x and 32 bytes."""
        return eip712.digest(self.domain, self.deal)

    @property
    def missing(self) -> tuple[str, ...]:
        """Signers whose signature is not there yet."""
        return tuple(signer for signer in self.deal.signers if signer not in self.signatures)

    def signed(self, signer: str, signature: bytes) -> DealFile:
        """The file with one more signature."""
        return replace(self, signatures={**self.signatures, signer: signature})

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        return strictjson.canonical(
            {
                "songdeed": _VERSION,
                "network": {
                    "chainId": str(self.chain_id),
                    "genesis": self.genesis,
                    "licensing": self.licensing,
                },
                "id": self.id,
                "deal": operation_json.plain(self.deal),
                "titles": operation_json.plain(self.titles),
                "titleOf": list(self.title_of),
                "terms": dict(self.terms),
                "signatures": {signer: "0x" + data.hex() for signer, data in self.signatures.items()},
            }
        )


def from_bytes(data: bytes) -> DealFile:
    """The deal of a file, every hash in it computed again.

    Raises:
        BadInput: ``DEALFILE_SHAPE``, ``DEALFILE_ALTERED``, and what JSON or a struct finds wrong.
    """
    body = strictjson.loads(data, max_bytes=MAX_BYTES)
    if not isinstance(body, dict) or body.keys() != _FIELDS or body["songdeed"] != _VERSION:
        raise BadInput("DEALFILE_SHAPE")
    try:
        network = body["network"]
        file = DealFile(
            int(network["chainId"]),
            network["genesis"],
            check_address(network["licensing"]),
            operation_json.struct(Deal, body["deal"], "/deal"),
            operation_json.struct(tuple[Title, ...], body["titles"], "/titles"),
            tuple(int(place) for place in body["titleOf"]),
            dict(body["terms"]),
            {check_address(who): bytes.fromhex(text[2:]) for who, text in body["signatures"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput("DEALFILE_SHAPE") from error
    _check(file, body["id"])
    return file


def _check(file: DealFile, stated: object) -> None:
    lines = file.deal.lines
    titles_fit = len(file.title_of) == len(lines) and all(
        0 <= place < len(file.titles) and hash_of_title(file.titles[place]) == line.title
        for place, line in zip(file.title_of, lines, strict=False)
    )
    if file.id != stated or not titles_fit or terms_hash(file.terms) != file.deal.terms:
        raise BadInput("DEALFILE_ALTERED")
    if not file.signatures.keys() <= set(file.deal.signers):
        raise BadInput("DEALFILE_ALTERED")


def terms_hash(terms: Mapping[str, Any]) -> str:
    """sha256 of a bundle of terms in RFC 8785 form, as a 0x string."""
    return record_hash(strictjson.canonical(dict(terms)))
