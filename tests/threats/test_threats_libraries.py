"""Traps of the libraries below (THREATS, traps 1, 2, 5, 6, 8): each is set off here, and nothing happens."""

from __future__ import annotations

import ast
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from eth_abi.abi import encode

from ledger.chain import anvil
from ledger.chain.adapter import EvmChain
from ledger.chain.outbox import Outbox
from ledger.core import operation_json
from ledger.core.collecting import collect
from ledger.core.events import Block, DealActivated, Event
from ledger.core.model import Cancellation, Deal
from ledger.core.operations import Anchor, CancelRegistration
from ledger.core.rights import OPEN_END, WORLD, Layer
from ledger.errors import SongdeedError
from ledger.index.sqlite import SqliteIndex
from ledger.services.relaying import Budget, OperationLog, Spending
from scripts.hardhat import ROOT, hardhat
from tests.fakes import FakeChain, an_id
from tests.nodes import RpcError, scripted
from tests.unit.chain.test_chain_node import NETWORK, Scripted
from tests.unit.core.world import World, party

IMPORT_ALL = """
import pkgutil, sys
import ledger, api
before = sys.getrecursionlimit()
count = 0
for package in (ledger, api):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        __import__(module.name)
        count += 1
        assert sys.getrecursionlimit() <= before, module.name
from ledger.chain.rpc import Rpc
from ledger.ipfs.kubo import KuboStore
from ledger.keys import keyfile, payer
Rpc("http://127.0.0.1:9").close()
payer.KeyPayer(b"\\7" * 32)
keyfile.parse(keyfile.seal(b"\\7" * 32, "pw"), "lin")
KuboStore("/ip4/127.0.0.1/tcp/9/http").close()
assert "eth_account" in sys.modules and "web3" in sys.modules and "py_ecc" in sys.modules
assert sys.getrecursionlimit() <= before, sys.getrecursionlimit()
print(count)
"""


def test_trap01_nothing_that_we_load_leaves_the_recursion_limit_raised() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 80
    plain = "import sys, eth_account; print(sys.getrecursionlimit())"
    raised = subprocess.run([sys.executable, "-c", plain], capture_output=True, text=True, check=True)
    assert int(raised.stdout) >= 100_000, "without the guard the trap is still there"


PAIRINGS = """
import sys
from ledger.evm import BLS12_381_ORDER, recursion_limit_kept
with recursion_limit_kept():
    from eth_keyfile import keyfile
assert not [name for name in sys.modules if name.startswith("py_ecc.bls")], "pairings are not imported"
sealed = keyfile.create_keyfile_json(b"\\7" * 32, b"pw", version=4, iterations=2)
assert keyfile.decode_keyfile_json(sealed, b"pw") == b"\\7" * 32
from py_ecc.bls import G2ProofOfPossession
from py_ecc.bls12_381 import curve_order
assert sealed["pubkey"] == G2ProofOfPossession.SkToPk(int.from_bytes(b"\\7" * 32, "big")).hex()
assert curve_order == BLS12_381_ORDER
"""


def test_what_is_not_imported_is_there_for_who_asks() -> None:
    subprocess.run([sys.executable, "-c", PAIRINGS], cwd=ROOT, check=True)


@pytest.mark.thorough
@pytest.mark.skipif(not (ROOT / "node_modules" / ".bin" / "hardhat").exists(), reason="npm ci has not run")
def test_trap02_the_runner_of_the_solidity_tests_tells_failures() -> None:
    """Told by its exit code and by name; `make test` runs the same canary after the real tests."""
    result = hardhat("test", "solidity", build="canary-told", SONGDEED_SOLIDITY_TESTS="tests/canary")
    assert result.returncode != 0, result.stdout
    assert "2 failing" in result.stdout and "1 passing" in result.stdout
    assert "test_mustFail" in result.stdout and "testFuzz_mustFail" in result.stdout


@pytest.mark.anvil
def test_trap02_anvil_is_the_program_and_not_its_launcher() -> None:
    head = anvil.find().read_bytes()[:4]
    assert not head.startswith(b"#!") and b"\n" not in head
    assert head in (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
    assert (
        subprocess.run([anvil.find(), "--no-such-option"], capture_output=True, check=False).returncode != 0
    )


def tables(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: sql for name, sql in rows if not name.startswith("sqlite_")}


def test_trap06_every_table_is_strict(tmp_path: Path) -> None:
    SqliteIndex(tmp_path / "index.db")
    OperationLog(tmp_path / "operations.db")
    Spending(tmp_path / "operations.db", Budget())
    Outbox(tmp_path / "outbox.db", an_id("genesis"), "0x" + "a1" * 20)
    names = ("index.db", "operations.db", "outbox.db")
    found = {name: sql for file in names for name, sql in tables(tmp_path / file).items()}
    assert set(found) == {
        "network", "blocks", "events", "keys", "operations", "spending", "leaders", "entries", "attempts"
    }  # fmt: skip
    for name, sql in found.items():
        assert "STRICT" in sql.rpartition(")")[2], name
    makers = [path for path in (ROOT / "ledger").rglob("*.py") if "CREATE TABLE" in path.read_text()]
    assert {path.name for path in makers} == {"sqlite.py", "log.py", "budget.py", "outbox.py"}, (
        "a new database needs a test here"
    )
    with closing(sqlite3.connect(tmp_path / "index.db")) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO blocks VALUES (?, 'h', 'p', 0)", (str(2**255),))


def test_trap06_numbers_of_256_bits_come_back_whole(tmp_path: Path) -> None:
    world, chain = World(), FakeChain()
    holder, venue = party("lin"), party("venue")
    song = world.register(holder)
    wide = WORLD - 2**200 - 1  # no float has all its digits
    line = world.line(song, Layer.WRK, venue, territory=wide, end=OPEN_END)
    deal: Deal = world.text(line, accept_by=OPEN_END)
    world.activate(deal)
    world.replay(chain)
    index = SqliteIndex(tmp_path / "index.db")
    index.sync(chain)
    (found,) = [event for event in told(index, song) if isinstance(event, DealActivated)]
    assert found.text == deal and found.text.lines[0].territory == wide
    assert (found.text.lines[0].end, found.text.accept_by) == (2**64 - 1, 2**64 - 1)


def told(index: SqliteIndex, asset: str) -> list[Event]:

    seen: list[Event] = []

    def lookup(keys: Any) -> Any:
        found = index.events(keys)
        seen.extend(event for event in found if event not in seen)
        return found

    collect(lookup, assets=[asset])
    return seen


def test_trap05_operations_are_known_by_their_digest_never_by_signature_bytes(tmp_path: Path) -> None:

    log, network = OperationLog(tmp_path / "operations.db"), FakeChain().network
    text = Cancellation(an_id("text"), party("lin"), 5)
    one, other = (CancelRegistration(text, bytes([v]) * 65) for v in (1, 2))
    identity = operation_json.operation_id(one, network)
    assert identity == operation_json.operation_id(other, network)
    log.pending(identity, "cancel_registration", text.by, 1)
    log.mined(identity, an_id("tx"), Block(1, an_id("block"), an_id("parent"), 2))
    log.pending(operation_json.operation_id(other, network), "cancel_registration", text.by, 3)
    known = log.get(identity)
    assert known is not None and known.transaction == an_id("tx")
    assert b"\1" * 65 not in (tmp_path / "operations.db").read_bytes()


@pytest.fixture
def hostile() -> Iterator[tuple[EvmChain, list[str], list[str]]]:
    """A node whose contract asks to fetch a page of its choice (EIP-3668), and the server of that page."""
    fetched: list[str] = []

    def page(method: str, params: list[Any]) -> str:
        fetched.append(method)
        return "0x"

    node = Scripted()
    asked: list[str] = []
    with scripted(page) as elsewhere:

        def lookup(call: dict[str, Any], block: str = "latest") -> str:

            asked.append(call["data"])
            types = ["address", "string[]", "bytes", "bytes4", "bytes"]
            urls = [elsewhere + "/{sender}/{data}.json", elsewhere]
            data = encode(types, [call["to"], urls, b"\1" * 4, b"\2" * 4, b""])
            raise RpcError(3, "execution reverted", "0x556f1830" + data.hex())

        node.eth_call = lookup  # type: ignore[attr-defined]
        node.eth_estimateGas = lookup  # type: ignore[attr-defined]
        with scripted(node) as url:
            chain = EvmChain(NETWORK, url)
            yield chain, asked, fetched
            chain.close()


def test_trap08_no_contract_makes_us_fetch_a_page(hostile: tuple[EvmChain, list[str], list[str]]) -> None:
    chain, asked, fetched = hostile
    root = an_id("root")
    for act in (lambda: chain.simulate(Anchor(root)), lambda: chain.title_hash(root)):
        with pytest.raises(SongdeedError) as caught:
            act()
        assert caught.value.code == "CONTRACT_REVERTED"
    assert len(asked) == 2 and fetched == []


def test_trap08_there_is_one_provider_and_its_lookups_are_off() -> None:
    made = {}
    for top in ("ledger", "api"):
        for path in (ROOT / top).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            names = {node.func.id for node in ast.walk(ast.parse(source))
                     if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
            if names & {"HTTPProvider", "Web3", "AsyncWeb3", "AsyncHTTPProvider", "AutoProvider"}:
                made[path.name] = source
    assert set(made) == {"rpc.py"}
    assert (
        made["rpc.py"].count("HTTPProvider(") == made["rpc.py"].count("global_ccip_read_enabled = False") == 1
    )


def test_trap10_no_multipart_parser_and_a_mended_starlette() -> None:
    pinned = dict(
        re.findall(r"^([a-z0-9-]+)==([0-9.]+)", (ROOT / "requirements" / "lock.txt").read_text(), re.M)
    )
    assert "fastapi" in pinned and "python-multipart" not in pinned
    for version in (pinned["starlette"], metadata.version("starlette")):
        assert tuple(int(part) for part in version.split(".")) >= (1, 3, 1)
    for path in (ROOT / "api").rglob("*.py"):
        assert not re.search(r"\b(UploadFile|Form|File)\(|\.form\(", path.read_text(encoding="utf-8")), path
