"""songdeed store …: which store, what is in it, in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger.cli.app import store
from ledger.cli.common import Confirm, Run, command
from ledger.cli.filing import new_file
from ledger.cli.names import one_work
from ledger.cli.speech import LANG, t
from ledger.core.cid import parse_any
from ledger.core.walk import size_of
from ledger.errors import BadInput, CannotTell, Denied
from ledger.text import message_of

SecretEnv = Annotated[str | None, typer.Option("--secret-env", help=t("opt.secret_env"))]
Content = Annotated[str, typer.Argument(help=t("arg.content"))]
Work = Annotated[str, typer.Argument(help=t("arg.work"))]
OneOf = Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))]
Out = Annotated[Path, typer.Option("--out", help=t("opt.out_file"))]


@command(store, "use", "store_use")
def use(
    run: Run, address: Annotated[str, typer.Argument(help=t("arg.store"))], secret_env: SecretEnv = None
) -> None:
    """Keep records, and audio, in another store from now on."""
    found = run.home.depot.use(address, secret_env)
    run.say(t("store_used", store=found.name, address=address))
    run.done({"store": found.name, "address": address})


@command(store, "status", "store_status")
def status(run: Run) -> None:
    """Which store is in use, and whether it answers."""
    found, address = run.home.store, run.home.depot.choice.address()
    found.ping()
    stat = found.stat()
    run.say(t("store_answers", store=found.name, address=address))
    run.say(t("store_holds", blocks=stat.blocks, size=stat.size))
    document = {"store": found.name, "address": address, "answers": True}
    run.done({**document, "blocks": stat.blocks, "bytes": stat.size, "pins": stat.pins})


@command(store, "get", "store_get")
def get(run: Run, cid: Content, out: Out) -> None:
    """Read something from whoever has it, and check every byte."""
    sources, root = run.home.depot.sources, parse_any(cid)
    bar, done = run.bar("reading"), 0
    total = size_of(root, lambda name: sources.block(parse_any(name)))
    with new_file(out) as file:
        for piece in sources.read(cid):
            file.write(piece)
            done += len(piece)
            bar(done, total)
    _tell_faults(run)
    run.say(t("store_got", path=str(out), size=done))
    run.done({"cid": cid, "path": str(out), "size": done})


@command(store, "export", "store_export")
def export(run: Run, work: Work, out: Out, asset: OneOf = None) -> None:
    """Write a work's record and files to a CAR file."""
    _, one, _ = one_work(run.home, work, asset)
    keeping = run.home.keeping
    found = keeping.belongings(one)
    with new_file(out) as file:
        blocks = keeping.export(found.roots, file.write, run.bar("exporting"))
    _tell_faults(run)
    run.say(t("exported", path=str(out), blocks=blocks))
    absent = [str(cid) for cid in found.absent]
    for cid in absent:
        run.note(t("export_without", cid=cid))
    roots = [str(cid) for cid in found.roots]
    run.done({"asset": one, "path": str(out), "roots": roots, "left_out": absent, "blocks": blocks})


@command(store, "import", "store_import")
def bring(run: Run, file: Annotated[Path, typer.Argument(help=t("arg.car"))]) -> None:
    """Take in what a CAR file holds, checked block by block."""
    bar = run.bar("importing")
    try:
        with file.open("rb") as source:
            size = file.stat().st_size
            brought = run.home.keeping.bring(source.read, lambda done: bar(min(done, size), size))
    except FileNotFoundError as error:
        raise BadInput("FILE_NOT_FOUND", path=str(file)) from error
    except IsADirectoryError as error:
        raise BadInput("FILE_IS_DIRECTORY", path=str(file)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput("FILE_UNREADABLE", path=str(file), reason=reason) from error
    for one in brought:
        run.say(t("brought_record", asset=one.asset) if one.asset else t("brought_file", cid=one.cid))
    run.done({"roots": [{"cid": one.cid, "asset": one.asset} for one in brought]})


@command(store, "fsck", "store_fsck")
def fsck(run: Run) -> int:
    """Read everything again and say what is lost."""
    accounts = [run.home.keys.address_of(name) for name in run.home.keys.names()]
    count, lost = run.home.keeping.check(accounts, run.bar("checking"))
    rows: list[dict[str, Any]] = []
    for one in lost:
        whose = ", ".join(one.assets) or t("nobodys")
        run.say(t("lost", cid=one.cid, assets=whose, reason=message_of(one.reason, LANG)))
        rows.append({"cid": one.cid, "assets": list(one.assets), "code": one.reason.code})
    run.say(t("fsck_lost" if lost else "fsck_whole", count=count, lost=len(lost)))
    run.done({"read": count, "lost": rows})
    return 1 if lost else 0


@command(store, "unpin", "store_unpin")
def unpin(run: Run, cid: Content, confirm: Confirm = False) -> None:
    """Give up what only this address needs."""
    run.confirm(t("unpin_ask", cid=cid), confirm)
    freed = run.home.store.unpin(cid)
    run.say(t("unpinned", cid=cid, size=freed))
    run.done({"cid": cid, "freed": freed})


@command(store, "pin", "store_pin")
def pin(run: Run, cid: Content) -> None:
    """Keep what the store has, or another source, under an address."""
    run.home.depot.replicating.mend([parse_any(cid)])
    run.say(t("pinned", cid=cid))
    run.done({"cid": cid, "pinned": run.home.store.has(cid)})


@command(store, "publish", "store_publish")
def publish(run: Run, work: Work, asset: OneOf = None) -> None:
    """Let anybody have a work's audio from this server."""
    _, one, _ = one_work(run.home, work, asset)
    cids = publish_audio(run, one)
    run.done({"asset": one, "cids": cids})


@command(store, "unpublish", "store_unpublish")
def unpublish(run: Run, cid: Content) -> None:
    """Hand it out no more."""
    was = run.home.depot.published.forbid(cid)
    run.say(t("unpublished" if was else "unpublished_before", cid=cid))
    run.done({"cid": cid, "was_public": was})


def publish_audio(run: Run, asset: str) -> list[str]:
    """Allow the files of a work.

    Raises:
        Denied: ``NOT_REGISTRANT``: it is not one's own; ``SEALED_AUDIO``.
        CannotTell: ``NO_AUDIO_STORED``.
    """
    state, _ = run.home.asking.about(asset=asset)
    event = state.assets[asset]
    own = {run.home.keys.address_of(name) for name in run.home.keys.names()}
    if event.registrant not in own:
        raise Denied("NOT_REGISTRANT", asset=asset, registrant=event.registrant)
    if run.home.sealed.read(asset) is not None and asset not in state.revealed:
        raise Denied("SEALED_AUDIO", asset=asset)
    found = run.home.keeping.belongings(asset)
    cids = [str(cid) for cid in found.files if run.home.store.has(str(cid))]
    if not cids:
        raise CannotTell("NO_AUDIO_STORED", asset=asset)
    for cid in cids:
        run.home.depot.published.allow(cid, asset)
        run.note(t("published", cid=cid))
    return cids


def _tell_faults(run: Run) -> None:
    """Which sources were given up, and why."""
    for name, error in run.home.depot.sources.faults.items():
        run.note(t("source_dropped", name=name, reason=message_of(error, LANG)))
