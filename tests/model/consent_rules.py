"""Who licenses a line on a title: holders, or the agents and societies to whom mandates lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.core.licensing import Mandate, Proof
from ledger.core.model import ZERO_HASH, Line, Share, Title
from ledger.core.operations import Activate
from tests.model import hashes
from tests.model.title_rules import digest_of
from tests.model.world import (
    ADMIN,
    AGENCY,
    COLLECTIVE,
    JOINT,
    RECIPROCAL,
    SUBPUBLISH,
    TERM,
    MandateRecord,
    Refusals,
    World,
    targets,
)

HOPS = 5
_ONWARD = {
    0: {COLLECTIVE, AGENCY, ADMIN},
    ADMIN: {SUBPUBLISH},
    SUBPUBLISH: {SUBPUBLISH},
    COLLECTIVE: {JOINT, RECIPROCAL},
    JOINT: {JOINT, RECIPROCAL},
    RECIPROCAL: {JOINT, RECIPROCAL},
}
_PUBLISHERS = {ADMIN, SUBPUBLISH}


def covers(mandate: Mandate, line: Line) -> bool:
    """Whether a mandate gives the power to license a line."""
    scope = mandate.layer in (0, line.layer) and mandate.asset in (ZERO_HASH, line.asset)
    within = not line.usage & ~mandate.usage and not line.territory & ~mandate.territory
    society = mandate.kind in (COLLECTIVE, JOINT, RECIPROCAL)
    return (
        scope
        and within
        and line.exclusivity <= mandate.cap
        and not (society and line.end - line.start > TERM)
    )


@dataclass
class Consents:
    """Those of one activation."""

    world: World
    step: Activate
    now: int
    refusals: Refusals
    by_line: dict[int, list[list[Mandate]]] = field(default_factory=dict)
    broken: dict[int, list[list[Mandate]]] = field(default_factory=dict)

    @property
    def proof(self) -> Proof:
        """The proof, an empty one if none was given."""
        return self.step.proof[0] if self.step.proof else Proof()

    def routes(self) -> None:
        """Read the routes."""
        lines, mandates = self.step.deal.lines, self.proof.mandates
        for place, route in enumerate(self.proof.routes):
            wrong = not 2 <= len(route) <= 1 + HOPS
            wrong = wrong or route[0] >= len(lines) or any(hop >= len(mandates) for hop in route[1:])
            hops = [mandates[hop] for hop in route[1:] if hop < len(mandates)]
            broken = self.refusals.when(wrong, "BadRoute", place)
            if hops:
                # What hops there are may be wrong as well; which is said first is left open.
                (self.broken if broken else self.by_line).setdefault(route[0], []).append(hops)

    def title(self, index: int, line: Line) -> Title | None:
        """The title on which a line stands."""
        found = next((title for title in self.step.titles if hashes.title_hash(title) == line.title), None)
        current = self.world.title_hash(hashes.title_key(line.asset, line.layer))
        self.refusals.when(found is None, "TitleMissing", index)
        self.refusals.when(line.title != current, "StaleTitle", index, line.title, current)
        self.refusals.when(found is not None and found.unclaimed, "UnclaimedUnits", index)
        return found

    def of(self, index: int, line: Line, shares: Sequence[Share]) -> set[str]:
        """Signers whom the line needs; notes whose consent is missing."""
        signers, needed = self.step.deal.signers, set[str]()
        served: dict[str, list[list[Mandate]]] = {}
        for route in self.by_line.get(index, ()):
            holders = self._served(index, line, route, shares)
            if holders:  # who stands for nobody is no needed signer
                needed.add(route[-1].to)
                self.refusals.when(route[-1].to not in signers, "MissingSigner", index, None)
            for holder in holders:
                served.setdefault(holder, []).append(route)
        for route in self.broken.get(index, ()):
            self._served(index, line, route, shares)
        consenting = [s.holder for s in shares if s.holder in signers or s.holder in served]
        for share in shares:
            holder = share.holder
            if holder in signers:
                needed.add(holder)
            if holder in consenting:
                self._not_barred(index, line, holder, served.get(holder, []))
            elif line.consult == ZERO_HASH or not consenting:
                self.refusals.add(("MissingSigner", index, holder))
                self.barred_too(index, line, holder)
        return needed

    def agents(self, index: int, shares: Sequence[Share]) -> tuple[str, ...]:
        """Who signed the line for a holder, each once."""
        return tuple(dict.fromkeys(route[-1].to for route in self.by_line.get(index, ())))

    def _served(self, index: int, line: Line, route: list[Mandate], shares: Sequence[Share]) -> list[str]:
        """Holders for whom a route stands, if all of its mandates do."""
        kind, giver = 0, ""
        first = self._live(index, line, route[0])
        givers = [share.holder for share in shares if share.holder in route[0].givers]
        free = [holder for holder in givers if first is not None and first.is_live(holder, self.now)]
        for mandate, onward in zip(route, (*route[1:], None), strict=True):
            digest = digest_of(self.world.licensing, mandate)
            record = self._live(index, line, mandate)
            broken = mandate.kind not in _ONWARD.get(kind, set()) or (kind and giver not in mandate.givers)
            self.refusals.when(broken, "RouteBroken", index, digest)
            dead = record is not None and not record.is_live(mandate.givers[0] if kind else "", self.now)
            self.refusals.when(dead, "MandateNotLive", index, digest)
            kind, giver = mandate.kind, mandate.to
            if kind in _PUBLISHERS:
                self._sub_barred(index, line, mandate.to, onward)
        return free

    def _live(self, index: int, line: Line, mandate: Mandate) -> MandateRecord | None:
        digest = digest_of(self.world.licensing, mandate)
        record = self.world.mandates.get(digest)
        self.refusals.when(record is None, "MandateNotLive", index, digest)
        self.refusals.when(not covers(mandate, line), "MandateScope", index, digest)
        return record

    def _open(self, index: int, line: Line, member: str) -> bool:
        """Whether a member has a list of barring mandates: then it must be given, and its horizon kept."""
        known = self.world.bars.get(member)
        if known is None:
            return False
        given = next((bars for bars in self.proof.bars if bars.member == member), None)
        if given is None:
            self.refusals.add(("ProofMissing", index))
        else:
            shown, current = hashes.bars_hash(given.horizon, given.entries), self.world.bars_hash(member)
            self.refusals.when(shown != current, "BarsMoved", member, shown, current)
        return True

    def _not_barred(self, index: int, line: Line, holder: str, routes: list[list[Mandate]]) -> None:
        """A holder who gave the power away licenses by his mandatary alone."""
        if not self._open(index, line, holder):
            return
        known = self.world.bars[holder]
        late = line.start < known.horizon
        self.refusals.when(late, "BeforeHorizon", index, line.start, known.horizon)
        through = {digest_of(self.world.licensing, route[0]) for route in routes}
        for bar in known.entries:
            # A SUBPUBLISH takes what comes along a publisher's routes, not his own holdings.
            if (
                bar.kind == SUBPUBLISH
                or not targets(bar, line)
                or not self.world.overlap(line, bar, self.world.bar_end(bar))
            ):
                continue
            wrong = bar.mandate not in through
            self.refusals.when(wrong, "BarredByMandate", index, holder, bar.mandate)

    def barred_too(self, index: int, line: Line, holder: str) -> None:
        """Of a holder whose consent is missing it may as well be said first that he is barred."""
        if self._open(index, line, holder):
            self._not_barred(index, line, holder, [])

    def _sub_barred(self, index: int, line: Line, account: str, onward: Mandate | None) -> None:
        """A publisher who gave a barring SUBPUBLISH passes the power on by it alone."""
        if not self._open(index, line, account):
            return
        after = digest_of(self.world.licensing, onward) if onward else ""
        for bar in self.world.bars[account].entries:
            if (
                bar.kind == SUBPUBLISH
                and targets(bar, line)
                and self.world.overlap(line, bar, self.world.bar_end(bar))
            ):
                wrong = bar.mandate != after
                self.refusals.when(wrong, "BarredByMandate", index, account, bar.mandate)
