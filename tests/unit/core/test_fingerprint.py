"""Fingerprints: sixteen letters that two people read out to one another."""

from __future__ import annotations

import base64
import hashlib

import pytest

from ledger.core.fingerprint import fingerprint


def test_a_fingerprint_never_changes() -> None:
    assert fingerprint(b"songdeed") == "9EZA-9Z9F-ZDTK-VVBW"


@pytest.mark.parametrize("text", [b"", b"a", b"\x00" * 1000])
def test_the_letters_are_80_bits_of_the_hash_in_crockfords_base_32(text: bytes) -> None:
    usual = base64.b32encode(hashlib.sha256(text).digest()[:10]).decode()
    letters = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert fingerprint(text).replace("-", "") == usual.translate(letters)
