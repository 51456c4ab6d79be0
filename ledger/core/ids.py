"""Ids and hashes of assets, titles and lines: keccak256 of abi-encoded words (docs/decisions/0001)."""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache

from ledger.core.keccak import hashed
from ledger.core.licensing import Bar, Entry
from ledger.core.model import Line, Link, Share, Title, Unclaimed

_WORD = 32
_PAD = "0" * 24  # before the 40 digits of an address


def word(value: int | str | bool) -> bytes:
    """A value as one 32-byte ABI word; a 0x string of 20 or 32 bytes is padded on the left."""
    return bytes.fromhex(_digits(value))


def _digits(value: int | str | bool) -> str:
    """The same as 64 hexadecimal digits."""
    return value[2:].rjust(2 * _WORD, "0") if isinstance(value, str) else f"{int(value):064x}"


def _hash(digits: str) -> str:
    """Keccak-256 of words side by side, given by their digits."""
    return "0x" + hashed(unhexlify(digits)).hexdigest()


@lru_cache(maxsize=1024)  # most are small, or the time of a block
def _number(value: int) -> str:
    """An unsigned integer, or a bool, as one word."""
    return f"{value:064x}"


def hash_words(*values: int | str | bool) -> str:
    """keccak256(abi.encode(...)) of static values."""
    return _hash("".join([_digits(value) for value in values]))


def facts_hash(asset_type: int, file_tag: str, links: Sequence[Link]) -> str:
    """keccak256(abi.encode(type, fileTag, links)): what a registrant commits to besides the record's text."""
    return _facts_hash(asset_type, file_tag, tuple(links))


@lru_cache(maxsize=1024)  # songs without a file have all the same
def _facts_hash(asset_type: int, file_tag: str, links: tuple[Link, ...]) -> str:
    body = f"{_number(asset_type)}{file_tag[2:]}{_number(3 * _WORD)}{_number(len(links))}"
    return _hash(body + "".join([f"{_number(link.kind)}{link.target[2:]}" for link in links]))


def asset_id(record_hash: str, registrant: str, facts: str) -> str:
    """Id of an asset, also the inner hash of its Merkle leaf."""
    return _hash(f"{record_hash[2:]}{_PAD}{registrant[2:]}{facts[2:]}")


def title_key(asset: str, layer: int) -> str:
    """Key of a title, and of the hash chain of its lines."""
    return _hash(f"{asset[2:]}{_number(layer)}")


def table_hash(shares: Sequence[Share], unclaimed: Sequence[Unclaimed] = ()) -> str:
    """keccak256(abi.encode(shares, unclaimed))."""
    return _table_hash(tuple(shares), tuple(unclaimed))


@lru_cache(maxsize=4096)  # the same people share many songs in the same way
def _table_hash(shares: tuple[Share, ...], unclaimed: tuple[Unclaimed, ...]) -> str:
    body = f"{_number(2 * _WORD)}{_number((3 + 2 * len(shares)) * _WORD)}{_number(len(shares))}"
    body += "".join([f"{_PAD}{share.holder[2:]}{_number(share.units)}" for share in shares])
    body += _number(len(unclaimed))
    return _hash(body + "".join([f"{row.who[2:]}{_number(row.units)}" for row in unclaimed]))


def first_previous(priority: int, record_hash: str, registrant: str, facts: str) -> str:
    """What version 0 of a title has for a previous hash: it binds priority and the words of the asset id."""
    return _hash(f"{_number(priority)}{record_hash[2:]}{_PAD}{registrant[2:]}{facts[2:]}")


def title_hash(
    key: str, previous: str, version: int, since: int, table: str, *, confirmed: bool = False
) -> str:
    """Hash that binds a table and all that was before it."""
    numbers = f"{_number(version)}{_number(since)}{_number(confirmed)}"
    return _hash(f"{key[2:]}{previous[2:]}{numbers}{table[2:]}")


def hash_of_title(title: Title) -> str:
    """Hash of an opened title."""
    key = title_key(title.asset, title.layer)
    table = table_hash(title.shares, title.unclaimed)
    return title_hash(key, title.previous, title.version, title.since, table, confirmed=title.confirmed)


def line_id(deal: str, index: int) -> str:
    """Id of the line at a place of a deal."""
    return _hash(f"{deal[2:]}{_number(index)}")


def blanket_key(society: str, layer: int) -> str:
    """Key of the hash chain of a society's blanket lines on a layer."""
    return hash_words(society, layer)


def agent_key(agent: str) -> str:
    """Key of the hash chain of the lines that an agent or society signed for holders."""
    return hash_words(agent)


def next_head(head: str, entry: Entry) -> str:
    """Head of a chain of lines after one more; the first head follows the zero hash."""
    return _hash(head[2:] + _entry(entry))


def list_hash(horizon: int, entries: Sequence[Entry] | Sequence[Bar]) -> str:
    """keccak256(abi.encode(horizon, entries)): what ``restricted`` and ``barring`` keep."""
    body = f"{_number(horizon)}{_number(2 * _WORD)}{_number(len(entries))}"
    return _hash(body + "".join([_entry(entry) for entry in entries]))


def entry_of(deal: str, index: int, line: Line) -> Entry:
    """A line as chains and lists keep it."""
    return Entry(
        deal, index, line.usage, line.territory, line.start, line.end, line.exclusivity, line.licensee
    )


def _entry(entry: Entry | Bar) -> str:
    """The words of an entry, as digits."""
    if isinstance(entry, Entry):
        body = f"{entry.deal[2:]}{_number(entry.index)}{_number(entry.usage)}{_number(entry.territory)}"
        body += f"{_number(entry.start)}{_number(entry.end)}{_number(entry.exclusivity)}"
        return f"{body}{_PAD}{entry.licensee[2:]}"
    return "".join([_digits(getattr(entry, each.name)) for each in fields(entry)])
