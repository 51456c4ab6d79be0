"""What is collected for a deal to be proven: chains with their lists, and parties with their mandates."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ledger.core.collecting import collect, keys_of
from ledger.core.events import Event
from ledger.core.ids import blanket_key, line_id
from ledger.core.licensing import MandateKind
from ledger.core.model import ZERO_HASH
from ledger.core.rights import Exclusivity, Layer
from ledger.core.state import State
from tests.unit.core.world import World, hashed, party

LIN, HAO, VENUE, FILM, SOCIETY, SISTER, AGENT = map(
    party, ("lin", "hao", "venue", "film", "society", "sister", "agent")
)
WRK = Layer.WRK


def lookup(world: World) -> Callable[[Iterable[str]], list[Event]]:
    return lambda keys: [event for event in world.events if {*keys} & {*keys_of(event)}]


def chain_of(song: str) -> str:
    return hashed("bytes32 uint8", song, WRK)


def test_a_chain_comes_whole_with_its_list() -> None:
    world = World()
    song, other = world.register(LIN), world.register(HAO)
    for bit in range(3):
        world.deal(world.line(song, WRK, FILM, exclusivity=Exclusivity.EXCLUSIVE, usage=1 << bit))
    world.deal(world.line(other, WRK, VENUE, exclusivity=Exclusivity.SOLE))
    both = world.deal(world.line(song, WRK, VENUE), world.line(other, WRK, VENUE))
    whole, part = world.state(), collect(lookup(world), chains=[chain_of(song)])
    for name in ("heads", "chains", "exclusives"):
        assert getattr(part, name) == {chain_of(song): getattr(whole, name)[chain_of(song)]}, name
    assert both in part.deals and not part.pending and not part.assets
    assert collect(lookup(world), assets=[song]).chains == {}, "only what is asked for: a part is no chain"


def test_sub_licences_are_found_with_the_work_and_under_their_parent() -> None:
    world = World()
    song = world.register(LIN)
    above = world.deal(world.line(song, WRK, FILM, depth=2))
    under = line_id(above, 0)
    below = world.deal(
        world.line(song, WRK, VENUE, title=ZERO_HASH, parent=under, depth=1), signers=sorted([FILM, VENUE])
    )
    world.terminate(above, by=FILM)
    state = collect(lookup(world), assets=[song])
    assert state.deals.keys() == {above, below} and state.deals[above].end_of(0) is not None
    alone = collect(lookup(world), deals=[above])
    assert alone.deals.keys() == {above, below}, "a deal brings what stands on its lines"
    chain = collect(lookup(world), chains=[under])
    assert chain.heads == {under: world.state().heads[under]} and below in chain.deals


def test_parties_bring_their_mandates_and_those_that_follow() -> None:
    world = World()
    first = world.activate_mandate(world.mandate(LIN, SOCIETY, MandateKind.COLLECTIVE))
    second = world.activate_mandate(world.mandate(SOCIETY, SISTER, MandateKind.RECIPROCAL))
    several = world.activate_mandate(world.mandate([LIN, HAO], AGENT))
    of_another = world.activate_mandate(world.mandate(HAO, AGENT))
    world.withdraw(first, by=LIN)
    again = world.activate_mandate(world.mandate(LIN, SOCIETY, MandateKind.COLLECTIVE))
    whole, state = world.state(), collect(lookup(world), parties=[LIN])
    assert state.mandates.keys() == {first, second, several, again}
    assert of_another not in state.mandates, "what another gave the agent is no fact about her"
    assert state.mandates[first] == whole.mandates[first] and state.bars[LIN] == whole.bars[LIN]
    assert [bar.mandate for bar in state.bars[LIN].entries] == [first, again]


def test_a_mandate_by_its_id() -> None:
    world = World()
    text = world.mandate(LIN, AGENT)
    never = world.cancel_mandate(world.mandate(HAO, AGENT), by=HAO)
    mandate = world.activate_mandate(text)
    world.withdraw(mandate, by=AGENT)
    state = collect(lookup(world), deals=[mandate, never])
    assert state.mandates == world.state().mandates and state.cancelled.keys() == {never}


def test_blankets_to_a_party() -> None:
    world = World()
    blanket = world.line(ZERO_HASH, WRK, VENUE, society=SOCIETY, end=world.time + 1000)
    mine = world.deal(blanket, signers=sorted([SOCIETY, VENUE]))
    theirs = world.line(ZERO_HASH, WRK, FILM, society=SOCIETY, end=world.time + 1000)
    other = world.deal(theirs, signers=sorted([SOCIETY, FILM]))
    state = collect(lookup(world), parties=[VENUE])
    assert state.deals.keys() == {mine}
    both = collect(lookup(world), chains=[blanket_key(SOCIETY, WRK)])
    assert both.deals.keys() == {mine, other} and both.heads == world.state().heads


def test_nobody_is_found_by_what_is_merely_near() -> None:
    world = World()
    world.activate_mandate(world.mandate(LIN, AGENT))
    song = world.register(LIN)
    world.deal(world.line(song, WRK, VENUE), agents=[AGENT], signers=sorted([AGENT, VENUE]))
    assert collect(lookup(world), parties=[AGENT]) == State(), "a mandatary gave nothing"
    of_agent = collect(lookup(world), chains=[hashed("address", AGENT)])
    assert of_agent.heads == {hashed("address", AGENT): world.state().heads[hashed("address", AGENT)]}
    assert [*of_agent.chains] == [hashed("address", AGENT)] and not of_agent.exclusives
