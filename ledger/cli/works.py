"""songdeed register, check, may, title, cid"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli.app import app
from ledger.cli.common import Run, command
from ledger.cli.names import called, one_work, party, works
from ledger.cli.speech import LANG, t
from ledger.core import times, uses
from ledger.core.places import codes_of
from ledger.core.question import Question
from ledger.core.titles import parse_split
from ledger.core.verdict import Status
from ledger.errors import UsageError
from ledger.services import telling
from ledger.services.asking import asset_json, title_json, verdict_json
from ledger.services.registrar import draft

File = Annotated[Path, typer.Argument(help=t("arg.file"))]
Work = Annotated[str, typer.Argument(help=t("arg.work"))]
OneOf = Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))]


@command(app, "register", "register")
def register(
    run: Run,
    file: File,
    by: Annotated[str, typer.Option("--as", help=t("opt.as"))],
    title: Annotated[str, typer.Option("--title", help=t("opt.title"))],
    split: Annotated[list[str], typer.Option("--split", help=t("opt.split"))],
    embodies: Annotated[str | None, typer.Option("--embodies", help=t("opt.embodies"))] = None,
    payer: Annotated[str | None, typer.Option("--payer", help=t("opt.payer"))] = None,
    store_audio: Annotated[bool, typer.Option("--store-audio", help=t("opt.store_audio"))] = False,
    direct: Annotated[bool, typer.Option("--direct", help=t("opt.direct"))] = False,
    contest: Annotated[bool, typer.Option("--contest", help=t("opt.contest"))] = False,
) -> None:
    """Register a recording and the song in it."""
    home = run.home
    registrant = home.keys.address_of(by)
    splits = [parse_split(text, lambda name: party(home, name)) for text in split]
    digest = home.digest(file)
    wanted = draft(registrant, title, digest, splits, embodies)
    if store_audio:
        home.store.put_file(file, digest.cid)
    else:
        run.note(t("audio_stays"))
    if direct and home.chain.network.public_mempool:
        run.note(t("direct_risk"))
    domain, password = home.chain.network.registry_domain, run.password(by)
    outcome = home.registrar.register(
        registrant, wanted, lambda text: home.keys.sign(by, password, domain, text),
        payer=run.payer(payer), direct=direct, contest=contest,
    )  # fmt: skip
    state, _ = home.asking.about(asset=outcome.asset)
    event = state.assets[outcome.asset]
    run.say(t("registered" if outcome.receipt else "registered_before", asset=outcome.asset))
    run.say(t("committed", time=times.iso(event.priority, True), key=called(home, registrant)))
    run.done(
        {
            "asset": outcome.asset,
            "works": list(outcome.works),
            "cid": outcome.cid,
            "file_cid": digest.cid,
            "transaction": event.at.transaction,
            "block": {"number": event.at.block, "hash": event.at.block_hash},
            "time": event.priority,
            "time_iso": times.iso(event.priority, True),
            "already": outcome.receipt is None,
        }
    )


@command(app, "check", "check")
def check(run: Run, file: File) -> int:
    """Whether a file is registered."""
    digest = run.home.digest(file)
    state, head = run.home.asking.about(file=digest.sha256)
    assets = [asset_json(state, asset) for asset in state.claims.get(digest.sha256, ())]
    run.say(t("match" if assets else "no_match", file=str(file)))
    for asset in assets:
        who = called(run.home, asset["registrant"])
        run.say(t("claimed_by", asset=asset["asset"], who=who, time=asset["priority_iso"]))
    run.say(t("as_of", block=head.number, time=times.iso(head.time, True)))
    run.done(telling.claims(digest.sha256, assets, head))
    return 0 if assets else 1


@command(app, "may", "may")
def may(
    run: Run,
    who: Annotated[str, typer.Argument(help=t("arg.party"))],
    use: Annotated[str, typer.Argument(help=t("arg.use"))],
    work: Work,
    territory: Annotated[str, typer.Argument(help=t("arg.territory"))],
    at: Annotated[str | None, typer.Option("--at", help=t("opt.at"))] = None,
    asset: OneOf = None,
) -> int:
    """Answer the one question."""
    places = codes_of(territory)
    if len(places) != 1 or places == ("WORLD",):
        raise UsageError("ONE_TERRITORY", value=territory)
    wanted, address = uses.one(use), party(run.home, who)
    moment = times.parse_at(at, places) if at else None
    state, found, head = works(run.home, asset or work)
    now = run.home.asking.now(head) if moment is None else moment
    answers = []
    for one in found:
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
    run.say(f"{answer['verdict']} · {answer['verdict_words']}")
    run.say(t("question", use=answer["use"], territory=answer["territory"], time=answer["at_iso"]))
    for sentence in answer["sentences"]:
        run.say(f"  {sentence}")
    for layer in answer["layers"]:
        run.say(f"  {layer['layer']}  {layer['asset'][:18]}…  {layer['verdict']}")
        for sentence in layer["sentences"]:
            run.say(f"      {sentence}")
    for hop in answer["chain"]:
        run.say(t("hop", kind=t(f"kind.{hop['kind']}"), layer=hop["layer"], time=hop["time_iso"],
                  block=hop["block"]["number"], transaction=hop["transaction"]))  # fmt: skip
    for flag in answer["flags"]:
        run.say(t("flag", flag=flag))
    if answer["until_iso"]:
        run.say(t("until", time=answer["until_iso"]))


@command(app, "title", "title")
def title(run: Run, work: Work, asset: OneOf = None) -> None:
    """The chain of title."""
    state, one, head = one_work(run.home, work, asset)
    rows = title_json(state, one)
    for row in rows:
        run.say(f"{row['since_iso']}  {row['layer']}  {row['asset'][:18]}…")
        for share in row["shares"]:
            run.say(f"    {share['percent']} %  {called(run.home, share['holder'])}")
    run.done({"asset": one, "titles": rows, "block": telling.block_of(head)})


@command(app, "cid", "cid")
def cid(run: Run, file: File) -> None:
    """The IPFS address of a file."""
    digest = run.home.digest(file)
    run.say(digest.cid)
    run.done({"cid": digest.cid, "sha256": digest.sha256, "size": digest.size})
