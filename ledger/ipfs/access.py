"""How a node or service is reached: credentials from the environment, no proxies, and a second try."""

from __future__ import annotations

import base64
import ipaddress
import logging
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

import requests
import stamina
from requests.structures import CaseInsensitiveDict

from ledger.errors import ServiceDown, UsageError
from ledger.ipfs.faults import bound_body

T = TypeVar("T")

ATTEMPTS = 12
_PASSING = ("STORE_DOWN", "STORE_GARBLED")  # what a node that is being restarted answers

# Each failed attempt would be a warning on stderr; what matters is told once, by the last one.
logging.getLogger("stamina").addHandler(logging.NullHandler())


def authorization(secret: str) -> str:
    """The Authorization header of a secret in the form of Kubo's ``API.Authorizations``.

    Args:
        secret: ``bearer:TOKEN``, ``basic:USER:PASSWORD``, ``basic:BASE64``, or a bare token.

    Raises:
        UsageError: ``STORE_SECRET``: it can't be sent in a header.
    """
    kind, colon, value = secret.strip().partition(":")
    if not colon or kind not in ("bearer", "basic"):
        kind, value = "bearer", secret.strip()
    if kind == "basic" and ":" in value:
        value = base64.b64encode(value.encode()).decode()
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise UsageError("STORE_SECRET")
    return f"{kind.title()} {value}"


def check_private(url: str, shown: str) -> None:
    """See that a secret is not sent in the clear over a network that others share.

    Args:
        url: Where it would be sent.
        shown: The address as the user wrote it.

    Raises:
        UsageError: ``STORE_SECRET_CLEAR``.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return
    try:
        private = ipaddress.ip_address(parts.hostname or "").is_private
    except ValueError:
        private = False
    if not private:
        raise UsageError("STORE_SECRET_CLEAR", store=shown)


def guard(session: requests.Session, limit: int, seconds: float, secret: str | None = None) -> None:
    """Let a session ask the one it was made for, and nobody else.

    A redirect or a proxy from the environment would send a user's unreleased music, or his token, to somebody
    else than the node he named (THREATS 51).

    Args:
        session: The session.
        limit: Bytes of an answer at most.
        seconds: Time for a body.
        secret: As ``authorization``.
    """
    session.trust_env = False
    session.max_redirects = 0
    session.hooks["response"].append(bound_body(limit, seconds))
    # Headers of its own: ipfshttpclient gives all of its sessions one dictionary, and so the secret of one
    # node would be sent to every other.
    session.headers = CaseInsensitiveDict(session.headers)
    if secret is not None:
        session.headers["Authorization"] = authorization(secret)


class Patience:
    """Tries again what may be done twice, once it is known that the node was there.

    A node that never answered is down, and the user hears so at once. One that answered before is perhaps
    being restarted, and is waited for.

    Args:
        seconds: How long to wait in all; 0 never tries again.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._answered = False

    def ask(self, once: Callable[[], T]) -> T:
        """What the node answers.

        Args:
            once: Asks; doing so twice does no harm.

        Raises:
            ServiceDown: What the last attempt raised.
        """
        if not self._seconds:
            return once()
        for attempt in stamina.retry_context(
            on=self._passing, attempts=ATTEMPTS, timeout=self._seconds, wait_initial=0.1, wait_max=5.0,
            wait_jitter=0.1,
        ):  # fmt: skip
            with attempt:
                answer = once()
                self._answered = True
                return answer
        raise AssertionError("unreachable: the last attempt answers or raises")

    def _passing(self, error: Exception) -> bool:
        return self._answered and isinstance(error, ServiceDown) and error.code in _PASSING
