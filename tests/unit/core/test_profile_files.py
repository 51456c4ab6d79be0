"""A country's rules are a file: what it says is taken, and what is not clear in it is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources

import pytest

from ledger.core.profile import Event, Fact, Need, Statutory, Term, load, profile_of, strict
from ledger.core.rights import Layer, Usage
from ledger.core.seen import Author, RecordSeen, free_from, holds
from ledger.core.times import LAST
from ledger.errors import BadInput

CN = resources.files("ledger.core").joinpath("profiles", "CN.toml").read_text(encoding="utf-8")


def second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_another_country_is_a_file_and_no_code() -> None:
    japan = load(CN.replace('"CN"', '"JP"').replace("+08:00", "+09:00").replace("years = 50", "years = 70"))
    assert japan.territory == "JP" and japan.need(Usage.RENT, Layer.WRK) is Need.NOTHING
    assert japan.terms[Layer.WRK].years == 70 and japan.terms[Layer.PHN].after is Event.FIXED
    assert free_from(RecordSeen((Author("1950"),)), japan, Layer.WRK) == second("2021-01-01T00:00:00+09:00")


@pytest.mark.parametrize(
    ("good", "bad", "code", "field"),
    [
        ('offset = "+08:00"', 'offset = "8"', "PROFILE_BAD", "offset"),
        ("[uses]", "[used]", "PROFILE_BAD", "uses"),
        ('RENT = "-PPP"', 'RENT = "-PP"', "PROFILE_BAD", "RENT"),
        ('RENT = "-PPP"', 'RENT = "-PPS"', "PROFILE_BAD", "RENT"),
        ('RENT = "-PPP"\n', "", "FIELD_MISSING", "uses.RENT"),
        ('needs = ["published"]', 'needs = ["famous"]', "PROFILE_BAD", "needs"),
        ('unless = ["reserved"]', 'unless = ["famous"]', "PROFILE_BAD", "unless"),
        ('years = 50, after = "performed"', 'years = 0, after = "performed"', "PROFILE_BAD", "years"),
        ('after = "fixed"', 'after = "sung"', "FIELD_CHOICE", "terms.PHN.after"),
        ('legal_person = "published"', 'legal_person = "founded"', "PROFILE_BAD", "legal_person"),
        ('law = "CL 46(2)"', "", "FIELD_MISSING", "statutory[0].law"),
        ('[terms]', 'colour = "red"\n[terms]', "FIELD_UNKNOWN", "statutory[1].colour"),
        ('territory = "CN"', '', "FIELD_MISSING", "territory"),
    ],
)  # fmt: skip
def test_what_is_not_clear_in_it_is_refused(good: str, bad: str, code: str, field: str) -> None:
    assert good in CN
    with pytest.raises(BadInput) as caught:
        load(CN.replace(good, bad, 1))
    assert (caught.value.code, caught.value.params["field"]) == (code, field)


def test_what_is_no_toml_is_told_with_its_place() -> None:
    with pytest.raises(BadInput) as caught:
        load(CN.replace("[uses]", "[uses", 1))
    assert caught.value.code == "PROFILE_TOML" and "line" in str(caught.value.params["reason"])


def test_all_that_is_in_the_file_is_taken() -> None:
    """CL 45 (payment), 46(2) and 42(2) (statutory), 23, 41 and 44 (terms)."""
    china = load(CN)
    assert (china.territory, china.offset, china.payment) == ("CN", "+08:00", "CL 45")
    assert china.statutory == (
        Statutory(Usage.BROADCAST, Layer.WRK, (Fact("published"),), (), "CL 46(2)"),
        Statutory(
            Usage.COVER_RECORD, Layer.WRK, (Fact("recorded_lawfully"),), (Fact("reserved"),), "CL 42(2)"
        ),
    )
    assert china.license(Usage.BROADCAST, Layer.WRK) == china.statutory[0]
    assert china.license(Usage.BROADCAST, Layer.PHN) is None is china.license(Usage.PRINT, Layer.WRK)
    assert china.terms[Layer.WRK] == Term(50, Event("death"), Event("published"))
    assert china.terms[Layer.PHN] == Term(50, Event("fixed"), None)
    assert len(china.needs) == len(Usage)
    one_year = load(CN.replace('years = 50, after = "performed"', 'years = 1, after = "performed"', 1))
    assert one_year.terms[Layer.PRF].years == 1


def test_where_no_file_is_everything_needs_permission_for_ever() -> None:
    everywhere = strict("JP")
    assert (everywhere.territory, everywhere.offset, everywhere.payment) == ("JP", "+00:00", "")
    assert (everywhere.statutory, everywhere.terms) == ((), {})
    assert set(everywhere.needs) == set(Usage)
    assert set(everywhere.needs.values()) == {(Need.PERMISSION,) * 4}


def test_terms_end_with_the_local_year_of_the_last_author() -> None:
    china = profile_of("CN")
    both = RecordSeen((Author("1949-05-01"), Author("1970")))
    assert free_from(both, china, Layer.WRK) == second("2021-01-01T00:00:00+08:00")
    assert free_from(RecordSeen((Author("1949"), Author())), china, Layer.WRK) is None, "one may live"
    assert free_from(RecordSeen(), china, Layer.WRK) is None, "no author is known"
    company = RecordSeen((Author(legal_person=True), Author("1960")), published="1980-03")
    assert free_from(company, china, Layer.WRK) == second("2031-01-01T00:00:00+08:00")
    assert free_from(RecordSeen((Author(legal_person=True),)), china, Layer.WRK) is None, "never published"
    assert free_from(RecordSeen(performed="1999"), china, Layer.PRF) == second("2050-01-01T00:00:00+08:00")
    assert free_from(RecordSeen(fixed="9990"), china, Layer.PHN) is None, "no calendar tells"
    assert free_from(RecordSeen(published="1999"), profile_of("JP"), Layer.AVP) is None, "no rules of Japan"


def test_published_begins_with_its_day_and_not_before() -> None:
    china = profile_of("CN")
    record = RecordSeen(published="2026-03")
    before, after = second("2026-03-30T23:59:59+08:00"), second("2026-03-31T00:00:00+08:00")
    assert not holds(record, Fact.PUBLISHED, china.day_of(before)), "the last day that it may mean counts"
    assert holds(record, Fact.PUBLISHED, china.day_of(after))
    assert china.day_of(2**63) == china.day_of(LAST) and datetime.fromtimestamp(LAST, UTC).year == 9999
