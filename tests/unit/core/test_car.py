"""CAR files: one form, bounded, re-hashed (THREATS 57, 58)."""

from __future__ import annotations

import hashlib
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import car
from ledger.core.cid import CID_BYTES, DAG_PB, RAW, Cid
from ledger.core.unixfs import varint
from ledger.errors import BadInput, ServiceDown

DATA = b"some music"
NAME = Cid(RAW, hashlib.sha256(DATA).digest())
OLD = Cid(DAG_PB, NAME.digest, 0)
WHOLE = car.header([NAME]) + car.section(NAME, DATA)
# Written by Kubo 0.43.0: ipfs dag export of "some music".
KUBOS = bytes.fromhex(
    "3aa265726f6f747381d82a58250001551220" + NAME.digest.hex() + "6776657273696f6e01"
    "2e01551220" + NAME.digest.hex() + DATA.hex()
)


def read(data: bytes) -> tuple[tuple[Cid, ...], list[tuple[Cid, bytes]]]:
    reader = car.Reader(io.BytesIO(data).read)
    return reader.roots, list(reader.blocks())


def test_as_kubo_writes_it() -> None:
    assert WHOLE == KUBOS
    assert read(WHOLE) == ((NAME,), [(NAME, DATA)])


@given(st.lists(st.sampled_from([NAME, OLD]), min_size=1, max_size=300))
def test_roots_of_any_number(roots: list[Cid]) -> None:
    assert read(car.header(roots))[0] == tuple(roots)


@pytest.mark.parametrize(
    ("count", "head"),
    [(1, "81"), (23, "97"), (24, "9818"), (255, "98ff"), (256, "990100"), (car.MAX_ROOTS, "9903e8")],
)
def test_the_number_of_roots_is_written_as_short_as_can_be(count: int, head: str) -> None:
    header = car.header([NAME] * count)
    assert b"roots" + bytes.fromhex(head) + b"\xd8\x2a" in header
    assert read(header)[0] == (NAME,) * count


def test_too_many_roots() -> None:
    many = b"\xa2\x65roots\x99\x03\xe9"
    for count, make in (
        (0, lambda: car.header([])),
        (1001, lambda: car.header([NAME] * 1001)),
        (0, lambda: read(varint(7) + many[:7])),
        (1001, lambda: read(varint(len(many)) + many)),
    ):
        with pytest.raises(BadInput) as caught:
            make()
        assert caught.value.code == "CAR_ROOTS"
        assert caught.value.params == {"count": count, "limit": 1000}


def test_blocks_of_any_size_and_of_both_kinds_of_names() -> None:
    large = bytes(car.MAX_SECTION - CID_BYTES)
    blocks = [(Cid(RAW, hashlib.sha256(large).digest()), large), (OLD, DATA), (NAME, DATA)]
    assert read(car.header([NAME]) + b"".join(car.section(*one) for one in blocks))[1] == blocks


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "CAR_HEADER"),
        (b"\x0a\xa1\x67version\x02", "CAR_HEADER"),  # version 2
        (WHOLE[:20], "CAR_TRUNCATED"),
        (WHOLE[:-1], "CAR_TRUNCATED"),
        (WHOLE + b"\x80\x80\x80", "CAR_TRUNCATED"),
        (WHOLE + b"\x80\x80\x80\x80", "CAR_SECTION"),
        (WHOLE + b"\x00", "CAR_SECTION"),
        (WHOLE + b"\x80\x00", "CAR_SECTION"),
        (WHOLE + b"\xff\xff\xff\xff\xff\x01", "CAR_SECTION"),
        (WHOLE + varint(car.MAX_SECTION + 1), "CAR_SECTION"),
        (WHOLE + b"\x01\x01", "CID_HASH"),
        (varint(car.MAX_HEADER) + WHOLE, "CAR_TRUNCATED"),
        (varint(car.MAX_HEADER + 1) + WHOLE, "CAR_HEADER"),
        (WHOLE.replace(b"version\x01", b"version\x02"), "CAR_HEADER"),
        (WHOLE.replace(b"roots\x81", b"roots\x82"), "CID_VERSION"),
        (WHOLE.replace(b"roots\x81", b"roots\x80"), "CAR_ROOTS"),
        (WHOLE.replace(b"\xd8\x2a", b"\xd8\x2b", 1), "CAR_HEADER"),
        (WHOLE.replace(b"\x58\x25\x00\x01", b"\x58\x25\x01\x01", 1), "CAR_HEADER"),
        (WHOLE[:-1] + b"!", "CAR_BLOCK"),
        (car.header([NAME]) + car.section(NAME, b""), "CAR_BLOCK"),
    ],
)
def test_t58_files_that_are_refused(data: bytes, code: str) -> None:
    with pytest.raises((BadInput, ServiceDown)) as caught:
        read(data)
    assert caught.value.code == code
    assert caught.value.params.get("cid") == (str(NAME) if code == "CAR_BLOCK" else None)


def test_t58_more_than_is_taken_in() -> None:
    many = car.header([NAME]) + car.section(NAME, DATA) * 5
    taken = 5 * (CID_BYTES + len(DATA))
    assert len(list(car.Reader(io.BytesIO(many).read).blocks(max_blocks=5, max_bytes=taken))) == 5
    for limits in ({"max_blocks": 4}, {"max_bytes": taken - 1}):
        with pytest.raises(BadInput) as caught:
            list(car.Reader(io.BytesIO(many).read).blocks(**limits))
        assert caught.value.code == "CAR_TOO_LARGE"


def test_t58_memory_follows_the_bytes_not_what_is_announced() -> None:
    announced = car.header([NAME]) + varint(car.MAX_SECTION) + b"x"
    tracemalloc.start()
    with pytest.raises(BadInput):
        read(announced)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500_000
