"""A person's folder, in which commands run as she types them, on real files.

Each runs in this process, which spares most of its time; or, where a test is about processes, in its own.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from ledger.cli.main import run as songdeed
from tests.forking import forks

REGISTER = (
    "register song.wav --as lin --title 连城一家 --split WRK:lin=100 --split PRF:hao=100"
    " --split PHN:lin=60,hao=40"
)
DEAL = (
    "deal new song.wav --to venue --use STREAM_ONDEMAND --territory CN --from 2026-01-01 --until 2030-12-31"
    " --revocable at-will --out deal.json"
)
MAY = "may venue STREAM_ONDEMAND song.wav CN"
PROGRAM = [sys.executable, "-m", "tests.program"]
ROOT = Path(__file__).resolve().parent.parent


class Shell:
    """A folder with a song in it, a data folder of its own, and a password that is known.

    Args:
        folder: Where commands run.
        home: Data folder; that of this folder if None.
        processes: Run each command in a process of its own.
    """

    def __init__(self, folder: Path, *, home: Path | None = None, processes: bool = False) -> None:
        self.folder, self.processes, self.program = folder, processes, PROGRAM
        self.started = False
        """Whether that process starts as a person starts it; else it is forked from one with all imports."""
        self.environment = {
            **os.environ,
            "SONGDEED_HOME": str(home or folder / "home"),
            "SONGDEED_PASSWORD": "correct horse",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }
        if not (folder / "song.wav").exists():
            (folder / "song.wav").write_bytes(bytes(range(256)) * 2_000)

    def run(
        self, line: str, expected: int = 0, *, limit: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command line (without ``songdeed``) and look at its exit code.

        Args:
            line: As typed.
            expected: Exit code.
            limit: Called in the new process before the program starts.
        """
        words = shlex.split(line)
        if self.started or limit is not None or "--lang" in line:  # the language is read at the start
            done = self._process(words, limit)
        elif self.processes:
            done = forks(*self.program[:-2]).run(words, self.folder, self.environment)
        else:
            done = typed(words, self.folder, self.environment)
        assert done.returncode == expected, (line, done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def _process(
        self, words: list[str], limit: Callable[[], None] | None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.program, *words], cwd=self.folder, env=self.environment, text=True,
            capture_output=True, stdin=subprocess.DEVNULL, check=False, preexec_fn=limit,
        )  # fmt: skip

    def json(
        self, line: str, expected: int = 0, *, limit: Callable[[], None] | None = None
    ) -> dict[str, Any]:
        """The one document that a command prints."""
        document: dict[str, Any] = json.loads(self.run(f"{line} --json", expected, limit=limit).stdout)
        return document

    def people(self, *names: str) -> None:
        """Make keys."""
        for name in names:
            self.run(f"key new {name}")

    def stop(self) -> None:
        """Stop the embedded chain, if there is one."""
        subprocess.run(
            [*self.program, "chain", "stop"],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            check=False,
        )

    def shell(self, line: str) -> dict[str, Any]:
        """The document that any other program prints, curl for one."""
        done = subprocess.run(
            shlex.split(line),
            cwd=self.folder,
            env=self.environment,
            text=True,
            capture_output=True,
            check=True,
        )
        document: dict[str, Any] = json.loads(done.stdout)
        return document


def typed(
    words: list[str], folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in this process: the program is the same, only its start is spared.

    Args:
        words: Its arguments.
        folder: Where it runs.
        environment: Its whole environment; that of the tests if None.
    """
    with (
        io.StringIO() as out,
        io.StringIO() as beside,
        io.StringIO() as nothing,
        patch.dict(os.environ, environment or {}, clear=environment is not None),
        patch.object(sys, "stdin", nothing),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(beside),
    ):
        code = songdeed(words)
        return subprocess.CompletedProcess(words, code, out.getvalue(), beside.getvalue())


def hears_ctrl_c() -> None:
    """For a process about to begin: a job in the background is deaf to Ctrl-C, and so are its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def served(shell: Shell, *options: str, local: bool = True) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port; its URL and process."""
    port = () if "--port" in options else ("--port", "0")
    command = [*shell.program, "serve", *port, "--json", *options]
    with subprocess.Popen(
        command, cwd=shell.folder, env=shell.environment, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            lines = ""
            while not lines.endswith("\n}\n"):
                line = server.stdout.readline()
                assert line, server.stderr and server.stderr.read()
                lines += line
            document = json.loads(lines)
            assert document.get("local", False) is local
            yield document["url"], server
        finally:
            if server.poll() is None:
                server.send_signal(signal.SIGINT)
            server.communicate(timeout=60)
