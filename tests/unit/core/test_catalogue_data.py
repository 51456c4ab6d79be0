"""Every error of these modules has its sentence and its hint, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from ledger.text import messages
from ledger.text.catalog import data, record, split, store

CATALOGUES = (data, record, split, store)
ROOT = Path(__file__).parents[3] / "ledger"
CORE = """
    characters cid dates fields hashing identifiers keccak merkle model places record record_parts
    record_words strictjson times titles unixfs uses walk
""".split()  # noqa: SIM905
SOURCES = [ROOT / "core" / f"{name}.py" for name in CORE] + sorted(
    path for folder in ("store", "ipfs") for path in (ROOT / folder).glob("*.py")
)
CODE = re.compile(r'"([A-Z]+(?:_[A-Z0-9]+)+)"')


def raised(path: Path) -> set[str]:
    """Codes named where an error is made, the two of ``A if … else B`` included."""
    source = path.read_text(encoding="utf-8")
    calls = re.findall(r'(?:BadInput|ServiceDown|UsageError)\(\s*"[A-Z0-9_]+"', source)
    choices = re.findall(r'"[A-Z0-9_]+" if [^\n]* else "[A-Z0-9_]+"', source)
    return {code for text in (*calls, *choices) for code in CODE.findall(text)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_search_finds_them() -> None:
    assert {"SPLIT_SUM", "SPLIT_SUM_OVER", "DATE_NEEDS_OFFSET"} <= {
        code for path in SOURCES for code in raised(path)
    }
    assert "STORE_SLOW" in raised(ROOT / "ipfs" / "faults.py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_error_has_a_sentence(path: Path) -> None:
    for code in raised(path):
        assert f"error.{code}" in messages() and f"hint.{code}" in messages(), code


def test_no_sentence_without_an_error() -> None:
    used = {code for path in SOURCES for code in raised(path)}
    for catalogue in CATALOGUES:
        for key in catalogue.MESSAGES:
            assert key.split(".", 1)[1] in used, key


def test_both_languages_have_the_same_placeholders() -> None:
    for catalogue in CATALOGUES:
        for key, (english, chinese) in catalogue.MESSAGES.items():
            one, other = (
                {name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, chinese)
            )
            assert one == other, key
            assert english[-1] in ".}=0" and re.search("[\u4e00-\u9fff]", chinese), key


def test_hints_ask_for_nothing_that_the_error_does_not_know() -> None:
    for catalogue in CATALOGUES:
        for key, (english, _) in catalogue.MESSAGES.items():
            if key.startswith("hint."):
                told = placeholders(catalogue.MESSAGES[key.replace("hint.", "error.", 1)][0])
                assert placeholders(english) <= {"known", "example", *told}, key
