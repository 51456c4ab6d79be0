"""Between the dataclasses of ``ledger.core`` and the ABI's tuples, by the names of the ABI's fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from keyword import iskeyword
from typing import Any

from eth_abi import abi as codec
from eth_abi.exceptions import DecodingError

from ledger.chain.abi import Param, type_of
from ledger.core import licensing, model
from ledger.errors import SongdeedError


@dataclass(frozen=True, slots=True)
class Activation:
    """ILicensing.Activation: a deal with all that shows that it may come into force."""

    deal: model.Deal
    titles: tuple[model.Title, ...]
    proof: tuple[licensing.Proof, ...]
    signatures: bytes | str


STRUCTS: Mapping[str, type[Any]] = {
    "struct Link": model.Link,
    "struct Share": model.Share,
    "struct Unclaimed": model.Unclaimed,
    "struct Line": model.Line,
    "struct Deal": model.Deal,
    "struct Title": model.Title,
    "struct Mandate": licensing.Mandate,
    "struct Asset": model.Asset,
    "struct Split": model.Split,
    "struct Origin": model.Origin,
    "struct Registration": model.Registration,
    "struct Assignment": model.Assignment,
    "struct UnitsClaim": model.UnitsClaim,
    "struct Bar": licensing.Bar,
    "struct Bars": licensing.Bars,
    "struct Entry": licensing.Entry,
    "struct Exclusives": licensing.Exclusives,
    "struct Seen": licensing.Seen,
    "struct Proof": licensing.Proof,
    "struct Activation": Activation,
    "struct Replacement": model.Replacement,
}
"""Structs that events bear, and calls on which a step of a chain rests."""


class NotCanonical(ValueError):
    """Bytes that the contracts would never have written."""


def encode(params: Sequence[Param], values: Sequence[object]) -> bytes:
    """ABI encoding of arguments.

    Args:
        params: What the ABI wants.
        values: Dataclasses of ``ledger.core.model``, sequences, integers, bytes, and 0x strings.
    """
    given = [_plain(param, value) for param, value in zip(params, values, strict=True)]
    return codec.encode([type_of(param) for param in params], given)


def decode(params: Sequence[Param], data: bytes) -> tuple[Any, ...]:
    """Values of an ABI encoding; structs as dataclasses, bytes and addresses as 0x strings.

    Raises:
        NotCanonical: Data cut off, not padded with zeros, followed by more, or out of a type's range.
    """
    types = [type_of(param) for param in params]
    try:
        values = codec.decode(types, data)
        # Other offsets, gaps and trailing bytes decode too: the contracts write only this one form.
        if codec.encode(types, values) != data:
            raise NotCanonical(f"{len(data)} bytes are not the one encoding of {','.join(types)}")
        return tuple(_rich(param, value) for param, value in zip(params, values, strict=True))
    except (DecodingError, SongdeedError, OverflowError, UnicodeError) as error:
        raise NotCanonical(str(error)) from error


@cache
def snake(name: str) -> str:
    """``acceptBy`` as ``accept_by``, and ``from``, which is a keyword, as ``from_``."""
    plain = re.sub(r"([A-Z])", lambda match: "_" + match[1].lower(), name)
    return plain + "_" if iskeyword(plain) else plain


def _plain(param: Param, value: Any) -> Any:
    kind: str = param["type"]
    if kind.endswith("[]"):
        item = {**param, "type": kind[:-2]}
        return [_plain(item, each) for each in value]
    if kind == "tuple":
        return tuple(_plain(part, getattr(value, snake(part["name"]))) for part in param["components"])
    if kind.startswith("bytes") and isinstance(value, str):
        return bytes.fromhex(value[2:])
    return value


def _rich(param: Param, value: Any) -> Any:
    kind: str = param["type"]
    if kind.endswith("[]"):
        inner = str(param.get("internalType", "")).removesuffix("[]")
        item = {**param, "type": kind[:-2], "internalType": inner}
        return tuple(_rich(item, each) for each in value)
    if kind == "tuple":
        parts = {
            snake(part["name"]): _rich(part, each)
            for part, each in zip(param["components"], value, strict=True)
        }
        return STRUCTS[param["internalType"]](**parts)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return value
