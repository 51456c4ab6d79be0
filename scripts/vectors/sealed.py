"""Vectors of sealed files: ``python -m scripts.vectors.sealed tests/vectors/sealed/v1``.

A second implementation, built straight from docs/sealed.md: the header by concatenation, keys by the HKDF of
``cryptography`` where the program has its own, each chunk on its own. ``--wraps`` makes ``wraps.json`` anew,
which comes out otherwise each time, since wrapping draws random numbers.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIZES = ((1, 10), (1023, 10), (1024, 10), (1025, 10), (2048, 10), (2500, 10), (4096, 12), (1_048_577, 20))
BASE = 2500
"""Size of the file that is spoilt: three chunks of 1 KiB, the last one shorter."""


def drawn(label: str, size: int) -> bytes:
    """Bytes that stand for a case's plaintext, key and salt."""
    return hashlib.shake_256(f"songdeed sealed v1 {label}".encode()).digest(size)


def derived(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA-256."""
    return HKDF(SHA256(), length, salt=salt, info=info).derive(key)


def sealed(label: str, size: int, bits: int, work: bytes) -> tuple[bytes, bytes]:
    """A sealed file and its key."""
    plain, key, salt = drawn("plain", size), drawn(f"{label} key", 32), drawn(f"{label} salt", 32)
    begin = b"SONGSEAL" + bytes((1, 1, bits, 0)) + work + salt + size.to_bytes(8, "big")
    header = begin + derived(key, salt, b"songdeed sealed commitment v1" + begin, 32)
    inner = derived(key, salt, b"songdeed sealed file v1" + header, 39)
    chunks = [plain[at : at + (1 << bits)] for at in range(0, size, 1 << bits)]
    out = header
    for index, chunk in enumerate(chunks):
        nonce = inner[32:] + index.to_bytes(4, "big") + (b"\x01" if index == len(chunks) - 1 else b"\x00")
        out += ChaCha20Poly1305(inner[:32]).encrypt(nonce, chunk, header)
    return out, key


def files() -> dict[str, Any]:
    """Files that open."""
    cases = []
    for size, bits in SIZES:
        work = drawn(f"work {size}", 32)
        data, key = sealed(f"{size}", size, bits, work)
        cases.append(
            {
                "size": size,
                "chunk_bits": bits,
                "work": "0x" + work.hex(),
                "key": "0x" + key.hex(),
                "salt": "0x" + drawn(f"{size} salt", 32).hex(),
                "header": "0x" + data[:116].hex(),
                "sealed_size": len(data),
                "sealed_sha256": "0x" + hashlib.sha256(data).hexdigest(),
                "plain_sha256": "0x" + hashlib.sha256(drawn("plain", size)).hexdigest(),
            }
        )
    return {"version": 1, "cases": cases}


def spoilt(data: bytes, edits: Sequence[Sequence[Any]]) -> bytes:
    """A file after edits, each of which is ``[put, place, hex]``, ``[cut, length]``, ``[add, hex]``,
    ``[xor, place, mask]`` or ``[copy, from, to, length]``."""
    found = bytearray(data)
    for name, *rest in edits:
        if name == "put":
            new = bytes.fromhex(rest[1])
            found[rest[0] : rest[0] + len(new)] = new
        elif name == "cut":
            del found[rest[0] :]
        elif name == "add":
            found += bytes.fromhex(rest[0])
        elif name == "xor":
            found[rest[0]] ^= rest[1]
        else:
            start, to, length = rest
            found[to : to + length] = data[start : start + length]
    return bytes(found)


FAILS: Sequence[tuple[str, list[list[Any]], str]] = (
    ("empty", [["cut", 0]], "SEALED_NOT"),
    ("another kind of file", [["put", 0, b"RIFF".hex()]], "SEALED_NOT"),
    ("half of the magic", [["cut", 4]], "SEALED_NOT"),
    ("cut off within the header", [["cut", 115]], "SEALED_SHORT"),
    ("no chunk at all", [["cut", 116]], "SEALED_SHORT"),
    ("version 0", [["put", 8, "00"]], "SEALED_VERSION"),
    ("version 2", [["put", 8, "02"]], "SEALED_VERSION"),
    ("suite 0", [["put", 9, "00"]], "SEALED_HEADER"),
    ("suite 2", [["put", 9, "02"]], "SEALED_HEADER"),
    ("chunks too small", [["put", 10, "09"]], "SEALED_HEADER"),
    ("chunks too large", [["put", 10, "17"]], "SEALED_HEADER"),
    ("reserved byte", [["put", 11, "01"]], "SEALED_HEADER"),
    ("size zero", [["put", 76, "00" * 8]], "SEALED_HEADER"),
    ("size beyond the counter", [["put", 76, "0000040000000001"]], "SEALED_HEADER"),
    ("size of all ones", [["put", 76, "ff" * 8]], "SEALED_HEADER"),
    ("another work", [["xor", 12, 1]], "SEALED_KEY"),
    ("another salt", [["xor", 44, 1]], "SEALED_KEY"),
    ("another commitment", [["xor", 115, 128]], "SEALED_KEY"),
    ("larger chunks of the same number of tags", [["put", 10, "0b"], ["cut", 2648]], "SEALED_KEY"),
    ("size and length made smaller", [["put", 76, "00000000000009c3"], ["cut", 2663]], "SEALED_KEY"),
    ("size made smaller", [["put", 76, "00000000000009c3"]], "SEALED_LONG"),
    ("size made larger", [["put", 76, "00000000000009c5"]], "SEALED_SHORT"),
    ("last byte missing", [["cut", 2663]], "SEALED_SHORT"),
    ("last chunk missing", [["cut", 116 + 2 * 1040]], "SEALED_SHORT"),
    ("last chunk missing, as the size says", [["cut", 2196], ["put", 76, "0000000000000800"]], "SEALED_KEY"),
    ("one byte more", [["add", "00"]], "SEALED_LONG"),
    ("first byte of the first chunk", [["xor", 116, 1]], "SEALED_DAMAGED"),
    ("last byte of the first tag", [["xor", 1155, 1]], "SEALED_DAMAGED"),
    ("a bit in the second chunk", [["xor", 1500, 64]], "SEALED_DAMAGED"),
    ("last byte of the last tag", [["xor", 2663, 1]], "SEALED_DAMAGED"),
    ("two chunks changed places", [["copy", 116, 1156, 1040], ["copy", 1156, 116, 1040]], "SEALED_DAMAGED"),
    ("a chunk twice", [["copy", 116, 1156, 1040]], "SEALED_DAMAGED"),
    ("the second chunk in place of the first", [["copy", 1156, 116, 1040]], "SEALED_DAMAGED"),
)  # fmt: skip


def fails() -> dict[str, Any]:
    """Files that are refused; each is the base file after edits."""
    work = drawn("work base", 32)
    data, key = sealed("base", BASE, 10, work)
    other, other_key = sealed("other", BASE, 10, work)
    cases: list[dict[str, Any]] = [
        {"name": name, "edits": edits, "code": code} for name, edits, code in FAILS
    ]
    cases += [
        {
            "name": "the key of another sealing",
            "edits": [],
            "key": "0x" + other_key.hex(),
            "code": "SEALED_KEY",
        },
        {"name": "a shorter key", "edits": [], "key": "0x" + key[:31].hex(), "code": "SEALED_KEY"},
        {
            "name": "a chunk of another sealing of the same file",
            "edits": [["put", 1156, other[1156 : 1156 + 1040].hex()]],
            "code": "SEALED_DAMAGED",
        },
        {
            "name": "the header of another sealing",
            "edits": [["put", 0, other[:116].hex()]],
            "code": "SEALED_KEY",
        },
        {
            "name": "header and key of another sealing of the same file",
            "edits": [["put", 0, other[:116].hex()]],
            "key": "0x" + other_key.hex(),
            "code": "SEALED_DAMAGED",
        },
    ]
    return {"version": 1, "key": "0x" + key.hex(), "file": "0x" + data.hex(), "cases": cases}


def wraps() -> dict[str, Any]:
    """Wraps as they are made here and now."""
    from ledger.core.wraps import Kem
    from ledger.keys.encryption import PrivateKey, wrap

    secret, account = drawn("secret", 32), "0x" + drawn("account", 20).hex()
    cases = []
    for kem in Kem:
        public = PrivateKey(secret, account, kem).public
        key, work, sealing = (drawn(f"{kem} {name}", 32) for name in ("content", "work", "sealing"))
        made = wrap(key, "0x" + work.hex(), "0x" + sealing.hex(), account, public)
        cases.append({"public": "0x" + public.hex(), "content_key": "0x" + key.hex(), "wrap": made.to_json()})
    return {"version": 1, "secret": "0x" + secret.hex(), "account": account, "cases": cases}


def main(folder: Path, *, new_wraps: bool = False) -> None:
    """Write the vectors into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {"files": files(), "files_fail": fails()} | ({"wraps": wraps()} if new_wraps else {})
    for name, document in made.items():
        (folder / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), new_wraps="--wraps" in sys.argv[2:])
