"""Whose consent a line rests on: its parents (V8), and the holders of the title under the topmost (V9).

What is asked here depends on when a deal was recorded, never on the moment asked about, except whether a
parent is alive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from ledger.core.case import Case, Granted, Moment, just_before, place
from ledger.core.events import Position
from ledger.core.facts import TitleVersion
from ledger.core.licensing import MAX_ANCESTORS
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line
from ledger.core.rights import WHOLE, Exclusivity, Layer
from ledger.core.routes import bar_on, near_miss, route
from ledger.core.verdict import Finding, Hop


@dataclass(frozen=True, slots=True)
class Rest:
    """What a root line rests on: the hops down to it, or what is wrong, or what can't be told.

    ``absent``: co-owners who were only consulted.
    """

    chain: tuple[Hop, ...] = ()
    wrong: tuple[Finding, ...] = ()
    unknown: tuple[Finding, ...] = ()
    absent: tuple[str, ...] = ()
    version: TitleVersion | None = None


def hop_of(granted: Granted) -> Hop:
    """A line as a step of the chain."""
    deal, index, line = granted
    return Hop("line", line.asset, Layer(line.layer), f"{deal.event.deal}#{index}", deal.event.at)


def finding(code: str, line: Line, **more: object) -> Finding:
    """What is said about a line."""
    return Finding(code, (("asset", line.asset), ("layer", Layer(line.layer).name), *more.items()))


def ancestors(case: Case, granted: Granted) -> tuple[Granted, ...] | None:
    """The lines above a line, its parent first; None if one was not on record when the one below it was."""
    found: list[Granted] = []
    below = granted
    while below[2].parent != ZERO_HASH:
        parent = case.line_by_id(below[2].asset, Layer(below[2].layer), below[2].parent)
        late = parent is not None and place(parent[0].event.at) >= place(below[0].event.at)
        if parent is None or late or len(found) == MAX_ANCESTORS:
            return None
        found.append(parent)
        below = parent
    return tuple(found)


def rest_of(case: Case, granted: Granted) -> Rest:
    """What a line rests on (V8, V9)."""
    line = granted[2]
    if is_unsigned(granted):
        return Rest(wrong=(finding("MISSING_CONSENTS", line, holders=line.licensee),))
    above = ancestors(case, granted)
    if above is None:
        return Rest(wrong=(finding("PARENT_UNKNOWN", line),))
    chain = (granted, *above)
    wrong = lineage_fault(chain)
    if wrong is not None:
        return Rest(wrong=(wrong,))
    ended = ended_with(case, chain)
    if ended is not None:
        return Rest(wrong=(finding("PARENT_ENDED", line, end=ended),))
    root = root_rest(case, chain[-1])
    return replace(root, chain=(*root.chain, *(hop_of(each) for each in reversed(chain[:-1]))))


def is_unsigned(granted: Granted) -> bool:
    """Whether the licensee of a line did not sign it (M1); a public licence has none."""
    return granted[2].licensee not in (ZERO_ADDRESS, *granted[0].event.text.signers)


def lineage_fault(chain: tuple[Granted, ...]) -> Finding | None:
    """What is wrong with a line and its ancestors, parent first, as sub-licences of one another."""
    for at, (child, parent) in enumerate(pairwise(chain)):
        wrong = _under(child, parent)
        if wrong is not None:
            return wrong
        if child[2].end > _left(child, chain[at + 1 :]):
            return finding("SUBLICENCE_EXCEEDS_PARENT", child[2], what="time")
    return None


def _left(child: Granted, above: tuple[Granted, ...]) -> int:
    """When the ancestors of a line end with which it falls, by the ends on record when it was recorded.

    It may survive what ends later, but it is not born after an end, and outlives none that was announced.
    """
    now, ends = just_before(child[0].event.at), []
    for parent in above:
        ends.append(end_then(parent, now))
        if parent[2].survives:
            break
    return min(ends)


def end_then(granted: Granted, moment: Moment) -> int:
    """When a line ends by what was on record at a moment, UTC seconds."""
    deal, index, line = granted
    return min([line.end, *(end.end for end in deal.ends if end.index == index and moment.knows(end.at))])


def _under(child: Granted, parent: Granted) -> Finding | None:
    """What is wrong with a sub-licence as such: too wide, or without the licensee above."""
    line, above = child[2], parent[2]
    exceeds = _exceeds(line, above)
    if exceeds:
        return finding("SUBLICENCE_EXCEEDS_PARENT", line, what=exceeds)
    if above.licensee not in child[0].event.text.signers or is_unsigned(parent):
        return finding("MISSING_CONSENTS", line, holders=above.licensee)
    return None


def _exceeds(child: Line, parent: Line) -> str:
    """In which dimension a sub-licence is wider than its parent."""
    if child.usage & ~parent.usage:
        return "usage"
    if child.territory & ~parent.territory:
        return "territory"
    if child.start < parent.start or child.end > parent.end:
        return "time"
    if child.exclusivity > parent.exclusivity:
        return "exclusivity"
    return "depth" if child.depth >= parent.depth else ""


def ended_with(case: Case, chain: tuple[Granted, ...]) -> int | None:
    """When an ancestor ended with which a line falls; none beyond the first line that survives its own."""
    for child, parent in pairwise(chain):
        if child[2].survives:
            return None
        end = case.end_of(parent)
        if case.question.at >= end:
            return end
    return None


def is_alive(case: Case, granted: Granted) -> bool:
    """Whether a line is in force at the moment asked about, and every ancestor that it falls with."""
    above = ancestors(case, granted)
    begun = granted[2].start <= case.question.at < case.end_of(granted)
    return begun and above is not None and ended_with(case, (granted, *above)) is None


def is_live(case: Case, granted: Granted) -> bool:
    """Whether a line is in force and covers the question."""
    return is_alive(case, granted) and case.asks_for(granted[2], case.end_of(granted))


def root_rest(case: Case, granted: Granted) -> Rest:
    """The title on which a line was activated, and the consent of everybody in it (V5, V9)."""
    known = case.memory.rests
    key = granted[0].event.deal, granted[1]
    if key not in known:
        known[key] = _root_rest(case, granted)
    return known[key]


def _root_rest(case: Case, granted: Granted) -> Rest:
    deal, _, line = granted
    version = _title_of(case, line, deal.event.at)
    if version is None:
        return Rest(wrong=(finding("MISSING_CONSENTS", line, holders="–"),))
    if sum(share.units for share in version.title.shares) != WHOLE:
        return Rest(unknown=(finding("TITLE_INCOMPLETE", line),))
    return _consents(case, granted, version)


def _consents(case: Case, granted: Granted, version: TitleVersion) -> Rest:
    deal, _, line = granted
    signers, at = frozenset(deal.event.text.signers), just_before(deal.event.at)
    mandates = dict[str, None]()
    wrong: list[Finding] = []
    absent: list[str] = []
    for share in version.title.shares:
        holder = share.holder
        bar = bar_on(case, line, holder, at)
        if holder in signers and bar is None:
            continue
        path = route(case, line, holder, signers, at, bar)
        if path is not None:
            mandates |= dict.fromkeys(path)
        elif holder in signers:
            wrong.append(finding("OWNER_BARRED_BY_MANDATE", line, mandate=bar, holder=holder))
        else:
            absent.append(holder)
    if wrong:
        return Rest(wrong=tuple(wrong))
    hops = (title_hop(version), *mandate_hops(case, line, mandates), hop_of(granted))
    if absent and not _is_consulted(line, len(absent) == len(version.title.shares)):
        return Rest(wrong=_missing(case, line, absent, signers, at))
    return Rest(hops, absent=tuple(absent), version=version)


def _missing(
    case: Case, line: Line, absent: list[str], signers: frozenset[str], at: Moment
) -> tuple[Finding, ...]:
    """Whose consent is not there, and whose agent signed beyond his mandate."""
    beyond = {holder: near_miss(case, holder, signers, at) for holder in absent}
    silent = [holder for holder, mandate in beyond.items() if mandate is None]
    found = [
        finding("MANDATE_SCOPE", line, holder=holder, mandate=mandate)
        for holder, mandate in beyond.items()
        if mandate is not None
    ]
    if silent:
        found.insert(0, finding("MISSING_CONSENTS", line, holders=", ".join(silent)))
    return tuple(found)


def _is_consulted(line: Line, everybody: bool) -> bool:
    """Whether co-owners may be absent: mode ART14_2, for a NONEXCLUSIVE licence of a composition (M2)."""
    plain = line.layer == Layer.WRK and line.exclusivity == Exclusivity.NONEXCLUSIVE
    return plain and line.consult != ZERO_HASH and not everybody


def _title_of(case: Case, line: Line, at: Position) -> TitleVersion | None:
    """The title that a line names, if it was the current one when the line was recorded."""
    before = just_before(at)
    known = [one for one in case.state.titles.get((line.asset, line.layer), ()) if before.knows(one.at)]
    return known[-1] if known and known[-1].hash == line.title else None


def title_hop(version: TitleVersion) -> Hop:
    """A title as a step of the chain."""
    title = version.title
    return Hop("title", title.asset, Layer(title.layer), version.hash, version.at)


def mandate_hops(case: Case, line: Line, mandates: dict[str, None]) -> tuple[Hop, ...]:
    """Mandates as steps of the chain."""
    known = case.state.mandates
    return tuple(
        Hop("mandate", line.asset, Layer(line.layer), each, known[each].event.at) for each in mandates
    )
