"""Remake both lock files, Python's and npm's, from the bounds in pyproject.toml and the pins in package.json.

Neither lock names a download address: pip and npm take each package from the registry they are configured for
and check its hash. Run by `make lock`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON_LOCK = ROOT / "requirements" / "lock.txt"
NPM_LOCK = ROOT / "package-lock.json"
CPUS = {"x64": "x64", "amd64": "x64", "arm64": "arm64", "ia32": "ia32"}
SYSTEMS = {"linux": "linux", "darwin": "darwin", "win32": "win32"}
LIBCS = {"gnu": "glibc", "musl": "musl"}


def lock_python() -> None:
    """One lock for every supported Python and system, with the hashes of all files of each package."""
    command = [
        str(BIN / "uv"), "pip", "compile", "--quiet", "pyproject.toml", "--group", "dev",
        "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-config",
        "--upgrade", "--custom-compile-command", "make lock", "--output-file", str(PYTHON_LOCK),
    ]  # fmt: skip
    env = {key: value for key, value in os.environ.items() if key not in ("PIP_FIND_LINKS", "UV_FIND_LINKS")}
    subprocess.run(command, cwd=ROOT, env=env, check=True)


def lock_npm() -> None:
    """npm's own lock, then entries for the packages of other systems that this registry did not show."""
    env = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    NPM_LOCK.unlink(missing_ok=True)
    command = [
        str(BIN / "npm"),
        "install",
        "--package-lock-only",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]
    subprocess.run(command, cwd=ROOT, env=env, check=True)
    lock = json.loads(NPM_LOCK.read_text())
    added = add_absent(lock["packages"])
    lock["packages"] = dict(sorted(lock["packages"].items()))
    NPM_LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
    print(
        f"package-lock.json: {len(lock['packages'])} packages, {len(added)} of other systems without a hash"
    )


def add_absent(packages: dict[str, dict[str, Any]]) -> list[str]:
    """Enter each optional package that npm left out, or `npm ci` would stop with "Missing … from lock file".

    A mirror may lack the builds for systems other than its users'. Such an entry has no hash, since nobody
    here has seen the file; npm elsewhere then takes that exact version from its own registry.
    """
    added = []
    for entry in list(packages.values()):
        for name, version in entry.get("optionalDependencies", {}).items():
            path = f"node_modules/{name}"
            if path not in packages and re.fullmatch(r"[0-9][0-9A-Za-z.+-]*", version):
                packages[path] = {"version": version, "dev": True, "optional": True, **platform_of(name)}
                added.append(path)
    return added


def platform_of(name: str) -> dict[str, list[str]]:
    """The system, processor and C library that a package's name ends with, as npm's fields."""
    words = name.rsplit("/", 1)[-1].split("-")
    fields = {
        "os": [SYSTEMS[word] for word in words if word in SYSTEMS],
        "cpu": [CPUS[word] for word in words if word in CPUS],
        "libc": [LIBCS[word] for word in words if word in LIBCS],
    }
    return {key: value for key, value in fields.items() if value}


def check_no_address() -> int:
    """Fail when a lock names a download address."""
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    named = [f"{NPM_LOCK.name}: {name}" for name, entry in packages.items() if "resolved" in entry]
    named += [f"{PYTHON_LOCK.name}: {line}" for line in PYTHON_LOCK.read_text().splitlines() if "://" in line]
    for line in named:
        print(f"This lock names a download address: {line}", file=sys.stderr)
    return 1 if named else 0


if __name__ == "__main__":
    lock_python()
    lock_npm()
    sys.exit(check_no_address())
