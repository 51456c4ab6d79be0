"""songdeed init, songdeed chain …, songdeed serve"""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli.app import app, chain
from ledger.cli.common import Run, command
from ledger.cli.speech import t


@command(app, "init", "init")
def init(run: Run) -> None:
    """Make the data folder."""
    network, before = run.home.initialise()
    run.say(t("init_before" if before else "init_done", folder=str(run.home.folder), chain=network.chain_id))
    document = {"folder": str(run.home.folder), "chain_id": network.chain_id, "genesis": network.genesis}
    run.done(
        {**document, "registry": network.registry, "licensing": network.licensing, "local": network.local}
    )


@command(chain, "start", "chain_start")
def start(run: Run) -> None:
    """Start the embedded chain."""
    status = run.home.embedded.start()
    run.say(t("chain_runs", url=status.url, chain=status.chain_id))
    run.done({"running": True, "url": status.url, "chain_id": status.chain_id})


@command(chain, "stop", "chain_stop")
def stop(run: Run) -> None:
    """Stop the embedded chain."""
    ran = run.home.embedded.stop()
    run.say(t("chain_stopped" if ran else "chain_was_stopped"))
    run.done({"running": False})


@command(chain, "status", "chain_status")
def status(run: Run) -> None:
    """Whether the embedded chain runs."""
    found = run.home.embedded.status()
    run.say(t("chain_runs", url=found.url, chain=found.chain_id) if found.running else t("chain_was_stopped"))
    run.done({"running": found.running, "url": found.url, "chain_id": found.chain_id})


@command(chain, "add", "chain_add")
def add(
    run: Run,
    name: Annotated[str, typer.Argument(help=t("arg.network"))],
    rpc: Annotated[str, typer.Option("--rpc", help=t("opt.rpc"))],
    registry: Annotated[str, typer.Option("--registry", help=t("opt.registry"))],
    licensing: Annotated[str, typer.Option("--licensing", help=t("opt.licensing"))],
) -> None:
    """Add a network and use it."""
    network = run.home.add_network(name, rpc, registry.lower(), licensing.lower())
    run.say(t("chain_added", name=name, chain=network.chain_id))
    run.done({"name": name, "chain_id": network.chain_id, "genesis": network.genesis})


@command(chain, "use", "chain_use")
def use(run: Run, name: Annotated[str, typer.Argument(help=t("arg.network"))]) -> None:
    """Use a network."""
    entry = run.home.networks.use(name)
    run.say(t("chain_used", name=name))
    run.done({"name": name, "chain_id": entry.network.chain_id})


@command(chain, "deploy", "chain_deploy")
def deploy(
    run: Run,
    name: Annotated[str, typer.Option("--name", help=t("arg.network"))],
    rpc: Annotated[str, typer.Option("--rpc", help=t("opt.rpc"))],
    payer: Annotated[str, typer.Option("--payer", help=t("opt.payer"))],
    yes: Annotated[bool, typer.Option("--yes", help=t("opt.yes"))] = False,
) -> None:
    """Put the contracts on a chain."""
    gas, wei = run.home.estimate_deployment(rpc, payer)
    run.note(t("deploy_cost", gas=gas, wei=wei))
    if not yes:
        typer.confirm(t("deploy_ask"), abort=True, err=True)
    network = run.home.deploy(name, rpc, run.payer(payer))
    run.say(t("deployed", name=name, registry=network.registry, licensing=network.licensing))
    run.done({"name": name, "registry": network.registry, "licensing": network.licensing})
