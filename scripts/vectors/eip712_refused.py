"""What the EIP-712 vectors refuse: forms of signatures, and messages that must never be signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eth_keys.datatypes import PrivateKey, Signature
from eth_utils.address import to_checksum_address

from ledger.core import operation_json
from ledger.core.licensing import Accept
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Cancellation, Deal, Registration, Termination
from scripts.vectors.eip712_texts import SECRETS, account, asset, line, messages, word

Json = dict[str, Any]

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def signatures() -> Iterator[Json]:
    """The one form of a signature that is taken, and those that are not (THREATS.md 4, 5)."""
    digest = word(1000)
    raw = PrivateKey(SECRETS[0]).sign_msg_hash(bytes.fromhex(digest[2:])).to_bytes()
    r, s, v = raw[:32], raw[32:64], raw[64]
    twin = (ORDER - int.from_bytes(s, "big")).to_bytes(32, "big")
    forms = {
        "as it should be": r + s + bytes([v + 27]),
        "empty": b"",
        "64 bytes": r + s,
        "compact, EIP-2098": r + bytes([s[0] | v << 7]) + s[1:],
        "66 bytes": r + s + bytes([v + 27, 0]),
        "v 0 or 1": raw,
        "the other v": r + s + bytes([28 - v]),
        "v 29": r + s + b"\x1d",
        "v of EIP-155": r + s + bytes([v + 37]),
        "high s, v turned": r + twin + bytes([28 - v]),
        "high s": r + twin + bytes([v + 27]),
        "r 0": bytes(32) + s + bytes([v + 27]),
        "s 0": r + bytes(32) + bytes([v + 27]),
        "r the order": ORDER.to_bytes(32, "big") + s + bytes([v + 27]),
        "r beyond the field": b"\xff" * 32 + s + bytes([v + 27]),
        "s the order": r + ORDER.to_bytes(32, "big") + bytes([v + 27]),
        "s before r": s + r + bytes([v + 27]),
        "all zero": bytes(65),
    }
    right = "as it should be"
    for name, form in forms.items():
        yield _form(name, digest, account(0), form, name == right)
    yield _form("nobody signs for the zero account", digest, ZERO_ADDRESS, bytes(65), False)
    yield _form("another signer", digest, account(1), forms[right], False)
    yield _on_the_border("s half the order", digest, r, ORDER // 2, True)
    yield _on_the_border("s one more than half the order", digest, r, ORDER // 2 + 1, False)


def _form(name: str, digest: str, signer: str, signature: bytes, valid: bool) -> Json:
    shown = "0x" + signature.hex()
    return {"name": name, "digest": digest, "signer": signer, "signature": shown, "valid": valid}


def _on_the_border(name: str, digest: str, r: bytes, s: int, valid: bool) -> Json:
    """A signature of whoever it recovers, so that nothing but its ``s`` can speak against it."""
    form = r + s.to_bytes(32, "big")
    signer = Signature(form + b"\0").recover_public_key_from_msg_hash(bytes.fromhex(digest[2:]))
    return _form(name, digest, str(signer.to_address()), form + b"\x1b", valid)


GOOD = Cancellation(word(1), account(0), 5)
BAD_LEAVES: tuple[tuple[str, Json, str], ...] = (
    ("a field more", {"extra": "1"}, "JSON_FIELDS"),
    ("bytes32 too short", {"digest": word(1)[:-2]}, "BAD_HASH"),
    ("bytes32 too long", {"digest": word(1) + "00"}, "BAD_HASH"),
    ("bytes32 in capitals", {"digest": "0x" + word(1)[2:].upper()}, "BAD_HASH"),
    ("bytes32 without 0x", {"digest": word(1)[2:]}, "BAD_HASH"),
    ("an address too short", {"by": account(0)[:-2]}, "BAD_ADDRESS"),
    ("an address in capitals", {"by": "0x" + account(0)[2:].upper()}, "BAD_ADDRESS"),
    ("an integer too wide", {"deadline": str(2**64)}, "BAD_INTEGER"),
    ("a negative integer", {"deadline": "-1"}, "JSON_DECIMAL"),
    ("an integer with a zero before it", {"deadline": "01"}, "JSON_DECIMAL"),
    ("a hexadecimal integer", {"deadline": "0x5"}, "JSON_DECIMAL"),
    ("an integer that is no text", {"deadline": 5}, "JSON_SHAPE"),
    ("true for an integer", {"deadline": True}, "JSON_SHAPE"),
    ("null", {"by": None}, "JSON_SHAPE"),
    ("an address with checksum", {"by": to_checksum_address(account(0))}, "BAD_ADDRESS"),
    ("an address as long as a hash", {"by": "0x" + "00" * 12 + account(0)[2:]}, "BAD_ADDRESS"),
    ("an address as a number", {"by": int(account(0), 16)}, "JSON_SHAPE"),
    ("a name for an address", {"by": "lin.eth"}, "BAD_ADDRESS"),
    ("bytes32 and a line break", {"digest": word(1) + "\n"}, "BAD_HASH"),
    ("no bytes", {"digest": "0x"}, "BAD_HASH"),
    ("a fraction", {"deadline": 5.0}, "JSON_SHAPE"),
    ("a fraction as text", {"deadline": "5.0"}, "JSON_DECIMAL"),
    ("an exponent", {"deadline": "5e0"}, "JSON_DECIMAL"),
    ("a plus", {"deadline": "+5"}, "JSON_DECIMAL"),
    ("a blank", {"deadline": " 5"}, "JSON_DECIMAL"),
    ("a line break", {"deadline": "5\n"}, "JSON_DECIMAL"),
    ("digits in groups", {"deadline": "5_000"}, "JSON_DECIMAL"),
    ("digits of another script", {"deadline": "５"}, "JSON_DECIMAL"),
    ("no digit", {"deadline": ""}, "JSON_DECIMAL"),
    ("more digits than Python reads", {"deadline": "9" * 5_000}, "JSON_DECIMAL"),
)
"""One field of ``GOOD`` added or changed, and the error that names it."""

TEXT = Deal((line(1),), (account(0),), word(1), 1, account(1), True, word(2))
ROW: Json = operation_json.plain(TEXT.lines[0])
BAD_SHAPES: tuple[tuple[str, Json, str], ...] = (
    ("a flag as text", {"crossTermination": "false"}, "JSON_SHAPE"),
    ("a flag as a number", {"crossTermination": 1}, "JSON_SHAPE"),
    ("no flag", {"crossTermination": None}, "JSON_SHAPE"),
    ("too wide inside", {"lines": [{**ROW, "usage": str(2**32)}]}, "BAD_INTEGER"),
    ("uint8 too wide inside", {"lines": [{**ROW, "layer": "256"}]}, "BAD_INTEGER"),
    ("uint256 too wide inside", {"lines": [{**ROW, "territory": str(2**256)}]}, "BAD_INTEGER"),
    ("a flag as text inside", {"lines": [{**ROW, "survives": "true"}]}, "JSON_SHAPE"),
    ("a field more inside", {"lines": [{**ROW, "extra": "1"}]}, "JSON_FIELDS"),
    ("fields less inside", {"lines": [{"asset": ROW["asset"]}]}, "JSON_FIELDS"),
    ("a struct for a list", {"lines": ROW}, "JSON_SHAPE"),
    ("a list for a struct", {"lines": [list(ROW.values())]}, "JSON_SHAPE"),
    ("a text for a list", {"signers": account(0)}, "JSON_SHAPE"),
    ("null for a list", {"signers": None}, "JSON_SHAPE"),
    ("null in a list", {"signers": [None]}, "JSON_SHAPE"),
    ("capitals in a list", {"signers": ["0x" + account(0)[2:].upper()]}, "BAD_ADDRESS"),
)
"""Flags, lists and inner structs of ``TEXT``."""


def malformed() -> Iterator[Json]:
    """Messages that must never be signed (THREATS.md 6), with the error that must name them."""
    good: Json = operation_json.plain(GOOD)
    for name, change, error in BAD_LEAVES:
        yield _refused(name, "Cancellation", {**good, **change}, error)
    less = {key: value for key, value in good.items() if key != "deadline"}
    yield _refused("a field less", "Cancellation", less, "JSON_FIELDS")
    deal: Json = operation_json.plain(TEXT)
    for name, change, error in BAD_SHAPES:
        yield _refused(name, "Deal", {**deal, **change}, error)
    yield _refused("a list for the whole", "Deal", [deal], "JSON_SHAPE")
    yield _refused("null for the whole", "Deal", None, "JSON_SHAPE")
    end: Json = operation_json.plain(Termination(word(6), 1, 0, account(3), 5))
    yield _refused("a bitmap too wide", "Termination", {**end, "lines": str(2**16)}, "BAD_INTEGER")
    rows: Json = operation_json.plain(Registration(account(0), (asset(1, 1, 1, 1),), ZERO_HASH, 5))
    rows["assets"][0]["splits"][0]["shares"][0]["units"] = str(2**32)
    yield _refused("too wide, four deep", "Registration", rows, "BAD_INTEGER")
    yield from _malformed_licences()


def _malformed_licences() -> Iterator[Json]:
    """The same of what belongs to exclusive lines, mandates and the annals."""
    accept: Json = operation_json.plain(Accept(TEXT, (word(1),)))
    yield _refused("no deal", "Accept", {"heads": accept["heads"]}, "JSON_FIELDS")
    yield _refused("a head too short", "Accept", {**accept, "heads": [word(1)[:-2]]}, "BAD_HASH")
    yield _refused("a head for a list", "Accept", {**accept, "heads": word(1)}, "JSON_SHAPE")
    text = {name: message for name, _, message in messages()}
    mandate: Json = operation_json.plain(text["mandate, to a society"])
    yield _refused("bars as text", "Mandate", {**mandate, "bars": "true"}, "JSON_SHAPE")
    yield _refused("bars as a number", "Mandate", {**mandate, "bars": 1}, "JSON_SHAPE")
    yield _refused("one giver for a list", "Mandate", {**mandate, "givers": account(0)}, "JSON_SHAPE")
    yield _refused("a kind too wide", "Mandate", {**mandate, "kind": "256"}, "BAD_INTEGER")
    yield _refused("a notice too wide", "Mandate", {**mandate, "notice": str(2**32)}, "BAD_INTEGER")
    withdrawal: Json = operation_json.plain(text["withdrawal"])
    yield _refused("by nobody", "Withdrawal", {**withdrawal, "by": None}, "JSON_SHAPE")
    ruling: Json = operation_json.plain(text["ruling"])
    yield _refused("a decision too wide", "Ruling", {**ruling, "decision": "256"}, "BAD_INTEGER")
    statement: Json = operation_json.plain(text["statement"])
    yield _refused("a beginning too wide", "Statement", {**statement, "from": str(2**64)}, "BAD_INTEGER")
    python = {("from_" if name == "from" else name): value for name, value in statement.items()}
    yield _refused("a name of Python's", "Statement", python, "JSON_FIELDS")


def _refused(name: str, kind: str, message: object, error: str) -> Json:
    return {"name": name, "primaryType": kind, "message": message, "error": error}
