"""Another person's Songdeed server, not trusted: bounded in size and time, and no redirects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ledger.chain.rpc import is_loopback, shown
from ledger.chain.sharing import MAX_BYTES, NETWORK_PATH, api_url
from ledger.core.record import MAX_RECORD
from ledger.errors import NotYet, ServiceDown
from ledger.evm import recursion_limit_kept

TIMEOUT_S = 30.0
_MAX_ANSWER = 1 << 20


@dataclass(frozen=True, slots=True)
class Offered:
    """What a relay says of an operation: all of it is looked up on the chain before it is believed."""

    state: str
    transaction: str | None


class Host:
    """One server.

    Args:
        url: Its address, ``http://`` or ``https://``.
        timeout: Seconds to wait for each piece of an answer.

    Raises:
        BadInput: ``BAD_API_URL``.
    """

    def __init__(self, url: str, *, timeout: float = TIMEOUT_S) -> None:
        with recursion_limit_kept():
            import requests
        self.url = api_url(url)
        self.shown = shown(url)
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = not is_loopback(url)

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def network(self) -> bytes:
        """Its network file.

        Raises:
            ServiceDown: ``HOST_DOWN``, ``HOST_REFUSES``.
        """
        return self._ask("GET", NETWORK_PATH, most=MAX_BYTES)

    def record(self, cid: str) -> bytes:
        """A public record, not yet looked at.

        Raises:
            ServiceDown: ``HOST_DOWN``, ``HOST_REFUSES``.
        """
        return self._ask("GET", f"/v1/records/{quote(cid, safe='')}", most=MAX_RECORD)

    def give_record(self, asset: str, data: bytes) -> None:
        """Let it have the record of an asset that is registered.

        Raises:
            ServiceDown: ``HOST_DOWN``, ``HOST_REFUSES``.
        """
        self._ask("POST", f"/v1/works/{asset}/record", data)

    def offer(self, operation: dict[str, Any]) -> Offered:
        """Ask it to send a signed operation.

        Raises:
            NotYet: ``RELAY_SILENT``, with the reason: it does not answer, refuses, or answers nonsense.
        """
        return self._offered("POST", "/v1/operations", json.dumps(operation).encode())

    def status(self, identity: str) -> Offered:
        """What it knows of an operation.

        Raises:
            NotYet: ``RELAY_SILENT``.
        """
        return self._offered("GET", f"/v1/operations/{identity}")

    def _offered(self, method: str, path: str, body: bytes | None = None) -> Offered:
        try:
            document = json.loads(self._ask(method, path, body))
        except ServiceDown as error:
            reason = str(error.params.get("reason"))
            raise NotYet("RELAY_SILENT", relay=self.shown, reason=reason) from error
        except (ValueError, RecursionError) as error:
            raise NotYet("RELAY_SILENT", relay=self.shown, reason="no JSON") from error
        found = document if isinstance(document, dict) else {}
        transaction = found.get("transaction")
        sound = isinstance(transaction, str) and len(transaction) == 66 and transaction.startswith("0x")
        return Offered(str(found.get("state")), str(transaction).lower() if sound else None)

    def _ask(self, method: str, path: str, body: bytes | None = None, *, most: int = _MAX_ANSWER) -> bytes:
        from requests import RequestException

        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            with self._session.request(
                method, self.url + path, data=body, headers=headers, timeout=self._timeout,
                allow_redirects=False, stream=True,
            ) as answer:  # fmt: skip
                data = b""
                for piece in answer.iter_content(1 << 16):
                    data += piece
                    if len(data) > most:
                        raise ServiceDown("HOST_REFUSES", url=self.shown, reason="too long an answer")
                if not 200 <= answer.status_code < 300:
                    reason = _problem(data, answer.status_code)
                    raise ServiceDown("HOST_REFUSES", url=self.shown, reason=reason)
                return data
        except (RequestException, OSError) as error:
            raise ServiceDown("HOST_DOWN", url=self.shown, reason=type(error).__name__) from error


def _problem(data: bytes, status: int) -> str:
    """The code of a problem document, which is ours to translate; else the status."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return f"HTTP {status}"
    code = document.get("code") if isinstance(document, dict) else None
    plain = isinstance(code, str) and code.isascii() and code.replace("_", "").isalnum()
    return str(code)[:60] if plain else f"HTTP {status}"
