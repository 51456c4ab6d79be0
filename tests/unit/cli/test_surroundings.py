"""The program where people run it: other encodings, bare terminals, none at all, files of other systems."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from ledger.cli.arguments import decoded
from ledger.cli.speech import json_text, password_in, printable
from ledger.cli.streams import charset, spelled
from ledger.errors import UsageError
from tests.shells import PROGRAM, ROOT, Shell

NAME = "林"
PLAIN = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SONGDEED_PASSWORD": "correct horse"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key whose name is Chinese, and a contact."""
    folder = tmp_path_factory.mktemp("surroundings")
    for line in (["key", "new", NAME], ["party", "add", "乐队", "0x" + "0d" * 20]):
        assert run(folder, *line).returncode == 0
    return folder


def run(
    home: Path, *words: str | bytes, shell: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """A command in a process whose environment holds nothing else; ``shell``: redirections."""
    given = {**PLAIN, "SONGDEED_HOME": str(home), **environment}
    command: list[str | bytes] = [*PROGRAM, *words]
    if shell:
        command = ["bash", "-c", f'"$@" {shell}', "bash", *command]
    done = subprocess.run(
        command, env=given, capture_output=True, cwd=home, check=False, timeout=100, stdin=subprocess.DEVNULL
    )
    assert b"Traceback" not in done.stderr and done.returncode != 70, done.stderr
    return done


UTF8_OFF = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({"LANG": "zh_CN.GBK"}, "gbk"), ({"LC_ALL": "zh_CN.GB18030"}, "gb18030"),
        ({"LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": "utf-8"}, "utf-8"),
    ],
)  # fmt: skip
def test_chinese_is_told_in_the_encoding_of_the_locale(
    home: Path, environment: dict[str, str], encoding: str
) -> None:
    wrong = run(home, "key", "show", "nobody", "--lang", "zh", **environment)
    assert "没有名为“nobody”的密钥" in wrong.stderr.decode(encoding)
    # For programs it is always UTF-8: JSON has no other encoding.
    document = json.loads(run(home, "key", "list", "--json", **environment).stdout.decode("utf-8"))
    assert document["keys"][0]["name"] == NAME


@pytest.mark.parametrize("environment", [UTF8_OFF, {"PYTHONIOENCODING": "ascii"}], ids=["C", "ascii"])
def test_what_a_terminal_has_no_letters_for_is_spelled_out(home: Path, environment: dict[str, str]) -> None:
    said = run(home, "party", "list", **environment)
    assert said.stdout.decode("ascii").lower() == "\\u4e50\\u961f  0x" + "0d" * 20 + "\n"
    told = run(home, "key", "--help", "--lang", "zh", **environment).stdout
    assert b"\\u" in told and told.isascii()
    document = json.loads(run(home, "party", "list", "--json", **environment).stdout.decode("ascii"))
    assert document["parties"][0]["name"] == "乐队"


def test_words_in_the_bytes_of_another_encoding(home: Path) -> None:
    gbk = NAME.encode("gbk")
    shown = run(home, "key", "show", gbk, LC_ALL="zh_CN.GBK")
    assert shown.returncode == 0 and shown.stdout.startswith(gbk)
    title = ["register", "--type", "LYRICS", "--as", NAME, "--split", f"WRK:{NAME}", "--title", gbk]
    for words, environment in ((["party", "add", gbk, "0x" + "0e" * 20], UTF8_OFF), (title, {})):
        wrong = run(home, *words, **environment)
        assert wrong.returncode == 64 and b"\\xc1\\xd6" in wrong.stderr
    # The name of a file is its bytes, whatever they mean.
    (home / os.fsdecode(gbk)).write_bytes(b"hello\n")
    assert run(home, "cid", gbk, LC_ALL="zh_CN.GBK").stdout.startswith(b"bafkrei")
    gone = run(home, "cid", gbk + b"2", "--json")
    assert gone.returncode == 65 and "\\xc1\\xd62" in json.loads(gone.stdout)["message"]
    assert run(home, "key", "new", "x", SONGDEED_PASSWORD=os.fsdecode(gbk)).returncode == 65


def test_decoding() -> None:
    raw = os.fsdecode("海".encode("gbk"))
    assert decoded(raw, {"LANG": "zh_CN.GBK"}) == "海" and decoded("海", {"LANG": "zh_CN.GBK"}) == "海"
    for environment in ({}, {"LANG": "zh_CN.UTF-8"}, {"LANG": "C"}, {"LANG": "x.euc-jp", "LC_ALL": "C"}):
        assert charset(environment) is None
        with pytest.raises(UsageError):
            decoded(raw, environment)
    assert spelled(raw) == printable(raw) == "\\xba\\xa3"
    assert json.loads(json_text({"a": raw}, "utf-8")) == {"a": "\\xba\\xa3"}
    assert json.loads(json_text({"a": "林\\"}, "gbk")) == {"a": "林\\"}


def test_t47_json_does_nothing_to_a_terminal() -> None:
    text = json_text({"path": "a\x9b2Jb\u202ec\x7f林"}, "utf-8")
    assert "林" in text and not set("\x9b\u202e\x7f") & set(text)
    assert json.loads(text)["path"] == "a\x9b2Jb\u202ec\x7f林"
    assert printable("春\u3000江\u00a0花") == "春 江 花"


@pytest.mark.parametrize(
    ("shell", "words", "code"),
    [
        (">&- 2>&- <&-", ["key", "list"], 0), ("2>&-", ["key", "show", "x"], 65),
        ("| head -c 1", ["key", "list"], 0), ("| true", ["deal", "new", "--help"], 0),
        (">/dev/full", ["key", "list", "--json"], 69),
    ],
)  # fmt: skip
def test_streams_that_are_closed_broken_or_full(home: Path, shell: str, words: list[str], code: int) -> None:
    """The exit code is that of the command: whoever reads no further has not changed the answer."""
    done = run(home, *words, shell=f"{shell}" if "|" not in shell else f"{shell}; exit ${{PIPESTATUS[0]}}")
    assert done.returncode == code
    if code == 69:
        assert b"could not be written" in done.stderr
    if shell == "2>&-":
        assert b"There is no key" not in done.stdout


def test_a_pipe_that_broke_does_not_change_the_answer(home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    for words, code in ((["key", "list"], 0), (["key", "show", "x", "--json"], 65)):
        done = subprocess.run(
            [*PROGRAM, *words], env={**PLAIN, "SONGDEED_HOME": str(home)}, stdout=writer,
            stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (code, b"")
    os.close(writer)


@pytest.mark.parametrize(
    ("words", "shell", "said"),
    [
        (["key", "new", "x"], "<&-", b"--password-file or SONGDEED_PASSWORD"),
        (["key", "passwd", NAME], "", b"--password-file or SONGDEED_PASSWORD"),
        (["key", "restore", "--words", "x"], "", b"SONGDEED_NEW_PASSWORD"),
    ],
)
def test_without_a_terminal_nobody_waits_for_a_password(
    tmp_path: Path, home: Path, words: list[str], shell: str, said: bytes
) -> None:
    shutil.copytree(home / "keys", tmp_path / "keys")
    given = {**PLAIN, "SONGDEED_HOME": str(tmp_path)}
    del given["SONGDEED_PASSWORD"]
    command = ["bash", "-c", f'"$@" {shell}', "bash", *PROGRAM, *words]
    done = subprocess.run(
        command, env=given, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 77 and said in done.stderr


def at_terminal(home: Path, words: list[str], answer: bytes, **environment: str) -> tuple[int, bytes]:
    """Run a command at a terminal and type once; exit code and all that is on the screen."""
    master, slave = pty.openpty()
    given = {**PLAIN, "SONGDEED_HOME": str(home), **environment}
    if answer:
        del given["SONGDEED_PASSWORD"]
    with subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "unit" / "cli" / "alone.py"), *PROGRAM, *words], env=given,
        stdin=slave, stdout=slave, stderr=slave,
    ) as process:  # fmt: skip
        os.close(slave)
        screen = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            screen += piece
            if answer and screen.rstrip(b" ").endswith((b":", "：".encode(), "：".encode("gbk"))):
                os.write(master, answer)
                answer = b""
        code = process.wait(60)
    os.close(master)
    return code, screen


def test_a_prompt_in_another_encoding_and_one_that_is_left(home: Path) -> None:
    words = ["card", NAME, "--out", "card.json", "--lang", "zh"]
    (home / "card.json").unlink(missing_ok=True)
    typed = b"correct horse\n"
    code, screen = at_terminal(
        home, [*words[:3], str(home / "card.json"), *words[4:]], typed, LC_ALL="zh_CN.GBK"
    )
    assert code == 0 and "林 的密码：" in screen.decode("gbk") and b"horse" not in screen
    code, screen = at_terminal(home, ["key", "words", NAME, "--lang", "zh"], typed, PYTHONIOENCODING="ascii")
    assert code == 0 and b"\\u6797 \\u7684\\u5bc6\\u7801" in screen
    code, screen = at_terminal(home, ["key", "words", NAME], b"\x04")
    assert code == 130 and b"Stopped." in screen
    code, screen = at_terminal(home, ["key", "words", NAME], b"\xc1\xd6\n")
    assert code == 65 and b"no text in the encoding" in screen


@pytest.mark.parametrize(
    "environment",
    [{"TERM": "dumb", "PYTHONIOENCODING": "ascii"}, {"TERM": "xterm", "NO_COLOR": "1"}],
    ids=["dumb", "no colour"],
)
def test_terminals_without_colour(home: Path, environment: dict[str, str]) -> None:
    """No colours, and on a dumb terminal no moving about; a bar of progress neither."""
    song = home / "long.wav"
    song.write_bytes(bytes(30 << 20))
    code, screen = at_terminal(home, ["cid", str(song)], b"", **environment)
    assert code == 0 and b"bafy" in screen
    assert b"\x1b[3" not in screen and b"\x1b[9" not in screen, "colours"
    if environment.get("TERM") == "dumb":
        assert b"\x1b" not in screen
    song.unlink()


def test_logs_hold_no_bar(home: Path) -> None:
    song = home / "long.wav"
    song.write_bytes(bytes(30 << 20))
    done = run(home, "cid", str(song), TERM="xterm-256color")
    assert done.stderr == b"" and done.stdout.count(b"\n") == 1
    song.unlink()


@pytest.fixture
def shell(home: Path, tmp_path: Path) -> Shell:
    """Commands in this process, with a copy of the key."""
    found = Shell(tmp_path)
    shutil.copytree(home / "keys", tmp_path / "home" / "keys")
    return found


def test_keys_and_files_that_came_from_a_mac(shell: Shell) -> None:
    composed, decomposed = (unicodedata.normalize(form, "Zoé-ガ") for form in ("NFC", "NFD"))
    keys = shell.folder / "home" / "keys"
    (keys / f"{NAME}.json").rename(keys / f"{decomposed}.json")
    for typed in (composed, decomposed):
        assert shell.run(f"key show {typed}").stdout.startswith(f"{composed}  0x")
        assert shell.json(f"key new {typed}", 65)["error"] == "KEY_EXISTS"
    shell.environment["SONGDEED_NEW_PASSWORD"] = "correct horse"
    shell.run(f"key passwd {composed}")
    assert len(list(keys.glob("*.json"))) == 1, "sealed anew where it was"
    shell.run(f"card {composed} --out {decomposed}")
    assert shell.json(f"card {composed} --out {composed}", 65)["error"] == "FILE_EXISTS"
    shell.run(f"party add {decomposed}2 {'0x' + '0a' * 20}")
    assert shell.json(f"party show {composed}2")["address"] == "0x" + "0a" * 20


def test_files_that_windows_edited(shell: Shell) -> None:
    """Line ends of Windows, and a mark before the text: a password in a file is the one that was typed."""
    password, book = shell.folder / "password.txt", shell.folder / "people.json"
    password.write_bytes("\ufeffcorrect horse\r\n".encode())
    assert password_in(password) == "correct horse"
    shell.run(f"party add 乐队 {'0x' + '0d' * 20}")
    shell.run("party export --out people.json")
    document = json.dumps(json.loads(book.read_bytes()), indent=1, ensure_ascii=False)
    book.write_bytes(document.replace("\n", "\r\n").encode())
    shell.run("party remove 乐队")
    assert shell.json("party import people.json")["new"] == ["乐队"]
    book.write_bytes(b"\xef\xbb\xbf" + book.read_bytes())
    assert "byte order mark" in shell.json("party import people.json", 65)["message"]


def test_names_that_windows_can_not_have_are_pointed_out(shell: Shell) -> None:
    assert "on Windows" in shell.run("party export --out nul.json").stderr
    assert "on Windows" not in shell.run("party export --out null.json").stderr
    assert "/mnt/c/music/song.wav" in shell.run("cid 'C:\\music\\song.wav'", 65).stderr
