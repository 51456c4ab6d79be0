"""The whole program: importing a module of commands adds them."""

from __future__ import annotations

from ledger.cli import (
    annals,
    audits,
    chains,
    changes,
    checking,
    deals,
    demo,
    drafts,
    explaining,
    joining,
    keys,
    ledgers,
    mandates,
    opening,
    outgoing,
    parties,
    records,
    replicas,
    seals,
    serving,
    stores,
    titles,
    works,
)
from ledger.cli.app import app

__all__ = ["app"]

MODULES = (
    annals, audits, chains, changes, checking, deals, demo, drafts, explaining, joining, keys, ledgers,
    mandates, opening, outgoing, parties, records, replicas, seals, serving, stores, titles, works,
)  # fmt: skip
"""Where the commands are."""
