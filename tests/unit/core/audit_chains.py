"""Made-up chains of lines and their lists, for tests of audits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ledger.core import auditcheck
from ledger.core.auditcheck import Finding, Told
from ledger.core.auditing import (
    Chain,
    ChainKind,
    Held,
    Ledger,
    Manifest,
    Period,
    Row,
    Standing,
    Which,
    acting_chains,
)
from ledger.core.auditrows import cells, read_cells
from ledger.core.events import Block
from ledger.core.ids import next_head
from ledger.core.licensing import Entry
from ledger.core.model import ZERO_HASH
from ledger.core.rights import OPEN_END, WORLD, Layer
from tests.fakes import an_id
from tests.unit.core.world import party

SOCIETY, VENUE = party("society"), party("venue")
CHAIN = Chain(ChainKind.BLANKETS, SOCIETY, Layer.WRK)
DAY_S = 86_400
Y2026 = 1_767_196_800  # 2026-01-01T00:00:00+08:00
AFTER = Y2026 + 365 * DAY_S


def a_row(number: int, head: str, salt: object = "") -> Row:
    """A row of a made-up chain that follows a head."""
    entry = Entry(
        an_id("deal", number, salt), number % 16, 1 << number % 31 or 1, WORLD if number % 3 else 1 << 44,
        Y2026 + number, OPEN_END if number % 5 else AFTER + number, 1 + number % 3, VENUE,
    )  # fmt: skip
    return Row(
        CHAIN.key, number, entry, ZERO_HASH, SOCIETY, Layer.WRK, ZERO_HASH, None, entry.end, Standing.ACTIVE,
        bool(number % 2), Y2026 + number, number, an_id("tx", number), next_head(head, entry),
    )  # fmt: skip


def a_chain(length: int, salt: object = "") -> list[Row]:
    """A made-up chain."""
    found: list[Row] = []
    for number in range(1, length + 1):
        found.append(a_row(number, found[-1].head if found else ZERO_HASH, salt))
    return found


def a_manifest(*chains: tuple[Chain, Sequence[Row]]) -> Manifest:
    """What the list of these chains says of itself; the issuer's others are empty."""
    named = {chain for chain, _ in chains}
    empty = [(chain, ()) for chain in acting_chains(SOCIETY) if chain not in named]
    held = (
        Held(chain, len(found), head, head)
        for chain, found in (*chains, *empty)
        for head in [found[-1].head if found else ZERO_HASH]
    )
    ledger = Ledger(2**80, an_id("genesis"), party("registry"), party("licensing"), False)
    block = Block(9_000, an_id("block"), an_id("parent"), AFTER + 5)
    return Manifest(ledger, SOCIETY, Period(2026, Which.ISSUED, block.time), block, tuple(held))


def numbered(found: Sequence[Row]) -> list[Row]:
    """The rows numbered anew, as somebody would who hides a gap."""
    return [replace(row, no=number) for number, row in enumerate(found, 1)]


def written(found: Sequence[Row]) -> Iterator[Told]:
    """The rows as a file tells them."""
    return (read_cells(cells(row)) for row in found)


def alone(found: Sequence[Row], manifest: Manifest | None = None) -> Finding | None:
    """The first fault that the list shows by itself."""
    return auditcheck.check(manifest, written(found))[0]


def asked(found: Sequence[Row], truth: Sequence[Row]) -> Finding | None:
    """The first row that is not what the ledger says."""
    return auditcheck.against(written(found), {CHAIN.key: truth})
