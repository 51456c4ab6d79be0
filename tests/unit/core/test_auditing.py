"""Lists of grants: rows from chains, and the files that hold them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import auditcheck, auditfile
from ledger.core.auditcheck import Told
from ledger.core.auditing import (
    Chain,
    ChainKind,
    Period,
    Row,
    Scope,
    Standing,
    Which,
    acting_chains,
    below,
    is_in,
    rows,
    standing,
)
from ledger.core.auditrows import COLUMNS, cells, csv_text, json_row, read_cells
from ledger.core.events import LineActivated
from ledger.core.facts import DealState
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from ledger.core.rights import OPEN_END, Layer
from ledger.errors import BadInput, UsageError
from tests.unit.core.audit_chains import (
    AFTER,
    CHAIN,
    DAY_S,
    SOCIETY,
    VENUE,
    Y2026,
    a_chain,
    a_manifest,
    a_row,
    alone,
)
from tests.unit.core.world import World, party


def lines_of(world: World, key: str) -> list[tuple[LineActivated, DealState]]:
    state = world.state()
    events = (each for each in world.events if isinstance(each, LineActivated) and each.chain == key)
    return [(event, state.deals[event.deal]) for event in events]


def listed(world: World, chain: Chain, which: Which = Which.ISSUED, ceiling: int = OPEN_END) -> list[Row]:
    period = Period(2026, which, world.time)
    return [*rows(Scope(chain, ceiling), period, lines_of(world, chain.key))]


def blanket(world: World, start: int, end: int, layer: Layer = Layer.WRK, *, at: int) -> str:
    line = replace(
        world.line(ZERO_HASH, layer, VENUE), society=SOCIETY, asset=ZERO_HASH, start=start, end=end,
        revocation=1, revoker=SOCIETY,
    )  # fmt: skip
    return world.activate(replace(world.text(signers=[SOCIETY, VENUE]), lines=(line,)), at)


@pytest.fixture
def society() -> World:
    """Blankets recorded before, in and after 2026, one ended early."""
    world = World(start=Y2026 - 400 * DAY_S)
    blanket(world, Y2026 - 300 * DAY_S, Y2026 - 1, at=Y2026 - 300 * DAY_S)
    ended = blanket(world, Y2026 - 90 * DAY_S, AFTER, at=Y2026 - 90 * DAY_S)
    blanket(world, Y2026 + 10 * DAY_S, AFTER, at=Y2026)
    world.terminate(ended, end=Y2026 + 5 * DAY_S, by=SOCIETY, time=Y2026 + DAY_S)
    blanket(world, AFTER, AFTER + DAY_S, at=AFTER - 1)
    blanket(world, AFTER, AFTER + DAY_S, at=AFTER)
    return world


def test_the_whole_chain_is_told_and_the_period_marks(society: World) -> None:
    issued, live = listed(society, CHAIN), listed(society, CHAIN, Which.IN_FORCE)
    assert [row.no for row in issued] == [1, 2, 3, 4, 5]
    assert [row.in_period for row in issued] == [False, False, True, True, False]
    assert [row.in_period for row in live] == [False, True, True, False, False]
    states = [Standing.EXPIRED, Standing.ENDED, Standing.ACTIVE, Standing.NOT_YET, Standing.NOT_YET]
    assert [row.status for row in issued] == states
    assert [row.ended for row in issued] == [None, Y2026 + 5 * DAY_S, None, None, None]
    assert issued[-1].head == society.state().heads[CHAIN.key]
    assert alone(issued, a_manifest((CHAIN, issued))) is None


def test_an_agent_and_his_holders_work() -> None:
    world = World()
    agent, lin = party("agent"), party("lin")
    song = world.register(lin)
    world.deal(world.line(song, Layer.WRK, VENUE), agents=[agent], signers=sorted([agent, VENUE]))
    world.deal(world.line(song, Layer.WRK, VENUE))
    assert len(listed(world, acting_chains(agent)[-1])) == 1
    whole = listed(world, Chain(ChainKind.TITLE, song, Layer.WRK))
    assert [row.asset for row in whole] == [song, song] and whole[0].head != whole[1].head


def test_sub_licences_end_with_their_parent() -> None:
    world = World()
    lin, film, studio = party("lin"), party("film"), party("studio")
    song = world.register(lin)
    parent = world.deal(world.line(song, Layer.WRK, film, depth=1, revocation=1, revoker=lin))
    scope = below(world.state().deals[parent], 0)
    assert scope == Scope(Chain(ChainKind.SUB_LICENCES, parent, 0), OPEN_END)
    line = world.line(song, Layer.WRK, studio, parent=scope.chain.key)
    world.deal(line, replace(line, survives=True), signers=[film, studio])
    world.terminate(parent, by=lin)
    after = below(world.state().deals[parent], 0)
    assert after is not None and after.ceiling == world.time
    ends = [row.effective_end for row in listed(world, after.chain, ceiling=after.ceiling)]
    assert ends == [world.time, OPEN_END]
    assert below(world.state().deals[parent], 0, ceiling=5) == Scope(after.chain, 5)
    assert below(lines_of(world, scope.chain.key)[0][1], 0) is None


def test_an_event_that_states_another_head_is_refused(society: World) -> None:
    lines = lines_of(society, CHAIN.key)
    with pytest.raises(BadInput, match="states"):
        [*rows(Scope(CHAIN), Period(2026, Which.ISSUED, 0), lines[1:])]


@pytest.mark.parametrize(
    ("start", "agreed", "effective", "told"),
    [
        (11, 20, 20, Standing.NOT_YET),
        (10, 20, 20, Standing.ACTIVE),
        (0, 11, 11, Standing.ACTIVE),
        (0, 10, 10, Standing.EXPIRED),
        (0, 20, 10, Standing.ENDED),
        (15, 20, 5, Standing.ENDED),
        (0, OPEN_END, OPEN_END, Standing.ACTIVE),
    ],
)
def test_standing_at_ten(start: int, agreed: int, effective: int, told: Standing) -> None:
    assert standing(start, agreed, effective, 10) is told


def test_edges_of_a_year() -> None:
    issued, live = Period(2026, Which.ISSUED, 0), Period(2026, Which.IN_FORCE, 2**40)
    assert (issued.first, issued.after, issued.moment, live.moment) == (Y2026, AFTER, 0, AFTER - 1)
    times = (Y2026 - 1, Y2026, AFTER - 1, AFTER)
    assert [is_in(issued, 0, 0, time) for time in times] == [False, True, True, False]
    spans = [(0, Y2026), (0, Y2026 + 1), (AFTER - 1, OPEN_END), (AFTER, OPEN_END), (Y2026 + 9, Y2026 + 9)]
    assert [is_in(live, start, end, 0) for start, end in spans] == [False, True, True, False, False]
    for year in (-1, 0, 1969, 10_000):
        with pytest.raises(UsageError):
            Period(year, Which.ISSUED, 0)


# Files


@given(st.integers(1, 9))
def test_both_files_give_the_rows_back(length: int) -> None:
    found = a_chain(length)
    manifest = a_manifest((CHAIN, found), (acting_chains(SOCIETY)[1], []))
    head = auditfile.manifest_bytes(manifest)
    lines = b"\n".join([head, *(json_row(cells(row)) for row in found)])
    known, told = auditfile.read(lines + b"\n")
    assert known == manifest == auditfile.read_manifest(head)
    assert [each.row for each in told()] == found
    table = ("\ufeff" + csv_text([COLUMNS, *map(cells, found)])).encode()
    for text in (table, table.replace(b"\r\n", b"\n"), table.removeprefix("\ufeff".encode())):
        assert [each.row for each in auditfile.read(text)[1]()] == found
    assert auditcheck.check(manifest, told()) == (None, length)


def test_a_spreadsheet_of_another_country() -> None:
    found = [row for row in a_chain(9) if "," not in "".join(cells(row))]
    assert len(found) > 5
    text = csv_text([COLUMNS, *map(cells, found)]).replace(",", ";").encode()
    assert [each.row for each in auditfile.read(text)[1]()] == found


def test_blank_rows_are_none() -> None:
    found = a_chain(2)
    text = csv_text([COLUMNS, cells(found[0]), ("",) * len(COLUMNS), cells(found[1])])
    assert [each.row for each in auditfile.read(text.encode())[1]()] == found


def test_blank_lines_of_jsonl_are_none() -> None:
    found = a_chain(2)
    head = auditfile.manifest_bytes(a_manifest((CHAIN, found)))
    data = b"\r\n\n".join([head, *(json_row(cells(row)) for row in found)])
    assert [each.row for each in auditfile.read(data)[1]()] == found


def test_words_that_no_calendar_or_list_has() -> None:
    far = replace(
        a_row(1, ZERO_HASH).entry, end=OPEN_END - 1, territory=(1 << 249) | 1, licensee=ZERO_ADDRESS
    )
    row = replace(a_row(1, ZERO_HASH), entry=far, effective_end=2**60, ended=7)
    assert read_cells(cells(row)) == Told(CHAIN.key, row, True)
    assert b'"territories":["AF","#249"]' in json_row(cells(row))


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("territories", "#99999999999"), ("territories", "#256"), ("territories", ""), ("no", "-1"),
        ("start", "0001-01-01T00:00:00+08:00"), ("start", "9" * 30), ("start", "2026-01-01"), ("line", "1e3"),
        ("block", "٣"), ("layer", "XYZ"), ("licensee", "anyone"), ("head", "0x"), ("in_period", "maybe"),
        ("uses", "SING"), ("recorded", "2026-01-01T00:00:00.5+08:00"), ("deal", "0x" + "AB" * 32),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_makes_the_row_none(column: str, word: str) -> None:
    words = list(cells(a_row(1, ZERO_HASH)))
    words[COLUMNS.index(column)] = word
    assert read_cells(tuple(words)) == Told(words[1], None, False)


@pytest.mark.parametrize("word", ["=1+1", "+1", "-1", "@a", "\t=", "'=1", "plain", ""])
def test_t47_no_cell_is_a_formula(word: str) -> None:
    text = csv_text([(word,)])
    assert not text.removesuffix("\r\n").strip('"').startswith(("=", "+", "-", "@", "\t", "\r"))
