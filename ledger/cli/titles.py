"""songdeed title …, songdeed assign"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import app
from ledger.cli.app import title as group
from ledger.cli.changes import DEFAULT_OUT, Out, Signers, gather
from ledger.cli.common import PayerName, Run, Yes, command
from ledger.cli.completing import key_names
from ledger.cli.drafts import layer_of
from ledger.cli.holding import sign_one
from ledger.cli.names import called, one_work, party
from ledger.cli.signing import receipt_json
from ledger.cli.speech import t
from ledger.core import eip712, times
from ledger.core.eip712 import Message
from ledger.core.model import ZERO_HASH
from ledger.core.refusals import DoneAlready
from ledger.core.rights import Layer, LinkKind
from ledger.core.state import State, TitleVersion
from ledger.core.titles import keyless, parse_split, percent
from ledger.errors import NotYet
from ledger.services import telling

Work = Annotated[str, typer.Argument(help=t("arg.work"))]
OneOf = Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))]
As = Annotated[str, typer.Option("--as", help=t("opt.as"), autocompletion=key_names)]


@command(group, "show", "title")
def show(run: Run, work: Work, asset: OneOf = None) -> None:
    """The chain of title."""
    state, one, head = one_work(run.home, work, asset)
    rows = telling.title_json(state, one)
    line = telling.timeline(state)
    for entry in line:
        who = called(run.home, entry["who"]) if entry["who"] else ""
        what = t(f"what.{entry['what']}", who=who)
        run.say(f"{entry['time_iso']}  {entry['layer']}  {entry['asset'][:18]}…  {what}")
        for share in entry["shares"]:
            run.say(f"    {share['percent']} %  {called(run.home, share['holder'])}")
        for kept in entry["unclaimed"]:
            run.say("    " + t("keyless", percent=kept["percent"]))
    newest = {(row["asset"], row["layer"]): row for row in rows}  # later versions come later
    for row in newest.values():
        status = t("title_confirmed" if row["confirmed"] else "title_claimed")
        run.say(t("title_now", layer=row["layer"], asset=f"{row['asset'][:18]}…", status=status))
    contact = run.home.enclosing.contact(one)
    if contact is not None:
        run.say(t("contact_of", contact=contact))
    said = {} if contact is None else {"contact": contact}
    run.say(t("as_of", block=head.number, time=times.iso(head.time, True)))
    block = telling.block_of(head)
    run.done({"asset": one, "titles": rows, "timeline": line, **said, "block": block})


@command(group, "confirm", "title_confirm")
def confirm(
    run: Run,
    work: Work,
    by: As,
    layer: Annotated[str, typer.Option("--layer", help=t("opt.layer"))],
    asset: OneOf = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Sign a split as one of its holders."""
    holder = run.home.keys.address_of(by)
    _, version = opened(run, work, asset, layer_of(layer))
    _tell(run, version)
    try:
        receipt = run.home.titling.confirm(version, holder, signer(run, by), run.payer(payer, yes))
        sent: dict[str, Any] | None = receipt_json(receipt)
        run.say(t("title_signed"))
    except DoneAlready:
        sent = None
        run.say(t("title_signed_before"))
    _done(run, version.title.asset, layer_of(layer), sent)


@command(group, "replace", "title_replace")
def replace(
    run: Run,
    work: Work,
    by: As,
    split: Annotated[str, typer.Option("--split", help=t("opt.split"))],
    asset: OneOf = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Other shares, while nobody but the registrant has signed."""
    wanted = parse_split(split, lambda name: party(run.home, name))
    state, version = opened(run, work, asset, Layer(wanted.layer))
    receipt = run.home.titling.replace(state, version, wanted, signer(run, by), run.payer(payer, yes))
    run.say(t("title_replaced"))
    _done(run, version.title.asset, Layer(wanted.layer), receipt_json(receipt))


@command(app, "assign", "assign")
def assign(
    run: Run,
    work: Work,
    split: Annotated[str, typer.Option("--split", help=t("opt.split_after"))],
    by: Signers = None,
    instrument: Annotated[Path | None, typer.Option("--instrument", help=t("opt.instrument"))] = None,
    out: Out = DEFAULT_OUT,
    asset: OneOf = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> int:
    """Move shares; all holders before and after sign."""
    wanted = parse_split(split, lambda name: party(run.home, name))
    state, version = opened(run, work, asset, Layer(wanted.layer))
    paper = ZERO_HASH if instrument is None else papers.digest(instrument).sha256
    others = run.home.changing.letting_go(version.title, wanted.shares)
    new = run.home.titling.assignment(state, version, wanted, paper, others)
    done = gather(run, new, by, out, payer, yes)
    if done is None:
        return NotYet.exit
    run.say(t("assigned"))
    _done(run, version.title.asset, Layer(wanted.layer), done)
    return 0


@command(group, "claim", "title_claim")
def claim(
    run: Run,
    work: Work,
    layer: Annotated[str, typer.Option("--layer", help=t("opt.layer"))],
    who: Annotated[str, typer.Option("--who", help=t("opt.who"))],
    to: Annotated[str, typer.Option("--to", help=t("opt.newcomer"), autocompletion=key_names)],
    by: Signers = None,
    out: Out = DEFAULT_OUT,
    asset: OneOf = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> int:
    """Shares that were kept for somebody who has a key now."""
    state, version = opened(run, work, asset, layer_of(layer))
    newcomer = party(run.home, to)
    here = {run.home.keys.address_of(name) for name in by or ()}
    new = run.home.titling.claim(state, version, keyless(who), newcomer, here)
    done = gather(run, new, by, out, payer, yes)
    if done is None:
        return NotYet.exit
    run.say(t("title_taken", name=called(run.home, newcomer)))
    _done(run, version.title.asset, layer_of(layer), done)
    return 0


def opened(run: Run, work: str, asset: str | None, layer: Layer) -> tuple[State, TitleVersion]:
    """The title of a layer: of the work itself, or of the one song that it embodies."""
    state, one, _ = one_work(run.home, work, asset)
    if state.title(one, layer) is None:
        embodied = [link.target for link in state.assets[one].links if link.kind == LinkKind.EMBODIES]
        songs = [song for song in embodied if state.title(song, layer)]
        one = songs[0] if len(songs) == 1 else one
    return run.home.titling.current(one, layer)


def signer(run: Run, name: str) -> Callable[[Message], bytes]:
    """Signs as a key or a wallet; what is signed is shown."""
    domain = run.home.chain.network.registry_domain

    def sign(text: Message) -> bytes:
        run.say(t("digest", digest=eip712.digest(domain, text)))
        return sign_one(run, name, domain, text)

    return sign


def _tell(run: Run, version: TitleVersion) -> None:
    for share in version.title.shares:
        run.say(f"    {percent(share.units)} %  {called(run.home, share.holder)}")


def _done(run: Run, asset: str, layer: Layer, sent: dict[str, Any] | None) -> None:
    state, version = run.home.titling.current(asset, layer)
    document: dict[str, Any] = {
        "asset": asset,
        "layer": layer.name,
        "title": version.hash,
        "version": version.title.version,
        "confirmed": state.is_confirmed(version),
        "already": sent is None,
    }
    run.done(document | (sent or {}))
