"""Lines and sub-licences: live, within their parents, not junior to another (V7, V8, V11; RIGHTS.md 5)."""

from __future__ import annotations

from tests.judge.consent import consent
from tests.judge.disputes import deal_is_void
from tests.judge.facts import Facts
from tests.judge.words import EXCLUSIVE, NONEXCLUSIVE, SOLE, Line, Places, intersect, meets, within

Scope = tuple[frozenset[str], Places]
"""What is asked of a line: all of these uses, in all of this territory."""


def is_live(facts: Facts, line: Line, at: int) -> bool:
    """Half-open: from its start to just before its effective end."""
    return line.start <= at < facts.end_of(line)


def scope_code(facts: Facts, line: Line, asked: Scope, at: int) -> str | None:
    """V7: why a line of P's does not reach the question by itself."""
    uses, territories = asked
    if not uses <= line.uses or not within(territories, line.territories):
        return "OUT_OF_SCOPE"
    if at < line.start:
        return "NOT_YET"
    if at >= line.end:
        return "EXPIRED"
    if at >= facts.end_of(line):
        return "REVOKED"
    return None


def parents_are_live(facts: Facts, line: Line, at: int) -> bool:
    """M6: live only while every ancestor is; a surviving sub-licence survives the end of any ancestor."""
    survives = False
    for below, above in zip(facts.chain(line), facts.chain(line)[1:], strict=False):
        survives = survives or below.survives
        if not survives and not is_live(facts, above, at):
            return False
    return True


def lasting_end(facts: Facts, line: Line, place: int) -> int:
    """Effective end as known at a place of the list: without survival no later than that of any ancestor."""
    end = facts.end_of(line, before=place)
    for below, above in zip(facts.chain(line), facts.chain(line)[1:], strict=False):
        if below.survives:
            break
        end = min(end, facts.end_of(above, before=place))
    return end


def exceeds_parent(facts: Facts, line: Line) -> bool:
    """Child ⊆ parent in usage, territory, time and exclusivity; depth strictly decreases."""
    parent = facts.parent_of(line)
    if parent is None:
        return False
    return not (
        (line.work, line.society, line.layer) == (parent.work, parent.society, parent.layer)
        and line.uses <= parent.uses
        and within(line.territories, parent.territories)
        and parent.start <= line.start
        and line.end <= lasting_end(facts, parent, line.place)
        and line.exclusivity <= parent.exclusivity
        and line.depth < parent.depth
    )


def counts_as_senior(facts: Facts, line: Line) -> bool:
    """A line counts against others unless it, or one above it, is itself refused."""
    return not any(link_problem(facts, link) for link in facts.chain(line))


def overlap(facts: Facts, senior: Line, junior: Line) -> bool:
    """Intervals, never "is it live now": the senior's end is that known when the junior was recorded."""
    return (
        bool(senior.uses & junior.uses)
        and meets(senior.territories, junior.territories)
        and intersect(senior.start, lasting_end(facts, senior, junior.place), junior.start, junior.end)
    )


def seniority(facts: Facts, junior: Line, senior: Line) -> int:
    """Place in the order of activation; what stands below a senior NONEXCLUSIVE keeps its seniority."""
    others = facts.chain(senior)
    below = []
    for line in facts.chain(junior):
        if line in others:
            break
        below.append(line)
    plain = [line for line in below if line.exclusivity == NONEXCLUSIVE]
    return plain[-1].place if plain else junior.place


def is_junior(facts: Facts, line: Line) -> bool:
    """JUNIOR_TO: a SOLE or EXCLUSIVE line to another was there before, and takes some of this one."""
    assert line.work is not None
    for senior in facts.lines_on(line.work, line.layer):
        exempt = (
            senior in facts.chain(line) or senior.licensee == line.licensee or senior.licensee in line.signers
        )
        if (
            senior.exclusivity >= SOLE
            and not exempt
            and senior.place < seniority(facts, line, senior)
            and overlap(facts, senior, line)
            and counts_as_senior(facts, senior)
        ):
            return True
    return False


def restricting(
    facts: Facts, work: str, layer: str, party: str, asked: Scope, at: int, *, least: int
) -> list[Line]:
    """Lines to somebody else, at least so exclusive, live at t, that meet the use and the territory."""
    uses, territories = asked
    return [
        line
        for line in facts.lines_on(work, layer)
        if line.exclusivity >= least
        and line.licensee != party
        and is_live(facts, line, at)
        and parents_are_live(facts, line, at)
        and bool(line.uses & uses)
        and meets(line.territories, territories)
        and counts_as_senior(facts, line)
    ]


def gave_away(facts: Facts, line: Line, asked: Scope, at: int) -> bool:
    """Whether its licensee gave an EXCLUSIVE sub-licence of it to another: then he is barred himself."""
    assert line.work is not None
    return any(
        below.parent == (line.deal, line.number)
        for below in restricting(facts, line.work, line.layer, line.licensee, asked, at, least=EXCLUSIVE)
    )


def link_problem(facts: Facts, line: Line) -> tuple[str, str] | None:
    """Why one link of a chain does not hold, whatever is asked and whenever: (status, code)."""
    if deal_is_void(facts, line.deal):
        return "NOT_AUTHORISED", "DEAL_VOID"
    own = consent(facts, line)
    if own.status == "NOT_AUTHORISED":
        return own.status, own.code
    if exceeds_parent(facts, line):
        return "NOT_AUTHORISED", "SUBLICENCE_EXCEEDS_PARENT"
    if is_junior(facts, line):
        return "NOT_AUTHORISED", "JUNIOR_TO"
    return (own.status, own.code) if own.status == "INDETERMINATE" else None
