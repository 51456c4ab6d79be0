"""songdeed replica …, songdeed pin …: copies of works elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from ledger.cli.app import pin, replica
from ledger.cli.common import Run, command
from ledger.cli.names import one_work
from ledger.cli.speech import LANG, t
from ledger.cli.stores import OneOf, SecretEnv, Work
from ledger.core.cid import Cid
from ledger.depot import WANTED, Copy, Place
from ledger.errors import BadInput, Denied, ServiceDown, SongdeedError, UsageError
from ledger.text import message_of

Name = Annotated[str, typer.Argument(help=t("arg.replica"))]
Read = Annotated[bool, typer.Option("--read", help=t("opt.read"))]


@command(replica, "add", "replica_add")
def add(
    run: Run,
    name: Name,
    node: Annotated[str | None, typer.Option("--node", help=t("opt.node"))] = None,
    service: Annotated[str | None, typer.Option("--service", help=t("opt.service"))] = None,
    gateway: Annotated[str | None, typer.Option("--gateway", help=t("opt.gateway"))] = None,
    secret_env: SecretEnv = None,
) -> None:
    """Name a place that may keep copies, or be read from."""
    given = {"node": node, "service": service, "gateway": gateway}
    chosen = [(kind, address) for kind, address in given.items() if address is not None]
    if len(chosen) != 1:
        raise UsageError("REPLICA_KIND")
    if service is not None and secret_env is None:
        raise UsageError("SERVICE_SECRET")
    place = Place(name, *chosen[0], secret_env)
    run.home.depot.replica(place)  # a wrong address or an absent secret is found out now
    run.home.depot.places.check(place)
    run.home.depot.check_apart(place)
    run.home.depot.places.add(place)
    run.say(t("replica_added", name=name, kind=t(f"replica_kind.{place.kind}"), address=place.address))
    run.done(_place_json(place))


@command(replica, "list", "replica_list")
def all_of_them(run: Run) -> None:
    """Places that may keep copies."""
    places = run.home.depot.places.all()
    for place in places:
        run.say(
            t("replica_row", name=place.name, kind=t(f"replica_kind.{place.kind}"), address=place.address)
        )
    if not places:
        run.say(t("no_replicas"))
    run.done({"replicas": [_place_json(place) for place in places]})


@command(replica, "remove", "replica_remove")
def remove(run: Run, name: Name) -> None:
    """Count on a place no more; what it keeps it keeps on."""
    run.home.depot.places.remove(name)
    run.home.depot.kept.drop(name)
    run.say(t("replica_removed", name=name))
    run.done({"name": name})


@command(pin, "add", "pin_add")
def keep(
    run: Run,
    work: Work,
    to: Annotated[list[str], typer.Option("--to", help=t("opt.to_replica"))],
    asset: OneOf = None,
) -> None:
    """Have others keep a work's record and files."""
    _, one, _ = one_work(run.home, work, asset)
    depot = run.home.depot
    places = [depot.places.named(name) for name in to]
    found = run.home.keeping.belongings(one)
    for place in places:
        depot.replicating.replicate(found.roots, depot.replica(place), one, run.bar("copying"))
        depot.kept.add(one, place.name)
    for cid in found.absent:
        run.note(t("export_without", cid=str(cid)))
    copies = _look(run, one, found.roots, read=False)
    _say(run, one, copies)
    run.done(_copies_json(one, found.roots, copies))


@command(pin, "status", "pin_status")
def status(
    run: Run,
    work: Annotated[str | None, typer.Argument(help=t("arg.work_or_all"))] = None,
    read: Read = False,
    asset: OneOf = None,
) -> int:
    """Whether all copies are there; an alarm if not."""
    works, bar, rows = _works(run, work, asset), run.bar("checking"), []
    for number, one in enumerate(works):
        rows.append(_told(run, one, partial(_stands, run, one, read=read), named=work is not None))
        bar(number + 1, len(works))
    return _summed(run, rows)


@command(pin, "repair", "pin_repair")
def repair(
    run: Run,
    work: Annotated[str | None, typer.Argument(help=t("arg.work_or_all"))] = None,
    read: Read = False,
    asset: OneOf = None,
) -> int:
    """Put back what the store or a replica has lost, from whoever has it."""
    works, rows = _works(run, work, asset), []
    for one in works:
        rows.append(_told(run, one, partial(_mended, run, one, read=read), named=work is not None))
    return _summed(run, rows)


def _told(run: Run, asset: str, look: Callable[[], dict[str, Any]], *, named: bool) -> dict[str, Any]:
    """One work's row; of several works what is wrong with one keeps nobody from hearing of the others."""
    try:
        return look()
    except (ServiceDown, Denied) as error:
        if named:
            raise
        run.say(t("copies_untold", asset=asset, reason=message_of(error, LANG)))
        return {"asset": asset, "error": error.code, "alarm": True}


def _stands(run: Run, asset: str, *, read: bool) -> dict[str, Any]:
    roots = run.home.keeping.belongings(asset).roots
    copies = _look(run, asset, roots, read=read)
    _say(run, asset, copies)
    return _copies_json(asset, roots, copies)


def _mended(run: Run, asset: str, *, read: bool) -> dict[str, Any]:
    depot, roots = run.home.depot, run.home.keeping.belongings(asset).roots
    if depot.replicating.mend(roots):
        run.say(t("mended_store", asset=asset))
    for copy in _look(run, asset, roots, read=read):
        if copy.state in ("absent", "failed", "damaged"):
            depot.replicating.replicate(roots, depot.replica(depot.places.named(copy.name)), asset)
            run.say(t("mended", name=copy.name, asset=asset))
    return _stands(run, asset, read=read)


def _summed(run: Run, rows: list[dict[str, Any]]) -> int:
    alarm = any(row["alarm"] for row in rows)
    run.done({"works": rows, "wanted": WANTED, "alarm": alarm})
    return 1 if alarm else 0


def _works(run: Run, work: str | None, asset: str | None) -> list[str]:
    """The one that was named; or all that have copies, and one's own that are here and should have some."""
    if work is not None:
        return [one_work(run.home, work, asset)[1]]
    accounts = [run.home.keys.address_of(name) for name in run.home.keys.names()]
    found = sorted({*run.home.depot.kept.assets(), *run.home.keeping.own(accounts)})
    if not found:
        run.say(t("no_works_kept"))
    elif not run.home.depot.places.all():
        run.say(t("no_replicas"))
    return found


def _look(run: Run, asset: str, roots: tuple[Cid, ...], *, read: bool) -> list[Copy]:
    """How each replica that should keep a work stands with it."""
    depot = run.home.depot
    copies = []
    for name in depot.kept.at(asset):
        try:
            place = depot.places.named(name)
            depot.check_apart(place)
            replica = depot.replica(place)
        except BadInput as error:
            copies.append(Copy(name, "gone" if error.code == "UNKNOWN_REPLICA" else "same", error))
        except SongdeedError as error:
            copies.append(Copy(name, "down", error))
        else:
            copies.append(depot.replicating.look(roots, replica, read=read))
    return copies


def _short(copies: list[Copy]) -> bool:
    return sum(copy.good for copy in copies) < WANTED or any(copy.lost for copy in copies)


def _say(run: Run, asset: str, copies: list[Copy]) -> None:
    for copy in copies:
        reason = "" if copy.reason is None else message_of(copy.reason, LANG)
        run.say(t("copy", name=copy.name, state=t(f"copy_state.{copy.state}"), reason=reason).rstrip())
    good = sum(copy.good for copy in copies)
    run.say(t("copies_few" if _short(copies) else "copies_enough", asset=asset, good=good, wanted=WANTED))


def _place_json(place: Place) -> dict[str, Any]:
    document = {"name": place.name, "kind": place.kind, "address": place.address}
    return {**document, "secret_env": place.secret_env}


def _copies_json(asset: str, roots: tuple[Cid, ...], copies: list[Copy]) -> dict[str, Any]:
    rows = [
        {"name": copy.name, "state": copy.state, "code": copy.reason and copy.reason.code} for copy in copies
    ]
    good = sum(copy.good for copy in copies)
    told = {"asset": asset, "roots": [str(root) for root in roots], "copies": rows, "good": good}
    return {**told, "alarm": _short(copies)}
