"""Ids and hashes of assets, titles, chains, lists against eth_abi, which the code under test does not use."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import ids
from ledger.core.licensing import Bar, Entry
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Link, Share, Title, Unclaimed
from tests.fakes import an_id
from tests.unit.core.world import World, entries_hash, hashed, head_after, party, title_hash

words = st.integers(0, 2**256 - 1)
hashes = st.integers(0, 2**256 - 1).map(lambda number: f"0x{number:064x}")
accounts = st.integers(0, 2**160 - 1).map(lambda number: f"0x{number:040x}")
KINDS = {"deal": hashes, "mandate": hashes, "asset": hashes, "licensee": accounts, "to": accounts}


def some(kind: type) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{field.name: KINDS.get(field.name, words) for field in fields(kind)})


def test_a_word_is_its_value_padded_on_the_left() -> None:
    account, digest = party("lin"), an_id("song")
    assert ids.word(258) == bytes(30) + b"\x01\x02"
    assert ids.word(True) == bytes(31) + b"\x01"
    assert ids.word(account) == bytes(12) + bytes.fromhex(account[2:])
    assert ids.word(digest) == bytes.fromhex(digest[2:])
    assert ids.hash_words(7, False, account) == hashed("uint8 bool address", 7, False, account)


def test_ids_of_assets_titles_and_lines() -> None:
    record, lin, file, deal = an_id("record"), party("lin"), an_id("file"), an_id("deal")
    links = [Link(3, an_id("one")), Link(1, an_id("two"))]
    facts = ids.facts_hash(2, file, links)
    pairs = [(3, an_id("one")), (1, an_id("two"))]
    assert facts == hashed("uint8 bytes32 (uint8,bytes32)[]", 2, file, pairs)
    assert ids.facts_hash(2, file, []) == hashed("uint8 bytes32 (uint8,bytes32)[]", 2, file, [])
    assert ids.asset_id(record, lin, facts) == hashed("bytes32 address bytes32", record, lin, facts)
    types = "uint64 bytes32 address bytes32"
    assert ids.first_previous(9, record, lin, facts) == hashed(types, 9, record, lin, facts)
    assert ids.title_key(record, 4) == hashed("bytes32 uint8", record, 4)
    assert ids.line_id(deal, 15) == hashed("bytes32 uint256", deal, 15)


@pytest.mark.parametrize("holders", [0, 1, 3])
@pytest.mark.parametrize("keyless", [0, 2])
@pytest.mark.parametrize("confirmed", [False, True])
def test_hashes_of_tables_and_of_the_titles_that_hold_them(
    holders: int, keyless: int, confirmed: bool
) -> None:
    shares = tuple(Share(party(str(number)), number + 1) for number in range(holders))
    rows = tuple(Unclaimed(an_id(number), number + 7) for number in range(keyless))
    table = hashed(
        "(address,uint32)[] (bytes32,uint32)[]",
        [(share.holder, share.units) for share in shares],
        [(row.who, row.units) for row in rows],
    )
    assert ids.table_hash(shares, rows) == table
    assert rows or ids.table_hash(shares) == table
    title = Title(an_id("song"), 3, an_id("before"), 2, 1000, confirmed, shares, rows)
    assert ids.hash_of_title(title) == title_hash(title)


def test_a_title_is_unconfirmed_unless_it_says_otherwise() -> None:
    words = an_id("key"), an_id("before"), 2, 1000, an_id("table")
    assert ids.title_hash(*words) == ids.title_hash(*words, confirmed=False)
    assert ids.title_hash(*words) != ids.title_hash(*words, confirmed=True)


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
