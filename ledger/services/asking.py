"""Asking the one question, of one work or of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ledger.core import times
from ledger.core.cid import raw_cid
from ledger.core.collecting import collect
from ledger.core.events import Block, Registered
from ledger.core.expansion import reach
from ledger.core.inquiry import Heard, Inquiry
from ledger.core.model import ZERO_HASH
from ledger.core.policy import DEFAULT, Known, Policy
from ledger.core.question import Question
from ledger.core.record import MAX_RECORD
from ledger.core.seen import RecordSeen, read_record
from ledger.core.state import State
from ledger.core.verdict import Hop, Verdict
from ledger.core.verification import verify
from ledger.errors import OF_CONTENT, ServiceDown, SongdeedError, UsageError
from ledger.ports import ChainPort, IndexPort, SealedPort, StorePort


@dataclass
class Hearing:
    """Questions that are answered by one and the same state of the ledger: that of a block.

    ``block``: record time k; ``now``: the moment of a question without one; ``final``: number of the last
    final block.
    """

    block: Block
    now: int
    final: int
    chain: ChainPort
    index: IndexPort
    store: StorePort
    policy: Policy = DEFAULT
    sealed: SealedPort | None = None
    _bad: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _unseen: set[str] = field(default_factory=set)
    _looked: set[Hop] = field(default_factory=set)
    _records: dict[str, RecordSeen | None] = field(default_factory=dict)
    _silent: bool = False

    def ask(self, asked: Inquiry) -> Heard:
        """Answer one inquiry. A work that nobody registered is an INDETERMINATE verdict, not an error."""
        lookup = partial(self.index.events, last_block=self.block.number)
        own = _kept(self.sealed, asked.work)
        state = collect(
            lookup,
            assets=[asked.work, *own],
            files=[asked.work],
            asker=asked.party,
            attested=self.policy.attested,
        )
        found = (
            [asked.work] if asked.work in state.assets else claimants(state, asked.work, own) or [asked.work]
        )
        at = self.now if asked.at is None else asked.at
        questions = [Question(asked.party, asked.use, asset, asked.territory, at) for asset in found]
        answers = tuple((each, self._verdict(state, each)) for each in questions)
        return Heard(state, answers, self._titles(state))

    def _verdict(self, state: State, question: Question) -> Verdict:
        seen = {asset: self.record(state.assets[asset]) for asset in reach(state, question.asset)}
        records = {asset: record for asset, record in seen.items() if record is not None}
        known = Known(records, self.block.number, self.final)
        verdict = verify(state, question, self.policy, known)
        if not self.policy.signatures:
            return verdict
        # A ground that falls may bring another to the fore, whose signatures are to be looked at then.
        while fresh := [hop for hop in verdict.hops() if hop not in self._looked]:
            for hop in fresh:
                self._look(state, hop)
            known = replace(known, bad_signers=self._bad, unseen=frozenset(self._unseen))
            verdict = verify(state, question, self.policy, known)
        return verdict

    def _titles(self, state: State) -> dict[str, str]:
        """What works are called whose records were read for the answer and are theirs."""
        read = {asset: self._records.get(asset) for asset in state.assets}
        return {asset: seen.title for asset, seen in read.items() if seen is not None and seen.title}

    def _look(self, state: State, hop: Hop) -> None:
        """Look at the signatures of a step again, in the transaction that recorded it."""
        self._looked.add(hop)
        found = self.chain.signatures_in(hop.at.transaction)
        if found is None or _subject(state, hop) not in found.subjects:
            self._unseen.add(hop.at.transaction)
        else:
            self._bad[hop.at.transaction] = found.bad

    def record(self, event: Registered) -> RecordSeen | None:
        """The record of an asset if the store has it. A store that is down is asked no second time."""
        if event.asset not in self._records:
            data = self.record_bytes(event)
            self._records[event.asset] = None if data is None else read_record(event, data)
        return self._records[event.asset]

    def record_bytes(self, event: Registered) -> bytes | None:
        """What is said to be the record of an asset: at home, or in the store."""
        data = None if self.sealed is None else self.sealed.read(event.asset)
        if data is not None or self._silent:
            return data
        return self._bytes(raw_cid(bytes.fromhex(event.record_hash[2:])))

    def _bytes(self, cid: str) -> bytes | None:
        try:
            return self._read(cid) if self.store.has(cid) else None
        except ServiceDown as error:
            if error.code == "BLOCK_MISMATCH":  # it was had, and is not the record
                return b""
            self._silent = error.code not in OF_CONTENT
            return None
        except SongdeedError:
            return None

    def _read(self, cid: str) -> bytes | None:
        data = b""
        for piece in self.store.read(cid):
            data += piece
            if len(data) > MAX_RECORD:
                return None
        return data


def _kept(sealed: SealedPort | None, file: str) -> list[str]:
    """Assets whose sealed records are at home and name a file."""
    return [] if sealed is None else list(sealed.holding(file))


def claimants(state: State, file: str, own: Sequence[str]) -> list[str]:
    """Assets that claim a file: openly, as revealed, or by a sealed record that is at home (``own``)."""
    here = [asset for asset in own if asset in state.assets]
    return list(dict.fromkeys([*state.claims.get(file, ()), *here]))


def _subject(state: State, hop: Hop) -> str:
    """What the call that recorded a step is about: a deal, a mandate, an asset, or the title before."""
    if hop.kind != "title":
        return hop.ref.partition("#")[0]
    title = state.versions[hop.ref].title
    return title.previous if title.version else hop.asset


class Asking:
    """Answers of one ledger.

    Args:
        chain: The chain.
        index: Its events.
        store: Where records are.
        clock: UTC seconds now.
        sealed: Records at home, which bear on the answers too; None where strangers ask.
    """

    def __init__(
        self,
        chain: ChainPort,
        index: IndexPort,
        store: StorePort,
        clock: Callable[[], int],
        sealed: SealedPort | None = None,
    ) -> None:
        self._chain, self._index, self._store, self._clock = chain, index, store, clock
        self._sealed = sealed

    def about(self, *, asset: str | None = None, file: str | None = None) -> tuple[State, Block]:
        """Facts of a work or file, and the block of which they are true."""
        head = self._index.sync(self._chain)
        # Another process may follow the chain further meanwhile: the answer stays that of the block it names.
        lookup = partial(self._index.events, last_block=head.number)
        return collect(lookup, assets=[asset] if asset else [], files=[file] if file else []), head

    def of_file(self, sha256: str) -> tuple[State, list[str], Block]:
        """Facts of a file, the assets that claim it, and the block of which that is true."""
        head, own = self._index.sync(self._chain), _kept(self._sealed, sha256)
        lookup = partial(self._index.events, last_block=head.number)
        state = collect(lookup, assets=own, files=[sha256])
        return state, claimants(state, sha256, own), head

    def about_all(self, assets: Sequence[str]) -> State:
        """Facts of some works."""
        self._index.sync(self._chain)
        return collect(self._index.events, assets=assets)

    def record_of(self, event: Registered) -> bytes | None:
        """What is said to be the record of an asset, if it is to be had."""
        return self.open().record_bytes(event)

    def open(self, known_at: int | None = None, policy: Policy = DEFAULT) -> Hearing:
        """Answer by what the ledger says now, or said at a moment.

        Args:
            known_at: Record time, UTC seconds; the moment of questions without one is the same then.
            policy: What is demanded beyond the rules.

        Raises:
            UsageError: ``KNOWN_AT_FUTURE``: what will be recorded until then nobody knows.
        """
        head, clock = self._index.sync(self._chain), self._clock()
        final, ports = self._chain.finalized().number, (self._chain, self._index, self._store)
        latest = max(clock, head.time)
        if known_at is not None and known_at > latest:
            raise UsageError("KNOWN_AT_FUTURE", now=times.iso(latest, True))
        if known_at is None or known_at >= head.time:
            now = latest if known_at is None else known_at
            return Hearing(head, now, final, *ports, policy, self._sealed)
        # Before the first block that is known, nothing was.
        then = self._index.block_at(known_at) or Block(0, self._chain.network.genesis, ZERO_HASH, 0)
        return Hearing(then, known_at, final, *ports, policy, self._sealed)
