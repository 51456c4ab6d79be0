"""Works, files and titles as JSON documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledger.core import times
from ledger.core.cid import raw_cid
from ledger.core.events import Block
from ledger.core.facts import State
from ledger.core.rights import AssetType, Layer
from ledger.core.titles import percent

Json = dict[str, Any]


def block_of(block: Block) -> Json:
    """The block at which an answer is true."""
    return {"number": block.number, "hash": block.hash}


def claims(sha256: str, assets: Sequence[Json], block: Block) -> Json:
    """Which assets claim a file: each is named, none is picked.

    Args:
        sha256: Of the file.
        assets: Each as a document.
        block: At which that is so.
    """
    return {"match": bool(assets), "assets": list(assets), "sha256": sha256, "block": block_of(block)}


def asset_json(state: State, asset: str) -> Json:
    """An asset as shown to a person."""
    event = state.assets[asset]
    return {
        "asset": asset,
        "type": AssetType(event.asset_type).name,
        "registrant": event.registrant,
        "priority": event.priority,
        "priority_iso": times.iso(event.priority, True),
        "record_cid": raw_cid(bytes.fromhex(event.record_hash[2:])),
        "transaction": event.at.transaction,
        "block": {"number": event.at.block, "hash": event.at.block_hash},
        "links": [{"kind": link.kind, "target": link.target} for link in event.links],
        **_revealed(state, asset),
    }


def _revealed(state: State, asset: str) -> Json:
    """When a sealed work was shown to be of a file, and of which."""
    event = state.revealed.get(asset)
    if event is None:
        return {}
    at = event.at
    block = {"number": at.block, "hash": at.block_hash}
    when = {
        "time": at.time,
        "time_iso": times.iso(at.time, True),
        "transaction": at.transaction,
        "block": block,
    }
    return {"revealed": {"file": event.file, **when}}


def title_json(state: State, asset: str) -> list[Json]:
    """Every version of every title of an asset and of what it links to, in the order of the ledger."""
    rows = [
        (name, layer, version)
        for (name, layer), versions in state.titles.items()
        for version in versions
        if layer  # an album has a place, but no layer of its own
    ]
    return [
        {
            "asset": name,
            "layer": Layer(layer).name,
            "version": version.title.version,
            "title": version.hash,
            "since": version.title.since,
            "since_iso": times.iso(version.title.since, True),
            "transaction": version.at.transaction,
            "confirmed": state.is_confirmed(version),
            "shares": [
                {"holder": share.holder, "units": share.units, "percent": percent(share.units)}
                for share in version.title.shares
            ],
        }
        for name, layer, version in rows
    ]
