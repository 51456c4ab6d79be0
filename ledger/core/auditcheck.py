"""Whether a list of grants is whole: refolded by itself, or held against what the ledger says.

A row follows the one before it if the head before, with the row's own words, gives the head that it states.
Where it does not, the rows that come later tell what happened: a missing row leaves a gap in the numbers, an
added one stands between two that follow each other, one out of place is found again elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from ledger.core.auditing import Held, Manifest, Row, acting_chains
from ledger.core.ids import next_head
from ledger.core.model import ZERO_HASH


class Fault(StrEnum):
    """What is wrong with a list.

    BROKEN: numbers and seals fit, but a row does not follow the one before: rows between them were taken out
    and the others numbered anew, or one of the two was made up. HEAD: the rows follow each other, but
    end in another head than they should. The ledger tells more of both. UNREACHED: no chain of the list ends
    in a head that is known from elsewhere; CHAINS: the list leaves out a whole chain of its issuer.
    """

    MISSING = "MISSING"
    ADDED = "ADDED"
    ALTERED = "ALTERED"
    REORDERED = "REORDERED"
    BROKEN = "BROKEN"
    HEAD = "HEAD"
    UNREACHED = "UNREACHED"
    CHAINS = "CHAINS"


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing wrong: at which number, from 1, and in which chain (its key; UNREACHED: a head)."""

    fault: Fault
    no: int
    chain: str


@dataclass(frozen=True, slots=True)
class Told:
    """A row as a file tells it.

    ``row`` is None if a cell can't be read; ``sealed``: whether its cells are those that were written.
    """

    chain: str
    row: Row | None
    sealed: bool


def follows(head: str, row: Row) -> bool:
    """Whether a row is the next of a chain with this head."""
    return next_head(head, row.entry) == row.head


def refold(
    chain: str, told: Iterable[Told], count: int | None = None, heads: frozenset[str] | None = None
) -> Finding | str:
    """The first fault in the rows of one chain, by themselves; the head in which they end if there is none.

    Args:
        chain: Its key.
        told: The rows, in the order of the file.
        count: How many there should be, if that is known.
        heads: In one of which they should end, if that is known.
    """
    given, past = iter(told), [ZERO_HASH]
    for each in given:
        row = each.row
        if row is None or not each.sealed or row.no != len(past) or not follows(past[-1], row):
            return Finding(*_diagnosed(past, each, given, count), chain)
        past.append(row.head)
    number = len(past) - 1
    if count is not None and number < count:
        return Finding(Fault.MISSING, number + 1, chain)
    if count is not None and number > count:
        return Finding(Fault.ADDED, count + 1, chain)
    if heads is not None and past[-1] not in heads:
        return Finding(Fault.HEAD, number, chain)
    return past[-1]


def _diagnosed(past: list[str], bad: Told, later: Iterator[Told], count: int | None) -> tuple[Fault, int]:
    """What happened where a row does not fit.

    Args:
        past: The heads up to it, the zero head first.
        bad: The row.
        later: The rows after it.
        count: How many there should be, if that is known.
    """
    row, number, head = bad.row, len(past), past[-1]
    if row is not None and follows(head, row):
        return Fault.ALTERED, number  # its place is right, so another cell is not
    found, elsewhere, total = False, False, number
    for each in later:
        total += 1
        if each.row is not None:
            found = found or follows(head, each.row)
            elsewhere = elsewhere or (row is not None and follows(each.row.head, row))
    if found:
        return (Fault.REORDERED if elsewhere and bad.sealed else Fault.ADDED), number
    if row is None or not bad.sealed:
        return Fault.ALTERED, number
    if row.head in past:  # told twice
        surplus = total == number if count is None else total > count
        return (Fault.ADDED if surplus else Fault.ALTERED), number
    for place in reversed(range(number - 1)):
        if follows(past[place], row):
            return Fault.ADDED, place + 1  # what stands between the two
    gap = row.no > number or (count is not None and total < count)
    return (Fault.MISSING if gap else Fault.BROKEN), number


def compare(chain: str, told: Iterable[Told], truth: Iterable[Row]) -> Finding | None:
    """The first row of one chain that is not what the ledger says.

    Args:
        chain: Its key.
        told: The rows of the file.
        truth: The rows as the ledger gives them now for the same block and period.
    """
    given, known, number = iter(told), iter(truth), 0
    for number, true in enumerate(known, 1):
        each = next(given, None)
        if each is None:
            return Finding(Fault.MISSING, number, chain)
        if each.row != true or not each.sealed:
            return Finding(_difference(each, true, given, known), number, chain)
    return None if next(given, None) is None else Finding(Fault.ADDED, number + 1, chain)


def _difference(bad: Told, true: Row, given: Iterator[Told], known: Iterator[Row]) -> Fault:
    if bad.row is not None and bad.row.entry == true.entry:
        return Fault.ALTERED
    behind = bad.row is not None and any(bad.row.entry == row.entry for row in known)
    ahead = any(each.row is not None and each.row.entry == true.entry for each in given)
    if behind:
        return Fault.REORDERED if ahead else Fault.MISSING
    return Fault.ADDED if ahead else Fault.ALTERED


def check(
    manifest: Manifest | None, told: Iterable[Told], heads: frozenset[str] | None = None
) -> tuple[Finding | None, int]:
    """The first fault in a list by itself, and how many rows were read.

    Args:
        manifest: What the list says of itself; without it nobody can tell whether the last rows are there.
        told: All rows of the file.
        heads: Heads known from elsewhere, in one of which each chain that has rows should end, and each of
            which some chain should reach.
    """
    known = {} if manifest is None else {held.chain.key: held for held in manifest.chains}
    for chain in () if manifest is None else acting_chains(manifest.issuer):
        if chain.key not in known:
            return Finding(Fault.CHAINS, 0, chain.key), 0
    rows = _Settled(told, [key for key, held in known.items() if held.rows])
    seen, left = set[str](), set(heads or ()) - {ZERO_HASH}
    for chain, group in groupby(rows, key=lambda each: each.chain):
        held = known.get(chain)
        if chain in seen or (manifest is not None and held is None):
            return Finding(Fault.ADDED, _number(next(group)), chain), rows.count
        seen.add(chain)
        wanted = heads if heads is not None else None if held is None else _end_of(held)
        end = refold(chain, group, None if held is None else held.rows, wanted)
        if isinstance(end, Finding):
            return end, rows.count
        left.discard(end)
    finding = _left_out([held for held in known.values() if held.chain.key not in seen])
    if finding is None and left:
        finding = Finding(Fault.UNREACHED, 0, min(left))
    return finding, rows.count


def _end_of(held: Held) -> frozenset[str]:
    """The head that rows must give: what the list says that they gave, and what it says lay in storage."""
    return frozenset({held.head}) & {held.stored}


def _left_out(without_rows: Iterable[Held]) -> Finding | None:
    for held in without_rows:
        if held.rows or _end_of(held) != {ZERO_HASH}:
            return Finding(Fault.MISSING, 1, held.chain.key)
    return None


def against(told: Iterable[Told], truth: Mapping[str, Iterable[Row]]) -> Finding | None:
    """The first row of a list that is not what the ledger says.

    Args:
        told: All rows of the file.
        truth: By the key of each chain of the issuer: its rows, which are taken once.
    """
    seen = set[str]()
    for chain, group in groupby(_Settled(told, list(truth)), key=lambda each: each.chain):
        if chain in seen or chain not in truth:
            return Finding(Fault.ADDED, _number(next(group)), chain)
        seen.add(chain)
        finding = compare(chain, group, truth[chain])
        if finding is not None:
            return finding
    for chain, rows in truth.items():
        if chain not in seen and next(iter(rows), None) is not None:
            return Finding(Fault.MISSING, 1, chain)
    return None


def _number(told: Told) -> int:
    return 1 if told.row is None else told.row.no


class _Settled:
    """Rows as they pass, counted; one whose chain was altered counts for the chain in which it stands."""

    def __init__(self, told: Iterable[Told], chains: Sequence[str]) -> None:
        self._told, self._chains, self.count = iter(told), frozenset(chains), 0
        self._last = next(iter(chains), None)

    def __iter__(self) -> Iterator[Told]:
        return self

    def __next__(self) -> Told:
        each = next(self._told)
        self.count += 1
        if not each.sealed and each.chain not in self._chains:
            each = replace(each, chain=self._last or each.chain)
        self._last = each.chain
        return each
