"""compose.yaml as docs/ipfs.md tells of it, started by a real container engine."""

from __future__ import annotations

import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import servers
from tests.engines import INSIDE, Engine, absence, engine
from tests.shells import PROGRAM, Shell

pytestmark = [
    pytest.mark.anvil,
    pytest.mark.kubo,
    pytest.mark.slow,
    pytest.mark.thorough,
    pytest.mark.namespaces,
    pytest.mark.timeout(600),
]

LOCAL = "/ip4/127.0.0.1/tcp/5001/http"
SECRET = "bearer:9f0c77a1"


@pytest.fixture(scope="module")
def docker() -> Iterator[Engine]:
    reason = absence()
    if reason:
        pytest.skip(reason)
    with engine() as found:
        yield found


@pytest.fixture
def shell(docker: Engine, tmp_path: Path) -> Iterator[Shell]:
    """A person on the machine where the engine runs."""
    found = Shell(tmp_path, processes=True)
    found.program = [*docker.inside, *PROGRAM]
    yield found
    found.stop()


def is_open(port: int) -> bool:
    """Whether another machine reaches a port of the engine's."""
    try:
        socket.create_connection((INSIDE, port), timeout=2).close()
    except OSError:
        return False
    return True


def said_to(secret: str | None) -> int:
    """The status of an answer of the API to another machine."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    request = urllib.request.Request(f"http://{INSIDE}:5001/api/v0/version", b"", headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_a_kubo_for_this_machine_and_then_for_others(docker: Engine, shell: Shell) -> None:
    docker.compose("up", "-d")
    assert docker.healthy("kubo")
    assert is_open(4001) and not is_open(5001) and not is_open(8080), "its API is for this machine"
    shell.run("init")
    shell.people("lin")
    shell.run(f"store use {LOCAL}")
    made = shell.json("register song.wav --as lin --title 茉莉花 --split WRK:lin=100 --type MUSICAL_WORK")
    assert shell.json("store fsck")["lost"] == []
    cid = made["cid"]
    # Its blocks lie in the volume: they outlive the container, and go over to the one that asks for a secret.
    docker.compose("down")
    assert shell.json(f"store get {cid} --out gone.json", 69)["error"] == "STORE_DOWN"
    up = ("--profile", "remote", "up", "-d", "kubo-remote")
    docker.compose(*up, SONGDEED_IPFS_SECRET=SECRET)
    assert docker.healthy("kubo-remote")
    assert [said_to(one) for one in (None, "other", SECRET.removeprefix("bearer:"))] == [403, 403, 200]
    assert not is_open(8080)
    assert shell.json(f"store get {cid} --out locked.json", 77)["error"] == "STORE_DENIED"
    shell.environment["SONGDEED_IPFS_SECRET"] = SECRET
    shell.run(f"store use {LOCAL} --secret-env SONGDEED_IPFS_SECRET")
    shell.run(f"store get {cid} --out record.json")
    assert "茉莉花" in (shell.folder / "record.json").read_text(encoding="utf-8")
    assert shell.json("store fsck")["lost"] == []
    docker.compose("--profile", "remote", "down")


def test_no_secret_no_node(docker: Engine) -> None:
    docker.compose("--profile", "remote", "up", "-d", "kubo-remote")
    until = time.monotonic() + servers.READY_S
    told = ""
    while "SONGDEED_IPFS_SECRET is not set" not in told:
        assert time.monotonic() < until, told
        told = docker.compose("--profile", "remote", "logs", "kubo-remote")
        with pytest.raises(OSError):
            said_to(None)
        time.sleep(0.5)
    docker.compose("--profile", "remote", "down")


if __name__ == "__main__":  # for .ci/run, which names what it could not run
    sys.exit(absence())
