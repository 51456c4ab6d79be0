"""Ids of chains, entries and lists against eth_abi, which the code under test does not use."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.core import ids
from ledger.core.licensing import Bar, Entry
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from tests.fakes import an_id
from tests.unit.core.world import World, entries_hash, hashed, head_after, party

words = st.integers(0, 2**256 - 1)
hashes = st.integers(0, 2**256 - 1).map(lambda number: f"0x{number:064x}")
accounts = st.integers(0, 2**160 - 1).map(lambda number: f"0x{number:040x}")
KINDS = {"deal": hashes, "mandate": hashes, "asset": hashes, "licensee": accounts, "to": accounts}


def some(kind: type) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{field.name: KINDS.get(field.name, words) for field in fields(kind)})


@given(hashes, some(Entry))
def test_heads(head: str, entry: Entry) -> None:
    assert ids.next_head(head, entry) == head_after(head, entry)


@given(words, st.lists(some(Entry), max_size=3))
def test_lists_of_exclusives(horizon: int, entries: list[Entry]) -> None:
    assert ids.list_hash(horizon, entries) == entries_hash(horizon, entries)


@given(words, st.lists(some(Bar), min_size=1, max_size=3))
def test_lists_of_barring_mandates(horizon: int, entries: list[Bar]) -> None:
    assert ids.list_hash(horizon, entries) == entries_hash(horizon, entries)


@given(some(Entry), some(Entry))
def test_another_entry_is_another_head(one: Entry, other: Entry) -> None:
    same = ids.next_head(ZERO_HASH, one) == ids.next_head(ZERO_HASH, other)
    assert same is (one == other)


@given(accounts, st.integers(0, 255))
def test_keys_of_chains(account: str, layer: int) -> None:
    assert ids.blanket_key(account, layer) == hashed("address uint8", account, layer)
    assert ids.agent_key(account) == hashed("address", account)


def test_the_first_head_follows_zero() -> None:
    world = World()
    song = world.register(party("lin"))
    line = world.line(song, 1, ZERO_ADDRESS)  # type: ignore[arg-type]
    entry = ids.entry_of(an_id("deal"), 3, line)
    assert (entry.deal, entry.index, entry.licensee) == (an_id("deal"), 3, ZERO_ADDRESS)
    assert (entry.usage, entry.territory, entry.start, entry.end, entry.exclusivity) == (
        line.usage,
        line.territory,
        line.start,
        line.end,
        line.exclusivity,
    )
    assert ids.next_head(ZERO_HASH, entry) == head_after(ZERO_HASH, entry)
