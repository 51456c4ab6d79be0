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
from ledger.errors import BadInput, SongdeedError
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
    "givers", "to", "member", "opener", "party",
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


def without_form(document: Any) -> Iterator[tuple[str, Any]]:
    """The document with one place in it wrong, and which: another type, a field less, a field more."""
    yield "", None
    if isinstance(document, str):
        yield "", 7
    if isinstance(document, bool):
        yield from (("", wrong) for wrong in ("true", 1))
    if isinstance(document, list):
        for place, item in enumerate(document):
            for path, wrong in without_form(item):
                yield f"/{place}{path}", [*document[:place], wrong, *document[place + 1 :]]
    if isinstance(document, dict):
        yield "", {**document, "more": "1"}
        for name, item in document.items():
            yield f"/{name}", {key: value for key, value in document.items() if key != name}
            for path, wrong in without_form(item):
                yield f"/{name}{path}", {**document, name: wrong}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_every_operation_there_and_back(kind: type[Operation]) -> None:
    operation: Operation = a_value(kind)
    text = json.dumps(operation_json.to_json(operation))
    assert operation_json.from_json(json.loads(text)) == operation


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_t06_no_place_takes_another_form(kind: type[Operation]) -> None:
    document = operation_json.to_json(a_value(kind))
    refused = 0
    for path, wrong in without_form(document):
        with pytest.raises(SongdeedError) as caught:
            operation_json.from_json(wrong)
        assert caught.value.code in {"JSON_SHAPE", "JSON_FIELDS", "OPERATION_KIND"}, path
        refused += 1
    assert refused > len(document)


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


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": "transfer"}, "OPERATION_KIND"),
        ({"kind": None}, "OPERATION_KIND"),
        ({"kind": ["anchor"]}, "OPERATION_KIND"),
        ({"more": "1"}, "JSON_FIELDS"),
        ({"signature": "0xABCD"}, "JSON_HEX"),
        ({"signature": "0xabc"}, "JSON_HEX"),
        ({"signature": 5}, "JSON_SHAPE"),
        ({"deal": []}, "JSON_SHAPE"),
        ({"termination": None}, "JSON_SHAPE"),
    ],
)
def test_refused(change: dict[str, Any], error: str) -> None:
    document = {**operation_json.to_json(OPERATIONS["terminate"]), **change}
    with pytest.raises(BadInput) as caught:
        operation_json.from_json(document)
    assert caught.value.code == error


@pytest.mark.parametrize("document", [None, [], "anchor", 1, {}])
def test_no_operation_at_all(document: object) -> None:
    with pytest.raises(BadInput):
        operation_json.from_json(document)
