"""Uploads and operations."""

from __future__ import annotations

import asyncio
import ipaddress

from fastapi import Request, Response

from api.answers import answer
from api.desk import Desk, desk_of
from api.language import language
from api.limits import MIB, body, json_body, parameters
from ledger.core.hashing import Digester, FileDigest
from ledger.errors import BadInput
from ledger.services.relaying import State, parse, to_json

# The least that is handed to a thread at a time: a switch costs as much as hashing some 50 kB.
BATCH = MIB


async def check(request: Request) -> Response:
    """Hash the body as it arrives and say which works claim exactly these bytes. Nothing is kept."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    with desk.upload():
        digest = await _digest(request, desk)
    return answer(await desk.run(desk.works_of_file, digest.sha256), lang)


async def verdicts(request: Request) -> Response:
    """Answer many questions by one state of the ledger: a venue's playlist, an album's tracks."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    given = await json_body(request, desk.limits)
    return answer(await desk.run(desk.verdicts, given, lang), lang)


async def relay(request: Request) -> Response:
    """Relay a signed operation: simulated first, then sent at the expense of this server."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    operation = parse(await json_body(request, desk.limits))
    waiting, sending = desk.sending.send(operation, _peer(request))
    # The caller waits for a while, not for ever; that he goes away does not stop what he asked for.
    done, _ = await asyncio.wait({sending}, timeout=desk.limits.answer_seconds)
    where = {"Location": f"/v1/operations/{waiting.operation}"}
    if not done:
        return answer(desk.shown(to_json(waiting)), lang, 202, where)
    relayed = sending.result()
    status = 202 if relayed.state is State.PENDING else 200 if relayed.already else 201
    return answer(desk.shown(to_json(relayed)), lang, status, where)


async def operation(request: Request) -> Response:
    """What became of an operation (PENDING, MINED, REFUSED), why, and how sure it is that it stays."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    return answer(await desk.run(desk.operation, request.path_params["operation"]), lang)


def _peer(request: Request) -> str:
    """Who is at the other end; of IPv6 the network, since one subscriber has all addresses of a /64."""
    host = "" if request.client is None else request.client.host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))


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
