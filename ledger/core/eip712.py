"""EIP-712 digests of all that is signed (docs/decisions/0004), and the typed data that a wallet shows."""

from __future__ import annotations

from collections.abc import Mapping
from keyword import iskeyword
from typing import Any, Final, get_args

from ledger.core.annals import (
    Arbitration,
    Attestation,
    DisputeWithdrawal,
    Opening,
    Ruling,
    Statement,
)
from ledger.core.ids import word
from ledger.core.keccak import keccak
from ledger.core.licensing import Accept, Mandate, Withdrawal
from ledger.core.model import (
    Assignment,
    Cancellation,
    Confirmation,
    Deal,
    Domain,
    Registration,
    Replacement,
    Termination,
    UnitsClaim,
)
from ledger.core.unsealing import Reveal

Message = (
    Registration
    | Deal
    | Accept
    | Termination
    | Cancellation
    | Confirmation
    | Replacement
    | UnitsClaim
    | Assignment
    | Mandate
    | Withdrawal
    | Opening
    | DisputeWithdrawal
    | Ruling
    | Arbitration
    | Attestation
    | Statement
    | Reveal
)
"""Everything that is signed."""

KINDS: Final[dict[str, type[Message]]] = {kind.__name__: kind for kind in get_args(Message)}
"""The structs that are signed, by the name of their EIP-712 type."""

_FIELDS: Final[dict[str, str]] = {
    "Registration": "address registrant,Asset[] assets,bytes32 root,uint64 deadline",
    "Asset": "uint8 assetType,bytes32 recordHash,bytes32 fileTag,Link[] links,Split[] splits",
    "Link": "uint8 kind,bytes32 target",
    "Split": "uint8 layer,Share[] shares,Unclaimed[] unclaimed",
    "Share": "address holder,uint32 units",
    "Unclaimed": "bytes32 who,uint32 units",
    "Deal": "Line[] lines,address[] signers,bytes32 terms,uint64 acceptBy,address arbiter,"
    "bool crossTermination,bytes32 salt",
    "Line": "bytes32 asset,address society,uint8 layer,uint32 usage,uint256 territory,"
    "uint64 start,uint64 end,"
    "uint8 exclusivity,address licensee,bytes32 title,bytes32 parent,uint8 depth,bytes32 consult,"
    "uint8 revocation,address revoker,uint32 notice,bool survives",
    "Accept": "Deal deal,bytes32[] heads",
    "Mandate": "address[] givers,address to,uint8 kind,bool bars,uint8 cap,uint8 layer,uint32 usage,"
    "uint256 territory,uint64 start,uint64 end,uint32 notice,bytes32 asset,bytes32 terms,uint64 acceptBy,"
    "bytes32 salt",
    "Withdrawal": "bytes32 mandate,uint64 end,address by,uint64 deadline",
    "Opening": "bytes32 subject,bytes32 evidence,address by,uint64 deadline",
    "DisputeWithdrawal": "bytes32 subject,address by,uint64 deadline",
    "Ruling": "bytes32 subject,address opener,uint64 opening,uint8 decision,bytes32 reasons,address by,"
    "uint64 deadline",
    "Arbitration": "bytes32 subject,bytes32 title,address opener,address arbiter,uint64 deadline",
    "Attestation": "address party,uint32 kind,bytes32 evidence,address by,uint64 deadline",
    "Statement": "bytes32 subject,uint8 kind,uint64 from,uint64 to,bytes32 root,address by,uint64 deadline",
    "Reveal": "bytes32 asset,bytes32 file,bytes32 salt,uint64 deadline",
    "Termination": "bytes32 deal,uint16 lines,uint64 end,address by,uint64 deadline",
    "Cancellation": "bytes32 digest,address by,uint64 deadline",
    "Confirmation": "bytes32 title,address holder,uint64 deadline",
    "Replacement": "bytes32 title,Share[] shares,Unclaimed[] unclaimed,uint64 deadline",
    "UnitsClaim": "bytes32 title,bytes32 who,address newcomer,uint64 deadline",
    "Assignment": "bytes32 title,Share[] shares,bytes32 instrument,uint64 deadline",
}

TYPES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    name: tuple((field.split(" ")[0], field.split(" ")[1]) for field in fields.split(","))
    for name, fields in _FIELDS.items()
}
"""For each struct its fields as (type, name), in order."""

_DOMAIN: Final = (
    ("string", "name"),
    ("string", "version"),
    ("uint256", "chainId"),
    ("address", "verifyingContract"),
)


def snake(name: str) -> str:
    """A field's name in Python: ``acceptBy`` is ``accept_by``, and ``from``, a keyword, ``from_``."""
    plain = "".join("_" + char.lower() if char.isupper() else char for char in name)
    return plain + "_" if iskeyword(plain) else plain


def referenced(name: str) -> set[str]:
    """All structs that a struct holds, directly or not."""
    inner = {kind.removesuffix("[]") for kind, _ in TYPES[name]} & TYPES.keys()
    return inner.union(*(referenced(other) for other in inner))


def type_string(name: str) -> str:
    """encodeType of EIP-712: the struct, then those it holds in alphabetical order."""
    return "".join(f"{one}({_FIELDS[one]})" for one in (name, *sorted(referenced(name))))


_TYPEHASH: Final = {name: keccak(type_string(name).encode()) for name in TYPES}
_DOMAIN_TYPEHASH: Final = keccak(
    b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)


def struct_hash(value: object) -> bytes:
    """hashStruct of EIP-712, 32 bytes."""
    name = type(value).__name__
    parts = [_encode(kind, getattr(value, snake(field))) for kind, field in TYPES[name]]
    return keccak(_TYPEHASH[name] + b"".join(parts))


def _encode(kind: str, value: Any) -> bytes:
    if kind.endswith("[]"):
        return keccak(b"".join(_encode(kind[:-2], item) for item in value))
    return struct_hash(value) if kind in TYPES else word(value)


def domain_separator(domain: Domain) -> bytes:
    """hashStruct of the EIP712Domain, 32 bytes."""
    name, version = keccak(domain.name.encode()), keccak(b"1")
    return keccak(_DOMAIN_TYPEHASH + name + version + word(domain.chain_id) + word(domain.contract))


def digest(domain: Domain, message: Message) -> str:
    """What is signed: keccak256(0x1901 || domain separator || hashStruct), as a 0x string of 32 bytes."""
    return "0x" + keccak(b"\x19\x01" + domain_separator(domain) + struct_hash(message)).hex()


def plain(value: Any) -> Any:
    """A struct as a dictionary with the field names of its EIP-712 type; integers as decimal text.

    A JavaScript wallet reads larger numbers than 2^53 as other numbers, and would sign another digest.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    name = type(value).__name__
    if name not in TYPES:
        return value
    return {field: plain(getattr(value, snake(field))) for _, field in TYPES[name]}


def typed_data(domain: Domain, message: Message) -> Mapping[str, Any]:
    """The whole request of eth_signTypedData_v4."""
    name = type(message).__name__
    structs = (name, *sorted(referenced(name)))
    types = {one: [{"name": field, "type": kind} for kind, field in TYPES[one]] for one in structs}
    return {
        "types": {"EIP712Domain": [{"name": field, "type": kind} for kind, field in _DOMAIN], **types},
        "primaryType": name,
        "domain": {
            "name": domain.name,
            "version": "1",
            "chainId": str(domain.chain_id),
            "verifyingContract": domain.contract,
        },
        "message": plain(message),
    }
