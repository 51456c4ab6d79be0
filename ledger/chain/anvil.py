"""The anvil program: where it is, how it is started apart from us, and whether a process is it."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from ledger.errors import ServiceDown

LOOPBACK = "127.0.0.1"
"""The only address it may listen on: whoever reaches it owns it."""

START_S = 60.0
STOP_S = 15.0
ANSWER_S = 30.0

_PROJECT = Path(__file__).resolve().parents[2]
_CPU = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
_LISTENING = re.compile(r"^Listening on (?P<host>\S+):(?P<port>\d+)$", re.MULTILINE)

_STEERING = ("ANVIL_", "ETH_", "FOUNDRY_")

# The shell starts it and ends at once, so that it is nobody's child: Ctrl-C and our own end don't reach it.
_APART = '"$@" >&2 & echo $!'


def find() -> Path:
    """The native anvil program (npm's launcher is a Node script that outlives nothing and hides signals).

    Raises:
        ServiceDown: ``ANVIL_MISSING``, ``ANVIL_NO_WINDOWS``.
    """
    if sys.platform == "win32":
        raise ServiceDown("ANVIL_NO_WINDOWS")
    named = os.environ.get("SONGDEED_ANVIL")
    cpu = _CPU.get(platform.machine().lower(), platform.machine())
    package = f"node_modules/@foundry-rs/anvil-{sys.platform}-{cpu}/bin/anvil"
    path = Path(named) if named else _PROJECT / package
    if not path.is_file() or not os.access(path, os.X_OK):
        raise ServiceDown("ANVIL_MISSING", path=str(path))
    return path


def start(command: Sequence[str], log: Path) -> int:
    """Start a program in a session of its own, its output into a file; answers its process id.

    Args:
        command: Program and arguments.
        log: File that takes its output; a pipe would fill and block it.

    Raises:
        OSError: The file can't be written.
    """
    # Its options can come from the environment too, the address it listens on among them.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_STEERING)}
    with log.open("ab", buffering=0) as output:
        output.truncate(0)
        shell = subprocess.run(
            ["/bin/sh", "-c", _APART, "sh", *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=output,
            cwd=log.parent, env=kept, start_new_session=True, check=True,
        )  # fmt: skip
    return int(shell.stdout)


def wait_for_port(pid: int, log: Path) -> int:
    """The port that a started anvil says it listens on.

    Raises:
        ServiceDown: ``CHAIN_START_FAILED`` with the end of what it said.
    """
    until = time.monotonic() + START_S
    while True:
        ended = not alive(pid)
        said = log.read_text(errors="replace")
        match = _LISTENING.search(said)
        if match and match["host"] == LOOPBACK:
            return int(match["port"])
        if match or ended or time.monotonic() > until:
            terminate(pid)
            raise ServiceDown("CHAIN_START_FAILED", log=str(log), said=" ".join(said.split())[-300:])
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether a process runs (one that ended, and that nobody fetched, does not)."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return True


def serves(pid: int, folder: Path) -> bool:
    """Whether a process is the anvil of this folder, not another that got the same number since."""
    if not alive(pid):
        return False
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        asked = subprocess.run(
            ["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        command = asked.stdout
    return f"--cache-path {folder}/" in command


def terminate(pid: int) -> None:
    """End a process: SIGTERM, and SIGKILL if it does not obey."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + STOP_S
        while alive(pid):
            if time.monotonic() > until:
                break
            time.sleep(0.02)
        else:
            return


def ask(port: int, method: str, *params: object, timeout: float = ANSWER_S) -> Any:
    """One JSON-RPC call to an anvil on this machine, without web3, whose import costs more than all else.

    Raises:
        ServiceDown: ``CHAIN_DOWN``, ``CHAIN_REFUSES``.
    """
    url = f"http://{LOOPBACK}:{port}"
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
    connection = HTTPConnection(LOOPBACK, port, timeout=timeout)
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
    except (OSError, HTTPException, ValueError) as error:
        raise ServiceDown("CHAIN_DOWN", url=url, reason=type(error).__name__) from error
    finally:
        connection.close()
    if not isinstance(answer, dict) or "result" not in answer:
        raise ServiceDown("CHAIN_REFUSES", url=url, reason=f"{method}: {str(answer)[:200]}")
    return answer["result"]
