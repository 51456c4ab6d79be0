"""songdeed deal …, songdeed terminate"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli.app import app, deal
from ledger.cli.common import Run, command
from ledger.cli.names import called, one_work, party
from ledger.cli.speech import t
from ledger.core import dealfile, places, times, uses
from ledger.core.dealfile import DealFile
from ledger.core.refusals import DoneAlready
from ledger.core.rights import Layer, Revocation
from ledger.errors import BadInput, Denied, NotYet, UsageError
from ledger.services.dealing import Wish

File = Annotated[Path, typer.Argument(help=t("arg.deal"))]
As = Annotated[list[str], typer.Option("--as", help=t("opt.as"))]
Yes = Annotated[bool, typer.Option("--yes", help=t("opt.yes"))]
PayerName = Annotated[str | None, typer.Option("--payer", help=t("opt.payer"))]
_RULES = {
    "at-will": Revocation.AT_WILL,
    "for-cause": Revocation.FOR_CAUSE,
    "irrevocable": Revocation.IRREVOCABLE,
}


def read(path: Path) -> DealFile:
    """A deal file, checked.

    Raises:
        BadInput: ``FILE_NOT_FOUND`` and what is wrong with it.
    """
    try:
        return dealfile.from_bytes(path.read_bytes())
    except FileNotFoundError as error:
        raise BadInput("FILE_NOT_FOUND", path=str(path)) from error
    except OSError as error:
        raise BadInput("DEALFILE_SHAPE") from error


def write(run: Run, path: Path, file: DealFile) -> None:
    """Replace a deal file whole or not at all."""
    run.home.replace_file(path, file.to_bytes())


def tell(run: Run, file: DealFile) -> None:
    """A deal in words."""
    for line in file.deal.lines:
        codes = places.names(line.territory)
        china = places.is_china_time(codes)
        run.say(t("line", licensee=called(run.home, line.licensee), uses=", ".join(uses.names(line.usage)),
                  layer=Layer(line.layer).name, asset=line.asset[:18] + "…", places=", ".join(codes),
                  start=times.iso(line.start, china), end=times.iso(line.end, china),
                  rule=t(f"rule.{Revocation(line.revocation).name}", revoker=called(run.home, line.revoker)),
                  notice=line.notice))  # fmt: skip
    for duty in file.terms.get("duties", ()):
        run.say(t("duty", duty=str(duty)))
    for signer in file.deal.signers:
        run.say(f"  {'✓' if signer in file.signatures else '·'} {called(run.home, signer)}")
    run.say(t("deal_id", deal=file.id))


def summary(run: Run, file: DealFile, state: str) -> dict[str, Any]:
    """A deal for a program."""
    return {
        "deal": file.id,
        "status": state,
        "missing": list(file.missing),
        "missing_names": [run.home.keys.name_of(signer) or signer for signer in file.missing],
        "lines": len(file.deal.lines),
        "signers": list(file.deal.signers),
    }


@command(deal, "new", "deal_new")
def new(
    run: Run,
    work: Annotated[str, typer.Argument(help=t("arg.work"))],
    to: Annotated[str, typer.Option("--to", help=t("arg.party"))],
    use: Annotated[str, typer.Option("--use", help=t("arg.use"))],
    territory: Annotated[str, typer.Option("--territory", help=t("arg.territory"))],
    start: Annotated[str, typer.Option("--from", help=t("opt.from"))],
    until: Annotated[str, typer.Option("--until", help=t("opt.until"))],
    out: Annotated[Path, typer.Option("--out", help=t("opt.out"))] = Path("deal.json"),
    revocable: Annotated[str, typer.Option("--revocable", help=t("opt.revocable"))] = "for-cause",
    revoker: Annotated[str | None, typer.Option("--revoker", help=t("opt.revoker"))] = None,
    notice: Annotated[int, typer.Option("--notice-days", min=0, max=3650, help=t("opt.notice"))] = 0,
    asset: Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))] = None,
) -> None:
    """Make a deal."""
    if revocable not in _RULES:
        raise UsageError("UNKNOWN_RULE", value=revocable, known=", ".join(_RULES))
    codes, home = places.codes_of(territory), run.home
    licensee, usage = party(home, to), uses.parse(use)
    begin, end = times.parse_from(start, codes), times.parse_until(until, codes)
    if begin >= end:
        raise UsageError("INTERVAL_EMPTY", start=start, until=until)
    _, one, _ = one_work(home, work, asset)
    wish = Wish(one, licensee, usage, places.parse(territory), codes, begin, end, _RULES[revocable],
                party(home, revoker) if revoker else None, notice * 86_400)  # fmt: skip
    file = home.dealing.propose(wish)
    write(run, out, file)
    tell(run, file)
    missing = ", ".join(called(home, signer) for signer in file.missing)
    run.say(
        t(
            "deal_new",
            lines=len(file.deal.lines),
            signers=len(file.deal.signers),
            missing=missing,
            path=str(out),
        )
    )
    run.done({**summary(run, file, "PROPOSED"), "path": str(out)})


@command(deal, "sign", "deal_sign")
def sign(run: Run, file: File, by: As, yes: Yes = False) -> None:
    """Sign a deal."""
    found = read(file)
    tell(run, found)
    if not yes:
        typer.confirm(t("sign_ask"), abort=True, err=True)
    for name in by:
        address = run.home.keys.address_of(name)
        if address not in found.deal.signers:
            raise Denied("NOT_A_SIGNER", name=name)
        found = found.signed(address, run.home.keys.sign(name, run.password(name), found.domain, found.deal))
        write(run, file, found)
        run.say(t("signed", name=name, count=len(found.missing)))
    run.done(summary(run, found, "PROPOSED"))


@command(deal, "show", "deal_show")
def show(run: Run, file: File) -> None:
    """Tell a deal in words."""
    found = read(file)
    tell(run, found)
    run.done({**summary(run, found, "FILE"), "terms": dict(found.terms)})


@command(app, "explain", "explain")
def explain(run: Run, file: File) -> None:
    """Tell a deal file in words, with what a wallet shows as numbers."""
    show_file = read(file)
    tell(run, show_file)
    run.done({**summary(run, show_file, "FILE"), "terms": dict(show_file.terms)})


@command(deal, "status", "deal_status")
def status(run: Run, file: File) -> int:
    """Where a deal stands."""
    found = read(file)
    state = run.home.dealing.status(found)
    missing = ", ".join(called(run.home, signer) for signer in found.missing) or "–"
    run.say(t(f"status.{state.state}", missing=missing))
    run.done(summary(run, found, state.state))
    return 2 if state.state == "PROPOSED" else 0


@command(deal, "activate", "deal_activate")
def activate(
    run: Run,
    file: File,
    by: Annotated[str | None, typer.Option("--as", help=t("opt.as"))] = None,
    payer: PayerName = None,
) -> None:
    """Put a deal in force."""
    found = read(file)
    if found.missing:
        names = ", ".join(called(run.home, signer) for signer in found.missing)
        raise NotYet("SIGNATURES_MISSING", missing=names)
    document = summary(run, found, "ACTIVE")
    try:
        receipt = run.home.dealing.activate(found, run.payer(payer))
        document |= {"transaction": receipt.transaction, "block": {"number": receipt.block.number}}
        run.say(t("activated"))
    except DoneAlready:
        document |= {"already": True}
        run.say(t("activated_before"))
    run.done(document)


@command(deal, "cancel", "deal_cancel")
def cancel(
    run: Run, file: File, by: Annotated[str, typer.Option("--as", help=t("opt.as"))], payer: PayerName = None
) -> None:
    """Withdraw before a deal is in force."""
    found = read(file)
    text = run.home.dealing.cancellation(found, run.home.keys.address_of(by))
    signature = run.home.keys.sign(by, run.password(by), found.domain, text)
    run.home.dealing.cancel(found, text, signature, run.payer(payer))
    run.say(t("cancelled"))
    run.done(summary(run, found, "CANCELLED"))


@command(app, "terminate", "terminate")
def terminate(
    run: Run,
    file: File,
    by: Annotated[str, typer.Option("--as", help=t("opt.as"))],
    line: Annotated[list[int] | None, typer.Option("--line", help=t("opt.line"))] = None,
    yes: Yes = False,
    payer: PayerName = None,
) -> None:
    """End a licence."""
    found = read(file)
    text = run.home.dealing.termination(found, run.home.keys.address_of(by), line or ())
    ended = [i for i in range(len(found.deal.lines)) if text.lines >> i & 1]
    names = ", ".join(f"{i} ({Layer(found.deal.lines[i].layer).name})" for i in ended)
    if not yes:
        typer.confirm(t("terminate_ask", lines=names), abort=True, err=True)
    document: dict[str, Any] = {"deal": found.id, "lines": ended}
    try:
        signature = run.home.keys.sign(by, run.password(by), found.domain, text)
        receipt = run.home.dealing.terminate(found, text, signature, run.payer(payer))
        document |= {"transaction": receipt.transaction, "block": {"number": receipt.block.number}}
        run.say(t("terminated", lines=names))
    except DoneAlready:
        document |= {"already": True}
        run.say(t("terminated_before"))
    run.done(document)
