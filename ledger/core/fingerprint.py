"""Fingerprints that people read out to one another: sixteen letters in groups of four."""

from __future__ import annotations

import hashlib

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread (Crockford's base 32)."""

_BYTES = 10
"""80 bits: nobody finds a second text with the same letters."""


def fingerprint(text: bytes) -> str:
    """Sixteen letters for a text, as ``GXQQ-YH22-QJ1Q-V2WZ``.

    Args:
        text: Any bytes; they are hashed.
    """
    number = int.from_bytes(hashlib.sha256(text).digest()[:_BYTES])
    letters = "".join(_LETTERS[number >> shift & 31] for shift in reversed(range(0, 80, 5)))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))
