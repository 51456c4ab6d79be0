"""The public contact of a record: where one may ask, and nothing that could be taken for something else."""

from __future__ import annotations

import pytest

from ledger.core.contacturi import check_contact
from ledger.errors import BadInput

SITE = "https://music.example/"


@pytest.mark.parametrize(
    "text",
    [
        "https://music.example",
        "https://music.example:8443?",
        "https://xn--fiqs8s.example/ask/me?song=%E6%B5%B7&why=?",
        "mailto:rights+lin@music.example",
        SITE + "a" * (200 - len(SITE)),
    ],
)
def test_where_one_may_ask(text: str) -> None:
    assert check_contact(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("http://music.example/", "http://music.example/"),
        ("https://bank.example@evil.example/", "https://bank.example@evil.example/"),
        ("https://音乐.example/", r"https://\u97f3\u4e50.example/"),
        ("https://music.example:0/", "https://music.example:0/"),
        ("https://music.example/%e6", "https://music.example/%e6"),
        ("https://music.example/\n", r"https://music.example/\n"),
        ("mailto:lin@music.example?body=x", "mailto:lin@music.example?body=x"),
        (SITE + "a" * 178 + "bc", SITE + "a" * 178),
    ],
)
def test_what_is_no_contact_is_shown_in_ascii(text: str, shown: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_contact(text)
    assert caught.value.code == "RECORD_CONTACT"
    assert caught.value.params == {"value": shown, "limit": 200}


@pytest.mark.parametrize("rest", ["?", "a", "?a", "%41", "?%41", "?a?"])
def test_a_contact_that_is_refused_at_its_end_is_refused_at_once(rest: str) -> None:
    """Records come from anybody: no text may keep its reader busy for years."""
    many = rest * (170 // len(rest))
    for start in (SITE, SITE + "?"):
        with pytest.raises(BadInput):
            check_contact(f"{start}{many} ")
