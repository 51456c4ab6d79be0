"""The grounds that may cover one layer: own title, lines, blankets; and what they come to (V5 to V11)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.judge import disputes, lines
from tests.judge.consent import FIRST_HOPS, Route, consent, may_license, routes
from tests.judge.facts import Facts
from tests.judge.lines import Scope
from tests.judge.words import EXCLUSIVE, SOLE, Line, Mandate, Table, within

STRENGTH = ("NOT_AUTHORISED", "INDETERMINATE", "CONDITIONAL", "AUTHORISED_WITH_DUTIES", "AUTHORISED")


@dataclass(frozen=True)
class Ground:
    """Something that may cover a layer: what it comes to, and what it rests on."""

    status: str
    code: str
    places: frozenset[int] = frozenset()
    deals: frozenset[str] = frozenset()
    retroactive: bool = False
    parties: frozenset[str] = frozenset()


def at_best(limit: str, status: str) -> str:
    """The weaker of two statuses."""
    return min(limit, status, key=STRENGTH.index)


def present_title(facts: Facts, work: str, layer: str, at: int) -> Table | None:
    """The holders at (t, k) are those of the state at min(t, k)."""
    return facts.table_at(work, layer, min(at, facts.known_at))


# ---- V6


def own_title(facts: Facts, work: str, layer: str, party: str, asked: Scope, at: int) -> Ground | None:
    """P is a holder: the only one, or one of several; and not barred."""
    title = present_title(facts, work, layer, at)
    if title is None or party not in title.holders:
        return None
    if barred_by_mandate(facts, work, layer, party, asked, at):
        return Ground("NOT_AUTHORISED", "OWNER_BARRED_BY_MANDATE")
    if lines.restricting(facts, work, layer, party, asked, at, least=EXCLUSIVE):
        return Ground("NOT_AUTHORISED", "OWNER_BARRED_BY_EXCLUSIVE")
    status = "AUTHORISED" if len(title.holders) == 1 else several_holders(layer)
    if not title.complete:
        status = at_best("INDETERMINATE", status)
    if facts.unsigned_holders(work, layer, title):
        status = at_best("CONDITIONAL", status)
    return Ground(status, "OWN_TITLE", frozenset({title.place}), parties=title.holders)


def several_holders(layer: str) -> str:
    """One of several may use a song but must have consulted (CL 14); for other layers he needs the others."""
    return "CONDITIONAL" if layer == "WRK" else "NOT_AUTHORISED"


def barred_by_mandate(facts: Facts, work: str, layer: str, party: str, asked: Scope, at: int) -> bool:
    """The member may no longer exercise a right that he put into collective management (CMR 20)."""
    return bool(barring_at(facts, work, layer, party, asked, at))


def barring_at(facts: Facts, work: str, layer: str, giver: str, asked: Scope, at: int) -> list[Mandate]:
    """Live mandates that have taken from their giver what is asked, the earliest first."""
    uses, territories = asked
    return [
        m
        for m in facts.mandates
        if m.giver == giver
        and m.bars
        and m.kind != "SUBPUBLISH"
        and is_live_mandate(facts, m, at)
        and m.is_about(work, layer)
        and bool(m.uses & uses)
        and within(territories, m.territories)
    ]


def is_live_mandate(facts: Facts, mandate: Mandate, at: int) -> bool:
    """Mandates take effect at the block that records them, and so does their end."""
    seen = min(at, facts.known_at)
    return mandate.time <= seen and mandate.start <= at < facts.mandate_end(mandate, by_time=seen)


# ---- V7, V8, V9


def by_line(facts: Facts, line: Line, asked: Scope, at: int) -> Ground:
    """A line to P, or to anyone, with everything that it stands on."""
    assert line.work is not None
    code = lines.scope_code(facts, line, asked, at)
    if code:
        return Ground("NOT_AUTHORISED", code)
    chain = facts.chain(line)
    deals = frozenset(link.deal for link in chain)
    problems = [found for link in chain if (found := lines.link_problem(facts, link))]
    if not lines.parents_are_live(facts, line, at):
        problems.append(("NOT_AUTHORISED", "PARENT_ENDED"))
    if lines.gave_away(facts, line, asked, at):
        problems.append(("NOT_AUTHORISED", "OWNER_BARRED_BY_EXCLUSIVE"))
    if problems:
        worst = min(problems, key=lambda problem: STRENGTH.index(problem[0]))
        return Ground(*worst, deals=deals, retroactive=line.start < line.time)
    root = consent(facts, chain[-1])
    title = facts.table_before(line.work, line.layer, chain[-1].place)
    assert title is not None
    status = root.status
    if root.through_others and facts.unsigned_holders(line.work, line.layer, title):
        status = at_best("CONDITIONAL", status)
    places = root.places | {link.place for link in chain}
    parties = root.parties.union(*({link.licensee, *link.signers} for link in chain))
    return Ground(status, root.code, places, deals, line.start < line.time, parties)


# ---- V10


def by_blanket(facts: Facts, line: Line, work: str, layer: str, party: str, asked: Scope, at: int) -> Ground:
    """A society's blanket line: at some moment every holder had reached the society."""
    code = lines.scope_code(facts, line, asked, at) or _blanket_refused(facts, line)
    deals = frozenset({line.deal})
    if code:
        return Ground("NOT_AUTHORISED", code, deals=deals)
    back = line.start < line.time
    exclusives = lines.restricting(facts, work, layer, party, asked, at, least=SOLE)
    found: list[Ground] = []
    for moment in moments(facts, line.time, max(line.time, at)):
        title = present_title(facts, work, layer, moment)
        if title is None:
            continue
        if not title.complete:
            found.append(Ground("INDETERMINATE", "TITLE_INCOMPLETE", deals=deals, retroactive=back))
            continue
        mandates = _mandates_at(facts, line, work, layer, title, asked, moment)
        if mandates is None:
            continue
        if any(exclusive.time <= moment for exclusive in exclusives):
            found.append(Ground("NOT_AUTHORISED", "PRIOR_EXCLUSIVE", deals=deals))
            continue
        status = "CONDITIONAL" if facts.unsigned_holders(work, layer, title) else "AUTHORISED"
        places = frozenset({line.place, title.place, *(m.place for m in mandates)})
        parties = title.holders | line.signers | {line.licensee} | {m.to for m in mandates}
        found.append(as_final(facts, Ground(status, "BLANKET", places, deals, back, parties)))
    nowhere = Ground("NOT_AUTHORISED", "NOT_IN_REPERTOIRE", deals=deals)
    return max(found, key=lambda ground: STRENGTH.index(ground.status), default=nowhere)


def _blanket_refused(facts: Facts, line: Line) -> str | None:
    if disputes.deal_is_void(facts, line.deal):
        return "DEAL_VOID"
    needed = {line.society, line.licensee} - {"ANYONE"}
    return None if needed <= line.signers else "MISSING_CONSENTS"


def moments(facts: Facts, first: int, last: int) -> list[int]:
    """Moments from first to last, both included, at which more may hold than just before."""
    times = {event["time"] for event in facts.all}
    for mandate in facts.mandates:
        times |= {mandate.start, facts.mandate_end(mandate)}
    return sorted({first} | {time for time in times if first <= time <= last})


def _mandates_at(
    facts: Facts, line: Line, work: str, layer: str, title: Table, asked: Scope, moment: int
) -> list[Mandate] | None:
    """What the routes of all holders of that moment rest on; None where one of them has no route."""
    mandates: list[Mandate] = []
    for holder in title.holders - {line.society}:
        found = routes_to_society(facts, line, holder, work, layer, asked, moment)
        if not found:
            return None
        mandates += ([route for route in found if facts.trusts(route)] or found)[0]
    return mandates


def routes_to_society(
    facts: Facts, line: Line, holder: str, work: str, layer: str, asked: Scope, moment: int
) -> list[Route]:
    """Live mandates covering use and territory, at most five, from a holder to the society."""
    uses, territories = asked
    barring = barring_at(facts, work, layer, holder, asked, moment)

    def usable(m: Mandate) -> bool:
        return (
            is_live_mandate(facts, m, moment)
            and m.is_about(work, layer)
            and uses <= m.uses
            and within(territories, m.territories)
            and may_license(m, line)
        )

    return list(
        routes(
            facts,
            holder,
            arrived=lambda who: who == line.society,
            usable=usable,
            first=lambda m: m.kind in FIRST_HOPS and m in (barring[:1] or [m]),
        )
    )


# ---- all of them


def grounds_of(facts: Facts, work: str, layer: str, party: str, asked: Scope, at: int) -> list[Ground]:
    """Everything that may cover this layer, with what finality asks of each."""
    found = [own_title(facts, work, layer, party, asked, at)]
    title = present_title(facts, work, layer, at)
    if title is None or not title.complete:
        found.append(Ground("INDETERMINATE", "TITLE_INCOMPLETE"))
    found += by_licence(facts, work, layer, party, asked, at)
    return [as_final(facts, ground) for ground in found if ground]


def by_licence(facts: Facts, work: str, layer: str, party: str, asked: Scope, at: int) -> list[Ground | None]:
    """The lines and blankets that P has, or anyone."""
    found: list[Ground | None] = []
    for line in facts.lines.values():
        if line.layer != layer or not line.is_for(party):
            continue
        if line.work == work:
            found.append(by_line(facts, line, asked, at))
        elif line.society is not None:
            found.append(by_blanket(facts, line, work, layer, party, asked, at))
    return found


def as_final(facts: Facts, ground: Ground) -> Ground:
    """What rests on what may still be undone, or on somebody not attested, is INDETERMINATE."""
    if ground.status == "NOT_AUTHORISED":
        return ground
    if not all(facts.is_final(place) for place in ground.places):
        return replace(ground, status="INDETERMINATE", code="NOT_FINAL")
    if not all(facts.is_attested(party) for party in ground.parties - {"ANYONE"}):
        return replace(ground, status="INDETERMINATE", code="PARTY_NOT_ATTESTED")
    return ground
