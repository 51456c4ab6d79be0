"""A read-only trustless gateway: single blocks over plain HTTP, each re-hashed by whoever asks.

Source: https://specs.ipfs.tech/http-gateways/trustless-gateway/.
"""

from __future__ import annotations

import requests

from ledger.core.cid import Cid
from ledger.core.walk import MAX_BLOCK, check_block
from ledger.errors import ServiceDown, UsageError
from ledger.ipfs.access import guard
from ledger.ipfs.faults import answers

_ABSENT = (404, 410, 500, 504)  # Kubo's gateway answers 500 or 504 for what it has not and can't find


def check_url(url: str) -> str:
    """An http or https address without the slash at its end.

    Raises:
        UsageError: ``SERVICE_URL``.
    """
    prepared = requests.Request("GET", url)
    try:
        full = prepared.prepare().url or ""
    except (requests.exceptions.RequestException, ValueError, UnicodeError) as error:
        raise UsageError("SERVICE_URL", value=url[:200]) from error
    if not full.startswith(("http://", "https://")) or any(sign in full for sign in "?#@"):
        raise UsageError("SERVICE_URL", value=url[:200])
    return full.rstrip("/")


class Gateway:
    """One gateway that the user named; addresses in records are never asked (THREATS 51).

    Args:
        url: Its address, e.g. ``http://127.0.0.1:8080``.
        timeout: Seconds that it may be silent, and in which a block must have come.

    Raises:
        UsageError: ``SERVICE_URL``.
    """

    def __init__(self, url: str, *, timeout: float = 60.0) -> None:
        self._url, self._timeout = check_url(url), timeout
        self._session = requests.Session()
        guard(self._session, MAX_BLOCK + 1, timeout)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def block(self, cid: Cid) -> bytes:
        """One block, verified.

        Raises:
            ServiceDown: ``STORE_MISSING``, ``BLOCK_MISMATCH``, and those of ``ipfs.faults``.
        """
        headers = {"Accept": "application/vnd.ipld.raw", "Accept-Encoding": "identity"}
        with answers(self._url):
            response = self._session.get(
                f"{self._url}/ipfs/{cid}?format=raw", headers=headers, timeout=(10.0, self._timeout),
                allow_redirects=False, stream=True,
            )  # fmt: skip
            with response:
                if response.status_code in _ABSENT:
                    raise ServiceDown("STORE_MISSING", store=self._url, cid=str(cid))
                response.raise_for_status()
                data = b"".join(response.iter_content())
        return check_block(cid, data)
