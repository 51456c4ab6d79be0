"""Pure ASGI middleware: which hosts are answered, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problem import problem_response
from ledger.errors import UsageError

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")

# Answers are data: nothing in them may be taken for a page, run or framed, whatever a title contains.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Refuses requests for other host names and adds the headers of safety to every answer.

    A site that points its own name at 127.0.0.1 (DNS rebinding) could otherwise read a local server through
    the browser of whoever visits it.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        host = _host_name(Headers(scope=scope).get("host", ""))
        if host in self.hosts:
            await self.app(scope, receive, send_guarded)
        else:
            response = problem_response(Request(scope, receive), UsageError("WRONG_HOST", host=host[:100]))
            await response(scope, receive, send_guarded)


def _host_name(header: str) -> str:
    """Host of a Host header without its port, lower case; brackets of an IPv6 address are dropped."""
    value = header.strip().lower()
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.rpartition(":")[0] if ":" in value else value
