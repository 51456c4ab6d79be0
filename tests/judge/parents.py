"""Derivatives: whether what an asset was made from is cleared (CL 13, 16; RIGHTS.md 6, Derivatives)."""

from __future__ import annotations

from tests.judge import disputes, expand, grounds, terms
from tests.judge.expand import Part
from tests.judge.facts import Facts
from tests.judge.grounds import STRENGTH, Ground, at_best
from tests.judge.layers import DUTIES, Asked, Result, flags_of, judge_own_layers, worst

CHANGE = ("ADAPT", "TRANSLATE")
BY_GROUND = {"RETROACTIVE", "DISPUTED"}
"""Flags that may hang on one ground: whether on P's own or on a maker's is free where both would do."""
MAKING_RIGHTS = {"DERIVED_FROM": CHANGE, "VERSION_OF": CHANGE, "SAMPLES": ("SAMPLE",)}


def same_people(facts: Facts, one: str, other: str, at: int) -> bool:
    """Where the holders of both assets' own layers are the same people nothing is asked."""
    seen = min(at, facts.known_at)
    holders = facts.holders_at(one, seen)
    known = bool(holders) and not any(holder.startswith("?") for holder in holders)
    return known and holders == facts.holders_at(other, seen)


def judge_parent(facts: Facts, derivative: str, kind: str, parent: str, asked: Asked, result: Result) -> None:
    """A parent is cleared in P's own right, or through the holders of the derivative."""
    key = derivative, kind, parent
    if not facts.knows(parent):
        result.parents[key] = "INDETERMINATE"
        return
    if same_people(facts, derivative, parent, asked.at):
        return
    own = Result()
    judge_own_layers(facts, parent, asked, own)
    result.flags |= own.flags - BY_GROUND
    result.maybe |= own.flags | own.maybe | flags_of_making(facts, derivative, kind, parent, asked)
    if title_disputed(facts, parent, asked):
        result.flags.add("DISPUTED")
    direct = own.verdict if own.layers or own.unresolved else "NOT_AUTHORISED"
    status = max(direct, through_makers(facts, derivative, kind, parent, asked), key=STRENGTH.index)
    if own.others:
        status = at_best("INDETERMINATE", status)
    result.parents[key] = status


def title_disputed(facts: Facts, parent: str, asked: Asked) -> bool:
    """Whether a layer of the parent that the use engages is disputed."""
    return any(
        disputes.title_is_disputed(facts, part.work, part.layer)
        for part in expand.expansion(facts, parent)
        if terms.in_profile(asked.use, part.layer, asked.territory) != terms.NOTHING
    )


def flags_of_making(facts: Facts, derivative: str, kind: str, parent: str, asked: Asked) -> set[str]:
    """Flags of what the makers have, or of layers that only the making right engages, may count."""
    found: set[str] = set()
    for part in expand.expansion(facts, parent):
        uses = (asked.use, *MAKING_RIGHTS[kind])
        needed = {terms.in_profile(use, part.layer, asked.territory) for use in uses} - {terms.NOTHING}
        if needed and not part.unresolved:
            if disputes.title_is_disputed(facts, part.work, part.layer):
                found.add("DISPUTED")
            if disputes.has_later_claim(facts, part.work):
                found.add("COMPETING_CLAIM")
            for ground in by_makers(facts, derivative, part, kind, asked):
                found |= flags_of(facts, part.work, ground) | ({"BLANKET_RUNS_ON"} if ground.deals else set())
    return found


def through_makers(facts: Facts, derivative: str, kind: str, parent: str, asked: Asked) -> str:
    """Each layer of the parent that the use or the making right engages, by holders of the derivative."""
    parts = expand.expansion(facts, parent)
    if not parts:
        return "NOT_AUTHORISED"
    found = [cleared_by_maker(facts, derivative, part, kind, asked) for part in parts]
    return worst([status for status in found if status])


def needs_maker(facts: Facts, part: Part, kind: str, asked: Asked) -> str:
    """What the use, or the making right, needs of a layer of the parent."""
    uses = (asked.use, *MAKING_RIGHTS[kind])
    if part.unresolved:
        needs = [terms.in_profile(use, part.layer, asked.territory) for use in uses]
    else:
        needs = [terms.need(facts, part.work, part.layer, use, asked.territory, asked.at) for use in uses]
    return terms.PERMISSION if terms.PERMISSION in needs else needs[0]


def cleared_by_maker(facts: Facts, derivative: str, part: Part, kind: str, asked: Asked) -> str | None:
    """What one layer of a parent comes to: some holder of the derivative has it, or a line for both uses."""
    needed = needs_maker(facts, part, kind, asked)
    if needed != terms.PERMISSION:
        return "AUTHORISED_WITH_DUTIES" if needed in DUTIES else None
    if part.unresolved:
        return "INDETERMINATE"
    if disputes.title_is_void(facts, part.work, part.layer):
        return "NOT_AUTHORISED"
    found = [ground.status for ground in by_makers(facts, derivative, part, kind, asked)]
    status = max(["NOT_AUTHORISED", *found], key=STRENGTH.index)
    if disputes.earlier_claim_stands(facts, part.work, asked.at):
        status = at_best("CONDITIONAL", status)
    if terms.need(facts, part.work, part.layer, asked.use, asked.territory, asked.at) == terms.PAYMENT:
        status = at_best("AUTHORISED_WITH_DUTIES", status)
    return status


def by_makers(facts: Facts, derivative: str, part: Part, kind: str, asked: Asked) -> list[Ground]:
    """What each holder of the derivative has: the whole layer, or a line for the making right and the use."""
    found: list[Ground | None] = []
    title = grounds.present_title(facts, part.work, part.layer, asked.at)
    if title is None or not title.complete:
        found.append(Ground("INDETERMINATE", "TITLE_INCOMPLETE"))
    for holder in sorted(facts.holders_at(derivative, min(asked.at, facts.known_at)) | {"ANYONE"}):
        if title and title.complete and title.holders == {holder}:
            unsigned = facts.unsigned_holders(part.work, part.layer, title)
            status = "CONDITIONAL" if unsigned else "AUTHORISED"
            found.append(Ground(status, "SOLE_HOLDER", frozenset({title.place}), parties=title.holders))
        for right in MAKING_RIGHTS[kind]:
            scope = frozenset({asked.use, right}), frozenset({asked.territory})
            found += grounds.by_licence(facts, part.work, part.layer, holder, scope, asked.at)
    return [grounds.as_final(facts, ground) for ground in found if ground]
