"""songdeed may: what the ledger says."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ledger.cli.app import app
from ledger.cli.common import Run, command
from ledger.cli.completing import key_names, territories
from ledger.cli.completing import uses as use_names
from ledger.cli.names import claims, party, with_names
from ledger.cli.speech import LANG, t
from ledger.core import times, uses
from ledger.core.places import codes_of
from ledger.core.question import Question
from ledger.core.verdict import Status
from ledger.errors import UsageError
from ledger.services import telling
from ledger.services.asking import verdict_json
from ledger.text import text

Work = Annotated[str, typer.Argument(help=t("arg.work"))]
OneOf = Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))]


@command(app, "may", "may")
def may(
    run: Run,
    who: Annotated[str, typer.Argument(help=t("arg.party"), autocompletion=key_names)],
    use: Annotated[str, typer.Argument(help=t("arg.use"), autocompletion=use_names)],
    work: Work,
    territory: Annotated[str, typer.Argument(help=t("arg.territory"), autocompletion=territories)],
    at: Annotated[str | None, typer.Option("--at", help=t("opt.at"))] = None,
    asset: OneOf = None,
) -> int:
    """Answer the one question."""
    places = codes_of(territory)
    if len(places) != 1 or places == ("WORLD",):
        raise UsageError("ONE_TERRITORY", value=territory)
    wanted, address = uses.one(use), party(run.home, who)
    moment = times.parse_at(at, places) if at else None
    state, asked, found, head = claims(run.home, asset or work, run.bar("hashing"), asker=address)
    now = run.home.asking.now(head) if moment is None else moment
    answers = []
    for one in found or [asked]:  # nobody's: the verdict says so
        question = Question(address, wanted, one, places[0], now)
        answers.append(verdict_json(run.home.asking.may(question, state), question, state, LANG))
    for answer in answers:
        _tell(run, answer)
    run.say(t("as_of", block=head.number, time=times.iso(head.time, True)))
    run.say(t("on_this_ledger"))
    if len(answers) > 1:
        run.say(t("several", count=len(answers)))
    document = telling.verdict(answers, head)
    run.done(document)
    return Status(document["verdict"]).exit


def _tell(run: Run, answer: dict[str, Any]) -> None:
    """One verdict as a tree: the answer, its layers, the chain of each."""
    words = {"use": answer["use"], "territory": answer["territory"], "time": answer["at_iso"]}
    rows: list[tuple[int, str]] = [(1, t("question", **words))]
    rows += [(1, sentence) for sentence in answer["sentences"]]
    for layer in answer["layers"]:
        rows.append((1, f"{layer['layer']}  {layer['asset'][:18]}…  {layer['verdict']}"))
        rows += [(2, sentence) for sentence in layer["sentences"]]
        here = (layer["asset"], layer["layer"])
        rows += [(2, _hop(hop)) for hop in answer["chain"] if (hop["asset"], hop["layer"]) == here]
    rows += [(1, t("flag", flag=text(f"flag.{flag}", LANG))) for flag in answer["flags"]]
    if answer["until_iso"]:
        rows.append((1, t("until", time=answer["until_iso"])))
    named = [(depth, with_names(run.home, words)) for depth, words in rows]
    run.speech.tree(f"{answer['verdict']} · {answer['verdict_words']}", named)


def _hop(hop: dict[str, Any]) -> str:
    kind = t(f"kind.{hop['kind']}")
    block = hop["block"]["number"]
    return t("hop", kind=kind, time=hop["time_iso"], block=block, transaction=hop["transaction"])
