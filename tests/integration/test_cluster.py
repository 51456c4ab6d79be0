"""A real IPFS Cluster before a real Kubo, as a place for copies and as the store in use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.ipfs.kubo import KuboStore
from scripts import servers
from tests.kubos import Node, node
from tests.shells import REGISTER, Shell

pytestmark = [pytest.mark.kubo, pytest.mark.anvil]


@dataclass
class World:
    """A person, a Kubo, and the Cluster before it, which alone she knows."""

    shell: Shell
    kubo: Node
    cluster: str


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    reason = servers.absence(servers.CLUSTER)
    if reason:
        pytest.skip(reason)
    shell = Shell(tmp_path_factory.mktemp("cluster"))
    with node() as kubo, servers.cluster(kubo.multiaddr) as cluster:
        shell.run("init")
        shell.people("lin", "hao")
        try:
            yield World(shell, kubo, cluster.multiaddr)
        finally:
            shell.stop()


def pins(world: World) -> set[str]:
    """What the Cluster itself has to keep, which is not what its Kubo has pinned."""
    store = KuboStore(world.cluster)
    found = set(store.pins())
    store.close()
    return found


def status(world: World, asset: str, *options: str) -> str:
    told = world.shell.json(" ".join(["pin status", asset, *options]), 1)  # one copy is less than two
    (copy,) = told["works"][0]["copies"]
    return str(copy["state"])


def test_copies_in_a_cluster(world: World) -> None:
    shell = world.shell
    song = shell.json(f"{REGISTER} --store-audio")
    shell.run(f"replica add attic --node {world.cluster}")
    shell.run("pin song.wav --to attic")
    assert status(world, song["asset"], "--read") == "pinned"
    roots = {song["cid"], song["file_cid"]}
    assert roots < pins(world)
    assert roots < json.loads(world.kubo.ask("pin/ls", type="recursive"))["Keys"].keys()
    # Given up in the Cluster, it is missed; put back, it is there.
    store = KuboStore(world.cluster)
    store.unpin(song["file_cid"])
    store.close()
    assert status(world, song["asset"]) == "absent"
    shell.run(f"pin repair {song['asset']}", 1)
    assert status(world, song["asset"], "--read") == "pinned" and roots < pins(world)


@pytest.mark.parametrize("profile", ["unixfs-v1-raw-262144-174", "unixfs-v1-2025"])
def test_a_cluster_as_the_store(world: World, profile: str, tmp_path: Path) -> None:
    shell = world.shell
    audio = hashlib.shake_256(profile.encode()).digest(3 << 20)
    (shell.folder / f"{profile}.wav").write_bytes(audio)
    shell.run(f"store use {world.cluster}")
    song = shell.json(
        f"register {profile}.wav --as lin --title 茉莉花 --split WRK:lin=100 --type MUSICAL_WORK"
        f" --store-audio --profile {profile}"
    )
    assert {song["cid"], song["file_cid"]} < pins(world)
    assert shell.json("store fsck")["lost"] == []
    shell.run(f"store get {song['file_cid']} --out {tmp_path}/back.wav")
    assert (tmp_path / "back.wav").read_bytes() == audio
