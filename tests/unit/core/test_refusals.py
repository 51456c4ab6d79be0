"""Custom errors of the contracts as errors of ours: done already, not yet, denied, or malformed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.core import refusals
from ledger.core.refusals import DoneAlready, code_of, refusal
from ledger.errors import BadInput, Denied, NotYet

INTERFACES = Path(__file__).parents[3] / "contracts" / "interfaces"
ARGUMENTS = {
    name: [argument.split()[-1] for argument in given.split(",") if argument]
    for path in INTERFACES.glob("*.sol")
    for name, given in re.findall(r"^ *error (\w+)\(([^)]*)\);", path.read_text(), re.M)
}
NAMES = sorted(ARGUMENTS)
GROUPS = (refusals._DONE, refusals._PENDING, refusals._STALE, refusals._RIGHTS)
SAMPLES = {
    DoneAlready: ("AlreadyActive", "AlreadyRecorded", "AlreadyEnded"),
    NotYet: ("MissingSigner", "MissingConsent"),
    Denied: (
        "ExclusiveConflict", "UndisclosedEncumbrance", "BarredByMandate", "ExclusivesMoved", "StaleTitle",
        "MandateNotLive", "ParentEnded", "LeavesMandate", "DisputeNotOpen", "DeadlinePassed",
    ),
    BadInput: ("BadUsage", "BadRoute", "SignerOrder", "WrongHeads", "BadMandate", "BadPeriod", "WrongDeal"),
}  # fmt: skip


def test_no_group_names_an_error_that_is_none() -> None:
    named = [name for group in GROUPS for name in group]
    assert len(named) == len(set(named)), "each stands in one group"
    assert set(named) <= set(NAMES)


def test_a_deadline_is_told_as_a_date() -> None:
    error = refusal("DeadlinePassed", {"deadline": 1_767_196_800, "time": 1_767_196_801})
    assert "2026-01-01T00:00:00+08:00" in str(error) and "2026-01-01T00:00:01+08:00" in str(error)


@pytest.mark.parametrize("kind", SAMPLES)
def test_groups(kind: type) -> None:
    for name in SAMPLES[kind]:
        assert type(refusal(name, dict.fromkeys(ARGUMENTS[name], 3))) is kind, name


@pytest.mark.parametrize("name", NAMES)
def test_what_the_contract_says_is_told(name: str) -> None:
    error = refusal(name, dict.fromkeys(ARGUMENTS[name], 3))
    moments = {"deadline", "time"} if name == "DeadlinePassed" else set()
    told = {each: "1970-01-01T08:00:03+08:00" if each in moments else 3 for each in ARGUMENTS[name]}
    assert (error.code, error.params) == (code_of(name), told) and str(error)


def test_codes_are_no_riddles() -> None:
    codes = [code_of(name) for name in NAMES]
    assert len(set(codes)) == len(NAMES)
    assert code_of("NotTheParent") == "CONTRACT_NOT_THE_PARENT"
    assert code_of("NotASigner") == "CONTRACT_NOT_A_SIGNER"
    assert code_of("NotAHolder") == "CONTRACT_NOT_A_HOLDER"
    assert all(re.fullmatch(r"CONTRACT(_[A-Z]+)+", code) for code in codes)
