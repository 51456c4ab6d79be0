"""Processes of the program without the second that its imports take: each is forked from one that has them.

``Forks`` is the side of the tests; ``python -m tests.forking FD`` is the process that forks. It speaks on a
Unix socket: a message is the JSON of words, folder and environment with two descriptors for the output, its
answer the exit code. Every command is still a process of its own, with a memory, a folder and an environment
of its own, and ends as any other does.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_MOST = 1 << 20
"""Bytes of a message."""


class Forks:
    """A process that is about to be the program.

    Args:
        python: What starts Python where the program is to run, e.g. within a network namespace.
        environment: That of the process; its language is that of all that are forked.
    """

    def __init__(self, python: Sequence[str], environment: Mapping[str, str]) -> None:
        self._near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            self._process = subprocess.Popen(
                [*python, "-m", "tests.forking", str(far.fileno())],
                env=dict(environment), stdin=subprocess.DEVNULL, pass_fds=[far.fileno()],
            )  # fmt: skip
        atexit.register(self.close)

    def run(
        self, words: list[str], folder: Path, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run the program with these arguments, and wait for its end."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as beside:
            asked = json.dumps([words, str(folder), dict(environment)]).encode()
            socket.send_fds(self._near, [asked], [out.fileno(), beside.fileno()])
            code = int(self._near.recv(_MOST))
            texts = []
            for file in (out, beside):
                file.seek(0)
                texts.append(file.read().decode())
        return subprocess.CompletedProcess(words, code, *texts)

    def close(self) -> None:
        """Let it end."""
        self._near.close()
        self._process.wait(timeout=60)


@cache
def forks(*python: str) -> Forks:
    """The one process of this run that forks where ``python`` starts."""
    return Forks(python, {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parent.parent)})


def main(asked: socket.socket) -> None:
    """Fork for each message; the child becomes the program and does not come back."""
    from ledger.cli.main import main as program
    from ledger.evm import recursion_limit_kept
    from ledger.keys import keyfile
    from tests.program import CHEAP_N

    with recursion_limit_kept():
        for name in ("eth_account", "web3", "ledger.chain.adapter", "ledger.cli.commands"):
            importlib.import_module(name)
    keyfile.SCRYPT_N = CHEAP_N
    while True:
        message, outputs, *_ = socket.recv_fds(asked, _MOST, 2)
        if not message:
            return
        child = os.fork()
        if child == 0:
            asked.close()
            for stream, output in enumerate(outputs, 1):
                os.dup2(output, stream)
                os.close(output)
            words, folder, environment = json.loads(message)
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            random.seed()
            sys.argv = ["songdeed", *words]
            program()
        for output in outputs:
            os.close(output)
        asked.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
