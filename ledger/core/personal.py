"""Identity numbers and contact data, which must never stand in a record (THREATS 60).

A record is public for ever; what the law lets people have deleted must not get into it. What is plainly such
a number is refused in names and titles; what only might be one is not, for titles hold numbers too.
"""

from __future__ import annotations

import re
from datetime import date
from operator import mul

from ledger.errors import BadInput

# GB 11643-1999: six digits of place, a date of birth, three digits, a check digit.
_ID = re.compile(r"(?<!\d)(\d{17}[\dXx])(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# YD/T 1145: mobile numbers of the mainland, with or without the country's code.
_MOBILE = re.compile(r"(?<![\d.])(?:(?:\+|00)86)?1[3-9]\d{9}(?!\d)")
_FOREIGN = re.compile(r"(?<!\d)\+[1-9]\d{7,14}(?!\d)")  # E.164
# Accounts with messengers, behind the messenger's name: QQ numbers have 5 to 11 digits; WeChat names begin
# with a letter, have 6 to 20 characters, and are told from words by a digit or _, or by a colon before.
_NOT_LETTER = r"(?<![a-z])"
_QQ = re.compile(rf"{_NOT_LETTER}(?:qq|扣扣)(?:号码?|群)?[\s:：是]*[1-9]\d{{4,10}}(?!\d)", re.IGNORECASE)
_HANDLE = r"[a-z](?=[a-z-]*[\d_])[\w-]{5,19}(?![\w-])"
_WECHAT = re.compile(
    rf"(?:微信|{_NOT_LETTER}(?:we\s?chat|weixin|vx|wx))(?:号|id)?\s*"
    rf"(?:[:：]\s*[a-z][\w-]{{5,19}}(?![\w-])|{_HANDLE}|[:：]?\s*\d{{6,}})",
    re.IGNORECASE | re.ASCII,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WIDE = {ord("０") + digit: str(digit) for digit in range(10)} | {
    ord("＠"): "@",
    ord("："): ":",
    ord("＋"): "+",
    ord("．"): ".",
}
_BETWEEN = re.compile(r"(?<=\d)[ \u00a0\u3000().\-–—·]+(?=\d)")


def check_personal(value: str) -> str:
    """A name or title, if no identity number, telephone number, mail address or messenger's account is in it.

    Args:
        value: As it would be published.

    Raises:
        BadInput: ``PERSONAL_ID``, ``PERSONAL_PHONE``, ``PERSONAL_MAIL``, ``PERSONAL_ACCOUNT``.
    """
    plain = value.translate(_WIDE)
    digits = _BETWEEN.sub("", plain)
    for found in _ID.findall(digits):
        if _is_identity(found.upper()):
            raise BadInput("PERSONAL_ID", value=value)
    if _MOBILE.search(digits) or _FOREIGN.search(digits):
        raise BadInput("PERSONAL_PHONE", value=value)
    if _MAIL.search(plain):
        raise BadInput("PERSONAL_MAIL", value=value)
    if _QQ.search(digits) or _WECHAT.search(plain):
        raise BadInput("PERSONAL_ACCOUNT", value=value)
    return value


def _is_identity(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    # The weights end before the check digit, which may be an X.
    return number[17] == _CHECK[sum(map(mul, _WEIGHTS, map(int, number))) % 11]
