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
        ("110105200002200022", "PERSONAL_ID"),  # the twentieth, in a year 2000
        ("13800138000", "PERSONAL_PHONE"),
        ("林浩 138-0013-8000", "PERSONAL_PHONE"),
        ("电话１３８００１３８０００", "PERSONAL_PHONE"),
        ("+86 138 0013 8000", "PERSONAL_PHONE"),
        ("0086 13800138000", "PERSONAL_PHONE"),
        ("+44 20 7946 0018", "PERSONAL_PHONE"),
        ("lin@example.org", "PERSONAL_MAIL"),
        ("Lin <lin.hao+music@mail.example.org>", "PERSONAL_MAIL"),
        ("lin＠example．org", "PERSONAL_MAIL"),
        ("QQ 123456789", "PERSONAL_ACCOUNT"),
        ("林浩 qq：10001", "PERSONAL_ACCOUNT"),
        ("扣扣号１２３ ４５６ ７８９", "PERSONAL_ACCOUNT"),
        ("QQ群 123456789", "PERSONAL_ACCOUNT"),
        ("微信 linx88", "PERSONAL_ACCOUNT"),
        ("林浩（微信号：linhao）", "PERSONAL_ACCOUNT"),
        ("wechat linx88", "PERSONAL_ACCOUNT"),
        ("We Chat: wxid_a1b2c3", "PERSONAL_ACCOUNT"),
        ("vx lin_88hao", "PERSONAL_ACCOUNT"),
        ("Lin WX:linhao", "PERSONAL_ACCOUNT"),
        ("微信 12345678", "PERSONAL_ACCOUNT"),
    ],
)
def test_t60_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_personal(text)
    assert (caught.value.code, caught.value.params) == (code, {"value": text})


@pytest.mark.parametrize(
    "text",
    [
        "连城一家",
        "Symphony No. 9 in D minor, Op. 125",
        "1989 (Taylor's Version)",
        "110105194912310021",  # the check digit is another
        "110105199913310028",  # no such month
        "110105200002300023",  # no such day
        "3.14159265358979323846",
        "867-5309",
        "@home",
        "A+B",
        "2026-01-01 2026-12-31",
        "12800138000",
        "138001380001",
        "QQ音乐",
        "Miss QQ",
        "QQ 1999",
        "BBQQ 123456789",
        "微信红包",
        "微信 Lullaby",
        "WeChat Blues",
        "Wechat Symphony",
        "WeChat Rock-n-Roll",
        "Wx",
        "VX 9000",
        "Awx12345",
        "陈奕迅",
        "周杰倫 Jay Chou",
        "blink-182",
        "Sum 41",
        "deadmau5",
        "Ólafur Arnalds",
        "Дмитрий Шостакович",
        "欧阳娜娜 & 林俊杰",
        "G.E.M. 鄧紫棋",
    ],
)
def test_what_is_not(text: str) -> None:
    assert check_personal(text) == text
