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
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Link
from ledger.core.record import Record
from ledger.core.record_parts import AiDegree, AiPart, AiUse, FileRef, TrainingKey, TrainingRule, TrainingUse
from ledger.core.record_words import Credit, Role, TitleText
from ledger.core.rights import AssetType, LinkKind
from ledger.core.strictjson import canonical
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

    def filled(last: int) -> Record:
        creators = (*credits[:26], Credit(Role.OTHER, "x" * last))
        return dataclasses.replace(SONG, performers=credits, creators=creators)

    room = record.MAX_RECORD - len(filled(1).to_bytes())
    full = filled(1 + room)
    assert len(full.to_bytes()) == record.MAX_RECORD and record.from_bytes(full.to_bytes()) == full
    with pytest.raises(BadInput) as caught:
        filled(2 + room).to_bytes()
    assert caught.value.code == "JSON_TOO_LARGE"
    assert caught.value.params == {"size": record.MAX_RECORD + 1, "limit": record.MAX_RECORD}


def file_of(data: bytes) -> FileRef:
    found = digest(data)
    return FileRef(found.sha256, found.size, found.cid)


def many_titles(number: int) -> tuple[TitleText, ...]:
    return tuple(TitleText(str(index)) for index in range(number))


def many_links(number: int) -> tuple[Link, ...]:
    return tuple(Link(LinkKind.SAMPLES, f"0x{index:064x}") for index in range(1, number + 1))


def many_rules(*keys: TrainingKey) -> tuple[TrainingRule, ...]:
    return tuple(TrainingRule(key, TrainingUse.ALLOWED) for key in keys)


ISWC, DCI = Identifier(IdentifierKind.ISWC, "T0345246801"), Identifier(IdentifierKind.DCI, "cn-1")


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"registrant": ZERO_ADDRESS}, "BAD_ADDRESS", {"value": ZERO_ADDRESS}),
        ({"titles": ()}, "FIELD_MISSING", {"field": "titles"}),
        (
            {"titles": many_titles(1001)},
            "RECORD_TOO_MANY",
            {"field": "titles", "given": 1001, "limit": 1000},
        ),
        ({"titles": (TitleText("a"),) * 2}, "RECORD_TWICE", {"field": "titles"}),
        ({"creators": (Credit(Role.OTHER, "a"),) * 2}, "RECORD_TWICE", {"field": "creators"}),
        ({"performers": (Credit(Role.OTHER, "a"),) * 2}, "RECORD_TWICE", {"field": "performers"}),
        ({"identifiers": (DCI, DCI)}, "RECORD_TWICE", {"field": "identifiers"}),
        ({"identifiers": (ISWC, DCI)}, "RECORD_ORDER", {"field": "identifiers"}),
        (
            {"training": many_rules(TrainingKey.DATA_MINING, TrainingKey.AI_TRAINING)},
            "RECORD_ORDER",
            {"field": "training"},
        ),
        ({"ai": (AiUse(AiPart.LYRICS, AiDegree.NONE),) * 2}, "RECORD_ORDER", {"field": "ai"}),
        (
            {"files": (file_of(b"a"), file_of(b"b"))},
            "RECORD_TOO_MANY",
            {"field": "files", "given": 2, "limit": 1},
        ),
        ({"links": many_links(65)}, "RECORD_TOO_MANY", {"field": "links", "given": 65, "limit": 64}),
        ({"links": many_links(2)[::-1]}, "RECORD_ORDER", {"field": "links"}),
        ({"links": (Link(LinkKind.SAMPLES, ZERO_HASH),)}, "BAD_HASH", {"value": ZERO_HASH}),
        ({"links": (Link(9, WORK),)}, "RECORD_LINK", {"kind": "9", "type": "MUSICAL_WORK"}),
        (
            {"links": (Link(LinkKind.EMBODIES, WORK),)},
            "RECORD_LINK",
            {"kind": "EMBODIES", "type": "MUSICAL_WORK"},
        ),
    ],
)
def test_what_is_refused_is_named(changes: dict[str, Any], code: str, params: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        dataclasses.replace(SONG, **changes)
    assert (caught.value.code, caught.value.params) == (code, params)


@pytest.mark.parametrize("changes", [{"titles": many_titles(1000)}, {"links": many_links(64)}])
def test_as_many_as_are_allowed(changes: dict[str, Any]) -> None:
    song = dataclasses.replace(SONG, **changes)
    assert record.from_bytes(song.to_bytes()) == song


def null_at(case: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """A record with null for one of its fields, for each of them: the place, and the record."""
    found = []
    for name, value in case.items():
        found.append((name, case | {name: None}))
        if isinstance(value, dict):
            found += [(f"{name}.{key}", case | {name: value | {key: None}}) for key in value]
        for at, item in enumerate(value if isinstance(value, list) else []):
            for key in item:
                changed = [*value[:at], item | {key: None}, *value[at + 1 :]]
                found.append((f"{name}[{at}].{key}", case | {name: changed}))
    return found


@pytest.mark.parametrize("case", OK, ids=lambda case: case["name"])
def test_a_field_that_is_wrong_is_told_with_its_place(case: dict[str, Any]) -> None:
    for place, changed in null_at(json.loads(case["text"])):
        with pytest.raises(BadInput) as caught:
            record.from_bytes(canonical(changed))
        assert (caught.value.code, caught.value.params["field"]) == ("FIELD_TYPE", place)


SHA = "0x" + "5a" * 32
RAW, TREE = cid.raw_cid(b"\x5a" * 32), str(cid.Cid(cid.DAG_PB, b"\x5a" * 32))


@pytest.mark.parametrize(
    ("size", "address", "profile"),
    [
        (1, RAW, PROFILE),
        (262_144, RAW, PROFILE),
        (262_145, TREE, PROFILE),
        (1_048_576, RAW, "unixfs-v1-2025"),
        (2**53 - 1, TREE, "unixfs-v1-2025"),
    ],
)
def test_files_of_a_record(size: int, address: str, profile: str) -> None:
    song = dataclasses.replace(SONG, files=(FileRef(SHA, size, address, profile),))
    assert record.from_bytes(song.to_bytes()) == song


@pytest.mark.parametrize(
    ("size", "address", "profile", "code", "params"),
    [
        (0, RAW, PROFILE, "FILE_SIZE", {"value": 0}),
        (2**53, TREE, PROFILE, "FILE_SIZE", {"value": 2**53}),
        (262_144, TREE, PROFILE, "FILE_CID", {"cid": TREE, "sha256": SHA}),
        (262_145, RAW, PROFILE, "FILE_CID", {"cid": RAW, "sha256": SHA}),
        (
            1,
            RAW,
            "p" * 101,
            "FILE_PROFILE",
            {"value": "p" * 100, "known": "unixfs-v1-raw-262144-174, unixfs-v1-2025"},
        ),
    ],
)
def test_files_that_can_not_be(
    size: int, address: str, profile: str, code: str, params: dict[str, object]
) -> None:
    with pytest.raises(BadInput) as caught:
        FileRef(SHA, size, address, profile)
    assert (caught.value.code, caught.value.params) == (code, params)


def test_a_condition_belongs_to_what_is_constrained_and_to_nothing_else() -> None:
    for use, condition in (
        (TrainingUse.ALLOWED, "only research"),
        (TrainingUse.NOT_ALLOWED, "only research"),
        (TrainingUse.CONSTRAINED, None),
    ):
        with pytest.raises(BadInput) as caught:
            TrainingRule(TrainingKey.DATA_MINING, use, condition)
        assert caught.value.code == "TRAINING_CONSTRAINT"
        assert caught.value.params == {"key": "cawg.data_mining"}
    with pytest.raises(BadInput) as caught:
        TrainingRule(TrainingKey.DATA_MINING, TrainingUse.CONSTRAINED, "")
    assert (caught.value.code, caught.value.params) == ("FIELD_EMPTY", {"field": "training"})


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
    field = {"field": "titles"}
    for title, code, params in (
        ("", "FIELD_EMPTY", field),
        ("\u3000a", "FIELD_SPACES", field),
        ("a\nb", "TEXT_FORBIDDEN_CHARACTER", {"character": "U+000A", "place": 2}),
        ("長" * 1001, "FIELD_TOO_LONG", {**field, "given": 1001, "limit": 1000}),
    ):
        with pytest.raises(BadInput) as caught:
            TitleText(title)
        assert (caught.value.code, caught.value.params) == (code, params)
    assert TitleText("長" * 1000).text == "長" * 1000


def test_a_language_that_is_none_is_shown_by_its_beginning() -> None:
    for make in (lambda text: TitleText("a", text), lambda text: dataclasses.replace(SONG, language=text)):
        with pytest.raises(BadInput) as caught:
            make("Putonghua " * 5)
        assert caught.value.code == "RECORD_LANGUAGE"
        assert caught.value.params == {"value": "Putonghua " * 4}


def test_a_credit_may_be_an_address_alone() -> None:
    song = dataclasses.replace(SONG, creators=(Credit(Role.COMPOSER, party=LIN),))
    assert record.from_bytes(song.to_bytes()) == song


@pytest.mark.parametrize(
    ("wrong", "code", "params"),
    [
        ({"name": None}, "CREDIT_NOBODY", {}),
        ({"name": ""}, "FIELD_EMPTY", {"field": "name"}),
        ({"party": "lin"}, "BAD_ADDRESS", {"value": "lin"}),
        ({"died": "1955-13"}, "BAD_PARTIAL_DATE", {"value": "1955-13"}),
        ({"died": "1955", "legal_person": True}, "CREDIT_DIED", {}),
    ],
)
def test_credits_that_can_not_be(wrong: dict[str, Any], code: str, params: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        dataclasses.replace(Credit(Role.COMPOSER, "Lin"), **wrong)
    assert (caught.value.code, caught.value.params) == (code, params)
