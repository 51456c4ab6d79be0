"""CID vectors by a real Kubo: ``python -m scripts.vectors.cid IPFS > tests/vectors/cid/v1/files.json``.

The bytes of a case are the first ``size`` bytes of SHAKE-256 over its seed, so that the file holds none of
them. The node works in a folder of its own and talks to nobody.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile

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


def main(ipfs: str) -> None:
    """Print the vectors as JSON."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"IPFS_PATH": home}
        subprocess.run([ipfs, "init", "--empty-repo"], env=environment, check=True, capture_output=True)
        command = [ipfs, "add", "--offline", "--cid-version=1", "--quieter", "--only-hash"]
        cases = []
        for size in SIZES:
            data = content(size)
            done = subprocess.run(command, input=data, env=environment, check=True, capture_output=True)
            digest = "0x" + hashlib.sha256(data).hexdigest()
            cases.append({"size": size, "sha256": digest, "cid": done.stdout.decode().strip()})
        version = subprocess.run([ipfs, "version", "-n"], check=True, capture_output=True, text=True).stdout
    made_by = f"kubo {version.strip()}: ipfs add --cid-version=1"
    print(json.dumps({"version": 1, "made_by": made_by, "seed": SEED, "cases": cases}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
