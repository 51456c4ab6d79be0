"""Findings that several checks share."""

from __future__ import annotations

from ledger.core.case import Case
from ledger.core.facts import TitleVersion
from ledger.core.rights import Layer
from ledger.core.verdict import Finding


def unconfirmed(case: Case, version: TitleVersion) -> tuple[Finding, ...]:
    """Holders who were only named: nobody becomes a society's member, or a co-owner, by that."""
    title = version.title
    registrant = case.state.assets[title.asset].registrant
    signed = case.signed_on(title.asset, title.layer)
    facts = (("asset", title.asset), ("layer", Layer(title.layer).name))
    return tuple(
        Finding("TITLE_UNCONFIRMED", (*facts, ("holder", share.holder)))
        for share in title.shares
        if share.holder != registrant and share.holder not in signed
    )
