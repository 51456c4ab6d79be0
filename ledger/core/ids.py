"""Ids and hashes of assets, titles and lines: keccak256 of abi-encoded words (docs/decisions/0001)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from ledger.core.keccak import keccak
from ledger.core.licensing import Bar, Entry
from ledger.core.model import ZERO_HASH, Line, Link, Share, Title, Unclaimed

_WORD = 32


def word(value: int | str | bool) -> bytes:
    """A value as one 32-byte ABI word; a 0x string of 20 or 32 bytes is padded on the left."""
    if isinstance(value, str):
        return bytes.fromhex(value[2:]).rjust(_WORD, b"\0")
    return int(value).to_bytes(_WORD, "big")


def hash_words(*values: int | str | bool) -> str:
    """keccak256(abi.encode(...)) of static values."""
    return "0x" + keccak(b"".join(map(word, values))).hex()


def facts_hash(asset_type: int, file_tag: str, links: Sequence[Link]) -> str:
    """keccak256(abi.encode(type, fileTag, links)): what a registrant commits to besides the record's text."""
    body = [word(asset_type), word(file_tag), word(3 * _WORD), word(len(links))]
    body += [word(part) for link in links for part in (link.kind, link.target)]
    return "0x" + keccak(b"".join(body)).hex()


def asset_id(record_hash: str, registrant: str, facts: str) -> str:
    """Id of an asset, also the inner hash of its Merkle leaf."""
    return hash_words(record_hash, registrant, facts)


def title_key(asset: str, layer: int) -> str:
    """Key of a title, and of the hash chain of its lines."""
    return hash_words(asset, layer)


def table_hash(shares: Sequence[Share], unclaimed: Sequence[Unclaimed] = ()) -> str:
    """keccak256(abi.encode(shares, unclaimed))."""
    body = [word(2 * _WORD), word((3 + 2 * len(shares)) * _WORD), word(len(shares))]
    body += [word(part) for share in shares for part in (share.holder, share.units)]
    body += [word(len(unclaimed))]
    body += [word(part) for row in unclaimed for part in (row.who, row.units)]
    return "0x" + keccak(b"".join(body)).hex()


def first_previous(priority: int, record_hash: str, registrant: str, facts: str) -> str:
    """What version 0 of a title has for a previous hash: it binds priority and the words of the asset id."""
    return hash_words(priority, record_hash, registrant, facts)


def title_hash(
    key: str, previous: str, version: int, since: int, table: str, *, confirmed: bool = False
) -> str:
    """Hash that binds a table and all that was before it."""
    return hash_words(key, previous, version, since, int(confirmed), table)


def hash_of_title(title: Title) -> str:
    """Hash of an opened title."""
    key = title_key(title.asset, title.layer)
    table = table_hash(title.shares, title.unclaimed)
    return title_hash(key, title.previous, title.version, title.since, table, confirmed=title.confirmed)


def line_id(deal: str, index: int) -> str:
    """Id of the line at a place of a deal."""
    return hash_words(deal, index)


def blanket_key(society: str, layer: int) -> str:
    """Key of the hash chain of a society's blanket lines on a layer."""
    return hash_words(society, layer)


def agent_key(agent: str) -> str:
    """Key of the hash chain of the lines that an agent or society signed for holders."""
    return hash_words(agent)


def next_head(head: str, entry: Entry) -> str:
    """Head of a chain of lines after one more; the first head follows the zero hash."""
    return hash_words(head or ZERO_HASH, *_values(entry))


def list_hash(horizon: int, entries: Sequence[Entry] | Sequence[Bar]) -> str:
    """keccak256(abi.encode(horizon, entries)): what ``restricted`` and ``barring`` keep."""
    body = [word(horizon), word(2 * _WORD), word(len(entries))]
    body += [word(value) for entry in entries for value in _values(entry)]
    return "0x" + keccak(b"".join(body)).hex()


def entry_of(deal: str, index: int, line: Line) -> Entry:
    """A line as chains and lists keep it."""
    return Entry(
        deal, index, line.usage, line.territory, line.start, line.end, line.exclusivity, line.licensee
    )


def _values(entry: Entry | Bar) -> list[int | str]:
    return [getattr(entry, each.name) for each in fields(entry)]
