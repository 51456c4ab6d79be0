"""Albums: the status of the worst track, and what is said of the album itself (RIGHTS.md 6)."""

from __future__ import annotations

import pytest

from ledger.core.ids import title_key
from ledger.core.policy import DEFAULT, Known, Policy
from ledger.core.question import Question
from ledger.core.rights import AssetType, Layer, LinkKind, Usage
from ledger.core.seen import RecordSeen
from ledger.core.verdict import Verdict
from ledger.core.verification import verify
from tests.fakes import an_id
from tests.unit.core.world import World, ask, params, party, says

LIN, HAO, VENUE = party("lin"), party("hao"), party("venue")
ALBUM, CONTAINS = AssetType.COMPILATION, LinkKind.CONTAINS


@pytest.fixture
def world() -> World:
    return World()


def album(world: World, *tracks: str) -> str:
    return world.register(LIN, ALBUM, links=[(CONTAINS, track) for track in tracks])


def with_records(world: World, asset: str, *seen: str, policy: Policy = DEFAULT) -> Verdict:
    question = Question(LIN, Usage.PRINT, asset, "CN", world.time)
    return verify(world.state(), question, policy, Known({name: RecordSeen() for name in seen}))


def test_an_empty_album_tells_nothing_and_is_named(world: World) -> None:
    empty = album(world)
    verdict = ask(world, LIN, empty)
    assert says(verdict, "INDETERMINATE", "ALBUM_EMPTY") and verdict.tracks == ()
    assert params(verdict, "ALBUM_EMPTY") == {"asset": empty}


def test_an_empty_album_within_an_album_makes_the_whole_uncertain(world: World) -> None:
    song, empty = world.register(LIN), album(world)
    verdict = ask(world, LIN, album(world, song, empty))
    assert says(verdict, "INDETERMINATE", "ALBUM_EMPTY")
    assert {track: found.status.value for track, found in verdict.tracks} == {
        song: "AUTHORISED",
        empty: "INDETERMINATE",
    }


def test_an_unknown_track_of_an_album_in_an_album_is_reported_where_it_is(world: World) -> None:
    song = world.register(LIN)
    inner = album(world, an_id("nothing"), song)
    verdict = ask(world, LIN, album(world, inner))
    assert says(verdict, "INDETERMINATE", "UNKNOWN_ASSET")
    assert verdict.findings == () and verdict.layers == ()
    ((track, found),) = verdict.tracks
    assert track == inner and found.codes == ("UNKNOWN_ASSET",)
    assert {name: one.status.value for name, one in found.tracks} == {
        an_id("nothing"): "INDETERMINATE",
        song: "AUTHORISED",
    }


def test_no_is_worse_than_not_to_know(world: World) -> None:
    mine, theirs = world.register(LIN), world.register(HAO)
    assert ask(world, LIN, album(world, mine)).status == "AUTHORISED"
    assert ask(world, LIN, album(world, mine, an_id("nothing"))).status == "INDETERMINATE"
    assert ask(world, LIN, album(world, mine, theirs, an_id("nothing"))).status == "NOT_AUTHORISED"


def test_flags_of_the_album_and_of_every_track_are_told_once(world: World) -> None:
    one, other = world.register(LIN), world.register(LIN)
    whole = album(world, one, other)
    assert with_records(world, whole, one, other).flags == ("RECORD_NOT_SEEN",), "the album's own"
    assert with_records(world, whole, whole, one).flags == ("RECORD_NOT_SEEN",), "a track's"
    assert with_records(world, whole, whole, one, other).flags == ()
    world.open_dispute(title_key(one, Layer.WRK), by=LIN)
    both = with_records(world, whole, one, other)
    assert both.flags == ("RECORD_NOT_SEEN", "DISPUTED"), "the album's first"


def test_an_album_whose_own_record_was_not_seen_is_uncertain_under_the_strict_policy(world: World) -> None:
    song = world.register(LIN)
    whole = album(world, song)
    verdict = with_records(world, whole, song, policy=Policy(strict=True))
    assert says(verdict, "INDETERMINATE", "RECORD_NOT_SEEN")
    assert params(verdict, "RECORD_NOT_SEEN") == {"asset": whole}
    assert with_records(world, whole, song, whole, policy=Policy(strict=True)).status == "AUTHORISED"


def test_the_end_of_a_track_is_the_end_of_the_albums_answer(world: World) -> None:
    one, other = world.register(LIN), world.register(LIN)
    whole = album(world, one, other)
    early, late = world.time + 1000, world.time + 2000
    for song, end in ((one, late), (other, early)):
        world.deal(world.line(song, Layer.WRK, VENUE, end=end))
    assert ask(world, VENUE, whole).until == early
    after = ask(world, VENUE, whole, at=early)
    assert after.status == "NOT_AUTHORISED" and after.until is None
