"""songdeed operation …: signed operations that a relay was given, until they are on the chain for good."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.app import operation
from ledger.cli.common import PayerName, Run, Yes, command
from ledger.cli.signing import receipt_json
from ledger.cli.speech import t
from ledger.core import operation_json
from ledger.core.operations import Operation
from ledger.core.refusals import DoneAlready
from ledger.errors import ServiceDown
from ledger.ports import Level
from ledger.services import relaying

_MAX_FILE = 1 << 20
_ID = re.compile(r"0x[0-9a-f]{64}\Z")


@command(operation, "list", "operation_list")
def list_(run: Run) -> None:
    """Those that are not on the chain for good, as far as this computer knows."""
    found = []
    for identity in run.home.outgoing.names():
        kept = relaying.parse(run.home.outgoing.read(identity))
        kind, (level, words) = relaying.kind_of(kept), _level(run, kept, identity)
        found.append({"operation": identity, "kind": kind, "level": level})
        run.say(f"{identity}  {kind}  {t(words)}")
        if level == Level.FINAL.value:
            run.home.outgoing.keep(identity, None)
    if not found:
        run.say(t("nothing_outgoing"))
    run.done({"operations": found})


@command(operation, "send", "operation_send")
def send(
    run: Run,
    which: Annotated[str, typer.Argument(help=t("arg.operation"))],
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Take one to the chain: through another relay (--via), or at one's own expense (--payer)."""
    home = run.home
    kept = _ID.match(which) is not None
    found = relaying.parse(home.outgoing.read(which) if kept else home.read_file(Path(which), _MAX_FILE))
    identity = operation_json.operation_id(found, home.chain.network)
    document: dict[str, object] = {"operation": identity, "kind": relaying.kind_of(found)}
    try:
        receipt = home.chain.send(found, run.payer(payer, yes))
        document |= receipt_json(receipt)
        run.say(t("operation_sent", operation=identity))
    except DoneAlready:
        document |= {"already": True, "level": _level(run, found, identity)[0]}
        run.say(t("operation_there", operation=identity))
    if document["level"] == Level.FINAL.value:
        home.outgoing.keep(identity, None)
    run.done(document)


@command(operation, "forget", "operation_forget")
def forget(run: Run, which: Annotated[str, typer.Argument(help=t("arg.operation"))]) -> None:
    """Throw the copy away; whoever has it may still send it until its deadline."""
    home = run.home
    found = relaying.parse(home.outgoing.read(which))
    home.outgoing.keep(which, None)
    run.say(t("operation_forgotten", operation=which))
    run.done({"operation": which, "kind": relaying.kind_of(found)})


def _level(run: Run, operation: Operation, identity: str) -> tuple[str | None, str]:
    """How sure it is that an operation stays on the chain, and the key of the words for it."""
    home = run.home
    try:
        level = relaying.level_on(home.chain, home.index, operation)
        if level is None and home.chain.sees(operation, identity):
            level = Level.SENT
    except ServiceDown:
        return None, "level.unknown"
    return (None, "level.kept") if level is None else (level.value, f"level.{level.value}")
