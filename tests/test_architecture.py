"""Who may import whom: the layers in pyproject.toml, and which package alone may use which library."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

import ledger

ROOT = Path(__file__).resolve().parent.parent

# The package that wraps a library is its only importer, so that the library can be replaced in one place.
ONLY_IMPORTERS = {
    "web3": ("ledger.chain",),
    "ipfshttpclient": ("ledger.ipfs",),
    "eth_account": ("ledger.keys", "ledger.chain"),
    "fastapi": ("api",),
    "starlette": ("api",),
    "uvicorn": ("api",),
    "typer": ("ledger.cli",),
    "rich": ("ledger.cli",),
    "rfc8785": ("ledger.core",),
    "keyring": ("ledger.keys",),
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import in our packages, those of other libraries included."""
    return grimp.build_graph("ledger", "api", include_external_packages=True, cache_dir=None)


def lint_imports(*, config: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter as `make check` does."""
    program = "import sys; from importlinter.cli import lint_imports_command as command; sys.exit(command())"
    arguments = [sys.executable, "-c", program, "--config", str(config), "--no-cache"]
    return subprocess.run(
        arguments,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(cwd)},
        capture_output=True,
        text=True,
        check=False,
    )


def outsiders(graph: grimp.ImportGraph, library: str, allowed: tuple[str, ...]) -> set[str]:
    """Modules that import a library and don't lie in a package that may."""
    importers = graph.find_modules_that_directly_import(library) if library in graph.modules else set()
    return {
        name for name in importers if not any(name == top or name.startswith(top + ".") for top in allowed)
    }


def test_the_layers_hold() -> None:
    result = lint_imports(config=ROOT / "pyproject.toml", cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_package_has_a_layer() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    layers = text.split('id = "layers"')[1].split("[[")[0]
    missing = [
        module.name
        for module in pkgutil.iter_modules(ledger.__path__)
        if f"ledger.{module.name}" not in layers
    ]
    assert missing == [], "name these in the layers of pyproject.toml"


@pytest.mark.parametrize("library", ONLY_IMPORTERS)
def test_a_library_is_imported_by_its_wrapper_alone(graph: grimp.ImportGraph, library: str) -> None:
    assert outsiders(graph, library, ONLY_IMPORTERS[library]) == set()


def test_the_command_line_reaches_into_the_api_in_one_place(graph: grimp.ImportGraph) -> None:
    inside = {name for name in graph.modules if name.startswith("ledger.cli")}
    reaching = {
        name
        for name in inside
        if any(one.startswith("api") for one in graph.find_modules_directly_imported_by(name))
    }
    assert reaching == {"ledger.cli.serving"}


def test_a_wrapped_library_is_seen_at_all(graph: grimp.ImportGraph) -> None:
    # Without this, a graph that lacks all libraries would pass the tests above.
    assert outsiders(graph, "web3", ()) and outsiders(graph, "ipfshttpclient", ())


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("ledger/core/a.py", "import time", "Core has no I/O"),
        ("ledger/core/a.py", "from ledger import ports", "Imports go one way"),
        ("ledger/services/b.py", "from ledger.services import a", "Services don't import each other"),
        ("ledger/chain/a.py", "from ledger import index", "Imports go one way"),
        ("ledger/cli/a.py", "from ledger import chain", "Edges and services reach adapters"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, module: str, line: str, broken: str) -> None:
    for name in ("core", "services", "chain", "ipfs", "store", "keys", "index", "cli", "text"):
        (tmp_path / "ledger" / name).mkdir(parents=True)
        (tmp_path / "ledger" / name / "__init__.py").touch()
    for name in ("__init__", "errors", "ports", "depot", "papers", "station", "home", "services/a"):
        (tmp_path / "ledger" / f"{name}.py").touch()
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "__init__.py").touch()
    clean = lint_imports(config=ROOT / "pyproject.toml", cwd=tmp_path)
    assert clean.returncode == 0, clean.stdout + clean.stderr
    (tmp_path / module).write_text(f"{line}\n")
    result = lint_imports(config=ROOT / "pyproject.toml", cwd=tmp_path)
    assert result.returncode == 1
    assert f"{broken}" in result.stdout and "BROKEN" in result.stdout
