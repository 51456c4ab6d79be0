"""songdeed mandate …"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import mandate
from ledger.cli.common import Confirm, PayerName, Ready, Run, Yes, command
from ledger.cli.completing import key_names, territories
from ledger.cli.completing import uses as use_names
from ledger.cli.drafts import DAY_S, EXCLUSIVITIES, deadline, layer_of, scope
from ledger.cli.holding import confirm_splits, sign_one
from ledger.cli.names import called, one_work, party
from ledger.cli.signing import (
    EXITS,
    check_signers,
    join_copies,
    keep,
    names_of,
    ready,
    receipt_json,
    sign_with,
    standing,
    tell_signers,
)
from ledger.cli.speech import LANG, t
from ledger.cli.wallets import plain, standings
from ledger.core import eip712, mandatefile, places, times
from ledger.core.dealfile import MAX_BYTES
from ledger.core.licensing import Mandate, MandateKind
from ledger.core.mandatefile import MandateFile
from ledger.core.model import ZERO_HASH
from ledger.core.refusals import DoneAlready
from ledger.core.rights import Layer
from ledger.errors import NotYet, UsageError
from ledger.services import telling
from ledger.services.explaining import uses_in_words
from ledger.services.mandating import MandateWish
from ledger.services.walleting import Walleting
from ledger.text import text

File = Annotated[Path, typer.Argument(help=t("arg.mandate"))]
_KINDS = {kind.name.lower().replace("_", "-"): kind for kind in MandateKind}


def read(run: Run, path: Path) -> MandateFile:
    """A mandate file, checked."""
    return mandatefile.from_bytes(papers.read_file(path, MAX_BYTES))


def tell(run: Run, file: MandateFile, also: tuple[str, ...] = ()) -> None:
    """A mandate in words; ``also`` as ``tell_signers``."""
    one = file.mandate
    codes = places.names(one.territory)
    china = places.is_china_time(codes)
    run.say(t("mandate", givers=names_of(run, one.givers), to=called(run.home, one.to),
              kind=t(f"mandate.{MandateKind(one.kind).name}"), uses=uses_in_words(one.usage, LANG),
              layer=_layer(one), places=", ".join(codes),
              start=times.iso(one.start, china), end=times.iso(one.end, china),
              notice=f"{one.notice / DAY_S:g}"))  # fmt: skip
    run.say(t("mandate_bars" if one.bars else "mandate_free"))
    run.say(t("mandate_all") if one.asset == ZERO_HASH else t("mandate_one", asset=one.asset))
    tell_signers(run, file, also)
    run.say(t("mandate_id", mandate=file.id))
    if one.accept_by < time.time():
        run.note(t("mandate_expired", time=times.iso(one.accept_by, True)))


def _layer(one: Mandate) -> str:
    name = Layer(one.layer).name if one.layer else ""
    return f"{name} – {text(f'layer.{name}', LANG)}" if name else t("every_layer")


def summary(
    run: Run, file: MandateFile, state: str, missing: tuple[str, ...] | None = None
) -> dict[str, Any]:
    """A mandate for a program."""
    return {"mandate": file.id, **standing(run, file, state, missing)}


@command(mandate, "new", "mandate_new")
def new(
    run: Run,
    giver: Annotated[list[str], typer.Argument(help=t("arg.givers"))],
    to: Annotated[str, typer.Option("--to", help=t("opt.mandatary"), autocompletion=key_names)],
    kind: Annotated[str, typer.Option("--kind", help=t("opt.kind"))],
    use: Annotated[str, typer.Option("--use", help=t("opt.use"), autocompletion=use_names)],
    territory: Annotated[
        str, typer.Option("--territory", help=t("opt.territory"), autocompletion=territories)
    ],
    start: Annotated[str, typer.Option("--from", help=t("opt.from"))],
    until: Annotated[str, typer.Option("--until", help=t("opt.until"))],
    layer: Annotated[str | None, typer.Option("--layer", help=t("opt.layer_mandate"))] = None,
    work: Annotated[str | None, typer.Option("--work", help=t("opt.mandate_work"))] = None,
    bars: Annotated[bool | None, typer.Option("--bars/--no-bars", help=t("opt.bars"))] = None,
    cap: Annotated[str, typer.Option("--exclusive", help=t("opt.cap"))] = "no",
    notice: Annotated[int, typer.Option("--notice-days", min=0, max=3650, help=t("opt.notice"))] = 31,
    terms: Annotated[Path | None, typer.Option("--terms", help=t("opt.mandate_terms"))] = None,
    accept_by: Annotated[str | None, typer.Option("--accept-by", help=t("opt.accept_by"))] = None,
    out: Annotated[Path, typer.Option("--out", help=t("opt.out"))] = Path("mandate.json"),
) -> None:
    """Make a mandate."""
    home = run.home
    if kind.lower() not in _KINDS:
        raise UsageError("UNKNOWN_MANDATE_KIND", value=kind, known=", ".join(_KINDS))
    if cap not in EXCLUSIVITIES:
        raise UsageError("UNKNOWN_EXCLUSIVITY", value=cap, known=", ".join(EXCLUSIVITIES))
    wanted = scope(use, territory, start, until)
    wish = MandateWish(
        tuple(dict.fromkeys(party(home, one) for one in giver)), party(home, to), _KINDS[kind.lower()],
        layer_of(layer) if layer else None, wanted.usage, wanted.territory, wanted.start, wanted.end,
        notice * DAY_S, bars, EXCLUSIVITIES[cap], one_work(home, work, None)[1] if work else ZERO_HASH,
        papers.digest(terms).sha256 if terms else ZERO_HASH,
        deadline(accept_by, wanted.codes),
    )  # fmt: skip
    file = home.mandating.draft(wish)
    keep(run, out)
    papers.replace_file(out, file.to_bytes())
    tell(run, file)
    run.say(t("mandate_new", path=str(out), missing=names_of(run, file.missing)))
    run.done({**summary(run, file, "PROPOSED"), "path": str(out)})


@command(mandate, "sign", "mandate_sign")
def sign(
    run: Run,
    file: File,
    by: Annotated[list[str], typer.Option("--as", help=t("opt.as_many"), autocompletion=key_names)],
    signature: Ready = None,
    yes: Yes = False,
    confirm: Confirm = False,
    payer: PayerName = None,
) -> None:
    """Sign a mandate."""
    found = read(run, file)
    tell(run, found)
    check_signers(run, found, by)
    run.confirm(t("sign_ask"), yes)
    found = sign_with(run, found, by, lambda signed: papers.replace_file(file, signed.to_bytes()), signature)
    done = summary(run, found, "PROPOSED")
    givers = [name for name in by if run.home.keys.address_of(name) in found.mandate.givers]
    if confirm:
        places = run.home.titling.held([run.home.keys.address_of(name) for name in givers], found.mandate)
        done["confirmed"] = confirm_splits(run, places, givers, run.payer(payer, yes))
    elif givers:
        run.note(t("confirm_hint"))
    run.done(done, place=found.place)


@command(mandate, "show", "mandate_show")
def show(run: Run, file: File) -> None:
    """Tell a mandate in words."""
    found = read(run, file)
    tell(run, found)
    run.done(summary(run, found, "FILE"), place=found.place)


@command(mandate, "status", "mandate_status")
def status(run: Run, file: File) -> int:
    """Where a mandate stands."""
    found = read(run, file)
    wallets = standings(run, found, found.missing)
    state = run.home.mandating.status(Walleting.settled(found, wallets))
    if state.state == "PROPOSED":
        tell_signers(run, found, (*found.missing, *state.missing))
    run.say(t(f"mandate_status.{state.state}", missing=names_of(run, state.missing),
              end=times.iso(state.end, True), time=times.iso(found.mandate.accept_by, True)))  # fmt: skip
    run.say(t("as_of", block=state.block.number, time=times.iso(state.block.time, True)))
    done = {**summary(run, found, state.state, state.missing), **plain(wallets)}
    run.done({**done, "block": telling.block_of(state.block)})
    return EXITS.get(state.state, 0)


@command(mandate, "merge", "mandate_merge")
def merge(
    run: Run, file: File, also: Annotated[list[Path], typer.Argument(help=t("arg.mandates_more"))]
) -> None:
    """Signatures of copies that were signed apart."""
    found = join_copies(run, read, file, also)
    papers.replace_file(file, found.to_bytes())
    tell(run, found)
    run.say(t("merged", path=str(file), missing=names_of(run, found.missing)))
    run.done(
        {**summary(run, found, "PROPOSED"), "path": str(file)},
        place=found.place,
    )


@command(mandate, "activate", "mandate_activate")
def activate(
    run: Run,
    file: File,
    also: Annotated[list[Path] | None, typer.Argument(help=t("arg.mandates_more"))] = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> int:
    """Put a mandate in force."""
    found = ready(run, join_copies(run, read, file, also))
    if found.missing:
        error = NotYet("MANDATE_SIGNATURES", missing=names_of(run, found.missing))
        return run.failed(error, summary(run, found, "PROPOSED"))
    document = summary(run, found, "ACTIVE", ())
    try:
        document |= receipt_json(run.home.mandating.activate(found, run.payer(payer, yes)))
        run.say(t("mandate_activated"))
    except DoneAlready:
        document |= {"already": True}
        run.say(t("mandate_activated_before"))
    run.done(document)
    return 0


@command(mandate, "withdraw", "mandate_withdraw")
def withdraw(
    run: Run,
    file: File,
    by: Annotated[str, typer.Option("--as", help=t("opt.as"), autocompletion=key_names)],
    end: Annotated[str | None, typer.Option("--end", help=t("opt.mandate_end"))] = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """End a mandate, after its notice; or take back one that is not in force yet."""
    found = read(run, file)
    home, account = run.home, run.home.keys.address_of(by)
    if home.mandating.status(found).state == "PROPOSED":
        cancellation = home.mandating.cancellation(found, account)
        run.say(t("digest", digest=eip712.digest(found.domain, cancellation)))
        signature = sign_one(run, by, found.domain, cancellation)
        receipt = home.mandating.cancel(found, cancellation, signature, run.payer(payer, yes))
        run.say(t("mandate_cancelled"))
        run.done({**summary(run, found, "CANCELLED", ()), **receipt_json(receipt)})
        return
    codes = places.names(found.mandate.territory)
    moment = times.parse_until(end, tuple(codes)) if end else 0
    text_ = home.mandating.withdrawal(found, account, moment)
    run.say(t("digest", digest=eip712.digest(found.domain, text_)))
    run.confirm(t("withdraw_ask"), yes)
    document = summary(run, found, "ACTIVE", ())
    try:
        signature = sign_one(run, by, found.domain, text_)
        document |= receipt_json(home.mandating.withdraw(found, text_, signature, run.payer(payer, yes)))
        run.say(t("mandate_withdrawn"))
    except DoneAlready:
        document |= {"already": True}
        run.say(t("mandate_withdrawn_before"))
    state = home.mandating.status(found)
    run.say(t(f"mandate_status.{state.state}", missing="", end=times.iso(state.end, True)))
    run.done({**document, "status": state.state, "end": state.end})
