"""A sealed file: its header, its chunks, and what is derived for them. Byte by byte in docs/sealed.md.

Chunks are encrypted one by one as STREAM has it (Hoang, Reyhanitabar, Rogaway, Vizár, *Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance*, CRYPTO 2015): the nonce counts them and marks
the last, so that none can be dropped, moved, doubled or brought from elsewhere. The cipher commits to no
key (Albertini and others, *How to Abuse and Fix Authenticated Encryption Without Key Commitment*, USENIX
Security 2022), therefore the header does: a full HMAC-SHA-256 output over the rest of it, checked first.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass, replace

from ledger.core.model import check_hash
from ledger.errors import BadInput

MAGIC = b"SONGSEAL"
VERSION = 1
SUITE = 1
"""ChaCha20-Poly1305 (RFC 8439), keys by HKDF-SHA-256 (RFC 5869). There is no other yet."""

HEADER_BYTES = 116
KEY_BYTES = 32
TAG_BYTES = 16
CHUNK_BITS = 20
"""What we write: chunks of 1 MiB. Larger ones gain no speed and cost memory."""

MIN_CHUNK_BITS, MAX_CHUNK_BITS = 10, 22
"""What we read: a reader holds four chunks, so a hostile header must not ask for more than 4 MiB each."""

MAX_CHUNKS = 1 << 32
"""The nonce has four bytes for the counter: 4 PiB in chunks of 1 MiB."""

_FORM = struct.Struct(">8sBBBB32s32sQ32s")
_COMMITTED = HEADER_BYTES - 32
_PREFIX_BYTES = 7
_FILE_LABEL = b"songdeed sealed file v1"
_COMMIT_LABEL = b"songdeed sealed commitment v1"


@dataclass(frozen=True, slots=True)
class Header:
    """What a sealed file says of itself in the clear; never a digest of what is in it.

    ``work``: asset id, 0x and 32 bytes. ``size``: bytes of the plaintext, at least 1: the length of the
    sealed file shows it anyway, and with it a file that was cut off is refused before it is decrypted.
    ``salt``: 32 random bytes. ``chunk_bits``: binary logarithm of the bytes in a chunk. ``commitment``: 32
    bytes that only one content key has; it is also the name of this sealing.

    Raises:
        BadInput: ``SEALED_HEADER``.
    """

    work: str
    size: int
    salt: bytes
    commitment: bytes
    chunk_bits: int = CHUNK_BITS

    def __post_init__(self) -> None:
        check_hash(self.work)
        if len(self.salt) != 32 or len(self.commitment) != 32:
            raise BadInput("SEALED_HEADER", field="salt")
        if not MIN_CHUNK_BITS <= self.chunk_bits <= MAX_CHUNK_BITS:
            raise BadInput("SEALED_HEADER", field="chunk")
        if not 1 <= self.size <= MAX_CHUNKS << self.chunk_bits:
            raise BadInput("SEALED_HEADER", field="size")

    @property
    def id(self) -> str:
        """Name of this sealing: the commitment as 0x string."""
        return "0x" + self.commitment.hex()

    @property
    def chunks(self) -> int:
        """Number of chunks."""
        return -(-self.size >> self.chunk_bits)

    @property
    def sealed_size(self) -> int:
        """Bytes of the whole sealed file."""
        return HEADER_BYTES + self.size + TAG_BYTES * self.chunks

    def plain_bytes(self, index: int) -> int:
        """Bytes of plaintext in a chunk, counted from 0."""
        return min(self.size - (index << self.chunk_bits), 1 << self.chunk_bits)

    def to_bytes(self) -> bytes:
        """The 116 bytes at the beginning of the file; they are the associated data of every chunk."""
        return _FORM.pack(
            MAGIC, VERSION, SUITE, self.chunk_bits, 0,
            bytes.fromhex(self.work[2:]), self.salt, self.size, self.commitment,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What a content key gives for one file: the key of its chunks and the beginning of their nonces."""

    key: bytes
    prefix: bytes

    def nonce(self, index: int, last: bool) -> bytes:
        """12 bytes: 7 that are derived, 4 that count (big-endian), 1 that marks the last chunk."""
        return self.prefix + index.to_bytes(4) + bytes((last,))


def new_header(key: bytes, work: str, size: int, salt: bytes, chunk_bits: int = CHUNK_BITS) -> Header:
    """The header of a new sealing.

    Args:
        key: Content key, 32 bytes, drawn for this sealing alone.
        work: Asset id.
        size: Bytes of the plaintext.
        salt: 32 random bytes.
        chunk_bits: 10 to 22.

    Raises:
        BadInput: ``SEALED_HEADER``.
    """
    blank = Header(work, size, salt, bytes(32), chunk_bits)
    return replace(blank, commitment=_commitment(key, blank))


def secrets_of(key: bytes, header: Header) -> Secrets:
    """What decrypts the chunks of a file, if this is its content key.

    Raises:
        BadInput: ``SEALED_KEY``: it is another's, or the header was altered.
    """
    if len(key) != KEY_BYTES or not hmac.compare_digest(_commitment(key, header), header.commitment):
        raise BadInput("SEALED_KEY")
    derived = _derive(key, header.salt, _FILE_LABEL + header.to_bytes())
    return Secrets(derived[:KEY_BYTES], derived[KEY_BYTES : KEY_BYTES + _PREFIX_BYTES])


def parse(data: bytes) -> Header:
    """The header at the beginning of a file.

    Args:
        data: At least the first 116 bytes; or the whole file, if it is shorter.

    Raises:
        BadInput: ``SEALED_NOT``, ``SEALED_VERSION``, ``SEALED_HEADER``, ``SEALED_SHORT``.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise BadInput("SEALED_NOT")
    if len(data) < HEADER_BYTES:
        raise BadInput("SEALED_SHORT", given=len(data), wanted=HEADER_BYTES)
    _, version, suite, bits, zero, work, salt, size, commitment = _FORM.unpack(data[:HEADER_BYTES])
    if version != VERSION:
        raise BadInput("SEALED_VERSION", given=version, known=VERSION)
    if suite != SUITE or zero:
        raise BadInput("SEALED_HEADER", field="suite" if suite != SUITE else "reserved")
    return Header("0x" + work.hex(), size, salt, commitment, bits)


def check_length(header: Header, given: int) -> None:
    """Refuse a file that was cut off or that has more in it than its header says.

    Raises:
        BadInput: ``SEALED_SHORT``, ``SEALED_LONG``.
    """
    if given < header.sealed_size:
        raise BadInput("SEALED_SHORT", given=given, wanted=header.sealed_size)
    if given > header.sealed_size:
        raise BadInput("SEALED_LONG", given=given, wanted=header.sealed_size)


def _commitment(key: bytes, header: Header) -> bytes:
    return _derive(key, header.salt, _COMMIT_LABEL + header.to_bytes()[:_COMMITTED])[:32]


def _derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    """The first 64 bytes of HKDF-SHA-256, RFC 5869; one takes as many as one needs.

    The standard library has its HMAC, and cryptography takes 40 ms to load.
    """
    extracted = hmac.digest(salt, key, hashlib.sha256)
    first = hmac.digest(extracted, info + b"\x01", hashlib.sha256)
    return first + hmac.digest(extracted, first + info + b"\x02", hashlib.sha256)
