"""V2; CL 13, 16: what a work was made from must be cleared too, and links may not lead in circles."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.plain import judge
from ledger.core.rights import AssetType, Layer, LinkKind, Usage
from ledger.core.verdict import Finding
from tests.fakes import an_id
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


# What speaks for a parent, layer by layer

PLAYBACK = "SAMPLE|PUBLIC_PLAYBACK"
OF_SONG = line("song", PLAYBACK, "bo")
OF_SOUND, OF_VOICE = ({**line("rec", PLAYBACK, "bo"), "layer": layer} for layer in ("PHN", "PRF"))
OWED = {"code": "DUTY_PAYMENT", "asset": "rec", "layer": "PHN", "law": "CL 45", "payees": "label"}


def sampled(*lines: Json, asked: Json | None = None, **changes: Any) -> Json:
    """The one parent of a recording that samples another; a venue plays the new one, which it may."""
    events = [
        work("song", "com", **changes),
        work("rec", "label", ("EMBODIES", "song"), type="SOUND_RECORDING"),
        work("tune", "bo"),
        work("new", "bo", ("SAMPLES", "rec"), ("EMBODIES", "tune"), type="SOUND_RECORDING"),
    ]
    if lines:
        events.append(deal("D", "bo com label", *lines))
    own = [("new", "PRF"), ("new", "PHN"), ("tune", "WRK")]
    given = [{**line(name, "PUBLIC_PLAYBACK", "venue"), "layer": layer} for name, layer in own]
    said = answer(
        *events, deal("E", "bo venue", *given), **{"party": "venue", "use": "PUBLIC_PLAYBACK"} | (asked or {})
    )
    (parent,) = said["parents"]
    return parent | {"all": said["codes"]}


def of_layers(parent: Json) -> list[tuple[str, str, str, list[str], list[str]]]:
    return [
        (one["work"], one["layer"], one["verdict"], one["codes"], [hop["ref"] for hop in one["chain"]])
        for one in parent["layers"]
    ]


def test_what_makers_cleared_is_shown_with_what_is_owed_for_the_use() -> None:
    parent = sampled(OF_SONG, OF_SOUND, OF_VOICE)
    assert (parent["verdict"], parent["codes"]) == ("AUTHORISED_WITH_DUTIES", ["DUTY_PAYMENT"])
    assert of_layers(parent) == [
        ("rec", "PRF", "AUTHORISED", [], ["rec PRF 0", "D#2"]),
        ("rec", "PHN", "AUTHORISED_WITH_DUTIES", ["DUTY_PAYMENT"], ["rec PHN 0", "D#1"]),
        ("song", "WRK", "AUTHORISED", [], ["song WRK 0", "D#0"]),
    ]
    assert parent["layers"][1]["findings"] == [OWED]


@pytest.mark.parametrize("lines", [(), (OF_SONG, OF_SOUND), (OF_SONG, OF_VOICE), (OF_SOUND, OF_VOICE)])
def test_makers_need_every_layer_that_making_engages(lines: tuple[Json, ...]) -> None:
    """Else what speaks is the party's own right: the sound is only to be paid, the song not cleared."""
    parent = sampled(*lines)
    assert (parent["verdict"], parent["codes"]) == ("NOT_AUTHORISED", ["PARENT_NOT_CLEARED"])
    assert of_layers(parent) == [
        ("rec", "PHN", "AUTHORISED_WITH_DUTIES", ["DUTY_PAYMENT"], []),
        ("song", "WRK", "NOT_AUTHORISED", ["NO_GRANT"], []),
    ]


def test_a_free_layer_needs_no_line_of_its_makers() -> None:
    died = {"records": {"song": {"authors": [{"died": "1950"}]}}, "at": 1_790_000_000}
    parent = sampled(OF_SOUND, OF_VOICE, asked=died)
    assert of_layers(parent) == [
        ("rec", "PHN", "AUTHORISED_WITH_DUTIES", ["DUTY_PAYMENT"], []),
        ("song", "WRK", "AUTHORISED", ["PUBLIC_DOMAIN"], []),
    ]


def test_a_making_layer_whose_holders_are_unknown_is_asked_only_if_it_is_needed() -> None:
    """The song of a sampled recording is nobody's here: printing needs it, and so does sampling."""
    alone = work("rec", "label", ("EMBODIES", "nowhere"), type="SOUND_RECORDING")
    for kind, use in (("DERIVED_FROM", "PRINT"), ("SAMPLES", "PRINT"), ("SAMPLES", "RENT")):
        said = answer(alone, work("new", "bo", (kind, "rec")), use=use)
        assert said["verdict"] != "AUTHORISED", (kind, use)
        assert "TITLE_INCOMPLETE" in said["parents"][0]["codes"] or use == "RENT"


def test_a_finding_names_the_two_works_and_how_they_are_linked() -> None:
    world = World()
    old, gone = world.register(party("ann")), an_id("gone")
    links = [(LinkKind.DERIVED_FROM, old), (LinkKind.DERIVED_FROM, gone)]
    new = world.register(party("bo"), links=links)
    found = ask(world, party("bo"), new, Usage.PRINT).parents
    assert {one.parent: one.findings for one in found} == {
        old: (Finding("PARENT_NOT_CLEARED", (("asset", new), ("parent", old), ("kind", "DERIVED_FROM"))),),
        gone: (Finding("UNKNOWN_ASSET", (("asset", gone),)),),
    }


def test_an_unknown_parent_hides_no_other() -> None:
    new = work("new", "bo", ("DERIVED_FROM", "nowhere"), ("DERIVED_FROM", "old"))
    said = answer(OLD, new)
    assert {one["parent"]: one["codes"] for one in said["parents"]} == {
        "old": ["PARENT_NOT_CLEARED"],
        "nowhere": ["UNKNOWN_ASSET"],
    }
    assert said["verdict"] == "NOT_AUTHORISED"


def test_one_parent_met_on_two_ways_is_told_once() -> None:
    """Two drafts from one poem: poem to draft is asked once for each, whichever way one comes."""
    first, second = (
        work("first", "cy", ("DERIVED_FROM", "old")),
        work("second", "dee", ("DERIVED_FROM", "first")),
    )
    new = work("new", "bo", ("DERIVED_FROM", "first"), ("DERIVED_FROM", "second"))
    steps = [(one["work"], one["parent"]) for one in answer(OLD, first, second, new)["parents"]]
    assert sorted(steps) == [("first", "old"), ("new", "first"), ("new", "second"), ("second", "first")]


def test_an_unfinished_title_of_the_parent_is_told_with_its_layer() -> None:
    gap = work("old", "ann", splits={"WRK": {"ann": WHOLE - 1, "?x": 1}})
    for more in ([], [deal("D", "ann bo", line("old", "ADAPT|PRINT", "bo"))]):
        (parent,) = answer(gap, NEW, *more)["parents"]
        (layer,) = parent["layers"]
        assert layer["findings"] == [{"code": "TITLE_INCOMPLETE", "asset": "old", "layer": "WRK"}]
        others = [(one["kind"], one["ref"], one["codes"]) for one in layer["others"]]
        assert others == ([("line", "D#0", ["TITLE_INCOMPLETE"])] if more else [])


def test_the_title_of_a_maker_who_holds_the_parent_alone_is_the_chain() -> None:
    old = work("old", "ann")
    new = work("new", "ann", ("DERIVED_FROM", "old"), splits={"WRK": {"ann": WHOLE - 1, "bo": 1}})
    sold = deal("E", "ann bo venue", line("new", "PRINT", "venue"))
    (parent,) = answer(old, new, sold, party="venue")["parents"]
    assert parent["verdict"] == "AUTHORISED" and of_layers(parent) == [
        ("old", "WRK", "AUTHORISED", [], ["old WRK 0"])
    ]
    assert parent["layers"][0]["chain"][0]["kind"] == "title"
