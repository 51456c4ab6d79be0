"""V2: what a use of an asset may engage, what it was made from, and how far links are followed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.expansion import MAX_DEPTH, expand, is_album, is_endless, is_song, reach, tracks
from ledger.core.model import Link
from ledger.core.rights import AssetType, Layer, LinkKind
from ledger.core.state import State
from tests.fakes import an_id
from tests.unit.core.world import World, ask, party, says

LIN = party("lin")
WRK, PRF, PHN, AVP = Layer
WORK, LYRICS, RECORDING = AssetType.MUSICAL_WORK, AssetType.LYRICS, AssetType.SOUND_RECORDING
STEM, VIDEO, ALBUM = AssetType.STEM, AssetType.AUDIOVISUAL, AssetType.COMPILATION
EMBODIES, CONTAINS, SAMPLES = LinkKind.EMBODIES, LinkKind.CONTAINS, LinkKind.SAMPLES
DERIVED, VERSION = LinkKind.DERIVED_FROM, LinkKind.VERSION_OF


@pytest.fixture
def world() -> World:
    return World()


def chain_of(world: World, count: int, kind: LinkKind = DERIVED) -> str:
    """The last of ``count`` works, each made from the one before."""
    name = world.register(LIN)
    for _ in range(count - 1):
        name = world.register(LIN, links=[(kind, name)])
    return name


def linked(state: State, asset: str, kind: LinkKind, target: str) -> State:
    """The same with a link that no registration can bring about: to what was registered later."""
    old = state.assets[asset]
    changed = replace(old, links=(*old.links, Link(int(kind), target)))
    return State(assets={**state.assets, asset: changed})


@pytest.mark.parametrize(
    ("kind", "layers"),
    [
        (WORK, [WRK]),
        (LYRICS, [WRK]),
        (RECORDING, [PRF, PHN]),
        (STEM, [PRF, PHN]),
        (VIDEO, [AVP]),
        (ALBUM, []),
    ],
)
def test_an_asset_engages_the_layers_of_its_type(world: World, kind: AssetType, layers: list[Layer]) -> None:
    asset = world.register(LIN, kind)
    found = expand(world.state(), asset)
    assert found.engaged == tuple((asset, layer) for layer in layers)
    assert found.assets == (asset,) and found.parents == ()


def test_a_recording_engages_music_and_lyrics_each_on_its_own(world: World) -> None:
    music, text = world.register(LIN), world.register(LIN, LYRICS)
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, music), (EMBODIES, text)])
    found = expand(world.state(), recording)
    assert set(found.engaged) == {(recording, PRF), (recording, PHN), (music, WRK), (text, WRK)}
    assert found.findings == () and set(found.assets) == {recording, music, text}


def test_a_video_engages_what_it_contains_and_the_songs_of_that(world: World) -> None:
    own, sung = world.register(LIN), world.register(LIN)
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, sung)])
    video = world.register(LIN, VIDEO, links=[(EMBODIES, own), (CONTAINS, recording)])
    expected = {(video, AVP), (own, WRK), (recording, PRF), (recording, PHN), (sung, WRK)}
    assert set(expand(world.state(), video).engaged) == expected


@pytest.mark.parametrize("kind", [RECORDING, STEM])
def test_a_recording_or_a_stem_of_no_song_has_no_complete_title(world: World, kind: AssetType) -> None:
    asset = world.register(LIN, kind)
    (said,) = expand(world.state(), asset).findings
    assert said.code == "TITLE_INCOMPLETE" and dict(said.params) == {"asset": asset, "layer": "WRK"}


def test_a_video_of_no_song_has_one(world: World) -> None:
    video = world.register(LIN, VIDEO)
    assert expand(world.state(), video).findings == ()


def test_one_song_that_is_not_known_is_enough_for_an_incomplete_title(world: World) -> None:
    song = world.register(LIN)
    links = [(EMBODIES, song), (EMBODIES, an_id("nothing"))]
    for kind in (RECORDING, VIDEO):
        asset = world.register(LIN, kind, links=links)
        found = expand(world.state(), asset)
        assert [dict(said.params)["asset"] for said in found.findings] == [asset]
        assert (song, WRK) in found.engaged and an_id("nothing") not in found.assets


def test_what_is_embodied_must_be_a_song(world: World) -> None:
    other = world.register(LIN, VIDEO)
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, other)])
    found = expand(world.state(), recording)
    assert [said.code for said in found.findings] == ["TITLE_INCOMPLETE"]
    assert other not in found.assets, "and it engages nothing"


def test_a_part_that_is_not_known_is_named_once(world: World) -> None:
    video = world.register(LIN, VIDEO, links=[(CONTAINS, an_id("nothing"))])
    whole = world.register(LIN, VIDEO, links=[(CONTAINS, video), (CONTAINS, an_id("nothing"))])
    (said,) = expand(world.state(), whole).findings
    assert (said.code, said.params) == ("UNKNOWN_ASSET", (("asset", an_id("nothing")),))


def test_a_song_that_is_reached_twice_is_engaged_once(world: World) -> None:
    song = world.register(LIN)
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, song)])
    video = world.register(LIN, VIDEO, links=[(EMBODIES, song), (CONTAINS, recording)])
    found = expand(world.state(), video)
    assert found.engaged.count((song, WRK)) == 1 and len(found.assets) == 3


@pytest.mark.parametrize("kind", [DERIVED, VERSION, SAMPLES])
def test_what_something_was_made_from_is_a_parent_and_no_part(world: World, kind: LinkKind) -> None:
    first = world.register(LIN)
    second = world.register(LIN, links=[(kind, first)])
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, second)])
    found = expand(world.state(), recording)
    assert found.parents == ((second, kind, first),) and first not in found.assets


def test_all_that_an_answer_may_rest_on_is_reached_over_links_of_every_kind(world: World) -> None:
    first = world.register(LIN)
    second = world.register(LIN, links=[(SAMPLES, first)])
    recording = world.register(LIN, RECORDING, links=[(EMBODIES, second), (CONTAINS, an_id("nothing"))])
    album = world.register(LIN, ALBUM, links=[(CONTAINS, recording)])
    stranger = world.register(LIN)
    assert reach(world.state(), album) == (album, recording, second, first)
    assert stranger not in reach(world.state(), album) and reach(world.state(), an_id("nothing")) == ()


def test_tracks_are_what_an_album_contains_and_nothing_else(world: World) -> None:
    one, other = world.register(LIN), world.register(LIN)
    album = world.register(LIN, ALBUM, links=[(CONTAINS, one), (CONTAINS, other), (DERIVED, one)])
    assert sorted(tracks(world.state(), album)) == sorted([one, other])


def test_only_a_compilation_is_an_album_and_only_music_and_lyrics_are_songs(world: World) -> None:
    made = {kind: world.register(LIN, kind) for kind in AssetType}
    state = world.state()
    assert [kind for kind, asset in made.items() if is_album(state, asset)] == [ALBUM]
    assert {kind for kind, asset in made.items() if is_song(state, asset)} == {WORK, LYRICS}
    assert not is_album(state, an_id("nothing")) and not is_song(state, an_id("nothing"))


@pytest.mark.parametrize("kind", [DERIVED, VERSION, SAMPLES])
def test_eight_links_are_followed_and_nine_are_not(world: World, kind: LinkKind) -> None:
    eight, nine = chain_of(world, MAX_DEPTH + 1, kind), chain_of(world, MAX_DEPTH + 2, kind)
    assert MAX_DEPTH == 8
    assert not is_endless(world.state(), eight) and is_endless(world.state(), nine)
    assert says(ask(world, LIN, eight), "AUTHORISED")
    assert says(ask(world, LIN, nine), "INDETERMINATE", "BAD_QUERY")


def test_links_to_parts_and_songs_count_for_no_depth_but_those_below_them_do(world: World) -> None:
    eight, nine = chain_of(world, MAX_DEPTH + 1), chain_of(world, MAX_DEPTH + 2)
    for song, endless in ((eight, False), (nine, True)):
        recording = world.register(LIN, RECORDING, links=[(EMBODIES, song)])
        video = world.register(LIN, VIDEO, links=[(CONTAINS, recording), (CONTAINS, world.register(LIN))])
        assert is_endless(world.state(), video) is endless


def test_the_longest_of_several_histories_counts(world: World) -> None:
    short, long = chain_of(world, 2), chain_of(world, MAX_DEPTH + 1)
    for links in ([(DERIVED, short), (DERIVED, long)], [(DERIVED, long), (SAMPLES, short)]):
        made = world.register(LIN, links=links)
        assert is_endless(world.state(), made)


def test_two_ways_to_one_ancestor_are_no_circle(world: World) -> None:
    first = world.register(LIN)
    sides = [(DERIVED, world.register(LIN, links=[(DERIVED, first)])) for _ in range(2)]
    made = world.register(LIN, links=sides)
    assert not is_endless(world.state(), made)


@pytest.mark.parametrize("kind", list(LinkKind))
def test_a_circle_is_no_question(world: World, kind: LinkKind) -> None:
    first = world.register(LIN)
    second = world.register(LIN, links=[(DERIVED, first)])
    third = world.register(LIN, links=[(SAMPLES, second)])
    state = linked(world.state(), first, kind, second)
    assert all(is_endless(state, asset) for asset in (first, second, third))
    assert is_endless(linked(world.state(), first, kind, first), first), "nor what was made from itself"


def test_a_circle_elsewhere_is_none_of_its_business(world: World) -> None:
    first = world.register(LIN)
    second = world.register(LIN, links=[(DERIVED, first)])
    assert not is_endless(linked(world.state(), second, SAMPLES, second), first)
    assert not is_endless(world.state(), an_id("nothing"))


LOWEST = "0x" + "1".zfill(64)
"""A work that stands before all others in a list of links."""


def test_nothing_is_left_out_behind_a_part_that_is_unknown_or_was_met_before(world: World) -> None:
    songs = [world.register(LIN) for _ in range(3)]
    parts = [world.register(LIN, RECORDING, links=[(EMBODIES, song)]) for song in songs]
    links = [(CONTAINS, LOWEST), *((CONTAINS, part) for part in parts), *((EMBODIES, song) for song in songs)]
    whole = world.register(LIN, VIDEO, links=links)
    twice = world.register(LIN, VIDEO, links=[(CONTAINS, whole), (CONTAINS, parts[0])])
    found = expand(world.state(), twice)
    assert {(part, PHN) for part in parts} | {(song, WRK) for song in songs} <= set(found.engaged)
    assert [said.code for said in found.findings] == ["UNKNOWN_ASSET"]


def test_a_link_to_what_is_unknown_is_one_link(world: World) -> None:
    """The eighth leads to a work that is not on record: that is what is said of it."""
    name = an_id("nothing")
    for _ in range(MAX_DEPTH):
        name = world.register(LIN, links=[(DERIVED, name)])
    verdict = ask(world, LIN, name)
    assert says(verdict, "INDETERMINATE", "UNKNOWN_ASSET")
    assert says(ask(world, LIN, world.register(LIN, links=[(DERIVED, name)])), "INDETERMINATE", "BAD_QUERY")
