"""A verdict: five answers, never a boolean."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    """A step of the chain: a title or a line, and where it was recorded."""

    kind: str
    asset: str
    layer: int
    ref: str
    at: Position


@dataclass(frozen=True, slots=True)
class LayerResult:
    """What one (asset, layer) says."""

    asset: str
    layer: int
    status: Status
    findings: tuple[Finding, ...] = ()
    chain: tuple[Hop, ...] = ()
    flags: tuple[str, ...] = ()
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question.

    ``until`` is the first UTC second at which it may differ if nothing new is recorded, None if never.
    """

    status: Status
    layers: tuple[LayerResult, ...]
    flags: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    until: int | None = field(default=None)

    def __bool__(self) -> bool:
        raise TypeError("a verdict has no truth value: compare its status")

    @property
    def codes(self) -> tuple[str, ...]:
        """All machine codes, each once, in order."""
        found = [f.code for f in self.findings] + [f.code for layer in self.layers for f in layer.findings]
        return tuple(dict.fromkeys(found))
