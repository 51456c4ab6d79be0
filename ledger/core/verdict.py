"""A verdict: five answers, never a boolean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ledger.core.events import Position


class Status(StrEnum):
    """The five verdicts of RIGHTS.md 1."""

    AUTHORISED = "AUTHORISED"
    AUTHORISED_WITH_DUTIES = "AUTHORISED_WITH_DUTIES"
    CONDITIONAL = "CONDITIONAL"
    NOT_AUTHORISED = "NOT_AUTHORISED"
    INDETERMINATE = "INDETERMINATE"

    @property
    def exit(self) -> int:
        """Exit code: 0 yes, 1 no, 2 under a condition, 3 cannot tell."""
        return {"CONDITIONAL": 2, "NOT_AUTHORISED": 1, "INDETERMINATE": 3}.get(self.value, 0)


STRENGTH = [
    Status.AUTHORISED,
    Status.AUTHORISED_WITH_DUTIES,
    Status.CONDITIONAL,
    Status.INDETERMINATE,
    Status.NOT_AUTHORISED,
]
"""From the strongest ground of one layer to none; also the order in which layers are combined."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One code with what its sentence names."""

    code: str
    params: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """A step of the chain: ``kind`` title, mandate or line; what it is, and where it was recorded.

    ``ref``: title hash, mandate id, or ``deal#line``.
    """

    kind: str
    asset: str
    layer: int
    ref: str
    at: Position


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that may allow a use of one layer: ``kind`` title, line or blanket; ``ref`` as in Hop."""

    kind: str
    ref: str
    status: Status
    findings: tuple[Finding, ...] = ()
    chain: tuple[Hop, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerResult:
    """What one (asset, layer) says; ``others``: the grounds that bear on it beside the one that counts."""

    asset: str
    layer: int
    status: Status
    findings: tuple[Finding, ...] = ()
    chain: tuple[Hop, ...] = ()
    flags: tuple[str, ...] = ()
    others: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class ParentResult:
    """Whether something that an asset was made from is cleared; ``kind`` is a LinkKind.

    ``layers``: what speaks for it, of the parent in its own right or of what the derivative's holders have.
    """

    asset: str
    kind: int
    parent: str
    status: Status
    findings: tuple[Finding, ...] = ()
    layers: tuple[LayerResult, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question.

    ``until`` is the first UTC second at which the status changes if nothing new is recorded, None if never
    (after 256 starts and ends at which it doesn't, the next of them: it may change there);
    ``tracks``: those of an album, whose own status is that of the worst.
    """

    status: Status
    layers: tuple[LayerResult, ...]
    flags: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    until: int | None = None
    parents: tuple[ParentResult, ...] = ()
    tracks: tuple[tuple[str, Verdict], ...] = ()

    def __bool__(self) -> bool:
        raise TypeError("a verdict has no truth value: compare its status")

    def chains(self) -> Iterator[tuple[Hop, ...]]:
        """The chain of every layer on which the answer rests, of tracks and of what it was made from too."""
        layers = [*self.layers, *(layer for parent in self.parents for layer in parent.layers)]
        for layer in layers:
            yield layer.chain
        for _, track in self.tracks:
            yield from track.chains()

    def hops(self) -> Iterator[Hop]:
        """Every step of these chains."""
        return (hop for chain in self.chains() for hop in chain)

    @property
    def codes(self) -> tuple[str, ...]:
        """All machine codes, each once, in order."""
        said = [*self.findings]
        said += [each for parent in self.parents for each in parent.findings]
        said += [each for layer in self.layers for each in layer.findings]
        found = [finding.code for finding in said]
        for _, track in self.tracks:
            found += track.codes
        return tuple(dict.fromkeys(found))
