"""Write what Python needs of the compiled contracts to ``ledger/abi/``, so that no user needs a compiler.

Each file has the ABI, the code to deploy, the code as deployed with the places of its immutables by name, the
storage layout, and the compiler's settings. The same sources give the same bytes on every machine.

Usage: python -m scripts.export_abi [--check]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.hardhat import ROOT, HardhatFailed, compile_contracts

CONTRACTS = ("CopyrightRegistry", "Licensing")
TARGET = ROOT / "ledger" / "abi"
EIP170_BYTES = 24_576  # the longest code a chain accepts (EIP-170)

Json = dict[str, Any]


def read_json(path: Path) -> Json:
    """A JSON object from a file."""
    value: Json = json.loads(path.read_text())
    return value


def declarations(node: object) -> Iterator[Json]:
    """All variable declarations in a syntax tree."""
    if isinstance(node, dict):
        if node.get("nodeType") == "VariableDeclaration":
            yield node
        for value in node.values():
            yield from declarations(value)
    elif isinstance(node, list):
        for value in node:
            yield from declarations(value)


def immutable_names(sources: Json) -> dict[str, str]:
    """Names of all immutables by the id in ``immutableReferences``, which differs from build to build."""
    return {
        str(node["id"]): node["name"]
        for source in sources.values()
        for node in declarations(source["ast"])
        if node.get("mutability") == "immutable"
    }


def named_immutables(references: Json, names: dict[str, str]) -> Json:
    """``immutableReferences`` with names for ids, places ascending."""
    named: Json = {}
    for identifier, places in references.items():
        name = names[identifier]
        if name in named:
            raise ValueError(f"two immutables share the name {name}")
        named[name] = sorted(places, key=lambda place: place["start"])
    return dict(sorted(named.items()))


def strip_id(type_name: str) -> str:
    """A storage type's name without the syntax-tree ids that solc puts in it."""
    return re.sub(r"\)\d+", ")", type_name)


def storage_layout(layout: Json) -> Json:
    """solc's storage layout, reduced to label, slot, offset and type."""

    def member(entry: Json) -> Json:
        kept = {key: entry[key] for key in ("label", "slot", "offset")}
        return {**kept, "type": strip_id(entry["type"])}

    types: Json = {}
    for name, entry in sorted((layout["types"] or {}).items()):
        described: Json = {key: strip_id(value) for key, value in entry.items() if key != "members"}
        if "members" in entry:
            described["members"] = [member(item) for item in entry["members"]]
        if types.setdefault(strip_id(name), described) != described:
            raise ValueError(f"two storage types share the name {strip_id(name)}")
    return {"storage": [member(entry) for entry in layout["storage"]], "types": types}


def export(artifacts: Path, name: str) -> Json:
    """Everything about one contract.

    Args:
        artifacts: Hardhat's folder of artifacts.
        name: The contract's name, which is its file's.

    Raises:
        ValueError: Its code needs linking, is longer than a chain accepts, or has ambiguous names.
    """
    artifact = read_json(artifacts / "contracts" / f"{name}.sol" / f"{name}.json")
    info = artifacts / "build-info" / artifact["buildInfoId"]
    built = read_json(info.with_name(info.name + ".json"))
    output = read_json(info.with_name(info.name + ".output.json"))["output"]
    compiled = output["contracts"][artifact["inputSourceName"]][name]
    size = (len(artifact["deployedBytecode"]) - 2) // 2
    if artifact["linkReferences"] or size > EIP170_BYTES:
        raise ValueError(
            f"{name} has {size} bytes (at most {EIP170_BYTES}) or needs linking; it can't be deployed"
        )
    settings = {key: value for key, value in built["input"]["settings"].items() if key != "outputSelection"}
    return {
        "contractName": name,
        "abi": artifact["abi"],
        "bytecode": artifact["bytecode"],
        "deployedBytecode": artifact["deployedBytecode"],
        "immutableReferences": named_immutables(
            artifact["immutableReferences"], immutable_names(output["sources"])
        ),
        "storageLayout": storage_layout(compiled["storageLayout"]),
        "compiler": {
            "version": built["solcLongVersion"],
            "settings": settings,
            "sources": sorted(built["input"]["sources"]),
        },
    }


def serialise(value: Json) -> str:
    """The one form in which an export is written."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the exports, or with --check compare them; 0 done or fresh, 1 stale or not compiling."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail when a file is not what the sources give"
    )
    check = parser.parse_args().check
    stale = []
    try:
        artifacts = compile_contracts("production")
        for name in CONTRACTS:
            path, text = TARGET / f"{name}.json", serialise(export(artifacts, name))
            if not path.is_file() or path.read_text() != text:
                stale.append(name)
                if not check:
                    TARGET.mkdir(parents=True, exist_ok=True)
                    path.write_text(text)
    except (HardhatFailed, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if check and stale:
        print(
            f"Stale in ledger/abi: {', '.join(stale)}. Run `make abi` and commit the result.", file=sys.stderr
        )
        return 1
    print("ledger/abi: " + (f"wrote {', '.join(stale)}" if stale else "fresh"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
