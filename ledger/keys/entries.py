"""What lies in the folder of keys and is no key: accounts whose secret is elsewhere, or which have none."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.core import strictjson
from ledger.core.fields import Fields
from ledger.core.model import check_address
from ledger.errors import BadInput
from ledger.keys import remote
from ledger.keys.remote import Remote

MAX_BYTES = 64 * 1024
_KIND = "wallet"
_VERSION = 1
_MARK = b'"wallet"'


@dataclass(frozen=True, slots=True)
class Wallet:
    """An account that is a contract (ERC-1271): others sign for it, and it alone says whether that counts.

    Who signs is not kept here but asked of the wallet each time: its owners may change.

    Raises:
        BadInput: ``BAD_ADDRESS``.
    """

    address: str

    def __post_init__(self) -> None:
        check_address(self.address)

    def to_bytes(self) -> bytes:
        """What lies in the folder in place of a key file."""
        return strictjson.canonical({"songdeed": _KIND, "version": _VERSION, "address": self.address}) + b"\n"


Entry = Remote | Wallet
"""An account without a secret here."""


def read(data: bytes, name: str) -> Entry | None:
    """What lies in the folder under a name; None if it is a key file.

    Raises:
        BadInput: ``KEYSTORE_CORRUPT``.
    """
    if _MARK not in data:
        return remote.read(data, name)
    try:
        fields = Fields(strictjson.loads(data, max_bytes=MAX_BYTES), "")
        if fields.text("songdeed") != _KIND or fields.integer("version") != _VERSION:
            raise ValueError("version")
        found = Wallet(fields.text("address"))
        fields.done()
    except (BadInput, ValueError) as error:
        raise BadInput("KEYSTORE_CORRUPT", name=name, field=_KIND) from error
    return found
