"""Every sentence exists in both languages, with the same placeholders, and is used."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger import errors
from ledger.core.licensing import MandateKind
from ledger.core.refusals import code_of
from ledger.core.rights import AssetType, Exclusivity, Layer, LinkKind, Revocation, Usage
from ledger.core.verdict import Status
from ledger.text import messages

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for folder in ("ledger", "api")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "catalog" not in path.parts
]
RAISED = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {"DoneAlready"}
NAMES: dict[str, dict[str, object]] = {
    "use": dict(Usage.__members__),
    "layer": dict(Layer.__members__),
    "type": dict(AssetType.__members__),
    "link": dict(LinkKind.__members__),
    "exclusivity": dict(Exclusivity.__members__),
    "revocation": dict(Revocation.__members__),
    "verdict": dict(Status.__members__),
    "mandatekind": dict(MandateKind.__members__),
    "cli.rule": dict(Revocation.__members__),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                yield name, node


def first(node: ast.Call) -> str | None:
    found = node.args[0] if node.args else None
    return found.value if isinstance(found, ast.Constant) and isinstance(found.value, str) else None


def test_both_languages_say_the_same() -> None:
    for key, (english, chinese) in messages().items():
        assert placeholders(english) == placeholders(chinese), key
        assert english.strip() and chinese.strip(), key


def test_chinese_is_chinese() -> None:
    # Examples are commands, and some names have no other spelling.
    same = {
        key
        for key, (_, chinese) in messages().items()
        if not CHINESE.search(chinese) and not key.startswith("cli.example.")
    }
    assert same == {"explain.percent"}


def test_every_error_has_its_sentences() -> None:
    known = messages()
    raised = {code for name, node in calls() if name in RAISED and (code := first(node))}
    assert len(raised) > 100
    missing = [code for code in raised if f"error.{code}" not in known or f"hint.{code}" not in known]
    assert missing == []


def test_parameters_of_errors_fit_their_sentences() -> None:
    known = messages()
    for name, node in calls():
        code = first(node) if name in RAISED else None
        if code is None or any(keyword.arg is None for keyword in node.keywords):
            continue
        given = {keyword.arg for keyword in node.keywords}
        for key in (f"error.{code}", f"hint.{code}"):
            assert placeholders(known[key][0]) <= given, (key, given, node.lineno)


def literals() -> set[str]:
    """Every string in the code, and the fixed beginning of every f-string."""
    found = set[str]()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                found.add(f"{node.values[0].value}*")
    return found


def test_no_sentence_is_left_over() -> None:
    used = literals()
    begun = tuple(word[:-1] for word in used if word.endswith("*") and len(word) > 3)
    left = []
    for key in messages():
        bare = key.removeprefix("cli.")
        code = key.partition(".")[2]
        # A help page is named by its command: the second argument of @command, or the group's name.
        names = {key, bare, bare.removeprefix("help."), bare.removeprefix("example.")}
        names |= {bare.removeprefix("opt."), bare.removeprefix("usage."), bare.removeprefix("bar.")}
        if key.startswith(("error.", "hint.", "code.")):
            names.add(code)
        known = code.startswith("CONTRACT_") or key.rpartition(".")[0] in NAMES
        if not known and not names & used and not any(key.startswith(head) for head in begun):
            left.append(key)
    assert left == []


def test_every_contract_error_has_its_sentences() -> None:
    known = messages()
    for path in (ROOT / "contracts" / "interfaces").glob("*.sol"):
        for name in re.findall(r"^\s*error (\w+)", path.read_text(), re.MULTILINE):
            assert f"error.{code_of(name)}" in known and f"hint.{code_of(name)}" in known, name


@pytest.mark.parametrize("prefix", NAMES)
def test_every_name_has_words(prefix: str) -> None:
    worded = {key.rpartition(".")[2] for key in messages() if key.rpartition(".")[0] == prefix}
    assert worded == NAMES[prefix].keys()
