"""Shells whose chains are stopped at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shells import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    found = Shell(tmp_path)
    yield found
    found.stop()


@pytest.fixture(scope="module")
def ledger_shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A shell with a ledger, keys of four people and a registered song; its tests don't undo each other."""
    found = Shell(tmp_path_factory.mktemp("shell"))
    found.run("init")
    found.people("lin", "hao", "venue", "bo")
    yield found
    found.stop()
