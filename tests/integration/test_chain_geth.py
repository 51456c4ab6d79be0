"""Both contracts on a production client: its receipts, its finality, its mempool, its poor payers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.chain import deploy
from ledger.chain.adapter import EvmChain
from ledger.chain.embedded import EmbeddedChain
from ledger.core.events import Anchored
from ledger.core.operations import Anchor
from ledger.errors import Refused, ServiceDown
from ledger.keys.keystore import Keystore
from ledger.keys.payer import KeyPayer
from ledger.ports import Network
from tests import chain_cases, chain_licences
from tests.fakes import an_id
from tests.nodes import ask, give_coins

pytestmark = pytest.mark.geth

PROFILE = deploy.Profile("geth")


@pytest.fixture(scope="module")
def payer(geth_url: str, tmp_path_factory: pytest.TempPathFactory) -> KeyPayer:
    """A key of ours that the developer account of geth gave some coin."""
    store = Keystore(tmp_path_factory.mktemp("keys"))
    found = store.payer(store.new("relay", "pw").name, "pw")
    give_coins(geth_url, found.address, 10**18)
    return found


@pytest.fixture(scope="module")
def network(geth_url: str, payer: KeyPayer) -> Network:
    estimate = deploy.estimate_deployment(geth_url, payer.address)
    assert 3_000_000 < estimate.gas < 10_000_000 and estimate.wei == estimate.gas * estimate.gas_price
    found = deploy.deploy(geth_url, payer, PROFILE)
    assert not found.local and found.public_mempool
    assert deploy.inspect(geth_url, found.registry, found.licensing, PROFILE) == found
    return found


@pytest.fixture
def chain(geth_url: str, network: Network) -> Iterator[EvmChain]:
    found = EvmChain(network, geth_url)
    yield found
    found.close()


def test_contracts(geth_url: str, chain: EvmChain, payer: KeyPayer) -> None:
    chain_cases.anchor_case(chain, payer)
    chain_cases.rights_case(chain, geth_url, payer)
    chain_licences.licences_case(chain, geth_url, payer)


def test_finality_is_the_clients_own(geth_url: str, chain: EvmChain, network: Network) -> None:
    tagged = ask(geth_url, "eth_getBlockByNumber", "latest", False)
    assert chain.finalized().number <= int(tagged["number"], 16)
    counting = EvmChain(network, geth_url, finality=2)
    assert counting.finalized().number == counting.head().number - 2
    counting.close()


def test_nobody_pays(chain: EvmChain) -> None:
    with pytest.raises(Refused) as caught:
        chain.send(Anchor(an_id("unpaid")))
    assert caught.value.code == "PAYER_NEEDED"


def test_poor_payer(geth_url: str, chain: EvmChain, tmp_path: Path) -> None:
    store = Keystore(tmp_path)
    poor = store.payer(store.new("poor", "pw").name, "pw")
    with pytest.raises(Refused) as caught:
        chain.send(Anchor(an_id("poor")), poor)
    assert caught.value.code == "PAYER_POOR"
    # The price falls from block to empty block; a transaction is priced above the newest one's base fee.
    base = int(ask(geth_url, "eth_getBlockByNumber", "latest", False)["baseFeePerGas"], 16)
    needed = int(str(caught.value.params["needed"]))
    assert caught.value.params["present"] == 0 and needed > 40_000 * base > 0
    with pytest.raises(Refused) as caught:
        deploy.deploy(geth_url, poor, PROFILE)
    assert caught.value.code == "PAYER_POOR"


def test_two_writers_with_one_key(geth_url: str, network: Network, payer: KeyPayer) -> None:
    def write(root: str) -> None:
        chain = EvmChain(network, geth_url)
        chain.send(Anchor(root), payer)
        chain.close()

    roots = [an_id("race", number) for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, roots))
    chain = EvmChain(network, geth_url)
    found = {e.root for e in chain.events(0, chain.head().number) if isinstance(e, Anchored)}
    chain.close()
    assert found >= set(roots)


@pytest.mark.anvil
def test_another_chain_at_the_same_address(network: Network, tmp_path: Path) -> None:
    embedded = EmbeddedChain(tmp_path / "chain")
    embedded.create(chain_id=network.chain_id)
    try:
        other = EvmChain(network, embedded.url)
        with pytest.raises(ServiceDown) as caught:
            other.head()
        other.close()
    finally:
        embedded.stop()
    assert caught.value.code == "CHAIN_WRONG_GENESIS"
