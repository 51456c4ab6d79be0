"""Evidence that can't be true is refused with the place where it stands."""

from __future__ import annotations

import pytest

from ledger.core.events import Position
from ledger.core.evidence import fits, misplaced, same
from ledger.errors import BadInput
from tests.fakes import an_id

AT = Position(7, 3, an_id("block"), an_id("tx"), 1000)
PLACE = {"block": 7, "log": 3}


def test_what_stands_in_a_wrong_place() -> None:
    error = misplaced(AT)
    assert (error.code, error.params) == ("EVIDENCE_ORDER", PLACE)
    fits(True, AT)
    with pytest.raises(BadInput) as caught:
        fits(False, AT)
    assert (caught.value.code, caught.value.params) == ("EVIDENCE_ORDER", PLACE)


def test_what_states_another_hash() -> None:
    computed, stated = an_id("content"), an_id("other")
    same(computed, computed, AT)
    with pytest.raises(BadInput) as caught:
        same(computed, stated, AT)
    assert caught.value.code == "EVIDENCE_HASH"
    assert caught.value.params == {**PLACE, "computed": computed, "stated": stated}
