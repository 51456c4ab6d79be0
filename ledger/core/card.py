"""The card: a name and an address that the address's own key signed, to be handed to strangers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.core import strictjson
from ledger.core.characters import check_text, clean_text
from ledger.core.fields import Fields
from ledger.core.ids import word
from ledger.core.keccak import keccak
from ledger.core.model import check_address, check_uint
from ledger.errors import BadInput
from ledger.evm import recover

MAX_BYTES = 8192
"""Of a card as a file: with the longest name and encryption key it has some 5,000."""

MAX_NAME = 64
MAX_ENCRYPTION_KEY = 2048
"""Bytes: an X25519 key with one of ML-KEM-768 has 1,216."""

_TYPE = "Card(string name,address account,bytes encryptionKey,uint64 issued)"
_DOMAIN = "EIP712Domain(string name,string version)"
_NAME = "Songdeed Card"
_VERSION = 1
_HEX = re.compile(r"0x(?:[0-9a-f]{2})*\Z")


@dataclass(frozen=True, slots=True)
class Card:
    """Who somebody says he is: it shows that the key's holder calls himself so, and nothing more.

    ``name``: 1 to 64 letters. ``encryption_key``: for sealed works; empty if he has none. ``issued``: UTC
    seconds, as he says; of two cards of one account the later one counts. ``signature``: 65 bytes, by
    ``account``, over ``digest``.
    """

    name: str
    account: str
    issued: int
    encryption_key: bytes = b""
    signature: bytes = b""

    def __post_init__(self) -> None:
        check_text(self.name)
        if clean_text(self.name) != self.name or not 0 < len(self.name) <= MAX_NAME:
            raise BadInput("CARD_NAME", name=self.name, limit=MAX_NAME)
        check_address(self.account)
        check_uint(self.issued, 64, "issued")
        if len(self.encryption_key) > MAX_ENCRYPTION_KEY:
            raise BadInput("CARD", reason="encryptionKey")

    @property
    def digest(self) -> str:
        """EIP-712 digest, 32 bytes as 0x string. The domain names no chain: a person is the same on all."""
        domain = keccak(keccak(_DOMAIN.encode()) + keccak(_NAME.encode()) + keccak(b"1"))
        parts = keccak(self.name.encode()), word(self.account), keccak(self.encryption_key), word(self.issued)
        return "0x" + keccak(b"\x19\x01" + domain + keccak(keccak(_TYPE.encode()) + b"".join(parts))).hex()

    def to_bytes(self) -> bytes:
        """Canonical JSON with a line end."""
        return strictjson.canonical(self.to_json()) + b"\n"

    def to_json(self) -> dict[str, object]:
        """The card as it travels."""
        return {
            "songdeed": "card",
            "version": _VERSION,
            "name": self.name,
            "account": self.account,
            "issued": str(self.issued),
            "encryption_key": "0x" + self.encryption_key.hex(),
            "signature": "0x" + self.signature.hex(),
        }

    def typed_data(self) -> Mapping[str, Any]:
        """The whole request of eth_signTypedData_v4."""
        fields = [part.split() for part in _TYPE[len("Card(") : -1].split(",")]
        return {
            "types": {
                "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "version", "type": "string"}],
                "Card": [{"name": name, "type": kind} for kind, name in fields],
            },
            "primaryType": "Card",
            "domain": {"name": _NAME, "version": "1"},
            "message": {
                "name": self.name,
                "account": self.account,
                "encryptionKey": "0x" + self.encryption_key.hex(),
                "issued": str(self.issued),
            },
        }


def from_bytes(data: bytes) -> Card:
    """A card whose account signed it.

    Raises:
        BadInput: ``CARD``, ``CARD_NAME``, ``TEXT_…``; ``CARD_SIGNATURE``: it was altered, or somebody else
            made it.
    """
    return from_json(strictjson.loads(data, max_bytes=MAX_BYTES))


def from_json(document: object) -> Card:
    """As ``from_bytes``, from parsed JSON."""
    try:
        card = _parse(document)
    except ValueError as error:
        raise BadInput("CARD", reason=str(error)) from error
    try:
        signer = recover(card.digest, card.signature)
    except BadInput as error:
        raise BadInput("CARD_SIGNATURE", name=card.name, account=card.account) from error
    if signer != card.account:
        raise BadInput("CARD_SIGNATURE", name=card.name, account=card.account)
    return card


def _parse(document: object) -> Card:
    fields = Fields(document, "card")
    if fields.text("songdeed") != "card" or fields.integer("version") != _VERSION:
        raise ValueError("another kind of file, or of a later version")
    issued = fields.text("issued")
    if not issued.isdecimal() or str(int(issued[:20])) != issued:
        raise ValueError("issued")
    card = Card(
        name=fields.text("name"),
        account=fields.text("account"),
        issued=int(issued),
        encryption_key=_octets(fields.text("encryption_key")),
        signature=_octets(fields.text("signature")),
    )
    fields.done()
    return card


def _octets(value: str) -> bytes:
    if not _HEX.match(value):
        raise ValueError("bytes are 0x and lower-case hex digits")
    return bytes.fromhex(value[2:])
