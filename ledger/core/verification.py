"""The verifier: facts and a question in, a verdict out. Numbers are those of RIGHTS.md 6.

Links whose clearing this version does not judge make the answer INDETERMINATE.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger.core.authority import barred, blanket_rest, passed_on, rest_of, title_at
from ledger.core.expansion import expand
from ledger.core.ids import title_key
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line
from ledger.core.profile import Need, is_default, need
from ledger.core.question import Question
from ledger.core.rights import OPEN_END, WHOLE, Layer
from ledger.core.state import DealState, State, TitleVersion
from ledger.core.verdict import STRENGTH, Finding, Hop, LayerResult, Status, Verdict

ASSIGNED = 3


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
    engaged, findings = expand(state, question.asset)
    results = []
    for place, layer in engaged:
        # V3 what the use needs of it
        wanted = need(question.territory, question.use, layer)
        if wanted is Need.PAYMENT:
            duty = Finding("DUTY_PAYMENT", (("asset", place), ("layer", layer.name)))
            results.append(LayerResult(place, layer, Status.AUTHORISED_WITH_DUTIES, (duty,)))
        elif wanted is Need.PERMISSION:
            results.append(_layer(state, question, place, layer))
    if not results and not findings:
        findings.append(Finding("NOTHING_ENGAGED", (("use", question.use.name),)))
    flags = ["PROFILE_DEFAULT"] if is_default(question.territory) else []
    lines = [hop for result in results for hop in result.chain if hop.kind == "line"]
    disputed = any(_disputed(state, name, layer) for name, layer in engaged)
    if disputed or any(_consent_disputed(state, hop) for hop in lines):
        flags.append("DISPUTED")
    if any(_contested(state, name) for name, _ in engaged):
        flags.append("COMPETING_CLAIM")
    return _combine(question, results, findings, flags)


def _disputed(state: State, asset: str, layer: Layer) -> bool:
    """V11: whether somebody disputes a layer who holds units in it, or has an earlier claim on its file.

    A stranger can't stain a song: which others count is the asker's policy.
    """
    event = state.assets[asset]
    for (subject, opener), known in state.disputes.items():
        if subject != title_key(asset, layer) or known.withdrawn is not None:
            continue
        holds = _ever_held(state, asset, layer, opener)
        claims = (state.assets[other] for other in state.claims.get(event.file_tag, ()))
        earlier = any(claim.registrant == opener and claim.priority <= event.priority for claim in claims)
        if holds or earlier:
            return True
    return False


def _consent_disputed(state: State, hop: Hop) -> bool:
    """V11: whether a signer of the deal that an answer rests on, or a holder, disputes the consent."""
    deal = hop.ref.partition("#")[0]
    signers = state.deals[deal].event.text.signers
    return any(
        subject == deal and known.withdrawn is None
        and (opener in signers or _ever_held(state, hop.asset, Layer(hop.layer), opener))
        for (subject, opener), known in state.disputes.items()
    )  # fmt: skip


def _ever_held(state: State, asset: str, layer: Layer, account: str) -> bool:
    versions = state.titles.get((asset, layer), ())
    return any(share.holder == account for one in versions for share in one.title.shares)


def _contested(state: State, name: str) -> bool:
    """Whether somebody else claims the file of an asset, earlier or later."""
    event = state.assets[name]
    return any(
        state.assets[other].registrant != event.registrant for other in state.claims.get(event.file_tag, ())
    )


def _combine(
    question: Question, results: list[LayerResult], findings: list[Finding], flags: list[str]
) -> Verdict:
    """Any NO, else any unknown, else any condition, else duties, else yes."""
    statuses = [result.status for result in results]
    if not statuses or any(_bears(finding, question) for finding in findings):
        statuses.append(Status.INDETERMINATE)
    status = max(statuses, key=STRENGTH.index)
    flags += [flag for result in results for flag in result.flags]
    ends = [result.until for result in results if result.until is not None]
    return Verdict(
        status, tuple(results), tuple(dict.fromkeys(flags)), tuple(findings), min(ends, default=None)
    )


def _bears(finding: Finding, question: Question) -> bool:
    """Whether what can't be resolved matters to the use: the song of a recording does not to its rental."""
    layer = dict(finding.params).get("layer")
    if layer is None:
        return True
    return need(question.territory, question.use, Layer[str(layer)]) is not Need.NOTHING


def _layer(state: State, question: Question, asset: str, layer: Layer) -> LayerResult:
    title = state.title(asset, layer)
    facts = (("asset", asset), ("layer", layer.name))
    if title is None:
        return LayerResult(asset, layer, Status.INDETERMINATE, (Finding("TITLE_INCOMPLETE", facts),))
    void = state.voided.get((asset, layer))
    if void is not None:
        return LayerResult(asset, layer, Status.NOT_AUTHORISED, (Finding("TITLE_VOID", facts),))
    rival = _rival(state, asset, question.at)
    grounds = [*_own(state, question, asset, layer), *_grounds(state, question, asset, layer)]
    best = min(grounds, key=lambda ground: STRENGTH.index(ground.status), default=None)
    if best is None or best.status is Status.NOT_AUTHORISED:
        best = _none(grounds, asset, layer)
    if rival and STRENGTH.index(best.status) < STRENGTH.index(Status.CONDITIONAL):
        claim = Finding("EARLIER_CLAIM", (*facts, ("claimant", rival)))
        return LayerResult(
            asset, layer, Status.CONDITIONAL, (*best.findings, claim), best.chain, best.flags, best.until
        )
    return best


def _rival(state: State, asset: str, at: int) -> str | None:
    """Who claimed the same file earlier, or at the same time, unless he holds units or has signed on it."""
    event = state.assets[asset]
    for other in state.claims.get(event.file_tag, ()):
        claim = state.assets[other]
        if claim.registrant == event.registrant or claim.priority > event.priority:
            continue
        if not _consents(state, claim.registrant, asset, at):
            return claim.registrant
    return None


def _consents(state: State, party: str, asset: str, at: int) -> bool:
    """Whether a party held units in an asset at a moment, or has signed on it."""
    layers = [Layer(layer) for name, layer in state.titles if name == asset]
    own = [title_at(state, asset, layer, at) for layer in layers]
    holds = any(share.holder == party for version in own if version for share in version.title.shares)
    return holds or any(_has_signed(state, party, asset, layer) for layer in layers)


def _none(grounds: list[LayerResult], asset: str, layer: Layer) -> LayerResult:
    """No ground holds: what was nearest, and when one of them begins to."""
    near = tuple(dict.fromkeys(finding for ground in grounds for finding in ground.findings))
    starts = [ground.until for ground in grounds if ground.until is not None]
    without = (Finding("NO_GRANT", (("asset", asset), ("layer", layer.name))),)
    return LayerResult(asset, layer, Status.NOT_AUTHORISED, near or without, until=min(starts, default=None))


def _own(state: State, question: Question, asset: str, layer: Layer) -> Iterator[LayerResult]:
    """V6: P is a holder himself, by the title as it was at the moment asked about."""
    version = title_at(state, asset, layer, question.at)
    # V5 the title is complete
    if version and sum(share.units for share in version.title.shares) != WHOLE:
        facts = (("asset", asset), ("layer", layer.name))
        yield LayerResult(asset, layer, Status.INDETERMINATE, (Finding("TITLE_INCOMPLETE", facts),))
    elif version and any(share.holder == question.party for share in version.title.shares):
        yield _holder(state, question, version)


def _holder(state: State, question: Question, version: TitleVersion) -> LayerResult:
    title = version.title
    asset, layer = title.asset, Layer(title.layer)
    holders = [share.holder for share in title.shares]
    hop = Hop("title", asset, layer, version.hash, version.at)
    facts = (("asset", asset), ("layer", layer.name))
    bar = barred(state, question, asset, layer)
    if bar is not None:
        return LayerResult(asset, layer, Status.NOT_AUTHORISED, (bar,))
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
    """By confirming a version of the title, in an assignment, or in a deal on it."""
    for version in state.titles.get((asset, layer), ()):
        holds = any(share.holder == party for share in version.title.shares)
        change = state.changes.get(version.hash)
        signed = version.title.confirmed or (change is not None and change.change == ASSIGNED)
        if (signed and holds) or party in state.confirmed.get(version.hash, ()):
            return True
    return any(party in deal.event.text.signers for deal, _, _ in state.lines_on(asset, layer))


def _grounds(state: State, question: Question, asset: str, layer: Layer) -> Iterator[LayerResult]:
    """V7: lines to P, or to anyone."""
    for deal, index, line in state.lines_on(asset, layer):
        if line.licensee in (question.party, ZERO_ADDRESS):
            yield _line(state, question, deal, index, line, asset)
    for deal, index, line in state.lines_on(ZERO_HASH, layer):
        if line.licensee == question.party:
            yield _line(state, question, deal, index, line, asset)


def _line(
    state: State, question: Question, deal: DealState, index: int, line: Line, asset: str
) -> LayerResult:
    layer = Layer(line.layer)
    facts: tuple[tuple[str, object], ...] = (
        ("asset", asset), ("layer", layer.name), ("deal", deal.event.deal), ("line", index),
    )  # fmt: skip
    ended = deal.end_of(index)
    end = min(line.end, ended.end) if ended else line.end
    covered = line.usage & question.use.mask and line.territory & question.territory_mask
    if not covered:
        scope = (("usage", line.usage), ("territory", line.territory))
        finding = Finding("OUT_OF_SCOPE", (*facts, *scope))
    elif question.at < line.start:
        finding = Finding("NOT_YET", (*facts, ("start", line.start)))
        begins = line.start if line.start < end else None
        return LayerResult(asset, layer, Status.NOT_AUTHORISED, (finding,), until=begins)
    elif ended and question.at >= ended.end:
        finding = Finding("REVOKED", (*facts, ("end", ended.end), ("by", ended.by)))
    elif question.at >= end:
        finding = Finding("EXPIRED", (*facts, ("end", end)))
    else:
        return _granted(state, question, deal, index, line, asset, end)
    return LayerResult(asset, layer, Status.NOT_AUTHORISED, (finding,))


def _granted(
    state: State, question: Question, deal: DealState, index: int, line: Line, asset: str, end: int
) -> LayerResult:
    """V8 to V10: the line is live and covers the question; what does it rest on?"""
    layer = Layer(line.layer)
    blanket = line.society != ZERO_ADDRESS
    if blanket:
        rest = blanket_rest(state, question, deal, index, line, asset)
    else:
        rest = rest_of(state, question, deal, index, line)
    given_on = passed_on(state, question, deal, index, line)
    wrong = (given_on,) if given_on else rest.wrong
    if wrong:
        return LayerResult(asset, layer, Status.NOT_AUTHORISED, wrong)
    flags = ("RETROACTIVE",) if line.start < deal.event.at.time else ()
    ends = [one for one in (end, rest.until) if one is not None and one != OPEN_END]
    findings: tuple[Finding, ...] = ()
    if rest.absent:
        facts = (("asset", asset), ("layer", layer.name), ("holders", ", ".join(rest.absent)))
        findings = (Finding("MISSING_CO_OWNERS", facts),)
    elif not rest.signed:
        findings = _unconfirmed(state, asset, layer)
    status = Status.CONDITIONAL if findings else Status.AUTHORISED
    return LayerResult(asset, layer, status, findings, rest.chain, flags, min(ends, default=None))


def _unconfirmed(state: State, asset: str, layer: Layer) -> tuple[Finding, ...]:
    """Holders who were only named: nobody becomes a society's member, or a co-owner, by that."""
    version = state.title(asset, layer)
    registrant = state.assets[asset].registrant
    if version is None or state.is_confirmed(version):
        return ()
    silent = [
        share.holder
        for share in version.title.shares
        if share.holder != registrant and not _has_signed(state, share.holder, asset, layer)
    ]
    facts = (("asset", asset), ("layer", layer.name))
    return tuple(Finding("TITLE_UNCONFIRMED", (*facts, ("holder", holder))) for holder in silent)
