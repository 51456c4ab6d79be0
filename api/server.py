"""``songdeed serve``: the API over a real socket."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.limits import Limits
from api.middleware import LOOPBACK_NAMES
from ledger.errors import ServiceDown
from ledger.home import Home
from ledger.ports import Payer
from ledger.services.relaying import Spent

# Connections at a time; each holds a file descriptor and, while it uploads, at most some 2 MiB.
MAX_CONNECTIONS = 256


def config(app: FastAPI, *, host: str = "127.0.0.1", port: int = 8000) -> uvicorn.Config:
    """What uvicorn is told.

    Args:
        app: From ``api.app.create_app``.
        host: Address to listen on.
        port: Port; 0 lets the system choose.
    """
    return uvicorn.Config(
        app, host=host, port=port, limit_concurrency=MAX_CONNECTIONS, timeout_keep_alive=5,
        timeout_graceful_shutdown=30, server_header=False, log_level="warning", access_log=False,
        proxy_headers=False, ws="none",
    )  # fmt: skip


def serve(
    home: Home,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    payer: Payer | None = None,
    names: Iterable[str] = (),
    share: str | None = None,
    limits: Limits | None = None,
    started: Callable[[str, bytes | None, Spent], None] = lambda url, network, spent: None,
) -> None:
    """Serve a data folder until interrupted.

    Args:
        home: The data folder.
        host: Address to listen on.
        port: Port; 0 lets the system choose.
        payer: Who pays for relayed operations; None is the embedded chain's own payer.
        names: Names in the Host header that are answered besides those of this machine itself.
        share: Where others reach this server, if they may use the ledger through it; empty for the URL that
            it listens at.
        limits: What a request may cost, and what is sent for others in an hour.
        started: Told of the URL, of the network file if there is one, and of what was sent in the last hour,
            once connections are taken.

    Raises:
        BadInput: ``NOT_INITIALISED``.
        ServiceDown: The chain does not answer; ``PORT_UNUSABLE``.
    """
    with _listening(host, port) as taken:
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{taken.getsockname()[1]}"
        at = url if share == "" else share
        known = () if at is None else (urlsplit(at).hostname or "",)
        app = create_app(
            home, payer=payer, hosts=(*LOOPBACK_NAMES, host, *names, *known), limits=limits, share=at
        )
        spent = app.state.desk.sending.spent()
        server = uvicorn.Server(config(app, host=host, port=port))
        with _heard_early(server):
            started(url, None if at is None else app.state.desk.shared.file, spent)
            server.run(sockets=[taken])


@contextmanager
def _heard_early(server: uvicorn.Server) -> Iterator[None]:
    """Ctrl-C ends the server from the moment at which it is told of, not only once it runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, server.handle_exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if server.should_exit:
        raise KeyboardInterrupt


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ServiceDown("PORT_UNUSABLE", host=host, port=port, reason=reason) from error
