"""songdeed audit: all that somebody granted, and whether such a list is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import app
from ledger.cli.common import Run, command
from ledger.cli.completing import key_names
from ledger.cli.names import called, party
from ledger.cli.speech import LANG, t
from ledger.core import auditcheck, auditfile, times
from ledger.core.auditcheck import Fault, Finding, Told
from ledger.core.auditing import Chain, ChainKind, Manifest, Row, Which
from ledger.core.auditrows import COLUMNS, cells, csv_text, json_row
from ledger.core.model import ZERO_HASH, check_hash
from ledger.core.rights import Layer
from ledger.errors import BadInput, CannotTell, ServiceDown, UsageError
from ledger.services import telling
from ledger.services.auditing import Answer
from ledger.text import message_of

_BOM = "\ufeff"
_WORDS = dict.fromkeys((Fault.MISSING, Fault.BROKEN, Fault.HEAD, Fault.UNREACHED, Fault.CHAINS), "INCOMPLETE")
_UNSURE = frozenset({Fault.BROKEN, Fault.HEAD, Fault.UNREACHED, Fault.CHAINS})
"""Faults of which the ledger tells more."""


@command(app, "audit", "audit")
def audit(
    run: Run,
    issuer: Annotated[str | None, typer.Argument(help=t("arg.issuer"), autocompletion=key_names)] = None,
    year: Annotated[int | None, typer.Option("--year", help=t("opt.audit_year"))] = None,
    issued: Annotated[bool, typer.Option("--issued", help=t("opt.audit_issued"))] = False,
    in_force: Annotated[bool, typer.Option("--in-force", help=t("opt.audit_in_force"))] = False,
    out: Annotated[Path | None, typer.Option("--out", help=t("opt.audit_out"))] = None,
    check: Annotated[Path | None, typer.Option("--check", help=t("opt.audit_check"))] = None,
    head: Annotated[list[str] | None, typer.Option("--head", help=t("opt.audit_head"))] = None,
    offline: Annotated[bool, typer.Option("--offline", help=t("opt.audit_offline"))] = False,
) -> int:
    """List what somebody granted, or check such a list."""
    if check is not None:
        if issuer is not None or year is not None or issued or in_force or out is not None:
            raise UsageError("AUDIT_OPTIONS")
        return _check(run, check, None if head is None else _heads(head), offline)
    if issuer is None or year is None or (issued and in_force) or head is not None or offline:
        raise UsageError("AUDIT_OPTIONS")
    _export(run, issuer, year, Which.IN_FORCE if in_force else Which.ISSUED, out)
    return 0


def _heads(given: list[str]) -> frozenset[str]:
    return frozenset(check_hash(head.lower()) for head in given)


# Listing


def _export(run: Run, given: str, year: int, which: Which, out: Path | None) -> None:
    issuer = party(run.home, given)
    paths = _paths(out or Path(f"audit-{run.home.name_of(issuer) or issuer}-{year}-{_tail(which)}"))
    lines, table = bytearray(), bytearray((_BOM + csv_text([COLUMNS])).encode())
    marked = 0

    def take(row: Row) -> None:
        nonlocal marked
        words = cells(row)
        lines.extend(json_row(words) + b"\n")
        table.extend(csv_text([words]).encode())
        marked += row.in_period

    manifest = run.home.auditing.export(issuer, year, which, take, run.bar("auditing"))
    first = auditfile.manifest_bytes(manifest) + b"\n"
    write(run, dict(zip(paths, (bytes(first + lines), bytes(table), first), strict=True)))
    _tell(run, manifest, marked, paths)


def _tail(which: Which) -> str:
    return which.value.lower().replace("_", "-")


def _paths(base: Path) -> list[Path]:
    """Where a list goes; found out before anybody waits for it."""
    if base.suffix in (".csv", ".jsonl"):
        base = base.with_suffix("")
    paths = [Path(f"{base}{suffix}") for suffix in (".jsonl", ".csv", ".manifest.json")]
    for path in paths:
        if path.exists():
            raise BadInput("FILE_EXISTS", path=str(path))
    if not base.parent.is_dir():
        raise BadInput("FILE_NOT_FOUND", path=str(base.parent))
    return paths


def write(run: Run, files: dict[Path, bytes]) -> None:
    """All of them, each whole, or none."""
    done: list[Path] = []
    try:
        for path, data in files.items():
            papers.replace_file(path, data)
            done.append(path)
    except BaseException:
        for path in done:
            path.unlink()
        raise


def _tell(run: Run, manifest: Manifest, marked: int, paths: list[Path]) -> None:
    found = [held for held in manifest.chains if held.rows]
    run.say(t("audit_of", name=called(run.home, manifest.issuer)))
    for held in found:
        run.say(t("audit_found", chain=_in_words(held.chain), rows=held.rows, head=held.head))
    run.say(t("audit_empty", count=len(manifest.chains) - len(found)))
    which = manifest.period.which
    run.say(t(f"audit_marked.{which}", year=manifest.period.year, count=marked, rows=manifest.rows))
    for path in paths:
        run.say(t("audit_written", path=str(path)))
    run.say(t("as_of", block=manifest.block.number, time=times.iso(manifest.block.time, True)))
    run.say(t("on_this_ledger"))
    run.done({
        "issuer": manifest.issuer,
        "year": manifest.period.year,
        "which": which.value,
        "zone": "+08:00",
        "rows": manifest.rows,
        "in_period": marked,
        "chains": [
            {"key": held.chain.key, "kind": held.chain.kind.value, "of": held.chain.of,
             "place": held.chain.place, "rows": held.rows, "head": held.head}
            for held in manifest.chains
        ],
        "files": [str(path) for path in paths],
        "block": telling.block_of(manifest.block),
    })  # fmt: skip


def _in_words(chain: Chain) -> str:
    layer = Layer(chain.place).name if chain.kind in (ChainKind.BLANKETS, ChainKind.TITLE) else ""
    return t(f"audit_chain.{chain.kind}", of=chain.of, place=layer or chain.place)


# Checking


def _check(run: Run, path: Path, heads: frozenset[str] | None, offline: bool) -> int:
    manifest, rows = auditfile.read(papers.read_file(path, auditfile.MAX_BYTES))
    beside = path.with_name(f"{path.stem}.manifest.json")
    if manifest is None and beside.exists():
        manifest = auditfile.read_manifest(papers.read_file(beside, auditfile.MAX_BYTES).rstrip(b"\n"))
    finding, count = auditcheck.check(manifest, rows(), heads)
    if manifest is None:
        return _without_manifest(run, finding, count, heads, beside)
    if offline or (finding is not None and finding.fault not in _UNSURE):
        return _result(run, manifest, finding, count, None)
    try:
        answer = _ask(run, manifest, rows)
    except (CannotTell, ServiceDown, BadInput) as error:
        if finding is not None:
            return _result(run, manifest, finding, count, None)
        told = error if isinstance(error, CannotTell) else _silent(error)
        return run.failed(told, {"rows": count, "asked": False})
    return _result(run, manifest, answer.finding or finding, count, answer)


def _silent(error: ServiceDown | BadInput) -> CannotTell:
    return CannotTell("AUDIT_CHAIN_SILENT", reason=message_of(error, LANG))


def _ask(run: Run, manifest: Manifest, rows: Callable[[], Iterator[Told]]) -> Answer:
    return run.home.auditing.check(manifest, rows(), run.bar("auditing"))


def _without_manifest(
    run: Run, finding: Finding | None, count: int, heads: frozenset[str] | None, beside: Path
) -> int:
    if finding is None and heads is None:
        error = CannotTell("AUDIT_NO_MANIFEST", path=str(beside))
        return run.failed(error, {"rows": count, "asked": False})
    return _result(run, None, finding, count, None)


def _result(
    run: Run, manifest: Manifest | None, finding: Finding | None, count: int, answer: Answer | None
) -> int:
    asked = answer is not None
    document: dict[str, Any] = {"result": "COMPLETE", "rows": count, "asked": asked}
    if finding is None:
        run.say(t("audit_complete", rows=count))
    else:
        words = _WORDS.get(finding.fault, finding.fault.value)
        said = t(f"audit_fault.{finding.fault}", no=finding.no, chain=_named(manifest, finding.chain))
        run.say(f"{words}: {said}")
        document |= {"result": words, "fault": finding.fault.value, "no": finding.no, "message": said}
        document["chain"] = finding.chain
    if manifest is not None:
        document |= {"issuer": manifest.issuer, "block": telling.block_of(manifest.block)}
        run.say(t("as_of", block=manifest.block.number, time=times.iso(manifest.block.time, True)))
    if answer is not None and finding is None:
        run.say(t("audit_since", count=answer.since, block=answer.head.number))
        document |= {"since": answer.since, "head": telling.block_of(answer.head)}
    if not asked and finding is None:
        run.note(t("audit_unasked"))
    run.done(document, local=manifest is not None and manifest.ledger.local)
    return 0 if finding is None else 1


def _named(manifest: Manifest | None, key: str) -> str:
    for held in manifest.chains if manifest is not None else ():
        if held.chain.key == key:
            return _in_words(held.chain)
    return t("audit_chain.other", key=key or ZERO_HASH)
