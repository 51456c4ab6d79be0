"""Who owns a layer: splits as people write them, exact to a hundred-millionth (RIGHTS 3, *Title*)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from ledger.core.characters import clean_text
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Share, Split, Unclaimed
from ledger.core.rights import LAYERS_OF, MAX_HOLDERS, WHOLE, AssetType, Layer
from ledger.errors import BadInput

KEYLESS = "?"
"""Before the name of somebody who has no key yet: ``PRF:hao=60,?陈小姐=40``."""

Resolve = Callable[[str], str]
"""Lower-case address of a name or address that somebody typed."""

_ADDRESS_LENGTH = 42
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,6}))?\s*%?\Z", re.ASCII)
_PER_CENT = WHOLE // 100
# Full-width signs are what a Chinese keyboard types.
_SIGNS = str.maketrans("：＝，％．", ":=,%.")


def parse_split(text: str, resolve: Resolve) -> Split:
    """The split that a text spells.

    Args:
        text: ``WRK:lin=60,hao=40`` in per cent with up to six decimals, or ``PRF:a,b,c`` for equal parts.
        resolve: Turns a name into a lower-case address; what it raises is passed on.

    Returns:
        Holders ascending by address, units adding up to WHOLE.

    Raises:
        BadInput: ``SPLIT_SYNTAX``, ``SPLIT_LAYER_UNKNOWN``, ``SPLIT_MIXED``, ``SPLIT_PERCENT``,
            ``SPLIT_SUM``, ``SPLIT_SUM_OVER``, ``SPLIT_DUPLICATE``, ``SPLIT_TOO_MANY``, ``SPLIT_KEYLESS``.
    """
    layer, rows = _rows(clean_text(text.translate(_SIGNS)))
    typed: dict[str, tuple[str, str | None]] = {}
    for name, figure in rows:
        address = keyless(name[1:]) if name.startswith(KEYLESS) else resolve(name)
        if address in typed:
            raise BadInput("SPLIT_DUPLICATE", name=name, other=typed[address][0])
        typed[address] = name, figure
    if rows[0][1] is None:
        if any(name.startswith(KEYLESS) for name, _ in rows):
            raise BadInput("SPLIT_KEYLESS", layer=layer.name)
        return Split(layer, equal_shares(typed))
    units = {who: _units(layer, name, figure) for who, (name, figure) in typed.items() if figure is not None}
    table = sorted(units.items())
    split = Split(
        layer,
        tuple(Share(*pair) for pair in table if len(pair[0]) == _ADDRESS_LENGTH),
        tuple(Unclaimed(*pair) for pair in table if len(pair[0]) != _ADDRESS_LENGTH),
    )
    _check_sum(split)
    return split


def keyless(name: str) -> str:
    """Who somebody without a key is, for a title: sha256 of the name, a 0x string of 32 bytes.

    Names are guessed easily; this hides nothing, it only tells later whom the registrant meant.

    Raises:
        BadInput: ``SPLIT_SYNTAX`` for an empty name.
    """
    plain = clean_text(name).strip()
    if not plain:
        raise BadInput("SPLIT_SYNTAX", value=name)
    return "0x" + hashlib.sha256(plain.encode()).hexdigest()


def _rows(text: str) -> tuple[Layer, list[tuple[str, str | None]]]:
    head, colon, body = text.partition(":")
    if not colon or not body.strip():
        raise BadInput("SPLIT_SYNTAX", value=text)
    if head.strip().upper() not in Layer.__members__:
        raise BadInput("SPLIT_LAYER_UNKNOWN", value=head, known=", ".join(Layer.__members__))
    layer = Layer[head.strip().upper()]
    rows: list[tuple[str, str | None]] = []
    for part in body.split(","):
        name, equals, figure = (piece.strip() for piece in part.partition("="))
        if not name:
            raise BadInput("SPLIT_SYNTAX", value=text)
        rows.append((name, figure if equals else None))
    if len({figure is None for _, figure in rows}) > 1:
        raise BadInput("SPLIT_MIXED", layer=layer.name)
    if len(rows) > MAX_HOLDERS:
        raise BadInput("SPLIT_TOO_MANY", given=len(rows), limit=MAX_HOLDERS)
    return layer, rows


def _units(layer: Layer, name: str, figure: str) -> int:
    found = _PERCENT.match(figure)
    units = int(found[1]) * _PER_CENT + int((found[2] or "").ljust(6, "0")) if found else 0
    if not 0 < units <= WHOLE:
        raise BadInput("SPLIT_PERCENT", layer=layer.name, name=name, value=figure)
    return units


def equal_shares(addresses: Iterable[str]) -> tuple[Share, ...]:
    """Equal parts by the largest remainder: the lowest addresses get the units that are left over.

    Args:
        addresses: Lower-case addresses, in any order, each once.

    Returns:
        Shares ascending by address, adding up to WHOLE.

    Raises:
        BadInput: ``SPLIT_TOO_MANY``, ``SPLIT_DUPLICATE``.
    """
    ordered = sorted(addresses)
    if not 1 <= len(ordered) <= MAX_HOLDERS:
        raise BadInput("SPLIT_TOO_MANY", given=len(ordered), limit=MAX_HOLDERS)
    for one, other in pairwise(ordered):
        if one == other:
            raise BadInput("SPLIT_DUPLICATE", name=one, other=other)
    part, left = divmod(WHOLE, len(ordered))
    return tuple(Share(address, part + (place < left)) for place, address in enumerate(ordered))


def check_split(split: Split, asset_type: AssetType) -> Split:
    """The split if it is a well-formed one of a layer of that type, as the contract will want it.

    Raises:
        BadInput: ``SPLIT_LAYER_EXTRA``, ``SPLIT_SUM``, ``SPLIT_ZERO``, ``SPLIT_ORDER``, ``SPLIT_TOO_MANY``.
    """
    layers = LAYERS_OF[asset_type]
    if split.layer not in layers:
        raise BadInput("SPLIT_LAYER_EXTRA", layer=_name(split.layer), type=asset_type.name)
    holders = [share.holder for share in split.shares]
    whos = [row.who for row in split.unclaimed]
    if holders != sorted(set(holders)) or whos != sorted(set(whos)):
        raise BadInput("SPLIT_ORDER", layer=_name(split.layer))
    units = _all_units(split)
    if 0 in units or ZERO_ADDRESS in holders or ZERO_HASH in whos:
        raise BadInput("SPLIT_ZERO", layer=_name(split.layer))
    if len(units) > MAX_HOLDERS:
        raise BadInput("SPLIT_TOO_MANY", given=len(units), limit=MAX_HOLDERS)
    _check_sum(split)
    return split


def splits_for(splits: Iterable[Split], types: Sequence[AssetType]) -> tuple[tuple[Split, ...], ...]:
    """Share splits out over assets registered together: every layer of every type, nothing left over.

    Args:
        splits: What was given, in any order.
        types: Types of the assets, e.g. MUSICAL_WORK and SOUND_RECORDING; two that have a layer in common get
            the same split of it.

    Returns:
        For each type its splits, ascending by layer; a COMPILATION has the one empty split of layer 0.

    Raises:
        BadInput: ``SPLIT_TWICE``, ``SPLIT_LAYER_MISSING``, ``SPLIT_LAYER_EXTRA``, and as ``check_split``.
    """
    given: dict[int, Split] = {}
    for split in splits:
        if split.layer in given:
            raise BadInput("SPLIT_TWICE", layer=_name(split.layer))
        given[split.layer] = split
    wanted = [layer for asset_type in types for layer in LAYERS_OF[asset_type]]
    missing = [layer.name for layer in wanted if layer not in given]
    if missing:
        example = " ".join(f"--split {name}:NAME=100" for name in missing)
        raise BadInput("SPLIT_LAYER_MISSING", layers=", ".join(missing), example=example)
    extra = [_name(layer) for layer in given if layer not in wanted]
    if extra:
        raise BadInput("SPLIT_LAYER_EXTRA", layer=extra[0], type=", ".join(kind.name for kind in types))
    return tuple(_of_type(given, asset_type) for asset_type in types)


def _of_type(given: dict[int, Split], asset_type: AssetType) -> tuple[Split, ...]:
    found = tuple(check_split(given[layer], asset_type) for layer in LAYERS_OF[asset_type])
    return found or (Split(0, ()),)


def percent(units: int) -> str:
    """Exact decimal text of a number of units, e.g. ``33.333334``."""
    return f"{(Decimal(units) / _PER_CENT).normalize():f}"


def _check_sum(split: Split) -> None:
    total = sum(_all_units(split))
    told = {"layer": _name(split.layer), "sum": percent(total), "off": percent(abs(WHOLE - total))}
    if total < WHOLE:
        raise BadInput("SPLIT_SUM", **told)
    if total > WHOLE:
        raise BadInput("SPLIT_SUM_OVER", **told)


def _all_units(split: Split) -> list[int]:
    return [share.units for share in split.shares] + [row.units for row in split.unclaimed]


def _name(layer: int) -> str:
    return Layer(layer).name if layer in Layer.__members__.values() else str(layer)
