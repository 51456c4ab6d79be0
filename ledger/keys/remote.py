"""Keys whose secret is elsewhere: a signer that speaks JSON-RPC, such as clef, a hardware bridge, or a node.

The port. One POST to its URL, JSON-RPC 2.0, method ``eth_signTypedData_v4``, parameters ``[account, typed
data]``: the account in lower case, the typed data (EIP-712) as JSON text with ``types``, ``primaryType``,
``domain`` and ``message``. The result is 65 bytes r, s, v as 0x string. It may take two minutes: somebody
presses a button. Whatever comes back is recovered here, and must be that account's signature over the digest
that was computed here; a signer can refuse, and nothing else. When an account is entered the signer is asked
once for ``eth_accounts``; it need not know that method.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ledger.core import strictjson
from ledger.core.fields import Fields
from ledger.core.model import check_address
from ledger.errors import BadInput, Refused, ServiceDown
from ledger.evm import recover

TIMEOUT_S = 120.0
LIST_S = 5.0
"""What accounts a signer has it says at once, or asks its owner first: he is not waited for."""

MAX_ANSWER = 64 * 1024
_MAX_WORDS = 200
_KIND = "remote-signer"
_VERSION = 1
_SIGNATURE = re.compile(r"0x[0-9a-fA-F]{130}\Z")
_MARK = b'"remote-signer"'


@dataclass(frozen=True, slots=True)
class Remote:
    """An account and the URL of who signs for it: ``https://``, or ``http://`` on this machine.

    ``encryption``: name of the key here from whose secret its encryption key is derived, if one was named.

    Raises:
        BadInput: ``BAD_ADDRESS``, ``SIGNER_URL``.
    """

    address: str
    url: str
    encryption: str = ""

    def __post_init__(self) -> None:
        check_address(self.address)
        _place(self.url)

    @property
    def shown(self) -> str:
        """The URL without what may be a secret in it."""
        kind, host, port, _ = _place(self.url)
        return f"{kind}://{f'[{host}]' if ':' in host else host}{'' if port is None else f':{port}'}"

    def to_bytes(self) -> bytes:
        """What lies in the folder in place of a key file."""
        body = {"songdeed": _KIND, "version": _VERSION, "address": self.address, "url": self.url}
        if self.encryption:
            body["encryption"] = self.encryption
        return strictjson.canonical(body) + b"\n"

    def sign(self, digest: str, typed_data: Mapping[str, Any], *, timeout: float = TIMEOUT_S) -> bytes:
        """65-byte signature (r, s, v; low s, v 27 or 28).

        Args:
            digest: EIP-712 digest of the typed data, computed here.
            typed_data: What the signer shows and signs.
            timeout: Seconds to wait for each part of the answer.

        Raises:
            Refused: ``SIGNER_REFUSES``, with its words.
            ServiceDown: ``SIGNER_DOWN``; ``SIGNER_LIES``: the answer is no signature of this account over
                this text.
        """
        params = [self.address, json.dumps(typed_data, ensure_ascii=False)]
        body = {"jsonrpc": "2.0", "id": 1, "method": "eth_signTypedData_v4", "params": params}
        signature = self._signature(self._post(json.dumps(body).encode(), timeout))
        if signature[64] in (0, 1):  # some signers count from zero
            signature = signature[:64] + bytes([signature[64] + 27])
        try:
            signer = recover(digest, signature)
        except BadInput as error:
            raise ServiceDown("SIGNER_LIES", url=self.shown) from error
        if signer != self.address:
            raise ServiceDown("SIGNER_LIES", url=self.shown)
        return signature

    def lists(self, *, timeout: float = LIST_S) -> bool | None:
        """Whether the signer has the account among its own (``eth_accounts``); None if it doesn't say.

        Raises:
            ServiceDown: ``SIGNER_DOWN``.
        """
        asked = {"jsonrpc": "2.0", "id": 1, "method": "eth_accounts", "params": []}
        try:
            document = json.loads(self._post(json.dumps(asked).encode(), timeout))
        except (ValueError, RecursionError):
            return None
        listed = document.get("result") if isinstance(document, dict) else None
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            return None
        return self.address in [each.lower() for each in listed]

    def _signature(self, data: bytes) -> bytes:
        try:
            document = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise ServiceDown("SIGNER_DOWN", url=self.shown, reason="no JSON") from error
        found = document if isinstance(document, dict) else {}
        refusal = found.get("error")
        if isinstance(refusal, dict):
            words = str(refusal.get("message"))[:_MAX_WORDS]
            said = "".join(letter if letter.isprintable() else " " for letter in words)
            raise Refused("SIGNER_REFUSES", url=self.shown, reason=said)
        result = found.get("result")
        if not isinstance(result, str) or not _SIGNATURE.match(result):
            raise ServiceDown("SIGNER_LIES", url=self.shown)
        return bytes.fromhex(result[2:])

    def _post(self, body: bytes, timeout: float) -> bytes:
        kind, host, port, path = _place(self.url)
        make = http.client.HTTPSConnection if kind == "https" else http.client.HTTPConnection
        connection = make(host, port, timeout=timeout)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            data = answer.read(MAX_ANSWER + 1)
        except (OSError, http.client.HTTPException) as error:
            reason = "timeout" if isinstance(error, socket.timeout) else type(error).__name__
            raise ServiceDown("SIGNER_DOWN", url=self.shown, reason=reason) from error
        finally:
            connection.close()
        if answer.status != 200 or len(data) > MAX_ANSWER:
            reason = "too long an answer" if answer.status == 200 else f"HTTP {answer.status}"
            raise ServiceDown("SIGNER_DOWN", url=self.shown, reason=reason)
        return data


def read(data: bytes, name: str) -> Remote | None:
    """What lies in the folder under a name, if it is a remote signer.

    Raises:
        BadInput: ``KEYSTORE_CORRUPT``.
    """
    if _MARK not in data:
        return None
    try:
        fields = Fields(strictjson.loads(data, max_bytes=MAX_ANSWER), "")
        if fields.text("songdeed") != _KIND or fields.integer("version") != _VERSION:
            raise ValueError("version")
        found = Remote(fields.text("address"), fields.text("url"), fields.text_or_none("encryption") or "")
        fields.done()
    except (BadInput, ValueError) as error:
        raise BadInput("KEYSTORE_CORRUPT", name=name, field=_KIND) from error
    return found


def _place(url: str) -> tuple[str, str, int | None, str]:
    """Scheme, host, port and path; in the clear a signer is only asked on this machine."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadInput("SIGNER_URL", url=url) from error
    sound = host and not (parts.username or parts.fragment) and url.isascii() and url.isprintable()
    if not sound or parts.scheme not in ("http", "https") or (parts.scheme == "http" and not _is_here(host)):
        raise BadInput("SIGNER_URL", url=url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port, path


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
