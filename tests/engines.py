"""A container engine of a test's own, in a network of its own, with an image of Kubo that is made here.

Neither an engine that the machine may run nor a port that something listens on is touched. It needs the right
to make namespaces, and the packages docker.io, docker-compose (or the compose plugin), iptables, iproute2,
busybox-static, tini and gosu.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from scripts import servers
from tests.spaces import host, ip, none_here, remove

PROGRAMS = ("dockerd", "docker", "iptables", "ip", "nsenter", "busybox", "tini-static", "gosu", "go")
COMPOSE = servers.ROOT / "compose.yaml"
OUTSIDE, INSIDE = "198.51.100.1", "198.51.100.2"
"""Both ends of the cable to the engine's network (RFC 5737: no machine has them)."""
ACCOUNTS = {
    "passwd": "root:x:0:0:root:/root:/bin/sh\nipfs:x:1000:100::/data/ipfs:/bin/sh\n",
    "group": "root:x:0:\nusers:x:100:\n",
}


class Engine:
    """Docker in one network namespace.

    Args:
        space: The namespace's name.
        home: Its folder; short, since a socket's path must be.
    """

    def __init__(self, space: str, home: Path) -> None:
        self.inside = ["nsenter", f"--net=/run/netns/{space}"]
        """Words before a command that is to run in its network."""
        self._socket = f"unix://{home}/docker.sock"
        self.environment = {**os.environ, "DOCKER_HOST": self._socket, "COMPOSE_PROJECT_NAME": "songdeed"}
        self.daemon = [
            *self.inside, "dockerd", "--data-root", f"{home}/data", "--exec-root", f"{home}/exec",
            "--pidfile", f"{home}/pid", "--host", self._socket,
        ]  # fmt: skip
        self._compose = _compose()

    def docker(self, *words: str) -> str:
        """What docker says."""
        return self._done(["docker", *words])

    def compose(self, *words: str, **environment: str) -> str:
        """What compose says of the project's own file."""
        return self._done([*self._compose, "--file", str(COMPOSE), *words], **environment)

    def state(self, service: str) -> dict[str, Any]:
        """The state of a service's container, as the engine tells it."""
        words = ("--profile", "remote", "ps", "--quiet", service)
        found: dict[str, Any] = json.loads(self.docker("inspect", self.compose(*words).strip()))[0]["State"]
        return found

    def healthy(self, service: str) -> bool:
        """Whether a service's health check passes before long; it may fail while the node starts."""
        until = time.monotonic() + servers.READY_S
        while self.state(service)["Health"]["Status"] != "healthy":
            if time.monotonic() > until:
                return False
            time.sleep(0.2)
        return True

    def answers(self) -> bool:
        """Whether the engine is there."""
        try:
            return bool(self.docker("info", "--format", "{{.ServerVersion}}"))
        except subprocess.CalledProcessError:
            return False

    def _done(self, command: list[str], **environment: str) -> str:
        done = subprocess.run(
            command, env=self.environment | environment, capture_output=True, text=True, check=True
        )
        return done.stdout


def absence() -> str | None:
    """Why there can be no engine here; None if there can."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing or not _compose():
        return f"no container engine can be started here: no {', '.join(missing) or 'docker-compose'}"
    reason = servers.absence(servers.KUBO)
    if reason:
        return reason
    try:
        with _network(f"se{os.getpid()}"):
            return None
    except subprocess.CalledProcessError as error:
        return none_here(error)


def _compose() -> list[str]:
    """The command of compose: docker's plugin, or the program of its own; empty if there is none."""
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0:
        return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else []


@contextmanager
def engine() -> Iterator[Engine]:
    """An engine with the image of Kubo, until the block ends.

    Raises:
        scripts.servers.ServerFailed: It does not start.
    """
    space = f"sd{os.getpid()}"
    with _network(space), tempfile.TemporaryDirectory(prefix="sd-", ignore_cleanup_errors=True) as name:
        found = Engine(space, Path(name))
        with servers.running(found.daemon, found.answers):
            try:
                image(found, Path(name) / "image")
                yield found
            finally:
                with suppress(subprocess.CalledProcessError):
                    found.compose("--profile", "remote", "down", "--volumes")


def image(engine: Engine, context: Path) -> None:
    """Make the image that compose.yaml names, from the Kubo that is built here."""
    (named,) = set(re.findall(r"^ +image: (\S+)$", COMPOSE.read_text(encoding="utf-8"), re.MULTILINE))
    folder = servers.ROOT / "scripts" / "kubo"
    command = ["go", "mod", "download", "-json", "github.com/ipfs/kubo"]
    said = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    source = Path(json.loads(said.stdout)["Dir"]) / "bin"
    files = {
        "Dockerfile": folder / "Dockerfile",
        "busybox": Path(str(shutil.which("busybox"))),
        "bin/ipfs": servers.KUBO.binary,
        "bin/start_ipfs": source / "container_daemon",
        "bin/container_init_run": source / "container_init_run",
        "sbin/gosu": Path(str(shutil.which("gosu"))),
        "sbin/tini": Path(str(shutil.which("tini-static"))),
    }
    for name, origin in files.items():
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, context / name)
        (context / name).chmod(0o755)
    (context / "etc").mkdir()
    for name, text in ACCOUNTS.items():
        (context / "etc" / name).write_text(text)
    engine.docker("build", "--network", "none", "--tag", named, str(context))


@contextmanager
def _network(space: str) -> Iterator[None]:
    """A host for the engine, and a cable from here to it."""
    end = f"{space}o"
    try:
        host(space, INSIDE, end)
        ip("address", "add", f"{OUTSIDE}/24", "dev", end)
        yield
    finally:
        remove(space)
