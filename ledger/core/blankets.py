"""Blanket licences: was the work in the society's repertoire, and does an exclusive go before (V10)?"""

from __future__ import annotations

from ledger.core.authority import Rest, ancestors, ended_with, is_unsigned, mandate_hops, title_hop
from ledger.core.case import Case, Granted, Moment, just_before
from ledger.core.conflicts import binds
from ledger.core.facts import TitleVersion
from ledger.core.licensing import SOCIETY_TERM_S, MandateKind
from ledger.core.model import ZERO_HASH, Line
from ledger.core.rights import WHOLE, Exclusivity, Layer
from ledger.core.routes import Scope, bar_on, end_as_known, route
from ledger.core.verdict import Finding, Ground, Hop, Status
from ledger.core.wording import unconfirmed


def blanket(case: Case, granted: Granted, asset: str) -> Ground:
    """What a blanket line, live and wide enough, is worth for a work.

    There must be a moment since the blanket was recorded, and not after the one asked about, at which every
    holder reached the society; what changes after it does not count against the licensee. An exclusive to
    another that was recorded by then, and is live at the moment asked about, does.
    """
    deal, index, line = granted
    ref = f"{deal.event.deal}#{index}"
    absent = line.society if line.society not in deal.event.text.signers else line.licensee
    if absent != line.licensee or is_unsigned(granted):
        return _no(ref, _said("MISSING_CONSENTS", asset, line, holders=absent))
    recorded = deal.event.at.time
    near: Finding | None = None
    unknown: Finding | None = None
    for moment in _moments(case, asset, Layer(line.layer), recorded, max(recorded, case.question.at)):
        version = case.title_at(asset, Layer(line.layer), moment)
        if version is None or sum(share.units for share in version.title.shares) != WHOLE:
            unknown = _said("TITLE_INCOMPLETE", asset, line)
            continue
        mandates = _reached(case, asset, line, version, moment)
        if isinstance(mandates, str):
            said = _said("NOT_IN_REPERTOIRE", asset, line, holder=mandates, society=line.society)
            near = near or said
            continue
        prior = _prior(case, asset, line, moment)
        if prior is not None:
            # Any later moment would find it too.
            return _no(ref, _said("PRIOR_EXCLUSIVE", asset, line, deal=prior))
        return _yes(case, granted, version, mandates)
    if near is None and unknown is not None:
        return Ground("blanket", ref, Status.INDETERMINATE, (unknown,))
    return _no(ref, near or _said("NOT_IN_REPERTOIRE", asset, line, holder="–", society=line.society))


def blankets_run_on(case: Case, granted: Granted, rest: Rest) -> bool:
    """Whether a SOLE or EXCLUSIVE line stands beside blankets of a society that a holder has left.

    They last at most 731 days, and are not undone by his leaving (CMR 21).
    """
    deal, _, line = granted
    if line.exclusivity == Exclusivity.NONEXCLUSIVE or rest.version is None:
        return False
    at = just_before(deal.event.at)
    for share in rest.version.title.shares:
        for known in case.given(share.holder):
            text = known.event.text
            target = text.layer in (0, line.layer) and text.asset in (ZERO_HASH, line.asset)
            meets = target and text.usage & line.usage and text.territory & line.territory
            begun = at.knows(known.event.at) and text.start <= at.time
            runs_on = at.time < end_as_known(known, share.holder, at) + SOCIETY_TERM_S
            if text.kind == MandateKind.COLLECTIVE and meets and begun and runs_on:
                return True
    return False


def _yes(case: Case, granted: Granted, version: TitleVersion, mandates: dict[str, None]) -> Ground:
    deal, index, line = granted
    title = version.title
    ref = f"{deal.event.deal}#{index}"
    on_work = Hop("line", title.asset, Layer(line.layer), ref, deal.event.at)
    steps = tuple(
        Hop("mandate", title.asset, Layer(line.layer), hop.ref, hop.at)
        for hop in mandate_hops(case, line, mandates)
    )
    silent = unconfirmed(case, version)
    status = Status.CONDITIONAL if silent else Status.AUTHORISED
    return Ground("blanket", ref, status, silent, (title_hop(version), *steps, on_work))


def _reached(case: Case, asset: str, line: Line, version: TitleVersion, moment: int) -> dict[str, None] | str:
    """Mandates by which every holder reached the society at a moment; or the one who did not."""
    layer, use, territory = Layer(line.layer), case.question.use.mask, case.territory
    scope = Scope(asset, layer, use, territory, moment, moment + 1)
    at, found = Moment(moment), dict[str, None]()
    for share in version.title.shares:
        if share.holder == line.society:
            continue
        path = route(case, scope, share.holder, {line.society}, at, bar_on(case, scope, share.holder, at))
        if path is None:
            return share.holder
        found |= dict.fromkeys(path)
    return found


def _moments(case: Case, asset: str, layer: Layer, first: int, last: int) -> list[int]:
    """The first moment of an interval, and those within at which a mandate or a title changes."""
    starts = [first, *(one.title.since for one in case.state.titles.get((asset, layer), ()))]
    for known in case.state.mandates.values():
        # An end too: a mandate that barred the holder may then be over.
        starts += [known.event.at.time, known.event.text.start, known.event.text.end]
        starts += [end.end for end in known.ends]
    return sorted({moment for moment in starts if first <= moment <= last})


def _prior(case: Case, asset: str, line: Line, moment: int) -> str | None:
    """An exclusive to another, recorded by a moment and live at the one asked about."""
    for granted in case.strict_lines(asset, line.layer):
        deal, _, other = granted
        if other.licensee == case.question.party or deal.event.at.time > moment:
            continue
        above = ancestors(case, granted)
        live = above is not None and ended_with(case, (granted, *above)) is None
        if live and case.asks_for(other, case.end_of(granted)) and binds(case, granted):
            return deal.event.deal
    return None


def _no(ref: str, said: Finding) -> Ground:
    return Ground("blanket", ref, Status.NOT_AUTHORISED, (said,))


def _said(code: str, asset: str, line: Line, **more: object) -> Finding:
    return Finding(code, (("asset", asset), ("layer", Layer(line.layer).name), *more.items()))
