"""Deals proposed: which lines, whose signatures, who may end them, and what can not be licensed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ledger.core.dealfile import from_bytes, terms_hash
from ledger.core.model import ZERO_ADDRESS, Unclaimed
from ledger.core.rights import WHOLE, AssetType, Layer, LinkKind, Revocation, Usage
from ledger.errors import CannotTell, Denied, SongdeedError
from tests.fakes import an_id
from tests.unit.core.world import ask, party
from tests.unit.services.desk import HAO, LIN, STREAM, VENUE, Desk, code

WRK, PRF, PHN, AVP = Layer
RECORDING, VIDEO = AssetType.SOUND_RECORDING, AssetType.AUDIOVISUAL
EMBODIES, CONTAINS = LinkKind.EMBODIES, LinkKind.CONTAINS
ALL = {WRK, PRF, PHN}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_line_for_every_layer_that_needs_permission(desk: Desk) -> None:
    file = desk.propose()
    wish = desk.wish()
    lines = {(line.asset, line.layer): line for line in file.deal.lines}
    assert set(lines) == {(desk.song, WRK), (desk.recording, PRF), (desk.recording, PHN)}
    assert len(file.deal.lines) == len(file.titles) == 3 and file.heads == ()
    for (asset, layer), line in lines.items():
        version = desk.world.state().title(asset, layer)
        assert version is not None and line.title == version.hash
        assert (line.usage, line.territory, line.start, line.end) == (
            STREAM,
            wish.territory,
            wish.start,
            wish.end,
        )
        assert (line.licensee, line.exclusivity, line.revocation) == (VENUE, 1, Revocation.FOR_CAUSE)
        assert (line.society, line.revoker, line.depth, line.survives) == (
            ZERO_ADDRESS,
            ZERO_ADDRESS,
            0,
            False,
        )
    assert file.deal.signers == tuple(sorted({LIN, HAO, VENUE})) == file.missing
    assert from_bytes(file.to_bytes()) == file, "what is proposed can be read"
    network = desk.chain.network
    assert (file.chain_id, file.genesis, file.licensing) == (
        network.chain_id, network.genesis, network.licensing,
    )  # fmt: skip


def test_what_is_proposed_and_activated_is_authorised(desk: Desk) -> None:
    file = desk.propose()
    assert ask(desk.world, VENUE, desk.recording, at=desk.wish().start).status == "NOT_AUTHORISED"
    wish = desk.wish()
    desk.world.activate(file.deal)
    assert ask(desk.world, VENUE, desk.recording, at=wish.start).status == "AUTHORISED"


def test_layers_that_are_paid_for_become_duties(desk: Desk) -> None:
    file = desk.propose(usage=Usage.STREAM_LINEAR.mask)
    assert [(line.asset, line.layer) for line in file.deal.lines] == [(desk.song, WRK)]
    assert file.terms["duties"] == [f"PAY PHN {desk.recording}"]
    assert file.deal.terms == terms_hash(file.terms)
    assert file.deal.signers == (LIN, HAO, VENUE)


def test_a_layer_that_one_use_pays_and_another_needs_is_needed(desk: Desk) -> None:
    file = desk.propose(usage=Usage.STREAM_LINEAR.mask | Usage.RENT.mask)
    assert {line.layer for line in file.deal.lines} == {WRK, PRF, PHN} and file.terms["duties"] == []


@pytest.mark.parametrize(
    ("places", "layers"),
    [(("CN",), {WRK}), (("CN", "JP"), ALL), (("WORLD",), ALL), (("HK",), ALL)],
)
def test_the_strictest_of_the_places_counts(desk: Desk, places: tuple[str, ...], layers: set[Layer]) -> None:
    file = desk.propose(usage=Usage.LIVE_PERFORM.mask, places=places)
    assert {line.layer for line in file.deal.lines} == layers and file.terms["duties"] == []


def test_what_else_is_wished_is_in_the_text(desk: Desk) -> None:
    prose = ({"name": "contract.pdf", "sha256": an_id("contract")},)
    file = desk.propose(accept_by=2**33, arbiter=HAO, prose=prose, notice=60)
    assert (file.deal.accept_by, file.deal.arbiter) == (2**33, HAO) and file.terms["prose"] == [*prose]
    assert {line.notice for line in file.deal.lines} == {60}
    assert desk.propose().deal.salt != desk.propose().deal.salt, "two deals of one wish are two"


@pytest.mark.parametrize("rule", [Revocation.FOR_CAUSE, Revocation.IRREVOCABLE])
def test_no_revoker_but_at_will(desk: Desk, rule: Revocation) -> None:
    file = desk.propose(revocation=rule, revoker=HAO)
    assert {line.revoker for line in file.deal.lines} == {ZERO_ADDRESS}
    assert {line.revocation for line in file.deal.lines} == {rule}


def test_revoker(desk: Desk) -> None:
    def revoker(asset: str, **fields: Any) -> str:
        file = desk.propose(asset, revocation=Revocation.AT_WILL, **fields)
        (found,) = {line.revoker for line in file.deal.lines}
        return found

    world = desk.world
    assert revoker(desk.song) == LIN, "who registered and holds some of it, though less than another"
    assert revoker(desk.song, revoker=HAO) == HAO, "who is named"
    assert revoker(world.register(VENUE, splits={WRK: {LIN: 40_000_000, HAO: 60_000_000}})) == HAO, (
        "the largest"
    )
    assert revoker(world.register(VENUE, splits={WRK: [LIN, HAO]})) == LIN, "on a tie the lowest"


def test_unknown_work(desk: Desk) -> None:
    nowhere = an_id("nowhere")
    half = desk.world.register(LIN, VIDEO, links=[(CONTAINS, nowhere)])
    for asset in (nowhere, half):
        with pytest.raises(CannotTell) as error:
            desk.propose(asset)
        assert code(error) == "UNKNOWN_WORK" and error.value.params["asset"] == nowhere
    songless = desk.world.register(LIN, RECORDING, links=[(EMBODIES, nowhere)])
    with pytest.raises(CannotTell) as error:
        desk.propose(songless)
    assert code(error) == "TITLE_UNKNOWN" and error.value.params == {"asset": songless, "layer": "WRK"}


def test_nothing_to_license(desk: Desk) -> None:
    with pytest.raises(Denied) as error:
        desk.propose(desk.song, usage=Usage.RENT.mask)
    assert code(error) == "NOTHING_TO_LICENSE"
    assert desk.propose(desk.song, usage=Usage.RENT.mask, places=("JP",)).deal.lines


def test_title_unknown(desk: Desk) -> None:
    keyless = {WRK: [Unclaimed(an_id("who"), 1)]}
    song = desk.world.register(LIN, splits={WRK: {LIN: WHOLE - 1}}, unclaimed=keyless)
    with pytest.raises(CannotTell) as error:
        desk.propose(song)
    assert code(error) == "TITLE_UNKNOWN" and error.value.params == {"asset": song, "layer": "WRK"}


def test_nobody_signs_for_anyone(desk: Desk) -> None:
    file = desk.propose(licensee=ZERO_ADDRESS, revocation=Revocation.IRREVOCABLE)
    assert file.deal.signers == tuple(sorted({LIN, HAO}))
    assert {line.licensee for line in file.deal.lines} == {ZERO_ADDRESS}
    desk.world.activate(file.deal)
    assert ask(desk.world, party("passer-by"), desk.recording, at=desk.wish().start).status == "AUTHORISED"


def test_a_video_needs_the_song_in_its_recording(desk: Desk) -> None:
    video = desk.world.register(LIN, VIDEO, links=[(CONTAINS, desk.recording)])
    file = desk.propose(video)
    desk.world.activate(file.deal)
    assert ask(desk.world, VENUE, video, at=desk.wish().start).status == "AUTHORISED"


def test_one_line_for_a_layer_however_it_is_linked(desk: Desk) -> None:
    video = desk.world.register(LIN, VIDEO, links=[(EMBODIES, desk.song), (CONTAINS, desk.song)])
    file = desk.propose(video)
    lines = [(line.asset, line.layer) for line in file.deal.lines]
    assert len(lines) == len(set(lines))


def test_no_more_lines_than_the_contract_takes(desk: Desk) -> None:
    links = [(CONTAINS, desk.world.register(LIN, RECORDING, links=[(EMBODIES, desk.song)])) for _ in range(9)]
    video = desk.world.register(LIN, VIDEO, links=links)
    with pytest.raises(SongdeedError):
        desk.propose(video)
