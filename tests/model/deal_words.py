"""What a line of a deal may say, whatever is on record."""

from __future__ import annotations

from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Deal, Line
from tests.model.world import AT_WILL, IRREVOCABLE, NONEXCLUSIVE, TERM, Refusals


def words(deal: Deal, index: int, now: int, refusals: Refusals) -> None:
    """One line against the NatSpec of Line and of the errors."""
    line = deal.lines[index]
    plain, public = line.exclusivity == NONEXCLUSIVE, line.licensee == ZERO_ADDRESS
    asset, society = line.asset != ZERO_HASH, line.society != ZERO_ADDRESS
    refusals.when(asset == society, "BadTarget", index)
    refusals.when(line.layer not in range(1, 5), "UnknownLayer", index, line.layer)
    refusals.when(not line.usage or line.usage >> 31, "BadUsage", index, line.usage)
    refusals.when(not line.territory, "BadTerritory", index)
    refusals.when(line.start >= line.end, "BadInterval", index, line.start, line.end)
    refusals.when(line.exclusivity not in (1, 2, 3), "UnknownExclusivity", index, line.exclusivity)
    refusals.when(line.revocation not in (1, 2, 3), "UnknownRevocation", index, line.revocation)
    named = line.revoker != ZERO_ADDRESS
    refusals.when(named != (line.revocation == AT_WILL), "BadRevoker", index, line.revoker)
    refusals.when(line.depth > 4, "BadDepth", index, line.depth)
    # In a deal with crossTermination the end of another line would end it: it were not irrevocable.
    wrong = not plain or line.revocation != IRREVOCABLE or line.depth or deal.cross_termination
    refusals.when(public and not society and wrong, "BadPublicLicence", index)
    refusals.when(not plain and line.end <= now, "ExclusiveInThePast", index, line.end)
    _shapes(line, index, refusals)
    first = deal.lines[0]
    rules = (line.revocation, line.revoker, line.notice) != (first.revocation, first.revoker, first.notice)
    refusals.when(deal.cross_termination and rules, "CrossTerminationRules", index)


def _shapes(line: Line, index: int, refusals: Refusals) -> None:
    plain = line.exclusivity == NONEXCLUSIVE
    blanket, sub = line.society != ZERO_ADDRESS, line.parent != ZERO_HASH
    empty = line.licensee == ZERO_ADDRESS or line.title != ZERO_HASH or line.depth or sub
    long = line.end - line.start > TERM
    if refusals.when(blanket and (not plain or long or empty), "BadBlanket", index) and sub:
        refusals.add(("BadSublicence", index))
    named = line.title != ZERO_HASH or line.consult != ZERO_HASH
    refusals.when(sub and not blanket and named, "BadSublicence", index)
    refusals.when(line.survives and (not sub or not plain), "BadSurvival", index)
    wrong = line.layer != 1 or not plain or blanket
    refusals.when(line.consult != ZERO_HASH and not sub and wrong, "BadConsult", index)
