"""Calls and events against web3's own contract codec; anything that Solidity does not write is refused."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from importlib import resources
from typing import Any, get_args

import pytest
from eth_abi.abi import encode
from eth_utils.abi import event_abi_to_log_topic, function_abi_to_4byte_selector
from hypothesis import given
from hypothesis import strategies as st

from ledger.chain import abi, decode, values
from ledger.chain.encode import call_of, pack
from ledger.chain.reverts import refusal_of, revert_data
from ledger.core import events, operations
from ledger.core.annals import Arbitration, Attestation, DisputeWithdrawal, Opening, Ruling, Statement
from ledger.core.events import Position
from ledger.core.licensing import Bar, Bars, Entry, Exclusives, Mandate, Proof, Seen, Withdrawal
from ledger.core.model import (
    ZERO_ADDRESS,
    ZERO_HASH,
    Asset,
    Assignment,
    Cancellation,
    Confirmation,
    Deal,
    Line,
    Link,
    Origin,
    Registration,
    Replacement,
    Share,
    Split,
    Termination,
    Title,
    Unclaimed,
    UnitsClaim,
)
from ledger.core.unsealing import Reveal, Sealed, Version
from ledger.errors import Denied
from ledger.evm import recursion_limit_kept

A, B, C = ("0x" + letter * 40 for letter in "abc")
H, K, J = ("0x" + letter * 64 for letter in "123")
AT = Position(7, 3, H, K, 1767196800)
SIGNATURE = bytes(range(65))


def line(**changes: Any) -> Line:
    plain = Line(
        asset=H, society=ZERO_ADDRESS, layer=1, usage=1 << 4, territory=2**256 - 1, start=1, end=2**64 - 1,
        exclusivity=1, licensee=B, title=K, parent=ZERO_HASH, depth=0, consult=ZERO_HASH, revocation=1,
        revoker=A, notice=86400, survives=False,
    )  # fmt: skip
    fields = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
    return Line(**fields | changes)


DEAL = Deal((line(), line(layer=3, survives=True)), (A, B), J, 2**64 - 1, C, True, H)
TITLE = Title(H, 1, K, 2, 1767196800, True, (Share(A, 60_000_000), Share(B, 40_000_000)))
ASSET = Asset(
    3, H, K, (Link(1, J),), (Split(2, (Share(A, 99),), (Unclaimed(H, 1),)), Split(3, (Share(B, 1),)))
)
REGISTRATION = Registration(A, (ASSET,), J, 2**64 - 1)
MANDATE = Mandate((A, B), C, 2, False, 3, 0, 1 << 4, 2**256 - 1, 5, 2**64 - 1, 86400, H, K, 2**63, J)
ENTRY = Entry(H, 1, 1 << 4, 2**256 - 1, 5, 2**64 - 1, 3, B)
BARS = Bars(A, 7, 1, (Bar(K, C, 1, 0, ZERO_HASH, 1 << 4, 2**256 - 1, 5, 2**64 - 1),))
PROOF = Proof(
    (MANDATE,), (b"\0\0", b"\1\0"), (BARS,), (Exclusives(9, 2, (ENTRY, ENTRY)),), (DEAL,), (b"\0\1",), (J, H),
    (Seen(K, (ENTRY,)), Seen(H, ())),
)  # fmt: skip
ORIGIN = Origin(H, A, K)
SHARES = (Share(A, 60_000_000), Share(B, 40_000_000))
RULING = Ruling(H, A, 2, 1, K, B, 9)
SEALED = Sealed(A, H, 3, K, (Link(1, J),), 2, (Version(5, False, H), Version(2**64 - 1, True, K)), 4)
REG, LIC = abi.REGISTRY, abi.LICENSING
OPERATIONS: list[tuple[operations.Operation, str, str]] = [
    (operations.Anchor(H), REG, "anchor"),
    (operations.Register(REGISTRATION, ((H, K),), SIGNATURE), REG, "register"),
    (operations.CancelRegistration(Cancellation(H, A, 5), SIGNATURE), REG, "cancelRegistration"),
    (operations.Activate(DEAL, (TITLE,), (PROOF,), (SIGNATURE, b"")), LIC, "activate"),
    (operations.Activate(DEAL, (), (), ()), LIC, "activate"),
    (operations.Terminate(DEAL, Termination(H, 3, 0, B, 9), SIGNATURE), LIC, "terminate"),
    (operations.CancelDeal(DEAL, Cancellation(H, A, 5), SIGNATURE), LIC, "cancel"),
    (operations.Confirm(TITLE, Confirmation(H, A, 5), SIGNATURE), REG, "confirmTitle"),
    (
        operations.Replace(TITLE, ORIGIN, Replacement(H, SHARES, (Unclaimed(K, 1),), 5), SIGNATURE),
        REG,
        "replaceTitle",
    ),
    (
        operations.ClaimUnits(TITLE, ORIGIN, UnitsClaim(H, K, C, 5), (A, C), (SIGNATURE, b"\1")),
        REG,
        "claimShares",
    ),
    (
        operations.Assign(TITLE, Assignment(H, SHARES, K, 5), (A, B), (BARS,), (SIGNATURE, b"")),
        REG,
        "assign",
    ),
    (operations.ActivateMandate(MANDATE, (BARS,), (SIGNATURE, b"", b"\1")), LIC, "activateMandate"),
    (operations.Withdraw(MANDATE, Withdrawal(H, 0, C, 9), SIGNATURE), LIC, "withdraw"),
    (operations.CancelMandate(MANDATE, Cancellation(H, A, 5), SIGNATURE), LIC, "cancelMandate"),
    (operations.OpenDispute(Opening(H, K, A, 5), SIGNATURE), REG, "openDispute"),
    (operations.WithdrawDispute(DisputeWithdrawal(H, A, 5), SIGNATURE), REG, "withdrawDispute"),
    (operations.ResolveDispute(RULING, SIGNATURE), REG, "resolveDispute"),
    (
        operations.VoidTitle(TITLE, RULING, Arbitration(H, K, A, B, 9), (A, B), (SIGNATURE, b"\1")),
        REG,
        "voidTitle",
    ),
    (operations.Attest(Attestation(A, 3, K, B, 9), SIGNATURE), REG, "attest"),
    (operations.State(Statement(H, 2, 5, 6, K, B, 9), SIGNATURE), REG, "state"),
    (operations.RevealFile(Reveal(H, K, J, 9), SEALED, SIGNATURE), REG, "reveal"),
]


def web3_contract(name: str) -> Any:
    with recursion_limit_kept():  # else the hostile answers of other tests crash the interpreter
        from web3 import Web3

    document = json.loads((resources.files("ledger") / "abi" / f"{name}.json").read_text())
    return Web3().eth.contract(abi=document["abi"])


@pytest.mark.parametrize(("operation", "contract", "function"), OPERATIONS)
def test_calls_are_what_web3_reads(operation: operations.Operation, contract: str, function: str) -> None:
    call = call_of(operation)
    assert call.contract == contract
    found, arguments = web3_contract(contract).decode_function_input(call.data)
    assert found.fn_name == function
    if isinstance(operation, operations.Activate):
        whole = arguments["activation"]
        lines = whole["deal"]["lines"]
        assert lines[1]["survives"] is True and lines[0]["territory"] == 2**256 - 1
        assert whole["deal"]["acceptBy"] == 2**64 - 1 and whole["deal"]["crossTermination"] is True
        if operation.titles:
            assert whole["titles"][0]["shares"][1]["units"] == 40_000_000
            assert whole["signatures"] == b"\x00\x41" + SIGNATURE + b"\0\0"
    if isinstance(operation, operations.State):
        assert arguments["statement"]["from"] == 5 and arguments["statement"]["to"] == 6
    if isinstance(operation, operations.Register):
        assert arguments["paths"] == [[bytes.fromhex(H[2:]), bytes.fromhex(K[2:])]]
        assert arguments["registration"]["assets"][0]["splits"][0]["unclaimed"][0]["units"] == 1


def test_every_operation_has_a_call() -> None:
    assert {type(operation) for operation, _, _ in OPERATIONS} == set(get_args(operations.Operation))


@pytest.mark.parametrize(("operation", "contract", "function"), OPERATIONS)
def test_calls_carry_every_field(operation: operations.Operation, contract: str, function: str) -> None:
    """What web3 reads, leaf by leaf, is what the operation holds: nothing is left out or put elsewhere."""
    _, arguments = web3_contract(contract).decode_function_input(call_of(operation).data)
    assert leaves(list(arguments.values())) == leaves(operation)


def leaves(value: Any) -> list[Any]:
    """All leaves in their order, addresses and hashes as bytes, signatures packed."""
    if isinstance(value, dict):
        return leaves(list(value.values()))
    if isinstance(value, list | tuple):
        return [leaf for item in value for leaf in leaves(item)]
    if is_dataclass(value):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        if "signatures" in parts:
            parts["signatures"] = pack(parts["signatures"])
        return leaves(list(parts.values()))
    if isinstance(value, str):
        return [bytes.fromhex(value[2:])]
    return [value]


def test_selectors_and_topics_are_eth_utils() -> None:
    for name in (abi.REGISTRY, abi.LICENSING):
        ours = abi.contract(name)
        document = json.loads((resources.files("ledger") / "abi" / f"{name}.json").read_text())
        for item in document["abi"]:
            if item["type"] == "function":
                assert ours.functions[item["name"]].identifier == function_abi_to_4byte_selector(item)
            elif item["type"] == "event":
                assert ours.events[event_abi_to_log_topic(item)].name == item["name"]


def test_every_event_of_the_contracts_is_known() -> None:
    contracts = abi.contract(abi.REGISTRY), abi.contract(abi.LICENSING)
    names = {entry.name for contract in contracts for entry in contract.events.values()}
    # OpenZeppelin declares this one for domains that change; ours never do, so no log of it can be true.
    assert names - {"EIP712DomainChanged"} == decode.KINDS.keys()


EVENTS: list[tuple[str, events.Event]] = [
    (abi.REGISTRY, events.Anchored(AT, H, A)),
    (abi.REGISTRY, events.Registered(AT, H, A, K, 3, J, H, 2**64 - 1, (Link(1, J), Link(3, H)))),
    (abi.REGISTRY, events.TitleRecorded(AT, H, 2, 7, K, (Share(A, 1),), (Unclaimed(J, 99_999_999),))),
    (abi.REGISTRY, events.RegistrationCancelled(AT, H, A)),
    (abi.LICENSING, events.DealActivated(AT, H, DEAL)),
    (abi.LICENSING, events.LineActivated(AT, H, K, A, 15, J)),
    (abi.LICENSING, events.LineEnded(AT, H, 15, 1767196800, B)),
    (abi.LICENSING, events.DealCancelled(AT, H, C)),
    (abi.REGISTRY, events.TitleConfirmed(AT, H, A)),
    (abi.REGISTRY, events.TitleChanged(AT, H, 3, True, K)),
    (abi.LICENSING, events.ExclusivesChanged(AT, H, 2**64, 2**32 - 1, K)),
    (abi.LICENSING, events.MandateActivated(AT, H, C, MANDATE)),
    (abi.LICENSING, events.BarsChanged(AT, A, H, 2**64, 5, K)),
    (abi.LICENSING, events.MandateEnded(AT, H, A, 1767196800, B)),
    (abi.LICENSING, events.MandateCancelled(AT, H, C)),
    (abi.REGISTRY, events.DisputeOpened(AT, H, A, K, J)),
    (abi.REGISTRY, events.DisputeWithdrawn(AT, H, A, J)),
    (abi.REGISTRY, events.DisputeResolved(AT, H, A, B, 2, K, J)),
    (abi.REGISTRY, events.TitleVoided(AT, H, 4, K, J)),
    (abi.REGISTRY, events.Attested(AT, A, 2**32 - 1, B, K, J)),
    (abi.REGISTRY, events.Revealed(AT, H, K, J)),
    (abi.REGISTRY, events.Stated(AT, H, 2, B, 5, 6, K, J)),
]


def test_every_event_survives() -> None:
    assert {type(event) for _, event in EVENTS} == set(get_args(events.Event))


def log_of(contract: str, event: events.Event) -> tuple[list[bytes], bytes]:
    entry = next(e for e in abi.contract(contract).events.values() if e.name == type(event).__name__)
    topics = [entry.identifier]
    rest: list[Any] = []
    for param in entry.params:
        value = getattr(event, values.snake(param["name"]))
        if param["indexed"]:
            topics.append(values.encode([param], [value]))
        else:
            rest.append((param, value))
    return topics, values.encode([param for param, _ in rest], [value for _, value in rest])


@pytest.mark.parametrize(("contract", "event"), EVENTS)
def test_events_survive_the_way(contract: str, event: events.Event) -> None:
    topics, data = log_of(contract, event)
    assert decode.event_of(contract, AT, topics, data) == event


@pytest.mark.parametrize(("contract", "event"), EVENTS)
def test_events_in_another_form_are_refused(contract: str, event: events.Event) -> None:
    topics, data = log_of(contract, event)
    changed = next(e for e in abi.contract(contract).events.values() if e.name == "EIP712DomainChanged")
    other = abi.LICENSING if contract == abi.REGISTRY else abi.REGISTRY
    spoiled = [
        (topics, data + bytes(32)),
        (topics, data + b"\0"),
        (topics, data[:-1]) if data else (topics, b"\0"),
        (topics[:-1], data),
        ([*topics, bytes(32)], data),
        ([bytes(32), *topics[1:]], data),
        ([], data),
        ([changed.identifier], b""),
    ]
    for bad_topics, bad_data in spoiled:
        with pytest.raises(values.NotCanonical):
            decode.event_of(contract, AT, bad_topics, bad_data)
    with pytest.raises(values.NotCanonical):
        decode.event_of(other, AT, topics, data)


@pytest.mark.parametrize(("contract", "event"), EVENTS)
@given(place=st.integers(min_value=0), flip=st.integers(1, 255))
def test_a_flipped_byte_is_another_event_or_none(
    contract: str, event: events.Event, place: int, flip: int
) -> None:
    topics, data = log_of(contract, event)
    whole = b"".join(topics) + data
    place %= len(whole)
    spoiled = whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :]
    cut = 32 * len(topics)
    words = [spoiled[start : start + 32] for start in range(0, cut, 32)]
    try:
        found = decode.event_of(contract, AT, words, spoiled[cut:])
    except values.NotCanonical:
        return
    assert found != event


def test_dirty_address_is_refused() -> None:
    topics, data = log_of(abi.REGISTRY, events.Anchored(AT, H, A))
    dirty = b"\x01" + topics[2][1:]
    with pytest.raises(values.NotCanonical):
        decode.event_of(abi.REGISTRY, AT, [topics[0], topics[1], dirty], data)


def test_offsets_of_another_layout_are_refused() -> None:
    event = events.TitleRecorded(AT, H, 2, 7, K, (), ())
    topics, data = log_of(abi.REGISTRY, event)
    # Both empty lists may lie at one place for a lax reader.
    shared = data[:64] + (128).to_bytes(32, "big") * 2 + bytes(32)
    assert len(shared) < len(data)
    with pytest.raises(values.NotCanonical):
        decode.event_of(abi.REGISTRY, AT, topics, shared)


def test_packed_signatures() -> None:
    assert pack(()) == b""
    assert pack((b"\x01" * 65, b"", b"\x02" * 300)) == (
        b"\x00\x41" + b"\x01" * 65 + b"\x00\x00" + b"\x01\x2c" + b"\x02" * 300
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("0x12345678", b"\x12\x34\x56\x78"),
        ({"data": "0x12345678"}, b"\x12\x34\x56\x78"),
        ({"data": {"result": "0x12345678"}}, b"\x12\x34\x56\x78"),
        ("Reverted 0x12345678", b"\x12\x34\x56\x78"),
        (None, None),
        ("0x", None),
        ({"message": "x"}, None),
        (17, None),
    ],
)
def test_revert_data_wherever_a_client_puts_it(data: object, found: bytes | None) -> None:
    assert revert_data(data) == found


def test_unnamed_reverts() -> None:
    panic = bytes.fromhex("4e487b71") + encode(["uint256"], [17])
    for data in (b"", panic, b"\xff" * 4, b"\x00"):
        error = refusal_of(data)
        assert isinstance(error, Denied) and error.code == "CONTRACT_REVERTED"


def test_custom_errors_are_named() -> None:
    for name in (abi.REGISTRY, abi.LICENSING):
        for entry in abi.contract(name).errors.values():
            if entry.name in ("InvalidShortString", "StringTooLong"):
                continue
            zeros = [_zero(param["type"]) for param in entry.params]
            error = refusal_of(entry.identifier + values.encode(entry.params, zeros))
            assert error.code.startswith("CONTRACT_"), entry.name
            assert error.code != "CONTRACT_REVERTED", entry.name
            assert str(error)


def _zero(kind: str) -> object:
    if kind == "string":
        return "depth"
    return "0x" + "00" * 20 if kind == "address" else "0x" + "00" * 32 if kind == "bytes32" else 0
