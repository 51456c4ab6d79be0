"""Chains of mandates from a holder to who signs for him, and the mandates that keep him from signing himself.

It says in Python what ``contracts/libraries/Mandates.sol`` enforces, on facts that ``fold`` checked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ledger.core.case import Case, Moment
from ledger.core.facts import MandateState
from ledger.core.licensing import MAX_HOPS, MandateKind
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from ledger.core.rights import Exclusivity
from ledger.core.scopes import ONWARD, Path, Scoped, covers

_PUBLISHERS = (MandateKind.ADMIN, MandateKind.SUBPUBLISH)


@dataclass(frozen=True, slots=True)
class Scope:
    """The one use that a blanket is asked for, at a moment."""

    asset: str
    layer: int
    usage: int
    territory: int
    start: int
    end: int
    exclusivity: int = Exclusivity.NONEXCLUSIVE


def end_as_known(known: MandateState, giver: str, at: Moment) -> int:
    """When a mandate ends for one of its givers, by what was on record at a moment."""
    ends = [end.end for end in known.ends if end.giver in (ZERO_ADDRESS, giver) and at.knows(end.at)]
    return min([known.event.text.end, *ends])


def is_live(known: MandateState, giver: str, at: Moment) -> bool:
    """Whether a mandate was on record and in force for one of its givers at a moment."""
    begun = at.knows(known.event.at) and known.event.text.start <= at.time
    return begun and at.time < end_as_known(known, giver, at)


def bar_on(case: Case, scope: Scoped, holder: str, at: Moment) -> str | None:
    """The mandate through which alone a holder licenses a scope, by what was on record at a moment."""
    return _bar(case, scope, holder, at, sub=False)


def _bar(case: Case, scope: Scoped, giver: str, at: Moment, *, sub: bool) -> str | None:
    """A barring mandate of a giver that meets a scope: a publisher's SUBPUBLISH, or any other."""
    for known in case.given(giver):
        text = known.event.text
        if not text.bars or (text.kind == MandateKind.SUBPUBLISH) != sub or not at.knows(known.event.at):
            continue
        target = text.layer in (0, scope.layer) and text.asset in (ZERO_HASH, scope.asset)
        meets = target and text.usage & scope.usage and text.territory & scope.territory
        end = end_as_known(known, giver, at)
        if meets and max(scope.start, text.start) < min(scope.end, end):
            return known.event.mandate
    return None


def route(
    case: Case, scope: Scoped, holder: str, signers: Collection[str], at: Moment, first: str | None = None
) -> Path | None:
    """A chain of mandates from a holder to a signer, in force at a moment and covering a scope.

    Args:
        case: The case.
        scope: What is licensed.
        holder: Whose power is looked for.
        signers: Who signed.
        at: When the licence was recorded.
        first: The mandate with which it must begin, because it bars the holder.
    """
    # Breadth first, so that the shortest is found; each step: whose power, through what, of which kind.
    queue: list[tuple[str, Path, int]] = [(holder, (), 0)]
    while queue:
        giver, path, kind = queue.pop(0)
        bar = _bar(case, scope, giver, at, sub=True) if kind in _PUBLISHERS else first if not path else None
        for known in case.given(giver):
            text, identity = known.event.text, known.event.mandate
            if (bar is not None and identity != bar) or identity in path:
                continue
            if text.kind not in ONWARD[kind] or not covers(text, scope) or not is_live(known, giver, at):
                continue
            onward = (*path, identity)
            passed_on = text.kind in _PUBLISHERS and _bar(case, scope, text.to, at, sub=True)
            if text.to in signers and not passed_on:
                return onward
            if len(onward) < MAX_HOPS:
                queue.append((text.to, onward, text.kind))
    return None


def near_miss(case: Case, holder: str, signers: Collection[str], at: Moment) -> str | None:
    """A mandate of a holder to somebody who signed, in force but too narrow for what he signed."""
    for known in case.given(holder):
        if known.event.text.to in signers and is_live(known, holder, at):
            return known.event.mandate
    return None
