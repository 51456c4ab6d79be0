"""The verifier: facts, a question and a policy in, a verdict out. Numbers are those of RIGHTS.md 6.

V0 is the question's own (``Question``); V3 to V12 of one layer are in ``layers``, ``grounds`` and what they
call.
"""

from __future__ import annotations

from ledger.core.case import Case
from ledger.core.contests import has_later_claim, is_deal_disputed, is_title_disputed
from ledger.core.derivatives import parents_of
from ledger.core.expansion import Expansion, expand, is_album, is_endless, tracks
from ledger.core.facts import State
from ledger.core.layers import is_engaged, judge_layer
from ledger.core.policy import DEFAULT, Known, Policy
from ledger.core.profile import is_default, profile_of
from ledger.core.question import Question
from ledger.core.reliance import reliable
from ledger.core.rights import Layer
from ledger.core.turning import turning_points
from ledger.core.verdict import STRENGTH, Finding, LayerResult, ParentResult, Status, Verdict

NOTHING_KNOWN = Known()

MAX_TURNS = 256
"""Moments to come that are looked at for the end of an answer: nobody makes a question dear by granting
himself ten thousand licences."""


def verify(
    state: State, question: Question, policy: Policy = DEFAULT, known: Known = NOTHING_KNOWN
) -> Verdict:
    """Answer the question on the state of the ledger at record time k (the block up to which it was folded).

    Args:
        state: Facts of the asset, what it is linked to, and rival claims (``collecting.collect``).
        question: What is asked; V0 checked it when it was made.
        policy: What is demanded beyond the rules.
        known: Records that were seen, and how far the ledger is final.

    Returns:
        The verdict. A work unknown to the state is INDETERMINATE, never an exception.
    """
    case = Case(state, question, policy, known, profile_of(question.territory))
    verdict = _verdict(case)
    return _with_until(verdict, _until(case, verdict.status))


def _until(case: Case, status: Status) -> int | None:
    """The first moment after t at which the status is another, if nothing new is recorded.

    After MAX_TURNS moments at which it is the same, the next one is answered unseen: it may be another there.
    """
    for turn, moment in enumerate(turning_points(case)):
        if turn == MAX_TURNS or _verdict(case.asking(at=moment)).status is not status:
            return moment
    return None


def _with_until(verdict: Verdict, until: int | None) -> Verdict:
    return Verdict(
        verdict.status,
        verdict.layers,
        verdict.flags,
        verdict.findings,
        until,
        verdict.parents,
        verdict.tracks,
    )


def _verdict(case: Case) -> Verdict:
    """The verdict at one moment: of the asset, or of an album track by track."""
    asset = case.question.asset
    if is_endless(case.state, asset):
        bad = Finding("BAD_QUERY", (("asset", asset),))
        return Verdict(Status.INDETERMINATE, (), (), (bad,))
    return _album(case) if is_album(case.state, asset) else _work(case)


def _album(case: Case) -> Verdict:
    """An album has the status of its worst track; an empty one tells nothing."""
    asset = case.question.asset
    found = [(track, _verdict(case.asking(asset=track))) for track in tracks(case.state, asset)]
    # What is said of the album itself: whether its own record and registration can be relied on.
    findings, flags = reliable(case, (asset,))
    if not found:
        findings = [*findings, Finding("ALBUM_EMPTY", (("asset", asset),))]
    statuses = [verdict.status for _, verdict in found]
    statuses += [Status.INDETERMINATE] if findings else []
    flags += [flag for _, verdict in found for flag in verdict.flags]
    status = max(statuses, key=STRENGTH.index)
    return Verdict(status, (), tuple(dict.fromkeys(flags)), tuple(findings), tracks=tuple(found))


def _work(case: Case) -> Verdict:
    # V2 every (asset, layer) engaged, and what can't be resolved
    found = expand(case.state, case.question.asset)
    # V1 each asset is known, final, and its record agrees with its event
    unreliable, flags = reliable(case, found.assets)
    findings = [said for said in found.findings if _bears(case, said)] + unreliable
    # V3 to V12
    layers = [result for place in found.engaged if (result := judge_layer(case, *place)) is not None]
    parents = parents_of(case, found)
    flags += _flags(case, found, layers, parents)
    statuses = [layer.status for layer in layers] + [parent.status for parent in parents]
    statuses += [Status.INDETERMINATE] if findings else []
    if not statuses:
        nothing = Finding("NOTHING_ENGAGED", (("use", case.question.use.name),))
        return Verdict(Status.AUTHORISED, (), tuple(dict.fromkeys(flags)), (nothing,))
    # Any NO, else any unknown, else any condition, else duties, else yes.
    status = max(statuses, key=STRENGTH.index)
    return Verdict(
        status, tuple(layers), tuple(dict.fromkeys(flags)), tuple(findings), parents=tuple(parents)
    )


def _bears(case: Case, said: Finding) -> bool:
    """Whether what can't be resolved matters to the use: the song of a recording does not to its rental."""
    layer = dict(said.params).get("layer")
    return layer is None or is_engaged(case, Layer[str(layer)])


def _flags(case: Case, found: Expansion, layers: list[LayerResult], parents: list[ParentResult]) -> list[str]:
    """What a reader should know beside the answer, of the work and of what it was made from."""
    flags = ["PROFILE_DEFAULT"] if is_default(case.question.territory) else []
    results = [*layers, *(layer for parent in parents for layer in parent.layers)]
    places = dict.fromkeys((each.asset, Layer(each.layer)) for each in results)
    places |= dict.fromkeys(place for place in found.engaged if is_engaged(case, place[1]))
    hops = [hop for result in results for hop in result.chain if hop.kind == "line"]
    disputed = any(is_title_disputed(case, *place) for place in places)
    if disputed or any(is_deal_disputed(case, hop) for hop in hops):
        flags.append("DISPUTED")
    if any(has_later_claim(case, asset) for asset in dict.fromkeys(asset for asset, _ in places)):
        flags.append("COMPETING_CLAIM")
    flags += [flag for parent in parents for flag in parent.flags]
    return flags + [flag for result in results for flag in result.flags]
