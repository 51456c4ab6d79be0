"""songdeed join: use a ledger that somebody else shares."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger import papers
from ledger.cli.app import app
from ledger.cli.common import Run, command
from ledger.cli.names import party
from ledger.cli.speech import t
from ledger.core.chainids import is_developers
from ledger.errors import UsageError

_MAX_FILE = 16 * 1024


@command(app, "join", "join")
def join(
    run: Run,
    source: Annotated[str, typer.Argument(help=t("arg.join"))],
    rpc: Annotated[str | None, typer.Option("--rpc", help=t("opt.rpc"))] = None,
    contract: Annotated[str | None, typer.Option("--contract", help=t("opt.contract"))] = None,
    fingerprint: Annotated[str | None, typer.Option("--fingerprint", help=t("opt.fingerprint"))] = None,
    name: Annotated[str | None, typer.Option("--name", help=t("opt.network_name"))] = None,
    finality: Annotated[str, typer.Option("--finality", help=t("opt.finality"))] = "finalized",
) -> None:
    """Use a network that somebody shares, or a public chain."""
    sharing, before = run.home.station.sharing, run.home.station.networks.names()
    if rpc is not None or contract is not None:
        if rpc is None or contract is None or name is not None:
            raise UsageError("JOIN_CHAIN")
        number = finality.isascii() and finality.isdigit()
        final = int(finality) if number else finality
        found = sharing.join_chain(source, rpc, party(run.home, contract), final, fingerprint)
    else:
        web = source.startswith(("http://", "https://"))
        data = sharing.fetch(source) if web else papers.read_file(Path(source), _MAX_FILE)
        found = sharing.join(data, name, fingerprint)
    network = found.network
    run.say(
        t(
            "rejoined" if network.name in before else "joined",
            name=network.name,
            chain=network.chain_id,
            fingerprint=found.fingerprint,
        )
    )
    run.say(t("trusts" if found.api else "reads_from", rpc=found.node, relay=found.api))
    if not network.local:
        run.say(t("final_by", finality=found.finality))
    if is_developers(network.chain_id):
        run.note(t("developers", chain=network.chain_id))
    if fingerprint is None and found.api is not None:
        run.note(t("compare_fingerprint", fingerprint=found.fingerprint))
    run.done(
        {
            "name": network.name,
            "chain_id": network.chain_id,
            "genesis": network.genesis,
            "registry": network.registry,
            "licensing": network.licensing,
            "relay": found.api,
            "rpc": found.node,
            "finality": found.finality,
            "fingerprint": found.fingerprint,
            **({"developers": True} if is_developers(network.chain_id) else {}),
        },
        local=network.local,
    )
