"""The contracts have exactly these functions: no owner, no pause, no upgrade, nothing privileged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ABI = Path(__file__).resolve().parent.parent / "ledger" / "abi"

SHARES = "(address,uint32)[]"
UNCLAIMED = "(bytes32,uint32)[]"
SPLITS = f"(uint8,{SHARES},{UNCLAIMED})[]"
LINKS = "(uint8,bytes32)[]"
REGISTRATION = f"(address,(uint8,bytes32,bytes32,{LINKS},{SPLITS})[],bytes32,uint64)"
CANCELLATION = "(bytes32,address,uint64)"
LINE = (
    "(bytes32,address,uint8,uint32,uint256,uint64,uint64,uint8,address,bytes32,bytes32,uint8,bytes32,uint8,"
    "address,uint32,bool)"
)
DEAL = f"({LINE}[],address[],bytes32,uint64,address,bool,bytes32)"
TERMINATION = "(bytes32,uint16,uint64,address,uint64)"
TITLE = f"(bytes32,uint8,bytes32,uint32,uint64,bool,{SHARES},{UNCLAIMED})"
ORIGIN = "(bytes32,address,bytes32)"

ENTRY = "(bytes32,uint256,uint256,uint256,uint256,uint256,uint256,address)"
BAR = "(bytes32,address,uint256,uint256,bytes32,uint256,uint256,uint256,uint256)"
BARS = f"(address,uint256,uint256,{BAR}[])"
MANDATE = (
    "(address[],address,uint8,bool,uint8,uint8,uint32,uint256,uint64,uint64,uint32,bytes32,bytes32,uint64,"
    "bytes32)"
)
WITHDRAWAL = "(bytes32,uint64,address,uint64)"
PROOF = (
    f"({MANDATE}[],bytes[],{BARS}[],(uint256,uint256,{ENTRY}[])[],{DEAL}[],bytes[],bytes32[],"
    f"(bytes32,{ENTRY}[])[])"
)
RULING = "(bytes32,address,uint64,uint8,bytes32,address,uint64)"
ARBITRATION = "(bytes32,bytes32,address,address,uint64)"

SEALED = f"(address,bytes32,uint8,bytes32,{LINKS},uint8,(uint64,bool,bytes32)[],uint64)"

FUNCTIONS = {
    "CopyrightRegistry": {
        "anchor(bytes32)": "nonpayable",
        f"register({REGISTRATION},bytes32[][],bytes)": "nonpayable",
        f"cancelRegistration({CANCELLATION},bytes)": "nonpayable",
        f"confirmTitle({TITLE},(bytes32,address,uint64),bytes)": "nonpayable",
        f"replaceTitle({TITLE},{ORIGIN},(bytes32,{SHARES},{UNCLAIMED},uint64),bytes)": "nonpayable",
        f"claimShares({TITLE},{ORIGIN},(bytes32,bytes32,address,uint64),address[],bytes)": "nonpayable",
        f"assign({TITLE},(bytes32,{SHARES},bytes32,uint64),address[],{BARS}[],bytes)": "nonpayable",
        "openDispute((bytes32,bytes32,address,uint64),bytes)": "nonpayable",
        "withdrawDispute((bytes32,address,uint64),bytes)": "nonpayable",
        f"resolveDispute({RULING},bytes)": "nonpayable",
        f"voidTitle({TITLE},{RULING},{ARBITRATION},address[],bytes)": "nonpayable",
        "attest((address,uint32,bytes32,address,uint64),bytes)": "nonpayable",
        "state((bytes32,uint8,uint64,uint64,bytes32,address,uint64),bytes)": "nonpayable",
        f"reveal((bytes32,bytes32,bytes32,uint64),{SEALED},bytes)": "nonpayable",
        "unsealedAs(bytes32)": "view",
        "LICENSING()": "view",
        "confirmations(bytes32)": "view",
        "typedDataHash(bytes32)": "view",
        "anchors(bytes32)": "view",
        "titles(bytes32)": "view",
        "claims(bytes32)": "view",
        "status(bytes32)": "view",
        "disputes(bytes32)": "view",
        "openings(bytes32)": "view",
        "rulings(bytes32)": "view",
        "attestations(bytes32)": "view",
        "statements(bytes32)": "view",
        "eip712Domain()": "view",
    },
    "Licensing": {
        f"activate(({DEAL},{TITLE}[],{PROOF}[],bytes))": "nonpayable",
        f"terminate({DEAL},{TERMINATION},bytes)": "nonpayable",
        f"cancel({DEAL},{CANCELLATION},bytes)": "nonpayable",
        f"activateMandate({MANDATE},{BARS}[],bytes)": "nonpayable",
        f"withdraw({MANDATE},{WITHDRAWAL},bytes)": "nonpayable",
        f"cancelMandate({MANDATE},{CANCELLATION},bytes)": "nonpayable",
        "REGISTRY()": "view",
        "status(bytes32)": "view",
        "lineEnds(bytes32)": "view",
        "heads(bytes32)": "view",
        "headsOf(bytes32[])": "view",
        "restricted(bytes32)": "view",
        "barring(address)": "view",
        f"dealId({DEAL})": "view",
        f"mandateId({MANDATE})": "view",
        "typedDataHash(bytes32)": "view",
        "eip712Domain()": "view",
    },
}
CONSTRUCTORS = {"CopyrightRegistry": ["address"], "Licensing": ["address"]}
FORBIDDEN_OPCODES = {
    0xF2: "CALLCODE",
    0xF4: "DELEGATECALL",
    0xFF: "SELFDESTRUCT",
    0x32: "ORIGIN",
    0xF1: "CALL",
}
STATICCALL = 0xFA

Json = dict[str, Any]


def contract(name: str) -> Json:
    """The committed artifact of a contract."""
    path = ABI / f"{name}.json"
    assert path.is_file(), f"{path.name} is missing from ledger/abi; run `make abi`"
    value: Json = json.loads(path.read_text(encoding="utf-8"))
    return value


def type_name(parameter: Json) -> str:
    """The canonical type of a parameter, tuples spelled out."""
    declared: str = parameter["type"]
    if not declared.startswith("tuple"):
        return declared
    members = ",".join(type_name(member) for member in parameter["components"])
    return f"({members}){declared.removeprefix('tuple')}"


def signature(entry: Json) -> str:
    """Name and types of a function, event or error."""
    return f"{entry['name']}({','.join(type_name(item) for item in entry['inputs'])})"


def opcodes(code: bytes) -> set[int]:
    """The opcodes of deployed code, without what PUSH instructions carry and the metadata at the end."""
    end = len(code) - 2 - int.from_bytes(code[-2:], "big")
    found, place = set(), 0
    while place < end:
        opcode = code[place]
        found.add(opcode)
        place += 1 + (opcode - 0x5F if 0x60 <= opcode <= 0x7F else 0)
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_these_functions_and_no_others(name: str) -> None:
    abi = contract(name)["abi"]
    functions = {signature(item): item["stateMutability"] for item in abi if item["type"] == "function"}
    assert functions == FUNCTIONS[name]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_way_in_beside_the_functions(name: str) -> None:
    kinds = {item["type"] for item in contract(name)["abi"]}
    assert kinds <= {"function", "event", "error", "constructor"}, (
        "no fallback, no receive: it takes no money"
    )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_nobody_is_named_at_deployment(name: str) -> None:
    """A role would have to be given to somebody: each contract names the other of its pair, nothing else."""
    inputs = [
        type_name(parameter)
        for item in contract(name)["abi"]
        if item["type"] == "constructor"
        for parameter in item["inputs"]
    ]
    assert inputs == CONSTRUCTORS[name]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_code_hands_control_to_nobody(name: str) -> None:
    """No delegation, no self-destruction, no tx.origin; other accounts are asked by STATICCALL alone."""
    found = opcodes(bytes.fromhex(contract(name)["deployedBytecode"].removeprefix("0x")))
    assert STATICCALL in found, "the scan must see the one call there is"
    assert not {FORBIDDEN_OPCODES[opcode] for opcode in found & FORBIDDEN_OPCODES.keys()}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_error_of_the_abi_is_the_interfaces(name: str) -> None:
    """The error scan reads the interfaces' text; what else may come back is OpenZeppelin's."""
    folder = ABI.parent.parent / "contracts" / "interfaces"
    # Both contracts look at lists of signers by one library, whose errors stand with licensing.
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("I*.sol")))
    foreign = {
        item["name"]
        for item in contract(name)["abi"]
        if item["type"] == "error" and f"error {item['name']}(" not in text
    }
    assert foreign <= {"InvalidShortString", "StringTooLong"}, foreign
