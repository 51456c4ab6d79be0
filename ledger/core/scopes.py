"""The arithmetic of scopes: who overlaps whom, what a mandate covers, which mandates lead to a signer.

It says in Python what ``contracts/libraries/{Lines,Mandates}.sol`` enforce, on facts that ``fold`` checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from ledger.core.facts import MandateState, State
from ledger.core.licensing import MAX_HOPS, SOCIETY_KINDS, SOCIETY_TERM_S, Bar, Entry, Mandate, MandateKind
from ledger.core.model import ZERO_HASH, Line
from ledger.core.rights import Exclusivity

_K = MandateKind

ONWARD: dict[int, tuple[MandateKind, ...]] = {
    0: (_K.COLLECTIVE, _K.AGENCY, _K.ADMIN),
    _K.AGENCY: (),
    _K.ADMIN: (_K.SUBPUBLISH,),
    _K.SUBPUBLISH: (_K.SUBPUBLISH,),
    _K.COLLECTIVE: (_K.JOINT_COLLECTION, _K.RECIPROCAL),
    _K.JOINT_COLLECTION: (_K.JOINT_COLLECTION, _K.RECIPROCAL),
    _K.RECIPROCAL: (_K.JOINT_COLLECTION, _K.RECIPROCAL),
}
"""Which mandates may stand on which; 0: on the title itself."""

Path = tuple[str, ...]
"""Mandates from a holder to who signs for him, by id."""


class Scoped(Protocol):
    """What a mandate must cover: a line, or the one use that a blanket is asked for."""

    @property
    def asset(self) -> str: ...
    @property
    def layer(self) -> int: ...
    @property
    def usage(self) -> int: ...
    @property
    def territory(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def exclusivity(self) -> int: ...


def overlaps(line: Line, senior: Entry) -> bool:
    """Whether a line and an earlier one share a use, a country and a second, as both were agreed."""
    return bool(
        line.usage & senior.usage
        and line.territory & senior.territory
        and line.start < senior.end
        and senior.start < line.end
    )


def meets(bar: Bar, line: Line) -> bool:
    """Whether a barring mandate and a line share an asset, a use and a country, whenever."""
    return bool(
        bar.layer in (0, line.layer)
        and bar.asset in (ZERO_HASH, line.asset)
        and bar.usage & line.usage
        and bar.territory & line.territory
    )


def covers(mandate: Mandate, line: Scoped) -> bool:
    """Whether a mandate lets its mandatary license the line; its time apart."""
    scope = mandate.layer in (0, line.layer) and mandate.asset in (ZERO_HASH, line.asset)
    within = not line.usage & ~mandate.usage and not line.territory & ~mandate.territory
    # A society licenses nothing but NONEXCLUSIVE lines of 731 days, whatever cap it was given (CMR 23).
    plain = line.exclusivity == Exclusivity.NONEXCLUSIVE and line.end - line.start <= SOCIETY_TERM_S
    return (
        scope and within and line.exclusivity <= mandate.cap and (plain or mandate.kind not in SOCIETY_KINDS)
    )


def end_of_mandate(state: State, mandate: str) -> int:
    """When a mandate ends for all its givers, UTC seconds."""
    return state.mandates[mandate].end_for()


def is_live(known: MandateState, giver: str, moment: int) -> bool:
    """Whether a mandate was on record and in force for one of its givers at a moment."""
    begins = max(known.event.text.start, known.event.at.time)
    return begins <= moment < known.end_for(giver)


def paths(state: State, line: Line, holder: str, signers: Collection[str], moment: int) -> Iterator[Path]:
    """Every chain of mandates from a holder to a signer, in force at a moment and covering the line."""
    yield from _onward(state, line, holder, signers, moment, ())


def _onward(
    state: State, line: Line, giver: str, signers: Collection[str], moment: int, before: Path
) -> Iterator[Path]:
    if len(before) == MAX_HOPS:
        return
    allowed = ONWARD[state.mandates[before[-1]].event.text.kind if before else 0]
    for identity, known in state.mandates.items():
        mandate = known.event.text
        if giver not in mandate.givers or mandate.kind not in allowed or identity in before:
            continue
        if not is_live(known, giver, moment) or not covers(mandate, line):
            continue
        path = (*before, identity)
        if mandate.to in signers:
            yield path
        yield from _onward(state, line, mandate.to, signers, moment, path)
