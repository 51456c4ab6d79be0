"""Successful answers: JSON with a language, and an ETag where an answer is read again and again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from ledger.text import Lang

Json = dict[str, Any]


def answer(
    content: Json, lang: Lang, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON answer.

    Args:
        content: What to say; integers of at most 64 bits.
        lang: Language of the sentences in it.
        status: HTTP status.
        headers: Further headers.
    """
    return Response(orjson.dumps(content), status, {**_language(lang), **(headers or {})}, "application/json")


def cached(request: Request, content: Json, lang: Lang) -> Response:
    """A JSON answer with an ETag; 304 where the reader holds the same already (RFC 9110 13.1.2).

    The tag is the hash of the body, which names its block: it changes when anything said does. The reader
    must ask each time (``no-cache``), so that nobody goes by a licence that was ended since.
    """
    data = orjson.dumps(content)
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {**_language(lang), "ETag": tag, "Cache-Control": "no-cache"}
    if _matches(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, headers)
    return Response(data, 200, headers, "application/json")


def _language(lang: Lang) -> dict[str, str]:
    return {"Content-Language": lang, "Vary": "Accept-Language"}


def _matches(header: str, tag: str) -> bool:
    given = [item.strip().removeprefix("W/") for item in header[:2000].split(",")]
    return tag in given or given == ["*"]
