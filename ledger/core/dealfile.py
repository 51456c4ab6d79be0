"""The deal file: one JSON document that travels from signer to signer and stands for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from ledger.core import dealrecords, eip712, operation_json, signedfile, strictjson, wraps
from ledger.core.belonging import check_place
from ledger.core.fields import Fields
from ledger.core.ids import hash_of_title
from ledger.core.licensing import Accept
from ledger.core.model import ZERO_HASH, Deal, Domain, Title, check_address, check_hash
from ledger.core.record import record_hash
from ledger.core.rights import Exclusivity
from ledger.core.signedfile import SignedFile
from ledger.core.wraps import Wrap
from ledger.errors import BadInput

MAX_BYTES = 1 << 20
"""Sixteen lines, 128 signers and their signatures need some 100 kB; the rest is room for terms."""

_VERSION = 1
_TERMS = {"songdeed", "duties", "prose"}
_PROSE = {"name", "sha256"}
_FIELDS = {"songdeed", "network", "id", "deal", "titles", "heads", "terms", "signatures"}
_OPTIONAL = {"keys", "records", "owners"}


@dataclass(frozen=True, slots=True)
class Place:
    """The ledger to which a file belongs."""

    chain_id: int
    genesis: str
    licensing: str
    local: bool

    def __post_init__(self) -> None:
        check_place(self.chain_id, self.genesis, self.local)
        check_address(self.licensing)


@dataclass(frozen=True, slots=True)
class DealFile(SignedFile):
    """A deal with all that a signer needs to judge it.

    ``local``: made on somebody's embedded chain, so it proves nothing to others; ``terms``: the bundle whose
    sha256 the deal holds; ``heads``: where lines are SOLE or EXCLUSIVE, the head of each line's chain that
    their licensees acknowledge by ``Accept``, else empty; ``signatures``: by signer; ``owners``: signatures
    of a wallet's owners, by wallet; ``keys``: content keys of sealed files, each wrapped for one recipient;
    nobody signs them, since each is bound to its recipient and work by itself; ``records``: bytes of the
    records of its works, by asset id, as far as they travel with it. Everything is checked when the file is
    read.
    """

    chain_id: int
    genesis: str
    licensing: str
    deal: Deal
    titles: tuple[Title, ...]
    heads: tuple[str, ...]
    terms: Mapping[str, Any]
    signatures: Mapping[str, bytes]
    local: bool = False
    owners: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    keys: tuple[Wrap, ...] = ()
    records: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The ledger to which it belongs."""
        return Place(self.chain_id, self.genesis, self.licensing, self.local)

    @property
    def domain(self) -> Domain:
        """EIP-712 domain of the deal."""
        return Domain("Songdeed Licensing", self.chain_id, self.licensing)

    @property
    def id(self) -> str:
        """Id of the deal, 0x and 32 bytes."""
        return eip712.digest(self.domain, self.deal)

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signs, ascending."""
        return self.deal.signers

    def message_for(self, signer: str) -> Deal | Accept:
        """What a signer signs: licensees of SOLE and EXCLUSIVE lines the ``Accept``, all others the deal."""
        own = [line for line in self.deal.lines if line.licensee == signer]
        exclusive = any(line.exclusivity != Exclusivity.NONEXCLUSIVE for line in own)
        return Accept(self.deal, self.heads) if exclusive else self.deal

    def joined(
        self, other: Self, holds: Callable[[str, bytes], bool] = lambda signer, signature: False
    ) -> Self:
        """The file with the signatures, wrapped keys and records of another copy too, as far as these fit."""
        # super() does not work in a class that was made anew for slots.
        found = SignedFile.joined(self, other, holds)
        return replace(
            found,
            keys=wraps.joined(other.keys, self.keys),
            records=dealrecords.joined(self.records, other.records, self.deal.lines),
        )

    def to_bytes(self) -> bytes:
        """Canonical JSON.

        Raises:
            BadInput: ``JSON_TOO_LARGE``: nobody could read it.
        """
        body: dict[str, Any] = {
            "songdeed": _VERSION,
            "network": operation_json.plain(self.place),
            "id": self.id,
            "deal": operation_json.plain(self.deal),
            "titles": operation_json.plain(self.titles),
            "heads": list(self.heads),
            "terms": dict(self.terms),
            "signatures": signedfile.plain(self.signatures),
            **signedfile.plain_owners(self.owners),
        }
        if self.keys:
            body["keys"] = [wrap.to_json() for wrap in self.keys]
        if self.records:
            body["records"] = dealrecords.plain(self.records)
        return written(body)


def from_bytes(data: bytes) -> DealFile:
    """The deal of a file, every hash in it computed again.

    Raises:
        BadInput: ``DEALFILE_SHAPE``, ``DEALFILE_TERMS``, ``DEALFILE_ALTERED``, ``DEALFILE_RECORD…``, and what
            JSON, a struct or a record finds wrong.
    """
    body = strictjson.loads(data, max_bytes=MAX_BYTES)
    if not isinstance(body, dict) or body.keys() - _OPTIONAL != _FIELDS or not is_version(body["songdeed"]):
        raise BadInput("DEALFILE_SHAPE")
    terms, signatures = body["terms"], body["signatures"]
    if not isinstance(terms, dict) or not isinstance(signatures, dict):
        raise BadInput("DEALFILE_SHAPE")
    network = operation_json.struct(Place, body["network"], "/network")
    deal = operation_json.struct(Deal, body["deal"], "/deal")
    file = DealFile(
        network.chain_id,
        network.genesis,
        network.licensing,
        deal,
        operation_json.struct(tuple[Title, ...], body["titles"], "/titles"),
        operation_json.struct(tuple[str, ...], body["heads"], "/heads"),
        terms,
        signedfile.read(signatures),
        network.local,
        keys=_keys(body),
        records=dealrecords.read(body["records"], deal.lines) if "records" in body else {},
    )
    for head in file.heads:
        check_hash(head)
    _check(file, body["id"])
    _check_terms(terms)
    return replace(file, owners=signedfile.read_owners(body.get("owners", {}), file.signers))


def _keys(body: Mapping[str, object]) -> tuple[Wrap, ...]:
    if "keys" not in body:
        return ()
    return wraps.check_wraps(Fields({"keys": body["keys"]}).items("keys", wraps.wrap_from_json))


def written(body: Mapping[str, Any]) -> bytes:
    """A file's canonical JSON.

    Raises:
        BadInput: ``JSON_TOO_LARGE``: nobody could read it.
    """
    data = strictjson.canonical(body)
    if len(data) > MAX_BYTES:
        raise BadInput("JSON_TOO_LARGE", size=len(data), limit=MAX_BYTES)
    return data


def is_version(value: object) -> bool:
    """Whether a file states the version of these formats."""
    return type(value) is int and value == _VERSION


def _check_terms(terms: Mapping[str, Any]) -> None:
    """Terms in the one shape that a signer is shown whole: what is not known here would be signed unseen."""
    if terms.keys() != _TERMS or not is_version(terms["songdeed"]):
        raise BadInput("DEALFILE_TERMS")
    duties, prose = terms["duties"], terms["prose"]
    if not isinstance(duties, list) or not isinstance(prose, list):
        raise BadInput("DEALFILE_TERMS")
    if any(not isinstance(each, dict) or each.keys() != _PROSE for each in prose):
        raise BadInput("DEALFILE_TERMS")
    parts = [part for each in prose for part in each.values()]
    if not all(isinstance(text, str) for text in (*duties, *parts)):
        raise BadInput("DEALFILE_TERMS")


def _check(file: DealFile, stated: object) -> None:
    lines = file.deal.lines
    # A blanket and a sub-licence stand on no title.
    needed = {line.title for line in lines} - {ZERO_HASH}
    titles_fit = needed == set(map(hash_of_title, file.titles)) and len(needed) == len(file.titles)
    exclusive = [line.exclusivity != Exclusivity.NONEXCLUSIVE for line in lines]
    heads_fit = len(file.heads) == (len(lines) if any(exclusive) else 0) and all(
        exclusive[place] or head == ZERO_HASH for place, head in enumerate(file.heads)
    )
    if file.id != stated or not (titles_fit and heads_fit) or terms_hash(file.terms) != file.deal.terms:
        raise BadInput("DEALFILE_ALTERED")
    if not file.signatures.keys() <= set(file.deal.signers):
        raise BadInput("DEALFILE_ALTERED")


def terms_hash(terms: Mapping[str, Any]) -> str:
    """sha256 of a bundle of terms in RFC 8785 form, as a 0x string."""
    return record_hash(strictjson.canonical(dict(terms)))
