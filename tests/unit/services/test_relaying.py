"""The relay on a chain that misbehaves: what it sends, what it remembers, what it refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core.model import ZERO_HASH, Asset, Registration, Share, Split
from ledger.core.operations import Anchor, Register
from ledger.core.refusals import DoneAlready
from ledger.errors import BadInput, CannotTell, Denied, NotYet, Refused, ServiceDown
from ledger.index.sqlite import SqliteIndex
from ledger.ports import Level, Receipt, Sent
from ledger.services.relaying import Budget, OperationLog, PlainSender, Relay, Spending, Spent, State
from ledger.services.relaying import log as relay_log
from ledger.services.relaying.bearing import deadline_of
from tests.chain_cases import address, sign
from tests.fakes import FakeChain, an_id

WHO = "0x" + "a1" * 20
OTHER = "0x" + "b2" * 20
DENIED = "0x" + "d4" * 20
KEY = "0x" + "07" * 32
KEY_ADDRESS = address(KEY)


def registration(number: int = 0, who: str = WHO) -> Register:
    splits = (Split(1, (Share(who, 100_000_000),)),)
    asset = Asset(1, an_id("record", number), ZERO_HASH, (), splits)
    return Register(Registration(who, (asset,), ZERO_HASH, 2**40), (), b"s" * 65)


class Desk:
    """A relay and what it stands on."""

    def __init__(self, folder: Path, budget: Budget | None = None) -> None:
        self.now = 1_800_000_000
        self.chain, self.index = FakeChain(), SqliteIndex(folder / "index.db")
        self.log = OperationLog(folder / "operations.db")
        self.spending = Spending(folder / "operations.db", budget or Budget())
        self.relay = Relay(
            self.chain, self.index, self.log, sender=PlainSender(self.chain), spending=self.spending,
            clock=lambda: self.now, denied=frozenset({DENIED}),
        )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_sent_once_and_remembered(desk: Desk, tmp_path: Path) -> None:
    first = desk.relay.relay(registration())
    assert first.state is State.MINED and first.block == desk.chain.head() and not first.already
    assert desk.relay.relay(registration()) == replace(first, already=True)
    assert len(desk.chain.sent) == 1
    assert first.level is Level.FINAL
    assert OperationLog(tmp_path / "operations.db").get(first.operation) == replace(first, level=None)


def test_nothing_is_sent_that_the_contract_refuses(desk: Desk) -> None:
    desk.chain.refusal = Denied("CONTRACT_CANCELLED", deal=ZERO_HASH)
    with pytest.raises(Denied):
        desk.relay.relay(registration())
    assert not desk.chain.sent
    known = desk.log.get(_id(desk))
    assert known is not None and (known.state, known.reason) == (State.REFUSED, "CONTRACT_CANCELLED")
    desk.chain.refusal = None
    assert desk.relay.relay(registration()).state is State.MINED, "a refusal is not for ever"


def test_mined_stays_mined_whatever_is_refused_later(desk: Desk) -> None:
    desk.relay.relay(registration())
    desk.log.refused(_id(desk), "register", WHO, desk.now, "ANYTHING")
    known = desk.log.get(_id(desk))
    assert known is not None and known.state is State.MINED


@pytest.mark.parametrize(
    "error", [ServiceDown("CHAIN_DOWN", url="", reason=""), Refused("PAYER_NEEDED", network="")]
)
def test_what_is_not_the_senders_fault_is_no_refusal(desk: Desk, error: Exception) -> None:
    desk.chain.refusal = error  # type: ignore[assignment]
    with pytest.raises(type(error)):
        desk.relay.relay(registration())
    assert desk.log.get(_id(desk)) is None


def test_t74_cut_off_between_sending_and_remembering(desk: Desk) -> None:
    """The transaction was mined, the process ended: a root anchored by it is found on the chain."""
    root = an_id("root")
    desk.log.pending(root, "anchor", "", desk.now)
    receipt = desk.chain.send(Anchor(root))
    found = desk.relay.relay(Anchor(root))
    assert found.already and found.transaction == receipt.transaction and len(desk.chain.sent) == 1


def test_waiting_for_a_block_is_no_refusal(desk: Desk) -> None:
    desk.chain.refusal = NotYet("TRANSACTION_PENDING", transaction=an_id("tx"), seconds=1)
    known = desk.relay.relay(registration())
    assert known.state is State.PENDING and known.transaction == an_id("tx")
    assert desk.log.get(_id(desk)) is None


def test_t80_block_replaced(desk: Desk) -> None:
    desk.chain.mine()
    first = desk.relay.relay(registration())
    desk.chain.reorg(1)
    desk.chain.mine()
    again = desk.relay.relay(registration())
    assert not again.already and again.block != first.block and len(desk.chain.sent) == 2


def test_done_already_but_not_whole_is_a_refusal(desk: Desk) -> None:
    desk.chain.refusal = DoneAlready("CONTRACT_ALREADY_REGISTERED", asset=ZERO_HASH)
    with pytest.raises(DoneAlready):
        desk.relay.relay(registration())


def test_unsigned(desk: Desk) -> None:
    with pytest.raises(BadInput, match="signature"):
        desk.relay.relay(replace(registration(), signature=b""))
    assert not desk.chain.sent


def test_t55_budget(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Budget(each=2, total=3))
    for number in range(2):
        desk.relay.relay(registration(number))
    with pytest.raises(Refused) as refused:
        desk.relay.relay(registration(2))
    assert refused.value.code == "RELAY_BUDGET"
    desk.relay.relay(registration(3, OTHER))
    with pytest.raises(Refused):
        desk.relay.relay(registration(4, "0x" + "c3" * 20))
    assert len(desk.chain.sent) == 3
    assert desk.relay.relay(registration(0)).already, "what is known is still told"
    desk.now += 3601
    assert desk.relay.relay(registration(2)).state is State.MINED


def test_refused_operations_are_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_log, "MAX_REFUSED", 5)
    for number in range(12):
        desk.log.refused(an_id(number), "register", WHO, desk.now + number, "X" * 500)
    known = [desk.log.get(an_id(number)) for number in range(12)]
    assert [one is not None for one in known] == [False] * 7 + [True] * 5
    assert known[-1] is not None and known[-1].reason == "X" * 100


def test_unknown(desk: Desk) -> None:
    with pytest.raises(CannotTell, match="knows"):
        desk.relay.status(an_id("nothing"))


def test_t53_ids_are_no_patterns(desk: Desk) -> None:
    desk.relay.relay(registration())
    for pattern in ("%", "_" * 66, "0x" + "_" * 64):
        with pytest.raises(CannotTell):
            desk.relay.status(pattern)


def _id(desk: Desk) -> str:
    from ledger.core.operation_json import operation_id

    return operation_id(registration(), desk.chain.network)


def signed(number: int = 0) -> Register:
    """A registration that its own registrant's key signed."""
    from ledger.core.operation_json import operation_id

    text = registration(number, KEY_ADDRESS)
    return replace(text, signature=sign(KEY, operation_id(text, FakeChain().network)))


def test_t55_what_is_refused_counts_for_who_signed_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Budget(each=2, total=100))
    desk.chain.refusal = Denied("CONTRACT_CANCELLED", deal=ZERO_HASH)
    for _ in range(2):
        with pytest.raises(Denied):
            desk.relay.relay(signed(), "203.0.113.7")
    with pytest.raises(Refused, match="operations") as refused:
        desk.relay.relay(signed(), "203.0.113.7")
    assert refused.value.params["seconds"] == 3600 and refused.value.params["minutes"] == 60
    desk.chain.refusal = None
    assert desk.relay.relay(registration(1), "203.0.113.7").state is State.MINED, (
        "it was not the other's fault"
    )


def test_t55_a_forger_spends_his_own_budget_and_not_his_victims(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Budget(each=3, total=100))
    desk.chain.refusal = BadInput("CONTRACT_BAD_SIGNATURE", account=KEY_ADDRESS)
    for number in range(3):
        with pytest.raises(BadInput):
            desk.relay.relay(registration(number, KEY_ADDRESS), "203.0.113.7")
    desk.chain.refusal = None
    with pytest.raises(Refused):
        desk.relay.relay(registration(7), "203.0.113.7")
    assert desk.relay.relay(signed(), "198.51.100.9").state is State.MINED


def test_t55_gas(tmp_path: Path) -> None:
    """100,000 are set aside for one, 50,000 are used (``FakeChain``); when there is room again is told."""
    desk = Desk(tmp_path, Budget(gas_each=160_000, gas_total=260_000))
    for number in range(2):
        desk.relay.relay(registration(number))
        desk.now += 100
    assert desk.relay.spent() == Spent(2, 100_000)
    with pytest.raises(Refused) as refused:
        desk.relay.relay(registration(2))
    assert refused.value.params["seconds"] == 3400, "when the first is an hour old"
    for number in range(3, 5):
        desk.relay.relay(registration(number, OTHER))
    with pytest.raises(Refused):
        desk.relay.relay(registration(5, "0x" + "c3" * 20))
    desk.spending = Spending(tmp_path / "operations.db", desk.spending.budget)
    assert desk.spending.spent(desk.now) == Spent(4, 200_000), "known after a restart"
    desk.now += 3401
    assert desk.relay.relay(registration(2)).state is State.MINED


def test_t55_more_gas_than_there_ever_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Budget(gas_each=99_999))
    with pytest.raises(Refused) as refused:
        desk.relay.relay(registration())
    assert refused.value.params["seconds"] == 3600 and not desk.chain.sent


def test_t76_refused_accounts(desk: Desk) -> None:
    """In whatever part of an operation: as registrant, as a holder of units."""
    for operation in (registration(0, DENIED), replace(registration(), registration=held_by(DENIED))):
        with pytest.raises(Refused) as refused:
            desk.relay.relay(operation)
        assert refused.value.code == "RELAY_DENIED" and refused.value.params["account"] == DENIED
    assert not desk.chain.sent


def held_by(account: str) -> Registration:
    text = registration().registration
    asset = replace(text.assets[0], splits=(Split(1, (Share(account, 100_000_000),)),))
    return replace(text, assets=(asset,))


def test_deadlines_are_those_of_what_is_signed() -> None:
    assert deadline_of(registration()) == 2**40 and deadline_of(Anchor(an_id("root"))) == 2**64 - 1


def test_t77_a_forgery_changes_nothing_for_what_is_under_way(desk: Desk) -> None:
    class Waiting(PlainSender):
        def standing(self, identity: str) -> Sent:
            return Sent(identity, an_id("tx"))

    desk.relay = Relay(
        desk.chain, desk.index, desk.log, sender=Waiting(desk.chain), spending=desk.spending,
        clock=lambda: desk.now,
    )  # fmt: skip
    desk.log.pending(_id(desk), "register", WHO, desk.now)
    desk.chain.refusal = BadInput("CONTRACT_BAD_SIGNATURE", account=WHO)
    with pytest.raises(BadInput):
        desk.relay.relay(registration())
    known = desk.relay.status(_id(desk))
    assert (known.state, known.level, known.transaction) == (State.PENDING, Level.SENT, an_id("tx"))


def test_t73_what_the_sender_finds_out_is_remembered(desk: Desk) -> None:
    """One is in a block by now, the other will never be."""
    mined, failed = an_id("mined"), an_id("failed")
    for identity in (mined, failed):
        desk.log.pending(identity, "register", WHO, desk.now)
        desk.spending.reserve(WHO, identity, 100_000, desk.now)
    block = desk.chain.mine()

    class Finding(PlainSender):
        def tend(self) -> list[Sent]:
            receipt = Receipt(an_id("tx"), block, 70_000)
            return [Sent(mined, an_id("tx"), receipt), Sent(failed, failed="DEADLINE_GAVE_UP")]

    relay = Relay(
        desk.chain, desk.index, desk.log, sender=Finding(desk.chain), spending=desk.spending,
        clock=lambda: desk.now,
    )  # fmt: skip
    relay.tend()
    assert relay.status(mined).state is State.MINED
    assert (relay.status(failed).state, relay.status(failed).reason) == (State.REFUSED, "DEADLINE_GAVE_UP")
    assert relay.spent() == Spent(1, 70_000)
