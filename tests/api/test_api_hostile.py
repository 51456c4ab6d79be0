"""Requests that nobody means well with. Each gets a problem document, and the server answers the next one."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from api.limits import RECURSION_LIMIT

pytestmark = [pytest.mark.anyio, pytest.mark.anvil]

JSON = {"Content-Type": "application/json"}
ID = "0x" + "ab" * 32


def assert_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    body: dict[str, Any] = answer.json()
    assert body["code"] == code
    assert body["status"] == status
    assert body["detail"] and body["hint"] and body["title"] and body["instance"].startswith("urn:uuid:")
    return body


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b"[{"])
async def test_t43_deep_nesting(client: httpx.AsyncClient, opening: bytes) -> None:
    answer = await client.post("/v1/operations", content=opening * (200_000 // len(opening)), headers=JSON)
    assert_problem(answer, 400, "JSON_TOO_DEEP")
    assert sys.getrecursionlimit() <= RECURSION_LIMIT
    assert (await client.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"kind": "anchor", "kind": "anchor"}', "JSON_DUPLICATE_KEY"),
        (b'{"kind": NaN}', "JSON_FLOAT"),
        (b'{"kind": Infinity}', "JSON_FLOAT"),
        (b'{"kind": 1e400}', "JSON_FLOAT"),
        (b'{"kind": 1.0}', "JSON_FLOAT"),
        (b'{"kind": -0}', "JSON_FLOAT"),
        (b'{"kind": 9007199254740992}', "JSON_INTEGER"),
        (b'{"kind": ' + b"9" * 5000 + b"}", "JSON_INTEGER"),
        (b'\xef\xbb\xbf{"kind": "anchor"}', "JSON_BOM"),
        (b'{"kind": "\xff"}', "JSON_NOT_UTF8"),
        (b'{"kind": "anchor"', "JSON_SYNTAX"),
        (b'{"kind": "anchor"} x', "JSON_SYNTAX"),
        (b"", "JSON_SYNTAX"),
    ],
)
async def test_t40_t41_t42_bad_json(client: httpx.AsyncClient, body: bytes, code: str) -> None:
    assert_problem(await client.post("/v1/operations", content=body, headers=JSON), 400, code)


@pytest.mark.parametrize("body", [b"[]", b'"anchor"', b"null", b"7", b"{}", b'{"kind": "mint"}'])
async def test_no_operation(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/v1/operations", content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("value", ["\\u0000", "\\ud800", "e\\u0301"])
async def test_t44_t45_text_that_two_readers_read_differently(client: httpx.AsyncClient, value: str) -> None:
    body = f'{{"{value}": "{value}"}}'.encode()
    answer = await client.post("/v1/operations", content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"].startswith(("TEXT_", "JSON_"))


async def test_json_too_large(client: httpx.AsyncClient) -> None:
    body = b'{"kind": "' + b"a" * (1 << 20) + b'"}'
    assert_problem(await client.post("/v1/operations", content=body, headers=JSON), 413, "BODY_TOO_LARGE")


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_other_sites_cannot_post_without_asking(client: httpx.AsyncClient, media: str) -> None:
    answer = await client.post("/v1/operations", content=b"{}", headers={"Content-Type": media})
    assert_problem(answer, 415, "WRONG_MEDIA_TYPE")


@pytest.mark.parametrize("suffix", ["", "/title", "/deals"])
@pytest.mark.parametrize(
    "asset",
    [
        "0x", "0x1", "%", "_" * 66, "0x" + "g" * 64, "0x" + "ab" * 31, "0x" + "ab" * 33, "ab" * 32,
        "0x" + "AB" * 32, "0x" + "%" * 64, "9" * 5000, str(2**63), "-1", "..%2f..%2fetc%2fpasswd", "%00",
        "%ff", "' OR 1=1 --", "0x" + "ab" * 32 + "%0a",
    ],
)  # fmt: skip
async def test_t50_t53_path_ids(client: httpx.AsyncClient, asset: str, suffix: str) -> None:
    answer = await client.get(f"/v1/works/{asset}{suffix}")
    assert answer.status_code in (400, 404), answer.text
    assert answer.json()["code"] in ("BAD_HASH", "NO_SUCH_PAGE")


@pytest.mark.parametrize(
    "sha256", ["%25", "_" * 66, "0x" + "_" * 64, "0x" + "ab" * 31, "", "nan", "'; DROP TABLE x; --"]
)
async def test_t53_like_wildcards_find_nothing(client: httpx.AsyncClient, sha256: str) -> None:
    assert_problem(await client.get(f"/v1/works?sha256={sha256}"), 400, "BAD_HASH")


@pytest.mark.parametrize("suffix", ["", "/title", "/deals"])
async def test_unknown_work(client: httpx.AsyncClient, suffix: str) -> None:
    assert_problem(await client.get(f"/v1/works/{ID}{suffix}"), 404, "UNKNOWN_WORK")


async def test_unknown_operation(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get(f"/v1/operations/{ID}"), 404, "UNKNOWN_OPERATION")
    assert_problem(await client.get("/v1/operations/%25"), 400, "BAD_HASH")


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v2/works", "/docs", "/redoc", "/v1/works/", "//v1/works", "/.git/config"]
)
async def test_unknown_page(client: httpx.AsyncClient, path: str) -> None:
    assert_problem(await client.get(path), 404, "NO_SUCH_PAGE")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", f"/v1/works/{ID}", "GET"),
        ("DELETE", "/v1/verdict", "GET"),
        ("GET", "/v1/check", "POST"),
        ("PUT", "/v1/operations", "POST"),
        ("TRACE", "/healthz", "GET"),
    ],
)
async def test_wrong_method(client: httpx.AsyncClient, method: str, path: str, allowed: str) -> None:
    answer = await client.request(method, path)
    assert_problem(answer, 405, "METHOD_NOT_ALLOWED")
    assert allowed in answer.headers["allow"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "MISSING_PARAMETER"),
        (f"sha256={ID}&sha256={ID}", "REPEATED_PARAMETER"),
        (f"sha256={ID}&limit=1", "UNKNOWN_PARAMETER"),
        (f"sha256={'a' * 201}", "LONG_PARAMETER"),
        (f"sha256={ID}&lang=de", "BAD_LANGUAGE"),
    ],
)
async def test_parameters(client: httpx.AsyncClient, query: str, code: str) -> None:
    assert_problem(await client.get(f"/v1/works?{query}"), 400, code)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "[::2]", "localhost.", ""]
)
async def test_other_host_names(client: httpx.AsyncClient, host: str) -> None:
    assert_problem(await client.get("/healthz", headers={"Host": host}), 421, "WRONG_HOST")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST"])
async def test_own_host_names(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/healthz", headers={"Host": host})).status_code == 200


async def test_no_cross_origin_answers(client: httpx.AsyncClient) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for answer in (
        await client.options("/v1/operations", headers=asked),
        await client.get("/healthz", headers=asked),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_problems_in_chinese(client: httpx.AsyncClient) -> None:
    for answer in (
        await client.get("/v1/works", headers={"Accept-Language": "zh-CN,zh;q=0.9"}),
        await client.get("/v1/works?lang=zh", headers={"Accept-Language": "en"}),
    ):
        assert assert_problem(answer, 400, "MISSING_PARAMETER")["detail"] == "缺少参数“sha256”。"
        assert answer.headers["content-language"] == "zh"


async def test_t48_endless_upload(client: httpx.AsyncClient, small_limits: int) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 4096
            yield b"\0" * 4096

    assert_problem(await client.post("/v1/check", content=endless()), 413, "BODY_TOO_LARGE")
    assert sent <= small_limits + 4096


async def test_t48_announced_length_is_refused_unread(client: httpx.AsyncClient, small_limits: int) -> None:
    read = False

    async def never() -> AsyncIterator[bytes]:
        nonlocal read
        read = True
        yield b"a"

    headers = {"Content-Length": str(small_limits + 1)}
    assert_problem(await client.post("/v1/check", content=never(), headers=headers), 413, "BODY_TOO_LARGE")
    assert not read
