"""From what a person says about a song to the assets that she signs: records, ids, links and titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, field
from typing import TypeVar

from ledger.core.hashing import FileDigest
from ledger.core.identifiers import Identifier, IdentifierKind
from ledger.core.ids import asset_id, facts_hash
from ledger.core.model import Asset, Link, Split
from ledger.core.personal import check_personal
from ledger.core.record import Record, facts, record_hash
from ledger.core.record_parts import FileRef, TrainingRule
from ledger.core.record_words import Credit, TitleText
from ledger.core.rights import AssetType, Layer, LinkKind
from ledger.core.titles import splits_for
from ledger.errors import UsageError

RECORDINGS = (AssetType.SOUND_RECORDING, AssetType.STEM)
_OF_SONGS = (LinkKind.DERIVED_FROM, LinkKind.VERSION_OF)
SONGS = (AssetType.MUSICAL_WORK, AssetType.LYRICS)

T = TypeVar("T", Identifier, Link)

Seal = Callable[[Record], Record]
"""Gives a record its salt: a new one, or that of the same record if it was sealed before."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is to be registered.

    ``kind`` is None for the usual case: a recording, with the song in it unless ``links`` name one that is
    there already. ``file`` is the digest of its file. What belongs to a song (authors, ISWC, language,
    reservations, what it derives from or is a version of) goes to the song where both are made, all else to
    the recording; ``published`` and ``contact`` to both.
    """

    titles: tuple[TitleText, ...]
    splits: tuple[Split, ...] = ()
    kind: AssetType | None = None
    file: FileDigest | None = None
    links: tuple[Link, ...] = ()
    creators: tuple[Credit, ...] = ()
    performers: tuple[Credit, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    published: str | None = None
    fixed: str | None = None
    performed: str | None = None
    language: str | None = None
    recorded_lawfully: bool = False
    reserved: bool = False
    training: tuple[TrainingRule, ...] = ()
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Assets ready to be signed, with the bytes of their records and their ids; the main one comes last.

    ``file``: SHA-256 of its file; ``sealed``: whether nothing of the records may leave the house.
    """

    assets: tuple[Asset, ...]
    records: tuple[bytes, ...]
    ids: tuple[str, ...] = field(default=())
    file: str | None = None
    sealed: bool = False

    @property
    def works(self) -> tuple[str, ...]:
        """Songs that the main asset embodies."""
        return tuple(link.target for link in self.assets[-1].links if link.kind == LinkKind.EMBODIES)


def draft(registrant: str, wanted: Particulars, seal: Seal | None = None) -> Draft:
    """The assets of a registration.

    Args:
        registrant: Who registers, a lower-case address.
        wanted: What she says about it.
        seal: Seals every record of it; None publishes them.

    Raises:
        UsageError: ``REGISTER_NOTHING``, ``REGISTER_FILE_NEEDED``.
        BadInput: What is wrong with the splits or a record; ``PERSONAL_…``: it holds what must not be public.
    """
    for name in (*(title.text for title in wanted.titles), *names_in(wanted)):
        check_personal(name)
    records = _records(registrant, wanted, seal or _openly)
    tables = splits_for(wanted.splits, [record.type for record in records])
    bodies = tuple(record.to_bytes() for record in records)
    assets = tuple(map(_asset, records, bodies, tables))
    file = None if wanted.file is None else wanted.file.sha256
    return Draft(assets, bodies, tuple(map(identify, records)), file, seal is not None)


def _asset(record: Record, body: bytes, splits: tuple[Split, ...]) -> Asset:
    kind, tag, links = facts(record)
    return Asset(kind, record_hash(body), tag, links, splits)


def _openly(record: Record) -> Record:
    return record


def names_in(wanted: Particulars | Record) -> tuple[str, ...]:
    """Names of people that a record publishes, or would."""
    return tuple(credit.name for credit in (*wanted.creators, *wanted.performers) if credit.name)


def identify(record: Record) -> str:
    """Asset id of a record."""
    kind, tag, links = facts(record)
    return asset_id(record_hash(record.to_bytes()), record.registrant, facts_hash(kind, tag, links))


def _records(registrant: str, wanted: Particulars, seal: Seal) -> Sequence[Record]:
    if wanted.kind is None and wanted.file is None:
        raise UsageError("REGISTER_NOTHING")
    kind = AssetType.SOUND_RECORDING if wanted.kind is None else wanted.kind
    if wanted.file is None and kind in (*RECORDINGS, AssetType.AUDIOVISUAL):
        raise UsageError("REGISTER_FILE_NEEDED", type=kind.name)
    embodies = any(link.kind == LinkKind.EMBODIES for link in wanted.links)
    if kind not in RECORDINGS or embodies or all(split.layer != Layer.WRK for split in wanted.splits):
        return [seal(_single(registrant, kind, wanted))]
    song = seal(_song(registrant, wanted))
    others = (link for link in wanted.links if link.kind not in _OF_SONGS)
    link = Link(LinkKind.EMBODIES, identify(song))
    return [song, seal(_recording(registrant, kind, wanted, _ordered((*others, link))))]


def _single(registrant: str, kind: AssetType, wanted: Particulars) -> Record:
    if kind in RECORDINGS and not wanted.links:
        # Nothing said of the song: the missing split is the thing to add, not a link.
        splits_for(wanted.splits, [AssetType.MUSICAL_WORK, kind])
    return Record(
        kind, registrant, wanted.titles, wanted.creators, wanted.performers, _files(wanted),
        _ordered(wanted.identifiers), published=wanted.published, fixed=wanted.fixed,
        performed=wanted.performed, recorded_lawfully=wanted.recorded_lawfully, reserved=wanted.reserved,
        language=wanted.language, links=_ordered(wanted.links), training=wanted.training,
        contact=wanted.contact,
    )  # fmt: skip


def _song(registrant: str, wanted: Particulars) -> Record:
    return Record(
        AssetType.MUSICAL_WORK, registrant, wanted.titles, wanted.creators,
        identifiers=_ordered(one for one in wanted.identifiers if one.kind is IdentifierKind.ISWC),
        published=wanted.published, recorded_lawfully=wanted.recorded_lawfully, reserved=wanted.reserved,
        language=wanted.language, training=wanted.training, contact=wanted.contact,
        links=_ordered(link for link in wanted.links if link.kind in _OF_SONGS),
    )  # fmt: skip


def _recording(registrant: str, kind: AssetType, wanted: Particulars, links: tuple[Link, ...]) -> Record:
    return Record(
        kind, registrant, wanted.titles, performers=wanted.performers, files=_files(wanted),
        identifiers=_ordered(one for one in wanted.identifiers if one.kind is not IdentifierKind.ISWC),
        published=wanted.published, fixed=wanted.fixed, performed=wanted.performed, links=links,
        training=wanted.training, contact=wanted.contact,
    )  # fmt: skip


def _files(wanted: Particulars) -> tuple[FileRef, ...]:
    file = wanted.file
    return () if file is None else (FileRef(file.sha256, file.size, file.cid, file.profile),)


def _ordered(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(set(items), key=astuple))
