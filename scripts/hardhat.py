"""Run Hardhat with the Node that came with the Python packages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILDS = ROOT / ".cache" / "hardhat"


class HardhatFailed(Exception):
    """Hardhat ended with an error; the text is what it said."""


def environment(**extra: str) -> dict[str, str]:
    """The caller's environment with the running Python's folder, where node lies, first on the PATH."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "PATH": path, "HARDHAT_DISABLE_TELEMETRY_PROMPT": "true", **extra}


def hardhat(
    *arguments: str, build: str, show: bool = False, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Run one Hardhat command.

    Args:
        arguments: The command, e.g. ``"build"``, ``"--no-tests"``.
        build: Sub-folder of ``.cache/hardhat`` for artifacts and cache; different builds use different ones.
        show: Print what it says while it runs, too.
        extra: Environment variables, see hardhat.config.js.

    Returns:
        The ended process, with both output streams in ``stdout``.
    """
    program = ROOT / "node_modules" / ".bin" / "hardhat"
    if not program.exists():
        raise HardhatFailed("Hardhat is not installed here; run `make setup`.")
    process = subprocess.Popen(
        [str(program), *arguments], cwd=ROOT, env=environment(SONGDEED_BUILD=build, **extra), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    lines: list[str] = []
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            lines.append(line)
            if show:
                print(line, end="", flush=True)
    return subprocess.CompletedProcess(process.args, process.returncode, "".join(lines))


def compile_contracts(profile: str) -> Path:
    """Compile the contracts alone; the folder of artifacts.

    Raises:
        HardhatFailed: They don't compile, or with warnings.
    """
    result = hardhat("build", "--build-profile", profile, "--no-tests", build=profile)
    said = result.stdout
    if profile == "legacy":  # never deployed, so its size is no matter
        said = said.replace("Warning: Contract code size", "Contract code size")
    if result.returncode != 0 or "warning" in said.lower():
        raise HardhatFailed(
            f"The contracts don't compile cleanly with the profile {profile}:\n{result.stdout}"
        )
    return BUILDS / profile / "artifacts"
