"""What the owners of a Safe sign so that the wallet says yes by ERC-1271, and how their signatures are
packed.

Source: ``CompatibilityFallbackHandler.sol`` and ``Safe.sol`` of @safe-global/safe-smart-account, 1.3.0 to
1.5.0. An owner signs EIP-712 ``SafeMessage(bytes message)`` in the Safe's own domain, which has chain id
and address; the message is the 32-byte digest that the wallet is asked about. So a signature for one wallet
is none for another with the same owners (THREATS.md 12). Older versions have another domain and are not
understood here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.core.ids import word
from ledger.core.keccak import keccak
from ledger.errors import BadInput
from ledger.evm import recover

VERSIONS = ("1.3.", "1.4.", "1.5.")
"""Starts of ``VERSION()`` whose messages are signed as here."""

MAX_OWNERS = 64
"""Of a wallet that is asked: more signatures would not be a band's."""

_TYPE = "SafeMessage(bytes message)"
_DOMAIN = "EIP712Domain(uint256 chainId,address verifyingContract)"


def digest_for(chain_id: int, wallet: str, digest: str) -> str:
    """What an owner signs.

    Args:
        chain_id: Of the chain on which the wallet is.
        wallet: Its address, lower case.
        digest: What the wallet is asked about, 32 bytes as 0x string.

    Returns:
        EIP-712 digest, 32 bytes as 0x string.
    """
    domain = keccak(keccak(_DOMAIN.encode()) + word(chain_id) + word(wallet))
    text = keccak(keccak(_TYPE.encode()) + keccak(bytes.fromhex(digest[2:])))
    return "0x" + keccak(b"\x19\x01" + domain + text).hex()


def typed_data(chain_id: int, wallet: str, digest: str) -> Mapping[str, Any]:
    """The same as the whole request of eth_signTypedData_v4."""
    return {
        "types": {
            "EIP712Domain": [
                {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            "SafeMessage": [{"name": "message", "type": "bytes"}],
        },
        "primaryType": "SafeMessage",
        "domain": {"chainId": str(chain_id), "verifyingContract": wallet},
        "message": {"message": digest},
    }


def is_owners(chain_id: int, wallet: str, digest: str, owner: str, signature: bytes) -> bool:
    """Whether a signature is that of the owner's key, over what the owner of this wallet signs."""
    try:
        return recover(digest_for(chain_id, wallet, digest), signature) == owner
    except BadInput:
        return False


def packed(signatures: Mapping[str, bytes], owners: Sequence[str], threshold: int) -> bytes | None:
    """The bytes for the wallet: as many signatures as it wants, ascending by owner (THREATS.md 20).

    Args:
        signatures: 65 bytes each, by account; those of accounts that own no more are left out.
        owners: Owners now.
        threshold: How many of them must sign.

    Returns:
        None while there are too few.
    """
    good = sorted(owner for owner in set(owners) if owner in signatures)
    if len(good) < threshold:
        return None
    return b"".join(signatures[owner] for owner in good[:threshold])
