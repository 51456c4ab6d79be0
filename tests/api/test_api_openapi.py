"""The OpenAPI document says what the app does."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Route

from api import schemas
from api.examples import EXAMPLES
from api.openapi import ENTRIES, document
from ledger.core import operation_json
from ledger.core.operations import CancelDeal

pytestmark = [pytest.mark.anyio]


@pytest.mark.anvil
async def test_every_route_is_described_and_no_other(app: FastAPI, client: httpx.AsyncClient) -> None:
    served = (await client.get("/openapi.json")).json()
    described = {(method.upper(), path) for path, item in served["paths"].items() for method in item}
    routes = [
        route for route in app.router.routes if isinstance(route, Route) and route.path != "/openapi.json"
    ]
    there = {(m, route.path) for route in routes for m in route.methods or () if m != "HEAD"}
    assert described == there


def test_every_answer_has_an_example_that_fits_its_model() -> None:
    for entry in ENTRIES:
        for models in entry.answers.values():
            models[0].model_validate(EXAMPLES[models[0].__name__])
    schemas.Problem.model_validate(EXAMPLES["Problem"])


def test_example_of_an_operation_is_one() -> None:
    assert isinstance(operation_json.from_json(EXAMPLES["operation_body"]), CancelDeal)


def test_every_parameter_has_an_example_and_a_sentence() -> None:
    for item in document()["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            for parameter in operation["parameters"]:
                assert parameter["example"] and parameter["description"]


def test_every_reference_leads_somewhere() -> None:
    found = document()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                assert node["$ref"].removeprefix("#/components/schemas/") in found["components"]["schemas"]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(found)
