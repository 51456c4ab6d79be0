"""The verifier for other programs: facts, a question and a policy as plain data (docs/verdict.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.core import places
from ledger.core.fields import Fields
from ledger.core.plain_facts import build
from ledger.core.plain_names import Names
from ledger.core.policy import Known, policy_from
from ledger.core.question import Question
from ledger.core.rights import Layer, LinkKind, Usage
from ledger.core.seen import HASH_MISMATCH, RECORD_MISMATCH, Author, RecordSeen
from ledger.core.verdict import Finding, Ground, Hop, LayerResult, ParentResult, Verdict
from ledger.core.verification import verify
from ledger.errors import BadInput

Json = dict[str, Any]

_PROBLEMS = {HASH_MISMATCH: HASH_MISMATCH, RECORD_MISMATCH: RECORD_MISMATCH}


def judge(document: Mapping[str, Any]) -> Json:
    """The verdict on a document of facts, a question and a policy.

    Args:
        document: ``facts``, ``question`` and ``policy``, as docs/verdict.md defines them.

    Returns:
        The verdict, its codes and flags, layers, parents and tracks, in the names that the document uses.

    Raises:
        BadInput: What is not understood, with its place.
        UsageError: ``UNKNOWN_TERRITORY``, ``TERRITORY_WORLD_ALONE``.
    """
    whole, names = Fields(dict(document)), Names()
    facts, asked, policy = whole.part("facts"), whole.part("question"), whole.mapping("policy")
    if facts is None or asked is None:
        raise BadInput("FIELD_MISSING", field="facts" if facts is None else "question")
    whole.done()
    events = facts.listed("events", lambda value, _: value)
    records, final = facts.mapping("records"), facts.whole("final", None)
    facts.done()
    question, known_at = _question(asked, names)
    built = build(events, names, known_at)
    seen = {names.thing(name): _record(value, f"records.{name}") for name, value in records.items()}
    known = Known(
        {name: record for name, record in seen.items() if record is not None},
        built.head,
        final,
        built.bad_signers,
    )
    verdict = verify(built.state, question, policy_from(policy, name=names.account), known)
    return _verdict(verdict, names)


def _question(fields: Fields, names: Names) -> tuple[Question, int | None]:
    use, territory = fields.named("use", Usage), fields.text("territory")
    places.bit(territory)
    question = Question(
        names.account(fields.text("party")),
        use,
        names.thing(fields.text("work")),
        territory,
        fields.integer("at"),
    )
    known_at = fields.whole("known_at", None)
    fields.done()
    return question, known_at


def _record(value: object, where: str) -> RecordSeen | None:
    if value == "sealed":
        return None
    fields = Fields(value, where)
    record = RecordSeen(
        fields.listed("authors", _author),
        fields.text_or_none("published"),
        fields.text_or_none("performed"),
        fields.text_or_none("fixed"),
        fields.truth("recorded_lawfully"),
        fields.truth("reserved"),
        fields.one_of("problem", _PROBLEMS, ""),
    )
    fields.done()
    return record


def _author(value: object, where: str) -> Author:
    fields = Fields(value, where)
    author = Author(fields.text_or_none("died"), fields.truth("legal_person"))
    fields.done()
    return author


def _verdict(verdict: Verdict, names: Names) -> Json:
    return {
        "verdict": verdict.status.value,
        "flags": list(verdict.flags),
        "codes": list(verdict.codes),
        "findings": [_finding(each, names) for each in verdict.findings],
        "layers": [_layer(each, names) for each in verdict.layers],
        "parents": [_parent(each, names) for each in verdict.parents],
        "tracks": [{"work": names.back(track), **_verdict(found, names)} for track, found in verdict.tracks],
        "until": verdict.until,
    }


def _finding(said: Finding, names: Names) -> Json:
    words = {
        key: ", ".join(_ref(each, names) for each in value.split(", ")) if isinstance(value, str) else value
        for key, value in said.params
    }
    return {"code": said.code, **words}


def _layer(result: LayerResult, names: Names) -> Json:
    return {
        "work": names.back(result.asset),
        "layer": Layer(result.layer).name,
        "verdict": result.status.value,
        "codes": [each.code for each in result.findings],
        "findings": [_finding(each, names) for each in result.findings],
        "chain": [_hop(each, names) for each in result.chain],
        "flags": list(result.flags),
        "others": [_ground(each, names) for each in result.others],
    }


def _ground(ground: Ground, names: Names) -> Json:
    return {
        "kind": ground.kind,
        "ref": _ref(ground.ref, names),
        "verdict": ground.status.value,
        "codes": [each.code for each in ground.findings],
    }


def _parent(result: ParentResult, names: Names) -> Json:
    return {
        "work": names.back(result.asset),
        "kind": LinkKind(result.kind).name,
        "parent": names.back(result.parent),
        "verdict": result.status.value,
        "codes": [each.code for each in result.findings],
        "layers": [_layer(each, names) for each in result.layers],
    }


def _hop(hop: Hop, names: Names) -> Json:
    return {
        "kind": hop.kind,
        "work": names.back(hop.asset),
        "layer": Layer(hop.layer).name,
        "ref": _ref(hop.ref, names),
        "block": hop.at.block,
        "time": hop.at.time,
    }


def _ref(ref: str, names: Names) -> str:
    """A title is named by its work, layer and number, a line by its deal and number."""
    deal, line, index = ref.partition("#")
    return f"{names.back(deal)}{line}{index}"
