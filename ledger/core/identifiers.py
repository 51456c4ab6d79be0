"""Identifiers of works, recordings and releases, with their check digits.

ISRC (ISO 3901), ISWC (ISO 15707), UPC/EAN (GS1 General Specifications 7.9), GRid (IFPI, ISO/IEC 7064 mod
37,36), DCI (opaque here: its issuer publishes no check rule). Wrong ones are refused: a typing error would
point to another song.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from operator import mul

from stdnum import ean, grid, isrc
from stdnum.exceptions import InvalidChecksum, ValidationError

from ledger.core.characters import check_text
from ledger.errors import BadInput

MAX_DCI = 128
"""Characters of a DCI; the longest published are below 64."""

_ISWC = re.compile(r"T\d{10}\Z", re.ASCII)
_ISWC_WEIGHTS = (*range(1, 10), 1)
"""The check digit makes 1 + 1·d1 + … + 9·d9 + c a multiple of 10 (ISO 15707, annex A)."""

_UPC_EAN = re.compile(r"\d{12,13}\Z", re.ASCII)
_GRID = re.compile(r"A1[0-9A-Z]{16}\Z")  # A1 names the scheme; the check covers it too


class IdentifierKind(StrEnum):
    """Which scheme an identifier belongs to."""

    DCI = "DCI"
    GRID = "GRID"
    ISRC = "ISRC"
    ISWC = "ISWC"
    UPC_EAN = "UPC_EAN"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in its compact form, without separators."""

    kind: IdentifierKind
    value: str

    def __post_init__(self) -> None:
        if normalise(self.kind, self.value) != self.value:
            raise BadInput("IDENTIFIER_FORM", kind=self.kind, value=self.value)


def identifier(kind: str, text: str) -> Identifier:
    """An identifier as people write it, with hyphens, dots or spaces.

    Raises:
        BadInput: ``IDENTIFIER_KIND``, ``IDENTIFIER_FORM``, ``IDENTIFIER_CHECK``.
    """
    return Identifier(kind_of(kind), normalise(kind_of(kind), text))


def kind_of(text: str) -> IdentifierKind:
    """The kind that a word names.

    Raises:
        BadInput: ``IDENTIFIER_KIND``.
    """
    try:
        return IdentifierKind(text)
    except ValueError:
        raise BadInput("IDENTIFIER_KIND", value=text[:40], known=", ".join(IdentifierKind)) from None


def normalise(kind: IdentifierKind, text: str) -> str:
    """The compact form of a valid identifier.

    Raises:
        BadInput: ``IDENTIFIER_FORM`` (length, alphabet, country), ``IDENTIFIER_CHECK`` (check digit).
    """
    try:
        return _RULES[kind](text)
    except InvalidChecksum as error:
        raise BadInput("IDENTIFIER_CHECK", kind=kind, value=text[:40]) from error
    except ValidationError as error:
        raise BadInput("IDENTIFIER_FORM", kind=kind, value=text[:40]) from error


def _iswc(text: str) -> str:
    # python-stdnum has no ISWC.
    value = re.sub(r"[-. ]", "", text).upper().removeprefix("ISWC")
    if not _ISWC.match(value):
        raise ValidationError
    if (1 + sum(map(mul, _ISWC_WEIGHTS, map(int, value[1:])))) % 10:
        raise InvalidChecksum
    return value


def _upc_ean(text: str) -> str:
    value = ean.compact(text)
    if not _UPC_EAN.match(value):  # stdnum takes EAN-8 and GTIN-14 too, which no release bears
        raise ValidationError
    return ean.validate(value)


def _grid(text: str) -> str:
    value = grid.compact(text)
    if not _GRID.match(value):
        raise ValidationError
    return grid.validate(value)


def _dci(text: str) -> str:
    if len(text) > MAX_DCI or text.split() != [text]:
        raise ValidationError
    return check_text(text)


_RULES: dict[IdentifierKind, Callable[[str], str]] = {
    IdentifierKind.DCI: _dci,
    IdentifierKind.GRID: _grid,
    IdentifierKind.ISRC: isrc.validate,
    IdentifierKind.ISWC: _iswc,
    IdentifierKind.UPC_EAN: _upc_ean,
}
