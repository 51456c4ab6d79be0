"""Real Kubo nodes that a test kills, restarts, fills up or locks, and plain questions to their API."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scripts import servers


class Node:
    """A Kubo of one folder, without any network.

    Args:
        home: Its folder.
        settings: Parts of its configuration that a test sets.
        before: Words before the program, e.g. those of ``unshare``.
    """

    def __init__(
        self, home: Path, *, settings: Mapping[str, Any] | None = None, before: Sequence[str] = ()
    ) -> None:
        self.home, self._before = home, before
        self._program = str(servers.KUBO.binary)
        self._env = {**os.environ, "IPFS_PATH": str(home), "IPFS_TELEMETRY": "off"}
        self._process: subprocess.Popen[bytes] | None = None
        api, gateway = servers.free_port(), servers.free_port()
        self.multiaddr = f"/ip4/127.0.0.1/tcp/{api}/http"
        self.url, self.gateway = f"http://127.0.0.1:{api}", f"http://127.0.0.1:{gateway}"
        self.run("init", "--profile", "test")
        servers.configure(home / "config", api, gateway)
        config = json.loads((home / "config").read_text())
        for section, values in (settings or {}).items():
            config[section] = {**(config.get(section) or {}), **values}
        (home / "config").write_text(json.dumps(config))

    def run(self, *words: str) -> str:
        """What a command of the program says."""
        done = subprocess.run([self._program, *words], env=self._env, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def start(self) -> None:
        """Start it and wait until it answers, even if only that it wants a secret."""
        self._process = subprocess.Popen(
            [*self._before, self._program, "daemon", "--offline"], env=self._env, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + servers.READY_S
        while not self._ready():
            assert self._process.poll() is None and time.monotonic() < until
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it and all it started."""
        if self._process is not None:
            servers.stop(self._process)

    def ask(self, command: str, body: bytes | None = None, **options: str) -> bytes:
        """An answer of its API; ``body`` is sent as a file."""
        query = urllib.parse.urlencode({name.replace("_", "-"): value for name, value in options.items()})
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'.encode()
        data = b"" if body is None else head + body + f"\r\n--{mark}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"} if body is not None else {}
        request = urllib.request.Request(f"{self.url}/api/v0/{command}?{query}", data, kind)
        with urllib.request.urlopen(request, timeout=60) as response:
            answer: bytes = response.read()
            return answer

    def block_file(self, cid: str) -> Path:
        """Where its flatfs keeps a block: the name is the multihash in upper-case base32."""
        from base64 import b32encode

        from ledger.core.cid import parse_any

        name = b32encode(parse_any(cid).to_bytes()[-34:]).decode().rstrip("=")
        return next(self.home.rglob(f"{name}.data"))

    def _ready(self) -> bool:
        try:
            servers.post(f"{self.url}/api/v0/version")
        except urllib.error.HTTPError as error:
            error.close()
            return error.code == 403
        except OSError:
            return False
        return True


@contextmanager
def node(**given: Any) -> Iterator[Node]:
    """A node that runs until the block ends; skips the test where there is no Kubo."""
    reason = servers.absence(servers.KUBO)
    if reason:
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="songdeed-kubo-") as home:
        made = Node(Path(home), **given)
        try:
            made.start()
            yield made
        finally:
            made.stop()
