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


def test_what_a_wallet_is_asked() -> None:
    text = [{"name": "name", "type": "string"}]
    assert a_card(encryption_key=b"\x01").typed_data() == {
        "types": {
            "EIP712Domain": [*text, {"name": "version", "type": "string"}],
            "Card": [
                *text,
                {"name": "account", "type": "address"},
                {"name": "encryptionKey", "type": "bytes"},
                {"name": "issued", "type": "uint64"},
            ],
        },
        "primaryType": "Card",
        "domain": {"name": "Songdeed Card", "version": "1"},
        "message": {
            "name": "林",
            "account": LIN.address.lower(),
            "encryptionKey": "0x01",
            "issued": "1767225600",
        },
    }


@pytest.mark.parametrize(
    "card",
    [
        a_card("n", 0),
        a_card(encryption_key=b"\x02" * 32),
        a_card("𝄞" * cards.MAX_NAME, (1 << 64) - 1, bytes(cards.MAX_ENCRYPTION_KEY)),
    ],
)
def test_round_trip(card: Card) -> None:
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
    assert caught.value.params == {name: document[name] for name in ("name", "account")}


OTHER = {"reason": "another kind of file, or of a later version"}
HEX = {"reason": "bytes are 0x and lower-case hex digits"}
TIME = {"reason": "issued"}


@pytest.mark.parametrize(
    ("change", "code", "params"),
    [
        ({"songdeed": "deal"}, "CARD", OTHER),
        ({"version": 2}, "CARD", OTHER),
        ({"version": True}, "FIELD_TYPE", {"field": "card.version", "expected": "int"}),
        ({"more": 1}, "FIELD_UNKNOWN", {"field": "card.more"}),
        ({"issued": 5}, "FIELD_TYPE", {"field": "card.issued", "expected": "str"}),
        ({"issued": "-1"}, "CARD", TIME),
        ({"issued": "01"}, "CARD", TIME),
        ({"issued": "٣"}, "CARD", TIME),
        ({"issued": "²"}, "CARD", TIME),
        ({"issued": str(1 << 64)}, "BAD_INTEGER", {"field": "issued", "value": 1 << 64, "bits": 64}),
        ({"issued": "9" * 21}, "CARD", TIME),
        ({"account": "0x" + "AA" * 20}, "BAD_ADDRESS", {"value": "0x" + "AA" * 20}),
        ({"account": "lin"}, "BAD_ADDRESS", {"value": "lin"}),
        ({"encryption_key": "00"}, "CARD", HEX),
        ({"encryption_key": "0xzz"}, "CARD", HEX),
        ({"encryption_key": "0x000"}, "CARD", HEX),
        ({"encryption_key": "0x00 00"}, "CARD", HEX),
        ({"encryption_key": "0x" + "00" * 2049}, "CARD", {"reason": "encryptionKey"}),
        ({"signature": "0xAB"}, "CARD", HEX),
        ({"signature": 7}, "FIELD_TYPE", {"field": "card.signature", "expected": "str"}),
        ({"name": ""}, "FIELD_EMPTY", {"field": "card.name"}),
        ({"name": " lin"}, "CARD_NAME", {"name": " lin", "limit": 64}),
        ({"name": "n" * 65}, "CARD_NAME", {"name": "n" * 65, "limit": 64}),
        ({"name": "a\u202eb"}, "TEXT_FORBIDDEN_CHARACTER", {"character": "U+202E", "place": 2}),
        ({"name": "e\u0301"}, "TEXT_NOT_NFC", {"value": "e\u0301"}),
    ],
)
def test_malformed(change: dict[str, object], code: str, params: dict[str, object]) -> None:
    document = json.loads(a_card().to_bytes()) | change
    with pytest.raises(BadInput) as caught:
        cards.from_json(document)
    assert (caught.value.code, caught.value.params) == (code, params)


@pytest.mark.parametrize("name", json.loads(a_card().to_bytes()))
def test_each_part_is_needed(name: str) -> None:
    document = json.loads(a_card().to_bytes())
    del document[name]
    with pytest.raises(BadInput) as caught:
        cards.from_json(document)
    assert (caught.value.code, caught.value.params) == ("FIELD_MISSING", {"field": f"card.{name}"})


def test_a_name_has_letters() -> None:
    with pytest.raises(BadInput) as caught:
        Card("", LIN.address.lower(), 1)
    assert caught.value.code == "CARD_NAME"


def test_too_large_a_file() -> None:
    with pytest.raises(BadInput) as caught:
        cards.from_bytes(b" " * (cards.MAX_BYTES + 1))
    assert caught.value.code == "JSON_TOO_LARGE"
