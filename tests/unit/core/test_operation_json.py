"""Operations as JSON: there and back, and nothing but the one form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from ledger.core import eip712, operation_json
from ledger.core.annals import Statement
from ledger.core.licensing import Mandate, Withdrawal
from ledger.core.model import Cancellation, Deal, Domain, Registration, Termination
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Anchor,
    Assign,
    Attest,
    CancelDeal,
    CancelMandate,
    CancelRegistration,
    ClaimUnits,
    Confirm,
    OpenDispute,
    Operation,
    Register,
    Replace,
    ResolveDispute,
    RevealFile,
    State,
    Terminate,
    VoidTitle,
    Withdraw,
    WithdrawDispute,
)
from ledger.errors import BadInput
from scripts.vectors import eip712_texts as vectors
from tests.fakes import a_network

MESSAGES = {name: message for name, _, message in vectors.messages()}
DEAL, REGISTRATION = MESSAGES["deal, one line"], MESSAGES["registration, many of everything"]
MANDATE, WITHDRAWAL = MESSAGES["mandate, to a society"], MESSAGES["withdrawal"]
STATEMENT = MESSAGES["statement"]
TERMINATION, CANCELLATION = MESSAGES["termination, all ones"], MESSAGES["cancellation of a deal"]
assert (
    isinstance(MANDATE, Mandate) and isinstance(WITHDRAWAL, Withdrawal) and isinstance(STATEMENT, Statement)
)
assert isinstance(DEAL, Deal) and isinstance(REGISTRATION, Registration)
assert isinstance(TERMINATION, Termination) and isinstance(CANCELLATION, Cancellation)

OPERATIONS: dict[str, Operation] = {
    "anchor": Anchor(vectors.word(1)),
    "register": Register(REGISTRATION, ((vectors.word(1), vectors.word(2)), ()), b"\x01" * 65),
    "activate": Activate(DEAL, (), (), (b"", b"\xff")),
    "terminate": Terminate(DEAL, TERMINATION, b"\x02"),
    "cancel_deal": CancelDeal(DEAL, CANCELLATION, b""),
    "cancel_registration": CancelRegistration(CANCELLATION, b"\x03" * 65),
    "activate_mandate": ActivateMandate(MANDATE, (), (b"\x04", b"\x05")),
    "withdraw": Withdraw(MANDATE, WITHDRAWAL, b"\x06"),
    "state": State(STATEMENT, b"\x07"),
}


ADDRESSES = {
    "registrant", "holder", "society", "licensee", "revoker", "signers", "arbiter", "by", "newcomer",
    "givers", "to", "member", "opener", "party", "contract",
}  # fmt: skip
KINDS = get_args(Operation)


def a_value(kind: Any, name: str = "") -> Any:
    """Some value of a type, with two items in every list and no field left out."""
    if get_origin(kind) is tuple:
        return (a_value(get_args(kind)[0], name),) * 2
    if kind is str:
        return vectors.account(0) if name in ADDRESSES else vectors.word(0)
    if kind in (bool, int, bytes):
        return {bool: True, int: 7, bytes: b"\x01" * 65}[kind]
    hints = get_type_hints(kind)
    return kind(**{field.name: a_value(hints[field.name], field.name) for field in fields(kind)})


def without_form(document: Any, path: str) -> Iterator[tuple[Any, dict[str, str]]]:
    """The document with one place in it wrong, and what is told: another type, a field less, a field more."""
    shape = {"path": path, "expected": type(document).__name__}
    wrongs: dict[type, tuple[object, ...]] = {
        str: (None, 7, True),
        bool: (None, "true", 1),
        list: (None, {}),
        dict: (None, []),
    }
    yield from ((wrong, shape) for wrong in wrongs[type(document)])
    if isinstance(document, list):
        *before, last = document  # all of them are alike
        for wrong, told in without_form(last, f"{path}[{len(before)}]"):
            yield [*before, wrong], told
    if isinstance(document, dict):
        yield {**document, "more": "1"}, {"path": path, "fields": "more"}
        for name, item in document.items():
            left = {key: value for key, value in document.items() if key != name}
            yield left, {"path": path, "fields": name}
            for wrong, told in without_form(item, f"{path}/{name}"):
                yield {**document, name: wrong}, told


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_every_operation_there_and_back(kind: type[Operation]) -> None:
    operation: Operation = a_value(kind)
    text = json.dumps(operation_json.to_json(operation))
    assert operation_json.from_json(json.loads(text)) == operation


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_t06_no_place_takes_another_form(kind: type[Operation]) -> None:
    document = operation_json.to_json(a_value(kind))
    name = document.pop("kind")
    for wrong, told in without_form(document, "/op"):
        with pytest.raises(BadInput) as caught:
            operation_json.from_json({**wrong, "kind": name} if isinstance(wrong, dict) else wrong, "/op")
        assert caught.value.code == ("JSON_SHAPE" if "expected" in told else "JSON_FIELDS")
        assert caught.value.params == told


@pytest.mark.parametrize("kind", OPERATIONS)
def test_there_and_back(kind: str) -> None:
    document = operation_json.to_json(OPERATIONS[kind])
    assert document["kind"] == kind
    assert operation_json.from_json(document) == OPERATIONS[kind]


def test_each_has_an_id_of_its_own() -> None:
    network = a_network()
    ids = {kind: operation_json.operation_id(one, network) for kind, one in OPERATIONS.items()}
    assert len(set(ids.values())) == len(ids), "a cancellation of a deal is none of a registration"
    assert ids["anchor"] == vectors.word(1)


def test_an_id_is_the_digest_of_what_is_signed() -> None:
    network = a_network()
    registry, licensing = network.registry_domain, network.licensing_domain
    assert isinstance(MANDATE, Mandate) and isinstance(STATEMENT, Statement)
    signed: dict[type, tuple[Domain, str]] = {
        Register: (registry, "registration"), CancelRegistration: (registry, "cancellation"),
        Confirm: (registry, "confirmation"), Replace: (registry, "replacement"),
        ClaimUnits: (registry, "claim"), Assign: (registry, "assignment"),
        Activate: (licensing, "deal"), Terminate: (licensing, "termination"),
        CancelDeal: (licensing, "cancellation"), ActivateMandate: (licensing, "mandate"),
        Withdraw: (licensing, "withdrawal"), CancelMandate: (licensing, "cancellation"),
        OpenDispute: (registry, "text"), WithdrawDispute: (registry, "text"),
        ResolveDispute: (registry, "text"), VoidTitle: (registry, "arbitration"), Attest: (registry, "text"),
        State: (registry, "text"), RevealFile: (registry, "text"),
    }  # fmt: skip
    assert signed.keys() == set(KINDS) - {Anchor}
    for kind, (domain, field) in signed.items():
        operation = a_value(kind)
        expected = eip712.digest(domain, getattr(operation, field))
        assert operation_json.operation_id(operation, network) == expected, kind


def test_a_keyword_of_python_is_no_name_outside() -> None:
    document = operation_json.to_json(OPERATIONS["state"])
    assert {"from", "to"} < document["text"].keys() and "from_" not in document["text"]
    names = {"from_": "from", "accept_by": "acceptBy", "one_two_three": "oneTwoThree", "deal": "deal"}
    assert {name: operation_json.camel(name) for name in names} == names


@pytest.mark.parametrize("kind", ["transfer", "", None, ["anchor"], 7, "x" * 41])
def test_a_kind_that_is_none(kind: object) -> None:
    root = vectors.word(1)
    document = {"root": root} if kind is None else {"root": root, "kind": kind}
    with pytest.raises(BadInput) as caught:
        operation_json.from_json(document)
    known = [str(operation_json.to_json(a_value(each))["kind"]) for each in KINDS]
    assert caught.value.code == "OPERATION_KIND"
    assert caught.value.params["kind"] == str(kind)[:40], "an error is no place for a long text"
    assert sorted(str(caught.value.params["known"]).split(", ")) == sorted(known)


@pytest.mark.parametrize(
    ("kind", "wrong", "code"),
    [
        *(
            (int, wrong, "JSON_DECIMAL")
            for wrong in ("", "-1", "01", "1.0", "1 ", "1\n", "0x1", "٣", "9" * 79, "9" * 81)
        ),
        *((bytes, wrong, "JSON_HEX") for wrong in ("", "0x1", "0xAB", "0X", "ab", "0xab\n", "0x" + "g" * 81)),
    ],
)
def test_what_is_no_number_or_no_bytes(kind: type, wrong: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        operation_json.struct(kind, wrong, "/here")
    assert (caught.value.code, caught.value.params) == (code, {"path": "/here", "value": wrong[:80]})


def test_the_longest_number_and_no_bytes_at_all() -> None:
    assert operation_json.struct(int, "9" * 78) == 10**78 - 1 and operation_json.struct(int, "0") == 0
    assert operation_json.struct(bytes, "0x") == b"" and operation_json.struct(bytes, "0x00ff") == b"\0\xff"


@pytest.mark.parametrize("document", [None, [], "anchor", 1, True])
def test_no_operation_at_all(document: object) -> None:
    with pytest.raises(BadInput) as caught:
        operation_json.from_json(document)
    assert (caught.value.code, caught.value.params) == ("JSON_SHAPE", {"path": "/", "expected": "dict"})


def test_a_place_within_the_document_itself_begins_it() -> None:
    with pytest.raises(BadInput) as caught:
        operation_json.struct(tuple[str, ...], ["a", 7])
    assert (caught.value.code, caught.value.params) == ("JSON_SHAPE", {"path": "[1]", "expected": "str"})


def test_fields_that_differ_are_told_by_name() -> None:
    with pytest.raises(BadInput) as caught:
        operation_json.from_json({"kind": "anchor", "top": "x", "base": "y"})
    assert (caught.value.code, caught.value.params) == (
        "JSON_FIELDS",
        {"path": "/", "fields": "base, root, top"},
    )
