"""Files that travel from signer to signer: what owners of a wallet signed, and what is no such file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, get_args

import pytest
from eth_account import Account

from ledger.core import dealfile, mandatefile, operationfile, safe
from ledger.core.operation_json import operation_id
from ledger.core.operationfile import LedgerPlace, OperationFile, Single
from ledger.core.signedfile import SignedFile
from ledger.core.strictjson import canonical
from ledger.errors import BadInput
from ledger.services.relaying.effects import account_of
from tests.fakes import a_network, an_id
from tests.unit.core.test_dealfile import HAO, LIN, VENUE, address, made, signature
from tests.unit.core.test_mandate_files import the_file
from tests.unit.core.test_operation_json import a_value
from tests.unit.core.world import party

PLACE = LedgerPlace(7, an_id("genesis"), "0x" + "b1" * 20, "0x" + "b2" * 20, False)
OWNERS = (LIN, VENUE)
File = TypeVar("File", bound=SignedFile)


def owned(file: File, *owners: Any) -> File:
    """The file as owners of Hao's wallet sign it."""
    for owner in owners:
        digest = safe.digest_for(file.domain.chain_id, HAO, file.digest_for(HAO))
        file = file.owner_signed(HAO, address(owner), bytes(owner.unsafe_sign_hash(digest).signature))
    return file


def test_a_file_without_wallets_is_as_it_was() -> None:
    assert b"owners" not in made().to_bytes()
    assert dealfile.from_bytes(made().to_bytes()).owners == {}


def test_owners_signatures_travel_and_are_joined() -> None:
    one, two = owned(made(), LIN), owned(made(), VENUE)
    assert dealfile.from_bytes(one.to_bytes()) == one
    assert HAO in one.missing, "how many it wants only the chain knows"
    both = one.joined(two)
    assert both.owners_of(HAO).keys() == {address(each) for each in OWNERS}
    assert two.joined(one).owners_of(HAO) == both.owners_of(HAO)
    assert dealfile.from_bytes(both.to_bytes()) == both


def test_strangers_who_sign_as_owners_do_not_drive_owners_out() -> None:
    """A key is made in no time, and its signature is a good one; who owns the wallet, the chain says."""
    digest = safe.digest_for(made().chain_id, HAO, made().digest_for(HAO))
    strangers = [Account.from_key(number.to_bytes(32, "big")) for number in range(100, 100 + safe.MAX_OWNERS)]
    file = replace(
        made(),
        owners={HAO: {address(one): bytes(one.unsafe_sign_hash(digest).signature) for one in strangers}},
    )
    for both in (owned(file, LIN), owned(made(), LIN).joined(file)):
        found = dealfile.from_bytes(both.to_bytes()).owners_of(HAO)
        assert address(LIN) in found and len(found) == safe.MAX_OWNERS


def test_an_altered_signature_of_an_owner_counts_for_nothing() -> None:
    file = owned(made(), LIN, VENUE)
    body = json.loads(file.to_bytes())
    found = body["owners"][HAO]
    found[address(LIN)] = found[address(VENUE)]
    found[address(VENUE)] = "0x" + "11" * 65
    altered = dealfile.from_bytes(json.dumps(body).encode())
    assert altered.owners_of(HAO) == {}
    assert altered.joined(file).owners_of(HAO) == file.joined(altered).owners_of(HAO) == file.owners_of(HAO)
    other = replace(file, deal=replace(file.deal, salt=an_id("other")))
    assert other.owners_of(HAO) == {}, "it was given for another text"


@pytest.mark.parametrize(
    "owners",
    [[], "x", {HAO: []}, {address(LIN)[:-2] + "ff": {}}, {HAO: {f"0x{n:040x}": "0x" for n in range(65)}}],
)
def test_what_is_said_of_owners_in_another_form(owners: Any) -> None:
    body = {**json.loads(made().to_bytes()), "owners": owners}
    with pytest.raises(BadInput) as caught:
        dealfile.from_bytes(json.dumps(body).encode())
    assert caught.value.code == "OWNERS_SHAPE"


@pytest.mark.parametrize("kind", get_args(Single))
def test_every_operation_of_one_account_has_a_file(kind: type[Any]) -> None:
    operation = replace(a_value(kind), signature=b"")
    file = OperationFile(PLACE, operation, {})
    assert file.signers == (account_of(operation),) == file.missing
    signed = file.signed(file.signers[0], b"ready")
    assert operationfile.from_bytes(signed.to_bytes()) == signed
    assert signed.complete == replace(operation, signature=b"ready") and file.complete == operation
    assert signed.id == file.id and file.merged(signed) == signed
    network = a_network()
    here = LedgerPlace(network.chain_id, network.genesis, network.registry, network.licensing, True)
    assert OperationFile(here, operation, {}).id == operation_id(operation, network)


AN_OPERATION = OperationFile(PLACE, replace(a_value(get_args(Single)[0]), signature=b""), {})
FILES: dict[str, tuple[Any, Callable[[bytes], Any]]] = {
    "deal": (made(), dealfile.from_bytes),
    "mandate": (the_file(), mandatefile.from_bytes),
    "operation": (AN_OPERATION, operationfile.from_bytes),
}


def error_of(kind: str, body: object) -> BadInput:
    with pytest.raises(BadInput) as caught:
        FILES[kind][1](json.dumps(body).encode())
    return caught.value


@pytest.mark.parametrize("kind", FILES)
def test_what_has_another_form_is_no_such_file(kind: str) -> None:
    body = json.loads(FILES[kind][0].to_bytes())
    wrongs: list[object] = [None, [], 1, "file", {}, {**body, "colour": "red"}, {**body, "signatures": []}]
    wrongs += [{key: value for key, value in body.items() if key != name} for name in body]
    wrongs += [{**body, "songdeed": version} for version in (0, 2, True, "1")]
    for wrong in wrongs:
        assert error_of(kind, wrong).code == f"{kind.upper()}FILE_SHAPE", wrong


@pytest.mark.parametrize("kind", FILES)
def test_what_was_altered_is_told(kind: str) -> None:
    file = FILES[kind][0]
    body = json.loads(file.to_bytes())
    stranger = {party("stranger"): "0x" + "01" * 65}
    for name, wrong in (("id", an_id("another")), ("signatures", stranger | body["signatures"])):
        assert error_of(kind, {**body, name: wrong}).code == f"{kind.upper()}FILE_ALTERED"


@pytest.mark.parametrize("kind", FILES)
def test_the_place_of_what_has_another_form_is_named(kind: str) -> None:
    file = FILES[kind][0]
    body, signer, owner = json.loads(file.to_bytes()), file.signers[0], address(LIN)
    for change, path, expected in (
        ({"network": []}, "/network", "dict"),
        ({kind: []}, f"/{kind}", "dict"),
        ({"signatures": {signer: 5}}, f"/signatures/{signer}", "str"),
        ({"owners": {signer: {owner: 5}}}, f"/owners/{signer}/{owner}", "str"),
    ):
        error = error_of(kind, {**body, **change})
        assert (error.code, error.params) == ("JSON_SHAPE", {"path": path, "expected": expected})


def test_the_place_within_titles_and_heads_is_named() -> None:
    body = json.loads(made().to_bytes())
    for name, kind in (("titles", "dict"), ("heads", "str")):
        error = error_of("deal", {**body, name: [7]})
        assert (error.code, error.params) == ("JSON_SHAPE", {"path": f"/{name}[0]", "expected": kind})


@pytest.mark.parametrize("kind", FILES)
def test_what_a_file_says_is_all_there(kind: str) -> None:
    file, read = FILES[kind]
    signed = file.owner_signed(file.signers[-1], address(LIN), b"\x02")
    for who in file.signers:
        signed = signed.signed(who, b"\x01" * 65)
    body = json.loads(signed.to_bytes())
    assert read(signed.to_bytes()).to_bytes() == signed.to_bytes() == canonical(body)
    assert (body["songdeed"], body["id"]) == (1, file.id)
    assert body["signatures"] == {who: "0x" + each.hex() for who, each in signed.signatures.items()}
    assert body["owners"] == {file.signers[-1]: {address(LIN): "0x02"}}
    assert file.missing == tuple(who for who in file.signers if who not in file.signatures)
    assert signed.missing == ()


@pytest.mark.parametrize("kind", FILES)
def test_of_two_signatures_that_are_no_keys_the_wallet_decides(kind: str) -> None:
    file = FILES[kind][0]
    wallet = file.missing[0]
    mine, theirs = file.signed(wallet, b"mine"), file.signed(wallet, b"theirs")

    def joined(one: Any, other: Any, *holds: Callable[[str, bytes], bool]) -> bytes:
        both = (one.joined if kind == "deal" else one.merged)(other, *holds)
        return bytes(both.signatures[wallet])

    assert joined(mine, theirs) == b"mine"
    for one, other in ((mine, theirs), (theirs, mine)):
        assert joined(one, other, lambda who, each: (who, each) == (wallet, b"theirs")) == b"theirs"


def test_a_keys_own_signature_needs_no_chain() -> None:
    lin = address(LIN)
    bad = made().signed(lin, b"\x01" * 65)
    assert bad.joined(made()).signatures[lin] == signature(LIN, made())
    assert made().joined(bad).signatures[lin] == signature(LIN, made())


def test_an_operation_file_that_was_altered_or_is_none() -> None:
    file = AN_OPERATION
    body = json.loads(file.to_bytes())

    def refused(**fields: object) -> str:
        with pytest.raises(BadInput) as caught:
            operationfile.from_bytes(json.dumps({**body, **fields}).encode())
        return caught.value.code

    assert refused(operation={"kind": "anchor", "root": an_id("root")}) == "OPERATIONFILE_SHAPE"
    assert refused(operation={**body["operation"], "signature": "0x01"}) == "OPERATIONFILE_ALTERED"
    del body["operation"]["signature"]
    with pytest.raises(BadInput) as caught:
        operationfile.from_bytes(json.dumps(body).encode())
    assert (caught.value.code, caught.value.params["path"]) == ("JSON_FIELDS", "/operation")
    with pytest.raises(BadInput) as caught:
        file.signed(file.signers[0], bytes(dealfile.MAX_BYTES)).to_bytes()
    assert caught.value.code == "JSON_TOO_LARGE", "nobody could read it"
    other = replace(file, place=replace(PLACE, chain_id=8))
    with pytest.raises(BadInput) as caught:
        file.merged(other)
    assert caught.value.code == "OPERATIONS_DIFFER"
    assert caught.value.params == {"one": file.id, "other": other.id}
