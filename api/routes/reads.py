"""Hot reads, as plain Starlette routes: they need no form of FastAPI's, and are twice as fast without."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.answers import cached
from api.desk import desk_of
from api.language import language
from api.limits import parameters


async def work(request: Request) -> Response:
    """``GET /v1/works/{asset}``."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    return cached(request, await desk.run(desk.work, request.path_params["asset"]), lang)


async def works(request: Request) -> Response:
    """``GET /v1/works?sha256=``."""
    lang = language(request)
    given = parameters(request, ("sha256",))
    desk = desk_of(request)
    return cached(request, await desk.run(desk.works_of_file, given["sha256"]), lang)


async def title(request: Request) -> Response:
    """``GET /v1/works/{asset}/title``."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    return cached(request, await desk.run(desk.title, request.path_params["asset"]), lang)


async def deals(request: Request) -> Response:
    """``GET /v1/works/{asset}/deals``."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    return cached(request, await desk.run(desk.deals, request.path_params["asset"]), lang)


async def chain(request: Request) -> Response:
    """``GET /v1/chains/{key}``: head and entries of a hash chain, a page at a time."""
    lang = language(request)
    given = parameters(request, (), ("after", "limit"))
    desk = desk_of(request)
    return cached(request, await desk.run(desk.chain, request.path_params["key"], given), lang)


async def verdict(request: Request) -> Response:
    """``GET /v1/verdict``: always 200; the verdict is in the body, never in the status."""
    lang = language(request)
    given = parameters(request, ("party", "use", "work", "territory"), ("at", "known_at", "strict"))
    desk = desk_of(request)
    return cached(request, await desk.run(desk.verdict, given, lang), lang)
