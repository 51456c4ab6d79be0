"""songdeed deal …, songdeed terminate"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli.app import app, deal
from ledger.cli.common import PayerName, Run, Yes, command
from ledger.cli.completing import key_names, territories
from ledger.cli.completing import uses as use_names
from ledger.cli.names import called, one_work, party
from ledger.cli.speech import LANG, t
from ledger.core import dealfile, eip712, places, times, uses
from ledger.core.characters import clean_text
from ledger.core.dealfile import DealFile
from ledger.core.model import ZERO_ADDRESS, Termination
from ledger.core.refusals import DoneAlready
from ledger.core.rights import OPEN_END, Layer, Revocation
from ledger.errors import Denied, NotYet, UsageError
from ledger.ports import Receipt
from ledger.services import telling
from ledger.services.dealing import Wish
from ledger.services.explaining import uses_in_words
from ledger.text import text

File = Annotated[Path, typer.Argument(help=t("arg.deal"))]
As = Annotated[list[str], typer.Option("--as", help=t("opt.as_many"), autocompletion=key_names)]
_RULES = {
    "at-will": Revocation.AT_WILL,
    "for-cause": Revocation.FOR_CAUSE,
    "irrevocable": Revocation.IRREVOCABLE,
}
_DAY_S = 86_400


def read(run: Run, path: Path) -> DealFile:
    """A deal file, checked.

    Raises:
        BadInput: ``FILE_…`` and what is wrong with it.
    """
    return dealfile.from_bytes(run.home.read_file(path, dealfile.MAX_BYTES))


def write(run: Run, path: Path, file: DealFile) -> None:
    """Replace a deal file whole or not at all."""
    run.home.replace_file(path, file.to_bytes())


def tell(run: Run, file: DealFile) -> None:
    """A deal in words."""
    home = run.home
    for number, line in enumerate(file.deal.lines):
        codes = places.names(line.territory)
        china = places.is_china_time(codes)
        name = Layer(line.layer).name
        run.say(t("line", number=number, licensee=called(home, line.licensee),
                  uses=uses_in_words(line.usage, LANG), layer=f"{name} – {text(f'layer.{name}', LANG)}",
                  asset=line.asset[:18] + "…", places=", ".join(codes),
                  start=times.iso(line.start, china), end=times.iso(line.end, china),
                  rule=t(f"rule.{Revocation(line.revocation).name}", revoker=called(home, line.revoker)),
                  notice=f"{line.notice / _DAY_S:g}"))  # fmt: skip
    for duty in file.terms.get("duties", ()):
        run.say(t("duty", duty=str(duty)))
    for document in file.terms.get("prose", ()):
        run.say(t("prose", name=str(document["name"]), sha256=str(document["sha256"])))
    if file.deal.arbiter != ZERO_ADDRESS:
        run.say(t("arbiter", arbiter=called(home, file.deal.arbiter)))
    if file.deal.accept_by != OPEN_END:
        run.say(t("accept_by", time=times.iso(file.deal.accept_by, True)))
    doubtful = file.doubtful
    for signer in file.deal.signers:
        mark = "?" if signer in doubtful else "✓" if signer in file.signatures else "·"
        run.say(f"  {mark} {called(home, signer)}")
    if doubtful:
        run.note(t("doubtful"))
    run.say(t("deal_id", deal=file.id))


def _receipt(receipt: Receipt) -> dict[str, Any]:
    block = {"number": receipt.block.number, "hash": receipt.block.hash}
    return {"transaction": receipt.transaction, "block": block}


def _names(run: Run, signers: tuple[str, ...]) -> str:
    return ", ".join(called(run.home, signer) for signer in signers) or "–"


def summary(run: Run, file: DealFile, state: str, missing: tuple[str, ...] | None = None) -> dict[str, Any]:
    """A deal for a program; ``missing`` are by default those without a signature in the file."""
    missing = file.missing if missing is None else missing
    return {
        "deal": file.id,
        "status": state,
        "missing": list(missing),
        "missing_names": [run.home.keys.name_of(signer) or signer for signer in missing],
        "lines": len(file.deal.lines),
        "signers": list(file.deal.signers),
    }


@command(deal, "new", "deal_new")
def new(
    run: Run,
    work: Annotated[str, typer.Argument(help=t("arg.work"))],
    to: Annotated[str, typer.Option("--to", help=t("opt.to"), autocompletion=key_names)],
    use: Annotated[str, typer.Option("--use", help=t("opt.use"), autocompletion=use_names)],
    territory: Annotated[
        str, typer.Option("--territory", help=t("opt.territory"), autocompletion=territories)
    ],
    start: Annotated[str, typer.Option("--from", help=t("opt.from"))],
    until: Annotated[str, typer.Option("--until", help=t("opt.until"))],
    out: Annotated[Path, typer.Option("--out", help=t("opt.out"))] = Path("deal.json"),
    revocable: Annotated[str, typer.Option("--revocable", help=t("opt.revocable"))] = "for-cause",
    revoker: Annotated[str | None, typer.Option("--revoker", help=t("opt.revoker"))] = None,
    notice: Annotated[int, typer.Option("--notice-days", min=0, max=3650, help=t("opt.notice"))] = 0,
    arbiter: Annotated[str | None, typer.Option("--arbiter", help=t("opt.arbiter"))] = None,
    accept_by: Annotated[str | None, typer.Option("--accept-by", help=t("opt.accept_by"))] = None,
    terms: Annotated[list[Path] | None, typer.Option("--terms", help=t("opt.terms"))] = None,
    asset: Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))] = None,
) -> None:
    """Make a deal."""
    if revocable not in _RULES:
        raise UsageError("UNKNOWN_RULE", value=revocable, known=", ".join(_RULES))
    codes, home = places.codes_of(territory), run.home
    licensee, usage = ZERO_ADDRESS if to.lower() == "anyone" else party(home, to), uses.parse(use)
    begin, end = times.parse_from(start, codes), times.parse_until(until, codes)
    if begin >= end:
        raise UsageError("INTERVAL_EMPTY", start=start, until=until)
    prose = tuple({"name": clean_text(path.name), "sha256": home.digest(path).sha256} for path in terms or ())
    _, one, _ = one_work(home, work, asset)
    wish = Wish(one, licensee, usage, places.parse(territory), codes, begin, end, _RULES[revocable],
                party(home, revoker) if revoker else None, notice * _DAY_S,
                times.parse_until(accept_by, codes) if accept_by else OPEN_END,
                party(home, arbiter) if arbiter else ZERO_ADDRESS, prose)  # fmt: skip
    file = home.dealing.propose(wish)
    _keep(run, out)
    write(run, out, file)
    tell(run, file)
    counts = {"lines": len(file.deal.lines), "signers": len(file.deal.signers)}
    run.say(t("deal_new", missing=_names(run, file.missing), path=str(out), **counts))
    run.done({**summary(run, file, "PROPOSED"), "path": str(out)})


def _keep(run: Run, path: Path) -> None:
    """What lies where a new deal goes may hold signatures: it is moved aside, never overwritten."""
    if not path.exists():
        return
    before = run.home.read_file(path, dealfile.MAX_BYTES)
    name = dealfile.terms_hash({"file": before.hex()})[2:10]
    aside = path.with_name(f"{path.stem}-{name}{path.suffix}")
    run.home.replace_file(aside, before)
    run.note(t("kept", path=str(path), aside=str(aside)))


@command(deal, "sign", "deal_sign")
def sign(run: Run, file: File, by: As, yes: Yes = False) -> None:
    """Sign a deal."""
    found = read(run, file)
    tell(run, found)
    for name in by:
        if run.home.keys.address_of(name) not in found.deal.signers:
            raise Denied("NOT_A_SIGNER", name=name)
    run.confirm(t("sign_ask"), yes)
    for name in by:
        address = run.home.keys.address_of(name)
        found = found.signed(address, run.home.keys.sign(name, run.password(name), found.domain, found.deal))
        write(run, file, found)
        run.say(t("signed", name=name, count=len(found.missing)))
    run.done(summary(run, found, "PROPOSED"), local=found.local)


@command(deal, "show", "deal_show")
def show(run: Run, file: File) -> None:
    """Tell a deal in words."""
    found = read(run, file)
    tell(run, found)
    run.done({**summary(run, found, "FILE"), "terms": dict(found.terms)}, local=found.local)


@command(deal, "status", "deal_status")
def status(run: Run, file: File) -> int:
    """Where a deal stands."""
    found = read(run, file)
    state = run.home.dealing.status(found)
    run.say(t(f"status.{state.state}", missing=_names(run, state.missing)))
    run.say(t("as_of", block=state.block.number, time=times.iso(state.block.time, True)))
    run.done({**summary(run, found, state.state, state.missing), "block": telling.block_of(state.block)})
    return 2 if state.state == "PROPOSED" else 0


@command(deal, "activate", "deal_activate")
def activate(
    run: Run,
    file: File,
    by: Annotated[str | None, typer.Option("--as", help=t("opt.as_sender"), autocompletion=key_names)] = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> int:
    """Put a deal in force."""
    found = read(run, file)
    if by is not None:
        run.home.keys.address_of(by)
    if found.missing:
        error = NotYet("SIGNATURES_MISSING", missing=_names(run, found.missing))
        return run.failed(error, summary(run, found, "PROPOSED"))
    document = summary(run, found, "ACTIVE", ())
    try:
        receipt = run.home.dealing.activate(found, run.payer(payer, yes))
        document |= _receipt(receipt)
        run.say(t("activated"))
    except DoneAlready:
        document |= {"already": True}
        run.say(t("activated_before"))
    run.done(document)
    return 0


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
    signature = run.home.keys.sign(by, run.password(by), found.domain, message)
    document = summary(run, found, "CANCELLED")
    try:
        receipt = run.home.dealing.cancel(found, message, signature, run.payer(payer, yes))
        document |= _receipt(receipt)
        run.say(t("cancelled"))
    except DoneAlready:
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
        signature = run.home.keys.sign(by, run.password(by), found.domain, message)
        receipt = run.home.dealing.terminate(found, message, signature, run.payer(payer, yes))
        document |= _receipt(receipt)
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
