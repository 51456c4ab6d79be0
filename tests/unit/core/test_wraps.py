"""Wrapped keys as they travel: strict, bounded, and each for one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.core import strictjson, wraps
from ledger.core.fingerprint import fingerprint
from ledger.core.wraps import Kem, KeysFile, Wrap
from ledger.errors import BadInput

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "sealed" / "v1" / "wraps.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text())["cases"]
ONE = wraps.wrap_from_json(CASES[0]["wrap"], "")


def refused(code: str) -> pytest.RaisesExc[BadInput]:
    return pytest.RaisesExc(BadInput, check=lambda error: error.code == code)


def for_account(number: int) -> Wrap:
    return replace(ONE, recipient=f"0x{number:040x}")


def test_there_and_back() -> None:
    for case in CASES:
        assert wraps.wrap_from_json(case["wrap"], "").to_json() == case["wrap"]
    keys = KeysFile((ONE, for_account(1)), "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy")
    assert wraps.from_bytes(keys.to_bytes()) == keys
    assert (keys.work, keys.sealing) == (ONE.work, ONE.sealing)


def test_what_a_wrap_is_bound_to_byte_by_byte() -> None:
    names = "".join(name[2:] for name in (ONE.work, ONE.sealing, ONE.recipient, ONE.key))
    for kem, number in ((Kem.HYBRID, b"\x64\x7a"), (Kem.X25519, b"\x00\x20")):
        info = replace(ONE, kem=kem, wrapped=b"").info
        assert info == b"songdeed sealed wrap v1" + number + bytes.fromhex(names)


@pytest.mark.parametrize(
    ("kem", "public", "wrapped"), [(Kem.HYBRID, 1184 + 32, 1120 + 48), (Kem.X25519, 32, 32 + 48)]
)
def test_keys_have_lengths(kem: Kem, public: int, wrapped: int) -> None:
    assert wraps.kem_of(bytes(public)) is kem
    assert len(replace(ONE, kem=kem, wrapped=bytes(wrapped)).wrapped) == wrapped
    for length in (public - 1, public + 1):
        with pytest.raises(BadInput) as caught:
            wraps.kem_of(bytes(length))
        assert (caught.value.code, caught.value.params) == ("ENCRYPTION_KEY", {"length": length})
    for length in (1, wrapped - 1, wrapped + 1):
        with pytest.raises(BadInput) as caught:
            replace(ONE, kem=kem, wrapped=bytes(length))
        assert (caught.value.code, caught.value.params) == ("WRAP_FORM", {"field": "wrapped"})


def test_a_key_is_named_by_its_hash() -> None:
    """Of the first example of FIPS 180-2."""
    assert wraps.key_hash(b"abc") == "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_t66_info_binds_all_that_a_wrap_says() -> None:
    """THREATS 66: each field changes what HPKE is bound to."""
    others = [
        replace(ONE, work="0x" + "01" * 32),
        replace(ONE, sealing="0x" + "01" * 32),
        replace(ONE, recipient="0x" + "01" * 20),
        replace(ONE, key="0x" + "01" * 32),
        replace(ONE, kem=Kem.X25519, wrapped=b""),
    ]
    assert len({wrap.info for wrap in (ONE, *others)}) == 6 and len(ONE.info) == 23 + 2 + 32 + 32 + 20 + 32


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 2}, "WRAP_FORM"),
        ({"version": True}, "FIELD_TYPE"),
        ({"more": 1}, "FIELD_UNKNOWN"),
        ({"work": "0x01"}, "BAD_HASH"),
        ({"sealing": "0X" + "11" * 32}, "BAD_HASH"),
        ({"key": "11" * 32}, "BAD_HASH"),
        ({"recipient": "lin"}, "BAD_ADDRESS"),
        ({"kem": "RSA"}, "FIELD_CHOICE"),
        ({"kem": "X25519"}, "WRAP_FORM"),
        ({"wrapped": "0x"}, "WRAP_FORM"),
        ({"wrapped": "0xAB"}, "WRAP_FORM"),
        ({"wrapped": "zz"}, "WRAP_FORM"),
        ({"wrapped": "00" * 1168}, "WRAP_FORM"),
        ({"wrapped": "0x" + "00" * 1168 + "\n"}, "WRAP_FORM"),
        ({"wrapped": "0x" + "00" * 1168 + "0"}, "WRAP_FORM"),
        ({"wrapped": "0x" + "00" * 1167}, "WRAP_FORM"),
        ({"wrapped": 5}, "FIELD_TYPE"),
    ],
)
def test_malformed_wraps(change: dict[str, object], code: str) -> None:
    with refused(code):
        wraps.wrap_from_json(CASES[0]["wrap"] | change, "")


@pytest.mark.parametrize(("name", "wrong"), [("version", 2), ("wrapped", "zz")])
def test_a_wrong_part_of_a_wrap_is_told_with_its_place(name: str, wrong: object) -> None:
    document = json.loads(KeysFile((for_account(1), ONE)).to_bytes())
    document["wraps"][1][name] = wrong
    with refused("WRAP_FORM") as caught:
        wraps.from_bytes(strictjson.canonical(document))
    assert caught.value.params == {"field": f"wraps[1].{name}"}


@pytest.mark.parametrize("name", CASES[0]["wrap"])
def test_each_part_is_needed(name: str) -> None:
    document = {key: value for key, value in CASES[0]["wrap"].items() if key != name}
    with refused("FIELD_MISSING") as caught:
        wraps.wrap_from_json(document, "wraps[0]")
    assert caught.value.params == {"field": f"wraps[0].{name}"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"songdeed": "deal"}, "KEYS_FILE"),
        ({"version": 2}, "KEYS_FILE"),
        ({"wraps": []}, "KEYS_FILE"),
        ({"wraps": [CASES[0]["wrap"], CASES[1]["wrap"]]}, "KEYS_FILE"),
        ({"wraps": [CASES[0]["wrap"]] * 2}, "WRAP_TWICE"),
        ({"cid": "here"}, "CID_SYNTAX"),
        ({"more": 1}, "FIELD_UNKNOWN"),
    ],
)
def test_malformed_keys_files(change: dict[str, object], code: str) -> None:
    document = json.loads(KeysFile((ONE,)).to_bytes()) | change
    with refused(code):
        wraps.from_bytes(strictjson.canonical(document))


def test_limits() -> None:
    with refused("WRAPS_MANY") as caught:
        wraps.check_wraps([for_account(number) for number in range(wraps.MAX_WRAPS + 1)])
    assert caught.value.params == {"given": 257, "limit": 256}
    full = KeysFile(tuple(for_account(number) for number in range(wraps.MAX_WRAPS)))
    assert wraps.from_bytes(full.to_bytes()) == full
    with refused("JSON_TOO_LARGE"):
        wraps.from_bytes(b" " * (wraps.MAX_BYTES + 1))


def test_recipients_come_and_go() -> None:
    keys = KeysFile((ONE, for_account(1)))
    newer = replace(for_account(1), wrapped=b"\x01" * 1168)
    assert keys.with_wraps([newer, for_account(2)]).wraps == (ONE, newer, for_account(2))
    assert keys.without([ONE.recipient]).wraps == (for_account(1),)
    assert wraps.wrap_for(keys.wraps, ONE.sealing, "0x" + "99" * 20) is None
    assert wraps.wrap_for(keys.wraps, "0x" + "99" * 32, ONE.recipient) is None
    with refused("KEYS_FILE"):
        keys.without([wrap.recipient for wrap in keys.wraps])


def test_t68_a_fingerprint_is_of_the_account_and_its_key() -> None:
    one = wraps.key_fingerprint("0x" + "11" * 20, b"k" * 32)
    assert one == fingerprint(b"songdeed encryption key v1" + b"\x11" * 20 + b"k" * 32)
    assert len(one) == 19 and one != wraps.key_fingerprint("0x" + "12" * 20, b"k" * 32)
    assert one != wraps.key_fingerprint("0x" + "11" * 20, b"l" * 32)
