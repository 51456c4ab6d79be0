"""Credits as people type them: who did what, when he died, and what is refused."""

from __future__ import annotations

import pytest

from ledger.core.credits import parse_credit
from ledger.core.record_words import Credit, Role
from ledger.errors import BadInput


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Lin", Credit(Role.AUTHOR, "Lin")),
        ("COMPOSER:林", Credit(Role.COMPOSER, "林")),
        ("lyricist:Lin", Credit(Role.LYRICIST, "Lin")),
        ("Lin,died=1955", Credit(Role.AUTHOR, "Lin", died="1955")),
        ("COMPOSER:Lin,died=1955-03-01", Credit(Role.COMPOSER, "Lin", died="1955-03-01")),
        ("LYRICIST:Studio,legal-person", Credit(Role.LYRICIST, "Studio", legal_person=True)),
        (" COMPOSER : Lin Hao , died = 1955 ", Credit(Role.COMPOSER, "Lin Hao", died="1955")),
        ("COMPOSER：林，died＝1955", Credit(Role.COMPOSER, "林", died="1955")),
        ("Jose\u0301", Credit(Role.AUTHOR, "Jos\u00e9")),
        ("AUTHOR:Re:vale", Credit(Role.AUTHOR, "Re:vale")),
        ("COMPOSER：小：明", Credit(Role.COMPOSER, "小：明")),
        ("COMPOSER:author", Credit(Role.COMPOSER, "author")),
    ],
)
def test_a_credit_is_read_as_role_name_and_death(text: str, credit: Credit) -> None:
    assert parse_credit(text, Role.AUTHOR) == credit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "COMPOSER：",
        ",died=1955",
        "COMPOSER:LYRICIST:Lin",
        "COMPOSER: lyricist ：Lin",
        "COMPOSER:: Lin",
        "COMPOSER:Lin:",
        "Lin,",
        "Lin,Hao",
        "Lin,born=1900",
        "Lin,died",
        "Lin,died=",
        "Lin,died=1955,died=1956",
        "Lin,legal-person=yes",
    ],
)
def test_what_is_no_credit_is_shown_as_it_was_typed(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_credit(text, Role.AUTHOR)
    assert caught.value.code == "CREDIT_SYNTAX" and caught.value.params == {"value": text}


@pytest.mark.parametrize(("text", "word"), [("cook:Lin", "cook"), (":Lin", ""), ("Re:vale", "Re")])
def test_a_role_that_is_none_is_told_those_there_are(text: str, word: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_credit(text, Role.AUTHOR)
    assert caught.value.code == "CREDIT_ROLE" and caught.value.params["value"] == word
    assert str(caught.value.params["known"]).startswith("COMPOSER, LYRICIST, AUTHOR, ")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lin,died=1955-13", "BAD_PARTIAL_DATE"),
        ("Lin,died=1955=1956", "BAD_PARTIAL_DATE"),
        ("Studio,legal-person,died=1955", "CREDIT_DIED"),
        ("Lin\u202eHao", "TEXT_FORBIDDEN_CHARACTER"),
    ],
)
def test_what_a_credit_can_not_say(text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_credit(text, Role.AUTHOR)
    assert caught.value.code == code
