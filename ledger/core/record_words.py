"""Words of a record: titles and credits, as dataclasses that check themselves and read and write JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ledger.core.characters import check_text
from ledger.core.dates import check_date
from ledger.core.fields import Fields, Json, without_empty
from ledger.core.model import check_address
from ledger.errors import BadInput

MAX_TEXT = 1_000
"""Characters of a title, name or remark: several times the longest titles on record."""

# A language, perhaps a script and a region (RFC 5646): zh, zh-Hant-HK, yue; zxx where nothing is sung.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\Z")


class Role(StrEnum):
    """What a creator or performer did."""

    COMPOSER = "COMPOSER"
    LYRICIST = "LYRICIST"
    AUTHOR = "AUTHOR"
    ARRANGER = "ARRANGER"
    TRANSLATOR = "TRANSLATOR"
    ADAPTER = "ADAPTER"
    DIRECTOR = "DIRECTOR"
    MAIN_ARTIST = "MAIN_ARTIST"
    FEATURED_ARTIST = "FEATURED_ARTIST"
    VOCALIST = "VOCALIST"
    INSTRUMENTALIST = "INSTRUMENTALIST"
    CONDUCTOR = "CONDUCTOR"
    ENSEMBLE = "ENSEMBLE"
    PRODUCER = "PRODUCER"
    ENGINEER = "ENGINEER"
    OTHER = "OTHER"


def check_line(value: str, field: str) -> str:
    """Text of one line that a record may hold: not empty, no spaces at its ends, NFC, not too long.

    Raises:
        BadInput: ``FIELD_EMPTY``, ``FIELD_TOO_LONG``, ``FIELD_SPACES``, ``TEXT_FORBIDDEN_CHARACTER``,
            ``TEXT_NOT_NFC``.
    """
    if not value:
        raise BadInput("FIELD_EMPTY", field=field)
    if len(value) > MAX_TEXT:
        raise BadInput("FIELD_TOO_LONG", field=field, given=len(value), limit=MAX_TEXT)
    if value != value.strip():
        raise BadInput("FIELD_SPACES", field=field)
    return check_text(value)


def check_language(value: str) -> str:
    """The tag if it has the form of BCP 47: language, script, region.

    Raises:
        BadInput: ``RECORD_LANGUAGE``.
    """
    if not _LANGUAGE.match(value):
        raise BadInput("RECORD_LANGUAGE", value=value[:40])
    return value


@dataclass(frozen=True, slots=True)
class TitleText:
    """A title as it is printed, in any script; ``language`` is a BCP 47 tag."""

    text: str
    language: str | None = None

    def __post_init__(self) -> None:
        check_line(self.text, "titles")
        if self.language is not None:
            check_language(self.language)

    def to_json(self) -> Json:
        """Its JSON object."""
        return without_empty({"text": self.text, "language": self.language})

    @staticmethod
    def from_json(value: object, where: str) -> TitleText:
        """The title in a JSON object."""
        fields = Fields(value, where)
        title = TitleText(fields.text("text"), fields.text_or_none("language"))
        fields.done()
        return title


@dataclass(frozen=True, slots=True)
class Credit:
    """A creator or performer: a party (address), a stage or legal name, or both.

    ``died`` and ``legal_person`` decide how long the work is protected (CL 23).
    """

    role: Role
    name: str | None = None
    party: str | None = None
    died: str | None = None
    legal_person: bool = False

    def __post_init__(self) -> None:
        if self.name is None and self.party is None:
            raise BadInput("CREDIT_NOBODY")
        if self.name is not None:
            check_line(self.name, "name")
        if self.party is not None:
            check_address(self.party)
        if self.died is not None:
            check_date(self.died)
            if self.legal_person:
                raise BadInput("CREDIT_DIED")

    def to_json(self) -> Json:
        """Its JSON object."""
        return without_empty(
            {
                "role": self.role.value,
                "name": self.name,
                "party": self.party,
                "died": self.died,
                "legal_person": self.legal_person,
            }
        )

    @staticmethod
    def from_json(value: object, where: str) -> Credit:
        """The credit in a JSON object."""
        fields = Fields(value, where)
        credit = Credit(
            fields.choice("role", Role),
            fields.text_or_none("name"),
            fields.text_or_none("party"),
            fields.text_or_none("died"),
            fields.flag("legal_person"),
        )
        fields.done()
        return credit
