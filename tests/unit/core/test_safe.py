"""What owners of a Safe sign: as Safe's own contract and eth_account compute it."""

from __future__ import annotations

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import safe
from ledger.core.keccak import keccak
from tests.chain_cases import sign
from tests.fakes import an_id

WALLET, OTHER = "0x" + "5a" * 20, "0x" + "5b" * 20
DIGEST = an_id("a deal")


def test_the_digest_is_that_of_the_typed_data() -> None:
    typed = safe.typed_data(7, WALLET, DIGEST)
    hashed = encode_typed_data(full_message={**typed, "domain": {**typed["domain"], "chainId": 7}})
    assert safe.digest_for(7, WALLET, DIGEST) == "0x" + keccak(b"\x19" + hashed.version + hashed.header
                                                             + hashed.body).hex()  # fmt: skip
    # The constant of CompatibilityFallbackHandler.sol.
    assert keccak(b"SafeMessage(bytes message)").hex().startswith("60b3cbf8b4a22")


def test_what_an_owners_wallet_is_asked() -> None:
    assert safe.typed_data(2**60, WALLET, DIGEST) == {
        "types": {
            "EIP712Domain": [
                {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            "SafeMessage": [{"name": "message", "type": "bytes"}],
        },
        "primaryType": "SafeMessage",
        "domain": {"chainId": "1152921504606846976", "verifyingContract": WALLET},
        "message": {"message": DIGEST},
    }


def test_t12_another_wallet_or_chain_is_another_text() -> None:
    texts = {safe.digest_for(chain, wallet, DIGEST) for chain in (1, 7) for wallet in (WALLET, OTHER)}
    assert len(texts) == 4 and DIGEST not in texts
    key = "0x" + "07" * 32
    owner = Account.from_key(key).address.lower()
    signature = sign(key, safe.digest_for(7, WALLET, DIGEST))
    assert safe.is_owners(7, WALLET, DIGEST, owner, signature)
    for chain, wallet, digest in ((1, WALLET, DIGEST), (7, OTHER, DIGEST), (7, WALLET, an_id("another"))):
        assert not safe.is_owners(chain, wallet, digest, owner, signature)
    assert not safe.is_owners(7, WALLET, DIGEST, OTHER, signature)
    assert not safe.is_owners(7, WALLET, DIGEST, owner, signature[:64])


@given(
    st.sets(st.integers(1, 40), max_size=9), st.sets(st.integers(1, 40), min_size=1, max_size=9), st.data()
)
def test_t20_ascending_each_once_no_more_than_wanted(
    signed: set[int], owns: set[int], data: st.DataObject
) -> None:
    def address(number: int) -> str:
        return f"0x{number:040x}"

    threshold = data.draw(st.integers(1, len(owns)))
    signatures = {address(one): bytes([one]) * 65 for one in signed}
    found = safe.packed(signatures, [address(one) for one in owns], threshold)
    good = sorted(signed & owns)[:threshold]
    assert found == (b"".join(bytes([one]) * 65 for one in good) if len(good) == threshold else None)


@pytest.mark.parametrize("twice", [2, 3])
def test_an_owner_who_is_listed_twice_counts_once(twice: int) -> None:
    assert safe.packed({WALLET: b"x" * 65}, [WALLET] * twice, 2) is None
