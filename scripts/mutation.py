"""Mutants of the core: each must make a test fail, or be argued in ``mutation_argued.toml``.

mutmut makes the mutants, in a copy of the tree, and finds the tests of the core that reach them, which
``mutation_loop`` runs. A mutant that no test reaches counts as a survivor, one that never ends as killed. Run
by `make test-long`.

Usage: python -m scripts.mutation [MODULE…]    (``grounds``; all of MODULES unless named)
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.hardhat import ROOT

PROMISED = 0.90
MODULES = tuple(
    sorted(path.stem for path in (ROOT / "ledger" / "core").glob("*.py") if path.stem != "__init__")
)
"""Modules of ``ledger.core``, all of them."""

HOME = ROOT / ".cache" / "mutation"
ARGUED = ROOT / "scripts" / "mutation_argued.toml"
NEEDED = ("ledger", "api", "tests", "scripts", "docs", "contracts", "README.md")
NOT_RUN = ("verdict_doc", "verification_properties")
"""Tests of the core that take long, and kill what others kill sooner."""

OPTIONS = [
    *("-p", "no:cacheprovider", "-p", "no:cov", "-p", "no:xdist", "-p", "no:timeout"),
    # ``test_finding_facts`` holds the same vectors in five tests. The others read the code's text, where a
    # mutated file has every mutant.
    *("--deselect", "tests/unit/core/test_verdict_vectors.py"),
    *("--deselect", "tests/unit/core/test_catalogue_data.py::test_every_error_has_a_sentence"),
    *("--deselect", "tests/unit/core/test_slots.py::test_document_and_code_name_each_other"),
]

SETTINGS = """
[tool.pytest.ini_options]
xfail_strict = true
markers = ["slow: takes more than ten seconds"]

[tool.mutmut]
source_paths = ["ledger"]
only_mutate = {modules}
also_copy = {needed}
pytest_add_cli_args = {options}
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false
"""
_KILLED = {"killed", "timeout", "caught by type check"}
_ALIVE = {"survived", "no tests"}


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """A change of some lines of a function, in a module of ``ledger.core``."""

    module: str
    function: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.module}.{self.function}: {self.was!r} became {self.now!r}"


@dataclass(frozen=True, slots=True)
class Argument:
    """Why some mutants change nothing that anybody could see."""

    mutants: frozenset[Mutant]
    reason: str


def mutant(name: str, diff: str) -> Mutant:
    """A mutant by its name (``ledger.core.grounds.x__barred__mutmut_3``) and the diff that mutmut shows."""
    path, _, mangled = name.rpartition(".")
    function = re.sub(r"__mutmut_\d+$", "", mangled)
    # A function is x_NAME, a method xǁClassǁNAME.
    function = function[2:].replace("ǁ", ".") if function.startswith("xǁ") else function.removeprefix("x_")
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    was, now = (" ".join(one[1:].strip() for one in lines if one.startswith(sign)) for sign in "-+")
    return Mutant(path.rpartition(".")[2], function, was, now)


def argued(text: str) -> frozenset[Mutant]:
    """The mutants that a file of arguments names.

    Raises:
        ValueError: An argument without a reason or a mutant, or two for one mutant.
    """
    found: set[Mutant] = set()
    for entry in tomllib.loads(text).get("argument", []):
        here = {Mutant(entry["module"], entry["function"], *pair) for pair in entry["changes"]}
        if not str(entry.get("reason", "")).strip() or not here or here & found:
            raise ValueError(f"no argument, or a second one: {entry}")
        found |= here
    return frozenset(found)


def faults(alive: Iterable[Mutant], known: Iterable[Mutant], modules: Iterable[str]) -> list[str]:
    """What is wrong: survivors that nobody argued, arguments about what did not survive."""
    alive, modules = set(alive), set(modules)
    known = {one for one in known if one.module in modules}
    said = [f"not argued: {one}" for one in sorted(alive - known)]
    return said + [f"argued, but no survivor: {one}" for one in sorted(known - alive)]


def score(results: Mapping[str, str]) -> float:
    """The share of mutants that were killed, of those that the tests could tell anything about.

    Raises:
        ValueError: A mutant was not tried, or its tests broke off.
    """
    odd = {name: result for name, result in results.items() if result not in _KILLED | _ALIVE}
    if odd or not results:
        raise ValueError(f"not tried: {odd or 'any mutant'}")
    return sum(result in _KILLED for result in results.values()) / len(results)


def main(arguments: Sequence[str]) -> int:
    """Make the mutants, run the tests, compare; 1 if too many live, or one that nobody argued."""
    modules = tuple(arguments) or MODULES
    prepare(modules)
    mutmut("run", f"ledger.core.{modules[0]}.*__mutmut_1")  # a few, to have all made and the tests known
    try_all()
    results = results_of(modules, mutmut("results", "--all", "true"))
    counted = exported()
    killed = sum(result in _KILLED for result in results.values())
    if counted["total"] != len(results) or counted["killed"] > killed:
        raise ValueError(f"mutmut counts otherwise: {counted}, of {len(results)} mutants")
    alive = {mutant(name, mutmut("show", name)) for name, result in results.items() if result in _ALIVE}
    said = faults(alive, argued(ARGUED.read_text(encoding="utf-8")), modules)
    for module in modules:
        print(told(module, results))
    share = score(results)
    print("\n".join([*said, f"mutants killed: {share:.1%} of {len(results)}, promised {PROMISED:.0%}"]))
    return 1 if said or share < PROMISED else 0


def results_of(modules: Iterable[str], text: str) -> dict[str, str]:
    """What became of each mutant of some modules, by its name, from mutmut's list."""
    named = (line.strip().rpartition(": ") for line in text.splitlines())
    wanted = {f"ledger.core.{module}" for module in modules}
    return {name: result for name, _, result in named if name.rpartition(".")[0] in wanted}


def told(module: str, results: Mapping[str, str]) -> str:
    """One module's part."""
    here = [result for name, result in results.items() if name.startswith(f"ledger.core.{module}.")]
    return f"  {module}: {sum(result in _KILLED for result in here)} of {len(here)}"


def prepare(modules: Iterable[str]) -> None:
    """Copy what the tests need, and say what is to be mutated."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, HOME / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, HOME / name)
    left_out = {f"test_{name}.py" for name in NOT_RUN}
    tests = [f"tests/unit/core/{file.name}" for file in (ROOT / "tests/unit/core").glob("test_*.py")]
    settings = {
        "options": OPTIONS,
        "modules": [f"ledger/core/{module}.py" for module in modules],
        "needed": [name for name in NEEDED if name not in ("ledger", "tests")],
        "tests": sorted(test for test in tests if Path(test).name not in left_out),
    }
    text = SETTINGS.format(**{name: json.dumps(value) for name, value in settings.items()})
    (HOME / "pyproject.toml").write_text(text, encoding="utf-8")


def mutmut(*arguments: str) -> str:
    """What mutmut says; it exits 0 whatever survives.

    Raises:
        subprocess.CalledProcessError: It could not do its work: a test fails without any mutant.
    """
    program = Path(sys.executable).with_name("mutmut")
    show = arguments[:1] == ("run",)
    command = [str(program), *arguments]
    done = subprocess.run(command, cwd=HOME, text=True, capture_output=not show, check=True)
    return "" if show else done.stdout


def try_all() -> None:
    """Try the mutants that have no result yet, and enter what becomes of them.

    Raises:
        subprocess.CalledProcessError: A test fails without any mutant.
    """
    given = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    tests, options = given["pytest_add_cli_args_test_selection"], given["pytest_add_cli_args"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "--tb=native",
        "--rootdir=.",
        "-p",
        "scripts.mutation_loop",
    ]
    copy = HOME / "mutants"
    subprocess.run([*command, *tests, *options], cwd=copy, env=os.environ | {"PYTHONPATH": "."}, check=True)


def exported() -> dict[str, int]:
    """The numbers that mutmut gives to be gated on."""
    mutmut("export-cicd-stats")
    found: dict[str, int] = json.loads((HOME / "mutants" / "mutmut-cicd-stats.json").read_text())
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
