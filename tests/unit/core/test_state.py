"""The reducer: whole histories, evidence that can't be true, and what each event is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ledger.core import events
from ledger.core.collecting import holds_key, keys_of
from ledger.core.events import Event
from ledger.core.ids import entry_of
from ledger.core.model import ZERO_HASH, Unclaimed
from ledger.core.rights import WHOLE, AssetType, Layer, LinkKind
from ledger.core.state import State, fold
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.unit.core.world import World, hashed, head_after, party, title_hash

LIN, HAO, VENUE = party("lin"), party("hao"), party("venue")
FILE, ROOT = an_id("file"), an_id("root")
RECORDING, ALBUM = AssetType.SOUND_RECORDING, AssetType.COMPILATION


class Story:
    """A song, its recording from an anchor, two deals of which one ended, one deal withdrawn."""

    def __init__(self) -> None:
        self.world = world = World()
        self.song = world.register(LIN, splits={Layer.WRK: {LIN: 60_000_000, HAO: 40_000_000}})
        self.anchored = world.anchor(ROOT)
        self.recording = world.register(
            LIN, RECORDING, file=FILE, links=[(LinkKind.EMBODIES, self.song)], splits={Layer.PRF: [HAO]},
            root=ROOT,
        )  # fmt: skip
        lines = (world.line(self.song, Layer.WRK, VENUE), world.line(self.recording, Layer.PRF, VENUE))
        self.first = world.deal(*lines)
        self.second = world.deal(world.line(self.song, Layer.WRK, VENUE, notice=60))
        world.terminate(self.second, by=VENUE)
        self.withdrawn = world.cancel(world.text(*lines, salt=an_id("never")), by=HAO)
        world.cancel_registration(an_id("unsent"), by=LIN)

    def place(self, kind: type[Event], nth: int = 0) -> int:
        """Where the nth event of a kind stands."""
        return [at for at, event in enumerate(self.world.events) if isinstance(event, kind)][nth]

    def altered(self, kind: type[Event], nth: int = 0, **fields: Any) -> list[Event]:
        """The history with one event told otherwise."""
        found = list(self.world.events)
        place = self.place(kind, nth)
        found[place] = replace(found[place], **fields)
        return found


@pytest.fixture
def story() -> Story:
    return Story()


def refused(history: list[Event], state: State | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        fold(history, state)
    return caught.value.code


def test_a_whole_history(story: Story) -> None:
    state = story.world.state()
    assert set(state.assets) == {story.song, story.recording}
    assert state.assets[story.recording].priority == story.anchored < state.assets[story.recording].at.time
    assert state.anchors.keys() == {ROOT} and state.claims == {FILE: [story.recording]}
    expected = {(story.song, Layer.WRK), (story.recording, Layer.PRF), (story.recording, Layer.PHN)}
    assert set(state.titles) == expected
    title = state.title(story.song, Layer.WRK)
    assert title is not None and title.title.since == title.at.time and title.title.version == 0
    assert title.hash == title_hash(title.title)
    assert {share.holder: share.units for share in title.title.shares} == {LIN: 60_000_000, HAO: 40_000_000}
    assert set(state.deals) == {story.first, story.second} and state.cancelled.keys() == {story.withdrawn}
    assert state.cancelled[story.withdrawn].by == HAO


def test_lines_of_a_layer_oldest_first(story: Story) -> None:
    state = story.world.state()
    found = [(deal.event.deal, index) for deal, index, _ in state.lines_on(story.song, Layer.WRK)]
    assert found == [(story.first, 0), (story.second, 0)]
    ((deal, index, line),) = state.lines_on(story.recording, Layer.PRF)
    assert (deal.event.deal, index, line.layer) == (story.first, 1, Layer.PRF)
    assert not list(state.lines_on(story.recording, Layer.PHN))


def test_ends_are_kept_and_the_last_one_counts(story: Story) -> None:
    world = story.world
    ended = world.state().deals[story.second].end_of(0)
    assert ended is not None and ended.end == ended.at.time + 60 and ended.by == VENUE
    assert world.state().deals[story.first].end_of(0) is None
    world.terminate(story.first, [1], end=world.time + 1000, by=VENUE)
    world.terminate(story.first, [1], end=world.time + 500, by=VENUE)
    deal = world.state().deals[story.first]
    last = deal.end_of(1)
    assert deal.end_of(0) is None and last is not None and last.end == deal.ends[0].end - 500 + 12
    assert [end.index for end in deal.ends] == [1, 1]


def test_cross_termination_ends_every_line() -> None:
    world = World()
    song = world.register(LIN)
    lines = [world.line(song, Layer.WRK, who) for who in (HAO, VENUE)]
    deal = world.deal(*lines, cross_termination=True)
    world.terminate(deal, [0], by=HAO)
    assert [end.index for end in world.state().deals[deal].ends] == [0, 1]


def test_heads_are_chains_of_their_lines(story: Story) -> None:
    state = story.world.state()
    texts = {deal: known.event.text for deal, known in state.deals.items()}
    chain = hashed("bytes32 uint8", story.song, Layer.WRK)
    entries = [entry_of(deal, 0, texts[deal].lines[0]) for deal in (story.first, story.second)]
    assert state.chains[chain] == entries
    assert state.heads[chain] == head_after(head_after(ZERO_HASH, entries[0]), entries[1])
    alone = hashed("bytes32 uint8", story.recording, Layer.PRF)
    assert state.heads[alone] == head_after(ZERO_HASH, entry_of(story.first, 1, texts[story.first].lines[1]))
    assert set(state.heads) == {chain, alone} == set(state.chains)


def test_the_state_at_a_block_is_the_fold_up_to_it(story: Story) -> None:
    every = {event.at.block for event in story.world.events}
    counts = [len(story.world.state(block).assets) for block in sorted(every)]
    assert counts[:3] == [1, 1, 2]
    assert story.world.state(0) == State() == fold([])
    first = story.world.events[: story.place(events.DealActivated)]
    rest = story.world.events[len(first) :]
    assert fold(rest, fold(first)) == story.world.state(), "a fold can go on"


def test_a_later_version_of_a_title_is_bound_to_the_one_before(story: Story) -> None:
    story.world.retitle(story.song, Layer.WRK, [HAO])
    versions = story.world.state().titles[story.song, Layer.WRK]
    assert [version.title.version for version in versions] == [0, 1]
    assert versions[1].title.previous == versions[0].hash
    assert refused(story.altered(events.TitleRecorded, 3, title=versions[0].hash)) == "EVIDENCE_HASH"
    assert refused(story.altered(events.TitleRecorded, 3, version=2)) == "EVIDENCE_ORDER"
    assert refused(story.altered(events.TitleRecorded, 3, version=0)) == "EVIDENCE_ORDER"


def test_anchoring_again_keeps_the_first_time() -> None:
    world = World()
    world.anchor(ROOT, by=LIN)
    again = replace(world.events[0], at=replace(world.events[0].at, block=9, time=2**40), by=HAO)
    state = fold([*world.events, again])  # type: ignore[list-item]
    assert state.anchors[ROOT] == world.events[0]


def test_several_assets_may_claim_a_file_and_an_album_none() -> None:
    world = World()
    song = world.register(LIN)
    ones = [
        world.register(who, RECORDING, file=FILE, links=[(LinkKind.EMBODIES, song)]) for who in (LIN, HAO)
    ]
    album = world.register(LIN, ALBUM, links=[(LinkKind.CONTAINS, ones[0])])
    state = world.state()
    assert state.claims == {FILE: ones}
    assert state.titles[album, 0][0].title.shares == () and state.title(album, Layer.WRK) is None


def _swapped(story: Story) -> list[Event]:
    found = list(story.world.events)
    found[0], found[1] = found[1], found[0]
    return found


def _log(story: Story, log_index: int) -> list[Event]:
    at = replace(story.world.events[1].at, log_index=log_index)
    return story.altered(events.TitleRecorded, at=at)


def _gap(story: Story) -> list[Event]:
    story.world.retitle(story.song, Layer.WRK, [HAO])
    return [event for event in story.world.events if event != story.world.events[1]]


ORDER: dict[str, Callable[[Story], list[Event]]] = {
    "swapped": _swapped,
    "twice": lambda story: [story.world.events[0], *story.world.events],
    "same log index": lambda story: _log(story, 0),
    "an earlier block": lambda story: [*story.world.events, story.world.events[3]],
    "title without its asset": lambda story: story.world.events[1:],
    "first version is not 0": lambda story: story.altered(events.TitleRecorded, version=1),
    "a title left out": _gap,
    "end of an unknown deal": lambda story: story.altered(events.LineEnded, deal=an_id("no deal")),
    "end of a line that is none": lambda story: story.altered(events.LineEnded, index=1),
    "end before activation": lambda story: [
        event for event in story.world.events
        if not isinstance(event, events.DealActivated) or event.deal != story.second
    ],
    "end of a cancelled deal": lambda story: [
        *story.world.events,
        replace(
            story.world.events[story.place(events.LineEnded)], deal=story.withdrawn,
            at=replace(story.world.events[-1].at, log_index=9),
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", ORDER)
def test_what_can_not_have_come_in_this_order(story: Story, case: str) -> None:
    assert refused(ORDER[case](story)) == "EVIDENCE_ORDER"


HASH: dict[str, tuple[type[Event], int, dict[str, Any]]] = {
    "asset": (events.Registered, 0, {"asset": an_id("another")}),
    "registrant": (events.Registered, 0, {"registrant": HAO}),
    "record": (events.Registered, 0, {"record_hash": an_id("another")}),
    "type": (events.Registered, 0, {"asset_type": AssetType.LYRICS}),
    "file": (events.Registered, 1, {"file_tag": an_id("another")}),
    "links": (events.Registered, 1, {"links": ()}),
    "priority": (events.Registered, 0, {"priority": 1}),
    "priority of an anchor": (events.Registered, 1, {"priority": 1}),
    "title": (events.TitleRecorded, 0, {"title": an_id("another")}),
    "shares": (events.TitleRecorded, 1, {"shares": ()}),
    "unclaimed": (events.TitleRecorded, 2, {"unclaimed": (Unclaimed(an_id("who"), WHOLE),)}),
    "head": (events.LineActivated, 2, {"head": an_id("another")}),
}


@pytest.mark.parametrize("case", HASH)
def test_what_does_not_hash_to_what_it_says(story: Story, case: str) -> None:
    kind, nth, fields = HASH[case]
    history = story.altered(kind, nth, **fields)
    assert history != story.world.events and refused(history) == "EVIDENCE_HASH"


def test_a_title_is_bound_to_the_time_of_its_block(story: Story) -> None:
    at = story.world.events[1].at
    assert refused(story.altered(events.TitleRecorded, at=replace(at, time=at.time - 1))) == "EVIDENCE_HASH"


def test_an_error_names_the_place(story: Story) -> None:
    with pytest.raises(BadInput) as caught:
        fold(story.altered(events.Registered, 1, registrant=HAO))
    at = story.world.events[story.place(events.Registered, 1)].at
    assert (caught.value.params["block"], caught.value.params["log"]) == (at.block, at.log_index)


@pytest.mark.parametrize(
    ("kind", "nth", "keys"),
    [
        (events.Anchored, 0, lambda s: {ROOT}),
        (events.Registered, 0, lambda s: {s.song}),
        (events.Registered, 1, lambda s: {s.recording, FILE}),
        (events.TitleRecorded, 0, lambda s: {s.song, holds_key(LIN), holds_key(HAO)}),
        (events.RegistrationCancelled, 0, lambda s: {an_id("unsent")}),
        (events.DealActivated, 0, lambda s: {s.first, s.song, s.recording}),
        (events.LineActivated, 0, lambda s: {hashed("bytes32 uint8", s.song, Layer.WRK)}),
        (events.LineEnded, 0, lambda s: {s.second}),
        (events.DealCancelled, 0, lambda s: {s.withdrawn}),
    ],
)  # fmt: skip
def test_keys(story: Story, kind: type[Event], nth: int, keys: Callable[[Story], set[str]]) -> None:
    found = keys_of(story.world.events[story.place(kind, nth)])
    assert set(found) == keys(story) and len(found) == len(set(found)), "the index takes each key once"


def _again(story: Story, kind: type[Event]) -> list[Event]:
    event = story.world.events[story.place(kind)]
    return [*story.world.events, replace(event, at=replace(event.at, block=99))]


NEVER: dict[str, Callable[[Story], list[Event]]] = {
    "an asset twice": lambda story: _again(story, events.Registered),
    "a deal twice": lambda story: _again(story, events.DealActivated),
    "a deal both withdrawn and active": lambda story: story.altered(events.DealCancelled, deal=story.first),
    "a wrong first head": lambda story: story.altered(events.LineActivated, 1, head=an_id("another")),
    "a line that its deal does not have": lambda story: story.altered(events.LineActivated, 2, index=1),
    "a line of no deal": lambda story: story.altered(events.LineActivated, 1, deal=an_id("another")),
    "a line of another layer": lambda story: story.altered(events.LineActivated, 1, chain=an_id("another")),
    "an end later than the one before": lambda story: [
        *story.world.events,
        replace(
            story.world.events[story.place(events.LineEnded)], end=2**40,
            at=replace(story.world.events[-1].at, block=99),
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", NEVER)
def test_what_these_contracts_never_emit(story: Story, case: str) -> None:
    assert refused(NEVER[case](story)).startswith("EVIDENCE_")
