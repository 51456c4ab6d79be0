"""What an embedded chain is, and how it is: plain data beside ``ledger.chain.embedded``."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from ledger.chain import anvil
from ledger.core.chainids import DRAWN, is_drawn


@dataclass(frozen=True, slots=True)
class Facts:
    """What makes this chain this chain."""

    chain_id: int
    genesis: str
    genesis_time: int


@dataclass(frozen=True, slots=True)
class Daemon:
    """A running anvil."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        """Its JSON-RPC address."""
        return f"http://{anvil.LOOPBACK}:{self.port}"


@dataclass(frozen=True, slots=True)
class EmbeddedStatus:
    """State of the embedded chain; ``url`` and ``pid`` are None while it is stopped."""

    running: bool
    chain_id: int
    genesis: str
    url: str | None
    pid: int | None


def draw_id() -> int:
    """A chain id that no known chain has."""
    while True:
        number = DRAWN.start + secrets.randbelow(len(DRAWN))
        if is_drawn(number):
            return number


def status_of(facts: Facts, daemon: Daemon | None) -> EmbeddedStatus:
    """How a chain is, given its process or None."""
    url, pid = (None, None) if daemon is None else (daemon.url, daemon.pid)
    return EmbeddedStatus(daemon is not None, facts.chain_id, facts.genesis, url, pid)
