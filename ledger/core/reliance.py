"""Whether what is said of assets can be relied on: registered finally, with records that agree (V1)."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.core.case import Case
from ledger.core.verdict import Finding


def reliable(case: Case, assets: Iterable[str]) -> tuple[list[Finding], list[str]]:
    """V1: what keeps the facts about some assets from being relied on, and what to bear in mind."""
    findings: list[Finding] = []
    flags: list[str] = []
    for asset in assets:
        facts = (("asset", asset),)
        at, record = case.state.assets[asset].at, case.known.records.get(asset)
        if not case.is_final(at):
            findings.append(Finding("NOT_FINAL", (*facts, ("block", at.block))))
        if record is None:
            flags.append("RECORD_NOT_SEEN")
            findings += [Finding("RECORD_NOT_SEEN", facts)] if case.policy.strict else []
        elif record.problem:
            findings.append(Finding(record.problem, facts))
    return findings, flags
