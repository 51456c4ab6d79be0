"""Fixtures of the stories: a stage on an anvil of 2025 whose clock obeys, or on geth, with shifted dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger.chain.embedded import EmbeddedChain
from tests.nodes import ask, give_coins
from tests.stories import Stage, seconds

FIRST_BLOCK = seconds("2025-06-01T00:00:00+08:00")
CHAIN_ID = 424_242
"""No number that is drawn for a person's own chain: the chain of the stories is everybody's."""

GETH_DAY = date(2026, 1, 5)
"""The day of the stories that is today on geth, which has a clock of its own."""


def anvil_clock(url: str) -> Callable[[int], None]:
    """Lets time pass on an anvil: a block of that time, from which later ones count on."""

    def pass_to(moment: int) -> None:
        ask(url, "evm_setNextBlockTimestamp", moment)
        ask(url, "evm_mine")

    return pass_to


def anvil_coins(url: str) -> Callable[[str], None]:
    """Gives coins on an anvil."""
    return lambda account: ask(url, "anvil_setBalance", account, hex(10**20))


def geth_coins(url: str) -> Callable[[str], None]:
    """Gives coins of the developer account of geth."""
    return lambda account: give_coins(url, account)


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Both contracts on an anvil of their own, on its first day."""
    folder = tmp_path_factory.mktemp("stage")
    node = EmbeddedChain(folder / "chain")
    node.create(chain_id=CHAIN_ID, genesis_time=FIRST_BLOCK)
    try:
        url = node.url
        yield Stage(folder, url, anvil_coins(url), anvil_clock(url)).deployed()
    finally:
        node.stop()


@pytest.fixture
def stage(first_day: Stage, tmp_path: Path) -> Iterator[Stage]:
    """A stage with nobody on it yet; after the story the chain is back at its first day."""
    snapshot = ask(first_day.url, "evm_snapshot")
    yield replace(first_day, folder=tmp_path)
    assert ask(first_day.url, "evm_revert", snapshot)


@pytest.fixture
def geth_stage(geth_url: str, tmp_path: Path) -> Iterator[Stage]:
    """A stage on a client whose clock nobody sets: the dates of the story are shifted."""
    shift = date.today() - GETH_DAY
    yield Stage(tmp_path, geth_url, geth_coins(geth_url), shift=shift, profile="--finality 0").deployed()


@pytest.fixture(
    params=[
        pytest.param("stage", marks=pytest.mark.anvil),
        pytest.param("geth_stage", marks=pytest.mark.geth),
    ],
    ids=["anvil", "geth"],
)
def any_stage(request: pytest.FixtureRequest) -> Stage:
    """The story is played on both."""
    found: Stage = request.getfixturevalue(request.param)
    return found
