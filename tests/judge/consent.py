"""Who consents to a line, himself or through mandates (M1, M2, M5, V9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.judge.facts import Facts
from tests.judge.words import NONEXCLUSIVE, Line, Mandate, Table, intersect, meets, within

SOCIETY_KINDS = ("COLLECTIVE", "JOINT_COLLECTION", "RECIPROCAL")
FIRST_HOPS = ("COLLECTIVE", "AGENCY", "ADMIN")
NEXT_HOPS: dict[str, tuple[str, ...]] = {
    "ADMIN": ("SUBPUBLISH",),
    "SUBPUBLISH": ("SUBPUBLISH",),
    "COLLECTIVE": ("JOINT_COLLECTION", "RECIPROCAL"),
    "JOINT_COLLECTION": ("JOINT_COLLECTION", "RECIPROCAL"),
    "RECIPROCAL": ("JOINT_COLLECTION", "RECIPROCAL"),
    "AGENCY": (),
}
MAX_HOPS = 5
LONGEST_SOCIETY_LICENCE = 731 * 86_400

Route = tuple[Mandate, ...]


@dataclass(frozen=True)
class Consent:
    """What the licensor side of a line comes to, and what it rests on."""

    status: str
    code: str
    through_others: bool = False
    """Whether a holder consented through an agent, or was only consulted."""
    places: frozenset[int] = frozenset()
    parties: frozenset[str] = frozenset()


def routes(
    facts: Facts,
    holder: str,
    arrived: Callable[[str], bool],
    usable: Callable[[Mandate], bool],
    first: Callable[[Mandate], bool],
) -> Iterator[Route]:
    """Chains of mandates from a holder to somebody at whom they may stop; at most five hops."""
    found: list[Route] = [(m,) for m in facts.mandates if m.giver == holder and usable(m) and first(m)]
    for _ in range(MAX_HOPS):
        longer: list[Route] = []
        for route in found:
            if arrived(route[-1].to):
                yield route
            for m in facts.mandates:
                fits = m.giver == route[-1].to and m.kind in NEXT_HOPS[route[-1].kind]
                if fits and usable(m) and m not in route:
                    longer.append((*route, m))
        found = longer


def overlaps(facts: Facts, mandate: Mandate, line: Line) -> bool:
    """Whether a mandate recorded before a line takes some of what the line would give."""
    assert line.work is not None
    end = facts.mandate_end(mandate, before=line.place)
    return (
        mandate.place < line.place
        and mandate.is_about(line.work, line.layer)
        and bool(mandate.uses & line.uses)
        and meets(mandate.territories, line.territories)
        and intersect(mandate.start, end, line.start, line.end)
    )


def bars_on(facts: Facts, giver: str, line: Line, *, publisher: bool) -> list[Mandate]:
    """Barring mandates that keep their giver from licensing this himself.

    A publisher is kept by a SUBPUBLISH that he gave, a holder by any other kind.
    """
    return [
        m
        for m in facts.mandates
        if m.giver == giver and m.bars and (m.kind == "SUBPUBLISH") == publisher and overlaps(facts, m, line)
    ]


def covers(facts: Facts, mandate: Mandate, line: Line) -> bool:
    """An agent's mandate: recorded before, live when the deal is recorded, and as wide as the line."""
    assert line.work is not None
    if mandate.place >= line.place:
        return False
    live = mandate.start <= line.time < facts.mandate_end(mandate, before=line.place)
    wide = (
        mandate.is_about(line.work, line.layer)
        and line.uses <= mandate.uses
        and within(line.territories, mandate.territories)
    )
    return live and wide and may_license(mandate, line)


def may_license(mandate: Mandate, line: Line) -> bool:
    """Up to its cap; a society only NONEXCLUSIVE and for at most 731 days (CMR 23)."""
    if line.exclusivity > mandate.cap:
        return False
    if mandate.kind in SOCIETY_KINDS:
        return line.exclusivity == NONEXCLUSIVE and line.end - line.start <= LONGEST_SOCIETY_LICENCE
    return True


def own_routes(facts: Facts, line: Line, holder: str, barring: list[Mandate]) -> list[Route]:
    """Routes from a holder to a signer of the deal; a barred holder's begin with what bars him.

    Of several barring mandates the earliest has taken the power: the others had none to take.
    """

    def held_back(who: str) -> list[Mandate]:
        return bars_on(facts, who, line, publisher=True)

    found = []
    for route in routes(
        facts,
        holder,
        arrived=lambda who: who in line.signers,
        usable=lambda m: covers(facts, m, line),
        first=lambda m: m.kind in FIRST_HOPS and m in (barring[:1] or [m]),
    ):
        publishers = [m.to for m in route if m.kind in ("ADMIN", "SUBPUBLISH")]
        gave = {m.giver: [m] for m in route[1:]}
        if all(gave.get(who) == held_back(who)[:1] for who in publishers if held_back(who)):
            found.append(route)
    return found


def consent_of(facts: Facts, line: Line, holder: str) -> tuple[str, list[Route]]:
    """How a holder consents: "himself", "through" a route, or a code that says why he does not."""
    barring = bars_on(facts, holder, line, publisher=False)
    if holder in line.signers and not barring:
        return "himself", []
    found = own_routes(facts, line, holder, barring)
    if found:
        return "through", found
    if holder in line.signers:
        return "OWNER_BARRED_BY_MANDATE", []
    return ("MANDATE_SCOPE" if _has_narrow_mandate(facts, line, holder) else "MISSING_CONSENTS"), []


def _has_narrow_mandate(facts: Facts, line: Line, holder: str) -> bool:
    return any(
        m.giver == holder
        and m.to in line.signers
        and m.place < line.place
        and m.start <= line.time < facts.mandate_end(m, before=line.place)
        and not covers(facts, m, line)
        for m in facts.mandates
    )


def consent(facts: Facts, line: Line) -> Consent:
    """V9 for one line: all licensors and the licensee signed, as known when the deal was recorded."""
    if line.licensee != "ANYONE" and line.licensee not in line.signers:
        return Consent("NOT_AUTHORISED", "MISSING_CONSENTS")
    if line.parent is not None:
        return _consent_of_licensee_above(facts, line)
    assert line.work is not None
    title = facts.table_before(line.work, line.layer, line.place)
    if title is None or not title.complete:
        return Consent("INDETERMINATE", "TITLE_INCOMPLETE")
    return _consent_of_holders(facts, line, title)


def _consent_of_licensee_above(facts: Facts, line: Line) -> Consent:
    parent = facts.parent_of(line)
    if parent is None:
        return Consent("NOT_AUTHORISED", "PARENT_UNKNOWN")
    if parent.licensee not in line.signers:
        return Consent("NOT_AUTHORISED", "MISSING_CONSENTS")
    return Consent("AUTHORISED", "GRANT")


def _consent_of_holders(facts: Facts, line: Line, title: Table) -> Consent:
    answers = {holder: consent_of(facts, line, holder) for holder in title.holders}
    missing = [how for how, _ in answers.values() if how not in ("himself", "through")]
    places, parties = {title.place, line.place}, set(title.holders)
    for _, found in answers.values():
        for route in ([route for route in found if facts.trusts(route)] or found)[:1]:
            places.update(m.place for m in route)
            parties.update(m.to for m in route)
    through_others = any(how != "himself" for how, _ in answers.values())
    if not missing:
        return Consent("AUTHORISED", "GRANT", through_others, frozenset(places), frozenset(parties))
    consulted = "OWNER_BARRED_BY_MANDATE" not in missing and len(missing) < len(answers)
    if may_lack_co_owners(line) and consulted:
        return Consent("CONDITIONAL", "MISSING_CO_OWNERS", True, frozenset(places), frozenset(parties))
    return Consent(
        "NOT_AUTHORISED", sorted(missing)[0], through_others, frozenset(places), frozenset(parties)
    )


def may_lack_co_owners(line: Line) -> bool:
    """Mode ART14_2: a NONEXCLUSIVE line on WRK, with the hash of the evidence of consultation.

    A holder who signs what he may no longer license is not somebody who was merely consulted.
    """
    return line.consulted and line.layer == "WRK" and line.exclusivity == NONEXCLUSIVE
