"""Who may open a sealed file: its content key, wrapped for each recipient by HPKE (RFC 9180).

A wrap says for which sealing, work, account and encryption key it is, and is bound to all of them by HPKE's
``info``: moved to another file, another person or another version it does not open (THREATS 66). Wraps travel
in a keys file or in a deal file, never on IPFS. Byte by byte in docs/sealed.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ledger.core import cid as cids
from ledger.core import strictjson
from ledger.core.fields import Fields, Json
from ledger.core.fingerprint import fingerprint
from ledger.core.model import check_address, check_hash
from ledger.errors import BadInput

MAX_WRAPS = 256
"""Recipients of one file: 128 signers of a deal, twice. A hybrid wrap takes 2.7 kB of JSON."""

MAX_BYTES = 1 << 20

_VERSION = 1
_BYTES = re.compile(r"0x(?:[0-9a-f]{2})++\Z")
_LABEL = b"songdeed sealed wrap v1"
_FINGERPRINT_LABEL = b"songdeed encryption key v1"


class Kem(StrEnum):
    """How a content key is wrapped: ids of the HPKE registry 0x647A (X-Wing) and 0x0020."""

    HYBRID = "MLKEM768-X25519"
    X25519 = "X25519"

    @property
    def number(self) -> int:
        """Id in the HPKE registry of KEMs."""
        return 0x647A if self is Kem.HYBRID else 0x0020

    @property
    def public_bytes(self) -> int:
        """Bytes of a public key: of the hybrid 1,184 of ML-KEM-768, then 32 of X25519."""
        return 1216 if self is Kem.HYBRID else 32

    @property
    def wrapped_bytes(self) -> int:
        """Bytes of a wrapped content key: the encapsulated one, 32 and a tag of 16."""
        return (1120 if self is Kem.HYBRID else 32) + 48


def kem_of(public: bytes) -> Kem:
    """What a public encryption key is for, by its length.

    Raises:
        BadInput: ``ENCRYPTION_KEY``.
    """
    for kem in Kem:
        if len(public) == kem.public_bytes:
            return kem
    raise BadInput("ENCRYPTION_KEY", length=len(public))


def key_fingerprint(account: str, public: bytes) -> str:
    """What two people compare to know that an encryption key is that account's."""
    return fingerprint(_FINGERPRINT_LABEL + bytes.fromhex(account[2:]) + public)


def key_hash(public: bytes) -> str:
    """SHA-256 of a public encryption key, 0x string."""
    return "0x" + hashlib.sha256(public).hexdigest()


@dataclass(frozen=True, slots=True)
class Wrap:
    """The content key of one sealed file for one recipient.

    ``work``: asset id. ``sealing``: id of the sealed file's header. ``recipient``: address. ``key``: SHA-256
    of his public encryption key. ``wrapped``: 1,168 bytes, or 80 with X25519 alone.

    Raises:
        BadInput: ``BAD_HASH``, ``BAD_ADDRESS``, ``WRAP_FORM``.
    """

    work: str
    sealing: str
    recipient: str
    key: str
    kem: Kem = Kem.HYBRID
    wrapped: bytes = b""

    def __post_init__(self) -> None:
        for value in (self.work, self.sealing, self.key):
            check_hash(value)
        check_address(self.recipient)
        if len(self.wrapped) not in (0, self.kem.wrapped_bytes):
            raise BadInput("WRAP_FORM", field="wrapped")

    @property
    def info(self) -> bytes:
        """HPKE's ``info``, to which the wrap is bound."""
        names = (self.work, self.sealing, self.recipient, self.key)
        return _LABEL + self.kem.number.to_bytes(2) + bytes.fromhex("".join(n[2:] for n in names))

    def to_json(self) -> Json:
        """The wrap as it travels."""
        return {
            "version": _VERSION,
            "work": self.work,
            "sealing": self.sealing,
            "recipient": self.recipient,
            "key": self.key,
            "kem": self.kem.value,
            "wrapped": "0x" + self.wrapped.hex(),
        }


def wrap_from_json(value: object, where: str) -> Wrap:
    """The strict inverse of ``Wrap.to_json``.

    Raises:
        BadInput: ``FIELD_…``, ``WRAP_FORM``, ``BAD_HASH``, ``BAD_ADDRESS``.
    """
    fields = Fields(value, where)
    if fields.integer("version") != _VERSION:
        raise BadInput("WRAP_FORM", field=f"{where}.version")
    work, sealing = fields.text("work"), fields.text("sealing")
    recipient, key = fields.text("recipient"), fields.text("key")
    kem, written = fields.choice("kem", Kem), fields.text("wrapped")
    fields.done()
    if not _BYTES.match(written):
        raise BadInput("WRAP_FORM", field=f"{where}.wrapped")
    return Wrap(work, sealing, recipient, key, kem, bytes.fromhex(written[2:]))


def check_wraps(wraps: Sequence[Wrap]) -> tuple[Wrap, ...]:
    """Wraps of which no two are for one file and one recipient.

    Raises:
        BadInput: ``WRAPS_MANY``, ``WRAP_TWICE``.
    """
    if len(wraps) > MAX_WRAPS:
        raise BadInput("WRAPS_MANY", given=len(wraps), limit=MAX_WRAPS)
    if len({(wrap.sealing, wrap.recipient) for wrap in wraps}) != len(wraps):
        raise BadInput("WRAP_TWICE")
    return tuple(wraps)


def joined(wraps: Iterable[Wrap], new: Iterable[Wrap]) -> tuple[Wrap, ...]:
    """Wraps of both; of two for one file and one recipient the new one."""
    found = {(wrap.sealing, wrap.recipient): wrap for wrap in (*wraps, *new)}
    return check_wraps(list(found.values()))


@dataclass(frozen=True, slots=True)
class KeysFile:
    """The wraps of one sealed file. ``cid``: where its ciphertext lies in a store, if it does.

    Raises:
        BadInput: ``KEYS_FILE``, ``CID_…``, and what ``check_wraps`` finds.
    """

    wraps: tuple[Wrap, ...]
    cid: str | None = None

    def __post_init__(self) -> None:
        check_wraps(self.wraps)
        if len({(wrap.sealing, wrap.work) for wrap in self.wraps}) != 1:
            raise BadInput("KEYS_FILE")
        if self.cid is not None:
            cids.parse(self.cid)

    @property
    def sealing(self) -> str:
        """Id of the sealed file."""
        return self.wraps[0].sealing

    @property
    def work(self) -> str:
        """Asset id."""
        return self.wraps[0].work

    def with_wraps(self, new: Iterable[Wrap]) -> KeysFile:
        """The file with more wraps; one for a recipient who has one takes its place."""
        return replace(self, wraps=joined(self.wraps, new))

    def without(self, recipients: Iterable[str]) -> KeysFile:
        """The file without the wraps of some.

        Raises:
            BadInput: ``KEYS_FILE``: nobody would be left.
        """
        gone = set(recipients)
        return replace(self, wraps=tuple(wrap for wrap in self.wraps if wrap.recipient not in gone))

    def to_bytes(self) -> bytes:
        """Canonical JSON with a line end."""
        cid: Json = {} if self.cid is None else {"cid": self.cid}
        wraps = [wrap.to_json() for wrap in self.wraps]
        return strictjson.canonical({"songdeed": "keys", "version": _VERSION, **cid, "wraps": wraps}) + b"\n"


def from_bytes(data: bytes) -> KeysFile:
    """The strict inverse of ``KeysFile.to_bytes``.

    Raises:
        BadInput: ``JSON_…``, ``FIELD_…``, ``KEYS_FILE`` and others of ``KeysFile``.
    """
    fields = Fields(strictjson.loads(data, max_bytes=MAX_BYTES))
    if fields.text("songdeed") != "keys" or fields.integer("version") != _VERSION:
        raise BadInput("KEYS_FILE")
    cid, wraps = fields.text_or_none("cid"), fields.listed("wraps", wrap_from_json)
    fields.done()
    return KeysFile(wraps, cid)


def wrap_for(wraps: Iterable[Wrap], sealing: str, recipient: str) -> Wrap | None:
    """The wrap of one recipient for one sealed file, if it is among these."""
    return next((w for w in wraps if (w.sealing, w.recipient) == (sealing, recipient)), None)
