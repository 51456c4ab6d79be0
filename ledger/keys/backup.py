"""All keys in one file under one password.

Each key lies in it as a version 3 key file of its own; ``mac`` binds them together: HMAC-SHA256 (RFC 2104)
over the canonical JSON of all else, keyed by SHA-256 of a label and all private keys in the order of their
names. Who can't open every key can take none away, add none, and give none another's name.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from ledger.core import strictjson
from ledger.core.fields import Fields
from ledger.errors import BadInput
from ledger.keys import keyfile
from ledger.keys.names import check_name

MAX_BYTES = 1 << 20
_VERSION = 1
_LABEL = b"songdeed key backup 1"


def seal(secrets: Mapping[str, bytes], password: str) -> bytes:
    """Bytes of a backup.

    Args:
        secrets: 32-byte private keys by name; at least one.
        password: Of the backup.

    Raises:
        Refused: ``PASSWORD_EMPTY``.
    """
    keys = {name: json.loads(keyfile.seal(secret, password)) for name, secret in sorted(secrets.items())}
    return strictjson.canonical({**_body(keys), "mac": _mac(keys, secrets)}) + b"\n"


def unseal(data: bytes, password: str) -> dict[str, tuple[bytes, bytes]]:
    """What a backup holds, checked wholly.

    Returns:
        By name the 32-byte private key, and the bytes of its key file, which the same password opens.

    Raises:
        BadInput: ``BACKUP_CORRUPT``: something was changed, added or taken away; ``KEYSTORE_…``.
        Refused: ``WRONG_PASSWORD``.
    """
    keys, mac = _parse(data)
    secrets = {
        name: keyfile.unseal(keyfile.parse(_file(document), name), password, name)
        for name, document in keys.items()
    }
    if not hmac.compare_digest(mac, _mac(keys, secrets)):
        raise BadInput("BACKUP_CORRUPT", reason="mac")
    return {name: (secret, _file(keys[name])) for name, secret in secrets.items()}


def _body(keys: Mapping[str, object]) -> dict[str, object]:
    return {"songdeed": "key-backup", "version": _VERSION, "keys": dict(keys)}


def _file(document: object) -> bytes:
    return json.dumps(document, indent=1).encode() + b"\n"


def _mac(keys: Mapping[str, object], secrets: Mapping[str, bytes]) -> str:
    key = hashlib.sha256(_LABEL + b"".join(secret for _, secret in sorted(secrets.items()))).digest()
    return hmac.new(key, strictjson.canonical(_body(keys)), hashlib.sha256).hexdigest()


def _parse(data: bytes) -> tuple[dict[str, object], str]:
    try:
        fields = Fields(strictjson.loads(data, max_bytes=MAX_BYTES), "backup")
        if fields.text("songdeed") != "key-backup" or fields.integer("version") != _VERSION:
            raise ValueError("another kind of file, or of a later version")
        keys, mac = fields.mapping("keys"), fields.text("mac")
        fields.done()
        if not keys or any(check_name(name) != name for name in keys):
            raise ValueError("keys")
    except (BadInput, ValueError) as error:
        raise BadInput("BACKUP_CORRUPT", reason=str(error)) from error
    return keys, mac
