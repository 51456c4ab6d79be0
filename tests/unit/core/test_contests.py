"""V11: whose dispute flags, whose ruling voids, and which earlier claim stands against a title."""

from __future__ import annotations

import pytest

from ledger.core.ids import title_key
from ledger.core.policy import Policy
from ledger.core.rights import AssetType, Layer, LinkKind, Usage
from tests.fakes import an_id
from tests.unit.core.world import World, ask, params, party, says

LIN, SUN, JUDGE, STRANGER = party("lin"), party("sun"), party("judge"), party("stranger")
FILE = an_id("file")
ACCEPTING = Policy(arbiters=frozenset({JUDGE}))
WRK = Layer.WRK


@pytest.fixture
def world() -> World:
    return World()


def rivals(world: World, later: int = 0) -> tuple[str, str]:
    """Sun's claim on a file, and Lin's so many seconds later."""
    theirs = world.register(SUN, file=FILE)
    ours = world.register(LIN, file=FILE, time=world.time + later)
    return theirs, ours


def flags(world: World, song: str, policy: Policy = ACCEPTING) -> tuple[str, ...]:
    return ask(world, LIN, song, policy=policy).flags


# Rival claims


@pytest.mark.parametrize("later", [0, 1])
def test_an_earlier_or_equal_claim_of_another_makes_it_conditional(world: World, later: int) -> None:
    _, ours = rivals(world, later)
    verdict = ask(world, LIN, ours)
    assert says(verdict, "CONDITIONAL", "EARLIER_CLAIM")
    assert params(verdict, "EARLIER_CLAIM")["claimant"] == SUN


def test_a_later_claim_is_only_a_flag_and_an_equal_one_is_none(world: World) -> None:
    theirs, _ = rivals(world, 1)
    verdict = ask(world, SUN, theirs)
    assert says(verdict, "AUTHORISED") and "COMPETING_CLAIM" in verdict.flags
    equal = World()
    theirs, _ = rivals(equal, 0)
    assert "COMPETING_CLAIM" not in ask(equal, SUN, theirs).flags


@pytest.mark.parametrize(
    ("decision", "policy", "cleared"),
    [(2, ACCEPTING, True), (2, Policy(), False), (1, Policy(), False)],
    ids=["dismissed", "dismissed by nobody's arbiter", "upheld by nobody's arbiter"],
)
def test_an_earlier_claim_falls_when_an_accepted_arbiter_dismissed_its_dispute(
    world: World, decision: int, policy: Policy, cleared: bool
) -> None:
    _, ours = rivals(world)
    world.open_dispute(title_key(ours, WRK), SUN)
    world.rule(title_key(ours, WRK), SUN, JUDGE, decision)
    verdict = ask(world, LIN, ours, policy=policy)
    assert says(verdict, "AUTHORISED") if cleared else says(verdict, "CONDITIONAL", "EARLIER_CLAIM")


def test_dismissing_somebody_elses_dispute_is_no_matter(world: World) -> None:
    _, ours = rivals(world)
    world.open_dispute(title_key(ours, WRK), STRANGER)
    world.rule(title_key(ours, WRK), STRANGER, JUDGE, 2)
    assert says(ask(world, LIN, ours, policy=ACCEPTING), "CONDITIONAL", "EARLIER_CLAIM")


def test_dismissing_his_dispute_about_another_work_is_no_matter(world: World) -> None:
    _, ours = rivals(world)
    other = world.register(LIN)
    world.open_dispute(title_key(other, WRK), SUN)
    world.rule(title_key(other, WRK), SUN, JUDGE, 2)
    assert says(ask(world, LIN, ours, policy=ACCEPTING), "CONDITIONAL", "EARLIER_CLAIM")


def test_an_earlier_claimant_who_signed_the_split_consents(world: World) -> None:
    world.register(SUN, file=FILE)
    ours = world.register(LIN, file=FILE, splits={WRK: [LIN, SUN]})
    world.confirm(ours, WRK, SUN)
    assert "EARLIER_CLAIM" not in ask(world, LIN, ours).codes


def test_an_earlier_claimant_who_signed_a_deal_on_it_consents(world: World) -> None:
    _, ours = rivals(world)
    assert says(ask(world, LIN, ours), "CONDITIONAL", "EARLIER_CLAIM")
    world.deal(world.line(ours, WRK, SUN))
    assert says(ask(world, LIN, ours), "AUTHORISED")


# Disputes


def test_a_strangers_dispute_flags_only_where_the_policy_hears_him(world: World) -> None:
    song = world.register(LIN)
    world.open_dispute(title_key(song, WRK), STRANGER)
    assert "DISPUTED" not in flags(world, song)
    assert "DISPUTED" in flags(world, song, Policy(disputants=frozenset({STRANGER})))


def test_who_holds_units_on_another_layer_has_a_stake(world: World) -> None:
    song = world.register(LIN)
    recording = world.register(
        LIN, AssetType.SOUND_RECORDING, splits={Layer.PHN: [LIN, SUN]}, links=[(LinkKind.EMBODIES, song)]
    )
    world.open_dispute(title_key(recording, Layer.PRF), SUN)
    assert "DISPUTED" in flags(world, recording)


@pytest.mark.parametrize(("later", "flagged"), [(0, True), (1, False)])
def test_a_rival_has_a_stake_unless_his_claim_is_later(world: World, later: int, flagged: bool) -> None:
    ours = world.register(LIN, file=FILE)
    world.register(SUN, file=FILE, time=world.time + later)
    world.open_dispute(title_key(ours, WRK), SUN)
    assert ("DISPUTED" in flags(world, ours)) is flagged


def test_a_dispute_flags_until_it_is_withdrawn_or_decided_by_one_who_counts(world: World) -> None:
    song = world.register(LIN)
    key = title_key(song, WRK)
    world.open_dispute(key, LIN)
    assert "DISPUTED" in flags(world, song)
    world.rule(key, LIN, STRANGER, 2)
    assert "DISPUTED" in flags(world, song), "an arbiter whom nobody accepted"
    world.withdraw_dispute(key, LIN)
    assert "DISPUTED" not in flags(world, song)
    world.open_dispute(key, LIN)
    assert "DISPUTED" in flags(world, song), "opened again"
    world.rule(key, LIN, JUDGE, 2)
    assert "DISPUTED" not in flags(world, song)


def test_a_dispute_about_one_layer_does_not_stain_a_use_that_engages_another(world: World) -> None:
    song = world.register(LIN)
    recording = world.register(LIN, AssetType.SOUND_RECORDING, links=[(LinkKind.EMBODIES, song)])
    world.open_dispute(title_key(song, WRK), LIN)
    assert "DISPUTED" in ask(world, LIN, recording).flags
    assert "DISPUTED" not in ask(world, LIN, recording, Usage.RENT).flags


def test_a_dispute_about_a_deal_flags_what_rests_on_it_alone(world: World) -> None:
    song, venue = world.register(LIN), party("venue")
    deal = world.deal(world.line(song, WRK, venue))
    world.open_dispute(deal, STRANGER)
    assert "DISPUTED" not in ask(world, venue, song).flags, "who neither signed it nor has a stake"
    world.open_dispute(deal, LIN)
    assert "DISPUTED" in ask(world, venue, song).flags
    assert "DISPUTED" not in ask(world, LIN, song).flags, "the title is not in doubt"


def test_who_holds_units_now_has_a_stake_in_a_deal_that_he_did_not_sign(world: World) -> None:
    song, venue = world.register(LIN), party("venue")
    deal = world.deal(world.line(song, WRK, venue))
    world.open_dispute(deal, SUN)
    assert "DISPUTED" not in ask(world, venue, song).flags
    world.retitle(song, WRK, [SUN])
    assert "DISPUTED" in ask(world, venue, song).flags


# Rulings


def test_an_upheld_ruling_voids_at_every_moment_though_its_dispute_is_withdrawn(world: World) -> None:
    song = world.register(LIN)
    begun, key = world.time, title_key(song, WRK)
    world.open_dispute(key, SUN)
    world.rule(key, SUN, JUDGE)
    world.withdraw_dispute(key, SUN)
    for at in (begun, world.time):
        assert says(ask(world, LIN, song, at=at, policy=ACCEPTING), "NOT_AUTHORISED", "TITLE_VOID")
        assert says(ask(world, LIN, song, at=at), "AUTHORISED"), "nobody accepted that arbiter"


def test_a_ruling_voids_the_one_layer_that_it_is_about(world: World) -> None:
    song = world.register(LIN)
    recording = world.register(LIN, AssetType.SOUND_RECORDING, links=[(LinkKind.EMBODIES, song)])
    world.open_dispute(title_key(recording, Layer.PHN), SUN)
    world.rule(title_key(recording, Layer.PHN), SUN, JUDGE)
    verdict = ask(world, LIN, recording, policy=ACCEPTING)
    assert says(verdict, "NOT_AUTHORISED", "TITLE_VOID")
    assert params(verdict, "TITLE_VOID")["layer"] == "PHN"
    assert says(ask(world, LIN, song, policy=ACCEPTING), "AUTHORISED")


def test_a_title_that_its_own_arbiter_voided_is_void_for_everybody(world: World) -> None:
    song, venue = world.register(LIN), party("venue")
    world.deal(world.line(song, WRK, venue))
    world.void(song, WRK)
    for who in (LIN, venue):
        assert says(ask(world, who, song), "NOT_AUTHORISED", "TITLE_VOID")


def test_nobody_is_to_be_paid_by_a_void_title(world: World) -> None:
    song = world.register(LIN)
    recording = world.register(LIN, AssetType.SOUND_RECORDING, links=[(LinkKind.EMBODIES, song)])
    verdict = ask(world, LIN, recording, Usage.PUBLIC_PLAYBACK)
    assert params(verdict, "DUTY_PAYMENT")["payees"] == LIN
    world.void(recording, Layer.PHN)
    verdict = ask(world, LIN, recording, Usage.PUBLIC_PLAYBACK)
    assert says(verdict, "AUTHORISED_WITH_DUTIES", "DUTY_PAYMENT")
    assert params(verdict, "DUTY_PAYMENT")["payees"] == ""
