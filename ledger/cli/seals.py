"""songdeed seal …: works that must stay secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli import deals
from ledger.cli.app import seal
from ledger.cli.common import Run, Yes, command
from ledger.cli.completing import key_names
from ledger.cli.names import called, one_work, party
from ledger.cli.recipients import (
    ENDING,
    at_hand,
    licensees,
    put_beside,
    recipient,
    tell_recipients,
    unwrapper,
    whose,
)
from ledger.cli.speech import t
from ledger.core.model import check_hash
from ledger.core.sealed import Header
from ledger.core.wraps import KeysFile, joined
from ledger.errors import BadInput, UsageError
from ledger.services.sealing import Recipient

For = Annotated[list[str] | None, typer.Option("--for", help=t("opt.seal_for"))]
As = Annotated[str | None, typer.Option("--as", help=t("opt.seal_as"), autocompletion=key_names)]
Sealed = Annotated[Path, typer.Argument(help=t("arg.sealed"))]


@command(seal, "new", "seal_new")
def new(
    run: Run,
    file: Annotated[Path, typer.Argument(help=t("arg.file"))],
    work: Annotated[str, typer.Option("--work", help=t("opt.seal_work"))],
    people: For = None,
    out: Annotated[Path | None, typer.Option("--out", help=t("opt.seal_out"))] = None,
    by: As = None,
    store: Annotated[bool, typer.Option("--store", help=t("opt.seal_store"))] = False,
    publish: Annotated[bool, typer.Option("--publish", help=t("opt.seal_publish"))] = False,
) -> None:
    """Encrypt a file for some people."""
    asset, registrants = _work(run, work)
    name = whose(run, by, registrants)
    target = out or Path(f"{file}.sealed")
    _check_free(target, Path(f"{target}{ENDING}"))
    recipients = _distinct([recipient(run, each) for each in (name, *(people or ()))])
    rows = tell_recipients(run, recipients)
    found: list[KeysFile] = []

    def keep(keys: KeysFile) -> None:
        run.home.shelf.keep(keys)
        found.append(keys)

    run.home.sealing.seal(file, target, asset, recipients, keep, run.bar("sealing"))
    keys = _stored(run, target, found[0]) if store or publish else found[0]
    if publish and keys.cid is not None:
        run.home.depot.published.allow(keys.cid, asset)
        run.note(t("seal_published", cid=keys.cid))
    beside = put_beside(run, target, keys)
    run.say(t("sealed", path=str(target), keys=str(beside)))
    run.note(t("seal_hint"))
    run.done({**_plain(run, keys), "path": str(target), "keys": str(beside), "recipients": rows})


def _work(run: Run, given: str) -> tuple[str, list[str]]:
    """Asset id, and its registrant, as far as that is known without asking the chain for an id."""
    if given.startswith("0x"):
        return check_hash(given.lower()), []
    state, asset, _ = one_work(run.home, given, None)
    return asset, [state.assets[asset].registrant]


def _stored(run: Run, target: Path, keys: KeysFile) -> KeysFile:
    digest = papers.digest(target, run.bar("hashing"))
    run.home.store.put_file(target, digest.cid, run.bar("storing"))
    run.note(t("seal_stored", cid=digest.cid, store=run.home.store.name))
    keys = replace(keys, cid=digest.cid)
    run.home.shelf.keep(keys)
    return keys


def _check_free(*paths: Path) -> None:
    for path in paths:
        if path.exists():
            raise BadInput("FILE_EXISTS", path=str(path))


def _distinct(found: list[Recipient]) -> list[Recipient]:
    return list({each.account: each for each in found}.values())


def _plain(run: Run, keys: KeysFile) -> dict[str, Any]:
    rows = [
        {"account": wrap.recipient, "name": run.home.name_of(wrap.recipient), "kem": wrap.kem.value}
        for wrap in keys.wraps
    ]
    return {"work": keys.work, "sealing": keys.sealing, "cid": keys.cid, "recipients": rows}


@command(seal, "list", "seal_list")
def list_(run: Run) -> None:
    """What was sealed, and for whom."""
    found = list(run.home.shelf.all())
    for keys in found:
        run.say(t("seal_row", sealing=keys.sealing, work=keys.work, cid=keys.cid or "-"))
        for wrap in keys.wraps:
            run.say(f"  {called(run.home, wrap.recipient)}  {wrap.kem.value}")
    if not found:
        run.say(t("seal_nothing"))
    run.done({"sealed": [_plain(run, keys) for keys in found]})


def _known(run: Run, file: Path, by: str | None, yes: bool) -> tuple[Header, KeysFile, str]:
    """Header of a sealed file, who has its key, and the name of one's own; no password is needed for that.

    Anybody can have put the keys file where it lies, so it says who may open the sealed file only where the
    data folder doesn't know, and the user agrees (THREATS 68).
    """
    with run.home.open_sealed(str(file)) as (header, _):
        found = at_hand(run, header, str(file), ())
    if not found:
        raise BadInput("SEALED_UNKNOWN", path=str(file))
    keys = run.home.shelf.find(header.id)
    others = {wrap.recipient for wrap in found} - {wrap.recipient for wrap in (keys.wraps if keys else ())}
    names = ", ".join(called(run.home, account) for account in sorted(others))
    if keys is None:
        keys = KeysFile(joined((), found))
        run.note(t("seal_list_beside", path=f"{file}{ENDING}", names=names))
        run.confirm(t("seal_list_ask"), yes)
    elif others:
        run.note(t("seal_others_beside", path=f"{file}{ENDING}", names=names))
    return header, keys, whose(run, by, [wrap.recipient for wrap in keys.wraps])


def _content_key(run: Run, file: Path, header: Header, keys: KeysFile, name: str) -> bytes:
    """The content key by a wrap of one's own; that in the file beside serves where there is no other."""
    account = run.home.keys.address_of(name)
    wraps = joined(at_hand(run, header, str(file), ()), keys.wraps)
    return run.home.sealing.content_key(header, wraps, account, lambda wrap: unwrapper(run, name, wrap))


def _tell(run: Run, keys: KeysFile, people: Sequence[Recipient], yes: bool) -> list[dict[str, Any]]:
    """Who is about to get a key; whose encryption key is another than before needs a second look."""
    rows = tell_recipients(run, people)
    for each in people:
        if run.home.sealing.changed(keys, each):
            run.note(t("seal_key_changed", who=called(run.home, each.account)))
            run.confirm(t("seal_key_ask"), yes)
    return rows


@command(seal, "add", "seal_add")
def add(
    run: Run,
    file: Sealed,
    people: For = None,
    deal: Annotated[Path | None, typer.Option("--deal", help=t("opt.seal_deal"))] = None,
    by: As = None,
    yes: Yes = False,
) -> None:
    """Let more people open a sealed file."""
    agreement = None if deal is None else deals.read(run, deal)
    wanted = people or ([] if agreement is None else licensees(agreement))
    if not wanted:
        raise UsageError("SEAL_FOR")
    recipients = _distinct([recipient(run, each) for each in wanted])
    header, keys, name = _known(run, file, by, yes)
    rows = _tell(run, keys, recipients, yes)
    keys = run.home.sealing.add(keys, _content_key(run, file, header, keys, name), recipients)
    run.home.shelf.keep(keys)
    put_beside(run, file, keys)
    if agreement is not None and deal is not None:
        accounts = {each.account for each in recipients}
        own = [wrap for wrap in keys.wraps if wrap.recipient in accounts]
        deals.write(run, deal, replace(agreement, keys=joined(agreement.keys, own)))
        run.say(t("seal_in_deal", path=str(deal)))
    run.say(t("seal_added", path=str(file)))
    run.done({**_plain(run, keys), "path": str(file), "added": rows})


@command(seal, "remove", "seal_remove")
def remove(
    run: Run,
    file: Sealed,
    people: Annotated[list[str], typer.Option("--for", help=t("opt.seal_remove"))],
    new_key: Annotated[Path | None, typer.Option("--new-key", help=t("opt.seal_new_key"))] = None,
    by: As = None,
    yes: Yes = False,
) -> None:
    """Give some people no key any more."""
    accounts = [party(run.home, each) for each in people]
    header, keys, name = _known(run, file, by, yes)
    left = run.home.sealing.remove(keys, accounts, run.home.keys.address_of(name))
    document: dict[str, Any] = {"path": str(file), "removed": accounts}
    if new_key is None:
        run.home.shelf.keep(left)
        put_beside(run, file, left)
    else:
        _check_free(new_key, Path(f"{new_key}{ENDING}"))
        recipients = [recipient(run, wrap.recipient) for wrap in left.wraps]
        _tell(run, left, recipients, yes)
        key = _content_key(run, file, header, keys, name)
        left = _renewed(run, file, new_key, header, key, recipients)
        document["path"] = str(new_key)
    names = ", ".join(called(run.home, account) for account in accounts)
    run.say(t("seal_removed", names=names, path=document["path"]))
    run.note(t("seal_keeps", names=names))
    run.note(t("seal_renewed" if new_key else "seal_renew_hint", path=str(file)))
    run.done({**_plain(run, left), **document})


def _renewed(
    run: Run, file: Path, target: Path, header: Header, key: bytes, left: Sequence[Recipient]
) -> KeysFile:
    """The sealed file encrypted anew for those who are left."""
    found: list[KeysFile] = []

    def keep(new: KeysFile) -> None:
        run.home.shelf.keep(new)
        found.append(new)

    with run.home.open_sealed(str(file)) as (again, source):
        if again != header:
            raise BadInput("FILE_CHANGED", path=str(file))
        run.home.sealing.renew(header, key, source, target, left, keep, run.bar("sealing"))
    put_beside(run, target, found[0])
    return found[0]


@command(seal, "forget", "seal_forget")
def forget(
    run: Run,
    sealed: Annotated[str, typer.Argument(help=t("arg.sealing"))],
    yes: Yes = False,
) -> None:
    """Delete the keys of a sealed file, and with them the work in it."""
    shelf, sealing = run.home.shelf, _sealing(run, sealed)
    copies = shelf.copies(sealing, Path(sealed + ENDING))
    if shelf.find(sealing) is None and not copies:
        raise BadInput("SEALED_UNKNOWN", path=sealed)
    for path in copies:
        run.note(t("forget_file", path=str(path)))
    run.note(t("forget_warning"))
    run.confirm(t("forget_ask", sealing=sealing), yes)
    shelf.forget(sealing, copies)
    run.say(t("forgotten", sealing=sealing))
    run.done({"sealing": sealing, "forgotten": True, "files": [str(path) for path in copies]})


def _sealing(run: Run, given: str) -> str:
    """Id of a sealing: as it stands, or of a sealed file, or by its CID, be it still in the store or not."""
    if given.startswith("0x"):
        return check_hash(given.lower())
    stored = [keys.sealing for keys in run.home.shelf.all() if keys.cid == given]
    if stored:
        return stored[0]
    with run.home.open_sealed(given) as (header, _):
        return header.id
