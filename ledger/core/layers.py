"""One layer of one asset: what a use needs of it (V3, V4), and the strongest ground that bears on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledger.core.case import Case
from ledger.core.contests import earlier_claimant, is_title_void
from ledger.core.grounds import grounds
from ledger.core.profile import Need
from ledger.core.rights import WHOLE, Layer
from ledger.core.seen import free_from, holds
from ledger.core.verdict import STRENGTH, Finding, Ground, LayerResult, Status


def is_engaged(case: Case, layer: Layer) -> bool:
    """Whether the use engages a layer at all."""
    return case.profile.need(case.question.use, layer) is not Need.NOTHING


def judge_layer(case: Case, asset: str, layer: Layer) -> LayerResult | None:
    """V3 to V12 for one layer; None where the use does not engage it."""
    if not is_engaged(case, layer):
        return None
    free = without_permission(case, asset, layer)
    return free if free is not None else weigh(case, asset, layer, grounds(case, asset, layer))


def without_permission(case: Case, asset: str, layer: Layer) -> LayerResult | None:
    """V3, V4: the layer's term is over, the law licenses the use, or it is only to be paid for."""
    public = public_domain(case, asset, layer)
    if public is not None:
        return public
    facts = (("asset", asset), ("layer", layer.name))
    use, profile = case.question.use, case.profile
    if profile.need(use, layer) is Need.PAYMENT:
        duty = Finding(
            "DUTY_PAYMENT", (*facts, ("law", profile.payment), ("payees", payees(case, asset, layer)))
        )
        return LayerResult(asset, layer, Status.AUTHORISED_WITH_DUTIES, (duty,))
    rule, record = profile.license(use, layer), case.known.records.get(asset)
    today = profile.day_of(case.question.at)
    if rule is None or record is None:  # a record that was not seen says what is less favourable
        return None
    if not all(holds(record, fact, today) for fact in rule.needs):
        return None
    if any(holds(record, fact, today) for fact in rule.unless):
        return None
    duty = Finding("DUTY_STATUTORY", (*facts, ("law", rule.law), ("payees", payees(case, asset, layer))))
    return LayerResult(asset, layer, Status.AUTHORISED_WITH_DUTIES, (duty,))


def public_domain(case: Case, asset: str, layer: Layer) -> LayerResult | None:
    """V4: the layer, if its term of protection is over by what its record says."""
    since = free_from(case.known.records.get(asset), case.profile, layer)
    if since is None or case.question.at < since:
        return None
    said = Finding("PUBLIC_DOMAIN", (("asset", asset), ("layer", layer.name), ("start", since)))
    return LayerResult(asset, layer, Status.AUTHORISED, (said,))


def payees(case: Case, asset: str, layer: Layer) -> str:
    """Who is to be paid: the holders, separated by commas; nothing where that is not known (V13)."""
    version = case.title(asset, layer)
    shares = version.title.shares if version else ()
    known = sum(share.units for share in shares) == WHOLE and not is_title_void(case, asset, layer)
    return ", ".join(share.holder for share in shares) if known else ""


def weigh(case: Case, asset: str, layer: Layer, found: Iterable[Ground]) -> LayerResult:
    """The strongest of some grounds, unless the title is void; a rival's earlier claim limits it."""
    facts = (("asset", asset), ("layer", layer.name))
    if is_title_void(case, asset, layer):
        return LayerResult(asset, layer, Status.NOT_AUTHORISED, (Finding("TITLE_VOID", facts),))
    every = tuple(found)
    best = min(every, key=lambda ground: STRENGTH.index(ground.status), default=None)
    if best is None or best.status is Status.NOT_AUTHORISED:
        return _none(every, asset, layer)
    others = tuple(ground for ground in every if ground is not best)
    result = LayerResult(asset, layer, best.status, best.findings, best.chain, best.flags, others)
    claimant = earlier_claimant(case, asset)
    if claimant is None or STRENGTH.index(best.status) > STRENGTH.index(Status.CONDITIONAL):
        return result
    said = (*best.findings, Finding("EARLIER_CLAIM", (*facts, ("claimant", claimant))))
    return LayerResult(asset, layer, Status.CONDITIONAL, said, best.chain, best.flags, others)


def _none(every: Sequence[Ground], asset: str, layer: Layer) -> LayerResult:
    """No ground holds: what was nearest."""
    near = tuple(dict.fromkeys(finding for ground in every for finding in ground.findings))
    without = (Finding("NO_GRANT", (("asset", asset), ("layer", layer.name))),)
    return LayerResult(asset, layer, Status.NOT_AUTHORISED, near or without, others=tuple(every))
