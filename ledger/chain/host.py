"""Another person's Songdeed server, not trusted: bounded in size and time, and no redirects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

from ledger.chain.rpc import is_loopback, patience, shown
from ledger.chain.sharing import MAX_BYTES, NETWORK_PATH, PROOF_PATH, api_url
from ledger.core.record import MAX_RECORD
from ledger.errors import NotYet, ServiceDown
from ledger.evm import recursion_limit_kept

if TYPE_CHECKING:
    from requests import Session

TIMEOUT_S = 30.0
WHOLE_S = 60.0
_MAX_ANSWER = 1 << 20


@dataclass(frozen=True, slots=True)
class Offered:
    """What a relay says of an operation: all of it is looked up on the chain before it is believed."""

    state: str
    transaction: str | None
    reason: str | None = None


class Host:
    """One server.

    Args:
        url: Its address, ``http://`` or ``https://``.
        timeout: Seconds to wait for each piece of an answer.
        whole: Seconds to wait for the whole of it: a server may send a byte now and then, for ever.

    Raises:
        BadInput: ``BAD_API_URL``.
    """

    def __init__(self, url: str, *, timeout: float = TIMEOUT_S, whole: float = WHOLE_S) -> None:
        self.url = api_url(url)
        self.shown = shown(url)
        self._timeout, self._whole = timeout, whole
        self._session = self._new_session()

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def network(self) -> bytes:
        """Its network file.

        Raises:
            ServiceDown: ``HOST_DOWN``, ``HOST_REFUSES``.
        """
        return self._ask("GET", NETWORK_PATH, most=MAX_BYTES)

    def proof(self, nonce: str) -> bytes:
        """Its answer to a challenge, not yet looked at (``ledger.chain.hostkey``).

        Raises:
            ServiceDown: ``HOST_DOWN``, ``HOST_REFUSES``.
        """
        return self._ask("GET", f"{PROOF_PATH}?nonce={nonce}", most=2 * MAX_BYTES)

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

    def offer(self, operation: bytes) -> Offered:
        """Ask it to send a signed operation.

        Args:
            operation: Its canonical JSON; handed over as it is.

        Raises:
            NotYet: ``RELAY_SILENT``, with the reason: it does not answer, refuses, or answers nonsense.
        """
        return self._offered("POST", "/v1/operations", operation)

    def status(self, identity: str) -> Offered:
        """What it knows of an operation.

        Raises:
            NotYet: ``RELAY_SILENT``.
        """
        return self._offered("GET", f"/v1/operations/{identity}")

    def _new_session(self) -> Session:
        with recursion_limit_kept():
            import requests
        session = requests.Session()
        session.trust_env = not is_loopback(self.url)
        return session

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
        state, why = _word(found.get("state")) or "no state", _word(found.get("reason"))
        return Offered(state, str(transaction).lower() if sound else None, why)

    def _ask(self, method: str, path: str, body: bytes | None = None, *, most: int = _MAX_ANSWER) -> bytes:
        """An answer within the time that there is for the whole of it.

        Asked in a thread that nobody waits for: nothing else can end a read that goes on for ever.
        """
        answers: SimpleQueue[bytes | ServiceDown] = SimpleQueue()

        def ask(session: Session) -> None:
            try:
                answers.put(self._asked(session, method, path, body, most))
            except ServiceDown as error:
                answers.put(error)

        Thread(target=ask, args=(self._session,), daemon=True).start()
        try:
            found = answers.get(timeout=self._whole)
        except Empty as error:
            self._session = self._new_session()
            raise ServiceDown("HOST_DOWN", url=self.shown, reason="Timeout") from error
        if isinstance(found, ServiceDown):
            raise found
        return found

    def _asked(self, session: Session, method: str, path: str, body: bytes | None, most: int) -> bytes:
        from requests import RequestException

        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            with session.request(
                method, self.url + path, data=body, headers=headers, timeout=patience(self._timeout),
                allow_redirects=False, stream=True,
            ) as answer:  # fmt: skip
                data = b""
                for piece in answer.iter_content(1 << 16):
                    data += piece
                    if len(data) > most:
                        raise ServiceDown("HOST_REFUSES", url=self.shown, reason="too long an answer")
                if not 200 <= answer.status_code < 300:
                    reason = _problem(data, answer.status_code, answer.headers.get("Retry-After", ""))
                    raise ServiceDown("HOST_REFUSES", url=self.shown, reason=reason)
                return data
        except (RequestException, OSError) as error:
            raise ServiceDown("HOST_DOWN", url=self.shown, reason=type(error).__name__) from error


def _problem(data: bytes, status: int, retry: str) -> str:
    """The code of a problem document, and when to try again; else the status."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return f"HTTP {status}"
    code = _word(document.get("code")) if isinstance(document, dict) else None
    later = (
        f" ({retry} s)" if status == 429 and retry.isascii() and retry.isdigit() and len(retry) < 8 else ""
    )
    return code + later if code else f"HTTP {status}"


def _word(value: object) -> str | None:
    """A code that a server named, if it is one."""
    plain = isinstance(value, str) and value.isascii() and value.replace("_", "").isalnum()
    return str(value)[:60] if plain else None
