"""HPKE in base mode once more, straight from RFC 9180 and the X-Wing draft, to check that of the program."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

XWING, X25519 = 0x647A, 0x0020
_KDF_AND_AEAD = b"\x00\x01\x00\x03"  # HKDF-SHA-256, ChaCha20-Poly1305
_XWING_LABEL = bytes.fromhex("5c2e2f2f5e5c")


def _extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    asked = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, asked + b"\x01", "sha256")[:length]


def open_base(kem: int, sealed: bytes, seed: bytes, info: bytes) -> bytes:
    """The plaintext of a single-shot HPKE message without associated data.

    Args:
        kem: Id in the HPKE registry.
        sealed: Encapsulated key and ciphertext.
        seed: 64 bytes of ML-KEM-768, 32 of X25519.
        info: What it is bound to.
    """
    own = X25519PrivateKey.from_private_bytes(seed[64:])
    public = own.public_key().public_bytes_raw()
    length = 1120 if kem == XWING else 32
    encapsulated, ciphertext = sealed[:length], sealed[length:]
    point = encapsulated[-32:]
    dh = own.exchange(X25519PublicKey.from_public_bytes(point))
    if kem == XWING:
        lattice = MLKEM768PrivateKey.from_seed_bytes(seed[:64]).decapsulate(encapsulated[:1088])
        shared = hashlib.sha3_256(lattice + dh + point + public + _XWING_LABEL).digest()
    else:
        suite = b"KEM" + kem.to_bytes(2, "big")
        shared = _expand(suite, _extract(suite, b"", b"eae_prk", dh), b"shared_secret", point + public, 32)
    suite = b"HPKE" + kem.to_bytes(2, "big") + _KDF_AND_AEAD
    hashes = (
        _extract(suite, b"", name, text) for name, text in ((b"psk_id_hash", b""), (b"info_hash", info))
    )
    context = b"\x00" + b"".join(hashes)
    secret = _extract(suite, shared, b"secret", b"")
    key = _expand(suite, secret, b"key", context, 32)
    return ChaCha20Poly1305(key).decrypt(_expand(suite, secret, b"base_nonce", context, 12), ciphertext, b"")
