"""What is signed fits the types of its fields: nothing is cut off, or taken for another."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

import pytest

from ledger.core import annals, eip712, licensing, model, unsealing
from ledger.errors import BadInput
from tests.unit.core.test_operation_json import a_value

KINDS = {
    name: next(getattr(one, name) for one in (model, licensing, annals, unsealing) if hasattr(one, name))
    for name in eip712.TYPES
}
CASES = [
    pytest.param(KINDS[name], eip712.snake(field), kind, id=f"{name}.{field}")
    for name, types in eip712.TYPES.items()
    for kind, field in types
    if re.fullmatch(r"uint\d+|address|bytes32", kind)
]


def refused(value: Any, field: str, wrong: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        replace(value, **{field: wrong})
    return caught.value


@pytest.mark.parametrize(("kind", "field", "type_"), CASES)
def test_a_field_holds_what_its_type_holds(kind: Any, field: str, type_: str) -> None:
    value = a_value(kind)
    if type_.startswith("uint"):
        bits = int(type_.removeprefix("uint"))
        over = 1 << bits
        for right in (0, over - 1):
            assert getattr(replace(value, **{field: right}), field) == right
        for wrong in (-1, over):
            error = refused(value, field, wrong)
            assert error.code == "BAD_INTEGER"
            assert (error.params["value"], error.params["bits"]) == (wrong, bits)
            assert eip712.snake(str(error.params["field"]).removesuffix("_")) == field
    else:
        length, code = {"address": (40, "BAD_ADDRESS"), "bytes32": (64, "BAD_HASH")}[type_]
        for text in ("", "0x", "0x" + "a" * (length - 1), "0x" + "a" * (length + 1), "0x" + "A" * length):
            error = refused(value, field, text)
            assert error.code == code and error.params["value"] == text


def test_every_field_is_one_of_its_struct() -> None:
    for name, kind in KINDS.items():
        assert {one.name for one in fields(kind)} == {eip712.snake(field) for _, field in eip712.TYPES[name]}
