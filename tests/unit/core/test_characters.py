"""Text that may be hashed (THREATS 44-47)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.characters import check_text, clean_text, suspicious_words
from ledger.errors import BadInput


@pytest.mark.parametrize(
    "text",
    [
        "连城一家",
        "한국어",
        "नमस्ते",
        "שלום",
        "العربية",
        "Zoë",
        "𝄞",
        "👨‍👩‍👧",
        "",
        " ",
        "株式会社㈱",
        "①",
    ],
)
def test_any_script(text: str) -> None:
    assert check_text(text) == text


def test_the_place_is_named() -> None:
    with pytest.raises(BadInput) as caught:
        check_text("ab\u202ec")
    assert caught.value.params == {"character": "U+202E", "place": 3}
    with pytest.raises(BadInput) as caught:
        check_text("e\u0301t")
    assert (caught.value.code, caught.value.params) == ("TEXT_NOT_NFC", {"value": "e\u0301t"})


def test_what_is_forbidden_is_exactly_this() -> None:
    bidi = {0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    for code in range(0x110000):
        letter = chr(code)
        wanted = (
            unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")
            or code in bidi
            or code == 0xFEFF
            or code & 0xFFFE == 0xFFFE
            or 0xFDD0 <= code <= 0xFDEF
        )
        try:
            check_text(letter)
            refused = False
        except BadInput as error:
            refused = error.code == "TEXT_FORBIDDEN_CHARACTER"
        assert refused == wanted, hex(code)


def test_typed_text_is_normalised() -> None:
    assert clean_text(" \u3000e\u0301t\u00e9\u00a0 ") == "été"
    assert clean_text("X y X") == "X y X"
    for text in ("a\tb", "\ta", "a\n"):
        with pytest.raises(BadInput):
            clean_text(text)


@given(st.text(max_size=20))
def test_cleaned_text_is_fit(text: str) -> None:
    try:
        cleaned = clean_text(text)
    except BadInput as error:
        assert error.code == "TEXT_FORBIDDEN_CHARACTER"
    else:
        assert check_text(cleaned) == cleaned == clean_text(cleaned)


def test_t46_mixed_scripts_are_flagged() -> None:
    assert suspicious_words("Тaylor Swift") == ("Тaylor",)
    assert suspicious_words("Ρink Floyd α") == ("Ρink",)
    for plain in ("Чайковский and Swift", "ABC中文", "Beyoncé 2", "ωμέγα", "A\U00017000"):
        assert suspicious_words(plain) == ()
