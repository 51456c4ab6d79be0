"""songdeed serve: the HTTP API of a data folder. The one command that reaches into the other edge."""

from __future__ import annotations

import json
import sys
from pathlib import Path
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
    share: Annotated[Path | None, typer.Option("--share", help=t("opt.share"))] = None,
    public_url: Annotated[str | None, typer.Option("--url", help=t("opt.url"))] = None,
    each: Annotated[int, typer.Option("--each", min=0, help=t("opt.each"))] = 600,
    total: Annotated[int, typer.Option("--total", min=0, help=t("opt.total"))] = 6_000,
) -> None:
    """Serve the API until interrupted."""
    from api import server
    from api.limits import Limits

    who = run.home.keys.payer(payer, run.password(payer)) if payer else None

    def started(url: str, network: bytes | None) -> None:
        run.say(t("serving", url=url))
        document = {"url": url}
        if network is not None and share is not None:
            run.home.replace_file(share, network)
            fingerprint = str(json.loads(network)["fingerprint"])
            run.say(t("shared", path=str(share), fingerprint=fingerprint))
            document |= {"network_file": str(share), "fingerprint": fingerprint}
        run.done(document)
        sys.stdout.flush()  # it goes on for long, and whoever reads a log wants to know now

    server.serve(
        run.home, host=host, port=port, payer=who, names=name or (),
        share=None if share is None else public_url or "", started=started,
        limits=Limits(operations_each=each, operations_all=total),
    )  # fmt: skip
