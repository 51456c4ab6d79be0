"""Disputes, rulings and rival claims (RIGHTS.md 3, V11)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.judge.facts import Facts
from tests.judge.words import Json

Subject = tuple[str, ...]
"""(work, layer), or (deal,)."""


def subject_of(event: Json) -> Subject:
    """What a dispute is about."""
    subject = event["subject"]
    return (subject["deal"],) if "deal" in subject else (subject["work"], subject["layer"])


def accepted_rulings(facts: Facts, decision: str) -> Iterator[tuple[Subject, str]]:
    """Rulings recorded by k of arbiters whom the policy, or the deal's own signers, accepted."""
    for _, event in facts.events("dispute_resolved"):
        subject = subject_of(event)
        deal = subject[0] if len(subject) == 1 else None
        if event["decision"] == decision and event["arbiter"] in facts.arbiters_of(deal):
            yield subject, event["opener"]


def title_is_void(facts: Facts, work: str, layer: str) -> bool:
    """An upheld ruling recorded by k voids at every t, whatever the opener did later."""
    for _, event in facts.events("title_voided"):
        if (event["work"], event["layer"]) == (work, layer):
            return True
    return any(subject == (work, layer) for subject, _ in accepted_rulings(facts, "UPHELD"))


def deal_is_void(facts: Facts, deal: str) -> bool:
    """A deal whose consent was forged, as an accepted arbiter has found, gives nothing."""
    return any(subject == (deal,) for subject, _ in accepted_rulings(facts, "UPHELD"))


def open_disputes(facts: Facts) -> set[tuple[Subject, str]]:
    """Disputes that were neither withdrawn nor ruled on by an accepted arbiter since they were opened."""
    found: set[tuple[Subject, str]] = set()
    for _, event in facts.events("dispute_opened", "dispute_withdrawn", "dispute_resolved"):
        dispute = (subject_of(event), event["opener"])
        deal = dispute[0][0] if len(dispute[0]) == 1 else None
        if event["event"] == "dispute_opened":
            found.add(dispute)
        elif event["event"] == "dispute_withdrawn" or event["arbiter"] in facts.arbiters_of(deal):
            found.discard(dispute)
    return found


def priority(facts: Facts, work: str) -> int:
    """Block time of the registration, or of the earlier anchor that it brings."""
    event = facts.registrations[work][1]
    given: int | None = event.get("priority")
    return int(event["time"]) if given is None else given


def rivals(facts: Facts, work: str) -> Iterator[tuple[str, bool]]:
    """Others who claimed the same file, and whether with an earlier (or equal) priority."""
    named = facts.files(work)
    for other, (_, event) in facts.registrations.items():
        if named & facts.files(other) and event["registrant"] != facts.registrant(work):
            yield event["registrant"], priority(facts, other) <= priority(facts, work)


def has_earlier_claim(facts: Facts, work: str, who: str) -> bool:
    """Whether somebody claimed the asset's file no later than its registrant, or is the registrant."""
    if not facts.knows(work):
        return False
    his_own = bool(facts.files(work)) and who == facts.registrant(work)
    return his_own or (who, True) in set(rivals(facts, work))


def earlier_claim_stands(facts: Facts, work: str, at: int) -> bool:
    """EARLIER_CLAIM: a rival came first, holds and signed nothing here, and was not dismissed."""
    return any(
        earlier and not _claim_is_lifted(facts, work, rival, at) for rival, earlier in rivals(facts, work)
    )


def _claim_is_lifted(facts: Facts, work: str, rival: str, at: int) -> bool:
    if rival in facts.holders_at(work, min(at, facts.known_at)):
        return True
    if any(facts.has_signed(work, layer, rival) for layer in facts.own_layers(work)):
        return True
    return any(
        len(subject) == 2 and subject[0] == work and opener == rival
        for subject, opener in accepted_rulings(facts, "DISMISSED")
    )


def has_later_claim(facts: Facts, work: str) -> bool:
    """COMPETING_CLAIM: somebody else claimed the file later."""
    return any(not earlier for _, earlier in rivals(facts, work))


def title_is_disputed(facts: Facts, work: str, layer: str) -> bool:
    """A dispute about a layer flags when its opener has a stake, or the policy accepts him."""
    return any(
        subject == (work, layer)
        and (
            facts.ever_held(work, opener)
            or has_earlier_claim(facts, work, opener)
            or opener in facts.policy.get("disputants", [])
        )
        for subject, opener in open_disputes(facts)
    )


def deal_is_disputed(facts: Facts, deal: str, work: str) -> bool:
    """A dispute about a deal flags when its opener signed it or held units of the asset."""
    signers = {who for line in facts.lines.values() if line.deal == deal for who in line.signers}
    return any(
        subject == (deal,)
        and (
            opener in signers or facts.ever_held(work, opener) or opener in facts.policy.get("disputants", [])
        )
        for subject, opener in open_disputes(facts)
    )
