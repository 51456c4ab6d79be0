"""Relaying signed operations over the API to the real embedded chain."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api import schemas
from ledger.chain.payer import EmbeddedPayer
from ledger.core import operation_json
from ledger.core.model import Cancellation, Registration, Termination
from ledger.core.operations import Activate, Anchor, CancelDeal, Operation, Register, Terminate
from tests.api.conftest import Ledger

pytestmark = [pytest.mark.anyio, pytest.mark.anvil]


async def post(client: httpx.AsyncClient, operation: Operation, **changes: Any) -> httpx.Response:
    document = {**operation_json.to_json(operation), **changes}
    answer = await client.post("/v1/operations", json=document)
    if answer.status_code < 300:
        schemas.Operation.model_validate_json(answer.content)
    return answer


def height(ledger: Ledger) -> int:
    return ledger.home.chain.head().number


async def test_registration_is_relayed_once(client: httpx.AsyncClient, ledger: Ledger) -> None:
    operation = ledger.registration(b"relayed" * 99, "转发")
    first = await post(client, operation)
    assert first.status_code == 201, first.text
    known = first.json()
    assert known["state"] == "MINED" and known["kind"] == "register" and known["already"] is False
    assert first.headers["location"] == f"/v1/operations/{known['operation']}"
    assert known["operation"] == operation_json.operation_id(operation, ledger.home.chain.network)
    top = height(ledger)
    again = await post(client, operation)
    assert again.status_code == 200 and again.json() == known | {"already": True}
    assert height(ledger) == top, "nothing was sent"
    asked = await client.get(first.headers["location"])
    assert asked.json() == known


async def test_t19_done_by_somebody_else(client: httpx.AsyncClient, ledger: Ledger) -> None:
    operation = ledger.registration(b"overtaken" * 99, "先到")
    receipt = ledger.home.chain.send(operation)
    answer = await post(client, operation)
    assert answer.status_code == 200 and answer.json()["already"] is True
    assert answer.json()["transaction"] == receipt.transaction


async def test_same_operation_many_times_at_once(client: httpx.AsyncClient, ledger: Ledger) -> None:
    operation, top = ledger.registration(b"hurry" * 99, "同时"), height(ledger)
    answers = await asyncio.gather(*(post(client, operation) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["transaction"] for answer in answers}) == 1
    assert height(ledger) == top + 1


async def test_tampered_signature(client: httpx.AsyncClient, ledger: Ledger) -> None:
    operation, top = ledger.registration(b"tampered" * 99, "篡改"), height(ledger)
    flipped = bytearray(operation.signature)
    flipped[10] ^= 1
    refused = await post(client, replace(operation, signature=bytes(flipped)))
    assert refused.status_code == 422 and refused.json()["code"] == "CONTRACT_BAD_SIGNATURE"
    identity = operation_json.operation_id(operation, ledger.home.chain.network)
    known = (await client.get(f"/v1/operations/{identity}")).json()
    assert known["state"] == "REFUSED" and known["reason"] == "CONTRACT_BAD_SIGNATURE"
    assert height(ledger) == top
    assert (await post(client, operation)).status_code == 201, "a forgery does not block the true one"
    assert (await client.get(f"/v1/operations/{identity}")).json()["state"] == "MINED"
    late = await post(client, replace(operation, signature=bytes(flipped)))
    assert late.status_code == 200 and late.json()["state"] == "MINED"


@pytest.mark.parametrize("change", ["short", "long", "high_s"])
async def test_t04_other_forms_of_a_signature(client: httpx.AsyncClient, ledger: Ledger, change: str) -> None:
    operation = ledger.registration(f"forms {change}".encode() * 99, "形式")
    signature = operation.signature
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    twin = order - int.from_bytes(signature[32:64], "big")
    high = signature[:32] + twin.to_bytes(32, "big") + bytes([55 - signature[64]])
    other = {"short": signature[:64], "long": signature + b"\0", "high_s": high}[change]
    answer = await post(client, replace(operation, signature=other))
    assert answer.status_code == 422 and answer.json()["code"] == "CONTRACT_BAD_SIGNATURE"


async def test_operation_of_another_chain(client: httpx.AsyncClient, ledger: Ledger) -> None:
    operation = ledger.registration(b"elsewhere" * 99, "别处")
    domain = replace(ledger.home.chain.network.registry_domain, chain_id=1)
    moved = replace(operation, signature=ledger.sign("lin", domain, operation.registration))
    answer = await post(client, moved)
    assert answer.status_code == 422 and answer.json()["code"] == "CONTRACT_BAD_SIGNATURE"


async def test_deal_of_another_chain(client: httpx.AsyncClient, ledger: Ledger) -> None:
    operation = _deal(ledger, b"deal elsewhere", chain_id=1)
    answer = await post(client, operation)
    assert answer.status_code == 422 and answer.json()["code"] == "CONTRACT_BAD_SIGNATURE"


async def test_nobody_acts_in_the_name_of_the_payer(client: httpx.AsyncClient, ledger: Ledger) -> None:
    """The contracts take the sender for his own signer, and the sender is this server."""
    top, payer = height(ledger), EmbeddedPayer().address
    signed = ledger.registration(b"in your name" * 99, "冒名")
    text = Registration(
        payer, signed.registration.assets, signed.registration.root, signed.registration.deadline
    )
    answer = await post(client, Register(text, (), b""))
    assert answer.status_code == 422 and answer.json()["code"] == "RELAY_UNSIGNED"
    assert height(ledger) == top


async def test_life_of_a_deal(client: httpx.AsyncClient, ledger: Ledger) -> None:
    operation = _deal(ledger, b"life of a deal")
    short = replace(operation, signatures=operation.signatures[:-1])
    assert (await post(client, short)).json()["code"] == "RELAY_UNSIGNED"
    done = await post(client, operation)
    assert done.status_code == 201 and done.json()["kind"] == "activate"
    assert (await post(client, operation)).json()["already"] is True
    identity = done.json()["operation"]
    text = ledger.home.chain.head().time + 3600
    cancellation = Cancellation(identity, ledger.lin, text)
    domain = ledger.home.chain.network.licensing_domain
    late = CancelDeal(operation.deal, cancellation, ledger.sign("lin", domain, cancellation))
    refused = await post(client, late)
    assert refused.status_code == 409 and refused.json()["code"] == "CONTRACT_ALREADY_ACTIVE"
    termination = Termination(identity, 0b111, 0, ledger.lin, text)
    end = Terminate(operation.deal, termination, ledger.sign("lin", domain, termination))
    assert (await post(client, end)).status_code == 201
    # A second termination of the same lines in other words is done already, too.
    other = replace(termination, deadline=text + 1)
    again = await post(client, Terminate(operation.deal, other, ledger.sign("lin", domain, other)))
    assert again.status_code == 200 and again.json()["already"] is True


async def test_deal_cancelled_before(client: httpx.AsyncClient, ledger: Ledger) -> None:
    operation = _deal(ledger, b"cancelled deal")
    network = ledger.home.chain.network
    identity = operation_json.operation_id(operation, network)
    cancellation = Cancellation(identity, ledger.hao, ledger.home.chain.head().time + 3600)
    signature = ledger.sign("hao", network.licensing_domain, cancellation)
    cancel = CancelDeal(operation.deal, cancellation, signature)
    assert (await post(client, cancel)).status_code == 201
    assert (await post(client, cancel)).json()["already"] is True
    refused = await post(client, operation)
    assert refused.status_code == 409 and refused.json()["code"] == "CONTRACT_CANCELLED"


async def test_anchor(client: httpx.AsyncClient, ledger: Ledger) -> None:
    root = "0x" + "a7" * 32
    receipt = ledger.home.chain.send(Anchor(root))
    answer = await post(client, Anchor(root))
    assert answer.status_code == 200 and answer.json()["transaction"] == receipt.transaction
    assert (await client.get(f"/v1/operations/{root}")).json()["state"] == "MINED"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"extra": "1"}, "JSON_FIELDS"),
        ({"kind": "mint"}, "OPERATION_KIND"),
        ({"kind": None}, "OPERATION_KIND"),
        ({"paths": "0x"}, "JSON_SHAPE"),
        ({"signature": "0xABC"}, "JSON_HEX"),
        ({"signature": 7}, "JSON_SHAPE"),
    ],
)
async def test_t06_fields(
    client: httpx.AsyncClient, ledger: Ledger, change: dict[str, Any], code: str
) -> None:
    answer = await post(client, ledger.registration(b"fields" * 99, "字段"), **change)
    assert answer.status_code in (400, 422) and answer.json()["code"] == code


async def test_t06_numbers(client: httpx.AsyncClient, ledger: Ledger) -> None:
    document = operation_json.to_json(ledger.registration(b"numbers" * 99, "数字"))
    for value in ("-1", "01", "1e3", "0x10", " 1", "1" * 79, str(2**64), 7, True, None, "１"):
        document["registration"]["deadline"] = value
        answer = await client.post(
            "/v1/operations", content=json.dumps(document), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in (400, 422), value
    assert answer.headers["content-type"] == "application/problem+json"


def _deal(ledger: Ledger, audio: bytes, *, chain_id: int | None = None) -> Activate:
    recording = ledger.register(audio * 99, audio.decode()).asset
    return ledger.activation(recording, chain_id=chain_id)[1]
