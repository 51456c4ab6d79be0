"""CIDs of raw blocks and UnixFS nodes: sha2-256 only, one spelling for each where it is hashed or signed.

``parse`` takes the one spelling that records hold, CIDv1 in lower-case base32; ``parse_any`` also what others
write: CIDv0 (``Qm…``) and CIDv1 in other bases.
Sources: https://github.com/multiformats/cid, /multihash, /multibase. Identity CIDs, which carry their content
in themselves, and truncated or other hashes are refused (THREATS 39, 58).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass

from ledger.errors import BadInput

RAW = 0x55
"""Multicodec of a block of plain bytes."""

DAG_PB = 0x70
"""Multicodec of a UnixFS node."""

CID_BYTES = 36
"""Version, codec, hash function, hash length (one byte each), and the 32 bytes of the hash."""

CID0_BYTES = 34
"""A CIDv0 is the multihash alone: hash function, hash length, hash. Its codec is always dag-pb."""

_SHA2_256 = b"\x12\x20"
_TEXT = re.compile(r"b[a-z2-7]{58}\Z")  # 36 bytes in base32 without padding, behind the multibase letter
_MAX_TEXT = 2 * CID_BYTES + 1  # base16, the longest of the bases read


@dataclass(frozen=True, slots=True)
class Cid:
    """A CID over sha2-256; ``digest`` is 32 bytes, ``codec`` RAW or DAG_PB, ``version`` 1 or, of old, 0."""

    codec: int
    digest: bytes
    version: int = 1

    def __post_init__(self) -> None:
        if self.version not in (0, 1):
            raise BadInput("CID_VERSION")
        if self.codec not in (RAW, DAG_PB) or (self.version == 0 and self.codec != DAG_PB):
            raise BadInput("CID_CODEC", codec=hex(self.codec))
        if len(self.digest) != 32:
            raise BadInput("CID_HASH")

    @property
    def v1(self) -> Cid:
        """The CIDv1 of the same block."""
        return self if self.version == 1 else Cid(self.codec, self.digest)

    def to_bytes(self) -> bytes:
        """The 36 bytes (34 of a CIDv0), as a link in a UnixFS node holds them."""
        return (bytes((1, self.codec)) if self.version else b"") + _SHA2_256 + self.digest

    def __str__(self) -> str:
        if self.version == 0:
            return _spell(self.to_bytes(), _BASE58)
        return "b" + _base32(self.to_bytes())


def raw_cid(digest: bytes) -> str:
    """CID of a block of plain bytes (``bafk…``).

    Args:
        digest: SHA-256 of the block, 32 bytes.

    Raises:
        BadInput: ``CID_HASH`` if it is not 32 bytes.
    """
    return str(Cid(RAW, digest))


def parse(text: str) -> Cid:
    """The CIDv1 that a text spells in lower-case base32, the one spelling of records.

    Raises:
        BadInput: ``CID_SYNTAX`` (CIDv0 and other bases too), ``CID_VERSION``, ``CID_CODEC``, ``CID_HASH``.
    """
    if not isinstance(text, str) or not _TEXT.match(text):
        raise BadInput("CID_SYNTAX", value=str(text)[:100])
    cid = _version_1(base64.b32decode(text[1:].upper() + "=" * 6))
    if str(cid) != text:  # the last letter has two bits to spare: one CID must have one spelling
        raise BadInput("CID_SYNTAX", value=text)
    return cid


def parse_any(text: str) -> Cid:
    """The CID that a text spells: a CIDv0, or a CIDv1 in base 16, 32, 36, 58 or 64.

    Raises:
        BadInput: ``CID_SYNTAX``, ``CID_VERSION``, ``CID_CODEC``, ``CID_HASH``.
    """
    if isinstance(text, str) and len(text) <= _MAX_TEXT and text.isascii():
        if len(text) == 46 and text.startswith("Qm"):
            return from_bytes(_exact(text, "", _from_base58, _to_base58))
        if text[:1] in _BASES:
            # Behind a multibase letter stands a CIDv1: "zQm…" is no spelling of anything.
            return _version_1(_exact(text, text[0], *_BASES[text[0]]))
    raise BadInput("CID_SYNTAX", value=str(text)[:100])


def from_bytes(data: bytes) -> Cid:
    """The CID in exactly 36 bytes, or 34 of a CIDv0.

    Raises:
        BadInput: ``CID_VERSION``, ``CID_CODEC``, ``CID_HASH``.
    """
    if len(data) == CID0_BYTES and data[:2] == _SHA2_256:
        return Cid(DAG_PB, data[2:], 0)
    return _version_1(data)


def _version_1(data: bytes) -> Cid:
    if data[:1] != b"\x01":
        raise BadInput("CID_VERSION")
    if len(data) != CID_BYTES or data[2:4] != _SHA2_256:
        raise BadInput("CID_HASH")
    return Cid(data[1], data[4:])


_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_To = Callable[[bytes], str]
_From = Callable[[str], bytes]


def _exact(text: str, prefix: str, read: _From, write: _To) -> bytes:
    """Bytes that a text spells, if it is the one way to spell them in its base."""
    body = text[len(prefix) :]
    try:
        data = read(body)
    except (ValueError, binascii.Error) as error:
        raise BadInput("CID_SYNTAX", value=text) from error
    if write(data) != body:
        raise BadInput("CID_SYNTAX", value=text)
    return data


def _spell(data: bytes, alphabet: str) -> str:
    """Bytes as one number in a base that is no power of two; each zero byte in front is a zero digit."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, len(alphabet))
        digits = alphabet[digit] + digits
    return alphabet[0] * (len(data) - len(data.lstrip(b"\0"))) + digits


def _unspell(text: str, alphabet: str) -> bytes:
    number = 0
    for letter in text:
        number = number * len(alphabet) + alphabet.index(letter)
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().lower().replace("=", "")


def _from_base32(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))


def _from_base58(text: str) -> bytes:
    return _unspell(text, _BASE58)


def _to_base58(data: bytes) -> str:
    return _spell(data, _BASE58)


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text + "==")  # more of them than needed do no harm


def _to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode().replace("=", "")


# Letters of https://github.com/multiformats/multibase. What is read is written again and compared, so that
# each base has one spelling; upper and lower case are two bases.
_BASES: dict[str, tuple[_From, _To]] = {
    "b": (lambda text: _from_base32(text.upper()), _base32),
    "B": (_from_base32, lambda data: _base32(data).upper()),
    "f": (bytes.fromhex, bytes.hex),
    "F": (bytes.fromhex, lambda data: data.hex().upper()),
    "k": (lambda text: _unspell(text, _BASE36), lambda data: _spell(data, _BASE36)),
    "K": (lambda text: _unspell(text, _BASE36.upper()), lambda data: _spell(data, _BASE36.upper())),
    "z": (_from_base58, _to_base58),
    "m": (_from_base64, _to_base64),
    "u": (
        lambda text: _from_base64(text.translate(str.maketrans("-_", "+/"))),
        lambda data: _to_base64(data).translate(str.maketrans("+/", "-_")),
    ),
}
