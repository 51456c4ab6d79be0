"""A songwriter, a singer and a venue, an honest host and a hostile relay: each a process and a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.hostile import hostile
from tests.nodes import ask, set_next_time
from tests.shells import Shell, served

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.thorough, pytest.mark.timeout(300)]

DEEDS = ("signature", "deadline", "another", "lie", "endless")
NOW = "--patience 0.5"
HEADERS = {"Content-Type": "application/json"}


@dataclass
class People:
    """Lin's computer is the host; Hao and the venue have joined, with keys of their own."""

    lin: Shell
    hao: Shell
    venue: Shell
    url: str


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    lin, hao, venue = (
        Shell(tmp_path_factory.mktemp(name), processes=True) for name in ("lin", "hao", "venue")
    )
    lin.run("init")
    with served(lin, "--share", "network.json") as (url, _):
        for shell, name in ((hao, "hao"), (venue, "venue")):
            shell.run(f"join {url}")
            shell.people(name)
        yield People(lin, hao, venue, url)
    lin.stop()


def test_it_can_only_withhold(people: People, tmp_path: Path) -> None:
    """What it does to an operation is refused, or comes to nothing; the same bytes go to another."""
    hao, line = (
        people.hao,
        "register song.wav --as hao --title W --split WRK:hao --split PRF:hao --split PHN:hao",
    )
    with hostile("withhold", people.url) as (url, told):
        refused = hao.json(f"{line} --via {url} {NOW}", 2)
        given = told().encode()
    assert refused["error"] == "RELAY_NOT_YET" and "PENDING" in refused["message"]
    (kept,) = hao.json("operation list")["operations"]
    identity = kept["operation"]
    assert kept["level"] is None and identity in refused["message"]
    stored = hao.folder / "home" / "outgoing" / f"{identity}.json"
    for deed in DEEDS:
        with hostile(deed, people.url) as (url, told):
            again = hao.json(f"operation send {identity} --via {url} {NOW}", 2)
            assert again["error"] == "RELAY_NOT_YET", deed
            assert stored.read_bytes() == given == told().encode(), "the same bytes, everywhere (T56)"
    assert hao.json("check song.wav", 1)["match"] is False
    replay(given, tmp_path)
    sent = hao.json(f"operation send {identity}")
    assert (sent["operation"], sent["level"]) == (identity, "final")
    assert hao.json("check song.wav")["match"] is True
    (people.venue.folder / "copy.json").write_bytes(given)
    assert people.venue.json("operation send copy.json")["already"] is True
    assert hao.json("operation list")["operations"] == []


def replay(given: bytes, folder: Path) -> None:
    """To a ledger that is another's."""
    stranger = Shell(folder)
    stranger.run("init")
    try:
        with served(stranger) as (url, _):
            answer = httpx.post(f"{url}/v1/operations", content=given, headers=HEADERS, trust_env=False)
            assert answer.json()["code"] == "CONTRACT_BAD_SIGNATURE"
    finally:
        stranger.stop()


def test_it_waits_until_it_is_too_late(people: People) -> None:
    """The last test of this file: it moves the chain's clock past the deadline of what was signed."""
    hao, line = (
        people.hao,
        "register late.wav --as hao --title L --split WRK:hao --split PRF:hao --split PHN:hao",
    )
    (hao.folder / "late.wav").write_bytes(b"late " * 100)
    with hostile("withhold", people.url) as (url, told):
        assert hao.json(f"{line} --via {url} {NOW}", 2)["error"] == "RELAY_NOT_YET"
        given = told()
    chain, document = people.lin.json("chain status")["url"], json.loads(given)
    set_next_time(chain, int(document["registration"]["deadline"]) + 1)
    ask(chain, "evm_mine")
    late = httpx.post(f"{people.url}/v1/operations", content=given, headers=HEADERS, trust_env=False)
    assert late.status_code == 409 and late.json()["code"] == "CONTRACT_DEADLINE_PASSED"
    (kept,) = hao.json("operation list")["operations"]
    assert hao.json(f"operation send {kept['operation']}", 1)["error"] == "CONTRACT_DEADLINE_PASSED"
    assert hao.json("check late.wav", 1)["match"] is False
