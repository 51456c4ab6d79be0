"""The program against the model, over random ledgers; and proof that such a search finds wrong rules.

Environment: SONGDEED_HYPOTHESIS=ci or long for more ledgers. A difference is shown with the smallest document
that still has it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.core.plain import judge
from tests.judge import compare, consent, disputes, grounds, lines, lives, model, parents, terms
from tests.judge.facts import Facts
from tests.judge.words import SOLE, Json, Line, Table

SEEDS = {"ci": 1_000, "long": 20_000}.get(os.environ.get("SONGDEED_HYPOTHESIS", "quick"), 200)
QUESTIONS = 8
PARTS = 8
PLANTED_SEEDS = 200


def differs(document: Json) -> list[str]:
    """What the two say differently about a document."""
    return compare.differences(model.verdict(document), judge(document))


def agree(seed: int) -> None:
    """The same answers to several questions about one random ledger."""
    for document in lives.documents(seed, QUESTIONS):
        if differs(document):
            smallest = compare.shrink(document, lambda smaller: bool(differs(smaller)))
            pytest.fail(f"seed {seed}: {compare.shown(smallest, differs(smallest))}", pytrace=False)


@pytest.mark.parametrize("part", range(PARTS))
def test_same_answers(part: int) -> None:
    """Over a fixed row of ledgers, in parts that may run beside one another."""
    for seed in range(part, SEEDS, PARTS):
        agree(seed)


@settings(max_examples=max(20, SEEDS // 20), derandomize=SEEDS < 20_000)
@given(st.integers(min_value=10**6, max_value=10**9))
def test_same_answers_elsewhere(seed: int) -> None:
    """Over ledgers that nobody has looked at before, where Hypothesis is told to search anew."""
    agree(seed)


def test_the_ledgers_meet_what_matters() -> None:
    """Each verdict and nearly each reason comes up, or agreement would mean little."""
    verdicts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for seed in range(PLANTED_SEEDS):
        for document in lives.documents(seed, QUESTIONS):
            answer = model.verdict(document, until=False)
            verdicts[answer["verdict"]] += 1
            reasons.update(code for codes in answer["codes"].values() for code in codes)
    assert set(verdicts) == set(grounds.STRENGTH)
    expected = {
        *("OWN_TITLE", "GRANT", "BLANKET", "PUBLIC_DOMAIN", "DUTY_PAYMENT", "DUTY_STATUTORY"),
        *("NO_GRANT", "OUT_OF_SCOPE", "NOT_YET", "EXPIRED", "REVOKED", "TITLE_INCOMPLETE", "TITLE_VOID"),
        *("MISSING_CONSENTS", "MISSING_CO_OWNERS", "MANDATE_SCOPE", "OWNER_BARRED_BY_MANDATE"),
        *("OWNER_BARRED_BY_EXCLUSIVE", "JUNIOR_TO", "SUBLICENCE_EXCEEDS_PARENT", "NOT_IN_REPERTOIRE"),
        *("PRIOR_EXCLUSIVE", "PARENT_ENDED", "EARLIER_CLAIM", "NOT_FINAL"),
    }
    assert expected <= set(reasons), expected - set(reasons)


# ---- wrong rules, each of which the fixed row must find


def closed_end(facts: Facts, line: Line, asked: Any, at: int) -> str | None:
    """A line that still counts at the second at which it ends."""
    code = ORIGINAL["scope_code"](facts, line, asked, at)
    return None if code == "EXPIRED" and at == line.end else code


def free_blanket(facts: Facts, first: int, last: int) -> list[int]:
    """A moment before the blanket was recorded would do."""
    return list(ORIGINAL["moments"](facts, 0, last))


def blanket_at_once(facts: Facts, first: int, last: int) -> list[int]:
    """Only the moment of recording counts, not one after it."""
    return [first]


def blanket_now(facts: Facts, first: int, last: int) -> list[int]:
    """Only the moment asked about counts: a withdrawal breaks the licence."""
    return [last]


def all_disputes(facts: Facts) -> set[tuple[disputes.Subject, str]]:
    """Every dispute that was ever opened."""
    return {(disputes.subject_of(event), event["opener"]) for _, event in facts.events("dispute_opened")}


def title_now(facts: Facts, work: str, layer: str, place: int) -> Table | None:
    """The newest table, whenever the line was recorded."""
    return facts.table_at(work, layer, facts.known_at)


def no_sole(*args: Any, least: int) -> list[Line]:
    """No SOLE or EXCLUSIVE line counts against a blanket."""
    return [] if least == SOLE else list(ORIGINAL["restricting"](*args, least=least))


ORIGINAL: dict[str, Callable[..., Any]] = {"scope_code": lines.scope_code, "moments": grounds.moments}
ORIGINAL["restricting"] = lines.restricting

PLANTED: dict[str, tuple[Any, str, Any]] = {
    "the end of a line is a part of it": (lines, "scope_code", closed_end),
    "nothing is ever junior": (lines, "is_junior", lambda *_: False),
    "a sub-licence has its own seniority": (lines, "seniority", lambda facts, junior, senior: junior.place),
    "a sub-licence may exceed its parent": (lines, "exceeds_parent", lambda *_: False),
    "a sub-licence needs no living parent": (lines, "parents_are_live", lambda *_: True),
    "a licensee is never barred": (lines, "gave_away", lambda *_: False),
    "a blanket reaches back": (grounds, "moments", free_blanket),
    "a blanket is for what was there at once": (grounds, "moments", blanket_at_once),
    "a blanket is for what is there now": (grounds, "moments", blanket_now),
    "a co-owner needs the others everywhere": (grounds, "several_holders", lambda _: "NOT_AUTHORISED"),
    "a co-owner needs nobody": (grounds, "several_holders", lambda _: "AUTHORISED"),
    "a member may use it himself": (grounds, "barred_by_mandate", lambda *_: False),
    "a member may license it himself": (consent, "bars_on", lambda *_, **__: []),
    "any mandate will do": (consent, "covers", lambda *_: True),
    "no mandate will do": (consent, "covers", lambda *_: False),
    "the consulted may be left out anywhere": (consent, "may_lack_co_owners", lambda line: line.consulted),
    "nobody may be left out": (consent, "may_lack_co_owners", lambda _: False),
    "who is named has signed": (Facts, "unsigned_holders", lambda *_: set()),
    "parents are not asked": (model, "judge_parent", lambda *_: None),
    "the same people are asked twice": (parents, "same_people", lambda *_: False),
    "makers clear nothing": (parents, "by_makers", lambda *_: []),
    "an exclusive elsewhere doesn't touch a blanket": (lines, "restricting", no_sole),
    "publishers pass nothing on": (consent, "NEXT_HOPS", {**consent.NEXT_HOPS, "ADMIN": ()}),
    "societies pass nothing on": (consent, "NEXT_HOPS", {**consent.NEXT_HOPS, "COLLECTIVE": ()}),
    "agents pass it on": (consent, "NEXT_HOPS", {**consent.NEXT_HOPS, "AGENCY": ("SUBPUBLISH",)}),
    "a forged deal stands": (lines, "deal_is_void", lambda *_: False),
    "a disputed deal is no matter": (disputes, "deal_is_disputed", lambda *_: False),
    "a withdrawn dispute stays open": (disputes, "open_disputes", all_disputes),
    "the title as it is now judges a line": (Facts, "table_before", title_now),
    "finality is nobody's business": (Facts, "is_final", lambda *_: True),
    "a title never has a gap": (Table, "complete", True),
    "a society may license for ever": (consent, "LONGEST_SOCIETY_LICENCE", 10**20),
    "nothing is ever public domain": (terms, "public_domain_from", lambda *_: None),
    "an upheld dispute voids nothing": (disputes, "title_is_void", lambda *_: False),
    "a rival is never first": (disputes, "earlier_claim_stands", lambda *_: False),
    "everybody's dispute flags": (disputes, "has_earlier_claim", lambda *_: True),
}


@pytest.mark.parametrize("wrong", PLANTED)
def test_a_wrong_rule_is_found(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model with one wrong rule differs from the model somewhere in the fixed row."""
    for seed in range(PLANTED_SEEDS):
        for document in lives.documents(seed, QUESTIONS):
            right = model.verdict(document, until=False)
            with monkeypatch.context() as patched:
                patched.setattr(PLANTED[wrong][0], PLANTED[wrong][1], PLANTED[wrong][2])
                planted = model.verdict(document, until=False)
            if (right["layers"], right["flags"], right["parents"]) != (
                planted["layers"],
                planted["flags"],
                planted["parents"],
            ):
                return
    pytest.fail(f"{wrong}: no ledger of the row shows it")
