"""V2; CL 13, 16: every parent is looked at, in every layer that making from it or using it engages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.question import Question
from ledger.core.rights import LinkKind, Usage
from ledger.core.verification import verify
from tests.judge.words import WHOLE, Json
from tests.unit.core.test_derivatives import OLD, answer, deal, line, work
from tests.unit.core.world import World, party, says

LOWEST = "0x" + "1".zfill(64)
"""A work that stands before all others in a list of links."""


def steps(said: Json) -> list[tuple[str, str]]:
    return sorted((one["work"], one["parent"]) for one in said["parents"])


def test_nothing_is_left_out_behind_a_parent_that_was_met_before() -> None:
    works = [
        work("a", "ann"),
        work("b", "bea", ("DERIVED_FROM", "a")),
        work("c", "cy", ("DERIVED_FROM", "b")),
        work("x", "xu"),
        work("y", "yu", ("DERIVED_FROM", "x")),
        work("z", "zoe", ("DERIVED_FROM", "y")),
        work("new", "bo", *(("DERIVED_FROM", name) for name in ("b", "c", "z"))),
    ]
    assert steps(answer(*works)) == [
        *(("b", "a"), ("c", "b"), ("new", "b"), ("new", "c"), ("new", "z"), ("y", "x"), ("z", "y"))
    ]


def test_nothing_is_left_out_behind_a_parent_that_is_unknown() -> None:
    new = work("new", "bo", ("DERIVED_FROM", LOWEST), ("DERIVED_FROM", "old"))
    assert steps(answer(OLD, new)) == [("new", LOWEST), ("new", "old")]


def test_makers_must_have_cleared_the_song_though_the_use_does_not_engage_it() -> None:
    """Renting asks nothing of a song, sampling it does: whose it is must be known."""
    sound = [{**line("rec", "SAMPLE|RENT", "bo"), "layer": layer} for layer in ("PRF", "PHN")]
    own = [{**line("new", "RENT", "venue"), "layer": layer} for layer in ("PRF", "PHN")]
    said = {}
    for name in ("song", "nowhere"):
        events = [
            work("song", "bo"),
            work("rec", "label", ("EMBODIES", name), type="SOUND_RECORDING"),
            work("new", "bo", ("SAMPLES", "rec"), ("EMBODIES", "song"), type="SOUND_RECORDING"),
            deal("D", "label bo", *sound),
            deal("E", "bo venue", *own),
        ]
        found = answer(*events, party="venue", use="RENT")
        said[name] = found["verdict"], found["codes"]
    assert said == {"song": ("AUTHORISED", []), "nowhere": ("INDETERMINATE", ["TITLE_INCOMPLETE"])}


def test_what_the_use_does_not_engage_is_not_asked_of_the_partys_own_right() -> None:
    """Of a recording of nobody knows which song, who may rent it may rent what samples it."""
    layers = [("rec", "PRF"), ("rec", "PHN"), ("new", "PRF"), ("new", "PHN")]
    own = [{**line(name, "RENT", "venue"), "layer": layer} for name, layer in layers]
    events = [
        work("rec", "label", ("EMBODIES", "nowhere"), type="SOUND_RECORDING"),
        work("song", "bo"),
        work("new", "bo", ("SAMPLES", "rec"), ("EMBODIES", "song"), type="SOUND_RECORDING"),
        deal("D", "label bo venue", *own),
    ]
    said = answer(*events, party="venue", use="RENT")
    assert (said["verdict"], said["codes"]) == ("AUTHORISED", [])
    assert answer(*events[:3], party="venue", use="RENT")["verdict"] == "NOT_AUTHORISED"


def test_of_a_parent_of_which_neither_the_making_nor_the_use_engages_anything_nothing_is_asked() -> None:
    """Nobody's leave is needed to print words that were written after a silent film."""
    film = work("film", "ann", type="AUDIOVISUAL")
    said = answer(film, work("new", "bo", ("DERIVED_FROM", "film")))
    assert (said["verdict"], said["codes"]) == ("AUTHORISED", [])
    (parent,) = said["parents"]
    assert (parent["verdict"], parent["layers"]) == ("AUTHORISED", [])


def test_makers_need_no_leave_of_a_layer_that_is_only_to_be_paid() -> None:
    """To adapt a song off its recording engages the song; to play it owes the label."""
    uses = "ADAPT|PUBLIC_PLAYBACK"
    events = [
        work("song", "com"),
        work("rec", "label", ("EMBODIES", "song"), type="SOUND_RECORDING"),
        work("new", "bo", ("DERIVED_FROM", "rec")),
        deal("D", "com bo", line("song", uses, "bo")),
        deal("E", "bo venue", line("new", uses, "venue")),
    ]
    (parent,) = answer(*events, party="venue", use="PUBLIC_PLAYBACK")["parents"]
    assert [(one["work"], one["layer"], one["verdict"]) for one in parent["layers"]] == [
        ("rec", "PHN", "AUTHORISED_WITH_DUTIES"),
        ("song", "WRK", "AUTHORISED"),
    ]
    assert parent["layers"][0]["findings"][0]["payees"] == "label"


def test_makers_need_no_line_on_a_song_in_the_public_domain() -> None:
    sound = [{**line("rec", "SAMPLE|DOWNLOAD", "bo"), "layer": layer} for layer in ("PRF", "PHN")]
    own = [{**line("new", "DOWNLOAD", "venue"), "layer": layer} for layer in ("PRF", "PHN")]
    events = [
        work("song", "com"),
        work("rec", "label", ("EMBODIES", "song"), type="SOUND_RECORDING"),
        work("tune", "bo"),
        work("new", "bo", ("SAMPLES", "rec"), ("EMBODIES", "tune"), type="SOUND_RECORDING"),
        deal("D", "label bo", *sound),
        deal("E", "bo venue", *own, line("tune", "DOWNLOAD", "venue")),
    ]
    asked = {"party": "venue", "use": "DOWNLOAD", "at": 1_790_000_000}
    said = answer(*events, records={"song": {"authors": [{"died": "1950"}]}}, **asked)
    assert said["verdict"] == "AUTHORISED"
    assert [one["codes"] for one in said["parents"][0]["layers"]] == [[], [], ["PUBLIC_DOMAIN"]]
    assert answer(*events, **asked)["codes"] == ["PARENT_NOT_CLEARED"]


def test_a_parent_without_a_title_leaves_it_open() -> None:
    world, lin, hao = World(), party("lin"), party("hao")
    old = world.register(hao)
    new = world.register(lin, links=[(LinkKind.DERIVED_FROM, old)])
    state = world.state()
    bare = replace(state, titles={key: known for key, known in state.titles.items() if key[0] == new})
    verdict = verify(bare, Question(lin, Usage.PRINT, new, "CN", world.time))
    assert says(verdict, "INDETERMINATE", "TITLE_INCOMPLETE")


# Blankets of makers


def lent(*licensees: str, makers: str, to: str) -> Json:
    """A parent whose holder gave exclusives for printing, and then joined a society that gave a blanket."""
    uses = ["ADAPT", "PRINT"]
    exclusives = [line("old", "PRINT", one, exclusivity="EXCLUSIVE") for one in licensees]
    term = {"territories": ["CN"], "start": 120, "end": 120 + 731 * 86_400}
    member = {"givers": ["ann"], "to": "soc", "uses": uses, "kind": "COLLECTIVE", "mandate": "M"}
    made = {**line("", "ADAPT|PRINT", to), **term, "society": "soc"}
    del made["work"]
    signers = ["soc"] if to == "ANYONE" else ["soc", to]
    shares = {name: WHOLE // len(makers.split()) for name in makers.split()}
    new = work("new", makers.split()[0], ("DERIVED_FROM", "old"), splits={"WRK": shares})
    return answer(
        OLD,
        new,
        deal("X", " ".join(["ann", *licensees]), *exclusives),
        {"event": "mandate", "time": 115, **member, **term, "start": 115},
        {"event": "deal", "time": 120, "deal": "B", "signers": signers, "lines": [made]},
        deal("E", f"{makers} venue", line("new", "PRINT", "venue")) | {"time": 130},
        party="venue",
    )


def test_a_blanket_to_anyone_serves_a_maker_whose_own_exclusive_goes_before_it() -> None:
    """An exclusive keeps others out, never the one who has it."""
    assert lent("bo", makers="bo", to="ANYONE")["verdict"] == "AUTHORISED"
    assert lent("film", makers="bo", to="ANYONE")["codes"] == ["PARENT_NOT_CLEARED"]


@pytest.mark.parametrize(("to", "verdict"), [("bo", "NOT_AUTHORISED"), ("cy", "AUTHORISED")])
def test_a_blanket_to_one_maker_does_not_serve_another(to: str, verdict: str) -> None:
    assert lent("cy", makers="bo cy", to=to)["verdict"] == verdict
