"""CIDv1 of raw blocks and UnixFS nodes, strict: sha2-256 only, base32 lower case only.

Sources: https://github.com/multiformats/cid, /multihash, /multibase. Identity CIDs, which carry their content
in themselves, and truncated or other hashes are refused (THREATS 39, 58).
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from ledger.errors import BadInput

RAW = 0x55
"""Multicodec of a block of plain bytes."""

DAG_PB = 0x70
"""Multicodec of a UnixFS node."""

CID_BYTES = 36
"""Version, codec, hash function, hash length (one byte each), and the 32 bytes of the hash."""

_SHA2_256 = b"\x12\x20"
_TEXT = re.compile(r"b[a-z2-7]{58}\Z")  # 36 bytes in base32 without padding, behind the multibase letter


@dataclass(frozen=True, slots=True)
class Cid:
    """A CIDv1 over sha2-256; ``digest`` is 32 bytes, ``codec`` RAW or DAG_PB."""

    codec: int
    digest: bytes

    def __post_init__(self) -> None:
        if self.codec not in (RAW, DAG_PB):
            raise BadInput("CID_CODEC", codec=hex(self.codec))
        if len(self.digest) != 32:
            raise BadInput("CID_HASH")

    @property
    def version(self) -> int:
        """Always 1."""
        return 1

    def to_bytes(self) -> bytes:
        """The 36 bytes, as a link in a UnixFS node holds them."""
        return bytes((1, self.codec)) + _SHA2_256 + self.digest

    def __str__(self) -> str:
        return "b" + base64.b32encode(self.to_bytes()).decode().lower().rstrip("=")


def raw_cid(digest: bytes) -> str:
    """CID of a block of plain bytes (``bafk…``).

    Args:
        digest: SHA-256 of the block, 32 bytes.

    Raises:
        BadInput: ``CID_HASH`` if it is not 32 bytes.
    """
    return str(Cid(RAW, digest))


def parse(text: str) -> Cid:
    """The CID that a text spells.

    Raises:
        BadInput: ``CID_SYNTAX`` (CIDv0 and other bases too), ``CID_VERSION``, ``CID_CODEC``, ``CID_HASH``.
    """
    if not isinstance(text, str) or not _TEXT.match(text):
        raise BadInput("CID_SYNTAX", value=str(text)[:100])
    cid = from_bytes(base64.b32decode(text[1:].upper() + "=" * 6))
    if str(cid) != text:  # the last letter has two bits to spare: one CID must have one spelling
        raise BadInput("CID_SYNTAX", value=text)
    return cid


def from_bytes(data: bytes) -> Cid:
    """The CID in exactly 36 bytes.

    Raises:
        BadInput: ``CID_VERSION``, ``CID_CODEC``, ``CID_HASH``.
    """
    if data[:1] != b"\x01":
        raise BadInput("CID_VERSION")
    if len(data) != CID_BYTES or data[2:4] != _SHA2_256:
        raise BadInput("CID_HASH")
    return Cid(data[1], data[4:])
