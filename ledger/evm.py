"""What the adapters for keys and for chains share: recovery of signers, and a guard around heavy imports."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from ledger.errors import BadInput

SIGNATURE_BYTES = 65

HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
"""Half the order of secp256k1: of s and n - s only the lower one is taken (EIP-2, OpenZeppelin's ECDSA)."""


BLS12_381_ORDER = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
"""Order of the groups of BLS12-381 (draft-irtf-cfrg-pairing-friendly-curves, 4.2.1)."""


class _Later:
    """The BLS signatures of py_ecc, which are imported when somebody asks for one of their functions."""

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module("py_ecc.bls").G2ProofOfPossession, name)


def _bls() -> dict[str, ModuleType]:
    """What stands for the modules of py_ecc that compute pairings as they are imported, unless they were."""
    given: dict[str, dict[str, object]] = {
        "py_ecc.bls": {"G2ProofOfPossession": _Later()},
        "py_ecc.bls12_381": {"curve_order": BLS12_381_ORDER},
    }
    found = {name: ModuleType(name) for name in given if name not in sys.modules}
    for name, module in found.items():
        vars(module).update(given[name])
    return found


@contextmanager
def recursion_limit_kept() -> Iterator[None]:
    """Put Python's recursion limit back after importing eth_account or web3, and import no pairings.

    They import py_ecc, which raises the limit to 100,000: deeply nested input would then end the process with
    a crash of the C stack instead of an exception. The pairings, which only key files of Ethereum's
    validators need (ERC-2335), take as long to import as all the rest; they are there for who asks.
    """
    limit, standing = sys.getrecursionlimit(), _bls()
    sys.modules.update(standing)
    try:
        yield
    finally:
        for name in standing:
            sys.modules.pop(name, None)
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
