"""What an event is about, and which keys a question asks for: no more, and no less."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from ledger.core import collecting, events
from ledger.core.collecting import collect, keys_of
from ledger.core.events import Event, Position
from ledger.core.licensing import MandateKind
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Share, Unclaimed
from ledger.core.rights import AssetType, Layer, LinkKind
from tests.fakes import an_id
from tests.unit.core.test_state_collect import Lookup
from tests.unit.core.world import World, hashed, party

LIN, HAO, VENUE, AGENT, SUB = map(party, ("lin", "hao", "venue", "agent", "sub"))
A, B, C, D = (an_id("word", number) for number in range(4))
AT = Position(1, 0, an_id("block"), an_id("tx"), 5)

PLAIN: list[tuple[Any, dict[str, Any], tuple[str, ...]]] = [
    (events.Anchored, {"root": A, "by": LIN}, (A,)),
    (events.Revealed, {"asset": A, "file": B, "salt": C}, (A, B)),
    (events.TitleConfirmed, {"title": A, "holder": LIN}, (A,)),
    (events.TitleChanged, {"title": A, "change": 1, "confirmed": True, "detail": B}, (A,)),
    (events.RegistrationCancelled, {"digest": A, "by": LIN}, (A,)),
    (events.LineEnded, {"deal": A, "index": 1, "end": 9, "by": LIN}, (A,)),
    (events.DealCancelled, {"deal": A, "by": LIN}, (A,)),
    (events.LineActivated, {"chain": A, "deal": B, "licensee": LIN, "index": 0, "head": C}, (A,)),
    (events.ExclusivesChanged, {"chain": A, "horizon": 0, "kept": 0, "list": B}, (A,)),
    (
        events.BarsChanged,
        {"member": LIN, "mandate": A, "horizon": 0, "kept": 0, "list": B},
        (f"given:{LIN}",),
    ),
    (events.MandateEnded, {"mandate": A, "giver": LIN, "end": 9, "by": LIN}, (A,)),
    (events.MandateCancelled, {"mandate": A, "by": LIN}, (A,)),
    (events.DisputeOpened, {"subject": A, "opener": LIN, "evidence": C, "digest": B}, (A, B)),
    (events.DisputeWithdrawn, {"subject": A, "opener": LIN, "digest": B}, (A, B)),
    (
        events.DisputeResolved,
        {"subject": A, "opener": LIN, "arbiter": HAO, "decision": 1, "reasons": C, "digest": B},
        (A, B),
    ),
    (events.TitleVoided, {"asset": A, "layer": 1, "title": B, "ruling": C}, (A, B)),
    (
        events.Attested,
        {"party": LIN, "kind": 1, "by": HAO, "evidence": C, "digest": B},
        (f"attested:{LIN}", B),
    ),
    (
        events.Stated,
        {"subject": A, "kind": 1, "by": LIN, "from_": 0, "to": 9, "root": C, "digest": B},
        (A, B),
    ),
    (
        events.TitleRecorded,
        {
            "asset": A, "layer": 1, "version": 0, "title": B,
            "shares": (Share(LIN, 60), Share(HAO, 30)), "unclaimed": (Unclaimed(C, 10),),
        },
        (A, f"holds:{LIN}", f"holds:{HAO}"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "keys"), PLAIN, ids=lambda value: getattr(value, "__name__", ""))
def test_keys_of_an_event(kind: Any, fields: dict[str, Any], keys: tuple[str, ...]) -> None:
    assert keys_of(kind(at=AT, **fields)) == keys


def test_keys_of_a_registration_are_its_asset_and_its_file() -> None:
    def registered(file: str) -> events.Registered:
        return events.Registered(AT, A, LIN, file, 1, B, ZERO_HASH, 5, ())

    assert keys_of(registered(C)) == (A, C) and keys_of(registered(ZERO_HASH)) == (A,)


def test_keys_of_a_deal_are_its_works_parents_and_whom_its_blankets_serve() -> None:
    world = World()
    song = world.register(LIN)
    below = world.line(song, Layer.WRK, VENUE, parent=D)
    blanket = world.line(ZERO_HASH, Layer.WRK, VENUE, society=AGENT, title=ZERO_HASH)
    text = world.text(below, below, blanket, signers=[LIN, VENUE])
    deal = events.DealActivated(AT, A, text)
    assert keys_of(deal) == (A, song, D, f"blankets:{VENUE}")


@pytest.mark.parametrize("asset", [ZERO_HASH, B])
def test_keys_of_a_mandate_are_its_givers_each_with_the_work(asset: str) -> None:
    world = World()
    text = world.mandate([LIN, HAO], AGENT, asset=asset)
    first, second = sorted((LIN, HAO))
    wanted = (
        A, f"gives:{first}:{asset}", f"given:{first}", f"gives:{second}:{asset}", f"given:{second}",
    )  # fmt: skip
    assert keys_of(events.MandateActivated(AT, A, AGENT, text)) == wanted


def asked(history: list[Event], **wanted: Any) -> set[str]:
    """Keys that a collection asks for; each of them once."""
    lookup = Lookup(history)
    collect(lookup, **wanted)
    assert len(lookup.asked) == len(set(lookup.asked))
    return set(lookup.asked)


def a_ledger() -> tuple[World, str, str, str]:
    """A recording of a song of two; LIN's agent gave on what he got; a deal with a venue."""
    world = World()
    song = world.register(LIN, splits={Layer.WRK: [LIN, HAO]})
    file = an_id("file")
    recording = world.register(LIN, AssetType.SOUND_RECORDING, file=file, links=[(LinkKind.EMBODIES, song)])
    world.activate_mandate(world.mandate(LIN, AGENT, MandateKind.ADMIN))
    world.activate_mandate(world.mandate(AGENT, SUB, MandateKind.SUBPUBLISH, asset=song))
    deal = world.deal(world.line(song, Layer.WRK, VENUE, depth=1))
    return world, song, recording, deal


def of_titles(world: World, *assets: str) -> set[str]:
    """Hash and key of each title."""
    state = world.state()
    found = {key: versions[0].hash for key, versions in state.titles.items() if key[0] in assets}
    return {*found.values(), *(hashed("bytes32 uint8", asset, layer) for asset, layer in found)}


def accounts(*names: str, assets: Iterable[str]) -> set[str]:
    per_work = {f"gives:{name}:{asset}" for name in names for asset in (ZERO_HASH, *assets)}
    return per_work | {f"blankets:{name}" for name in names}


def test_a_question_asks_for_its_work_all_below_and_all_who_hold_or_act() -> None:
    world, song, recording, deal = a_ledger()
    mandates = {event.mandate for event in world.events if isinstance(event, events.MandateActivated)}
    works, people = {song, recording}, (LIN, HAO, AGENT, SUB, VENUE)
    line = hashed("bytes32 uint16", deal, 0)
    everything = {
        *works, an_id("file"), *of_titles(world, *works), *mandates, deal, line, f"blankets:{ZERO_ADDRESS}",
    } | accounts(*people, assets=works)  # fmt: skip
    assert asked(world.events, assets=[recording], asker=VENUE) == everything
    said = {f"attested:{name}" for name in people}
    assert asked(world.events, assets=[recording], asker=VENUE, attested=True) == everything | said
    assert asked(world.events, files=[an_id("file")], asker=VENUE) == everything


def test_without_an_asker_nobodys_mandates_are_read() -> None:
    world, song, _, deal = a_ledger()
    line = hashed("bytes32 uint16", deal, 0)
    assert asked(world.events, assets=[song]) == {song, *of_titles(world, song), deal, line}
    assert asked(world.events, deals=[deal]) == {deal, line}


def test_testimony_is_about_the_signers_too() -> None:
    world, _, _, deal = a_ledger()
    line = hashed("bytes32 uint16", deal, 0)
    said = {f"attested:{name}" for name in (LIN, HAO, VENUE)}
    assert asked(world.events, deals=[deal], attested=True) == {deal, line} | said


def test_parties_bring_their_mandates_bars_and_blankets() -> None:
    world, *_ = a_ledger()
    first = next(event.mandate for event in world.events if isinstance(event, events.MandateActivated))
    own = {f"given:{LIN}", f"gives:{LIN}:{ZERO_HASH}", f"blankets:{LIN}"}
    last = [event.mandate for event in world.events if isinstance(event, events.MandateActivated)][1]
    # What his agent gave on is met through the agent's own list, and so on.
    assert asked(world.events, parties=[LIN]) == own | {first, f"given:{AGENT}", last, f"given:{SUB}"}
    both = asked(world.events, parties=[LIN, VENUE], deals=[A], chains=[B], files=[C], assets=[D])
    assert {A, B, C, D, f"given:{VENUE}", f"given:{LIN}", f"blankets:{VENUE}"} <= both


def test_chains_are_wanted_by_name_alone() -> None:
    world, song, _, deal = a_ledger()
    chain = hashed("bytes32 uint8", song, Layer.WRK)
    state = collect(Lookup(world.events), chains=[chain])
    assert set(state.heads) == {chain} and set(state.deals) == {deal} and not state.assets
    assert not collect(Lookup(world.events), assets=[song]).heads


def test_a_title_that_only_bears_a_works_name_is_none() -> None:
    """Who asks for the hash of a title as if it were a work is told of none."""
    world = World()
    song = world.register(LIN, splits={Layer.WRK: [LIN, HAO]})
    world.confirm(song, Layer.WRK, LIN)
    title = world.state().titles[song, Layer.WRK][0].hash
    assert collect(Lookup(world.events), assets=[title]).confirmed == {}
    assert set(collect(Lookup(world.events), assets=[song]).confirmed) == {title}
    assert collecting.holds_key(LIN) == f"holds:{LIN}"
