"""The README's commands, as a reader types them, in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shells import ROOT, Shell, served

ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
OLD = "0x…"


def blocks(path: Path) -> list[str]:
    """Code blocks without a language, or of a console."""
    return re.findall(
        r"^```(?:console)?\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


def commands(path: Path) -> list[str]:
    """Every command line of a README, without its prompt."""
    lines = [line.removeprefix("$ ") for block in blocks(path) for line in block.splitlines()]
    return [line for line in lines if line.split(" ")[0] in ("songdeed", "curl", "make", "source")]


def test_both_languages_have_the_same_commands() -> None:
    assert commands(ENGLISH) == commands(CHINESE) and len(commands(ENGLISH)) > 20


def test_make_targets_and_links_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for path in (ENGLISH, CHINESE):
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"`?make (\w[\w-]*)", text):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert (ROOT / link).exists(), link


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(tmp_path)
    (tmp_path / "take2.wav").write_bytes(b"take two")
    (tmp_path / "demo.wav").write_bytes(b"not out yet")
    shell.environment["SONGDEED_NEW_PASSWORD"] = "another"
    yield shell
    shell.stop()


@pytest.mark.anvil
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_commands_run_as_written(reader: Shell) -> None:
    """Those on the data folder itself; those on a real chain and a real Kubo: tests/integration."""
    song = ""
    for line in commands(ENGLISH):
        program, _, rest = line.partition(" ")
        if program != "songdeed" or rest.startswith(("chain ", "store use /", "serve")):
            continue
        if rest.startswith("key restore"):
            _restore_elsewhere(reader, rest)
            continue
        if rest.startswith("register --type"):
            song = str(reader.json(rest)["asset"])
            continue
        done = reader.run(rest.replace(OLD, song))
        if rest.startswith("may "):
            assert done.stdout.startswith("AUTHORISED\n")
    assert song


def _restore_elsewhere(reader: Shell, line: str) -> None:
    """On another computer, with the password that the backup was given."""
    other = Shell(reader.folder, home=reader.folder / "elsewhere")
    other.environment["SONGDEED_PASSWORD"] = reader.environment["SONGDEED_NEW_PASSWORD"]
    assert [one["name"] for one in other.json(line)["keys"]] == ["hao", "lin", "venue"]


@pytest.mark.anvil
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_api_commands_run_as_written(reader: Shell) -> None:
    reader.run("init")
    reader.people("lin", "venue")
    line = "register song.wav --as lin --title A --split WRK:lin --split PRF:lin --split PHN:lin"
    asset = reader.json(line)["asset"]
    party = reader.json("key show venue")["address"]
    with served(reader) as (url, _):
        said = []
        for line in commands(ENGLISH):
            if line.startswith("curl "):
                filled = line.replace("party=0x…", f"party={party}").replace("work=0x…", f"work={asset}")
                said.append(reader.shell(filled.replace("http://127.0.0.1:8000", url)))
    assert said[0]["match"] is True and said[1]["verdict"] == "NOT_AUTHORISED"
