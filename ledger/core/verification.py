"""The verifier: facts and a question in, a verdict out. Numbers are those of RIGHTS.md 6.

What today's contracts refuse (exclusives, sub-licences, blankets, consultation under CL 14) is never
counted as a ground, should it turn up in the facts: such a line is UNSUPPORTED and the layer
INDETERMINATE. The same holds for links whose clearing this version does not judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line
from ledger.core.profile import Need, is_default, need
from ledger.core.question import Question
from ledger.core.rights import LAYERS_OF, OPEN_END, WHOLE, AssetType, Exclusivity, Layer, LinkKind
from ledger.core.state import DealState, State, TitleVersion
from ledger.core.verdict import STRENGTH, Finding, Hop, LayerResult, Status, Verdict

_WORKS = (AssetType.MUSICAL_WORK, AssetType.LYRICS)
_DERIVED = (LinkKind.DERIVED_FROM, LinkKind.VERSION_OF, LinkKind.SAMPLES)
_RECORDINGS = (AssetType.SOUND_RECORDING, AssetType.STEM)


def verify(state: State, question: Question) -> Verdict:
    """Answer the question on the state of the ledger at record time k (the block up to which it was folded).

    Args:
        state: Facts of the asset, what it is linked to, and rival claims (``state.collect``).
        question: What is asked; V0 checked it when it was made.

    Returns:
        The verdict. A work unknown to the state is INDETERMINATE, never an exception.
    """
    # V1 the asset is known
    asset = state.assets.get(question.asset)
    if asset is None:
        return Verdict(
            Status.INDETERMINATE, (), (), (Finding("UNKNOWN_ASSET", (("asset", question.asset),)),)
        )
    # V2 every (asset, layer) engaged, and what can't be resolved
    engaged, findings = _expand(state, question.asset)
    results = []
    for place, layer in engaged:
        # V3 what the use needs of it
        wanted = need(question.territory, question.use, layer)
        if wanted is Need.PAYMENT:
            duty = Finding("DUTY_PAYMENT", (("layer", layer.name),))
            results.append(LayerResult(place, layer, Status.AUTHORISED_WITH_DUTIES, (duty,)))
        elif wanted is Need.PERMISSION:
            results.append(_layer(state, question, place, layer))
    flags: list[str] = []
    if is_default(question.territory):
        flags.append("PROFILE_DEFAULT")
    if len(state.claims.get(asset.file_tag, ())) > 1:
        flags.append("COMPETING_CLAIM")
    return _combine(question, results, findings, flags)


def _combine(
    question: Question, results: list[LayerResult], findings: list[Finding], flags: list[str]
) -> Verdict:
    """Any NO, else any unknown, else any condition, else duties, else yes."""
    statuses = [result.status for result in results]
    if findings and not _skips_works(question):
        statuses.append(Status.INDETERMINATE)
    if not statuses:
        statuses.append(Status.INDETERMINATE)
    status = max(statuses, key=STRENGTH.index)
    flags += [flag for result in results for flag in result.flags]
    ends = [result.until for result in results if result.until is not None]
    return Verdict(
        status, tuple(results), tuple(dict.fromkeys(flags)), tuple(findings), min(ends, default=None)
    )


def _skips_works(question: Question) -> bool:
    return need(question.territory, question.use, Layer.WRK) is Need.NOTHING


def _expand(state: State, root: str) -> tuple[list[tuple[str, Layer]], list[Finding]]:
    """All layers that uses of an asset may engage: its own, and those of what it embodies or contains."""
    engaged: dict[tuple[str, Layer], None] = {}
    findings: list[Finding] = []
    queue, seen = [root], set[str]()
    while queue:
        name = queue.pop(0)
        if name in seen:
            continue
        seen.add(name)
        asset = state.assets.get(name)
        if asset is None:
            findings.append(Finding("UNKNOWN_ASSET", (("asset", name),)))
            continue
        kind = AssetType(asset.asset_type)
        engaged |= {(name, layer): None for layer in LAYERS_OF[kind]}
        embodied = [link.target for link in asset.links if link.kind == LinkKind.EMBODIES]
        if kind in _RECORDINGS and not embodied:
            findings.append(Finding("TITLE_INCOMPLETE", (("asset", name), ("layer", Layer.WRK.name))))
        if kind is AssetType.COMPILATION or any(link.kind in _DERIVED for link in asset.links):
            findings.append(Finding("UNSUPPORTED", (("asset", name),)))
        queue += [link.target for link in asset.links if link.kind in (LinkKind.EMBODIES, LinkKind.CONTAINS)]
    return list(engaged), findings


def _layer(state: State, question: Question, asset: str, layer: Layer) -> LayerResult:
    title = state.title(asset, layer)
    facts = (("asset", asset), ("layer", layer.name))
    # V5 the title is complete
    if title is None or sum(share.units for share in title.title.shares) != WHOLE:
        return LayerResult(asset, layer, Status.INDETERMINATE, (Finding("TITLE_INCOMPLETE", facts),))
    rival = _rival(state, asset)
    grounds = [_own(state, question, title), *_grounds(state, question, asset, layer)]
    best = min(grounds, key=lambda ground: STRENGTH.index(ground.status))
    if best.status is Status.NOT_AUTHORISED:
        near = [finding for ground in grounds for finding in ground.findings]
        best = LayerResult(
            asset, layer, best.status, tuple(dict.fromkeys(near)) or (Finding("NO_GRANT", facts),)
        )
    if rival and STRENGTH.index(best.status) < STRENGTH.index(Status.CONDITIONAL):
        claim = Finding("EARLIER_CLAIM", (*facts, ("claimant", rival)))
        return LayerResult(
            asset, layer, Status.CONDITIONAL, (*best.findings, claim), best.chain, best.flags, best.until
        )
    return best


def _rival(state: State, asset: str) -> str | None:
    """Somebody else's earlier (or equal) claim on the same file, unless he holds units in the asset."""
    event = state.assets[asset]
    for other in state.claims.get(event.file_tag, ()):
        claim = state.assets[other]
        if claim.registrant == event.registrant or claim.priority > event.priority:
            continue
        holders = {
            share.holder
            for (name, _), versions in state.titles.items()
            if name == asset
            for share in versions[-1].title.shares
        }
        if claim.registrant not in holders:
            return claim.registrant
    return None


def _own(state: State, question: Question, version: TitleVersion) -> LayerResult:
    """V6: P is a holder himself."""
    title = version.title
    asset, layer = title.asset, Layer(title.layer)
    holders = [share.holder for share in title.shares]
    hop = Hop("title", asset, layer, version.hash, version.at)
    facts = (("asset", asset), ("layer", layer.name))
    if question.party not in holders:
        return LayerResult(asset, layer, Status.NOT_AUTHORISED)
    others = tuple(holder for holder in holders if holder != question.party)
    if not others:
        registrant = state.assets[asset].registrant
        if question.party != registrant and not _has_signed(state, question.party, asset, layer):
            finding = Finding("TITLE_UNCONFIRMED", (*facts, ("holder", question.party)))
            return LayerResult(asset, layer, Status.CONDITIONAL, (finding,), (hop,))
        return LayerResult(asset, layer, Status.AUTHORISED, (), (hop,))
    missing = (*facts, ("holders", ", ".join(others)))
    if layer is Layer.WRK:
        return LayerResult(
            asset, layer, Status.CONDITIONAL, (Finding("CO_OWNERS_CONSULTED", missing),), (hop,)
        )
    return LayerResult(asset, layer, Status.NOT_AUTHORISED, (Finding("MISSING_CO_OWNERS", missing),))


def _has_signed(state: State, party: str, asset: str, layer: Layer) -> bool:
    return any(party in deal.event.text.signers for deal, _, _ in state.lines_on(asset, layer))


def _grounds(state: State, question: Question, asset: str, layer: Layer) -> Iterator[LayerResult]:
    """V7: lines to P, or to anyone."""
    for deal, index, line in state.lines_on(asset, layer):
        if line.licensee in (question.party, ZERO_ADDRESS):
            yield _line(state, question, deal, index, line)


def _line(state: State, question: Question, deal: DealState, index: int, line: Line) -> LayerResult:
    asset, layer = line.asset, Layer(line.layer)
    facts: tuple[tuple[str, object], ...] = (
        ("asset", asset), ("layer", layer.name), ("deal", deal.event.deal), ("line", index),
    )  # fmt: skip
    if line.exclusivity != Exclusivity.NONEXCLUSIVE or line.parent != ZERO_HASH or line.consult != ZERO_HASH:
        return LayerResult(asset, layer, Status.INDETERMINATE, (Finding("UNSUPPORTED", facts[:1]),))
    ended = deal.end_of(index)
    end = min(line.end, ended.end) if ended else line.end
    covered = line.usage & question.use.mask and line.territory & question.territory_mask
    if not covered:
        scope = (("usage", line.usage), ("territory", line.territory))
        finding = Finding("OUT_OF_SCOPE", (*facts, *scope))
    elif question.at < line.start:
        finding = Finding("NOT_YET", (*facts, ("start", line.start)))
    elif ended and question.at >= ended.end:
        finding = Finding("REVOKED", (*facts, ("end", ended.end), ("by", ended.by)))
    elif question.at >= end:
        finding = Finding("EXPIRED", (*facts, ("end", end)))
    else:
        return _granted(state, deal, index, line, None if end == OPEN_END else end)
    return LayerResult(asset, layer, Status.NOT_AUTHORISED, (finding,))


def _granted(state: State, deal: DealState, index: int, line: Line, until: int | None) -> LayerResult:
    """V9: the line stands on the title as it was at activation, and all its holders signed."""
    layer = Layer(line.layer)
    versions = state.titles.get((line.asset, line.layer), [])
    version = next((one for one in versions if one.hash == line.title), None)
    signers = set(deal.event.text.signers)
    if version is None or any(share.holder not in signers for share in version.title.shares):
        facts = (("asset", line.asset), ("layer", layer.name))
        return LayerResult(line.asset, layer, Status.NOT_AUTHORISED, (Finding("MISSING_CONSENTS", facts),))
    chain = (
        Hop("title", line.asset, layer, version.hash, version.at),
        Hop("line", line.asset, layer, f"{deal.event.deal}#{index}", deal.event.at),
    )
    flags = ("RETROACTIVE",) if line.start < deal.event.at.time else ()
    return LayerResult(line.asset, layer, Status.AUTHORISED, (), chain, flags, until)
