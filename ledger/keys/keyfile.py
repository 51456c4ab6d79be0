"""Key files: Web3 Secret Storage version 3 with scrypt, checked before a byte of memory is spent on them.

Source: Web3 Secret Storage Definition; scrypt is RFC 7914.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import NoReturn

from ledger.core import strictjson
from ledger.errors import BadInput, Refused
from ledger.evm import recursion_limit_kept

SCRYPT_N = 2**18
SCRYPT_R = 8
SCRYPT_P = 1
"""What we write, and the least we read: somebody who can change the file must not be able to weaken it."""

MAX_N = 2**20
MAX_R = 8
MAX_P = 4
"""The most we read: 1 GiB of memory and some seconds; a hostile file could ask for any amount."""

MAX_FILE_BYTES = 8192
"""Key files have some 500 bytes."""

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
"""Order of secp256k1: private keys are 1 to one less."""

_HEX_OF_BYTES = re.compile(r"(?:0x)?(?P<digits>(?:[0-9a-fA-F]{2})+)\Z")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A well-formed key file that is still closed."""

    address: str
    document: dict[str, object]


def seal(secret: bytes, password: str) -> bytes:
    """Bytes of a key file.

    Args:
        secret: 32-byte private key.
        password: Not empty; taken in NFC, so that every keyboard gives the same.

    Raises:
        Refused: ``PASSWORD_EMPTY``.
    """
    with recursion_limit_kept():
        from eth_account import Account
    if not password:
        raise Refused("PASSWORD_EMPTY")
    document = Account.encrypt(secret, _normal(password), kdf="scrypt", iterations=SCRYPT_N)
    document["address"] = document["address"].lower()
    return json.dumps(document, indent=1).encode() + b"\n"


def parse(data: bytes, name: str) -> KeyFile:
    """Check a key file's form and cost without opening it.

    Args:
        data: Bytes of the file.
        name: What errors call it.

    Raises:
        BadInput: ``KEYSTORE_CORRUPT``, ``KEYSTORE_WEAK``, ``KEYSTORE_EXPENSIVE``.
    """
    try:
        document = strictjson.loads(data, max_bytes=MAX_FILE_BYTES)
    except BadInput as error:
        raise BadInput("KEYSTORE_CORRUPT", name=name, field="JSON") from error
    if not isinstance(document, dict):
        raise BadInput("KEYSTORE_CORRUPT", name=name, field="JSON")
    crypto = _Fields(_Fields(document, name).object("crypto"), name)
    if _Fields(document, name).integer("version") != 3:
        raise BadInput("KEYSTORE_CORRUPT", name=name, field="version")
    if crypto.text("cipher") != "aes-128-ctr":
        raise BadInput("KEYSTORE_CORRUPT", name=name, field="cipher")
    crypto.octets("ciphertext", 32)
    crypto.octets("mac", 32)
    _Fields(crypto.object("cipherparams"), name).octets("iv", 16)
    _check_cost(crypto, name)
    address = _Fields(document, name).octets("address", 20)
    return KeyFile("0x" + address.hex(), document)


def unseal(file: KeyFile, password: str, name: str) -> bytes:
    """The 32-byte private key in a key file.

    Raises:
        Refused: ``WRONG_PASSWORD``.
        BadInput: ``KEYSTORE_CORRUPT`` if it opens but holds another key than its address says.
    """
    with recursion_limit_kept():
        from eth_account import Account
    for spelling in dict.fromkeys((_normal(password), password)):  # other wallets don't normalise
        try:
            secret = bytes(Account.decrypt(file.document, spelling))
        except ValueError:
            continue
        if address_of(secret, name) != file.address:
            raise BadInput("KEYSTORE_CORRUPT", name=name, field="address")
        return secret
    raise Refused("WRONG_PASSWORD", name=name)


def address_of(secret: bytes, name: str) -> str:
    """Lower-case address of a private key.

    Raises:
        BadInput: ``KEYSTORE_CORRUPT`` if the number is no private key.
    """
    from eth_keys.datatypes import PrivateKey
    from eth_utils.exceptions import ValidationError

    try:
        return PrivateKey(secret).public_key.to_address()
    except (ValidationError, ValueError) as error:
        raise BadInput("KEYSTORE_CORRUPT", name=name, field="ciphertext") from error


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _check_cost(crypto: _Fields, name: str) -> None:
    if crypto.text("kdf") != "scrypt":
        raise BadInput("KEYSTORE_WEAK", name=name, given=crypto.text("kdf"), least=f"scrypt n={SCRYPT_N}")
    params = _Fields(crypto.object("kdfparams"), name)
    n, r, p = (params.integer(field) for field in ("n", "r", "p"))
    if n.bit_count() != 1 or params.integer("dklen") != 32 or not 16 <= len(params.octets("salt")) <= 64:
        raise BadInput("KEYSTORE_CORRUPT", name=name, field="kdfparams")
    given = f"n={n} r={r} p={p}"
    if n < SCRYPT_N or r < SCRYPT_R or p < SCRYPT_P:
        least = f"n={SCRYPT_N} r={SCRYPT_R} p={SCRYPT_P}"
        raise BadInput("KEYSTORE_WEAK", name=name, given=given, least=least)
    if n > MAX_N or r > MAX_R or p > MAX_P:
        raise BadInput("KEYSTORE_EXPENSIVE", name=name, given=given, most=f"n={MAX_N} r={MAX_R} p={MAX_P}")


class _Fields:
    """Members of an untrusted JSON object, each of the type asked for."""

    def __init__(self, members: object, name: str) -> None:
        self._members = members if isinstance(members, dict) else {}
        self._name = name

    def object(self, field: str) -> dict[str, object]:
        value = self._members.get(field)
        return value if isinstance(value, dict) else self._fail(field)

    def text(self, field: str) -> str:
        value = self._members.get(field)
        return value if isinstance(value, str) else self._fail(field)

    def integer(self, field: str) -> int:
        value = self._members.get(field)
        return value if isinstance(value, int) and not isinstance(value, bool) else self._fail(field)

    def octets(self, field: str, length: int | None = None) -> bytes:
        match = _HEX_OF_BYTES.match(self.text(field))
        value = bytes.fromhex(match["digits"]) if match else self._fail(field)
        return value if length in (None, len(value)) else self._fail(field)

    def _fail(self, field: str) -> NoReturn:
        raise BadInput("KEYSTORE_CORRUPT", name=self._name, field=field)
