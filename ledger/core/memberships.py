"""Who lets units out of a mandate that bars their giver: nobody leaves a society by selling to himself.

It says in Python what ``contracts/libraries/Memberships.sol`` enforces, on facts that ``fold`` checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.core.facts import State
from ledger.core.licensing import Bar, MandateKind
from ledger.core.model import ZERO_HASH, Share, Title
from ledger.core.scopes import end_of_mandate


def letting_go(state: State, title: Title, after: Sequence[Share], now: int) -> tuple[str, ...]:
    """Mandataries who must sign an assignment, ascending.

    Args:
        state: Facts with the lists of everybody who holds units before or after.
        title: The title before.
        after: The table after.
        now: UTC seconds.
    """
    before, later = _units(title.shares), _units(after)
    givers = [who for who, units in before.items() if later.get(who, 0) < units]
    gainers = [who for who, units in later.items() if before.get(who, 0) < units]
    found = set()
    for giver in givers:
        for bar in _entries(state, giver):
            about = bar.layer in (0, title.layer) and bar.asset in (ZERO_HASH, title.asset)
            binds = bar.kind != MandateKind.SUBPUBLISH and about and end_of_mandate(state, bar.mandate) > now
            if binds and not all(_follows(state, gainer, bar, now) for gainer in gainers):
                found.add(bar.to)
    return tuple(sorted(found))


def _follows(state: State, gainer: str, bar: Bar, now: int) -> bool:
    """Whether he has given the same mandatary a mandate at least as wide, for as long."""
    for own in _entries(state, gainer):
        same = (own.to, own.kind) == (bar.to, bar.kind)
        place = own.layer in (0, bar.layer) and own.asset in (ZERO_HASH, bar.asset)
        within = not bar.usage & ~own.usage and not bar.territory & ~own.territory
        begun = own.start <= max(bar.start, now)
        lasts = end_of_mandate(state, own.mandate) >= end_of_mandate(state, bar.mandate)
        if same and place and within and begun and lasts:
            return True
    return False


def _units(shares: Sequence[Share]) -> dict[str, int]:
    return {share.holder: share.units for share in shares}


def _entries(state: State, account: str) -> tuple[Bar, ...]:
    bars = state.bars.get(account)
    return bars.entries if bars else ()
