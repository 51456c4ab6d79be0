"""Registering works whose records stay at home."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core.drafting import Draft, Particulars, draft
from ledger.core.hashing import FileDigest
from ledger.core.hashing import digest as digest_of
from ledger.core.model import Share, Split
from ledger.core.record import Record
from ledger.core.record_words import TitleText
from ledger.core.rights import WHOLE, Layer
from ledger.errors import Denied, Refused, ServiceDown
from tests.fakes import an_id
from tests.unit.services.registry import AUDIO, LIN, Office, song_and_recording


@pytest.fixture
def desk(tmp_path: Path) -> Office:
    return Office(tmp_path)


def sealed(desk: Office, title: str = "连城", file: FileDigest | None = None) -> Draft:
    """A song and its recording, each with the salt it was sealed with before, or a new one."""
    count = 0

    def seal(record: Record) -> Record:
        nonlocal count
        count += 1
        return desk.sealed.like(record) or replace(record, salt=an_id(title, count))

    splits = tuple(Split(layer, (Share(LIN, WHOLE),)) for layer in (Layer.WRK, Layer.PRF, Layer.PHN))
    wanted = Particulars((TitleText(title),), splits, file=file or digest_of(AUDIO))
    return draft(LIN, wanted, seal)


def test_records_are_kept_before_anything_is_signed(desk: Office) -> None:
    desk.wrong_password = True
    wanted = sealed(desk)
    with pytest.raises(Refused):
        desk.register(wanted)
    assert {asset for asset, _ in desk.sealed.all()} == set(wanted.ids) and not desk.chain.sent
    desk.wrong_password = False
    again = sealed(desk, title="连城")
    assert again.ids == wanted.ids, "the salts are those that were kept"
    done = desk.register(again)
    assert done.asset == wanted.ids[-1] and done.receipt is not None


def test_nothing_is_sent_where_they_can_not_be_kept(tmp_path: Path) -> None:
    desk = Office(tmp_path)
    (tmp_path / "sealed").write_text("a file where the folder should be")
    wanted = song_and_recording()
    with pytest.raises(ServiceDown):
        desk.register(replace(wanted, sealed=True, file=None))
    assert not desk.chain.sent and not desk.asked


def test_the_store_gets_nothing(desk: Office) -> None:
    done = desk.register(sealed(desk))
    assert not desk.store.has(done.cid)
    event = desk.state(done.asset).assets[done.asset]
    assert event.file_tag != digest_of(AUDIO).sha256 and desk.sealed.read(done.asset) is not None


def test_done_already(desk: Office) -> None:
    first = desk.register(sealed(desk))
    again = desk.register(sealed(desk))
    assert again.asset == first.asset and again.receipt is None and len(desk.chain.sent) == 1


@pytest.mark.parametrize("openly", [False, True])
def test_one_file_is_not_sealed_twice(desk: Office, openly: bool) -> None:
    first = desk.register(sealed(desk))
    other = song_and_recording() if openly else sealed(desk, "another title")
    with pytest.raises(Denied) as caught:
        desk.register(other)
    assert caught.value.code == "SEALED_BEFORE" and caught.value.params == {"asset": first.asset}
    assert len(desk.chain.sent) == 1
    assert desk.register(other, contest=True).receipt is not None


def test_another_file_is_another_work(desk: Office) -> None:
    desk.register(sealed(desk))
    assert desk.register(sealed(desk, "other", digest_of(b"other"))).receipt is not None


def test_a_rivals_open_claim_is_told(desk: Office) -> None:
    rival = Particulars(
        (TitleText("x"),),
        tuple(Split(layer, (Share(LIN, WHOLE),)) for layer in (Layer.WRK, Layer.PRF, Layer.PHN)),
        file=digest_of(AUDIO),
    )
    other = "0x" + "12" * 20
    desk.register(draft(other, rival), who=other)
    with pytest.raises(Denied) as caught:
        desk.register(sealed(desk))
    assert caught.value.code == "FILE_CLAIMED"
