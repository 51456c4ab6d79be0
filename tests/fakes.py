"""In-memory stand-ins for ports that can misbehave. They stand for the world in tests, never for a result."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ledger.core.events import Anchored, Block, Event, LineActivated, Position
from ledger.core.model import ZERO_HASH
from ledger.core.operations import Anchor, Operation
from ledger.errors import Refused, ServiceDown, SongdeedError
from ledger.ports import Account, AccountKind, Estimate, Level, Network, Payer, Receipt, Signatures

Maker = Callable[[Position], Event]
"""Makes an event once its place in the chain is known."""

GENESIS_TIME = 1_748_700_000  # 2025-05-31T14:00:00Z


def an_id(*parts: object) -> str:
    """A 32-byte id that is the same for the same parts."""
    return "0x" + hashlib.sha256(repr(parts).encode()).hexdigest()


def a_network(*, local: bool = True) -> Network:
    """A network that exists nowhere."""
    return Network(
        name="fake",
        chain_id=3_000_000_001,
        genesis=an_id("block", 0, 0),
        registry="0x" + "a1" * 20,
        licensing="0x" + "b2" * 20,
        deployed_at=0,
        local=local,
        public_mempool=not local,
    )


@dataclass
class FakeChain:
    """A chain of blocks and events in memory (``ledger.ports.ChainPort``).

    ``down``: every call fails. ``omitted``: so many events are left out of each answer.
    ``refusal``: what the contract says to the next write. ``final_depth``: blocks that may be replaced.
    ``on_send``: events that a write makes, besides those of an Anchor.
    """

    network: Network = field(default_factory=a_network)
    down: bool = False
    omitted: int = 0
    refusal: SongdeedError | None = None
    final_depth: int = 0
    on_send: Callable[[Operation], Iterable[Maker]] = lambda operation: ()
    sent: list[Operation] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    signatures: dict[str, Signatures] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._branch = 0
        self._blocks = [Block(0, self.network.genesis, ZERO_HASH, GENESIS_TIME)]
        self._events: dict[int, list[Event]] = {}

    def mine(self, *makers: Maker, time: int | None = None) -> Block:
        """Add a block with these events; a second after the last one unless a time is given."""
        last = self._blocks[-1]
        number = last.number + 1
        block = Block(
            number, an_id("block", number, self._branch), last.hash, last.time + 1 if time is None else time
        )
        self._blocks.append(block)
        self._events[number] = [
            make(Position(number, index, block.hash, an_id("tx", number, index, self._branch), block.time))
            for index, make in enumerate(makers)
        ]
        return block

    def reorg(self, depth: int) -> None:
        """Forget the last blocks; what is mined from now on lies on another branch."""
        assert 0 < depth < len(self._blocks), "the first block stays"
        del self._blocks[-depth:]
        self._branch += 1
        self._events = {
            number: events for number, events in self._events.items() if number < len(self._blocks)
        }

    def head(self) -> Block:
        self._answer()
        return self._blocks[-1]

    def finalized(self) -> Block:
        self._answer()
        return self._blocks[max(0, len(self._blocks) - 1 - self.final_depth)]

    def block(self, number: int) -> Block | None:
        self._answer()
        return self._blocks[number] if 0 <= number < len(self._blocks) else None

    def events(self, first: int, last: int) -> Sequence[Event]:
        self._answer()
        found = [event for number in range(first, last + 1) for event in self._events.get(number, [])]
        return found[: len(found) - self.omitted] if self.omitted else found

    def level(self, block: Block) -> Level:
        return Level.FINAL if block.number <= self.finalized().number else Level.MINED

    def simulate(self, operation: Operation) -> None:
        self._answer()
        if self.refusal is not None:
            raise self.refusal

    def estimate(self, operation: Operation, payer: Payer | None = None) -> Estimate:
        self.simulate(operation)
        return Estimate(100_000, 10**9, 10**14)

    def send(self, operation: Operation, payer: Payer | None = None) -> Receipt:
        self.simulate(operation)
        if payer is None and not self.network.local:
            raise Refused("PAYER_NEEDED", network=self.network.name)
        self.sent.append(operation)
        makers = [*self.on_send(operation)]
        if isinstance(operation, Anchor):
            by = payer.address if payer else "0x" + "f3" * 20
            root = operation.root
            makers.insert(0, lambda at: Anchored(at, root, by))
        block = self.mine(*makers)
        transaction = an_id("tx", block.number, 0, self._branch)
        return Receipt(transaction, block, 50_000, self.level(block))

    def signatures_in(self, transaction: str) -> Signatures | None:
        self._answer()
        return self.signatures.get(transaction)

    def title_hash(self, key: str) -> str:
        self._answer()
        return self.titles.get(key, ZERO_HASH)

    def head_of_chain(self, key: str, block: int) -> str:
        self._answer()
        heads = (
            event.head
            for number in range(min(block, len(self._blocks) - 1), -1, -1)
            for event in reversed(self._events.get(number, []))
            if isinstance(event, LineActivated) and event.chain == key
        )
        return next(heads, ZERO_HASH)

    def account(self, address: str) -> Account:
        self._answer()
        return Account(address, AccountKind.KEY)

    def is_valid_signature(self, address: str, digest: str, signature: bytes) -> bool:
        from ledger.errors import BadInput
        from ledger.evm import recover

        self._answer()
        try:
            return recover(digest, signature) == address
        except BadInput:
            return False

    def _answer(self) -> None:
        if self.down:
            raise ServiceDown("CHAIN_DOWN", url="fake", reason="down")
