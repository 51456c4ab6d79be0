"""The same vectors in JavaScript: @openzeppelin/merkle-tree, ECMAScript's own JSON, node:crypto."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")
FILES = (
    "merkle/v1/trees.json",
    "record/v1/records.json",
    "json/v1/canonical.json",
    "eip712/v1/messages.json",
    "eip712/v1/signatures.json",
)
"""What ``check.mjs`` reads."""


@pytest.mark.skipif(NODE is None, reason="no node on PATH")
@pytest.mark.skipif(
    not (ROOT / "node_modules/@openzeppelin/merkle-tree").exists(), reason="npm ci has not run"
)
class TestJavaScript:
    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(NODE), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)

    def test_agrees(self) -> None:
        done = self.run("scripts/vectors/check.mjs")
        assert done.returncode == 0, done.stderr
        assert "0 wrong" in done.stdout and int(done.stdout.split()[0]) > 200

    def test_disagrees_when_a_vector_is_wrong(self, tmp_path: Path) -> None:
        shutil.copytree(ROOT / "tests/vectors", tmp_path / "vectors")
        file = tmp_path / "vectors/record/v1/records.json"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('"hash": "0x', '"hash": "0xf', 1), encoding="utf-8")
        done = self.run("scripts/vectors/check.mjs", str(tmp_path / "vectors"))
        assert done.returncode == 1 and "record song, the least hash" in done.stderr

    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize("content", ["[]", "missing"])
    def test_fails_on_a_file_without_cases(self, name: str, content: str, tmp_path: Path) -> None:
        shutil.copytree(ROOT / "tests/vectors", tmp_path / "vectors")
        file = tmp_path / "vectors" / name
        body = json.loads(file.read_text(encoding="utf-8"))
        found = "trees" if "trees" in body else "cases"
        changed = {**body, found: []} if content == "[]" else {"version": body["version"]}
        file.write_text(json.dumps(changed), encoding="utf-8")
        done = self.run("scripts/vectors/check.mjs", str(tmp_path / "vectors"))
        assert done.returncode == 1 and done.stderr == f"{name}: no {found}\n"

    def test_trees_are_as_the_library_makes_them(self) -> None:
        done = self.run("scripts/vectors/merkle.mjs")
        assert done.stdout == (ROOT / "tests/vectors/merkle/v1/trees.json").read_text(encoding="utf-8")
