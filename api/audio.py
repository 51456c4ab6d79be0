"""Audio that its creator lets anybody have: whole, or a range of it (RFC 9110, 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.desk import Desk, desk_of
from api.language import language
from api.limits import parameters
from api.problem import problem_response
from ledger.core.cid import parse_any
from ledger.core.walk import size_of
from ledger.errors import CannotTell, UsageError
from ledger.home import Home

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
_YEAR = "public, max-age=31536000, immutable"  # the bytes of a CID never change

# The first bytes of what browsers play. What is none of these, a sealed file for one, is only bytes.
_TYPES = (
    (re.compile(rb"RIFF....WAVE", re.DOTALL), "audio/wav"),
    (re.compile(rb"fLaC"), "audio/flac"),
    (re.compile(rb"OggS"), "audio/ogg"),
    (re.compile(rb"ID3|\xff[\xe2-\xff]"), "audio/mpeg"),
    (re.compile(rb"....ftyp", re.DOTALL), "audio/mp4"),
)


@dataclass(frozen=True, slots=True)
class Audio:
    """A file that may be handed out: its CID, bytes in all, media type."""

    cid: str
    size: int
    media_type: str


def find(home: Home, given: str) -> Audio:
    """A file that may be handed out. Only the store of this server is looked into, never an address.

    Args:
        home: The data folder.
        given: CID, in any spelling.

    Raises:
        BadInput: ``CID_…``.
        CannotTell: ``NO_SUCH_AUDIO``: it is not stored, or nobody allowed it.
        ServiceDown: It is damaged, or the store does not answer.
    """
    root, store = parse_any(given).v1, home.depot.own
    cid = str(root)
    if home.depot.published.asset_of(cid) is None or not store.has(cid):
        raise CannotTell("NO_SUCH_AUDIO", cid=given[:100])

    def block(name: str) -> bytes:
        return store.block(parse_any(name))

    return Audio(cid, size_of(root, block), _type(b"".join(store.read(cid, 0, 16))))


def span_of(header: str, size: int) -> tuple[int, int] | None:
    """First byte and byte behind the last one of a Range header; None if it is to be ignored.

    Several ranges, other units and nonsense are ignored, as RFC 9110 14.2 allows: the whole is answered.

    Raises:
        UsageError: ``BAD_RANGE``: nothing of the file lies in it.
    """
    found = _RANGE.match(header.replace(" ", ""))
    if found is None or found[0] == "bytes=-":
        return None
    if found[1] == "":
        start, stop = max(0, size - int(found[2])), size
    else:
        start, stop = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= size:
        raise UsageError("BAD_RANGE", size=size)
    return start, stop


async def audio(request: Request) -> Response:
    """``GET`` and ``HEAD /v1/audio/{cid}``."""
    language(request)
    parameters(request, ())
    desk = desk_of(request)
    found = await desk.run(find, desk.home, request.path_params["cid"])
    tag = f'"{found.cid}"'
    headers = {"ETag": tag, "Accept-Ranges": "bytes", "Cache-Control": _YEAR}
    if _listed(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, headers)
    span = None
    # If-Range takes one strong tag; a date is never that of this file, for it has none.
    if request.method == "GET" and request.headers.get("if-range", tag) == tag:
        try:
            span = span_of(request.headers.get("range", ""), found.size)
        except UsageError as error:
            response = problem_response(request, error)
            response.headers["Content-Range"] = f"bytes */{found.size}"
            return response
    start, stop = span or (0, found.size)
    headers["Content-Length"] = str(stop - start)
    if span:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{found.size}"
    if request.method == "HEAD":
        return Response(None, 200, headers, found.media_type)
    pieces = desk.home.depot.own.read(found.cid, start, stop)
    first = await desk.run(next, pieces, b"")  # before the head is sent, so that damage is an error
    return StreamingResponse(_stream(desk, first, pieces), 206 if span else 200, headers, found.media_type)


async def _stream(desk: Desk, first: bytes, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Piece by piece, as the reader takes them. An error cuts it off: less comes than was announced."""
    piece = first
    while piece:
        yield piece
        piece = await desk.run(next, pieces, b"")


def _type(head: bytes) -> str:
    return next((name for form, name in _TYPES if form.match(head)), "application/octet-stream")


def _listed(header: str, tag: str) -> bool:
    given = [item.strip().removeprefix("W/") for item in header[:2000].split(",")]
    return tag in given or given == ["*"]
