"""songdeed reveal, songdeed record …: works that are sealed, and their records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger import papers
from ledger.cli.app import app, record
from ledger.cli.common import PayerName, Run, Yes, command
from ledger.cli.completing import key_names
from ledger.cli.names import identity
from ledger.cli.signing import receipt_json
from ledger.cli.speech import t
from ledger.cli.titles import signer
from ledger.cli.works import hand_over
from ledger.core.drafting import identify, names_in
from ledger.core.model import check_hash
from ledger.core.record import MAX_RECORD, from_bytes
from ledger.core.state import State
from ledger.errors import BadInput, CannotTell
from ledger.services import telling

Assets = Annotated[list[str] | None, typer.Option("--asset", help=t("opt.record_asset"))]


@command(app, "reveal", "reveal")
def reveal(
    run: Run,
    work: Annotated[str, typer.Argument(help=t("arg.work"))],
    by: Annotated[str, typer.Option("--as", help=t("opt.as"), autocompletion=key_names)],
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Make a sealed work public."""
    home, who = run.home, run.home.keys.address_of(by)
    asset = identity(home, work, run.bar("hashing"))
    if asset != work.lower():
        asset = home.revealing.sealed_work(asset, who)
    _warn(run, home.revealing.about_to_show(asset, who))
    run.confirm(t("reveal_ask"), yes)
    shown = home.revealing.reveal(asset, who, signer(run, by), run.payer(payer, yes))
    hand_over(run, shown.records)
    done = "revealed" if shown.receipt else "revealed_before"
    run.say(t("record_published" if shown.file is None else done, asset=asset))
    state, _ = home.asking.about(asset=asset)
    run.done(
        {
            **telling.asset_json(state, asset),
            "file": shown.file,
            "records": [name for name, _ in shown.records],
            "already": shown.file is not None and shown.receipt is None,
            **(receipt_json(shown.receipt) if shown.receipt else {}),
        }
    )


def _warn(run: Run, records: list[tuple[str, bytes]]) -> None:
    """What becomes public is said before it does: nobody can take it back."""
    known = [(name, from_bytes(data)) for name, data in records]
    what = [t("reveals_file")] if known[-1][1].files else []
    what += [t("reveals_record", asset=f"{name[:18]}…", title=one.titles[0].text) for name, one in known]
    run.note(t("reveals", what="; ".join(what)))
    people = dict.fromkeys(person for _, one in known for person in names_in(one))
    if people:
        run.note(t("names_public", names=", ".join(people)))
    for contact in dict.fromkeys(one.contact for _, one in known if one.contact):
        run.note(t("contact_public", contact=contact))


@command(record, "list", "record_list")
def list_(run: Run) -> None:
    """List the sealed works whose records are here."""
    kept = list(run.home.sealed.all())
    state = run.home.asking.about_all([name for name, _ in kept]) if kept else State()
    rows = [
        {"asset": name, "title": one.titles[0].text, "type": one.type.name, "state": _state(state, name)}
        for name, one in kept
    ]
    for row in rows:
        run.say(f"{row['asset']}  {row['title']}  {t('record_state.' + row['state'])}")
    if not rows:
        run.say(t("no_records"))
    run.done({"records": rows, "folder": str(run.home.sealed.folder)})


def _state(state: State, asset: str) -> str:
    if asset not in state.assets:
        return "UNREGISTERED"
    return "REVEALED" if asset in state.revealed else "SEALED"


@command(record, "export", "record_export")
def export(
    run: Run,
    folder: Annotated[Path, typer.Argument(help=t("arg.record_folder"))],
    asset: Assets = None,
) -> None:
    """Write sealed records to a folder."""
    kept = dict(run.home.sealed.all())
    wanted = [check_hash(one.lower()) for one in asset] if asset else list(kept)
    for name in wanted:
        if name not in kept:
            raise CannotTell("NO_SEALED_RECORD", asset=name)
    papers.private_folder(folder)
    for name in wanted:
        papers.replace_file(folder / f"{name}.json", kept[name].to_bytes(), private=True)
    run.say(t("records_written", count=len(wanted), folder=str(folder)))
    run.done({"records": wanted, "folder": str(folder)})


@command(record, "import", "record_import")
def import_(
    run: Run,
    files: Annotated[list[Path], typer.Argument(help=t("arg.record_files"))],
) -> None:
    """Take over records that were exported."""
    taken = [(path, from_bytes(papers.read_file(path, MAX_RECORD))) for path in files]
    names: list[str] = []
    for path, one in taken:
        if one.salt is None:
            raise BadInput("RECORD_NOT_SEALED", path=str(path))
    for _, one in taken:
        names.append(identify(one))
        run.home.sealed.keep(names[-1], one.to_bytes())
    run.say(t("records_taken", count=len(names)))
    run.done({"records": names})
