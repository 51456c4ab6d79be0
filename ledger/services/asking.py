"""Asking the one question, and telling what is known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ledger.core import places, times, uses
from ledger.core.cid import raw_cid
from ledger.core.collecting import collect
from ledger.core.events import Block
from ledger.core.question import Question
from ledger.core.rights import AssetType, Layer
from ledger.core.state import State
from ledger.core.titles import percent
from ledger.core.verdict import Finding, Hop, Verdict
from ledger.core.verification import verify
from ledger.ports import ChainPort, IndexPort
from ledger.text import Lang, text


class Asking:
    """Answers of one ledger.

    Args:
        clock: UTC seconds now.
    """

    def __init__(self, chain: ChainPort, index: IndexPort, clock: Callable[[], int]) -> None:
        self._chain, self._index, self._clock = chain, index, clock

    def about(
        self, *, asset: str | None = None, file: str | None = None, party: str | None = None
    ) -> tuple[State, Block]:
        """Facts of a work or file, and what a question of a party needs; the block of which it is true."""
        head = self._index.sync(self._chain)
        # Another process may follow the chain further meanwhile: the answer stays that of the block it names.
        lookup = partial(self._index.events, last_block=head.number)
        assets, files = [asset] if asset else [], [file] if file else []
        state = collect(lookup, assets=assets, files=files)
        if party is None:
            return state, head
        versions = (version for versions in state.titles.values() for version in versions)
        holders = {share.holder for version in versions for share in version.title.shares}
        return collect(lookup, assets=assets, files=files, parties={party, *holders}), head

    def now(self, head: Block) -> int:
        """The moment of a question without one: the later of the clock and the head's time."""
        return max(self._clock(), head.time)

    def may(self, question: Question, state: State) -> Verdict:
        """The verdict."""
        return verify(state, question)


def hop_json(hop: Hop, state: State) -> dict[str, Any]:
    """A step of the chain, with the CID of the record of its work."""
    record = state.assets[hop.asset].record_hash
    return {
        "kind": hop.kind,
        "asset": hop.asset,
        "layer": Layer(hop.layer).name,
        "ref": hop.ref,
        "transaction": hop.at.transaction,
        "block": {"number": hop.at.block, "hash": hop.at.block_hash},
        "time": hop.at.time,
        "time_iso": times.iso(hop.at.time, True),
        "cid": raw_cid(bytes.fromhex(record[2:])),
    }


def sentence(finding: Finding, lang: Lang) -> str:
    """A finding in words."""
    params = dict(finding.params)
    for name in ("start", "end"):
        if isinstance(moment := params.get(name), int):
            params[f"{name}_iso"] = times.iso(moment, True)
    if isinstance(usage := params.get("usage"), int):
        params["uses"] = ", ".join(uses.names(usage))
    if isinstance(territory := params.get("territory"), int):
        params["places"] = ", ".join(places.names(territory))
    return text(f"code.{finding.code}", lang, **params)


def verdict_json(verdict: Verdict, question: Question, state: State, lang: Lang) -> dict[str, Any]:
    """A verdict as the CLI and the API show it."""
    return {
        "verdict": verdict.status.value,
        "verdict_words": text(f"verdict.{verdict.status.value}", lang),
        "flags": list(verdict.flags),
        "codes": list(verdict.codes),
        "sentences": [sentence(finding, lang) for finding in verdict.findings],
        "layers": [
            {
                "asset": layer.asset,
                "layer": Layer(layer.layer).name,
                "verdict": layer.status.value,
                "codes": [finding.code for finding in layer.findings],
                "sentences": [sentence(finding, lang) for finding in layer.findings],
            }
            for layer in verdict.layers
        ],
        "chain": [hop_json(hop, state) for layer in verdict.layers for hop in layer.chain],
        "party": question.party,
        "use": question.use.name,
        "asset": question.asset,
        "territory": question.territory,
        "at": question.at,
        "at_iso": times.iso(question.at, True),
        "until": verdict.until,
        "until_iso": None if verdict.until is None else times.iso(verdict.until, True),
    }


def asset_json(state: State, asset: str) -> dict[str, Any]:
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
    }


def title_json(state: State, asset: str) -> list[dict[str, Any]]:
    """Every version of every title of an asset and of what it links to."""
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
        for (name, layer), versions in state.titles.items()
        for version in versions
        if layer  # an album has a place, but no layer of its own
    ]
