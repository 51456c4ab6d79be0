"""What another person's computer needs: the network file, reads of the chain, public records."""

from __future__ import annotations

from fastapi import Request, Response

from api.answers import answer
from api.desk import desk_of
from api.language import language
from api.limits import body, json_body, parameters
from ledger.core.record import MAX_RECORD
from ledger.core.strictjson import loads

RPC_BYTES = 1 << 20


async def network(request: Request) -> Response:
    """``GET /v1/network``: the network file."""
    language(request)
    parameters(request, ())
    return Response(desk_of(request).shared.file, media_type="application/json")


async def proof(request: Request) -> Response:
    """``GET /v1/network/proof``: the network file and a block, signed together with what the asker drew."""
    lang = language(request)
    given = parameters(request, ("nonce",))
    desk = desk_of(request)
    return answer(await desk.run(desk.proof, given["nonce"]), lang)


async def rpc(request: Request) -> Response:
    """``POST /v1/rpc``: one read of the chain, by JSON-RPC 2.0."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    window = desk.shared.window
    given = await json_body(request, desk.limits)
    return answer(await desk.run(window.answer, loads(given, max_bytes=RPC_BYTES)), lang)


async def record(request: Request) -> Response:
    """``GET /v1/records/{cid}``: a public record, by its IPFS address."""
    language(request)
    parameters(request, ())
    desk = desk_of(request)
    data = await desk.run(desk.record, request.path_params["cid"])
    return Response(
        data, media_type="application/json", headers={"Cache-Control": "immutable, max-age=31536000"}
    )


async def give(request: Request) -> Response:
    """``POST /v1/works/{asset}/record``: the record of an asset that is registered, from whoever has it."""
    lang = language(request)
    parameters(request, ())
    desk = desk_of(request)
    data = b"".join([piece async for piece in body(request, MAX_RECORD, desk.limits)])
    return answer(await desk.run(desk.keep_record, request.path_params["asset"], data), lang)
