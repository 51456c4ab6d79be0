"""How the verifier weighs and combines: boundaries, several grounds, several layers, how long it holds."""

from __future__ import annotations

from itertools import product

import pytest

from ledger.core import times
from ledger.core.model import ZERO_ADDRESS, Unclaimed
from ledger.core.places import bitmap
from ledger.core.question import Question
from ledger.core.rights import OPEN_END, WHOLE, AssetType, Exclusivity, Layer, LinkKind, Usage
from ledger.core.verdict import Finding, LayerResult, Status, Verdict
from ledger.errors import BadInput, UsageError
from tests.fakes import an_id
from tests.unit.core.world import World, ask, layer_of, party, says

LIN, HAO, VENUE = party("lin"), party("hao"), party("venue")
WRK, PRF, PHN, AVP = Layer
RECORDING, VIDEO, ALBUM = AssetType.SOUND_RECORDING, AssetType.AUDIOVISUAL, AssetType.COMPILATION
EMBODIES, CONTAINS = LinkKind.EMBODIES, LinkKind.CONTAINS


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def song(world: World) -> str:
    return world.register(LIN)


def test_story_11_until_the_last_second_of_2025_in_china(world: World, song: str) -> None:
    until = times.parse_until("2025-12-31", ["CN"])
    fields = {"usage": Usage.LIVE_PERFORM.mask, "territory": bitmap(["CN"]), "end": until}
    world.deal(world.line(song, WRK, VENUE, **fields))
    assert says(ask(world, VENUE, song, Usage.LIVE_PERFORM, at=1767196799), "AUTHORISED")
    assert says(ask(world, VENUE, song, Usage.LIVE_PERFORM, at=1767196800), "NOT_AUTHORISED", "EXPIRED")
    assert ask(world, VENUE, song, Usage.LIVE_PERFORM).until == 1767196800


def test_terms_that_touch_leave_no_gap_and_do_not_overlap(world: World, song: str) -> None:
    begin = world.time + 1000
    for start in (begin, begin + 100):
        world.deal(world.line(song, WRK, VENUE, start=start, end=start + 100))
    answers = [
        ask(world, VENUE, song, at=at) for at in (begin - 1, begin, begin + 99, begin + 100, begin + 199)
    ]
    assert [one.status.value for one in answers] == ["NOT_AUTHORISED", *["AUTHORISED"] * 4]
    assert [one.until for one in answers[1:]] == [begin + 200] * 4
    assert set(ask(world, VENUE, song, at=begin + 200).codes) == {"EXPIRED"}


def test_a_line_of_one_second(world: World, song: str) -> None:
    start = world.time + 1000
    world.deal(world.line(song, WRK, VENUE, start=start, end=start + 1))
    found = [ask(world, VENUE, song, at=start + step).status.value for step in (-1, 0, 1)]
    assert found == ["NOT_AUTHORISED", "AUTHORISED", "NOT_AUTHORISED"]


def test_the_last_second_there_is(world: World, song: str) -> None:
    world.deal(world.line(song, WRK, VENUE, end=OPEN_END))
    assert says(ask(world, VENUE, song, at=OPEN_END - 1), "AUTHORISED")


# What each layer says, in the order in which one beats the next: RIGHTS 6, last paragraph.
ORDER = ["NOT_AUTHORISED", "INDETERMINATE", "CONDITIONAL", "AUTHORISED_WITH_DUTIES", "AUTHORISED"]
SONGS = {
    "NOT_AUTHORISED": {"splits": {WRK: [HAO]}},
    "INDETERMINATE": {"splits": {WRK: {LIN: WHOLE - 1}}, "unclaimed": {WRK: [Unclaimed(an_id("who"), 1)]}},
    "CONDITIONAL": {"splits": {WRK: [LIN, HAO]}},
    "AUTHORISED": {},
}


@pytest.mark.parametrize(("one", "other"), list(product(SONGS, SONGS)))
@pytest.mark.parametrize("use", [Usage.STREAM_ONDEMAND, Usage.STREAM_LINEAR])
def test_combination(world: World, use: Usage, one: str, other: str) -> None:
    songs = [world.register(LIN, **SONGS[case]) for case in (one, other)]  # type: ignore[arg-type]
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, song) for song in songs])
    duty = ["AUTHORISED_WITH_DUTIES"] if use is Usage.STREAM_LINEAR else []  # PHN is paid for
    verdict = ask(world, LIN, recording, use)
    said = [one, other, *(duty or ["AUTHORISED", "AUTHORISED"])]
    assert verdict.status.value == min(said, key=ORDER.index)
    assert sorted(layer.status.value for layer in verdict.layers) == sorted(said)


def test_a_video_engages_all_that_lies_in_it_once(world: World, song: str) -> None:
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, song)])
    video = world.register(LIN, VIDEO, links=[(EMBODIES, song), (CONTAINS, recording)])
    verdict = ask(world, LIN, video)
    expected = {(video, AVP), (recording, PRF), (recording, PHN), (song, WRK)}
    assert says(verdict, "AUTHORISED") and len(verdict.layers) == 4
    assert {(layer.asset, layer.layer) for layer in verdict.layers} == expected
    live = ask(world, VENUE, video, Usage.LIVE_PERFORM)
    assert [(layer.asset, layer.layer) for layer in live.layers] == [(song, WRK)]


def test_one_layer_cleared_clears_no_other(world: World, song: str) -> None:
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, song)])
    world.deal(world.line(recording, PRF, VENUE), world.line(recording, PHN, VENUE))
    verdict = ask(world, VENUE, recording)
    assert says(verdict, "NOT_AUTHORISED", "NO_GRANT")
    assert layer_of(verdict, song, WRK).status == "NOT_AUTHORISED"
    world.deal(world.line(song, WRK, VENUE))
    verdict = ask(world, VENUE, recording)
    assert says(verdict, "AUTHORISED")
    assert [hop.kind for layer in verdict.layers for hop in layer.chain] == ["title", "line"] * 3


def test_the_strongest_of_two_lines_counts(world: World, song: str) -> None:
    dead = world.line(song, WRK, VENUE, start=0, end=1)
    world.deal(dead)
    assert says(ask(world, VENUE, song), "NOT_AUTHORISED", "EXPIRED")
    live = world.deal(world.line(song, WRK, VENUE, start=world.time + 12))
    world.deal(world.line(song, WRK, VENUE, start=0, end=1))
    verdict = ask(world, VENUE, song)
    assert says(verdict, "AUTHORISED") and verdict.flags == ()
    assert verdict.layers[0].chain[1].ref == f"{live}#0"


def test_lines_do_not_add_up(world: World, song: str) -> None:
    world.deal(
        world.line(song, WRK, VENUE, territory=bitmap(["CN"]), usage=Usage.DOWNLOAD.mask),
        world.line(song, WRK, VENUE, territory=bitmap(["JP"]), usage=Usage.STREAM_ONDEMAND.mask),
    )
    assert says(ask(world, VENUE, song), "NOT_AUTHORISED", "OUT_OF_SCOPE")


def test_every_near_miss_is_named(world: World, song: str) -> None:
    world.deal(world.line(song, WRK, VENUE, start=2**40))
    world.deal(world.line(song, WRK, VENUE, start=0, end=1))
    assert says(ask(world, VENUE, song), "NOT_AUTHORISED", "NOT_YET", "EXPIRED")


def test_a_co_owner_with_a_line_needs_no_condition(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    end = world.time + 1000
    world.deal(world.line(song, WRK, HAO, end=end))
    verdict = ask(world, HAO, song)
    assert says(verdict, "AUTHORISED") and verdict.until == end
    assert says(ask(world, HAO, song, at=end), "CONDITIONAL", "CO_OWNERS_CONSULTED")
    assert says(ask(world, LIN, song), "CONDITIONAL", "CO_OWNERS_CONSULTED")


def test_public_licence_to_anyone(world: World, song: str) -> None:
    world.deal(world.line(song, WRK, ZERO_ADDRESS, end=2**40))
    for who in (VENUE, HAO, party("nobody ever heard of")):
        verdict = ask(world, who, song)
        assert says(verdict, "AUTHORISED") and verdict.until == 2**40
    assert says(ask(world, VENUE, song, Usage.DOWNLOAD), "NOT_AUTHORISED", "OUT_OF_SCOPE")


def test_public_licence_needs_all_holders(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    world.deal(world.line(song, WRK, ZERO_ADDRESS), signers=[LIN])
    assert says(ask(world, VENUE, song), "NOT_AUTHORISED", "MISSING_CONSENTS")


def test_until(world: World, song: str) -> None:
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, song)])
    assert ask(world, LIN, recording).until is None
    now = world.time
    lines = (world.line(song, WRK, VENUE), world.line(recording, PRF, VENUE, end=now + 3000))
    deal = world.deal(*lines, world.line(recording, PHN, VENUE, end=now + 2000, notice=500))
    assert ask(world, VENUE, recording).until == now + 2000, "the first of its layers"
    assert ask(world, VENUE, recording, Usage.LIVE_PERFORM).until is None
    world.terminate(deal, [2], by=VENUE)
    assert ask(world, VENUE, recording).until == world.time + 500, "an end that is recorded comes first"
    world.deal(world.line(song, WRK, HAO, end=OPEN_END))
    assert ask(world, HAO, song).until is None


def test_a_verdict_has_no_truth_value(world: World, song: str) -> None:
    for who in (LIN, VENUE):
        with pytest.raises(TypeError, match=r"^a verdict has no truth value: compare its status$"):
            bool(ask(world, who, song))
        with pytest.raises(TypeError):
            assert not ask(world, who, song)


def test_exit_codes() -> None:
    assert [status.exit for status in Status] == [0, 0, 2, 1, 3]
    assert {status.value for status in Status} == set(ORDER)


def test_codes_are_named_once_the_work_first() -> None:
    layers = [
        LayerResult("", 1, Status.CONDITIONAL, (Finding("B"), Finding("A"))),
        LayerResult("", 2, Status.CONDITIONAL, (Finding("A"),)),
    ]
    assert Verdict(Status.CONDITIONAL, tuple(layers), (), (Finding("C"),)).codes == ("C", "B", "A")


WRONG: list[dict[str, object]] = [
    *({"party": LIN.upper()}, {"party": "lin"}, {"asset": LIN}),
    *({"at": -1}, {"at": 2**64}, {"at": True}),
    *({"territory": place} for place in ("cn", "WORLD", "XX", "", "CN,HK")),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_question_that_is_none(wrong: dict[str, object]) -> None:
    good = {"party": LIN, "use": Usage.PRINT, "asset": an_id("a"), "territory": "CN", "at": 0}
    assert Question(**good).territory_mask == bitmap(["CN"])  # type: ignore[arg-type]
    with pytest.raises((BadInput, UsageError)):
        Question(**{**good, **wrong})  # type: ignore[arg-type]


def test_an_owner_is_barred_to_the_last_second_of_his_exclusive_and_free_in_the_next(
    world: World, song: str
) -> None:
    end = world.time + 3000
    world.deal(world.line(song, WRK, VENUE, exclusivity=Exclusivity.EXCLUSIVE, end=end))
    assert says(ask(world, LIN, song, at=end - 1), "NOT_AUTHORISED", "OWNER_BARRED_BY_EXCLUSIVE")
    assert says(ask(world, LIN, song, at=end), "AUTHORISED")
