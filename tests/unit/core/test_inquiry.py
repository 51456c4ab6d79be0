"""V0: a question in words is taken, or refused with a code that says what is wrong."""

from __future__ import annotations

from datetime import datetime

import pytest

from ledger.core.inquiry import Inquiry, inquiry, one_place
from ledger.core.rights import Usage
from ledger.errors import BadInput, UsageError
from tests.fakes import an_id
from tests.unit.core.world import party

WHO, WORK = party("venue"), an_id("song")


def second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_without_a_moment_it_is_asked_for_now() -> None:
    assert inquiry(WHO, "print", WORK, "cn") == Inquiry(WHO, Usage.PRINT, WORK, "CN", None)


@pytest.mark.parametrize(
    ("place", "at", "moment"),
    [
        ("CN", "2026-01-01", "2026-01-01T00:00:00+08:00"),
        ("HK", "2026-01-01", "2026-01-01T00:00:00+08:00"),
        ("JP", "2026-01-01", "2026-01-01T00:00:00+00:00"),
        ("JP", "2026-01-01T00:00:00+09:00", "2025-12-31T15:00:00+00:00"),
    ],
)
def test_a_bare_day_begins_in_the_place_asked_about(place: str, at: str, moment: str) -> None:
    assert inquiry(WHO, "PRINT", WORK, place, at).at == second(moment)


def test_a_question_names_one_territory() -> None:
    assert one_place("TW") == ("TW",)
    for several in ("CN,HK", "WORLD", "world"):
        with pytest.raises(UsageError) as caught:
            one_place(several)
        assert caught.value.code == "ONE_TERRITORY" and caught.value.params["value"] == several


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"party": "venue"}, "BAD_ADDRESS"),
        ({"party": WHO + "0"}, "BAD_ADDRESS"),
        ({"work": WORK[:-1]}, "BAD_HASH"),
        ({"use": "HUM"}, "UNKNOWN_USE"),
        ({"use": "PRINT|RENT"}, "UNKNOWN_USE"),
        ({"territory": "XX"}, "UNKNOWN_TERRITORY"),
        ({"territory": "CN,JP"}, "ONE_TERRITORY"),
        ({"at": "2026-02-30"}, "BAD_DATE"),
        ({"at": "2026-01-01T00:00:00"}, "DATE_NEEDS_OFFSET"),
    ],
)
def test_what_is_no_question_is_refused(wrong: dict[str, str], code: str) -> None:
    words = {"party": WHO, "use": "PRINT", "work": WORK, "territory": "CN", **wrong}
    with pytest.raises((BadInput, UsageError)) as caught:
        inquiry(**words)
    ((_, word),) = wrong.items()
    assert (caught.value.code, caught.value.params["value"]) == (code, word)
