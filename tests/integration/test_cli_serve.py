"""songdeed serve, as a process of its own."""

from __future__ import annotations

import json
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


@pytest.mark.parametrize(
    "where", ["--host 0.0.0.0", "--host ::", "--url http://0.0.0.0:8000", "--url http://[::]:8000"]
)
def test_an_address_that_nobody_reaches_is_not_shared(shell: Shell, where: str) -> None:
    assert shell.json(f"serve {where} --port 0 --share network.json", 64)["error"] == "SHARE_NOWHERE"
    assert not (shell.folder / "network.json").exists()


@pytest.mark.parametrize(("url", "warned"), [((), True), (("--url", "http://203.0.113.7:8000"), False)])
def test_that_only_this_computer_reaches_it_is_said(
    ledger_shell: Shell, url: tuple[str, ...], warned: bool
) -> None:
    with served(ledger_shell, "--share", "network.json", *url) as (here, server):
        assert httpx.get(f"{here}/healthz", trust_env=False).status_code == 200
        assert server.stderr is not None
        said = ""
        while "Others join" not in said:
            said += server.stderr.readline()
    assert ("Only this computer reaches" in said) is warned
    known = json.loads((ledger_shell.folder / "network.json").read_bytes())
    assert ("203.0.113.7" in known["api"]) is not warned


def test_needs_a_ledger(shell: Shell) -> None:
    assert shell.json("serve --port 0", 65)["error"] == "NOT_INITIALISED"
