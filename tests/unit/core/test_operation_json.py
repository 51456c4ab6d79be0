"""Operations as JSON: there and back, and nothing but the one form."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core import operation_json
from ledger.core.model import Cancellation, Deal, Registration, Termination
from ledger.core.operations import (
    Activate,
    Anchor,
    CancelDeal,
    CancelRegistration,
    Operation,
    Register,
    Terminate,
)
from ledger.errors import BadInput
from scripts.vectors import eip712 as vectors
from tests.fakes import a_network

MESSAGES = {name: message for name, _, message in vectors.messages()}
DEAL, REGISTRATION = MESSAGES["deal, one line"], MESSAGES["registration, many of everything"]
TERMINATION, CANCELLATION = MESSAGES["termination, all ones"], MESSAGES["cancellation of a deal"]
assert isinstance(DEAL, Deal) and isinstance(REGISTRATION, Registration)
assert isinstance(TERMINATION, Termination) and isinstance(CANCELLATION, Cancellation)

OPERATIONS: dict[str, Operation] = {
    "anchor": Anchor(vectors.word(1)),
    "register": Register(REGISTRATION, ((vectors.word(1), vectors.word(2)), ()), b"\x01" * 65),
    "activate": Activate(DEAL, (), (0,), (b"", b"\xff")),
    "terminate": Terminate(DEAL, TERMINATION, b"\x02"),
    "cancel_deal": CancelDeal(DEAL, CANCELLATION, b""),
    "cancel_registration": CancelRegistration(CANCELLATION, b"\x03" * 65),
}


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
