"""EIP-712 vectors: ``python -m scripts.vectors.eip712 tests/vectors/eip712/v1``.

Every signed struct, smallest and largest, with everything that leads to its digest, so that another
implementation that differs can see at which step. ``abi`` is abi.encode of the struct, which Solidity decodes
and hashes with the contracts' own libraries; ethers takes ``types``, ``domain`` and ``message``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from eth_abi.abi import encode
from eth_keys.datatypes import PrivateKey

from ledger.core import eip712, operation_json
from ledger.core.eip712 import Message
from ledger.core.keccak import keccak
from ledger.core.model import Domain
from scripts.vectors.eip712_refused import malformed, signatures
from scripts.vectors.eip712_texts import SECRETS, account, messages

Json = dict[str, Any]


def abi_type(name: str) -> str:
    """ABI type of a struct or a value."""
    if name.endswith("[]"):
        return abi_type(name[:-2]) + "[]"
    if name not in eip712.TYPES:
        return name
    return "(" + ",".join(abi_type(kind) for kind, _ in eip712.TYPES[name]) + ")"


def abi_value(kind: str, value: Any) -> Any:
    """A struct or a value as eth_abi takes it."""
    if kind.endswith("[]"):
        return [abi_value(kind[:-2], item) for item in value]
    if kind in eip712.TYPES:
        fields = eip712.TYPES[kind]
        return tuple(abi_value(inner, getattr(value, eip712.snake(field))) for inner, field in fields)
    return bytes.fromhex(value[2:]) if kind == "bytes32" else value


def case(name: str, number: int, domain: Domain, message: Message) -> Json:
    """One vector."""
    kind = type(message).__name__
    digest = eip712.digest(domain, message)
    typed = eip712.typed_data(domain, message)
    signature = PrivateKey(SECRETS[number % 4]).sign_msg_hash(bytes.fromhex(digest[2:])).to_bytes()
    types = {one: fields for one, fields in typed["types"].items() if one != "EIP712Domain"}
    return {
        "name": name,
        "domain": {**typed["domain"], "chainId": str(domain.chain_id)},
        "primaryType": kind,
        "types": types,
        "message": operation_json.plain(message),
        "abi": "0x" + encode([abi_type(kind)], [abi_value(kind, message)]).hex(),
        "encodeType": eip712.type_string(kind),
        "typeHash": "0x" + keccak(eip712.type_string(kind).encode()).hex(),
        "domainSeparator": "0x" + eip712.domain_separator(domain).hex(),
        "structHash": "0x" + eip712.struct_hash(message).hex(),
        "digest": digest,
        "privateKey": "0x" + SECRETS[number % 4].hex(),
        "signer": account(number % 4),
        "signature": "0x" + signature[:64].hex() + bytes([signature[64] + 27]).hex(),
    }


def main(folder: Path) -> None:
    """Write the files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = [case(name, number, domain, message) for number, (name, domain, message) in enumerate(messages())]
    files: dict[str, Json] = {
        "messages": {"version": 1, "cases": cases},
        "signatures": {"version": 1, "cases": list(signatures())},
        "_fail": {"version": 1, "cases": list(malformed())},
    }
    for name, content in files.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
