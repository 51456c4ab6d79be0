"""Territories as people write them (``CN,HK``, ``WORLD``) and as lines carry them (a 256-bit map)."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.core.rights import WORLD
from ledger.core.territory import TERRITORIES
from ledger.errors import BadInput, UsageError

WORLD_NAME = "WORLD"

_BIT = {code: bit for bit, (code, _) in enumerate(TERRITORIES)}
# Where Beijing time is the local day of a bare date (RIGHTS 4): the mainland, Hong Kong, Macao, Taiwan.
_CHINA_TIME = frozenset({"CN", "HK", "MO", "TW"})


def parse(text: str) -> int:
    """Bitmap of a list of alpha-2 codes or ``WORLD``.

    Args:
        text: Codes in any case and order, separated by commas.

    Returns:
        256-bit map, never 0.

    Raises:
        UsageError: ``UNKNOWN_TERRITORY``, ``TERRITORY_WORLD_ALONE``.
    """
    codes = codes_of(text)
    return WORLD if codes == (WORLD_NAME,) else bitmap(codes)


def codes_of(text: str) -> tuple[str, ...]:
    """The codes named, in capitals, sorted, each once; ``("WORLD",)`` for the world.

    Raises:
        UsageError: ``UNKNOWN_TERRITORY``, ``TERRITORY_WORLD_ALONE``.
    """
    codes = {part.strip().upper() for part in text.replace("，", ",").split(",")}
    if WORLD_NAME in codes:
        if len(codes) > 1:
            raise UsageError("TERRITORY_WORLD_ALONE", value=text)
        return (WORLD_NAME,)
    for code in sorted(codes):
        bit(code)
    return tuple(sorted(codes))


def bit(code: str) -> int:
    """Place of one alpha-2 code in the bitmap.

    Raises:
        UsageError: ``UNKNOWN_TERRITORY``.
    """
    if code not in _BIT:
        raise UsageError("UNKNOWN_TERRITORY", value=code)
    return _BIT[code]


def bitmap(codes: Iterable[str]) -> int:
    """Bitmap of alpha-2 codes."""
    found = 0
    for code in codes:
        found |= 1 << bit(code)
    return found


def names(territory: int) -> list[str]:
    """The codes of a bitmap, sorted; ``["WORLD"]`` for the world.

    Bits that have no code yet are named by their number (``#249``), so that what a later version signed can
    be shown.

    Raises:
        BadInput: ``BAD_INTEGER`` if it is no 256-bit map.
    """
    if not 0 <= territory <= WORLD:
        raise BadInput("BAD_INTEGER", field="territory", value=territory, bits=256)
    if territory == WORLD:
        return [WORLD_NAME]
    set_bits = [place for place in range(territory.bit_length()) if territory >> place & 1]
    known = sorted(TERRITORIES[place][0] for place in set_bits if place < len(TERRITORIES))
    return known + [f"#{place}" for place in set_bits if place >= len(TERRITORIES)]


def is_china_time(codes: Iterable[str]) -> bool:
    """Whether a bare date is a day of UTC+8: all places named are CN, HK, MO or TW, and there is one."""
    named = set(codes)
    return bool(named) and named <= _CHINA_TIME
