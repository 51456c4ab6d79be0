"""What an asset stands on: its (asset, layer) pairs, its parents, links that lead nowhere or round (V2)."""

from __future__ import annotations

from dataclasses import dataclass

from tests.judge.facts import Facts

DERIVED = ("DERIVED_FROM", "VERSION_OF", "SAMPLES")
DEEPEST = 8
SONGS = ("MUSICAL_WORK", "LYRICS")
RECORDINGS = ("SOUND_RECORDING", "STEM")


@dataclass(frozen=True)
class Part:
    """One (asset, layer) of an expansion; unresolved where the ledger does not know what is there."""

    work: str
    layer: str
    unresolved: str = ""


def expansion(facts: Facts, work: str) -> list[Part]:
    """All (asset, layer) pairs of a known asset, without its parents.

    A song is its WRK; a recording PHN, PRF and WRK of what it embodies; a video AVP, what it contains, and
    WRK of every work that it or they embody. A link that the table of types lacks only adds requirements.
    """
    found = [Part(work, layer) for layer in facts.own_layers(work)]
    embodied = embodied_songs(facts, work)
    if facts.type_of(work) in RECORDINGS and not embodied:
        embodied = [Part(work, "WRK", "TITLE_INCOMPLETE")]
    found += embodied
    for _, target in facts.links(work, "CONTAINS"):
        if facts.knows(target):
            found += expansion(facts, target)
        else:
            found += [Part(target, layer, "UNKNOWN_ASSET") for layer in ("PRF", "PHN", "WRK")]
    return list(dict.fromkeys(found))


def embodied_songs(facts: Facts, work: str) -> list[Part]:
    """WRK of each target of EMBODIES."""
    found = []
    for _, target in facts.links(work, "EMBODIES"):
        known = facts.knows(target) and facts.type_of(target) in SONGS
        found.append(Part(target, "WRK", "" if known else "TITLE_INCOMPLETE"))
    return found


def assets_of(facts: Facts, work: str) -> list[str]:
    """The known assets of an expansion, the asset itself first."""
    parts = [part.work for part in expansion(facts, work) if facts.knows(part.work)]
    return list(dict.fromkeys([work, *parts]))


def parents(facts: Facts, work: str) -> list[tuple[str, str, str]]:
    """All (derivative, kind, parent): parents of every asset in the expansion, and their parents in turn."""
    found: list[tuple[str, str, str]] = []
    waiting = [work]
    while waiting:
        for asset in assets_of(facts, waiting.pop()):
            for kind, target in facts.links(asset, *DERIVED):
                if (asset, kind, target) in found:
                    continue
                found.append((asset, kind, target))
                if facts.knows(target):
                    waiting.append(target)
    return found


def is_bad(facts: Facts, work: str, above: tuple[str, ...] = (), derived: int = 0) -> bool:
    """BAD_QUERY: a circle of links, or more than eight derived links one under another."""
    if work in above or derived > DEEPEST:
        return True
    if not facts.knows(work):
        return False
    links = facts.links(work)
    return any(is_bad(facts, target, (*above, work), derived + (kind in DERIVED)) for kind, target in links)
