"""Calls and events against web3's own contract codec; anything that Solidity does not write is refused."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.abi import event_abi_to_log_topic, function_abi_to_4byte_selector
from hypothesis import given
from hypothesis import strategies as st

from ledger.chain import abi, decode, values
from ledger.chain.encode import call_of, pack
from ledger.chain.reverts import refusal_of, revert_data
from ledger.core import events, operations
from ledger.core.events import Position
from ledger.core.model import (
    ZERO_ADDRESS,
    ZERO_HASH,
    Asset,
    Cancellation,
    Deal,
    Line,
    Link,
    Registration,
    Share,
    Split,
    Termination,
    Title,
    Unclaimed,
)
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
OPERATIONS: list[tuple[operations.Operation, str, str]] = [
    (operations.Anchor(H), abi.REGISTRY, "anchor"),
    (operations.Register(REGISTRATION, ((H, K),), SIGNATURE), abi.REGISTRY, "register"),
    (operations.CancelRegistration(Cancellation(H, A, 5), SIGNATURE), abi.REGISTRY, "cancelRegistration"),
    (operations.Activate(DEAL, (TITLE,), (0, 0), (SIGNATURE, b"")), abi.LICENSING, "activate"),
    (operations.Terminate(DEAL, Termination(H, 3, 0, B, 9), SIGNATURE), abi.LICENSING, "terminate"),
    (operations.CancelDeal(DEAL, Cancellation(H, A, 5), SIGNATURE), abi.LICENSING, "cancel"),
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
        lines = arguments["deal"]["lines"]
        assert lines[1]["survives"] is True and lines[0]["territory"] == 2**256 - 1
        assert arguments["deal"]["acceptBy"] == 2**64 - 1 and arguments["deal"]["crossTermination"] is True
        assert arguments["titles"][0]["shares"][1]["units"] == 40_000_000
        assert arguments["titleOf"] == b"\0\0"
        assert arguments["signatures"] == b"\x00\x41" + SIGNATURE + b"\0\0"
    if isinstance(operation, operations.Register):
        assert arguments["paths"] == [[bytes.fromhex(H[2:]), bytes.fromhex(K[2:])]]
        assert arguments["registration"]["assets"][0]["splits"][0]["unclaimed"][0]["units"] == 1


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
]


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
