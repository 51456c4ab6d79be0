"""What is known of one work: only its own events are asked for, and nothing else changes the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from ledger.core import events
from ledger.core.collecting import collect, holds_key, keys_of
from ledger.core.events import Event
from ledger.core.model import ZERO_HASH, Line
from ledger.core.rights import AssetType, Layer, LinkKind
from ledger.core.state import State
from tests.fakes import an_id
from tests.unit.core.world import World, hashed, party

LIN, HAO, VENUE = PARTIES = [party("lin"), party("hao"), party("venue")]
FILES = [ZERO_HASH, an_id("file", 1), an_id("file", 2)]
RECORDING, VIDEO, ALBUM = AssetType.SOUND_RECORDING, AssetType.AUDIOVISUAL, AssetType.COMPILATION
EMBODIES, CONTAINS = LinkKind.EMBODIES, LinkKind.CONTAINS


class Lookup:
    """An index over a list, which remembers what it was asked."""

    def __init__(self, history: Sequence[Event]) -> None:
        self.history, self.asked = history, list[str]()

    def __call__(self, keys: Iterable[str]) -> list[Event]:
        wanted = list(keys)
        self.asked += wanted
        return [event for event in self.history if set(wanted) & set(keys_of(event))]


def known(world: World, *assets: str) -> State:
    return collect(Lookup(world.events), assets=assets)


def test_only_what_is_wanted() -> None:
    world = World()
    mine, other = world.register(LIN), world.register(LIN)
    deal = world.deal(world.line(mine, Layer.WRK, VENUE))
    world.deal(world.line(other, Layer.WRK, VENUE))
    world.anchor(an_id("root"))
    lookup = Lookup(world.events)
    state = collect(lookup, assets=[mine])
    assert set(state.assets) == {mine} and set(state.deals) == {deal} and not state.anchors
    title = state.titles[mine, Layer.WRK][0].hash
    disputed = hashed("bytes32 uint8", mine, Layer.WRK)
    assert sorted(lookup.asked) == sorted({mine, deal, title, disputed}), "each key once, no parties"
    assert not state.heads, "chains of lines are for auditors"


def test_links_are_followed_down_and_never_up() -> None:
    world = World()
    song = world.register(HAO)
    recording = world.register(LIN, RECORDING, file=FILES[1], links=[(EMBODIES, song)])
    video = world.register(LIN, VIDEO, links=[(CONTAINS, recording)])
    album = world.register(LIN, ALBUM, links=[(CONTAINS, recording)])
    assert set(known(world, album).assets) == {album, recording, song}
    assert set(known(world, video).assets) == {video, recording, song}
    assert set(known(world, song).assets) == {song}
    every = {(name, layer) for name, layer in world.state().titles if name in (video, recording, song)}
    assert set(known(world, video).titles) == every


def test_a_link_to_nothing_is_left_open() -> None:
    world = World()
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, an_id("nowhere"))])
    assert set(known(world, recording).assets) == {recording}
    assert known(world, an_id("nowhere")) == State(), "who names a work says nothing about it"


def test_who_asks_for_what_an_event_merely_names_is_told_nothing() -> None:
    """Its holders, the title that is voided, the text of a dispute."""
    world = World()
    song = world.register(LIN, splits={Layer.WRK: [HAO]})
    title = world.state().titles[song, Layer.WRK][0].hash
    world.open_dispute(song, VENUE)
    world.rule(song, VENUE, HAO)
    world.withdraw_dispute(song, VENUE)
    world.void(song, Layer.WRK)
    disputes = events.DisputeOpened | events.DisputeResolved | events.DisputeWithdrawn
    texts = [event.digest for event in world.events if isinstance(event, disputes)]
    assert len(texts) == 3
    for key in (holds_key(HAO), holds_key(LIN), title, *texts):
        assert any(key in keys_of(event) for event in world.events) is (key != holds_key(LIN))
        assert known(world, key) == State()
    assert known(world, song) == world.state()


def test_rivals_are_found_from_either_side() -> None:
    world = World()
    songs = [world.register(who) for who in (LIN, HAO)]
    ones = [
        world.register(who, RECORDING, file=FILES[1], links=[(EMBODIES, song)])
        for who, song in zip((LIN, HAO), songs, strict=True)
    ]
    for one in ones:
        state = known(world, one)
        assert state.claims == {FILES[1]: ones} and set(state.assets) == {*ones, *songs}
    assert collect(Lookup(world.events), files=[FILES[1]]) == known(world, ones[0])
    assert collect(Lookup(world.events), files=[FILES[2]]) == State()


def test_deals_by_their_id() -> None:
    world = World()
    song, other = world.register(LIN), world.register(HAO)
    deal = world.deal(world.line(song, Layer.WRK, VENUE), world.line(other, Layer.WRK, VENUE))
    world.terminate(deal, [1], by=VENUE)
    never = world.cancel(world.text(world.line(song, Layer.WRK, VENUE, start=1)), by=LIN)
    lookup = Lookup(world.events)
    state = collect(lookup, deals=[deal, never])
    assert set(state.deals) == {deal} and set(state.cancelled) == {never} and not state.assets
    assert [end.index for end in state.deals[deal].ends] == [1]
    assert set(lookup.asked) == {deal, never}, "the works of a deal are not pulled in"
    of_song = known(world, song)
    assert of_song.deals == state.deals and set(of_song.assets) == {song}
    assert len(list(of_song.lines_on(song, Layer.WRK))) == 1


def test_nothing_wanted_nothing_found() -> None:
    lookup = Lookup(World().events)
    assert collect(lookup) == State() and not lookup.asked


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, list[str], list[str]]:
    """A ledger of some twenty transactions, its assets, and the deals in force on it."""
    world, assets, deals = World(), list[str](), list[str]()
    for _ in range(draw(st.integers(3, 20))):
        act = draw(st.sampled_from(["register", "register", "deal", "deal", "end", "cancel", "anchor"]))
        who = draw(st.sampled_from(PARTIES))
        if act == "register":
            assets.append(_registered(draw, world, assets, who))
        elif act == "anchor":
            world.anchor(an_id("root", draw(st.integers(0, 2))))
        elif act == "end" and deals:
            world.terminate(draw(st.sampled_from(deals)), by=who)
        elif lines := _lines(draw, world, assets, who):
            if act == "cancel":
                world.cancel(world.text(*lines), by=who)
            else:
                deals.append(world.deal(*lines))
    return world, assets, deals


def _registered(draw: st.DrawFn, world: World, assets: list[str], who: str) -> str:
    kind = draw(st.sampled_from([AssetType.MUSICAL_WORK, RECORDING, VIDEO, ALBUM]))
    pool = [*assets, an_id("nowhere")]
    targets = draw(st.lists(st.sampled_from(pool), max_size=2, unique=True))
    file = ZERO_HASH if kind is ALBUM else draw(st.sampled_from(FILES))
    split = {Layer.WRK: draw(st.lists(st.sampled_from(PARTIES), min_size=1, unique=True))}
    kinds = [draw(st.sampled_from(list(LinkKind))) for _ in targets]
    links = list(zip(kinds, targets, strict=True))
    return world.register(who, kind, file=file, links=links, splits=split)


def _lines(draw: st.DrawFn, world: World, assets: list[str], who: str) -> list[Line]:
    layers = [(name, layer) for name, layer in world.state().titles if layer]
    if not layers:
        return []
    picked = draw(st.lists(st.sampled_from(layers), min_size=1, max_size=3))
    return [world.line(name, Layer(layer), who) for name, layer in picked]


def restricted(whole: State, asset: str) -> State:
    """What the fold of everything says of an asset, of what it links to, and of rival claims."""
    names, todo = set[str](), [asset]
    while todo:
        name = todo.pop()
        if name in names or name not in whole.assets:
            continue
        names.add(name)
        event = whole.assets[name]
        todo += [link.target for link in event.links] + whole.claims.get(event.file_tag, [])
    deals = {
        name: deal
        for name, deal in whole.deals.items()
        if any(line.asset in names for line in deal.event.text.lines)
    }
    lines = {key: [one for one in found if one[0] in deals] for key, found in whole.lines.items()}
    return State(
        assets={name: event for name, event in whole.assets.items() if name in names},
        titles={key: found for key, found in whole.titles.items() if key[0] in names},
        claims={tag: found for tag, found in whole.claims.items() if found[0] in names},
        deals=deals,
        lines={key: found for key, found in lines.items() if found},
    )


@given(worlds())
def test_the_fold_of_what_is_collected_is_a_part_of_the_whole(
    made: tuple[World, list[str], list[str]],
) -> None:
    world, assets, _ = made
    whole = world.state()
    for asset in assets:
        assert known(world, asset) == restricted(whole, asset)


@given(worlds(), st.integers(0, 2), st.sampled_from(PARTIES))
def test_what_happens_elsewhere_changes_nothing(
    made: tuple[World, list[str], list[str]], nth: int, stranger: str
) -> None:
    world, assets, deals = made
    before = {asset: known(world, asset) for asset in assets}
    of_deals = {deal: collect(Lookup(world.events), deals=[deal]) for deal in deals}
    links = [(LinkKind.DERIVED_FROM, asset) for asset in assets[: nth + 1]]
    other = world.register(stranger, file=an_id("another file"), links=links)
    deal = world.deal(world.line(other, Layer.WRK, VENUE))
    world.terminate(deal, by=VENUE)
    world.anchor(an_id("another root"))
    world.cancel(world.text(world.line(other, Layer.WRK, HAO)), by=HAO)
    for asset, state in before.items():
        assert known(world, asset) == state, "somebody who links to a work says nothing about it"
    for name, state in of_deals.items():
        assert collect(Lookup(world.events), deals=[name]) == state
