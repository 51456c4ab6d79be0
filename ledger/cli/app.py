"""All commands."""

from __future__ import annotations

import typer

from ledger.cli.helping import HelpingGroup
from ledger.cli.speech import t


def _group(key: str, *, completion: bool = False) -> typer.Typer:
    return typer.Typer(
        cls=HelpingGroup, help=t(f"help.{key}"), epilog=t(f"example.{key}"), no_args_is_help=True,
        add_completion=completion, pretty_exceptions_enable=False, rich_markup_mode=None,
    )  # fmt: skip


app = _group("app", completion=True)
key = _group("key")
deal = _group("deal")
chain = _group("chain")
store = _group("store")
app.add_typer(key, name="key")
app.add_typer(deal, name="deal")
app.add_typer(chain, name="chain")
app.add_typer(store, name="store")

from ledger.cli import (  # noqa: E402, F401  commands add themselves
    chains,
    deals,
    demo,
    explaining,
    keys,
    ledgers,
    serving,
    stores,
    works,
)
