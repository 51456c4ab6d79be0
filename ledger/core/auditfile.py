"""A list of grants as a file: its manifest, then its rows, as lines of JSON; or the rows alone, as CSV.

The manifest of a CSV lies in a file of its own. A CSV begins with a byte order mark, since spreadsheets guess
another alphabet without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledger.core import strictjson
from ledger.core.auditcheck import Told
from ledger.core.auditing import Chain, ChainKind, Held, Ledger, Manifest, Period, Which
from ledger.core.auditrows import csv_rows, json_rows, lines, time_cell, whole
from ledger.core.events import Block
from ledger.core.fields import Fields
from ledger.core.model import check_address, check_hash
from ledger.errors import BadInput, UsageError

FORMAT = "songdeed-audit"
VERSION = 1
MAX_BYTES = 1 << 29
"""Largest list that is read: more than half a million rows."""


def manifest_bytes(manifest: Manifest) -> bytes:
    """A manifest as one line of canonical JSON."""
    period, block, ledger = manifest.period, manifest.block, manifest.ledger
    return strictjson.canonical({
        "format": FORMAT,
        "version": VERSION,
        "network": {
            "chain_id": str(ledger.chain_id), "genesis": ledger.genesis, "registry": ledger.registry,
            "licensing": ledger.licensing, **({"local": True} if ledger.local else {}),
        },
        "issuer": manifest.issuer,
        "year": period.year,
        "which": period.which.value,
        "zone": "+08:00",
        "first_iso": time_cell(period.first),
        "after_iso": time_cell(period.after),
        "status_at_iso": time_cell(period.moment),
        "block": {
            "number": block.number, "hash": block.hash, "parent": block.parent, "time": block.time,
            "time_iso": time_cell(block.time),
        },
        "rows": manifest.rows,
        "chains": [_held(held) for held in manifest.chains],
    })  # fmt: skip


def _held(held: Held) -> dict[str, object]:
    chain = held.chain
    return {
        "key": chain.key, "kind": chain.kind.value, "of": chain.of, "place": chain.place,
        "rows": held.rows, "head": held.head, "stored_head": held.stored,
    }  # fmt: skip


def read_manifest(data: bytes | str) -> Manifest:
    """The strict inverse of ``manifest_bytes``.

    Raises:
        BadInput: ``AUDITFILE_SHAPE``, and what JSON or a field has wrong.
    """
    told = strictjson.loads(data, max_bytes=MAX_BYTES)
    body = Fields(told)
    if (body.text("format"), body.integer("version"), body.text("zone")) != (FORMAT, VERSION, "+08:00"):
        raise BadInput("AUDITFILE_SHAPE")
    network, block = _part(body, "network"), _part(body, "block")
    found = Block(
        _count(block, "number"), check_hash(block.text("hash")), check_hash(block.text("parent")),
        _count(block, "time"),
    )  # fmt: skip
    ledger = Ledger(
        _identity(network.text("chain_id")), check_hash(network.text("genesis")),
        check_address(network.text("registry")), check_address(network.text("licensing")),
        network.flag("local"),
    )  # fmt: skip
    try:
        period = Period(body.integer("year"), body.choice("which", Which), found.time)
    except UsageError as error:
        raise BadInput("AUDITFILE_SHAPE") from error
    chains = body.items("chains", _read_held)
    manifest = Manifest(ledger, check_address(body.text("issuer")), period, found, chains)
    # What is left says the same once more, for a person.
    if strictjson.canonical(told) != manifest_bytes(manifest):
        raise BadInput("AUDITFILE_SHAPE")
    return manifest


def _part(body: Fields, name: str) -> Fields:
    found = body.part(name)
    if found is None:
        raise BadInput("AUDITFILE_SHAPE")
    return found


def _count(body: Fields, name: str) -> int:
    found = body.integer(name)
    if found < 0:
        raise BadInput("AUDITFILE_SHAPE")
    return found


def _identity(text: str) -> int:
    try:
        return whole(text)
    except ValueError:
        raise BadInput("AUDITFILE_SHAPE") from None


def _read_held(value: object, where: str) -> Held:
    body = Fields(value, where)
    chain = Chain(body.choice("kind", ChainKind), body.text("of"), _count(body, "place"))
    head, stored = check_hash(body.text("head")), check_hash(body.text("stored_head"))
    return Held(chain, _count(body, "rows"), head, stored)


def read(data: bytes) -> tuple[Manifest | None, Callable[[], Iterator[Told]]]:
    """The manifest of a list, if the file holds one, and its rows, as often as they are asked for.

    Raises:
        BadInput: ``AUDITFILE_SHAPE``, and what a manifest has wrong; rows are never wrong, they tell nothing.
    """
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadInput("AUDITFILE_SHAPE") from error
    if not text.startswith("{"):
        next(csv_rows(text), None)  # other columns are refused at once
        return None, lambda: csv_rows(text)
    first = next(lines(text))
    return read_manifest(first), lambda: json_rows(text, len(first))
