"""Lists of grants from a fake chain through the real index: whose chains, what storage says, later rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core.auditcheck import Fault, Finding
from ledger.core.auditing import ChainKind, Manifest, Row, Which, acting_chains
from ledger.core.auditrows import cells, read_cells
from ledger.core.ids import blanket_key, line_id
from ledger.core.model import ZERO_HASH
from ledger.core.rights import OPEN_END, AssetType, Layer
from ledger.errors import BadInput, CannotTell, ServiceDown
from ledger.index.sqlite import SqliteIndex
from ledger.services.auditing import Answer, Auditing
from tests.fakes import FakeChain
from tests.unit.core.world import World, party

LIN, HAO, AGENT, VENUE, FILM, STUDIO = map(party, ("lin", "hao", "agent", "venue", "film", "studio"))
SOCIETY = party("society")
WRK, PRF, PHN, AVP = Layer
YEAR = 2025


class Desk:
    """A ledger told beforehand, and audits of it."""

    def __init__(self, folder: Path) -> None:
        self.world, self.chain = World(), FakeChain()
        self.index = SqliteIndex(folder / "index.db")
        self.auditing = Auditing(self.chain, self.index)

    def blankets(self, count: int = 1, layer: Layer = WRK) -> None:
        """A society's blankets, a deal each."""
        for _ in range(count):
            line = replace(
                self.world.line(ZERO_HASH, layer, VENUE), society=SOCIETY, asset=ZERO_HASH,
                end=self.world.time + 9_000,
            )  # fmt: skip
            self.world.activate(replace(self.world.text(signers=[SOCIETY, VENUE]), lines=(line,)))

    def listed(self, issuer: str, which: Which = Which.ISSUED) -> tuple[Manifest, list[Row]]:
        """What is told of somebody now."""
        self.world.replay(self.chain)
        found: list[Row] = []
        return self.auditing.export(issuer, YEAR, which, found.append), found

    def asked(self, manifest: Manifest, found: list[Row]) -> Answer:
        """What the ledger says of a list."""
        self.world.replay(self.chain)
        return self.auditing.check(manifest, (read_cells(cells(row)) for row in found))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_society_has_a_chain_a_layer_and_one_for_holders(desk: Desk) -> None:
    desk.blankets(3)
    desk.blankets(2, AVP)
    manifest, found = desk.listed(SOCIETY)
    assert [held.chain for held in manifest.chains] == [*acting_chains(SOCIETY)]
    assert [held.rows for held in manifest.chains] == [3, 0, 0, 2, 0]
    assert [row.no for row in found] == [1, 2, 3, 1, 2]
    assert all(held.stored == held.head for held in manifest.chains)
    assert manifest.chains[1].head == ZERO_HASH
    assert desk.asked(manifest, found).finding is None


def test_a_holder_has_what_he_holds_or_held_and_what_hangs_below(desk: Desk) -> None:
    world = desk.world
    song = world.register(LIN)
    other = world.register(HAO)
    track = world.register(HAO, AssetType.SOUND_RECORDING, splits={PRF: [LIN], PHN: [HAO]})
    parent = world.deal(world.line(song, WRK, FILM, depth=2))
    child = world.line(song, WRK, STUDIO, parent=line_id(parent, 0), depth=1)
    below = world.deal(child, signers=sorted([FILM, STUDIO]))
    world.retitle(song, WRK, [HAO])
    world.deal(world.line(song, WRK, VENUE))
    manifest, found = desk.listed(LIN)
    own = [(held.chain.kind, held.chain.of, held.chain.place, held.rows) for held in manifest.chains[5:]]
    assert own == [
        (ChainKind.TITLE, song, WRK, 2),
        (ChainKind.TITLE, track, PRF, 0),
        (ChainKind.SUB_LICENCES, parent, 0, 1),
        (ChainKind.SUB_LICENCES, below, 0, 0),
    ]
    assert other not in {row.asset for row in found}
    assert desk.asked(manifest, found) == Answer(None, 0, desk.chain.head())


def test_an_agent_has_one(desk: Desk) -> None:
    song = desk.world.register(LIN)
    line = desk.world.line(song, WRK, VENUE)
    desk.world.deal(line, agents=[AGENT], signers=sorted([AGENT, VENUE]))
    manifest, found = desk.listed(AGENT)
    assert [held.rows for held in manifest.chains] == [0, 0, 0, 0, 1] and found[0].asset == song


def test_nobody_has_none_and_storage_says_so(desk: Desk) -> None:
    desk.blankets()
    manifest, found = desk.listed(party("nobody"))
    assert not found and {held.stored for held in manifest.chains} == {ZERO_HASH}


def test_a_node_that_leaves_an_event_out_is_found_out(desk: Desk) -> None:
    desk.blankets(3)
    desk.chain.omitted = 1
    with pytest.raises(ServiceDown) as raised:
        desk.listed(SOCIETY)
    assert raised.value.code == "AUDIT_HEAD_DIFFERS"
    assert raised.value.params["chain"] == blanket_key(SOCIETY, WRK)


def test_what_was_recorded_since_leads_to_the_head_now(desk: Desk) -> None:
    desk.blankets(3)
    manifest, found = desk.listed(SOCIETY)
    desk.blankets(2)
    desk.blankets(1, PRF)
    assert desk.asked(manifest, found).since == 3
    later, _ = desk.listed(SOCIETY)
    assert later.rows == 6


def test_an_end_recorded_since_alters_no_list_of_before(desk: Desk) -> None:
    desk.blankets(2)
    manifest, found = desk.listed(SOCIETY, Which.IN_FORCE)
    desk.world.terminate(found[0].entry.deal, by=SOCIETY)
    assert desk.asked(manifest, found).finding is None
    _, after = desk.listed(SOCIETY, Which.IN_FORCE)
    assert after[0].ended and after[1:] == found[1:]


def test_every_altered_cell_is_found_by_the_ledger(desk: Desk) -> None:
    desk.blankets(3)
    manifest, found = desk.listed(SOCIETY)
    row = found[1]
    for wrong in (
        replace(row, ended=row.entry.start), replace(row, effective_end=OPEN_END), replace(row, layer=PRF),
        replace(row, recorded=row.recorded + 1), replace(row, in_period=not row.in_period),
        replace(row, transaction=ZERO_HASH), replace(row, society=ZERO_HASH[:42]),
    ):  # fmt: skip
        answer = desk.asked(manifest, [found[0], wrong, found[2]])
        assert answer.finding == Finding(Fault.ALTERED, 2, blanket_key(SOCIETY, WRK))


def test_a_chain_left_out_of_rows_and_manifest(desk: Desk) -> None:
    desk.blankets(2)
    desk.blankets(1, AVP)
    manifest, found = desk.listed(SOCIETY)
    doctored = replace(manifest, chains=manifest.chains[:3])
    answer = desk.asked(doctored, found[:2])
    assert answer.finding == Finding(Fault.MISSING, 1, blanket_key(SOCIETY, AVP))


def test_another_ledger_and_another_branch(desk: Desk) -> None:
    desk.blankets(3)
    manifest, found = desk.listed(SOCIETY)
    desk.chain.network = replace(desk.chain.network, licensing=party("other"))
    with pytest.raises(CannotTell) as raised:
        desk.asked(manifest, found)
    assert raised.value.code == "AUDIT_OTHER_LEDGER"
    desk.chain.network = replace(desk.chain.network, licensing=manifest.ledger.licensing)
    desk.chain.reorg(1)
    desk.chain.mine()
    with pytest.raises(CannotTell) as raised:
        desk.asked(manifest, found)
    assert raised.value.code == "AUDIT_BLOCK_GONE"


def test_a_line_whose_deal_is_unknown_is_evidence_gone_wrong(desk: Desk) -> None:
    desk.blankets(2)
    desk.world.events[0:1] = []
    with pytest.raises(BadInput):
        desk.listed(SOCIETY)


def test_progress_is_told(desk: Desk) -> None:
    desk.blankets(3)
    desk.world.replay(desk.chain)
    told: list[tuple[int, int]] = []
    desk.auditing.export(SOCIETY, YEAR, Which.ISSUED, lambda row: None, lambda *how: told.append(how))
    assert told == [(3, 3)]
