"""What halmos proves of the libraries, and of ends: true of every input, not only of those that a test names.

halmos and its solver live in an environment of their own (requirements/proofs.txt). It wants the build folder
of another framework: one is made from the npm compiler's output (``solc.mjs``), and a ``forge`` that does
nothing stands where it looks for one. With ``--broken`` every proof must fail on a copy of the contracts that
was broken on purpose (tests/proofs/broken.toml). ``--lock`` remakes the requirements.

Usage: python -m scripts.proofs [--broken | --lock]
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scripts.hardhat import ROOT, environment
from scripts.slither import NOT_TO_BE_HAD, installed, lock

HOME = ROOT / ".cache" / "proofs"
LOCK = ROOT / "requirements" / "proofs.txt"
PROOFS = Path("tests/proofs")
WANTED = "halmos>=0.3.3,<0.4"
READ = ("contracts", "tests/proofs", "tests/contracts/helpers")
OPTIONS = ("--no-status", "--solver", "z3", "--loop", "6", "--solver-timeout-assertion", "600s")
PASSES, FAILS = 0, 1


def main(arguments: list[str]) -> int:
    """Install, prove; 1 if something is not as it must be, 3 if halmos is not to be had."""
    if arguments == ["--lock"]:
        return lock(WANTED, LOCK, "python -m scripts.proofs --lock")
    try:
        program = installed(HOME / "venv", LOCK, "halmos")
    except subprocess.CalledProcessError as error:
        print(f"halmos can't be installed here: {error}")
        return NOT_TO_BE_HAD
    broken = arguments == ["--broken"]
    tree = HOME / ("broken" if broken else "tree")
    copy(tree, faults(ROOT) if broken else ())
    compile_proofs(tree)
    results = prove(program, tree)
    said = wrong(results, names(ROOT), FAILS if broken else PASSES)
    print(
        "\n".join(
            [*said, f"proofs: {len(results)} {'refuted' if broken else 'hold'}, {len(said)} not as they must"]
        )
    )
    return 1 if said else 0


def names(root: Path) -> set[str]:
    """Every proof there is, e.g. ``check_depthFalls``."""
    found: list[str] = []
    for path in (root / PROOFS).glob("*.sol"):
        found += re.findall(r"function (check_\w+)", path.read_text(encoding="utf-8"))
    if len(found) != len(set(found)):
        raise ValueError("two proofs have one name")
    return set(found)


def faults(root: Path) -> list[dict[str, Any]]:
    """What is broken on purpose: file, old text, new text, and the proofs that must notice.

    Raises:
        ValueError: A proof that no fault is meant for, or a fault meant for no proof.
    """
    table = tomllib.loads((root / PROOFS / "broken.toml").read_text(encoding="utf-8"))["fault"]
    meant = {proof for fault in table for proof in fault["proofs"]}
    if meant != names(root):
        raise ValueError(f"faults and proofs differ: {sorted(meant ^ names(root))}")
    return list(table)


def copy(tree: Path, faults: Iterable[Mapping[str, Any]]) -> None:
    """Copy what the proofs read, and put the faults in.

    Raises:
        ValueError: The text that a fault replaces is not there.
    """
    shutil.rmtree(tree, ignore_errors=True)
    for folder in READ:
        shutil.copytree(ROOT / folder, tree / folder)
    for fault in faults:
        path = tree / fault["file"]
        text = path.read_text(encoding="utf-8")
        if fault["old"] not in text:
            raise ValueError(f"{fault['file']} has no {fault['old']!r}")
        path.write_text(text.replace(fault["old"], fault["new"], 1), encoding="utf-8")


def compile_proofs(tree: Path) -> None:
    """Compile the proofs into the build folder that halmos reads, ``out``.

    Raises:
        subprocess.CalledProcessError: They don't compile.
    """
    files = [str(path.relative_to(tree)) for path in sorted((tree / PROOFS).glob("*.sol"))]
    remap = f"@openzeppelin={ROOT / 'node_modules' / '@openzeppelin'}"
    command = ["node", str(ROOT / "scripts" / "solc.mjs"), *files, remap]
    output = subprocess.run(
        command,
        cwd=tree,
        env=environment(),
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    compiled = json.loads(output)
    for name, contract in compiled["contracts"].items():
        file, _, short = name.partition(":")
        if file in files:
            folder = tree / "out" / Path(file).name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{short}.json").write_text(json.dumps(artifact(compiled, file, contract)))


def artifact(compiled: Mapping[str, Any], file: str, contract: Mapping[str, Any]) -> dict[str, Any]:
    """One contract in the form of that build folder."""
    return {
        "abi": contract["abi"],
        "bytecode": {"object": f"0x{contract['bin']}", "sourceMap": "", "linkReferences": {}},
        "deployedBytecode": {"object": f"0x{contract['bin-runtime']}", "sourceMap": "", "linkReferences": {}},
        "methodIdentifiers": contract["hashes"],
        "metadata": {"compiler": {"version": compiled["version"]}, "output": {"devdoc": contract["devdoc"]}},
        "ast": compiled["sources"][file]["AST"],
        "id": 0,
    }


def prove(program: Path, tree: Path) -> dict[str, tuple[int, int]]:
    """Each proof's exit code, and how many loops were not followed to their end."""
    forge = tree / "bin" / "forge"
    forge.parent.mkdir()
    forge.write_text("#!/bin/sh\nexit 0\n")
    forge.chmod(0o755)
    path = os.pathsep.join([str(forge.parent), str(program.parent), environment()["PATH"]])
    report = tree / "report.json"
    command = [str(program), "--root", str(tree), *OPTIONS, "--json-output", str(report)]
    ended = subprocess.run(
        command, cwd=tree, env={**environment(), "PATH": path}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if not report.exists():
        raise RuntimeError(f"halmos failed: {ended.stdout[-2000:]}")
    return outcomes(json.loads(report.read_text()))


def outcomes(report: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Exit code and unfollowed loops of each proof, from halmos' JSON."""
    tests = [test for group in report["test_results"].values() for test in group]
    return {
        test["name"].partition("(")[0]: (test["exitcode"], test["num_bounded_loops"] or 0) for test in tests
    }


def wrong(results: Mapping[str, tuple[int, int]], named: set[str], wanted: int) -> list[str]:
    """What is not as it must be: proofs that didn't run, ended otherwise, or left a loop unfollowed."""
    said = [f"not run: {name}" for name in sorted(named - set(results))]
    for name, (code, loops) in sorted(results.items()):
        if code != wanted:
            said.append(f"{name}: exit code {code}, not {wanted}")
        elif loops and wanted == PASSES:
            said.append(f"{name}: {loops} loops not followed to their end")
    return said


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
