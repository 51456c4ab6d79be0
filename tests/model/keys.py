"""Real keys and real signatures, each made once; and whose signature some bytes are."""

from __future__ import annotations

from functools import cache

from coincurve import PrivateKey

from ledger.core.keccak import keccak


@cache
def _key(number: int) -> PrivateKey:
    return PrivateKey(number.to_bytes(32, "big"))


@cache
def address(number: int) -> str:
    """Account of a secret number."""
    return "0x" + keccak(_key(number).public_key.format(compressed=False)[1:])[12:].hex()


PEOPLE: tuple[str, ...] = tuple(sorted(address(number) for number in range(101, 107)))
_SECRET = {address(number): number for number in range(101, 107)}
_MADE: dict[tuple[str, str], bytes] = {}
_WHOSE: dict[bytes, tuple[str, str]] = {}


def sign(account: str, digest: str) -> bytes:
    """65 bytes r, s, v."""
    if (account, digest) not in _MADE:
        made = _key(_SECRET[account]).sign_recoverable(bytes.fromhex(digest[2:]), hasher=None)
        _MADE[account, digest] = made[:64] + bytes([27 + made[64]])
        _WHOSE[_MADE[account, digest]] = (account, digest)
    return _MADE[account, digest]


def is_signature(signature: bytes, account: str, digest: str) -> bool:
    """Whether an account signed a digest: only what ``sign`` made counts."""
    return _WHOSE.get(signature) == (account, digest)
