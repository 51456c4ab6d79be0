"""Benchmarks by name. Each module has ``figures()``, which measures, and ``LIMITS``, what is promised.

A limit is a pair: ``"<="`` or ``">="`` or ``"<"``, and a number.
"""

from __future__ import annotations

import argparse
import importlib
import json
import operator
import sys
from collections.abc import Callable, Mapping

Figures = dict[str, int | float]
Limits = Mapping[str, tuple[str, float]]

NAMES = ("gas", "hash", "cli", "verdict", "people", "store")

_COMPARE: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, "<": operator.lt, ">=": operator.ge}


def measure(name: str) -> tuple[Figures, Limits]:
    """Figures of one benchmark and their limits."""
    module = importlib.import_module(f"scripts.benches.{name}_bench")
    figures: Figures = module.figures()
    limits: Limits = module.LIMITS
    return figures, limits


def missed(figures: Figures, limits: Limits) -> list[str]:
    """Sentences about figures that miss their limits, or were not measured at all."""
    said = []
    for name, (sign, limit) in limits.items():
        if name not in figures:
            said.append(f"{name} was not measured")
        elif not _COMPARE[sign](figures[name], limit):
            said.append(f"{name} is {figures[name]}, promised is {sign} {limit:g}")
    return said


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when a figure misses its limit."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure what the project promises.")
    parser.add_argument("name", nargs="?", default="all", choices=(*NAMES, "all"))
    parser.add_argument("--json", action="store_true", help="print one JSON object of figures")
    parser.add_argument("--list", action="store_true", help="print the names of the benchmarks")
    given = parser.parse_args(arguments)
    if given.list:
        print("\n".join(NAMES))
        return 0
    all_figures: Figures = {}
    all_limits: dict[str, tuple[str, float]] = {}
    for name in NAMES if given.name == "all" else (given.name,):
        figures, limits = measure(name)
        all_figures |= figures
        all_limits |= limits
    if given.json:
        print(json.dumps(all_figures))
    else:
        for name, value in all_figures.items():
            sign, limit = all_limits.get(name, ("", 0))
            print(f"{name:36} {value:>12,}" + (f"   {sign} {limit:,g}" if sign else ""))
    said = missed(all_figures, all_limits)
    for sentence in said:
        print(f"bench: {sentence}", file=sys.stderr)
    return 1 if said else 0
