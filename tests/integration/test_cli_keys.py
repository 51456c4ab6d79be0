"""songdeed key backup, words, restore: what one does before and after a computer is lost."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.shells import PROGRAM, Shell

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


def test_what_is_asked_wrongly(pair: tuple[Shell, Shell]) -> None:
    old, _ = pair
    old.people("lin")
    assert old.json("key words lin --language fr", 64)["error"] == "WORD_LANGUAGE"
    assert old.json("key restore", 64)["error"] == "RESTORE_WHAT"
    assert old.json("key restore all.backup --words lin", 64)["error"] == "RESTORE_WHAT"
    assert old.json("key restore --words hao", 65)["error"] == "WORDS_COUNT"
    assert old.json("key words nobody", 65)["error"] == "UNKNOWN_KEY"
