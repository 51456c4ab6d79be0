"""songdeed key backup, words, restore: what one does before and after a computer is lost."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from pathlib import Path

import keyring
import pytest
from keyrings.alt.file import PlaintextKeyring

from ledger.chain.embedded import EmbeddedChain
from tests.nodes import ask
from tests.shells import DEAL, MAY, PROGRAM, REGISTER, Shell

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Shell, Shell]:
    """The computer that is lost, and a new one."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    old, new = Shell(tmp_path / "old"), Shell(tmp_path / "new")
    old.environment["SONGDEED_NEW_PASSWORD"] = new.environment["SONGDEED_PASSWORD"] = "on paper"
    return old, new


def test_all_keys_in_one_file(pair: tuple[Shell, Shell]) -> None:
    old, new = pair
    assert old.json("key backup --out all.backup", 65)["error"] == "NO_KEYS"
    old.people("lin", "海")
    made = old.json("key backup --out all.backup")
    assert [one["name"] for one in made["keys"]] == ["lin", "海"]
    assert stat.S_IMODE((old.folder / "all.backup").stat().st_mode) == 0o600
    assert old.json("key backup --out all.backup", 65)["error"] == "FILE_EXISTS"
    shutil.copy(old.folder / "all.backup", new.folder)
    restored = new.json("key restore all.backup")["keys"]
    assert restored == [one | {"new": True} for one in made["keys"]]
    assert [one["new"] for one in new.json("key restore all.backup")["keys"]] == [False, False]
    assert old.json("key restore all.backup", 77)["error"] == "WRONG_PASSWORD"
    old.run("key backup --out one.backup 海")
    assert b"lin" not in (old.folder / "one.backup").read_bytes()
    old.run("party add mei 0x" + "0a" * 20)


def test_a_cut_off_backup_restores_nothing(pair: tuple[Shell, Shell]) -> None:
    old, new = pair
    old.people("lin")
    old.run("key backup --out all.backup")
    whole = (old.folder / "all.backup").read_bytes()
    (new.folder / "half.backup").write_bytes(whole[: len(whole) // 2])
    assert new.json("key restore half.backup", 65)["error"] == "BACKUP_CORRUPT"
    assert new.json("key list")["keys"] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_words_on_paper(pair: tuple[Shell, Shell], lang: str) -> None:
    old, new = pair
    old.people("lin")
    shown = old.run(f"key words lin --language {lang}")
    address = old.json("key show lin")["address"]
    assert address in shown.stderr and "24. " in shown.stdout
    new.environment["SONGDEED_NEW_PASSWORD"] = "again"
    done = subprocess.run(
        [*PROGRAM, "key", "restore", "--words", "lin"], input=shown.stdout, cwd=new.folder,
        env=new.environment, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and address in done.stdout, done.stderr
    assert new.json("key show lin")["address"] == address
    assert len(old.json(f"key words lin --language {lang}")["words"]) == 24


@pytest.mark.anvil
def test_a_signer_elsewhere_signs_all_that_a_key_does(shell: Shell) -> None:
    """A real anvil is the wallet of Lin, who has no secret on this computer."""
    wallet = EmbeddedChain(shell.folder / "wallet")
    wallet.create()
    try:
        account = ask(wallet.url, "eth_accounts")[0]
        shell.run("init")
        shell.people("hao", "venue")
        told = shell.run(f"key add lin {account} --signer {wallet.url} --json")
        assert "Careful" not in told.stderr
        added = json.loads(told.stdout)
        assert (added["address"], added["signer"]) == (account.lower(), wallet.url)
        assert wallet.url in shell.run("key list").stdout
        del shell.environment["SONGDEED_PASSWORD"]  # it has none, and no terminal asks for one
        assert shell.json("card lin --out card.json")["address"] == account.lower()
        shell.environment["SONGDEED_PASSWORD"] = "correct horse"
        shell.run("party export --out nobody.json")
        shell.run(REGISTER)
        shell.run("title confirm song.wav --layer PHN --as lin")
        shell.run(DEAL)
        shell.run("deal sign deal.json --as lin --as hao --as venue --yes")
        shell.run("deal activate deal.json --as venue")
        assert shell.json(f"{MAY} --strict --signatures")["verdict"] == "AUTHORISED"
        shell.run("terminate deal.json --as venue --yes")
        assert shell.json("key export lin --out x.json", 65)["error"] == "REMOTE_KEY"
        assert shell.json("register song.wav --as lin --title B --contest --payer lin --split WRK:lin"
                          " --split PRF:lin --split PHN:lin", 65)["error"] == "REMOTE_KEY"  # fmt: skip
        assert shell.json("key add mei 0x1 --signer http://127.0.0.1:1", 65)["error"] == "BAD_ADDRESS"
        assert (
            shell.json(f"key add mei {account} --signer http://wallet.example", 65)["error"] == "SIGNER_URL"
        )
    finally:
        wallet.stop()
    assert shell.json("card lin --out other.json", 69)["error"] == "SIGNER_DOWN"
    stranger = "0x" + "0a" * 20
    shell.run("chain start")
    chain = shell.json("chain status")["url"]
    assert "does not list" in shell.run(f"key add stranger {stranger} --signer {chain}").stderr
    silent = shell.run(f"key add absent {'0x' + '0b' * 20} --signer http://127.0.0.1:1")
    assert "entered all the same" in silent.stderr and "absent" in silent.stdout
    assert shell.json("card stranger --out other.json", 77)["error"] == "SIGNER_REFUSES"
    assert not (shell.folder / "other.json").exists()


def test_what_is_asked_wrongly(pair: tuple[Shell, Shell]) -> None:
    old, _ = pair
    old.people("lin")
    assert old.json("key words lin --language fr", 64)["error"] == "WORD_LANGUAGE"
    assert old.json("key restore", 64)["error"] == "RESTORE_WHAT"
    assert old.json("key restore all.backup --words lin", 64)["error"] == "RESTORE_WHAT"
    assert old.json("key restore --words hao", 65)["error"] == "WORDS_COUNT"
    assert old.json("key words nobody", 65)["error"] == "UNKNOWN_KEY"


def test_the_systems_keyring_is_asked_only_where_told(pair: tuple[Shell, Shell]) -> None:
    """A real keyring, in a file, that was chosen by name; no terminal is there to ask at."""
    old, _ = pair
    old.people("lin")
    password = old.environment.pop("SONGDEED_PASSWORD")
    (old.folder / "p.txt").write_text(password)
    old.environment["PYTHON_KEYRING_BACKEND"] = "keyrings.alt.file.PlaintextKeyring"
    ring = PlaintextKeyring()
    ring.file_path = str(old.folder / "ring.cfg")
    keyring.set_keyring(ring)
    assert old.json("card lin --out card.json", 77)["error"] == "PASSWORD_NEEDED"
    (old.folder / "wrong.txt").write_text("another")
    assert old.json("key remember lin --password-file wrong.txt", 77)["error"] == "WRONG_PASSWORD"
    assert old.json("key remember lin --password-file p.txt")["keyring"] == "file PlaintextKeyring"
    old.run("card lin --out card.json")
    (old.folder / "card.json").unlink()
    old.run("key passwd lin")  # to "on paper", which the keyring is told
    assert old.json("key show lin")["remembered"] is True
    assert old.json("key export lin --out lin.json")["name"] == "lin"
    assert old.json("key forget lin")["forgotten"] is True
    assert old.json("card lin --out card.json", 77)["error"] == "PASSWORD_NEEDED"
