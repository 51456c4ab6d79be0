"""Uploads and operations."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response

from api.answers import answer
from api.desk import Desk, desk_of
from api.language import language
from api.limits import MIB, body, json_body, parameters
from api.schemas import CHECK, OPERATION_GET, OPERATION_POST
from ledger.core.hashing import Digester, FileDigest
from ledger.errors import BadInput
from ledger.services.relaying import State, parse, to_json

router = APIRouter()

# The least that is handed to a thread at a time: a switch costs as much as hashing some 50 kB.
BATCH = MIB


@router.post("/v1/check", **CHECK)
async def check(request: Request) -> Response:
    """Hash the body as it arrives and say which works claim exactly these bytes. Nothing is kept."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    async with desk.upload():
        digest = await _digest(request, desk)
    return answer(await desk.read(desk.check, digest, lang), lang)


@router.post("/v1/operations", **OPERATION_POST)
async def relay(request: Request) -> Response:
    """Relay a signed operation: simulated first, then sent at the expense of this server."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    operation = parse(await json_body(request, desk.limits))
    identity, sending = desk.relay(operation)
    # The caller waits for a while, not for ever; that he goes away does not stop what he asked for.
    done, _ = await asyncio.wait({sending}, timeout=desk.limits.answer_seconds)
    where = {"Location": f"/v1/operations/{identity}"}
    if not done:
        return answer(await desk.run(desk.operation, identity, lang), lang, 202, where)
    relayed = sending.result()
    created = relayed.state is State.MINED and not relayed.already
    return answer(desk.shown(to_json(relayed)), lang, 201 if created else 200, where)


@router.get("/v1/operations/{operation}", **OPERATION_GET)
async def operation(request: Request) -> Response:
    """What became of an operation: PENDING, MINED, or REFUSED with the reason."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    return answer(await desk.read(desk.operation, request.path_params["operation"], lang), lang)


async def _digest(request: Request, desk: Desk) -> FileDigest:
    """Digest of a streamed body in constant memory; hashing leaves the event loop free."""
    digester, batch, size = Digester(), bytearray(), 0
    async for piece in body(request, desk.limits.check_bytes, desk.limits):
        batch += piece
        size += len(piece)
        if len(batch) >= BATCH:
            await desk.run(digester.update, bytes(batch))
            batch.clear()
    if size == 0:
        raise BadInput("BODY_EMPTY")
    digester.update(bytes(batch))
    return digester.finish()
