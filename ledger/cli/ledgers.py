"""songdeed may: what the ledger says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli.app import app
from ledger.cli.batches import judged, read_rows
from ledger.cli.common import Run, command
from ledger.cli.completing import key_names, territories
from ledger.cli.completing import uses as use_names
from ledger.cli.names import identity, party
from ledger.cli.speech import LANG, t
from ledger.cli.verdicts import tell, tell_row, told_summary
from ledger.core import times
from ledger.core.events import Block
from ledger.core.inquiry import Inquiry, inquiry, one_place
from ledger.core.policy import Policy, policy_from
from ledger.core.strictjson import loads
from ledger.core.verdict import STRENGTH, Status
from ledger.errors import BadInput, UsageError
from ledger.services import telling

_MAX_POLICY = 1 << 20


@command(app, "may", "may")
def may(
    run: Run,
    who: Annotated[str | None, typer.Argument(help=t("arg.party"), autocompletion=key_names)] = None,
    use: Annotated[str | None, typer.Argument(help=t("arg.use"), autocompletion=use_names)] = None,
    work: Annotated[str | None, typer.Argument(help=t("arg.work"))] = None,
    territory: Annotated[
        str | None, typer.Argument(help=t("arg.territory"), autocompletion=territories)
    ] = None,
    at: Annotated[str | None, typer.Option("--at", help=t("opt.at"))] = None,
    known_at: Annotated[str | None, typer.Option("--known-at", help=t("opt.known_at"))] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help=t("opt.batch"))] = None,
    strict: Annotated[bool, typer.Option("--strict", help=t("opt.strict"))] = False,
    signatures: Annotated[bool, typer.Option("--signatures", help=t("opt.signatures"))] = False,
    policy: Annotated[Path | None, typer.Option("--policy", help=t("opt.policy"))] = None,
    asset: Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))] = None,
) -> int:
    """Answer the one question, or each of a list."""
    wanted = _policy(run, policy, {"strict": strict, "signatures": signatures})
    given = {"party": who, "use": use, "work": asset or work, "territory": territory, "at": at}
    if batch is not None:
        return _many(run, batch, given, known_at, wanted)
    missing = [name.upper() for name in ("party", "use", "work", "territory") if given[name] is None]
    if missing:
        raise UsageError("MAY_NEEDS", missing=", ".join(missing))
    asked = _inquiry(run, given)
    hearing = run.home.asking.open(_known(known_at, asked.territory), wanted)
    document = telling.answer_json(hearing.ask(asked), hearing.block, LANG)
    answers = document.get("answers", [document])
    for answer in answers:
        tell(run, answer)
    _tell_block(run, hearing.block)
    run.say(t("on_this_ledger"))
    if len(answers) > 1:
        run.say(t("several", count=len(answers)))
    run.done(document)
    return Status(document["verdict"]).exit


def _many(run: Run, path: Path, given: dict[str, str | None], known_at: str | None, policy: Policy) -> int:
    """Answers to a list of questions, by one state of the ledger; one bad row spoils no other."""
    rows = read_rows(path, given)
    hearing = run.home.asking.open(_known(known_at, given["territory"] or "CN"), policy)
    answers: list[dict[str, Any]] = []
    bar = run.bar("asking")
    for number, answer in judged(hearing, rows, lambda row: _inquiry(run, row), LANG):
        answers.append({"row": number, **answer})
        tell_row(run, number, answer)
        bar(len(answers), len(rows))
    statuses = [Status(answer["verdict"]) for answer in answers]
    counts = telling.summary(statuses)
    run.say(told_summary(counts))
    _tell_block(run, hearing.block)
    block = telling.block_of(hearing.block)
    run.done({"answers": answers, "summary": counts, "block": block})
    return max(statuses, key=STRENGTH.index).exit


def _tell_block(run: Run, block: Block) -> None:
    if not block.time:
        run.say(t("as_of_nothing"))
    else:
        run.say(t("as_of", block=block.number, time=times.iso(block.time, True)))


def _inquiry(run: Run, given: dict[str, str | None]) -> Inquiry:
    """The question that some words ask; a path is hashed, a name looked up."""
    words = {name: word or "" for name, word in given.items()}
    one_place(words["territory"])
    address = party(run.home, words["party"])
    work = identity(run.home, words["work"], run.bar("hashing"))
    return inquiry(address, words["use"], work, words["territory"], given["at"])


def _known(known_at: str | None, territory: str) -> int | None:
    return None if known_at is None else times.parse_at(known_at, [territory.upper()])


def _policy(run: Run, path: Path | None, flags: dict[str, bool]) -> Policy:
    """What is demanded beyond the rules: by a JSON file, and by flags.

    Raises:
        BadInput: ``POLICY_FILE``, ``FIELD_…``.
    """
    demanded = {name: True for name, given in flags.items() if given}
    if path is None:
        return policy_from(demanded)
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_POLICY + 1)
        value: Any = loads(data, max_bytes=_MAX_POLICY)
    except (OSError, json.JSONDecodeError) as error:
        raise BadInput("POLICY_FILE", path=str(path), reason=str(error)) from error
    if isinstance(value, dict):
        value |= demanded
    return policy_from(value, str(path), lambda name: party(run.home, name))
