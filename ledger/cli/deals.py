"""songdeed deal …, songdeed terminate"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import app, deal
from ledger.cli.cautions import caution_deal
from ledger.cli.common import Confirm, PayerName, Ready, Run, Yes, command
from ledger.cli.completing import key_names
from ledger.cli.dealwords import sentences
from ledger.cli.dealworks import (
    check_prose,
    holders_json,
    tell_prose,
    tell_titles,
    tell_works,
    works_json,
)
from ledger.cli.holding import confirm_splits, sign_one
from ledger.cli.signing import (
    EXITS,
    check_signers,
    holding,
    names_of,
    ready,
    receipt_json,
    sign_with,
    standing,
    tell_signers,
)
from ledger.cli.since import tell_changes, tell_stale
from ledger.cli.speech import t
from ledger.cli.wallets import plain, standings
from ledger.core import dealfile, eip712, times
from ledger.core.dealfile import DealFile
from ledger.core.model import Termination
from ledger.core.refusals import DoneAlready
from ledger.core.rights import Layer
from ledger.errors import BadInput, Denied, NotYet
from ledger.services import telling
from ledger.services.walleting import Walleting

File = Annotated[Path, typer.Argument(help=t("arg.deal"))]
As = Annotated[list[str], typer.Option("--as", help=t("opt.as_many"), autocompletion=key_names)]


def read(run: Run, path: Path) -> DealFile:
    """A deal file, checked.

    Raises:
        BadInput: ``FILE_…`` and what is wrong with it.
    """
    return dealfile.from_bytes(papers.read_file(path, dealfile.MAX_BYTES))


def write(run: Run, path: Path, file: DealFile) -> None:
    """Replace a deal file whole or not at all."""
    papers.replace_file(path, file.to_bytes())


def tell(run: Run, file: DealFile, also: tuple[str, ...] = ()) -> None:
    """A deal in words; ``also``: who of its signers may be a wallet, beside those who seem to be."""
    tell_works(run, file)
    for sentence in sentences(run, file):
        run.say(sentence)
    tell_signers(run, file, also)
    if file.keys:
        run.say(t("deal_keys", names=names_of(run, tuple(sorted({wrap.recipient for wrap in file.keys})))))
    run.say(t("deal_network", chain=file.chain_id, contract=file.licensing))
    run.say(t("deal_id", deal=file.id))


def summary(run: Run, file: DealFile, state: str, missing: tuple[str, ...] | None = None) -> dict[str, Any]:
    """A deal for a program; ``missing`` are by default those without a signature in the file."""
    return {"deal": file.id, "lines": len(file.deal.lines), **standing(run, file, state, missing)}


@command(deal, "sign", "deal_sign")
def sign(
    run: Run,
    file: File,
    by: As,
    signature: Ready = None,
    yes: Yes = False,
    confirm: Confirm = False,
    other_terms: Annotated[bool, typer.Option("--other-terms", help=t("opt.other_terms"))] = False,
    payer: PayerName = None,
) -> None:
    """Sign a deal."""
    found = read(run, file)
    tell(run, found)
    caution_deal(run, found)
    check_prose(tell_prose(run, found, file.parent), other_terms)
    tell_changes(run, found)
    check_signers(run, found, by)
    tell_stale(run, found)
    run.confirm(t("sign_ask"), yes)
    found = sign_with(run, found, by, lambda signed: write(run, file, signed), signature)
    run.home.signed.keep(found.id, found.to_bytes())
    done = summary(run, found, "PROPOSED")
    if confirm:
        places = [(title.asset, Layer(title.layer)) for title in found.titles]
        done["confirmed"] = confirm_splits(run, places, by, run.payer(payer, yes))
    elif _unconfirmed(run, found, by):
        run.note(t("confirm_hint"))
    run.done(done, place=found.place)


def _unconfirmed(run: Run, found: DealFile, by: list[str]) -> bool:
    """Whether a split among those of a deal may want its holder's own word."""
    holders = {run.home.keys.address_of(name) for name in by}
    open_ = [title.shares for title in found.titles if not title.confirmed and len(title.shares) > 1]
    return any(share.holder in holders for shares in open_ for share in shares)


def _merged(run: Run, paths: list[Path]) -> DealFile:
    """One deal with the signatures of several copies of its file.

    Raises:
        BadInput: ``DEALS_DIFFER``: they are not copies of one deal.
    """
    found = read(run, paths[0])
    for path in paths[1:]:
        other = read(run, path)
        if (other.id, other.heads) != (found.id, found.heads):
            raise BadInput("DEALS_DIFFER", one=str(paths[0]), other=str(path))
        found = found.joined(other, holding(run, found))
    return found


@command(deal, "merge", "deal_merge")
def merge(
    run: Run,
    file: File,
    also: Annotated[list[Path], typer.Argument(help=t("arg.deals_more"))],
) -> None:
    """Signatures of copies that were signed apart."""
    found = _merged(run, [file, *also])
    write(run, file, found)
    tell(run, found)
    run.say(t("merged", path=str(file), missing=names_of(run, found.missing)))
    run.done({**summary(run, found, "PROPOSED"), "path": str(file)}, place=found.place)


@command(deal, "renew", "deal_renew")
def renew(run: Run, file: File) -> None:
    """Look anew at what was granted before."""
    before = read(run, file)
    found = run.home.dealing.renew(before)
    had, has = {*before.signatures, *before.owners}, {*found.signatures, *found.owners}
    lost = [signer for signer in found.signers if signer in had - has]
    changes = tell_titles(run, run.home.dealing.status(before).changed)
    if found != before:
        write(run, file, found)
    if changes:
        run.say(t("renewed_titles", names=names_of(run, found.missing)))
    else:
        run.say(t("renewed" if found != before else "renewed_before", names=names_of(run, tuple(lost))))
    run.done({**summary(run, found, "PROPOSED"), **changes})


@command(deal, "show", "deal_show")
def show(run: Run, file: File) -> None:
    """Tell a deal in words."""
    found = read(run, file)
    tell(run, found)
    cautions = caution_deal(run, found)
    prose = tell_prose(run, found, file.parent)
    states = {"missing": "TERMS_MISSING", "other": "TERMS_OTHER"}
    cautions += [code for state, code in states.items() if any(each["state"] == state for each in prose)]
    document = {
        **summary(run, found, "FILE"),
        "terms": dict(found.terms),
        "works": works_json(found),
        "holders": holders_json(found),
        "prose": prose,
        "cautions": cautions,
        **tell_changes(run, found),
    }
    run.done(document, place=found.place)


@command(deal, "status", "deal_status")
def status(run: Run, file: File) -> int:
    """Where a deal stands."""
    found = read(run, file)
    wallets = standings(run, found, found.missing)
    state = run.home.dealing.status(Walleting.settled(found, wallets))
    if state.state == "PROPOSED":
        tell_signers(run, found, (*found.missing, *state.missing))
    changes = tell_titles(run, state.changed)
    key = "status_stale" if changes else f"status.{state.state}"
    by = times.iso(found.deal.accept_by, True)
    run.say(t(key, missing=names_of(run, state.missing), time=by))
    run.say(t("as_of", block=state.block.number, time=times.iso(state.block.time, True)))
    done = {**summary(run, found, state.state, state.missing), **plain(wallets), **changes}
    run.done({**done, "block": telling.block_of(state.block)})
    return EXITS.get(state.state, 0)


@command(deal, "activate", "deal_activate")
def activate(
    run: Run,
    file: File,
    also: Annotated[list[Path] | None, typer.Argument(help=t("arg.deals_more"))] = None,
    by: Annotated[str | None, typer.Option("--as", help=t("opt.as_sender"), autocompletion=key_names)] = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> int:
    """Put a deal in force."""
    found = _merged(run, [file, *(also or ())])
    if by is not None:
        run.home.keys.address_of(by)
    found = ready(run, found)
    if found.missing:
        error = NotYet("SIGNATURES_MISSING", missing=names_of(run, found.missing))
        return run.failed(error, summary(run, found, "PROPOSED"))
    document = summary(run, found, "ACTIVE", ())
    try:
        receipt = run.home.dealing.activate(found, run.payer(payer, yes))
        document |= receipt_json(receipt)
        run.say(t("activated"))
    except DoneAlready:
        document |= {"already": True}
        run.say(t("activated_before"))
    except Denied as error:
        if error.code != "TITLES_CHANGED":
            raise
        return _stale(run, found)
    run.done(document)
    return 0


def _stale(run: Run, found: DealFile) -> int:
    """A title changed since the deal was signed: who must sign anew, and why; the exit code."""
    state = run.home.dealing.status(found)
    changes = tell_titles(run, state.changed)
    error = Denied("TITLES_CHANGED", signers=names_of(run, state.missing))
    return run.failed(error, {**summary(run, found, "PROPOSED", state.missing), **changes})


@command(deal, "cancel", "deal_cancel")
def cancel(
    run: Run,
    file: File,
    by: Annotated[str, typer.Option("--as", help=t("opt.as"), autocompletion=key_names)],
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Withdraw before a deal is in force."""
    found = read(run, file)
    message = run.home.dealing.cancellation(found, run.home.keys.address_of(by))
    run.say(t("digest", digest=eip712.digest(found.domain, message)))
    signature = sign_one(run, by, found.domain, message)
    document = summary(run, found, "CANCELLED")
    try:
        receipt = run.home.dealing.cancel(found, message, signature, run.payer(payer, yes))
        document |= receipt_json(receipt)
        run.say(t("cancelled"))
    except DoneAlready:
        raise Denied("DEAL_IN_FORCE") from None
    except Denied as error:
        if error.code != "CONTRACT_CANCELLED":
            raise
        document |= {"already": True}
        run.say(t("cancelled_before"))
    run.done(document)


@command(app, "terminate", "terminate")
def terminate(
    run: Run,
    file: File,
    by: Annotated[str, typer.Option("--as", help=t("opt.as"), autocompletion=key_names)],
    line: Annotated[list[int] | None, typer.Option("--line", help=t("opt.line"))] = None,
    yes: Yes = False,
    payer: PayerName = None,
) -> None:
    """End a licence."""
    found = read(run, file)
    message = run.home.dealing.termination(found, run.home.keys.address_of(by), line or ())
    names = _line_names(found, message)
    run.say(t("digest", digest=eip712.digest(found.domain, message)))
    run.confirm(t("terminate_ask", lines=names), yes)
    document: dict[str, Any] = {"deal": found.id, "lines": _lines(message)}
    try:
        signature = sign_one(run, by, found.domain, message)
        receipt = run.home.dealing.terminate(found, message, signature, run.payer(payer, yes))
        document |= receipt_json(receipt)
        run.say(t("terminated", lines=names))
    except DoneAlready:
        document |= {"already": True}
        run.say(t("terminated_before"))
    state = run.home.dealing.status(found)
    run.done({**document, "status": state.state, "missing": list(state.missing)})


def _lines(message: Termination) -> list[int]:
    """Numbers of the lines that a termination ends."""
    return [place for place in range(16) if message.lines >> place & 1]


def _line_names(file: DealFile, message: Termination) -> str:
    lines = file.deal.lines
    return ", ".join(f"{place} ({Layer(lines[place].layer).name})" for place in _lines(message))
