"""Whose server it is: a challenge that nobody answers who has not the key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.chain import hostkey, sharing
from ledger.chain.hostkey import HostKey, Seen
from ledger.chain.networks import NetworkEntry
from ledger.chain.rpc import Rpc
from ledger.chain.sharing import NetworkFile
from ledger.errors import ServiceDown
from ledger.ports import Network
from tests.fakes import an_id
from tests.relays import relay

OWN = Network("choir", 2307013010, an_id("genesis"), "0x" + "1a" * 20, "0x" + "2b" * 20, 7, True, False)
BLOCK = Seen(9, an_id("block 9"))
Alter = Callable[[dict[str, Any]], object]


@pytest.fixture
def key(tmp_path: Path) -> HostKey:
    return HostKey(tmp_path / "host.key")


@contextmanager
def served(key: HostKey, public: str, alter: Alter = lambda answer: None) -> Iterator[NetworkFile]:
    """What somebody was told of a ledger whose server has a key, perhaps another than he was told."""
    shown: list[NetworkFile] = []

    def answer(method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if path == "/v1/rpc":
            told = {"number": "0x9", "hash": BLOCK.hash}
            return 200, json.dumps({"jsonrpc": "2.0", "id": json.loads(body)["id"], "result": told}).encode()
        proof = key.prove(path.partition("nonce=")[2], shown[0].to_bytes(), BLOCK)
        alter(proof)
        return 200, json.dumps(proof).encode()

    with relay(answer) as url:
        shown.append(sharing.share(NetworkEntry(OWN, "http://127.0.0.1:8545"), url, public))
        yield shown[0]


def refused(shared: NetworkFile) -> str:
    with pytest.raises(ServiceDown) as caught:
        hostkey.vouched(shared)
    return caught.value.code


def test_the_key_is_made_once_and_its_owners_alone(key: HostKey, tmp_path: Path) -> None:
    assert key.public == HostKey(tmp_path / "host.key").public != HostKey(tmp_path / "other.key").public
    assert (tmp_path / "host.key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "host.key").write_bytes(b"short")
    with pytest.raises(ServiceDown) as caught:
        _ = key.public
    assert caught.value.code == "HOST_KEY_UNUSABLE"


def test_whoever_has_the_key_is_believed(key: HostKey) -> None:
    with served(key, key.public) as shared:
        assert hostkey.vouched(shared) == (shared, BLOCK)
        hostkey.watch(shared)(Rpc(shared.rpc))


def test_what_was_signed_counts_and_not_what_a_file_says_beside_it(key: HostKey) -> None:
    """Finality and addresses are no part of the fingerprint: the signed ones are used."""
    with served(key, key.public) as shared:
        altered = replace(shared, finality=0, rpc="http://198.51.100.9/rpc")
        assert altered.fingerprint == shared.fingerprint
        assert hostkey.vouched(altered)[0] == shared
        with pytest.raises(ServiceDown) as caught:
            hostkey.watch(altered)(Rpc(shared.rpc))
        assert caught.value.code == "HOST_MOVED" and caught.value.params["now"] == shared.api


def test_a_copy_has_not_the_key(key: HostKey, tmp_path: Path) -> None:
    with served(HostKey(tmp_path / "twin.key"), key.public) as shared:
        assert refused(shared) == "HOST_NOT_THAT"


def test_another_ledger_of_the_same_owner_is_another(key: HostKey) -> None:
    with served(key, key.public) as shared:
        other = replace(shared, network=replace(OWN, genesis=an_id("other")))
        assert refused(other) == "HOST_NOT_THAT"


@pytest.mark.parametrize(
    "alter",
    [
        lambda answer: answer["block"].update(number=8),
        lambda answer: answer["block"].update(hash=an_id("other")),
        lambda answer: answer["network"].update(finality="0"),
        lambda answer: answer.update(signature="0x" + "00" * 64),
        lambda answer: answer.update(signature="0x12"),
        lambda answer: answer.update(signature="zz"),
        lambda answer: answer.update(more=1),
        lambda answer: answer.pop("block"),
        lambda answer: answer.pop("network"),
    ],
)
def test_an_altered_answer_is_none(key: HostKey, alter: Alter) -> None:
    with served(key, key.public, alter) as shared:
        assert refused(shared) == "HOST_NOT_THAT"


def test_an_answer_to_somebody_else_is_none(key: HostKey) -> None:
    """Who recorded one can't show it again."""
    kept: dict[str, Any] = {}

    def replay(answer: dict[str, Any]) -> None:
        kept.update({**answer, **kept})
        answer.update(kept)

    with served(key, key.public, replay) as shared:
        hostkey.vouched(shared)
        assert refused(shared) == "HOST_NOT_THAT"


def test_a_node_with_another_history_is_told(key: HostKey) -> None:
    with served(key, key.public) as shared, pytest.raises(ServiceDown) as caught:
        hostkey.check_history(Rpc(shared.rpc), Seen(9, an_id("another block 9")))
    assert caught.value.code == "CHAIN_OTHER_HISTORY"
