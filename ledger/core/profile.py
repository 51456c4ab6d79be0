"""What a use needs in a country, and for how long works are protected there, as data (RIGHTS.md 4).

A country is a file ``profiles/XX.toml``; a country without one counts every right as needing permission.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib import resources

from ledger.core import places
from ledger.core.fields import Fields
from ledger.core.rights import Layer, Usage
from ledger.core.times import LAST
from ledger.errors import BadInput

_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d\Z")


class Need(StrEnum):
    """What a use needs of a layer."""

    PERMISSION = "P"
    PAYMENT = "E"
    NOTHING = "-"


class Event(StrEnum):
    """From what a term of protection is counted."""

    DEATH = "death"
    PUBLISHED = "published"
    PERFORMED = "performed"
    FIXED = "fixed"


class Fact(StrEnum):
    """On what a statutory licence depends."""

    PUBLISHED = "published"
    RECORDED_LAWFULLY = "recorded_lawfully"
    RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class Term:
    """Until the end of the ``years``-th year after an event; ``legal_person``: where an author is one."""

    years: int
    after: Event
    legal_person: Event | None = None


@dataclass(frozen=True, slots=True)
class Statutory:
    """A licence that the law gives for remuneration: if all of ``needs`` hold and none of ``unless``."""

    use: Usage
    layer: Layer
    needs: tuple[Fact, ...]
    unless: tuple[Fact, ...]
    law: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Rules of one country. ``offset`` is the zone in which its years end, e.g. ``+08:00``."""

    territory: str
    offset: str
    needs: Mapping[Usage, tuple[Need, ...]]
    statutory: tuple[Statutory, ...]
    terms: Mapping[Layer, Term]
    payment: str = ""

    def need(self, use: Usage, layer: Layer) -> Need:
        """What a use needs of a layer, statutory licences apart."""
        return self.needs[use][layer - 1]

    def license(self, use: Usage, layer: Layer) -> Statutory | None:
        """The statutory licence that there is for a use of a layer, if its conditions hold."""
        return next((one for one in self.statutory if (one.use, one.layer) == (use, layer)), None)

    def day_of(self, at: int) -> date:
        """The local day of a moment, UTC seconds; the last one that there is for those after it."""
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{self.offset}").tzinfo
        return datetime.fromtimestamp(min(at, LAST), zone).date()

    def day_begins(self, day: date) -> int:
        """UTC seconds at which a local day begins."""
        return int(datetime.fromisoformat(f"{day.isoformat()}T00:00:00{self.offset}").timestamp())

    def year_begins(self, year: int) -> int | None:
        """UTC seconds at which a local year begins; None after 9999, which no calendar here can tell."""
        if year > 9999:
            return None
        return self.day_begins(date(year, 1, 1))


def load(text: str) -> Profile:
    """The profile in a TOML file.

    Raises:
        BadInput: ``PROFILE_TOML``, ``PROFILE_BAD``, ``FIELD_…``: what it says is not clear.
    """
    try:
        fields = Fields(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput("PROFILE_TOML", reason=str(error)) from error
    territory, offset, payment = fields.text("territory"), fields.text("offset"), fields.text("payment")
    places.bit(territory)
    _check(bool(_OFFSET.match(offset)), "offset")
    uses, terms = fields.part("uses"), fields.part("terms")
    if uses is None:
        raise BadInput("PROFILE_BAD", field="uses")
    needs = {use: _needs(uses.text(use.name), use) for use in Usage}
    found = {}
    for layer in Layer:
        part = terms.part(layer.name) if terms else None
        if part is not None:
            found[layer] = _term(part)
    profile = Profile(territory, offset, needs, fields.items("statutory", _statutory), found, payment)
    for part in (uses, terms, fields):
        if part is not None:
            part.done()
    return profile


@cache
def profile_of(territory: str) -> Profile:
    """The rules of a country; the strict ones if no file of its name is shipped (flag ``PROFILE_DEFAULT``).

    Args:
        territory: alpha-2 code.
    """
    file = resources.files("ledger.core").joinpath("profiles", f"{territory}.toml")
    return load(file.read_text(encoding="utf-8")) if file.is_file() else strict(territory)


def strict(territory: str) -> Profile:
    """Permission for every use on every layer, for ever."""
    everything = (Need.PERMISSION,) * len(Layer)
    return Profile(territory, "+00:00", dict.fromkeys(Usage, everything), (), {})


def need(territory: str, use: Usage, layer: Layer) -> Need:
    """What a use needs of a layer in a country, statutory licences apart."""
    return profile_of(territory).need(use, layer)


@cache
def is_default(territory: str) -> bool:
    """Whether no profile of that country is known."""
    return not resources.files("ledger.core").joinpath("profiles", f"{territory}.toml").is_file()


def _needs(signs: str, use: Usage) -> tuple[Need, ...]:
    _check(len(signs) == len(Layer) and set(signs) <= {need.value for need in Need}, use.name)
    return tuple(map(Need, signs))


def _term(fields: Fields) -> Term:
    years, after = fields.integer("years"), fields.choice("after", Event)
    legal = fields.text_or_none("legal_person")
    _check(years > 0, "years")
    _check(legal is None or legal in {one.value for one in Event}, "legal_person")
    fields.done()
    return Term(years, after, None if legal is None else Event(legal))


def _statutory(value: object, where: str) -> Statutory:
    fields = Fields(value, where)
    use, layer = fields.named("use", Usage), fields.named("layer", Layer)
    needs, unless = _facts(fields, "needs"), _facts(fields, "unless")
    found = Statutory(use, layer, needs, unless, fields.text("law"))
    fields.done()
    return found


def _facts(fields: Fields, name: str) -> tuple[Fact, ...]:
    words = fields.texts(name)
    _check(all(word in {one.value for one in Fact} for word in words), name)
    return tuple(map(Fact, words))


def _check(holds: bool, field: str) -> None:
    if not holds:
        raise BadInput("PROFILE_BAD", field=field)
