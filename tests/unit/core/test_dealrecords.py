"""Records in a deal file: which belong to a deal, and which are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.dealrecords import MOST, joined, needed, plain, read
from ledger.core.drafting import identify
from ledger.core.model import Line, Link
from ledger.core.record import Record
from ledger.core.record_words import TitleText
from ledger.core.rights import AssetType, Layer, LinkKind
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.unit.core.world import World, party

LIN, VENUE = party("lin"), party("venue")
SONG = Record(AssetType.MUSICAL_WORK, LIN, (TitleText("连城一家"),))
OLD = replace(SONG, titles=(TitleText("茉莉花"),))
TAKE = Record(
    AssetType.SOUND_RECORDING, LIN, (TitleText("连城一家"),),
    links=(Link(LinkKind.EMBODIES, identify(SONG)), Link(LinkKind.SAMPLES, identify(OLD))),
)  # fmt: skip
ALBUM = Record(
    AssetType.COMPILATION, LIN, (TitleText("专辑"),), links=(Link(LinkKind.CONTAINS, identify(TAKE)),)
)
KNOWN = {identify(record): record for record in (SONG, OLD, TAKE, ALBUM)}


def lines(*assets: str) -> list[Line]:
    return [World().line(asset, Layer.WRK, VENUE) for asset in assets]


def written(*records: Record) -> dict[str, bytes]:
    return {identify(record): record.to_bytes() for record in records}


def songs(count: int) -> dict[str, bytes]:
    return written(*(replace(SONG, titles=(TitleText(str(number)),)) for number in range(count)))


def test_a_deal_needs_what_its_works_contain_and_embody_but_not_what_they_sample() -> None:
    song, take, album = map(identify, (SONG, TAKE, ALBUM))
    assert needed(lines(album), KNOWN) == {album, take, song}
    assert needed(lines(take, song), KNOWN) == {take, song}


def test_a_work_whose_record_is_not_there_is_needed_itself() -> None:
    assert needed(lines(an_id("far"), identify(TAKE)), {}) == {an_id("far"), identify(TAKE)}


def test_records_that_lead_back_to_themselves_end() -> None:
    """No real record can name one that names it, but who looks for them need not know."""
    one, other = an_id("one"), an_id("other")
    ring = {
        here: replace(ALBUM, links=(Link(LinkKind.CONTAINS, there),))
        for here, there in ((one, other), (other, one))
    }
    assert needed(lines(one), ring) == {one, other}


def test_records_are_read_as_they_were_written() -> None:
    bodies = written(TAKE, SONG)
    body = plain(bodies)
    assert read(body, lines(identify(TAKE))) == bodies
    assert body[identify(SONG)] == {
        "format": "songdeed-record",
        "version": 1,
        "type": "MUSICAL_WORK",
        "registrant": LIN,
        "titles": [{"text": "连城一家"}],
    }


def test_a_file_holds_64_records_and_no_more() -> None:
    bodies = songs(MOST + 1)
    body = plain(bodies)
    every = lines(*body)
    _, last = body.popitem(), bodies.popitem()
    assert MOST == 64 and read(body, every) == bodies
    with pytest.raises(BadInput) as caught:
        read(body | plain(dict([last])), every)
    assert caught.value.code == "DEALFILE_SHAPE"


def test_copies_with_different_records_are_joined_as_far_as_a_file_holds_them() -> None:
    mine, (take, album) = songs(MOST - 1), (written(each) for each in (TAKE, ALBUM))
    every = lines(*mine, *album)
    assert list(joined(mine, album | take, every).items()) == [*mine.items(), *album.items()]
    assert joined(mine, take | album, every) == mine, "a take without its album is of no work of the deal"
    assert joined(album, take, every) == album | take
    assert len(joined(album | take, mine, every)) == MOST
    for one, other in ((mine, album | take), (mine, take | album), (album | take, mine)):
        both = joined(one, other, every)
        assert read(plain(both), every) == both


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "DEALFILE_SHAPE"),
        ([], "DEALFILE_SHAPE"),
        ([{}], "DEALFILE_SHAPE"),
        ({}, "DEALFILE_SHAPE"),
        ({"song": {}}, "BAD_HASH"),
        ({an_id("song"): "a text"}, "FIELD_TYPE"),
        ({an_id("song"): {"size": 1.5}}, "JSON_FLOAT"),
    ],
)
def test_what_holds_no_records(value: object, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(value, lines(an_id("song")))
    assert caught.value.code == code


def test_a_record_under_another_id_is_told_with_its_own() -> None:
    song, old = identify(SONG), identify(OLD)
    with pytest.raises(BadInput) as caught:
        read({song: plain(written(OLD))[old]}, lines(song))
    assert caught.value.code == "DEALFILE_RECORD"
    assert caught.value.params == {"asset": song, "computed": old}


def test_a_record_of_no_work_of_the_deal_is_named() -> None:
    with pytest.raises(BadInput) as caught:
        read(plain(written(TAKE, OLD, SONG, ALBUM)), lines(identify(TAKE)))
    assert caught.value.code == "DEALFILE_RECORD_NEEDLESS"
    assert caught.value.params == {"asset": min(identify(OLD), identify(ALBUM))}
