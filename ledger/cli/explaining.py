"""songdeed explain: signed texts in words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import app
from ledger.cli.common import Run, command
from ledger.cli.names import with_names
from ledger.cli.speech import LANG, t
from ledger.core import dealfile, eip712, mandatefile, operation_json, operationfile, record, strictjson
from ledger.core.belonging import Belonging
from ledger.core.eip712 import Message
from ledger.core.model import Domain
from ledger.core.operationfile import OperationFile
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Anchor,
    Assign,
    CancelDeal,
    CancelMandate,
    ClaimUnits,
    Operation,
    Terminate,
    VoidTitle,
    Withdraw,
)
from ledger.errors import BadInput
from ledger.services import explaining, relaying
from ledger.text import text

_MAX_BYTES = 1 << 20
_LICENSING = (Activate, Terminate, CancelDeal, ActivateMandate, Withdraw, CancelMandate)
"""Operations of the licensing contract; the others are the registry's."""


@command(app, "explain", "explain")
def explain(run: Run, file: Annotated[Path, typer.Argument(help=t("arg.explained"))]) -> None:
    """Tell a signed text in words, with what a wallet shows as numbers."""
    data = papers.read_file(file, _MAX_BYTES)
    document = strictjson.loads(data, max_bytes=_MAX_BYTES)
    if not isinstance(document, dict):
        raise BadInput("EXPLAIN_UNKNOWN", path=str(file))
    if "format" in document:
        _record(run, data)
    elif "signatures" in document and "deal" in document:
        deal = dealfile.from_bytes(data)
        extra = {"deal": deal.id, "missing": list(deal.missing), "terms": dict(deal.terms)}
        _tell(run, deal.domain, deal.deal, extra, place=deal.place)
    elif "signatures" in document and "mandate" in document:
        mandate = mandatefile.from_bytes(data)
        extra = {"mandate": mandate.id, "missing": list(mandate.missing)}
        _tell(run, mandate.domain, mandate.mandate, extra, place=mandate.place)
    elif "signatures" in document and "operation" in document:
        tell_operation(run, operationfile.from_bytes(data))
    elif "primaryType" in document:
        _tell(run, *explaining.from_typed_data(document), {})
    elif "kind" in document:
        _operation(run, document)
    else:
        raise BadInput("EXPLAIN_UNKNOWN", path=str(file))


def tell_operation(run: Run, file: OperationFile, more: dict[str, Any] | None = None) -> None:
    """An operation that a wallet is to sign; ``more``: what else a program should know."""
    extra = {"kind": relaying.kind_of(file.operation), "signer": file.signers[0], **(more or {})}
    _tell(run, file.domain, file.message, extra, place=file.place)


def operation_words(run: Run, file: OperationFile) -> list[str]:
    """The text of such an operation, to be read before it is signed."""
    return _words(run, file.domain, file.message)


def _words(run: Run, domain: Domain | None, message: Message) -> list[str]:
    lines = [text(f"explain.{type(message).__name__}", LANG)]
    if domain is not None:
        network = {"chain": domain.chain_id, "contract": domain.contract, "name": domain.name}
        lines.append(text("explain.domain", LANG, **network))
        lines.append(text("explain.digest", LANG, digest=eip712.digest(domain, message)))
    for row in explaining.rows(message, LANG):
        words = f"  → {row.words}" if row.words else ""
        lines.append(with_names(run.home, f"  {row.field}: {row.value}{words}"))
    return lines


def _tell(
    run: Run,
    domain: Domain | None,
    message: Message,
    extra: dict[str, Any],
    *,
    place: Belonging | None = None,
) -> None:
    document: dict[str, Any] = {"primaryType": type(message).__name__}
    if domain is not None:
        digest = eip712.digest(domain, message)
        document |= {"digest": digest, "chain_id": domain.chain_id, "contract": domain.contract}
    for line in _words(run, domain, message):
        run.say(line)
    rows = explaining.rows(message, LANG)
    fields = [{"field": row.field, "value": row.value, "words": row.words} for row in rows]
    run.done({**document, "fields": fields, **extra}, place=place)


def _operation(run: Run, document: dict[str, Any]) -> None:
    """A signed operation, as it is sent to a relay; its digest is that of the network in use."""
    operation = operation_json.from_json(document)
    message = _signed(operation)
    entry = run.home.station.networks.current()
    domain = None
    if entry is not None:
        licensing = isinstance(operation, _LICENSING)
        domain = entry.network.licensing_domain if licensing else entry.network.registry_domain
    _tell(run, domain, message, {"kind": document["kind"]})


def _signed(operation: Operation) -> Message:
    """What the signatures of an operation are made of."""
    match operation:
        case Anchor():
            raise BadInput("EXPLAIN_ANCHOR", root=operation.root)
        case Activate():
            return operation.deal
        case ClaimUnits():
            return operation.claim
        case Assign():
            return operation.assignment
        case ActivateMandate():
            return operation.mandate
        case VoidTitle():
            return operation.arbitration
    return operationfile.message_of(operation)


def _record(run: Run, data: bytes) -> None:
    found = record.from_bytes(data)
    run.say(text("explain.Record", LANG))
    run.say(f"  {text(f'type.{found.type.name}', LANG)}: {found.titles[0].text}")
    body: Any = strictjson.loads(data, max_bytes=_MAX_BYTES)
    for field, value in sorted(body.items()):
        run.say(with_names(run.home, f"  {field}: {strictjson.canonical(value).decode()}"))
    run.done({"primaryType": "Record", "record_hash": record.record_hash(data), "record": body})
