"""Blanket licences: was the work in the society's repertoire, and does an exclusive go before (V10)?"""

from __future__ import annotations

from ledger.core.authority import Rest, is_alive, is_unsigned, mandate_hops, title_hop
from ledger.core.case import Case, Granted, Moment, just_before
from ledger.core.conflicts import binds
from ledger.core.demands import checked
from ledger.core.facts import TitleVersion
from ledger.core.licensing import SOCIETY_TERM_S, MandateKind
from ledger.core.model import ZERO_HASH, Line
from ledger.core.rights import WHOLE, Exclusivity, Layer
from ledger.core.routes import Scope, bar_on, end_as_known, route
from ledger.core.verdict import STRENGTH, Finding, Ground, Hop, Status
from ledger.core.wording import unconfirmed


def blanket(case: Case, granted: Granted, asset: str, usage: int) -> Ground:
    """What a blanket line, live and wide enough, is worth for a work.

    There must be a moment since the blanket was recorded, and not after the one asked about, at which every
    holder reached the society; what changes after it does not count against the licensee. An exclusive to
    another that was recorded by then, and is live at the moment asked about, does.

    Args:
        case: The case.
        granted: The line.
        asset: The work.
        usage: What must have reached the society, as a mask.
    """
    deal, index, line = granted
    ref = f"{deal.event.deal}#{index}"
    absent = line.society if line.society not in deal.event.text.signers else line.licensee
    if absent != line.licensee or is_unsigned(granted):
        return _no(ref, _said("MISSING_CONSENTS", asset, line, holders=absent))
    recorded = deal.event.at.time
    last = max(recorded, case.question.at)
    moments = _moments(case, asset, Layer(line.layer), recorded, last)
    # Before the work was registered it was in nobody's repertoire.
    known = [moment for moment in moments if case.title_at(asset, Layer(line.layer), moment)]
    found = [checked(case, _at_moment(case, granted, asset, usage, moment)) for moment in known or moments]
    return min(found, key=lambda ground: (STRENGTH.index(ground.status), _outside(ground)))


def _outside(ground: Ground) -> bool:
    """Whether the work was not even in the repertoire: of two refusals the other says more."""
    return any(finding.code == "NOT_IN_REPERTOIRE" for finding in ground.findings)


def _at_moment(case: Case, granted: Granted, asset: str, usage: int, moment: int) -> Ground:
    """The same for one moment."""
    deal, index, line = granted
    ref = f"{deal.event.deal}#{index}"
    version = case.title_at(asset, Layer(line.layer), moment)
    if version is None or sum(share.units for share in version.title.shares) != WHOLE:
        return Ground("blanket", ref, Status.INDETERMINATE, (_said("TITLE_INCOMPLETE", asset, line),))
    mandates = _reached(case, line, version, usage, moment)
    if isinstance(mandates, str):
        facts = {"holder": mandates, "society": line.society}
        return _no(ref, _said("NOT_IN_REPERTOIRE", asset, line, **facts))
    prior = _prior(case, asset, line, usage, moment)
    if prior is not None:
        return _no(ref, _said("PRIOR_EXCLUSIVE", asset, line, deal=prior))
    return _yes(case, granted, version, mandates)


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


def _reached(case: Case, line: Line, version: TitleVersion, usage: int, moment: int) -> dict[str, None] | str:
    """Mandates by which every holder reached the society at a moment; or the one who did not."""
    asset, layer, territory = version.title.asset, Layer(line.layer), case.territory
    now = Scope(asset, layer, usage, territory, moment, moment + 1)
    # What societies may license at all depends on the line: NONEXCLUSIVE, at most 731 days.
    scope = Scope(asset, layer, usage, territory, line.start, line.end, line.exclusivity)
    at, found = Moment(moment), dict[str, None]()
    for share in version.title.shares:
        if share.holder == line.society:
            continue
        bar = bar_on(case, now, share.holder, at)
        path = route(case, scope, share.holder, {line.society}, at, bar)
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


def _prior(case: Case, asset: str, line: Line, usage: int, moment: int) -> str | None:
    """An exclusive to another, recorded by a moment and live at the one asked about."""
    for granted in case.strict_lines(asset, line.layer):
        deal, _, other = granted
        if other.licensee == case.question.party or deal.event.at.time > moment:
            continue
        meets = other.usage & usage and other.territory & case.territory
        if meets and is_alive(case, granted) and binds(case, granted):
            return deal.event.deal
    return None


def _no(ref: str, said: Finding) -> Ground:
    return Ground("blanket", ref, Status.NOT_AUTHORISED, (said,))


def _said(code: str, asset: str, line: Line, **more: object) -> Finding:
    return Finding(code, (("asset", asset), ("layer", Layer(line.layer).name), *more.items()))
