"""One case before the verifier: the question, the facts at (t, k), and what was found out already."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ledger.core.events import Position
from ledger.core.facts import DealState, MandateState, State, TitleVersion
from ledger.core.ids import line_id
from ledger.core.model import Line
from ledger.core.policy import Known, Policy
from ledger.core.profile import Profile
from ledger.core.question import Question
from ledger.core.rights import Exclusivity, Layer

if TYPE_CHECKING:
    from ledger.core.authority import Rest

ASSIGNED = 3
"""TitleChanged.change of an assignment, which all holders before and after have signed."""

Granted = tuple[DealState, int, Line]
"""A line of an activated deal."""


def place(at: Position) -> tuple[int, int]:
    """Order on the ledger."""
    return at.block, at.log_index


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is looked at: just before a place of the ledger, or after a second (``order`` None)."""

    time: int
    order: tuple[int, int] | None = None

    def knows(self, at: Position) -> bool:
        """Whether something was on record by then."""
        return at.time <= self.time if self.order is None else place(at) < self.order


def just_before(at: Position) -> Moment:
    """The moment at which an event was recorded: all before it is known."""
    return Moment(at.time, place(at))


@dataclass
class Memory:
    """What does not depend on the moment asked about: computed once for all moments of a case."""

    rests: dict[tuple[str, int], Rest] = field(default_factory=dict)
    juniors: dict[tuple[str, int], str | None] = field(default_factory=dict)
    signers: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    strict_lines: dict[tuple[str, int], tuple[Granted, ...]] = field(default_factory=dict)
    by_id: dict[str, Granted] = field(default_factory=dict)
    given: dict[str, list[MandateState]] = field(default_factory=dict)


@dataclass
class Case:
    """The facts are those of record time k (``state`` was folded up to it); ``question.at`` is t."""

    state: State
    question: Question
    policy: Policy
    known: Known
    profile: Profile
    memory: Memory = field(default_factory=Memory)

    def __post_init__(self) -> None:
        if not self.memory.given:
            for mandate in self.state.mandates.values():
                for giver in mandate.event.text.givers:
                    self.memory.given.setdefault(giver, []).append(mandate)

    def asking(self, *, party: str | None = None, asset: str | None = None, at: int | None = None) -> Case:
        """The same facts under another question."""
        old = self.question
        question = replace(
            old,
            party=old.party if party is None else party,
            asset=old.asset if asset is None else asset,
            at=old.at if at is None else at,
        )
        return replace(self, question=question)

    @cached_property
    def territory(self) -> int:
        """Bitmap of the one territory."""
        return self.question.territory_mask

    def title(self, asset: str, layer: Layer) -> TitleVersion | None:
        """The title in the state at min(t, k)."""
        return self.title_at(asset, layer, self.question.at)

    def title_at(self, asset: str, layer: Layer, moment: int) -> TitleVersion | None:
        """The title as it was recorded at a moment, UTC seconds."""
        found = None
        for version in self.state.titles.get((asset, layer), ()):
            if version.title.since > moment:
                break
            found = version
        return found

    def holders(self, asset: str, layer: Layer) -> tuple[str, ...]:
        """Who holds units at min(t, k)."""
        version = self.title(asset, layer)
        return tuple(share.holder for share in version.title.shares) if version else ()

    def given(self, account: str) -> list[MandateState]:
        """Mandates that an account gave, oldest first."""
        return self.memory.given.get(account, [])

    def end_of(self, granted: Granted) -> int:
        """When a line ends as known at k, UTC seconds."""
        deal, index, _ = granted
        return self.state.end_of(deal.event.deal, index)

    def line_by_id(self, asset: str, layer: Layer, identity: str) -> Granted | None:
        """The line on a layer that has an id."""
        known = self.memory.by_id
        if identity not in known:
            for granted in self.state.lines_on(asset, layer):
                known[line_id(granted[0].event.deal, granted[1])] = granted
        found = known.get(identity)
        return found if found and (found[2].asset, found[2].layer) == (asset, layer) else None

    def strict_lines(self, asset: str, layer: int) -> tuple[Granted, ...]:
        """SOLE and EXCLUSIVE lines on a layer, oldest first."""
        key = asset, layer
        if key not in self.memory.strict_lines:
            self.memory.strict_lines[key] = tuple(
                granted
                for granted in self.state.lines_on(asset, layer)
                if granted[2].exclusivity != Exclusivity.NONEXCLUSIVE
            )
        return self.memory.strict_lines[key]

    def asks_for(self, line: Line, end: int) -> bool:
        """Whether a line covers the use, the territory and the moment asked about."""
        question = self.question
        scope = line.usage & question.use.mask and line.territory & self.territory
        return bool(scope) and line.start <= question.at < end

    def is_final(self, at: Position) -> bool:
        """Whether a place of the ledger is final enough for the policy."""
        final, wanted = self.known.final, self.policy.finality
        deep = not wanted or self.known.head - at.block >= wanted
        return deep and (final is None or at.block <= final)

    def signed_on(self, asset: str, layer: int) -> frozenset[str]:
        """Who has signed anything on a layer: a split, an assignment, or a deal."""
        key = asset, layer
        if key not in self.memory.signers:
            self.memory.signers[key] = self._signed_on(asset, layer)
        return self.memory.signers[key]

    def _signed_on(self, asset: str, layer: int) -> frozenset[str]:
        state, found = self.state, set[str]()
        for version in state.titles.get((asset, layer), ()):
            change = state.changes.get(version.hash)
            if version.title.confirmed or (change is not None and change.change == ASSIGNED):
                found |= {share.holder for share in version.title.shares}
            found |= state.confirmed.get(version.hash, {}).keys()
        for deal, _, _ in state.lines_on(asset, layer):
            found |= set(deal.event.text.signers)
        return frozenset(found)
