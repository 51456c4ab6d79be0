"""songdeed init, songdeed chain …"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ledger.cli.app import app, chain
from ledger.cli.common import Run, Yes, command
from ledger.cli.names import party
from ledger.cli.paying import coins
from ledger.cli.speech import t
from ledger.errors import BadInput


@command(app, "init", "init")
def init(run: Run, store: Annotated[str | None, typer.Option("--store", help=t("opt.store"))] = None) -> None:
    """Make the data folder."""
    if store is not None:
        run.home.depot.use(store)
    network, before = run.home.station.initialise()
    run.say(t("init_before" if before else "init_done", folder=str(run.home.folder), chain=network.chain_id))
    document = {"folder": str(run.home.folder), "chain_id": network.chain_id, "genesis": network.genesis}
    contracts = {"registry": network.registry, "licensing": network.licensing}
    run.done({**document, **contracts, "store": run.home.depot.choice.address()}, local=network.local)


@command(chain, "start", "chain_start")
def start(run: Run) -> None:
    """Start the embedded chain."""
    status = run.home.station.embedded.start()
    run.say(t("chain_runs", url=status.url, chain=status.chain_id))
    run.done({"running": True, "url": status.url, "chain_id": status.chain_id}, local=True)


@command(chain, "stop", "chain_stop")
def stop(run: Run) -> None:
    """Stop the embedded chain."""
    ran = run.home.station.embedded.stop()
    run.say(t("chain_stopped" if ran else "chain_was_stopped"))
    run.done({"running": False, "stopped": ran}, local=True)


@command(chain, "status", "chain_status")
def status(run: Run) -> None:
    """Which network is in use, and whether it answers."""
    entry = run.home.station.networks.current()
    if entry is None:
        raise BadInput("NOT_INITIALISED", folder=str(run.home.folder))
    network = entry.network
    document: dict[str, object] = {
        "name": network.name,
        "chain_id": network.chain_id,
        "genesis": network.genesis,
        "registry": network.registry,
        "licensing": network.licensing,
        "known": list(run.home.station.networks.names()),
    }
    run.say(t("network", name=network.name, registry=network.registry, licensing=network.licensing))
    if entry.relay is not None:
        document |= {"relay": entry.relay, "fingerprint": run.home.station.sharing.fingerprint()}
        run.say(t("relayed_by", relay=entry.relay, fingerprint=document["fingerprint"]))
    elif network.local:
        found = run.home.station.embedded.status()
        words = t("chain_runs", url=found.url, chain=found.chain_id) if found.running else None
        run.say(words or t("chain_was_stopped"))
        run.done({**document, "running": found.running, "url": found.url}, local=True)
        return
    head = run.home.chain.head()
    run.say(t("chain_head", chain=network.chain_id, block=head.number))
    run.done({**document, "running": True, "block": {"number": head.number, "hash": head.hash}})


Private = Annotated[bool, typer.Option("--private", help=t("opt.private"))]
FinalityOption = Annotated[str, typer.Option("--finality", help=t("opt.finality"))]


def _finality(given: str) -> str | int:
    return int(given) if given.isascii() and given.isdigit() else given


@command(chain, "add", "chain_add")
def add(
    run: Run,
    name: Annotated[str, typer.Argument(help=t("arg.network"))],
    rpc: Annotated[str, typer.Option("--rpc", help=t("opt.rpc"))],
    registry: Annotated[str, typer.Option("--registry", help=t("opt.registry"))],
    licensing: Annotated[str, typer.Option("--licensing", help=t("opt.licensing"))],
    private: Private = False,
    finality: FinalityOption = "finalized",
) -> None:
    """Add a network and use it."""
    addresses = party(run.home, registry), party(run.home, licensing)
    network = run.home.station.add_network(
        name, rpc, *addresses, private=private, finality=_finality(finality)
    )
    run.say(t("chain_added", name=name, chain=network.chain_id))
    run.done({"name": name, "chain_id": network.chain_id, "genesis": network.genesis})


@command(chain, "use", "chain_use")
def use(run: Run, name: Annotated[str, typer.Argument(help=t("arg.network"))]) -> None:
    """Use a network."""
    entry = run.home.station.networks.use(name)
    run.say(t("chain_used", name=name))
    run.done({"name": name, "chain_id": entry.network.chain_id})


@command(chain, "deploy", "chain_deploy")
def deploy(
    run: Run,
    name: Annotated[str, typer.Option("--name", help=t("arg.network"))],
    rpc: Annotated[str, typer.Option("--rpc", help=t("opt.rpc"))],
    payer: Annotated[str, typer.Option("--payer", help=t("opt.payer"))],
    private: Private = False,
    finality: FinalityOption = "finalized",
    yes: Yes = False,
) -> None:
    """Put the contracts on a chain."""
    gas, wei = run.home.station.estimate_deployment(rpc, run.home.keys.address_of(payer))
    run.note(t("deploy_cost", gas=gas, coins=coins(wei), name=payer))
    run.confirm(t("price_ask"), yes or not sys.stdin.isatty())
    who = run.payer(payer, yes=True)  # agreed to above, for both contracts
    network = run.home.station.deploy(name, rpc, who, private=private, finality=_finality(finality))
    run.say(t("deployed", name=name, registry=network.registry, licensing=network.licensing))
    contracts = {"registry": network.registry, "licensing": network.licensing}
    run.done({"name": name, "chain_id": network.chain_id, "genesis": network.genesis, **contracts})
