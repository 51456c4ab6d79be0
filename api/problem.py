"""Errors as problem documents (RFC 9457): sentence and hint in the reader's language, a code for programs."""

from __future__ import annotations

import logging
import uuid

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.language import language_of_problem
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
from ledger.text import Lang, hint_of, message_of, text

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger("songdeed.api")

_OF_CLASS: tuple[tuple[type[SongdeedError], int], ...] = (
    (Denied, 409),
    (NotYet, 409),
    (CannotTell, 404),
    (UsageError, 400),
    (BadInput, 422),
    (ServiceDown, 503),
    (Refused, 403),
)

# Codes whose HTTP status says more than that of their class.
_OF_CODE = {
    "NO_SUCH_PAGE": 404,
    "UNKNOWN_OPERATION": 404,
    "METHOD_NOT_ALLOWED": 405,
    "BODY_TOO_SLOW": 408,
    "BODY_TOO_LARGE": 413,
    "JSON_TOO_LARGE": 413,
    "WRONG_MEDIA_TYPE": 415,
    "BAD_RANGE": 416,
    "WRONG_HOST": 421,
    "RELAY_BUDGET": 429,
    "BAD_ADDRESS": 400,
    "BAD_HASH": 400,
    "BAD_DATE": 400,
}

# After these the rest of the request's body is of no use: the connection is closed.
_CLOSING = {408, 413}


class Internal(SongdeedError):
    """A fault of ours."""


def status_of(error: SongdeedError) -> int:
    """HTTP status of an error."""
    if error.code in _OF_CODE:
        return _OF_CODE[error.code]
    # All that strictjson and operation_json find wrong with the shape of a document is a bad request.
    if error.code.startswith("JSON_"):
        return 400
    return next((status for kind, status in _OF_CLASS if isinstance(error, kind)), 500)


def document(error: SongdeedError, lang: Lang, instance: str) -> dict[str, object]:
    """The problem document of an error.

    Args:
        error: What happened.
        lang: Language of title, detail and hint.
        instance: URI of this occurrence.
    """
    status = status_of(error)
    return {
        "type": f"urn:songdeed:problem:{error.code}",
        "title": text(f"api.status.{status}", lang),
        "status": status,
        "detail": message_of(error, lang),
        "instance": instance,
        "code": error.code,
        "hint": hint_of(error, lang),
    }


def problem_response(request: Request, error: SongdeedError) -> Response:
    """The answer to a request that failed."""
    lang = language_of_problem(request)
    instance = f"urn:uuid:{uuid.uuid4()}"
    body = document(error, lang, instance)
    status = status_of(error)
    if status >= 500:
        _log.error("%s %s: %s (%s)", request.method, request.url.path, error.code, instance, exc_info=error)
    headers = {"Content-Language": lang, "Vary": "Accept-Language", "Cache-Control": "no-store"}
    if status in _CLOSING:
        headers["Connection"] = "close"
    if status in (429, 503):
        headers["Retry-After"] = str(error.params.get("seconds", 5))
    if status == 405:
        headers["Allow"] = str(error.params["allowed"])
    return Response(orjson.dumps(body), status, headers, MEDIA_TYPE)


async def on_songdeed_error(request: Request, error: Exception) -> Response:
    """Handler of everything in our own tree."""
    assert isinstance(error, SongdeedError)
    return problem_response(request, error)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Handler of what the framework itself refuses: unknown paths and methods."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return problem_response(request, UsageError("NO_SUCH_PAGE", path=request.url.path[:200]))
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        refusal = UsageError("METHOD_NOT_ALLOWED", method=request.method[:20], allowed=allowed)
        return problem_response(request, refusal)
    return problem_response(request, Internal("INTERNAL"))


async def on_fault(request: Request, error: Exception) -> Response:
    """Handler of faults of ours: the reader learns only the number under which the log says more."""
    failure = Internal("INTERNAL")
    failure.__cause__ = error
    return problem_response(request, failure)
