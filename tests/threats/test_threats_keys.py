"""A key or a password where it does not belong (THREATS 62): outputs, logs, files, options, tracebacks."""

from __future__ import annotations

import copy
import json
import logging
import os
import pickle
import stat
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ledger.cli.commands import app
from ledger.keys import keyfile
from ledger.keys.keystore import Keystore
from tests.shells import ROOT, Shell

SECRET = bytes.fromhex("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")
PASSWORD = "zebra-Crossing-4711"
TRANSACTION: dict[str, object] = {
    "chainId": 5,
    "nonce": 1,
    "gas": 21_000,
    "value": 0,
    "data": b"",
    "gasPrice": 1,
}
FORMS = (SECRET.hex(), SECRET.hex().upper(), repr(SECRET), str(int.from_bytes(SECRET, "big")), PASSWORD)


def shows(text: str) -> list[str]:
    """Which forms of the key or the password a text holds."""
    return [form for form in FORMS if form in text]


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return keyfile.seal(SECRET, PASSWORD)


@pytest.fixture
def store(tmp_path: Path, sealed: bytes) -> Keystore:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "lin.json").write_bytes(sealed)
    return Keystore(tmp_path / "keys")


def test_t62_an_open_key_can_not_be_printed_or_written(store: Keystore) -> None:
    payer = store.payer("lin", PASSWORD)
    for shown in (repr(payer), str(payer), f"{payer}", f"{[payer]}", repr(store), f"{payer!a}"):
        assert payer.address in shown or "Keystore" in shown
        assert not shows(shown)
    assert not hasattr(payer, "__dict__"), "vars() would open it"
    for write in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            write(payer)
    with pytest.raises(TypeError):
        json.dumps(payer)


def test_t62_signing_logs_nothing_of_the_key(store: Keystore, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    payer = store.payer("lin", PASSWORD)
    payer.sign_transaction(TRANSACTION)
    store.sign_digest("lin", PASSWORD, "0x" + "5a" * 32)
    with pytest.raises(Exception, match=r".") as caught:
        payer.sign_transaction(TRANSACTION | {"nonce": "none"})
    logging.getLogger("songdeed").error("as the API does", exc_info=caught.value)
    trace = "".join(traceback.format_exception(caught.value))
    assert "as the API does" in caplog.text and "sign_transaction" in trace
    assert not shows(caplog.text + trace)


def test_t62_the_report_of_a_fault_holds_no_values(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from ledger.cli import main\n"
        "from ledger.cli.speech import Speech\n"
        "def sign(secret, password):\n"
        "    raise RuntimeError('a fault of ours')\n"
        "try:\n"
        "    sign(bytes.fromhex(sys.argv[1]), sys.argv[2])\n"
        "except Exception:\n"
        "    sys.exit(main._fault(Speech()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, SECRET.hex(), PASSWORD],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    (report,) = tmp_path.glob("songdeed-*.log")
    text = report.read_text(encoding="utf-8")
    assert done.returncode == 70 and "a fault of ours" in text and "in sign" in text
    assert not shows(text + done.stdout + done.stderr)
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_t62_no_file_and_no_output_holds_key_or_password(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.environment |= {"SONGDEED_PASSWORD": PASSWORD, "PYTHONDEVMODE": "1", "TMPDIR": str(tmp_path)}
    (tmp_path / "bare").write_text(SECRET.hex())
    said = []
    for line, code in (
        ("key import lin bare", 0),
        ("key import lin bare", 65),
        ("key show lin --json", 0),
        ("key export lin --out copy.json", 0),
        ("key passwd lin", 77),
        ("deal sign nowhere.json --as lin --yes", 65),
        ("chain deploy --name far --rpc http://127.0.0.1:9 --payer lin --json", 69),
    ):
        done = shell.run(line, code)
        said.append(done.stdout + done.stderr)
    shell.environment["SONGDEED_PASSWORD"] = PASSWORD[::-1]
    wrong = shell.run("key export lin --out other.json", 77)
    assert not shows("".join(said) + wrong.stdout + wrong.stderr)
    (tmp_path / "bare").unlink()
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "song.wav"]
    assert {"lin.json", "copy.json"} <= {path.name for path in files}
    for path in files:
        data = path.read_bytes()
        assert SECRET not in data and not shows(data.decode("utf-8", "replace")), path
    for path in (tmp_path / "copy.json", tmp_path / "home" / "keys" / "lin.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def options(command: Any) -> set[str]:
    found = {option for parameter in command.params for option in parameter.opts}
    return found.union(*(options(one) for one in getattr(command, "commands", {}).values()))


def test_t62_no_option_takes_a_secret_that_other_users_could_read() -> None:
    """A command's arguments are shown to everybody on the machine; a file's name is all they may tell."""
    found = options(get_command(app))
    secret = {
        option for option in found if any(word in option for word in ("passw", "secret", "private-key"))
    }
    names_alone = {"--password-file", "--new-password-file", "--secret-env"}  # of files, and of a variable
    assert secret == names_alone and "--payer" in found
