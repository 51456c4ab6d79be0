"""What a verdict needs of a work's record: dates, authors, and whether it is the record of its event (V1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.core.dates import last_day
from ledger.core.events import Registered
from ledger.core.ids import asset_id, facts_hash
from ledger.core.profile import Event, Fact, Profile, Term
from ledger.core.record import facts, from_bytes, record_hash
from ledger.core.rights import Layer
from ledger.errors import BadInput

HASH_MISMATCH = "HASH_MISMATCH"
RECORD_MISMATCH = "RECORD_MISMATCH"


@dataclass(frozen=True, slots=True)
class Author:
    """An author: ``died`` is a date with precision, None where it is not known or he lives."""

    died: str | None = None
    legal_person: bool = False


@dataclass(frozen=True, slots=True)
class RecordSeen:
    """A record that was seen; ``problem``: HASH_MISMATCH, RECORD_MISMATCH, or none; ``title``: its first."""

    authors: tuple[Author, ...] = ()
    published: str | None = None
    performed: str | None = None
    fixed: str | None = None
    recorded_lawfully: bool = False
    reserved: bool = False
    problem: str = ""
    title: str = ""


def asset_of(data: bytes) -> str:
    """Id of the asset whose record these bytes are, registered or not.

    Args:
        data: Canonical bytes of a record.

    Raises:
        BadInput: They are no record.
    """
    record = from_bytes(data)
    asset_type, tag, links = facts(record)
    return asset_id(record_hash(data), record.registrant, facts_hash(asset_type, tag, links))


def read_record(event: Registered, data: bytes) -> RecordSeen:
    """What the bytes of a record say, held against the event that registered them.

    Args:
        event: The registration.
        data: What is said to be its record, at most 1 MiB.
    """
    if record_hash(data) != event.record_hash:
        return RecordSeen(problem=HASH_MISMATCH)
    try:
        record = from_bytes(data)
    except BadInput:
        return RecordSeen(problem=RECORD_MISMATCH)
    asset_type, tag, links = facts(record)
    stated = (event.asset_type, event.file_tag, event.links, event.registrant)
    if (asset_type, tag, links, record.registrant) != stated:
        return RecordSeen(problem=RECORD_MISMATCH)
    authors = tuple(Author(one.died, one.legal_person) for one in record.creators)
    return RecordSeen(
        authors,
        record.published,
        record.performed,
        record.fixed,
        record.recorded_lawfully,
        record.reserved,
        title=record.titles[0].text,
    )


def free_from(record: RecordSeen | None, profile: Profile, layer: Layer) -> int | None:
    """First UTC second at which a layer is in the public domain (V4); None if the record does not tell.

    What is not known counts as protected: one author of whom no death is on record keeps a song protected.
    """
    term = profile.terms.get(layer)
    if record is None or term is None:
        return None
    years = _years(record, term)
    if not years or None in years:
        return None
    return profile.year_begins(max(year for year in years if year is not None) + term.years + 1)


def _years(record: RecordSeen, term: Term) -> list[int | None]:
    """The year of each event from which the term is counted."""
    if term.after is not Event.DEATH:
        return [_year(record, term.after)]
    return [
        _year(record, term.legal_person or term.after) if one.legal_person else _of(one.died)
        for one in record.authors
    ]


def _year(record: RecordSeen, event: Event) -> int | None:
    dates = {
        Event.PUBLISHED: record.published,
        Event.PERFORMED: record.performed,
        Event.FIXED: record.fixed,
    }
    return _of(dates.get(event))


def _of(text: str | None) -> int | None:
    return None if text is None else last_day(text).year


def holds(record: RecordSeen, fact: Fact, today: date) -> bool:
    """Whether a fact is on record on a day.

    A date of publication in the future is none yet: one with less precision counts from its last day.
    """
    if fact is Fact.PUBLISHED:
        return record.published is not None and last_day(record.published) <= today
    return record.recorded_lawfully if fact is Fact.RECORDED_LAWFULLY else record.reserved
