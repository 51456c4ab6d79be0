"""songdeed store …"""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli.app import store
from ledger.cli.common import Run, command
from ledger.cli.speech import t


@command(store, "use", "store_use")
def use(run: Run, address: Annotated[str, typer.Argument(help=t("arg.store"))]) -> None:
    """Keep records, and audio, in another store from now on."""
    found = run.home.use_store(address)
    run.say(t("store_used", store=found.name, address=address))
    run.done({"store": found.name, "address": address})


@command(store, "status", "store_status")
def status(run: Run) -> None:
    """Which store is in use, and whether it answers."""
    found, address = run.home.store, run.home.store_choice.address()
    found.ping()
    run.say(t("store_answers", store=found.name, address=address))
    run.done({"store": found.name, "address": address, "answers": True})
