"""The header of a sealed file and its chunks, by vectors that another implementation made."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
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


def test_secrets_are_not_shown() -> None:
    found = sealed.secrets_of(KEY, a_header())
    assert found.key.hex() not in repr(found) and repr(found.key) not in repr(found)
