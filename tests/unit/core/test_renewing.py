"""Deals whose titles changed after they were signed: what changed, who signs anew, and who may end them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.core import dealfile
from ledger.core.dealfile import DealFile
from ledger.core.model import ZERO_HASH, Line, Title, Unclaimed
from ledger.core.renewing import Changed, changed_titles, on_new_titles
from ledger.core.rights import WHOLE, Layer, Revocation
from ledger.errors import CannotTell, Denied
from tests.fakes import an_id
from tests.unit.core.test_dealfile import HAO, LIN, made
from tests.unit.core.test_owner_files import owned
from tests.unit.core.world import World, party, title_hash
from tests.unit.core.world_base import Shares

WRK = Layer.WRK
ANNE, BO, CHEN, VENUE = (party(name) for name in ("anne", "bo", "chen", "venue"))
LOW, HIGH = sorted((BO, CHEN))


class Story:
    """Anne and Hao's song and Anne's own one; a deal on both."""

    def __init__(self) -> None:
        self.world = World()
        self.song = self.world.register(ANNE, splits={WRK: [ANNE, HAO]})
        self.other = self.world.register(ANNE)

    def line(self, asset: str, licensee: str = VENUE, **fields: Any) -> Line:
        return self.world.line(asset, WRK, licensee, **fields)

    def file(self, *lines: Line, **fields: Any) -> DealFile:
        """A deal of these lines, or of one on each song."""
        lines = lines or (self.line(self.song), self.line(self.other))
        deal = self.world.text(*lines, terms=made().deal.terms, **fields)
        titles = {line.asset: self.title(line.asset) for line in lines if line.title != ZERO_HASH}
        return replace(made(), deal=deal, titles=tuple(titles.values()), signatures={})

    def title(self, asset: str) -> Title:
        version = self.world.state().title(asset, WRK)
        assert version is not None
        return version.title

    def renewed(self, file: DealFile, **sold: Shares) -> DealFile:
        """The deal after works were sold."""
        for name, shares in sold.items():
            self.world.retitle(getattr(self, name), WRK, shares)
        return on_new_titles(file, changed_titles(self.world.state(), file.titles))


def test_titles_are_told_as_they_were_and_as_they_are() -> None:
    story = Story()
    file = story.file()
    assert changed_titles(story.world.state(), file.titles) == ()
    story.world.retitle(story.song, WRK, [BO])
    story.world.retitle(story.song, WRK, [CHEN])
    changed = Changed(file.titles[0], story.title(story.song))
    assert changed_titles(story.world.state(), file.titles) == (changed,)
    assert [share.holder for share in changed.now.shares] == [CHEN], "the newest counts"


def test_a_work_that_the_ledger_does_not_know_has_not_changed() -> None:
    assert changed_titles(World().state(), Story().file().titles) == ()


def test_lines_name_the_new_title_and_all_else_stays() -> None:
    story = Story()
    file = story.file()
    found = story.renewed(file, song=[ANNE, HAO, BO])
    assert found.titles == (story.title(story.song), file.titles[1])
    lines = file.deal.lines
    expected = (replace(lines[0], title=title_hash(story.title(story.song))), lines[1])
    assert found.deal == replace(file.deal, lines=expected, signers=found.deal.signers)
    assert found == replace(file, deal=found.deal, titles=found.titles)
    assert dealfile.from_bytes(found.to_bytes()) == found and found.id != file.id


def test_every_signature_falls_also_those_of_a_wallets_owners() -> None:
    story = Story()
    file = owned(story.file(), LIN).signed(ANNE, b"ready")
    found = story.renewed(file, song=[ANNE, BO])
    assert (found.signatures, found.owners) == ({}, {})
    assert dealfile.from_bytes(found.to_bytes()) == found, "else nobody could read it"


def test_who_came_signs_and_who_went_does_not() -> None:
    story = Story()
    file = story.file()
    assert set(file.signers) == {ANNE, HAO, VENUE}
    found = story.renewed(file, song=[BO, CHEN])
    assert list(found.signers) == sorted({ANNE, BO, CHEN, VENUE}), "Anne holds the other song"
    again = story.renewed(found, other=[BO])
    assert list(again.signers) == sorted({BO, CHEN, VENUE})


def test_who_also_is_a_licensee_or_a_society_signs_after_he_sold_his_units() -> None:
    story = Story()
    file = story.file(story.line(story.song, HAO), story.line(story.other, HAO))
    assert set(story.renewed(file, song=[BO]).signers) == {ANNE, HAO, BO}
    story = Story()
    blanket = story.line(ZERO_HASH, society=HAO)
    file = story.file(story.line(story.song), blanket, signers=sorted((ANNE, HAO, VENUE)))
    found = story.renewed(file, song=[BO])
    assert set(found.signers) == {HAO, VENUE, BO} and found.deal.lines[1] == blanket


def at_will(story: Story, *revokers: str) -> DealFile:
    """A deal that the first of them may end on the song, and the second on Anne's own."""
    works = zip((story.song, story.other), revokers, strict=True)
    return story.file(
        *(story.line(asset, revocation=Revocation.AT_WILL, revoker=revoker) for asset, revoker in works)
    )


def revokers(file: DealFile) -> list[str]:
    return [line.revoker for line in file.deal.lines]


@pytest.mark.parametrize(
    ("shares", "heir"),
    [
        ({LOW: 40_000_000, HIGH: 60_000_000}, HIGH),
        ({LOW: 60_000_000, HIGH: 40_000_000}, LOW),
        ([LOW, HIGH], LOW),
    ],
    ids=["the larger", "again the larger", "of two as large the lower"],
)
def test_who_might_end_it_and_went_is_followed_by_the_largest_new_holder(shares: Shares, heir: str) -> None:
    story = Story()
    found = story.renewed(at_will(story, HAO, ANNE), song=shares)
    assert revokers(found) == [heir, ANNE], "Anne is still there"


def test_the_largest_holder_of_all_titles_that_changed_follows() -> None:
    story = Story()
    file = at_will(story, HAO, HAO)
    found = story.renewed(
        file, song={LOW: 60_000_000, ANNE: 40_000_000}, other={HIGH: 70_000_000, ANNE: 30_000_000}
    )
    assert revokers(found) == [HIGH, HIGH]


def test_where_a_holder_did_not_sign_himself_the_deal_does_not_say_who_signs_now() -> None:
    story = Story()
    file = story.file(signers=sorted((ANNE, VENUE)))
    with pytest.raises(Denied) as caught:
        story.renewed(file, song=[ANNE, BO])
    assert (caught.value.code, caught.value.params) == ("RENEW_ANEW", {"deal": file.id})


@pytest.mark.parametrize("others", [{}, {ANNE: 40_000_000}], ids=["all", "some"])
def test_nobody_licenses_units_of_somebody_without_a_key(others: dict[str, int]) -> None:
    story = Story()
    file = story.file()
    keyless = Unclaimed(an_id("somebody"), WHOLE - sum(others.values()))
    story.world.retitle(story.song, WRK, others, unclaimed=[keyless])
    with pytest.raises(CannotTell) as caught:
        story.renewed(file)
    assert caught.value.code == "TITLE_UNKNOWN"
    assert caught.value.params == {"asset": story.song, "layer": "WRK"}
