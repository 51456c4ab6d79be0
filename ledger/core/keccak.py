"""Keccak-256, as Ethereum uses it (not the SHA3-256 of FIPS 202, which pads otherwise).

Two C implementations stand behind one function: ``safe-pysha3`` where it has wheels, ``pycryptodome``
elsewhere. ``eth_utils.keccak`` gives the same words ten times slower, and its import costs more than the
whole command line may.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Hashed(Protocol):
    """Some bytes, hashed: as 32 bytes, or as 64 lower-case digits."""

    def digest(self) -> bytes: ...
    def hexdigest(self) -> str: ...


Hasher = Callable[[bytes], Hashed]


def from_pysha3() -> Hasher:
    """Keccak-256 of safe-pysha3.

    Raises:
        ImportError: It is not installed.
    """
    from sha3 import keccak_256

    hasher: Hasher = keccak_256
    return hasher


def from_pycryptodome() -> Hasher:
    """Keccak-256 of pycryptodome.

    Raises:
        ImportError: It is not installed.
    """
    from Crypto.Hash import keccak as backend

    return lambda data: backend.new(data=data, digest_bits=256)


def first_of(*makers: Callable[[], Hasher]) -> Hasher:
    """The first implementation that is installed.

    Raises:
        ImportError: None is.
    """
    for make in makers:
        try:
            return make()
        except ImportError:
            continue
    raise ImportError("neither safe-pysha3 nor pycryptodome is installed")


hashed: Hasher = first_of(from_pysha3, from_pycryptodome)
"""Any bytes, hashed with Keccak-256."""


def keccak(data: bytes) -> bytes:
    """Keccak-256 (32 bytes) of any bytes."""
    return hashed(data).digest()


def keccak_words(*words: str) -> str:
    """Keccak-256 of 0x words of 32 bytes laid side by side, which is their ``abi.encode``.

    Args:
        words: 0x strings of at most 32 bytes; shorter ones (addresses) are padded on the left.

    Returns:
        Lower-case 0x string of 32 bytes.
    """
    return "0x" + hashed(bytes.fromhex("".join(word[2:].zfill(64) for word in words))).hexdigest()
