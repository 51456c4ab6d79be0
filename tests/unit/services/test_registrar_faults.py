"""Registering where the chain, the store or somebody else comes in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.core.operations import Anchor, Register
from ledger.errors import BadInput, Denied, NotYet, Refused, ServiceDown, SongdeedError
from tests.unit.services.registry import HAO, LIN, Office, song_and_recording


@pytest.fixture
def desk(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def public(tmp_path: Path) -> Office:
    return Office(tmp_path, local=False)


def test_an_anchor_that_is_not_in_a_block_yet(public: Office) -> None:
    public.chain.mine()
    public.chain.behind = 1
    with pytest.raises(NotYet) as error:
        public.register(song_and_recording())
    (anchor,) = public.chain.sent
    assert isinstance(anchor, Anchor) and error.value.code == "ANCHOR_PENDING"
    assert error.value.params == {"root": anchor.root} and not public.asked


def test_an_anchor_of_an_interrupted_run_is_used(public: Office) -> None:
    public.chain.mine()
    public.chain.behind = 1
    with pytest.raises(NotYet):
        public.register(song_and_recording())
    public.chain.behind = 0
    anchored = public.chain.head().time
    public.chain.mine()
    done = public.register(song_and_recording())
    assert [type(one) for one in public.chain.sent] == [Anchor, Register], "nothing is anchored twice"
    assert public.state(done.asset).assets[done.asset].priority == anchored


def test_somebody_else_sent_it_in_between(desk: Office) -> None:
    wanted = song_and_recording()
    desk.chain.overtaken = 2
    done = desk.register(wanted)
    assert done.receipt is None and set(desk.state(done.asset).assets) == set(wanted.ids)


def test_only_the_song_was_sent_in_between(desk: Office) -> None:
    desk.chain.overtaken = 1
    done = desk.register(song_and_recording())
    assert done.asset in desk.state(done.asset).assets, "what is done is on the chain"


def test_somebody_must_pay(public: Office) -> None:
    public.payer = None
    with pytest.raises(Refused) as error:
        public.register(song_and_recording(), direct=True)
    assert error.value.code == "PAYER_NEEDED" and not public.chain.sent


@pytest.mark.parametrize(
    "refusal", [Denied("CONTRACT_CANCELLED", digest=""), BadInput("CONTRACT_BAD_SIGNATURE", account="")]
)
def test_what_the_contract_refuses_is_passed_on(desk: Office, refusal: SongdeedError) -> None:
    desk.chain.refusal = refusal
    with pytest.raises(type(refusal)) as error:
        desk.register(song_and_recording())
    assert error.value is refusal and not desk.chain.sent
    desk.chain.refusal = None
    assert desk.register(song_and_recording()).receipt is not None, "the same call may succeed later"


def test_a_chain_that_is_down(desk: Office) -> None:
    desk.chain.down = True
    with pytest.raises(ServiceDown):
        desk.register(song_and_recording())
    assert not desk.asked
    desk.chain.down = False
    assert desk.register(song_and_recording()).receipt is not None


def test_a_signature_that_is_refused_sends_nothing(desk: Office) -> None:
    desk.wrong_password = True
    with pytest.raises(Refused, match="password"):
        desk.register(song_and_recording())
    assert not desk.chain.sent


def test_a_store_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    office = Office(tmp_path)
    with pytest.raises(ServiceDown):
        office.register(song_and_recording())
    assert not office.chain.sent and not office.asked, "a record that nobody can read is not put on the chain"


def test_replaced_blocks_are_registered_again(desk: Office) -> None:
    desk.chain.mine()
    wanted = song_and_recording()
    first = desk.register(wanted)
    desk.chain.reorg(1)
    desk.chain.mine()
    again = desk.register(wanted)
    assert again.receipt is not None and again.receipt != first.receipt
    assert set(desk.state(again.asset).assets) == set(wanted.ids)


def test_a_rival_whose_block_is_lost_is_none(desk: Office) -> None:
    desk.chain.mine()
    desk.register(song_and_recording())
    rival = song_and_recording(HAO)
    with pytest.raises(Denied):
        desk.register(rival, HAO)
    desk.chain.reorg(1)
    assert desk.register(rival, HAO).receipt is not None
    assert LIN not in {event.registrant for event in desk.state(*rival.ids).assets.values()}
