"""CID vectors by a real Kubo: ``python -m scripts.vectors.cid IPFS FOLDER`` writes those of FOLDER anew.

``files.json``: ``ipfs add --cid-version=1``. ``profiles.json``: other chunk sizes and links, trees of many
levels from tiny chunks, and files of zeros too large to be kept. ``old.json``: CIDv0 of Kubo's old defaults.
``spellings.json``: one CID in other bases.

The bytes of a case are the first ``size`` bytes of SHAKE-256 over its seed, so that the file holds none of
them. The node works in a folder of its own and talks to nobody.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from os import environ
from pathlib import Path
from typing import Any

CHUNK = 262_144
LINKS = 174
SIZES = (
    0,
    1,
    1_000,
    CHUNK - 1,
    CHUNK,
    CHUNK + 1,
    2 * CHUNK,
    LINKS * CHUNK - 1,
    LINKS * CHUNK,
    LINKS * CHUNK + 1,
    (LINKS + 1) * CHUNK + 12_345,
    2 * LINKS * CHUNK + 1,
)
SEED = "songdeed cid v1"


def content(size: int) -> bytes:
    """The bytes of a case."""
    return hashlib.shake_256(SEED.encode()).digest(size)


# (chunk, links, sizes, content): tiny chunks make many levels, zeros make large files without keeping them.
PROFILES = (
    (1 << 20, 1024, (0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (3 << 20) + 5, 40_000_000), "shake"),
    (1 << 20, 1024, ((1 << 30) - 1, 1 << 30, (1 << 30) + 1, (3 << 30) + 12_345), "zeros"),
    (CHUNK, LINKS, (LINKS * LINKS * CHUNK - 1, LINKS * LINKS * CHUNK, LINKS * LINKS * CHUNK + 1), "zeros"),
    (CHUNK, LINKS, (500_000_000,), "shake"),
    (1 << 20, 1024, (500_000_000,), "shake"),
    (
        32,
        3,
        (0, 1, 31, 32, 33, 95, 96, 97, 287, 288, 289, 863, 864, 865, 2_591, 2_592, 2_593, 9_999),
        "shake",
    ),
    (64, 174, (64 * 174 - 1, 64 * 174, 64 * 174 + 1, 64 * 174 * 174 - 1, 64 * 174 * 174 + 1), "shake"),
)
OLD_SIZES = (0, 1, 1_000, CHUNK, CHUNK + 1, 3 * CHUNK + 7)
BASES = ("base16", "base16upper", "base32", "base32upper", "base36", "base36upper", "base58btc",
         "base64", "base64url")  # fmt: skip


def pieces(size: int, kind: str) -> Iterator[bytes]:
    """The bytes of a case, in pieces."""
    if kind == "shake":
        yield content(size)
        return
    for _ in range(size >> 24):
        yield bytes(1 << 24)
    yield bytes(size & (1 << 24) - 1)


class Kubo:
    """The program, with a folder of its own."""

    def __init__(self, ipfs: str, home: str) -> None:
        self._ipfs, self._environment = ipfs, {**environ, "IPFS_PATH": home}
        self.run("init", "--empty-repo")

    def run(self, *words: str, given: Iterable[bytes] = ()) -> str:
        """What a command says."""
        pipe = subprocess.PIPE
        with subprocess.Popen(
            [self._ipfs, *words], env=self._environment, stdin=pipe, stdout=pipe
        ) as process:
            assert process.stdin and process.stdout
            with process.stdin:
                for piece in given:
                    process.stdin.write(piece)
            said = process.stdout.read().decode().strip()
        if process.returncode:
            raise SystemExit(f"ipfs {' '.join(words)} ended with code {process.returncode}")
        return said

    def add(self, size: int, kind: str, *options: str) -> str:
        """CID of a case."""
        words = ("add", "--offline", "--quieter", "--only-hash", *options)
        return self.run(*words, given=pieces(size, kind))


def files(kubo: Kubo) -> list[dict[str, Any]]:
    """Cases of the usual profile."""
    return [
        {"size": size, "sha256": "0x" + hashlib.sha256(content(size)).hexdigest(),
         "cid": kubo.add(size, "shake", "--cid-version=1")}
        for size in SIZES
    ]  # fmt: skip


def profiles(kubo: Kubo) -> list[dict[str, Any]]:
    """Cases of all profiles."""
    cases = []
    for chunk, links, sizes, kind in PROFILES:
        options = ("--cid-version=1", f"--chunker=size-{chunk}", f"--max-file-links={links}")
        told = {"chunk": chunk, "links": links}
        cases += [{**told, "size": size, "content": kind, "cid": kubo.add(size, kind, *options)}
                  for size in sizes]  # fmt: skip
    return cases


def old(kubo: Kubo) -> list[dict[str, Any]]:
    """Cases of CIDv0."""
    options = (
        "--cid-version=0",
        "--raw-leaves=false",
        f"--chunker=size-{CHUNK}",
        f"--max-file-links={LINKS}",
    )
    return [{"size": size, "cid": kubo.add(size, "shake", *options)} for size in OLD_SIZES]


def spellings(kubo: Kubo, cids: Sequence[str]) -> list[dict[str, Any]]:
    """CIDs in every base that is read."""
    return [
        {"cid": cid, "base": base, "text": kubo.run("cid", "format", "-v=1", "-b", base, cid)}
        for cid in cids for base in BASES
    ]  # fmt: skip


def main(ipfs: str, folder: str) -> None:
    """Write the vectors as JSON."""
    with tempfile.TemporaryDirectory() as home:
        kubo = Kubo(ipfs, home)
        made_by = f"kubo {kubo.run('version', '-n')}: ipfs add --cid-version=1"
        usual = files(kubo)
        found = {
            "files": usual,
            "profiles": profiles(kubo),
            "old": old(kubo),
            "spellings": spellings(kubo, [usual[0]["cid"], usual[-1]["cid"]]),
        }
    for name, cases in found.items():
        document = {"version": 1, "made_by": made_by, "seed": SEED, "cases": cases}
        Path(folder, f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
