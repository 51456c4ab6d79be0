"""Territories, uses and times (RIGHTS 4)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import places, times, uses
from ledger.core.rights import OPEN_END, WORLD, Usage
from ledger.core.territory import TERRITORIES
from ledger.errors import BadInput, UsageError

ALL = [code for code, _ in TERRITORIES]


def test_249_territories_in_order() -> None:
    numbers = [number for _, number in TERRITORIES]
    assert len(TERRITORIES) == 249 == len(set(ALL)) == len(set(numbers))
    assert numbers == sorted(numbers)
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in ALL)


def test_the_alpha_2_codes_are_those_of_another_table() -> None:
    from stdnum.isin import _iso_3116_1_country_codes as other

    assert set(ALL) == set(other) - {"AN", "CS"}  # withdrawn in 2010 and 2006


@pytest.mark.parametrize(
    ("code", "number", "bit"),
    [("AF", 4, 0), ("CN", 156, 43), ("TW", 158, 44), ("HK", 344, 99), ("MO", 446, 128), ("ZM", 894, 248)],
)
def test_bits_never_move(code: str, number: int, bit: int) -> None:
    assert TERRITORIES[bit] == (code, number)
    assert places.bit(code) == bit
    assert places.parse(code) == 1 << bit


def test_cn_is_the_mainland_only() -> None:
    assert places.parse("CN") & places.parse("HK,MO,TW") == 0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("WORLD", ["WORLD"]),
        ("world", ["WORLD"]),
        (" hk , CN ", ["CN", "HK"]),
        ("TW，CN,CN", ["CN", "TW"]),
    ],
)
def test_lists(text: str, names: list[str]) -> None:
    assert places.names(places.parse(text)) == names
    assert list(places.codes_of(text)) == names


def test_the_world_is_more_than_all_territories_of_today() -> None:
    assert places.parse("WORLD") == WORLD != places.bitmap(ALL)
    assert places.names(places.bitmap(ALL)) == sorted(ALL)


def test_bits_of_tomorrow_have_a_number() -> None:
    assert places.names(1 << 249 | 1 << 43) == ["CN", "#249"]


@pytest.mark.parametrize("text", ["", "CN,", "XX", "China", "UK", "156", "C N", "中国", "CN|HK"])
def test_unknown_territories(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        places.parse(text)
    assert caught.value.code == "UNKNOWN_TERRITORY"
    assert caught.value.params["value"] in [part.strip().upper() for part in text.split(",")]


def test_world_and_more() -> None:
    with pytest.raises(UsageError) as caught:
        places.parse("CN,WORLD")
    assert (caught.value.code, caught.value.params) == ("TERRITORY_WORLD_ALONE", {"value": "CN,WORLD"})


@pytest.mark.parametrize("bitmap", [-1, 1 << 256])
def test_no_bitmap(bitmap: int) -> None:
    with pytest.raises(BadInput) as caught:
        places.names(bitmap)
    told = {"field": "territory", "value": bitmap, "bits": 256}
    assert (caught.value.code, caught.value.params) == ("BAD_INTEGER", told)


def test_the_least_and_the_most_of_a_bitmap() -> None:
    assert places.names(0) == [] and places.names(WORLD) == ["WORLD"] and places.names(1) == [ALL[0]]
    assert places.names(WORLD - 1)[-1] == "#255"


@given(st.sets(st.sampled_from(ALL), min_size=1))
def test_territories_round_trip(codes: set[str]) -> None:
    assert places.names(places.parse(",".join(codes))) == sorted(codes)


@pytest.mark.parametrize(
    ("codes", "china"),
    [
        (["CN"], True),
        (["CN", "HK", "MO", "TW"], True),
        (["CN", "JP"], False),
        (["WORLD"], False),
        ([], False),
    ],
)
def test_china_time(codes: list[str], china: bool) -> None:
    assert places.is_china_time(codes) is china


@given(st.sets(st.sampled_from(list(Usage)), min_size=1))
def test_uses_round_trip(chosen: set[Usage]) -> None:
    mask = uses.parse("|".join(use.name.lower() for use in chosen))
    assert mask == sum(use.mask for use in chosen)
    assert uses.names(mask) == [use.name for use in sorted(chosen)]


def test_uses_separated_by_commas() -> None:
    assert uses.parse("DOWNLOAD , rent，PRINT") == 1 << 3 | 1 << 2 | 1 << 23


@pytest.mark.parametrize("text", ["", "STREAM", "DOWNLOAD|", "DOWNLOAD RENT", "31", "下载"])
def test_t35_unknown_uses(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        uses.parse(text)
    assert caught.value.code == "UNKNOWN_USE"
    assert caught.value.params == {"value": text.rpartition("|")[2], "known": ", ".join(Usage.__members__)}


def test_an_unknown_use_is_told_as_it_was_written_without_its_blanks() -> None:
    with pytest.raises(UsageError) as caught:
        uses.parse("PRINT, hum ,rent")
    assert caught.value.params["value"] == "hum"


@pytest.mark.parametrize("mask", [0, 1 << 31, 1 << 32, -1])
def test_t35_masks_with_no_use(mask: int) -> None:
    with pytest.raises(BadInput) as caught:
        uses.names(mask)
    assert (caught.value.code, caught.value.params) == ("BAD_USAGE_MASK", {"value": mask})


def test_the_least_and_the_most_of_a_mask() -> None:
    assert uses.names(1) == ["PHYSICAL"]
    assert uses.names(2**31 - 1) == list(Usage.__members__)


def at(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp())  # type: ignore[misc,arg-type]


def test_story_11_the_end_of_2025_in_china() -> None:
    assert times.parse_until("2025-12-31", ["CN"]) == 1_767_196_800
    assert times.iso(1_767_196_800, True) == "2026-01-01T00:00:00+08:00"
    assert times.last_day(1_767_196_800, True) == "2025-12-31"
    new_year = at(2026, 1, 1)
    assert times.last_day(new_year, True) == "2026-01-01", "in China it is morning already"
    assert times.last_day(new_year, False) == "2025-12-31"


@pytest.mark.parametrize(
    ("text", "codes", "seconds"),
    [
        ("2026-01-01", ["CN"], at(2025, 12, 31, 16)),
        ("2026-01-01", ["TW", "MO"], at(2025, 12, 31, 16)),
        ("2026-01-01", ["JP"], at(2026, 1, 1)),
        ("2026-01-01", ["CN", "JP"], at(2026, 1, 1)),
        ("2026-01-01", ["WORLD"], at(2026, 1, 1)),
        (" 2024-02-29 ", ["WORLD"], at(2024, 2, 29)),
        ("2026-01-01T09:00:00+08:00", ["JP"], at(2026, 1, 1, 1)),
        ("2026-01-01T09:00Z", ["CN"], at(2026, 1, 1, 9)),
        ("2026-01-01T09:00:30-03:30", ["CN"], at(2026, 1, 1, 12, 30, 30)),
        ("1970-01-01", ["JP"], 0),
    ],
)
def test_from_and_at(text: str, codes: list[str], seconds: int) -> None:
    assert times.parse_from(text, codes) == times.parse_at(text, iter(codes)) == seconds


def test_until_is_inclusive_for_days_alone() -> None:
    assert times.parse_until("2026-02-28", ["JP"]) == at(2026, 3, 1)
    assert times.parse_until("2026-02-28T12:00Z", ["CN"]) == at(2026, 2, 28, 12)
    assert times.parse_until(" Open ", ["CN"]) == OPEN_END


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "BAD_DATE"),
        ("tomorrow", "BAD_DATE"),
        ("2026", "BAD_DATE"),
        ("2026-02-30", "BAD_DATE"),
        ("2026-1-1", "BAD_DATE"),
        ("20260101", "BAD_DATE"),
        ("２０２６-01-01", "BAD_DATE"),
        ("2026-W01-1", "BAD_DATE"),
        ("2026-01-01T25:00Z", "BAD_DATE"),
        ("2026-01-01T00:00:60Z", "BAD_DATE"),
        ("2026-01-01T09:00:00.5Z", "DATE_NEEDS_OFFSET"),
        ("2026-01-01T09:00", "DATE_NEEDS_OFFSET"),
        ("2026-01-01 09:00", "DATE_NEEDS_OFFSET"),
        ("2026-01-01T09:00+15:00", "DATE_NEEDS_OFFSET"),
        ("open", "BAD_DATE"),
        ("1969-12-31", "DATE_OUT_OF_RANGE"),
        ("9999-12-31", "DATE_OUT_OF_RANGE"),
        ("0000-01-01", "BAD_DATE"),
        ("0001-01-01T00:00+14:00", "DATE_OUT_OF_RANGE"),
    ],
)
def test_bad_dates(text: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        times.parse_from(text, ["WORLD"])
    assert (caught.value.code, caught.value.params) == (code, {"value": text})


def test_the_last_day_there_is() -> None:
    with pytest.raises(UsageError) as caught:
        times.parse_until("9999-12-31", ["CN"])
    assert caught.value.code == "BAD_DATE"
    with pytest.raises(UsageError):
        times.parse_from("1970-01-01", ["CN"])  # Beijing's 1 January began in 1969 by UTC


@given(st.dates(datetime(1971, 1, 1).date(), datetime(9998, 12, 31).date()), st.booleans())
def test_days_round_trip(day: object, china: bool) -> None:
    codes = ["CN"] if china else ["JP"]
    first, end = times.parse_from(str(day), codes), times.parse_until(str(day), codes)
    assert end - first == 86_400
    assert times.last_day(end, china) == times.iso(first, china)[:10] == str(day)
    assert times.parse_from(times.iso(first, china), ["WORLD"]) == first


def test_any_time_of_the_chain_can_be_shown() -> None:
    assert times.iso(0, False) == "1970-01-01T00:00:00Z"
    assert times.iso(OPEN_END, True) == times.last_day(OPEN_END, True) == "open"
    assert times.iso(times.LAST, False) == "9999-12-30T00:00:00Z"
    assert times.parse_from("9999-12-30T00:00:00Z", ["WORLD"]) == times.LAST
    assert times.iso(times.LAST + 1, False) == ">9999-12-30"
    assert times.last_day(86_400, False) == times.last_day(1, False) == "1970-01-01"
    assert times.iso(OPEN_END - 1, True) == times.iso(2**63, False) == ">9999-12-30"
