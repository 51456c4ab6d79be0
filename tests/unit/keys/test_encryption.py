"""Encryption keys: derived, attested, wrapped for; by a second HPKE, straight from the RFC."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.core import card as cards
from ledger.core import wraps
from ledger.core.wraps import Kem, key_hash
from ledger.errors import BadInput, Refused
from ledger.keys import encryption
from ledger.keys.attested import OwnCards
from ledger.keys.encryption import PrivateKey
from ledger.keys.keystore import Keystore
from ledger.keys.remote import Remote
from tests import hpke

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "vectors" / "sealed" / "v1" / "wraps.json").read_text()
)
SECRET, ACCOUNT = bytes.fromhex(VECTORS["secret"][2:]), VECTORS["account"]
KEY, WORK, SEALING = b"k" * 32, "0x" + "ab" * 32, "0x" + "cd" * 32


def seed(kem: Kem) -> bytes:
    info = kem.number.to_bytes(2, "big") + bytes.fromhex(ACCOUNT[2:])
    return HKDF(SHA256(), 96, salt=b"songdeed encryption key v1", info=info).derive(SECRET)


def refused(code: str) -> pytest.RaisesExc[BadInput]:
    return pytest.RaisesExc(BadInput, check=lambda error: error.code == code)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["wrap"]["kem"])
def test_vectors_open(case: dict[str, Any]) -> None:
    wrap = wraps.wrap_from_json(case["wrap"], "")
    private = PrivateKey(SECRET, ACCOUNT, wrap.kem)
    assert "0x" + private.public.hex() == case["public"] and len(private.public) == wrap.kem.public_bytes
    assert "0x" + private.unwrap(wrap).hex() == case["content_key"]
    assert (
        "0x" + hpke.open_base(wrap.kem.number, wrap.wrapped, seed(wrap.kem), wrap.info).hex()
        == case["content_key"]
    )


@pytest.mark.parametrize("kem", Kem)
def test_a_second_hpke_opens_what_is_wrapped_now(kem: Kem) -> None:
    made = encryption.wrap(KEY, WORK, SEALING, ACCOUNT, PrivateKey(SECRET, ACCOUNT, kem).public)
    assert hpke.open_base(kem.number, made.wrapped, seed(kem), made.info) == KEY
    assert (
        made.kem is kem
        and made.wrapped
        != encryption.wrap(KEY, WORK, SEALING, ACCOUNT, PrivateKey(SECRET, ACCOUNT, kem).public).wrapped
    )


@pytest.mark.parametrize("kem", Kem)
def test_t66_a_wrap_opens_for_one_file_one_work_one_person(kem: Kem) -> None:
    private = PrivateKey(SECRET, ACCOUNT, kem)
    made = encryption.wrap(KEY, WORK, SEALING, ACCOUNT, private.public)
    assert private.unwrap(made) == KEY
    for other in (
        replace(made, work=SEALING),
        replace(made, sealing=WORK),
        replace(made, recipient="0x" + "11" * 20),
        replace(made, key=WORK),
        replace(made, wrapped=made.wrapped[:-1] + bytes([made.wrapped[-1] ^ 1])),
        replace(made, wrapped=bytes([made.wrapped[0] ^ 1]) + made.wrapped[1:]),
    ):
        with refused("WRAP_CLOSED"):
            private.unwrap(other)
    for another in (PrivateKey(b"\x01" * 32, ACCOUNT, kem), PrivateKey(SECRET, "0x" + "11" * 20, kem)):
        with refused("WRAP_CLOSED"):
            another.unwrap(made)
        with refused("WRAP_CLOSED"):  # also when it says that it is for this key
            another.unwrap(replace(made, key=key_hash(another.public)))


@pytest.mark.parametrize(
    "public", [b"", b"x", bytes(1215), b"\xff" * 1216, bytes(32), b"\xff" * 1184 + b"\x09" + bytes(31)]
)
def test_t68_bytes_that_are_no_encryption_key(public: bytes) -> None:
    with refused("ENCRYPTION_KEY"):
        encryption.wrap(KEY, WORK, SEALING, ACCOUNT, public)


def test_t62_an_open_encryption_key_shows_nothing() -> None:
    private = PrivateKey(SECRET, ACCOUNT)
    assert repr(private) == "PrivateKey(MLKEM768-X25519)"
    with pytest.raises(TypeError):
        pickle.dumps(private)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of keys with lin in it; its tests don't undo each other."""
    found = tmp_path_factory.mktemp("keys")
    keys = Keystore(found)
    OwnCards(found, keys)
    keys.new("lin", "pw")
    return found


def test_t68_an_encryption_key_is_made_and_attested_beside_the_signing_key(folder: Path) -> None:
    keys = Keystore(folder)
    card = OwnCards(folder, keys).find("lin")
    assert card is not None and (card.account, card.name) == (keys.address_of("lin"), "lin")
    assert cards.from_bytes((folder / "lin.card").read_bytes()) == card
    assert OwnCards(folder, keys).private("lin", "pw").public == card.encryption_key
    assert keys.names() == ["lin"]


def test_t68_an_altered_card_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "lin.json").write_bytes((folder / "lin.json").read_bytes())
    own = OwnCards(tmp_path, Keystore(tmp_path))
    assert own.find("lin") is None  # older than encryption keys
    document = json.loads((folder / "lin.card").read_bytes())
    document["encryption_key"] = "0x" + PrivateKey(SECRET, ACCOUNT).public.hex()
    (tmp_path / "lin.card").write_text(json.dumps(document))
    with refused("CARD_SIGNATURE"):
        own.find("lin")


def test_t67_words_and_backup_bring_it_back(folder: Path, tmp_path: Path) -> None:
    keys = Keystore(folder)
    before = OwnCards(folder, keys).find("lin")
    saved, words = keys.backup({"lin": "pw"}, "bp"), keys.words("lin", "pw", "en")
    for name in ("backup", "words"):
        other = Keystore(tmp_path / name)
        own = OwnCards(tmp_path / name, other)
        if name == "backup":
            other.restore(saved, "bp")
        else:
            other.from_words("lin", " ".join(words), "new")
        found = own.find("lin")
        assert found is not None and before is not None and found.encryption_key == before.encryption_key


def test_a_key_whose_secret_is_elsewhere_borrows_one(folder: Path) -> None:
    keys = Keystore(folder)
    own = OwnCards(folder, keys)
    keys.add("box", Remote("0x" + "11" * 20, "http://127.0.0.1:1"))
    with refused("ENCRYPTION_SOURCE"):
        own.source("box")
    keys.encrypt_by("box", "lin")
    assert own.source("box") == "lin" and Keystore(folder).remote("box") == Remote(
        "0x" + "11" * 20, "http://127.0.0.1:1", "lin"
    )
    card = OwnCards(folder, keys).find("lin")
    assert card is not None and own.private("box", "pw").public != card.encryption_key
    with refused("ENCRYPTION_OWN"):
        keys.encrypt_by("lin", "lin")
    with refused("REMOTE_KEY"):
        keys.encrypt_by("lin", "box")
    with refused("UNKNOWN_KEY"):
        keys.encrypt_by("nobody", "lin")


def test_an_x25519_key_alone_is_attested_too(folder: Path) -> None:
    own = OwnCards(folder, Keystore(folder))
    card = own.make("lin", "pw", Kem.X25519)
    assert len(card.encryption_key) == 32 and own.find("lin") == card
    with pytest.raises(Refused):
        own.make("lin", "wrong")
