"""Dates with precision: a year, a month or a day. What is not known is not written."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from ledger.errors import BadInput

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def check_date(text: str) -> str:
    """The text if it is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` and that day, month or year exists.

    Raises:
        BadInput: ``BAD_PARTIAL_DATE``.
    """
    last_day(text)
    return text


def last_day(text: str) -> date:
    """The latest day it can mean, from which a term of protection is safely counted.

    Raises:
        BadInput: ``BAD_PARTIAL_DATE``.
    """
    found = _FORM.match(text)
    if not found:
        raise BadInput("BAD_PARTIAL_DATE", value=text[:40])
    year, month = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month, int(found[3] or monthrange(year, month)[1]))
    except ValueError as error:
        raise BadInput("BAD_PARTIAL_DATE", value=text) from error
