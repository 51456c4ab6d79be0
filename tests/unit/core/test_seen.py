"""V3, V4: dates of a record at their edges, and what the law then asks for; the unknown is protected."""

from __future__ import annotations

from datetime import date
from importlib import resources
from typing import Any

import pytest

from ledger.core.plain import judge
from ledger.core.profile import Profile, Term, load, profile_of
from ledger.core.rights import Layer
from ledger.core.seen import Author, RecordSeen, free_from
from ledger.errors import BadInput
from tests.judge.words import Json

CHINA = profile_of("CN")
CN = resources.files("ledger.core").joinpath("profiles", "CN.toml").read_text(encoding="utf-8")
EVERYTHING = RecordSeen((Author("1900"),), published="1900", performed="1900", fixed="1900")


def answer(use: str, at: int, record: Json | str | None, **asked: Any) -> tuple[str, list[str]]:
    """What a stranger is told of a song that he has no right in."""
    song = {"event": "registered", "time": 1, "work": "song", "type": "MUSICAL_WORK", "registrant": "lin"}
    question = {"party": "bo", "use": use, "work": "song", "territory": "CN", "at": at, **asked}
    records = {} if record is None else {"song": record}
    said = judge({"facts": {"events": [song], "records": records}, "question": question})
    return said["verdict"], said["codes"]


def begins(year: int) -> int:
    found = CHINA.year_begins(year)
    assert found is not None
    return found


# Terms of protection


@pytest.mark.parametrize(
    ("authors", "last"),
    [
        ([{"died": "1990"}], 2040),
        ([{"died": "1990-01-01"}], 2040),
        ([{"died": "1980"}, {"died": "1990-12"}], 2040),
        ([{"legal_person": True}, {"died": "1970"}], 2045),
        ([{"legal_person": True}, {"died": "1996"}], 2046),
    ],
)
def test_a_song_is_free_with_the_first_second_after_its_last_year(authors: list[Json], last: int) -> None:
    record = {"authors": authors, "published": "1995"}
    free = begins(last + 1)
    assert answer("PRINT", free - 1, record) == ("NOT_AUTHORISED", ["NO_GRANT"])
    assert answer("PRINT", free, record) == ("AUTHORISED", ["PUBLIC_DOMAIN"])


@pytest.mark.parametrize(
    "record",
    [
        None,
        "sealed",
        {},
        {"published": "1800"},
        {"authors": [{"died": "1800"}, {}], "published": "1800"},
        {"authors": [{"legal_person": True}]},
    ],
    ids=["unseen", "sealed", "no author", "only published", "one may live", "a firm, unpublished"],
)
def test_what_is_not_on_record_is_protected(record: Json | str | None) -> None:
    assert answer("PRINT", begins(2900), record)[1] == ["NO_GRANT"]


def test_a_layer_of_which_a_country_names_no_term_is_protected_for_ever() -> None:
    cut = "\n".join(row for row in CN.splitlines() if not row.startswith("AVP = { years"))
    assert free_from(EVERYTHING, load(cut), Layer.AVP) is None
    assert free_from(EVERYTHING, load(cut), Layer.PHN) == begins(1951), "the others stay"
    assert free_from(EVERYTHING, load(CN), Layer.AVP) == begins(1951)


def test_a_country_without_terms_protects_all_for_ever() -> None:
    bare = load(CN[: CN.index("[terms]")])
    assert [free_from(EVERYTHING, bare, layer) for layer in Layer] == [None] * 4


def test_a_country_without_uses_is_refused() -> None:
    cut = CN[: CN.index("[uses]")] + CN[CN.index("[[statutory]]") :]
    with pytest.raises(BadInput) as caught:
        load(cut)
    assert (caught.value.code, caught.value.params["field"]) == ("PROFILE_BAD", "uses")


def test_a_firm_is_counted_as_any_author_where_a_country_says_nothing_of_firms() -> None:
    wrk = CHINA.terms[Layer.WRK]
    bare = Profile("CN", "+08:00", CHINA.needs, (), {Layer.WRK: Term(wrk.years, wrk.after)})
    firm = RecordSeen((Author(legal_person=True),), published="1900")
    assert free_from(firm, bare, Layer.WRK) is None
    assert free_from(firm, CHINA, Layer.WRK) == begins(1951)


def test_the_last_year_of_the_calendar_is_told_and_none_after_it() -> None:
    assert free_from(RecordSeen(fixed="9948"), CHINA, Layer.PHN) == begins(9999)
    assert free_from(RecordSeen(fixed="9949"), CHINA, Layer.PHN) is None


# Statutory licences


def day_of(year: int, month: int, day: int) -> int:
    return CHINA.day_begins(date(year, month, day))


@pytest.mark.parametrize(
    ("published", "first"),
    [("2026", day_of(2026, 12, 31)), ("2026-02", day_of(2026, 2, 28)), ("2026-02-03", day_of(2026, 2, 3))],
)
def test_broadcasting_is_licensed_by_law_from_the_last_day_that_the_date_may_mean(
    published: str, first: int
) -> None:
    record = {"published": published}
    assert answer("BROADCAST", first - 1, record) == ("NOT_AUTHORISED", ["NO_GRANT"])
    assert answer("BROADCAST", first, record) == ("AUTHORISED_WITH_DUTIES", ["DUTY_STATUTORY"])


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        ({"recorded_lawfully": True}, "AUTHORISED_WITH_DUTIES"),
        ({"recorded_lawfully": True, "reserved": True}, "NOT_AUTHORISED"),
        ({"published": "2000"}, "NOT_AUTHORISED"),
        ({}, "NOT_AUTHORISED"),
        ("sealed", "NOT_AUTHORISED"),
        (None, "NOT_AUTHORISED"),
    ],
)
def test_a_cover_is_licensed_by_law_if_the_song_was_recorded_lawfully_and_not_reserved(
    record: Json | str | None, verdict: str
) -> None:
    assert answer("COVER_RECORD", begins(2026), record)[0] == verdict


def test_the_law_of_china_licenses_nothing_elsewhere() -> None:
    record = {"published": "2000", "recorded_lawfully": True, "authors": [{"died": "1900"}]}
    for use in ("BROADCAST", "COVER_RECORD", "PRINT"):
        assert answer(use, begins(2026), record, territory="HK") == ("NOT_AUTHORISED", ["NO_GRANT"])
