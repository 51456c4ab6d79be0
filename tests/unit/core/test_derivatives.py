"""V2; CL 13, 16: what a work was made from must be cleared too, and links may not lead in circles."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.plain import judge
from ledger.core.rights import AssetType, Layer, LinkKind, Usage
from tests.judge.words import WHOLE, Json
from tests.unit.core.world import World, ask, party


def work(name: str, by: str, *links: tuple[str, str], **fields: Any) -> Json:
    given = [{"kind": kind, "target": target} for kind, target in links]
    return {
        "event": "registered", "time": 100, "work": name, "type": "MUSICAL_WORK", "registrant": by,
        "links": given, **fields,
    }  # fmt: skip


def deal(name: str, signers: str, *lines: Json) -> Json:
    return {"event": "deal", "time": 110, "deal": name, "signers": signers.split(), "lines": list(lines)}


def line(target: str, uses: str, licensee: str, **fields: Any) -> Json:
    return {
        "work": target, "layer": "WRK", "uses": uses.split("|"), "territories": ["CN"], "start": 100,
        "licensee": licensee, **fields,
    }  # fmt: skip


def answer(*events: Json, use: str = "PRINT", records: Json | None = None, **asked: Any) -> Json:
    question = {"party": "bo", "use": use, "work": "new", "territory": "CN", "at": 200, **asked}
    return judge({"facts": {"events": list(events), "records": records or {}}, "question": question})


OLD = work("old", "ann")
NEW = work("new", "bo", ("DERIVED_FROM", "old"))


def test_a_derivative_alone_clears_nothing() -> None:
    said = answer(OLD, NEW)
    assert (said["verdict"], said["codes"]) == ("NOT_AUTHORISED", ["PARENT_NOT_CLEARED"])
    (parent,) = said["parents"]
    assert (parent["work"], parent["kind"], parent["parent"]) == ("new", "DERIVED_FROM", "old")


@pytest.mark.parametrize(
    ("kind", "uses", "verdict"),
    [
        ("DERIVED_FROM", "ADAPT|PRINT", "AUTHORISED"),
        ("DERIVED_FROM", "TRANSLATE|PRINT", "AUTHORISED"),
        ("VERSION_OF", "TRANSLATE|PRINT", "AUTHORISED"),
        ("SAMPLES", "SAMPLE|PRINT", "AUTHORISED"),
        ("SAMPLES", "ADAPT|PRINT", "NOT_AUTHORISED"),
        ("DERIVED_FROM", "SAMPLE|PRINT", "NOT_AUTHORISED"),
        ("DERIVED_FROM", "ADAPT", "NOT_AUTHORISED"),
        ("DERIVED_FROM", "ADAPT|DOWNLOAD", "NOT_AUTHORISED"),
    ],
)
def test_one_line_must_hold_the_making_right_and_the_use(kind: str, uses: str, verdict: str) -> None:
    new = work("new", "bo", (kind, "old"))
    given = deal("D", "ann maker", line("old", uses, "maker"))
    sold = deal("E", "bo venue", line("new", "PRINT", "venue"))
    made = {**new, "registrant": "bo", "splits": {"WRK": {"bo": WHOLE // 2, "maker": WHOLE // 2}}}
    said = answer(OLD, made, given, {**sold, "signers": ["bo", "maker", "venue"]}, party="venue")
    assert said["verdict"] == verdict, said["codes"]


def test_two_lines_do_not_add_up_to_both_rights() -> None:
    given = deal("D", "ann bo", line("old", "ADAPT", "bo"), line("old", "PREVIEW", "bo"))
    sold = deal("E", "bo venue", line("new", "PREVIEW", "venue"))
    said = answer(OLD, NEW, given, sold, party="venue", use="PREVIEW")
    assert said["codes"] == ["PARENT_NOT_CLEARED"]


def test_the_partys_own_right_in_the_parent_clears_it() -> None:
    sold = deal("E", "bo venue", line("new", "PRINT", "venue"))
    own = deal("F", "ann venue", line("old", "PRINT", "venue"))
    assert answer(OLD, NEW, sold, party="venue")["verdict"] == "NOT_AUTHORISED"
    assert answer(OLD, NEW, sold, own, party="venue")["verdict"] == "AUTHORISED"


def test_where_the_same_people_hold_both_nothing_is_asked() -> None:
    said = answer(work("old", "bo"), NEW)
    assert said["verdict"] == "AUTHORISED" and said["parents"] == []


def test_what_the_parent_of_the_same_people_was_made_from_is_asked_all_the_same() -> None:
    middle = work("middle", "bo", ("DERIVED_FROM", "old"))
    said = answer(OLD, middle, work("new", "bo", ("DERIVED_FROM", "middle")))
    assert [(one["work"], one["parent"]) for one in said["parents"]] == [("middle", "old")]
    assert said["codes"] == ["PARENT_NOT_CLEARED"]


def test_the_same_people_are_known_only_if_no_unit_is_without_a_key() -> None:
    gap = {"splits": {"WRK": {"bo": WHOLE - 1, "?somebody": 1}}}
    said = answer(work("old", "bo", **gap), NEW)
    assert said["verdict"] == "INDETERMINATE" and "TITLE_INCOMPLETE" in said["codes"]


def test_a_maker_who_is_one_of_several_holders_clears_nothing() -> None:
    both = work("old", "ann", splits={"WRK": {"ann": WHOLE // 2, "maker": WHOLE // 2}})
    new = work("new", "maker", ("DERIVED_FROM", "old"))
    sold = deal("E", "maker venue", line("new", "PRINT", "venue"))
    assert answer(both, new, sold, party="venue")["codes"] == ["PARENT_NOT_CLEARED"]


def test_a_maker_who_was_only_named_sole_holder_makes_it_conditional() -> None:
    named = work("old", "ann", splits={"WRK": {"maker": WHOLE}})
    new = work("new", "maker", ("DERIVED_FROM", "old"), splits={"WRK": {"bo": 1, "maker": WHOLE - 1}})
    sold = deal("E", "bo maker venue", line("new", "PRINT", "venue"))
    said = answer(named, new, sold, party="venue")
    assert (said["verdict"], said["codes"]) == ("CONDITIONAL", ["TITLE_UNCONFIRMED"])


def test_an_unknown_parent_leaves_it_open() -> None:
    said = answer(NEW)
    assert (said["verdict"], said["codes"]) == ("INDETERMINATE", ["UNKNOWN_ASSET"])


def test_a_parent_in_the_public_domain_is_free() -> None:
    records = {"old": {"authors": [{"died": "1950"}]}}
    assert answer(OLD, NEW, records=records, at=4_000_000_000)["verdict"] == "AUTHORISED"


def test_a_layer_that_neither_the_making_nor_the_use_engages_is_not_asked() -> None:
    """Adapting or printing a song needs nothing of the recording that it was taken from."""
    song = work("song", "ann")
    recording = work("rec", "label", ("EMBODIES", "song"), type="SOUND_RECORDING")
    new = work("new", "bo", ("DERIVED_FROM", "rec"))
    given = deal("D", "ann bo", line("song", "ADAPT|PRINT", "bo"))
    said = answer(song, recording, new, given)
    (parent,) = said["parents"]
    assert said["verdict"] == "AUTHORISED"
    assert [(one["work"], one["layer"]) for one in parent["layers"]] == [("song", "WRK")]


def test_a_layer_of_the_parent_that_is_only_to_be_paid_is_a_duty() -> None:
    song = work("song", "bo")
    recording = work("rec", "label", ("EMBODIES", "song"), type="SOUND_RECORDING")
    new = work("new", "bo", ("DERIVED_FROM", "rec"))
    said = answer(song, recording, new, use="PUBLIC_PLAYBACK")
    assert (said["verdict"], said["codes"]) == ("AUTHORISED_WITH_DUTIES", ["DUTY_PAYMENT"])


def test_flags_of_a_parent_carry_over() -> None:
    given = deal("D", "ann bo", line("old", "ADAPT|PRINT", "bo"))
    open_ = {"event": "dispute_opened", "time": 120, "subject": {"deal": "D"}, "opener": "ann"}
    assert "DISPUTED" not in answer(OLD, NEW, given)["flags"]
    assert "DISPUTED" in answer(OLD, NEW, given, open_)["flags"]


def row(length: int) -> list[Json]:
    """A work, another made from it, and so on: so many derived links above one another."""
    works = [work("w0", "bo")]
    return works + [work(f"w{n}", "bo", ("DERIVED_FROM", f"w{n - 1}")) for n in range(1, length + 1)]


def test_eight_derived_links_are_followed_and_nine_are_no_question() -> None:
    assert answer(*row(8), work="w8")["verdict"] == "AUTHORISED"
    said = answer(*row(9), work="w9")
    assert (said["verdict"], said["codes"]) == ("INDETERMINATE", ["BAD_QUERY"])
    assert said["layers"] == []


def test_other_links_do_not_count_towards_the_depth() -> None:
    works = [*row(8), work("rec", "bo", ("EMBODIES", "w8"), type="SOUND_RECORDING")]
    assert answer(*works, work="rec", use="DOWNLOAD")["verdict"] == "AUTHORISED"


def test_links_that_lead_in_a_circle_are_no_question() -> None:
    circle = [work("new", "bo", ("DERIVED_FROM", "old")), work("old", "bo", ("VERSION_OF", "new"))]
    assert answer(*circle)["codes"] == ["BAD_QUERY"]
    assert answer(work("new", "bo", ("DERIVED_FROM", "new")))["codes"] == ["BAD_QUERY"], "of itself"


def test_two_ways_to_one_parent_are_no_circle() -> None:
    works = [
        OLD,
        work("left", "bo", ("DERIVED_FROM", "old")),
        work("right", "bo", ("DERIVED_FROM", "old")),
        work("new", "bo", ("DERIVED_FROM", "left"), ("SAMPLES", "right")),
    ]
    said = answer(*works)
    assert said["codes"] == ["PARENT_NOT_CLEARED"]
    assert sorted(one["work"] for one in said["parents"]) == ["left", "right"], "each asks it once"


def test_the_steps_of_an_answer_are_those_of_its_tracks_and_of_what_they_were_made_from() -> None:
    world, ann, bo = World(), party("ann"), party("bo")
    old = world.register(ann)
    new = world.register(bo, links=[(LinkKind.DERIVED_FROM, old)])
    recording = world.register(bo, AssetType.SOUND_RECORDING, links=[(LinkKind.EMBODIES, new)])
    album = world.register(bo, AssetType.COMPILATION, links=[(LinkKind.CONTAINS, recording)])
    both = Usage.ADAPT.mask | Usage.DOWNLOAD.mask
    world.deal(world.line(old, Layer.WRK, bo, usage=both))
    verdict = ask(world, bo, album, Usage.DOWNLOAD)
    assert verdict.status == "AUTHORISED" and verdict.layers == ()
    steps = [(hop.kind, hop.asset, Layer(hop.layer).name) for hop in verdict.hops()]
    assert steps == [
        ("title", recording, "PRF"),
        ("title", recording, "PHN"),
        ("title", new, "WRK"),
        ("title", old, "WRK"),
        ("line", old, "WRK"),
    ]
