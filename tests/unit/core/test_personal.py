"""Identity numbers and contact data are refused in names; ordinary numbers are not (THREATS 60)."""

from __future__ import annotations

import pytest

from ledger.core.personal import check_personal
from ledger.errors import BadInput


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("11010519491231002X", "PERSONAL_ID"),
        ("林 110105 19491231 002x", "PERSONAL_ID"),
        ("身份证：４４０５２４１８８００１０１００１４", "PERSONAL_ID"),
        ("13800138000", "PERSONAL_PHONE"),
        ("林浩 138-0013-8000", "PERSONAL_PHONE"),
        ("电话１３８００１３８０００", "PERSONAL_PHONE"),
        ("+86 138 0013 8000", "PERSONAL_PHONE"),
        ("0086 13800138000", "PERSONAL_PHONE"),
        ("+44 20 7946 0018", "PERSONAL_PHONE"),
        ("lin@example.org", "PERSONAL_MAIL"),
        ("Lin <lin.hao+music@mail.example.org>", "PERSONAL_MAIL"),
        ("lin＠example．org", "PERSONAL_MAIL"),
    ],
)
def test_t60_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_personal(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "连城一家",
        "Symphony No. 9 in D minor, Op. 125",
        "1989 (Taylor's Version)",
        "110105194912310021",  # the check digit is another
        "110105199913310028",  # no such month
        "3.14159265358979323846",
        "867-5309",
        "@home",
        "A+B",
        "2026-01-01 2026-12-31",
        "12800138000",
        "138001380001",
    ],
)
def test_what_is_not(text: str) -> None:
    assert check_personal(text) == text
