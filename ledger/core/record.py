"""The record of an asset: what is hashed, signed and stored (RIGHTS 3).

A record is RFC 8785 JSON; its hash is the SHA-256 of its bytes, which is also the digest in its raw CIDv1. An
unsealed record is a function of what is known about the asset and nothing else, so registering it again
changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.core.contacturi import check_contact
from ledger.core.dates import check_date
from ledger.core.fields import Fields, Json, without_empty
from ledger.core.identifiers import Identifier, IdentifierKind
from ledger.core.keccak import keccak_words
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Link, check_address, check_hash
from ledger.core.record_parts import (
    AiUse,
    FileRef,
    TrainingRule,
    identifier_from_json,
    identifier_to_json,
    link_from_json,
    link_to_json,
)
from ledger.core.record_words import Credit, TitleText, check_language
from ledger.core.rights import LAYERS_OF, MAX_LINKS, AssetType, Layer, LinkKind
from ledger.core.strictjson import canonical, loads_canonical
from ledger.errors import BadInput

FORMAT: Final = "songdeed-record"
VERSION: Final = 1

MAX_RECORD = 1 << 20
"""Bytes of a record: the largest raw block that every IPFS node stores."""

MAX_ITEMS = 1_000
"""Titles, credits or identifiers: an opera with its full orchestra and chorus has some 300."""

_T, _L, _I = AssetType, LinkKind, IdentifierKind
_WORK_LINKS = (_L.DERIVED_FROM, _L.VERSION_OF, _L.SAMPLES)
_RECORDING_LINKS = (_L.EMBODIES, _L.SAMPLES, _L.DERIVED_FROM)
_LINKS_OF: dict[AssetType, tuple[LinkKind, ...]] = {
    _T.MUSICAL_WORK: _WORK_LINKS,
    _T.LYRICS: _WORK_LINKS,
    _T.SOUND_RECORDING: _RECORDING_LINKS,
    _T.STEM: _RECORDING_LINKS,
    _T.AUDIOVISUAL: (_L.EMBODIES, _L.CONTAINS),
    _T.COMPILATION: (_L.CONTAINS,),
}
_NOT_OF_WORKS = (_T.SOUND_RECORDING, _T.STEM, _T.AUDIOVISUAL, _T.COMPILATION)
# An ISWC names a composition, an ISRC a recording or video, UPC/EAN and GRid a release; a DCI anything.
_TYPES_OF: dict[IdentifierKind, tuple[AssetType, ...]] = {
    _I.ISWC: (_T.MUSICAL_WORK, _T.LYRICS),
    _I.ISRC: (_T.SOUND_RECORDING, _T.STEM, _T.AUDIOVISUAL),
    _I.UPC_EAN: _NOT_OF_WORKS,
    _I.GRID: _NOT_OF_WORKS,
    _I.DCI: tuple(_T),
}


@dataclass(frozen=True, slots=True)
class Record:
    """What is known about an asset; the first title is the main one.

    ``published``, ``fixed`` and ``performed`` are dates with precision; ``recorded_lawfully`` and
    ``reserved`` decide the statutory licence of CL 42(2); ``contact`` is a public URI of the registrant,
    which is shown and never fetched; ``salt`` (0x, 32 random bytes) seals the record of unreleased material.
    """

    type: AssetType
    registrant: str
    titles: tuple[TitleText, ...]
    creators: tuple[Credit, ...] = ()
    performers: tuple[Credit, ...] = ()
    files: tuple[FileRef, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    published: str | None = None
    fixed: str | None = None
    performed: str | None = None
    recorded_lawfully: bool = False
    reserved: bool = False
    language: str | None = None
    links: tuple[Link, ...] = ()
    training: tuple[TrainingRule, ...] = ()
    ai: tuple[AiUse, ...] = ()
    salt: str | None = None
    contact: str | None = None

    def __post_init__(self) -> None:
        if check_address(self.registrant) == ZERO_ADDRESS:
            raise BadInput("BAD_ADDRESS", value=self.registrant)
        if not self.titles:
            raise BadInput("FIELD_MISSING", field="titles")
        for date in (self.published, self.fixed, self.performed):
            if date is not None:
                check_date(date)
        if self.language is not None:
            check_language(self.language)
        if self.contact is not None:
            check_contact(self.contact)
        if self.salt is not None and check_hash(self.salt) == ZERO_HASH:
            raise BadInput("RECORD_SALT")
        self._check_lists()
        _check_links(self.type, self.links)
        self._check_type()

    def _check_lists(self) -> None:
        for name in ("titles", "creators", "performers", "identifiers"):
            items = getattr(self, name)
            if len(items) > MAX_ITEMS:
                raise BadInput("RECORD_TOO_MANY", field=name, given=len(items), limit=MAX_ITEMS)
            if len(set(items)) != len(items):
                raise BadInput("RECORD_TWICE", field=name)
        _check_ascending("identifiers", [(item.kind.value, item.value) for item in self.identifiers])
        _check_ascending("training", [rule.key.value for rule in self.training])
        _check_ascending("ai", [use.part.value for use in self.ai])

    def _check_type(self) -> None:
        kind = self.type.name
        if len(self.files) > 1:  # the chain keeps one file tag an asset; stems are assets of their own
            raise BadInput("RECORD_TOO_MANY", field="files", given=len(self.files), limit=1)
        if self.files and self.type is AssetType.COMPILATION:
            raise BadInput("RECORD_FILE_NOT_ALLOWED", type=kind)
        if (self.recorded_lawfully or self.reserved) and Layer.WRK not in LAYERS_OF[self.type]:
            raise BadInput("RECORD_NOT_A_WORK", type=kind)
        for item in self.identifiers:
            if self.type not in _TYPES_OF[item.kind]:
                raise BadInput("RECORD_IDENTIFIER", kind=item.kind.value, type=kind)

    def to_bytes(self) -> bytes:
        """Its RFC 8785 bytes.

        Raises:
            BadInput: ``JSON_TOO_LARGE`` if they exceed MAX_RECORD.
        """
        data = canonical(_to_json(self))
        if len(data) > MAX_RECORD:
            raise BadInput("JSON_TOO_LARGE", size=len(data), limit=MAX_RECORD)
        return data


def from_bytes(data: bytes) -> Record:
    """The record in RFC 8785 bytes; what this version does not know is refused, never skipped.

    Raises:
        BadInput: ``JSON_…``, ``TEXT_…``, ``FIELD_…``, ``RECORD_…`` and what its parts raise.
    """
    fields = Fields(loads_canonical(data, max_bytes=MAX_RECORD))
    if fields.text("format") != FORMAT:
        raise BadInput("RECORD_FORMAT", expected=FORMAT)
    version = fields.integer("version")
    if version != VERSION:
        raise BadInput("RECORD_VERSION", version=version, known=VERSION)
    record = _from_fields(fields)
    fields.done()
    return record


def record_hash(data: bytes) -> str:
    """SHA-256 of a record's bytes, a 0x string of 32 bytes: the digest in its raw CIDv1."""
    return "0x" + hashlib.sha256(data).hexdigest()


def file_tag(sha256: str, salt: str | None) -> str:
    """What the chain knows a file by: its SHA-256, or keccak256(abi.encode(sha256, salt)) when sealed.

    Args:
        sha256: 0x string of 32 bytes.
        salt: 0x string of 32 bytes, or None.
    """
    return check_hash(sha256) if salt is None else keccak_words(check_hash(sha256), check_hash(salt))


def facts(record: Record) -> tuple[AssetType, str, tuple[Link, ...]]:
    """What the chain must say of the record: type, file tag (zero hash without a file), links."""
    tag = file_tag(record.files[0].sha256, record.salt) if record.files else ZERO_HASH
    return record.type, tag, record.links


def _check_links(asset_type: AssetType, links: tuple[Link, ...]) -> None:
    if len(links) > MAX_LINKS:
        raise BadInput("RECORD_TOO_MANY", field="links", given=len(links), limit=MAX_LINKS)
    _check_ascending("links", [(link.kind, link.target) for link in links])
    for link in links:
        if link.target == ZERO_HASH:
            raise BadInput("BAD_HASH", value=link.target)
        if link.kind not in _LINKS_OF[asset_type]:
            name = LinkKind(link.kind).name if link.kind in set(LinkKind) else str(link.kind)
            raise BadInput("RECORD_LINK", kind=name, type=asset_type.name)
    needs_work = asset_type in (AssetType.SOUND_RECORDING, AssetType.STEM)
    if needs_work and not any(link.kind == LinkKind.EMBODIES for link in links):
        raise BadInput("RECORD_NEEDS_WORK", type=asset_type.name)


def _check_ascending(field: str, keys: Sequence[object]) -> None:
    if list(keys) != sorted(set(keys)):  # type: ignore[type-var]  # each list holds keys of one kind
        raise BadInput("RECORD_ORDER", field=field)


def _to_json(record: Record) -> Json:
    dates = {"published": record.published, "fixed": record.fixed, "performed": record.performed}
    body = {
        "registrant": record.registrant,
        "titles": [item.to_json() for item in record.titles],
        "creators": [item.to_json() for item in record.creators],
        "performers": [item.to_json() for item in record.performers],
        "files": [item.to_json() for item in record.files],
        "identifiers": [identifier_to_json(item) for item in record.identifiers],
        "dates": without_empty(dict(dates)),
        "recorded_lawfully": record.recorded_lawfully,
        "reserved": record.reserved,
        "language": record.language,
        "links": [link_to_json(item) for item in record.links],
        "training": [item.to_json() for item in record.training],
        "ai": [item.to_json() for item in record.ai],
        "salt": record.salt,
        "contact": record.contact,
    }
    return {"format": FORMAT, "version": VERSION, "type": record.type.name} | without_empty(body)


def _from_fields(fields: Fields) -> Record:
    dates = fields.part("dates")
    record = Record(
        type=fields.named("type", AssetType),
        registrant=fields.text("registrant"),
        titles=fields.items("titles", TitleText.from_json),
        creators=fields.items("creators", Credit.from_json),
        performers=fields.items("performers", Credit.from_json),
        files=fields.items("files", FileRef.from_json),
        identifiers=fields.items("identifiers", identifier_from_json),
        published=dates.text_or_none("published") if dates else None,
        fixed=dates.text_or_none("fixed") if dates else None,
        performed=dates.text_or_none("performed") if dates else None,
        recorded_lawfully=fields.flag("recorded_lawfully"),
        reserved=fields.flag("reserved"),
        language=fields.text_or_none("language"),
        links=fields.items("links", link_from_json),
        training=fields.items("training", TrainingRule.from_json),
        ai=fields.items("ai", AiUse.from_json),
        salt=fields.text_or_none("salt"),
        contact=fields.text_or_none("contact"),
    )
    if dates:
        dates.done()
    return record
