"""V1: a record is held against the event that registered it, and only what fits is read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.core.events import Position, Registered
from ledger.core.keccak import keccak_words
from ledger.core.model import ZERO_HASH, Link
from ledger.core.record import Record, facts, record_hash
from ledger.core.record_words import Credit, Role, TitleText
from ledger.core.rights import AssetType, LinkKind
from ledger.core.seen import Author, RecordSeen, asset_of, read_record
from tests.fakes import an_id
from tests.unit.core.world import hashed, party

LIN, HAO = party("lin"), party("hao")
CREATORS = (
    Credit(Role.COMPOSER, "林", died="1970"),
    Credit(Role.AUTHOR, "社", legal_person=True),
)
SONG = Record(AssetType.MUSICAL_WORK, LIN, (TitleText("茉莉花"),), CREATORS, published="2020", reserved=True)


def registered(record: Record) -> Registered:
    kind, tag, links = facts(record)
    data, at = record.to_bytes(), Position(1, 1, an_id("block"), an_id("tx"), 100)
    return Registered(at, an_id("asset"), LIN, tag, int(kind), record_hash(data), ZERO_HASH, 100, links)


def test_what_fits_is_read() -> None:
    seen = read_record(registered(SONG), SONG.to_bytes())
    authors = Author("1970"), Author(None, True)
    assert seen == RecordSeen(authors, published="2020", reserved=True, title="茉莉花")


def test_the_dates_of_a_recording_are_read() -> None:
    song = (Link(LinkKind.EMBODIES, an_id("song")),)
    made = {"type": AssetType.SOUND_RECORDING, "reserved": False, "links": song}
    sound = replace(SONG, **made, performed="1990-05", fixed="1991-02-03")  # type: ignore[arg-type]
    seen = read_record(registered(sound), sound.to_bytes())
    assert (seen.published, seen.performed, seen.fixed) == ("2020", "1990-05", "1991-02-03")


def test_other_bytes_are_another_record() -> None:
    other = replace(SONG, published="2021")
    assert read_record(registered(SONG), other.to_bytes()).problem == "HASH_MISMATCH"


@pytest.mark.parametrize(
    "fields",
    [{"registrant": HAO}, {"asset_type": int(AssetType.LYRICS)}, {"file_tag": keccak_words(an_id("file"))}],
)
def test_a_record_that_says_something_else_than_its_event(fields: dict[str, object]) -> None:
    event = replace(registered(SONG), **fields)  # type: ignore[arg-type]
    assert read_record(event, SONG.to_bytes()).problem == "RECORD_MISMATCH"


def test_bytes_that_are_no_record_of_ours() -> None:
    data = b'{"format":"something else"}'
    event = replace(registered(SONG), record_hash=record_hash(data))
    assert read_record(event, data).problem == "RECORD_MISMATCH"


RECORDS = Path(__file__).parents[2] / "vectors" / "record" / "v1" / "records.json"


@pytest.mark.parametrize(
    "vector", json.loads(RECORDS.read_bytes())["cases"], ids=lambda vector: vector["name"]
)
def test_the_bytes_of_a_record_name_its_asset(vector: dict[str, Any]) -> None:
    """Against eth_abi, from the hashes that other programs made."""
    said = vector["facts"]
    links = [(kind, bytes.fromhex(target[2:])) for kind, target in said["links"]]
    of_facts = hashed("uint8 bytes32 (uint8,bytes32)[]", said["type"], said["file_tag"], links)
    registrant = json.loads(vector["text"])["registrant"]
    assert asset_of(vector["text"].encode()) == hashed(
        "bytes32 address bytes32", vector["hash"], registrant, of_facts
    )
