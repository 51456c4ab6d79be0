"""What a person reads in a list of grants, and which spellings and files are taken for one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ledger.core import auditfile
from ledger.core.auditcheck import Told
from ledger.core.auditing import Manifest
from ledger.core.auditrows import COLUMNS, cells, csv_text, json_row, read_cells
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH
from ledger.errors import BadInput
from tests.fakes import an_id
from tests.unit.core.audit_chains import CHAIN, SOCIETY, VENUE, a_chain, a_manifest, a_row

ROW = a_row(1, ZERO_HASH)
HEADER = csv_text([COLUMNS])


def told_of(words: dict[str, str]) -> Told:
    """What ROW tells with other words in some cells."""
    return read_cells(tuple({**dict(zip(COLUMNS, cells(ROW), strict=True)), **words}.values()))


def refused(data: bytes) -> str:
    with pytest.raises(BadInput) as refusal:
        auditfile.read(data)
    return refusal.value.code


# Rows


def test_a_blanket_in_words() -> None:
    deal, transaction = an_id("deal", 1, ""), an_id("tx", 1)
    assert dict(zip(COLUMNS, cells(ROW), strict=True)) == {
        "no": "1", "chain": CHAIN.key, "deal": deal, "line": "1", "asset": "", "society": SOCIETY,
        "layer": "WRK", "uses": "DIGITAL_COPY", "territories": "WORLD",
        "start": "2026-01-01T00:00:01+08:00", "end": "open", "exclusivity": "SOLE", "licensee": VENUE,
        "parent": "", "ended": "", "effective_end": "open", "status": "ACTIVE", "in_period": "yes",
        "recorded": "2026-01-01T00:00:01+08:00", "block": "1", "transaction": transaction,
        "head": ROW.head, "seal": "0xa56646255d0112d6",
    }  # fmt: skip
    told = json.loads(json_row(cells(ROW)))
    assert (told["no"], told["line"], told["block"], told["in_period"]) == (1, 1, 1, True)
    assert (told["uses"], told["territories"]) == (["DIGITAL_COPY"], ["WORLD"])
    assert (told["asset"], told["parent"], told["ended"]) == (None, None, None)


def test_a_sub_licence_of_a_song_to_anyone_in_words() -> None:
    song, parent, entry = an_id("song"), an_id("parent"), replace(ROW.entry, licensee=ZERO_ADDRESS)
    row = replace(ROW, entry=entry, asset=song, society=ZERO_ADDRESS, parent=parent, in_period=False)
    words = dict(zip(COLUMNS, cells(row), strict=True))
    assert (words["asset"], words["society"], words["parent"]) == (song, "", parent)
    assert (words["licensee"], words["in_period"]) == ("ANYONE", "no")
    assert json.loads(json_row(cells(row)))["in_period"] is False


@pytest.mark.parametrize(
    "words",
    [
        {"end": str(2**64 - 1)}, {"start": "2025-12-31T16:00:01+00:00"}, {"recorded": "1767196801"},
        {"uses": "digital_copy"}, {"line": "01"}, {"society": SOCIETY, "asset": ZERO_HASH},
    ],
)  # fmt: skip
def test_the_same_in_other_letters(words: dict[str, str]) -> None:
    assert told_of(words) == Told(CHAIN.key, ROW, True)


@pytest.mark.parametrize("words", [{"end": str(2**64)}, {"line": str(2**256)}, {"no": str(2**256)}])
def test_numbers_too_large(words: dict[str, str]) -> None:
    assert told_of(words) == Told(CHAIN.key, None, False)


def test_a_row_with_a_cell_more_or_less() -> None:
    words = cells(ROW)
    assert read_cells((*words, "")) == read_cells(words[:-1]) == Told(CHAIN.key, None, False)
    assert read_cells(("1", "a chain")) == Told("a chain", None, False)
    assert read_cells(("1",)) == read_cells(()) == Told("", None, False)
    with pytest.raises(ValueError, match="shorter"):
        json_row(words[:-1])


def test_a_garbled_line_of_jsonl_tells_nothing() -> None:
    head = auditfile.manifest_bytes(a_manifest((CHAIN, [ROW])))
    for bad in (b"{", b"[]", b'{"no":1}', json_row(cells(ROW)).replace(b'"WRK"', b"{}")):
        _, told = auditfile.read(b"\n".join([head, bad, json_row(cells(ROW))]))
        assert [*told()] == [Told("", None, False), Told(CHAIN.key, ROW, True)]


# Tables


def test_a_table_of_no_rows() -> None:
    assert csv_text([COLUMNS]) == ",".join(COLUMNS) + "\r\n"
    assert [*auditfile.read(HEADER.encode())[1]()] == []


def test_a_table_all_in_quotes() -> None:
    text = "".join(",".join(f'"{word}"' for word in words) + "\r\n" for words in (COLUMNS, cells(ROW)))
    assert [*auditfile.read(text.encode())[1]()] == [Told(CHAIN.key, ROW, True)]


@pytest.mark.parametrize(
    "header",
    [
        ",".join(COLUMNS[1:]), ",".join((*COLUMNS, "note")), ",".join((*COLUMNS, "")), HEADER.upper(),
        "sep=,\r\n" + HEADER, "\r\n" + HEADER, "no\r" + HEADER,
    ],
)  # fmt: skip
def test_other_columns_are_refused_before_a_row_is_read(header: str) -> None:
    assert refused(header.encode()) == "AUDITFILE_SHAPE"


def test_a_stray_line_end_in_a_row() -> None:
    _, told = auditfile.read(csv_text([COLUMNS, cells(ROW), ("W", "D")]).replace("W,D", "W\rD").encode())
    with pytest.raises(BadInput) as refusal:
        [*told()]
    assert refusal.value.code == "AUDITFILE_SHAPE"


# Manifests


def a_local_manifest() -> Manifest:
    """Of somebody's embedded chain, of the widest chain id."""
    found = a_manifest((CHAIN, a_chain(3)))
    return replace(found, ledger=replace(found.ledger, local=True, chain_id=2**256 - 1))


def test_a_manifest_in_words() -> None:
    manifest = a_local_manifest()
    told = json.loads(auditfile.manifest_bytes(manifest))
    assert told.pop("network") == {
        "chain_id": str(2**256 - 1), "genesis": manifest.ledger.genesis, "local": True,
        "registry": manifest.ledger.registry, "licensing": manifest.ledger.licensing,
    }  # fmt: skip
    assert told.pop("block") == {
        "number": 9_000, "hash": an_id("block"), "parent": an_id("parent"), "time": manifest.block.time,
        "time_iso": "2027-01-01T00:00:05+08:00",
    }  # fmt: skip
    blankets, *empty = told.pop("chains")
    head = manifest.chains[0].head
    assert blankets == {
        "key": CHAIN.key, "kind": "BLANKETS", "of": SOCIETY, "place": 1,
        "rows": 3, "head": head, "stored_head": head,
    }  # fmt: skip
    assert [each["rows"] for each in empty] == [0, 0, 0, 0]
    assert told == {
        "format": "songdeed-audit", "version": 1, "issuer": SOCIETY, "rows": 3,
        "year": 2026, "which": "ISSUED", "zone": "+08:00",
        "first_iso": "2026-01-01T00:00:00+08:00", "after_iso": "2027-01-01T00:00:00+08:00",
        "status_at_iso": "2026-12-31T23:59:59+08:00",
    }  # fmt: skip


def test_a_manifest_of_a_local_chain_is_read_back() -> None:
    manifest = a_local_manifest()
    assert auditfile.read_manifest(auditfile.manifest_bytes(manifest)) == manifest


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"rows":3', '"rows":4', "AUDITFILE_SHAPE"),
        ('"rows":3', '"rows":-3', "AUDITFILE_SHAPE"),
        ('"place":1', '"place":2', "AUDITFILE_SHAPE"),
        ('"place":1', '"place":-1', "AUDITFILE_SHAPE"),
        ('"number":9000', '"number":-9000', "AUDITFILE_SHAPE"),
        ('"time":1798732805', '"time":-1', "AUDITFILE_SHAPE"),
        ("songdeed-audit", "songdeed-other", "AUDITFILE_SHAPE"),
        ('"version":1', '"version":2', "AUDITFILE_SHAPE"),
        ("2026-01-01", "2026-01-02", "AUDITFILE_SHAPE"),
        ('"network"', '"networks"', "AUDITFILE_SHAPE"),
        ('"block"', '"blocks"', "AUDITFILE_SHAPE"),
        ('"year":2026', '"year":12345', "AUDITFILE_SHAPE"),
        (str(2**256 - 1), str(2**256), "AUDITFILE_SHAPE"),
        (str(2**256 - 1), "1e3", "AUDITFILE_SHAPE"),
        ('"key":', '"more":0,"key":', "AUDITFILE_SHAPE"),
        (CHAIN.key, ZERO_HASH, "AUDITFILE_SHAPE"),
        ('"zone"', '"zoned"', "FIELD_MISSING"),
        ('"local":true', '"local":false', "FIELD_EMPTY"),
    ],
)
def test_a_manifest_has_one_spelling(old: str, new: str, code: str) -> None:
    text = auditfile.manifest_bytes(a_local_manifest()).decode()
    assert old in text
    assert refused(text.replace(old, new, 1).encode()) == code


def test_a_wrong_field_of_a_chain_is_named() -> None:
    text = auditfile.manifest_bytes(a_local_manifest()).decode().replace('"AGENT"', '"AGENTS"')
    with pytest.raises(BadInput) as refusal:
        auditfile.read_manifest(text)
    assert refusal.value.params["field"] == "chains[4].kind"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "AUDITFILE_SHAPE"),
        (b"\xff\xfe", "AUDITFILE_SHAPE"),
        (b"a,b\n1,2\n", "AUDITFILE_SHAPE"),
        (b"[1]", "AUDITFILE_SHAPE"),
        (b"{}", "FIELD_MISSING"),
        (b'{"format":"songdeed-audit"}', "FIELD_MISSING"),
        (b'{"format":', "JSON_SYNTAX"),
    ],
)
def test_what_is_no_list(data: bytes, code: str) -> None:
    assert refused(data) == code
