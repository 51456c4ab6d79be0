"""Cards: what is signed, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from ledger.core import card as cards
from ledger.core.card import Card
from ledger.errors import BadInput
from ledger.evm import recursion_limit_kept

with recursion_limit_kept():
    from eth_account import Account
    from eth_account.messages import encode_typed_data

LIN = Account.from_key("0x" + "11" * 32)


def signed(card: Card, key: Any = LIN) -> Card:
    return replace(card, signature=bytes(key.unsafe_sign_hash(card.digest).signature))


def a_card(name: str = "林", issued: int = 1_767_225_600, encryption_key: bytes = b"") -> Card:
    return signed(Card(name, LIN.address.lower(), issued, encryption_key))


@pytest.mark.parametrize("encryption_key", [b"", b"\x01" * 32, b"\xff" * 1216])
def test_a_wallet_would_sign_the_same(encryption_key: bytes) -> None:
    card = a_card("Blue Moon 海", encryption_key=encryption_key)
    asked = dict(card.typed_data())
    message = encode_typed_data(full_message=asked)
    assert bytes(Account.sign_message(message, LIN.key).signature) == card.signature


def test_round_trip() -> None:
    card = a_card(encryption_key=b"\x02" * 32)
    assert cards.from_bytes(card.to_bytes()) == card


def test_the_digest_stays() -> None:
    assert Card("lin", "0x" + "11" * 20, 1).digest == DIGEST


DIGEST = "0x50986341506e2f49056cea1ff86cea8801cdbfd447897c6efe80e9f753d3ea83"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Lin"},
        {"account": "0x" + "22" * 20},
        {"issued": "1767225601"},
        {"encryption_key": "0x00"},
        {"signature": "0x" + "00" * 65},
        {"signature": "0x"},
        {"signature": "0x" + "11" * 64},
    ],
)
def test_altered(change: dict[str, str]) -> None:
    document = json.loads(a_card().to_bytes()) | change
    with pytest.raises(BadInput) as caught:
        cards.from_json(document)
    assert caught.value.code == "CARD_SIGNATURE"


@pytest.mark.parametrize(
    "change",
    [
        {"songdeed": "deal"},
        {"version": 2},
        {"version": True},
        {"more": 1},
        {"issued": 5},
        {"issued": "-1"},
        {"issued": "01"},
        {"issued": "٣"},
        {"issued": str(1 << 64)},
        {"issued": "9" * 30},
        {"account": "0x" + "AA" * 20},
        {"account": "lin"},
        {"encryption_key": "00"},
        {"encryption_key": "0xzz"},
        {"encryption_key": "0x" + "00" * 2049},
        {"signature": "0xAB"},
        {"signature": 7},
        {"name": ""},
        {"name": " lin"},
        {"name": "n" * 65},
        {"name": "a\u202eb"},
        {"name": "e\u0301"},
    ],
)
def test_malformed(change: dict[str, object]) -> None:
    document = json.loads(a_card().to_bytes()) | change
    with pytest.raises(BadInput) as caught:
        cards.from_json(document)
    assert caught.value.code != "CARD_SIGNATURE"


@pytest.mark.parametrize("name", json.loads(a_card().to_bytes()))
def test_each_part_is_needed(name: str) -> None:
    document = json.loads(a_card().to_bytes())
    del document[name]
    with pytest.raises(BadInput):
        cards.from_json(document)


def test_too_large_a_file() -> None:
    with pytest.raises(BadInput) as caught:
        cards.from_bytes(b" " * (cards.MAX_BYTES + 1))
    assert caught.value.code == "JSON_TOO_LARGE"
