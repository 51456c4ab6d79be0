"""Verdicts, works and titles as JSON documents: the same for whoever asks, by command line or over HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ledger.core import places, times, uses
from ledger.core.cid import raw_cid
from ledger.core.events import Block
from ledger.core.facts import State
from ledger.core.inquiry import Heard
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line
from ledger.core.question import Question
from ledger.core.rights import Layer, LinkKind
from ledger.core.verdict import (
    STRENGTH,
    Finding,
    Ground,
    Hop,
    LayerResult,
    ParentResult,
    Status,
    Verdict,
)
from ledger.errors import SongdeedError
from ledger.services.telling.works import block_of
from ledger.text import Lang, hint_of, message_of, text

Json = dict[str, Any]

_MOMENTS = ("start", "end", "since")
_DUTIES = frozenset({"DUTY_PAYMENT", "DUTY_STATUTORY", "CO_OWNERS_CONSULTED"})
"""Findings that say what is owed, not what is missing (V13)."""


def answer_json(heard: Heard, block: Block, lang: Lang) -> Json:
    """The answer for a work, or for a file that one asset or several claim.

    Args:
        heard: A verdict for each asset, at least one.
        block: At which they are true.
        lang: Language of the sentences.
    """
    answers = [verdict_json(verdict, question, heard.state, lang) for question, verdict in heard.answers]
    told = {"titles": dict(heard.titles), "block": block_of(block)}
    if len(answers) == 1:
        return {**answers[0], **told}
    registrants = {heard.state.assets[question.asset].registrant for question, _ in heard.answers}
    return {
        "verdict": Status.INDETERMINATE.value,
        "verdict_words": text(f"verdict.{Status.INDETERMINATE.value}", lang),
        "codes": ["SEVERAL_CLAIMS"],
        "flags": ["COMPETING_CLAIM"] if len(registrants) > 1 else [],
        "answers": answers,
        **told,
    }


def bad_query(error: SongdeedError, lang: Lang) -> Json:
    """The answer to one question of many that is not understood (V0)."""
    return {
        **_status(Status.INDETERMINATE, lang),
        "codes": ["BAD_QUERY"],
        "flags": [],
        "error": error.code,
        "sentences": [f"{message_of(error, lang)} {hint_of(error, lang)}"],
    }


def verdict_json(verdict: Verdict, question: Question, state: State, lang: Lang) -> Json:
    """A verdict as the CLI and the API show it."""
    return {
        **_status(verdict.status, lang),
        "flags": list(verdict.flags),
        "codes": list(verdict.codes),
        "sentences": _sentences(verdict.findings, lang),
        "duties": _duties(verdict, lang),
        "layers": [_layer(each, state, lang) for each in verdict.layers],
        "parents": [_parent(each, state, lang) for each in verdict.parents],
        "tracks": [_track(asset, found, state, lang) for asset, found in verdict.tracks],
        "summary": summary(found.status for _, found in verdict.tracks),
        "chain": [step for chain in verdict.chains() for step in _chain(chain, state)],
        "party": question.party,
        "use": question.use.name,
        "asset": question.asset,
        "territory": question.territory,
        **_moment("at", question.at),
        **_moment("until", verdict.until),
    }


def summary(statuses: Iterable[Status]) -> Json:
    """How many answers there are of each verdict, best first; empty for none."""
    found = list(statuses)
    return {status.value: found.count(status) for status in STRENGTH if status in found}


def _chain(hops: Sequence[Hop], state: State) -> list[Json]:
    return [_hop(hop, hops[:place], state) for place, hop in enumerate(hops)]


def _hop(hop: Hop, before: Sequence[Hop], state: State) -> Json:
    """A step of a chain: from whom to whom, where it was recorded, and the CID of what was signed."""
    givers, takers, content = _sides(hop, before, state)
    return {
        "kind": hop.kind,
        "asset": hop.asset,
        "layer": Layer(hop.layer).name,
        "ref": hop.ref,
        "from": givers,
        "to": takers,
        "transaction": hop.at.transaction,
        "block": {"number": hop.at.block, "hash": hop.at.block_hash},
        **_moment("time", hop.at.time),
        "cid": raw_cid(bytes.fromhex(content[2:])),
    }


def _sides(hop: Hop, before: Sequence[Hop], state: State) -> tuple[list[str], list[str], str]:
    """Who gave, who got (a title has its holders), and the hash of the record or of the terms."""
    record = state.assets[hop.asset].record_hash
    if hop.kind == "title":
        return [], [share.holder for share in state.versions[hop.ref].title.shares], record
    if hop.kind == "mandate":
        mandate = state.mandates[hop.ref].event.text
        return list(mandate.givers), [mandate.to], _or(mandate.terms, record)
    deal, line = _line_of(hop, state)
    return _givers(deal, line, before, state), [line.licensee], _or(deal.terms, record)


def _or(terms: str, record: str) -> str:
    return record if terms == ZERO_HASH else terms


def _line_of(hop: Hop, state: State) -> tuple[Deal, Line]:
    name, _, index = hop.ref.partition("#")
    deal = state.deals[name].event.text
    return deal, deal.lines[int(index)]


def _givers(deal: Deal, line: Line, before: Sequence[Hop], state: State) -> list[str]:
    """The society, the licensee above, or who signed of the holders and of those who act for them here."""
    if line.society != ZERO_ADDRESS:
        return [line.society]
    if line.parent != ZERO_HASH:
        return [_line_of(before[-1], state)[1].licensee]
    able = {share.holder for share in state.versions[line.title].title.shares}
    able |= {state.mandates[hop.ref].event.text.to for hop in before if hop.kind == "mandate"}
    return [signer for signer in deal.signers if signer in able and signer != line.licensee]


def sentence(finding: Finding, lang: Lang) -> str:
    """A finding in words."""
    params = dict(finding.params)
    for name in _MOMENTS:
        if isinstance(moment := params.get(name), int):
            params[f"{name}_iso"] = times.iso(moment, True)
    if isinstance(usage := params.get("usage"), int):
        params["uses"] = ", ".join(uses.names(usage))
    if isinstance(territory := params.get("territory"), int):
        params["places"] = ", ".join(places.names(territory))
    if "payees" in params:
        params["payees"] = params["payees"] or text("payee.unknown", lang)
    case = ".later" if "since" in params else ""
    return text(f"code.{finding.code}{case}", lang, **params)


def _status(status: Status, lang: Lang) -> Json:
    return {"verdict": status.value, "verdict_words": text(f"verdict.{status.value}", lang)}


def _sentences(findings: Sequence[Finding], lang: Lang) -> list[str]:
    return list(dict.fromkeys(sentence(finding, lang) for finding in findings))


def _moment(name: str, seconds: int | None) -> Json:
    return {name: seconds, f"{name}_iso": None if seconds is None else times.iso(seconds, True)}


def _duties(verdict: Verdict, lang: Lang) -> list[str]:
    """What is owed for the use, of the work and of what it was made from; each once."""
    layers = [*verdict.layers, *(layer for parent in verdict.parents for layer in parent.layers)]
    found = [each for layer in layers for each in layer.findings if each.code in _DUTIES]
    duties = _sentences(list(dict.fromkeys(found)), lang)
    for _, track in verdict.tracks:
        duties += _duties(track, lang)
    return list(dict.fromkeys(duties))


def _layer(result: LayerResult, state: State, lang: Lang) -> Json:
    return {
        "asset": result.asset,
        "layer": Layer(result.layer).name,
        **_status(result.status, lang),
        "codes": list(dict.fromkeys(each.code for each in result.findings)),
        "sentences": _sentences(result.findings, lang),
        "flags": list(result.flags),
        "chain": _chain(result.chain, state),
        "others": [_ground(each, lang) for each in result.others],
    }


def _ground(ground: Ground, lang: Lang) -> Json:
    return {
        "kind": ground.kind,
        "ref": ground.ref or None,
        **_status(ground.status, lang),
        "codes": [each.code for each in ground.findings],
        "sentences": _sentences(ground.findings, lang),
    }


def _parent(result: ParentResult, state: State, lang: Lang) -> Json:
    return {
        "asset": result.asset,
        "kind": LinkKind(result.kind).name,
        "parent": result.parent,
        **_status(result.status, lang),
        "codes": [each.code for each in result.findings],
        "sentences": _sentences(result.findings, lang),
        "layers": [_layer(each, state, lang) for each in result.layers],
    }


def _track(asset: str, found: Verdict, state: State, lang: Lang) -> Json:
    return {
        "asset": asset,
        **_status(found.status, lang),
        "flags": list(found.flags),
        "codes": list(found.codes),
        "sentences": _sentences(found.findings, lang),
        "layers": [_layer(each, state, lang) for each in found.layers],
        "parents": [_parent(each, state, lang) for each in found.parents],
    }
