"""Rules of ILicensing.activate: whose consent a deal needs, what it meets, and what it changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger.core.licensing import Accept, Entry, Exclusives, Proof, Seen
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line, Share
from ledger.core.operations import Activate
from tests.model import hashes, keys
from tests.model.consent_rules import Consents
from tests.model.deal_words import words
from tests.model.title_rules import Effect, digest_of, in_time
from tests.model.world import (
    COLLECTIVE,
    NONEXCLUSIVE,
    TERM,
    DealRecord,
    Listing,
    Refusals,
    World,
    chain_of,
    entry_of,
    order_refusals,
    targets,
)


@dataclass
class Shadow:
    """Heads and lists as they stand after the lines of the deal looked at so far."""

    heads: dict[str, str] = field(default_factory=dict)
    lists: dict[str, Listing] = field(default_factory=dict)
    entries: list[tuple[str, Entry]] = field(default_factory=list)


@dataclass
class Judge:
    """One activation."""

    world: World
    step: Activate
    now: int
    refusals: Refusals
    shadow: Shadow = field(default_factory=Shadow)
    lists_used: int = 0
    seen_used: int = 0
    lineages_used: int = 0
    needed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.deal = self.step.deal
        self.digest = digest_of(self.world.licensing, self.deal)
        self.proof = self.step.proof[0] if self.step.proof else Proof()
        self.consents = Consents(self.world, self.step, self.now, self.refusals)

    def judge(self) -> Effect:
        """Note all that is wrong; what the deal changes if nothing is."""
        refusals, deal = self.refusals, self.deal
        refusals.when(self.digest in self.world.deals, "AlreadyActive", self.digest)
        refusals.when(self.digest in self.world.cancelled, "Cancelled", self.digest)
        in_time(refusals, deal.accept_by, self.now)
        refusals.when(not deal.lines, "NoLines")
        refusals.when(len(deal.lines) > 16, "TooManyLines", len(deal.lines), 16)
        refusals.when(len(self.step.proof) > 1, "TooManyProofs", len(self.step.proof))
        order_refusals(refusals, deal.signers)
        self._heads_given()
        self.consents.routes()
        for index, line in enumerate(deal.lines):
            words(deal, index, self.now, refusals)
            self._line(index, line)
        for signer in deal.signers:
            refusals.when(signer not in self.needed, "NeedlessSigner", signer)
        self._signatures()
        return self._effect

    def _effect(self, block: int) -> None:
        self.world.deals[self.digest] = DealRecord(self.deal, self.now, block)
        for chain, entry in self.shadow.entries:
            self.world.append(chain, entry)
        self.world.lists |= self.shadow.lists

    def _heads_given(self) -> None:
        lines, heads = self.deal.lines, self.proof.heads
        if all(line.exclusivity == NONEXCLUSIVE for line in lines):
            return
        wrong = len(heads) != len(lines)
        if self.refusals.when(wrong, "WrongHeads", len(heads), len(lines)) and not self.step.proof:
            self.refusals.add(("ProofMissing", None))
        for index, (line, head) in enumerate(zip(lines, heads, strict=False)):
            if line.exclusivity == NONEXCLUSIVE and head != ZERO_HASH:
                # Both errors are worded so that they fit.
                self.refusals |= {("WrongHeads", None, None), ("NotAcknowledged", index, head, None)}

    def _signatures(self) -> None:
        """Licensees of SOLE and EXCLUSIVE lines sign the Accept, all others the deal."""
        accepting = {line.licensee for line in self.deal.lines if line.exclusivity != NONEXCLUSIVE}
        accept = digest_of(self.world.licensing, Accept(self.deal, self.proof.heads))
        wrong = len(self.step.signatures) != len(self.deal.signers)
        if self.refusals.when(wrong, "SignatureBytes", None, None):
            self.refusals.add(("BadSignature", None, None))
        for signer, signature in zip(self.deal.signers, self.step.signatures, strict=False):
            digest = accept if signer in accepting else self.digest
            bad = not keys.is_signature(signature, signer, digest)
            self.refusals.when(bad, "BadSignature", signer, digest)

    def _line(self, index: int, line: Line) -> None:
        shares: tuple[Share, ...] = ()
        agents: tuple[str, ...] = ()
        if line.society != ZERO_ADDRESS:
            self._signs(index, line.society)
        elif line.parent != ZERO_HASH:
            self._lineage(index, line)
        else:
            title = self.consents.title(index, line)
            shares = title.shares if title else ()
            self.needed |= self.consents.of(index, line, shares)
            agents = self.consents.agents(index, shares)
        if line.licensee != ZERO_ADDRESS:
            self._signs(index, line.licensee)
        entry = entry_of(self.digest, index, line)
        chain = chain_of(line)
        if line.society == ZERO_ADDRESS:
            self._exclusives(index, line, shares, entry)
        for key in (chain, *map(hashes.agent_key, agents)):
            self.shadow.entries.append((key, entry))
            self.shadow.heads[key] = hashes.next_head(self._head(key), entry)

    def _signs(self, index: int, account: str) -> None:
        self.refusals.when(account not in self.deal.signers, "MissingSigner", index, account)
        self.needed.add(account)

    def _head(self, chain: str) -> str:
        return self.shadow.heads.get(chain, self.world.head(chain))

    def _lineage(self, index: int, line: Line) -> None:
        """A sub-licence: its parent's licensee licenses it; every ancestor that it falls with is alive."""
        refusals, place = self.refusals, self.lineages_used
        self.lineages_used += 1
        if place >= len(self.proof.lineages):
            refusals.add(("BadLineage", index))
            refusals.add(("ProofMissing", index))
            return
        steps, child = self.proof.lineages[place], line
        if refusals.when(not steps or len(steps) % 2 or len(steps) > 8, "BadLineage", index):
            return
        for start in range(0, len(steps), 2):
            if child.parent == ZERO_HASH or (start and child.survives):
                refusals.add(("BadLineage", index))
                return
            parent = self._ancestor(index, child, steps[start], steps[start + 1])
            if parent is None:
                return
            deal = digest_of(self.world.licensing, self.proof.ancestors[steps[start]])
            end = self.world.deals[deal].end_of(steps[start + 1])
            refusals.when(line.end > end, "ExceedsParent", index, 4)  # what is left of each ancestor
            if start == 0:
                self._within(index, line, parent)
            child = parent
        if child.parent != ZERO_HASH and not child.survives:
            refusals.add(("BadLineage", index))
            refusals.add(("ProofMissing", index))

    def _ancestor(self, index: int, child: Line, place: int, number: int) -> Line | None:
        refusals = self.refusals
        deals = self.proof.ancestors
        if refusals.when(place >= len(deals), "BadLineage", index):
            return None
        digest = digest_of(self.world.licensing, deals[place])
        given = hashes.line_id(digest, number)
        refusals.when(given != child.parent, "NotTheParent", index, given, child.parent)
        if refusals.when(number >= len(deals[place].lines), "BadLineage", index):
            return None
        record = self.world.deals.get(digest)
        if refusals.when(record is None, "ParentNotActive", index, digest) or record is None:
            return None
        refusals.when(record.end_of(number) <= self.now, "ParentEnded", index, record.end_of(number))
        return deals[place].lines[number]

    def _within(self, index: int, line: Line, parent: Line) -> None:
        """Child within parent in six dimensions."""
        self._signs(index, parent.licensee)
        wider = {
            1: (line.asset, line.layer) != (parent.asset, parent.layer),
            2: line.usage & ~parent.usage,
            3: line.territory & ~parent.territory,
            4: line.start < parent.start,
            5: line.exclusivity > parent.exclusivity,
            6: line.depth >= parent.depth,
        }
        for what, wrong in wider.items():
            self.refusals.when(wrong, "ExceedsParent", index, what)

    def _exclusives(self, index: int, line: Line, shares: tuple[Share, ...], entry: Entry) -> None:
        chain = chain_of(line)
        known = self.shadow.lists.get(chain, self.world.lists.get(chain))
        hint = 0
        if known is not None:
            hint = self._list_given(index, known)
            late = line.start < known.horizon
            self.refusals.when(late, "BeforeHorizon", index, line.start, known.horizon)
            for senior in known.entries:
                if self._meets(line, senior):
                    names = index, senior.deal, senior.index
                    allowed = self._exempt(line, senior)
                    self.refusals.when(not allowed, "ExclusiveConflict", *names)
                    self.needed.add(senior.licensee)
        if line.exclusivity == NONEXCLUSIVE:
            return
        self._acknowledged(index, line, shares)
        known = known or Listing()
        gone = [
            each for place, each in enumerate(known.entries)
            if each.end <= self.now or (hint >> place & 1 and self.world.end_of(each) <= self.now)
        ]  # fmt: skip
        horizon = max([known.horizon, *map(self.world.end_of, gone)])
        # The line that drops them is the first of the later ones.
        self.refusals.when(line.start < horizon, "BeforeHorizon", index, line.start, horizon)
        kept = (each for each in known.entries if each not in gone)
        self.shadow.lists[chain] = Listing(horizon, (*kept, entry))

    def _meets(self, line: Line, senior: Entry) -> bool:
        return self.world.overlap(line, senior, self.world.end_of(senior))

    def _exempt(self, line: Line, senior: Entry) -> bool:
        """The same licensee, or he signs this deal too, or the line is of this very deal."""
        return line.licensee == senior.licensee or senior.licensee in self.deal.signers

    def _list_given(self, index: int, known: Listing) -> int:
        place, self.lists_used = self.lists_used, self.lists_used + 1
        if place >= len(self.proof.exclusives):
            self.refusals.add(("ProofMissing", index))
            return 0
        given: Exclusives = self.proof.exclusives[place]
        shown = hashes.exclusives_hash(given.horizon, given.entries)
        current = hashes.exclusives_hash(known.horizon, known.entries)
        self.refusals.when(shown != current, "ExclusivesMoved", index, shown, current)
        return given.ended

    def _acknowledged(self, index: int, line: Line, shares: tuple[Share, ...]) -> None:
        """The licensee has seen every earlier grant; what came since does not touch him."""
        if len(self.proof.heads) != len(self.deal.lines):
            return
        signed, chain = self.proof.heads[index], chain_of(line)
        chains = [hashes.blanket_key(society, line.layer) for society in self._societies(line, shares)]
        if not chains and signed == self._head(chain):
            return
        shown: list[str] = []
        for key in (*chains, chain):
            place, self.seen_used = self.seen_used, self.seen_used + 1
            if place >= len(self.proof.seen):
                self.refusals.add(("ProofMissing", index))
                # Without a word of what came since, the heads signed are simply not those of today.
                self.refusals.add(("NotAcknowledged", index, signed, None))
                return
            seen: Seen = self.proof.seen[place]
            reached = hashes.head_of(seen.since, seen.head)
            self.refusals.when(reached != self._head(key), "HeadMoved", index, reached, self._head(key))
            for later in seen.since:
                touches = later.deal != self.digest and self._meets(line, later)
                if touches and not self._exempt(line, later):
                    self.refusals.add(("UndisclosedEncumbrance", index, later.deal, later.index))
                elif touches:
                    self.needed.add(later.licensee)
            shown.append(seen.head)
        whole = hashes.folded(shown) if chains else shown[0]
        self.refusals.when(whole != signed, "NotAcknowledged", index, signed, None)

    def _societies(self, line: Line, shares: tuple[Share, ...]) -> list[str]:
        """Societies whose blankets run on beside the line: the COLLECTIVE ended within 731 days."""
        found = []
        for share in shares:
            for bar in self.world.bars.get(share.holder, Listing()).entries:
                end = self.world.bar_end(bar)
                scope = bar.usage & line.usage and bar.territory & line.territory and targets(bar, line)
                over = max(line.start, bar.start) >= end and end + TERM > self.now and bar.start < line.end
                if bar.kind == COLLECTIVE and scope and over:
                    found.append(bar.to)
        return found


def activate(world: World, step: Activate, now: int, refusals: Refusals) -> Effect:
    """Every required party has signed: the lines are in force."""
    return Judge(world, step, now, refusals).judge()
