"""songdeed serve, as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.shells import PROGRAM, REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]


@contextmanager
def served(shell: Shell, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port; its URL and process."""
    command = [*PROGRAM, "serve", "--port", "0", "--json", *options]
    with subprocess.Popen(
        command, cwd=shell.folder, env=shell.environment, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            lines = ""
            while not lines.endswith("}\n"):
                line = server.stdout.readline()
                assert line, server.stderr and server.stderr.read()
                lines += line
            document = json.loads(lines)
            assert document["local"] is True
            yield document["url"], server
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=60)


def test_answers_and_survives_a_restart_of_the_chain(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao", "venue")
    done = shell.json(REGISTER)
    with served(shell) as (url, server), httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        audio = (shell.folder / "song.wav").read_bytes()
        assert client.post("/v1/check", content=audio).json()["assets"][0]["asset"] == done["asset"]
        shell.run("chain stop")
        down = client.get("/readyz")
        assert down.status_code == 503 and down.json()["code"] == "CHAIN_STOPPED"
        shell.run("chain start")  # on another port
        assert client.get("/readyz").status_code == 200
        party = shell.json("key show venue")["address"]
        asked = {"party": party, "use": "DOWNLOAD", "work": done["asset"], "territory": "CN"}
        assert client.get("/v1/verdict", params=asked).json()["verdict"] == "NOT_AUTHORISED"
        port = url.rpartition(":")[2]
        assert shell.json(f"serve --port {port}", 69)["error"] == "PORT_UNUSABLE"
    assert server.returncode in (0, 130, -signal.SIGINT)
    assert shell.json("serve --port 99999", 64)["error"] == "USAGE"


def test_needs_a_ledger(shell: Shell) -> None:
    assert shell.json("serve --port 0", 65)["error"] == "NOT_INITIALISED"
