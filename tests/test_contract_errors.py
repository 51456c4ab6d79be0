"""Every custom error of the contracts is reached by a Solidity test that states its exact arguments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
INTERFACES = ROOT / "contracts" / "interfaces"
ERROR = re.compile(r"^ *error (\w+)\(([^)]*)\);", re.MULTILINE)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def source(path: Path) -> str:
    """A Solidity file without its comments, so that none of them counts as a test."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def declared() -> list[tuple[str, str, int]]:
    """Interface, name and number of arguments of every custom error."""
    errors = []
    for path in sorted(INTERFACES.glob("I*.sol")):
        for name, arguments in ERROR.findall(source(path)):
            errors.append((path.stem, name, len([part for part in arguments.split(",") if part.strip()])))
    return errors


def expectations() -> str:
    """All test files as one text on one line."""
    files = sorted((ROOT / "tests" / "contracts").glob("*.t.sol"))
    return re.sub(r"\s+", " ", " ".join(source(path) for path in files))


def arguments_after(text: str, start: int) -> int:
    """How many arguments stand between ``start`` and the bracket that closes there."""
    depth, commas, filled = 0, 0, False
    for character in text[start:]:
        if character in ")]" and depth == 0:
            break
        depth += (character in "([") - (character in ")]")
        commas += character == "," and depth == 0
        filled = filled or not character.isspace()
    return commas + 1 if filled else 0


def encoded(text: str, interface: str, name: str) -> list[int]:
    """With how many arguments the tests encode the error, at each place where they do.

    Either in one go, or through a local variable with its selector (then the next encodings with it count).
    """
    selector = rf"{interface}\.{name}\.selector"
    counts = [
        arguments_after(text, match.end())
        for match in re.finditer(rf"encodeWithSelector\(\s*{selector},?", text)
    ]
    for match in re.finditer(rf"bytes4 selector = {selector};", text):
        rest = text[match.end() :]
        end = re.search(r"bytes4 selector =| function ", rest)
        scope = rest[: end.start()] if end else rest
        counts += [
            arguments_after(scope, use.end())
            for use in re.finditer(r"encodeWithSelector\(\s*selector,?", scope)
        ]
    return counts


def test_there_are_errors_to_look_for() -> None:
    assert len(declared()) > 50


@pytest.mark.parametrize(("interface", "name", "arguments"), declared())
def test_error_is_expected_with_its_arguments(interface: str, name: str, arguments: int) -> None:
    found = encoded(expectations(), interface, name)
    assert found, f"no test in tests/contracts expects {interface}.{name}"
    assert set(found) == {arguments}, f"{interface}.{name} is expected with {found} arguments"


@pytest.mark.parametrize("contract", ["CopyrightRegistry", "Licensing"])
def test_every_error_is_declared_in_an_interface(contract: str) -> None:
    """The scan reads interfaces only, so no contract or library may declare an error of its own."""
    for path in [ROOT / "contracts" / f"{contract}.sol", *(ROOT / "contracts" / "libraries").glob("*.sol")]:
        assert not ERROR.findall(source(path)), f"{path.name} declares an error of its own"
