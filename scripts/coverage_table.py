"""What is promised beside the tests that show it: errors, rules of the rights model, kinds of signer.

Writes ``docs/coverage.md`` from ``ledger/abi``, ``tests/rules`` and the tests themselves. With ``--check`` it
writes nothing and fails on each gap, one a line.

*An error* is reached by a Solidity test when the test, or a helper that it calls, encodes the error's
selector together with as many arguments as the ABI gives it (``abi.encodeWithSelector(I.Err.selector, a,
b)``, or by way of a variable with the selector), and one of them compares an answer of the contracts with
what it must be (``VM.expectRevert``, or ``VM.assertEq`` of two hashes of bytes). A mention, an event, a
comment or a bare selector is no such thing. Where both contracts have an error, the tests of each are named
by hand in ``tests/rules``, and must expect it.

*A rule* is reached by the tests that ``tests/rules`` names for it: all must exist. Some must be there:
every cell of the table of conflicts, every kind of mandate, every rule of revocation.

*A kind of signer* is covered by tests that run the one list of malformed signatures
(``tests/contracts/helpers/Malformations.sol``).

Usage: python -m scripts.coverage_table [--check]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from scripts.coverage_sources import (
    RULES,
    Row,
    Sources,
    calls,
    conducts,
    error_rows,
    malformations,
    rule_rows,
)
from scripts.solidity_text import Expected

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path("docs/coverage.md")
LIST_OF_ROWS = "_rowsOf"
MOST_NAMED = 6

SENIORS = ("NONEXCLUSIVE", "SOLE", "EXCLUSIVE", "COLLECTIVE", "DISPUTE_OPEN", "DISPUTE_UPHELD")
JUNIORS = ("NONEXCLUSIVE", "SOLE", "EXCLUSIVE", "ASSIGNMENT", "OWN_USE")
KINDS = ("COLLECTIVE", "AGENCY", "ADMIN", "SUBPUBLISH", "JOINT_COLLECTION", "RECIPROCAL")
REVOCATIONS = ("LICENSEE", "AT_WILL", "FOR_CAUSE", "IRREVOCABLE", "MANDATE", "NOTICE")
REQUIRED = (
    *(f"M{number}." for number in range(1, 7)),
    *(f"conflict.{senior}.{junior}" for senior in SENIORS for junior in JUNIORS),
    *(f"kind.{kind}.{column}" for kind in KINDS for column in ("bars", "licenses")),
    *(f"end.{rule}" for rule in REVOCATIONS),
)
"""Ids that must be there; one that ends in a point begins at least one id."""

PREFACE = """\
# What is tested

Made by `python -m scripts.coverage_table` from `ledger/abi`, `tests/rules` and the tests; don't edit it.
How a test comes to count is said at the top of that script. Solidity tests lie in `tests/contracts`.
"""

MEETING = """\
Every kind of signer below meets {rows} signatures at {calls} calls. A key, and an account whose code is
honest, are refused with `BadSignature` of the account and of the digest that it should have signed; nothing
at all, sent by the account itself, is its consent where nobody else signs. An account whose code takes
anything is taken at its word.

The calls: {places}.
"""


def faults(sources: Sources) -> Iterator[str]:
    """Every gap, in words."""
    yield from error_faults(sources)
    rules = list(rule_rows(sources))
    for name, times in Counter(rule.id for rule in rules).items():
        if times > 1:
            yield f"{name}: {times} rules have this id"
    for needed in REQUIRED:
        if not any(
            rule.id == needed or (needed.endswith(".") and rule.id.startswith(needed)) for rule in rules
        ):
            yield f"{needed}: no such rule in {RULES}"
    for rule in rules:
        if not rule.tests and not rule.open:
            yield f"{rule.id}: no test shows this rule"
        yield from (f"{rule.id}: no test {test}" for test in rule.tests if test not in sources.tests)
    yield from signer_faults(sources)


def error_faults(sources: Sources) -> Iterator[str]:
    """Errors that no test expects with their arguments, and tests named for them that don't."""
    for row in error_rows(sources):
        if not row.says:
            yield f"{row.id}: no interface declares and explains it"
        if not row.tests:
            yield f"{row.id}: no test expects it with its arguments"
    counts = {name: count for errors in sources.errors.values() for name, count in errors.items()}
    for test, errors in sorted(sources.suite.expectations.items()):
        for error, given in sorted(errors):
            expected = counts.get(error.partition(".")[2])
            if given != expected:
                yield f"{error}: {test} expects it with {given} arguments, it has {expected}"
    for entry in sources.rules.get("shared", ()):
        name = entry["error"]
        for test in entry["tests"]:
            found = sources.suite.expectations.get(test, frozenset[Expected]())
            if not any(error.partition(".")[2] == name for error, _ in found):
                yield f"{entry['contract']}.{name}: {test} does not expect it"


def signer_faults(sources: Sources) -> Iterator[str]:
    """Kinds of signer whose tests don't run the list of malformed signatures."""
    if not malformations(sources):
        yield "no list of malformed signatures"
    for kind in sources.rules.get("signer", ()):
        if not kind["tests"]:
            yield f"{kind['kind']}: no test runs the list of malformed signatures"
        for name in kind["tests"]:
            test = sources.suite.tests.get(name)
            if test is None:
                yield f"{kind['kind']}: no test {name}"
            elif all(function.name != LIST_OF_ROWS for function in sources.suite.reached(test)):
                yield f"{kind['kind']}: {name} does not run the list of malformed signatures"


def page(sources: Sources) -> str:
    """The whole document."""
    parts = [PREFACE, "## Errors of the contracts\n", *table("error", error_rows(sources))]
    parts += ["\n## Rules of the rights model\n", *table("rule", rule_rows(sources))]
    parts += ["\n## Signatures\n", *signatures(sources)]
    return "\n".join(parts) + "\n"


def signatures(sources: Sources) -> Iterator[str]:
    """Kinds of signer, the calls, the list, and how accounts with code behave."""
    rows, places = malformations(sources), calls(sources)
    kinds = sources.rules.get("signer", ())
    yield MEETING.format(rows=len(rows), calls=len(places), places="; ".join(places))
    yield from table("signer", (Row(kind["kind"], kind["says"], tuple(kind["tests"])) for kind in kinds))
    yield "\n| signature that is none |\n|---|"
    yield from (f"| {row} |" for row in rows)
    yield "\nAccounts with code, at each call:\n"
    yield "| what they do | test |\n|---|---|"
    yield from (f"| {row.says} | {named(row)} |" for row in conducts(sources))


def table(first: str, rows: Iterable[Row]) -> Iterator[str]:
    """Rows of one kind."""
    yield f"| {first} | what it says | tests |\n|---|---|---|"
    for row in rows:
        yield f"| {row.id} | {row.says} | {named(row)} |"


def named(row: Row) -> str:
    """The tests of a row, a few by name."""
    shown = [f"`{test}`" for test in row.tests[:MOST_NAMED]]
    more = len(row.tests) - len(shown)
    return "; ".join(
        [*shown, *([f"{more} more"] if more else []), *([f"not yet: {row.open}"] if row.open else [])]
    )


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write the table of a project, or check it; 1 on a gap."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a gap")
    check = parser.parse_args(arguments).check
    sources = Sources.read(root)
    found, made, path = list(faults(sources)), page(sources), root / TARGET
    if not check:
        path.write_text(made, "utf-8")
    elif not path.is_file() or path.read_text("utf-8") != made:
        found.append(f"{TARGET} is stale: run python -m scripts.coverage_table")
    print("\n".join(found) if found else "no gap")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
