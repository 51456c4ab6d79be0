"""What is signed fits the types of its fields: nothing is cut off, or taken for another."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from ledger.core import annals, eip712, licensing, model, unsealing
from ledger.errors import BadInput
from tests.unit.core.test_eip712 import structs_of_the_abi
from tests.unit.core.test_operation_json import a_value

STRUCTS = {
    **structs_of_the_abi(),
    **eip712.TYPES,
    "Domain": (("string", "name"), ("uint256", "chainId"), ("address", "contract")),
}
KINDS = {
    name: next(getattr(one, name) for one in (model, licensing, annals, unsealing) if hasattr(one, name))
    for name in STRUCTS
    if name != "Activation"  # an operation has its parts
}
CHECKED = ("uint", "address", "bytes32", "bool")
CASES = [
    pytest.param(KINDS[name], eip712.snake(field), type_, id=f"{name}.{field}")
    for name in KINDS
    for type_, field in STRUCTS[name]
    if type_.startswith(CHECKED)
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
    elif type_ == "bool":
        for other in (0, 1, None, "true"):
            error = refused(value, field, other)
            assert error.code == "BAD_BOOLEAN" and error.params["value"] == other
            assert eip712.snake(str(error.params["field"])) == field
    else:
        length, code = {"address": (40, "BAD_ADDRESS"), "bytes32": (64, "BAD_HASH")}[type_.removesuffix("[]")]
        for text in ("", "0x", "0x" + "a" * (length - 1), "0x" + "a" * (length + 1), "0x" + "A" * length):
            given = (*getattr(value, field), text) if type_.endswith("[]") else text
            error = refused(value, field, given)
            assert error.code == code and error.params["value"] == text


def test_every_field_is_one_of_its_struct() -> None:
    for name, kind in KINDS.items():
        assert {one.name for one in fields(kind)} == {eip712.snake(field) for _, field in STRUCTS[name]}
