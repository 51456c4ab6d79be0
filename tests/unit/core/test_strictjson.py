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


def test_lone_surrogate_in_text() -> None:
    with pytest.raises(BadInput) as caught:
        strictjson.loads('"\ud834"', max_bytes=LIMIT)
    assert caught.value.code == "JSON_NOT_UTF8"


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
    ("value", "code"),
    [
        (1.0, "JSON_FLOAT"),
        (float("nan"), "JSON_FLOAT"),
        (2**53, "JSON_INTEGER"),
        ([10**5000], "JSON_INTEGER"),
        ({1: 2}, "JSON_TYPE"),
        ({"a": b"x"}, "JSON_TYPE"),
        ({"a\n": 1}, "TEXT_FORBIDDEN_CHARACTER"),
        (["e\u0301"], "TEXT_NOT_NFC"),
    ],
)
def test_canonical_refuses(value: object, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        strictjson.canonical(value)
    assert caught.value.code == code


def test_canonical_depth() -> None:
    value: object = "x"
    for _ in range(32):
        value = [value]
    strictjson.canonical(value)
    with pytest.raises(BadInput) as caught:
        strictjson.canonical((value,))
    assert caught.value.code == "JSON_TOO_DEEP"


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
