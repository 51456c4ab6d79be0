"""Hashes as the NatSpec of ``contracts/interfaces`` words them, by eth_abi and not by ``core.ids``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from eth_abi import abi as codec
from eth_utils.crypto import keccak

from ledger.core.licensing import Bar, Entry
from ledger.core.model import ZERO_HASH, Link, Share, Title, Unclaimed

_ENTRY = ("bytes32", "uint256", "uint256", "uint256", "uint256", "uint256", "uint256", "address")
_BAR = ("bytes32", "address", "uint256", "uint256", "bytes32", "uint256", "uint256", "uint256", "uint256")


def keccak_of(types: Sequence[str], *values: object) -> str:
    """keccak256(abi.encode(...))."""
    return "0x" + keccak(codec.encode(types, values)).hex()


def raw(value: str) -> bytes:
    """The bytes of a 0x string."""
    return bytes.fromhex(value[2:])


def facts_hash(asset_type: int, file_tag: str, links: Sequence[Link]) -> str:
    """Origin.facts."""
    rows = [(link.kind, raw(link.target)) for link in links]
    return keccak_of(["uint8", "bytes32", "(uint8,bytes32)[]"], asset_type, raw(file_tag), rows)


def asset_id(record: str, registrant: str, facts: str) -> str:
    """Registered.asset."""
    return keccak_of(["bytes32", "address", "bytes32"], raw(record), registrant, raw(facts))


def origin_hash(priority: int, record: str, registrant: str, facts: str) -> str:
    """``previous`` of version 0 of a title."""
    types = ["uint64", "bytes32", "address", "bytes32"]
    return keccak_of(types, priority, raw(record), registrant, raw(facts))


def seal(file: str, salt: str) -> str:
    """Asset.fileTag of a sealed file."""
    return keccak_of(["bytes32", "bytes32"], raw(file), raw(salt))


@cache
def title_key(asset: str, layer: int) -> str:
    """titleKey(asset, layer)."""
    return keccak_of(["bytes32", "uint8"], raw(asset), layer)


def table_hash(shares: Sequence[Share], unclaimed: Sequence[Unclaimed]) -> str:
    """keccak256(abi.encode(shares, unclaimed))."""
    held = [(share.holder, share.units) for share in shares]
    keyless = [(raw(row.who), row.units) for row in unclaimed]
    return keccak_of(["(address,uint32)[]", "(bytes32,uint32)[]"], held, keyless)


@cache
def title_hash(title: Title) -> str:
    """ICopyrightRegistry.titles."""
    return keccak_of(
        ["bytes32", "bytes32", "uint32", "uint64", "bool", "bytes32"],
        raw(title_key(title.asset, title.layer)), raw(title.previous), title.version, title.since,
        title.confirmed, raw(table_hash(title.shares, title.unclaimed)),
    )  # fmt: skip


@cache
def line_id(deal: str, index: int) -> str:
    """Line.parent; also the key of the end of a mandate for one of its givers."""
    return keccak_of(["bytes32", "uint256"], raw(deal), index)


@cache
def blanket_key(society: str, layer: int) -> str:
    """Chain of a society's blanket lines on a layer."""
    return keccak_of(["address", "uint8"], society, layer)


@cache
def agent_key(agent: str) -> str:
    """Chain of the lines that an agent signed for holders."""
    return keccak_of(["address"], agent)


def mark_key(account: str, digest: str) -> str:
    """ICopyrightRegistry.status."""
    return keccak_of(["address", "bytes32"], account, raw(digest))


@cache
def next_head(head: str, entry: Entry) -> str:
    """keccak256(abi.encode(previous head, entry))."""
    return keccak_of(["bytes32", *_ENTRY], raw(head), *_entry(entry))


def head_of(entries: Sequence[Entry], head: str = ZERO_HASH) -> str:
    """Head of a chain after some more entries."""
    for entry in entries:
        head = next_head(head, entry)
    return head


@cache
def exclusives_hash(horizon: int, entries: tuple[Entry, ...]) -> str:
    """ILicensing.restricted."""
    rows = [_entry(entry) for entry in entries]
    return keccak_of(["uint256", f"({','.join(_ENTRY)})[]"], horizon, rows)


@cache
def bars_hash(horizon: int, entries: tuple[Bar, ...]) -> str:
    """ILicensing.barring."""
    rows = [
        (raw(bar.mandate), bar.to, bar.kind, bar.layer, raw(bar.asset), bar.usage, bar.territory, bar.start,
         bar.end)
        for bar in entries
    ]  # fmt: skip
    return keccak_of(["uint256", f"({','.join(_BAR)})[]"], horizon, rows)


def folded(heads: Sequence[str]) -> str:
    """Accept.heads where blankets run on: each head in turn under the ones before, from 0."""
    acc = ZERO_HASH
    for head in heads:
        acc = keccak_of(["bytes32", "bytes32"], raw(acc), raw(head))
    return acc


def _entry(entry: Entry) -> tuple[object, ...]:
    return (
        raw(entry.deal), entry.index, entry.usage, entry.territory, entry.start, entry.end, entry.exclusivity,
        entry.licensee,
    )  # fmt: skip
