"""Times as people write them and as lines carry them: UTC seconds, half-open (RIGHTS 4).

A bare date is a local day: of UTC+8 where all territories named are CN, HK, MO or TW, else of UTC, whatever
zone the machine is in. An instant needs an offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from ledger.core.places import is_china_time
from ledger.core.rights import OPEN_END
from ledger.errors import UsageError

OPEN = "open"
"""How an end that never comes is written."""

_BEIJING = timezone(timedelta(hours=8))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)\Z", re.ASCII)
_NO_OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", re.ASCII)
LAST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())
"""The last full day in every zone, UTC seconds."""


def parse_from(text: str, territories: Iterable[str]) -> int:
    """First second of a day, or an instant.

    Args:
        text: ``2026-01-01`` or ``2026-01-01T00:00:00+08:00``.
        territories: alpha-2 codes, or ``WORLD``.

    Returns:
        UTC seconds.

    Raises:
        UsageError: ``BAD_DATE``, ``DATE_NEEDS_OFFSET``, ``DATE_OUT_OF_RANGE``.
    """
    return _seconds(text, territories, days=0)


def parse_until(text: str, territories: Iterable[str]) -> int:
    """End of a term, the first second outside: an inclusive day's last second plus one, or an instant.

    Args:
        text: ``2030-12-31``, an instant with offset, or ``open``.
        territories: alpha-2 codes, or ``WORLD``.

    Returns:
        UTC seconds, OPEN_END for ``open``.

    Raises:
        UsageError: As ``parse_from``.
    """
    return OPEN_END if text.strip().lower() == OPEN else _seconds(text, territories, days=1)


def parse_at(text: str, territories: Iterable[str]) -> int:
    """Moment of a question: a day's first second, or an instant. Arguments and errors as ``parse_from``."""
    return parse_from(text, territories)


def iso(seconds: int, china: bool) -> str:
    """ISO 8601 with offset: ``+08:00`` in China, else ``Z``; ``open`` for OPEN_END.

    Args:
        seconds: UTC seconds below 2^64; past the year 9999, which ISO 8601 can't spell, the answer is
            ``>9999-12-30``.
        china: Whether to show Beijing time.
    """
    if seconds == OPEN_END:
        return OPEN
    if seconds > LAST:
        return ">9999-12-30"
    moment = datetime.fromtimestamp(seconds, _BEIJING if china else UTC)
    return moment.isoformat().replace("+00:00", "Z")


def last_day(end: int, china: bool) -> str:
    """The last local day of a term that ends (exclusively) at ``end``: what a contract calls *until*."""
    return iso(end if end == OPEN_END else end - 1, china).split("T")[0]


def _seconds(text: str, territories: Iterable[str], *, days: int) -> int:
    text = text.strip()
    zone = _BEIJING if is_china_time(territories) else UTC
    try:
        moment = _moment(text, zone, days)
    except (ValueError, OverflowError) as error:
        raise UsageError("BAD_DATE", value=text) from error
    if moment is None:
        raise UsageError("DATE_NEEDS_OFFSET" if _NO_OFFSET.match(text) else "BAD_DATE", value=text)
    seconds = int(moment.timestamp())
    if not 0 <= seconds <= LAST:
        raise UsageError("DATE_OUT_OF_RANGE", value=text)
    return seconds


def _moment(text: str, zone: timezone, days: int) -> datetime | None:
    if _DAY.match(text):
        day = date.fromisoformat(text) + timedelta(days=days)
        return datetime(day.year, day.month, day.day, tzinfo=zone)
    return datetime.fromisoformat(text) if _INSTANT.match(text) else None
