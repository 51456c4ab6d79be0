"""V3, V4 and V13 of one layer: what the law asks in a country whose rules are data."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources

import pytest

from ledger.core.case import Case
from ledger.core.layers import without_permission
from ledger.core.policy import DEFAULT, Known
from ledger.core.profile import load, profile_of
from ledger.core.question import Question
from ledger.core.rights import AssetType, Layer, Usage
from ledger.core.seen import RecordSeen
from ledger.core.verification import verify
from tests.fakes import an_id
from tests.unit.core.world import World, ask, params, party, says

LIN, HAO, VENUE = party("lin"), party("hao"), party("venue")
CN = resources.files("ledger.core").joinpath("profiles", "CN.toml").read_text(encoding="utf-8")
BROADCAST = 'needs = ["published"]\nunless = []'


@pytest.mark.parametrize(("year", "licensed"), [(2029, True), (2031, False)])
def test_what_rules_a_statutory_licence_out_is_any_fact_on_its_day(year: int, licensed: bool) -> None:
    """Here a country lets what nobody has published yet be broadcast, and nothing else."""
    assert BROADCAST in CN
    profile = load(CN.replace(BROADCAST, 'needs = ["recorded_lawfully"]\nunless = ["published"]'))
    world = World()
    song = world.register(LIN)
    at = profile_of("CN").year_begins(year)
    assert at is not None
    known = Known({song: RecordSeen(published="2030", recorded_lawfully=True)})
    case = Case(world.state(), Question(LIN, Usage.BROADCAST, song, "CN", at), DEFAULT, known, profile)
    assert (without_permission(case, song, Layer.WRK) is not None) is licensed


def test_a_statutory_licence_names_all_who_are_to_be_paid() -> None:
    world = World()
    song = world.register(LIN, splits={Layer.WRK: [LIN, HAO]})
    question = Question(VENUE, Usage.BROADCAST, song, "CN", world.time)
    verdict = verify(world.state(), question, DEFAULT, Known({song: RecordSeen(published="2000")}))
    assert says(verdict, "AUTHORISED_WITH_DUTIES", "DUTY_STATUTORY")
    assert params(verdict, "DUTY_STATUTORY")["payees"] == ", ".join(sorted([LIN, HAO]))


def test_where_a_layer_has_no_title_the_duty_names_nobody() -> None:
    world = World()
    recording = world.register(LIN, AssetType.SOUND_RECORDING)
    bare = replace(world.state(), titles={})
    verdict = verify(bare, Question(VENUE, Usage.PUBLIC_PLAYBACK, recording, "CN", world.time))
    (layer,) = verdict.layers
    assert layer.status == "AUTHORISED_WITH_DUTIES" and dict(layer.findings[0].params)["payees"] == ""


def rivals(world: World) -> str:
    """A song of Lin and Hao, of which somebody else claimed the file before."""
    world.register(party("sun"), file=an_id("file"))
    return world.register(LIN, file=an_id("file"), splits={Layer.WRK: [LIN, HAO]})


def test_an_earlier_claim_is_told_beside_other_conditions() -> None:
    world = World()
    song = rivals(world)
    world.confirm(song, Layer.WRK, HAO)
    assert says(ask(world, LIN, song), "CONDITIONAL", "CO_OWNERS_CONSULTED", "EARLIER_CLAIM")


def test_an_earlier_claim_hides_neither_flags_nor_the_other_grounds() -> None:
    world = World()
    song = rivals(world)
    world.deal(world.line(song, Layer.WRK, VENUE, start=0, end=1))
    good = world.deal(world.line(song, Layer.WRK, VENUE, start=0))
    verdict = ask(world, VENUE, song)
    assert says(verdict, "CONDITIONAL", "EARLIER_CLAIM") and "RETROACTIVE" in verdict.flags
    (layer,) = verdict.layers
    assert layer.chain[-1].ref == f"{good}#0"
    assert [[one.code for one in other.findings] for other in layer.others] == [["EXPIRED"]]


def test_where_no_ground_holds_each_is_listed_with_what_is_wrong() -> None:
    world = World()
    song = world.register(LIN)
    late = world.deal(world.line(song, Layer.WRK, VENUE, start=2**40))
    over = world.deal(world.line(song, Layer.WRK, VENUE, start=0, end=1))
    (layer,) = ask(world, VENUE, song).layers
    assert [(one.kind, one.ref, one.findings[0].code) for one in layer.others] == [
        ("line", f"{late}#0", "NOT_YET"),
        ("line", f"{over}#0", "EXPIRED"),
    ]
