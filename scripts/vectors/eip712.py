"""EIP-712 vectors: ``python -m scripts.vectors.eip712 tests/vectors/eip712/v1``.

Every signed struct, smallest and largest, with everything that leads to its digest, so that another
implementation that differs can see at which step. ``abi`` is abi.encode of the struct, which Solidity decodes
and hashes with the contracts' own libraries; ethers takes ``types``, ``domain`` and ``message``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from eth_abi.abi import encode
from eth_keys.datatypes import PrivateKey, Signature
from eth_utils.address import to_checksum_address

from ledger.core import eip712, operation_json
from ledger.core.eip712 import Message
from ledger.core.keccak import keccak
from ledger.core.model import (
    ZERO_ADDRESS,
    ZERO_HASH,
    Asset,
    Assignment,
    Cancellation,
    Confirmation,
    Deal,
    Domain,
    Line,
    Link,
    Registration,
    Replacement,
    Share,
    Split,
    Termination,
    Unclaimed,
    UnitsClaim,
)
from ledger.core.rights import OPEN_END, WHOLE, WORLD

Json = dict[str, Any]

REGISTRY = Domain("Songdeed Registry", 1, "0x" + "c1" * 20)
LICENSING = Domain("Songdeed Licensing", 2**256 - 1, "0x" + "c2" * 20)
RUNNABLE = Domain("Songdeed Licensing", 2**64 - 1, "0x" + "c2" * 20)
"""The highest chain id that a Solidity test can put the contracts on, so that they are asked themselves."""

SECRETS = [keccak(bytes([number])) for number in range(4)]
"""Throw-away keys: their numbers are public."""

ONES, FULL = "0x" + "ff" * 20, "0x" + "ff" * 32
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def account(number: int) -> str:
    """Address of a throw-away key."""
    return str(PrivateKey(SECRETS[number]).public_key.to_address())


def word(number: int) -> str:
    """Some 32 bytes."""
    return "0x" + keccak(number.to_bytes(32, "big")).hex()


def holder(number: int) -> str:
    """Some account that signs nothing here."""
    return word(number)[:42]


def line(number: int) -> Line:
    """A line with every field set, another for each number."""
    return Line(
        asset=word(number), society=holder(number), layer=number % 4 + 1, usage=1 << number % 31,
        territory=WORLD >> number, start=number, end=OPEN_END - number, exclusivity=number % 3 + 1,
        licensee=holder(number + 50), title=word(number + 100), parent=word(number + 200), depth=number % 5,
        consult=word(number + 300), revocation=number % 3 + 1, revoker=holder(number + 400),
        notice=2**32 - 1 - number, survives=number % 2 == 0,
    )  # fmt: skip


def asset(number: int, links: int, holders: int, keyless: int) -> Asset:
    """An asset with so many of each."""
    shares = tuple(Share(holder(number * 100 + i), WHOLE - i) for i in range(holders))
    nobody = tuple(Unclaimed(word(number * 100 + i), i + 1) for i in range(keyless))
    return Asset(
        number % 6 + 1, word(number), word(number + 1),
        tuple(Link(i % 5 + 1, word(number + i)) for i in range(links)),
        tuple(Split(layer + 1, shares, nobody) for layer in range(number % 3)),
    )  # fmt: skip


def all_ones() -> tuple[Registration, Deal]:
    """Texts in which every integer is the widest of its type and every flag is true."""
    split = Split(255, (Share(ONES, 2**32 - 1),), (Unclaimed(FULL, 2**32 - 1),))
    whole = Asset(255, FULL, FULL, (Link(255, FULL),), (split,))
    row = Line(
        asset=FULL, society=ONES, layer=255, usage=2**32 - 1, territory=2**256 - 1, start=2**64 - 1,
        end=2**64 - 1, exclusivity=255, licensee=ONES, title=FULL, parent=FULL, depth=255, consult=FULL,
        revocation=255, revoker=ONES, notice=2**32 - 1, survives=True,
    )  # fmt: skip
    deal = Deal((row, row), (ONES, ONES), FULL, 2**64 - 1, ONES, True, FULL)
    return Registration(ONES, (whole,), FULL, 2**64 - 1), deal


def messages() -> Iterator[tuple[str, Domain, Message]]:
    """Every case by name. New ones come last: a case's place chooses its key."""
    yield "registration, the least", REGISTRY, Registration(ZERO_ADDRESS, (), ZERO_HASH, 0)
    song = Asset(1, word(1), ZERO_HASH, (), (Split(1, (Share(account(0), WHOLE),)),))
    producers = (Share(account(0), 60), Share(account(1), 40))
    splits = (Split(2, (Share(account(1), WHOLE),)), Split(3, producers))
    take = Asset(3, word(2), word(3), (Link(1, word(4)),), splits)
    both = Registration(account(0), (song, take), word(9), 2**63)
    yield "registration, a song and its recording", REGISTRY, both
    many = tuple(asset(number, number * 2, number * 3, number) for number in range(1, 8))
    yield "registration, many of everything", REGISTRY, Registration(account(1), many, word(7), 2**64 - 1)
    yield "cancellation of a registration", REGISTRY, Cancellation(word(5), account(0), 0)
    yield "deal, the least", LICENSING, Deal((), (), ZERO_HASH, 0, ZERO_ADDRESS, False, ZERO_HASH)
    one = Deal((line(1),), (account(0),), word(1), 1, account(1), True, word(2))
    yield "deal, one line", LICENSING, one
    yield "deal, one line, no flag", LICENSING, replace(one, cross_termination=False)
    lines = tuple(line(number) for number in range(16))
    signers = tuple(sorted(holder(number) for number in range(128)))
    full = Deal(lines, signers, word(3), 2**64 - 1, account(2), True, word(4))
    yield "deal, sixteen lines and 128 signers", LICENSING, full
    yield "termination, all zero", LICENSING, Termination(ZERO_HASH, 0, 0, ZERO_ADDRESS, 0)
    ones = Termination(word(6), 2**16 - 1, 2**64 - 1, account(3), 2**64 - 1)
    yield "termination, all ones", LICENSING, ones
    yield "cancellation of a deal", LICENSING, Cancellation(word(8), account(2), 2**64 - 1)
    # The same text under the other contract is another text (THREATS.md 2).
    yield "cancellation, the other contract", REGISTRY, Cancellation(word(8), account(2), 2**64 - 1)
    widest, ones_deal = all_ones()
    yield "registration, all ones", REGISTRY, widest
    yield "deal, all ones", RUNNABLE, ones_deal
    yield "deal, sixteen lines on a chain that can be", RUNNABLE, full
    yield "deal, the least on a chain that can be", RUNNABLE, replace(one, lines=(), signers=())
    yield "termination on a chain that can be", RUNNABLE, Termination(word(6), 5, 1, account(3), 2**63)
    yield "cancellation of a deal on a chain that can be", RUNNABLE, Cancellation(word(8), account(2), 1)
    yield from changes_of_titles()


def changes_of_titles() -> Iterator[tuple[str, Domain, Message]]:
    """What is signed to confirm, replace, claim and assign."""
    elsewhere = Domain("Songdeed Registry", 2**64 - 1, "0x" + "c3" * 20)
    shares = tuple(sorted((Share(account(n), WHOLE // 4) for n in range(4)), key=lambda share: share.holder))
    nobody = (Unclaimed(word(1), 1), Unclaimed(word(2), 2**32 - 1))
    yield "confirmation", elsewhere, Confirmation(word(1), account(0), 2**64 - 1)
    yield "replacement, the least", elsewhere, Replacement(ZERO_HASH, (), (), 0)
    yield "replacement", elsewhere, Replacement(word(2), shares, nobody, 5)
    yield "claim of units", elsewhere, UnitsClaim(word(3), word(4), account(1), 6)
    yield "assignment, the least", elsewhere, Assignment(ZERO_HASH, (), ZERO_HASH, 0)
    yield "assignment", elsewhere, Assignment(word(5), shares, word(6), 2**63)


def abi_type(name: str) -> str:
    """ABI type of a struct or a value."""
    if name.endswith("[]"):
        return abi_type(name[:-2]) + "[]"
    if name not in eip712.TYPES:
        return name
    return "(" + ",".join(abi_type(kind) for kind, _ in eip712.TYPES[name]) + ")"


def abi_value(kind: str, value: Any) -> Any:
    """A struct or a value as eth_abi takes it."""
    if kind.endswith("[]"):
        return [abi_value(kind[:-2], item) for item in value]
    if kind in eip712.TYPES:
        fields = eip712.TYPES[kind]
        return tuple(abi_value(inner, getattr(value, eip712.snake(field))) for inner, field in fields)
    return bytes.fromhex(value[2:]) if kind == "bytes32" else value


def case(name: str, number: int, domain: Domain, message: Message) -> Json:
    """One vector."""
    kind = type(message).__name__
    digest = eip712.digest(domain, message)
    typed = eip712.typed_data(domain, message)
    signature = PrivateKey(SECRETS[number % 4]).sign_msg_hash(bytes.fromhex(digest[2:])).to_bytes()
    types = {one: fields for one, fields in typed["types"].items() if one != "EIP712Domain"}
    return {
        "name": name,
        "domain": {**typed["domain"], "chainId": str(domain.chain_id)},
        "primaryType": kind,
        "types": types,
        "message": operation_json.plain(message),
        "abi": "0x" + encode([abi_type(kind)], [abi_value(kind, message)]).hex(),
        "encodeType": eip712.type_string(kind),
        "typeHash": "0x" + keccak(eip712.type_string(kind).encode()).hex(),
        "domainSeparator": "0x" + eip712.domain_separator(domain).hex(),
        "structHash": "0x" + eip712.struct_hash(message).hex(),
        "digest": digest,
        "privateKey": "0x" + SECRETS[number % 4].hex(),
        "signer": account(number % 4),
        "signature": "0x" + signature[:64].hex() + bytes([signature[64] + 27]).hex(),
    }


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


def _refused(name: str, kind: str, message: object, error: str) -> Json:
    return {"name": name, "primaryType": kind, "message": message, "error": error}


def main(folder: Path) -> None:
    """Write the files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = [case(name, number, domain, message) for number, (name, domain, message) in enumerate(messages())]
    files: dict[str, Json] = {
        "messages": {"version": 1, "cases": cases},
        "signatures": {"version": 1, "cases": list(signatures())},
        "_fail": {"version": 1, "cases": list(malformed())},
    }
    for name, content in files.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
