"""The application: one app for one opened data folder."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from api import audio
from api.desk import Desk
from api.limits import RECURSION_LIMIT, Limits
from api.middleware import LOOPBACK_NAMES, Guard
from api.openapi import document
from api.problem import on_fault, on_http_exception, on_songdeed_error
from api.routes import health, reads, sharing, writes
from ledger import __version__
from ledger.errors import SongdeedError
from ledger.home import Home
from ledger.ports import Payer


def create_app(
    home: Home,
    *,
    payer: Payer | None = None,
    hosts: Iterable[str] = LOOPBACK_NAMES,
    limits: Limits | None = None,
    share: str | None = None,
) -> FastAPI:
    """The HTTP API of an opened data folder.

    Args:
        home: The data folder. It stays its owner's to close.
        payer: Who pays for relayed operations; None is the embedded chain's own payer.
        hosts: Names in the Host header that are answered.
        limits: What a request may cost.
        share: Where others reach this server, if they may use the ledger through it.
    """
    desk = Desk(home, payer, limits or Limits(), share)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.sending.begin()
        try:
            yield
        finally:
            await desk.finish()

    # No documentation pages: they would load programs from somebody else's server.
    app = FastAPI(
        title="Songdeed",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.desk = desk
    app.add_exception_handler(SongdeedError, on_songdeed_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(Exception, on_fault)
    app.add_route("/v1/works", reads.works, methods=["GET"], include_in_schema=False)
    app.add_route("/v1/works/{asset}", reads.work, methods=["GET"], include_in_schema=False)
    app.add_route("/v1/works/{asset}/title", reads.title, methods=["GET"], include_in_schema=False)
    app.add_route("/v1/works/{asset}/deals", reads.deals, methods=["GET"], include_in_schema=False)
    app.add_route("/v1/chains/{key}", reads.chain, methods=["GET"], include_in_schema=False)
    app.add_route("/v1/verdict", reads.verdict, methods=["GET"], include_in_schema=False)
    app.add_route("/v1/audio/{cid}", audio.audio, methods=["GET"], include_in_schema=False)
    app.add_route("/healthz", health.healthz, methods=["GET"], include_in_schema=False)
    app.add_route("/readyz", health.readyz, methods=["GET"], include_in_schema=False)
    app.add_api_route("/v1/check", writes.check, methods=["POST"], include_in_schema=False)
    app.add_api_route("/v1/verdicts", writes.verdicts, methods=["POST"], include_in_schema=False)
    app.add_api_route("/v1/operations", writes.relay, methods=["POST"], include_in_schema=False)
    app.add_api_route(
        "/v1/operations/{operation}", writes.operation, methods=["GET"], include_in_schema=False
    )
    app.add_api_route("/v1/network", sharing.network, methods=["GET"], include_in_schema=False)
    app.add_api_route("/v1/network/proof", sharing.proof, methods=["GET"], include_in_schema=False)
    app.add_api_route("/v1/rpc", sharing.rpc, methods=["POST"], include_in_schema=False)
    app.add_api_route("/v1/records/{cid}", sharing.record, methods=["GET"], include_in_schema=False)
    app.add_api_route("/v1/works/{asset}/record", sharing.give, methods=["POST"], include_in_schema=False)
    app.add_middleware(Guard, hosts=tuple(hosts))
    app.openapi = document  # type: ignore[method-assign]
    # All imports are done: what web3 raised goes back to a depth at which Python raises instead of crashing.
    sys.setrecursionlimit(RECURSION_LIMIT)
    return app
