"""The compiled contracts as this version ships them (``ledger/abi``): functions, events, errors, code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ledger.core.keccak import keccak

REGISTRY = "CopyrightRegistry"
LICENSING = "Licensing"

Param = Mapping[str, Any]
"""One input of the ABI: name, type, for a tuple its components, for an event's whether it is indexed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A function, event or custom error; ``identifier`` is its selector or first topic."""

    name: str
    identifier: bytes
    params: tuple[Param, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """One compiled contract."""

    name: str
    constructor: Entry
    functions: Mapping[str, Entry]
    events: Mapping[bytes, Entry]
    errors: Mapping[bytes, Entry]
    creation_code: bytes
    deployed_code: bytes
    immutables: Mapping[str, tuple[int, ...]]
    """Where in ``deployed_code`` the 32 bytes of each immutable stand."""


@cache
def contract(name: str) -> Contract:
    """A contract of this version.

    Args:
        name: ``CopyrightRegistry`` or ``Licensing``.
    """
    file = resources.files("ledger") / "abi" / f"{name}.json"
    return from_document(name, json.loads(file.read_text(encoding="utf-8")))


def from_document(name: str, document: Mapping[str, Any]) -> Contract:
    """A contract from its exported file."""
    implicit = Entry("constructor", b"", ())
    found: dict[str, list[Entry]] = {"function": [], "event": [], "error": [], "constructor": []}
    for item in document["abi"]:
        found[item["type"]].append(_entry(item))
    return Contract(
        name=name,
        constructor=(*found["constructor"], implicit)[0],
        functions={entry.name: entry for entry in found["function"]},
        events={entry.identifier: entry for entry in found["event"]},
        errors={entry.identifier: entry for entry in found["error"]},
        creation_code=bytes.fromhex(document["bytecode"][2:]),
        deployed_code=bytes.fromhex(document["deployedBytecode"][2:]),
        immutables={
            label: tuple(place["start"] for place in places)
            for label, places in document["immutableReferences"].items()
        },
    )


def type_of(param: Param) -> str:
    """The type as it stands in a signature: tuples spelled out."""
    kind: str = param["type"]
    if not kind.startswith("tuple"):
        return kind
    inner = ",".join(type_of(component) for component in param["components"])
    return f"({inner}){kind.removeprefix('tuple')}"


def _entry(item: Mapping[str, Any]) -> Entry:
    params = tuple(item["inputs"])
    name = item.get("name", "constructor")
    digest = keccak(f"{name}({','.join(map(type_of, params))})".encode())
    return Entry(name, digest if item["type"] == "event" else digest[:4], params)
