"""Passwords in a keyring: a real one, in a file; none at all; one that does not keep what it is given."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyrings.alt.file import PlaintextKeyring

from ledger.errors import BadInput, Refused, ServiceDown, SongdeedError
from ledger.keys.remembered import Remembered

LIN, HAO = "0x" + "0a" * 20, "0x" + "0b" * 20


@pytest.fixture
def list_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A keyring in a file, chosen by name as its user would."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    before = keyring.get_keyring()
    backend = PlaintextKeyring()
    backend.file_path = str(tmp_path / "ring.cfg")
    keyring.set_keyring(backend)
    yield tmp_path / "remembered.json"
    keyring.set_keyring(before)


def code(kind: type[SongdeedError], what: object) -> str:
    with pytest.raises(kind) as caught:
        what()  # type: ignore[operator]
    return caught.value.code


def test_kept_and_forgotten(list_path: Path) -> None:
    found = Remembered(list_path)
    assert not found.has(LIN) and not found.forget(LIN)
    assert found.keep(LIN, "correct horse") == "file PlaintextKeyring"
    assert Remembered(list_path).has(LIN) and not found.has(HAO)
    assert found.password(LIN) == "correct horse" and found.password(HAO) is None
    assert b"horse" not in list_path.read_bytes()
    found.keep(HAO, "海")
    assert found.forget(LIN) and not found.has(LIN) and found.password(LIN) is None
    assert found.password(HAO) == "海"
    keyring.delete_password("songdeed", HAO)
    assert found.password(HAO) is None and found.forget(HAO), "taken out by another program"


def test_no_keyring_is_said_plainly(list_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Remembered(list_path)
    keyring.set_keyring(NullKeyring())
    assert code(Refused, lambda: found.keep(LIN, "x")) == "KEYRING_NONE"
    keyring.set_keyring(NoKeyring())
    assert code(ServiceDown, lambda: found.keep(LIN, "x")) == "KEYRING_DOWN"
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    assert code(Refused, lambda: found.keep(LIN, "x")) == "KEYRING_NONE"
    keyring.set_keyring(PlaintextKeyring())
    assert code(Refused, lambda: found.keep(LIN, "x")) == "KEYRING_NONE", "in the clear only if it is chosen"
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert code(Refused, lambda: found.keep(LIN, "x")) == "KEYRING_ABSENT"
    assert not list_path.exists()


@pytest.mark.parametrize(
    "data", [b"", b"{}", b'{"songdeed":"remembered","version":2,"accounts":[]}', b'{"accounts":["lin"]}']
)
def test_a_damaged_list(list_path: Path, data: bytes) -> None:
    list_path.write_bytes(data)
    assert code(BadInput, lambda: Remembered(list_path).has(LIN)) == "REMEMBERED_CORRUPT"
