"""JSON that is hashed or signed (THREATS 40-45, trap 1)."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import strictjson
from ledger.core.characters import check_text
from ledger.errors import BadInput

VECTORS = Path(__file__).parents[2] / "vectors" / "json" / "v1"
LIMIT = 1 << 20


def cases(name: str) -> list[Any]:
    found = json.loads((VECTORS / name).read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.mark.parametrize("case", cases("canonical.json"))
def test_canonical(case: dict[str, str]) -> None:
    value = strictjson.loads(case["text"], max_bytes=LIMIT)
    wanted = case["canonical"].encode()
    assert strictjson.canonical(value) == wanted
    assert strictjson.loads_canonical(wanted, max_bytes=LIMIT) == value


@pytest.mark.parametrize("case", cases("strict_fail.json"))
def test_t40_to_t45_refused(case: dict[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        strictjson.loads(bytes.fromhex(case["hex"]), max_bytes=LIMIT)
    assert caught.value.code == case["code"]


@pytest.mark.parametrize("case", cases("canonical_fail.json"))
def test_not_canonical(case: dict[str, str]) -> None:
    data = bytes.fromhex(case["hex"])
    strictjson.loads(data, max_bytes=LIMIT)
    with pytest.raises(BadInput) as caught:
        strictjson.loads_canonical(data, max_bytes=LIMIT)
    assert caught.value.code == case["code"]


def test_size_is_checked_in_bytes_before_parsing() -> None:
    assert strictjson.loads('"中"', max_bytes=5) == "中"
    with pytest.raises(BadInput) as caught:
        strictjson.loads('"中"', max_bytes=4)
    assert (caught.value.code, caught.value.params["size"]) == ("JSON_TOO_LARGE", 5)


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        (b"[123456]", "JSON_TOO_LARGE", {"size": 8, "limit": 7}),
        ('"a\ud834"', "JSON_NOT_UTF8", {"place": 2}),
        (b'"ab\xff"', "JSON_NOT_UTF8", {"place": 3}),
        (b"\xef\xbb\xbf1", "JSON_BOM", {}),
        (b"[[[]]]", "JSON_TOO_DEEP", {"limit": 2}),
        (b"[\n1 x]", "JSON_SYNTAX", {"line": 2, "column": 3}),
        ('{"é":1}', "JSON_TOO_LARGE", {"size": 8, "limit": 7}),
    ],
)
def test_what_is_wrong_and_where_is_told(data: bytes | str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        strictjson.loads(data, max_bytes=7, max_depth=2)
    assert (caught.value.code, caught.value.params) == (code, params)


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        ('{"é": 1, "é": 2}', "JSON_DUPLICATE_KEY", {"key": r"'\xe9'"}),
        ("0." + "1" * 50, "JSON_FLOAT", {"value": "0." + "1" * 38}),
        ("-0", "JSON_FLOAT", {"value": "-0"}),
        ("NaN", "JSON_FLOAT", {"value": "NaN"}),
        ("9007199254740992", "JSON_INTEGER", {"value": "0x20000000000000", "limit": strictjson.MAX_INT}),
        ("-9007199254740992", "JSON_INTEGER", {"value": "-0x20000000000000", "limit": strictjson.MAX_INT}),
        ("9" * 50, "JSON_INTEGER", {"value": "9" * 40, "limit": strictjson.MAX_INT}),
        ("1" * 18, "JSON_INTEGER", {"value": "1" * 18, "limit": strictjson.MAX_INT}),
    ],
)
def test_what_two_readers_might_read_differently(data: str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        strictjson.loads(data, max_bytes=LIMIT)
    assert (caught.value.code, caught.value.params) == (code, params)


@pytest.mark.parametrize("number", [strictjson.MAX_INT, -strictjson.MAX_INT, 0])
def test_the_widest_integers_are_read(number: int) -> None:
    assert strictjson.MAX_INT == 9_007_199_254_740_991
    assert strictjson.loads(str(number), max_bytes=LIMIT) == number
    assert strictjson.canonical(number) == str(number).encode()


def test_odd_numbers_can_come_as_their_text() -> None:
    data = "[1, 1.50, -0, NaN, 9007199254740992]"
    assert strictjson.loads(data, max_bytes=LIMIT, odd_numbers=True) == [
        1, "1.50", "-0", "NaN", "9007199254740992",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["[[], [], {}]", '[{"a": []}]', r'["[[[", "\"[[[", "{{{"]'])
def test_depth_is_that_of_brackets_which_are_open_outside_of_texts(text: str) -> None:
    depth = 3 if "a" in text else 2
    assert strictjson.loads(text, max_bytes=LIMIT, max_depth=depth) == json.loads(text)


def test_t43_deep_nesting_with_a_raised_recursion_limit() -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)  # what py_ecc does when it is imported
    try:
        for bomb in (b"[" * 200_000, b'{"a":' * 40_000, b'"' + b'\\"' * 400_000, b'[""' + b',""' * 200_000):
            with pytest.raises(BadInput):
                strictjson.loads(bomb, max_bytes=LIMIT)
    finally:
        sys.setrecursionlimit(before)


@pytest.mark.parametrize(
    ("value", "code", "params"),
    [
        (1.0, "JSON_FLOAT", {"value": "1.0"}),
        (float("nan"), "JSON_FLOAT", {"value": "nan"}),
        (2**53, "JSON_INTEGER", {"value": "0x20000000000000", "limit": strictjson.MAX_INT}),
        ([10**5000], "JSON_INTEGER", {"value": hex(10**5000)[:40], "limit": strictjson.MAX_INT}),
        ({"a": 1, 1: 2}, "JSON_TYPE", {"type": "key"}),
        ({"a": b"x"}, "JSON_TYPE", {"type": "bytes"}),
        ({"a\n": 1}, "TEXT_FORBIDDEN_CHARACTER", {"character": "U+000A", "place": 2}),
        (["e\u0301"], "TEXT_NOT_NFC", {"value": "e\u0301"}),
    ],
)
def test_canonical_refuses(value: object, code: str, params: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        strictjson.canonical(value)
    assert (caught.value.code, caught.value.params) == (code, params)


def test_canonical_depth() -> None:
    value: object = "x"
    for _ in range(32):
        value = [value]
    assert strictjson.loads_canonical(strictjson.canonical(value), max_bytes=64 + 3) == value
    with pytest.raises(BadInput) as caught:
        strictjson.canonical((value,))
    assert (caught.value.code, caught.value.params) == ("JSON_TOO_DEEP", {"limit": 32})


def _fit(text: str) -> bool:
    try:
        return bool(check_text(text)) or text == ""
    except BadInput:
        return False


TEXT = (
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(_fit)
)
INTEGERS = st.integers(-strictjson.MAX_INT, strictjson.MAX_INT)
VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_round_trip(value: object) -> None:
    data = strictjson.canonical(value)
    assert strictjson.loads_canonical(data, max_bytes=LIMIT) == value
    assert json.loads(data) == value


@given(st.binary(max_size=60))
def test_bytes_are_read_or_refused_in_plain_words(data: bytes) -> None:
    try:
        value = strictjson.loads(data, max_bytes=LIMIT)
    except BadInput as error:
        assert error.code.startswith(("JSON_", "TEXT_"))
    else:
        assert strictjson.loads_canonical(strictjson.canonical(value), max_bytes=LIMIT) == value
