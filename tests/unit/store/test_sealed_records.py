"""The folder of sealed records."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core.cid import raw_cid
from ledger.core.drafting import identify
from ledger.core.record import Record
from ledger.core.record_parts import FileRef
from ledger.core.record_words import TitleText
from ledger.core.rights import AssetType
from ledger.errors import ServiceDown
from ledger.store.sealed import SealedRecords
from tests.fakes import an_id
from tests.unit.core.world import party

FILE = FileRef(an_id("file"), 1, raw_cid(bytes.fromhex(an_id("file")[2:])))


def song(title: str, salt: str = an_id("salt")) -> Record:
    return Record(AssetType.MUSICAL_WORK, party("lin"), (TitleText(title),), files=(FILE,), salt=salt)


def keep(folder: SealedRecords, record: Record) -> str:
    folder.keep(identify(record), record.to_bytes())
    return identify(record)


def test_kept_for_its_owner_alone(tmp_path: Path) -> None:
    folder = SealedRecords(tmp_path / "home" / "sealed")
    assert list(folder.all()) == [] and folder.read(an_id("none")) is None
    asset = keep(folder, song("a"))
    path = folder.folder / f"{asset}.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(folder.folder.stat().st_mode) == 0o700
    assert folder.read(asset) == song("a").to_bytes() == path.read_bytes()


def test_found_by_its_file_and_by_what_it_says(tmp_path: Path) -> None:
    folder = SealedRecords(tmp_path)
    one, other = keep(folder, song("a")), keep(folder, song("b"))
    assert list(folder.holding(FILE.sha256)) == sorted([one, other]) and not folder.holding(an_id("no file"))
    assert folder.like(replace(song("a"), salt=None)) == song("a")
    assert folder.like(replace(song("c"), salt=None)) is None


@pytest.mark.parametrize("bytes_", [b"", b"{}", b"\xff", song("other").to_bytes()])
def test_a_damaged_record_is_none(tmp_path: Path, bytes_: bytes) -> None:
    folder = SealedRecords(tmp_path)
    asset = keep(folder, song("a"))
    (tmp_path / f"{asset}.json").write_bytes(bytes_)
    (tmp_path / "notes.json").write_bytes(song("b").to_bytes())
    assert list(folder.all()) == [] and not folder.holding(FILE.sha256)


def test_only_ids_are_names(tmp_path: Path) -> None:
    folder = SealedRecords(tmp_path)
    for name in ("../x", "0x12", an_id("a") + "\n", an_id("a").upper()):
        with pytest.raises(ValueError, match="no id"):
            folder.keep(name, b"")
        with pytest.raises(ValueError, match="no id"):
            folder.read(name)


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "sealed").write_text("a file")
    with pytest.raises(ServiceDown) as caught:
        keep(SealedRecords(tmp_path / "sealed"), song("a"))
    assert caught.value.code == "STORE_UNUSABLE"
