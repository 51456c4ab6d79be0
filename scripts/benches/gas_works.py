"""Works, deals and lists of the gas plays, as words of the ABI and as dataclasses of the core."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from ledger.core.model import (
    Asset,
    Deal,
    Line,
    Link,
    Registration,
    Share,
    Split,
)
from ledger.core.rights import WHOLE, AssetType, Layer
from scripts.benches.gas_chain import ROOT, Actor

ZERO = "0x" + "00" * 20
ZERO_32 = b"\0" * 32
CHINA = 1 << 43  # what a territory costs depends on its width alone
PATH_LEVELS = 20
ABI = ROOT / "ledger" / "abi"


Splits = tuple[tuple[Layer, Sequence[Actor]], ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """An asset's layer as registered: what a deal needs to know of it."""

    asset: bytes
    layer: Layer
    previous: bytes
    since: int
    holders: Sequence[Actor]

    @property
    def title(self) -> tuple[Any, ...]:
        """ILicensing.Title."""
        return (self.asset, self.layer, self.previous, 0, self.since, False, table(self.holders), [])

    @property
    def hash(self) -> bytes:
        """Hash of the title in the registry."""
        rows = keccak(encode(["(address,uint32)[]", "(bytes32,uint32)[]"], [table(self.holders), []]))
        key = keccak(encode(["bytes32", "uint8"], [self.asset, self.layer]))
        words = ["bytes32", "bytes32", "uint32", "uint64", "bool", "bytes32"]
        return keccak(encode(words, [key, self.previous, 0, self.since, False, rows]))


@dataclass(frozen=True, slots=True)
class Draft:
    """An asset before it is registered."""

    name: str
    kind: AssetType
    splits: Splits
    file: bool = False
    links: tuple[tuple[int, bytes], ...] = ()
    salt: bytes = b""

    @property
    def record(self) -> bytes:
        """sha256 of its record."""
        return hashlib.sha256(f"record of {self.name}".encode()).digest()

    @property
    def tag(self) -> bytes:
        """sha256 of its file, with its salt where it is sealed."""
        if not self.file:
            return ZERO_32
        return keccak(self.sha256 + self.salt) if self.salt else self.sha256

    @property
    def sha256(self) -> bytes:
        """sha256 of its file."""
        return hashlib.sha256(f"file of {self.name}".encode()).digest()

    @property
    def facts(self) -> bytes:
        """Facts hash."""
        return keccak(
            encode(["uint8", "bytes32", "(uint8,bytes32)[]"], [self.kind, self.tag, list(self.links)])
        )

    def asset_id(self, registrant: Actor) -> bytes:
        """Id under this registrant."""
        words = ["bytes32", "address", "bytes32"]
        return keccak(encode(words, [self.record, registrant.address, self.facts]))

    @property
    def struct(self) -> tuple[Any, ...]:
        """ICopyrightRegistry.Asset."""
        splits: list[Any] = [(layer, table(holders), []) for layer, holders in self.splits]
        return (self.kind, self.record, self.tag, list(self.links), splits)

    def holdings(self, registrant: Actor, time: int) -> dict[Layer, Holding]:
        """Its titles once registered in the block of that time without an anchor."""
        origin = ["uint64", "bytes32", "address", "bytes32"]
        first = keccak(encode(origin, [time, self.record, registrant.address, self.facts]))
        asset = self.asset_id(registrant)
        return {layer: Holding(asset, layer, first, time, holders) for layer, holders in self.splits}


def table(holders: Sequence[Actor]) -> list[tuple[str, int]]:
    """Equal shares; who comes first gets what is left over."""
    each, rest = divmod(WHOLE, len(holders))
    return [(holder.address, each + (i < rest)) for i, holder in enumerate(holders)]


def song(name: str, holders: Sequence[Actor]) -> Draft:
    """A song with a file of its own, so that its claim is written too."""
    return Draft(name, AssetType.MUSICAL_WORK, ((Layer.WRK, holders),), file=True)


@dataclass
class Chain:
    """Head and exclusives of one (asset, layer)."""

    head: bytes
    entries: list[tuple[Any, ...]]


ENTRY = "(bytes32,uint256,uint256,uint256,uint256,uint256,uint256,address)"


def hexed(value: bytes) -> str:
    return "0x" + value.hex()


def struct(kind: Any, words: Sequence[Any]) -> Any:
    """A dataclass of ``ledger.core.model`` from the ABI's words."""
    plain = [hexed(word) if isinstance(word, bytes) else word for word in words]
    return kind(*(word.lower() if isinstance(word, str) else word for word in plain))


def deal_of(deal: tuple[Any, ...]) -> Deal:
    lines, signers, terms, accept_by, arbiter, cross, salt = deal
    rows = tuple(struct(Line, line) for line in lines)
    accounts = tuple(signer.lower() for signer in signers)
    return Deal(rows, accounts, hexed(terms), accept_by, arbiter, cross, hexed(salt))


def registration_of(registration: tuple[Any, ...]) -> Registration:
    registrant, assets, root, deadline = registration
    rows = tuple(
        Asset(
            kind, hexed(record), hexed(tag), tuple(struct(Link, link) for link in links),
            tuple(
                Split(layer, tuple(struct(Share, share) for share in shares)) for layer, shares, _ in splits
            ),
        )
        for kind, record, tag, links, splits in assets
    )  # fmt: skip
    return Registration(registrant.lower(), rows, hexed(root), deadline)
