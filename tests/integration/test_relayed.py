"""An operation in a relay's hands: what it says counts for nothing, what the chain says does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.chain import anvil, deploy
from ledger.chain.adapter import EvmChain
from ledger.chain.embedded import EmbeddedChain
from ledger.chain.host import Host
from ledger.chain.relayed import RelayedChain
from ledger.core import eip712
from ledger.core.model import ZERO_HASH, Registration, Share
from ledger.core.operation_json import operation_id
from ledger.core.operations import Anchor, Operation, Register
from ledger.core.refusals import DoneAlready
from ledger.core.rights import OPEN_END, WHOLE
from ledger.errors import NotYet
from ledger.ports import Network
from tests import chain_cases
from tests.fakes import an_id
from tests.relays import Answer, relay

pytestmark = pytest.mark.anvil

PATIENCE_S = 0.3

Does = Callable[[str, str, bytes], Answer]


class Ground:
    """An embedded chain with both contracts, and what a person sends through a relay."""

    def __init__(self, folder: Path) -> None:
        self.embedded = EmbeddedChain(folder / "chain")
        self.embedded.create()
        profile = deploy.Profile("local", local=True, public_mempool=False)
        writing = self.embedded.writing
        self.network: Network = deploy.deploy(self.embedded.url, None, profile, writing=writing)
        self.direct = EvmChain(self.network, self.embedded.url, writing=writing)
        self.kept: dict[str, bytes | None] = {}
        self.roots = (an_id("root", number) for number in range(1000))

    def end(self) -> None:
        self.direct.close()
        daemon = self.embedded._daemon()
        if daemon is not None:
            anvil.terminate(daemon.pid)

    def send(self, operation: Operation, does: Does, whole: float = 20) -> Any:
        with relay(does) as url:
            host = Host(url, whole=whole)
            chain = RelayedChain(
                self.network, self.embedded.url, relay=host, keep=self.kept.__setitem__, patience=PATIENCE_S
            )
            try:
                return chain.send(operation)
            finally:
                chain.close()


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    found = Ground(tmp_path_factory.mktemp("ground"))
    yield found
    found.end()


def said(state: str, transaction: object = None, status: int = 202) -> Answer:
    return status, json.dumps({"state": state, "transaction": transaction}).encode()


def test_an_honest_relay(ground: Ground) -> None:
    operation = Anchor(next(ground.roots))

    def does(method: str, path: str, body: bytes) -> Answer:
        assert (method, path, json.loads(body)["kind"]) == ("POST", "/v1/operations", "anchor")
        return said("MINED", ground.direct.send(operation).transaction)

    receipt = ground.send(operation, does)
    assert receipt.block.number == ground.direct.head().number
    assert ground.kept[operation_id(operation, ground.network)] is None


NAMED = [None, "", 7, "0x12", "0x" + "00" * 32, "0x" + "zz" * 32, "0x" + "11" * 32, ["0x" + "11" * 32]]


@pytest.mark.parametrize(
    ("state", "transaction"),
    [
        *(("MINED", each) for each in NAMED),
        *((state, NAMED[-2]) for state in ("PENDING", "FAILED", "", "<b>")),
    ],
)
def test_said_to_be_on_the_chain_and_is_not(ground: Ground, state: str, transaction: object) -> None:
    operation = Anchor(next(ground.roots))
    with pytest.raises(NotYet) as caught:
        ground.send(operation, lambda method, path, body: said(state, transaction))
    assert caught.value.code == "RELAY_NOT_YET"
    identity = operation_id(operation, ground.network)
    kept = ground.kept[identity]
    assert (
        kept is not None
        and json.loads(kept)["kind"] == "anchor"
        and caught.value.params["operation"] == identity
    )


def test_the_transaction_of_something_else(ground: Ground) -> None:
    """It names one that is on the chain and went through, for another operation."""
    other = ground.direct.send(Anchor(next(ground.roots))).transaction
    made = deploy_transaction(ground)
    for named in (other, made):
        with pytest.raises(NotYet):
            ground.send(
                Anchor(next(ground.roots)), lambda method, path, body, named=named: said("MINED", named)
            )


def deploy_transaction(ground: Ground) -> str:
    """The one that made the registry: it has no recipient."""
    block: Any = ground.direct._rpc.ask("eth_getBlockByNumber", hex(ground.network.deployed_at), False)
    return str(block["transactions"][0])


def test_sent_altered(ground: Ground) -> None:
    """It sends another operation in place of ours: ours is not done, and is kept."""
    ours, altered = Anchor(next(ground.roots)), Anchor(next(ground.roots))

    def does(method: str, path: str, body: bytes) -> Answer:
        if method == "GET":
            return said("MINED")
        return said("MINED", ground.direct.send(altered).transaction)

    with pytest.raises(NotYet):
        ground.send(ours, does)
    assert ground.kept[operation_id(ours, ground.network)] is not None
    ground.direct.simulate(ours)


def test_sent_and_denied(ground: Ground) -> None:
    """It brings the operation to the chain and says that it did not: the chain shows it."""
    operation = registration(ground, "denied")

    def does(method: str, path: str, body: bytes) -> Answer:
        ground.direct.send(operation)
        return 403, b'{"code": "NOT_FOR_YOU"}'

    with pytest.raises(DoneAlready):
        ground.send(operation, does)
    assert ground.kept[operation_id(operation, ground.network)] is None


def test_held_back_for_a_while(ground: Ground) -> None:
    operation = Anchor(next(ground.roots))
    asked: list[str] = []

    def does(method: str, path: str, body: bytes) -> Answer:
        asked.append(method)
        if len(asked) == 3:
            return said("MINED", ground.direct.send(operation).transaction)
        return said("PENDING")

    assert ground.send(operation, does).transaction
    assert asked == ["POST", "GET", "GET"]


def test_it_never_ends_its_answer(ground: Ground) -> None:
    def does(method: str, path: str, body: bytes) -> Answer:
        time.sleep(1.5)
        return said("MINED")

    with pytest.raises(NotYet) as caught:
        ground.send(Anchor(next(ground.roots)), does, whole=0.3)
    assert "Timeout" in str(caught.value.params["reason"])


def test_what_the_chain_refuses_is_not_even_offered(ground: Ground) -> None:
    operation = registration(ground, "refused")
    ground.direct.send(operation)
    told: list[str] = []
    with pytest.raises(DoneAlready):
        ground.send(operation, lambda method, path, body: (told.append(path), said("PENDING"))[1])
    assert told == []


def registration(ground: Ground, name: str) -> Register:
    """Of a song of one holder, signed."""
    lin = chain_cases.address(chain_cases.LIN)
    asset = chain_cases.a_song(an_id(name), Share(lin, WHOLE))
    text = Registration(lin, (asset,), ZERO_HASH, OPEN_END)
    signature = chain_cases.sign(chain_cases.LIN, eip712.digest(ground.network.registry_domain, text))
    return Register(text, (), signature)
