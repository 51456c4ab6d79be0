"""Errors as RFC 9457 documents, without a server."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from api import problem
from ledger.errors import (
    BadInput,
    CannotTell,
    Denied,
    NotYet,
    Refused,
    ServiceDown,
    SongdeedError,
    UsageError,
)
from ledger.text import messages

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("MISSING_PARAMETER", name="use"), 400),
        (UsageError("NO_SUCH_PAGE", path="/x"), 404),
        (UsageError("METHOD_NOT_ALLOWED", method="PUT", allowed="GET"), 405),
        (BadInput("BODY_TOO_SLOW", seconds=20), 408),
        (BadInput("BODY_TOO_LARGE", limit=5), 413),
        (UsageError("WRONG_MEDIA_TYPE", given="", expected="application/json"), 415),
        (BadInput("RELAY_UNSIGNED", kind="register"), 422),
        (Refused("RELAY_BUDGET", each=1, total=2, gas_each=3, gas_total=4, seconds=90, minutes=2), 429),
        (Refused("RELAY_DENIED", account="0x"), 403),
        (Refused("OPERATION_GAS", most=1), 403),
        (CannotTell("UNKNOWN_OPERATION", operation="0x00"), 404),
        (problem.Internal("INTERNAL"), 500),
    ],
)
def test_document(error: SongdeedError, status: int) -> None:
    for lang in ("en", "zh"):
        made = problem.document(error, lang, "urn:uuid:1")
        assert list(made) == ["type", "title", "status", "detail", "instance", "code", "hint"]
        assert made["status"] == status
        assert made["type"] == f"urn:songdeed:problem:{error.code}"
        chinese = re.search("[\u4e00-\u9fff]", f"{made['title']}{made['hint']}{made['detail']}")
        assert bool(chinese) == (lang == "zh")


@pytest.mark.parametrize(
    ("kind", "status"),
    [(Denied, 409), (NotYet, 409), (CannotTell, 404), (UsageError, 400), (BadInput, 422), (ServiceDown, 503),
     (Refused, 403), (SongdeedError, 500)],
)  # fmt: skip
def test_status_of_class(kind: type[SongdeedError], status: int) -> None:
    assert problem.status_of(kind("ANYTHING")) == status


def test_shape_of_json_is_a_bad_request() -> None:
    assert problem.status_of(BadInput("JSON_SYNTAX", line=1, column=1)) == 400


def test_every_status_has_a_title_in_both_languages() -> None:
    kinds = (Denied, NotYet, CannotTell, UsageError, BadInput, ServiceDown, Refused, SongdeedError)
    statuses = {problem.status_of(kind("ANYTHING")) for kind in kinds}
    statuses |= {problem.status_of(BadInput(code)) for code in problem._OF_CODE}
    assert {f"api.status.{status}" for status in statuses} <= messages().keys()


def test_every_code_that_the_api_raises_has_sentence_and_hint() -> None:
    raised = set()
    sources = [*(ROOT / "api").rglob("*.py"), *(ROOT / "ledger" / "services" / "relaying").glob("*.py")]
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", "")
                if isinstance(node.args[0].value, str) and inspect.isclass(getattr(problem, name, None)):
                    raised.add(node.args[0].value)
    assert {"INTERNAL", "RELAY_BUDGET"} <= raised
    for code in raised:
        assert f"error.{code}" in messages() and f"hint.{code}" in messages(), code
