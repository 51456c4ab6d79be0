"""The network file: what is in it is what the other side needs and can check."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ledger.chain import sharing
from ledger.chain.networks import NetworkEntry
from ledger.errors import BadInput, Denied
from ledger.ports import Network
from tests.fakes import an_id

HOST = an_id("key")
NETWORK = Network("choir", 8453, an_id("genesis"), "0x" + "1a" * 20, "0x" + "2b" * 20, 7, False, True)
FILE = sharing.share(NetworkEntry(NETWORK, "http://127.0.0.1:8545", 12), "http://203.0.113.7:8000/", HOST)


def altered(**members: object) -> bytes:
    document = json.loads(FILE.to_bytes()) | members
    return json.dumps({name: value for name, value in document.items() if value is not None}).encode()


def test_what_is_shared_is_what_is_read() -> None:
    assert sharing.read(FILE.to_bytes()) == FILE
    assert FILE.rpc == "http://203.0.113.7:8000/v1/rpc" and FILE.api == "http://203.0.113.7:8000"
    assert "8545" not in FILE.to_bytes().decode(), "the owner's own node, perhaps with his access key, is his"


def test_fingerprint_can_be_read_out() -> None:
    groups = FILE.fingerprint.split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert not set("ILOU") & set(FILE.fingerprint)
    spoken = FILE.fingerprint.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert sharing.same_fingerprint(spoken, FILE.fingerprint)
    other = ("1" if FILE.fingerprint[0] != "1" else "2") + FILE.fingerprint[1:]
    assert not sharing.same_fingerprint(other, FILE.fingerprint)


@pytest.mark.parametrize(
    "changed",
    [
        {"chain_id": 1},
        {"genesis": an_id("other")},
        {"registry": "0x" + "3c" * 20},
        {"licensing": "0x" + "3c" * 20},
        {"local": True},
        {"code": {"registry": an_id("a"), "licensing": an_id("b")}},
        {"fingerprint": "0000-0000-0000-0000"},
    ],
)
def test_an_altered_file_is_told(changed: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        sharing.read(altered(**changed))
    assert caught.value.code == "NETWORK_FINGERPRINT"


def test_where_it_is_served_is_no_part_of_the_fingerprint() -> None:
    moved = sharing.read(altered(rpc="https://elsewhere.example/rpc", api=None, host=None))
    assert moved.fingerprint == FILE.fingerprint and moved.api is None


def test_whose_it_is_is_a_part_of_the_fingerprint_of_a_persons_own_chain() -> None:
    own = replace(FILE, network=replace(NETWORK, local=True))
    assert sharing.read(own.to_bytes()) == own
    assert replace(own, host=an_id("another key")).fingerprint != own.fingerprint
    assert replace(FILE, host=an_id("another key")).fingerprint == FILE.fingerprint


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{}", b"[]", b"\xff", b"[" * 50_000, altered(songdeed="card"), altered(version=2),
        altered(version=True), altered(more=1), altered(name=None), altered(rpc="ftp://x"),
        altered(api="http://user:pw@x"), altered(finality="soon"), altered(finality="99999999999"),
        altered(code={}), altered(registry="0x1"), altered(genesis="0x" + "G" * 64), altered(local="no"),
        altered(host=None), altered(api=None), altered(host="0x12"), altered(chain_id=2307013010),
        altered(local=True, api=None, host=None),
        altered(pad="x" * 20_000),
    ],
)  # fmt: skip
def test_what_is_no_network_file_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        sharing.read(data)
    assert caught.value.code == "NETWORK_FILE"


def test_contracts_of_another_version_are_refused() -> None:
    other = replace(FILE, code=(an_id("one"), an_id("other")))
    with pytest.raises(Denied) as caught:
        sharing.read(other.to_bytes())
    assert caught.value.code == "NETWORK_OTHER_CODE"


@pytest.mark.parametrize("url", ["", "x", "ftp://x", "http://", "http://a:b@x", "http://x?y", "http://x#y"])
def test_addresses_of_no_server(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        sharing.api_url(url)
    assert caught.value.code == "BAD_API_URL"
