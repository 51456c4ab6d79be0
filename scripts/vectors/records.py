"""Record vectors: ``python -m scripts.vectors.records tests/vectors/record/v1``.

What a record must hash to comes from this code, so ``check.mjs`` makes the canonical form and the hash again
in JavaScript; what must be refused is written here by hand, with the error that must name it.
"""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path
from typing import Any

from ledger.core import record
from ledger.core.cid import raw_cid

LIN = "0x" + "11" * 20
WORK = "0x" + "aa" * 32
OTHER = "0x" + "bb" * 32
SHA = "0x5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
SMALL = {
    "sha256": SHA,
    "size": 6,
    "cid": raw_cid(bytes.fromhex(SHA[2:])),
    "profile": "unixfs-v1-raw-262144-174",
}
BASE = {"format": "songdeed-record", "version": 1, "registrant": LIN}

Case = dict[str, Any]

SONG: Case = BASE | {"type": "MUSICAL_WORK", "titles": [{"text": "连城一家"}]}
TAKE: Case = BASE | {
    "type": "SOUND_RECORDING",
    "titles": [
        {"text": "连城一家", "language": "zh-Hans"},
        {"text": "One City, One Family", "language": "en"},
    ],
    "performers": [{"role": "MAIN_ARTIST", "name": "浩", "party": "0x" + "22" * 20}],
    "files": [SMALL],
    "identifiers": [{"kind": "ISRC", "value": "CNA012600001"}],
    "dates": {"fixed": "2026-07-15", "performed": "2026-07"},
    "language": "zh",
    "links": [{"kind": "EMBODIES", "target": WORK}],
    "training": [
        {"key": "cawg.ai_training", "use": "notAllowed"},
        {"key": "cawg.data_mining", "use": "constrained", "constraint": "research only"},
    ],
    "ai": [{"part": "POST_PRODUCTION", "degree": "ASSISTED"}, {"part": "VOCALS", "degree": "NONE"}],
}
OK: dict[str, Case] = {
    "song, the least": SONG,
    "song, a site to ask at": SONG | {"contact": "https://xn--fiqs8s.example:8443/ask?song=%E6%B5%B7"},
    "song, an address of mail": SONG | {"contact": "mailto:rights+lin@music.example"},
    "song, everything": SONG
    | {
        "creators": [
            {"role": "COMPOSER", "name": "林"},
            {"role": "LYRICIST", "name": "Zoë Ångström", "died": "1999"},
            {"role": "AUTHOR", "name": "某唱片公司", "legal_person": True},
        ],
        "identifiers": [{"kind": "DCI", "value": "cn-2026-000001"}, {"kind": "ISWC", "value": "T0345246801"}],
        "dates": {"published": "2026"},
        "recorded_lawfully": True,
        "reserved": True,
        "links": [{"kind": "DERIVED_FROM", "target": WORK}, {"kind": "VERSION_OF", "target": OTHER}],
    },
    "recording": TAKE,
    "recording, sealed": TAKE | {"salt": "0x" + "5a" * 32},
    "stem of two works": BASE
    | {
        "type": "STEM",
        "titles": [{"text": "Vocals — 人声"}],
        "links": [{"kind": "EMBODIES", "target": WORK}, {"kind": "EMBODIES", "target": OTHER}],
    },
    "video": BASE
    | {
        "type": "AUDIOVISUAL",
        "titles": [{"text": "MV"}],
        "links": [{"kind": "EMBODIES", "target": WORK}, {"kind": "CONTAINS", "target": WORK}],
    },
    "album": BASE
    | {
        "type": "COMPILATION",
        "titles": [{"text": '𝄞 Album "Ⅱ" \\ 100 %'}],
        "identifiers": [
            {"kind": "GRID", "value": "A12425GABC1234002M"},
            {"kind": "UPC_EAN", "value": "4006381333931"},
        ],
        "links": [{"kind": "CONTAINS", "target": WORK}],
    },
}


def _but(base: Case, **changes: object) -> Case:
    return copy.deepcopy(base) | changes


def _less(base: Case, name: str) -> Case:
    return {key: value for key, value in base.items() if key != name}


REFUSED: list[tuple[str, Case, str]] = [
    ("other format", _but(SONG, format="record"), "RECORD_FORMAT"),
    ("unknown version", _but(SONG, version=2), "RECORD_VERSION"),
    ("version true", _but(SONG, version=True), "FIELD_TYPE"),
    ("unknown field", _but(SONG, mood="sad"), "FIELD_UNKNOWN"),
    ("unknown field within", _but(SONG, titles=[{"text": "a", "mood": "sad"}]), "FIELD_UNKNOWN"),
    ("unknown date", _but(SONG, dates={"mixed": "2026"}), "FIELD_UNKNOWN"),
    ("no type", _less(SONG, "type"), "FIELD_MISSING"),
    ("unknown type", _but(SONG, type="SONG"), "FIELD_CHOICE"),
    ("no registrant", _less(SONG, "registrant"), "FIELD_MISSING"),
    ("zero registrant", _but(SONG, registrant="0x" + "00" * 20), "BAD_ADDRESS"),
    ("checksummed registrant", _but(SONG, registrant="0x" + "aB" * 20), "BAD_ADDRESS"),
    ("no titles", _less(SONG, "titles"), "FIELD_MISSING"),
    ("empty list of titles", _but(SONG, titles=[]), "FIELD_EMPTY"),
    ("empty title", _but(SONG, titles=[{"text": ""}]), "FIELD_EMPTY"),
    ("title with a space at its end", _but(SONG, titles=[{"text": "a "}]), "FIELD_SPACES"),
    ("title too long", _but(SONG, titles=[{"text": "长" * 1001}]), "FIELD_TOO_LONG"),
    ("title twice", _but(SONG, titles=[{"text": "a"}, {"text": "a"}]), "RECORD_TWICE"),
    ("titles not a list", _but(SONG, titles="a"), "FIELD_TYPE"),
    ("title not an object", _but(SONG, titles=["a"]), "FIELD_TYPE"),
    ("null for absent", _but(SONG, language=None), "FIELD_TYPE"),
    ("false for absent", _but(SONG, reserved=False), "FIELD_EMPTY"),
    ("empty dates", _but(SONG, dates={}), "FIELD_EMPTY"),
    ("empty language", _but(SONG, language=""), "FIELD_EMPTY"),
    ("language in words", _but(SONG, language="Chinese"), "RECORD_LANGUAGE"),
    ("date that is none", _but(SONG, dates={"published": "2026-02-30"}), "BAD_PARTIAL_DATE"),
    ("credit of nobody", _but(SONG, creators=[{"role": "COMPOSER"}]), "CREDIT_NOBODY"),
    ("credit of unknown role", _but(SONG, creators=[{"role": "POET", "name": "a"}]), "FIELD_CHOICE"),
    (
        "company that died",
        _but(SONG, creators=[{"role": "AUTHOR", "name": "a", "died": "1990", "legal_person": True}]),
        "CREDIT_DIED",
    ),
    ("song that embodies", _but(SONG, links=[{"kind": "EMBODIES", "target": WORK}]), "RECORD_LINK"),
    ("link to nowhere", _but(SONG, links=[{"kind": "SAMPLES", "target": "0x" + "00" * 32}]), "BAD_HASH"),
    ("song with an ISRC", _but(SONG, identifiers=TAKE["identifiers"]), "RECORD_IDENTIFIER"),
    (
        "ISWC check digit",
        _but(SONG, identifiers=[{"kind": "ISWC", "value": "T0345246802"}]),
        "IDENTIFIER_CHECK",
    ),
    (
        "ISRC with hyphens",
        _but(TAKE, identifiers=[{"kind": "ISRC", "value": "CN-A01-26-00001"}]),
        "IDENTIFIER_FORM",
    ),
    ("unknown identifier", _but(TAKE, identifiers=[{"kind": "ISBN", "value": "1"}]), "FIELD_CHOICE"),
    ("recording of nothing", _less(TAKE, "links"), "RECORD_NEEDS_WORK"),
    (
        "recording that only samples",
        _but(TAKE, links=[{"kind": "SAMPLES", "target": WORK}]),
        "RECORD_NEEDS_WORK",
    ),
    (
        "links out of order",
        _but(TAKE, links=[{"kind": "EMBODIES", "target": OTHER}, {"kind": "EMBODIES", "target": WORK}]),
        "RECORD_ORDER",
    ),
    ("recording that is reserved", _but(TAKE, reserved=True), "RECORD_NOT_A_WORK"),
    ("zero salt", _but(TAKE, salt="0x" + "00" * 32), "RECORD_SALT"),
    ("short salt", _but(TAKE, salt="0x5a"), "BAD_HASH"),
    ("contact of another scheme", _but(SONG, contact="http://music.example/"), "RECORD_CONTACT"),
    ("contact that runs", _but(SONG, contact="javascript:alert(1)"), "RECORD_CONTACT"),
    ("contact with a user", _but(SONG, contact="https://bank.example@evil.example/"), "RECORD_CONTACT"),
    ("contact in other scripts", _but(SONG, contact="https://音乐.example/"), "RECORD_CONTACT"),
    ("contact with a space", _but(SONG, contact="https://music.example/a b"), "RECORD_CONTACT"),
    ("contact in capitals", _but(SONG, contact="HTTPS://music.example/"), "RECORD_CONTACT"),
    ("contact of a number", _but(SONG, contact="https://203.0.113.7/"), "RECORD_CONTACT"),
    ("contact at home", _but(SONG, contact="https://localhost/"), "RECORD_CONTACT"),
    ("contact with a fragment", _but(SONG, contact="https://music.example/#a"), "RECORD_CONTACT"),
    ("mail with a text", _but(SONG, contact="mailto:a@music.example?body=x"), "RECORD_CONTACT"),
    ("mail to two", _but(SONG, contact="mailto:a@music.example,b@music.example"), "RECORD_CONTACT"),
    ("contact too long", _but(SONG, contact="https://music.example/" + "a" * 180), "RECORD_CONTACT"),
    ("empty contact", _but(SONG, contact=""), "FIELD_EMPTY"),
    ("two files", _but(TAKE, files=[SMALL, _but(SMALL, size=7)]), "RECORD_TOO_MANY"),
    ("empty file", _but(TAKE, files=[_but(SMALL, size=0)]), "FILE_SIZE"),
    ("foreign profile", _but(TAKE, files=[_but(SMALL, profile="x")]), "FILE_PROFILE"),
    ("CID of another file", _but(TAKE, files=[_but(SMALL, cid=raw_cid(bytes(32)))]), "FILE_CID"),
    ("raw CID of a large file", _but(TAKE, files=[_but(SMALL, size=262_145)]), "FILE_CID"),
    (
        "old CID",
        _but(TAKE, files=[_but(SMALL, cid="QmPZ9gcCEpqKTo6aq61g2nXGUhM4iCL3ewB6LDXZCtioEB")]),
        "CID_SYNTAX",
    ),
    ("album with a file", _but(OK["album"], files=[SMALL]), "RECORD_FILE_NOT_ALLOWED"),
    (
        "constraint missing",
        _but(TAKE, training=[{"key": "cawg.ai_training", "use": "constrained"}]),
        "TRAINING_CONSTRAINT",
    ),
    ("training twice", _but(TAKE, training=[TAKE["training"][0]] * 2), "RECORD_ORDER"),
    ("AI parts out of order", _but(TAKE, ai=TAKE["ai"][::-1]), "RECORD_ORDER"),
    ("not an object", {"": []}, "FIELD_MISSING"),
]


def _text(case: Case) -> str:
    # Python's own sorting equals RFC 8785's here: no key is outside ASCII.
    return json.dumps(case, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _ok(name: str, case: Case) -> Case:
    data = _text(case).encode()
    asset_type, tag, links = record.facts(record.from_bytes(data))
    digest = record.record_hash(data)
    facts = {"type": int(asset_type), "file_tag": tag, "links": [[link.kind, link.target] for link in links]}
    return {
        "name": name,
        "text": data.decode(),
        "hash": digest,
        "cid": raw_cid(bytes.fromhex(digest[2:])),
        "facts": facts,
    }


def main(folder: Path) -> None:
    """Write both files."""
    good = [_ok(name, case) for name, case in OK.items()]
    bad = [{"name": name, "text": _text(case), "code": code} for name, case, code in REFUSED]
    for file, cases in (("records.json", good), ("records_fail.json", bad)):
        text = json.dumps({"version": 1, "cases": cases}, indent=1, ensure_ascii=False)
        (folder / file).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
