"""What holds of every verdict, whatever the ledger; and where today's verifier says yes too soon."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.core.collecting import collect, keys_of
from ledger.core.events import Event
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Unclaimed
from ledger.core.question import Question
from ledger.core.rights import OPEN_END, WHOLE, AssetType, Layer, LinkKind, Usage
from ledger.core.state import fold
from ledger.core.verdict import Verdict
from ledger.core.verification import verify
from tests.fakes import GENESIS_TIME, an_id
from tests.unit.core.world import World, ask, party, says

LIN, HAO, VENUE = PARTIES = [party("lin"), party("hao"), party("venue")]
WRK, PRF, PHN, AVP = Layer
RECORDING, VIDEO, ALBUM = AssetType.SOUND_RECORDING, AssetType.AUDIOVISUAL, AssetType.COMPILATION
EMBODIES, CONTAINS, SAMPLES = LinkKind.EMBODIES, LinkKind.CONTAINS, LinkKind.SAMPLES
NOW = GENESIS_TIME + 10_000
USES = [Usage.STREAM_ONDEMAND, Usage.STREAM_LINEAR, Usage.LIVE_PERFORM, Usage.RENT]
FILES = [ZERO_HASH, an_id("file")]

holders = st.lists(st.sampled_from(PARTIES), min_size=1, unique=True)
moments = st.sampled_from([NOW - 500, NOW - 1, NOW, NOW + 1, NOW + 500])


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[World, list[str]]:
    """Songs, recordings of them, and lines with terms around NOW; some ended, some signed by too few."""
    world = World()
    songs = [_song(draw, world) for _ in range(draw(st.integers(1, 2)))]
    targets = [*songs, *draw(st.sampled_from([[], [an_id("nowhere")]]))]
    links = [(EMBODIES, target) for target in draw(st.lists(st.sampled_from(targets), unique=True))]
    recordings = [
        world.register(
            draw(st.sampled_from(PARTIES)), RECORDING, file=draw(st.sampled_from(FILES)), links=links,
            splits={PRF: draw(holders), PHN: draw(holders)},
        )
        for _ in range(draw(st.integers(1, 2)))
    ]  # fmt: skip
    for _ in range(draw(st.integers(0, 6))):
        _deal(draw, world, [*songs, *recordings])
    return world, [*songs, *recordings]


def _song(draw: st.DrawFn, world: World) -> str:
    whole = draw(st.sampled_from([True, True, True, False]))
    who = draw(st.sampled_from(PARTIES))
    if whole:
        return world.register(who, splits={WRK: draw(holders)})
    keyless = {WRK: [Unclaimed(an_id("who"), 1)]}
    return world.register(who, splits={WRK: {who: WHOLE - 1}}, unclaimed=keyless)


def _deal(draw: st.DrawFn, world: World, assets: list[str]) -> None:
    titles = [key for key in world.state().titles if key[0] in assets]
    picked = draw(st.lists(st.sampled_from(titles), min_size=1, max_size=3))
    licensee = draw(st.sampled_from([*PARTIES, ZERO_ADDRESS]))
    start, end = draw(moments), draw(moments | st.just(OPEN_END))
    assume(start < end)
    usage = draw(st.sampled_from([(1 << 31) - 1, USES[0].mask, USES[1].mask | USES[2].mask]))
    fields = {"start": start, "end": end, "usage": usage, "notice": draw(st.sampled_from([0, 9000]))}
    lines = [world.line(name, Layer(layer), licensee, **fields) for name, layer in picked]
    text = world.text(*lines)
    if draw(st.sampled_from([True, True, False])):
        deal = world.activate(text)
        if draw(st.booleans()):
            world.terminate(deal, by=licensee)
    else:
        world.activate(replace(text, signers=text.signers[1:]))


def _verdicts(history: list[Event], assets: list[str], at: int) -> dict[tuple[str, ...], Verdict]:
    state = fold(history)
    return {
        (who, use.name, asset, place): verify(state, Question(who, use, asset, place, at))
        for who in PARTIES for use in USES for asset in assets for place in ("CN", "JP")
    }  # fmt: skip


def _merged(one: World, other: World) -> list[Event]:
    """Both histories; blocks of the first keep their even numbers, those of the other lie between."""
    even = [replace(event, at=replace(event.at, block=2 * event.at.block)) for event in one.events]
    odd = [replace(event, at=replace(event.at, block=2 * event.at.block + 1)) for event in other.events]
    return sorted(even + odd, key=lambda event: (event.at.block, event.at.log_index))


@given(ledgers(), moments, st.data())
def test_what_is_unrelated_never_changes_a_verdict(
    made: tuple[World, list[str]], at: int, data: st.DataObject
) -> None:
    world, assets = made
    other = World()
    for number in range(data.draw(st.integers(1, 4))):
        who, links = (
            data.draw(st.sampled_from(PARTIES)),
            data.draw(st.lists(st.sampled_from(assets), unique=True)),
        )
        song = other.register(
            who, file=an_id("another file"), record=an_id("another", number),
            splits={WRK: data.draw(holders)}, links=[(LinkKind.VERSION_OF, link) for link in links],
        )  # fmt: skip
        deal = other.deal(other.line(song, WRK, data.draw(st.sampled_from([*PARTIES, ZERO_ADDRESS]))))
        other.terminate(deal, by=who)
        other.cancel(other.text(other.line(song, WRK, VENUE)), by=who)
        other.anchor(an_id("root", number), by=who)
    alone, among = _merged(world, World()), _merged(world, other)
    assert len(among) > len(alone)
    assert _verdicts(alone, assets, at) == _verdicts(among, assets, at)


@given(ledgers(), moments)
def test_the_facts_that_are_collected_give_the_verdict_of_all_facts(
    made: tuple[World, list[str]], at: int
) -> None:
    world, assets = made
    whole = world.state()
    for asset in assets:
        for who in PARTIES:
            part = collect(
                lambda keys: [event for event in world.events if {*keys} & {*keys_of(event)}],
                assets=[asset], asker=who,
            )  # fmt: skip
            for use in USES:
                question = Question(who, use, asset, "CN", at)
                assert verify(part, question) == verify(whole, question)


@given(ledgers(), moments, st.integers(0, 12_000))
def test_yes_lasts_until_it_says(made: tuple[World, list[str]], at: int, later: int) -> None:
    world, assets = made
    then = _verdicts(world.events, assets, at + later)
    for key, verdict in _verdicts(world.events, assets, at).items():
        if verdict.status.exit == 0:
            holds = verdict.until is None or at + later < verdict.until
            assert verdict.until is None or verdict.until > at
            assert not holds or then[key].status == verdict.status


@given(ledgers(), moments)
def test_every_no_has_a_reason_and_every_yes_a_chain(made: tuple[World, list[str]], at: int) -> None:
    world, assets = made
    for verdict in _verdicts(world.events, assets, at).values():
        for layer in verdict.layers:
            assert layer.status == "AUTHORISED" or layer.findings
            assert layer.chain or layer.status != "AUTHORISED"


def test_rent_of_what_is_not_known_whole() -> None:
    world = World()
    song = world.register(LIN)
    other = world.register(HAO, RECORDING, links=[(EMBODIES, song)])
    mine = world.register(LIN, RECORDING, links=[(EMBODIES, song)])
    unknown = world.register(LIN, VIDEO, links=[(CONTAINS, an_id("nowhere"))])
    assert says(ask(world, LIN, unknown, Usage.RENT), "INDETERMINATE", "UNKNOWN_ASSET")
    sampling = world.register(LIN, RECORDING, links=[(EMBODIES, song), (SAMPLES, other)])
    assert says(ask(world, LIN, sampling, Usage.RENT), "NOT_AUTHORISED", "PARENT_NOT_CLEARED")
    album = world.register(LIN, ALBUM, links=[(CONTAINS, mine)])
    assert says(ask(world, LIN, album, Usage.RENT), "AUTHORISED")


def test_a_recording_that_embodies_no_work() -> None:
    world = World()
    video = world.register(LIN, VIDEO)
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, video)])
    assert says(ask(world, LIN, recording), "INDETERMINATE", "TITLE_INCOMPLETE")


def test_nobody_is_a_holder_before_the_registration() -> None:
    world = World()
    song = world.register(LIN)
    assert ask(world, LIN, song, at=world.time).status == "AUTHORISED"
    assert ask(world, LIN, song, at=world.time - 1).status != "AUTHORISED"


def test_until_of_a_line_to_come() -> None:
    world = World()
    song = world.register(LIN)
    start = world.time + 1000
    world.deal(world.line(song, WRK, VENUE, start=start))
    verdict = ask(world, VENUE, song, at=start - 1)
    assert verdict.status == "NOT_AUTHORISED" and verdict.until == start


def test_a_use_that_engages_nothing_says_so() -> None:
    world = World()
    song = world.register(LIN)
    assert ask(world, LIN, song, Usage.RENT).codes


@given(ledgers(), moments, st.integers(0, 40))
def test_what_is_recorded_later_changes_no_answer_of_the_past(
    made: tuple[World, list[str]], at: int, seen: int
) -> None:
    """A verdict at (t, k) is that of the events up to k, whatever has come since."""
    world, assets = made
    known = world.events[:seen]
    last = max((event.at.block for event in known), default=-1)
    past = [event for event in world.events if event.at.block <= last]
    for asset in assets:
        for who in PARTIES:
            part = collect(
                lambda keys: [
                    event for event in world.events if {*keys} & {*keys_of(event)} and event.at.block <= last
                ],
                assets=[asset], asker=who,
            )  # fmt: skip
            question = Question(who, USES[0], asset, "CN", at)
            assert verify(part, question) == verify(fold(past), question)


def test_an_answer_is_not_made_dear_by_many_licences() -> None:
    world = World()
    song = world.register(LIN)
    for number in range(300):
        world.deal(world.line(song, WRK, VENUE, start=world.time, end=NOW + 10**6 + number))
    verdict = ask(world, VENUE, song)
    assert verdict.status == "AUTHORISED" and verdict.until == NOW + 10**6 + 256, "the next one unseen"
