"""The README's chapter "Two people" by three people in three network namespaces, and a cable that is pulled.

Each host has its own interfaces, addresses and loopback, as three computers have; a bridge stands for the
network between them. It needs iproute2 and the right to make namespaces.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.integration.test_people import chapter
from tests.shells import PROGRAM, Shell, served
from tests.spaces import host, ip, none_here, remove

pytestmark = [
    pytest.mark.anvil,
    pytest.mark.slow,
    pytest.mark.thorough,
    pytest.mark.namespaces,
    pytest.mark.timeout(600),
]

NAMES = ("lin", "hao", "venue")
ADDRESSES = {name: f"198.51.100.{number}" for number, name in enumerate(NAMES, 1)}
"""A network that is for documentation (RFC 5737): no machine has it."""


@dataclass
class Wires:
    """A switch with a cable to each of three hosts, named by this process: two runs don't meet.

    The switch has a namespace of its own, where no firewall of this machine looks at what passes.
    """

    switch: str = field(default_factory=lambda: f"sd{os.getpid()}")

    def space(self, name: str) -> str:
        return f"{self.switch}{name}"

    def lay(self) -> None:
        """Three hosts, three cables."""
        ip("netns", "add", self.switch)
        ip("-n", self.switch, "link", "add", "switch", "type", "bridge")
        ip("-n", self.switch, "link", "set", "switch", "up")
        for name, address in ADDRESSES.items():
            host(self.space(name), address, name, other=self.switch)
            ip("-n", self.switch, "link", "set", "dev", name, "master", "switch")

    def clear(self) -> None:
        remove(*map(self.space, NAMES), self.switch)

    def pull(self, name: str, *, again: bool = False) -> None:
        """Pull a host's cable, or put it back."""
        ip("-n", self.switch, "link", "set", "dev", name, "up" if again else "down")


def absence() -> str | None:
    """Why there can be no namespaces here; None if there can."""
    if shutil.which("ip") is None:
        return "no iproute2 on this machine (package iproute2)"
    wires = Wires(f"sp{os.getpid()}")
    try:
        wires.lay()
    except subprocess.CalledProcessError as error:
        return none_here(error)
    finally:
        wires.clear()
    return None


@contextmanager
def laid() -> Iterator[Wires]:
    wires = Wires()
    try:
        wires.lay()
        yield wires
    finally:
        wires.clear()


class Host(Shell):
    """A shell on one of the hosts."""

    def __init__(self, folder: Path, wires: Wires, name: str) -> None:
        super().__init__(folder, processes=True)
        self.program = ["ip", "netns", "exec", wires.space(name), *PROGRAM]


@pytest.fixture(scope="module")
def wires() -> Iterator[Wires]:
    reason = absence()
    if reason:
        pytest.skip(reason)
    with laid() as found:
        yield found


def test_the_chapter_between_three_hosts(wires: Wires, tmp_path: Path) -> None:
    hosts = {}
    for name in NAMES:
        (tmp_path / name).mkdir()
        hosts[name] = Host(tmp_path / name, wires, name)
    lin, venue = hosts["lin"], hosts["venue"]
    steps = chapter("README.md")
    for _, line in steps[:2]:
        lin.run(line)
    url = f"http://{ADDRESSES['lin']}:8000"
    options = ("--host", "0.0.0.0", "--url", url, "--share", "network.json")
    try:
        with served(lin, *options, "--port", "8000"):
            assert steps[2][1].replace("http://203.0.113.7:8000", url) == " ".join(["serve", *options])
            network = json.loads((lin.folder / "network.json").read_bytes())
            shutil.copy(lin.folder / "network.json", hosts["hao"].folder)
            said = ""
            for who, line in steps[3:]:
                line = line.replace("http://203.0.113.7:8000", url)
                said = hosts[who].run(line.replace("GXQQ-YH22-QJ1Q-V2WZ", network["fingerprint"])).stdout
                if line.startswith(("deal sign", "card")):
                    file = "deal.json" if line.startswith("deal") else line.split()[-1]
                    for other in hosts.values():
                        if other is not hosts[who]:
                            shutil.copy(hosts[who].folder / file, other.folder / file)
            assert said.startswith("AUTHORISED\n")
            a_cable_is_pulled(wires, venue)
        # Each has her own key and nobody else's.
        for name, host in hosts.items():
            assert [path.stem for path in (host.folder / "home" / "keys").glob("*.json")] == [name]
    finally:
        lin.stop()


def a_cable_is_pulled(wires: Wires, venue: Shell) -> None:
    """Nothing is asked of the host, nothing is lost: what was signed goes through when the link is back."""
    wires.pull("lin")
    assert venue.json("deal status deal.json", 69)["error"] in ("CHAIN_DOWN", "HOST_DOWN")
    assert venue.json("deal show deal.json")["deal"], "what lies here needs no network"
    wires.pull("lin", again=True)
    assert venue.json("may venue STREAM_ONDEMAND song.wav CN")["verdict"] == "AUTHORISED"
    # A relay beyond the cut link: the answer is not yet, and the signed text waits here.
    waiting = venue.json("terminate deal.json --as venue --yes --via http://198.51.100.9:8000", 2)
    assert waiting["error"] == "RELAY_NOT_YET"
    (kept,) = (each["operation"] for each in venue.json("operation list")["operations"])
    assert venue.json(f"operation send {kept}")["operation"] == kept
    assert venue.json("deal status deal.json")["status"] == "ENDED"


if __name__ == "__main__":  # for .ci/run, which names what it could not run
    sys.exit(absence())
