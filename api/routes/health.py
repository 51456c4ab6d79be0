"""Whether the server runs, and whether it can answer."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.answers import answer
from api.desk import desk_of
from api.language import language


async def healthz(request: Request) -> Response:
    """``GET /healthz``: the process runs. Asks nobody."""
    return answer({"status": "ok"}, language(request))


async def readyz(request: Request) -> Response:
    """``GET /readyz``: chain and index answer; else 503 with what is down."""
    desk = desk_of(request)
    return answer(await desk.run(desk.ready), language(request))
