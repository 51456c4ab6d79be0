"""Records in a deal file, and deals whose titles changed: what fits, what may not be told, who signs anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core import dealfile
from ledger.core.cid import raw_cid
from ledger.core.dealfile import DealFile
from ledger.core.drafting import identify
from ledger.core.hashing import digest
from ledger.core.model import Link, Unclaimed
from ledger.core.record import Record, facts, record_hash
from ledger.core.record_parts import FileRef
from ledger.core.record_words import Credit, Role, TitleText
from ledger.core.renewing import changed_titles, on_new_titles
from ledger.core.rights import WHOLE, AssetType, Layer, LinkKind, Revocation
from ledger.errors import BadInput, CannotTell, Denied
from ledger.services.enclosing import ROOM, Enclosing
from ledger.store.embedded import EmbeddedStore
from tests.fakes import an_id
from tests.unit.services.desk import HAO, LIN, VENUE, Desk

WRK, PRF, PHN = Layer.WRK, Layer.PRF, Layer.PHN
FILE = digest(b"song")
SONG = Record(AssetType.MUSICAL_WORK, LIN, (TitleText("连城一家"),), contact="mailto:ask@music.example")
TAKE = Record(
    AssetType.SOUND_RECORDING, LIN, (TitleText("连城一家"),),
    links=(Link(LinkKind.EMBODIES, identify(SONG)),),
    files=(FileRef(FILE.sha256, FILE.size, FILE.cid),),
)  # fmt: skip


class Shelf(Desk):
    """A desk with records of real works in a store."""

    def __init__(self, folder: Path, *records: Record) -> None:
        super().__init__(folder)
        self.store = EmbeddedStore(folder / "store")
        self.enclosing = Enclosing(self.chain, self.index, self.store)
        self.ids = [self.put(each) for each in records]

    def put(self, body: Record) -> str:
        data = body.to_bytes()
        kind, tag, links = facts(body)
        made = self.world.register(
            body.registrant, kind, file=tag, record=record_hash(data),
            links=[(LinkKind(link.kind), link.target) for link in links],
        )  # fmt: skip
        assert made == identify(body)
        assert self.store.put_block(data) == raw_cid(bytes.fromhex(record_hash(data)[2:]))
        return made


def test_records_of_the_works_and_of_the_songs_in_them(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, SONG, TAKE)
    song, take = shelf.ids
    file = shelf.propose(take)
    found = shelf.enclosing.enclose(file)
    assert found.left == {} and found.file.records == {song: SONG.to_bytes(), take: TAKE.to_bytes()}
    assert dealfile.from_bytes(found.file.to_bytes()) == found.file and found.file.id == file.id
    assert file.joined(found.file) == found.file.joined(file) == found.file, "a copy without them gets them"
    # A deal on the recording alone tells the song that it embodies, too.
    part = shelf.propose(take, layers=())
    only = replace(part.deal, lines=tuple(line for line in part.deal.lines if line.asset == take))
    titles = tuple(title for title in part.titles if title.asset == take)
    assert shelf.enclosing.enclose(replace(part, deal=only, titles=titles)).file.records.keys() == {
        song,
        take,
    }
    assert shelf.enclosing.contact(song) == "mailto:ask@music.example"
    assert shelf.enclosing.contact(take) is None and shelf.enclosing.contact(an_id("none")) is None


def test_unreleased_material_goes_in_only_if_asked_for(tmp_path: Path) -> None:
    sealed = replace(TAKE, salt="0x" + "5a" * 32)
    shelf = Shelf(tmp_path, SONG, sealed)
    file = shelf.propose(shelf.ids[1])
    found = shelf.enclosing.enclose(file)
    assert found.left == {shelf.ids[1]: "SEALED"} and found.file.records.keys() == {shelf.ids[0]}
    assert b"5a5a5a" not in found.file.to_bytes()
    opened = shelf.enclosing.enclose(file, sealed=True)
    assert opened.left == {} and dealfile.from_bytes(opened.file.to_bytes()).records == opened.file.records


def test_what_does_not_fit_is_left_out(tmp_path: Path) -> None:
    crowd = tuple(Credit(Role.INSTRUMENTALIST, f"{n} " + "长" * 300) for n in range(990))
    shelf = Shelf(tmp_path, SONG, replace(TAKE, performers=crowd))
    found = shelf.enclosing.enclose(shelf.propose(shelf.ids[1]))
    assert found.left == {shelf.ids[1]: "TOO_LARGE"} and found.file.records.keys() == {shelf.ids[0]}
    assert len(found.file.to_bytes()) <= dealfile.MAX_BYTES - ROOM


def test_what_the_store_lacks_is_left_out(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    found = shelf.enclosing.enclose(shelf.propose())
    assert found.left == dict.fromkeys((shelf.song, shelf.recording), "NOT_HERE") and found.file.records == {}


def test_a_record_under_another_id(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, SONG, TAKE)
    found = shelf.enclosing.enclose(shelf.propose(shelf.ids[1])).file
    other = replace(SONG, titles=(TitleText("海"),)).to_bytes()
    for records, code in (
        ({shelf.ids[0]: other}, "DEALFILE_RECORD"),
        ({identify(replace(SONG, titles=(TitleText("海"),))): other}, "DEALFILE_RECORD_NEEDLESS"),
        ({an_id("x"): other, shelf.ids[1]: TAKE.to_bytes()}, "DEALFILE_RECORD"),
    ):
        with pytest.raises(BadInput) as caught:
            dealfile.from_bytes(replace(found, records=records).to_bytes())
        assert caught.value.code == code


def changed(desk: Desk, file: DealFile, layer: Layer, shares: dict[str, int]) -> DealFile:
    """The deal after a title changed."""
    asset = next(line.asset for line in file.deal.lines if line.layer == layer)
    desk.world.retitle(asset, layer, shares)
    desk.tell()
    return desk.dealing.renew(file)


def test_a_title_that_changed_on_the_way(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    file = desk.propose(revocation=Revocation.AT_WILL, revoker=HAO)
    assert desk.dealing.renew(file) == file and desk.dealing.status(file).changed == ()
    newcomer = "0x" + "ee" * 20
    desk.world.retitle(desk.recording, PRF, [newcomer])
    desk.tell()
    status = desk.dealing.status(file)
    (change,) = status.changed
    assert (change.signed.layer, change.now.shares[0].holder) == (PRF, newcomer)
    assert set(status.missing) == {LIN, HAO, VENUE, newcomer}, "Hao holds a part of the song"
    with pytest.raises(Denied) as caught:
        desk.dealing.activate(file.signed(LIN, b"1").signed(HAO, b"1").signed(VENUE, b"1"), None)
    assert caught.value.code == "TITLES_CHANGED"
    # He sells that too: then he neither signs nor may end it.
    renewed = changed(desk, file, WRK, {LIN: 40_000_000, newcomer: 60_000_000})
    assert set(renewed.deal.signers) == {LIN, VENUE, newcomer} and renewed.signatures == {}
    assert {line.revoker for line in renewed.deal.lines} == {newcomer}
    assert dealfile.from_bytes(renewed.to_bytes()) == renewed and desk.dealing.renew(renewed) == renewed
    assert changed_titles(desk.world.state(), renewed.titles) == ()


def test_agents_can_not_be_renewed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    file = desk.propose()
    absent = replace(file, deal=replace(file.deal, signers=tuple({*file.deal.signers} - {HAO})))
    with pytest.raises(Denied) as caught:
        changed(desk, absent, PRF, {LIN: 100_000_000})
    assert caught.value.code == "RENEW_ANEW"
    assert set(desk.dealing.status(absent).missing) == {LIN, VENUE}
    assert on_new_titles(file, desk.dealing.changed(file)).deal.signers == file.deal.signers


def test_units_of_somebody_without_a_key_can_not_be_renewed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    file = desk.propose()
    desk.world.retitle(desk.recording, PRF, {}, unclaimed=[Unclaimed(an_id("somebody"), WHOLE)])
    desk.tell()
    assert desk.dealing.status(file).missing == file.deal.signers
    with pytest.raises(CannotTell) as caught:
        desk.dealing.renew(file)
    assert caught.value.code == "TITLE_UNKNOWN"
