"""One canonical form of a signature (THREATS.md 4), and the same digests as eth_account's."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.core import eip712
from ledger.core.model import Cancellation, Domain, Termination
from ledger.errors import BadInput
from ledger.evm import recursion_limit_kept
from ledger.keys.keystore import Keystore
from ledger.keys.signatures import recover

with recursion_limit_kept():
    from eth_account import Account

SECRET = "0x" + "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
ADDRESS = "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23"
DIGEST = "0x" + "5a" * 32
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
GOOD = bytes(Account.unsafe_sign_hash(DIGEST, SECRET).signature)


def high_s(signature: bytes) -> bytes:
    s = ORDER - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


def test_recovers() -> None:
    assert recover(DIGEST, GOOD) == ADDRESS
    # The other library takes the twin for the same signer; we must not.
    assert Account._recover_hash(bytes.fromhex(DIGEST[2:]), signature=high_s(GOOD)).lower() == ADDRESS


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        GOOD[:64],
        GOOD + b"\0",
        high_s(GOOD),
        GOOD[:64] + bytes([GOOD[64] - 27]),
        GOOD[:64] + b"\x1d",
        bytes(32) + GOOD[32:],
        GOOD[:32] + bytes(32) + GOOD[64:],
        b"\xff" * 32 + GOOD[32:],
        bytes(65),
        GOOD[:64] + bytes([37]),
    ],
)
def test_other_forms_are_refused(signature: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        recover(DIGEST, signature)
    assert caught.value.code == "BAD_SIGNATURE_FORM"


@pytest.mark.parametrize(
    "message",
    [
        Termination("0x" + "ab" * 32, 5, 1767196800, ADDRESS, 2**64 - 1),
        Cancellation("0x" + "cd" * 32, ADDRESS, 1767196800),
    ],
)
def test_signs_what_a_wallet_signs(tmp_path: Path, message: Termination | Cancellation) -> None:
    store = Keystore(tmp_path)
    store.import_("lin", SECRET.encode(), "pw")
    domain = Domain("Songdeed Licensing", 3_000_000_001, "0x" + "12" * 20)
    ours = store.sign("lin", "pw", domain, message)
    theirs = Account.sign_typed_data(SECRET, full_message=eip712.typed_data(domain, message))
    assert ours == bytes(theirs.signature)
    assert recover(eip712.digest(domain, message), ours) == ADDRESS
