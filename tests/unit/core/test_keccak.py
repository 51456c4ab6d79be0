"""Keccak-256, from either library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.keccak import first_of, from_pycryptodome, from_pysha3, keccak, keccak_words

EMPTY = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"  # EIP-1052's hash of no code


def test_known_answers() -> None:
    assert keccak(b"").hex() == EMPTY
    assert keccak(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"


@given(st.binary(max_size=300))
def test_both_libraries_agree(data: bytes) -> None:
    pytest.importorskip("sha3")
    assert from_pysha3()(data).digest() == from_pycryptodome()(data).digest() == keccak(data)


def test_the_next_one_is_taken_when_one_is_not_installed() -> None:
    def absent() -> None:
        raise ImportError

    assert first_of(absent, from_pycryptodome)(b"").hexdigest() == EMPTY  # type: ignore[arg-type]
    with pytest.raises(ImportError, match=r"^neither safe-pysha3 nor pycryptodome is installed$"):
        first_of(absent)  # type: ignore[arg-type]


def test_words_are_padded_on_the_left() -> None:
    address = "0x" + "11" * 20
    assert (
        keccak_words(address, "0x" + "22" * 32)
        == "0x" + keccak(bytes(12) + b"\x11" * 20 + b"\x22" * 32).hex()
    )
