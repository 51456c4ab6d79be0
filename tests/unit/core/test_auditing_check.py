"""What is found where somebody touched a list of grants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import auditcheck, auditfile, strictjson
from ledger.core.auditcheck import Fault, Finding, Told
from ledger.core.auditing import (
    Chain,
    ChainKind,
    Manifest,
    Row,
)
from ledger.core.auditrows import COLUMNS, cells, json_row, read_cells
from ledger.core.model import ZERO_HASH
from tests.fakes import an_id
from tests.unit.core.audit_chains import (
    CHAIN,
    SOCIETY,
    a_chain,
    a_manifest,
    a_row,
    alone,
    asked,
    numbered,
    written,
)


def test_no_4200_of_5000() -> None:
    found = a_chain(5_000)
    manifest = a_manifest((CHAIN, found))
    told = [*written(found)]
    assert auditcheck.check(manifest, told) == (None, 5_000)
    hidden = written(numbered(found[:4_199] + found[4_200:])[4_199:])
    for later in (told[4_200:], [*hidden]):
        without = told[:4_199] + later
        assert auditcheck.check(manifest, without)[0] == Finding(Fault.MISSING, 4_200, CHAIN.key)
        assert auditcheck.against(without, {CHAIN.key: found}) == Finding(Fault.MISSING, 4_200, CHAIN.key)


FIVE = a_chain(5)


def rows_of(places: str) -> list[Row]:
    """The rows of FIVE with these numbers."""
    return [FIVE[int(place) - 1] for place in places]


@pytest.mark.parametrize(
    ("places", "fault", "number"),
    [
        ("2345", Fault.MISSING, 1), ("1245", Fault.MISSING, 3), ("1234", Fault.MISSING, 5),
        ("123345", Fault.ADDED, 4), ("123455", Fault.ADDED, 6),
        ("13245", Fault.REORDERED, 2), ("23451", Fault.REORDERED, 1), ("12354", Fault.REORDERED, 4),
        ("12245", Fault.ALTERED, 3), ("12344", Fault.ALTERED, 5), ("12355", Fault.MISSING, 4),
    ],
)  # fmt: skip
def test_five_rows_and_what_was_done_to_them(places: str, fault: Fault, number: int) -> None:
    wanted = Finding(fault, number, CHAIN.key)
    assert alone(rows_of(places), a_manifest((CHAIN, FIVE))) == wanted
    assert asked(rows_of(places), FIVE) == wanted


@pytest.mark.parametrize(
    ("places", "finding"),
    [
        ("1234", None),
        ("1245", Finding(Fault.MISSING, 3, CHAIN.key)),
        ("12245", Finding(Fault.ALTERED, 3, CHAIN.key)),
        ("12344", Finding(Fault.ADDED, 5, CHAIN.key)),
    ],
)
def test_without_a_manifest_nobody_knows_how_many(places: str, finding: Finding | None) -> None:
    assert alone(rows_of(places)) == finding


def test_rows_that_follow_beyond_the_last() -> None:
    for count in (0, 3):
        wanted = Finding(Fault.ADDED, count + 1, CHAIN.key)
        assert alone(FIVE, a_manifest((CHAIN, FIVE[:count]))) == wanted
        assert asked(FIVE, FIVE[:count]) == wanted


def test_a_chain_whose_rows_are_all_gone() -> None:
    """Also if its manifest says that there were none: its head shows that there were."""
    manifest = a_manifest((CHAIN, FIVE))
    gone = Finding(Fault.MISSING, 1, CHAIN.key)
    assert alone([], manifest) == gone
    none = replace(manifest.chains[0], rows=0)
    assert alone([], replace(manifest, chains=(none, *manifest.chains[1:]))) == gone
    assert auditcheck.refold(CHAIN.key, [], 5) == gone


class Touched:
    """A chain, one place in it, and whether the numbers were written anew to hide what was done there."""

    def __init__(self, length: int, place: int, hide: bool) -> None:
        self.truth = a_chain(length)
        self.place, self.hide = place % length, hide
        self.manifest = a_manifest((CHAIN, self.truth))
        self.number = self.place + 1

    def shows(self, found: Sequence[Row], fault: Fault, number: int | None = None) -> None:
        """By itself and before the ledger the list shows that fault at that number."""
        told = numbered(found) if self.hide else found
        wanted = Finding(fault, self.number if number is None else number, CHAIN.key)
        assert alone(told, self.manifest) == wanted
        assert asked(told, self.truth) == wanted


CHAINS = st.builds(Touched, st.integers(1, 9), st.integers(0, 8), st.booleans())
OTHERS = [cells(row) for row in a_chain(40, "other")]


@given(CHAINS, st.integers(1, 5))
def test_removed_rows_are_found(one: Touched, count: int) -> None:
    left = one.truth[: one.place] + one.truth[one.place + count :]
    if left:
        one.shows(left, Fault.MISSING)
    else:
        assert alone(left, one.manifest) == Finding(Fault.MISSING, 1, CHAIN.key)


@given(CHAINS, st.booleans(), st.integers(0, 3))
def test_added_rows_are_found(one: Touched, linked: bool, more: int) -> None:
    start = one.truth[one.place - 1].head if one.place else ZERO_HASH
    made_up = [a_row(one.number, start if linked else an_id("nowhere"), "made up")]
    for number in range(one.number + 1, one.number + 1 + more):
        made_up.append(a_row(number, made_up[-1].head, "more"))
    one.shows(one.truth[: one.place] + made_up + one.truth[one.place :], Fault.ADDED)


@given(CHAINS)
def test_a_row_told_twice_is_found(one: Touched) -> None:
    row = one.truth[one.place]
    one.shows([*one.truth[: one.number], row, *one.truth[one.number :]], Fault.ADDED, one.number + 1)


@given(CHAINS, st.integers(1, 8))
def test_rows_out_of_place_are_found(one: Touched, other: int) -> None:
    first, second = sorted((one.place, other % len(one.truth)))
    if first != second:
        found = list(one.truth)
        found[first], found[second] = found[second], found[first]
        one.shows(found, Fault.REORDERED, first + 1)
        moved = [*one.truth[:first], *one.truth[first + 1 : second + 1], one.truth[first]]
        one.shows([*moved, *one.truth[second + 1 :]], Fault.REORDERED, first + 1)


@given(CHAINS, st.sampled_from(COLUMNS), st.data())
def test_altered_cells_are_found(one: Touched, column: str, data: st.DataObject) -> None:
    place = COLUMNS.index(column)
    table = [cells(row) for row in one.truth]
    words = list(table[one.place])
    others = st.sampled_from([row[place] for row in OTHERS])
    changed = data.draw(others | st.text(max_size=8), label="cell")
    words[place] = changed
    told = read_cells(tuple(words))
    if told == read_cells(table[one.place]):
        return  # the same in other letters
    shown = [*map(read_cells, table[: one.place]), told, *map(read_cells, table[one.number :])]
    wanted = Finding(Fault.ALTERED, one.number, CHAIN.key)
    assert auditcheck.check(one.manifest, shown)[0] == wanted
    if column != "no" or told.row is None or told.row.no != one.number:
        assert auditcheck.against(shown, {CHAIN.key: one.truth}) == wanted


@given(CHAINS)
def test_a_row_made_up_with_head_and_seal(one: Touched) -> None:
    before = one.truth[one.place - 1].head if one.place else ZERO_HASH
    found = list(one.truth)
    found[one.place] = a_row(one.number, before, "made up")
    finding = alone(found, one.manifest)
    last = one.number == len(found)
    assert finding is not None and finding.no == (one.number if last else one.number + 1)
    assert finding.fault is (Fault.HEAD if last else Fault.BROKEN)
    assert asked(found, one.truth) == Finding(Fault.ALTERED, one.number, CHAIN.key)


@given(CHAINS)
def test_a_list_made_up_from_a_place_on_and_its_manifest(one: Touched) -> None:
    found = one.truth[: one.place]
    while len(found) < len(one.truth):
        found.append(a_row(len(found) + 1, found[-1].head if found else ZERO_HASH, "made up"))
    assert alone(found, a_manifest((CHAIN, found))) is None, "it is as good as any, by itself"
    assert asked(found, one.truth) == Finding(Fault.ALTERED, one.number, CHAIN.key)
    heads = frozenset({one.truth[-1].head})
    assert auditcheck.check(None, written(found), heads)[0] == Finding(Fault.HEAD, len(found), CHAIN.key)


def test_several_chains() -> None:
    other = Chain(ChainKind.AGENT, SOCIETY, 0)
    first = a_chain(4)
    second = [replace(row, chain=other.key) for row in a_chain(3, "agent")]
    empty = Chain(ChainKind.TITLE, an_id("song"), 1)
    manifest = a_manifest((CHAIN, first), (other, second), (empty, []))
    truth: Callable[[], dict[str, Sequence[Row]]] = lambda: {  # noqa: E731
        CHAIN.key: first, other.key: second, empty.key: [],
    }  # fmt: skip
    foreign = replace(a_row(1, ZERO_HASH), chain=an_id("foreign"))
    for found, finding in (
        (first + second, None),
        (second + first, None),
        (first, Finding(Fault.MISSING, 1, other.key)),
        (second, Finding(Fault.MISSING, 1, CHAIN.key)),
        ([], Finding(Fault.MISSING, 1, CHAIN.key)),
        ([*first[:2], *second, *first[2:]], Finding(Fault.MISSING, 3, CHAIN.key)),
        ([*first, *second, foreign], Finding(Fault.ADDED, 1, foreign.chain)),
        ([*first, *second, *first], Finding(Fault.ADDED, 1, CHAIN.key)),
    ):
        assert alone(found, manifest) == finding
        assert auditcheck.against(written(found), truth()) == finding
    assert alone(first + second) is None, "without a manifest"
    for left_out in range(1, 5):
        few = replace(
            manifest, chains=tuple(one for one in manifest.chains if one.chain.place != left_out or one.rows)
        )
        missing = Chain(ChainKind.BLANKETS, SOCIETY, left_out)
        wanted = None if missing.key == CHAIN.key else Finding(Fault.CHAINS, 0, missing.key)
        assert alone(first + second, few) == wanted
    for held in (
        replace(manifest.chains[0], stored=ZERO_HASH), replace(manifest.chains[0], head=first[0].head),
    ):  # fmt: skip
        wrong = replace(manifest, chains=(held, *manifest.chains[1:]))
        assert alone(first + second, wrong) == Finding(Fault.HEAD, 4, CHAIN.key)


def test_a_chain_that_is_told_again() -> None:
    """The number is that of the first row told again; of one that can't be read nobody knows it."""
    other = Chain(ChainKind.AGENT, SOCIETY, 0)
    second = [replace(row, chain=other.key) for row in a_chain(2, "agent")]
    manifest = a_manifest((CHAIN, FIVE), (other, second))
    told, again = [*written(FIVE + second)], [*written(FIVE[2:])]
    for more, number in ((again, 3), ([Told(CHAIN.key, None, False)], 1)):
        wanted = Finding(Fault.ADDED, number, CHAIN.key)
        assert auditcheck.check(manifest, told + more) == (wanted, 8)
        assert auditcheck.against(told + more, {CHAIN.key: FIVE, other.key: second}) == wanted


def test_a_list_without_a_chain_is_not_read() -> None:
    manifest = a_manifest((CHAIN, FIVE))
    few = replace(manifest, chains=manifest.chains[:-1])
    wanted = Finding(Fault.CHAINS, 0, manifest.chains[-1].chain.key)
    assert auditcheck.check(few, written(FIVE)) == (wanted, 0)


def test_a_first_row_that_cannot_be_read_counts_for_the_first_chain() -> None:
    told = [Told("garbled", None, False), *written(FIVE[1:])]
    assert auditcheck.check(a_manifest((CHAIN, FIVE)), told)[0] == Finding(Fault.ALTERED, 1, CHAIN.key)
    assert auditcheck.against(told, {CHAIN.key: FIVE}) == Finding(Fault.ALTERED, 1, CHAIN.key)
    assert auditcheck.check(None, told)[0] == Finding(Fault.ALTERED, 1, "garbled")


def test_a_head_known_from_elsewhere_is_reached() -> None:
    """Rows taken away whole leave nothing that does not follow; a head that an auditor knows shows it."""
    found, other = a_chain(4), an_id("other head")
    for rows in ([], found[:2]):
        heads = frozenset({found[-1].head} | ({found[1].head} if rows else set()))
        manifest = a_manifest((CHAIN, rows))
        for known in (None, manifest):
            assert auditcheck.check(known, written(rows), heads)[0] == Finding(
                Fault.UNREACHED, 0, found[-1].head
            )
    whole = a_manifest((CHAIN, found))
    assert auditcheck.check(whole, written(found), frozenset({found[-1].head, ZERO_HASH}))[0] is None
    heads = frozenset({found[-1].head, other, ZERO_HASH})
    assert auditcheck.check(None, written(found), heads)[0] == Finding(Fault.UNREACHED, 0, other)


def test_a_line_of_jsonl_that_is_cut_or_garbled() -> None:
    found = a_chain(5)
    manifest = a_manifest((CHAIN, found))
    lines = [auditfile.manifest_bytes(manifest), *(json_row(cells(row)) for row in found)]
    for bad in (
        b"{",
        b'{"no":3}',
        b"null",
        lines[3][:-9],
        lines[3].replace(b'"WRK"', b'["WRK"]'),
        b"\x00" * 20_000,
    ):
        data = b"\n".join([*lines[:3], bad, *lines[4:]])
        assert auditcheck.check(*_read(data))[0] == Finding(Fault.ALTERED, 3, CHAIN.key)
    cut = b"\n".join(lines)[:-300]
    assert auditcheck.check(*_read(cut))[0] == Finding(Fault.ALTERED, 5, CHAIN.key)
    assert strictjson.loads(lines[1], max_bytes=9_999)


def _read(data: bytes) -> tuple[Manifest | None, Iterator[Told]]:
    manifest, told = auditfile.read(data)
    return manifest, told()
