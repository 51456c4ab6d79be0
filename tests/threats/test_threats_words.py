"""Digests, spellings and names (THREATS 39, 45, 46): what identifies a work, and what never does."""

from __future__ import annotations

import ast
import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ledger.chain import abi
from ledger.core import eip712, record, strictjson
from ledger.core.drafting import Draft, Particulars, draft
from ledger.core.hashing import digest
from ledger.core.model import (
    ZERO_HASH,
    Asset,
    Cancellation,
    Link,
    Registration,
    Share,
    Termination,
    Unclaimed,
    check_hash,
)
from ledger.core.record_words import TitleText
from ledger.core.titles import parse_split
from ledger.errors import BadInput
from tests.shells import ROOT

LIN, HAO = "0x" + "11" * 20, "0x" + "22" * 20


def drafted(who: str, title: str, audio: bytes = b"song") -> Draft:
    splits = tuple(parse_split(f"{layer}:x=100", lambda _: who) for layer in ("WRK", "PRF", "PHN"))
    return draft(who, Particulars((TitleText(title),), splits, file=digest(audio)))


def digests_named(source: str) -> set[str]:
    """Digests of hashlib that a module uses, by attribute, import or name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "hashlib"
        ):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and node.module == "hashlib":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant) and node.value in hashlib.algorithms_available:
            found.add(str(node.value))
    return found


def modules() -> Iterator[Path]:
    for top in ("ledger", "api"):
        yield from sorted((ROOT / top).rglob("*.py"))


def test_t39_only_sha256_makes_an_identity_beside_keccak() -> None:
    found = {name for path in modules() for name in digests_named(path.read_text(encoding="utf-8"))}
    assert found - {"file_digest"} == {"sha256"}, "file_digest is told which digest by name"
    assert digests_named("import hashlib\nhashlib.md5(b'')") == {"md5"}
    assert digests_named("from hashlib import sha1") == {"sha1"}
    assert digests_named("hashlib.new('md5')") == {"new", "md5"}


@pytest.mark.parametrize("size", [0, 1, 16, 20, 28, 31, 33, 48, 64])
def test_t39_a_hash_is_32_bytes_everywhere(size: int) -> None:
    short = "0x" + "ab" * size
    with pytest.raises(BadInput):
        check_hash(short)
    for made in (
        lambda: Unclaimed(short, 1),
        lambda: Link(1, short),
        lambda: Asset(1, short, ZERO_HASH, (), ()),
        lambda: Asset(1, ZERO_HASH, short, (), ()),
        lambda: Registration(LIN, (), short, 1),
        lambda: Termination(short, 1, 0, LIN, 1),
        lambda: Cancellation(short, LIN, 1),
    ):
        with pytest.raises(BadInput) as caught:
            made()
        assert caught.value.code == "BAD_HASH"


def test_t39_a_record_with_a_shortened_digest_is_none() -> None:
    body = drafted(LIN, "A").records[-1]
    whole = digest(b"song").sha256
    assert whole.encode() in body and record.from_bytes(body)
    with pytest.raises(BadInput):
        record.from_bytes(body.replace(whole.encode(), whole[:-2].encode()))


SPELLED = "été", "Beyoncé", "한국어", "Ångström", "ガガ"


@pytest.mark.parametrize("text", SPELLED)
def test_t45_two_spellings_never_make_two_works(text: str) -> None:
    """The second spelling is refused wherever it would be hashed; so one text has one id."""
    other = unicodedata.normalize("NFD", text)
    assert other != text
    assert drafted(LIN, text).ids == drafted(LIN, text).ids
    with pytest.raises(BadInput) as caught:
        drafted(LIN, other)
    assert caught.value.code == "TEXT_NOT_NFC"
    good = drafted(LIN, text).records[-1]
    spoiled = good.replace(text.encode(), other.encode())
    assert spoiled != good
    with pytest.raises(BadInput):
        record.from_bytes(spoiled)
    for data in (f'{{"{other}":1}}', f'{{"{text}":1,"{other}":2}}', f'["{other}"]'):
        with pytest.raises(BadInput) as caught:
            strictjson.loads(data, max_bytes=1000)
        assert caught.value.code == "TEXT_NOT_NFC"


LOOKALIKES = [("Taylor Swift", "Тaylor Swift"), ("Pink Floyd", "Ρink Floyd"), ("AB", "ＡＢ")]


@pytest.mark.parametrize(("name", "lookalike"), LOOKALIKES)
def test_t46_the_key_is_the_identity_and_never_the_name(name: str, lookalike: str) -> None:
    """The same words by another key are another work; other letters by the same key, too."""
    mine, copied, faked = drafted(LIN, name), drafted(HAO, name), drafted(LIN, lookalike)
    assert not set(mine.ids) & set(copied.ids)
    assert mine.ids[-1] != faked.ids[-1] and mine.records[-1] != faked.records[-1]
    assert mine.assets[-1].file_tag == copied.assets[-1].file_tag, "a claim to the same bytes is seen as one"


def test_t46_no_event_and_no_signed_text_bears_a_name() -> None:
    """What is signed, and what the chain tells, are keys, hashes and numbers."""
    types = {kind for fields in eip712.TYPES.values() for kind, _ in fields}
    for name in (abi.REGISTRY, abi.LICENSING):
        entries = list(abi.contract(name).events.values())
        assert len(entries) >= 4
        types |= {str(part) for entry in entries for param in entry.params for part in every_type(param)}
    assert not {kind for kind in types if kind.startswith(("string", "bytes[", "bytes(")) or kind == "bytes"}
    assert {"address", "bytes32"} <= types
    for make in (lambda: Share("Taylor Swift", 1), lambda: Unclaimed("Taylor Swift", 1)):
        with pytest.raises(BadInput):
            make()


def every_type(param: Mapping[str, Any]) -> Iterator[str]:
    """Type of an ABI parameter, and of all in it."""
    yield param["type"]
    for part in param.get("components", ()):
        yield from every_type(part)
