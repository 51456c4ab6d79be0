"""What a deal brings along to open the ledger's slots: routes, lists, lineages, heads seen (RIGHTS 3, 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ledger.core import eip712
from ledger.core.ids import blanket_key, entry_of, line_id, next_head, title_key
from ledger.core.licensing import SOCIETY_TERM_S, Exclusives, MandateKind, Proof, Seen
from ledger.core.model import ZERO_HASH, Deal, Line, Share
from ledger.core.proving import barring, bars_of, blankets, chains_of, facts_of, heads_for, prove, shares_of
from ledger.core.rights import Exclusivity, Layer
from ledger.errors import BadInput, Denied
from tests.fakes import an_id
from tests.unit.core.test_state_collect import Lookup
from tests.unit.core.world import World, hashed, party

LIN, HAO, VENUE, FILM, AGENT = map(party, ("lin", "hao", "venue", "film", "agent"))
SOCIETY, OTHER_SOCIETY = party("society"), party("other society")
WRK = Layer.WRK
EXCLUSIVE = Exclusivity.EXCLUSIVE
COLLECTIVE, SUBPUBLISH, ADMIN = MandateKind.COLLECTIVE, MandateKind.SUBPUBLISH, MandateKind.ADMIN


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def song(world: World) -> str:
    return world.register(LIN)


def proof_of(world: World, text: Deal, heads: Sequence[str] = ()) -> Proof:
    state = world.state()
    places = dict.fromkeys((line.asset, line.layer) for line in text.lines)
    titles = [one.title for one in (state.title(*place) for place in places) if one]
    return prove(state, eip712.digest(world.domain, text), text, titles, heads, world.time)


def shares(world: World, song: str, line: Line) -> Sequence[Share]:
    title = world.state().title(song, WRK)
    assert title is not None
    return shares_of(line, [title.title])


def exclusive(world: World, song: str, **fields: object) -> Line:
    return world.line(song, WRK, FILM, exclusivity=EXCLUSIVE, **fields)


def test_who_signs_himself_and_is_not_barred_needs_no_proof(world: World, song: str) -> None:
    assert proof_of(world, world.text(world.line(song, WRK, VENUE))) == Proof()
    blanket = world.line(ZERO_HASH, WRK, VENUE, society=SOCIETY, end=world.time + 1000)
    assert proof_of(world, world.text(blanket, signers=sorted([SOCIETY, VENUE]))) == Proof()


def test_a_holder_who_does_not_sign_is_reached_by_his_mandates(world: World, song: str) -> None:
    text = world.mandate(LIN, AGENT)
    world.activate_mandate(text)
    lines = [world.line(song, WRK, who) for who in (VENUE, FILM)]
    proof = proof_of(world, world.text(*lines, signers=sorted([AGENT, VENUE, FILM])))
    assert proof == Proof(mandates=(text,), routes=(bytes([0, 0]), bytes([1, 0])))
    nobody = proof_of(world, world.text(*lines, signers=sorted([VENUE, FILM])))
    assert nobody == Proof(), "the contract will say whose signature is missing"


def test_two_who_gave_one_mandate_are_reached_by_one_route(world: World) -> None:
    song = world.register(LIN, splits={WRK: [LIN, HAO]})
    text = world.mandate([LIN, HAO], AGENT)
    world.activate_mandate(text)
    proof = proof_of(world, world.text(world.line(song, WRK, VENUE), signers=sorted([AGENT, VENUE])))
    assert proof == Proof(mandates=(text,), routes=(bytes([0, 0]),))


def test_of_two_mandataries_who_sign_for_a_holder_one_is_enough(world: World, song: str) -> None:
    texts = [world.mandate(LIN, who) for who in (AGENT, HAO)]
    for text in texts:
        world.activate_mandate(text)
    proof = proof_of(world, world.text(world.line(song, WRK, VENUE), signers=sorted([AGENT, HAO, VENUE])))
    assert proof == Proof(mandates=(texts[0],), routes=(bytes([0, 0]),))


def test_one_holder_signs_himself_and_the_next_by_his_mandatary(world: World) -> None:
    first, second = sorted([LIN, HAO])
    song = world.register(first, splits={WRK: [first, second]})
    text = world.mandate(second, AGENT)
    world.activate_mandate(text)
    line = world.line(song, WRK, VENUE)
    proof = proof_of(world, world.text(line, signers=sorted([first, AGENT, VENUE])))
    assert proof == Proof(mandates=(text,), routes=(bytes([0, 0]),))


def test_a_line_of_a_society_needs_no_route_and_the_next_line_does(world: World, song: str) -> None:
    text = world.mandate(LIN, AGENT)
    world.activate_mandate(text)
    blanket = world.line(ZERO_HASH, WRK, VENUE, society=SOCIETY, end=world.time + 1000)
    signers = sorted([SOCIETY, AGENT, VENUE])
    proof = proof_of(world, world.text(blanket, world.line(song, WRK, VENUE), signers=signers))
    assert proof == Proof(mandates=(text,), routes=(bytes([1, 0]),))


def test_a_member_who_signs_shows_his_list_though_nothing_on_it_bars_him(world: World, song: str) -> None:
    world.activate_mandate(world.mandate(LIN, SOCIETY, COLLECTIVE, usage=2))
    proof = proof_of(world, world.text(world.line(song, WRK, VENUE)))
    assert proof == Proof(bars=bars_of(world.state(), [LIN], world.time)) and len(proof.bars) == 1


def test_a_barred_holder_is_reached_once_and_through_what_bars_him(world: World, song: str) -> None:
    world.activate_mandate(world.mandate(LIN, AGENT))
    bars, onward = world.mandate(LIN, HAO, ADMIN, bars=True), world.mandate(HAO, FILM, SUBPUBLISH, bars=False)
    for text in (bars, onward):
        world.activate_mandate(text)
    line = world.line(song, WRK, VENUE)
    proof = proof_of(world, world.text(line, signers=sorted([AGENT, HAO, FILM, VENUE])))
    assert (proof.mandates, proof.routes) == ((bars,), (bytes([0, 0]),))


def test_a_route_names_every_hop_and_opens_the_lists_on_it(world: World, song: str) -> None:
    given = world.mandate(LIN, AGENT, ADMIN, bars=True)
    onward = world.mandate(AGENT, HAO, SUBPUBLISH)
    ids = [world.activate_mandate(text) for text in (given, onward)]
    proof = proof_of(world, world.text(world.line(song, WRK, VENUE), signers=sorted([HAO, VENUE])))
    assert proof.mandates == (given, onward) and proof.routes == (bytes([0, 0, 1]),)
    assert {bars.member: [bar.mandate for bar in bars.entries] for bars in proof.bars} == {
        LIN: [ids[0]],
        AGENT: [ids[1]],
    }


def test_a_barred_holder_signs_in_vain_without_his_mandatary(world: World, song: str) -> None:
    text = world.mandate(LIN, SOCIETY, COLLECTIVE)
    mandate = world.activate_mandate(text)
    line = world.line(song, WRK, VENUE, end=world.time + 1000)
    both = proof_of(world, world.text(line, signers=sorted([LIN, SOCIETY, VENUE])))
    assert both.mandates == (text,) and both.routes == (bytes([0, 0]),)
    alone = proof_of(world, world.text(line, signers=sorted([LIN, VENUE])))
    assert (alone.mandates, alone.routes) == ((), ())
    assert [bar.mandate for bars in alone.bars for bar in bars.entries] == [mandate], "the list says why"


def test_what_bars_is_what_meets_the_line_while_both_run(world: World, song: str) -> None:
    world.activate_mandate(world.mandate(LIN, AGENT, SUBPUBLISH))
    world.activate_mandate(world.mandate(LIN, OTHER_SOCIETY, COLLECTIVE, usage=2))
    mandate = world.activate_mandate(world.mandate(LIN, SOCIETY, COLLECTIVE, end=world.time + 5000))
    state, line = world.state(), world.line(song, WRK, VENUE)
    end = state.mandates[mandate].event.text.end
    assert barring(state, line, LIN) == [mandate] and barring(state, line, HAO) == []
    assert barring(state, replace(line, start=end - 1), LIN) == [mandate]
    assert barring(state, replace(line, start=end), LIN) == []
    start = state.mandates[mandate].event.text.start
    assert barring(state, replace(line, start=0, end=start), LIN) == []
    assert barring(state, replace(line, start=0, end=start + 1), LIN) == [mandate]


def test_blankets_of_a_society_run_on_for_731_days(world: World, song: str) -> None:
    world.activate_mandate(world.mandate(LIN, AGENT, ADMIN, bars=True, usage=2))
    mandate = world.activate_mandate(world.mandate(LIN, SOCIETY, COLLECTIVE))
    given, live = world.time, exclusive(world, song)
    assert blankets(world.state(), live, shares(world, song, live), given) == (), "it bars, which is more"
    world.withdraw(mandate, LIN)
    end, state = world.time, world.state()
    line = exclusive(world, song)
    table = shares(world, song, line)

    def running(line: Line, now: int) -> tuple[str, ...]:
        return blankets(state, line, table, now)

    key = blanket_key(SOCIETY, WRK)
    assert running(line, end) == running(line, end + SOCIETY_TERM_S - 1) == (key,)
    assert running(line, end + SOCIETY_TERM_S) == ()
    assert running(replace(line, start=end - 1), end) == (), "the mandate bars it, which is more"
    assert running(replace(line, usage=2), end) == () == running(replace(line, start=0, end=given - 100), end)
    below = replace(line, parent=an_id("line"))
    assert shares(world, song, below) == () and shares_of(line, []) == ()


def test_blankets_of_a_mandate_that_was_withdrawn_before_it_began(world: World, song: str) -> None:
    start = world.time + 1000
    world.withdraw(world.activate_mandate(world.mandate(LIN, SOCIETY, COLLECTIVE, start=start)), LIN)
    for end, found in ((start, ()), (start + 1, (blanket_key(SOCIETY, WRK),))):
        line = exclusive(world, song, end=end)
        assert blankets(world.state(), line, shares(world, song, line), world.time) == found


def test_lines_enter_the_chains_of_their_titles_and_parents(world: World, song: str) -> None:
    line = world.line(song, WRK, VENUE)
    blanket = replace(line, asset=ZERO_HASH, society=SOCIETY)
    below = replace(line, title=ZERO_HASH, parent=an_id("line"))
    assert chains_of([line, blanket, below, line]) == {title_key(song, WRK), an_id("line")}


def test_the_licensee_of_an_exclusive_line_acknowledges_the_head_now(world: World, song: str) -> None:
    plain, strict = world.line(song, WRK, VENUE), exclusive(world, song)
    assert heads_for(world.state(), [plain], world.time) == ()
    assert heads_for(world.state(), [plain, strict], world.time) == (ZERO_HASH, ZERO_HASH), "nothing is there"
    deal = world.deal(plain)
    head = next_head(ZERO_HASH, entry_of(deal, 0, plain))
    assert heads_for(world.state(), [strict, plain], world.time) == (head, ZERO_HASH)
    text = world.text(strict)
    assert proof_of(world, text, [head]) == Proof(heads=(head,))
    with pytest.raises(Denied) as caught:
        proof_of(world, text, [an_id("head")])
    assert (caught.value.code, caught.value.params) == ("HEADS_UNKNOWN", {"line": 0})


def test_what_came_since_he_signed_is_told(world: World, song: str) -> None:
    text = world.text(exclusive(world, song))
    seen = heads_for(world.state(), text.lines, world.time)
    later = world.line(song, WRK, VENUE)
    entry = entry_of(world.deal(later), 0, later)
    assert proof_of(world, text, seen).seen == (Seen(ZERO_HASH, (entry,)),)


def test_the_head_is_folded_with_those_of_blankets_that_run_on(world: World, song: str) -> None:
    world.withdraw(world.activate_mandate(world.mandate(LIN, SOCIETY, COLLECTIVE)), LIN)
    text = world.text(exclusive(world, song))
    first = heads_for(world.state(), text.lines, world.time)
    zeros = hashed("bytes32 bytes32", ZERO_HASH, ZERO_HASH)
    assert first == (hashed("bytes32 bytes32", zeros, ZERO_HASH),), "the society's chain is empty yet"
    assert proof_of(world, text, first).seen == (Seen(ZERO_HASH, ()), Seen(ZERO_HASH, ()))
    blanket = world.line(ZERO_HASH, WRK, VENUE, society=SOCIETY, end=world.time + 1000)
    deal = world.deal(blanket, signers=sorted([SOCIETY, VENUE]))
    entry = entry_of(deal, 0, blanket)
    assert proof_of(world, text, first).seen == (Seen(ZERO_HASH, (entry,)), Seen(ZERO_HASH, ()))
    (now,) = heads_for(world.state(), text.lines, world.time)
    assert now != first[0] and proof_of(world, text, [now]).seen[0] == Seen(next_head(ZERO_HASH, entry), ())


def test_several_societies_and_lines_are_acknowledged_one_after_the_other(world: World, song: str) -> None:
    for society in (SOCIETY, OTHER_SOCIETY):
        world.withdraw(world.activate_mandate(world.mandate(LIN, society, COLLECTIVE)), LIN)
    text = world.text(exclusive(world, song), exclusive(world, song))
    heads = heads_for(world.state(), text.lines, world.time)
    folded = ZERO_HASH
    for _ in range(3):
        folded = hashed("bytes32 bytes32", folded, ZERO_HASH)
    assert heads == (folded, folded)
    own = entry_of(eip712.digest(world.domain, text), 0, text.lines[0])
    empty = Seen(ZERO_HASH, ())
    assert proof_of(world, text, heads).seen == (*[empty] * 5, Seen(ZERO_HASH, (own,)))


def test_who_signed_200_lines_of_a_society_ago_signs_anew(world: World, song: str) -> None:
    world.withdraw(world.activate_mandate(world.mandate(LIN, SOCIETY, COLLECTIVE)), LIN)
    text = world.text(exclusive(world, song))
    state = world.state()
    entries = [entry_of(an_id("deal", number), 0, text.lines[0]) for number in range(201)]
    state.chains[blanket_key(SOCIETY, WRK)] = entries
    title = state.titles[song, WRK][0].title

    def seen(lines: int) -> Sequence[Seen]:
        head = ZERO_HASH
        for entry in entries[:lines]:
            head = next_head(head, entry)
        signed = hashed("bytes32 bytes32", hashed("bytes32 bytes32", ZERO_HASH, head), ZERO_HASH)
        return prove(state, an_id("id"), text, [title], [signed], world.time).seen

    assert [len(seen(lines)[0].since) for lines in (201, 2)] == [0, 199]
    with pytest.raises(Denied) as caught:
        seen(1)
    assert (caught.value.code, caught.value.params) == ("HEADS_UNKNOWN", {"line": 0})


def test_an_exclusive_sub_licence_acknowledges_its_parents_chain_alone(world: World, song: str) -> None:
    parent = line_id(world.deal(world.line(song, WRK, FILM, depth=1)), 0)
    below = {"title": ZERO_HASH, "parent": parent}
    sibling = world.line(song, WRK, VENUE, **below)
    entry = entry_of(world.deal(sibling, signers=sorted([FILM, VENUE])), 0, sibling)
    world.withdraw(world.activate_mandate(world.mandate(LIN, SOCIETY, COLLECTIVE)), LIN)
    line = exclusive(world, song, **below)
    seen = (next_head(ZERO_HASH, entry),)
    assert heads_for(world.state(), [line], world.time) == seen
    little = facts_of(Lookup(world.events), [line], [], world.time)
    assert heads_for(little, [line], world.time) == seen


def test_an_exclusive_line_on_a_work_that_nobody_registered(world: World) -> None:
    line = exclusive(world, an_id("nothing"))
    assert heads_for(world.state(), [line], world.time) == (ZERO_HASH,)


def test_a_list_of_exclusives_is_opened_with_what_ended_early(world: World, song: str) -> None:
    goes_on, ended = (
        world.deal(exclusive(world, song, usage=usage, end=world.time + 5000)) for usage in (1, 2)
    )
    world.terminate(ended, by=FILM)
    state = world.state()
    entries = tuple(entry_of(deal, 0, state.deals[deal].event.text.lines[0]) for deal in (goes_on, ended))
    plain = proof_of(world, world.text(world.line(song, WRK, VENUE, usage=4)))
    assert plain == Proof(exclusives=(Exclusives(0, 0b10, entries),))
    lines = [exclusive(world, song, usage=usage) for usage in (4, 8)]
    text = world.text(*lines)
    proof = proof_of(world, text, heads_for(state, lines, world.time))
    first, second = proof.exclusives
    own = entry_of(eip712.digest(world.domain, text), 0, lines[0])
    assert first == Exclusives(0, 0b10, entries)
    assert second == Exclusives(state.end_of(ended, 0), 0, (entries[0], own)), "as the first line leaves it"
    assert proof.seen[-1].since == (own,)


def test_a_first_exclusive_of_two_begins_the_list_that_the_second_opens(world: World, song: str) -> None:
    lines = [exclusive(world, song, usage=usage) for usage in (4, 8)]
    text = world.text(*lines)
    own = entry_of(eip712.digest(world.domain, text), 0, lines[0])
    proof = proof_of(world, text, (ZERO_HASH, ZERO_HASH))
    assert proof.exclusives == (Exclusives(0, 0, (own,)),)


def test_a_sub_licence_names_its_ancestors_up_to_the_title(world: World, song: str) -> None:
    top = world.deal(world.line(song, WRK, FILM, depth=2))
    below = {"title": ZERO_HASH, "parent": line_id(top, 0)}
    middle = world.deal(
        world.line(song, WRK, HAO), world.line(song, WRK, VENUE, depth=1, **below),
        signers=sorted([LIN, HAO, FILM, VENUE]),
    )  # fmt: skip
    state = world.state()
    texts = {deal: state.deals[deal].event.text for deal in (top, middle)}
    lowest = world.line(song, WRK, AGENT, title=ZERO_HASH, parent=line_id(middle, 1))
    proof = proof_of(world, world.text(lowest, lowest, signers=sorted([VENUE, AGENT])))
    assert proof.ancestors == (texts[middle], texts[top])
    assert proof.lineages == (bytes([0, 1, 1, 0]),) * 2
    assert (proof.routes, proof.bars, proof.exclusives) == ((), (), ())


def test_above_a_line_that_survives_nobody_is_asked(world: World, song: str) -> None:
    top = world.deal(world.line(song, WRK, FILM, depth=2))
    middle = world.deal(
        world.line(song, WRK, VENUE, depth=1, survives=True, title=ZERO_HASH, parent=line_id(top, 0)),
        signers=sorted([FILM, VENUE]),
    )
    lowest = world.line(song, WRK, AGENT, title=ZERO_HASH, parent=line_id(middle, 0))
    proof = proof_of(world, world.text(lowest, signers=sorted([VENUE, AGENT])))
    assert proof.lineages == (bytes([0, 0]),) and len(proof.ancestors) == 1


def test_a_parent_that_nobody_granted(world: World, song: str) -> None:
    world.deal(world.line(song, WRK, FILM, depth=2))
    orphan = world.line(song, WRK, VENUE, title=ZERO_HASH, parent=an_id("line"))
    with pytest.raises(BadInput) as caught:
        proof_of(world, world.text(orphan))
    assert (caught.value.code, caught.value.params) == ("UNKNOWN_PARENT", {"line": an_id("line")})


def test_lists_of_bars_hint_at_what_ended_early(world: World) -> None:
    mandates = [
        world.activate_mandate(world.mandate(LIN, SOCIETY, COLLECTIVE, usage=1 << bit)) for bit in (0, 1)
    ]
    world.withdraw(mandates[1], LIN)
    (bars,) = bars_of(world.state(), [HAO, LIN], world.time)
    assert (bars.member, bars.ended) == (LIN, 0b10)
    assert [bar.mandate for bar in bars.entries] == mandates
    assert bars_of(world.state(), [LIN], world.time - 1)[0].ended == 0


def test_the_facts_of_a_deal_are_its_works_its_holders_mandates_and_the_blankets_that_run_on(
    world: World, song: str
) -> None:
    other = world.register(HAO)
    mandate = world.activate_mandate(world.mandate(LIN, SOCIETY, COLLECTIVE))
    world.activate_mandate(world.mandate(HAO, SOCIETY, COLLECTIVE))
    blanket = world.line(ZERO_HASH, WRK, VENUE, society=SOCIETY, end=world.time + 1000)
    world.deal(blanket, signers=sorted([SOCIETY, VENUE]))
    world.withdraw(mandate, LIN)
    whole = world.state()
    titles = [whole.titles[asset, WRK][0].title for asset in (other, song)]
    plain, strict = world.line(song, WRK, VENUE), exclusive(world, song)
    little = facts_of(Lookup(world.events), [plain], titles[1:], world.time)
    assert set(little.assets) == {song} and set(little.mandates) == {mandate} and not little.heads
    more = facts_of(Lookup(world.events), [strict], titles[1:], world.time)
    assert more.heads == whole.heads == {blanket_key(SOCIETY, WRK): whole.heads[blanket_key(SOCIETY, WRK)]}
    found = [shares_of(strict, some) for some in (titles, titles[:1])]
    assert found == [titles[1].shares, ()], "the table of its own work, or none"
    assert heads_for(more, [strict], world.time) == heads_for(whole, [strict], world.time)
