"""Build and run the real servers that some tests need: Kubo and IPFS Cluster, geth (Ethereum).

They are built from locked Go modules (``scripts/NAME``) into ``.cache/servers`` and kept there until a lock
changes. They listen on loopback only, with their data in a temporary folder that goes with them.

Usage: python -m scripts.servers build NAME · python -m scripts.servers run NAME  (kubo, cluster, geth)
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / ".cache" / "servers"
READY_S = 60  # a loaded machine of two cores needs some ten seconds
GO_NEEDED = (1, 26, 5)


class ServerFailed(Exception):
    """A server can't be built or started; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Program:
    """A server that is built from a Go module.

    Args:
        name: Its name, the module's folder and the program's file name.
        package: The Go package of its main function.
    """

    name: str
    package: str

    @property
    def binary(self) -> Path:
        """Where the built program lies; the folder's name is a hash of the module's locks."""
        state = hashlib.sha256()
        for part in ("go.mod", "go.sum"):
            state.update((ROOT / "scripts" / self.name / part).read_bytes())
        return BUILT / f"{self.name}-{state.hexdigest()[:16]}" / self.name


KUBO = Program("kubo", "github.com/ipfs/kubo/cmd/ipfs")
GETH = Program("geth", "github.com/ethereum/go-ethereum/cmd/geth")
CLUSTER = Program("cluster", "github.com/ipfs-cluster/ipfs-cluster/cmd/ipfs-cluster-service")
PROGRAMS = {program.name: program for program in (KUBO, CLUSTER, GETH)}


@dataclass(frozen=True, slots=True)
class KuboApi:
    """A running Kubo: its API as a multiaddr (for ipfshttpclient) and as a URL; its gateway."""

    multiaddr: str
    url: str
    gateway: str


def go_problem() -> str | None:
    """Why Go can't build the servers here, or None."""
    wanted = ".".join(map(str, GO_NEEDED))
    go = shutil.which("go")
    if go is None:
        return f"Go is not installed (needs {wanted} or newer)"
    said = subprocess.run([go, "version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"go(\d+)\.(\d+)(?:\.(\d+))?", said)
    if found is None or tuple(int(part or 0) for part in found.groups()) < GO_NEEDED:
        return f"Go is too old (needs {wanted} or newer): {said.strip()}"
    return None


def absence(program: Program) -> str | None:
    """Why a server can't be started, as a test's reason to skip, or None."""
    if program.binary.exists():
        return None
    how = f"python -m scripts.servers build {program.name}"
    problem = go_problem()
    return f"no {program.name} here; run `{how}`" + (f": {problem}" if problem else "")


def build(program: Program) -> Path:
    """Build a server unless it is there.

    Raises:
        ServerFailed: Go is absent, too old, or fails.
    """
    if program.binary.exists():
        return program.binary
    problem = go_problem()
    if problem:
        raise ServerFailed(f"{program.name} can't be built: {problem}")
    print(f"Building {program.name} from its Go modules (two to five minutes the first time) …", flush=True)
    for old in BUILT.glob(f"{program.name}-*"):
        shutil.rmtree(old)
    program.binary.parent.mkdir(parents=True)
    part = program.binary.with_suffix(".tmp")
    # Without cgo no C compiler is needed; without other toolchains Go downloads no Go.
    env = {
        **os.environ,
        "CGO_ENABLED": "0",
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "-mod=readonly",
        "GOWORK": "off",
    }
    command = ["go", "build", "-trimpath", "-o", str(part), program.package]
    ended = subprocess.run(command, cwd=ROOT / "scripts" / program.name, env=env, check=False)
    if ended.returncode != 0:
        raise ServerFailed(f"go build of {program.name} ended with code {ended.returncode}")
    part.rename(program.binary)
    return program.binary


def free_port() -> int:
    """A loopback port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def post(url: str, body: bytes = b"") -> bytes:
    """The answer to a POST; an error of any kind is an OSError."""
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=5) as answer:
        content: bytes = answer.read()
        return content


@contextlib.contextmanager
def running(
    command: list[str], ready: Callable[[], bool], env: dict[str, str] | None = None
) -> Iterator[None]:
    """Run a server in its own process group until the block ends; nothing of it is left after.

    Raises:
        ServerFailed: It ended or was not ready in time; the text holds the end of its log.
    """
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + READY_S
            while not ready():
                if process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    raise ServerFailed(f"{command[0]} did not start:\n{log.read()[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server and all it started: politely, then by force."""
    for sign, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def answers(url: str, body: bytes = b"") -> bool:
    """Whether a server answers a POST with success."""
    try:
        post(url, body)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def kubo() -> Iterator[KuboApi]:
    """A fresh Kubo without any network.

    Yields:
        The addresses of its API and gateway.

    Raises:
        ServerFailed: It can't be built or started.
    """
    program = str(build(KUBO))
    with tempfile.TemporaryDirectory(prefix="songdeed-kubo-") as home:
        env = {**os.environ, "IPFS_PATH": home, "IPFS_TELEMETRY": "off"}
        quiet = {"env": env, "check": True, "capture_output": True}
        subprocess.run([program, "init", "--profile", "test"], **quiet)  # type: ignore[call-overload]
        api, gateway = free_port(), free_port()
        configure(Path(home) / "config", api, gateway)
        url = f"http://127.0.0.1:{api}"
        with running([program, "daemon", "--offline"], lambda: answers(f"{url}/api/v0/version"), env):
            yield KuboApi(f"/ip4/127.0.0.1/tcp/{api}/http", url, f"http://127.0.0.1:{gateway}")


def configure(path: Path, api: int, gateway: int) -> None:
    """Let a Kubo listen on two loopback ports and nowhere else, and know no other node."""
    config = json.loads(path.read_text())
    config["Addresses"].update(
        Swarm=[], API=f"/ip4/127.0.0.1/tcp/{api}", Gateway=f"/ip4/127.0.0.1/tcp/{gateway}"
    )
    config["Bootstrap"] = []
    config["AutoConf"] = {"Enabled": False}
    config["AutoTLS"] = {"Enabled": False}
    config["DNS"] = {"Resolvers": {}}
    config["Ipns"] = {**config.get("Ipns", {}), "DelegatedPublishers": []}
    config["Routing"] = {"Type": "none", "DelegatedRouters": []}
    config["Discovery"] = {"MDNS": {"Enabled": False}}
    path.write_text(json.dumps(config))


@contextlib.contextmanager
def cluster(api: str) -> Iterator[KuboApi]:
    """A fresh IPFS Cluster of one peer before a Kubo: it answers in Kubo's place, and keeps the pins.

    Args:
        api: Multiaddr of the Kubo's API.

    Yields:
        The addresses of its proxy, which has no gateway.

    Raises:
        ServerFailed: It can't be built or started.
    """
    program = str(build(CLUSTER))
    with tempfile.TemporaryDirectory(prefix="songdeed-cluster-") as home:
        env = {**os.environ, "IPFS_CLUSTER_PATH": home}
        subprocess.run([program, "init", "--consensus", "crdt"], env=env, check=True, capture_output=True)
        node, port = api.removesuffix("/http"), free_port()
        file = Path(home) / "service.json"
        config = json.loads(file.read_text())
        config["cluster"].update(
            listen_multiaddress=[f"/ip4/127.0.0.1/tcp/{free_port()}"], mdns_interval="0s"
        )
        proxy = config["api"]["ipfsproxy"]
        proxy.update(listen_multiaddress=f"/ip4/127.0.0.1/tcp/{port}", node_multiaddress=node)
        config["api"] = {"ipfsproxy": proxy}
        config["ipfs_connector"]["ipfshttp"]["node_multiaddress"] = node
        file.write_text(json.dumps(config))
        url = f"http://127.0.0.1:{port}"
        with running([program, "daemon"], lambda: answers(f"{url}/api/v0/pin/ls"), env):
            yield KuboApi(f"/ip4/127.0.0.1/tcp/{port}/http", url, "")


@contextlib.contextmanager
def geth_dev(period: int = 0) -> Iterator[str]:
    """A fresh development chain of geth, which mines each transaction at once.

    Args:
        period: Make a block every so many seconds instead; then what pays too little stays in the pool.

    Yields:
        The URL of its JSON-RPC.

    Raises:
        ServerFailed: It can't be built or started.
    """
    program = str(build(GETH))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="songdeed-geth-") as home:
        command = [
            program, "--dev", "--datadir", home, "--ipcdisable", "--nodiscover", "--maxpeers", "0",
            "--port", "0", "--nat", "none", "--authrpc.port", "0", "--verbosity", "2",
            "--http", "--http.addr", "127.0.0.1", "--http.port", str(port),
            "--http.vhosts", "localhost,127.0.0.1", "--http.api", "eth,net,web3,debug,txpool",
            "--dev.period", str(period),
        ]  # fmt: skip
        asked = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}).encode()
        with running(command, lambda: answers(url, asked)):
            yield url


def main() -> int:
    """Build a server, or run one until interrupted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("action", choices=("build", "run"))
    parser.add_argument("server", choices=sorted(PROGRAMS))
    arguments = parser.parse_args()
    try:
        if arguments.action == "build":
            print(build(PROGRAMS[arguments.server]))
            return 0
        with contextlib.ExitStack() as until_ctrl_c:
            address: object = until_ctrl_c.enter_context(geth_dev() if arguments.server == "geth" else kubo())
            if isinstance(address, KuboApi) and arguments.server == "cluster":
                address = until_ctrl_c.enter_context(cluster(address.multiaddr))
            until_ctrl_c.enter_context(contextlib.suppress(KeyboardInterrupt))
            print(address, flush=True)
            signal.pause()
    except ServerFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
