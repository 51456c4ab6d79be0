"""A private key as 24 words on paper, and back (BIP-39: 256 bits and a checksum of 8)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ledger.errors import BadInput
from ledger.evm import recursion_limit_kept

COUNT = 24
LANGUAGES: Final = {"en": "english", "zh": "chinese_simplified"}
_WORD_BITS, _CHECK_BITS = 11, 8
_HAN = re.compile("[\u4e00-\u9fff]")


def to_words(secret: bytes, lang: str) -> list[str]:
    """24 words.

    They are the key itself: no seed of a wallet, which would derive other keys from them.

    Args:
        secret: 32-byte private key.
        lang: ``en`` or ``zh``.
    """
    with recursion_limit_kept():
        from eth_account.hdaccount.mnemonic import Mnemonic
        from eth_account.types import Language
    return unicodedata.normalize("NFC", Mnemonic(Language(LANGUAGES[lang])).to_mnemonic(secret)).split()


def from_words(text: str) -> bytes:
    """The 32-byte private key that words spell, in either language.

    Numbers before the words, capitals, line ends and missing spaces between Chinese letters don't matter.

    Raises:
        BadInput: ``WORDS_COUNT``, ``WORDS_UNKNOWN``, ``WORDS_CHECKSUM``; no error repeats what was typed but
            a word that is in no list.
    """
    with recursion_limit_kept():
        from eth_account.hdaccount.mnemonic import get_wordlist
    typed = split(text)
    if len(typed) != COUNT:
        raise BadInput("WORDS_COUNT", given=len(typed), wanted=COUNT)
    lists = {
        lang: [unicodedata.normalize("NFC", word) for word in get_wordlist(name)]
        for lang, name in LANGUAGES.items()
    }
    lang = "zh" if _HAN.match(typed[0]) else "en"
    places = {word: place for place, word in enumerate(lists[lang])}
    for number, word in enumerate(typed, 1):
        if word not in places:
            raise BadInput("WORDS_UNKNOWN", number=number, word=word[:20])
    bits = 0
    for word in typed:
        bits = bits << _WORD_BITS | places[word]
    secret = (bits >> _CHECK_BITS).to_bytes(32, "big")
    if to_words(secret, lang) != typed:
        raise BadInput("WORDS_CHECKSUM")
    return secret


def split(text: str) -> list[str]:
    """The words in a text, in lower case; of Chinese each letter is one."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found = re.findall(r"[^\W\d_]+", plain)
    return [
        unicodedata.normalize("NFC", word)
        for each in found
        for word in (each if _HAN.match(each) else [each])
    ]
