"""Lists of all that somebody granted, and whether such a list is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ledger.core.auditcheck import Finding, Told, against
from ledger.core.auditing import (
    Chain,
    ChainKind,
    Held,
    Ledger,
    Manifest,
    Period,
    Row,
    Scope,
    Which,
    acting_chains,
    below,
    rows,
)
from ledger.core.collecting import holds_key
from ledger.core.events import Block, DealActivated, LineActivated, LineEnded, TitleRecorded
from ledger.core.evidence import misplaced
from ledger.core.facts import DealState
from ledger.core.ids import entry_of, next_head
from ledger.core.model import ZERO_HASH
from ledger.core.state import fold
from ledger.errors import CannotTell, ServiceDown
from ledger.ports import ChainPort, IndexPort, Progress

_DEALS = 400
"""Deals looked up at once: all that is kept of a chain besides the places of its lines."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the ledger says of a list: the first row that is not its own, or how many were recorded since.

    ``head``: the block whose storage was asked.
    """

    finding: Finding | None
    since: int
    head: Block


class Auditing:
    """Audits of one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort) -> None:
        self._chain, self._index = chain, index

    @property
    def ledger(self) -> Ledger:
        """Whose lines are told."""
        network = self._chain.network
        return Ledger(network.chain_id, network.genesis, network.registry, network.licensing, network.local)

    def export(
        self,
        issuer: str,
        year: int,
        which: Which,
        take: Callable[[Row], None],
        progress: Progress | None = None,
    ) -> Manifest:
        """Every row of every chain of somebody, in order, and what the list says of itself.

        Args:
            issuer: A society, agent or holder.
            year: The year whose rows are marked.
            which: Which of them.
            take: Given each row.
            progress: Told of rows of the chain at work.

        Raises:
            UsageError: ``BAD_DATE``, ``DATE_OUT_OF_RANGE``.
            ServiceDown: ``AUDIT_HEAD_DIFFERS``: the node told not all events, or an untrue word of storage.
        """
        head = self._index.sync(self._chain)
        period, held = Period(year, which, head.time), list[Held]()
        for scope in self._scopes(issuer, head.number):
            count, last = 0, ZERO_HASH
            for row in rows(scope, period, self._lines(scope.chain, head.number, progress)):
                take(row)
                count, last = row.no, row.head
            held.append(Held(scope.chain, count, last, self._stored(scope.chain, last, head.number)))
        return Manifest(self.ledger, issuer, period, head, tuple(held))

    def check(self, manifest: Manifest, told: Iterable[Told], progress: Progress | None = None) -> Answer:
        """Hold a list against the ledger: its rows as of its block, its heads as they lie in storage now.

        Only the newest state is asked for, which every node keeps: the rows recorded since the list's block
        lead from its heads to those.

        Raises:
            CannotTell: ``AUDIT_OTHER_LEDGER``, ``AUDIT_BLOCK_GONE``.
            ServiceDown: The chain does not answer; ``AUDIT_HEAD_DIFFERS``.
        """
        if manifest.ledger != self.ledger:
            raise CannotTell("AUDIT_OTHER_LEDGER", given=manifest.ledger.chain_id, here=self.ledger.chain_id)
        head = self._index.sync(self._chain)
        then = manifest.block
        if self._chain.block(then.number) != then:
            raise CannotTell("AUDIT_BLOCK_GONE", block=then.number, hash=then.hash)
        scopes = list(self._scopes(manifest.issuer, then.number))
        truth = {
            scope.chain.key: rows(scope, manifest.period, self._lines(scope.chain, then.number, progress))
            for scope in scopes
        }
        finding = against(told, truth)
        if finding is not None:
            return Answer(finding, 0, head)
        return Answer(None, sum(self._since(held, then, head) for held in manifest.chains), head)

    def _scopes(self, issuer: str, block: int) -> Iterator[Scope]:
        """Chains of those who act for others, then of all that he holds or held, then what hangs below."""
        yield from map(Scope, acting_chains(issuer))
        recorded = self._index.events([holds_key(issuer)], last_block=block)
        holds = dict.fromkeys(
            (event.asset, event.layer)
            for event in recorded
            if isinstance(event, TitleRecorded) and any(share.holder == issuer for share in event.shares)
        )
        queue = [Scope(Chain(ChainKind.TITLE, asset, layer)) for asset, layer in holds]
        for scope in queue:  # it grows
            yield scope
            for event, deal in self._lines(scope.chain, block):
                under = below(deal, event.index, scope.ceiling)
                queue += [under] if under else []

    def _lines(
        self, chain: Chain, block: int, progress: Progress | None = None, *, after: int = -1
    ) -> Iterator[tuple[LineActivated, DealState]]:
        """Entries of a chain in blocks later than ``after``, up to a block, each with its deal."""
        key = chain.key
        found = [
            event
            for event in self._index.events([key], last_block=block)
            if isinstance(event, LineActivated) and event.chain == key and event.at.block > after
        ]
        for start in range(0, len(found), _DEALS):
            part = found[start : start + _DEALS]
            events = self._index.events({event.deal for event in part}, last_block=block)
            deals = fold(event for event in events if isinstance(event, DealActivated | LineEnded)).deals
            for event in part:
                deal = deals.get(event.deal)
                if deal is None or event.index >= len(deal.event.text.lines):
                    raise misplaced(event.at)
                yield event, deal
            if progress is not None:
                progress(start + len(part), len(found))

    def _stored(self, chain: Chain, folded: str, block: int) -> str:
        """The head in storage, which must be the one that the rows give."""
        stored = self._chain.head_of_chain(chain.key, block)
        if stored != folded:
            raise ServiceDown(
                "AUDIT_HEAD_DIFFERS", chain=chain.key, folded=folded, stored=stored, block=block
            )
        return stored

    def _since(self, held: Held, then: Block, head: Block) -> int:
        """How many entries lead from a list's head to the one in storage now."""
        count, last = 0, held.head
        for event, deal in self._lines(held.chain, head.number, after=then.number):
            entry = entry_of(event.deal, event.index, deal.event.text.lines[event.index])
            count, last = count + 1, next_head(last, entry)
        self._stored(held.chain, last, head.number)
        return count
