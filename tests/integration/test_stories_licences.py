"""Stories of RIGHTS.md 7 about exclusives, sub-licences and terms: 4, 6, 10, 11."""

from __future__ import annotations

import pytest

from tests.stories import Stage, agreed, drawn_up, may, not_agreed, signed_apart, song

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
pytest_plugins = ["tests.stories_stages"]


def test_04_exclusive_then_a_conflicting_grant(any_stage: Stage) -> None:
    """Film's exclusive knows of Doc's licence; after it nobody gets the same, and she may not herself."""
    stage = any_stage
    stage.it_is("2026-01-05")
    she, doc, film, rival = stage.persons("she", "doc", "film", "rival")
    work = song(she, "song.wav")
    year, three = stage.span("2026-01-01", "2026-12-31"), stage.span("2026-03-01", "2029-02-28")
    # Film has seen the ledger before Doc was licensed, and signed.
    drawn_up(
        she, f"{work} --to {film} --use SYNC_AV,SYNC_AD --territory CN,HK {three} --exclusive yes", "e1.json"
    )
    signed_apart(she, "e1.json", she, film)
    agreed(she, f"{work} --to {doc} --use SYNC_AV --territory CN {year}", she, doc, file="n0.json")
    she.is_refused("deal activate e1.json", "CONTRACT_UNDISCLOSED_ENCUMBRANCE")
    she.does("deal renew e1.json")
    assert signed_apart(she, "e1.json", film)["missing"] == [], "she has not to sign again"
    she.writes("deal activate e1.json")

    ad = f"{work} --to {rival} --use SYNC_AD"
    half = stage.span("2026-06-01", "2026-12-31")
    not_agreed(she, f"{ad} --territory CN {half}", she, rival, error="CONTRACT_EXCLUSIVE_CONFLICT")
    agreed(she, f"{ad} --territory JP {half}", she, rival, file="jp.json")
    later = stage.span("2029-03-01", "2029-12-31")
    agreed(she, f"{ad} --territory CN {later}", she, rival, file="later.json")
    live = f"{work} --to {rival} --use LIVE_PERFORM --territory CN {half}"
    agreed(she, live, she, rival, file="live.json")

    day = "2026-06-15"
    own = may(rival, she, "SYNC_AD", work, day, verdict="NOT_AUTHORISED")
    assert own.codes == {"OWNER_BARRED_BY_EXCLUSIVE"}
    may(doc, doc, "SYNC_AV", work, day, verdict="AUTHORISED")
    may(rival, film, "SYNC_AD", work, day, verdict="AUTHORISED")
    may(rival, film, "SYNC_AV", work, day, where="HK", verdict="AUTHORISED")
    may(film, rival, "SYNC_AD", work, day, verdict="NOT_AUTHORISED")
    may(film, rival, "SYNC_AD", work, day, where="JP", verdict="AUTHORISED")
    may(film, rival, "SYNC_AD", work, "2029-03-02", verdict="AUTHORISED")
    may(film, rival, "LIVE_PERFORM", work, day, verdict="AUTHORISED")


@pytest.mark.anvil
def test_06_sampling_swap(stage: Stage) -> None:
    """Six lines in one deal, both ways; a publisher who holds half of a song is asked too."""
    stage.it_is("2026-02-01")
    ann, bo, pubq = stage.person("ann"), stage.person("bo"), stage.signer("pubq")
    hers = song(ann, "ann.wav")
    his = song(bo, "bo.wav", splits=f"--split WRK:bo=50,{pubq}=50 --split PRF:bo=100 --split PHN:bo=100")
    terms = f"--use SAMPLE,ADAPT --territory WORLD {stage.span('2026-02-01', '2030-12-31')}"
    drawn_up(ann, f"{hers} --to {bo} {terms}", "to-bo.json")
    drawn_up(ann, f"{his} --to {ann} {terms}", "to-ann.json")
    swap = ann.does("deal join to-bo.json to-ann.json --reciprocal --out swap.json")
    assert swap["lines"] == 6 and set(swap["signers"]) == {ann.address, bo.address, pubq.address}
    assert signed_apart(ann, "swap.json", ann, bo)["missing"] == [pubq.address]
    assert pubq.address in ann.is_refused("deal activate swap.json", "SIGNATURES_MISSING", 2)
    for who, work in ((bo, hers), (ann, his)):
        may(bo, who, "SAMPLE", work, "2026-03-01", where="US", verdict="NOT_AUTHORISED")
    signed_apart(ann, "swap.json", pubq)
    ann.writes("deal activate swap.json")
    for who, work in ((bo, hers), (ann, his)):
        may(bo, who, "SAMPLE", work, "2026-03-01", where="US", verdict="AUTHORISED")
        may(bo, who, "ADAPT", work, "2026-03-01", verdict="AUTHORISED")
    bo.writes(f"terminate {ann.sends('swap.json', bo)} --as bo")
    for who, work in ((bo, hers), (ann, his)):
        over = may(ann, who, "SAMPLE", work, "2026-03-01", where="US", verdict="NOT_AUTHORISED")
        assert "REVOKED" in over.codes, "the end of one side is the end of both"


@pytest.mark.anvil
def test_10_sub_licence_beyond_scope(stage: Stage) -> None:
    """Nobody gives on more than he has: use, country, time are named; what fits falls with its parent."""
    stage.it_is("2026-01-05")
    she, film, studio = stage.persons("she", "film", "studio")
    work = song(she, "song.wav")
    parent = f"{work} --to {film} --use SYNC_AD --territory CN {stage.span('2026-01-01', '2027-12-31')}"
    drawn_up(she, f"{parent} --sublicences 1", "parent.json")
    signed_apart(she, "parent.json", she, film)
    she.writes("deal activate parent.json")
    she.sends("parent.json", film)
    fitting = f"{work} --to {studio} --under parent.json --use SYNC_AD --territory CN"
    term = stage.span("2026-02-01", "2027-06-30")
    for beyond, point in (
        (f"{fitting.replace('SYNC_AD', 'SYNC_AD,SYNC_AV')} {term}", 2),
        (f"{fitting.replace(' CN', ' CN,HK')} {term}", 3),
        (f"{fitting} {stage.span('2026-02-01', '2028-01-01')}", 4),
    ):
        said = not_agreed(film, beyond, film, studio, error="CONTRACT_EXCEEDS_PARENT")
        assert f"point {point} " in said or f"第 {point} 项" in said, said
    agreed(film, f"{fitting} {term}", film, studio, file="sub.json")
    held = may(studio, studio, "SYNC_AD", work, "2026-03-01", verdict="AUTHORISED")
    assert held.chain.count(("WRK", "line")) == 2, "the licence above and the one below"
    stage.it_is("2026-06-01")
    film.writes("terminate parent.json --as film")
    assert (
        "PARENT_ENDED" in may(studio, studio, "SYNC_AD", work, "2026-06-02", verdict="NOT_AUTHORISED").codes
    )
    may(studio, studio, "SYNC_AD", work, "2026-05-31", verdict="AUTHORISED")


@pytest.mark.anvil
def test_11_boundary(stage: Stage) -> None:
    """Until 31 December includes its last second and not the next."""
    stage.it_is("2025-06-15")
    she, club = stage.persons("she", "club")
    work = song(she, None)
    term = stage.span("2025-07-01", "2025-12-31")
    agreed(she, f"{work} --to {club} --use LIVE_PERFORM --territory CN {term}", she, club)
    last, next_ = "2025-12-31T23:59:59+08:00", "2026-01-01T00:00:00+08:00"
    held = may(club, club, "LIVE_PERFORM", work, last, verdict="AUTHORISED")
    assert (held.whole["at"], held.whole["until"]) == (1_767_196_799, 1_767_196_800)
    over = may(club, club, "LIVE_PERFORM", work, next_, verdict="NOT_AUTHORISED")
    assert over.whole["at"] == 1_767_196_800 and over.codes == {"EXPIRED"}
    early = may(club, club, "LIVE_PERFORM", work, "2025-06-30T23:59:59+08:00", verdict="NOT_AUTHORISED")
    assert early.codes == {"NOT_YET"}
