"""A songwriter, a singer and a venue on three computers, each with keys of her own."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from ledger.chain.window import METHODS
from tests.relays import relay
from tests.safes import Safes
from tests.shells import ROOT, Shell, served

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(300)]

WISH = "--use STREAM_ONDEMAND --territory CN --from 2026-01-01 --until 2030-12-31 --revocable at-will"
MAY = "STREAM_ONDEMAND song.wav CN"


@dataclass
class People:
    """Lin shares her ledger; Hao and the venue have folders of their own, and the same song."""

    lin: Shell
    hao: Shell
    venue: Shell
    url: str

    def address(self, name: str) -> str:
        return str(getattr(self, name).json(f"key show {name}")["address"])


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    lin, hao, venue = (
        Shell(tmp_path_factory.mktemp(name), processes=True) for name in ("lin", "hao", "venue")
    )
    lin.run("init")
    with served(lin, "--share", "network.json") as (url, _):
        for shell in (hao, venue):
            shutil.copy(lin.folder / "network.json", shell.folder)
        for shell, name in ((lin, "lin"), (hao, "hao"), (venue, "venue")):
            shell.people(name)
        yield People(lin, hao, venue, url)
    lin.stop()


def pass_on(source: Shell, target: Shell, *names: str) -> None:
    for name in names:
        shutil.copy(source.folder / name, target.folder / name)


def test_a_deal_between_three_computers(people: People) -> None:
    printed = json.loads((people.lin.folder / "network.json").read_bytes())["fingerprint"]
    joined = people.hao.json(f"join network.json --fingerprint {printed.lower()}")
    assert joined["fingerprint"] == printed and joined["relay"] == people.url
    assert people.venue.json(f"join {people.url}")["fingerprint"] == printed
    again = people.venue.run(f"join {people.url}").stdout
    assert "before; it is reached at its new address" in again, "no second ledger"
    hao, venue = people.address("hao"), people.address("venue")
    # Hao registers, through Lin's computer, at her expense; his record is read from there by the venue.
    registered = people.hao.json(
        f"register song.wav --as hao --title 海 --split WRK:{people.address('lin')} --split PRF:{hao}"
        f" --split PHN:hao=40,{people.address('lin')}=60"
    )
    assert people.hao.json("operation list")["operations"] == []
    seen = people.venue.json(f"may venue {MAY} --strict", 1)
    assert "RECORD_NOT_SEEN" not in json.dumps(seen) and "HASH_MISMATCH" not in json.dumps(seen)
    people.lin.run(f"deal new song.wav --to {venue} {WISH} --out deal.json")
    people.lin.run("deal sign deal.json --as lin --yes")
    pass_on(people.lin, people.hao, "deal.json")
    people.hao.run("deal sign deal.json --as hao --yes")
    pass_on(people.hao, people.venue, "deal.json")
    people.venue.run("deal sign deal.json --as venue --yes")
    assert people.venue.json("deal activate deal.json")["status"] == "ACTIVE"
    for shell in (people.lin, people.hao, people.venue):
        assert shell.json(f"may {venue} {MAY}")["verdict"] == "AUTHORISED"
        assert shell.json("check song.wav")["assets"][0]["asset"] == registered["asset"]
    told = people.venue.run(f"may venue {MAY}")
    assert "another person's computer" in told.stderr


def test_another_ledger_is_no_wrong_answer(people: People, tmp_path: Path) -> None:
    """Who has a chain of his own is told that the deal is of another's."""
    stranger = Shell(tmp_path)
    stranger.run("init")
    try:
        pass_on(people.venue, stranger, "deal.json")
        assert stranger.json("deal status deal.json", 77)["error"] == "DEAL_OF_ANOTHER_CHAIN"
        wrong = stranger.json(f"join {people.url} --fingerprint 0000-0000-0000-0000", 1)
        assert wrong["error"] == "NETWORK_NOT_THAT"
        altered = json.loads((people.lin.folder / "network.json").read_bytes())
        (tmp_path / "altered.json").write_text(json.dumps(altered | {"chain_id": 1}))
        assert stranger.json("join altered.json", 65)["error"] == "NETWORK_FINGERPRINT"
        assert stranger.json("join http://127.0.0.1:9", 69)["error"] == "HOST_DOWN"
        # By name and contract, as a public chain is joined, it would not be called what it is.
        registry = json.loads((people.lin.folder / "network.json").read_bytes())["registry"]
        private = stranger.json(f"join base --rpc {people.url}/v1/rpc --contract {registry}", 77)
        assert private["error"] == "PRIVATE_CHAIN" and "another person's private chain" in private["message"]
        # The chain that he had goes on beside the one that he joins, and he can go back to it.
        name = stranger.json(f"join {people.url}")["name"]
        assert stranger.json("deal status deal.json")["status"] == "ACTIVE"
        stranger.run("chain use local")
        assert stranger.json("deal status deal.json", 77)["error"] == "DEAL_OF_ANOTHER_CHAIN"
        stranger.run(f"chain use {name}")
    finally:
        stranger.stop()


def test_a_network_file_that_leads_to_another_chain(people: People, tmp_path: Path) -> None:
    """The fingerprint is right, but the node is another's: what Lin signs says which to ask."""
    (tmp_path / "other").mkdir()
    other = Shell(tmp_path / "other")
    other.folder.joinpath("song.wav").write_bytes(b"x" * 1000)
    other.run("init")
    try:
        with served(other, "--share", "network.json") as (url, _):
            mixed = json.loads((people.lin.folder / "network.json").read_bytes())
            (people.hao.folder / "mixed.json").write_text(json.dumps(mixed | {"rpc": f"{url}/v1/rpc"}))
            assert people.hao.json("join mixed.json --name mixed")["rpc"] == people.url
            known = people.hao.json("chain status")
            assert known["name"] == "mixed" and known["fingerprint"] == mixed["fingerprint"]
            assert known["relay"] == people.url and known["running"] is True
            former = next(name for name in known["known"] if name not in ("mixed", "local"))
            people.hao.run(f"chain use {former}")
            both = mixed | {"rpc": f"{url}/v1/rpc", "api": url}
            (people.hao.folder / "mixed.json").write_text(json.dumps(both))
            assert people.hao.json("join mixed.json --name other", 69)["error"] == "HOST_NOT_THAT"
    finally:
        other.stop()


def ended(shell: Shell) -> str:
    return str(shell.json("deal status deal.json")["status"])


def test_a_relay_that_cheats_can_do_no_more_than_not_send(people: People) -> None:
    """It withholds, lies, breaks off, answers nonsense: the venue is told *not yet*, and goes elsewhere."""
    told: list[Any] = []

    def refuse(method: str, path: str, body: bytes) -> tuple[int, bytes]:
        told.append(json.loads(body))
        return 403, b'{"code": "NOT_FOR_YOU"}'

    nonsense: dict[str, tuple[int, bytes]] = {
        "nothing": (503, b""), "no JSON": (200, b"<html>"), "a list": (200, b"[" * 100_000),
        "elsewhere": (302, b""), "too much": (200, b"x" * (2 << 20)),
    }  # fmt: skip
    line = "terminate deal.json --as venue --yes --via"
    with relay(refuse) as url:
        refused = people.venue.json(f"{line} {url}", 2)
    assert refused["error"] == "RELAY_NOT_YET" and "NOT_FOR_YOU" in refused["message"]
    (first,) = (each["operation"] for each in people.venue.json("operation list")["operations"])
    assert first in refused["message"]
    for answer in nonsense.values():
        with relay(lambda method, path, body, answer=answer: answer) as url:  # type: ignore[misc]
            assert people.venue.json(f"{line} {url}", 2)["error"] == "RELAY_NOT_YET"
    assert ended(people.venue) == "ACTIVE"
    assert [each["operation"] for each in people.venue.json("operation list")["operations"]] == [first]
    (people.hao.folder / "given.json").write_text(json.dumps(told[0]))
    # What the relay was given is all there is to give; the same bytes go through an honest one.
    assert people.venue.json(f"operation send {first}")["operation"] == first
    assert ended(people.venue) == "ENDED"
    assert people.venue.json(f"operation send {first}", 65)["error"] == "NO_OUTGOING"
    assert people.hao.json("operation send given.json")["already"] is True


def test_a_wallet_whose_owners_are_on_two_computers_signs_through_the_relay(people: People) -> None:
    """Neither of them has the chain: owners are read from Lin's server, and she sends at her expense."""
    hao, venue = people.hao, people.venue
    safes = Safes.on(people.lin.json("chain status")["url"])
    wallet = safes.new([people.address("hao"), people.address("venue")], 2)
    hao, venue = (Shell(each.folder) for each in (hao, venue))
    for shell in (hao, venue):
        assert shell.json(f"key add band {wallet} --wallet")["threshold"] == 2
    waits = hao.json("attest hao --as band --kind 7 --evidence song.wav", 2)
    assert waits["wallets"][0]["lacking"] == [people.address("venue")]
    pass_on(hao, venue, waits["path"])
    assert venue.json(f"operation sign {waits['path']} --as band --yes")["missing"] == []
    assert venue.json(f"operation send {waits['path']}")["block"]["number"] > 0
    assert venue.json("operation list")["operations"] == []


def test_t55_the_shared_server_answers_reads_only(people: People) -> None:
    with httpx.Client(base_url=people.url, trust_env=False, timeout=60) as client:
        for method in ("eth_sendRawTransaction", "eth_accounts", "anvil_setBalance", "evm_mine", "debug_x"):
            asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": []}
            assert client.post("/v1/rpc", json=asked).json()["error"]["code"] == -32601
        assert "eth_call" in METHODS
        asset = people.lin.json("check song.wav")["assets"][0]
        record = client.get(f"/v1/records/{asset['record_cid']}")
        assert record.status_code == 200 and record.json()["titles"][0]["text"] == "海"
        path = f"/v1/works/{asset['asset']}/record"
        assert client.post(path, content=record.content + b" ").json()["code"] == "NOT_ITS_RECORD"
        assert client.post(path, content=b"x" * (2 << 20)).status_code == 413
        assert client.post(path, content=record.content).json()["record_cid"] == asset["record_cid"]
        # A piece of audio has the form of a record's address, and is none.
        people.lin.run("register song.wav --as lin --title B --split WRK:lin --split PRF:lin --split PHN:lin"
                       " --contest --store-audio")  # fmt: skip
        cid = next(path.name for path in (people.lin.folder / "home/store/blocks").rglob("bafkr*")
                   if path.stat().st_size > 200_000)  # fmt: skip
        assert client.get(f"/v1/records/{cid}").json()["code"] == "NO_SUCH_RECORD"


def test_what_a_host_sends_in_an_hour_is_bounded(people: People, tmp_path: Path) -> None:
    """For one account and in all; what it does not send another server may."""
    mei = Shell(tmp_path)
    (tmp_path / "song.wav").write_bytes(b"budget " * 100)
    mei.run(f"join {people.url}")
    mei.people("mei")
    line = "register song.wav --as mei --title B --split WRK:mei --split PRF:mei --split PHN:mei"
    for option in ("--each", "--total"):
        with served(people.lin, option, "0") as (url, _):
            refused = mei.json(f"{line} --via {url}", 2)
            assert refused["error"] == "RELAY_NOT_YET" and "RELAY_BUDGET" in refused["message"]
    assert mei.json(line)["asset"] == mei.json("check song.wav")["assets"][0]["asset"]


PROMPT = re.compile(r"^(lin|hao|venue)\$ songdeed (.*)$", re.MULTILINE)


def chapter(name: str) -> list[tuple[str, str]]:
    """Who types what in the README's chapter."""
    return PROMPT.findall((ROOT / name).read_text(encoding="utf-8"))


def test_the_chapter_of_the_readme(people: People, tmp_path: Path) -> None:
    """Step by step, by three people who have never met, at the ledger that Lin shares."""
    steps = chapter("README.md")
    assert steps == chapter("README.zh.md") and len(steps) == 18
    shells = {"lin": people.lin}
    for name in ("hao", "venue"):
        (tmp_path / name).mkdir()
        shells[name] = Shell(tmp_path / name, processes=True)
        pass_on(people.lin, shells[name], "network.json")
        (tmp_path / name / "song.wav").write_bytes(b"the sea " * 100)
    (people.lin.folder / "song.wav").write_bytes(b"the sea " * 100)
    (people.lin.folder / "deal.json").unlink(missing_ok=True)
    network = json.loads((people.lin.folder / "network.json").read_bytes())
    said = ""
    for who, line in steps:
        if who == "lin" and line.startswith(("init", "key new", "serve")):
            continue  # done for all tests of this file
        line = line.replace("http://203.0.113.7:8000", people.url)
        said = shells[who].run(line.replace("GXQQ-YH22-QJ1Q-V2WZ", network["fingerprint"])).stdout
        if line.startswith(("deal sign", "card")):
            file = "deal.json" if line.startswith("deal") else line.split()[-1]
            for other in shells.values():
                if other is not shells[who]:
                    pass_on(shells[who], other, file)
    assert said.startswith("AUTHORISED\n")


def test_what_is_not_shared_is_not_served(people: People) -> None:
    with served(people.lin) as (url, _), httpx.Client(base_url=url, trust_env=False) as client:
        assert client.get("/v1/network").json()["code"] == "NOT_SHARED"
        assert client.post("/v1/rpc", json={}).json()["code"] == "NOT_SHARED"
        assert people.hao.json(f"join {url} --name x", 69)["error"] == "HOST_REFUSES"
