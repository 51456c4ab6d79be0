"""Credits as people write them: ``COMPOSER:林``, ``Lin,died=1955``, ``LYRICIST:Studio,legal-person``."""

from __future__ import annotations

import re

from ledger.core.characters import clean_text
from ledger.core.record_words import Credit, Role
from ledger.errors import BadInput

_SIGNS = str.maketrans("，＝", ",=")  # what a Chinese keyboard types
_COLON = re.compile("[:：]")
_ROLES = frozenset(role.value for role in Role)


def parse_credit(text: str, default: Role) -> Credit:
    """The credit that a text spells.

    Args:
        text: ``[ROLE:]NAME[,died=DATE][,legal-person]``. A name may hold a colon, but not where that looks
            like a slip: at an end, or behind a second role.
        default: Role where none is given.

    Raises:
        BadInput: ``CREDIT_SYNTAX``, ``CREDIT_ROLE``, and as ``Credit``.
    """
    head, *extras = (part.strip() for part in clean_text(text.translate(_SIGNS)).split(","))
    *word, name = (part.strip() for part in _COLON.split(head, 1))
    died, legal = None, False
    for extra in extras:
        key, _, value = (part.strip() for part in extra.partition("="))
        if key == "died" and value and died is None:
            died = value
        elif extra == "legal-person":
            legal = True
        else:
            raise BadInput("CREDIT_SYNTAX", value=text)
    parts = [part.strip() for part in _COLON.split(name)]
    if not all(parts) or (len(parts) > 1 and parts[0].upper() in _ROLES):
        raise BadInput("CREDIT_SYNTAX", value=text)
    return Credit(_role(*word) if word else default, name, died=died, legal_person=legal)


def _role(word: str) -> Role:
    try:
        return Role(word.upper())
    except ValueError:
        raise BadInput("CREDIT_ROLE", value=word, known=", ".join(Role)) from None
