"""Keys in a folder: whole life, bad passwords, damaged and hostile files (THREATS.md 62-64, trap 1)."""

from __future__ import annotations

import copy
import json
import pickle
import stat
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from ledger.errors import BadInput, Refused, SongdeedError
from ledger.evm import HALF_ORDER, recursion_limit_kept
from ledger.keys import keyfile, signatures
from ledger.keys.keystore import Keystore
from ledger.text import hint_of, message_of

with recursion_limit_kept():
    from eth_account import Account

SECRET = bytes.fromhex("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")
ADDRESS = "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23"
DIGEST = "0x" + "5a" * 32


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return keyfile.seal(SECRET, "opensesame")


@pytest.fixture
def store(tmp_path: Path, sealed: bytes) -> Keystore:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    (folder / "lin.json").write_bytes(sealed)
    return Keystore(folder)


def raises(code: str, kind: type[SongdeedError] = BadInput) -> pytest.RaisesExc[SongdeedError]:
    def same(error: SongdeedError) -> bool:
        for lang in ("en", "zh"):
            assert message_of(error, lang) and hint_of(error, lang)
        return error.code == code

    return pytest.RaisesExc(kind, check=same)


def test_new_key_is_private_and_signs(tmp_path: Path) -> None:
    store = Keystore(tmp_path / "keys")
    assert store.names() == []
    info = store.new("林夕", "pass-1")
    assert stat.S_IMODE(info.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(info.path.parent.stat().st_mode) == 0o700
    assert json.loads(info.path.read_bytes())["crypto"]["kdfparams"]["n"] == 2**18
    assert store.name_of(info.address.upper().replace("0X", "0x")) == "林夕"
    signature = store.sign_digest("林夕", "pass-1", DIGEST)
    assert signatures.recover(DIGEST, signature) == info.address
    assert len(signature) == 65 and signature[64] in (27, 28)
    assert int.from_bytes(signature[32:64], "big") <= HALF_ORDER


def test_key_file_opens_in_another_library(store: Keystore) -> None:
    assert Account.decrypt(store.export("lin", "opensesame").decode(), "opensesame") == SECRET
    assert store.show("lin").address == ADDRESS


def test_wrong_password_is_refused_by_every_use(store: Keystore) -> None:
    before = store.show("lin").path.read_bytes()
    for use in (
        lambda: store.sign_digest("lin", "no", DIGEST),
        lambda: store.payer("lin", "no"),
        lambda: store.export("lin", "no"),
        lambda: store.passwd("lin", "no", "new"),
    ):
        with raises("WRONG_PASSWORD", Refused):
            use()
    assert store.show("lin").path.read_bytes() == before


def test_passwd_changes_only_the_password(store: Keystore) -> None:
    store.passwd("lin", "opensesame", "köln")
    with raises("WRONG_PASSWORD", Refused):
        store.payer("lin", "opensesame")
    # The same word typed on a keyboard that composes accents otherwise.
    assert store.payer("lin", unicodedata.normalize("NFD", "köln")).address == ADDRESS


def test_empty_password_is_refused(store: Keystore) -> None:
    with raises("PASSWORD_EMPTY", Refused):
        store.new("hao", "")
    with raises("PASSWORD_EMPTY", Refused):
        store.passwd("lin", "opensesame", "")
    assert store.names() == ["lin"]


@pytest.mark.parametrize("given", [b"0x" + SECRET.hex().encode(), SECRET.hex().encode() + b"\n"])
def test_import_of_a_bare_key(tmp_path: Path, given: bytes) -> None:
    store = Keystore(tmp_path / "keys")
    assert store.import_("hao", given, "pw").address == ADDRESS
    assert store.payer("hao", "pw").address == ADDRESS


def test_import_of_a_key_file(tmp_path: Path, sealed: bytes) -> None:
    store = Keystore(tmp_path / "keys")
    with raises("WRONG_PASSWORD", Refused):
        store.import_("hao", sealed, "no")
    assert store.names() == []
    assert store.import_("hao", sealed, "opensesame").address == ADDRESS
    with raises("KEY_EXISTS"):
        store.import_("HAO", sealed, "opensesame")


@pytest.mark.parametrize("number", [0, keyfile.CURVE_ORDER, 2**256 - 1])
def test_import_of_a_number_that_is_no_key(tmp_path: Path, number: int) -> None:
    with raises("KEYSTORE_CORRUPT"):
        Keystore(tmp_path / "keys").import_("hao", f"{number:064x}".encode(), "pw")


@pytest.mark.parametrize(
    "name",
    ["", "../lin", "a/b", "a\\b", ".lin", "-lin", "_lin", "lin.", "con", "NUL", "Com1", "0xabc", "a" * 65,
     "a b", "a\u200db", "a\u3164", "\u0301a", "lin\n", "a\x00", "a\u202e"],
)  # fmt: skip
def test_names_refused(tmp_path: Path, name: str) -> None:
    with raises("KEY_NAME"):
        Keystore(tmp_path / "keys").new(name, "pw")
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("clash", ["LIN", "Lin", "ｌｉｎ"])
def test_names_that_look_alike_clash(store: Keystore, clash: str) -> None:
    with raises("KEY_EXISTS"):
        store.new(clash, "pw")


def test_unknown_key(store: Keystore) -> None:
    with raises("UNKNOWN_KEY"):
        store.address_of("hao")
    with raises("UNKNOWN_KEY"):
        store.address_of("LIN")
    assert store.name_of("0x" + "11" * 20) is None


def test_torn_at_every_length(store: Keystore, sealed: bytes) -> None:
    path = store.show("lin").path
    whole = sealed.rstrip()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with raises("KEYSTORE_CORRUPT"):
            store.address_of("lin")


def test_damage_inside_is_noticed_before_a_signature(store: Keystore, sealed: bytes) -> None:
    document = json.loads(sealed)
    path = store.show("lin").path
    swapped = copy.deepcopy(document)
    swapped["address"] = "11" * 20
    path.write_text(json.dumps(swapped))
    with raises("KEYSTORE_CORRUPT"):
        store.sign_digest("lin", "opensesame", DIGEST)
    for change in (
        {"version": 4},
        {"version": True},
        {"address": "zz" * 20},
        {"crypto": []},
        {"crypto": {**document["crypto"], "cipher": "aes-256-ctr"}},
        {"crypto": {**document["crypto"], "ciphertext": "00"}},
        {"crypto": {**document["crypto"], "mac": None}},
    ):
        path.write_text(json.dumps(document | change))
        with raises("KEYSTORE_CORRUPT"):
            store.sign_digest("lin", "opensesame", DIGEST)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"n": 2**17}, "KEYSTORE_WEAK"),
        ({"n": 2, "r": 1, "p": 1}, "KEYSTORE_WEAK"),
        ({"r": 4}, "KEYSTORE_WEAK"),
        ({"p": 0}, "KEYSTORE_WEAK"),
        ({"n": 2**30}, "KEYSTORE_EXPENSIVE"),
        ({"r": 2**20}, "KEYSTORE_EXPENSIVE"),
        ({"p": 2**20}, "KEYSTORE_EXPENSIVE"),
        ({"n": 2**18 + 1}, "KEYSTORE_CORRUPT"),
        ({"n": -(2**18)}, "KEYSTORE_WEAK"),
        ({"n": "262144"}, "KEYSTORE_CORRUPT"),
        ({"dklen": 2**31}, "KEYSTORE_CORRUPT"),
        ({"salt": ""}, "KEYSTORE_CORRUPT"),
    ],
)
def test_hostile_cost(store: Keystore, sealed: bytes, params: dict[str, object], code: str) -> None:
    document = json.loads(sealed)
    document["crypto"]["kdfparams"] |= params
    store.show("lin").path.write_text(json.dumps(document))
    with raises(code):
        store.sign_digest("lin", "opensesame", DIGEST)


def test_another_kdf_is_weak(store: Keystore) -> None:
    weak = json.dumps(Account.encrypt(SECRET, "opensesame", kdf="pbkdf2", iterations=1))
    with raises("KEYSTORE_WEAK"):
        store.import_("hao", weak.encode(), "opensesame")


def test_huge_file_is_not_read(store: Keystore) -> None:
    store.show("lin").path.write_bytes(b'{"a":"' + b"x" * 10_000_000 + b'"}')
    with raises("KEYSTORE_CORRUPT"):
        store.address_of("lin")


def test_damaged_file_hides_no_other(store: Keystore, sealed: bytes) -> None:
    folder = store.show("lin").path.parent
    (folder / "a.json").write_bytes(b"{")
    assert store.names() == ["a", "lin"]
    assert store.name_of(ADDRESS) == "lin"


def test_unwritable_folder_is_a_plain_error(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    with raises("KEYSTORE_UNREADABLE"):
        Keystore(tmp_path / "keys").new("lin", "pw")


def test_open_key_shows_nothing(store: Keystore) -> None:
    payer = store.payer("lin", "opensesame")
    assert SECRET.hex() not in repr(payer) + str(payer)
    assert payer.address == ADDRESS
    with pytest.raises(TypeError, match="not to be written"):
        pickle.dumps(payer)


def test_imports_keep_the_recursion_limit() -> None:
    script = (
        "import sys; before = sys.getrecursionlimit()\n"
        "from ledger.keys import keyfile, keystore\n"
        "assert 'eth_account' not in sys.modules and 'web3' not in sys.modules\n"
        "keyfile.seal(b'\\1' * 32, 'pw')\n"
        "assert 'eth_account' in sys.modules\n"
        "assert sys.getrecursionlimit() == before, sys.getrecursionlimit()\n"
        "import ledger.chain.adapter\n"
        "assert sys.getrecursionlimit() == before, sys.getrecursionlimit()\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
