"""Whose consent a line rests on: parents (V8), holders and agents (V9), a society's repertoire (V10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ledger.core.facts import DealState, State, TitleVersion
from ledger.core.ids import line_id
from ledger.core.licensing import MAX_ANCESTORS, MandateKind
from ledger.core.model import ZERO_HASH, Line
from ledger.core.question import Question
from ledger.core.rights import Exclusivity, Layer
from ledger.core.scopes import Path, paths
from ledger.core.verdict import Finding, Hop

Facts = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """What a line rests on: the hops down to it, or what is wrong, or who was only consulted.

    ``signed``: every holder signed the root line himself; ``until``: when the first ancestor ends.
    """

    chain: tuple[Hop, ...] = ()
    wrong: tuple[Finding, ...] = ()
    absent: tuple[str, ...] = ()
    signed: bool = True
    until: int | None = None


def hop_of(deal: DealState, index: int, line: Line) -> Hop:
    """A line as a step of the chain."""
    return Hop("line", line.asset, Layer(line.layer), f"{deal.event.deal}#{index}", deal.event.at)


def rest_of(state: State, question: Question, deal: DealState, index: int, line: Line) -> Rest:
    """What a line to the party rests on."""
    if line.parent == ZERO_HASH:
        return _root(state, deal, index, line)
    ends, hops, child, signers = [], [hop_of(deal, index, line)], line, set(deal.event.text.signers)
    surviving = line.survives
    for _ in range(MAX_ANCESTORS):
        found = _parent(state, child)
        if found is None:
            return Rest(wrong=(_finding("PARENT_UNKNOWN", line),))
        parent, place = found
        above = parent.event.text.lines[place]
        exceeds = _exceeds(child, above)
        if exceeds:
            return Rest(wrong=(_finding("SUBLICENCE_EXCEEDS_PARENT", line, what=exceeds),))
        if above.licensee not in signers:
            return Rest(wrong=(_finding("MISSING_CONSENTS", line, holders=above.licensee),))
        end = state.end_of(parent.event.deal, place)
        if not surviving:
            if question.at >= end:
                return Rest(wrong=(_finding("PARENT_ENDED", line, end=end),))
            ends.append(end)
        hops.insert(0, hop_of(parent, place, above))
        surviving = surviving or above.survives
        if above.parent == ZERO_HASH:
            root = _root(state, parent, place, above)
            return replace(root, chain=(*root.chain[:-1], *hops), until=min(ends, default=None))
        child, signers = above, set(parent.event.text.signers)
    return Rest(wrong=(_finding("PARENT_UNKNOWN", line),))


def _parent(state: State, child: Line) -> tuple[DealState, int] | None:
    for deal, place, _ in state.lines_on(child.asset, Layer(child.layer)):
        if line_id(deal.event.deal, place) == child.parent:
            return deal, place
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


def _root(state: State, deal: DealState, index: int, line: Line) -> Rest:
    """The title as it was when the line was activated, and everybody in it."""
    versions = state.titles.get((line.asset, line.layer), [])
    version = next((one for one in versions if one.hash == line.title), None)
    if version is None:
        return Rest(wrong=(_finding("MISSING_CONSENTS", line, holders="–"),))
    signers = set(deal.event.text.signers)
    moment = deal.event.at.time
    mandates: dict[str, None] = {}
    absent = []
    for share in version.title.shares:
        if share.holder in signers:
            continue
        path = next(iter(paths(state, line, share.holder, signers, moment)), None)
        if path is None:
            absent.append(share.holder)
        else:
            mandates |= dict.fromkeys(path)
    hops = (_title_hop(version), *_mandate_hops(state, line, mandates), hop_of(deal, index, line))
    if not absent:
        return Rest(hops, signed=not mandates)
    everybody = len(absent) == len(version.title.shares)
    consulted = line.consult != ZERO_HASH and line.layer == Layer.WRK and not everybody
    if not consulted or line.exclusivity != Exclusivity.NONEXCLUSIVE:
        return Rest(wrong=(_finding("MISSING_CONSENTS", line, holders=", ".join(absent)),))
    return Rest(hops, absent=tuple(absent), signed=False)


def _title_hop(version: TitleVersion) -> Hop:
    title = version.title
    return Hop("title", title.asset, Layer(title.layer), version.hash, version.at)


def _mandate_hops(state: State, line: Line, mandates: dict[str, None] | Path) -> Iterator[Hop]:
    for identity in mandates:
        yield Hop("mandate", line.asset, Layer(line.layer), identity, state.mandates[identity].event.at)


def blanket_rest(
    state: State, question: Question, deal: DealState, index: int, line: Line, asset: str
) -> Rest:
    """Whether every holder reached the society at one moment since the blanket was recorded.

    What changes after that moment does not count against the licensee; an exclusive to another that was
    recorded before it, and is live at the moment asked about, does.
    """
    recorded = deal.event.at.time
    narrow = replace(
        line, asset=asset, usage=question.use.mask, territory=question.territory_mask, start=0, end=1,
        exclusivity=Exclusivity.NONEXCLUSIVE,
    )  # fmt: skip
    wrong: list[Finding] = []
    for moment in _moments(state, asset, Layer(line.layer), recorded, max(recorded, question.at)):
        version = title_at(state, asset, Layer(line.layer), moment)
        if version is None:
            continue
        mandates: dict[str, None] = {}
        outside = ""
        for share in version.title.shares:
            if share.holder == line.society:
                continue
            path = next(iter(paths(state, narrow, share.holder, {line.society}, moment)), None)
            if path is None:
                outside = share.holder
                break
            mandates |= dict.fromkeys(path)
        if outside:
            wrong.append(_finding("NOT_IN_REPERTOIRE", narrow, holder=outside, society=line.society))
            continue
        prior = _prior(state, question, narrow, moment)
        if prior is None:
            own = Hop("line", asset, Layer(line.layer), f"{deal.event.deal}#{index}", deal.event.at)
            return Rest((_title_hop(version), *_mandate_hops(state, narrow, mandates), own), signed=False)
        wrong.append(_finding("PRIOR_EXCLUSIVE", narrow, deal=prior))
    return Rest(
        wrong=tuple(wrong[:1]) or (_finding("NOT_IN_REPERTOIRE", narrow, holder="–", society=line.society),)
    )


def title_at(state: State, asset: str, layer: Layer, at: int) -> TitleVersion | None:
    """The title as it was at a moment."""
    versions = [one for one in state.titles.get((asset, layer), ()) if one.title.since <= at]
    return versions[-1] if versions else None


def _moments(state: State, asset: str, layer: Layer, first: int, last: int) -> list[int]:
    """Moments at which something about mandates or the title begins, in an interval; its first one too."""
    starts = [first, *(one.title.since for one in state.titles.get((asset, layer), ()))]
    for known in state.mandates.values():
        starts += [known.event.at.time, known.event.text.start]
    return sorted({moment for moment in starts if first <= moment <= last})


def _prior(state: State, question: Question, line: Line, moment: int) -> str | None:
    """An exclusive to another, recorded before a moment and live at the one asked about."""
    for deal, index, other in state.lines_on(line.asset, Layer(line.layer)):
        if other.exclusivity == Exclusivity.NONEXCLUSIVE or other.parent != ZERO_HASH:
            continue
        meets = other.usage & line.usage and other.territory & line.territory
        live = other.start <= question.at < state.end_of(deal.event.deal, index)
        if meets and live and deal.event.at.time <= moment and other.licensee != question.party:
            return deal.event.deal
    return None


def barred(state: State, question: Question, asset: str, layer: Layer) -> Finding | None:
    """V6: whether a holder gave the use away himself: by a live exclusive, or by a mandate that bars him."""
    facts: Facts = (("asset", asset), ("layer", layer.name))
    for deal, index, line in state.lines_on(asset, layer):
        if line.exclusivity != Exclusivity.EXCLUSIVE or line.parent != ZERO_HASH:
            continue
        if line.licensee != question.party and _asked(line, question, state.end_of(deal.event.deal, index)):
            return Finding("OWNER_BARRED_BY_EXCLUSIVE", (*facts, ("deal", deal.event.deal)))
    for identity, known in state.mandates.items():
        text = known.event.text
        if not text.bars or text.givers != (question.party,) or text.kind == MandateKind.SUBPUBLISH:
            continue
        about = text.layer in (0, layer) and text.asset in (ZERO_HASH, asset)
        scope = text.usage & question.use.mask and text.territory & question.territory_mask
        live = max(text.start, known.event.at.time) <= question.at < known.end_for(question.party)
        if about and scope and live:
            return Finding("OWNER_BARRED_BY_MANDATE", (*facts, ("mandate", identity)))
    return None


def passed_on(state: State, question: Question, deal: DealState, index: int, line: Line) -> Finding | None:
    """Whether the party gave an EXCLUSIVE sub-licence of its own line, which bars itself."""
    own = line_id(deal.event.deal, index)
    for other, place, child in state.lines_on(line.asset, Layer(line.layer)):
        if child.parent != own or child.exclusivity != Exclusivity.EXCLUSIVE:
            continue
        if child.licensee != question.party and _asked(
            child, question, state.end_of(other.event.deal, place)
        ):
            return _finding("OWNER_BARRED_BY_EXCLUSIVE", line, deal=other.event.deal)
    return None


def _asked(line: Line, question: Question, end: int) -> bool:
    scope = line.usage & question.use.mask and line.territory & question.territory_mask
    return bool(scope) and line.start <= question.at < end


def _finding(code: str, line: Line, **more: object) -> Finding:
    return Finding(code, (("asset", line.asset), ("layer", Layer(line.layer).name), *more.items()))
