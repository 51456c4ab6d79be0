"""Dates of which only the year or the month is known (RIGHTS 6, *Terms*)."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.core.dates import check_date, last_day
from ledger.errors import BadInput


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("1949", date(1949, 12, 31)),
        ("1949-05", date(1949, 5, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("1949-05-01", date(1949, 5, 1)),
    ],
)
def test_the_latest_day_that_it_can_mean_counts(text: str, last: date) -> None:
    assert last_day(text) == last and check_date(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        ("May 1949", "May 1949"),
        ("1949-5", "1949-5"),
        ("1949-05-01T00:00", "1949-05-01T00:00"),
        ("１９４９", "１９４９"),
        ("9" * 60, "9" * 40),
        ("1949-13", "1949-13"),
        ("2023-02-29", "2023-02-29"),
        ("0000", "0000"),
    ],
)
def test_what_is_no_date_is_told(text: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_date(text)
    assert (caught.value.code, caught.value.params) == ("BAD_PARTIAL_DATE", {"value": told})
