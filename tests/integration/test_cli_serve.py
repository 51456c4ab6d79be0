"""songdeed serve, as a process of its own."""

from __future__ import annotations

import signal

import httpx
import pytest

from tests.shells import REGISTER, Shell, served

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]


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
