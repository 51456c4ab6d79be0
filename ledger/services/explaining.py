"""Signed texts in words: what a wallet shows as numbers, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ledger.core import eip712, operation_json, places, times, uses
from ledger.core.eip712 import Message
from ledger.core.licensing import Mandate, MandateKind
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Domain
from ledger.core.rights import AssetType, Exclusivity, Layer, LinkKind, Revocation
from ledger.core.titles import percent
from ledger.errors import BadInput
from ledger.text import Lang, text

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a signed text: where it stands, its value as a wallet shows it, and what that means."""

    field: str
    value: str
    words: str


def from_typed_data(document: dict[str, Any]) -> tuple[Domain, Message]:
    """The request of an ``eth_signTypedData_v4`` as what it would have signed.

    Args:
        document: With ``types``, ``primaryType``, ``domain`` and ``message``.

    Raises:
        BadInput: ``TYPED_DATA``: it is not one of ours, word for word.
    """
    kind = eip712.KINDS.get(str(document.get("primaryType")))
    given = document.get("domain")
    if kind is None or not isinstance(given, dict):
        raise BadInput("TYPED_DATA")
    try:
        chain_id = int(_normal("uint256", given["chainId"]))
        domain = Domain(str(given["name"]), chain_id, str(given["verifyingContract"]).lower())
        normal = _normal(kind.__name__, document.get("message"))
        message: Message = operation_json.struct(kind, normal, "/message")
    except (KeyError, ValueError) as error:
        raise BadInput("TYPED_DATA") from error
    expected = eip712.typed_data(domain, message)
    if document.get("types") != expected["types"] or given.get("version") != "1":
        raise BadInput("TYPED_DATA")
    return domain, message


def _normal(kind: str, value: Any) -> Any:
    """A value as wallets write it (numbers, hex numbers, checksummed addresses) in our one form."""
    if kind.endswith("[]") and isinstance(value, list):
        return [_normal(kind[:-2], item) for item in value]
    if kind in eip712.TYPES and isinstance(value, dict):
        inner = {field: one for one, field in eip712.TYPES[kind]}
        return {field: _normal(inner.get(field, ""), item) for field, item in value.items()}
    if kind.startswith("uint") and isinstance(value, int | str) and not isinstance(value, bool):
        hexadecimal = isinstance(value, str) and value.startswith("0x")
        return str(int(str(value), 16)) if hexadecimal else str(value)
    return value.lower() if kind in ("address", "bytes32") and isinstance(value, str) else value


def rows(message: Message, lang: Lang) -> list[Row]:
    """Every field of a signed text.

    Args:
        message: What is signed.
        lang: Language of the words.
    """
    kind = type(message).__name__
    return [_special(kind, row, message, lang) for row in _rows(kind, message, "", lang)]


def _special(kind: str, row: Row, message: Message, lang: Lang) -> Row:
    """Fields of a mandate that mean something else than elsewhere."""
    if isinstance(message, Mandate) and row.field == "kind":
        return Row(row.field, row.value, _named("mandatekind", MandateKind)(message.kind, lang))
    if row.field == "kind":
        return Row(row.field, row.value, "")
    if isinstance(message, Mandate) and row.field == "layer" and not message.layer:
        return Row(row.field, row.value, text("explain.every_layer", lang))
    if isinstance(message, Mandate) and row.field == "asset" and message.asset == ZERO_HASH:
        return Row(row.field, row.value, text("explain.every_work", lang))
    return row


def _rows(kind: str, value: Any, path: str, lang: Lang) -> Iterator[Row]:
    if kind.endswith("[]"):
        for place, item in enumerate(value):
            yield from _rows(kind[:-2], item, f"{path}[{place}]", lang)
        if not value:
            yield Row(path, "[]", text("explain.none", lang))
    elif kind in eip712.TYPES:
        for inner, field in eip712.TYPES[kind]:
            where = f"{path}.{field}" if path else field
            yield from _rows(inner, getattr(value, eip712.snake(field)), where, lang)
    else:
        field = path.rpartition(".")[2].partition("[")[0]
        yield Row(path, _shown(value), _words(field, value, path, lang))


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _words(field: str, value: Any, path: str, lang: Lang) -> str:
    told = _TOLD.get(field)
    if told is not None:
        return told(value, lang)
    if field == "lines" and "." not in path:
        named = ", ".join(str(place) for place in range(value.bit_length()) if value >> place & 1)
        return text("explain.lines", lang, lines=named)
    if isinstance(value, bool):
        return text("explain.yes" if value else "explain.no", lang)
    if value in (ZERO_ADDRESS, ZERO_HASH):
        return text("explain.none", lang)
    if isinstance(value, str) and len(value) == len(ZERO_HASH):
        return text("explain.hash", lang)
    return ""


def _named(prefix: str, kind: Any) -> Callable[[int, Lang], str]:
    def told(value: int, lang: Lang) -> str:
        try:
            name = kind(value).name
        except ValueError:
            return "?"
        return f"{name} – {text(f'{prefix}.{name}', lang)}"

    return told


def uses_in_words(mask: int, lang: Lang) -> str:
    """Uses of a mask by name and in words."""
    return ", ".join(f"{name} ({text(f'use.{name}', lang)})" for name in uses.names(mask))


def _moment(value: int, lang: Lang) -> str:
    shown = times.iso(value, True)
    return text("explain.open", lang) if shown == times.OPEN else shown


def _fixed(key: str) -> Callable[[Any, Lang], str]:
    return lambda _, lang: text(f"explain.{key}", lang)


def _notice(value: int, lang: Lang) -> str:
    days = f"{value / _DAY_S:g}"
    return text("explain.days", lang, days=days) if value else text("explain.at_once", lang)


_TOLD: dict[str, Callable[[Any, Lang], str]] = {
    "usage": uses_in_words,
    "territory": lambda value, lang: ", ".join(places.names(value)),
    "layer": _named("layer", Layer),
    "exclusivity": _named("exclusivity", Exclusivity),
    "revocation": _named("revocation", Revocation),
    "assetType": _named("type", AssetType),
    "kind": _named("link", LinkKind),
    "start": _moment,
    "end": lambda value, lang: text("explain.end_zero", lang) if value == 0 else _moment(value, lang),
    "acceptBy": _moment,
    "deadline": _moment,
    "notice": _notice,
    "units": lambda value, lang: text("explain.percent", lang, percent=percent(value)),
    "depth": lambda value, lang: text("explain.depth", lang, depth=value),
    "licensee": lambda value, lang: text("explain.anyone", lang) if value == ZERO_ADDRESS else "",
    "terms": _fixed("terms"),
    "title": _fixed("title"),
    "salt": _fixed("salt"),
}
