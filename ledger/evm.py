"""What the adapters for keys and for chains share: recovery of signers, and a guard around heavy imports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ledger.errors import BadInput

SIGNATURE_BYTES = 65

HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
"""Half the order of secp256k1: of s and n - s only the lower one is taken (EIP-2, OpenZeppelin's ECDSA)."""


@contextmanager
def recursion_limit_kept() -> Iterator[None]:
    """Put Python's recursion limit back after importing eth_account or web3.

    They import py_ecc, which raises the limit to 100,000: deeply nested input would then end the process with
    a crash of the C stack instead of an exception.
    """
    limit = sys.getrecursionlimit()
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def recover(digest: str, signature: bytes) -> str:
    """Address whose key signed a digest.

    Only the one form is taken that the contracts take: 65 bytes r, s, v with low s and v 27 or 28.

    Args:
        digest: 32 bytes as 0x string.
        signature: 65 bytes.

    Returns:
        Lower-case address.

    Raises:
        BadInput: ``BAD_SIGNATURE_FORM``.
    """
    from eth_keys.datatypes import Signature
    from eth_keys.exceptions import BadSignature
    from eth_utils.exceptions import ValidationError

    check_form(signature)
    try:
        point = Signature(signature[:64] + bytes([signature[64] - 27]))
        return point.recover_public_key_from_msg_hash(bytes.fromhex(digest[2:])).to_address()
    except (BadSignature, ValidationError, ValueError) as error:
        raise BadInput("BAD_SIGNATURE_FORM", length=len(signature)) from error


def check_form(signature: bytes) -> None:
    """Refuse every form of a signature but the canonical one (THREATS.md 4).

    Raises:
        BadInput: ``BAD_SIGNATURE_FORM``.
    """
    whole = len(signature) == SIGNATURE_BYTES and signature[64] in (27, 28)
    if not whole or not 0 < int.from_bytes(signature[32:64], "big") <= HALF_ORDER:
        raise BadInput("BAD_SIGNATURE_FORM", length=len(signature))
