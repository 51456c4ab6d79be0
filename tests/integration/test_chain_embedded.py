"""The embedded chain, real: its life, its kills, its files; and both contracts on it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.chain import anvil, deploy
from ledger.chain.adapter import EvmChain
from ledger.chain.embedded import EmbeddedChain
from ledger.core.events import Anchored
from ledger.core.operations import Anchor
from ledger.errors import BadInput, Denied, NotYet, ServiceDown, SongdeedError
from ledger.ports import Network
from ledger.text import hint_of, message_of
from tests import chain_cases, chain_licences
from tests.fakes import an_id
from tests.nodes import ask, set_next_time

pytestmark = pytest.mark.anvil

ROOTS = [an_id("root", number) for number in range(40)]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[EmbeddedChain]:
    chain = EmbeddedChain(tmp_path / "chain")
    chain.create()
    yield chain
    end(chain)


def end(chain: EmbeddedChain) -> None:
    """End whatever runs in its folder, however the test left the files."""
    daemon = chain._daemon()
    if daemon is not None:
        anvil.terminate(daemon.pid)


def raises(code: str, kind: type[SongdeedError] = ServiceDown) -> pytest.RaisesExc[SongdeedError]:
    def same(error: SongdeedError) -> bool:
        assert (
            message_of(error, "en")
            and message_of(error, "zh")
            and hint_of(error, "en")
            and hint_of(error, "zh")
        )
        return error.code == code

    return pytest.RaisesExc(kind, check=same)


def kill(chain: EmbeddedChain) -> None:
    pid = chain.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while anvil.alive(pid):
        time.sleep(0.01)


@contextmanager
def opened(chain: EmbeddedChain, network: Network | None = None) -> Iterator[EvmChain]:
    network = network or deploy.deploy(
        chain.url, None, deploy.Profile("local", local=True, public_mempool=False), writing=chain.writing
    )
    adapter = EvmChain(network, chain.url, writing=chain.writing)
    yield adapter
    adapter.close()


def anchored(adapter: EvmChain) -> list[str]:
    found = adapter.events(0, adapter.head().number)
    return [event.root for event in found if isinstance(event, Anchored)]


def test_life(tmp_path: Path) -> None:
    chain = EmbeddedChain(tmp_path / "chain")
    assert not chain.exists
    for act in (chain.start, chain.stop, chain.status, lambda: chain.url):
        with raises("CHAIN_NOT_MADE", BadInput):
            act()
    made = chain.create()
    try:
        assert chain.exists and made.running and 2**31 <= made.chain_id < 2**32
        assert (
            abs(int(ask(chain.url, "eth_getBlockByNumber", "0x0", False)["timestamp"], 16) - time.time()) < 60
        )
        assert chain.start() == made == EmbeddedChain(tmp_path / "chain").status(), (
            "starting twice is nothing"
        )
        with raises("CHAIN_EXISTS", Denied):
            chain.create()
        assert chain.stop() is True and chain.stop() is False
        assert chain.status().running is False
        with raises("CHAIN_STOPPED"):
            chain.url  # noqa: B018
        again = chain.start()
        assert (again.chain_id, again.genesis) == (made.chain_id, made.genesis) and again.pid != made.pid
    finally:
        end(chain)


def test_two_chains_have_two_ids(tmp_path: Path, made: EmbeddedChain) -> None:
    other = EmbeddedChain(tmp_path / "other")
    try:
        assert other.create().chain_id != made.status().chain_id
    finally:
        end(other)


def test_listens_on_loopback_only(tmp_path: Path) -> None:
    os.environ["ANVIL_IP_ADDR"] = "0.0.0.0"
    chain = EmbeddedChain(tmp_path / "chain")
    try:
        url = chain.create().url
        assert url is not None and url.startswith("http://127.0.0.1:")
        port = int(url.rpartition(":")[2])
        for address in {
            info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)
        }:
            if not str(address).startswith("127.0.0.1"):
                with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
                    socket.create_connection((str(address), port), timeout=2)
    finally:
        del os.environ["ANVIL_IP_ADDR"]
        end(chain)


def test_other_bind_than_loopback_is_not_accepted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    pid = anvil.start([str(anvil.find()), "--host", "0.0.0.0", "--port", "0"], log)
    with raises("CHAIN_START_FAILED"):
        anvil.wait_for_port(pid, log)
    assert not anvil.alive(pid)


def test_outlives_the_command_and_its_interruption(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from ledger.chain.embedded import EmbeddedChain\n"
        "EmbeddedChain(Path(sys.argv[1])).create()\n"
        "assert 'web3' not in sys.modules, 'chain start must not pay for web3'\n"
        "print('made', flush=True); time.sleep(60)\n"
    )
    chain = EmbeddedChain(tmp_path / "chain")
    command = [sys.executable, "-c", script, str(tmp_path / "chain")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as cli:
        assert cli.stdout is not None and cli.stdout.readline() == b"made\n"
        os.killpg(cli.pid, signal.SIGINT)  # Ctrl-C goes to the whole foreground group
        cli.wait()
    try:
        assert chain.status().running
        assert ask(chain.url, "eth_blockNumber") == "0x0"
        # Its output never fills a pipe that nobody reads.
        for _ in range(300):
            ask(chain.url, "eth_blockNumber")
    finally:
        end(chain)


def test_kill_right_after_done_loses_nothing(made: EmbeddedChain) -> None:
    with opened(made) as adapter:
        network = adapter.network
    for number, root in enumerate(ROOTS[:8]):
        with opened(made, network) as adapter:
            receipt = adapter.send(Anchor(root))
        kill(made)
        made.start()
        with opened(made, network) as adapter:
            assert anchored(adapter) == ROOTS[: number + 1]
            assert adapter.block(receipt.block.number) == receipt.block


def test_time_follows_the_clock_also_after_a_restart(made: EmbeddedChain) -> None:
    with opened(made) as adapter:
        network = adapter.network
        assert abs(adapter.send(Anchor(ROOTS[0])).block.time - time.time()) < 10
    made.stop()
    made.start()
    with opened(made, network) as adapter:
        assert abs(adapter.send(Anchor(ROOTS[1])).block.time - time.time()) < 10


def test_past_and_future_times_for_stories(tmp_path: Path) -> None:
    chain = EmbeddedChain(tmp_path / "chain")
    try:
        chain.create(chain_id=3_000_000_001, genesis_time=1_748_700_000)
        with opened(chain) as adapter:
            network = adapter.network
            assert adapter.block(0).time == 1_748_700_000  # type: ignore[union-attr]
            assert adapter.head().time < 1_748_700_100
            set_next_time(chain.url, 1_767_196_799)
            assert adapter.send(Anchor(ROOTS[0])).block.time == 1_767_196_799
            ahead = int(time.time()) + 10**8
            set_next_time(chain.url, ahead)
            assert adapter.send(Anchor(ROOTS[1])).block.time == ahead
        kill(chain)
        chain.start()
        with opened(chain, network) as adapter:
            assert adapter.head().time == ahead
            assert adapter.send(Anchor(ROOTS[2])).block.time >= ahead
    finally:
        end(chain)


def test_restarts_leave_one_first_block(made: EmbeddedChain, tmp_path: Path) -> None:
    for _ in range(6):
        with made.writing():
            ask(made.url, "evm_mine")
        time.sleep(1.1)  # so that a block 0 made at a restart would have another time
        made.stop()
        made.start()
    blocks = json.loads((tmp_path / "chain" / "state.json").read_bytes())["blocks"]
    assert sorted(int(block["header"]["number"], 16) for block in blocks) == list(range(7))
    times = [int(ask(made.url, "eth_getBlockByNumber", hex(n), False)["timestamp"], 16) for n in range(7)]
    assert times == sorted(times) and times[-1] - times[0] >= 5


def test_note_about_a_process_that_is_another_now(made: EmbeddedChain, tmp_path: Path) -> None:
    kill(made)
    note = tmp_path / "chain" / "daemon.json"
    stale = json.loads(note.read_bytes())
    with subprocess.Popen(["sleep", "60"]) as stranger:
        note.write_text(json.dumps(stale | {"pid": stranger.pid}))
        assert made.status().running is False
        assert made.stop() is False
        assert made.start().running
        assert stranger.poll() is None, "a stranger's process is left alone"
        stranger.kill()
    for nonsense in ("", "[]", "{}", '{"pid": "x", "port": 1}', '{"pid": 0, "port": 1}'):
        end(made)
        note.write_text(nonsense)
        assert made.status().running is False
        assert made.start().running


def test_port_of_another_chain(made: EmbeddedChain, tmp_path: Path) -> None:
    other = EmbeddedChain(tmp_path / "other")
    try:
        port = int(str(other.create().url).rpartition(":")[2])
        note = tmp_path / "chain" / "daemon.json"
        good = note.read_text()
        note.write_text(json.dumps(json.loads(good) | {"port": port}))
        with raises("STATE_FOREIGN"):
            made.url  # noqa: B018
        note.write_text(good)
    finally:
        end(other)


def test_state_of_another_chain_is_noticed(made: EmbeddedChain, tmp_path: Path) -> None:
    other = EmbeddedChain(tmp_path / "other")
    try:
        other.create(genesis_time=1_700_000_000)
        other.stop()
        made.stop()
        shutil.copy(tmp_path / "other" / "state.json", tmp_path / "chain" / "state.json")
        with raises("STATE_CORRUPT"):
            made.start()
        shutil.copy(tmp_path / "other" / "state.sums", tmp_path / "chain" / "state.sums")
        with raises("STATE_FOREIGN"):
            made.start()
        assert made.status().running is False, "what was started to look is ended again"
    finally:
        end(other)


def test_torn_state_is_never_started(made: EmbeddedChain, tmp_path: Path) -> None:
    with opened(made) as adapter:
        network = adapter.network
        adapter.send(Anchor(ROOTS[0]))
        adapter.send(Anchor(ROOTS[1]))
    made.stop()
    state = tmp_path / "chain" / "state.json"
    whole = state.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], whole[:-1], whole.replace(b'"0x', b'"0X', 1)):
        state.write_bytes(damaged)
        with raises("STATE_CORRUPT"):
            made.start()
        assert state.read_bytes() == damaged
    state.unlink()
    with raises("STATE_MISSING"):
        made.start()
    shutil.copy(tmp_path / "chain" / "state.previous.json", state)
    made.start()
    with opened(made, network) as adapter:
        assert anchored(adapter) == ROOTS[:1], "the remedy that the hint names loses the last write only"


def test_damaged_facts(made: EmbeddedChain, tmp_path: Path) -> None:
    made.stop()
    facts = tmp_path / "chain" / "chain.json"
    for damaged in ("", "{", "{}", '{"version":2,"chain_id":1,"genesis":"0x"}'):
        facts.write_text(damaged)
        with raises("CHAIN_FACTS_CORRUPT"):
            made.start()


def test_interrupted_creation_can_be_repeated(tmp_path: Path) -> None:
    chain = EmbeddedChain(tmp_path / "chain")
    try:
        first = chain.create()
        (tmp_path / "chain" / "chain.json").unlink()  # the last file that creation writes
        second = chain.create()
        assert first.pid is not None and not anvil.alive(first.pid)
        assert second.running
    finally:
        end(chain)


def test_missing_program(tmp_path: Path) -> None:
    os.environ["SONGDEED_ANVIL"], before = str(tmp_path / "none"), os.environ.get("SONGDEED_ANVIL")
    try:
        with raises("ANVIL_MISSING"):
            EmbeddedChain(tmp_path / "chain").create()
    finally:
        del os.environ["SONGDEED_ANVIL"]
        if before is not None:
            os.environ["SONGDEED_ANVIL"] = before
    with raises("CHAIN_START_FAILED"):
        EmbeddedChain(tmp_path / "chain", Path("/bin/false")).create()


def test_many_writers_at_once(made: EmbeddedChain) -> None:
    with opened(made) as adapter:
        network = adapter.network

    def write(root: str) -> None:
        # A chain object each, as two commands and a server have.
        own = EmbeddedChain(made._folder)
        with opened(own, network) as adapter:
            adapter.send(Anchor(root))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, ROOTS[:24]))
    kill(made)
    made.start()
    with opened(made, network) as adapter:
        assert sorted(anchored(adapter)) == sorted(ROOTS[:24])


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from ledger.chain.adapter import EvmChain
from ledger.chain.embedded import EmbeddedChain
from ledger.core.operations import Anchor
from ledger.errors import SongdeedError
from ledger.ports import Network
network = Network(**eval(sys.argv[2]))
chain = EmbeddedChain(Path(sys.argv[1]))
adapter = EvmChain(network, chain.url, writing=chain.writing)
adapter.head()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
for _ in range(2):
    try:
        adapter.send(Anchor(sys.argv[3]))
    except SongdeedError as error:
        print(error.code)
"""


def test_full_disk_is_never_called_done(made: EmbeddedChain) -> None:
    with opened(made) as adapter:
        network = adapter.network
        adapter.send(Anchor(ROOTS[0]))
    fields = repr({name: getattr(network, name) for name in Network.__slots__})
    command = [sys.executable, "-c", FULL_DISK, str(made._folder), fields, ROOTS[1]]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    # The second time the chain has it already; that must not be called done either.
    assert result.stdout.split() == ["STATE_NOT_SAVED", "STATE_NOT_SAVED"]
    made.start()  # there is room again: what the hint says to do saves it
    kill(made)
    made.start()
    with opened(made, network) as adapter:
        assert anchored(adapter) == [ROOTS[0], ROOTS[1]]


def test_log_is_cut_when_it_grows(made: EmbeddedChain, tmp_path: Path) -> None:
    log = tmp_path / "chain" / "anvil.log"
    with log.open("ab") as file:
        file.write(b"x" * (1 << 21))
    with made.writing():
        ask(made.url, "evm_mine")
    assert log.stat().st_size < 1 << 16
    ask(made.url, "eth_gasPrice")
    assert b"\0" not in log.read_bytes()


def test_contracts(made: EmbeddedChain) -> None:
    with opened(made) as adapter:
        chain_cases.anchor_case(adapter, None)
        assert adapter.finalized() == adapter.head(), "nobody can replace a block here"
        chain_cases.rights_case(adapter, made.url, None)
        chain_licences.licences_case(adapter, made.url, None)
        before = adapter.events(0, adapter.head().number)
        network = adapter.network
    kill(made)
    made.start()
    with opened(made, network) as adapter:
        assert adapter.events(0, adapter.head().number) == before


def test_taking_over_contracts(made: EmbeddedChain) -> None:
    profile = deploy.Profile("again", local=True, public_mempool=False)
    with opened(made) as adapter:
        for root in ROOTS[:3]:
            adapter.send(Anchor(root))
        network = adapter.network
    found = deploy.inspect(made.url, network.registry, network.licensing, profile)
    assert found == replace(network, name="again")
    with raises("CHAIN_WRONG_CODE"):
        deploy.inspect(made.url, network.licensing, network.registry, profile)
    with raises("CHAIN_NO_CONTRACT"):
        deploy.inspect(made.url, "0x" + "12" * 20, network.licensing, profile)


def test_no_block_in_time_is_pending_and_found_later(made: EmbeddedChain) -> None:
    with opened(made) as adapter:
        network = adapter.network
    hasty = EvmChain(network, made.url, writing=made.writing, wait=0.2)
    ask(made.url, "evm_setAutomine", False)
    with raises("TRANSACTION_PENDING", NotYet) as caught:
        hasty.send(Anchor(ROOTS[0]))
    ask(made.url, "evm_mine")
    ask(made.url, "evm_setAutomine", True)
    (event,) = hasty.events(0, hasty.head().number)
    hasty.close()
    assert event.at.transaction == caught.value.params["transaction"]


def test_chain_stopped_under_an_open_adapter(made: EmbeddedChain) -> None:
    with opened(made) as adapter:
        made.stop()
        with raises("CHAIN_DOWN"):
            adapter.head()
        with raises("CHAIN_STOPPED"):
            adapter.send(Anchor(ROOTS[0]))


# Runtime code of contract accounts: what they answer to isValidSignature, byte for byte.
MAGIC_WORD = "631626ba7e60e01b600052"
ACCOUNTS = {
    "says yes": (MAGIC_WORD + "60206000f3", True),
    "says yes and more": (MAGIC_WORD + "60606000f3", True),
    "says no": ("60206000f3", False),
    "short magic": (MAGIC_WORD + "60046000f3", False),
    "magic with dirt": ("631626ba7e60e01b6001016000526020" + "6000f3", False),
    "reverts with the magic": (MAGIC_WORD + "60206000fd", False),
    "burns all gas": ("5b600056", False),
    "stops": ("00", False),
}


@pytest.mark.parametrize("kind", ACCOUNTS)
def test_contract_accounts_are_asked_by_erc1271(made: EmbeddedChain, kind: str) -> None:
    code, answer = ACCOUNTS[kind]
    digest = an_id("digest")
    signature = chain_cases.sign(chain_cases.LIN, digest)
    lin = chain_cases.address(chain_cases.LIN)
    with opened(made) as adapter:
        assert adapter.is_valid_signature(lin, digest, signature)
        ask(made.url, "anvil_setCode", lin, "0x" + code)
        # With code on the account its old key no longer counts (EIP-7702 too), only what the code says.
        assert adapter.is_valid_signature(lin, digest, signature) is answer
        assert adapter.is_valid_signature(lin, digest, b"anything") is answer
