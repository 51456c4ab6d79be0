"""Copies elsewhere: a second Kubo, a pinning service on a third, a gateway; lost, repaired (THREATS 59)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ledger.core.hashing import digest
from ledger.ipfs.kubo import KuboStore
from tests.kubos import Node, node
from tests.pinning import Service, pinning_service
from tests.shells import REGISTER, Shell

pytestmark = pytest.mark.kubo

AUDIO = hashlib.shake_256(b"replicas").digest(600_000)
TOKEN, SECRET = "t0ken-of-the-service", "bearer:s3cret-of-the-attic"


@dataclass
class World:
    """A person with a song, a node that is locked, and a service that fetches from it."""

    shell: Shell
    song: dict[str, Any]
    attic: Node
    attic_store: KuboStore
    service: Service
    url: str

    def status(self, expected: int, *options: str) -> dict[str, str]:
        """State of each copy of the song."""
        told = self.shell.json(" ".join(["pin status", self.song["asset"], *options]), expected)
        assert told["alarm"] == bool(expected) and told["wanted"] == 2
        return {copy["name"]: copy["state"] for copy in told["works"][0]["copies"]}

    def settled(self, expected: int) -> dict[str, str]:
        """The same once the service has done what it was asked for."""
        for thread in self.service.threads:
            thread.join()
        return self.status(expected)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    rules = {"me": {"AuthSecret": SECRET, "AllowedPaths": ["/api/v0"]}}
    shell = Shell(tmp_path_factory.mktemp("replicas"))
    (shell.folder / "song.wav").write_bytes(AUDIO)
    shell.environment |= {"ATTIC": SECRET, "PINS": TOKEN}
    with node(settings={"API": {"Authorizations": rules}}) as attic, node() as cellar:
        attic_store, kept = KuboStore(attic.multiaddr, secret=SECRET), KuboStore(cellar.multiaddr)
        with pinning_service(TOKEN, attic_store.block, kept) as (url, service):
            shell.run("init")
            shell.people("lin", "hao")
            song = shell.json(f"{REGISTER} --store-audio")
            shell.run(f"replica add attic --node {attic.multiaddr} --secret-env ATTIC")
            shell.run(f"replica add pins --service {url} --secret-env PINS")
            try:
                yield World(shell, song, attic, attic_store, service, url)
            finally:
                shell.stop()
        attic_store.close()
        kept.close()


def block(world: World, data: bytes) -> Path:
    return next((world.shell.folder / "home" / "store" / "blocks").rglob(digest(data).cid))


def test_t59_one_copy_is_too_few_and_two_are_enough(world: World) -> None:
    shell = world.shell
    assert shell.json("pin song.wav --to nobody", 65)["error"] == "UNKNOWN_REPLICA"
    assert shell.json("pin song.wav --to attic")["copies"] == [
        {"name": "attic", "state": "pinned", "code": None}
    ]
    assert world.status(1) == {"attic": "pinned"}
    assert "ALARM" in shell.run("pin status", 1).stdout
    shell.run("pin song.wav --to pins")
    assert world.settled(0) == {"attic": "pinned", "pins": "pinned"}
    roots = shell.json("pin status")["works"][0]["roots"]  # the last one is the song's record
    assert roots[:2] == [world.song["cid"], world.song["file_cid"]] and len(roots) == 3
    assert {pin["pin"]["cid"] for pin in world.service.pins.values()} == set(roots)
    shell.run("pin song.wav --to pins")  # once more asks for nothing new
    assert len(world.service.pins) == 3


def test_t59_a_copy_that_is_gone_is_an_alarm_and_repaired(world: World) -> None:
    world.attic_store.unpin(world.song["file_cid"])
    for identity in list(world.service.pins):
        world.service.remove(identity)
    assert world.status(1) == {"attic": "absent", "pins": "absent"}
    world.service.awake.clear()
    world.shell.json(f"pin repair {world.song['asset']}", 1)
    assert world.status(1) == {"attic": "pinned", "pins": "queued"}
    world.service.awake.set()
    assert world.settled(0) == {"attic": "pinned", "pins": "pinned"}


def test_t59_a_copy_that_says_it_is_there_is_read(world: World) -> None:
    world.attic.block_file(digest(AUDIO[:262_144]).cid).unlink()
    assert world.status(0)["attic"] == "pinned"
    assert world.status(1, "--read")["attic"] == "damaged"
    world.shell.run(f"pin repair {world.song['asset']} --read")
    assert world.status(0, "--read")["attic"] == "pinned"


def test_t59_what_the_store_lost_comes_back_from_a_copy(world: World) -> None:
    block(world, AUDIO[:262_144]).unlink()
    lost = world.shell.json("store fsck", 1)["lost"]
    assert [one["cid"] for one in lost] == [world.song["file_cid"]]
    out = world.shell.folder / "from-attic.wav"
    world.shell.run(f"store get {world.song['file_cid']} --out {out}")
    assert out.read_bytes() == AUDIO
    world.shell.run(f"pin repair {world.song['asset']}")
    assert world.shell.json("store fsck")["lost"] == []


def test_t59_a_node_that_is_down(world: World) -> None:
    world.attic.kill()
    assert world.status(1) == {"attic": "down", "pins": "pinned"}
    world.attic.start()
    assert world.status(0)["attic"] == "pinned"


def test_secrets_stay_in_the_environment(world: World) -> None:
    shell = world.shell
    for path in (shell.folder / "home").rglob("*.json"):
        assert TOKEN not in path.read_text() and "s3cret" not in path.read_text()
    pins = shell.environment.pop("PINS")
    answer = shell.json(f"pin status {world.song['asset']}", 1)
    assert {copy["name"]: copy["code"] for copy in answer["works"][0]["copies"]}["pins"] == "SECRET_MISSING"
    shell.environment["PINS"] = "another"
    assert world.status(1)["pins"] == "down"
    shell.environment["PINS"] = pins
    answer = shell.json(f"store use {world.attic.multiaddr}", 77)
    assert answer["error"] == "STORE_DENIED"
    shell.run(f"store use {world.attic.multiaddr} --secret-env ATTIC")
    assert "s3cret" not in (shell.folder / "home" / "store.json").read_text()
    assert shell.json("store status")["store"] == "kubo"
    assert world.status(1) == {"attic": "same", "pins": "pinned"}, "the store in use is no copy besides"
    shell.json(f"pin repair {world.song['asset']}", 1)
    assert shell.json("store fsck")["lost"] == []
    world.attic.block_file(digest(AUDIO[:262_144]).cid).unlink()
    lost = [one for one in shell.json("store fsck", 1)["lost"] if one["assets"] == [world.song["asset"]]]
    assert [(one["cid"], one["code"]) for one in lost] == [(world.song["file_cid"], "STORE_MISSING")]
    shell.run("store use embedded")


def test_a_service_needs_a_node_to_fetch_from(world: World, tmp_path: Path) -> None:
    """Without one it would wait for ever for what nobody can send."""
    alone = Shell(tmp_path)
    alone.environment["PINS"] = TOKEN
    alone.run("init")
    try:
        alone.people("lin", "hao")
        alone.run(f"{REGISTER} --store-audio")
        alone.run(f"replica add pins --service {world.url} --secret-env PINS")
        before = dict(world.service.pins)
        assert alone.json("pin song.wav --to pins", 64)["error"] == "SERVICE_ORIGINS"
        assert world.service.pins == before
        assert alone.json("pin status", 1)["works"][0]["copies"] == []
    finally:
        alone.stop()


def test_t59_one_node_counts_once(world: World) -> None:
    shell, port = world.shell, world.attic.multiaddr.split("/")[4]
    again = f"replica add again --node {world.attic.multiaddr} --secret-env ATTIC"
    assert shell.json(again, 65)["error"] == "REPLICA_SAME"
    assert (
        shell.json(f"replica add more --service {world.url}/ --secret-env PINS", 65)["error"]
        == "REPLICA_SAME"
    )
    localhost = f"/dns/localhost/tcp/{port}/http"  # another address of the same node: its id says so
    told = shell.json(f"replica add again --node {localhost} --secret-env ATTIC", 65)
    assert told["error"] == "REPLICA_SAME" and "attic" in told["message"]
    shell.run(f"store use {localhost} --secret-env ATTIC")
    assert world.status(1) == {"attic": "same", "pins": "pinned"}
    shell.run("replica remove pins")
    assert shell.json(again.replace("again", "attic"), 65)["error"] == "REPLICA_EXISTS"
    shell.run("replica remove attic")
    assert shell.json("pin status", 1)["alarm"] is True, "without any place, too"
    assert shell.json(again, 65)["error"] == "REPLICA_STORE"
    shell.run("store use embedded")
    shell.run(again.replace("again", "attic"))
    shell.run(f"replica add pins --service {world.url} --secret-env PINS")
    shell.run("pin song.wav --to attic --to pins")
    assert world.settled(0) == {"attic": "pinned", "pins": "pinned"}


def test_t59_a_lost_record_hides_no_other_work(world: World) -> None:
    """Of all works each is told, also where one's record is nowhere any more."""
    shell = world.shell
    lost = shell.json("register --type MUSICAL_WORK --as lin --title 失 --split WRK:lin=100")
    shell.run(f"pin add {lost['asset']} --to attic --to pins")
    shell.run("replica remove attic")
    record = next((shell.folder / "home" / "store" / "blocks").rglob(lost["cid"]))
    aside = record.rename(shell.folder / "aside")
    rows = {row["asset"]: row for row in shell.json("pin status", 1)["works"]}
    assert rows[lost["asset"]]["error"] == "STORE_MISSING" and "copies" in rows[world.song["asset"]]
    assert shell.json(f"pin status {lost['asset']}", 69)["error"] == "STORE_MISSING"
    aside.rename(record)
    shell.run(f"replica add attic --node {world.attic.multiaddr} --secret-env ATTIC")


def test_t57_a_gateway_is_read_from_and_keeps_nothing(world: World) -> None:
    shell = world.shell
    shell.run(f"replica add gate --gateway {world.attic.gateway}")
    assert shell.json("pin song.wav --to gate", 64)["error"] == "GATEWAY_READS_ONLY"
    assert {one["name"] for one in shell.json("replica list")["replicas"]} == {"attic", "pins", "gate"}
    shell.run("replica remove gate")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("replica add Attic --node /ip4/127.0.0.1/tcp/1/http", "REPLICA_NAME"),
        ("replica add attic --node /ip4/127.0.0.1/tcp/1/http", "REPLICA_EXISTS"),
        ("replica add x", "REPLICA_KIND"),
        ("replica add x --node a --gateway b", "REPLICA_KIND"),
        ("replica add x --node nonsense", "STORE_ADDRESS"),
        ("replica add x --gateway ftp://a", "SERVICE_URL"),
        ("replica add x --service http://127.0.0.1:1", "SERVICE_SECRET"),
        ("replica add x --service http://127.0.0.1:1 --secret-env NOT_SET", "SECRET_MISSING"),
        ("replica add x --service http://127.0.0.1:1 --secret-env 'a b'", "SECRET_VARIABLE"),
        ("replica add x --service http://pins.example.org --secret-env PINS", "STORE_SECRET_CLEAR"),
        ("replica remove x", "UNKNOWN_REPLICA"),
    ],
)
def test_places_that_are_none(world: World, line: str, error: str) -> None:
    usage = ("REPLICA_KIND", "STORE_ADDRESS", "SERVICE_URL", "SERVICE_SECRET", "STORE_SECRET_CLEAR")
    code = 64 if error in usage else 65
    assert world.shell.json(line, 77 if error == "SECRET_MISSING" else code)["error"] == error
