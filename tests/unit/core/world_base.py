"""The ground on which test ledgers grow: blocks, events, and hashes computed by eth_abi."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from ledger.core.events import Event, Position
from ledger.core.licensing import Bar, Entry, Mandate
from ledger.core.model import Domain, Share, Title
from ledger.core.rights import WHOLE
from ledger.core.state import State, fold
from ledger.evm import recursion_limit_kept
from tests.fakes import GENESIS_TIME, FakeChain, a_network, an_id

with recursion_limit_kept():
    from eth_abi import encode
    from eth_utils.crypto import keccak

BLOCK_S = 12
ENTRY = "(bytes32,uint256,uint256,uint256,uint256,uint256,uint256,address)"
BAR = "(bytes32,address,uint256,uint256,bytes32,uint256,uint256,uint256,uint256)"
Shares = Sequence[str] | Mapping[str, int]
"""Holders in equal parts, or units by holder."""


def party(name: str) -> str:
    """An address that is the same for the same name."""
    return "0x" + an_id("party", name)[-40:]


def hashed(types: str, *values: Any) -> str:
    """keccak256(abi.encode(...)) by eth_abi; hashes are 0x strings, structs dataclasses or tuples."""
    return "0x" + keccak(encode(types.split(" "), [_raw(value) for value in values])).hex()


def _raw(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 66:
        return bytes.fromhex(value[2:])
    if isinstance(value, Entry | Bar):
        return tuple(_raw(getattr(value, field.name)) for field in fields(value))
    return [_raw(row) for row in value] if isinstance(value, list) else _rows(value)


def _rows(value: Any) -> Any:
    return tuple(map(_raw, value)) if isinstance(value, tuple) else value


def table(given: Shares) -> tuple[Share, ...]:
    """Shares ascending by holder; equal parts where only holders are named."""
    if isinstance(given, Mapping):
        return tuple(Share(holder, units) for holder, units in sorted(given.items()))
    part, left = divmod(WHOLE, len(given))
    return tuple(Share(holder, part + (place < left)) for place, holder in enumerate(sorted(given)))


def title_hash(title: Title) -> str:
    """Hash of an opened title."""
    rows = [(share.holder, share.units) for share in title.shares]
    keyless = [(row.who, row.units) for row in title.unclaimed]
    body = hashed("(address,uint32)[] (bytes32,uint32)[]", rows, keyless)
    key = hashed("bytes32 uint8", title.asset, title.layer)
    types = "bytes32 bytes32 uint32 uint64 bool bytes32"
    return hashed(types, key, title.previous, title.version, title.since, title.confirmed, body)


def entries_hash(horizon: int, entries: Sequence[Entry] | Sequence[Bar]) -> str:
    """Hash of a list of exclusives or of barring mandates."""
    kind = BAR if entries and isinstance(entries[0], Bar) else ENTRY
    return hashed(f"uint256 {kind}[]", horizon, list(entries))


def head_after(head: str, entry: Entry) -> str:
    """Head of a chain after one more entry."""
    return hashed(f"bytes32 {ENTRY}", head, entry)


def bar_of(mandate: str, text: Mandate) -> Bar:
    """A mandate as its giver's list keeps it."""
    return Bar(
        mandate, text.to, text.kind, text.layer, text.asset, text.usage, text.territory, text.start, text.end
    )


class Ground:
    """Blocks of events; each transaction lies in a block of its own, unless said otherwise."""

    def __init__(self, domain: Domain | None = None, start: int = GENESIS_TIME) -> None:
        self.domain = domain or a_network().licensing_domain
        self.events: list[Event] = []
        self.time, self.number, self._log, self._replayed = start, 0, 0, 0
        self._open = False

    @contextmanager
    def one_block(self, time: int | None = None) -> Iterator[None]:
        """What is done within lies in one block."""
        self._block(time)
        self._open = True
        yield
        self._open = False

    def state(self, upto: int | None = None) -> State:
        """The fold of all events, or of those up to a block."""
        return fold(event for event in self.events if upto is None or event.at.block <= upto)

    def replay(self, chain: FakeChain) -> None:
        """Put on a fake chain what happened since the last time, block by block at the same times."""
        for number in range(self._replayed + 1, self.number + 1):
            found = [event for event in self.events if event.at.block == number]
            makers = [lambda at, event=event: replace(event, at=at) for event in found]
            chain.mine(*makers, time=found[0].at.time if found else None)
        self._replayed = self.number

    def _block(self, time: int | None) -> None:
        if self._open:
            return
        moment = self.time + BLOCK_S if time is None else time
        assert moment >= self.time, "block times never fall"
        self.time, self.number, self._log = moment, self.number + 1, 0

    def _emit(self, kind: Callable[..., Event], /, **fields: Any) -> None:
        number = self.number
        transaction = an_id("tx", number, self._log if self._open else 0)
        at = Position(number, self._log, an_id("block", number), transaction, self.time)
        self.events.append(kind(at=at, **fields))
        self._log += 1
