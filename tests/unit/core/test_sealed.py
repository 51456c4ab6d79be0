"""The header of a sealed file and its chunks, by vectors that another implementation made."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import sealed
from ledger.core.sealed import Header
from ledger.errors import BadInput

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "sealed" / "v1"
CASES: list[dict[str, Any]] = json.loads((VECTORS / "files.json").read_text())["cases"]
KEY, SALT, WORK = b"k" * 32, b"s" * 32, "0x" + "ab" * 32


def a_header(size: int = 2500, chunk_bits: int = 10) -> Header:
    return sealed.new_header(KEY, WORK, size, SALT, chunk_bits)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["size"]))
def test_headers_are_those_of_the_vectors(case: dict[str, Any]) -> None:
    key, salt, written = (bytes.fromhex(case[name][2:]) for name in ("key", "salt", "header"))
    header = sealed.new_header(key, case["work"], case["size"], salt, case["chunk_bits"])
    assert header.to_bytes() == written and sealed.parse(written) == header
    assert header.sealed_size == case["sealed_size"] and header.id == "0x" + written[84:].hex()
    sealed.check_length(header, case["sealed_size"])


def test_what_is_in_the_clear() -> None:
    assert (
        a_header().to_bytes()[:84]
        == b"SONGSEAL\x01\x01\x0a\x00" + b"\xab" * 32 + SALT + bytes(6) + b"\x09\xc4"
    )


def test_t65_no_nonce_comes_twice() -> None:
    found = sealed.secrets_of(KEY, a_header())
    nonces = {found.nonce(index, last) for index in (*range(3000), (1 << 32) - 1) for last in (False, True)}
    assert len(nonces) == 6002 and {len(nonce) for nonce in nonces} == {12}


def test_t65_files_of_one_key_share_nothing() -> None:
    one, other = (sealed.secrets_of(KEY, sealed.new_header(KEY, WORK, 5, bytes([n]) * 32)) for n in (1, 2))
    assert one.key != other.key and one.prefix != other.prefix


def test_t66_the_key_is_committed_to() -> None:
    header = a_header()
    for key in (b"K" + KEY[1:], KEY[:31], KEY + b"k", b""):
        with pytest.raises(BadInput, match="key"):
            sealed.secrets_of(key, header)
    for other in (
        replace(header, work="0x" + "ac" * 32),
        replace(header, size=2501),
        replace(header, salt=b"S" * 32),
        replace(header, chunk_bits=11),
        replace(header, commitment=bytes(32)),
    ):
        with pytest.raises(BadInput) as caught:
            sealed.secrets_of(KEY, other)
        assert caught.value.code == "SEALED_KEY"


@given(size=st.integers(1, 1 << 40), bits=st.integers(10, 22))
def test_chunks_add_up(size: int, bits: int) -> None:
    header = Header(WORK, size, SALT, bytes(32), bits)
    last = header.plain_bytes(header.chunks - 1)
    assert 1 <= last <= 1 << bits and (header.chunks - 1) * (1 << bits) + last == size
    assert header.sealed_size == 116 + size + 16 * header.chunks


@given(data=st.binary(max_size=130))
def test_any_bytes_are_a_header_or_are_refused(data: bytes) -> None:
    for tried in (data, b"SONGSEAL\x01\x01\x14\x00" + data):
        try:
            header = sealed.parse(tried)
        except BadInput as error:
            assert error.code.startswith("SEALED_")
        else:
            assert header.to_bytes() == tried[:116]


@pytest.mark.parametrize(
    ("right", "wrong", "code", "params"),
    [
        ({"chunk_bits": 10}, {"chunk_bits": 9}, "SEALED_HEADER", {"field": "chunk"}),
        ({"chunk_bits": 22}, {"chunk_bits": 23}, "SEALED_HEADER", {"field": "chunk"}),
        ({"size": 1}, {"size": 0}, "SEALED_HEADER", {"field": "size"}),
        ({"size": 1 << 42}, {"size": (1 << 42) + 1}, "SEALED_HEADER", {"field": "size"}),
        ({"salt": b"S" * 32}, {"salt": b"S" * 31}, "SEALED_HEADER", {"field": "salt"}),
        ({"commitment": b"c" * 32}, {"commitment": b"c" * 33}, "SEALED_HEADER", {"field": "salt"}),
        ({"work": "0x" + "ff" * 32}, {"work": "0x" + "ff" * 31}, "BAD_HASH", {"value": "0x" + "ff" * 31}),
    ],
)
def test_what_a_header_may_say(
    right: dict[str, Any], wrong: dict[str, Any], code: str, params: dict[str, object]
) -> None:
    header = replace(a_header(), **right)
    assert sealed.parse(header.to_bytes()) == header
    with pytest.raises(BadInput) as caught:
        replace(header, **wrong)
    assert (caught.value.code, caught.value.params) == (code, params)


@pytest.mark.parametrize(
    ("at", "code", "params"),
    [
        (0, "SEALED_NOT", {}),
        (7, "SEALED_NOT", {}),
        (8, "SEALED_VERSION", {"given": 255, "known": 1}),
        (9, "SEALED_HEADER", {"field": "suite"}),
        (10, "SEALED_HEADER", {"field": "chunk"}),
        (11, "SEALED_HEADER", {"field": "reserved"}),
        (76, "SEALED_HEADER", {"field": "size"}),
    ],
)
def test_a_header_with_another_byte(at: int, code: str, params: dict[str, object]) -> None:
    written = bytearray(a_header().to_bytes())
    written[at] = 255
    with pytest.raises(BadInput) as caught:
        sealed.parse(bytes(written))
    assert (caught.value.code, caught.value.params) == (code, params)


def test_what_was_cut_off_or_added_is_told_by_its_bytes() -> None:
    header = a_header()
    assert header.sealed_size == 116 + 2500 + 3 * 16 and header.chunks == 3
    assert [header.plain_bytes(index) for index in range(3)] == [1024, 1024, 452]
    assert sealed.parse(header.to_bytes() + b"more") == header
    sealed.check_length(header, 2664)
    for size, code in ((2663, "SEALED_SHORT"), (2665, "SEALED_LONG")):
        with pytest.raises(BadInput) as caught:
            sealed.check_length(header, size)
        assert (caught.value.code, caught.value.params) == (code, {"given": size, "wanted": 2664})
    with pytest.raises(BadInput) as caught:
        sealed.parse(header.to_bytes()[:115])
    assert (caught.value.code, caught.value.params) == ("SEALED_SHORT", {"given": 115, "wanted": 116})


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["size"]))
def test_secrets_are_those_that_hkdf_derives(case: dict[str, Any]) -> None:
    """Against the implementation of RFC 5869 in ``cryptography``."""
    header = sealed.parse(bytes.fromhex(case["header"][2:]))
    key = bytes.fromhex(case["key"][2:])
    found = sealed.secrets_of(key, header)
    label = b"songdeed sealed file v1"
    hkdf = HKDF(hashes.SHA256(), length=39, salt=header.salt, info=label + header.to_bytes())
    assert found.key + found.prefix == hkdf.derive(key)
    assert found.nonce(258, False) == found.prefix + b"\x00\x00\x01\x02\x00"
    assert found.nonce(258, True) == found.prefix + b"\x00\x00\x01\x02\x01"


def test_secrets_are_not_shown() -> None:
    found = sealed.secrets_of(KEY, a_header())
    assert found.key.hex() not in repr(found) and repr(found.key) not in repr(found)
