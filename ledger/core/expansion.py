"""From an asset to every (asset, layer) that uses of it may engage, and to what it was made from (V2)."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.core.facts import State
from ledger.core.rights import LAYERS_OF, AssetType, Layer, LinkKind
from ledger.core.verdict import Finding

MAX_DEPTH = 8
"""Derived links above one another; a longer history is not followed (``BAD_QUERY``)."""

DERIVED = frozenset({LinkKind.DERIVED_FROM, LinkKind.VERSION_OF, LinkKind.SAMPLES})
_SONGS = (AssetType.MUSICAL_WORK, AssetType.LYRICS)
_RECORDINGS = (AssetType.SOUND_RECORDING, AssetType.STEM)


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a use of an asset may engage.

    ``assets``: those met, each once; ``engaged``: their (asset, layer) pairs; ``findings``: what can't be
    resolved; ``parents``: (asset, kind of link, parent) of those that were made from others.
    """

    assets: tuple[str, ...]
    engaged: tuple[tuple[str, Layer], ...]
    findings: tuple[Finding, ...]
    parents: tuple[tuple[str, LinkKind, str], ...]


def expand(state: State, root: str) -> Expansion:
    """Own layers, those of what is contained, and the songs embodied in either.

    A recording of which a song is not known, or none is named, is TITLE_INCOMPLETE on WRK; a missing part is
    UNKNOWN_ASSET.
    """
    engaged: list[tuple[str, Layer]] = []
    findings: list[Finding] = []
    parents: list[tuple[str, LinkKind, str]] = []
    queue, met = [root], dict[str, None]()
    while queue:
        name = queue.pop(0)
        asset = state.assets.get(name)
        if name in met:
            continue
        if asset is None:
            findings.append(Finding("UNKNOWN_ASSET", (("asset", name),)))
            continue
        met[name] = None
        kind = AssetType(asset.asset_type)
        engaged += [(name, layer) for layer in LAYERS_OF[kind]]
        embodied = [link.target for link in asset.links if link.kind == LinkKind.EMBODIES]
        songs = [target for target in embodied if is_song(state, target)]
        if len(songs) < len(embodied) or (kind in _RECORDINGS and not songs):
            findings.append(Finding("TITLE_INCOMPLETE", (("asset", name), ("layer", Layer.WRK.name))))
        parents += [(name, LinkKind(link.kind), link.target) for link in asset.links if link.kind in DERIVED]
        queue += songs + [link.target for link in asset.links if link.kind == LinkKind.CONTAINS]
    return Expansion(tuple(met), tuple(engaged), tuple(dict.fromkeys(findings)), tuple(parents))


def tracks(state: State, album: str) -> tuple[str, ...]:
    """What a COMPILATION contains, in the order of its links."""
    links = state.assets[album].links
    return tuple(link.target for link in links if link.kind == LinkKind.CONTAINS)


def reach(state: State, root: str) -> tuple[str, ...]:
    """Every asset on which an answer about one may rest: parts, songs, tracks, what they were made from."""
    queue, met = [root], dict[str, None]()
    while queue:
        asset = queue.pop(0)
        if asset not in met and asset in state.assets:
            met[asset] = None
            queue += [link.target for link in state.assets[asset].links]
    return tuple(met)


def is_album(state: State, asset: str) -> bool:
    """Whether an asset is a COMPILATION, which is judged track by track."""
    known = state.assets.get(asset)
    return known is not None and known.asset_type == AssetType.COMPILATION


def is_song(state: State, target: str) -> bool:
    """Whether an asset is known and can be embodied: a composition or lyrics."""
    asset = state.assets.get(target)
    return asset is not None and AssetType(asset.asset_type) in _SONGS


def is_endless(state: State, root: str) -> bool:
    """Whether links lead in a circle, or more than MAX_DEPTH derived ones lie above one another."""
    depths: dict[str, int] = {}
    path = set[str]()
    # Depth first: an asset is left when all that it links to has a depth.
    stack: list[tuple[str, bool]] = [(root, False)]
    while stack:
        name, left = stack.pop()
        asset = state.assets.get(name)
        if left and asset is not None:
            path.discard(name)
            below = [depths.get(link.target, 0) + (link.kind in DERIVED) for link in asset.links]
            depths[name] = max(below, default=0)
        elif name in path:
            return True
        elif asset is not None and name not in depths:
            path.add(name)
            stack.append((name, True))
            stack += [(link.target, False) for link in asset.links]
    return any(depth > MAX_DEPTH for depth in depths.values())
