"""A twin of somebody's own chain: same id, same first block, same contracts, and another's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ledger.chain.embedded import EmbeddedChain
from tests.relays import Answer, relay
from tests.shells import Shell, served

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def shells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shell, Shell]]:
    """Lin with her ledger, and Eve with its twin."""
    lin, eve = (Shell(tmp_path_factory.mktemp(name)) for name in ("lin", "eve"))
    lin.run("init")
    facts = json.loads((lin.folder / "home/chain/chain.json").read_bytes())
    (eve.folder / "home").mkdir()
    EmbeddedChain(eve.folder / "home/chain").create(
        chain_id=facts["chain_id"], genesis_time=facts["genesis_time"]
    )
    eve.run("init")
    yield lin, eve
    lin.stop()
    eve.stop()


@pytest.fixture(scope="module")
def urls(shells: tuple[Shell, Shell]) -> Iterator[tuple[str, str]]:
    lin, eve = shells
    with (
        served(lin, "--share", "network.json") as (url, _),
        served(eve, "--share", "network.json") as (twin, _),
    ):
        yield url, twin


def file_of(shell: Shell) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shell.folder / "network.json").read_bytes())
    return found


def evil(shell: Shell, folder: Path, url: str) -> str:
    """Lin's network file, with another's addresses in it."""
    own = file_of(shell)
    (folder / "evil.json").write_text(json.dumps(own | {"rpc": f"{url}/v1/rpc", "api": url, "finality": "0"}))
    return str(own["fingerprint"])


def test_all_that_can_be_read_of_a_chain_can_be_copied(
    shells: tuple[Shell, Shell], urls: tuple[str, str]
) -> None:
    lin, eve = map(file_of, shells)
    for name in ("chain_id", "genesis", "registry", "licensing", "code", "local"):
        assert lin[name] == eve[name]
    assert lin["fingerprint"] != eve["fingerprint"]


def test_a_twin_is_refused(shells: tuple[Shell, Shell], urls: tuple[str, str], tmp_path: Path) -> None:
    lin, _ = shells
    url, twin = urls
    hao = Shell(tmp_path)
    spoken = evil(lin, tmp_path, twin)
    refused = hao.json(f"join evil.json --fingerprint {spoken}", 69)
    assert refused["error"] == "HOST_NOT_THAT" and twin in refused["message"]
    assert hao.json(f"join {twin} --fingerprint {spoken}", 1)["error"] == "NETWORK_NOT_THAT"
    assert hao.json("chain status", 65)["error"] == "NOT_INITIALISED"
    joined = hao.json(f"join {url} --fingerprint {spoken}")
    assert (joined["relay"], joined["rpc"]) == (url, url)


def between(lin: str, eve: str) -> Any:
    """A server that hands challenges on to Lin's, and all else to Eve's."""

    def answer(method: str, path: str, body: bytes) -> Answer:
        target = lin if path.startswith("/v1/network") else eve
        with httpx.Client(trust_env=False, timeout=60) as client:
            headers = {"Content-Type": "application/json"}
            said = client.request(method, target + path, content=body, headers=headers)
        return said.status_code, said.content

    return relay(answer)


def test_who_hands_the_challenge_on_gains_nothing(
    shells: tuple[Shell, Shell], urls: tuple[str, str], tmp_path: Path
) -> None:
    """What Lin signs names her own server: that one is used, and a changed way to it is told."""
    lin, _ = shells
    hao = Shell(tmp_path)
    with between(*urls) as url:
        spoken = evil(lin, tmp_path, url)
        joined = hao.json(f"join evil.json --fingerprint {spoken}")
        assert (joined["relay"], joined["rpc"]) == (urls[0], urls[0])
        assert joined["finality"] == "finalized"
        told = hao.run("chain status").stdout
        assert urls[0] in told
        # Somebody else has the address by now.
        known = hao.folder / "home/networks.json"
        known.write_bytes(known.read_bytes().replace(urls[0].encode(), url.encode()))
        moved = hao.json("chain status", 69)
        assert moved["error"] == "HOST_MOVED" and urls[0] in moved["hint"]
        known.write_bytes(known.read_bytes().replace(url.encode(), urls[1].encode()))
        assert hao.json("chain status", 69)["error"] == "HOST_NOT_THAT"


def test_only_its_owner_shares_a_chain_of_his_own(urls: tuple[str, str], tmp_path: Path) -> None:
    hao = Shell(tmp_path)
    hao.run(f"join {urls[0]}")
    assert hao.json("serve --port 0 --share mine.json", 77)["error"] == "SHARE_BORROWED"


def test_a_ledger_that_moved_is_joined_again_in_its_place(
    shells: tuple[Shell, Shell], urls: tuple[str, str], tmp_path: Path
) -> None:
    """Name and index stay; whose ledger it is is looked at as before."""
    lin, _ = shells
    hao = Shell(tmp_path)
    first = hao.json(f"join {urls[0]}")
    hao.json("check song.wav", 1)  # its index is made
    (index,) = (hao.folder / "home/index").glob("*.db")
    with served(lin, "--share", "moved.json") as (url, _):
        told = hao.run(f"join {url}").stdout
        assert "its new address" in told and url in told
        status = hao.json("chain status")
        assert (status["name"], status["relay"]) == (first["name"], url)
        assert status["known"] == [first["name"]] and index.exists()
        assert hao.json(f"join {url} --name other")["name"] == "other"
        assert hao.json(f"join {urls[1]} --name other", 65)["error"] == "NETWORK_EXISTS"


def test_who_reads_through_another_can_not_pay(urls: tuple[str, str], tmp_path: Path) -> None:
    hao = Shell(tmp_path)
    hao.run(f"join {urls[0]}")
    hao.people("hao")
    line = "register song.wav --as hao --title B --split WRK:hao --split PRF:hao --split PHN:hao"
    refused = hao.json(f"{line} --payer hao", 77)
    assert refused["error"] == "PAYER_NEEDS_NODE" and "--rpc URL" in refused["hint"]
    with relay(lambda method, path, body: (503, b"")) as silent:
        waits = hao.json(f"{line} --via {silent}", 2)
    assert "--payer" not in waits["hint"]
    (kept,) = (each["operation"] for each in hao.json("operation list")["operations"])
    assert hao.json(f"operation send {kept} --payer hao", 77)["error"] == "PAYER_NEEDS_NODE"
    assert [each["operation"] for each in hao.json("operation list")["operations"]] == [kept]
    assert hao.json(f"operation send {kept}")["operation"] == kept
