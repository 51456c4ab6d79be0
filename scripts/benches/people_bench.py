"""Two people, two computers: how long joining takes, and what a deal of many signers costs who gathers it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eth_keys.datatypes import PrivateKey

from ledger.chain.adapter import EvmChain
from ledger.core import eip712
from ledger.core.hashing import digest as hashed
from ledger.core.model import ZERO_HASH, Asset, Registration, Share, Split
from ledger.core.operations import Register
from ledger.core.rights import OPEN_END, WHOLE
from ledger.home import Home
from scripts.benches import Figures, Limits

WORKS = 1000
SIGNERS = 33
LIMITS: Limits = {"join_s": ("<", 10), "deal_33_steps": ("<=", 3)}

_ROOT = Path(__file__).resolve().parents[2]
_PASSWORD = "benchmark"
_SOUND = b"a bar of the sea " * 100
_WISH = "--use STREAM_ONDEMAND --territory CN --from 2026-01-01 --until 2030-12-31"


@dataclass
class Person:
    """A folder, a data folder in it, and the commands typed there."""

    folder: Path
    typed: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        (self.folder / "song.wav").write_bytes(_SOUND)

    @property
    def environment(self) -> Mapping[str, str]:
        """Where its keys lie, and how they open."""
        own = {"SONGDEED_HOME": str(self.folder / "home"), "SONGDEED_PASSWORD": _PASSWORD}
        return {**os.environ, **own}

    def run(self, line: str) -> dict[str, Any]:
        """What a command answers.

        Raises:
            AssertionError: It failed.
        """
        self.typed += 1
        done = subprocess.run(
            [*_program(), *shlex.split(line), "--json"], cwd=self.folder, env=self.environment, text=True,
            capture_output=True, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        if done.returncode not in (0, 1):
            raise AssertionError(f"songdeed {line} ended with {done.returncode}: {done.stdout}{done.stderr}")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def address(self, key: str) -> str:
        """Of a key."""
        return str(self.run(f"key show {key}")["address"])


def figures() -> Figures:
    """``join_s``: from a network file to the first verdict, wall seconds, with 1,000 works on the host.

    ``join_floor_s``: starting the program as often, to compare it with. ``deal_33_steps``: commands of her
    who gathers 33 signatures, her own among them.
    """
    with tempfile.TemporaryDirectory() as folder:
        lin, hao = Person(Path(folder) / "lin"), Person(Path(folder) / "hao")
        lin.run("init")
        try:
            singers = [f"singer{number}" for number in range(SIGNERS - 2)]
            lin.run("key new lin")
            with _served(lin):
                (hao.folder / "network.json").write_bytes((lin.folder / "network.json").read_bytes())
                return _join(lin, hao) | _gather(lin, hao, singers)
        finally:
            lin.run("chain stop")


def _join(lin: Person, hao: Person) -> Figures:
    line = "register song.wav --as lin --title A --split WRK:lin --split PRF:lin --split PHN:lin"
    asset = lin.run(line)["asset"]
    with Home(lin.folder / "home") as home:
        _publish(home, WORKS - 1)
    started = time.monotonic()
    hao.run("join network.json")
    verdict = hao.run(f"may {lin.address('lin')} STREAM_ONDEMAND {asset} CN")["verdict"]
    took = time.monotonic() - started
    if verdict != "AUTHORISED":
        raise AssertionError(f"an owner's own use is {verdict}")
    started = time.monotonic()
    for _ in range(3):  # join, may, and the look at the key above
        hao.run("chain status")
    return {"join_s": round(took, 2), "join_floor_s": round(time.monotonic() - started, 2)}


def _publish(home: Home, count: int) -> None:
    """Register so many songs, one in a block; the chain's state is saved once, at the end."""
    network, key = home.chain.network, PrivateKey(secrets.token_bytes(32))
    registrant = key.public_key.to_address()
    with (
        home.station.embedded.writing(),
        contextlib.closing(EvmChain(network, home.station.embedded.url)) as chain,
    ):
        for number in range(count):
            record = hashed(f"song {number}".encode()).sha256
            asset = Asset(1, record, ZERO_HASH, (), (Split(1, (Share(registrant, WHOLE),)),))
            text = Registration(registrant, (asset,), ZERO_HASH, OPEN_END)
            wanted = bytes.fromhex(eip712.digest(network.registry_domain, text)[2:])
            signature = key.sign_msg_hash(wanted).to_bytes()
            chain.send(Register(text, (), signature[:64] + bytes([signature[64] + 27])))


def _gather(lin: Person, hao: Person, singers: list[str]) -> Figures:
    """A recording of 31 singers, their writer and a licensee; Lin gathers what the others sign apart."""
    (lin.folder / "song.wav").write_bytes(_SOUND + b"31 voices")
    (hao.folder / "song.wav").write_bytes(_SOUND + b"31 voices")
    addresses = [hao.run(f"key new {name}")["address"] for name in (*singers, "venue")]
    performers = ",".join(addresses[:-1])
    lin.run(f"register song.wav --as lin --title B --split WRK:lin --split PHN:lin --split PRF:{performers}")
    before = lin.typed
    lin.run(f"deal new song.wav --to {addresses[-1]} {_WISH} --out deal.json")
    lin.run("deal sign deal.json --as lin --yes")
    steps = lin.typed - before
    copies = []
    for name in (*singers, "venue"):
        copy = f"from-{name}.json"
        (hao.folder / copy).write_bytes((lin.folder / "deal.json").read_bytes())
        hao.run(f"deal sign {copy} --as {name} --yes")
        (lin.folder / copy).write_bytes((hao.folder / copy).read_bytes())
        copies.append(copy)
    state = lin.run(f"deal activate deal.json {' '.join(copies)}")
    if state["status"] != "ACTIVE" or len(state["signers"]) != SIGNERS:
        raise AssertionError(f"{len(state['signers'])} signers, {state['status']}")
    return {"deal_33_steps": steps + 1}


@contextlib.contextmanager
def _served(lin: Person) -> Iterator[None]:
    command = [*_program(), "serve", "--port", "0", "--share", "network.json", "--json"]
    with subprocess.Popen(
        command, cwd=lin.folder, env=lin.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            until = time.monotonic() + 60
            while not (lin.folder / "network.json").exists():
                if server.poll() is not None or time.monotonic() > until:
                    raise AssertionError("the server does not start")
                time.sleep(0.05)
            yield
        finally:
            server.send_signal(signal.SIGINT)


def _program() -> list[str]:
    script = Path(sys.executable).with_name("songdeed")
    return [str(script)] if script.exists() else [sys.executable, "-m", "ledger.cli.main"]
