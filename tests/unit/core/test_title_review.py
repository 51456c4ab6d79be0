"""Titles whose keyless units are claimed, and facts about titles that these contracts never tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from ledger.core import events
from ledger.core.collecting import collect, keys_of
from ledger.core.events import Event
from ledger.core.model import Share, Title, Unclaimed
from ledger.core.question import Question
from ledger.core.rights import WHOLE, AssetType, Layer, LinkKind, Usage
from ledger.core.state import fold
from ledger.core.verification import verify
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.unit.core.world import World, ask, party, says, table, title_hash

LIN, HAO, VENUE, SUN = party("lin"), party("hao"), party("venue"), party("sun")
WRK, AVP = Layer.WRK, Layer.AVP
WHO = an_id("who")
HALF = WHOLE // 2
FILE = an_id("file")


class Claims(World):
    """What the contract tells when keyless units are claimed, and when a registrant replaces a table."""

    def claim_units(self, asset: str, newcomer: str, signed: Sequence[str], *, confirmed: bool) -> str:
        """All units without a key go to a newcomer; ``signed``: who has signed the title after. Its hash."""
        old = self._titles[asset, WRK]
        units = {share.holder: share.units for share in old.shares}
        units[newcomer] = units.get(newcomer, 0) + sum(row.units for row in old.unclaimed)
        self._change(old, 2, confirmed=confirmed, shares=table(units), detail=WHO)
        title = title_hash(self._titles[asset, WRK])
        for holder in () if confirmed else signed:
            self._emit(events.TitleConfirmed, title=title, holder=holder)
        return title

    def replace_title(self, asset: str, layer: Layer, units: dict[str, int]) -> None:
        """Another table by the registrant."""
        self._change(
            self._titles[asset, layer], 1, confirmed=False, shares=table(units), detail="0x" + "00" * 32
        )

    def _change(
        self, old: Title, change: int, *, confirmed: bool, shares: tuple[Share, ...], detail: str
    ) -> None:
        self._block(None)
        self._emit(
            events.TitleChanged, change=change, title=title_hash(old),
            confirmed=confirmed, detail=detail,
        )  # fmt: skip
        self._record(
            Title(old.asset, old.layer, title_hash(old), old.version + 1, self.time, confirmed, shares)
        )


def keyless(world: Claims, units: dict[str, int]) -> str:
    """A song registered by Lin, whose rest belongs to somebody without a key."""
    rest = (Unclaimed(WHO, WHOLE - sum(units.values())),)
    return world.register(LIN, splits={WRK: units}, unclaimed={WRK: rest})


def refused(history: list[Event]) -> str:
    with pytest.raises(BadInput) as caught:
        fold(history)
    return caught.value.code


def test_who_signed_before_a_claim_or_in_it_has_signed_the_title_after() -> None:
    world = Claims()
    song = keyless(world, {LIN: HALF, HAO: HALF // 2})
    world.confirm(song, WRK, HAO)
    title = world.claim_units(song, VENUE, [HAO, VENUE], confirmed=False)
    state = world.state()
    newest = state.title(song, WRK)
    assert newest is not None and newest.hash == title and not state.is_confirmed(newest)
    assert set(state.confirmed[title]) == {HAO, VENUE}
    world.confirm(song, WRK, LIN)
    assert world.state().is_confirmed(newest), "with the last of them"


def test_what_all_have_signed_says_so_itself() -> None:
    world = Claims()
    song = keyless(world, {LIN: HALF})
    title = world.claim_units(song, VENUE, [LIN, VENUE], confirmed=True)
    state = world.state()
    newest = state.title(song, WRK)
    assert newest is not None and state.is_confirmed(newest) and title not in state.confirmed


def test_nobody_has_signed_a_table_without_holders() -> None:
    """As in ``TitleBook``: of no holders at all it is never said that all have signed."""
    world = Claims()
    song = world.register(LIN, unclaimed={WRK: [Unclaimed(WHO, WHOLE)]})
    album = world.register(LIN, AssetType.COMPILATION)
    state = world.state()
    for asset, layer in ((song, 1), (album, 0)):
        version = state.title(asset, layer)
        assert version is not None and not version.title.shares and not state.is_confirmed(version)


@pytest.mark.parametrize("fields", [{"title": an_id("no title")}, {"holder": VENUE}])
def test_nobody_confirms_what_is_not_there_or_not_his(fields: dict[str, Any]) -> None:
    world = Claims()
    world.confirm(world.register(LIN), WRK, LIN)
    assert refused([*world.events[:-1], replace(world.events[-1], **fields)]) == "EVIDENCE_ORDER"


def test_nobody_confirms_what_all_have_signed() -> None:
    world = Claims()
    song = world.register(LIN)
    world.retitle(song, WRK, [VENUE])
    world.confirm(song, WRK, VENUE)
    assert refused(world.events) == "EVIDENCE_ORDER"


def test_nobody_confirms_a_title_of_yesterday() -> None:
    world = Claims()
    song = world.register(LIN)
    old = title_hash(world._titles[song, WRK])
    world.retitle(song, WRK, [VENUE])
    world._block(None)
    world._emit(events.TitleConfirmed, title=old, holder=LIN)
    assert refused(world.events) == "EVIDENCE_ORDER"


def test_the_hash_of_a_title_is_no_asset() -> None:
    world = Claims()
    song = world.register(LIN)
    world.confirm(song, WRK, LIN)
    hashed = title_hash(world._titles[song, WRK])
    state = collect(
        lambda keys: [event for event in world.events if {*keys} & {*keys_of(event)}], assets=[hashed]
    )
    assert not state.assets and not state.confirmed


def test_a_holder_is_judged_on_the_title_at_the_moment_asked_about() -> None:
    world = Claims()
    song = keyless(world, {LIN: HALF})
    before = world.time
    assert says(ask(world, LIN, song), "INDETERMINATE", "TITLE_INCOMPLETE")
    world.claim_units(song, VENUE, [], confirmed=True)
    assert says(ask(world, LIN, song, at=before), "INDETERMINATE", "TITLE_INCOMPLETE"), (
        "half was nobody's then"
    )


def test_a_rival_who_is_named_later_had_no_units_before() -> None:
    world = Claims()
    world.register(SUN, AssetType.AUDIOVISUAL, file=FILE, links=[])
    song = world.register(HAO)
    video = world.register(LIN, AssetType.AUDIOVISUAL, file=FILE, links=[(LinkKind.EMBODIES, song)])
    before = world.time
    assert "EARLIER_CLAIM" in ask(world, LIN, video, Usage.RENT).codes
    world.replace_title(video, AVP, {LIN: WHOLE - 1, SUN: 1})
    assert "EARLIER_CLAIM" in ask(world, LIN, video, Usage.RENT, at=before).codes, "she named him herself"


def test_a_rival_who_assigned_his_units_has_signed() -> None:
    world = Claims()
    world.register(SUN, AssetType.AUDIOVISUAL, file=FILE)
    video = world.register(LIN, AssetType.AUDIOVISUAL, file=FILE, splits={AVP: [LIN, SUN]})
    world.retitle(video, AVP, [LIN])
    assert says(ask(world, LIN, video, Usage.RENT), "AUTHORISED"), "both signed the assignment"


def test_of_the_time_before_it_is_told_when_a_layer_was_registered() -> None:
    """A title that came later is none then; a title with units of nobody is another matter."""
    world = Claims()
    song = world.register(LIN)
    since = world.time
    world.retitle(song, WRK, [HAO], time=since + 100)
    gap = keyless(world, {LIN: HALF})
    facts = {"layer": "WRK"}
    for asset, at, later in ((song, since - 1, {"since": since}), (gap, world.time, {})):
        verdict = verify(world.state(), Question(LIN, Usage.PRINT, asset, "CN", at))
        (said,) = verdict.layers[0].findings
        assert (said.code, dict(said.params)) == ("TITLE_INCOMPLETE", {"asset": asset, **facts, **later})
        assert len(said.params) == 2 + len(later)
    unknown = replace(world.state(), titles={})
    (said,) = verify(unknown, Question(LIN, Usage.PRINT, song, "CN", since)).layers[0].findings
    assert [name for name, _ in said.params] == ["asset", "layer"]
