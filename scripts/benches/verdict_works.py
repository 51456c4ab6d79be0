"""A ledger of any size, made up block by block with right hashes: works of many holders, some licensed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from ledger.core.events import Block, DealActivated, Event, LineActivated, Position, Registered, TitleRecorded
from ledger.core.ids import (
    asset_id,
    entry_of,
    facts_hash,
    first_previous,
    next_head,
    table_hash,
    title_hash,
    title_key,
)
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line, Link, Share
from ledger.core.rights import OPEN_END, WHOLE, WORLD, AssetType, Layer, LinkKind, Revocation, Usage
from ledger.ports import Network

START = 1_767_225_600  # 2026-01-01T00:00:00Z
WORKS_A_BLOCK = 250


def an_id(*parts: object) -> str:
    """32 bytes that are the same for the same parts."""
    return "0x" + hashlib.sha256(repr(parts).encode()).hexdigest()


def an_account(name: object) -> str:
    """The address of nobody."""
    return "0x" + hashlib.sha256(repr(name).encode()).hexdigest()[:40]


class Ledger:
    """Emits events one after the other, as the contracts would."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.block, self._log = 0, 0

    def next_block(self, number: int) -> None:
        """Go on in another block."""
        self.block, self._log = number, 0

    def at(self) -> Position:
        """The next place."""
        self._log += 1
        tx = an_id("transaction", self.block, self._log)
        return Position(self.block, self._log, block_hash(self.block), tx, START + 12 * self.block)

    def register(
        self,
        record: str,
        kind: AssetType,
        splits: Mapping[Layer, Sequence[Share]],
        links: Sequence[tuple[LinkKind, str]] = (),
        file: str = ZERO_HASH,
    ) -> tuple[str, dict[Layer, str]]:
        """An asset with its titles; its id, and the titles' hashes."""
        rows = tuple(Link(int(one), target) for one, target in sorted(links))
        facts = facts_hash(kind, file, rows)
        registrant = next(iter(splits.values()))[0].holder
        asset = asset_id(record, registrant, facts)
        at = self.at()
        self.events.append(
            Registered(at, asset, registrant, file, int(kind), record, ZERO_HASH, at.time, rows)
        )
        origin = first_previous(at.time, record, registrant, facts)
        titles = {}
        for layer, shares in splits.items():
            table = tuple(shares)
            title = title_hash(title_key(asset, layer), origin, 0, at.time, table_hash(table))
            self.events.append(TitleRecorded(self.at(), asset, int(layer), 0, title, table, ()))
            titles[layer] = title
        return asset, titles

    def license(
        self, rows: Sequence[tuple[str, Layer, str]], signers: Sequence[str], licensee: str, number: int
    ) -> str:
        """A deal of one line for each (asset, layer, title), the first on each. Its id."""
        lines = tuple(a_line(asset, layer, title, licensee) for asset, layer, title in rows)
        salt, deal = an_id("salt", number), an_id("deal", number)
        text = Deal(lines, tuple(sorted(signers)), ZERO_HASH, OPEN_END, ZERO_ADDRESS, False, salt)
        self.events.append(DealActivated(self.at(), deal, text))
        for index, line in enumerate(lines):
            head = next_head(ZERO_HASH, entry_of(deal, index, line))
            chain = title_key(line.asset, line.layer)
            self.events.append(LineActivated(self.at(), chain, deal, licensee, index, head))
        return deal


def a_line(asset: str, layer: Layer, title: str, licensee: str) -> Line:
    """STREAM_ONDEMAND and DOWNLOAD for ever, everywhere."""
    usage = Usage.STREAM_ONDEMAND.mask | Usage.DOWNLOAD.mask
    return Line(
        asset, ZERO_ADDRESS, int(layer), usage, WORLD, START, OPEN_END, 1, licensee, title, ZERO_HASH, 0,
        ZERO_HASH, int(Revocation.IRREVOCABLE), ZERO_ADDRESS, 0, False,
    )  # fmt: skip


def equal(people: Sequence[str]) -> tuple[Share, ...]:
    """Equal parts, the rest to the first."""
    each, rest = divmod(WHOLE, len(people))
    rows = sorted(people)
    return tuple(Share(who, each + (rest if place == 0 else 0)) for place, who in enumerate(rows))


def block_hash(number: int) -> str:
    """Hash of a block."""
    return an_id("block", number)


def catalogue(works: int) -> Iterator[tuple[int, list[Event]]]:
    """Number and events of each block: a label holds half of each song, and one in ten is licensed."""
    label, venue = an_account("label"), an_account("venue")
    for first in range(0, works, WORKS_A_BLOCK):
        ledger = Ledger()
        ledger.next_block(first // WORKS_A_BLOCK + 1)
        for number in range(first, min(first + WORKS_A_BLOCK, works)):
            writer = an_account(number // 5)
            asset, titles = ledger.register(
                an_id("record", number), AssetType.MUSICAL_WORK, {Layer.WRK: equal([writer, label])}
            )
            if number % 10 == 0:
                rows = [(asset, Layer.WRK, titles[Layer.WRK])]
                ledger.license(rows, [writer, label, venue], venue, number)
        yield ledger.block, ledger.events


class CatalogueChain:
    """A chain that holds a catalogue: the part of ``ChainPort`` that an index asks."""

    def __init__(self, works: int) -> None:
        self.network = Network(
            "bench", 1, an_id("genesis"), an_account("registry"), an_account("licensing"), 0, True, False
        )
        self._works, self.blocks = works, -(-works // WORKS_A_BLOCK)
        self._made = catalogue(works)
        self._kept: dict[int, list[Event]] = {}

    def head(self) -> Block:
        """Newest block."""
        return self.block(self.blocks)

    def finalized(self) -> Block:
        """All is final."""
        return self.head()

    def block(self, number: int) -> Block:
        """The block of a number."""
        return Block(number, block_hash(number), block_hash(number - 1), START + 12 * number)

    def events(self, first: int, last: int) -> list[Event]:
        """Events of some blocks, made as they are asked for, which is once and in order."""
        found: list[Event] = []
        for number in range(max(first, 1), last + 1):
            made, events = next(self._made)
            if made != number:
                raise AssertionError("blocks are asked for in order")
            found += events
        return found
