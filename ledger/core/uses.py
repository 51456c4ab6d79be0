"""Uses as people write them (``STREAM_ONDEMAND|DOWNLOAD``) and as lines carry them (a 32-bit mask)."""

from __future__ import annotations

import re

from ledger.core.rights import Usage
from ledger.errors import BadInput, UsageError

_ALL = sum(use.mask for use in Usage)


def parse(text: str) -> int:
    """Mask of uses separated by ``|`` or commas, in any case and order.

    Returns:
        Mask with at least one bit.

    Raises:
        UsageError: ``UNKNOWN_USE``.
    """
    mask = 0
    for part in re.split(r"[|,，]", text):
        mask |= one(part).mask
    return mask


def one(text: str) -> Usage:
    """The single use that a word names.

    Raises:
        UsageError: ``UNKNOWN_USE``.
    """
    try:
        return Usage[text.strip().upper()]
    except KeyError:
        raise UsageError("UNKNOWN_USE", value=text.strip(), known=", ".join(Usage.__members__)) from None


def names(mask: int) -> list[str]:
    """Names of the uses of a mask, in the order of their bits.

    Raises:
        BadInput: ``BAD_USAGE_MASK`` if it has a bit without a use: the set is closed (CL 29, default deny).
    """
    if not 0 < mask <= _ALL:
        raise BadInput("BAD_USAGE_MASK", value=mask)
    return [use.name for use in Usage if mask & use.mask]
