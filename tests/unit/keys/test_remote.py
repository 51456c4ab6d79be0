"""A signer elsewhere: it signs this text with this key, or refuses; what else it answers is an error."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ledger.core import eip712
from ledger.core.model import Cancellation
from ledger.errors import BadInput, Refused, ServiceDown, SongdeedError
from ledger.evm import recursion_limit_kept
from ledger.keys.keystore import Keystore
from ledger.keys.remote import MAX_ANSWER, Remote
from tests.fakes import a_network, an_id
from tests.nodes import Raw, RpcError, scripted

with recursion_limit_kept():
    from eth_account import Account
    from eth_account.messages import encode_typed_data

LIN, HAO = (Account.from_key("0x" + digit * 64) for digit in "12")
DOMAIN = a_network().licensing_domain
TEXT = Cancellation(an_id("deal"), LIN.address.lower(), 1 << 40)
DIGEST = eip712.digest(DOMAIN, TEXT)
TYPED: Mapping[str, Any] = eip712.typed_data(DOMAIN, TEXT)


def an_honest_signer(method: str, params: list[Any]) -> str:
    """Hashes what it is shown itself, as a wallet does."""
    assert method == "eth_signTypedData_v4" and params[0] == LIN.address.lower()
    return str(LIN.sign_message(encode_typed_data(full_message=json.loads(params[1]))).signature.to_0x_hex())


def sign(answer: Callable[[str, list[Any]], Any], timeout: float = 5) -> bytes:
    with scripted(answer) as url:
        return Remote(LIN.address.lower(), url).sign(DIGEST, TYPED, timeout=timeout)


def refused(code: str, kind: type[SongdeedError]) -> pytest.RaisesExc[SongdeedError]:
    return pytest.RaisesExc(kind, check=lambda error: error.code == code)


def test_an_honest_signer() -> None:
    assert sign(an_honest_signer) == bytes(LIN.unsafe_sign_hash(DIGEST).signature)


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        ([LIN.address], True), ([HAO.address, LIN.address.lower()], True), ([HAO.address], False),
        ([], False), ("0x", None), ([1], None), (None, None),
    ],
)  # fmt: skip
def test_whether_it_lists_the_account(listed: object, known: bool | None) -> None:
    def answer(method: str, params: list[Any]) -> Any:
        assert (method, params) == ("eth_accounts", [])
        return listed

    with scripted(answer) as url:
        assert Remote(LIN.address.lower(), url).lists() is known


def test_a_signer_that_does_not_say_what_it_has() -> None:
    def unknown(method: str, params: list[Any]) -> Any:
        raise RpcError(-32601, "no such method")

    with scripted(unknown) as url:
        assert Remote(LIN.address.lower(), url).lists() is None
    with refused("SIGNER_DOWN", ServiceDown):
        Remote(LIN.address.lower(), "http://127.0.0.1:1").lists()


def test_v_counted_from_zero() -> None:
    wanted = bytes(LIN.unsafe_sign_hash(DIGEST).signature)
    assert sign(lambda method, params: "0x" + (wanted[:64] + bytes([wanted[64] - 27])).hex()) == wanted


def signature_of(account: Any, digest: str = DIGEST) -> str:
    return "0x" + bytes(account.unsafe_sign_hash(digest).signature).hex()


CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def high_s() -> str:
    plain = bytes(LIN.unsafe_sign_hash(DIGEST).signature)
    s = CURVE_ORDER - int.from_bytes(plain[32:64], "big")
    return "0x" + (plain[:32] + s.to_bytes(32, "big") + bytes([55 - plain[64]])).hex()


@pytest.mark.parametrize(
    "answer",
    [
        signature_of(HAO),
        signature_of(LIN, an_id("another text")),
        high_s(),
        "0x" + "00" * 65,
        signature_of(LIN)[:-2],
        signature_of(LIN) + "00",
        signature_of(LIN)[:-2] + "2e",
        "0x",
        "",
        None,
        7,
        [signature_of(LIN)],
    ],
)
def test_a_signer_that_lies(answer: object) -> None:
    with refused("SIGNER_LIES", ServiceDown):
        sign(lambda method, params: answer)


def test_a_signer_that_refuses_says_why_in_one_clean_line() -> None:
    def answer(method: str, params: list[Any]) -> object:
        raise RpcError(-32000, "no\x1b[31m\n\u202eway" + "!" * 500)

    with refused("SIGNER_REFUSES", Refused) as caught:
        sign(answer)
    said = str(caught.value.params["reason"])
    assert said.startswith("no [31m  way!") and len(said) == 200


@pytest.mark.parametrize(
    "raw",
    [
        Raw(500, b""),
        Raw(302, b"", {"Location": "http://127.0.0.1:9/"}),
        Raw(200, b"<html>"),
        Raw(200, b"[" * 60_000),
        Raw(200, b" " * (MAX_ANSWER + 1)),
    ],
    ids=["500", "elsewhere", "a page", "deep", "long"],
)
def test_a_signer_that_is_none(raw: Raw) -> None:
    def answer(method: str, params: list[Any]) -> object:
        raise raw

    with refused("SIGNER_DOWN", ServiceDown):
        sign(answer)


def test_a_signer_that_never_answers() -> None:
    def answer(method: str, params: list[Any]) -> object:
        time.sleep(1)
        return "0x"

    with refused("SIGNER_DOWN", ServiceDown) as caught:
        sign(answer, timeout=0.2)
    assert caught.value.params["reason"] == "timeout"
    with refused("SIGNER_DOWN", ServiceDown):
        Remote(LIN.address.lower(), "http://127.0.0.1:9").sign(DIGEST, TYPED)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "lin",
        "ftp://127.0.0.1/",
        "http://",
        "http://signer.example/",
        "http://192.168.1.5:8550",
        "http://lin:secret@127.0.0.1/",
        "https://signer.example/#x",
        "http://127.0.0.1:99999",
        "http://[::1",
        "http://127.0.0.1/\r\nHost: x",
        "http://127.0.0.1.evil.example/",
    ],
)
def test_in_the_clear_a_signer_is_on_this_machine(url: str) -> None:
    with refused("SIGNER_URL", BadInput):
        Remote(LIN.address.lower(), url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://127.0.0.1:8550/secret?key=x", "http://127.0.0.1:8550"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:8550", "http://[::1]:8550"),
        ("https://signer.example/v1/TOKEN", "https://signer.example"),
    ],
)
def test_what_is_shown_of_its_address(url: str, shown: str) -> None:
    assert Remote(LIN.address.lower(), url).shown == shown


def test_in_the_folder_it_is_a_key_that_can_only_sign(tmp_path: Path) -> None:
    keys = Keystore(tmp_path / "keys")
    with scripted(an_honest_signer) as url:
        info = keys.add("lin", Remote(LIN.address.lower(), url))
        assert (info.address, list(keys.names())) == (LIN.address.lower(), ["lin"])
        assert keys.name_of(LIN.address.lower()) == "lin" and keys.remote("nobody") is None
        assert keys.sign("lin", "", DOMAIN, TEXT) == bytes(LIN.unsafe_sign_hash(DIGEST).signature)
        with refused("KEY_EXISTS", BadInput):
            keys.add("LIN", Remote(HAO.address.lower(), url))
        for other in (
            lambda: keys.export("lin", ""),
            lambda: keys.passwd("lin", "", "x"),
            lambda: keys.words("lin", "", "en"),
            lambda: keys.payer("lin", ""),
            lambda: keys.sign_digest("lin", "", DIGEST),
        ):
            with refused("REMOTE_KEY", BadInput):
                other()


@pytest.mark.parametrize(
    "change",
    [{"version": 2}, {"address": "0x1"}, {"url": "http://signer.example"}, {"more": 1}, {"songdeed": "x"}],
)
def test_a_damaged_entry_is_no_key(tmp_path: Path, change: dict[str, object]) -> None:
    keys = Keystore(tmp_path / "keys")
    path = keys.add("lin", Remote(LIN.address.lower(), "http://127.0.0.1:1")).path
    path.write_text(json.dumps(json.loads(path.read_text()) | {"note": "remote-signer"} | change))
    with refused("KEYSTORE_CORRUPT", BadInput):
        keys.address_of("lin")
    assert keys.name_of(LIN.address.lower()) is None
