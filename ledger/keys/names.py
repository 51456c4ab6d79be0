"""Names of keys: what a person may call one, in any script, and no file system trips over."""

from __future__ import annotations

import unicodedata

from ledger.errors import BadInput
from ledger.filenames import windows_fault

MAX_NAME = 64
"""Letters of a name: 64 of four UTF-8 bytes still fit the 255 bytes of a file name with its ending."""

# Letters by Unicode's table, but drawn as nothing: two names would look the same.
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0")


def check_name(name: str) -> str:
    """The name in NFC, if a key may be called so.

    Letters, marks and digits of any script, ``_`` and ``-``; it starts with a letter or digit and does not
    look like an address.

    Raises:
        BadInput: ``KEY_NAME``.
    """
    normal = unicodedata.normalize("NFC", name)
    fits = 0 < len(normal) <= MAX_NAME and all(map(_is_allowed, normal)) and normal[0].isalnum()
    if not fits or windows_fault(normal) or normal[:2].lower() == "0x":
        raise BadInput("KEY_NAME", name=name, limit=MAX_NAME)
    return normal


def fold(name: str) -> str:
    """What two names have in common that a case-blind file system, or an eye, takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _is_allowed(letter: str) -> bool:
    category = unicodedata.category(letter)
    return letter in "_-" or ((category[0] in "LM" or category == "Nd") and letter not in _INVISIBLE)
