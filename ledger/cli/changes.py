"""songdeed change …: changes of titles that several people sign, on one computer or on many."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import change
from ledger.cli.common import PayerName, Ready, Run, Yes, command
from ledger.cli.completing import key_names
from ledger.cli.holding import sign_one
from ledger.cli.names import called
from ledger.cli.signing import (
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
from ledger.core import changefile, eip712, times
from ledger.core.changefile import Change, ChangeFile
from ledger.core.dealfile import MAX_BYTES
from ledger.core.model import Share
from ledger.core.operations import Assign, ClaimUnits
from ledger.core.rights import Layer
from ledger.core.titles import percent
from ledger.errors import NotYet
from ledger.text import message_of

File = Annotated[Path, typer.Argument(help=t("arg.change"))]
Out = Annotated[Path, typer.Option("--out", help=t("opt.change_out"))]
Signers = Annotated[list[str] | None, typer.Option("--as", help=t("opt.as_many"), autocompletion=key_names)]
DEFAULT_OUT = Path("change.json")


def gather(
    run: Run, new: Change, keys: list[str] | None, out: Path, payer: str | None, yes: bool
) -> dict[str, Any] | None:
    """Have a change signed with the keys that are here; record it, or keep it for those who are not.

    Returns:
        What was recorded; None where others must sign first: then the file is there, and said so.
    """
    file = run.home.changing.draft(new)
    tell(run, file)
    _agree(run, file, keys or [], yes)
    for name in keys or []:
        try:
            file = sign_with(run, file, [name], lambda _: None)
        except NotYet as nobody:  # here signs for that wallet: the file goes to who does
            run.note(message_of(nobody, LANG))
    settled = ready(run, file)
    if not settled.missing:
        return receipt_json(run.home.changing.send(settled, run.payer(payer, yes)))
    keep(run, out)
    papers.replace_file(out, file.to_bytes())
    error = NotYet("CHANGE_SIGNATURES", missing=names_of(run, settled.missing))
    run.say(t("change_kept", path=str(out)))
    run.failed(error, {**summary(run, file, "PROPOSED"), "path": str(out)})
    return None


def read(run: Run, path: Path) -> ChangeFile:
    """A change file, checked."""
    return changefile.from_bytes(papers.read_file(path, MAX_BYTES))


def tell(run: Run, file: ChangeFile) -> None:
    """A change in words: who had what, who will, and who signs."""
    new = file.change
    name = Layer(new.title.layer).name
    run.say(t(f"change.{type(new).__name__}", asset=new.title.asset, layer=name,
              until=times.iso(file.message.deadline, True)))  # fmt: skip
    if isinstance(new, Assign):
        _tell_tables(run, new.title.shares, new.assignment.shares)
    elif isinstance(new, ClaimUnits):
        units = next((row.units for row in new.title.unclaimed if row.who == new.claim.who), 0)
        run.say(f"    + {percent(units)} %  {called(run.home, new.claim.newcomer)}")
    else:
        run.say(t("change_arbiter", arbiter=called(run.home, new.arbitration.arbiter),
                  opener=called(run.home, new.arbitration.opener)))  # fmt: skip
    tell_signers(run, file)


def _tell_tables(run: Run, before: tuple[Share, ...], after: tuple[Share, ...]) -> None:
    had = {share.holder: share.units for share in before}
    has = {share.holder: share.units for share in after}
    for holder in sorted(had.keys() | has.keys()):
        parts = percent(had.get(holder, 0)), percent(has.get(holder, 0))
        run.say(f"    {parts[0]} % → {parts[1]} %  {called(run.home, holder)}")


def summary(run: Run, file: ChangeFile, state: str) -> dict[str, Any]:
    """A change for a program."""
    return {"change": file.id, **standing(run, file, state)}


def _agree(run: Run, file: ChangeFile, keys: list[str], yes: bool) -> None:
    check_signers(run, file, keys)
    if keys:
        run.say(t("digest", digest=eip712.digest(file.domain, file.message)))
        run.confirm(t("sign_ask"), yes)


@command(change, "show", "change_show")
def show(run: Run, file: File) -> None:
    """Tell a change in words."""
    found = read(run, file)
    tell(run, found)
    run.done(summary(run, found, "FILE"), place=found.place)


@command(change, "sign", "change_sign")
def sign(
    run: Run,
    file: File,
    by: Annotated[list[str], typer.Option("--as", help=t("opt.as_many"), autocompletion=key_names)],
    signature: Ready = None,
    yes: Yes = False,
) -> None:
    """Sign a change; no chain is needed."""
    found = read(run, file)
    tell(run, found)
    _agree(run, found, by, yes)
    found = sign_with(run, found, by, lambda signed: papers.replace_file(file, signed.to_bytes()), signature)
    run.done(summary(run, found, "PROPOSED"), place=found.place)


@command(change, "merge", "change_merge")
def merge(
    run: Run, file: File, also: Annotated[list[Path], typer.Argument(help=t("arg.changes_more"))]
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


@command(change, "send", "change_send")
def send(
    run: Run,
    file: File,
    also: Annotated[list[Path] | None, typer.Argument(help=t("arg.changes_more"))] = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> int:
    """Record a change that everybody has signed."""
    found = ready(run, join_copies(run, read, file, also))
    if found.missing:
        error = NotYet("CHANGE_SIGNATURES", missing=names_of(run, found.missing))
        return run.failed(error, summary(run, found, "PROPOSED"))
    tell(run, found)
    receipt = run.home.changing.send(found, run.payer(payer, yes))
    run.say(t("change_sent"))
    run.done({**summary(run, found, "RECORDED"), **receipt_json(receipt)})
    return 0


@command(change, "cancel", "change_cancel")
def cancel(
    run: Run,
    file: File,
    by: Annotated[str, typer.Option("--as", help=t("opt.as"), autocompletion=key_names)],
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Take one's consent back before the change is recorded."""
    found = read(run, file)
    account = run.home.keys.address_of(by)
    check_signers(run, found, [by])
    text = run.home.changing.cancellation(found, account)
    run.say(t("digest", digest=eip712.digest(found.domain, text)))
    run.confirm(t("change_cancel_ask"), yes)
    signature = sign_one(run, by, found.domain, text)
    receipt = run.home.changing.cancel(text, signature, run.payer(payer, yes))
    run.say(t("change_cancelled"))
    run.done({**summary(run, found, "CANCELLED"), **receipt_json(receipt)})
