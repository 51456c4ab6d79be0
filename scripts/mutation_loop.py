"""A pytest plugin that tries mutants: tests are collected once, and a copy of the process runs them for each.

mutmut starts pytest anew for each mutant, runs its tests in no order, and asks at each call which mutant is
alive: most of its time goes there. Here what killed mutants of the same function is tried first, then the
quickest tests, and the function is replaced where it stands. Which mutants there are, which tests reach them
and what is said of them stay mutmut's: the results are entered in its files.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from ledger.text import messages

SURVIVED, KILLED, NO_TESTS, UNFINISHED = 0, 1, 33, 36
"""What mutmut enters for a mutant."""

TEST_CPU_S = 10
"""A test that takes so long of a processor never ends: the longest take three or four seconds."""

MEMORY_BYTES = 2 << 30
"""A mutant that needs more never ends: the tests need some 200 MB."""

LIKELY = 8
"""Tests that are tried first, because they killed others."""

Place = tuple[str, str]
"""(module, name of a function)"""


@dataclass
class Bench:
    """What is known before the first mutant: the tests, by what they reach, and where functions stand."""

    items: dict[str, pytest.Item]
    reached_by: dict[str, list[str]]
    seconds: dict[str, float]
    forms: dict[Place, dict[str, Callable[..., Any]]] = field(default_factory=dict)
    places: dict[Place, list[tuple[Any, str]]] = field(default_factory=dict)
    killers: dict[str, Counter[str]] = field(default_factory=dict)

    def put(self, place: Place, form: str) -> None:
        """Put one form of a function wherever it is known by name."""
        for module, name in self.places.get(place, ()):
            setattr(module, name, self.forms[place][form])

    def tests_for(self, function: str) -> list[pytest.Item]:
        """The tests that reach a function (by mutmut's name of it): likely ones first, then quick ones."""
        names = sorted(
            (name for name in self.reached_by.get(function, ()) if name in self.items), key=self._cost
        )
        known = (
            self.killers.get(function, Counter()),
            self.killers.get(function.rpartition(".")[0], Counter()),
        )
        likely = [name for counted in known for name, _ in counted.most_common(LIKELY) if name in names]
        return [self.items[name] for name in dict.fromkeys((*likely, *names))]

    def note(self, function: str, killer: str) -> None:
        """Remember what killed a mutant of a function."""
        for key in (function, function.rpartition(".")[0]):
            self.killers.setdefault(key, Counter())[killer] += 1

    def _cost(self, name: str) -> tuple[float, str]:
        return self.seconds.get(name, 0.0), name


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try every mutant that has no result yet, in as many copies at a time as there are processors."""
    bench = _bench(session.items)
    _passed(session.items)
    gc.freeze()
    for file in sorted(Path("ledger").rglob("*.meta")):
        known = json.loads(file.read_text(encoding="utf-8"))
        codes = known["exit_code_by_key"]
        codes.update(_tried(bench, [name for name, code in codes.items() if code is None]))
        file.write_text(json.dumps(known), encoding="utf-8")
    return True


def _passed(items: Sequence[pytest.Item]) -> None:
    """Run all tests without any mutant, in a copy of the process: what functions keep for later would hide
    mutants of them. What other packages they import is imported here too, once for all copies.
    """
    heard, told = os.pipe()
    child = os.fork()
    if not child:
        failed = _run(items)
        with os.fdopen(told, "w") as pipe:
            print(*sys.modules, sep="\n", file=pipe)
        os._exit(failed is not None)
    os.close(told)
    with os.fdopen(heard) as pipe:
        imported = pipe.read().split()
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != SURVIVED:
        raise pytest.UsageError("a test fails without any mutant")
    for name in imported:
        if name.partition(".")[0] not in ("ledger", "api", "tests", "__main__"):
            with contextlib.suppress(Exception):  # parts that only their own package can import
                importlib.import_module(name)
    messages()  # which the first error in each copy would gather otherwise


def _bench(items: Sequence[pytest.Item]) -> Bench:
    stats = json.loads(Path("mutmut-stats.json").read_text(encoding="utf-8"))
    reached = stats["tests_by_mangled_function_name"]
    bench = Bench({item.nodeid: item for item in items}, reached, stats["duration_by_test"])
    here = str(Path.cwd())
    for module in [one for one in sys.modules.values() if str(getattr(one, "__file__", "")).startswith(here)]:
        for name, value in list(vars(module).items()):
            forms = _forms(value)
            if forms:
                place = value.__module__, value.__name__
                bench.forms[place] = forms
                bench.places.setdefault(place, []).append((module, name))
    for place in bench.places:
        bench.put(place, "_mutmut_orig")
    return bench


def _forms(value: object) -> dict[str, Callable[..., Any]]:
    """All forms of a function that mutmut mutated, by name; empty for anything else."""
    home = sys.modules.get(str(getattr(value, "__module__", "")))
    known = getattr(home, f"mutants_x_{getattr(value, '__name__', '')}__mutmut", {})
    return known if callable(value) and hasattr(value, "__wrapped__") else {}


def _tried(bench: Bench, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """What becomes of mutants, by name."""
    running: dict[int, tuple[str, int]] = {}
    for count, name in enumerate(names, 1):
        if len(running) == os.cpu_count():
            yield _ended(bench, running)
        child, told = _start(bench, name)
        running[child] = name, told
        print(f"\r{name.rpartition('.')[0]}: {count} of {len(names)}", end="", flush=True)
    while running:
        yield _ended(bench, running)
    print()


def _start(bench: Bench, name: str) -> tuple[int, int]:
    """A copy of the process that tries one mutant; what it can be heard on."""
    module, _, form = name.rpartition(".")
    function = name.rpartition("__mutmut_")[0]
    tests = bench.tests_for(function)
    heard, told = os.pipe()
    child = os.fork()
    if child:
        os.close(told)
        return child, heard
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    os.environ["MUTANT_UNDER_TEST"] = name  # for what is not called by name
    bench.put((module, function.rpartition(".")[2].removeprefix("x_")), form)
    try:
        killer = _run(tests)
    except BaseException as error:  # whatever it is, the mutant did it
        killer = repr(error)
    if killer is not None:
        os.write(told, killer.encode()[:4096])
    os._exit(NO_TESTS if not tests else SURVIVED if killer is None else KILLED)


def _ended(bench: Bench, running: dict[int, tuple[str, int]]) -> tuple[str, int]:
    child, status = os.wait()
    name, heard = running.pop(child)
    with os.fdopen(heard, "rb") as pipe:
        killer = pipe.read().decode()
    if killer in bench.items:
        bench.note(name.rpartition("__mutmut_")[0], killer)
    code = os.waitstatus_to_exitcode(status)
    return name, UNFINISHED if code < 0 else code


def _run(tests: Sequence[pytest.Item]) -> str | None:
    """The first test that fails."""
    for test, following in zip(tests, [*tests[1:], None], strict=True):
        signal.setitimer(signal.ITIMER_VIRTUAL, TEST_CPU_S)  # ends the process
        reports = runtestprotocol(test, nextitem=following, log=False)
        if any(report.failed for report in reports):
            return test.nodeid
    return None
