"""Servers that a machine may lack: tests that need one skip and say so."""

from __future__ import annotations

import os

import pytest


def _address(name: str, what: str) -> str:
    found = os.environ.get(name)
    if not found:
        pytest.skip(f"needs a real {what}: set {name} to its address")
    return found


@pytest.fixture(scope="session")
def kubo_api() -> str:
    """Multiaddr of a real Kubo's API."""
    return _address("SONGDEED_TEST_KUBO", "Kubo")


@pytest.fixture(scope="session")
def geth_url() -> str:
    """JSON-RPC address of a real `geth --dev`."""
    return _address("SONGDEED_TEST_GETH", "geth --dev")

# The HTTP API is written but not joined to ledger.home yet (its OpenAPI document and routes expect another Home):
# its tests come back with it. `.ci/run` names this part among those not run.
collect_ignore = ["api"]
