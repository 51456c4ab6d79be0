"""Slots and words against eth_abi and the compiler's storageLayout, and docs/storage.md against both."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import slots
from ledger.core.annals import Decision
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.slot_keys import KEYS, LICENSING, REGISTRY, Slot
from tests.unit.core.world_base import hashed, party

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = (ROOT / "docs" / "storage.md").read_text(encoding="utf-8")
BASES = {REGISTRY: slots.REGISTRY_BASES, LICENSING: slots.LICENSING_BASES}

hashes = st.integers(0, 2**256 - 1).map(lambda number: f"0x{number:064x}")
accounts = st.integers(0, 2**160 - 1).map(lambda number: f"0x{number:040x}")
TYPES = {"bytes32": hashes, "address": accounts} | {
    f"uint{bits}": st.integers(0, 2**bits - 1) for bits in (8, 32, 64, 256)
}


def layout(contract: str) -> dict[str, Any]:
    """The compiler's storageLayout, as ``scripts/export_abi.py`` keeps it fresh."""
    text = (ROOT / "ledger" / "abi" / f"{contract}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["storageLayout"]
    return found


def public() -> dict[str, Any]:
    """Functions and classes of slots.py that others may use."""
    return {
        name: value
        for name, value in vars(slots).items()
        if getattr(value, "__module__", "") == slots.__name__ and not name.startswith("_")
    }


def parameters(function: Slot) -> list[str]:
    return list(inspect.signature(function).parameters)


@pytest.mark.parametrize("contract", BASES)
def test_bases_are_the_compilers(contract: str) -> None:
    entries = layout(contract)["storage"]
    assert BASES[contract] == {entry["label"]: int(entry["slot"]) for entry in entries}
    assert all(entry["offset"] == 0 for entry in entries)


def test_every_mapping_has_one_function() -> None:
    given = [(contract, variable) for contract, variable, _ in KEYS.values()]
    mappings = {
        (contract, entry["label"])
        for contract in BASES
        for entry in layout(contract)["storage"]
        if layout(contract)["types"][entry["type"]]["encoding"] == "mapping"
    }
    assert len(given) == len(set(given)) and set(given) == mappings
    assert {function.__name__ for function in KEYS} == {name for name in public() if name.endswith("_slot")}


@pytest.mark.parametrize("function", KEYS)
@given(data=st.data())
def test_slots(function: Slot, data: st.DataObject) -> None:
    contract, variable, types = KEYS[function]
    kind = next(entry["type"] for entry in layout(contract)["storage"] if entry["label"] == variable)
    key_type = layout(contract)["types"][kind]["key"].removeprefix("t_")
    arguments = [data.draw(TYPES[each]) for each in (types or key_type).split()]
    key = hashed(types, *arguments) if types else arguments[0]
    assert function(*arguments) == hashed(f"{key_type} uint256", key, BASES[contract][variable])


@pytest.mark.parametrize("function", KEYS)
def test_arguments_of_another_form_are_refused(function: Slot) -> None:
    _, variable, types = KEYS[function]
    single = "address" if variable == "barring" else "bytes32"
    good = {"bytes32": an_id("x"), "address": party("x")}
    wrong: dict[str, tuple[object, ...]] = {
        "bytes32": (party("x"), an_id("x").upper(), an_id("x")[2:], 1, b"\0" * 32, an_id("x") + "\n"),
        "address": (an_id("x"), party("x")[:-1], 1, None),
    }
    kinds = (types or single).split()
    right = [good.get(kind, 1) for kind in kinds]
    function(*right)
    for place, (kind, name) in enumerate(zip(kinds, parameters(function), strict=True)):
        bits = int(kind.removeprefix("uint")) if kind.startswith("uint") else 0
        code = {"bytes32": "BAD_HASH", "address": "BAD_ADDRESS"}.get(kind, "BAD_INTEGER")
        for value in wrong.get(kind, (-1, 1 << bits, "1", True, None)):
            with pytest.raises(BadInput) as caught:
                function(*right[:place], value, *right[place + 1 :])
            told = {"field": name, "bits": bits} if bits else {}
            assert (caught.value.code, caught.value.params) == (code, {"value": value, **told})


def packed(*fields: tuple[int, int]) -> int:
    """(value, first bit) each."""
    return sum(value << first for value, first in fields)


def test_structs_are_packed_as_the_compiler_says() -> None:
    types = layout(REGISTRY)["types"]
    fields: dict[str, dict[str, Any]] = {
        "t_struct(AnchorTime)_storage": {"time": 3, "blockNumber": 4},
        "t_struct(Claim)_storage": {"priority": 3, "registrant": int(party("a"), 16), "count": 5},
    }
    words = {
        name: packed(*((given[member["label"]], 8 * member["offset"]) for member in types[name]["members"]))
        for name, given in fields.items()
        if {member["label"] for member in types[name]["members"]} == given.keys()
    }
    assert [types[name]["numberOfBytes"] for name in words] == ["32", "32"]
    anchor, claim = words.values()
    assert slots.AnchorWord.from_word(anchor) == slots.AnchorWord(3, 4)
    assert slots.ClaimWord.from_word(claim) == slots.ClaimWord(3, party("a"), 5)


def test_words_that_the_contracts_pack_themselves() -> None:
    status = packed((1, 0), (0b101, 8), (70, 24), (50, 88), (9, 152))
    assert slots.StatusWord.from_word(status) == slots.StatusWord(1, 0b101, 70, 50, 9)
    word = packed((2, 0), (60, 8), (8, 72), (3, 136))
    assert slots.OpeningWord.from_word(word) == slots.OpeningWord(2, 60, 8, 3)
    assert slots.RulingWord.from_word(word) == slots.RulingWord(Decision.DISMISSED, 60, 8, 3)
    assert slots.confirmed_places(0b1011) == (0, 1, 3) and slots.confirmed_places(0) == ()


def test_zero_is_nothing() -> None:
    assert slots.AnchorWord.from_word(0) == slots.AnchorWord(0, 0)
    assert slots.ClaimWord.from_word(0) == slots.ClaimWord(0, ZERO_ADDRESS, 0)
    assert slots.StatusWord.from_word(0) == slots.StatusWord(0, 0, 0, 0, 0)
    assert slots.OpeningWord.from_word(0) == slots.OpeningWord(0, 0, 0, 0)
    assert slots.RulingWord.from_word(0) == slots.RulingWord(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("read", "bits"),
    [
        (slots.AnchorWord.from_word, 128),
        (slots.StatusWord.from_word, 216),
        (slots.ClaimWord.from_word, 256),
        (slots.OpeningWord.from_word, 256),
        (slots.RulingWord.from_word, 256),
        (slots.confirmed_places, 256),
    ],
)
def test_bits_that_no_word_has(read: Callable[[Any], object], bits: int) -> None:
    read((1 << bits) - 1)
    for word in (1 << bits, -1, "1", True):
        with pytest.raises(BadInput) as caught:
            read(word)
        assert caught.value.code == "BAD_INTEGER"
        assert caught.value.params == {"field": "word", "value": word, "bits": bits}


def test_ends() -> None:
    running, ended = slots.StatusWord(1, 0, 0, 1, 1), slots.StatusWord(1, 0b110, 70, 1, 1)
    assert running.end_of_line(1, 0, 90) == ended.end_of_line(0, 0, 90) == 90
    assert ended.end_of_line(1, 0, 90) == 70 and ended.end_of_line(2, 60, 90) == 60
    mandate = [slots.StatusWord(1, bits, 70, 1, 1) for bits in range(4)]
    assert [one.end_of_mandate(0, 90) for one in mandate] == [90, 70, 90, 70]
    assert [one.end_of_mandate(60, 90) for one in mandate] == [90, 70, 60, 60]
    assert mandate[3].end_of_mandate(80, 90) == 70


@given(hashes, hashes, accounts, accounts, st.integers(0, 2**64 - 1), st.sampled_from(slots.DisputeAction))
def test_hashes(
    head: str, part: str, account: str, opener: str, time: int, action: slots.DisputeAction
) -> None:
    types = "bytes32 uint8 address address bytes32 uint64"
    found = slots.next_dispute(head, action, account, opener=opener, detail=part, time=time)
    assert found == hashed(types, head, int(action), account, opener, part, time)
    assert slots.next_attestation(head, part, time) == hashed("bytes32 bytes32 uint64", head, part, time)
    assert slots.next_statement(head, part, time) == hashed("bytes32 bytes32 uint64", head, part, time)
    assert slots.voided_title(part) == hashed("string bytes32", "VOID", part)
    assert slots.DisputeAction.UPHELD == 2 + Decision.UPHELD and Decision.DISMISSED + 2 == 4


LINKS: list[tuple[Callable[..., str], dict[str, Any]]] = [
    (slots.next_dispute, {"head": ZERO_HASH, "account": party("a"), "opener": party("b"),
                          "detail": an_id("why"), "time": 5, "action": slots.DisputeAction.OPENED}),
    (slots.next_attestation, {"head": ZERO_HASH, "evidence": an_id("why"), "time": 5}),
    (slots.next_statement, {"head": ZERO_HASH, "root": an_id("rows"), "time": 5}),
    (slots.voided_title, {"title": an_id("title")}),
]  # fmt: skip
WRONG_PARTS = [(make, right, name) for make, right in LINKS for name in right if name != "action"]


@pytest.mark.parametrize(("make", "right", "name"), WRONG_PARTS)
def test_links_are_made_of_hashes_accounts_and_times(
    make: Callable[..., str], right: dict[str, Any], name: str
) -> None:
    make(**right | ({"time": 2**64 - 1} if "time" in right else {}))
    wrong = 2**64 if name == "time" else "0x1"
    code = {"time": "BAD_INTEGER", "account": "BAD_ADDRESS", "opener": "BAD_ADDRESS"}.get(name, "BAD_HASH")
    with pytest.raises(BadInput) as caught:
        make(**right | {name: wrong})
    told = {"field": "time", "bits": 64} if name == "time" else {}
    assert (caught.value.code, caught.value.params) == (code, {"value": wrong, **told})


def tables(text: str) -> dict[str, list[list[str]]]:
    """Rows of the two tables of slots: fact, meaning, slot, word, zero, functions."""
    found = {}
    for contract in BASES:
        body = text.split(f"\n## {contract}\n")[1].split("\n## ")[0]
        rows = [line.strip("|").split("|") for line in body.splitlines() if line.startswith("| `")]
        found[contract] = [[cell.strip() for cell in row] for row in rows]
    return found


def named(text: str) -> dict[str, list[str]]:
    """What the last column names, each with its parameters."""
    calls = re.findall(r"`(\w+)(?:\(([^)]*)\))?`", text)
    return {name: given.split(", ") if given else [] for name, given in calls}


@pytest.mark.parametrize("contract", BASES)
def test_every_variable_has_a_row(contract: str) -> None:
    rows = tables(DOCUMENT)[contract]
    assert [row[0].strip("`") for row in rows] == list(BASES[contract])
    assert all(len(row) == 6 and all(row) for row in rows)


def test_document_and_code_name_each_other() -> None:
    rows = [row for each in tables(DOCUMENT).values() for row in each]
    given = {name: found for row in rows for name, found in named(row[5]).items()}
    assert given.keys() == public().keys()
    for name, found in given.items():
        if inspect.isfunction(public()[name]) and name != "confirmed_places":
            assert found == parameters(public()[name]), name


@pytest.mark.parametrize("function", KEYS)
def test_formulas_in_the_document(function: Slot) -> None:
    contract, variable, types = KEYS[function]
    (row,) = (row for row in tables(DOCUMENT)[contract] if row[0] == f"`{variable}`")
    assert next(iter(named(row[5]))) == function.__name__
    kinds = types.split() or ["address" if variable == "barring" else "bytes32"]
    samples = {"address": party("a"), "bytes32": an_id("b")}
    arguments = {name: samples.get(kind, 2) for name, kind in zip(parameters(function), kinds, strict=True)}

    def h(*words: str | int) -> str:
        return hashed(" ".join("uint256" for _ in words), *(int(str(word), 0) for word in words))

    assert eval(row[2].strip("`"), {"H": h}, arguments) == function(**arguments)


def test_the_checks_name_variables_that_exist() -> None:
    body = DOCUMENT.split("## Which facts a yes rests on")[1].split("\n## ")[0]
    rows = re.findall(r"^\| V(\d+) [^|]*\|([^|]*)\|([^|]*)\|", body, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(14))
    known: Mapping[str, int] = {**slots.REGISTRY_BASES, **slots.LICENSING_BASES}
    for _, present, absent in rows:
        for name in re.findall(r"`(\w+)`", present + absent):
            assert name in known or name == "confirmed", name


def test_a_zero_head_begins_a_chain() -> None:
    first = slots.next_statement(ZERO_HASH, an_id("rows"), 5)
    assert first != slots.next_statement(first, an_id("rows"), 5)
