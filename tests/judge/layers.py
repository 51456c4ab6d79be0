"""One asset without its parents: its record, and each of its layers (V1 to V5, and how grounds combine)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.judge import disputes, expand, grounds, terms
from tests.judge.expand import Part
from tests.judge.facts import Facts
from tests.judge.grounds import STRENGTH, at_best
from tests.judge.lines import Scope

Key = tuple[str, str]
DUTIES = {terms.PAYMENT: "DUTY_PAYMENT", terms.STATUTORY: "DUTY_STATUTORY"}


@dataclass
class Result:
    """What one question about one asset comes to."""

    layers: dict[Key, str] = field(default_factory=dict)
    codes: dict[Key, set[str]] = field(default_factory=dict)
    others: dict[Key, str] = field(default_factory=dict)
    """What counts beside the layers: assets that are unknown or can't be relied on."""
    unresolved: dict[Key, str] = field(default_factory=dict)
    """Layers of which the ledger does not know whose they are."""
    parents: dict[tuple[str, str, str], str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    tracks: list[tuple[str, str]] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """Any layer NO; else any unknown; else any condition; else duties; else AUTHORISED."""
        tracks = [status for _, status in self.tracks]
        beside = [*self.others.values(), *self.unresolved.values(), *self.parents.values()]
        return worst([*self.layers.values(), *beside, *tracks])


@dataclass(frozen=True)
class Asked:
    """The question: party, use, territory, time."""

    party: str
    use: str
    territory: str
    at: int

    @property
    def scope(self) -> Scope:
        """The use and the territory, as lines are asked for them."""
        return frozenset({self.use}), frozenset({self.territory})


def worst(statuses: list[str]) -> str:
    """The weakest of them; AUTHORISED where there is none."""
    return min(statuses, key=STRENGTH.index, default="AUTHORISED")


def judge_asset(facts: Facts, work: str, result: Result) -> None:
    """V1: its record agrees with its event, was seen, and its registration is final."""
    record = facts.records.get(work)
    if isinstance(record, dict) and record.get("problem"):
        result.others[work, record["problem"]] = "INDETERMINATE"
    elif not isinstance(record, dict):
        result.flags.add("RECORD_NOT_SEEN")
        if facts.policy.get("strict"):
            result.others[work, "RECORD_NOT_SEEN"] = "INDETERMINATE"
    if not facts.is_final(facts.registrations[work][0]):
        result.others[work, "NOT_FINAL"] = "INDETERMINATE"


def judge_own_layers(facts: Facts, work: str, asked: Asked, result: Result) -> None:
    """The (asset, layer) pairs of an asset, without its parents."""
    for asset in expand.assets_of(facts, work):
        judge_asset(facts, asset, result)
    for part in expand.expansion(facts, work):
        judge_part(facts, part, asked, result)


def judge_part(facts: Facts, part: Part, asked: Asked, result: Result) -> None:
    """V3 to V11 for one (asset, layer), with the flags of disputes and rival claims."""
    key = part.work, part.layer
    if part.unresolved:
        if terms.in_profile(asked.use, part.layer, asked.territory) != terms.NOTHING:
            result.unresolved[key] = "INDETERMINATE"
        return
    if terms.in_profile(asked.use, part.layer, asked.territory) == terms.NOTHING:
        return
    if disputes.title_is_disputed(facts, *key):
        result.flags.add("DISPUTED")
    if disputes.has_later_claim(facts, part.work):
        result.flags.add("COMPETING_CLAIM")
    needed = terms.need(facts, *key, asked.use, asked.territory, asked.at)
    if needed == terms.PERMISSION:
        judge_permission(facts, key, asked, result)
    elif needed == terms.PUBLIC_DOMAIN:
        result.layers[key], result.codes[key] = "AUTHORISED", {"PUBLIC_DOMAIN"}
    else:
        result.layers[key], result.codes[key] = "AUTHORISED_WITH_DUTIES", {DUTIES[needed]}


def judge_permission(facts: Facts, key: Key, asked: Asked, result: Result) -> None:
    """V5 to V11: the strongest ground counts, if the title is not void and no rival came first."""
    if disputes.title_is_void(facts, *key):
        result.layers[key], result.codes[key] = "NOT_AUTHORISED", {"TITLE_VOID"}
        return
    found = grounds.grounds_of(facts, *key, asked.party, asked.scope, asked.at)
    status = max((ground.status for ground in found), key=STRENGTH.index, default="NOT_AUTHORISED")
    result.codes[key] = {ground.code for ground in found} or {"NO_GRANT"}
    flag_grounds(facts, key[0], [ground for ground in found if ground.status == status], result)
    if disputes.earlier_claim_stands(facts, key[0], asked.at):
        status = at_best("CONDITIONAL", status)
        result.codes[key].add("EARLIER_CLAIM")
    result.layers[key] = status


def flag_grounds(facts: Facts, work: str, strongest: list[grounds.Ground], result: Result) -> None:
    """DISPUTED and RETROACTIVE of the ground that counts; of one of several equals only perhaps.

    BLANKET_RUNS_ON belongs to the signing of a line (RIGHTS.md 5): a verdict may repeat it or not.
    """
    each = [flags_of(facts, work, ground) for ground in strongest]
    if each and strongest[0].status not in ("NOT_AUTHORISED", "INDETERMINATE"):
        result.flags |= set.intersection(*each)
    result.maybe |= set().union(*each)
    if any(ground.deals for ground in strongest):
        result.maybe.add("BLANKET_RUNS_ON")


def flags_of(facts: Facts, work: str, ground: grounds.Ground) -> set[str]:
    """RETROACTIVE and DISPUTED, as far as they hang on one ground."""
    found = {"RETROACTIVE"} if ground.retroactive else set()
    if any(disputes.deal_is_disputed(facts, deal, work) for deal in ground.deals):
        found.add("DISPUTED")
    return found
