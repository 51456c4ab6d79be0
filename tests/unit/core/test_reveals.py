"""Sealed works that are revealed: how events fold, what is collected, and what a verdict makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ledger.core import events
from ledger.core.collecting import collect, keys_of
from ledger.core.ids import title_key
from ledger.core.model import ZERO_HASH, Title, Unclaimed
from ledger.core.rights import AssetType, Layer, LinkKind
from ledger.core.state import fold
from ledger.core.unsealing import Sealed, Version, words_of
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.unit.core.world import World, ask, hashed, party, says

LIN, HAO, SUN = party("lin"), party("hao"), party("sun")
FILE, SALT = an_id("file"), an_id("salt")
TAG = hashed("bytes32 bytes32", FILE, SALT)
WRK = Layer.WRK


def sealed() -> tuple[World, str]:
    """Lin's sealed song, older than anything else."""
    world = World()
    return world, world.register(LIN, file=TAG)


def revealed() -> tuple[World, str, str]:
    """Lin's song, Hao's of the same file since, then Lin's is revealed."""
    world, mine = sealed()
    his = world.register(HAO, file=FILE)
    world.reveal(mine, FILE, SALT)
    return world, mine, his


def lookup(world: World) -> Callable[[Any], list[events.Event]]:
    return lambda keys: [event for event in world.events if {*keys} & {*keys_of(event)}]


def test_a_revealed_work_claims_its_file() -> None:
    world, mine, his = revealed()
    state = world.state()
    assert state.claims == {TAG: [mine], FILE: [his, mine]}
    assert state.revealed[mine].file == FILE
    assert [one.asset for one in state.claimants(mine)] == [mine, his]
    assert [one.asset for one in state.claimants(his)] == [his, mine]


def test_what_a_revealed_work_is_linked_to_is_collected() -> None:
    world = World()
    song = world.register(HAO)
    mine = world.register(LIN, AssetType.SOUND_RECORDING, file=TAG, links=[(LinkKind.EMBODIES, song)])
    world.reveal(mine, FILE, SALT)
    assert set(collect(lookup(world), assets=[mine]).assets) == {mine, song}


def test_the_priority_is_that_of_the_seal() -> None:
    world, mine, his = revealed()
    assert says(ask(world, HAO, his), "CONDITIONAL", "EARLIER_CLAIM")
    verdict = ask(world, LIN, mine)
    assert says(verdict, "AUTHORISED") and verdict.flags == ("COMPETING_CLAIM",)


def test_before_the_reveal_nobody_knows() -> None:
    world, mine = sealed()
    his = world.register(HAO, file=FILE)
    assert says(ask(world, HAO, his), "AUTHORISED") and ask(world, HAO, his).flags == ()
    assert ask(world, LIN, mine).flags == ()


def test_a_later_seal_is_a_flag() -> None:
    world = World()
    his = world.register(HAO, file=FILE)
    mine = world.register(LIN, file=TAG)
    world.reveal(mine, FILE, SALT)
    assert says(ask(world, LIN, mine), "CONDITIONAL", "EARLIER_CLAIM")
    assert says(ask(world, HAO, his), "AUTHORISED") and ask(world, HAO, his).flags == ("COMPETING_CLAIM",)


def test_a_copied_tag_is_a_rival_too() -> None:
    world, mine = sealed()
    copy = world.register(SUN, file=TAG)
    assert says(ask(world, SUN, copy), "CONDITIONAL", "EARLIER_CLAIM")
    world.reveal(mine, FILE, SALT)
    assert [one.asset for one in world.state().claimants(mine)] == [mine, copy]


def test_who_sealed_it_first_has_a_stake() -> None:
    world, _, his = revealed()
    world.open_dispute(title_key(his, WRK), LIN)
    assert "DISPUTED" in ask(world, HAO, his).flags


@pytest.mark.parametrize("by", ["asset", "file", "tag"])
def test_all_rivals_are_collected(by: str) -> None:
    world, mine, his = revealed()
    find = lookup(world)
    wanted = {"asset": {"assets": [his]}, "file": {"files": [FILE]}, "tag": {"files": [TAG]}}[by]
    state = collect(find, **wanted)  # type: ignore[arg-type]
    assert set(state.assets) == {mine, his} and set(state.revealed) == {mine}
    world.register(SUN, file=an_id("other"))
    assert set(collect(find, **wanted).assets) == {mine, his}  # type: ignore[arg-type]


def never(world: World, mine: str) -> dict[str, tuple[events.Event, str]]:
    """Reveals that these contracts can't have told, and the error of each."""
    good = world.events[-1]
    assert isinstance(good, events.Revealed)
    later = replace(good, at=replace(good.at, block=good.at.block + 1))
    return {
        "twice": (later, "EVIDENCE_ORDER"),
        "of no asset": (replace(later, asset=an_id("none")), "EVIDENCE_ORDER"),
        "of no file": (replace(later, asset=mine, file=ZERO_HASH), "EVIDENCE_ORDER"),
        "another salt": (replace(later, asset=mine, salt=FILE), "EVIDENCE_HASH"),
        "another file": (replace(later, asset=mine, file=SALT), "EVIDENCE_HASH"),
    }


@pytest.mark.parametrize("case", ["twice", "of no asset", "of no file", "another salt", "another file"])
def test_reveals_that_can_not_be(case: str) -> None:
    world, mine = sealed()
    world.reveal(mine, FILE, SALT)
    event, code = never(world, mine)[case]
    before = world.events if case == "twice" else world.events[:-1]
    with pytest.raises(BadInput) as caught:
        fold([*before, event])
    assert caught.value.code == code


def rows(title: Title) -> str:
    """Hash of a title's table."""
    keyless = [(one.who, one.units) for one in title.unclaimed]
    held = [(one.holder, one.units) for one in title.shares]
    return hashed("(address,uint32)[] (bytes32,uint32)[]", held, keyless)


def test_the_words_lead_through_every_version() -> None:
    world, mine = sealed()
    first = world.time
    world.retitle(mine, WRK, [HAO, LIN])
    world.retitle(mine, WRK, [], unclaimed=[Unclaimed(an_id("somebody"), 100_000_000)])
    words = words_of(world.state(), mine)
    event = world.state().assets[mine]
    titles = [one.title for one in world.state().titles[mine, WRK]]
    assert words == Sealed(
        LIN, event.record_hash, 1, TAG, (), WRK,
        tuple(Version(one.since, one.confirmed, rows(one)) for one in titles), first,
    )  # fmt: skip
    assert len(words.versions) == 3


VERSION = Version(1, True, ZERO_HASH)
WORDS = Sealed(LIN, an_id("record"), 1, TAG, (), WRK, (VERSION,), 1)


@pytest.mark.parametrize(
    ("value", "field", "bits", "told"),
    [
        (VERSION, "since", 64, "since"),
        (WORDS, "asset_type", 8, "assetType"),
        (WORDS, "layer", 8, "layer"),
        (WORDS, "priority", 64, "priority"),
    ],
)
def test_words_are_as_wide_as_the_contracts(value: Any, field: str, bits: int, told: str) -> None:
    for right in (0, (1 << bits) - 1):
        assert getattr(replace(value, **{field: right}), field) == right
    for wrong in (-1, 1 << bits):
        with pytest.raises(BadInput) as caught:
            replace(value, **{field: wrong})
        assert caught.value.code == "BAD_INTEGER"
        assert caught.value.params == {"field": told, "value": wrong, "bits": bits}


def test_whether_a_version_is_confirmed_is_yes_or_no() -> None:
    with pytest.raises(BadInput) as caught:
        Version(1, 1, ZERO_HASH)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.params) == ("BAD_BOOLEAN", {"field": "confirmed", "value": 1})
