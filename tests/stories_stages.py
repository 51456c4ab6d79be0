"""Fixtures of the stories: a stage on an anvil of 2025 whose clock obeys, or on geth, with shifted dates."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import typer.main

from ledger.chain.embedded import EmbeddedChain
from ledger.keys import keyfile
from tests.nodes import ask, give_coins
from tests.stories import Stage, seconds

FIRST_BLOCK = seconds("2025-06-01T00:00:00+08:00")
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


_put_together = functools.cache(typer.main.get_command)


@contextmanager
def quick_hands() -> Iterator[None]:
    """Keys that open at once, and a program whose commands are put together once: dozens of people type here,
    hundreds of lines. What is typed, signed and recorded is the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "SCRYPT_N", 2)
        patch.setattr(typer.main, "get_command", _put_together)
        yield


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Both contracts on an anvil of their own, on its first day."""
    folder = tmp_path_factory.mktemp("stage")
    node = EmbeddedChain(folder / "chain")
    node.create(genesis_time=FIRST_BLOCK)
    try:
        url = node.url
        with quick_hands():
            found = Stage(folder, url, anvil_coins(url), anvil_clock(url)).deployed()
        yield found
    finally:
        node.stop()


@pytest.fixture
def stage(first_day: Stage, tmp_path: Path) -> Iterator[Stage]:
    """A stage with nobody on it yet; after the story the chain is back at its first day."""
    snapshot = ask(first_day.url, "evm_snapshot")
    with quick_hands():
        yield replace(first_day, folder=tmp_path)
    assert ask(first_day.url, "evm_revert", snapshot)


@pytest.fixture
def geth_stage(geth_url: str, tmp_path: Path) -> Iterator[Stage]:
    """A stage on a client whose clock nobody sets: the dates of the story are shifted."""
    shift = date.today() - GETH_DAY
    with quick_hands():
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
