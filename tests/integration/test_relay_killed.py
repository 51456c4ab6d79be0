"""A relay on a chain of many, killed between sending and writing down, and started again (THREATS.md 74)."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.servers import free_port
from tests.nodes import Raw, anvil_chain, ask, hand_on, scripted
from tests.shells import Shell, served

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.thorough, pytest.mark.timeout(300)]

NOW = "--patience 1"


@dataclass
class Wire:
    """What stands between the relay and its node: it kills the relay when a transaction comes by."""

    node: str
    victim: subprocess.Popen[str] | None = None
    passes: bool = False
    seen: list[str] = field(default_factory=list)

    def __call__(self, method: str, params: list[Any]) -> Any:
        if method != "eth_sendRawTransaction" or self.victim is None:
            return hand_on(self.node, method, params)
        self.seen.append(params[0])
        if self.passes:
            hand_on(self.node, method, params)
        os.kill(self.victim.pid, signal.SIGKILL)
        self.victim = None
        raise Raw(502, b"")


@dataclass
class Ground:
    """The relay's folder, and that of a songwriter who uses it."""

    wire: Wire
    relay: Shell
    mei: Shell
    payer: str
    port: int

    def serve(self, *options: str) -> contextlib.AbstractContextManager[tuple[str, Any]]:
        shared = ("--share", "network.json", "--payer", "relay", "--port", str(self.port))
        return served(self.relay, *shared, *options, local=False)

    def nonce(self) -> int:
        return int(ask(self.wire.node, "eth_getTransactionCount", self.payer, "latest"), 16)

    def state(self, url: str, identity: str, wanted: str) -> dict[str, Any]:
        """How an operation stands, once it stands so."""
        until = time.monotonic() + 60
        while True:
            found: dict[str, Any] = httpx.get(f"{url}/v1/operations/{identity}", trust_env=False).json()
            if found.get("state") == wanted:
                return found
            assert time.monotonic() < until, found
            time.sleep(0.1)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    relay, mei = (Shell(tmp_path_factory.mktemp(name)) for name in ("relay", "mei"))
    for shell in (relay, mei):
        shell.environment["XDG_STATE_HOME"] = str(relay.folder / "state")
    with anvil_chain(tmp_path_factory.mktemp("anvil")) as node:
        wire = Wire(node)
        with scripted(wire) as url:
            payer = relay.json("key new relay")["address"]
            ask(node, "anvil_setBalance", payer, hex(10**20))
            relay.run(f"chain deploy --name main --rpc {url} --payer relay --private --yes")
            mei.people("mei")
            found = Ground(wire, relay, mei, payer, free_port())
            with found.serve() as (server, _):
                mei.run(f"join {server}")
            yield found


@pytest.mark.parametrize("passes", [False, True], ids=["before", "after"])
def test_t74_killed_and_started_again(ground: Ground, passes: bool) -> None:
    """Killed before the node had the transaction, and after: once more, and not twice."""
    (ground.mei.folder / "song.wav").write_bytes(f"killed {passes} ".encode() * 100)
    first, ground.wire.passes = ground.nonce(), passes
    line = "register song.wav --as mei --title K --split WRK:mei --split PRF:mei --split PHN:mei"
    with ground.serve() as (_, server):
        ground.wire.victim, ground.wire.seen = server, []
        failed = ground.mei.json(f"{line} {NOW}", 2)
        assert server.wait(30) == -signal.SIGKILL
    (identity,) = re.findall("0x[0-9a-f]{64}", " ".join(path.stem for path in outgoing(ground)))
    assert failed["error"] == "RELAY_NOT_YET" and identity in failed["message"]
    assert ground.nonce() == first + passes
    with ground.serve() as (url, _):
        done = ground.state(url, identity, "MINED")
        assert done["level"] == "mined"
        assert ground.nonce() == first + 1, "one transaction for the digest"
        assert (
            ask(ground.wire.node, "eth_getRawTransactionByHash", done["transaction"]) == ground.wire.seen[0]
        )
        (kept,) = ground.mei.json("operation list")["operations"]
        assert (kept["operation"], kept["level"]) == (identity, "mined")
        ask(ground.wire.node, "anvil_mine", hex(80))
        assert httpx.get(f"{url}/v1/operations/{identity}", trust_env=False).json()["level"] == "final"
        assert ground.mei.json("operation list")["operations"][0]["level"] == "final"
        assert ground.mei.json("operation list")["operations"] == []
        again = ground.mei.json(f"{line} {NOW}")
        assert again["already"] is True and ground.nonce() == first + 1


def outgoing(ground: Ground) -> list[Path]:
    return list((ground.mei.folder / "home" / "outgoing").glob("*.json"))


def test_t75_a_second_relay_with_the_key_is_told(ground: Ground, tmp_path: Path) -> None:
    """In another folder too: the key was copied."""
    copy = Shell(tmp_path)
    copy.environment["XDG_STATE_HOME"] = ground.relay.environment["XDG_STATE_HOME"]
    shutil.copytree(ground.relay.folder / "home", copy.folder / "home")
    with ground.serve():
        refused = copy.json("serve --port 0 --payer relay", 69)
    assert refused["error"] == "PAYER_TAKEN" and ground.payer in refused["message"]


def test_without_a_key_reads_alone_are_served(ground: Ground) -> None:
    with served(ground.relay, local=False) as (url, _):
        assert httpx.get(f"{url}/readyz", trust_env=False).json()["status"] == "ready"
        document = {"kind": "anchor", "root": "0x" + "7e" * 32}
        answer = httpx.post(f"{url}/v1/operations", json=document, trust_env=False, timeout=60)
        assert answer.status_code == 403 and answer.json()["code"] == "PAYER_NEEDED"


def test_t55_budgets_outlast_a_restart(ground: Ground) -> None:
    """In gas, too: what was spent an instant ago is still known, and the answer says when to try again."""
    roots = iter(range(1, 100))

    def post(url: str) -> httpx.Response:
        document = {"kind": "anchor", "root": f"0x{next(roots):064x}"}
        return httpx.post(f"{url}/v1/operations", json=document, trust_env=False, timeout=60)

    with ground.serve("--gas-total", "1000000") as (url, _):
        before = post(url)
        assert before.status_code == 201 and before.json()["level"] == "mined"
    mei = ground.mei.json("key show mei")["address"]
    with ground.serve("--gas-each", "60000", "--deny", mei) as (url, _):
        refused = post(url)
        assert refused.status_code == 429 and refused.json()["code"] == "RELAY_BUDGET"
        assert 3000 < int(refused.headers["retry-after"]) <= 3600
        assert "60,000 gas" in refused.json()["detail"] and "60 minutes" in refused.json()["hint"]
        line = "register denied.wav --as mei --title D --split WRK:mei --split PRF:mei --split PHN:mei"
        (ground.mei.folder / "denied.wav").write_bytes(b"denied " * 100)
        assert "RELAY_DENIED" in ground.mei.json(f"{line} {NOW}", 2)["message"]
    with ground.serve("--gas-most", "30000") as (url, _):
        assert post(url).json()["code"] == "OPERATION_GAS"
