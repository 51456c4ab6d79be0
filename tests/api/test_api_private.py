"""What a stranger can read: what the chain shows to everybody, nothing that is only here (THREATS.md 54)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from api.app import create_app
from api.openapi import document
from ledger.core import operation_json
from tests.api.conftest import LIMITS, Ledger

pytestmark = [pytest.mark.anyio, pytest.mark.anvil]

SHOWN = {"operation", "kind", "state", "transaction", "block", "level", "reason", "already", "local"}


@pytest.fixture
async def shared(ledger: Ledger) -> AsyncIterator[httpx.AsyncClient]:
    """A server that shares its ledger."""
    app = create_app(ledger.home, limits=LIMITS, share="http://127.0.0.1")
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client
    await app.state.desk.finish()


async def test_t54_a_record_before_its_work_is_registered(client: httpx.AsyncClient, ledger: Ledger) -> None:
    """It lies in the store from the moment it is drawn up, and whoever heard of it can tell its address.

    Afterwards everybody may read it, also where nobody shares the ledger.
    """
    draft = ledger.draft(b"not yet public" * 99, "秘密")
    cids = [ledger.home.store.put_block(record) for record in draft.records]
    for cid in cids:
        assert (await client.get(f"/v1/records/{cid}")).json()["code"] == "NO_SUCH_RECORD"
    ledger.register(b"not yet public" * 99, "秘密")
    for cid, record in zip(cids, draft.records, strict=True):
        assert (await client.get(f"/v1/records/{cid}")).content == record
    given = await client.post(f"/v1/works/{'0x' + '11' * 32}/record", content=draft.records[0])
    assert given.json()["code"] == "NOT_SHARED"


async def test_t54_of_anothers_operation_its_state_and_no_more(
    shared: httpx.AsyncClient, ledger: Ledger
) -> None:
    """Who knows an id learns how far it is; neither its text nor a signature is given out."""
    operation = ledger.registration(b"under way" * 99, "在途")
    identity = operation_json.operation_id(operation, ledger.home.chain.network)
    posted = await shared.post("/v1/operations", json=operation_json.to_json(operation))
    for answer in (posted, await shared.get(f"/v1/operations/{identity}")):
        assert answer.json().keys() == SHOWN
        assert operation.signature.hex() not in answer.text and ledger.lin not in answer.text


async def test_t54_nothing_lists_operations_or_files(shared: httpx.AsyncClient) -> None:
    for path in (
        "/v1/operations",
        "/v1/operations/",
        "/v1/records",
        "/v1/records/",
        "/operations.db",
        "/outbox.db",
    ):
        answer = await shared.get(path)
        assert answer.status_code in (404, 405), path
        assert answer.headers["content-type"] == "application/problem+json"
    readable = {path for path, entry in document()["paths"].items() if "get" in entry}
    assert {path for path in readable if "operation" in path} == {"/v1/operations/{operation}"}


async def test_t56_one_reading_of_every_spelling(shared: httpx.AsyncClient, ledger: Ledger) -> None:
    """Order, blanks and escapes of the JSON change nothing: one operation, sent once."""
    operation = ledger.registration(b"spelled" * 99, "写法")
    plain = operation_json.to_json(operation)
    turned = dict(reversed(plain.items()))
    spellings = [json.dumps(plain), json.dumps(turned, indent=3), json.dumps(plain, ensure_ascii=True)]
    spellings.append(spellings[0].replace('"kind"', '"\\u006bind"'))
    headers, top = {"Content-Type": "application/json"}, ledger.home.chain.head().number
    answers = [await shared.post("/v1/operations", content=one, headers=headers) for one in spellings]
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200]
    assert len({answer.json()["transaction"] for answer in answers}) == 1
    assert ledger.home.chain.head().number == top + 1
    doubled = spellings[0].replace('"kind"', '"kind": "anchor", "kind"', 1)
    assert (await shared.post("/v1/operations", content=doubled, headers=headers)).json()["code"] == (
        "JSON_DUPLICATE_KEY"
    )
