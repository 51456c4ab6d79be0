"""Signatures in the one form that the contracts take, and who made them."""

from __future__ import annotations

from ledger.evm import check_form, recover

__all__ = ["check_form", "recover", "sign_with"]


def sign_with(secret: bytes, digest: str) -> bytes:
    """65-byte signature of a private key over 32 bytes."""
    from eth_keys.datatypes import PrivateKey

    signature = PrivateKey(secret).sign_msg_hash(bytes.fromhex(digest[2:])).to_bytes()
    return signature[:64] + bytes([signature[64] + 27])
