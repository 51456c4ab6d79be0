"""Operations as JSON documents: what ``POST /v1/operations`` takes.

Field names are those of the EIP-712 types. Every integer is a decimal string, and a plain
integer is refused: one form for every value, so that nothing is read in two ways (THREATS.md 6, 42).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, Protocol, get_args, get_origin, get_type_hints

from ledger.core import eip712
from ledger.core.model import Domain
from ledger.core.operations import (
    Activate,
    ActivateMandate,
    Anchor,
    Assign,
    Attest,
    CancelDeal,
    CancelMandate,
    CancelRegistration,
    ClaimUnits,
    Confirm,
    OpenDispute,
    Operation,
    Register,
    Replace,
    ResolveDispute,
    RevealFile,
    State,
    Terminate,
    VoidTitle,
    Withdraw,
    WithdrawDispute,
)
from ledger.errors import BadInput


class Domains(Protocol):
    """The part of a network that ids depend on."""

    @property
    def registry_domain(self) -> Domain:
        """EIP-712 domain of registrations."""
        ...

    @property
    def licensing_domain(self) -> Domain:
        """EIP-712 domain of deals."""
        ...


_KINDS: Mapping[str, type[Operation]] = {
    "anchor": Anchor,
    "register": Register,
    "activate": Activate,
    "terminate": Terminate,
    "cancel_deal": CancelDeal,
    "cancel_registration": CancelRegistration,
    "confirm": Confirm,
    "replace": Replace,
    "claim_units": ClaimUnits,
    "assign": Assign,
    "activate_mandate": ActivateMandate,
    "withdraw": Withdraw,
    "cancel_mandate": CancelMandate,
    "open_dispute": OpenDispute,
    "withdraw_dispute": WithdrawDispute,
    "resolve_dispute": ResolveDispute,
    "void_title": VoidTitle,
    "attest": Attest,
    "state": State,
    "reveal": RevealFile,
}
_DECIMAL = re.compile(r"(0|[1-9][0-9]{0,77})\Z")
_HEX = re.compile(r"0x([0-9a-f]{2})*\Z")


def camel(name: str) -> str:
    """``accept_by`` as ``acceptBy``, and ``from_`` as ``from``."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def plain(value: Any) -> Any:
    """A struct, tuple or value as JSON: integers as decimal strings, bytes as 0x strings."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return {camel(field.name): plain(getattr(value, field.name)) for field in fields(value)}


def struct(kind: Any, value: object, path: str = "") -> Any:
    """The strict inverse of ``plain``.

    Args:
        kind: A dataclass, ``tuple[X, ...]``, ``int``, ``str``, ``bool`` or ``bytes``.
        value: JSON.
        path: Where it stands, for messages.

    Raises:
        BadInput: ``JSON_SHAPE``; what the dataclass finds wrong.
    """
    if get_origin(kind) is tuple:
        items = _expect(value, list, path)
        return tuple(struct(get_args(kind)[0], item, f"{path}[{i}]") for i, item in enumerate(items))
    leaf = _LEAVES.get(kind)
    if leaf is not None:
        return leaf(value, path)
    given = _expect(value, dict, path)
    members = _members(kind)
    if given.keys() != members.keys():
        wrong = ", ".join(sorted(given.keys() ^ members.keys()))
        raise BadInput("JSON_FIELDS", path=path or "/", fields=wrong)
    return kind(**{name: struct(hint, given[key], f"{path}/{key}") for key, (name, hint) in members.items()})


@cache
def _members(kind: type) -> dict[str, tuple[str, Any]]:
    """Fields of a dataclass by their names in JSON, with their types."""
    hints = get_type_hints(kind)
    return {camel(field.name): (field.name, hints[field.name]) for field in fields(kind)}


def _expect(value: object, kind: type, path: str) -> Any:
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        raise BadInput("JSON_SHAPE", path=path or "/", expected=kind.__name__)
    return value


def _integer(value: object, path: str) -> int:
    text = _expect(value, str, path)
    if not _DECIMAL.match(text):
        raise BadInput("JSON_DECIMAL", path=path, value=text[:80])
    return int(text)


def _octets(value: object, path: str) -> bytes:
    text = _expect(value, str, path)
    if not _HEX.match(text):
        raise BadInput("JSON_HEX", path=path, value=text[:80])
    return bytes.fromhex(text[2:])


_LEAVES: dict[object, Callable[[object, str], Any]] = {
    int: _integer,
    bytes: _octets,
    str: lambda value, path: _expect(value, str, path),
    bool: lambda value, path: _expect(value, bool, path),
}


def to_json(operation: Operation) -> dict[str, Any]:
    """An operation as a JSON document with its kind."""
    kind = next(name for name, cls in _KINDS.items() if type(operation) is cls)
    return {"kind": kind, **plain(operation)}


def from_json(document: object, path: str = "") -> Operation:
    """The strict inverse of ``to_json``.

    Args:
        document: JSON.
        path: Where it stands, for messages.

    Raises:
        BadInput: ``JSON_SHAPE``, ``JSON_FIELDS``, ``JSON_DECIMAL``, ``JSON_HEX``, ``OPERATION_KIND``.
    """
    body = dict(_expect(document, dict, path))
    kind = body.pop("kind", None)
    if not isinstance(kind, str) or kind not in _KINDS:
        raise BadInput("OPERATION_KIND", kind=str(kind)[:40], known=", ".join(_KINDS))
    operation: Operation = struct(_KINDS[kind], body, path)
    return operation


def operation_id(operation: Operation, network: Domains) -> str:
    """The EIP-712 digest of what is signed, a 0x string of 32 bytes; the root of an anchor.

    Args:
        operation: The operation.
        network: Domains of its chain.
    """
    match operation:
        case Anchor():
            return operation.root
        case Register():
            return eip712.digest(network.registry_domain, operation.registration)
        case Activate():
            return eip712.digest(network.licensing_domain, operation.deal)
        case Terminate():
            return eip712.digest(network.licensing_domain, operation.termination)
        case CancelDeal() | CancelMandate():
            return eip712.digest(network.licensing_domain, operation.cancellation)
        case ActivateMandate():
            return eip712.digest(network.licensing_domain, operation.mandate)
        case Withdraw():
            return eip712.digest(network.licensing_domain, operation.withdrawal)
        case OpenDispute() | WithdrawDispute() | ResolveDispute() | Attest() | State() | RevealFile():
            return eip712.digest(network.registry_domain, operation.text)
        case VoidTitle():
            return eip712.digest(network.registry_domain, operation.arbitration)
        case CancelRegistration():
            return eip712.digest(network.registry_domain, operation.cancellation)
        case Confirm():
            return eip712.digest(network.registry_domain, operation.confirmation)
        case Replace():
            return eip712.digest(network.registry_domain, operation.replacement)
        case ClaimUnits():
            return eip712.digest(network.registry_domain, operation.claim)
    return eip712.digest(network.registry_domain, operation.assignment)
