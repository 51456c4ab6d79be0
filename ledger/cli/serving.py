"""songdeed serve: the HTTP API of a data folder. The one command that reaches into the other edge."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli.app import app
from ledger.cli.common import PayerName, Run, command
from ledger.cli.speech import t


@command(app, "serve", "serve")
def serve(
    run: Run,
    host: Annotated[str, typer.Option("--host", help=t("opt.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help=t("opt.port"))] = 8000,
    name: Annotated[list[str] | None, typer.Option("--name", help=t("opt.host_name"))] = None,
    payer: PayerName = None,
) -> None:
    """Serve the API until interrupted."""
    from api import server

    who = run.home.keys.payer(payer, run.password(payer)) if payer else None

    def started(url: str) -> None:
        run.say(t("serving", url=url))
        run.done({"url": url})

    server.serve(run.home, host=host, port=port, payer=who, names=name or (), started=started)
