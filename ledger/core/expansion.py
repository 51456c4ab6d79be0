"""From an asset to every (asset, layer) that a use of it may engage (check V2 of RIGHTS.md 6)."""

from __future__ import annotations

from ledger.core.rights import LAYERS_OF, AssetType, Layer, LinkKind
from ledger.core.state import State
from ledger.core.verdict import Finding

_DERIVED = (LinkKind.DERIVED_FROM, LinkKind.VERSION_OF, LinkKind.SAMPLES)
_SONGS = (AssetType.MUSICAL_WORK, AssetType.LYRICS)
_RECORDINGS = (AssetType.SOUND_RECORDING, AssetType.STEM)


def expand(state: State, root: str) -> tuple[list[tuple[str, Layer]], list[Finding]]:
    """All layers that uses of an asset may engage: its own, and those of what it embodies or contains.

    Args:
        state: Facts of the asset and what it is linked to.
        root: Asset id.

    Returns:
        (asset, layer) pairs, each once, and what can't be resolved: an unknown asset, a recording of which no
        song is known, links whose clearing this version does not judge.
    """
    engaged: dict[tuple[str, Layer], None] = {}
    findings: list[Finding] = []
    queue, seen = [root], set[str]()
    while queue:
        name = queue.pop(0)
        if name in seen:
            continue
        seen.add(name)
        asset = state.assets.get(name)
        if asset is None:
            findings.append(Finding("UNKNOWN_ASSET", (("asset", name),)))
            continue
        kind = AssetType(asset.asset_type)
        engaged |= {(name, layer): None for layer in LAYERS_OF[kind]}
        embodied = [link.target for link in asset.links if link.kind == LinkKind.EMBODIES]
        songs = [target for target in embodied if _is_song(state, target)]
        if len(songs) < len(embodied) or (kind in _RECORDINGS and not songs):
            findings.append(Finding("TITLE_INCOMPLETE", (("asset", name), ("layer", Layer.WRK.name))))
        if kind is AssetType.COMPILATION or any(link.kind in _DERIVED for link in asset.links):
            findings.append(Finding("UNSUPPORTED", (("asset", name),)))
        queue += songs + [link.target for link in asset.links if link.kind == LinkKind.CONTAINS]
    return list(engaged), findings


def _is_song(state: State, target: str) -> bool:
    asset = state.assets.get(target)
    return asset is not None and AssetType(asset.asset_type) in _SONGS
