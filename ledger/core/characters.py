"""Which text may be hashed or signed: NFC, no control or direction-changing characters (THREATS 44-47)."""

from __future__ import annotations

import re
import unicodedata

from ledger.errors import BadInput

# Cc (C0, DEL, C1), the twelve characters of Unicode's Bidi_Control property, line and paragraph separators,
# the byte order mark, lone surrogates and noncharacters: what a terminal, a CSV, a database or an eye reads
# otherwise than the hash does.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)

# Scripts with letters that look like Latin ones; a word that mixes them is what UTS 39 calls a mixed-script
# confusable.
_LOOKALIKES = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")


def check_text(value: str) -> str:
    """The text if it may be hashed.

    Raises:
        BadInput: ``TEXT_FORBIDDEN_CHARACTER``, ``TEXT_NOT_NFC``.
    """
    found = _FORBIDDEN.search(value)
    if found:
        raise BadInput(
            "TEXT_FORBIDDEN_CHARACTER", character=f"U+{ord(found.group()):04X}", place=found.start() + 1
        )
    if not unicodedata.is_normalized("NFC", value):
        raise BadInput("TEXT_NOT_NFC", value=value)
    return value


def clean_text(value: str) -> str:
    """Text typed by somebody, made fit to be hashed: NFC, without spaces at its ends.

    Raises:
        BadInput: ``TEXT_FORBIDDEN_CHARACTER``; characters are never dropped in silence.
    """
    return check_text(unicodedata.normalize("NFC", value.strip(" \u00a0\u3000")))


def suspicious_words(value: str) -> tuple[str, ...]:
    """Words whose letters come from several scripts that look alike, e.g. a Cyrillic *а* in a Latin name.

    A hint for the reader, never a reason to refuse: identity is a key and identifiers, not a display name.
    """
    return tuple(word for word in re.findall(r"\w+", value) if len(_scripts(word)) > 1)


def _scripts(word: str) -> set[str]:
    first_words = (unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())
    return {script for script in first_words if script in _LOOKALIKES}
