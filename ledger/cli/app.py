"""All commands."""

from __future__ import annotations

import typer

from ledger.cli.speech import t

app = typer.Typer(
    help=t("help.app"), no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None
)
key = typer.Typer(help=t("help.key"), no_args_is_help=True)
deal = typer.Typer(help=t("help.deal"), no_args_is_help=True)
chain = typer.Typer(help=t("help.chain"), no_args_is_help=True)
app.add_typer(key, name="key")
app.add_typer(deal, name="deal")
app.add_typer(chain, name="chain")

from ledger.cli import chains, deals, demo, keys, works  # noqa: E402, F401  commands add themselves
