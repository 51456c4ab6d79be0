"""The command line itself: help pages, usage errors, common options, completion, bars, prices."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from ledger.cli import completing, main
from ledger.cli.bars import Bar
from ledger.cli.commands import app
from ledger.cli.paying import AskingPayer, coins
from ledger.cli.speech import language, password_in, printable
from ledger.errors import BadInput, UsageError

ROOT = Path(__file__).resolve().parents[3]


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


ALL = dict(commands(get_command(app)))


def songdeed(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ledger.cli.main", *arguments], cwd=ROOT, text=True, capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment}, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_example_can_be_typed(path: tuple[str, ...]) -> None:
    program, *words = shlex.split(str(ALL[path].epilog))
    assert program == "songdeed" and words[: len(path)] == list(path)
    command: Any = get_command(app)
    while isinstance(command, TyperGroup):
        command = command.commands[words.pop(0)]
    assert isinstance(command, TyperCommand)
    command.make_context("songdeed", words)  # raises on an option or argument that is not there


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_the_common_options(path: tuple[str, ...]) -> None:
    if not isinstance(ALL[path], TyperGroup):
        options = {option for parameter in ALL[path].params for option in parameter.opts}
        assert {"--home", "--json", "--lang", "--password-file"} <= options


def test_help_in_both_languages() -> None:
    english, chinese = songdeed("deal", "new", "--help"), songdeed("--lang", "zh", "deal", "new", "--help")
    assert english.returncode == chinese.returncode == 0
    assert "Usage:" in english.stdout and "Example:\n  songdeed deal new song.wav" in english.stdout
    assert "用法：" in chinese.stdout and "示例：\n  songdeed deal new song.wav" in chinese.stdout
    for word in ("Usage", "Options", "Arguments", "required", "Show", "Example"):
        assert word not in chinese.stdout
    assert "命令" in songdeed("--help", LC_ALL="zh_CN.UTF-8").stdout


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ("nonsense", "There is no command nonsense.", "没有命令 nonsense。"),
        ("regster", "There is no command regster. Perhaps: 'register'", "没有命令 regster。或许是"),
        ("check", "file", "缺少"),
        ("check a b", "Too many arguments: b", "多余的参数：b"),
        ("check a --jsn", "There is no option --jsn. Perhaps: --json", "没有选项 --jsn"),
        ("register a --as", "The option --as lacks its value", "选项 --as 缺少取值"),
        ("serve --port many", "--port", "的值不符合要求"),
        ("key", "Commands:", "命令:"),
    ],
)
def test_usage_errors(line: str, english: str, chinese: str) -> None:
    said = songdeed(*line.split())
    assert said.returncode == 64 and english in said.stderr and said.stdout == ""
    assert chinese in songdeed(*line.split(), "--lang=zh").stderr
    document = json.loads(songdeed(*line.split(), "--json").stdout)
    assert document["error"] == "USAGE" and document["exit"] == 64


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("check a", "check a"),
        ("--json check a", "check a --json"),
        ("--home h check a", "check a --home h"),
        ("--home=h check a", "check a --home=h"),
        ("--lang zh key list", "key list"),
        ("key list --lang=en --json", "key list --json"),
        ("check --home h a", "check --home h a"),
        ("check -- --lang", "check -- --lang"),
        ("--json check -- a", "check --json -- a"),
    ],
)
def test_common_options_stand_anywhere(given: str, wanted: str) -> None:
    assert main.ordered(given.split()) == wanted.split()


@pytest.mark.parametrize("line", ["--lang fr check a", "check a --lang", "check a --lang="])
def test_only_two_languages(line: str) -> None:
    with pytest.raises(UsageError) as caught:
        main.ordered(line.split())
    assert caught.value.code == "BAD_LANGUAGE"


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        (["--lang", "zh"], {"LANG": "de_DE"}, "zh"),
        (["--lang=en"], {"LANG": "zh_CN"}, "en"),
    ],
)
def test_language(arguments: list[str], environment: dict[str, str], expected: str) -> None:
    assert language(arguments, environment) == expected


def test_completion() -> None:
    shown = songdeed("--show-completion", "bash")
    assert shown.returncode == 0 and "_SONGDEED_COMPLETE" in shown.stdout
    offered = songdeed(_SONGDEED_COMPLETE="complete_bash", COMP_WORDS="songdeed de", COMP_CWORD="1")
    assert offered.stdout.split() == ["demo", "deal"] or offered.stdout.split() == ["deal", "demo"]
    assert completing.uses("stream") == ["STREAM_ONDEMAND", "STREAM_LINEAR"]
    assert completing.territories("WO") == ["WORLD"] and "CN" in completing.territories("c")
    assert completing.types("LY") == ["LYRICS"]


def test_t47_control_characters_never_reach_a_terminal() -> None:
    assert printable("a\x1b[2Jb\rc\u202ed\ne") == "a[2Jbcd\ne"


def test_bar_is_silent_off_a_terminal_and_drawn_on_one(capfd: pytest.CaptureFixture[str]) -> None:
    bar = Bar("Reading")
    for done in (1, 2, 3):
        bar(done, 3)
    bar.close()
    assert capfd.readouterr() == ("", "")
    program = (
        "from ledger.cli.bars import Bar\n"
        "bar = Bar('Reading the file')\n"
        "for done in (1, 2, 3): bar(done, 3)\n"
    )
    master, slave = pty.openpty()
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, stderr=slave, check=True)
    os.close(slave)
    assert "Reading the file" in os.read(master, 10_000).decode()
    os.close(master)


class Signing:
    address = "0x" + "11" * 20

    def sign_transaction(self, transaction: dict[str, object]) -> bytes:
        return b"signed"


def test_price_is_shown_before_it_is_paid() -> None:
    shown: list[tuple[int, int]] = []
    payer = AskingPayer(Signing(), lambda gas, wei: shown.append((gas, wei)))
    for price in (7, 7, 5, 9):  # the same price again is agreed to already, a higher one is not
        payer.sign_transaction({"gas": 100, "maxFeePerGas": price})
    assert shown == [(100, 700), (100, 900)]
    assert payer.sign_transaction({"gas": 1, "gasPrice": 1}) == b"signed"

    def refuse(gas: int, wei: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        AskingPayer(Signing(), refuse).sign_transaction({"gas": 1, "gasPrice": 1})


@pytest.mark.parametrize(
    ("wei", "shown"),
    [(0, "0"), (1, "0.000000000000000001"), (10**18, "1"), (1_500_000_000_000_000, "0.0015")],
)
def test_coins(wei: int, shown: str) -> None:
    assert coins(wei) == shown


def typed(arguments: list[str], folder: Path, answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Run a command at a terminal and answer its prompts; exit code and everything on the screen."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.pop("SONGDEED_PASSWORD", None)
        os.environ |= {"SONGDEED_HOME": str(folder), "LC_ALL": "C.UTF-8"}
        os.execv(sys.executable, [sys.executable, "-m", "ledger.cli.main", *arguments])
    screen = ""
    for prompt, answer in [*answers, ("", "")]:
        while not prompt or prompt not in screen.rpartition("\n")[2]:
            try:
                piece = os.read(terminal, 4096).decode()
            except OSError:  # the terminal's other end is closed
                break
            screen += piece
        if prompt:
            os.write(terminal, f"{answer}\n".encode())
            screen += "\n"
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    return code, screen


def test_passwords_are_asked_for_at_a_terminal(tmp_path: Path) -> None:
    twice = [("Password of lin: ", "secret"), ("Once more: ", "secret")]
    code, screen = typed(["key", "new", "lin"], tmp_path, twice)
    assert code == 0 and "nobody can restore" in screen and "secret" not in screen
    differ = [("Password of hao: ", "secret"), ("Once more: ", "secrit")]
    code, screen = typed(["key", "new", "hao"], tmp_path, differ)
    assert code == 77 and "differ" in screen
    code, screen = typed(
        ["key", "export", "lin", "--out", str(tmp_path / "o")], tmp_path, [("lin: ", "wrong")]
    )
    assert code == 77 and not (tmp_path / "o").exists()


def test_password_file(tmp_path: Path) -> None:
    path = tmp_path / "pw"
    path.write_bytes("密码 with spaces \r\n".encode())
    assert password_in(path) == "密码 with spaces "
    path.write_bytes(b"\xff\xfe")
    for bad in (path, tmp_path, tmp_path / "none"):
        with pytest.raises(BadInput) as caught:
            password_in(bad)
        assert caught.value.code == "PASSWORD_FILE"


def test_fault_is_a_plain_sentence(tmp_path: Path) -> None:
    # A folder where a file should be, of which nobody thought: no traceback on the screen.
    (tmp_path / "networks.json").mkdir()
    said = songdeed("chain", "status", "--home", str(tmp_path), "--json")
    document = json.loads(said.stdout)
    assert said.returncode == document["exit"] != 0 and "Traceback" not in said.stderr + said.stdout
