"""Which earlier exclusives a line is junior to, and which deals a ruling has undone (V11; RIGHTS.md 5)."""

from __future__ import annotations

from ledger.core.annals import Decision
from ledger.core.authority import ancestors, end_then, is_unsigned, lineage_fault, root_rest
from ledger.core.case import Case, Granted, just_before, place
from ledger.core.rights import Exclusivity


def is_void(case: Case, deal: str) -> bool:
    """Whether a dispute about a deal was upheld by an arbiter whom it names, or the policy accepts."""
    accepted = case.policy.arbiters | {case.state.deals[deal].event.text.arbiter}
    return any(
        ruling.decision == Decision.UPHELD and ruling.arbiter in accepted
        for ruling in case.state.rulings.get(deal, ())
    )


def binds(case: Case, granted: Granted) -> bool:
    """Whether an exclusive counts against others: not undone, consented to, and junior to none itself."""
    above = ancestors(case, granted)
    if above is None:
        return False
    chain = (granted, *above)
    if any(is_void(case, each[0].event.deal) for each in chain):
        return False
    if any(is_unsigned(each) for each in chain) or lineage_fault(chain) is not None:
        return False
    rest = root_rest(case, chain[-1])
    return not rest.wrong and not rest.unknown and junior_to(case, granted) is None


def junior_to(case: Case, granted: Granted) -> str | None:
    """The deal of an earlier SOLE or EXCLUSIVE line that a line, or one above it, collides with."""
    key = _key(granted)
    known = case.memory.juniors
    if key not in known:
        above = ancestors(case, granted) or ()
        collisions = (_collision(case, each, above[at:]) for at, each in enumerate((granted, *above)))
        known[key] = next((found for found in collisions if found is not None), None)
    return known[key]


def _collision(case: Case, junior: Granted, above: tuple[Granted, ...]) -> str | None:
    """The first earlier exclusive to another that a line collides with.

    Args:
        case: The case.
        junior: The line.
        above: Its ancestors, parent first.
    """
    line, ids = junior[2], {_key(each) for each in (junior, *above)}
    for senior in case.strict_lines(line.asset, line.layer):
        if _key(senior) in ids or _is_exempt(junior, senior):
            continue
        earlier = _order(senior) < _order(_ranking((junior, *above)))
        if earlier and _overlap(case, senior, junior) and binds(case, senior):
            return senior[0].event.deal
    return None


def _key(granted: Granted) -> tuple[str, int]:
    return granted[0].event.deal, granted[1]


def _order(granted: Granted) -> tuple[int, int]:
    """Seniority is the order of activation; the lines of a deal are activated together."""
    return place(granted[0].event.at)


def _is_exempt(junior: Granted, senior: Granted) -> bool:
    """The same licensee, or he signed the later deal too."""
    licensee = senior[2].licensee
    return licensee == junior[2].licensee or licensee in junior[0].event.text.signers


def _ranking(chain: tuple[Granted, ...]) -> Granted:
    """The line whose activation tells the seniority of a chain's first: a NONEXCLUSIVE one hands it down.

    What is held against it stands under none of these: no exclusive is a sub-licence of a NONEXCLUSIVE line.
    """
    plain = [each for each in chain if each[2].exclusivity == Exclusivity.NONEXCLUSIVE]
    return plain[-1] if plain else chain[0]


def _overlap(case: Case, senior: Granted, junior: Granted) -> bool:
    """Whether two lines share a use, a country and a second, by the ends known when the later was recorded.

    Intervals are compared, never "is it live now": a backdated grant must not slip past an expired exclusive.
    An exclusive sub-licence ends with the parents that it does not survive.
    """
    line, other = junior[2], senior[2]
    if not (line.usage & other.usage and line.territory & other.territory):
        return False
    end, now = line.end, just_before(junior[0].event.at)
    for each in (senior, *(ancestors(case, senior) or ())):
        end = min(end, end_then(each, now))
        if each[2].survives:
            break
    return max(line.start, other.start) < end
