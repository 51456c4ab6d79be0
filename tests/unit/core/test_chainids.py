"""Chains that have names, and those that persons and developers make."""

from __future__ import annotations

import pytest

from ledger.core.chainids import DRAWN, GENESIS, NAMED, TAKEN, is_developers, is_drawn
from ledger.core.model import check_hash


def test_no_named_chain_could_be_a_persons() -> None:
    assert not [name for name, number in NAMED.items() if is_drawn(number) or is_developers(number)]


def test_first_blocks_are_hashes_of_chains_that_have_names() -> None:
    assert GENESIS.keys() <= set(NAMED.values())
    assert len({check_hash(each) for each in GENESIS.values()}) == len(GENESIS)


@pytest.mark.parametrize(
    ("number", "drawn"),
    [(1, False), (DRAWN.start - 1, False), (DRAWN.start, True), (DRAWN[-1], True), (DRAWN.stop, False)],
)
def test_ids_that_embedded_chains_draw(number: int, drawn: bool) -> None:
    assert is_drawn(number) is drawn
    assert not any(map(is_drawn, TAKEN))


def test_developers_ids() -> None:
    assert is_developers(1337) and is_developers(31337) and not is_developers(1)
