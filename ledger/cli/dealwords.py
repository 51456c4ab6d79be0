"""A deal in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.cli.common import Run
from ledger.cli.names import called
from ledger.cli.speech import LANG, t
from ledger.core import places, times
from ledger.core.dealfile import DealFile
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line
from ledger.core.rights import OPEN_END, Exclusivity, Layer, Revocation
from ledger.services.explaining import uses_in_words
from ledger.text import text

_DAY_S = 86_400


def sentences(run: Run, file: DealFile) -> Iterator[str]:
    """What a deal says, line by line."""
    home = run.home
    for number, line in enumerate(file.deal.lines):
        codes = places.names(line.territory)
        china = places.is_china_time(codes)
        name = Layer(line.layer).name
        yield t("line", number=number, licensee=called(home, line.licensee),
                uses=uses_in_words(line.usage, LANG), layer=f"{name} – {text(f'layer.{name}', LANG)}",
                asset=_target(line), places=", ".join(codes),
                start=times.iso(line.start, china), end=times.iso(line.end, china),
                rule=t(f"rule.{Revocation(line.revocation).name}", revoker=called(home, line.revoker)),
                notice=f"{line.notice / _DAY_S:g}")  # fmt: skip
        yield from _special(run, line)
    for duty in file.terms.get("duties", ()):
        yield t("duty", duty=str(duty))
    for document in file.terms.get("prose", ()):
        yield t("prose", name=str(document["name"]), sha256=str(document["sha256"]))
    if file.deal.cross_termination:
        yield t("cross_termination")
    if file.deal.arbiter != ZERO_ADDRESS:
        yield t("arbiter", arbiter=called(home, file.deal.arbiter))
    if file.deal.accept_by != OPEN_END:
        yield t("accept_by", time=times.iso(file.deal.accept_by, True))


def _target(line: Line) -> str:
    return "*" if line.society != ZERO_ADDRESS else line.asset[:18] + "…"


def _special(run: Run, line: Line) -> Iterator[str]:
    """Whether others may have the same, and what few lines have."""
    yield t(f"exclusivity.{Exclusivity(line.exclusivity).name}")
    if line.society != ZERO_ADDRESS:
        yield t("blanket", society=called(run.home, line.society))
    if line.parent != ZERO_HASH:
        yield t("sublicence_surviving" if line.survives else "sublicence", parent=line.parent)
    if line.depth:
        yield t("depth", depth=line.depth)
    if line.consult != ZERO_HASH:
        yield t("consulted", sha256=line.consult)
