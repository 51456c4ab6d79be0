"""Until when an answer holds: the first second at which it is another, if nothing new is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from ledger.core.case import Case
from ledger.core.plain import judge
from ledger.core.policy import DEFAULT, Known
from ledger.core.profile import profile_of
from ledger.core.question import Question
from ledger.core.rights import OPEN_END, Layer, Usage
from ledger.core.seen import Author, RecordSeen
from ledger.core.turning import turning_points
from tests.judge.words import Json
from tests.unit.core.world import World, ask, party

LIN, VENUE, AGENT = party("lin"), party("venue"), party("agent")
DAY = 86_400


def points(world: World, who: str, song: str, at: int, record: RecordSeen | None = None) -> list[int]:
    """The turning points of a case."""
    question = Question(who, Usage.STREAM_ONDEMAND, song, "CN", at)
    known = Known({} if record is None else {song: record})
    return turning_points(Case(world.state(), question, DEFAULT, known, profile_of("CN")))


def test_points_ascend_each_once_and_lie_after_the_moment_asked_about() -> None:
    world = World()
    song = world.register(LIN)
    start, end = world.time + DAY, world.time + 3 * DAY
    world.deal(world.line(song, Layer.WRK, VENUE, start=start, end=end))
    world.deal(world.line(song, Layer.WRK, VENUE, start=start, end=end))
    assert points(world, VENUE, song, start - 1) == [start, end]
    assert points(world, VENUE, song, start) == [end], "now is no moment to come"
    assert points(world, VENUE, song, end) == []


def test_an_end_that_never_comes_is_no_point() -> None:
    world = World()
    song = world.register(LIN)
    world.deal(world.line(song, Layer.WRK, VENUE, end=OPEN_END))
    assert points(world, VENUE, song, world.time) == []


def test_a_line_to_somebody_else_that_keeps_nobody_out_is_no_point() -> None:
    world = World()
    song, other = world.register(LIN), party("other")
    end = world.time + DAY
    world.deal(world.line(song, Layer.WRK, other, end=end))
    assert points(world, VENUE, song, world.time) == []
    world.deal(world.line(song, Layer.WRK, other, end=end, depth=1))
    assert points(world, VENUE, song, world.time) == [end], "others may stand on it"


@pytest.mark.parametrize("exclusivity", [2, 3])
def test_an_exclusive_of_somebody_else_is_a_point(exclusivity: int) -> None:
    world = World()
    song, end = world.register(LIN), world.time + DAY
    world.deal(world.line(song, Layer.WRK, party("other"), end=end, exclusivity=exclusivity))
    assert points(world, VENUE, song, world.time) == [end]


def test_an_early_end_is_a_point_and_the_agreed_one_stays() -> None:
    world = World()
    song, agreed = world.register(LIN), world.time + 9 * DAY
    deal = world.deal(world.line(song, Layer.WRK, VENUE, end=agreed))
    early = world.time + 2 * DAY
    world.terminate(deal, end=early, by=VENUE)
    assert points(world, VENUE, song, world.time) == [early, agreed]
    assert ask(world, VENUE, song).until == early


def test_the_end_of_another_line_of_the_deal_is_no_point() -> None:
    world = World()
    song, second = world.register(LIN), world.register(LIN)
    lines = world.line(song, Layer.WRK, VENUE), world.line(second, Layer.WRK, VENUE)
    deal = world.deal(*lines)
    end = world.time + DAY
    world.terminate(deal, [1], end=end, by=VENUE)
    assert points(world, VENUE, song, world.time) == []
    assert points(world, VENUE, second, world.time) == [end]


def test_starts_and_ends_of_mandates_are_points() -> None:
    world = World()
    song = world.register(LIN)
    start, end = world.time + DAY, world.time + 2 * DAY
    given = world.activate_mandate(world.mandate(LIN, AGENT, start=start, end=end))
    assert points(world, LIN, song, world.time) == [start, end]
    world.withdraw(given, AGENT, end=start + 7)
    assert points(world, LIN, song, world.time) == [start, start + 7, end]


def test_what_is_recorded_after_the_moment_asked_about_is_a_point() -> None:
    world = World()
    song = world.register(LIN)
    begun = world.time
    world.retitle(song, Layer.WRK, [AGENT], time=begun + DAY)
    assert points(world, LIN, song, begun) == [begun + DAY]
    assert ask(world, LIN, song, at=begun).until == begun + DAY


def test_the_day_of_publication_and_the_end_of_protection_are_points() -> None:
    world = World()
    song = world.register(LIN)
    china = profile_of("CN")
    published = china.day_begins(date(2030, 12, 31))
    free, video_free = china.year_begins(2061), china.year_begins(2081)
    record = RecordSeen((Author("2010"),), published="2030")
    assert points(world, LIN, song, world.time, record) == [published, free, video_free]
    record = RecordSeen((Author("2010"), Author()), published="2030")
    assert points(world, LIN, song, world.time, record) == [published, video_free], "one author may live"


@pytest.mark.parametrize("published", ["0001", "0001-01-01"])
def test_a_publication_in_the_year_1_is_no_error(published: str) -> None:
    """In China its first day began before the first second that a calendar has."""
    world = World()
    song = world.register(LIN)
    assert points(world, LIN, song, world.time, RecordSeen(published=published)) == []


def test_a_record_that_was_not_seen_hides_no_other() -> None:
    song = {"event": "registered", "time": 1, "work": "song", "type": "MUSICAL_WORK", "registrant": "lin"}
    sound = {
        **song,
        "work": "rec",
        "type": "SOUND_RECORDING",
        "links": [{"kind": "EMBODIES", "target": "song"}],
    }
    records = {"song": {"authors": [{"died": "1990"}]}}
    asked = {"party": "venue", "use": "LIVE_PERFORM", "work": "rec", "territory": "CN", "at": 9}
    said = judge({"facts": {"events": [song, sound], "records": records}, "question": asked})
    assert (said["verdict"], said["until"]) == ("NOT_AUTHORISED", profile_of("CN").year_begins(2041))


def test_a_record_without_dates_turns_nothing() -> None:
    world = World()
    song = world.register(LIN)
    assert points(world, LIN, song, world.time, RecordSeen()) == []


# The end of an answer


def answer(*lines: tuple[int, int], at: int, more: Sequence[Json] = ()) -> Json:
    """A venue's answer at a moment, with lines of these terms."""
    given = [
        {
            "work": "song", "layer": "WRK", "uses": ["PRINT"], "territories": "WORLD", "start": start,
            "end": end, "licensee": "venue",
        }
        for start, end in lines
    ]  # fmt: skip
    events = [
        {"event": "registered", "time": 1, "work": "song", "type": "MUSICAL_WORK", "registrant": "lin"},
        {"event": "deal", "time": 2, "deal": "D", "signers": ["lin", "venue"], "lines": given},
        *more,
    ]
    asked = {"party": "venue", "use": "PRINT", "work": "song", "territory": "CN", "at": at}
    return judge({"facts": {"events": events, "records": {}}, "question": asked})


def test_an_answer_holds_until_its_last_ground_is_gone() -> None:
    assert answer((10, 20), (20, 30), at=15)["until"] == 30, "terms that touch leave no gap"
    assert answer((10, 20), (21, 30), at=15)["until"] == 20
    assert answer((10, 20), (15, 30), at=12)["until"] == 30


def test_a_no_holds_until_a_line_to_come_starts() -> None:
    said = answer((10, 20), at=5)
    assert (said["verdict"], said["until"]) == ("NOT_AUTHORISED", 10)
    assert answer((10, 20), at=20)["until"] is None


@pytest.mark.parametrize(("before", "until"), [(255, 1255), (256, 1256), (257, 1256)])
def test_after_256_moments_at_which_nothing_turns_the_next_is_named(before: int, until: int) -> None:
    """Strangers' mandates end at 1000, 1001 and so on, and a second after the last of them the licence."""
    strangers = [
        {
            "event": "mandate", "time": 3, "mandate": f"M{n}", "kind": "AGENCY", "givers": ["ann"],
            "to": "bo", "uses": ["RENT"], "territories": ["JP"], "start": 3, "end": 1000 + n,
        }
        for n in range(before)
    ]  # fmt: skip
    assert answer((10, 1000 + before), at=15, more=strangers)["until"] == until
