"""All keys in one file under one password.

Each key lies in it as a version 3 key file of its own; ``mac`` binds them together: HMAC-SHA256 (RFC 2104)
over the canonical JSON of all else, keyed by SHA-256 of a label and all private keys in the order of their
names. Who can't open every key can take none away, add none, and give none another's name.

Accounts without a secret here (remote signers, wallets) lie in it too, from version 2 on: encrypted, since
the URL of a signer may hold an access key. Their names and entries are canonical JSON under AES-256-GCM,
whose key lies in it as one more key file and counts for ``mac`` as the first of all.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.core import strictjson
from ledger.core.fields import Fields
from ledger.errors import BadInput
from ledger.keys import entries, keyfile
from ledger.keys.names import check_name

MAX_BYTES = 1 << 20
_LABEL = b"songdeed key backup 1"
_OTHERS = ""
"""Stands for the key of the other entries among the names of keys: none may be called so."""

_NONCE = 12


@dataclass(frozen=True, slots=True)
class _Parsed:
    """``others``: nonce and sealed bytes, or none."""

    keys: dict[str, object]
    others: tuple[bytes, bytes] | None
    body: dict[str, object]
    mac: str


def seal(secrets: Mapping[str, bytes], password: str, others: Mapping[str, bytes] | None = None) -> bytes:
    """Bytes of a backup.

    Args:
        secrets: 32-byte private keys by name.
        password: Of the backup.
        others: What lies in the folder for accounts without a secret, by name.

    Raises:
        Refused: ``PASSWORD_EMPTY``.
    """
    known = dict(secrets)
    if others:
        known[_OTHERS] = random.token_bytes(32)
    files = {name: json.loads(keyfile.seal(secret, password)) for name, secret in sorted(known.items())}
    body: dict[str, object] = {"songdeed": "key-backup", "version": 2 if others else 1, "keys": files}
    if others:
        plain = strictjson.canonical({name: json.loads(entry) for name, entry in others.items()})
        nonce = random.token_bytes(_NONCE)
        sealed = AESGCM(known[_OTHERS]).encrypt(nonce, plain, _LABEL)
        body = {**body, "others": {"key": files.pop(_OTHERS), "sealed": (nonce + sealed).hex()}}
    return strictjson.canonical({**body, "mac": _mac(body, known)}) + b"\n"


def unseal(data: bytes, password: str) -> dict[str, tuple[str, bytes, bytes | None]]:
    """What a backup holds, checked wholly.

    Returns:
        By name the address, the bytes of its file, which, if it is a key, the same password opens, and its
        32-byte private key, None where the secret is elsewhere.

    Raises:
        BadInput: ``BACKUP_CORRUPT``: something was changed, added or taken away; ``KEYSTORE_…``.
        Refused: ``WRONG_PASSWORD``.
    """
    parsed = _parse(data)
    secrets = {
        name: keyfile.unseal(keyfile.parse(_file(document), name), password, name)
        for name, document in parsed.keys.items()
    }
    if not hmac.compare_digest(parsed.mac, _mac(parsed.body, secrets)):
        raise BadInput("BACKUP_CORRUPT", reason="mac")
    found: dict[str, tuple[str, bytes, bytes | None]] = {
        name: (keyfile.address_of(secret, name), _file(parsed.keys[name]), secret)
        for name, secret in secrets.items()
        if name != _OTHERS
    }
    return found if parsed.others is None else found | _opened(secrets[_OTHERS], *parsed.others)


def _opened(key: bytes, nonce: bytes, sealed: bytes) -> dict[str, tuple[str, bytes, None]]:
    try:
        plain = AESGCM(key).decrypt(nonce, sealed, _LABEL)
    except InvalidTag as error:
        raise BadInput("BACKUP_CORRUPT", reason="others") from error
    found = {}
    document: Any = strictjson.loads(plain, max_bytes=MAX_BYTES)
    for name, written in document.items():
        entry = entries.read(strictjson.canonical(written), name)
        if entry is None or check_name(name) != name:
            raise BadInput("BACKUP_CORRUPT", reason="others")
        found[name] = (entry.address, entry.to_bytes(), None)
    return found


def _file(document: object) -> bytes:
    return json.dumps(document, indent=1).encode() + b"\n"


def _mac(body: Mapping[str, object], secrets: Mapping[str, bytes]) -> str:
    key = hashlib.sha256(_LABEL + b"".join(secret for _, secret in sorted(secrets.items()))).digest()
    return hmac.new(key, strictjson.canonical(dict(body)), hashlib.sha256).hexdigest()


def _parse(data: bytes) -> _Parsed:
    try:
        document: Any = strictjson.loads(data, max_bytes=MAX_BYTES)
        fields = Fields(document, "backup")
        version = fields.integer("version")
        if fields.text("songdeed") != "key-backup" or version not in (1, 2):
            raise ValueError("another kind of file, or of a later version")
        keys, mac, others = fields.mapping("keys"), fields.text("mac"), None
        if (not keys and version == 1) or any(check_name(name) != name for name in keys):
            raise ValueError("keys")
        if version == 2:
            inner = Fields(fields.mapping("others"), "others")
            sealed = bytes.fromhex(inner.text("sealed"))
            keys, others = {**keys, _OTHERS: inner.mapping("key")}, (sealed[:_NONCE], sealed[_NONCE:])
            inner.done()
        fields.done()
    except (BadInput, ValueError) as error:
        raise BadInput("BACKUP_CORRUPT", reason=str(error)) from error
    body = {name: value for name, value in document.items() if name != "mac"}
    return _Parsed(keys, others, body, mac)
