"""The file of networks: strict, private, whole."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.chain.networks import EMBEDDED, NetworkEntry, Networks
from ledger.errors import BadInput, ServiceDown
from tests.fakes import a_network

LOCAL = NetworkEntry(a_network(), EMBEDDED)
FAR = NetworkEntry(replace(a_network(local=False), name="far"), "https://node.example/v3/key", 12)


def networks(folder: Path) -> Networks:
    found = Networks(folder / "home" / "networks.json")
    found.add(LOCAL)
    found.add(FAR, use=False)
    return found


def test_whole_life(tmp_path: Path) -> None:
    empty = Networks(tmp_path / "networks.json")
    assert empty.names() == [] and empty.current() is None
    found = networks(tmp_path)
    assert found.names() == ["fake", "far"]
    assert found.current() == LOCAL and found.get("far") == FAR
    assert found.use("far") == FAR
    assert Networks(tmp_path / "home" / "networks.json").current() == FAR
    assert stat.S_IMODE((tmp_path / "home" / "networks.json").stat().st_mode) == 0o600


def test_names_are_kept_apart(tmp_path: Path) -> None:
    found = networks(tmp_path)
    with pytest.raises(BadInput) as caught:
        found.add(replace(FAR, rpc_url="http://127.0.0.1:1"))
    assert caught.value.code == "NETWORK_EXISTS" and found.get("far") == FAR
    for ask in (found.get, found.use):
        with pytest.raises(BadInput) as caught:
            ask("nowhere")
        assert caught.value.code == "UNKNOWN_NETWORK"
    assert found.current() == LOCAL


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rpc_url": "ws://node.example"}, "BAD_RPC_URL"),
        ({"finality": "soon"}, "BAD_FINALITY"),
        ({"finality": -1}, "BAD_FINALITY"),
        ({"finality": True}, "BAD_FINALITY"),
        ({"finality": 10_001}, "BAD_FINALITY"),
        ({"network": replace(a_network(), name="Far")}, "NETWORK_NAME"),
        ({"network": replace(a_network(), name="../far")}, "NETWORK_NAME"),
        ({"network": replace(a_network(), name="")}, "NETWORK_NAME"),
    ],
)
def test_entries_check_themselves(change: dict[str, object], code: str) -> None:
    fields = {"network": FAR.network, "rpc_url": FAR.rpc_url, "finality": FAR.finality}
    with pytest.raises(BadInput) as caught:
        NetworkEntry(**fields | change)
    assert caught.value.code == code


def test_damage_is_noticed(tmp_path: Path) -> None:
    found = networks(tmp_path)
    path = tmp_path / "home" / "networks.json"
    good = path.read_bytes()
    document = json.loads(good)
    broken = [good[:length] for length in range(0, len(good) - 1, 5)]
    broken += [
        json.dumps(document | change).encode() for change in ({"version": 2}, {"current": "x"}, {"more": 1})
    ]
    spoiled = {
        "chain_id": "5",
        "local": 1,
        "genesis": "0x",
        "registry": "0xA",
        "deployed_at": True,
        "more": 1,
    }
    for member, value in spoiled.items():
        changed = json.loads(good)
        changed["networks"][0]["network"][member] = value
        broken.append(json.dumps(changed).encode())
    twice = json.loads(good)
    twice["networks"].append(twice["networks"][0])
    broken.append(json.dumps(twice).encode())
    for data in broken:
        path.write_bytes(data)
        for ask in (found.current, found.names, lambda: found.use("far")):
            with pytest.raises(ServiceDown) as caught:
                ask()
            assert caught.value.code == "NETWORKS_CORRUPT"
        assert path.read_bytes() == data, "a damaged file is never overwritten"


def test_unwritable_folder(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(ServiceDown) as caught:
        Networks(tmp_path / "home" / "networks.json").add(LOCAL)
    assert caught.value.code == "CHAIN_FOLDER_UNWRITABLE"
