"""The command line on a real Kubo and a real geth, and on servers that are dead or lie."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lying import lying_kubo
from tests.nodes import ask, give_coins, mine_one
from tests.shells import DEAL, MAY, REGISTER, ROOT, Shell

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ZERO = "0x" + "00" * 20


@pytest.mark.kubo
def test_records_and_audio_on_a_real_kubo(shell: Shell, kubo_api: str) -> None:
    assert shell.json(f"init --store {kubo_api}")["store"] == kubo_api
    shell.people("lin", "hao")
    done = shell.json(f"{REGISTER} --store-audio")
    status = shell.json("store status")
    assert (status["store"], status["address"], status["answers"]) == ("kubo", kubo_api, True)
    assert status["blocks"] >= 5 and status["bytes"] > 0
    _, _, host, _, port, *_ = kubo_api.split("/")
    from ledger.ipfs.kubo import KuboStore

    node = KuboStore(f"/ip4/{host}/tcp/{port}/http")
    assert node.has(done["cid"]) and node.has(done["file_cid"])
    assert b"".join(node.read(done["file_cid"])) == (shell.folder / "song.wav").read_bytes()
    node.close()
    assert shell.json("store use embedded")["store"] == "embedded"
    assert shell.json(REGISTER)["already"] is True, "the record goes into the new store too"


@pytest.mark.anvil
def test_kubo_dead_or_lying(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao")
    dead = "/ip4/127.0.0.1/tcp/9/http"
    assert shell.json(f"store use {dead}", 69)["error"] == "STORE_DOWN"
    assert shell.json("store use nonsense", 64)["error"] == "STORE_ADDRESS"
    assert shell.json("store status")["store"] == "embedded", "nothing was changed"
    with lying_kubo() as address:
        shell.run(f"store use {address}")
        assert shell.json(REGISTER, 69)["error"] == "STORE_CID_MISMATCH"
    assert shell.json(REGISTER, 69)["error"] == "STORE_DOWN"
    assert shell.json("check song.wav", 1)["match"] is False, "nothing was registered"


@pytest.fixture
def rich(shell: Shell, geth_url: str) -> Iterator[Shell]:
    """A person with coins on geth."""
    shell.people("lin", "hao", "venue")
    payer = shell.json("key show lin")["address"]
    give_coins(geth_url, payer, 10**19)
    yield shell


def readme_commands(heading: str) -> list[str]:
    """Commands of the first code block under a heading of README.md."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split(f"## {heading}")[1]
    block = re.search(r"```\n(.*?)```", text, re.DOTALL)
    assert block is not None
    return [line.removeprefix("songdeed ") for line in block[1].splitlines() if line.startswith("songdeed")]


@pytest.mark.geth
def test_session_on_geth(rich: Shell, geth_url: str) -> None:
    deploy, add, use = readme_commands("A real chain, a real IPFS")
    done = json.loads(rich.run(f"{deploy.replace('http://127.0.0.1:8545', geth_url)} --json").stdout)
    assert "local" not in done
    shown = rich.run("chain status")
    assert "proves nothing" not in shown.stdout + shown.stderr
    said = rich.json(REGISTER, 77)
    assert said["error"] == "PAYER_NEEDED"
    estimate = rich.run(f"{REGISTER} --payer lin")
    assert re.search(r"At most \d+ gas, 0\.\d+ coins of the chain, paid by lin", estimate.stderr)
    registered = rich.json(REGISTER)
    assert registered["already"] is True and "local" not in registered
    anchored, recorded = _events(rich)
    assert anchored < recorded, "the anchor stands in an earlier block"
    assert rich.json(
        "register song.wav --as hao --title X --split WRK:hao --split PRF:hao --split PHN:hao", 1
    )
    rich.run(DEAL)
    rich.run("deal sign deal.json --as lin --as hao --as venue --yes")
    while int(ask(geth_url, "eth_blockNumber"), 16) % 32 > 16:  # the last of an epoch is final at once
        mine_one(geth_url)
    assert rich.json("deal activate deal.json --payer lin")["status"] == "ACTIVE"
    early = rich.json(MAY, 3)
    assert early["codes"] == ["NOT_FINAL"] and "not final yet" in early["layers"][0]["sentences"][0]
    for _ in range(64):  # geth --dev calls a block final one epoch later
        mine_one(geth_url)
    assert rich.json(f"{MAY} --signatures")["verdict"] == "AUTHORISED"
    assert rich.json("terminate deal.json --as lin --yes --payer lin")["status"] == "ENDED"
    assert rich.json(MAY, 1)["codes"] == ["REVOKED"]
    _poor_and_wrong(rich, geth_url, done, add, use)


def _events(shell: Shell) -> tuple[int, int]:
    """Blocks of the anchor and of the registration."""
    import sqlite3

    path = Path(shell.environment["SONGDEED_HOME"]) / "index" / "mychain.db"
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT block, body FROM events ORDER BY block, log").fetchall()
    anchored = next(block for block, body in rows if "Anchored" in body)
    return anchored, next(block for block, body in rows if "Registered" in body)


def _joined_by_a_stranger(shell: Shell, geth_url: str, done: dict[str, str]) -> None:
    """From a name, a node and the registry's address alone; what is asked of it is the same."""
    stranger = Shell(shell.folder, home=shell.folder / "stranger")
    wrong = f"join ours --rpc {geth_url} --contract {'0x' + '12' * 20}"
    assert stranger.json(wrong, 69)["error"] == "CHAIN_NO_CONTRACT"
    line = f"--rpc {geth_url} --contract {done['registry']}"
    other = stranger.json(f"join base {line}", 1)
    assert other["error"] == "CHAIN_NOT_THAT" and "8453" in other["message"]
    spoken = stranger.json(f"join ours {line} --fingerprint 0000-0000-0000-0000", 1)
    assert spoken["error"] == "NETWORK_NOT_THAT"
    fingerprint = spoken["message"].partition("fingerprint is ")[2][:19]
    joined = stranger.json(f"join ours {line} --fingerprint {fingerprint}")
    assert joined["developers"] is True
    assert (joined["chain_id"], joined["licensing"]) == (done["chain_id"], done["licensing"])
    assert len(joined["fingerprint"]) == 19 and joined["relay"] is None
    assert stranger.json("deal status deal.json")["status"] == "ENDED"
    assert stranger.json("check song.wav")["match"] is True


def _poor_and_wrong(shell: Shell, geth_url: str, done: dict[str, str], add: str, use: str) -> None:
    direct = REGISTER.replace("song.wav", "two.wav")
    (shell.folder / "two.wav").write_bytes(b"two")
    assert shell.json(f"{direct} --payer hao --direct", 77)["error"] == "PAYER_POOR"
    assert "before you" in shell.run(f"{direct} --payer lin --direct").stderr, "it says what it risks"
    deploy = f"chain deploy --name mychain --rpc {geth_url} --payer lin --yes"
    assert shell.json(deploy, 65)["error"] == "NETWORK_EXISTS"
    line = add.replace("http://127.0.0.1:8545", geth_url).replace("mychain", "again")
    whole = line.replace("--registry 0x…", f"--registry {done['registry']}")
    whole = whole.replace("--licensing 0x…", f"--licensing {done['licensing']}")
    assert shell.json(whole)["chain_id"] == done["chain_id"]
    swapped = line.replace("--registry 0x…", f"--registry {done['licensing']}").replace("again", "bad")
    swapped = swapped.replace("--licensing 0x…", f"--licensing {done['registry']}")
    assert shell.json(swapped, 69)["error"] == "CHAIN_WRONG_CODE"
    nothing = whole.replace(done["registry"], "0x" + "12" * 20).replace("again", "bad")
    assert shell.json(nothing, 69)["error"] == "CHAIN_NO_CONTRACT"
    assert shell.json(use)["name"] == "mychain"
    _joined_by_a_stranger(shell, geth_url, done)
    assert shell.json("chain use nowhere", 65)["error"] == "UNKNOWN_NETWORK"


@pytest.mark.anvil
def test_dead_rpc(shell: Shell) -> None:
    shell.people("lin")
    dead = "http://127.0.0.1:9"
    line = f"chain add far --rpc {dead} --registry {ZERO} --licensing {ZERO}"
    assert shell.json(line, 69)["error"] == "CHAIN_DOWN"
    assert shell.json(f"chain deploy --name far --rpc {dead} --payer lin", 69)["error"] == "CHAIN_DOWN"
    assert (
        shell.json("chain add far --rpc ftp://x --registry 0x --licensing 0x", 65)["error"] == "BAD_ADDRESS"
    )
    assert shell.json("chain status", 65)["error"] == "NOT_INITIALISED"
