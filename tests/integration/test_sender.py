"""The sender of a relay on an anvil that drops, reorders, gets dear and goes back (THREATS.md 70-77)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ledger.chain import deploy
from ledger.chain.adapter import EvmChain
from ledger.chain.launching import GWEI, Policy
from ledger.chain.outbox import State
from ledger.chain.sender import Sender
from ledger.core.events import Anchored
from ledger.core.model import ZERO_HASH, Registration, Share
from ledger.core.operations import Anchor, Register
from ledger.core.rights import WHOLE
from ledger.errors import NotYet, Refused, ServiceDown, SongdeedError
from ledger.keys.payer import KeyPayer
from ledger.ports import Level, Network
from tests import chain_cases
from tests.fakes import an_id
from tests.nodes import anvil_chain, ask

pytestmark = [pytest.mark.anvil, pytest.mark.thorough]

PAYER = KeyPayer(b"\x07" * 32)
LATER = 2**40


@dataclass
class Ground:
    """A chain that mines when it is told to, and a folder."""

    url: str
    network: Network
    folder: Path
    count: int = 0

    def root(self) -> str:
        self.count += 1
        return an_id("root", self.count)

    def mine(self, blocks: int = 1) -> None:
        ask(self.url, "anvil_mine", hex(blocks))

    def base_fee(self, gwei: int) -> None:
        """The next block's base fee; a block is made, so that it is known."""
        ask(self.url, "anvil_setNextBlockBaseFeePerGas", hex(gwei * GWEI))
        self.mine()

    def nonce(self, block: str = "latest") -> int:
        return int(ask(self.url, "eth_getTransactionCount", PAYER.address, block), 16)

    def anchored(self, root: str) -> list[Anchored]:
        chain = EvmChain(self.network, self.url)
        events = chain.events(0, chain.head().number)
        chain.close()
        return [event for event in events if isinstance(event, Anchored) and event.root == root]

    def pool(self) -> list[str]:
        """Hashes of what waits for a block."""
        content: dict[str, Any] = ask(self.url, "txpool_content")["pending"]
        return [one["hash"] for own in content.values() for one in own.values()]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("anvil")
    with anvil_chain(folder) as url:
        ask(url, "anvil_setBalance", PAYER.address, hex(10**21))
        network = deploy.deploy(url, PAYER, deploy.Profile("test"))
        ask(url, "evm_setAutomine", False)
        yield Ground(url, network, folder)


@pytest.fixture(autouse=True)
def calm(ground: Ground) -> None:
    """Each test begins with an empty pool and a base fee of a gwei."""
    for name in ground.pool():
        ask(ground.url, "anvil_dropTransaction", name)
    ground.base_fee(1)


@dataclass
class Desk:
    """A sender, and what it stands on."""

    chain: EvmChain
    sender: Sender
    ground: Ground

    def send(self, root: str, until: int = LATER) -> str | None:
        """Begin to send; its transaction."""
        with pytest.raises(NotYet) as caught:
            self.sender.send(Anchor(root), root, until)
        return str(caught.value.params["transaction"]) if "transaction" in caught.value.params else None

    def tend(self) -> list[tuple[str, str | None]]:
        """What became known, and why it failed."""
        return [(sent.operation, sent.failed) for sent in self.sender.tend()]

    def end(self) -> None:
        self.sender.close()
        self.chain.close()


def opened(ground: Ground, folder: Path, policy: Policy | None = None, *, leases: Path | None = None) -> Desk:
    chain = EvmChain(ground.network, ground.url, wait=0.2)
    try:
        policy = policy or Policy(stuck=1e9)
        return Desk(chain, chain.sender(PAYER, folder / "outbox.db", leases or folder, policy), ground)
    except SongdeedError:
        chain.close()
        raise


@pytest.fixture
def desk(ground: Ground, tmp_path: Path) -> Iterator[Desk]:
    found = opened(ground, tmp_path)
    yield found
    found.end()


def test_t70_many_at_once_have_nonces_in_a_row(ground: Ground, desk: Desk) -> None:
    first, roots = ground.nonce(), [ground.root() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(desk.send, roots))
    ground.mine()
    assert ground.nonce() == first + 6
    assert sorted(desk.tend()) == sorted((root, None) for root in roots)
    assert all(len(ground.anchored(root)) == 1 for root in roots)


def test_t70_a_gap_is_filled(ground: Ground, desk: Desk) -> None:
    """Another program's transaction held the nonce before ours, and was dropped."""
    foreign = {"from": PAYER.address, "to": PAYER.address, "gas": hex(21_000)}
    ask(ground.url, "anvil_impersonateAccount", PAYER.address)
    lost = ask(ground.url, "eth_sendTransaction", foreign)
    root, first = ground.root(), ground.nonce()
    ours = desk.send(root)
    ask(ground.url, "anvil_dropTransaction", lost)
    ground.mine()
    assert ground.nonce() == first, "ours can't be mined before the one that is gone"
    desk.tend()
    ground.mine()
    assert ground.nonce() == first + 2
    assert desk.tend() == [(root, None)]
    assert [event.at.transaction for event in ground.anchored(root)] == [ours]


def test_t70_a_nonce_that_another_used(ground: Ground, desk: Desk) -> None:
    root, first = ground.root(), ground.nonce()
    ours = desk.send(root)
    ask(ground.url, "anvil_dropTransaction", ours)
    ask(ground.url, "anvil_impersonateAccount", PAYER.address)
    ask(ground.url, "eth_sendTransaction", {"from": PAYER.address, "to": PAYER.address, "gas": hex(21_000)})
    ground.mine()
    assert ground.nonce() == first + 1 and not ground.anchored(root)
    desk.tend()
    ground.mine()
    assert desk.tend() == [(root, None)] and len(ground.anchored(root)) == 1


def test_t73_dropped_and_sent_again(ground: Ground, desk: Desk) -> None:
    root = ground.root()
    ours = desk.send(root)
    for _ in range(2):
        ask(ground.url, "anvil_dropTransaction", ours)
        assert ground.pool() == []
        desk.tend()
        assert ground.pool() == [ours], "the same bytes"
    ground.mine()
    assert desk.tend() == [(root, None)] and len(ground.anchored(root)) == 1


def test_t74_taken_up_by_the_next_process(ground: Ground, tmp_path: Path) -> None:
    root, first = ground.root(), opened(ground, tmp_path)
    ours = first.send(root)
    ask(ground.url, "anvil_dropTransaction", ours)
    first.end()
    second = opened(ground, tmp_path)
    assert second.send(root) == ours, "it is under way already"
    second.tend()
    ground.mine()
    assert second.tend() == [(root, None)]
    assert second.sender.send(Anchor(root), root, LATER).transaction == ours, "once, whoever asks again"
    assert len(ground.anchored(root)) == 1
    second.end()


def test_t71_stuck_and_replaced(ground: Ground, tmp_path: Path) -> None:
    """The base fee rises above what was offered; the next offer is an eighth more at least, in both fees."""
    desk, root = opened(ground, tmp_path, Policy(stuck=0)), ground.root()
    before = ask(ground.url, "eth_getTransactionByHash", desk.send(root))
    ground.base_fee(50)
    desk.tend()
    (name,) = ground.pool()
    after = ask(ground.url, "eth_getTransactionByHash", name)
    for fee in ("maxFeePerGas", "maxPriorityFeePerGas"):
        assert int(after[fee], 16) * 8 >= int(before[fee], 16) * 9
    assert after["nonce"] == before["nonce"] and after["input"] == before["input"]
    ground.mine()
    assert desk.tend() == [(root, None)] and len(ground.anchored(root)) == 1
    desk.end()


def test_t72_a_hundred_times_the_price(ground: Ground, tmp_path: Path) -> None:
    desk, root = opened(ground, tmp_path, Policy(price_most=20 * GWEI)), ground.root()
    ground.base_fee(100)
    with pytest.raises(NotYet) as caught:
        desk.sender.send(Anchor(root), root, LATER)
    assert caught.value.code == "GAS_PRICE_HIGH" and float(str(caught.value.params["most"])) == 20
    assert desk.tend() == [] and ground.pool() == []
    standing = desk.sender.standing(root)
    assert standing is not None and (standing.transaction, standing.waits) == (None, "GAS_PRICE_HIGH")
    ground.base_fee(5)
    desk.tend()
    assert len(ground.pool()) == 1
    ground.mine()
    assert desk.tend() == [(root, None)]
    desk.end()


def test_t72_given_up_at_the_deadline(ground: Ground, tmp_path: Path) -> None:
    """One that was never sent is dropped; one that is stuck is replaced by nothing, so that others go on."""
    desk, never, stuck = opened(ground, tmp_path, Policy(price_most=20 * GWEI)), ground.root(), ground.root()
    until = int(time.time()) + 1
    desk.send(stuck, until)
    ground.base_fee(100)
    desk.send(never, until)
    first = ground.nonce()
    while time.time() <= until + 1:
        time.sleep(0.1)
    assert desk.tend() == [(never, "DEADLINE_GAVE_UP")]
    ground.base_fee(5)
    desk.tend()
    ground.mine()
    assert desk.tend() == [(stuck, "DEADLINE_GAVE_UP")] and ground.nonce() == first + 1
    assert not ground.anchored(stuck) and not ground.anchored(never)
    desk.end()


def test_t75_one_relay_for_one_key(ground: Ground, desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ServiceDown) as caught:
        opened(ground, tmp_path)
    assert caught.value.code == "PAYER_TAKEN"
    desk.sender.close()
    opened(ground, tmp_path).end()


def test_t75_who_was_overtaken_sends_nothing(ground: Ground, desk: Desk, tmp_path: Path) -> None:
    """Its lock was lost (a copied folder, another file system): the number in the outbox fences it off."""
    (tmp_path / "elsewhere").mkdir()
    other, root = opened(ground, tmp_path, leases=tmp_path / "elsewhere"), ground.root()
    with pytest.raises(ServiceDown) as caught:
        desk.sender.send(Anchor(root), root, LATER)
    assert caught.value.code == "PAYER_OVERTAKEN" and ground.pool() == []
    other.send(root)
    assert len(ground.pool()) == 1
    other.end()


def test_t75_one_key_on_two_machines(ground: Ground, desk: Desk, tmp_path: Path) -> None:
    """Nothing that they share tells them of each other: the chain sees to it that each is done once."""
    (tmp_path / "b").mkdir()
    other, roots = opened(ground, tmp_path / "b"), [ground.root() for _ in range(4)]
    for root in roots:
        desk.send(root)
        for name in ground.pool():
            ask(ground.url, "anvil_dropTransaction", name)
        other.send(root)  # takes the same nonce
    for _ in range(10):
        ground.mine()
        desk.tend()
        other.tend()
        left = [entry.state for one in (desk, other) for entry in one.sender._outbox.unsettled()]
        if State.OPEN not in left:
            break
    assert State.MINED in left and set(left) == {State.MINED}, "nobody is stuck"
    assert [len(ground.anchored(root)) for root in roots] == [1] * 4
    other.end()


def test_t76_an_operation_that_burns_gas(ground: Ground, tmp_path: Path) -> None:
    desk, root = opened(ground, tmp_path, Policy(gas_most=40_000)), ground.root()
    for act in (desk.sender.price, lambda operation: desk.sender.send(operation, root, LATER)):
        with pytest.raises(Refused) as caught:
            act(Anchor(root))
        assert caught.value.code == "OPERATION_GAS" and caught.value.params["most"] == 40_000
    assert ground.pool() == [] and desk.sender.standing(root) is None
    desk.end()
    dear = opened(ground, tmp_path, Policy(gas_most=100_000))
    assert 40_000 < dear.sender.price(Anchor(root)).gas < 100_000
    dear.end()


BURNS_6_MILLION = "0x62" + f"{230_000:06x}" + "5b6001900380600457" + "631626ba7e60e01b60005260206000f3"
"""Counts down in a loop of 26 gas, then says yes to any signature (ERC-1271)."""


def test_t76_a_wallet_that_burns_gas(ground: Ground, tmp_path: Path) -> None:
    """A party's contract burns six million gas, then approves: it is tried with no more than is allowed."""
    wallet = "0x" + "ab" * 20
    ask(ground.url, "anvil_setCode", wallet, BURNS_6_MILLION)
    asset = chain_cases.a_song(ground.root(), Share(wallet, WHOLE))
    operation = Register(Registration(wallet, (asset,), ZERO_HASH, LATER), (), b"x" * 65)
    desk = opened(ground, tmp_path)
    with pytest.raises(SongdeedError) as caught:
        desk.sender.send(operation, ground.root(), LATER)
    assert caught.value.code in ("OPERATION_GAS", "CONTRACT_BAD_SIGNATURE") and ground.pool() == []
    desk.end()
    rich = opened(ground, tmp_path, Policy(gas_most=10_000_000))
    assert rich.sender.price(operation).gas > 6_000_000
    rich.end()


def test_t77_mined_safe_final(ground: Ground, desk: Desk) -> None:
    root = ground.root()
    transaction = desk.send(root)
    standing = desk.sender.standing(root)
    assert standing is not None and (standing.transaction, standing.receipt) == (transaction, None)
    seen = []
    for blocks in (1, 40, 40):
        ground.mine(blocks)
        desk.tend()
        standing = desk.sender.standing(root)
        assert standing is not None and standing.receipt is not None
        seen.append(standing.receipt.level)
    assert seen == [Level.MINED, Level.SAFE, Level.FINAL]
    assert desk.sender._outbox.unsettled() == [], "what is final is not looked after any more"


def test_t77_a_block_is_replaced(ground: Ground, desk: Desk) -> None:
    root = ground.root()
    transaction = desk.send(root)
    ground.mine()
    assert desk.tend() == [(root, None)]
    ask(ground.url, "anvil_reorg", 1, [])
    assert not ground.anchored(root)
    standing = desk.sender.standing(root)
    assert standing is not None and standing.receipt is None
    assert desk.send(root) == transaction, "whoever asks first"
    ground.mine()
    assert desk.tend() == [(root, None)]
    ask(ground.url, "anvil_reorg", 1, [])
    desk.tend()
    ground.mine()
    assert desk.tend() == [(root, None)]
    assert [event.at.transaction for event in ground.anchored(root)] == [transaction], "the same bytes"


def test_poor_payer_leaves_nothing_behind(ground: Ground, desk: Desk) -> None:
    root, balance = ground.root(), ask(ground.url, "eth_getBalance", PAYER.address, "latest")
    ask(ground.url, "anvil_setBalance", PAYER.address, "0x1")
    with pytest.raises(Refused) as caught:
        desk.sender.send(Anchor(root), root, LATER)
    assert caught.value.code == "PAYER_POOR" and desk.sender._outbox.unsettled() == []
    ask(ground.url, "anvil_setBalance", PAYER.address, balance)
    assert desk.send(root) is not None
    entry = desk.sender._outbox.latest(root)
    assert entry is not None and entry.state is State.OPEN
    assert entry == replace(entry, reason=None)
