"""Deals whose titles changed after they were signed: what changed, and the text that must be signed instead.

A line names the hash of the title it stands on, so another table is another text: every signature falls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger.core.dealfile import DealFile
from ledger.core.facts import State
from ledger.core.ids import hash_of_title
from ledger.core.model import Share, Title
from ledger.core.rights import Layer
from ledger.errors import CannotTell, Denied


@dataclass(frozen=True, slots=True)
class Changed:
    """A title as a deal names it, and as the ledger has it now."""

    signed: Title
    now: Title


def changed_titles(state: State, titles: Sequence[Title]) -> tuple[Changed, ...]:
    """Titles of a deal that are no longer the newest of their layers.

    Args:
        state: With the titles of the deal's works.
        titles: Those in the deal.
    """
    newest = [(title, state.title(title.asset, title.layer)) for title in titles]
    return tuple(
        Changed(title, version.title)
        for title, version in newest
        if version is not None and version.hash != hash_of_title(title)
    )


def on_new_titles(file: DealFile, changes: Sequence[Changed]) -> DealFile:
    """The deal on the titles as they are now, without signatures; its signers are those of before but for
    holders who came or went, and who may end it at will is the largest new holder if he went.

    Args:
        file: The deal.
        changes: From ``changed_titles``; not empty.

    Raises:
        Denied: ``RENEW_ANEW``: agents signed for holders, or some were absent; who can sign for the new
            ones is found out by a new deal only.
        CannotTell: ``TITLE_UNKNOWN``: somebody without a key has units now; nobody licenses those.
    """
    for change in changes:
        if change.now.unclaimed:
            raise CannotTell("TITLE_UNKNOWN", asset=change.now.asset, layer=Layer(change.now.layer).name)
    titles = tuple(
        {change.signed: change.now for change in changes}.get(title, title) for title in file.titles
    )
    before, after = _holders(file.titles), _holders(titles)
    if not before <= set(file.deal.signers):
        raise Denied("RENEW_ANEW", deal=file.id)
    others = {account for line in file.deal.lines for account in (line.licensee, line.society)}
    gone = before - after - others
    signers = tuple(sorted((set(file.deal.signers) - gone) | after))
    hashes = {hash_of_title(change.signed): hash_of_title(change.now) for change in changes}
    heir = _largest([share for change in changes for share in change.now.shares])
    lines = tuple(
        replace(
            line,
            title=hashes.get(line.title, line.title),  # a blanket and a sub-licence stand on none
            revoker=heir if line.revoker in gone else line.revoker,
        )
        for line in file.deal.lines
    )
    deal = replace(file.deal, lines=lines, signers=signers)
    return replace(file, deal=deal, titles=titles, signatures={}, owners={})


def _holders(titles: Sequence[Title]) -> set[str]:
    return {share.holder for title in titles for share in title.shares}


def _largest(shares: Sequence[Share]) -> str:
    return min(shares, key=lambda share: (-share.units, share.holder)).holder
