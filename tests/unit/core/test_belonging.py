"""To which ledger a file belongs: nobody signs all that it says of that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.belonging import check_here
from ledger.core.changefile import RegistryPlace
from ledger.core.dealfile import Place
from ledger.core.operationfile import LedgerPlace
from ledger.errors import BadInput, Refused
from tests.fakes import an_id

OWN = 3_000_000_001
A, B = "0x" + "a1" * 20, "0x" + "b2" * 20
HERE = Place(8453, an_id("genesis"), A, False)


def test_no_file_denies_that_a_chain_is_a_persons_own() -> None:
    for make in (
        lambda local: Place(OWN, an_id("genesis"), A, local),
        lambda local: RegistryPlace(OWN, an_id("genesis"), A, local),
        lambda local: LedgerPlace(OWN, an_id("genesis"), A, B, local),
    ):
        assert make(True).local
        with pytest.raises(BadInput) as caught:
            make(False)
        assert (caught.value.code, caught.value.params) == ("PLACE_DENIES", {"chain": OWN})
    assert not Place(8453, an_id("genesis"), A, False).local


def test_what_is_no_chain_is_refused() -> None:
    assert Place(2**256 - 1, an_id("genesis"), A, False).chain_id == 2**256 - 1
    for chain in (2**256, -1):
        with pytest.raises(BadInput) as caught:
            Place(chain, an_id("genesis"), A, False)
        assert caught.value.code == "BAD_INTEGER"
        assert caught.value.params == {"field": "chainId", "value": chain, "bits": 256}
    with pytest.raises(BadInput) as caught:
        Place(8453, "0x00", A, False)
    assert caught.value.code == "BAD_HASH"


@pytest.mark.parametrize(
    ("given", "field", "here"),
    [
        (an_id("other"), "genesis", HERE.genesis),
        (B, "licensing", A),
        (True, "local", "false"),
    ],
)
def test_what_differs_is_named(given: object, field: str, here: str) -> None:
    check_here(HERE, HERE)
    with pytest.raises(Refused) as caught:
        check_here(replace(HERE, **{field: given}), HERE)  # type: ignore[arg-type]
    assert caught.value.code == "DEAL_OF_ANOTHER_LEDGER"
    said = {"chain": 8453, "field": field, "given": str(given).lower(), "here": here}
    assert caught.value.params == said


def test_another_chain_is_named() -> None:
    with pytest.raises(Refused) as caught:
        check_here(replace(HERE, chain_id=1), HERE)
    assert caught.value.code == "DEAL_OF_ANOTHER_CHAIN"
    assert caught.value.params == {"given": 1, "here": 8453}
