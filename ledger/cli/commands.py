"""The whole program: importing a module of commands adds them."""

from __future__ import annotations

from ledger.cli import chains, deals, demo, explaining, keys, ledgers, serving, stores, titles, works
from ledger.cli.app import app

__all__ = ["app"]

MODULES = (chains, deals, demo, explaining, keys, ledgers, serving, stores, titles, works)
"""Where the commands are."""
