"""The digests of everything that is signed: Python's part of the vectors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from ledger.core import eip712, operation_json
from ledger.core.keccak import keccak
from ledger.core.model import Domain
from ledger.errors import BadInput, SongdeedError
from ledger.evm import recover, recursion_limit_kept
from scripts.vectors import eip712 as generator

with recursion_limit_kept():
    from eth_account.messages import encode_typed_data

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "vectors" / "eip712" / "v1"
KINDS: dict[str, Any] = dict(eip712.KINDS)
REFUSED = {
    "Registration", "Deal", "Termination", "Cancellation", "Accept", "Mandate", "Withdrawal", "Ruling",
    "Statement",
}  # fmt: skip
"""The structs of which malformed texts are kept: together they have every type of field."""

NAMES = {"name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address"}
DOMAIN_TYPES = {"EIP712Domain": [{"name": name, "type": kind} for name, kind in NAMES.items()]}


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return found


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def read(case: dict[str, Any]) -> tuple[Domain, Any]:
    given = case["domain"]
    domain = Domain(given["name"], int(given["chainId"]), given["verifyingContract"])
    return domain, operation_json.struct(KINDS[case["primaryType"]], case["message"])


@pytest.mark.parametrize("case", cases("messages"), ids=named)
def test_digest(case: dict[str, Any]) -> None:
    domain, message = read(case)
    assert eip712.type_string(case["primaryType"]) == case["encodeType"]
    assert "0x" + keccak(case["encodeType"].encode()).hex() == case["typeHash"]
    assert "0x" + eip712.domain_separator(domain).hex() == case["domainSeparator"]
    assert "0x" + eip712.struct_hash(message).hex() == case["structHash"]
    assert eip712.digest(domain, message) == case["digest"]
    assert recover(case["digest"], bytes.fromhex(case["signature"][2:])) == case["signer"]


@pytest.mark.parametrize("case", cases("messages"), ids=named)
def test_the_wallet_library_agrees(case: dict[str, Any]) -> None:
    domain, message = read(case)
    typed = eip712.typed_data(domain, message)
    parts = ("domain", "primaryType", "message", "types")
    assert typed == {part: case[part] for part in parts} | {"types": DOMAIN_TYPES | case["types"]}
    encoded = encode_typed_data(full_message=dict(typed))
    assert "0x" + encoded.header.hex() == case["domainSeparator"]
    assert "0x" + encoded.body.hex() == case["structHash"]


@pytest.mark.parametrize("case", cases("messages"), ids=named)
def test_every_field_counts(case: dict[str, Any]) -> None:
    domain, message = read(case)
    for changed in _changed(message):
        assert eip712.digest(domain, changed) != case["digest"]
    elsewhere = replace(domain, chain_id=domain.chain_id ^ 1), replace(domain, contract="0x" + "ee" * 20)
    for other_domain in elsewhere:
        assert eip712.digest(other_domain, message) != case["digest"], "THREATS.md 1 and 2"


def _changed(value: Any) -> Iterator[Any]:
    """The value with one leaf of it changed, however deep, or one list longer, shorter or turned round."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value ^ 1
    elif isinstance(value, str):
        yield value[:-1] + ("0" if value[-1] != "0" else "1")
    elif isinstance(value, tuple):
        yield from (other for other in (value[1:], value * 2, value[::-1]) if other != value)
        for place, item in enumerate(value):
            yield from ((*value[:place], other, *value[place + 1 :]) for other in _changed(item))
    else:
        for field in fields(value):
            for other in _changed(getattr(value, field.name)):
                yield replace(value, **{field.name: other})


def test_every_kind_is_there() -> None:
    found = {(case["primaryType"], case["domain"]["name"]) for case in cases("messages")}
    assert {kind for kind, _ in found} == eip712.KINDS.keys()
    assert {name for kind, name in found if kind == "Cancellation"} == {
        "Songdeed Registry",
        "Songdeed Licensing",
    }
    assert {case["primaryType"] for case in cases("_fail")} == REFUSED


@pytest.mark.parametrize("case", cases("signatures"), ids=named)
def test_t04_one_form_of_a_signature(case: dict[str, Any]) -> None:
    try:
        found = recover(case["digest"], bytes.fromhex(case["signature"][2:]))
    except BadInput as error:
        assert error.code == "BAD_SIGNATURE_FORM" and not case["valid"]
    else:
        assert (found == case["signer"]) is case["valid"]


@pytest.mark.parametrize("case", cases("_fail"), ids=named)
def test_t06_malformed_messages_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(SongdeedError) as error:
        operation_json.struct(KINDS[case["primaryType"]], case["message"])
    assert error.value.code == case["error"]


def test_files_are_what_the_generator_makes(tmp_path: Path) -> None:
    generator.main(tmp_path)
    made, kept = (
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder in (tmp_path, FOLDER)
    )
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == [], "run `make vectors`"


def test_types_are_those_of_the_contracts() -> None:
    """Each type string stands in a library of the contracts, word for word."""
    files = sorted((ROOT / "contracts" / "libraries").glob("*Types.sol"))
    calls = re.findall(r"keccak256\(([^;]*?)\);", "".join(path.read_text() for path in files))
    strings = {"".join(re.findall(r'"([^"]*)"', call)) for call in calls}
    for name in eip712.TYPES:
        assert eip712.type_string(name) in strings, name


def structs_of_the_abi() -> dict[str, tuple[tuple[str, str], ...]]:
    """What the compiler made of the contracts' structs: (type, name) of their fields."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for path in sorted((ROOT / "ledger" / "abi").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["abi"]:
            _collect(entry.get("inputs", []), found)
    return found


def test_types_are_those_of_the_abi() -> None:
    """The typehash strings are written by hand."""
    found = structs_of_the_abi()
    # No function takes an Accept: the contract has the deal already, and the heads in the proof.
    assert {name: found.get(name) for name in eip712.TYPES} == {**eip712.TYPES, "Accept": None}
    assert eip712.TYPES["Accept"] == (("Deal", "deal"), ("bytes32[]", "heads"))


def _collect(parameters: list[dict[str, Any]], found: dict[str, tuple[tuple[str, str], ...]]) -> None:
    """Add the structs among the parameters, as (type, name) of their fields."""
    for parameter in (one for one in parameters if one["type"].startswith("tuple")):
        name = _declared(parameter).removesuffix("[]")
        found[name] = tuple((_declared(one), one["name"]) for one in parameter["components"])
        _collect(parameter["components"], found)


def _declared(parameter: dict[str, Any]) -> str:
    return str(parameter["internalType"]).removeprefix("struct ")
