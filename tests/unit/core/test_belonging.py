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
HERE = Place(OWN, an_id("genesis"), A, True)


def test_no_file_denies_that_a_chain_is_a_persons_own() -> None:
    for make in (
        lambda local: Place(OWN, an_id("genesis"), A, local),
        lambda local: RegistryPlace(OWN, an_id("genesis"), A, local),
        lambda local: LedgerPlace(OWN, an_id("genesis"), A, B, local),
    ):
        assert make(True).local
        with pytest.raises(BadInput) as caught:
            make(False)
        assert caught.value.code == "PLACE_DENIES"
    assert not Place(8453, an_id("genesis"), A, False).local


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (replace(HERE, genesis=an_id("other")), "genesis"),
        (replace(HERE, licensing=B), "licensing"),
        (replace(HERE, chain_id=8453), None),
    ],
)
def test_what_differs_is_named(given: Place, field: str | None) -> None:
    check_here(HERE, HERE)
    with pytest.raises(Refused) as caught:
        check_here(given, HERE)
    assert caught.value.params.get("field") == field
    assert caught.value.code == f"DEAL_OF_ANOTHER_{'LEDGER' if field else 'CHAIN'}"
