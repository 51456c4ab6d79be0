"""What an asker may demand beyond the rules, and how it is written down; it never makes an answer better."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.core.events import Position
from ledger.core.model import Line
from ledger.core.plain import judge
from ledger.core.policy import DEFAULT, Known, Policy, policy_from
from ledger.core.question import Question
from ledger.core.rights import AssetType, Layer, LinkKind, Usage
from ledger.core.seen import RecordSeen
from ledger.core.verdict import Verdict
from ledger.core.verification import verify
from ledger.errors import BadInput
from tests.judge.words import Json
from tests.unit.core.world import World, params, party, says

LIN, VENUE, JUDGE = party("lin"), party("venue"), party("judge")
SIGNATURES = Policy(signatures=True)


def licensed() -> tuple[World, str, Position]:
    """A song that a venue may stream, and where its deal is recorded."""
    world = World()
    song = world.register(LIN)
    line: Line = world.line(song, Layer.WRK, VENUE)
    deal = world.deal(line)
    return world, song, world.state().deals[deal].event.at


def asked(world: World, song: str, policy: Policy, **known: Any) -> Verdict:
    question = Question(VENUE, Usage.STREAM_ONDEMAND, song, "CN", world.time)
    seen = {song: RecordSeen()}
    return verify(world.state(), question, policy, Known(**{"records": seen, "head": world.number, **known}))


def test_a_signature_that_could_not_be_looked_at_leaves_it_open_if_they_are_asked_for() -> None:
    world, song, at = licensed()
    unseen = frozenset({at.transaction})
    assert says(asked(world, song, DEFAULT, unseen=unseen), "AUTHORISED")
    assert says(asked(world, song, SIGNATURES), "AUTHORISED")
    verdict = asked(world, song, SIGNATURES, unseen=unseen)
    assert says(verdict, "INDETERMINATE", "SIGNATURE_NOT_SEEN")
    assert str(params(verdict, "SIGNATURE_NOT_SEEN")["ref"]).endswith("#0")


def test_a_wrong_signature_counts_though_nobody_asked_for_signatures() -> None:
    world, song, at = licensed()
    verdict = asked(world, song, DEFAULT, bad_signers={at.transaction: (VENUE,)})
    assert says(verdict, "NOT_AUTHORISED", "BAD_SIGNATURE")
    assert params(verdict, "BAD_SIGNATURE")["account"] == VENUE


def test_a_wrong_signature_is_worse_than_one_that_was_not_seen() -> None:
    world, song, at = licensed()
    more = {"bad_signers": {at.transaction: (VENUE,)}, "unseen": frozenset({at.transaction})}
    assert says(asked(world, song, SIGNATURES, **more), "NOT_AUTHORISED", "BAD_SIGNATURE")


def test_signatures_in_transactions_that_the_answer_does_not_rest_on_are_no_matter() -> None:
    world, song, _ = licensed()
    other = world.deal(world.line(song, Layer.WRK, party("other")))
    elsewhere = world.state().deals[other].event.at.transaction
    more = {"bad_signers": {elsewhere: (LIN,)}, "unseen": frozenset({elsewhere})}
    assert says(asked(world, song, SIGNATURES, **more), "AUTHORISED")


@pytest.mark.parametrize(("finality", "status"), [(0, "AUTHORISED"), (3, "AUTHORISED"), (4, "INDETERMINATE")])
def test_so_many_blocks_must_follow_and_no_more(finality: int, status: str) -> None:
    world, song, at = licensed()
    verdict = asked(world, song, Policy(finality=finality), head=at.block + 3)
    assert verdict.status.value == status
    assert verdict.codes == (() if status == "AUTHORISED" else ("NOT_FINAL",))


def test_the_last_final_block_is_final_and_the_next_is_not() -> None:
    world, song, at = licensed()
    assert says(asked(world, song, DEFAULT, final=at.block), "AUTHORISED")
    assert says(asked(world, song, DEFAULT, final=at.block - 1), "INDETERMINATE", "NOT_FINAL")


def test_all_that_is_demanded_in_vain_is_told_and_the_first_step_that_is_not_final() -> None:
    world, song, at = licensed()
    policy = Policy(attested=True, attestors=frozenset({JUDGE}), signatures=True)
    verdict = asked(world, song, policy, final=0, unseen=frozenset({at.transaction}))
    (layer,) = verdict.layers
    said = [(one.code, dict(one.params)) for one in layer.findings]
    place = {"asset": song, "layer": "WRK"}
    assert said == [
        ("NOT_FINAL", {**place, "block": 1}),
        ("SIGNATURE_NOT_SEEN", {**place, "ref": layer.chain[-1].ref}),
        ("PARTY_NOT_ATTESTED", {**place, "account": LIN}),
        ("PARTY_NOT_ATTESTED", {**place, "account": VENUE}),
    ]
    assert layer.flags == ("RETROACTIVE",), "nor is a flag lost"


def test_every_party_of_the_chain_must_be_attested_by_one_who_counts() -> None:
    world, song, _ = licensed()
    policy = Policy(attested=True, attestors=frozenset({JUDGE}))
    world.attest(LIN, JUDGE)
    world.attest(VENUE, party("somebody"))
    verdict = asked(world, song, policy)
    assert says(verdict, "INDETERMINATE", "PARTY_NOT_ATTESTED")
    assert params(verdict, "PARTY_NOT_ATTESTED")["account"] == VENUE
    world.attest(VENUE, JUDGE)
    assert says(asked(world, song, policy), "AUTHORISED")


def test_the_parties_of_a_mandate_must_be_attested_too() -> None:
    world = World()
    song, agent = world.register(LIN), party("agent")
    world.activate_mandate(world.mandate(LIN, agent))
    world.deal(world.line(song, Layer.WRK, VENUE), signers=sorted([agent, VENUE]))
    for who in (LIN, VENUE):
        world.attest(who, JUDGE)
    policy = Policy(attested=True, attestors=frozenset({JUDGE}))
    assert params(asked(world, song, policy), "PARTY_NOT_ATTESTED")["account"] == agent
    world.attest(agent, JUDGE)
    assert says(asked(world, song, policy), "AUTHORISED")


def test_a_record_that_was_not_seen_is_a_flag_and_for_the_strict_a_gap() -> None:
    world, song, _ = licensed()
    verdict = asked(world, song, DEFAULT, records={})
    assert says(verdict, "AUTHORISED") and "RECORD_NOT_SEEN" in verdict.flags
    assert says(asked(world, song, Policy(strict=True), records={}), "INDETERMINATE", "RECORD_NOT_SEEN")
    assert says(asked(world, song, Policy(strict=True)), "AUTHORISED")


def test_a_gap_in_one_record_hides_no_other_gap() -> None:
    world = World()
    song = world.register(LIN)
    recording = world.register(LIN, AssetType.SOUND_RECORDING, links=[(LinkKind.EMBODIES, song)])
    verdict = verify(
        world.state(),
        Question(LIN, Usage.STREAM_ONDEMAND, recording, "CN", world.time),
        Policy(strict=True),
        Known(final=0),
    )
    said = {(one.code, dict(one.params)["asset"]) for one in verdict.findings}
    assert said == {(code, asset) for code in ("NOT_FINAL", "RECORD_NOT_SEEN") for asset in (song, recording)}


@pytest.mark.parametrize("problem", ["HASH_MISMATCH", "RECORD_MISMATCH"])
def test_a_record_that_does_not_agree_is_a_gap_for_everybody(problem: str) -> None:
    world, song, _ = licensed()
    verdict = asked(world, song, DEFAULT, records={song: RecordSeen(problem=problem)})
    assert says(verdict, "INDETERMINATE", problem)


def test_an_empty_album_tells_nothing() -> None:
    album = {"event": "registered", "time": 100, "work": "album", "type": "COMPILATION", "registrant": "lin"}
    asked_: Json = {"party": "lin", "use": "DOWNLOAD", "work": "album", "territory": "CN", "at": 100}
    said = judge({"facts": {"events": [album], "records": {}}, "question": asked_})
    assert (said["verdict"], said["codes"]) == ("INDETERMINATE", ["ALBUM_EMPTY"])


# How a policy is written


def test_what_is_absent_is_the_default() -> None:
    assert policy_from({}) == DEFAULT


def test_everything_that_is_written_is_taken() -> None:
    given = {
        "strict": True, "finality": 12, "arbiters": [JUDGE], "disputants": [LIN, VENUE], "attestors": [],
        "attested": True, "signatures": True,
    }  # fmt: skip
    one, two = frozenset({JUDGE}), frozenset({LIN, VENUE})
    assert policy_from(given) == Policy(True, 12, one, two, frozenset(), True, True)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ([], "FIELD_TYPE", "policy"),
        ({"lenient": True}, "FIELD_UNKNOWN", "policy.lenient"),
        ({"strict": 1}, "FIELD_TYPE", "policy.strict"),
        ({"finality": True}, "FIELD_TYPE", "policy.finality"),
        ({"finality": "12"}, "FIELD_TYPE", "policy.finality"),
        ({"arbiters": "0x"}, "FIELD_TYPE", "policy.arbiters"),
        ({"arbiters": [7]}, "FIELD_TYPE", "policy.arbiters[0]"),
        ({"attestors": [LIN, ""]}, "FIELD_TYPE", "policy.attestors[1]"),
    ],
)
def test_what_is_no_policy_is_refused_with_its_place(given: object, code: str, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        policy_from(given)
    assert (caught.value.code, caught.value.params["field"]) == (code, field)


@pytest.mark.parametrize(("finality", "holds"), [(-1, False), (0, True), (2**64 - 1, True), (2**64, False)])
def test_a_number_of_blocks_is_no_less_than_none_and_has_64_bits(finality: int, holds: bool) -> None:
    if holds:
        assert policy_from({"finality": finality}).finality == finality
        return
    with pytest.raises(BadInput) as caught:
        policy_from({"finality": finality})
    assert caught.value.params["field"] == "finality"


def test_an_account_is_an_address() -> None:
    with pytest.raises(BadInput) as caught:
        policy_from({"arbiters": ["judge"]})
    assert caught.value.code == "BAD_ADDRESS"
