"""Signatures and signed texts (THREATS 4, 6, 7, 21, 38; trap 5): what is refused before a key is used."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.chain import deploy
from ledger.chain.adapter import EvmChain
from ledger.chain.embedded import EmbeddedChain
from ledger.core import eip712, operation_json
from ledger.core.model import (
    ZERO_HASH,
    Asset,
    Cancellation,
    Deal,
    Domain,
    Line,
    Link,
    Registration,
    Share,
    Split,
    Termination,
    Unclaimed,
)
from ledger.core.operations import Register
from ledger.core.rights import OPEN_END, WHOLE, WORLD
from ledger.errors import BadInput, SongdeedError
from ledger.evm import recover, recursion_limit_kept
from ledger.services import explaining
from tests.fakes import an_id
from tests.shells import ROOT, Shell
from tests.unit.core.test_operation_json import a_value

with recursion_limit_kept():
    from eth_account import Account
    from eth_account.messages import encode_typed_data

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
SECRET, OTHER = ("0x" + f"{number:064x}" for number in (11, 12))
LIN, HAO = (str(Account.from_key(secret).address.lower()) for secret in (SECRET, OTHER))
DOMAIN = Domain("Songdeed Registry", 3_000_000_001, "0x" + "12" * 20)
Json = dict[str, Any]


def signed(secret: str, digest: str) -> bytes:
    return bytes(Account.unsafe_sign_hash(digest, secret).signature)


def high_s(signature: bytes) -> bytes:
    s = ORDER - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


def erc2098(signature: bytes) -> bytes:
    s = int.from_bytes(signature[32:64], "big") | (signature[64] - 27) << 255
    return signature[:32] + s.to_bytes(32, "big")


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as it was made": lambda good: good,
    "the other root": high_s,
    "64 bytes (ERC-2098)": erc2098,
    "64 bytes without v": lambda good: good[:64],
    "66 bytes": lambda good: good + b"\0",
    "v 0 or 1": lambda good: good[:64] + bytes([good[64] - 27]),
    "v 29": lambda good: good[:64] + b"\x1d",
    "v of EIP-155": lambda good: good[:64] + b"\x25",
    "the other v": lambda good: good[:64] + bytes([55 - good[64]]),
    "s before r": lambda good: good[32:64] + good[:32] + good[64:],
    "r 0": lambda good: bytes(32) + good[32:],
    "s 0": lambda good: good[:32] + bytes(32) + good[64:],
    "r beyond the order": lambda good: ORDER.to_bytes(32, "big") + good[32:],
    "s beyond the order": lambda good: good[:32] + b"\xff" * 32 + good[64:],
    "65 zeros": lambda good: bytes(65),
    "nothing": lambda good: b"",
    "one bit": lambda good: bytes([good[0] ^ 1]) + good[1:],
}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EvmChain]:
    embedded = EmbeddedChain(tmp_path_factory.mktemp("forms") / "chain")
    embedded.create()
    profile = deploy.Profile("local", local=True, public_mempool=False)
    found = EvmChain(deploy.deploy(embedded.url, None, profile, writing=embedded.writing), embedded.url)
    yield found
    found.close()
    embedded.stop()


def a_registration(number: int) -> Registration:
    asset = Asset(1, an_id("forms", number), ZERO_HASH, (), (Split(1, (Share(LIN, WHOLE),)),))
    return Registration(LIN, (asset,), ZERO_HASH, OPEN_END)


@pytest.mark.anvil
@pytest.mark.parametrize("form", FORMS)
def test_t04_python_and_the_contract_agree_on_every_form(chain: EvmChain, form: str) -> None:
    verdicts = set()
    for number in range(4):  # some of them with v 27, some with v 28
        text = a_registration(number)
        digest = eip712.digest(chain.network.registry_domain, text)
        given = FORMS[form](signed(SECRET, digest))
        assert taken_by_python(digest, given) == taken_by_contract(chain, text, given)
        verdicts.add(taken_by_python(digest, given))
    assert verdicts == {form == "as it was made"}


def taken_by_python(digest: str, signature: bytes) -> bool:
    try:
        return recover(digest, signature) == LIN
    except BadInput:
        return False


def taken_by_contract(chain: EvmChain, text: Registration, signature: bytes) -> bool:
    try:
        chain.simulate(Register(text, (), signature))
    except SongdeedError as error:
        assert error.code == "CONTRACT_BAD_SIGNATURE"
        return False
    return True


def test_trap05_eth_account_takes_what_we_refuse() -> None:
    digest = eip712.digest(DOMAIN, a_registration(0))
    twin = high_s(signed(SECRET, digest))
    assert Account._recover_hash(bytes.fromhex(digest[2:]), signature=twin).lower() == LIN
    assert not taken_by_python(digest, twin)
    cancellation = Cancellation(an_id("text"), LIN, 5)
    data: Json = json.loads(json.dumps(eip712.typed_data(DOMAIN, cancellation)))
    more, short = copy.deepcopy(data), copy.deepcopy(data)
    more["message"]["extra"] = "not in the type"
    short["message"]["digest"] = "0x12"
    plain = encode_typed_data(full_message=data)
    assert encode_typed_data(full_message=more) == plain, "the other library does not see the extra field"
    padded = data | {"message": data["message"] | {"digest": "0x12" + "00" * 31}}
    assert encode_typed_data(full_message=short) == encode_typed_data(full_message=padded), "it pads"
    assert explaining.from_typed_data(data) == (DOMAIN, cancellation)
    for wrong in (more, short):
        with pytest.raises(BadInput):
            explaining.from_typed_data(wrong)


def a_line() -> Line:
    return Line(
        asset=an_id("asset"), society="0x" + "00" * 20, layer=1, usage=16, territory=WORLD, start=1, end=9,
        exclusivity=1, licensee=HAO, title=an_id("title"), parent=ZERO_HASH, depth=0, consult=ZERO_HASH,
        revocation=1, revoker=LIN, notice=60, survives=False,
    )  # fmt: skip


def texts() -> dict[str, eip712.Message]:
    """One of each signed text, with something in every list."""
    split = Split(1, (Share(LIN, WHOLE - 1),), (Unclaimed(an_id("who"), 1),))
    asset = Asset(1, an_id("record"), an_id("file"), (Link(1, an_id("target")),), (split,))
    signers = tuple(sorted((LIN, HAO)))
    made = {
        "Registration": Registration(LIN, (asset,), an_id("root"), 5),
        "Deal": Deal((a_line(),), signers, an_id("terms"), 5, LIN, False, an_id("salt")),
        "Termination": Termination(an_id("deal"), 1, 0, LIN, 5),
        "Cancellation": Cancellation(an_id("digest"), LIN, 5),
    }
    return {name: a_value(kind) for name, kind in eip712.KINDS.items()} | made


def parts(kind: str, value: Any) -> Iterator[tuple[str, Json, str, str]]:
    """Each field of a text and of all in it: struct, the object it lies in, its name, its type."""
    for type_, field in eip712.TYPES[kind]:
        yield kind, value, field, type_
        inner = type_.removesuffix("[]")
        if inner in eip712.TYPES:
            for item in value[field] if type_.endswith("[]") else [value[field]]:
                yield from parts(inner, item)


def wrong_values(type_: str) -> list[object]:
    if type_.endswith("[]"):
        return [None, {}, "0x", ["x"], [None]]
    if type_ == "bool":
        return [None, "true", "0", 0, 1]
    if type_.startswith("uint"):
        top = str(1 << int(type_.removeprefix("uint")))
        return [None, top, "-1", "01", "1e3", "1.0", "0x", " 1", "", True, [], "١"]
    size = 20 if type_ == "address" else 32
    return [None, 0, "", "0x", "0x12", "0x" + "ab" * (size - 1), "0x" + "ab" * (size + 1), "ab" * size,
            "0x" + "zz" * size, "0x" + "ab" * size + "\n"]  # fmt: skip


SIGNED = sorted({(name, kind, field) for name, text in texts().items()
                 for kind, _, field, _ in parts(name, operation_json.plain(text))})  # fmt: skip


def refused(name: str, change: Callable[[Json, str, str], None], kind: str, field: str) -> None:
    """A change of one field is refused, both in our own form and in that of wallets."""
    text = texts()[name]
    for wallet in (False, True):
        data: Json = {"message": operation_json.plain(text)}
        if wallet:
            data = json.loads(json.dumps(eip712.typed_data(DOMAIN, text)))
        places = [one for one in parts(name, data["message"]) if (one[0], one[2]) == (kind, field)]
        change(places[0][1], field, places[0][3])
        with pytest.raises(BadInput):
            if wallet:
                explaining.from_typed_data(data)
            else:
                operation_json.struct(type(text), data["message"])


@pytest.mark.parametrize(("name", "kind", "field"), SIGNED, ids=".".join)
def test_t06_every_field_must_be_there_once_and_fit(name: str, kind: str, field: str) -> None:
    text = texts()[name]
    assert operation_json.struct(type(text), operation_json.plain(text)) == text
    assert explaining.from_typed_data(dict(eip712.typed_data(DOMAIN, text))) == (DOMAIN, text)
    refused(name, lambda part, key, type_: part.pop(key), kind, field)
    refused(name, lambda part, key, type_: part.__setitem__("extra", "1"), kind, field)
    (type_,) = (type_ for type_, one in eip712.TYPES[kind] if one == field)
    for wrong in wrong_values(type_):
        refused(name, lambda part, key, _, value=wrong: part.__setitem__(key, value), kind, field)


def test_t06_another_type_or_domain_is_none_of_ours() -> None:
    for text in texts().values():
        data: Json = json.loads(json.dumps(eip712.typed_data(DOMAIN, text)))
        changes: list[Json] = [{"primaryType": "Permit"}, {"types": {}}, {"domain": {}}]
        changes.append({"domain": data["domain"] | {"version": "2"}})
        changes.append({"types": data["types"] | {"Extra": [{"name": "data", "type": "bytes"}]}})
        for change in changes:
            with pytest.raises(BadInput):
                explaining.from_typed_data(data | change)


SOURCES = [path for path in sorted((ROOT / "contracts").rglob("*.sol")) if "test" not in path.parts]
PACKED = re.compile(r"(?:encodePacked|bytes\.concat|string\.concat)\(([^()]*)\)")


def word_lists(source: str) -> set[str]:
    """Names of what is declared as a list of words."""
    return set(re.findall(r"(?:bytes32|address)\[\](?: memory| calldata)? (\w+)", source))


FIELDS = {
    name for path in SOURCES if path.parent.name == "interfaces" for name in word_lists(path.read_text())
}


def packed_together(source: str) -> list[str]:
    """Arguments of packed encodings, but those of one list, whose words can't be divided otherwise."""
    code = re.sub(r"//[^\n]*", "", source)
    lists = word_lists(code) | FIELDS
    return [given for given in PACKED.findall(code) if given.split(".")[-1].strip() not in lists]


def test_t07_nothing_is_hashed_side_by_side() -> None:
    assert len(SOURCES) >= 8
    assert [path.name for path in SOURCES if packed_together(path.read_text(encoding="utf-8"))] == []
    assert any(PACKED.search(path.read_text(encoding="utf-8")) for path in SOURCES), "the search sees them"
    assert packed_together("keccak256(abi.encodePacked(artist, title))") == ["artist, title"]
    assert packed_together("bytes32[] memory a; bytes32[] memory b; abi.encodePacked(a, b)") == ["a, b"]
    assert packed_together("string memory name; abi.encodePacked(name)") == ["name"]


def test_t38_no_multiproof_is_ever_checked() -> None:
    code = [path for top in ("ledger", "api") for path in (ROOT / top).rglob("*.py")]
    for path in [*SOURCES, *code]:
        assert not re.search("multi_?proof", path.read_text(encoding="utf-8"), re.IGNORECASE), path


def test_t21_every_signed_field_has_a_name_and_a_number_or_an_id() -> None:
    """No ``bytes``, no ``string``: nothing that a wallet can only show as a blob, or that hides a call."""
    plain = re.compile(r"(?:uint(?:8|16|32|64|256)|address|bytes32|bool)(?:\[\])?\Z")
    types = {kind for fields in eip712.TYPES.values() for kind, _ in fields}
    structs = {*eip712.TYPES, *(f"{name}[]" for name in eip712.TYPES)}
    assert {kind for kind in types if not plain.match(kind)} <= structs
    assert "Line[]" in types and "bytes32" in types and not plain.match("bytes")


def test_t21_explain_needs_no_ledger_and_tells_the_digest_and_every_field(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    for name, text in texts().items():
        file = tmp_path / f"{name}.json"
        # Numbers as text, as wallets have them: beyond 2^53 JSON readers round.
        data = {**eip712.typed_data(DOMAIN, text), "message": operation_json.plain(text)}
        file.write_text(json.dumps(data))
        told = shell.json(f"explain {name}.json")
        assert told["digest"] == eip712.digest(DOMAIN, text) and told["primaryType"] == name
        assert {re.sub(r"\[\d+\]", "", row["field"]) for row in told["fields"]} == set(leaves(name))
        shown = shell.run(f"explain {name}.json").stdout
        assert told["digest"] in shown and all(row["value"] in shown for row in told["fields"])
    assert not (tmp_path / "home" / "chain").exists()


def leaves(kind: str, path: str = "") -> Iterator[str]:
    for type_, field in eip712.TYPES[kind]:
        inner, where = type_.removesuffix("[]"), f"{path}.{field}" if path else field
        if inner in eip712.TYPES:
            yield from leaves(inner, where)
        else:
            yield where
