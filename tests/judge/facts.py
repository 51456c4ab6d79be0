"""What a document records, as known at record time k: lines, mandates, titles and finality.

Nothing is worked out beforehand and nothing is kept up to date: each question about the state reads the list
of events anew. Order is the place in that list; times are seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from tests.judge.words import (
    LAYERS_OF,
    OPEN,
    WHOLE,
    Json,
    Line,
    Mandate,
    Table,
    read_line,
    read_mandate,
)


class Facts:
    """A document's facts as known at record time, and the policy of whoever asks."""

    def __init__(self, facts: Json, policy: Json, known_at: int | None) -> None:
        self.all: list[Json] = facts.get("events", [])
        self.records: Json = facts.get("records", {})
        self.last_final: int | None = facts.get("final")
        self.policy = policy
        self.known_at = OPEN if known_at is None else known_at

    def events(self, *kinds: str) -> Iterator[tuple[int, Json]]:
        """Known events of these kinds, with their places."""
        for place, event in enumerate(self.all):
            if event["time"] <= self.known_at and event["event"] in kinds:
                yield place, event

    # ---- assets

    @cached_property
    def registrations(self) -> dict[str, tuple[int, Json]]:
        """Each known work's first registration: registering it again changes nothing."""
        found: dict[str, tuple[int, Json]] = {}
        for place, event in self.events("registered"):
            found.setdefault(event["work"], (place, event))
        return found

    def knows(self, work: str) -> bool:
        """Whether the work is registered."""
        return work in self.registrations

    def type_of(self, work: str) -> str:
        """Type of a known work."""
        return str(self.registrations[work][1]["type"])

    def registrant(self, work: str) -> str:
        """Who registered a known work."""
        return str(self.registrations[work][1]["registrant"])

    def files(self, work: str) -> set[str]:
        """What a known work claims: the file or tag it was registered with, and as what it was revealed."""
        named = self.registrations[work][1].get("file")
        shown = {event["file"] for _, event in self.events("revealed") if event["work"] == work}
        return shown | ({named} if named else set())

    def own_layers(self, work: str) -> tuple[str, ...]:
        """The layers that an asset of its type has."""
        return LAYERS_OF[self.type_of(work)]

    def links(self, work: str, *kinds: str) -> list[tuple[str, str]]:
        """Links of these kinds (all kinds if none is named) as (kind, target)."""
        given = self.registrations[work][1].get("links", [])
        return [(link["kind"], link["target"]) for link in given if not kinds or link["kind"] in kinds]

    # ---- titles

    def tables(self, work: str, layer: str) -> list[Table]:
        """All tables of a layer, in the order of their recording."""
        if not self.knows(work):
            return []
        place, event = self.registrations[work]
        shares = event.get("splits", {}).get(layer, {event["registrant"]: WHOLE})
        tables = [Table(place, event["time"], tuple(shares.items()), False, False)]
        for place, event in self.events("title"):
            if (event["work"], event["layer"]) == (work, layer):
                assigned = event["change"] == "ASSIGNED"
                signed = assigned or event.get("confirmed", False)
                shares = tuple(event["shares"].items())
                tables.append(Table(place, event["time"], shares, signed, assigned))
        return tables

    def table_at(self, work: str, layer: str, when: int) -> Table | None:
        """The title of the state at min(t, k): after the last block whose time is no later."""
        reached = [table for table in self.tables(work, layer) if table.time <= when]
        return reached[-1] if reached else None

    def table_before(self, work: str, layer: str, place: int) -> Table | None:
        """The title as recorded when the event at this place was."""
        earlier = [table for table in self.tables(work, layer) if table.place < place]
        return earlier[-1] if earlier else None

    def holders_at(self, work: str, when: int) -> frozenset[str]:
        """Whoever holds units in any of the asset's own layers at a time."""
        found: frozenset[str] = frozenset()
        for layer in self.own_layers(work):
            table = self.table_at(work, layer, when)
            found |= table.holders if table else frozenset()
        return found

    def ever_held(self, work: str, who: str) -> bool:
        """Whether somebody held units in any layer of the asset at any time."""
        if not self.knows(work):
            return False
        return any(who in t.holders for layer in self.own_layers(work) for t in self.tables(work, layer))

    def has_signed(self, work: str, layer: str, who: str) -> bool:
        """Whether somebody signed on a layer: his split, an assignment to or by him, or a deal."""
        for _, event in self.events("confirmed"):
            if (event["work"], event["layer"], event["holder"]) == (work, layer, who):
                return True
        before: frozenset[str] = frozenset()
        for table in self.tables(work, layer):
            if table.signed_by_all and who in table.holders | (before if table.assigned else frozenset()):
                return True
            before = table.holders
        return any(who in line.signers for line in self.lines_on(work, layer))

    def unsigned_holders(self, work: str, layer: str, table: Table) -> set[str]:
        """Holders other than the registrant who have not signed: the title is only CLAIMED."""
        others = table.holders - {self.registrant(work)}
        return {who for who in others if not self.has_signed(work, layer, who)}

    # ---- deals

    @cached_property
    def lines(self) -> dict[tuple[str, int], Line]:
        """Every recorded line."""
        found = {}
        for place, event in self.events("deal"):
            for number, line in enumerate(event["lines"]):
                found[event["deal"], number] = read_line(place, event, number, line)
        return found

    def lines_on(self, work: str, layer: str) -> list[Line]:
        """Lines whose target is this layer of this asset."""
        return [line for line in self.lines.values() if (line.work, line.layer) == (work, layer)]

    def parent_of(self, line: Line) -> Line | None:
        """The line it is a sub-licence of, if that was recorded before it."""
        found = self.lines.get(line.parent) if line.parent else None
        return found if found and found.place < line.place else None

    def chain(self, line: Line) -> list[Line]:
        """The line, its parent, its parent's parent ... up to where the ledger knows none."""
        found = [line]
        while (above := self.parent_of(found[-1])) is not None:
            found.append(above)
        return found

    def end_of(self, line: Line, before: int | None = None) -> int:
        """Effective end: min(end, terminated at), as known at k, or at a place of the list."""
        ends = [line.end]
        for place, event in self.events("line_ended"):
            same = (event["deal"], event["line"]) == (line.deal, line.number)
            if same and (before is None or place < before):
                ends.append(event["end"])
        return min(ends)

    def arbiters_of(self, deal: str | None) -> set[str]:
        """Whose rulings are accepted: those of the policy, and for a deal the one whom it names."""
        accepted = set(self.policy.get("arbiters", []))
        for _, event in self.events("deal"):
            if deal is not None and event["deal"] == deal and event.get("arbiter"):
                accepted.add(event["arbiter"])
        return accepted

    # ---- mandates

    @cached_property
    def mandates(self) -> list[Mandate]:
        """Every recorded mandate, once for each giver."""
        return [
            read_mandate(place, event, giver)
            for place, event in self.events("mandate")
            for giver in event["givers"]
        ]

    def mandate_end(self, mandate: Mandate, before: int | None = None, by_time: int | None = None) -> int:
        """When it ends, as known at k, at a place of the list, or at a time."""
        ends = [mandate.end]
        for place, event in self.events("mandate_ended"):
            if event["mandate"] != mandate.name or event.get("giver", mandate.giver) != mandate.giver:
                continue
            if (before is None or place < before) and (by_time is None or event["time"] <= by_time):
                ends.append(event["end"])
        return min(ends)

    # ---- finality

    def block(self, place: int) -> int:
        """Number of the block that records an event; by default each has one of its own."""
        return int(self.all[place].get("block", place + 1))

    def is_final(self, place: int) -> bool:
        """Whether what was recorded at a place can no longer be undone, by what the policy asks."""
        if self.last_final is not None and self.block(place) > self.last_final:
            return False
        head = max(
            self.block(known) for known, event in enumerate(self.all) if event["time"] <= self.known_at
        )
        return head - self.block(place) >= int(self.policy.get("finality", 0))

    # ---- attestations

    def is_attested(self, party: str) -> bool:
        """Whether somebody whom the policy trusts attests to a party, as known at k."""
        if not self.policy.get("attested"):
            return True
        said: dict[tuple[str, int], bool] = {}
        for _, event in self.events("attested"):
            if event["party"] == party and event["by"] in self.policy.get("attestors", []):
                said[event["by"], event["kind"]] = not event.get("withdrawn", False)
        return any(said.values())

    def trusts(self, mandates: Iterable[Mandate]) -> bool:
        """Whether the policy lets an answer rest on these mandates."""
        return all(self.is_final(m.place) and self.is_attested(m.to) for m in mandates)
