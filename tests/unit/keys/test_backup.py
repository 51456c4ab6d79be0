"""All keys in one file: whole, or refused."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.core import strictjson
from ledger.errors import BadInput, Refused, ServiceDown, SongdeedError
from ledger.keys import backup, keyfile
from ledger.keys.entries import Wallet
from ledger.keys.keystore import Keystore
from ledger.keys.remote import Remote
from tests.program import CHEAP_N

PASSWORD = "the backup's own"


@pytest.fixture(scope="module", autouse=True)
def cheap() -> Iterator[None]:
    """Keys that are sealed and opened quickly; what they must cost is tested with key files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "SCRYPT_N", CHEAP_N)
        yield


@pytest.fixture(scope="module")
def kept(cheap: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Keystore, bytes]:
    keys = Keystore(tmp_path_factory.mktemp("keys") / "keys")
    for name in ("lin", "海"):
        keys.new(name, f"of {name}")
    return keys, keys.backup({name: f"of {name}" for name in keys.names()}, PASSWORD)


def refused(code: str, kind: type[SongdeedError] = BadInput) -> pytest.RaisesExc[SongdeedError]:
    return pytest.RaisesExc(kind, check=lambda error: error.code == code)


def altered(data: bytes, change: Any) -> bytes:
    document: Any = strictjson.loads(data, max_bytes=1 << 20)
    return json.dumps(change(document) or document).encode()


def test_restored_elsewhere(kept: tuple[Keystore, bytes], tmp_path: Path) -> None:
    keys, data = kept
    other = Keystore(tmp_path / "keys")
    found = other.restore(data, PASSWORD)
    assert [(info.name, info.address, new) for info, new in found] == [
        (name, keys.address_of(name), True) for name in keys.names()
    ]
    assert stat.S_IMODE(found[0][0].path.stat().st_mode) == 0o600
    digest = "0x" + "11" * 32
    assert other.sign_digest("lin", PASSWORD, digest) == keys.sign_digest("lin", "of lin", digest)
    with refused("WRONG_PASSWORD", Refused):
        other.sign_digest("lin", "of lin", digest)
    before = found[0][0].path.read_bytes()
    assert [new for _, new in other.restore(data, PASSWORD)] == [False, False]
    assert found[0][0].path.read_bytes() == before


def test_a_name_that_is_another_keys_here(kept: tuple[Keystore, bytes], tmp_path: Path) -> None:
    other = Keystore(tmp_path / "keys")
    for name in ("海", "LIN"):
        mine = other.new(name, "x")
        before = mine.path.read_bytes()
        with refused("KEY_EXISTS"):
            other.restore(kept[1], PASSWORD)
        assert list(other.names()) == [name] and mine.path.read_bytes() == before
        mine.path.unlink()


def test_a_wrong_password(kept: tuple[Keystore, bytes], tmp_path: Path) -> None:
    keys, data = kept
    with refused("WRONG_PASSWORD", Refused):
        Keystore(tmp_path / "keys").restore(data, "of lin")
    with refused("WRONG_PASSWORD", Refused):
        keys.backup({"lin": "of 海"}, PASSWORD)
    with refused("PASSWORD_EMPTY", Refused):
        keys.backup({"lin": "of lin"}, "")
    with refused("UNKNOWN_KEY"):
        keys.backup({"nobody": "x"}, PASSWORD)
    assert not (tmp_path / "keys").exists()


def swap(document: dict[str, Any]) -> None:
    keys = document["keys"]
    keys["lin"], keys["海"] = keys["海"], keys["lin"]


def without_one(document: dict[str, Any]) -> None:
    del document["keys"]["lin"]


def renamed(document: dict[str, Any]) -> None:
    document["keys"]["boss"] = document["keys"].pop("lin")


def twice(document: dict[str, Any]) -> None:
    document["keys"]["copy"] = document["keys"]["lin"]


def another_mac(document: dict[str, Any]) -> None:
    document["mac"] = "00" * 32


def an_own_field(document: dict[str, Any]) -> None:
    document["keys"]["lin"]["id"] = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("change", [swap, without_one, renamed, twice, another_mac, an_own_field])
def test_nothing_can_be_taken_away_added_or_renamed(
    kept: tuple[Keystore, bytes], tmp_path: Path, change: Any
) -> None:
    other = Keystore(tmp_path / "keys")
    with refused("BACKUP_CORRUPT"):
        other.restore(altered(kept[1], change), PASSWORD)
    assert not other.names()


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{}",
        b"[]",
        b'{"songdeed":"key-backup","version":2,"keys":{},"mac":"00"}',
        b'{"songdeed":"key-backup","version":1,"keys":{},"mac":"00"}',
        b'{"songdeed":"key-backup","version":1,"keys":{"../x":{}},"mac":"00"}',
        b'{"songdeed":"deal","version":1,"keys":{"x":{}},"mac":"00"}',
    ],
)
def test_no_backup(document: bytes) -> None:
    with refused("BACKUP_CORRUPT"):
        backup.unseal(document, PASSWORD)


@pytest.mark.parametrize("end", [2, 100, 700])
def test_cut_off(kept: tuple[Keystore, bytes], end: int) -> None:
    with refused("BACKUP_CORRUPT"):
        backup.unseal(kept[1][:-end], PASSWORD)


@pytest.mark.parametrize(
    ("n", "code"), [(2**11, "KEYSTORE_WEAK"), (2**30, "KEYSTORE_EXPENSIVE")], ids=["t63", "t64"]
)
def test_t63_t64_the_cost_of_opening_is_bounded(kept: tuple[Keystore, bytes], n: int, code: str) -> None:
    def cost(document: dict[str, Any]) -> None:
        document["keys"]["海"]["crypto"]["kdfparams"]["n"] = n

    with refused(code):
        backup.unseal(altered(kept[1], cost), PASSWORD)


def test_words_and_back(kept: tuple[Keystore, bytes], tmp_path: Path) -> None:
    keys, _ = kept
    for lang in ("en", "zh"):
        other = Keystore(tmp_path / lang)
        words = keys.words("lin", "of lin", lang)
        assert other.from_words("lin", " ".join(words), "new").address == keys.address_of("lin")
        with refused("KEY_EXISTS"):
            other.from_words("lin", " ".join(words), "new")
    with refused("WRONG_PASSWORD", Refused):
        keys.words("lin", "x", "en")
    with refused("KEYSTORE_CORRUPT"):  # zero is no private key
        Keystore(tmp_path / "none").from_words("lin", "abandon " * 23 + "art", "new")


def test_a_folder_that_can_not_be_written(kept: tuple[Keystore, bytes], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((BadInput, ServiceDown)):
        Keystore(tmp_path / "file" / "keys").restore(kept[1], PASSWORD)


def test_a_backups_key_file_is_one_of_the_usual_form(kept: tuple[Keystore, bytes]) -> None:
    for name, (address, file, _) in backup.unseal(kept[1], PASSWORD).items():
        secret = keyfile.unseal(keyfile.parse(file, name), PASSWORD, name)
        assert keyfile.address_of(secret, name) == address


def test_what_has_no_secret_here_is_not_lost(kept: tuple[Keystore, bytes], tmp_path: Path) -> None:
    """A remote signer with an access key in its URL, and a wallet."""
    keys = Keystore(tmp_path / "old")
    lin = keys.new("lin", "x")
    signer = Remote("0x" + "0a" * 20, "https://signer.example/secret-of-mei")
    keys.add("mei", signer)
    keys.add("band", Wallet("0x" + "0b" * 20))
    data = keys.backup({"lin": "x", "mei": "", "band": ""}, PASSWORD)
    assert b"secret-of-mei" not in data and b"band" not in data
    new = Keystore(tmp_path / "new")
    assert [(info.name, fresh) for info, fresh in new.restore(data, PASSWORD)] == [
        ("band", True), ("lin", True), ("mei", True),
    ]  # fmt: skip
    assert new.remote("mei") == signer and new.is_wallet("band") and new.address_of("lin") == lin.address
    alone = keys.backup({"band": ""}, PASSWORD)
    assert [info.name for info, _ in Keystore(tmp_path / "alone").restore(alone, PASSWORD)] == ["band"]
    with refused("WRONG_PASSWORD", Refused):
        Keystore(tmp_path / "none").restore(alone, "another")

    def flip(document: dict[str, Any]) -> None:
        sealed = document["others"]["sealed"]
        document["others"]["sealed"] = sealed[:-1] + ("0" if sealed[-1] != "0" else "1")

    def without(document: dict[str, Any]) -> None:
        document["version"] = 1
        del document["others"]

    for change in (flip, without):
        with refused("BACKUP_CORRUPT"):
            backup.unseal(altered(data, change), PASSWORD)
