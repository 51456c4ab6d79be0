"""A service that speaks the IPFS Pinning Service API, 1.0.

It is given CIDs, not bytes: it fetches them over IPFS, from ``origins``, the nodes that have them.
Source: https://ipfs.github.io/pinning-services-api-spec/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import requests

from ledger.core.cid import Cid, parse_any
from ledger.errors import BadInput, ServiceDown
from ledger.ipfs.access import Patience, check_private, guard
from ledger.ipfs.faults import answers
from ledger.ipfs.gateway import check_url

STATES = ("pinned", "pinning", "queued", "failed")
"""What a service says of a pin, the best first."""

MAX_ANSWER = 1 << 20
_MAX_ORIGINS = 20
_MAX_NAME = 255


class PinningService:
    """One service.

    Args:
        url: Its endpoint; ``/pins`` is added.
        secret: The access token.
        timeout: Seconds that it may be silent, and in which an answer must have come.

    Raises:
        UsageError: ``SERVICE_URL``, ``STORE_SECRET``, ``STORE_SECRET_CLEAR``.
    """

    def __init__(self, url: str, secret: str, *, timeout: float = 60.0, patience: float = 10.0) -> None:
        self._url, self._timeout = check_url(url), timeout
        self._session = requests.Session()
        self._patience = Patience(patience)
        check_private(self._url, self._url)
        guard(self._session, MAX_ANSWER, timeout, secret)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def keep(self, cid: Cid, name: str, origins: Sequence[str]) -> str:
        """Ask for a pin, unless it is there or on its way; its state.

        Args:
            cid: Root of what is to be kept.
            name: What the service shows its customer; nothing private.
            origins: Multiaddresses of nodes that have it.

        Raises:
            ServiceDown: ``SERVICE_REFUSED`` (it says why), and those of ``ipfs.faults``.
            Refused: ``STORE_DENIED``: it wants another token.
        """
        known = self.state(cid)
        if known in ("pinned", "pinning", "queued"):
            return known
        body = {"cid": str(cid), "name": name[:_MAX_NAME], "origins": list(origins)[:_MAX_ORIGINS]}
        return self._state_of(self._call("POST", "/pins", json=body), cid)

    def state(self, cid: Cid) -> str:
        """The best state of all its pins of a CID; ``absent`` if there is none.

        Raises:
            ServiceDown: As ``keep``.
        """
        parameters = {"cid": str(cid), "status": ",".join(reversed(STATES)), "limit": "10"}
        found = self._call("GET", "/pins", params=parameters)
        with answers(self._url):
            states = {self._state_of(one, cid) for one in found["results"]}
        return next((state for state in STATES if state in states), "absent")

    def _state_of(self, answer: Any, cid: Cid) -> str:
        with answers(self._url):
            said, told = str(answer["status"]), str(answer["pin"]["cid"])
            try:
                same = parse_any(told).v1 == cid.v1
            except BadInput:
                same = False
            if said not in STATES or not same or not isinstance(answer["requestid"], str):
                raise ServiceDown("STORE_GARBLED", store=self._url)
        return said

    def _call(self, method: str, path: str, **given: Any) -> Any:
        def once() -> Any:
            with answers(self._url):
                response = self._session.request(
                    method, self._url + path, timeout=(10.0, self._timeout), allow_redirects=False, **given
                )
                if 400 <= response.status_code < 500 and response.status_code not in (401, 403):
                    raise ServiceDown("SERVICE_REFUSED", store=self._url, reason=_reason(response))
                response.raise_for_status()
                if not response.ok or response.is_redirect:
                    raise ServiceDown("STORE_GARBLED", store=self._url)
                return response.json()

        # Asking twice for one pin makes two requests of it at worst; ``keep`` looks first.
        return self._patience.ask(once)


def _reason(response: requests.Response) -> str:
    try:
        error = response.json()["error"]
        return f"{error['reason']}: {error.get('details', '')}"[:300]
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"HTTP {response.status_code}"
