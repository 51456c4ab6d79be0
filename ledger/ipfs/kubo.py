"""Content kept by a Kubo node, through its HTTP API.

The node is asked, never believed: the CID it answers is compared with the one computed here, a pin is looked
up after it was made, and what is read back comes block by block and is re-hashed (THREATS 57, 58). ``cat`` is
not used, since it hands out whatever bytes the node sends. Nor is ``ipfshttpclient.connect``: it refuses
every Kubo newer than 0.8 by its version number.
"""

from __future__ import annotations

import hashlib
import io
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipfshttpclient
from ipfshttpclient.exceptions import AddressError

from ledger.core.cid import parse, raw_cid
from ledger.core.hashing import TreeDigester
from ledger.core.unixfs import CHUNK, LINKS
from ledger.core.walk import MAX_BLOCK, MAX_FILE, walk
from ledger.errors import BadInput, ServiceDown, UsageError
from ledger.ipfs.faults import answers, bound_body, is_absent
from ledger.ports import Progress

MAX_PUT = 1 << 20
"""Largest block taken: every IPFS node stores one of 1 MiB."""

# ipfshttpclient 0.7.0 passes an argument that urllib3 2 ignores and says so at every connection.
warnings.filterwarnings("ignore", message="The 'strict' parameter", category=FutureWarning)

_CONNECT = 10.0  # seconds for a connection
_SLOWEST = 2_000_000  # bytes a second at which a node is still given time to take in a file

# Every parameter that decides the CID, since defaults differ between client, node and versions.
_IMPORT = {
    "cid_version": 1,
    "raw_leaves": True,
    "chunker": f"size-{CHUNK}",
    "pin": True,
    "trickle": False,
    "nocopy": False,
    "only_hash": False,
    "wrap_with_directory": False,
}
_IMPORT_OPTIONS = {
    "hash": "sha2-256",
    "max-file-links": str(LINKS),
    "inline": "false",
    "preserve-mode": "false",
    "preserve-mtime": "false",
    "progress": "false",
    "to-files": "",
}
_BLOCK_OPTIONS = {"cid-codec": "raw", "mhtype": "sha2-256", "mhlen": "-1", "pin": "true"}


class KuboStore:
    """A Kubo node, or an IPFS Cluster through its Kubo-compatible proxy.

    Args:
        multiaddr: Address of the node's API, e.g. ``/ip4/127.0.0.1/tcp/5001/http``.
        timeout: Seconds that the node may be silent, and in which a block must have come.

    Raises:
        UsageError: ``STORE_ADDRESS``.
    """

    name = "kubo"

    def __init__(self, multiaddr: str, *, timeout: float = 60.0) -> None:
        self._address = multiaddr
        self._timeout = timeout
        try:
            self._client: Any = ipfshttpclient.Client(multiaddr, session=True, timeout=(_CONNECT, timeout))
        except (AddressError, ValueError) as error:
            raise UsageError("STORE_ADDRESS", value=multiaddr) from error
        # The session is ipfshttpclient's own (0.7.0 is pinned). A redirect or a proxy from the environment
        # would send a user's unreleased music to somebody else than the node he named (THREATS 51).
        session = self._client._client._session
        session.trust_env = False
        session.max_redirects = 0
        session.hooks["response"].append(bound_body(MAX_BLOCK + 1, timeout))

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def put_block(self, data: bytes) -> str:
        """Store and pin bytes under their raw CIDv1.

        Raises:
            BadInput: ``BLOCK_TOO_BIG``.
            ServiceDown: ``STORE_CID_MISMATCH``, ``STORE_NOT_PINNED``, and those of ``ipfs.faults``.
        """
        if len(data) > MAX_PUT:
            raise BadInput("BLOCK_TOO_BIG", size=len(data), limit=MAX_PUT)
        cid = raw_cid(hashlib.sha256(data).digest())
        with answers(self._address):
            answer = self._client.block.put(io.BytesIO(data), opts=dict(_BLOCK_OPTIONS))
            self._check_stored(cid, answer["Key"])
        return cid

    def put_file(self, path: Path, cid: str, progress: Progress | None = None) -> str:
        """Store and pin a file under its UnixFS CIDv1.

        Args:
            path: The file.
            cid: Its CID as computed before.
            progress: Called with (bytes sent, bytes in all).

        Raises:
            BadInput: ``FILE_…``; ``FILE_CHANGED`` if the bytes sent are no longer those of the CID.
            ServiceDown: ``STORE_CID_MISMATCH``, ``STORE_NOT_PINNED``, and those of ``ipfs.faults``.
        """
        parse(cid)
        with _open(path) as source:
            upload = Upload(path, source, progress)
            wait = (_CONNECT, self._timeout + upload.total / _SLOWEST)
            with answers(self._address):
                answer = self._client.add(upload, opts=dict(_IMPORT_OPTIONS), timeout=wait, **_IMPORT)
                answered = answer["Hash"]
        if upload.tree.finish() != cid:
            raise BadInput("FILE_CHANGED", path=str(path))
        self._check_stored(cid, answered)
        return cid

    def read(self, cid: str) -> Iterator[bytes]:
        """Verified bytes of a raw block or UnixFS file, in pieces.

        Raises:
            BadInput: ``CID_…``.
            ServiceDown: ``STORE_MISSING``, ``BLOCK_MISMATCH``, others of ``core.walk`` and ``ipfs.faults``.
        """
        return walk(cid, self._fetch)

    def has(self, cid: str) -> bool:
        """Whether the node says that the content is pinned with all that hangs under it.

        Raises:
            ServiceDown: Those of ``ipfs.faults``.
        """
        parse(cid)
        try:
            with answers(self._address):
                return cid in self._client.pin.ls(cid, type="recursive")["Keys"]
        except ServiceDown as error:
            if is_absent(error):
                return False
            raise

    def ping(self) -> None:
        """Raise ServiceDown if no Kubo API answers there."""
        with answers(self._address):
            version = self._client.version()["Version"]
            if not isinstance(version, str):
                raise ServiceDown("STORE_GARBLED", store=self._address)

    def _check_stored(self, cid: str, answered: object) -> None:
        if answered != cid:
            raise ServiceDown(
                "STORE_CID_MISMATCH", store=self._address, cid=cid, answered=str(answered)[:100]
            )
        if not self.has(cid):
            raise ServiceDown("STORE_NOT_PINNED", store=self._address, cid=cid)

    def _fetch(self, cid: str) -> bytes:
        # A node that is online looks for a missing block among all others; it is told to give up before us.
        limit = f"{max(1, int(self._timeout * 0.75))}s"
        try:
            with answers(self._address):
                data: bytes = self._client.block.get(cid, opts={"timeout": limit})
        except ServiceDown as error:
            if is_absent(error):
                raise ServiceDown("STORE_MISSING", store=self._address, cid=cid) from error
            raise
        return data


def _open(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise BadInput("FILE_NOT_FOUND", path=str(path)) from error
    except IsADirectoryError as error:
        raise BadInput("FILE_IS_DIRECTORY", path=str(path)) from error
    except OSError as error:
        raise BadInput("FILE_UNREADABLE", path=str(path), reason=error.strerror) from error


class Upload:
    """A file as ipfshttpclient reads it: hashed as it goes, and nameless, so that no path is sent."""

    def __init__(self, path: Path, source: io.BufferedReader, progress: Progress | None) -> None:
        self._path = path
        self._source = source
        self._progress = progress
        self.total = os.fstat(source.fileno()).st_size
        self.tree = TreeDigester()
        if self.total == 0:
            raise BadInput("FILE_EMPTY", path=str(path))
        if self.total > MAX_FILE:
            raise BadInput("FILE_TOO_LARGE", path=str(path), size=self.total, limit=MAX_FILE)

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        try:
            piece = self._source.read(size)
        except OSError as error:
            raise BadInput("FILE_UNREADABLE", path=str(self._path), reason=error.strerror) from error
        self.tree.update(piece)
        if self.tree.size > self.total:  # somebody appends: it might never end
            raise BadInput("FILE_CHANGED", path=str(self._path))
        if self._progress:
            self._progress(self.tree.size, self.total)
        return piece
