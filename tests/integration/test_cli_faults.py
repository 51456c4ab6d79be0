"""A full disk, a kill, a file that can't be read: a plain error, and nothing is lost or half written."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.shells import DEAL, MAY, PROGRAM, REGISTER, Shell

pytestmark = [pytest.mark.anvil, pytest.mark.slow, pytest.mark.timeout(240)]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def no_file_longer_than(limit: int) -> None:
    # A disk that is full at a chosen byte: the kernel refuses the rest of the write, as with ENOSPC.
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def test_full_disk_keys_and_deals(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao", "venue")
    shell.run(REGISTER)
    home = Path(shell.environment["SONGDEED_HOME"])
    before = tree(home / "keys")
    said = shell.json("key new bo", 69, limit=lambda: no_file_longer_than(10))
    assert said["error"] == "FILE_UNWRITABLE" and tree(home / "keys") == before
    shell.run(DEAL)
    deal = (shell.folder / "deal.json").read_bytes()
    said = shell.json("deal sign deal.json --as lin --yes", 69, limit=lambda: no_file_longer_than(100))
    assert said["error"] == "FILE_UNWRITABLE"
    assert (shell.folder / "deal.json").read_bytes() == deal
    assert not list(shell.folder.glob(".*.part"))
    shell.run("deal sign deal.json --as lin --yes")


def test_full_disk_store_and_index(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao")
    said = shell.json(REGISTER, 69, limit=lambda: no_file_longer_than(100))
    assert said["error"] in ("STORE_FULL", "INDEX_FAILED")
    assert shell.json("check song.wav", 1)["match"] is False
    assert shell.json(REGISTER)["already"] is False


def test_kill_right_after_done_loses_nothing(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao")
    done = shell.json(REGISTER)
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue
        if str(shell.folder).encode() in words and b"anvil" in words:
            os.kill(int(path.parent.name), signal.SIGKILL)
    assert shell.json("check song.wav")["assets"][0]["asset"] == done["asset"]


def test_ctrl_c_and_again(shell: Shell) -> None:
    shell.run("init")
    shell.people("lin", "hao")
    command = [*PROGRAM, *REGISTER.split(), "--json"]
    for wait in (0.3, 0.9, 1.5):
        with subprocess.Popen(
            command, cwd=shell.folder, env=shell.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            time.sleep(wait)
            process.send_signal(signal.SIGINT)
            said, noted = process.communicate(timeout=60)
        assert process.returncode in (0, 130, -signal.SIGINT), noted
        if process.returncode == 130 and said:
            assert '"INTERRUPTED"' in said
    assert shell.json(REGISTER)["asset"]
    assert shell.json(MAY.replace("venue", "lin"), 1)["codes"] == ["NO_GRANT", "MISSING_CO_OWNERS"]
