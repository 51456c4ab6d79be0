"""Solidity tests as text: their functions, what these call, and which refusals they expect.

No compiler: comments and the contents of strings are blanked, then functions are found by their brackets. A
call is a name before a bracket, looked up by that name alone in the file and in all that it imports; a name
that several helpers share stands for all of them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

Expected = tuple[str, int]
"""An error as ``Interface.Name``, and how many arguments are encoded with it."""

_BLANKED = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"", re.DOTALL)
_COMMENT = re.compile(r"(\"(?:[^\"\\\n]|\\.)*\")|//[^\n]*|/\*.*?\*/", re.DOTALL)
_HEAD = re.compile(r"\b(?:function|modifier)\s+(\w+)")
_IMPORT = re.compile(r"\bimport\b[^;]*?\"(\.[^\"]+)\"")
_NAME = re.compile(r"\b([A-Za-z_]\w*)\b")
_CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
_STEP = re.compile(
    r"\b(?P<variable>\w+)\s*=(?!=)(?P<value>[^;]*?\bI\w+\.\w+\.selector[^;]*);"
    r"|\bencodeWithSelector\(\s*(?P<first>[\w.]+)\s*(?P<comma>,?)"
)
_SELECTOR = re.compile(r"\b(I[A-Z]\w*\.\w+)\.selector\b")
_EXPECTATION = re.compile(
    r"\bexpectRevert\s*\(|\bassertEq\s*\(\s*keccak256\s*\(\s*\w+\s*\)\s*,\s*keccak256\b"
)


@dataclass(frozen=True)
class Function:
    """A function or modifier of a test file.

    Args:
        file: Path of its file below ``tests/contracts``.
        name: Its name.
        text: Head and body, comments and strings blanked.
        raw: Head and body, comments alone taken out.
    """

    file: str
    name: str
    text: str
    raw: str

    @property
    def is_test(self) -> bool:
        """Whether the runner takes it for a test."""
        head = self.text.partition("{")[0]
        named = self.name.startswith(("test", "invariant"))
        return named and "external" in head and self.file.endswith(".t.sol")

    @property
    def id(self) -> str:
        """As docs/security.md names tests."""
        return f"{self.file}::{self.name}"

    @cached_property
    def calls(self) -> frozenset[str]:
        """Names that it calls, modifiers in its head among them."""
        head, _, body = self.text.partition("{")
        behind = head[closing(head, head.find("(")) :] if "(" in head else ""
        return frozenset(_CALL.findall(body)) | frozenset(_NAME.findall(behind))

    @cached_property
    def encodes(self) -> frozenset[Expected]:
        """Errors whose refusals it puts together: in one go, or by way of a variable with the selector."""
        known: dict[str, list[str]] = {}
        found: set[Expected] = set()
        for step in _STEP.finditer(self.text):
            if step["variable"]:
                known[step["variable"]] = _SELECTOR.findall(step["value"])
                # An encoding may stand on the right side, and the pattern has passed it.
                found.update(_encoded(step["value"], known))
            else:
                found.update(_encoded(self.text[step.start() :], known, once=True))
        return frozenset(found)

    @property
    def expects(self) -> bool:
        """Whether it compares what was answered with what must be."""
        return bool(_EXPECTATION.search(self.text))


class Suite:
    """All Solidity tests.

    Args:
        sources: Path below ``tests/contracts`` and text of every file.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.functions: dict[str, dict[str, list[Function]]] = {}
        self._imports: dict[str, list[str]] = {}
        for file, text in sources.items():
            names: dict[str, list[Function]] = {}
            for function in functions_of(file, text):
                names.setdefault(function.name, []).append(function)
            self.functions[file] = names
            folder = posixpath.dirname(file)
            found = (posixpath.normpath(posixpath.join(folder, path)) for path in _IMPORT.findall(text))
            self._imports[file] = [path for path in found if path in sources]

    @cached_property
    def tests(self) -> dict[str, Function]:
        """Every test by its id."""
        all_ = (each for names in self.functions.values() for group in names.values() for each in group)
        return {function.id: function for function in all_ if function.is_test}

    @cached_property
    def expectations(self) -> dict[str, frozenset[Expected]]:
        """For each test what it or a helper encodes; nothing if neither ever compares an answer."""
        result: dict[str, frozenset[Expected]] = {}
        for name, test in self.tests.items():
            reached = list(self.reached(test))
            compares = any(function.expects for function in reached)
            errors = frozenset[Expected]().union(*(function.encodes for function in reached))
            result[name] = errors if compares else frozenset()
        return result

    def reached(self, test: Function) -> Iterator[Function]:
        """A test and every function that it may call, each once."""
        files = self._closure(test.file)
        seen, waiting = {test.name}, [test]
        while waiting:
            function = waiting.pop()
            yield function
            for name in function.calls - seen:
                seen.add(name)
                waiting += [each for file in files for each in self.functions[file].get(name, ())]

    def _closure(self, file: str) -> list[str]:
        """A file and all that it imports."""
        found = [file]
        for each in found:
            found += [path for path in self._imports[each] if path not in found]
        return found


@cache
def functions_of(file: str, text: str) -> tuple[Function, ...]:
    """Functions and modifiers that have a body."""
    blank = _BLANKED.sub(lambda match: _blanked(match[0]), text)
    raw = _COMMENT.sub(lambda match: match[1] or " " * len(match[0]), text)
    found = []
    for head in _HEAD.finditer(blank):
        stop = re.compile(r"[{;]").search(blank, head.end())
        if stop is None or stop[0] == ";":
            continue
        end = closing(blank, stop.start())
        found.append(Function(file, head[1], blank[head.start() : end], raw[head.start() : end]))
    return tuple(found)


def closing(text: str, start: int) -> int:
    """Place after the bracket that closes the one at ``start``; the end of the text if none does."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return place + 1
    return len(text)


def count_arguments(text: str) -> int:
    """How many arguments stand in a text that begins after the comma before the first of them."""
    depth, commas = 0, 0
    for place, character in enumerate(text):
        if character in ")]}" and depth == 0:
            return commas + 1 if text[:place].strip() else 0
        depth += (character in "([{") - (character in ")]}")
        commas += character == "," and depth == 0
    return commas + 1


def _encoded(text: str, known: Mapping[str, list[str]], *, once: bool = False) -> Iterator[Expected]:
    for match in re.finditer(r"\bencodeWithSelector\(\s*([\w.]+)\s*(,?)", text):
        direct = _SELECTOR.fullmatch(match[1])
        count = count_arguments(text[match.end() :]) if match[2] else 0
        yield from ((error, count) for error in ([direct[1]] if direct else known.get(match[1], ())))
        if once:
            return


def _blanked(piece: str) -> str:
    """A comment as spaces, a string as spaces between its quotes."""
    return '"' + " " * (len(piece) - 2) + '"' if piece[0] == '"' else " " * len(piece)
