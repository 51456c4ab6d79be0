"""songdeed operation …: signed operations that a relay was given, until they are on the chain for good."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ledger import papers
from ledger.cli.app import operation
from ledger.cli.common import PayerName, Ready, Run, Yes, command
from ledger.cli.completing import key_names
from ledger.cli.explaining import operation_words, tell_operation
from ledger.cli.holding import waiting
from ledger.cli.signing import (
    check_signers,
    join_copies,
    names_of,
    ready,
    receipt_json,
    sign_with,
    standing,
    tell_signers,
)
from ledger.cli.speech import LANG, t
from ledger.core import operation_json, operationfile, strictjson
from ledger.core.belonging import check_here
from ledger.core.cid import raw_cid
from ledger.core.dealfile import MAX_BYTES
from ledger.core.ids import asset_id, facts_hash
from ledger.core.operationfile import OperationFile
from ledger.core.operations import Operation, Register
from ledger.core.refusals import DoneAlready
from ledger.errors import ServiceDown
from ledger.ports import Level
from ledger.services import relaying
from ledger.text import message_of

_MAX_FILE = 1 << 20
File = Annotated[Path, typer.Argument(help=t("arg.operation_file"))]
_ID = re.compile(r"0x[0-9a-f]{64}\Z")


@command(operation, "list", "operation_list")
def list_(run: Run) -> None:
    """Those that are not on the chain for good, as far as this computer knows."""
    found = []
    for identity in run.home.station.outgoing.names():
        kept = relaying.parse(run.home.station.outgoing.read(identity))
        kind, (level, words) = relaying.kind_of(kept), _level(run, kept, identity)
        found.append({"operation": identity, "kind": kind, "level": level})
        run.say(f"{identity}  {kind}  {t(words)}")
        if level == Level.FINAL.value:
            run.home.station.outgoing.keep(identity, None)
    if not found:
        run.say(t("nothing_outgoing"))
    run.done({"operations": found})


@command(operation, "send", "operation_send")
def send(
    run: Run,
    which: Annotated[str, typer.Argument(help=t("arg.operation"))],
    also: Annotated[list[Path] | None, typer.Argument(help=t("arg.operations_more"))] = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Take one to the chain: through another relay (--via), or at one's own expense (--payer)."""
    home = run.home
    kept = _ID.match(which) is not None
    data = home.station.outgoing.read(which) if kept else papers.read_file(Path(which), _MAX_FILE)
    found = _complete(run, data, Path(which), also or ())
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
        home.station.outgoing.keep(identity, None)
    if isinstance(found, Register):
        _hand_over(run, found)
    run.done(document)


def _complete(run: Run, data: bytes, path: Path, also: Sequence[Path]) -> Operation:
    """An operation as it is sent: as it was given to a relay, or once its wallet has signed.

    Raises:
        NotYet: ``WALLET_SIGNATURES``.
    """
    document = strictjson.loads(data, max_bytes=_MAX_FILE)
    if not isinstance(document, dict) or "operation" not in document:
        return relaying.parse(data)
    file = ready(run, _checked(run, join_copies(run, _read, path, also)))
    if file.missing:
        raise waiting(run, file, path)
    return file.complete


def _checked(run: Run, file: OperationFile) -> OperationFile:
    check_here(file.place, run.home.walleting.place)
    return file


def _hand_over(run: Run, found: Register) -> None:
    """Records that are here of works that a wallet registered; who made the file may be elsewhere."""
    text, records = found.registration, []
    for asset in text.assets:
        cid = raw_cid(bytes.fromhex(asset.record_hash[2:]))
        if run.home.store.has(cid):
            facts = facts_hash(asset.asset_type, asset.file_tag, asset.links)
            records.append(
                (asset_id(asset.record_hash, text.registrant, facts), b"".join(run.home.store.read(cid)))
            )
    try:
        run.home.station.sharing.hand_over(records)
    except ServiceDown as error:
        run.note(t("record_not_taken", reason=message_of(error, LANG)))


def _read(run: Run, path: Path) -> OperationFile:
    return operationfile.from_bytes(papers.read_file(path, MAX_BYTES))


@command(operation, "show", "operation_show")
def show(run: Run, file: File) -> None:
    """What an operation file says, and who has signed for the wallet."""
    found = _read(run, file)
    tell_signers(run, found)
    tell_operation(run, found, standing(run, found, "FILE"))


@command(operation, "sign", "operation_sign")
def sign(
    run: Run,
    file: File,
    by: Annotated[str, typer.Option("--as", help=t("opt.as"), autocompletion=key_names)],
    signature: Ready = None,
    yes: Yes = False,
) -> None:
    """Sign an operation for a wallet as one of its owners."""
    found = _read(run, file)
    tell_signers(run, found)
    check_signers(run, found, [by])
    for line in operation_words(run, found):
        run.say(line)
    run.confirm(t("sign_ask"), yes)
    found = sign_with(
        run, found, [by], lambda signed: papers.replace_file(file, signed.to_bytes()), signature
    )
    run.done(
        {"operation": found.id, **standing(run, found, "PROPOSED")},
        place=found.place,
    )


@command(operation, "merge", "operation_merge")
def merge(
    run: Run, file: File, also: Annotated[list[Path], typer.Argument(help=t("arg.operations_more"))]
) -> None:
    """Signatures of owners that were given on copies apart."""
    found = join_copies(run, _read, file, also)
    papers.replace_file(file, found.to_bytes())
    tell_signers(run, found)
    state = standing(run, found, "PROPOSED")
    run.say(t("merged", path=str(file), missing=names_of(run, tuple(state["missing"]))))
    run.done(
        {"operation": found.id, **state, "path": str(file)},
        place=found.place,
    )


@command(operation, "forget", "operation_forget")
def forget(run: Run, which: Annotated[str, typer.Argument(help=t("arg.operation"))]) -> None:
    """Throw the copy away; whoever has it may still send it until its deadline."""
    home = run.home
    found = relaying.parse(home.station.outgoing.read(which))
    home.station.outgoing.keep(which, None)
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
