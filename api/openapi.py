"""The OpenAPI document: every operation with its parameters, answers, errors and an example."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import schemas, shared
from api.examples import EXAMPLES
from ledger import __version__

Json = dict[str, Any]

_HASH = {"type": "string", "pattern": "^0x[0-9a-f]{64}$"}
_ASSET = "0x" + "3f" * 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation. ``errors`` are HTTP statuses beside those that every operation has.

    ``file``: it answers the bytes of a file, or a range of them.
    """

    method: str
    path: str
    summary: str
    answers: dict[int, tuple[type[BaseModel], ...]]
    errors: tuple[int, ...] = ()
    parameters: tuple[Json, ...] = ()
    body: Json | None = None
    cached: bool = field(default=False)
    file: bool = field(default=False)


def _parameter(
    name: str, where: str, text: str, schema: Json, example: str, *, required: bool = True
) -> Json:
    found = {"name": name, "in": where, "description": text, "schema": schema, "example": example}
    return {**found, "required": required}


_IN_PATH = _parameter("asset", "path", "Asset id: 0x and 64 lower-case hex digits.", _HASH, _ASSET)
_SHA256 = _parameter("sha256", "query", "SHA-256 of a file, with 0x.", _HASH, "0x" + "5d" * 32)
_LANG = _parameter(
    "lang", "query", "Language of the sentences; by default the best of Accept-Language.",
    {"type": "string", "enum": ["en", "zh"]}, "zh", required=False,
)  # fmt: skip
_QUESTION = (
    _parameter("party", "query", "Address of the party who would use it, lower case.",
               {"type": "string", "pattern": "^0x[0-9a-f]{40}$"}, "0x" + "1a" * 20),
    _parameter("use", "query", "One use, by its name.", {"type": "string"}, "STREAM_ONDEMAND"),
    _parameter("work", "query", "Asset id, or the SHA-256 of a file.", _HASH, _ASSET),
    _parameter("territory", "query", "One country or region (ISO 3166-1 alpha-2).", {"type": "string"}, "CN"),
    _parameter("at", "query", "A day, or an instant with its offset (+ written %2B); now if not given.",
               {"type": "string"}, "2026-06-15", required=False),
    _parameter("known_at", "query", "What did the ledger say then? A day, or an instant; now if not given.",
               {"type": "string"}, "2026-03-31", required=False),
    _parameter("strict", "query", "No answer that rests on a record which was not seen.",
               {"type": "string", "enum": ["true", "false"]}, "true", required=False),
)  # fmt: skip
_KEY = _parameter(
    "key", "path", "Key of a title, a parent line, a society's blankets or an agent.", _HASH, _ASSET
)
_PAGE = (
    _parameter("after", "query", "Number of the last entry that is known already.", {"type": "integer"}, "0",
               required=False),
    _parameter("limit", "query", "Most entries; at most 1,000.", {"type": "integer"}, "1000", required=False),
)  # fmt: skip
_OPERATION_ID = _parameter(
    "operation", "path", "Its EIP-712 digest; the root of an anchor.", _HASH, "0x" + "77" * 32
)
_NONCE = _parameter("nonce", "query", "Drawn by who asks: 0x and 64 hex digits.", _HASH, "0x" + "4e" * 32)
_FILE_BODY = {
    "description": "The bytes of the file, as they are: no form, no multipart. At most 2 GiB.",
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_OPERATION_BODY = {
    "description": "A signed operation. Integers are decimal strings, bytes 0x strings; no field is missing.",
    "required": True,
    "content": {
        "application/json": {
            "schema": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
            "example": EXAMPLES["operation_body"],
        }
    },
}

_RPC_BODY = {
    "description": "One question, no batch. Methods: " + ", ".join(shared.METHODS) + ".",
    "required": True,
    "content": {"application/json": {"schema": {"type": "object"}, "example": EXAMPLES["rpc_body"]}},
}
_RECORD_BODY = {
    "description": "The bytes of the record, exactly those that were registered.",
    "required": True,
    "content": {"application/json": {"schema": {"type": "object"}, "example": EXAMPLES["Record"]}},
}
_CID = _parameter(
    "cid",
    "path",
    "CIDv1 of the record.",
    {"type": "string"},
    "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
)

_AUDIO_CID = {**_CID, "description": "CID of the file, which is also its ETag."}
_RANGE = _parameter("Range", "header", "One range of bytes (RFC 9110 14); several are answered by the whole.",
                    {"type": "string"}, "bytes=0-65535", required=False)  # fmt: skip

_QUESTIONS_BODY = {
    "description": "At most 1,000 questions. known_at: UTC seconds; policy: demands beyond the rules.",
    "required": True,
    "content": {
        "application/json": {
            "schema": {"type": "object", "required": ["questions"]},
            "example": EXAMPLES["questions_body"],
        }
    },
}

ENTRIES = (
    Entry("get", "/v1/works/{asset}", "A registered work", {200: (schemas.Work,)}, (404,),
          (_IN_PATH, _LANG), cached=True),
    Entry("get", "/v1/works", "Works that claim a file", {200: (schemas.Claims,)}, (), (_SHA256, _LANG),
          cached=True),
    Entry("get", "/v1/works/{asset}/title", "Chain of title of a work", {200: (schemas.Titles,)}, (404,),
          (_IN_PATH, _LANG), cached=True),
    Entry("get", "/v1/works/{asset}/deals", "Deals on a work", {200: (schemas.Deals,)}, (404,),
          (_IN_PATH, _LANG), cached=True),
    Entry("get", "/v1/chains/{key}", "Head and entries of a hash chain of lines, a page at a time",
          {200: (schemas.Chain,)}, (), (_KEY, *_PAGE, _LANG), cached=True),
    Entry("get", "/v1/verdict", "May a party make a use of a work in a territory at a time, by what chain?",
          {200: (schemas.Verdict, schemas.SeveralVerdicts)}, (), (*_QUESTION, _LANG), cached=True),
    Entry("post", "/v1/verdicts", "The same for a list of questions, by one state of the ledger",
          {200: (schemas.Verdicts,)}, (408, 413, 415, 422), (_LANG,), _QUESTIONS_BODY),
    Entry("post", "/v1/check", "Whether exactly these bytes are registered; nothing is kept of them",
          {200: (schemas.Claims,)}, (408, 413, 422), (_LANG,), _FILE_BODY),
    Entry("post", "/v1/operations", "Relay a signed operation: simulated first, then sent",
          {200: (schemas.Operation,), 201: (schemas.Operation,), 202: (schemas.Operation,)},
          (403, 408, 409, 413, 415, 422, 429), (_LANG,), _OPERATION_BODY),
    Entry("get", "/v1/operations/{operation}", "What became of an operation",
          {200: (schemas.Operation,)}, (404,), (_OPERATION_ID, _LANG)),
    Entry("get", "/v1/network", "The network file, where the ledger is shared",
          {200: (shared.NetworkFile,)}, (404,), (_LANG,)),
    Entry("get", "/v1/network/proof", "That this is the server of whoever shares the ledger",
          {200: (shared.HostProof,)}, (404,), (_NONCE, _LANG)),
    Entry("post", "/v1/rpc", "One read of the chain by JSON-RPC 2.0, where the ledger is shared",
          {200: (shared.RpcAnswer,)}, (404, 408, 413, 415, 422), (_LANG,), _RPC_BODY),
    Entry("get", "/v1/records/{cid}", "A public record by its IPFS address",
          {200: (shared.Record,)}, (404, 422), (_CID, _LANG)),
    Entry("post", "/v1/works/{asset}/record", "Give the record of a work, where the ledger is shared",
          {200: (shared.RecordKept,)}, (404, 408, 413, 422), (_IN_PATH, _LANG), _RECORD_BODY),
    Entry("get", "/v1/audio/{cid}", "Audio that its creator lets anybody have, whole or a range",
          {}, (404, 416, 422), (_AUDIO_CID, _RANGE, _LANG), file=True),
    Entry("get", "/healthz", "The process runs", {200: (schemas.Health,)}),
    Entry("get", "/readyz", "Chain, index and store answer", {200: (schemas.Ready,)}),
)  # fmt: skip

_SAID = {
    200: "The answer",
    201: "Recorded now",
    202: "On its way: ask again at Location",
    206: "The range",
    304: "Not changed",
}


@cache
def document() -> Json:
    """The OpenAPI 3.1 document."""
    models = sorted(
        {m for e in ENTRIES for group in e.answers.values() for m in group}, key=lambda m: m.__name__
    )
    wanted: Any = [(model, "serialization") for model in (*models, schemas.Problem)]
    _, defined = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    paths: dict[str, Json] = {}
    for entry in ENTRIES:
        paths.setdefault(entry.path, {})[entry.method] = _operation(entry)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Songdeed",
            "version": __version__,
            "description": "A copyright ledger for music. Every answer names the block at which it is true.",
        },
        "paths": paths,
        "components": {"schemas": defined["$defs"]},
    }


def _operation(entry: Entry) -> Json:
    answers = {str(status): _answer(status, models) for status, models in entry.answers.items()}
    if entry.file:
        binary = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        answers |= {str(status): {"description": _SAID[status], "content": binary} for status in (200, 206)}
    if entry.cached or entry.file:
        answers["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        answers["304"] = {"description": _SAID[304]}
    problem = {"application/problem+json": {"schema": _ref(schemas.Problem), "example": EXAMPLES["Problem"]}}
    for status in sorted({400, 421, 500, 503, *entry.errors}):
        answers[str(status)] = {"description": "A problem", "content": problem}
    name = f"{entry.method}{entry.path}".replace("/v1", "").replace("{", "by_").replace("}", "")
    found: Json = {
        "summary": entry.summary,
        "operationId": name.strip("/").replace("/", "_"),
        "parameters": list(entry.parameters),
        "responses": answers,
    }
    return found if entry.body is None else {**found, "requestBody": entry.body}


def _answer(status: int, models: tuple[type[BaseModel], ...]) -> Json:
    schema = _ref(models[0]) if len(models) == 1 else {"anyOf": [_ref(model) for model in models]}
    content = {"schema": schema, "example": EXAMPLES[models[0].__name__]}
    return {"description": _SAID[status], "content": {"application/json": content}}


def _ref(model: type[BaseModel]) -> Json:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
