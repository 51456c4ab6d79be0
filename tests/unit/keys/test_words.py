"""A key as words on paper: BIP-39's own vectors, and what a person mistypes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import BadInput
from ledger.keys.words import COUNT, from_words, split, to_words

# From the list of test vectors that BIP-39 names (256 bits, English).
VECTORS = {
    "00" * 32: "abandon " * 23 + "art",
    "7f" * 32: "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth"
    " useful legal winner thank year wave sausage worth title",
    "80"
    * 32: "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor"
    " acoustic avoid letter advice cage absurd amount doctor acoustic bless",
    "ff" * 32: "zoo " * 23 + "vote",
}
SECRET = bytes.fromhex("68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c")
WORDS = (
    "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel"
    " tennis maple dilemma loan word shrug inflict delay length"
)


@pytest.mark.parametrize("secret", VECTORS)
def test_vectors(secret: str) -> None:
    assert to_words(bytes.fromhex(secret), "en") == VECTORS[secret].split()
    assert from_words(VECTORS[secret]).hex() == secret


def test_words_of_a_key() -> None:
    assert " ".join(to_words(SECRET, "en")) == WORDS and from_words(WORDS) == SECRET


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["en", "zh"]))
def test_round_trip(secret: bytes, lang: str) -> None:
    words = to_words(secret, lang)
    assert len(words) == COUNT and from_words(" ".join(words)) == secret


@pytest.mark.parametrize(
    "spell",
    [
        str.upper,
        str.title,
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace(" ", ", "),
        lambda text: "  ".join(f"{place}. {word}" for place, word in enumerate(text.split(), 1)),
        lambda text: "".join(chr(ord(letter) + 0xFEE0) if letter != " " else "\u3000" for letter in text),
    ],
)
def test_however_they_are_typed(spell: object) -> None:
    assert from_words(spell(WORDS)) == SECRET  # type: ignore[operator]


def test_chinese_words_need_no_spaces() -> None:
    words = to_words(SECRET, "zh")
    assert all(len(word) == 1 for word in words)
    assert from_words("".join(words)) == from_words(" ".join(words)) == SECRET
    assert split("1. 的一 2. 是") == ["的", "一", "是"]


def code_of(text: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadInput) as caught:
        from_words(text)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize("words", ["", "hamster", WORDS.rpartition(" ")[0], WORDS + " zoo"])
def test_too_few_or_too_many(words: str) -> None:
    assert code_of(words) == ("WORDS_COUNT", {"given": len(words.split()), "wanted": 24})


@pytest.mark.parametrize(
    ("was", "typed", "number"),
    [("diagram", "diagrm", 2), ("length", "的", 24), ("hamster", "x" * 50, 1), ("hamster", "的", 2)],
)
def test_a_word_of_no_list_is_named(was: str, typed: str, number: int) -> None:
    word = "diagram" if (typed, number) == ("的", 2) else typed[:20]
    assert code_of(WORDS.replace(was, typed)) == ("WORDS_UNKNOWN", {"number": number, "word": word})


def test_words_in_another_order_or_another_word_are_refused() -> None:
    words = WORDS.split()
    refused = 0
    shuffled = random.Random(1)
    for _ in range(64):
        one, other = shuffled.sample(range(24), 2)
        if words[one] == words[other]:
            continue
        changed = words.copy()
        changed[one], changed[other] = changed[other], changed[one]
        try:
            assert from_words(" ".join(changed)) != SECRET
        except BadInput as error:
            assert (error.code, error.params) == ("WORDS_CHECKSUM", {})
            refused += 1
    assert refused >= 58, "one of 256 passes the checksum"
