"""docs/verdict.md: its example is executed, and its table of codes is that of the source."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

from scripts.vectors.verdicts import gaps, read

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "verdict.md").read_text(encoding="utf-8")
VECTORS = ROOT / "tests" / "vectors" / "verdict" / "v1"


def section(name: str) -> str:
    """The text under a heading, up to the next of its level."""
    found = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None, name
    return found[1]


def rows() -> dict[str, tuple[str, str]]:
    """Check and status of every code in the table."""
    found = re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \| [^|]+ \|$", section("Codes"), re.MULTILINE)
    assert len(found) == len({code for code, _, _ in found}), "a code twice"
    return {code: (check, status) for code, check, status in found}


def test_example() -> None:
    """The code block prints what the block after it shows."""
    text = section("Example")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert [kind for kind, _ in blocks] == ["python", ""]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(blocks[0][1], "docs/verdict.md", "exec"), {})
    assert said.getvalue() == blocks[1][1]


def test_codes() -> None:
    """Exactly the codes that the source says, in alphabetical order."""
    listed = list(rows())
    assert set(listed) == gaps.emitted()
    assert listed == sorted(listed)


def test_statuses() -> None:
    """A code of a layer comes with a status that the table names; a flag is called one."""
    table = rows()
    for case in read(VECTORS):
        for place, layer in case["expected"]["layers"].items():
            named = {status for code in layer["codes"] for status in table[code][1].split(", ")}
            assert not layer["codes"] or layer["verdict"] in named, (case["name"], place)
        for flag in case["expected"]["flags"]:
            assert "flag" in table[flag][1].split(", "), flag


def test_checks() -> None:
    """Every check is of RIGHTS.md, or the policy's."""
    known = {*gaps.CHECKS, "policy"}
    for code, (check, _) in rows().items():
        assert set(check.split(", ")) <= known, code
