"""The verifier where several assets claim one file (RIGHTS 3, *Rival claims*)."""

from __future__ import annotations

import pytest

from ledger.core.model import Unclaimed
from ledger.core.rights import WHOLE, AssetType, Layer, LinkKind, Usage
from tests.fakes import an_id
from tests.unit.core.world import Shares, World, ask, layer_of, params, party, says

LIN, HAO, VENUE = party("lin"), party("hao"), party("venue")
WRK, PRF, PHN, AVP = Layer
FILE = an_id("file")


class Rivals(World):
    """A song, and recordings of it that claim one file."""

    def __init__(self) -> None:
        super().__init__()
        self.song = self.register(LIN)

    def claim(self, who: str, splits: dict[Layer, Shares] | None = None, **fields: str) -> str:
        links = [(LinkKind.EMBODIES, self.song)]
        return self.register(who, AssetType.SOUND_RECORDING, file=FILE, links=links, splits=splits, **fields)  # type: ignore[arg-type]


@pytest.fixture
def world() -> Rivals:
    return Rivals()


def test_earlier_claim(world: Rivals) -> None:
    world.claim(HAO)
    mine = world.claim(LIN)
    verdict = ask(world, LIN, mine)
    assert says(verdict, "CONDITIONAL", "EARLIER_CLAIM") and verdict.flags == ()
    for layer in (PRF, PHN):
        result = layer_of(verdict, mine, layer)
        found = dict(result.findings[0].params)
        assert found == {"asset": mine, "layer": layer.name, "claimant": HAO}
        assert result.status == "CONDITIONAL" and [hop.kind for hop in result.chain] == ["title"]
    assert layer_of(verdict, world.song, WRK).status == "AUTHORISED", "the song's layer is not stained"


def test_competing_claim_is_but_a_flag_for_the_first(world: Rivals) -> None:
    mine = world.claim(LIN)
    assert ask(world, LIN, mine).flags == ()
    world.claim(HAO)
    verdict = ask(world, LIN, mine)
    assert says(verdict, "AUTHORISED") and verdict.flags == ("COMPETING_CLAIM",)
    assert says(ask(world, LIN, world.song), "AUTHORISED") and ask(world, LIN, world.song).flags == ()


def test_no_claim_on_no_file(world: Rivals) -> None:
    others = [world.register(who) for who in (HAO, LIN, VENUE)]
    assert all(ask(world, LIN, other).flags == () for other in others)
    assert says(ask(world, LIN, others[1]), "AUTHORISED")


def test_equal_priority_counts_against_both(world: Rivals) -> None:
    with world.one_block():
        ones = world.claim(HAO), world.claim(LIN)
    for who, one, other in ((HAO, ones[0], LIN), (LIN, ones[1], HAO)):
        verdict = ask(world, who, one, Usage.RENT)
        assert says(verdict, "CONDITIONAL", "EARLIER_CLAIM")
        assert {dict(layer.findings[0].params)["claimant"] for layer in verdict.layers} == {other}


def test_the_anchor_counts_not_the_registration(world: Rivals) -> None:
    world.anchor(an_id("root"))
    first = world.claim(HAO)
    anchored = world.claim(LIN, root=an_id("root"))
    assert says(ask(world, LIN, anchored), "AUTHORISED")
    assert says(ask(world, HAO, first, Usage.RENT), "CONDITIONAL", "EARLIER_CLAIM")


def test_a_licensee_is_warned_too(world: Rivals) -> None:
    world.claim(HAO)
    mine = world.claim(LIN)
    end = world.time + 1000
    lines = [world.line(mine, layer, VENUE, end=end, usage=Usage.RENT.mask) for layer in (PRF, PHN)]
    world.deal(*lines)
    verdict = ask(world, VENUE, mine, Usage.RENT)
    assert says(verdict, "CONDITIONAL", "EARLIER_CLAIM") and verdict.until == end
    assert [hop.kind for hop in layer_of(verdict, mine, PRF).chain] == ["title", "line"]
    assert says(ask(world, VENUE, mine, Usage.RENT, at=end), "NOT_AUTHORISED", "EXPIRED")


def test_what_is_worse_stays(world: Rivals) -> None:
    world.claim(HAO)
    mine = world.claim(LIN)
    assert ask(world, VENUE, mine).status == "NOT_AUTHORISED"
    keyless = {layer: [Unclaimed(an_id("who"), 1)] for layer in (PRF, PHN)}
    shares = {layer: {LIN: WHOLE - 1} for layer in (PRF, PHN)}
    links = [(LinkKind.EMBODIES, world.song)]
    kind = AssetType.SOUND_RECORDING
    partly = world.register(LIN, kind, file=FILE, links=links, splits=shares, unclaimed=keyless)
    assert says(ask(world, LIN, partly), "INDETERMINATE", "TITLE_INCOMPLETE")


def test_a_duty_without_permission_asks_for_no_title(world: Rivals) -> None:
    world.claim(HAO)
    mine = world.claim(LIN)
    verdict = ask(world, LIN, mine, Usage.STREAM_LINEAR)
    assert says(verdict, "AUTHORISED_WITH_DUTIES", "DUTY_PAYMENT")


def test_a_claimant_who_holds_units_is_no_rival(world: Rivals) -> None:
    world.claim(HAO)
    shared = world.claim(LIN, {PHN: [LIN, HAO]})
    assert layer_of(ask(world, LIN, shared), shared, PRF).status == "AUTHORISED", "any layer will do"
    world.claim(VENUE)
    later = world.claim(LIN, {PHN: [LIN, HAO]})
    found = layer_of(ask(world, LIN, later), later, PRF).findings
    assert [dict(one.params)["claimant"] for one in found] == [VENUE], "another one is"


def test_ones_own_earlier_claim_is_none(world: Rivals) -> None:
    world.claim(LIN)
    again = world.claim(LIN)
    assert says(ask(world, LIN, again), "AUTHORISED")
    for_another = world.claim(LIN, {PRF: [HAO], PHN: [HAO]})
    world.deal(*(world.line(for_another, layer, VENUE, usage=Usage.RENT.mask) for layer in (PRF, PHN)))
    assert says(ask(world, VENUE, for_another, Usage.RENT), "AUTHORISED"), "though he holds nothing of it"


def test_a_claim_on_a_file_of_what_is_embodied(world: Rivals) -> None:
    score = an_id("score")
    world.register(HAO, AssetType.LYRICS, file=score)
    song = world.register(LIN, file=score)
    recording = world.register(LIN, AssetType.SOUND_RECORDING, links=[(LinkKind.EMBODIES, song)])
    verdict = ask(world, LIN, recording)
    assert says(verdict, "CONDITIONAL", "EARLIER_CLAIM")
    assert params(verdict, "EARLIER_CLAIM") == {"asset": song, "layer": "WRK", "claimant": HAO}


def test_a_claimant_who_has_signed_is_no_rival(world: Rivals) -> None:
    world.claim(HAO)
    mine = world.claim(LIN)
    world.deal(*(world.line(mine, layer, HAO) for layer in (PRF, PHN)))
    assert says(ask(world, LIN, mine), "AUTHORISED")


def test_no_competing_claim_by_registering_twice(world: Rivals) -> None:
    world.claim(LIN)
    assert ask(world, LIN, world.claim(LIN)).flags == ()


def test_competing_claim_on_what_is_contained(world: Rivals) -> None:
    mine = world.claim(LIN)
    world.claim(HAO)
    video = world.register(LIN, AssetType.AUDIOVISUAL, links=[(LinkKind.CONTAINS, mine)])
    assert ask(world, LIN, video).flags == ("COMPETING_CLAIM",)
