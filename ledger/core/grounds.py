"""What may allow a use of one layer: being a holder (V6), lines (V7), and what each of them rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ledger.core.authority import ancestors, finding, is_live, rest_of, title_hop
from ledger.core.blankets import blanket, blankets_run_on
from ledger.core.case import Case, Granted
from ledger.core.conflicts import binds, is_void, junior_to
from ledger.core.demands import checked
from ledger.core.facts import TitleVersion
from ledger.core.ids import line_id
from ledger.core.licensing import MandateKind
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line
from ledger.core.rights import WHOLE, Exclusivity, Layer
from ledger.core.verdict import Finding, Ground, Status
from ledger.core.wording import unconfirmed

_NO, _UNKNOWN, _IF, _YES = (
    Status.NOT_AUTHORISED,
    Status.INDETERMINATE,
    Status.CONDITIONAL,
    Status.AUTHORISED,
)


def grounds(case: Case, asset: str, layer: Layer) -> Iterator[Ground]:
    """All that bears on one layer for the party: own title, lines to him or to anyone, blankets to him."""
    yield from own_title(case, asset, layer)
    for granted in case.state.lines_on(asset, layer):
        if granted[2].licensee in (case.question.party, ZERO_ADDRESS):
            yield checked(case, line_ground(case, granted, asset))
    for granted in case.state.lines_on(ZERO_HASH, layer):
        if granted[2].licensee in (case.question.party, ZERO_ADDRESS):
            yield checked(case, line_ground(case, granted, asset))


# V5, V6: the party is a holder


def own_title(case: Case, asset: str, layer: Layer) -> Iterator[Ground]:
    """The party as a holder, by the title in the state at min(t, k)."""
    version = case.title(asset, layer)
    facts = (("asset", asset), ("layer", layer.name))
    shares = version.title.shares if version else ()
    if version is None or sum(share.units for share in shares) != WHOLE:
        later = [] if version else case.state.titles.get((asset, layer), [])[:1]
        since = (("since", first.title.since) for first in later)
        yield Ground("title", "", _UNKNOWN, (Finding("TITLE_INCOMPLETE", (*facts, *since)),))
    elif any(share.holder == case.question.party for share in shares):
        yield checked(case, _holder(case, version))


def _holder(case: Case, version: TitleVersion) -> Ground:
    title, party = version.title, case.question.party
    asset, layer = title.asset, Layer(title.layer)
    bar = _barred(case, asset, layer)
    if bar is not None:
        return Ground("title", version.hash, _NO, (bar,))
    others = ", ".join(share.holder for share in title.shares if share.holder != party)
    missing = (("asset", asset), ("layer", layer.name), ("holders", others))
    if others and layer is not Layer.WRK:
        return Ground("title", version.hash, _NO, (Finding("MISSING_CO_OWNERS", missing),))
    said = unconfirmed(case, version)
    if others:
        said = (Finding("CO_OWNERS_CONSULTED", missing), *said)
    return Ground("title", version.hash, _IF if said else _YES, said, (title_hop(version),))


def _barred(case: Case, asset: str, layer: Layer) -> Finding | None:
    """Whether a holder gave the use away himself: by a mandate that bars him, or by a live exclusive."""
    facts = (("asset", asset), ("layer", layer.name))
    question = case.question
    for known in case.given(question.party):
        text = known.event.text
        about = text.layer in (0, layer) and text.asset in (ZERO_HASH, asset)
        scope = text.usage & question.use.mask and text.territory & case.territory
        live = max(text.start, known.event.at.time) <= question.at < known.end_for(question.party)
        if text.bars and text.kind != MandateKind.SUBPUBLISH and about and scope and live:
            return Finding("OWNER_BARRED_BY_MANDATE", (*facts, ("mandate", known.event.mandate)))
    for granted in case.strict_lines(asset, layer):
        deal, _, line = granted
        strict = line.exclusivity == Exclusivity.EXCLUSIVE and line.licensee != question.party
        if strict and is_live(case, granted) and binds(case, granted):
            return Finding("OWNER_BARRED_BY_EXCLUSIVE", (*facts, ("deal", deal.event.deal)))
    return None


# V7: lines


def line_ground(case: Case, granted: Granted, asset: str, usage: int = 0) -> Ground:
    """What a line is worth for a question: what is wrong with its own terms, or what it rests on.

    Args:
        case: The case.
        granted: The line.
        asset: The work.
        usage: What a blanket must reach beside the use asked: a making right.
    """
    deal, index, line = granted
    layer, question = Layer(line.layer), case.question
    facts = (
        ("asset", asset),
        ("layer", layer.name),
        ("deal", deal.event.deal),
        ("line", index),
    )
    kind = "line" if line.society == ZERO_ADDRESS else "blanket"
    ended = deal.end_of(index)
    if not (line.usage & question.use.mask and line.territory & case.territory):
        scope = (("usage", line.usage), ("territory", line.territory))
        asked = (("use", question.use.name), ("place", question.territory))
        said = Finding("OUT_OF_SCOPE", (*facts, *scope, *asked))
    elif question.at < line.start:
        said = Finding("NOT_YET", (*facts, ("start", line.start)))
    elif ended and question.at >= ended.end and ended.end < line.end:
        said = Finding("REVOKED", (*facts, ("end", ended.end), ("by", ended.by)))
    elif question.at >= line.end:
        said = Finding("EXPIRED", (*facts, ("end", line.end)))
    else:
        return _live(case, granted, asset, usage)
    return Ground(kind, f"{deal.event.deal}#{index}", _NO, (said,))


def _live(case: Case, granted: Granted, asset: str, usage: int) -> Ground:
    """V8 to V11: the line is in force and covers the question; what does it rest on?"""
    deal, index, line = granted
    ref = f"{deal.event.deal}#{index}"
    flags = ("RETROACTIVE",) if line.start < deal.event.at.time else ()
    if is_void(case, deal.event.deal):
        kind = "line" if line.society == ZERO_ADDRESS else "blanket"
        return Ground(kind, ref, _NO, (_said("DEAL_VOID", asset, line, deal=deal.event.deal),))
    if line.society != ZERO_ADDRESS:
        return replace(blanket(case, granted, asset, usage | case.question.use.mask), flags=flags)
    rest = rest_of(case, granted)
    if blankets_run_on(case, granted, rest):
        flags = (*flags, "BLANKET_RUNS_ON")
    wrong = rest.wrong or _collided(case, granted)
    if wrong:
        return Ground("line", ref, _NO, wrong)
    if rest.unknown:
        return Ground("line", ref, _UNKNOWN, rest.unknown)
    said: tuple[Finding, ...] = ()
    if rest.absent:
        said = (finding("MISSING_CO_OWNERS", line, holders=", ".join(rest.absent)),)
    if rest.version is not None:
        said = (*said, *unconfirmed(case, rest.version))
    return Ground("line", ref, _IF if said else _YES, said, rest.chain, flags)


def _collided(case: Case, granted: Granted) -> tuple[Finding, ...]:
    """Earlier exclusives, deals above that were undone, and what the licensee gave away himself."""
    deal, index, line = granted
    for above in reversed(ancestors(case, granted) or ()):
        if is_void(case, above[0].event.deal):
            return (finding("DEAL_VOID", line, deal=above[0].event.deal),)
    senior = junior_to(case, granted)
    if senior is not None:
        return (finding("JUNIOR_TO", line, deal=senior),)
    own = line_id(deal.event.deal, index)
    for child in case.strict_lines(line.asset, line.layer):
        text = child[2]
        given_on = text.parent == own and text.exclusivity == Exclusivity.EXCLUSIVE
        away = given_on and text.licensee != case.question.party
        if away and is_live(case, child) and binds(case, child):
            return (finding("OWNER_BARRED_BY_EXCLUSIVE", line, deal=child[0].event.deal),)
    return ()


def _said(code: str, asset: str, line: Line, **more: object) -> Finding:
    return Finding(code, (("asset", asset), ("layer", Layer(line.layer).name), *more.items()))
