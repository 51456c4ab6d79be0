"""Records: canonical, strict, deterministic."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core import cid, record
from ledger.core.fields import Fields
from ledger.core.hashing import digest
from ledger.core.identifiers import Identifier, IdentifierKind
from ledger.core.keccak import keccak
from ledger.core.model import ZERO_HASH, Link
from ledger.core.record import Record
from ledger.core.record_parts import AiDegree, AiPart, AiUse, FileRef, TrainingKey, TrainingRule, TrainingUse
from ledger.core.record_words import Credit, Role, TitleText
from ledger.core.rights import AssetType, LinkKind
from ledger.core.unixfs import PROFILE
from ledger.errors import BadInput

VECTORS = Path(__file__).parents[2] / "vectors" / "record" / "v1"
OK = json.loads((VECTORS / "records.json").read_text(encoding="utf-8"))["cases"]
FAIL = json.loads((VECTORS / "records_fail.json").read_text(encoding="utf-8"))["cases"]
LIN = "0x" + "11" * 20
WORK = "0x" + "aa" * 32
SONG = Record(AssetType.MUSICAL_WORK, LIN, (TitleText("连城一家"),))


@pytest.mark.parametrize("case", OK, ids=lambda case: case["name"])
def test_records(case: dict[str, Any]) -> None:
    data = case["text"].encode()
    found = record.from_bytes(data)
    assert found.to_bytes() == data
    assert record.record_hash(data) == case["hash"]
    assert cid.parse(case["cid"]).digest.hex() == case["hash"][2:]
    asset_type, tag, links = record.facts(found)
    assert (asset_type, tag) == (case["facts"]["type"], case["facts"]["file_tag"])
    assert [[link.kind, link.target] for link in links] == case["facts"]["links"]


@pytest.mark.parametrize("case", FAIL, ids=lambda case: case["name"])
def test_records_that_are_refused(case: dict[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        record.from_bytes(case["text"].encode())
    assert caught.value.code == case["code"]


def test_every_kind_of_record_is_among_the_vectors() -> None:
    seen = {record.from_bytes(case["text"].encode()).type for case in OK}
    assert seen == set(AssetType) - {AssetType.LYRICS}


def test_only_canonical_bytes() -> None:
    data = SONG.to_bytes()
    for other in (
        data + b"\n",
        b" " + data,
        data.replace(b":", b": "),
        data.replace("连".encode(), b"\\u8fde"),
    ):
        with pytest.raises(BadInput) as caught:
            record.from_bytes(other)
        assert caught.value.code == "JSON_NOT_CANONICAL"


def test_an_unsealed_record_says_the_same_every_time() -> None:
    assert SONG.to_bytes() == dataclasses.replace(SONG).to_bytes()
    assert b"salt" not in SONG.to_bytes()


def test_one_mebibyte_and_no_more() -> None:
    credits = tuple(Credit(Role.OTHER, f"{index:04}" + "x" * 990) for index in range(1000))
    almost = dataclasses.replace(SONG, performers=credits)
    assert len(almost.to_bytes()) < record.MAX_RECORD
    over = dataclasses.replace(almost, creators=credits[:60])
    with pytest.raises(BadInput) as caught:
        over.to_bytes()
    assert caught.value.code == "JSON_TOO_LARGE"


def test_lists_have_limits() -> None:
    titles = tuple(TitleText(str(index)) for index in range(1001))
    for changes in ({"titles": titles}, {"links": tuple(Link(5, f"0x{i:064x}") for i in range(1, 66))}):
        with pytest.raises(BadInput) as caught:
            dataclasses.replace(SONG, **changes)  # type: ignore[arg-type]
        assert caught.value.code == "RECORD_TOO_MANY"


def test_a_link_of_an_unknown_kind() -> None:
    with pytest.raises(BadInput) as caught:
        dataclasses.replace(SONG, links=(Link(9, WORK),))
    assert caught.value.params == {"kind": "9", "type": "MUSICAL_WORK"}


def test_no_titles() -> None:
    with pytest.raises(BadInput) as caught:
        dataclasses.replace(SONG, titles=())
    assert caught.value.code == "FIELD_MISSING"


def file_of(data: bytes) -> FileRef:
    found = digest(data)
    return FileRef(found.sha256, found.size, found.cid)


def test_facts_of_a_file_open_and_sealed() -> None:
    file = file_of(b"music")
    song = dataclasses.replace(SONG, files=(file,))
    assert record.facts(song) == (AssetType.MUSICAL_WORK, file.sha256, ())
    salt = "0x" + "5a" * 32
    sealed = dataclasses.replace(song, salt=salt)
    tag = "0x" + keccak(bytes.fromhex(file.sha256[2:]) + bytes.fromhex(salt[2:])).hex()
    assert record.facts(sealed)[1] == tag == record.file_tag(file.sha256, salt)
    assert record.facts(SONG)[1] == ZERO_HASH
    assert record.from_bytes(sealed.to_bytes()) == sealed


def test_a_large_files_cid_is_a_tree() -> None:
    big = file_of(bytes(300_000))
    assert cid.parse(big.cid).codec == cid.DAG_PB and big.profile == PROFILE
    assert record.from_bytes(dataclasses.replace(SONG, files=(big,)).to_bytes()).files == (big,)


def test_the_hash_is_the_digest_of_the_raw_cid() -> None:
    data = SONG.to_bytes()
    assert cid.raw_cid(hashlib.sha256(data).digest()) == digest(data).cid
    assert record.record_hash(data)[2:] == cid.parse(digest(data).cid).digest.hex()


def test_fields_in_their_own_words() -> None:
    for value, name, code in (
        ({"a": 1}, "text", "FIELD_TYPE"),
        ({"a": ""}, "text", "FIELD_EMPTY"),
        ({"a": "1"}, "integer", "FIELD_TYPE"),
        ({"a": False}, "flag", "FIELD_EMPTY"),
        ({"a": []}, "part", "FIELD_TYPE"),
    ):
        with pytest.raises(BadInput) as caught:
            getattr(Fields(value, "top"), name)("a")
        assert (caught.value.code, caught.value.params["field"]) == (code, "top.a")
    assert Fields({"a": 0}, "").integer("a") == 0
    with pytest.raises(BadInput):
        Fields([], "top")


NAMES = st.text("abc 中文éß𝄞", min_size=1, max_size=8).map(str.strip).filter(bool)
DATES = st.sampled_from([None, "1999", "2026-07", "2026-07-15"])
CREDITS = st.builds(Credit, st.sampled_from(Role), NAMES, st.none() | st.just(LIN), DATES)
LINKS = st.builds(Link, st.sampled_from([3, 4, 5]), st.integers(1, 2**256 - 1).map(lambda n: f"0x{n:064x}"))
TITLES = st.builds(TitleText, NAMES, st.sampled_from([None, "zh", "zh-Hant-HK"]))


def ascending(links: list[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (link.kind, link.target)))


RECORDS = st.builds(
    Record,
    st.sampled_from([AssetType.MUSICAL_WORK, AssetType.LYRICS]),
    st.just(LIN),
    st.lists(TITLES, min_size=1, max_size=4, unique=True).map(tuple),
    creators=st.lists(CREDITS, max_size=3, unique=True).map(tuple),
    performers=st.lists(CREDITS, max_size=3, unique=True).map(tuple),
    files=st.lists(st.binary(min_size=1, max_size=50).map(file_of), max_size=1).map(tuple),
    identifiers=st.sampled_from([(), (Identifier(IdentifierKind.ISWC, "T0345246801"),)]),
    published=DATES,
    fixed=DATES,
    performed=DATES,
    recorded_lawfully=st.booleans(),
    reserved=st.booleans(),
    language=st.sampled_from([None, "zh", "zxx"]),
    links=st.lists(LINKS, max_size=5, unique=True).map(ascending),
    training=st.sampled_from(
        [
            (),
            (
                TrainingRule(TrainingKey.AI_INFERENCE, TrainingUse.ALLOWED),
                TrainingRule(TrainingKey.DATA_MINING, TrainingUse.CONSTRAINED, "only research"),
            ),
        ]
    ),
    ai=st.sampled_from([(), (AiUse(AiPart.LYRICS, AiDegree.GENERATED),)]),
    salt=st.sampled_from([None, "0x" + "07" * 32]),
)


@given(RECORDS)
def test_round_trip(made: Record) -> None:
    data = made.to_bytes()
    assert record.from_bytes(data) == made
    assert json.loads(data)["type"] == made.type.name


@given(RECORDS, st.data())
def test_a_flipped_byte_is_never_the_same_record(made: Record, data: st.DataObject) -> None:
    flipped = bytearray(made.to_bytes())
    flipped[data.draw(st.integers(0, len(flipped) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(BadInput):
        assert record.from_bytes(bytes(flipped)) != made


def test_links_of_every_type() -> None:
    links = {kind: Link(kind, WORK) for kind in LinkKind}
    allowed = {
        AssetType.MUSICAL_WORK: {3, 4, 5},
        AssetType.LYRICS: {3, 4, 5},
        AssetType.SOUND_RECORDING: {1, 3, 5},
        AssetType.STEM: {1, 3, 5},
        AssetType.AUDIOVISUAL: {1, 2},
        AssetType.COMPILATION: {2},
    }
    for asset_type, kinds in allowed.items():
        base = (links[LinkKind.EMBODIES],) if 1 in kinds and 2 not in kinds else ()
        for kind, link in links.items():
            wanted = tuple(sorted({*base, link}, key=lambda one: one.kind))
            try:
                Record(asset_type, LIN, (TitleText("a"),), links=wanted)
                refused = False
            except BadInput as error:
                refused = error.code == "RECORD_LINK"
            assert refused == (kind not in kinds), (asset_type, kind)


def test_text_of_a_line() -> None:
    for title, code in (
        ("", "FIELD_EMPTY"),
        ("\u3000a", "FIELD_SPACES"),
        ("a\nb", "TEXT_FORBIDDEN_CHARACTER"),
    ):
        with pytest.raises(BadInput) as caught:
            TitleText(title)
        assert caught.value.code == code


def test_a_credit_may_be_an_address_alone() -> None:
    song = dataclasses.replace(SONG, creators=(Credit(Role.COMPOSER, party=LIN),))
    assert record.from_bytes(song.to_bytes()) == song
