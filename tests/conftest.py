"""Servers that a machine may lack (tests that need one skip and say what to run), how hard to search, and
errors that can be told.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from ledger.errors import SongdeedError
from ledger.keys import keyfile
from ledger.text import LANGS, hint_of, message_of
from scripts import servers
from tests.program import CHEAP_N

# No deadline: a test that is slow on a loaded machine has not failed.
settings.register_profile("quick", deadline=None)
settings.register_profile("ci", deadline=None, max_examples=200)
settings.register_profile("long", deadline=None, max_examples=1000)
PROFILE = os.environ.get("SONGDEED_HYPOTHESIS", "quick")
settings.load_profile(PROFILE)

keyfile.SCRYPT_N = CHEAP_N


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first, so that no process has one left when the others are done. Tests that begin dozens of
    processes are for `.ci/run`: `make test` stays within its minutes.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    if PROFILE == "quick":
        for item in items:
            if item.get_closest_marker("thorough"):
                item.add_marker(pytest.mark.skip(reason="runs in .ci/run, or with SONGDEED_HYPOTHESIS=ci"))


@pytest.fixture(scope="session", autouse=True)
def every_error_can_be_told() -> Iterator[None]:
    """What error the program makes has a sentence and a hint in both languages, and all that they name."""
    made = SongdeedError.__init__

    def told(self: SongdeedError, code: str, /, **params: object) -> None:
        made(self, code, **params)
        if str(sys._getframe(1).f_globals["__name__"]).startswith(("ledger.", "api.")):
            for lang in LANGS:
                message_of(self, lang)
                hint_of(self, lang)
            assert None not in (value for name, value in params.items() if name != "value"), (code, params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SongdeedError, "__init__", told)
        yield


def _skip_without(program: servers.Program) -> None:
    reason = servers.absence(program)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def kubo_api() -> Iterator[str]:
    """Multiaddr of a real Kubo's API: that in SONGDEED_TEST_KUBO, or one started here."""
    given = os.environ.get("SONGDEED_TEST_KUBO")
    if given:
        yield given
        return
    _skip_without(servers.KUBO)
    with servers.kubo() as started:
        yield started.multiaddr


@pytest.fixture(scope="session")
def geth_url() -> Iterator[str]:
    """JSON-RPC address of a real `geth --dev`: that in SONGDEED_TEST_GETH, or one started here."""
    given = os.environ.get("SONGDEED_TEST_GETH")
    if given:
        yield given
        return
    _skip_without(servers.GETH)
    with servers.geth_dev() as url:
        yield url
