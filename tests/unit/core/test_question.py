"""The one question: who, which use, which work, where, when; nothing else is asked of the verifier."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.question import Question
from ledger.core.rights import Usage
from ledger.errors import BadInput, UsageError
from tests.fakes import an_id
from tests.unit.core.world import party

WHO, WORK = party("venue"), an_id("song")


def question(**words: Any) -> Question:
    fields: dict[str, Any] = {"party": WHO, "use": Usage.PRINT, "asset": WORK, "territory": "CN", "at": 0}
    return Question(**(fields | words))


@pytest.mark.parametrize(
    ("wrong", "code", "told"),
    [
        ({"party": "venue"}, "BAD_ADDRESS", {"value": "venue"}),
        ({"asset": WORK[:-1]}, "BAD_HASH", {"value": WORK[:-1]}),
        ({"at": -1}, "BAD_INTEGER", {"field": "at", "value": -1, "bits": 64}),
        ({"at": 2**64}, "BAD_INTEGER", {"field": "at", "value": 2**64, "bits": 64}),
        ({"territory": "XX"}, "UNKNOWN_TERRITORY", {"value": "XX"}),
        ({"territory": "WORLD"}, "UNKNOWN_TERRITORY", {"value": "WORLD"}),
        ({"territory": "cn"}, "UNKNOWN_TERRITORY", {"value": "cn"}),
    ],
)
def test_what_can_not_be_asked(wrong: dict[str, Any], code: str, told: dict[str, Any]) -> None:
    with pytest.raises((BadInput, UsageError)) as caught:
        question(**wrong)
    assert (caught.value.code, caught.value.params) == (code, told)


def test_the_last_moment_may_be_asked_about_and_a_territory_is_one_bit() -> None:
    assert question(at=2**64 - 1).at == 2**64 - 1
    assert question().territory_mask == 1 << 43
    assert question(territory="AF").territory_mask == 1
