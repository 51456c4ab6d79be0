"""songdeed serve: the HTTP API of a data folder. The one command that reaches into the other edge."""

from __future__ import annotations

import ipaddress
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from ledger import papers
from ledger.cli.app import app
from ledger.cli.common import PayerName, Run, command
from ledger.cli.names import party
from ledger.cli.speech import t
from ledger.errors import UsageError

if TYPE_CHECKING:
    from api.limits import Limits
    from ledger.services.relaying import Spent

GWEI = 10**9

_Each = Annotated[int, typer.Option("--each", min=0, help=t("opt.each"))]
_Total = Annotated[int, typer.Option("--total", min=0, help=t("opt.total"))]
_GasEach = Annotated[int, typer.Option("--gas-each", min=0, help=t("opt.gas_each"))]
_GasTotal = Annotated[int, typer.Option("--gas-total", min=0, help=t("opt.gas_total"))]
_GasMost = Annotated[int, typer.Option("--gas-most", min=21_000, help=t("opt.gas_most"))]
_GasPrice = Annotated[float, typer.Option("--gas-price", min=0, max=1e9, help=t("opt.gas_price"))]
_Deny = Annotated[list[str] | None, typer.Option("--deny", help=t("opt.deny"))]


@command(app, "serve", "serve")
def serve(
    run: Run,
    host: Annotated[str, typer.Option("--host", help=t("opt.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help=t("opt.port"))] = 8000,
    name: Annotated[list[str] | None, typer.Option("--name", help=t("opt.host_name"))] = None,
    payer: PayerName = None,
    share: Annotated[Path | None, typer.Option("--share", help=t("opt.share"))] = None,
    public_url: Annotated[str | None, typer.Option("--url", help=t("opt.url"))] = None,
    each: _Each = 600,
    total: _Total = 6_000,
    gas_each: _GasEach = 60_000_000,
    gas_total: _GasTotal = 600_000_000,
    gas_most: _GasMost = 5_000_000,
    gas_price: _GasPrice = 500.0,
    deny: _Deny = None,
) -> None:
    """Serve the API until interrupted."""
    from api import server
    from api.limits import Limits

    if share is not None:
        _check_reached(public_url or f"http://{_bracketed(host)}")
    who = run.home.keys.payer(payer, run.password(payer)) if payer else None
    limits = Limits(
        operations_each=each, operations_all=total, gas_each=gas_each, gas_all=gas_total,
        gas_operation=gas_most, gas_price=round(gas_price * GWEI),
        denied=frozenset(party(run.home, one) for one in deny or ()),
    )  # fmt: skip
    server.serve(
        run.home, host=host, port=port, payer=who, names=name or (),
        share=None if share is None else public_url or "", started=_telling(run, share, limits),
        limits=limits,
    )  # fmt: skip


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _ip(url: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address to which a URL leads, if it names one."""
    try:
        return ipaddress.ip_address(urlsplit(url).hostname or "0.0.0.0")
    except ValueError:
        return None


def _check_reached(url: str) -> None:
    """Raise if a network file would send others nowhere.

    Raises:
        UsageError: ``SHARE_NOWHERE``: one listens at all addresses, and is reached at one.
    """
    address = _ip(url)
    if address is not None and address.is_unspecified:
        raise UsageError("SHARE_NOWHERE", url=url)


def _is_loopback(url: str) -> bool:
    address = _ip(url)
    return urlsplit(url).hostname == "localhost" or (address is not None and address.is_loopback)


def _telling(run: Run, share: Path | None, limits: Limits) -> Callable[[str, bytes | None, Spent], None]:
    """What is said once the server listens."""

    def started(url: str, network: bytes | None, spent: Spent) -> None:
        run.say(t("serving", url=url))
        document: dict[str, Any] = {"budget": _budget(run, limits, spent), "url": url}
        if network is not None and share is not None:
            papers.replace_file(share, network)
            said = json.loads(network)
            fingerprint = str(said["fingerprint"])
            if _is_loopback(said["api"]):
                run.note(t("shared_loopback", url=said["api"]))
            run.say(t("shared", path=str(share), fingerprint=fingerprint))
            document |= {"network_file": str(share), "fingerprint": fingerprint}
        run.done(document)
        sys.stdout.flush()  # it goes on for long, and whoever reads a log wants to know now

    return started


def _budget(run: Run, limits: Limits, spent: Spent) -> dict[str, object]:
    """What may be spent for others, and what was in the last hour."""
    hour = {
        "each": limits.operations_each, "total": limits.operations_all, "gas_each": limits.gas_each,
        "gas_total": limits.gas_all, "spent": spent.operations, "spent_gas": spent.gas,
    }  # fmt: skip
    one = {"gas_most": limits.gas_operation, "gas_price": limits.gas_price / GWEI}
    run.say(t("budget", **hour))
    run.say(t("budget_one", **one))
    return {**hour, **one, "denied": sorted(limits.denied)}
