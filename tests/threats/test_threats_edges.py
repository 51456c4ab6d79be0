"""Attacks at the edges: unsigned parts of an operation, numbers of a node, words typed, digests, cores."""

from __future__ import annotations

import resource
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.chain.node import Node
from ledger.chain.rpc import Rpc
from ledger.core import operation_json
from ledger.core.licensing import Bars, Proof
from ledger.core.operations import MAX_SIGNATURE
from ledger.errors import BadInput, ServiceDown
from tests.fakes import a_network, an_id
from tests.nodes import scripted
from tests.shells import ROOT, Shell
from tests.unit.core.test_operation_json import OPERATIONS

NO_PROOF = operation_json.plain(Proof())
NO_BARS = operation_json.plain(Bars("0x" + "00" * 20, 0, 0, ()))
HUGE = str(2**256)


@pytest.mark.parametrize(
    ("kind", "change", "error"),
    [
        ("anchor", {"root": "0x12"}, "BAD_HASH"),
        ("anchor", {"root": "hello"}, "BAD_HASH"),
        ("anchor", {"root": an_id("root").upper().replace("X", "x")}, "BAD_HASH"),
        ("register", {"paths": [["0x" + "11" * 33]]}, "BAD_HASH"),
        ("register", {"signature": "0x" + "00" * (MAX_SIGNATURE + 1)}, "SIGNATURE_TOO_LONG"),
        ("activate", {"proof": [{**NO_PROOF, "heads": ["0x12"]}]}, "BAD_HASH"),
        ("activate", {"proof": [{**NO_PROOF, "seen": [{"head": "0x12", "since": []}]}]}, "BAD_HASH"),
        ("activate", {"proof": [{**NO_PROOF, "bars": [{**NO_BARS, "member": "lin"}]}]}, "BAD_ADDRESS"),
        ("activate", {"proof": [{**NO_PROOF, "bars": [{**NO_BARS, "horizon": HUGE}]}]}, "BAD_INTEGER"),
        ("activate_mandate", {"bars": [{**NO_BARS, "ended": HUGE}]}, "BAD_INTEGER"),
        ("activate", {"signatures": ["0x" + "00" * 70_000]}, "SIGNATURE_TOO_LONG"),
    ],
)
def test_t06_what_nobody_signs_is_checked_too(kind: str, change: dict[str, Any], error: str) -> None:
    document = {**operation_json.to_json(OPERATIONS[kind]), **change}
    with pytest.raises(BadInput) as caught:
        operation_json.from_json(document)
    assert caught.value.code == error


@pytest.mark.parametrize("field", ["number", "timestamp"])
@pytest.mark.parametrize("value", [1 << 63, (1 << 256) - 1])
def test_trap06_a_node_that_counts_too_far(field: str, value: int) -> None:
    head = {"number": "0x1", "timestamp": "0x1", "hash": an_id("block"), "parentHash": an_id("parent")}
    with scripted(lambda method, params: {**head, field: hex(value)}) as url:
        rpc = Rpc(url)
        with pytest.raises(ServiceDown) as caught:
            Node(rpc, a_network()).head()
        rpc.close()
    assert caught.value.code == "CHAIN_LIES"


def test_t62_no_core_is_dumped() -> None:
    program = (
        "import resource, sys; from ledger.cli import main; sys.argv = ['songdeed', 'key', 'list']\n"
        "try: main.main()\n"
        "except SystemExit: print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, text=True, capture_output=True, check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (10**6, resource.RLIM_INFINITY)),
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "(0, 0)"


@pytest.fixture(scope="module")
def typist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    found = Shell(tmp_path_factory.mktemp("typist"))
    found.run("init")
    found.people("lin")
    yield found
    found.stop()


@pytest.mark.anvil
@pytest.mark.slow
@pytest.mark.timeout(240)
class TestTyped:
    def song(self, title: str) -> str:
        return f"register --type LYRICS --as lin --split WRK:lin --title '{title}'"

    def test_t45_a_title_typed_in_two_spellings_is_one_work(self, typist: Shell) -> None:
        one = typist.json(self.song(unicodedata.normalize("NFC", "Café")))
        other = typist.json(self.song(unicodedata.normalize("NFD", "Café")))
        assert other["asset"] == one["asset"] and other["already"] is True

    def test_t46_a_title_of_mixed_scripts_is_pointed_at(self, typist: Shell) -> None:
        assert "“Тaylor” mixes letters" in typist.run(self.song("Тaylor")).stderr  # its T is Cyrillic
        assert "mixes letters" not in typist.run(self.song("连城 Taylor")).stderr

    def test_t21_the_digest_is_shown_before_it_is_signed(self, typist: Shell) -> None:
        assert "What is signed: 0x" in typist.run(self.song("Shown")).stdout
