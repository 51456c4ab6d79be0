"""JSON-RPC over HTTP by web3's provider: time limits, retries of reads, strict values."""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import stamina

from ledger.errors import BadInput, ServiceDown
from ledger.evm import recursion_limit_kept

TIMEOUT_S = 30.0
"""A node that says nothing for so long is down for us."""
CONNECT_S = 10.0
"""A machine that can be reached takes a connection sooner, from the other side of the earth too."""

ATTEMPTS = 3
# Retries are reported to whoever listens, not printed between a command's own lines.
logging.getLogger("stamina").addHandler(logging.NullHandler())

_BUSY = (-32005, 429)  # "limit exceeded" of several providers
_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,64}\Z")
_DATA = re.compile(r"0x(?:[0-9a-fA-F]{2})*\Z")


def patience(timeout: float) -> tuple[float, float]:
    """Seconds to wait for a connection, and for each piece of an answer, as Requests takes them."""
    return min(timeout, CONNECT_S), timeout


class RpcRefusal(Exception):
    """The node understood and answered with an error object."""

    def __init__(self, method: str, code: int, message: str, data: object) -> None:
        super().__init__(f"{method}: {message} ({code})")
        self.method, self.code, self.message, self.data = method, code, message, data


class _Unreachable(Exception):
    """No usable answer; asking again may help."""


class Rpc:
    """One node.

    Args:
        url: ``http://`` or ``https://``.
        timeout: Seconds for one call.
        locate: Where the node is by now, for one that moves: the embedded chain has another port after each
            start. Asked when the node does not answer.

    Raises:
        BadInput: ``BAD_RPC_URL``.
    """

    def __init__(
        self, url: str, *, timeout: float = TIMEOUT_S, locate: Callable[[], str] | None = None
    ) -> None:
        with recursion_limit_kept():
            import requests
            from web3 import HTTPProvider
        self.shown = shown(url)
        session = requests.Session()
        # A proxy from the environment must not see, nor break, what goes to this machine.
        session.trust_env = not is_loopback(url)
        self._provider = HTTPProvider(
            url, {"timeout": patience(timeout), "allow_redirects": False}, session,
            exception_retry_configuration=None,
        )  # fmt: skip
        # No contract may make us fetch an address of its choice (CCIP-Read, CVE-2026-40072).
        self._provider.global_ccip_read_enabled = False
        self._session = session
        self._locate = locate

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def read(self, method: str, *params: object) -> Any:
        """Ask for something that changes nothing and that every node can answer.

        Raises:
            ServiceDown: ``CHAIN_DOWN``, ``CHAIN_REFUSES``.
        """
        try:
            return self.ask(method, *params)
        except RpcRefusal as error:
            raise ServiceDown("CHAIN_REFUSES", url=self.shown, reason=str(error)) from error

    def ask(self, method: str, *params: object) -> Any:
        """Ask for something that changes nothing; asked again when the node does not answer.

        Raises:
            RpcRefusal: The node answered with an error.
            ServiceDown: ``CHAIN_DOWN``; ``CHAIN_STOPPED`` for an embedded chain that was stopped.
        """
        try:
            return self._patiently(method, params)
        except ServiceDown:
            if not self._moved():
                raise
            return self._patiently(method, params)

    def _moved(self) -> bool:
        """Whether the node is somewhere else by now; if so it is asked there from here on."""
        from eth_typing import URI

        if self._locate is None or (url := self._locate()) == self._provider.endpoint_uri:
            return False
        self._provider.endpoint_uri, self.shown = URI(url), shown(url)
        return True

    def _patiently(self, method: str, params: tuple[object, ...]) -> Any:
        try:
            for attempt in stamina.retry_context(
                on=_Unreachable,
                attempts=ATTEMPTS,
                timeout=CONNECT_S,  # who waited so long is not made to wait thrice
                wait_initial=0.1,
                wait_max=1.0,
                wait_jitter=0.1,
            ):
                with attempt:
                    return self._once(method, params)
        except _Unreachable as error:
            raise ServiceDown("CHAIN_DOWN", url=self.shown, reason=str(error)) from error
        raise AssertionError("unreachable: the last attempt answers or raises")

    def write(self, method: str, *params: object) -> Any:
        """Ask for something once.

        Raises:
            RpcRefusal: The node answered with an error.
            ServiceDown: ``CHAIN_DOWN``: whether it was done is unknown.
        """
        try:
            return self._once(method, params)
        except _Unreachable as error:
            raise ServiceDown("CHAIN_DOWN", url=self.shown, reason=str(error)) from error

    def lies(self, what: str, value: object) -> ServiceDown:
        """The error for an answer that can't be true."""
        return ServiceDown("CHAIN_LIES", url=self.shown, what=what, value=str(value)[:100])

    def quantity(self, value: object, what: str) -> int:
        """An integer of the node.

        Raises:
            ServiceDown: ``CHAIN_LIES``.
        """
        if not isinstance(value, str) or not _QUANTITY.match(value):
            raise self.lies(what, value)
        return int(value, 16)

    def octets(self, value: object, what: str, length: int | None = None) -> bytes:
        """Bytes of the node.

        Raises:
            ServiceDown: ``CHAIN_LIES``.
        """
        if not isinstance(value, str) or not _DATA.match(value):
            raise self.lies(what, value)
        octets = bytes.fromhex(value[2:])
        if length not in (None, len(octets)):
            raise self.lies(what, value)
        return octets

    def _once(self, method: str, params: tuple[object, ...]) -> Any:
        from requests import RequestException
        from web3.types import RPCEndpoint

        try:
            answer: Any = self._provider.make_request(RPCEndpoint(method), list(params))
        except (RequestException, OSError) as error:
            raise _Unreachable(_reason(error)) from error
        except (ValueError, RecursionError) as error:  # half a body, no JSON, nonsense too deep to read
            raise _Unreachable("the answer is no JSON") from error
        if not isinstance(answer, dict) or ("result" in answer) == (answer.get("error") is not None):
            raise _Unreachable("the answer is no JSON-RPC")
        if "result" in answer:
            return answer["result"]
        raise _refusal(method, answer["error"])


def _refusal(method: str, error: object) -> Exception:
    members: dict[str, Any] = error if isinstance(error, dict) else {"message": str(error)}
    code = members.get("code")
    number = code if isinstance(code, int) else 0
    if number in _BUSY:
        return _Unreachable(str(members.get("message", "busy")))
    return RpcRefusal(method, number, str(members.get("message", "")), members.get("data"))


def _reason(error: BaseException) -> str:
    """A short reason without the URL, which may hold somebody's access key."""
    response = getattr(error, "response", None)
    status = getattr(response, "status_code", None)
    return f"HTTP {status}" if status else type(error).__name__


def shown(url: str) -> str:
    """A URL as it may be printed: providers put access keys into path, query and user part.

    Raises:
        BadInput: ``BAD_RPC_URL``.
    """
    try:
        parts = urlsplit(url)
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError as error:
        raise BadInput("BAD_RPC_URL", url=url) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput("BAD_RPC_URL", url=url)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
