"""What opens the slots that a deal's lines meet: ``ILicensing.Proof``, made from the facts alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger.core.collecting import Lookup, collect
from ledger.core.facts import State
from ledger.core.ids import blanket_key, entry_of, line_id, next_head, word
from ledger.core.keccak import keccak
from ledger.core.licensing import SOCIETY_TERM_S, Bars, Entry, Exclusives, Mandate, MandateKind, Proof, Seen
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line, Share, Title
from ledger.core.rights import Exclusivity
from ledger.core.scopes import Path, end_of_mandate, meets, paths
from ledger.core.state import chain_of
from ledger.errors import BadInput, Denied


def chains_of(lines: Iterable[Line]) -> set[str]:
    """Hash chains that lines enter, agents' and blankets' apart."""
    return {chain_of(line) for line in lines if line.society == ZERO_ADDRESS}


def holders_of(titles: Iterable[Title]) -> set[str]:
    """Everybody who holds units in some titles."""
    return {share.holder for title in titles for share in title.shares}


def blankets(state: State, line: Line, shares: Sequence[Share], now: int) -> tuple[str, ...]:
    """Chains of the blankets that run on beside an exclusive line, in the order of acknowledgement.

    Those of every society to which a holder gave an overlapping COLLECTIVE that ended within 731 days.
    """
    found = []
    for share in shares:
        bars = state.bars.get(share.holder)
        for bar in bars.entries if bars else ():
            if bar.kind != MandateKind.COLLECTIVE or not meets(bar, line) or bar.start >= line.end:
                continue
            end = end_of_mandate(state, bar.mandate)
            if max(line.start, bar.start) >= end and end + SOCIETY_TERM_S > now:
                found.append(blanket_key(bar.to, line.layer))
    return tuple(found)


def barring(state: State, line: Line, holder: str) -> list[str]:
    """Mandates by which a holder gave away the power to license a line; his mandatary must sign for him."""
    bars = state.bars.get(holder)
    found = []
    for bar in bars.entries if bars else ():
        if bar.kind == MandateKind.SUBPUBLISH or not meets(bar, line):
            continue
        end = end_of_mandate(state, bar.mandate)
        if line.start < end and bar.start < min(line.end, end):
            found.append(bar.mandate)
    return found


def facts_of(lookup: Lookup, lines: Sequence[Line], titles: Sequence[Title], now: int) -> State:
    """Everything that a deal's lines meet: their works, chains, holders' mandates, and blankets that run on.

    Args:
        lookup: The index.
        lines: The lines.
        titles: The titles that they stand on.
        now: Head block's time, UTC seconds.
    """
    assets = {line.asset for line in lines} - {ZERO_HASH}
    chains, parties = chains_of(lines), holders_of(titles)
    state = collect(lookup, assets=assets, chains=chains, parties=parties)
    more = {
        chain for line in lines if line.exclusivity != Exclusivity.NONEXCLUSIVE
        for chain in blankets(state, line, shares_of(line, titles), now)
    }  # fmt: skip
    return collect(lookup, assets=assets, chains=chains | more, parties=parties) if more else state


def heads_for(state: State, lines: Sequence[Line], now: int) -> tuple[str, ...]:
    """What licensees of exclusive lines acknowledge now: a head a line, zero for others; or nothing."""
    if all(line.exclusivity == Exclusivity.NONEXCLUSIVE for line in lines):
        return ()
    heads = []
    for line in lines:
        version = state.title(line.asset, line.layer)
        shares = version.title.shares if version and line.parent == ZERO_HASH else ()
        plain = line.exclusivity == Exclusivity.NONEXCLUSIVE
        heads.append(ZERO_HASH if plain else head_seen(state, line, shares, now))
    return tuple(heads)


def shares_of(line: Line, titles: Sequence[Title]) -> Sequence[Share]:
    """The table of the title on which a line stands; empty for a sub-licence."""
    if line.parent == ZERO_HASH:
        for title in titles:
            if (title.asset, title.layer) == (line.asset, line.layer):
                return title.shares
    return ()


def bars_of(state: State, members: Sequence[str], now: int) -> tuple[Bars, ...]:
    """The lists of barring mandates of those who have one, with a hint of what ended early."""
    found = []
    for member in members:
        bars = state.bars.get(member)
        if bars is None:
            continue
        ended = sum(
            1 << place for place, bar in enumerate(bars.entries) if end_of_mandate(state, bar.mandate) <= now
        )
        found.append(Bars(member, bars.horizon, ended, bars.entries))
    return tuple(found)


def head_seen(state: State, line: Line, shares: Sequence[Share], now: int) -> str:
    """What the licensee of an exclusive line acknowledges: the head now, folded with those of blankets."""
    folded = ZERO_HASH
    for chain in blankets(state, line, shares, now):
        folded = _pair(folded, state.heads.get(chain, ZERO_HASH))
    head = state.heads.get(chain_of(line), ZERO_HASH)
    return head if folded == ZERO_HASH else _pair(folded, head)


def _pair(one: str, other: str) -> str:
    return "0x" + keccak(word(one) + word(other)).hex()


def prove(
    state: State, identity: str, deal: Deal, titles: Sequence[Title], heads: Sequence[str], now: int
) -> Proof:
    """The proof of a deal.

    Args:
        state: Facts of its assets, with the chains of its lines and the mandates of their holders.
        identity: The deal's id.
        deal: The deal.
        titles: The titles on which its lines stand, in any order.
        heads: Those of the ``Accept``; empty without exclusive lines.
        now: Time of the block in which it will be recorded, about, UTC seconds.

    Returns:
        The proof; empty (``Proof()``) where no line needs one.

    Raises:
        Denied: ``HEADS_UNKNOWN``: the heads signed are none of this ledger's.
        BadInput: ``UNKNOWN_PARENT``.
    """
    return _Prover(state, identity, deal, titles, heads, now).proof()


@dataclass
class _Prover:
    state: State
    identity: str
    deal: Deal
    titles: Sequence[Title]
    signed: Sequence[str]
    now: int
    mandates: dict[str, Mandate] = field(default_factory=dict)
    routes: list[bytes] = field(default_factory=list)
    bars: dict[str, Bars] = field(default_factory=dict)
    lists: list[Exclusives] = field(default_factory=list)
    ancestors: dict[str, Deal] = field(default_factory=dict)
    lineages: list[bytes] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    added: dict[str, list[Entry]] = field(default_factory=dict)
    written: dict[str, tuple[int, tuple[Entry, ...]]] = field(default_factory=dict)

    def proof(self) -> Proof:
        for index, line in enumerate(self.deal.lines):
            if line.society != ZERO_ADDRESS:
                continue
            shares = shares_of(line, self.titles)
            if line.parent != ZERO_HASH:
                self._lineage(line)
            else:
                self._consents(index, line, shares)
            self._exclusives(index, line, shares)
        return Proof(
            tuple(self.mandates.values()), tuple(self.routes), tuple(self.bars.values()), tuple(self.lists),
            tuple(self.ancestors.values()), tuple(self.lineages), tuple(self.signed), tuple(self.seen),
        )  # fmt: skip

    def _consents(self, index: int, line: Line, shares: Sequence[Share]) -> None:
        """Routes for holders who don't sign, or may not sign themselves; and the lists of who is barred."""
        for share in shares:
            holder = share.holder
            barred = barring(self.state, line, holder)
            if holder in self.deal.signers and not barred:
                self._open(holder)
                continue
            found = list(paths(self.state, line, holder, self.deal.signers, self.now))
            through = {path[0]: path for path in reversed(found)}
            chosen = [through[mandate] for mandate in barred if mandate in through] or found[:1]
            if holder in self.deal.signers or chosen:
                self._open(holder)
            for path in chosen:
                self._route(index, path)

    def _route(self, index: int, path: Path) -> None:
        for mandate in path:
            text = self.state.mandates[mandate].event.text
            self.mandates[mandate] = text
            self._open(text.to)
        places = list(self.mandates)
        route = bytes([index, *(places.index(mandate) for mandate in path)])
        if route not in self.routes:
            self.routes.append(route)

    def _open(self, account: str) -> None:
        for bars in bars_of(self.state, [account], self.now):
            self.bars[account] = bars

    def _lineage(self, line: Line) -> None:
        steps, child = [], line
        while True:
            deal, index = self._find(child.parent)
            text = self.state.deals[deal].event.text
            self.ancestors[deal] = text
            steps += [list(self.ancestors).index(deal), index]
            child = text.lines[index]
            if child.parent == ZERO_HASH or child.survives:
                break
        self.lineages.append(bytes(steps))

    def _find(self, parent: str) -> tuple[str, int]:
        for deal, known in self.state.deals.items():
            for index in range(len(known.event.text.lines)):
                if line_id(deal, index) == parent:
                    return deal, index
        raise BadInput("UNKNOWN_PARENT", line=parent)

    def _exclusives(self, index: int, line: Line, shares: Sequence[Share]) -> None:
        chain = chain_of(line)
        entry = entry_of(self.identity, index, line)
        exclusive = line.exclusivity != Exclusivity.NONEXCLUSIVE
        known = self.written.get(chain, self.state.exclusives.get(chain))
        if known is not None:
            ended = sum(1 << n for n, senior in enumerate(known[1]) if self._ended(senior))
            self.lists.append(Exclusives(known[0], ended, known[1]))
        if exclusive:
            self._acknowledge(index, line, shares, chain)
            self.written[chain] = self._after(known or (0, ()), entry)
        self.added.setdefault(chain, []).append(entry)

    def _end(self, entry: Entry) -> int:
        if entry.deal not in self.state.deals:
            return entry.end  # a line of this deal itself
        return self.state.end_of(entry.deal, entry.index)

    def _ended(self, entry: Entry) -> bool:
        return self._end(entry) <= self.now

    def _after(self, known: tuple[int, tuple[Entry, ...]], entry: Entry) -> tuple[int, tuple[Entry, ...]]:
        dropped = [self._end(senior) for senior in known[1] if self._ended(senior)]
        kept = tuple(senior for senior in known[1] if not self._ended(senior))
        return max([known[0], *dropped]), (*kept, entry)

    def _acknowledge(self, index: int, line: Line, shares: Sequence[Share], chain: str) -> None:
        """The heads seen, and what came since: the newest heads that give the one signed."""
        signed = self.signed[index]
        societies = blankets(self.state, line, shares, self.now)
        entries = [*self.state.chains.get(chain, ()), *self.added.get(chain, ())]
        for heads in _earlier([*(self.state.chains.get(one, []) for one in societies), entries]):
            folded = ZERO_HASH
            for head, _ in heads[:-1]:
                folded = _pair(folded, head)
            own, since = heads[-1]
            if (own if not societies else _pair(folded, own)) == signed:
                self.seen += [Seen(head, tuple(later)) for head, later in heads[:-1]]
                if societies or since:
                    self.seen.append(Seen(own, tuple(since)))
                return
        raise Denied("HEADS_UNKNOWN", line=index)


_LOOK_BACK = 200
"""How many heads of a chain are tried: who signed longer ago signs anew."""


def _earlier(chains: Sequence[Sequence[Entry]]) -> Iterable[list[tuple[str, list[Entry]]]]:
    """Combinations of (head, entries since) of several chains: as of now first, then further back."""
    options = [_heads(entries) for entries in chains]
    if len(options) == 1:
        yield from ([one] for one in options[0])
        return
    for first in options[0][:_LOOK_BACK]:
        for rest in _earlier(chains[1:]):
            yield [first, *rest]


def _heads(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """Every head of a chain with what came after it, the newest first."""
    heads = [ZERO_HASH]
    for entry in entries:
        heads.append(next_head(heads[-1], entry))
    return [(head, list(entries[n:])) for n, head in enumerate(heads)][::-1]
