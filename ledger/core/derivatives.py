"""Whether what a work was made from is cleared (V2; CL 13, 16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ledger.core.authority import title_hop
from ledger.core.case import Case
from ledger.core.demands import checked
from ledger.core.expansion import Expansion, expand
from ledger.core.grounds import line_ground
from ledger.core.layers import judge_layer, public_domain, weigh, without_permission
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from ledger.core.profile import Need
from ledger.core.reliance import reliable
from ledger.core.rights import LAYERS_OF, WHOLE, AssetType, Layer, LinkKind, Usage
from ledger.core.verdict import STRENGTH, Finding, Ground, LayerResult, ParentResult, Status
from ledger.core.wording import unconfirmed

Step = tuple[str, LinkKind, str]
"""(asset, how it stands to the other, what it was made from)"""

_MAKING: dict[LinkKind, tuple[Usage, ...]] = {
    LinkKind.DERIVED_FROM: (Usage.ADAPT, Usage.TRANSLATE),
    LinkKind.VERSION_OF: (Usage.ADAPT, Usage.TRANSLATE),
    LinkKind.SAMPLES: (Usage.SAMPLE,),
}
"""Rights by which one work is made from another."""


def parents_of(case: Case, found: Expansion) -> list[ParentResult]:
    """A result for everything from which something in an expansion was made, and from which that was made.

    Where the same people hold both, nothing is asked of the parent, but of its own parents.

    Args:
        case: The case.
        found: The expansion of the asset asked about.
    """
    results: list[ParentResult] = []
    queue, met = list(found.parents), set[Step]()
    while queue:
        step = queue.pop(0)
        if step in met:
            continue
        met.add(step)
        asset, kind, parent = step
        if parent not in case.state.assets:
            unknown = (Finding("UNKNOWN_ASSET", (("asset", parent),)),)
            results.append(ParentResult(asset, kind, parent, Status.INDETERMINATE, unknown))
            continue
        above = expand(case.state, parent)
        queue += above.parents
        if not _same_people(case, asset, parent):
            results.append(_parent(case, step, above))
    return results


def _people(case: Case, asset: str) -> frozenset[str]:
    """Everybody who holds units in an asset's own layers at min(t, k)."""
    layers = LAYERS_OF[AssetType(case.state.assets[asset].asset_type)]
    return frozenset(holder for layer in layers for holder in case.holders(asset, layer))


def _is_whole(case: Case, asset: str) -> bool:
    """Whether all who hold an asset's own layers are known."""
    layers = LAYERS_OF[AssetType(case.state.assets[asset].asset_type)]
    titles = [case.title(asset, layer) for layer in layers]
    return all(one and sum(share.units for share in one.title.shares) == WHOLE for one in titles)


def _same_people(case: Case, asset: str, parent: str) -> bool:
    both = _is_whole(case, asset) and _is_whole(case, parent)
    return both and _people(case, asset) == _people(case, parent)


def _parent(case: Case, step: Step, above: Expansion) -> ParentResult:
    """The better of two ways: the party's own right in the parent, or what the derivative's holders have."""
    asset, kind, parent = step
    own = _way(case, [found for place in above.engaged if (found := judge_layer(case, *place))], above)
    made = _way(case, list(_made_layers(case, step, above)), above, kind)
    # A use that engages nothing of the parent is no right to have made something from it.
    ways = [way for way in (own, made) if way is not None]
    status, layers = min(ways, key=lambda way: STRENGTH.index(way[0]), default=(Status.AUTHORISED, ()))
    unreliable, flags = reliable(case, above.assets)
    if status is Status.NOT_AUTHORISED:
        facts = (("asset", asset), ("parent", parent), ("kind", kind.name))
        said = [Finding("PARENT_NOT_CLEARED", facts)]
    else:
        said = [each for layer in layers for each in layer.findings] + unreliable
        status = Status.INDETERMINATE if unreliable else status
        if status is Status.INDETERMINATE:
            said += above.findings
    return ParentResult(asset, kind, parent, status, tuple(dict.fromkeys(said)), layers, tuple(flags))


def _way(
    case: Case, layers: list[LayerResult], above: Expansion, kind: LinkKind | None = None
) -> tuple[Status, tuple[LayerResult, ...]] | None:
    """What some layers say together with what could not be resolved; None if nothing is engaged."""
    statuses = [layer.status for layer in layers]
    for said in above.findings:
        layer = dict(said.params).get("layer")
        if layer is None or _is_needed(case, Layer[str(layer)], kind):
            statuses.append(Status.INDETERMINATE)
    return (max(statuses, key=STRENGTH.index), tuple(layers)) if statuses else None


def _is_needed(case: Case, layer: Layer, kind: LinkKind | None) -> bool:
    """Whether the use engages a layer, or the right by which something was made needs permission of it."""
    rights = _MAKING[kind] if kind is not None else ()
    making = any(case.profile.need(right, layer) is Need.PERMISSION for right in rights)
    return making or case.profile.need(case.question.use, layer) is not Need.NOTHING


def _made_layers(case: Case, step: Step, above: Expansion) -> Iterator[LayerResult]:
    """What the holders of the derivative have in each layer of the parent that making or using it engages."""
    _, kind, _ = step
    use, profile = case.question.use, case.profile
    for name, layer in above.engaged:
        making = any(profile.need(right, layer) is Need.PERMISSION for right in _MAKING[kind])
        if making or profile.need(use, layer) is Need.PERMISSION:
            free = public_domain(case, name, layer)
            yield free or _paid(case, weigh(case, name, layer, _of_makers(case, name, layer, step)))
        elif _is_needed(case, layer, None):
            paid = without_permission(case, name, layer)
            if paid is not None:
                yield paid


def _paid(case: Case, result: LayerResult) -> LayerResult:
    """A layer that makers have cleared, with what is owed for a use that is only to be paid for."""
    if case.profile.need(case.question.use, Layer(result.layer)) is not Need.PAYMENT:
        return result
    owed = without_permission(case, result.asset, Layer(result.layer))
    if owed is None:
        return result
    status = max(result.status, owed.status, key=STRENGTH.index)
    return replace(result, status=status, findings=(*result.findings, *owed.findings))


def _of_makers(case: Case, asset: str, layer: Layer, step: Step) -> Iterator[Ground]:
    """A maker who holds the layer alone, or a live line to one, or to anyone, for making and for the use."""
    makers, version = _people(case, step[0]), case.title(asset, layer)
    facts = (("asset", asset), ("layer", layer.name))
    if version is None or sum(share.units for share in version.title.shares) != WHOLE:
        yield Ground("title", "", Status.INDETERMINATE, (Finding("TITLE_INCOMPLETE", facts),))
    elif len(version.title.shares) == 1 and version.title.shares[0].holder in makers:
        said = unconfirmed(case, version)
        status = Status.CONDITIONAL if said else Status.AUTHORISED
        yield checked(case, Ground("title", version.hash, status, said, (title_hop(version),)))
    wanted = [right.mask | case.question.use.mask for right in _MAKING[step[1]]]
    for granted in (*case.state.lines_on(asset, layer), *case.state.lines_on(ZERO_HASH, layer)):
        line = granted[2]
        mask = next((mask for mask in wanted if line.usage & mask == mask), None)
        if mask is not None and line.licensee in {*makers, ZERO_ADDRESS}:
            # A blanket to anyone serves each maker; an exclusive of one is "to another" for the rest.
            for asker in sorted(makers) if line.licensee == ZERO_ADDRESS else (line.licensee,):
                yield checked(case, line_ground(case.asking(party=asker), granted, asset, mask))
