"""Replacing a transaction by geth's own rule, which anvil does not have (THREATS.md 71)."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.chain.launching import Launcher, Policy, bumped
from ledger.chain.outbox import Outbox, State, Wish
from ledger.chain.rpc import Rpc
from ledger.chain.transact import Fees, Transactor
from ledger.keys.payer import KeyPayer
from scripts import servers
from tests.nodes import ask, give_coins

pytestmark = pytest.mark.geth

PAYER = KeyPayer(b"\x07" * 32)


def test_t71_an_eighth_more_of_both_fees_is_enough_and_a_wei_is_not(tmp_path: Path) -> None:
    reason = servers.absence(servers.GETH)
    if reason:
        pytest.skip(reason)
    with servers.geth_dev(period=1) as url:
        give_coins(url, PAYER.address)
        rpc = Rpc(url)
        try:
            replaced_on(url, Transactor(rpc, int(ask(url, "eth_chainId"), 16)), tmp_path)
        finally:
            rpc.close()


def replaced_on(url: str, transactor: Transactor, folder: Path) -> None:
    outbox = Outbox(
        folder / "outbox.db", ask(url, "eth_getBlockByNumber", "0x0", False)["hash"], PAYER.address
    )
    outbox.lead()
    launcher = Launcher(transactor, PAYER, outbox, Policy(), time.time)
    wish = Wish("0x" + "11" * 32, PAYER.address, b"\x01", 30_000, 2**40)
    little = transactor.fees().now // 1000
    entry = launcher.launch(wish, Fees(0, little, little))
    (first,) = outbox.attempts(entry)
    assert transactor.knows(first.hash) and transactor.receipt(first.hash) is None

    def taken(fees: Fees) -> bool:
        dearer = transactor.transaction(launcher.intent(entry), entry.gas, entry.nonce or 0, fees)
        return transactor.broadcast(PAYER.sign_transaction(dearer), PAYER.address)

    assert not taken(Fees(0, little + 1, little + 1)) and not taken(Fees(0, little * 2, little))
    assert taken(bumped(first.fees, Fees(0, 0, 0))), "the least that we ever add"
    outbox.again(entry, replace(first, fees=bumped(first.fees, Fees(0, 0, 0)), hash="0x" + "22" * 32))
    first = outbox.attempts(entry)[0]
    assert launcher.replace(entry, first, empty=False)
    second = outbox.attempts(entry)[0]
    assert transactor.knows(second.hash) and not transactor.knows(first.hash)
    until = time.monotonic() + 30
    while (receipt := transactor.receipt(second.hash)) is None:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert int(receipt["status"], 16) == 1 and outbox.get(entry.number).state is State.OPEN
