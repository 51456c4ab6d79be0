"""Showing what a sealed asset is of: what its registrant signs, and the words that the registry checks."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.core.facts import State
from ledger.core.ids import table_hash
from ledger.core.model import Link, check_address, check_hash, check_uint
from ledger.errors import BadInput


@dataclass(frozen=True, slots=True)
class Reveal:
    """The file (its SHA-256) and salt that make up the tag of an asset; signed by its registrant."""

    asset: str
    file: str
    salt: str
    deadline: int

    def __post_init__(self) -> None:
        check_hash(self.asset)
        check_hash(self.file)
        check_hash(self.salt)
        check_uint(self.deadline, 64, "deadline")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a title, its table by its hash."""

    since: int
    confirmed: bool
    table: str

    def __post_init__(self) -> None:
        check_uint(self.since, 64, "since")
        check_hash(self.table)
        if not isinstance(self.confirmed, bool):
            raise BadInput("BAD_BOOLEAN", field="confirmed", value=self.confirmed)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The words of an asset's id, and all versions of the title of one layer, which bind its priority."""

    registrant: str
    record_hash: str
    asset_type: int
    file_tag: str
    links: tuple[Link, ...]
    layer: int
    versions: tuple[Version, ...]
    priority: int

    def __post_init__(self) -> None:
        check_address(self.registrant)
        check_hash(self.record_hash)
        check_hash(self.file_tag)
        check_uint(self.asset_type, 8, "assetType")
        check_uint(self.layer, 8, "layer")
        check_uint(self.priority, 64, "priority")


def words_of(state: State, asset: str) -> Sealed:
    """What the registry is shown of an asset that is on record.

    Args:
        state: Facts with the asset and its titles.
        asset: Its id.
    """
    event = state.assets[asset]
    layer, titles = next((layer, found) for (name, layer), found in state.titles.items() if name == asset)
    versions = tuple(
        Version(each.title.since, each.title.confirmed, table_hash(each.title.shares, each.title.unclaimed))
        for each in titles
    )
    return Sealed(
        event.registrant, event.record_hash, event.asset_type, event.file_tag, event.links, int(layer),
        versions, event.priority,
    )  # fmt: skip
