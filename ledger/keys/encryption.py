"""Encryption keys, made from signing keys, and content keys wrapped for them by HPKE.

An encryption key is derived: whoever has a signing key's backup, or its 24 words, can open what was sealed
for it. Signing and encrypting share no number, since HKDF-SHA-256 (RFC 5869) with a label of its own stands
between them. HPKE is that of ``cryptography`` (RFC 9180, base mode, HKDF-SHA-256, ChaCha20-Poly1305), with
X-Wing, the hybrid of ML-KEM-768 and X25519 (draft-connolly-cfrg-xwing-kem, 0x647A), or with X25519 alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.core.model import check_address
from ledger.core.wraps import Kem, Wrap, kem_of, key_hash
from ledger.errors import BadInput, ServiceDown

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

_LABEL = b"songdeed encryption key v1"
_MLKEM_SEED = 64
_MLKEM_PUBLIC = 1184


class PrivateKey:
    """An opened encryption key; it unwraps, and never shows itself."""

    __slots__ = ("_key", "kem", "public")

    def __init__(self, secret: bytes, account: str, kem: Kem = Kem.HYBRID) -> None:
        """Derive it.

        Args:
            secret: Private signing key, 32 bytes.
            account: Address whose encryption key it is to be; it need not be that of the secret.
            kem: What it is for.

        Raises:
            ServiceDown: ``KEM_UNAVAILABLE``: the cryptography installed here has no ML-KEM.
        """
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        self.kem = kem
        seed = _derive(secret, account, kem)
        own = X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED:])
        if kem is Kem.X25519:
            self._key: Any = own
            self.public = own.public_key().public_bytes_raw()
            return
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
        from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

        try:
            lattice = MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED])
        except UnsupportedAlgorithm as error:
            raise ServiceDown("KEM_UNAVAILABLE") from error
        self._key = MLKEM768X25519PrivateKey(lattice, own)
        self.public = lattice.public_key().public_bytes_raw() + own.public_key().public_bytes_raw()

    def unwrap(self, wrap: Wrap) -> bytes:
        """The content key in a wrap, 32 bytes.

        Raises:
            BadInput: ``WRAP_CLOSED``: it is for another key, or was altered.
        """
        from cryptography.exceptions import InvalidTag

        if wrap.kem is not self.kem or wrap.key != key_hash(self.public):
            raise BadInput("WRAP_CLOSED", recipient=wrap.recipient)
        try:
            return _suite(wrap.kem).decrypt(wrap.wrapped, self._key, info=wrap.info)
        except InvalidTag as error:
            raise BadInput("WRAP_CLOSED", recipient=wrap.recipient) from error

    def __repr__(self) -> str:
        return f"PrivateKey({self.kem.value})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("an opened key is not to be written anywhere")


def wrap(content_key: bytes, work: str, sealing: str, recipient: str, public: bytes) -> Wrap:
    """A content key for one recipient.

    Args:
        content_key: 32 bytes.
        work: Asset id.
        sealing: Id of the sealed file.
        recipient: Address.
        public: His encryption key, 1,216 bytes, or 32 for X25519 alone.

    Raises:
        BadInput: ``ENCRYPTION_KEY``: it is none.
        ServiceDown: ``KEM_UNAVAILABLE``.
    """
    blank = Wrap(work, sealing, check_address(recipient), key_hash(public), kem_of(public))
    try:
        wrapped = _suite(blank.kem).encrypt(content_key, check_public(public), info=blank.info)
    except ValueError as error:  # a point of small order, with which everybody has the same secret
        raise BadInput("ENCRYPTION_KEY", length=len(public)) from error
    return replace(blank, wrapped=wrapped)


def check_public(public: bytes) -> Any:
    """The key object of a public encryption key.

    Raises:
        BadInput: ``ENCRYPTION_KEY``.
        ServiceDown: ``KEM_UNAVAILABLE``.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PublicKey

    kem = kem_of(public)
    try:
        if kem is Kem.X25519:
            return X25519PublicKey.from_public_bytes(public)
        lattice = MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC])
        return MLKEM768X25519PublicKey(lattice, X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:]))
    except UnsupportedAlgorithm as error:
        raise ServiceDown("KEM_UNAVAILABLE") from error
    except ValueError as error:
        raise BadInput("ENCRYPTION_KEY", length=len(public)) from error


def _derive(secret: bytes, account: str, kem: Kem) -> bytes:
    """96 bytes: the seed of ML-KEM-768 (d and z of FIPS 203), and the scalar of X25519."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = kem.number.to_bytes(2, "big") + bytes.fromhex(check_address(account)[2:])
    return HKDF(SHA256(), _MLKEM_SEED + 32, salt=_LABEL, info=info).derive(secret)


def _suite(kem: Kem) -> Suite:
    from cryptography.hazmat.primitives import hpke

    wanted = hpke.KEM.MLKEM768_X25519 if kem is Kem.HYBRID else hpke.KEM.X25519
    return hpke.Suite(wanted, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
