"""Slither over the contracts: every finding is mended, or argued in ``slither_argued.toml``.

Slither wants another web3 than ours and lives in an environment of its own (requirements/slither.txt);
the compiler that it calls is the npm one (``solc.mjs``). Run by `.ci/run` and `make test-long`; ``--lock``
remakes its requirements.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.hardhat import ROOT, environment

HOME = ROOT / ".cache" / "slither"
LOCK = ROOT / "requirements" / "slither.txt"
ARGUED = ROOT / "scripts" / "slither_argued.toml"
CONTRACTS = ("contracts/CopyrightRegistry.sol", "contracts/Licensing.sol")
WANTED = "slither-analyzer>=0.11,<0.12"
NOT_TO_BE_HAD = 3
"""Exit code where its packages can't be installed."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A finding: which detector, and at which function or variable (``Contract.name``)."""

    detector: str
    where: str


def findings(report: Mapping[str, Any]) -> set[Found]:
    """The findings in a JSON report, each once."""
    found = set()
    for result in report["results"].get("detectors", []):
        element = result["elements"][0]
        parent = element.get("type_specific_fields", {}).get("parent", {}).get("name", "")
        found.add(Found(result["check"], f"{parent}.{element['name']}" if parent else element["name"]))
    return found


def argued(text: str) -> set[Found]:
    """The findings that a file of arguments names.

    Raises:
        ValueError: An argument without a reason, or two for one finding.
    """
    found: set[Found] = set()
    for entry in tomllib.loads(text)["argument"]:
        here = {Found(entry["detector"], where) for where in entry["where"]}
        if not str(entry.get("reason", "")).strip() or not here or here & found:
            raise ValueError(f"no argument, or a second one: {entry}")
        found |= here
    return found


def faults(found: Iterable[Found], known: Iterable[Found]) -> list[str]:
    """What is wrong: findings that nobody argued, arguments about nothing."""
    found, known = set(found), set(known)
    said = [f"not argued: {one.detector} at {one.where}" for one in sorted(found - known)]
    return said + [f"argued, but not found: {one.detector} at {one.where}" for one in sorted(known - found)]


def main(arguments: list[str]) -> int:
    """Install, look, compare; 1 if something is wrong, 3 if Slither is not to be had."""
    if arguments == ["--lock"]:
        return lock(WANTED, LOCK, "python -m scripts.slither --lock")
    try:
        program = installed(HOME, LOCK, "slither")
    except subprocess.CalledProcessError as error:
        print(f"slither can't be installed here: {error}")
        return NOT_TO_BE_HAD
    found: set[Found] = set()
    for contract in CONTRACTS:
        found |= findings(look(program, contract))
    said = faults(found, argued(ARGUED.read_text(encoding="utf-8")))
    print("\n".join([*said, f"slither: {len(found)} findings, {len(said)} not as argued"]))
    return 1 if said else 0


def installed(home: Path, locked: Path, name: str) -> Path:
    """A program in an environment of its own, installed anew when its lock has changed.

    Raises:
        subprocess.CalledProcessError: pip fails.
    """
    program, mark = home / "bin" / name, home / "installed.txt"
    if not (program.exists() and mark.exists() and mark.read_bytes() == locked.read_bytes()):
        venv.create(home, clear=True, with_pip=True)
        options = ["install", "--quiet", "--require-hashes", "--no-deps", "-r", str(locked)]
        pip = [str(home / "bin" / "python"), "-m", "pip", *options]
        for last in (False, True):  # a registry that is slow to answer deserves a second try
            if subprocess.run(pip, check=last).returncode == 0:
                break
        mark.write_bytes(locked.read_bytes())
    return program


def look(program: Path, contract: str) -> dict[str, Any]:
    """The JSON report on a contract and all that it imports of ours."""
    remap = "@openzeppelin=node_modules/@openzeppelin"
    command = [str(program), contract, "--solc", "scripts/solc.mjs", "--solc-remaps", remap]
    done = subprocess.run(
        [*command, "--filter-paths", "node_modules", "--json", "-"], cwd=ROOT, env=environment(), text=True,
        stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    report: dict[str, Any] = json.loads(done.stdout) if done.stdout.strip() else {"success": False}
    if not report.get("success"):
        raise RuntimeError(f"slither failed on {contract}: {done.stderr[-2000:]}")
    return report


def lock(wanted: str, target: Path, by: str) -> int:
    """Remake a program's requirements: hashes, and no addresses."""
    uv = Path(sys.executable).with_name("uv")
    options = [
        "--quiet",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-annotate",
        "--no-config",
        "--universal",
    ]
    env = {key: value for key, value in os.environ.items() if "FIND_LINKS" not in key}
    command = [
        str(uv), "pip", "compile", *options, "--python-version", "3.11", "--custom-compile-command", by,
        "--output-file", str(target), "-",
    ]  # fmt: skip
    return subprocess.run(command, input=wanted, text=True, env=env, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
