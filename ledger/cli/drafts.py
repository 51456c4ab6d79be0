"""songdeed deal new, songdeed deal join"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from ledger import papers
from ledger.cli.app import deal
from ledger.cli.common import Run, command
from ledger.cli.completing import key_names, territories
from ledger.cli.completing import uses as use_names
from ledger.cli.deals import read, summary, tell, write
from ledger.cli.names import one_work, party
from ledger.cli.signing import keep, names_of
from ledger.cli.speech import t
from ledger.core import places, times, uses
from ledger.core.characters import clean_text
from ledger.core.dealfile import DealFile
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from ledger.core.rights import OPEN_END, Exclusivity, Layer, Revocation
from ledger.errors import BadInput, UsageError
from ledger.services.proposing import Wish

Out = Annotated[Path, typer.Option("--out", help=t("opt.out"))]

Sealed = Annotated[bool, typer.Option("--sealed-records", help=t("opt.sealed_records"))]

RULES = {
    "at-will": Revocation.AT_WILL,
    "for-cause": Revocation.FOR_CAUSE,
    "irrevocable": Revocation.IRREVOCABLE,
}
EXCLUSIVITIES = {"no": Exclusivity.NONEXCLUSIVE, "sole": Exclusivity.SOLE, "yes": Exclusivity.EXCLUSIVE}
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Scope:
    """Uses and countries as masks, the countries by code, and the interval in UTC seconds."""

    usage: int
    territory: int
    codes: tuple[str, ...]
    start: int
    end: int


def deadline(given: str | None, codes: Sequence[str]) -> int:
    """Until when something may come into force, as somebody typed it; for ever if he didn't.

    Raises:
        UsageError: ``ACCEPT_BY_PAST``, and what is wrong with the date.
    """
    found = times.parse_until(given, codes) if given else OPEN_END
    if found <= time.time():
        raise UsageError("ACCEPT_BY_PAST", time=times.iso(found, places.is_china_time(codes)))
    return found


def scope(use: str, territory: str, start: str, until: str) -> Scope:
    """What somebody typed, read.

    Raises:
        UsageError: ``INTERVAL_EMPTY``.
        BadInput: What is wrong with a use, a country or a date.
    """
    codes = places.codes_of(territory)
    begin, end = times.parse_from(start, codes), times.parse_until(until, codes)
    if begin >= end:
        raise UsageError("INTERVAL_EMPTY", start=start, until=until)
    return Scope(uses.parse(use), places.parse(territory), codes, begin, end)


def layer_of(given: str) -> Layer:
    """A layer by its name.

    Raises:
        UsageError: ``SPLIT_LAYER_UNKNOWN``.
    """
    try:
        return Layer[given.strip().upper()]
    except KeyError:
        raise UsageError("SPLIT_LAYER_UNKNOWN", value=given, known=", ".join(Layer.__members__)) from None


@command(deal, "new", "deal_new")
def new(
    run: Run,
    to: Annotated[str, typer.Option("--to", help=t("opt.to"), autocompletion=key_names)],
    use: Annotated[str, typer.Option("--use", help=t("opt.use"), autocompletion=use_names)],
    territory: Annotated[
        str, typer.Option("--territory", help=t("opt.territory"), autocompletion=territories)
    ],
    start: Annotated[str, typer.Option("--from", help=t("opt.from"))],
    until: Annotated[str, typer.Option("--until", help=t("opt.until"))],
    work: Annotated[list[str] | None, typer.Argument(help=t("arg.works"))] = None,
    out: Out = Path("deal.json"),
    exclusive: Annotated[str, typer.Option("--exclusive", help=t("opt.exclusive"))] = "no",
    depth: Annotated[int, typer.Option("--sublicences", min=0, max=4, help=t("opt.depth"))] = 0,
    under: Annotated[str | None, typer.Option("--under", help=t("opt.under"))] = None,
    survives: Annotated[bool, typer.Option("--survives", help=t("opt.survives"))] = False,
    through: Annotated[list[str] | None, typer.Option("--through", help=t("opt.through"))] = None,
    absent: Annotated[list[str] | None, typer.Option("--without", help=t("opt.without"))] = None,
    consulted: Annotated[Path | None, typer.Option("--consulted", help=t("opt.consulted"))] = None,
    society: Annotated[str | None, typer.Option("--society", help=t("opt.society"))] = None,
    layer: Annotated[list[str] | None, typer.Option("--layer", help=t("opt.layer_blanket"))] = None,
    revocable: Annotated[str, typer.Option("--revocable", help=t("opt.revocable"))] = "for-cause",
    revoker: Annotated[str | None, typer.Option("--revoker", help=t("opt.revoker"))] = None,
    notice: Annotated[int, typer.Option("--notice-days", min=0, max=3650, help=t("opt.notice"))] = 0,
    arbiter: Annotated[str | None, typer.Option("--arbiter", help=t("opt.arbiter"))] = None,
    accept_by: Annotated[str | None, typer.Option("--accept-by", help=t("opt.accept_by"))] = None,
    terms: Annotated[list[Path] | None, typer.Option("--terms", help=t("opt.terms"))] = None,
    asset: Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))] = None,
    sealed: Sealed = False,
) -> None:
    """Make a deal."""
    home = run.home
    if revocable not in RULES:
        raise UsageError("UNKNOWN_RULE", value=revocable, known=", ".join(RULES))
    if exclusive not in EXCLUSIVITIES:
        raise UsageError("UNKNOWN_EXCLUSIVITY", value=exclusive, known=", ".join(EXCLUSIVITIES))
    if bool(work) == bool(society) or bool(society) != bool(layer):
        raise UsageError("DEAL_TARGET")
    if bool(absent) != bool(consulted):
        raise UsageError("CONSULT_BOTH")
    if absent and EXCLUSIVITIES[exclusive] != Exclusivity.NONEXCLUSIVE:
        raise UsageError("CONSULT_EXCLUSIVE", names=", ".join(absent))
    wanted = scope(use, territory, start, until)
    assets = tuple(one_work(home, one, asset)[1] for one in work or ())
    wish = Wish(
        tuple(dict.fromkeys(assets)),
        ZERO_ADDRESS if to.lower() == "anyone" else party(home, to),
        wanted.usage, wanted.territory, wanted.codes, wanted.start, wanted.end, RULES[revocable],
        party(home, revoker) if revoker else None, notice * DAY_S,
        deadline(accept_by, wanted.codes),
        party(home, arbiter) if arbiter else ZERO_ADDRESS,
        tuple({"name": clean_text(path.name), "sha256": papers.digest(path).sha256} for path in terms or ()),
        EXCLUSIVITIES[exclusive], depth, survives, tuple(party(home, one) for one in through or ()),
        tuple(party(home, one) for one in absent or ()),
        papers.digest(consulted).sha256 if consulted else ZERO_HASH,
        _parent(run, under) if under else None, party(home, society) if society else None,
        tuple(layer_of(one) for one in layer or ()),
    )  # fmt: skip
    _made(run, home.proposing.propose(wish), out, sealed)


def _parent(run: Run, given: str) -> str:
    """Id of a deal that was named by it or by its file."""
    if given.startswith("0x") and len(given) == 66:
        return given.lower()
    return read(run, Path(given)).id


@command(deal, "join", "deal_join")
def join(
    run: Run,
    files: Annotated[list[Path], typer.Argument(help=t("arg.deals"))],
    out: Out = Path("deal.json"),
    reciprocal: Annotated[bool, typer.Option("--reciprocal", help=t("opt.reciprocal"))] = False,
    sealed: Sealed = False,
) -> None:
    """One deal of several drafts."""
    found = [read(run, path) for path in files]
    for path, file in zip(files, found, strict=True):
        run.home.dealing.check_network(file)
        if file.signatures or file.owners:
            raise BadInput("DEAL_SIGNED", path=str(path))
    _made(run, run.home.proposing.join(found, reciprocal=reciprocal), out, sealed)


def _made(run: Run, bare: DealFile, out: Path, sealed: bool) -> None:
    enclosed = run.home.enclosing.enclose(bare, sealed=sealed)
    file = enclosed.file
    keep(run, out)
    write(run, out, file)
    tell(run, file)
    for asset, reason in sorted(enclosed.left.items()):
        run.note(t(f"record_left.{reason}", asset=f"{asset[:18]}…"))
    counts = {"lines": len(file.deal.lines), "signers": len(file.deal.signers)}
    run.say(t("deal_new", missing=names_of(run, file.missing), path=str(out), **counts))
    left = dict(enclosed.left)
    run.done({**summary(run, file, "PROPOSED"), "path": str(out), "records_left": left})
