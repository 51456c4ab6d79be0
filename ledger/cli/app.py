"""The program and its groups of commands, still empty: ``ledger.cli.commands`` fills them."""

from __future__ import annotations

import typer

from ledger.cli.helping import AddingGroup, HelpingGroup, SealingGroup, ShowingGroup
from ledger.cli.speech import t


def _group(key: str, *, completion: bool = False, cls: type[HelpingGroup] = HelpingGroup) -> typer.Typer:
    return typer.Typer(
        cls=cls, help=t(f"help.{key}"), epilog=t(f"example.{key}"), no_args_is_help=True,
        add_completion=completion, pretty_exceptions_enable=False, rich_markup_mode=None,
    )  # fmt: skip


app = _group("app", completion=True)
key = _group("key")
deal = _group("deal")
chain = _group("chain")
store = _group("store")
replica = _group("replica")
pin = _group("pin", cls=AddingGroup)
title = _group("titles", cls=ShowingGroup)
mandate = _group("mandate")
dispute = _group("dispute")
change = _group("change")
operation = _group("operation")
people = _group("party")
seal = _group("seal", cls=SealingGroup)
record = _group("record")
app.add_typer(key, name="key")
app.add_typer(deal, name="deal")
app.add_typer(chain, name="chain")
app.add_typer(store, name="store")
app.add_typer(replica, name="replica")
app.add_typer(pin, name="pin")
app.add_typer(title, name="title")
app.add_typer(mandate, name="mandate")
app.add_typer(dispute, name="dispute")
app.add_typer(change, name="change")
app.add_typer(operation, name="operation")
app.add_typer(people, name="party")
app.add_typer(seal, name="seal")
app.add_typer(record, name="record")
