"""Who lets units out of a mandate that bars their giver: nobody leaves a society by selling to himself."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.licensing import MandateKind
from ledger.core.memberships import letting_go
from ledger.core.model import ZERO_HASH
from ledger.core.rights import AssetType, Layer
from tests.fakes import an_id
from tests.unit.core.world import World, party, table
from tests.unit.core.world_base import Shares

LIN, HAO, BO, CHEN = (party(name) for name in ("lin", "hao", "bo", "chen"))
SOCIETY, OTHER = sorted((party("society"), party("other")))
COLLECTIVE = MandateKind.COLLECTIVE
WIDE: dict[str, Any] = {"usage": 0b110, "territory": 0b110}
HOUR = 3600


class Story:
    """A recording that Lin and Hao perform on, half each, and the mandates that people give."""

    def __init__(self) -> None:
        self.world = World()
        self.song = self.world.register(LIN, AssetType.SOUND_RECORDING, splits={Layer.PRF: [LIN, HAO]})

    def gives(self, giver: str, to: str = SOCIETY, kind: MandateKind = COLLECTIVE, **fields: Any) -> str:
        """A mandate that bars its giver."""
        return self.world.activate_mandate(
            self.world.mandate(giver, to, kind, **{"bars": True, **WIDE, **fields})
        )

    def ask(self, after: Shares, now: int | None = None) -> tuple[str, ...]:
        """Who else signs so that these hold the performers' rights."""
        state = self.world.state()
        version = state.title(self.song, Layer.PRF)
        assert version is not None
        return letting_go(state, version.title, table(after), self.world.time if now is None else now)


@pytest.mark.parametrize("after", [[HAO, BO], [HAO], {LIN: 49_999_999, HAO: 50_000_001}])
def test_who_sells_all_or_a_part_of_his_units_needs_his_society(after: Shares) -> None:
    story = Story()
    assert story.ask(after) == (), "he is in none"
    story.gives(LIN)
    assert story.ask(after) == (SOCIETY,)


@pytest.mark.parametrize("after", [[LIN, BO], {LIN: 50_000_001, HAO: 49_999_999}, [LIN]])
def test_who_keeps_or_gains_units_leaves_nothing(after: Shares) -> None:
    story = Story()
    story.gives(LIN)
    assert story.ask(after) == ()


def test_one_unit_sold_or_gained_counts() -> None:
    story = Story()
    story.gives(LIN)
    assert story.ask({LIN: 49_999_999, HAO: 50_000_000, BO: 1}) == (SOCIETY,)
    story.world.retitle(story.song, Layer.PRF, {LIN: 1, HAO: 99_999_999})
    assert story.ask([HAO]) == (SOCIETY,)


def test_each_mandatary_signs_once_ascending() -> None:
    story = Story()
    for to in (OTHER, SOCIETY, SOCIETY):
        story.gives(LIN, to)
    story.gives(HAO, OTHER)
    assert story.ask([BO]) == (SOCIETY, OTHER)
    assert story.ask([LIN, BO]) == (OTHER,)


@pytest.mark.parametrize("kind", MandateKind, ids=lambda kind: str(kind.name))
def test_a_publishers_mandate_to_another_publisher_binds_nobody_else(kind: MandateKind) -> None:
    """It bars the publisher from the country, and goes with no holder's units."""
    story = Story()
    story.gives(LIN, kind=kind)
    assert story.ask([HAO]) == (() if kind is MandateKind.SUBPUBLISH else (SOCIETY,))


def test_a_mandate_binds_only_the_works_and_layers_that_it_is_about() -> None:
    story = Story()
    story.gives(LIN, layer=Layer.WRK)
    story.gives(LIN, layer=Layer.PHN, asset=story.song)
    story.gives(LIN, asset=an_id("another work"))
    assert story.ask([HAO]) == ()
    story.gives(LIN, SOCIETY, layer=Layer.PRF)
    story.gives(LIN, OTHER, asset=story.song)
    assert story.ask([HAO]) == (SOCIETY, OTHER)


def test_a_mandate_binds_until_it_ends_as_agreed_or_as_withdrawn() -> None:
    story = Story()
    end = story.world.time + HOUR
    mandate = story.gives(LIN, end=end)
    assert story.ask([HAO], end - 1) == (SOCIETY,) and story.ask([HAO], end) == ()
    story.world.withdraw(mandate, LIN, end=end - 60)
    assert story.ask([HAO], end - 61) == (SOCIETY,) and story.ask([HAO], end - 60) == ()


def test_units_go_freely_to_who_is_in_the_same_society() -> None:
    story = Story()
    story.gives(LIN)
    story.gives(BO)
    assert story.ask([HAO, BO]) == ()
    assert story.ask([BO, CHEN]) == (SOCIETY,), "all who gain are to be in it"
    story.gives(HAO)
    assert story.ask({HAO: 60_000_000, BO: 40_000_000}) == (), "one who had units before may gain some, too"


def test_of_those_who_stay_only_who_gains_must_be_in_it() -> None:
    story = Story()
    for giver in (LIN, BO):
        story.gives(giver)
    assert story.ask({HAO: 50_000_001, BO: 49_999_999}) == (SOCIETY,)
    assert story.ask({HAO: 50_000_000, BO: 50_000_000}) == ()
    assert story.ask({HAO: 49_999_999, BO: 50_000_001}) == ()


@pytest.mark.parametrize(
    "fields",
    [{}, {"usage": 0b1110}, {"territory": 0b1110}, {"layer": 0}, {"asset": ZERO_HASH}],
    ids=str,
)
def test_the_buyers_mandate_may_be_as_wide_or_wider(fields: dict[str, Any]) -> None:
    story = Story()
    about: dict[str, Any] = {"layer": Layer.PRF, "asset": story.song}
    story.gives(LIN, **about)
    story.gives(BO, **{**about, **fields})
    assert story.ask([HAO, BO]) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"to": OTHER},
        {"kind": MandateKind.JOINT_COLLECTION},
        {"usage": 0b1010},
        {"territory": 0b1010},
        {"layer": Layer.PRF},
        {"asset": an_id("another work")},
    ],
    ids=str,
)
def test_a_buyers_mandate_that_is_another_or_narrower_does_not_do(fields: dict[str, Any]) -> None:
    story = Story()
    story.gives(LIN)
    story.gives(BO, **fields)
    assert story.ask([HAO, BO]) == (SOCIETY,)
    story.gives(BO)
    assert story.ask([HAO, BO]) == (), "another of his does"
    story.gives(BO, **fields)
    assert story.ask([HAO, BO]) == (), "whatever he gives besides"


def test_two_narrow_mandates_of_the_buyer_make_no_wide_one() -> None:
    story = Story()
    story.gives(LIN)
    for usage in (0b010, 0b100):
        story.gives(BO, usage=usage)
    assert story.ask([HAO, BO]) == (SOCIETY,)


def test_the_buyers_mandate_lasts_as_long() -> None:
    story = Story()
    end = story.world.time + HOUR
    story.gives(LIN, end=end)
    story.gives(BO, end=end - 1)
    assert story.ask([HAO, BO]) == (SOCIETY,)
    own = story.gives(BO, end=end)
    assert story.ask([HAO, BO]) == ()
    story.world.withdraw(own, BO, end=end - 1)
    assert story.ask([HAO, BO]) == (SOCIETY,)


@pytest.mark.parametrize("begun", [-HOUR, HOUR], ids=["the seller's runs already", "it starts later"])
def test_the_buyers_mandate_begins_as_early_or_runs_already(begun: int) -> None:
    story = Story()
    now = story.world.time + HOUR
    latest = max(now, now + begun)
    story.gives(LIN, start=now + begun)
    story.gives(BO, start=latest + 1)
    assert story.ask([HAO, BO], now) == (SOCIETY,)
    story.gives(BO, start=latest)
    assert story.ask([HAO, BO], now) == ()
