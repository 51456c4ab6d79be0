"""Content kept by a Kubo node, through its HTTP API.

The node is asked, never believed: the CID it answers is compared with the one computed here, a pin is looked
up after it was made, and what is read back comes block by block and is re-hashed (THREATS 57, 58). ``cat`` is
not used, since it hands out whatever bytes the node sends. Nor is ``ipfshttpclient.connect``: it refuses
every Kubo newer than 0.8 by its version number.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import ipfshttpclient
from ipfshttpclient.exceptions import AddressError

from ledger.core.cid import DAG_PB, RAW, Cid, parse, parse_any, raw_cid
from ledger.core.unixfs import KUBO, ImportProfile
from ledger.core.walk import MAX_BLOCK, MAX_FILE, check_block, verify, walk
from ledger.errors import BadInput, ServiceDown, UsageError
from ledger.ipfs.access import Patience, check_private, guard
from ledger.ipfs.faults import answers, is_absent
from ledger.ipfs.upload import IMPORT, IMPORT_OPTIONS, Upload, open_upload
from ledger.ports import Progress, Stat

T = TypeVar("T")

MAX_PUT = 1 << 20
"""Largest block taken: every IPFS node stores one of 1 MiB."""

PATIENCE = 30.0
"""Seconds in which a node that is being restarted may come back."""

# ipfshttpclient 0.7.0 passes an argument that urllib3 2 ignores and says so at every connection.
warnings.filterwarnings("ignore", message="The 'strict' parameter", category=FutureWarning)

_CONNECT = 10.0  # seconds for a connection
_SLOWEST = 2_000_000  # bytes a second at which a node is still given time to take in a file

_BLOCK_OPTIONS = {"mhtype": "sha2-256", "mhlen": "-1"}
_NOTHING = raw_cid(hashlib.sha256(b"").digest())
_CODECS = {RAW: "raw", DAG_PB: "dag-pb"}


class KuboStore:
    """A Kubo node, or an IPFS Cluster through its Kubo-compatible proxy.

    Args:
        multiaddr: Address of the node's API, e.g. ``/ip4/127.0.0.1/tcp/5001/http``.
        secret: What the node's ``API.Authorizations`` asks for, as ``ipfs.access.authorization`` takes it.
        timeout: Seconds that the node may be silent, and in which a block must have come.
        patience: Seconds in which a node that is being restarted may come back.

    Raises:
        UsageError: ``STORE_ADDRESS``, ``STORE_SECRET``, ``STORE_SECRET_CLEAR``.
    """

    name = "kubo"

    def __init__(
        self, multiaddr: str, *, secret: str | None = None, timeout: float = 60.0, patience: float = PATIENCE
    ) -> None:
        self._address = multiaddr
        self._timeout = timeout
        self._patience = Patience(patience)
        try:
            self._client: Any = ipfshttpclient.Client(multiaddr, session=True, timeout=(_CONNECT, timeout))
        except (AddressError, ValueError) as error:
            raise UsageError("STORE_ADDRESS", value=multiaddr) from error
        # The session is ipfshttpclient's own (0.7.0 is pinned).
        if secret is not None:
            check_private(self._client._client._base_url, multiaddr)
        guard(self._client._client._session, MAX_BLOCK + 1, timeout, secret)

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
        self._put(parse(cid), data, pin=True)
        self._check_pinned(cid)
        return cid

    def put_file(
        self, path: Path, cid: str, progress: Progress | None = None, *, profile: ImportProfile = KUBO
    ) -> str:
        """Store and pin a file under its UnixFS CIDv1.

        Args:
            path: The file.
            cid: Its CID as computed before.
            progress: Called with (bytes sent, bytes in all).
            profile: How it becomes blocks.

        Raises:
            BadInput: ``FILE_…``; ``FILE_CHANGED`` if the bytes sent are no longer those of the CID.
            ServiceDown: ``STORE_CID_MISMATCH``, ``STORE_NOT_PINNED``, and those of ``ipfs.faults``.
        """
        parse(cid)
        found, answered = self._patience.ask(lambda: self._send(path, progress, profile))
        if found != cid:
            raise BadInput("FILE_CHANGED", path=str(path))
        self._check_answer(parse(cid), answered)
        self._check_pinned(cid)
        return cid

    def put_blocks(self, blocks: Iterable[tuple[Cid, bytes]], roots: Sequence[Cid]) -> None:
        """Store blocks and pin the roots of whole trees among them; the node may collect what is in none.

        Args:
            blocks: CIDs and bytes, in any order.
            roots: What to pin. All that hangs under them must be there in the end.

        Raises:
            ServiceDown: ``BLOCK_MISMATCH``, ``STORE_CID_MISMATCH``, and as ``pin``.
        """
        for cid, data in blocks:
            self._put(cid, check_block(cid, data), pin=False)
        for root in roots:
            self.pin(str(root))

    def block(self, cid: Cid) -> bytes:
        """One block, verified.

        Raises:
            ServiceDown: ``STORE_MISSING``, ``BLOCK_MISMATCH``, and those of ``ipfs.faults``.
        """
        return check_block(cid, self._fetch(str(cid)))

    def read(self, cid: str, start: int = 0, stop: int = MAX_FILE) -> Iterator[bytes]:
        """Verified bytes of a raw block or UnixFS file, in pieces.

        Args:
            cid: In any spelling.
            start: First byte wanted.
            stop: Byte behind the last one wanted.

        Raises:
            BadInput: ``CID_…``.
            ServiceDown: ``STORE_MISSING``, ``BLOCK_MISMATCH``, others of ``core.walk`` and ``ipfs.faults``.
        """
        return walk(cid, self._fetch, start=start, stop=stop)

    def has(self, cid: str) -> bool:
        """Whether the node says that the content is pinned with all that hangs under it.

        Raises:
            ServiceDown: Those of ``ipfs.faults``.
        """
        return any(self._pinned(name) for name in _names(parse_any(cid)))

    def verify(self, cid: str, progress: Progress | None = None) -> None:
        """Read everything under a CID again.

        Raises:
            ServiceDown: As ``read``: the first thing that is lost or damaged.
        """
        verify(cid, self._fetch, progress)

    def pin(self, cid: str) -> None:
        """Have the node keep what it has already.

        Raises:
            ServiceDown: ``STORE_MISSING``, ``STORE_NOT_PINNED``, and those of ``ipfs.faults``.
        """
        parse_any(cid)
        self._or_missing(cid, lambda: self._client.pin.add(cid, recursive=True, opts=self._limit()))
        self._check_pinned(cid)

    def unpin(self, cid: str) -> int:
        """Let the node's next collection of garbage take what only this CID needs; always 0.

        Raises:
            ServiceDown: Those of ``ipfs.faults``.
        """
        for name in _names(parse_any(cid)):
            if self._pinned(name):
                self._ask(lambda name=name: self._client.pin.rm(name, recursive=True))  # type: ignore[misc]
        return 0

    def pins(self) -> Iterator[str]:
        """CIDs that are pinned with all that hangs under them: those of other programs too.

        Raises:
            ServiceDown: Those of ``ipfs.faults``.
        """
        yield from sorted(self._ask(lambda: list(self._client.pin.ls(type="recursive")["Keys"])))

    def stat(self) -> Stat:
        """How much the node holds, that of other programs too.

        Raises:
            ServiceDown: Those of ``ipfs.faults``.
        """
        found = self._ask(self._client.repo.stat)
        with answers(self._address):
            return Stat(int(found["NumObjects"]), int(found["RepoSize"]), None)

    def addresses(self) -> list[str]:
        """Multiaddresses at which other nodes reach this one.

        Raises:
            ServiceDown: Those of ``ipfs.faults``.
        """
        return self._ask(lambda: [str(one) for one in self._client.id()["Addresses"] or ()])

    def peer(self) -> str:
        """The node's id among all nodes, whatever address leads to it.

        Raises:
            ServiceDown: Those of ``ipfs.faults``.
        """
        return self._ask(lambda: str(self._client.id()["ID"]))

    def ping(self) -> None:
        """Raise ServiceDown if no Kubo API answers there, Refused if it wants another secret."""
        version = self._ask(lambda: self._client.version()["Version"])
        if not isinstance(version, str):
            raise ServiceDown("STORE_GARBLED", store=self._address)
        self._pinned(_NOTHING)  # the version is told to everybody

    def _ask(self, once: Callable[[], T]) -> T:
        """An answer to what may be asked twice."""

        def plainly() -> T:
            with answers(self._address):
                return once()

        return self._patience.ask(plainly)

    def _or_missing(self, cid: str, once: Callable[[], T]) -> T:
        try:
            return self._ask(once)
        except ServiceDown as error:
            if is_absent(error):
                raise ServiceDown("STORE_MISSING", store=self._address, cid=cid) from error
            raise

    def _send(self, path: Path, progress: Progress | None, profile: ImportProfile) -> tuple[str, object]:
        """CID of the bytes that were sent, and the one that was answered."""
        with open_upload(path) as source:
            upload = Upload(path, source, progress, profile)
            wait = (_CONNECT, self._timeout + upload.total / _SLOWEST)
            options = {**IMPORT_OPTIONS, "max-file-links": str(profile.links)}
            with answers(self._address):
                answer = self._client.add(
                    upload, chunker=f"size-{profile.chunk}", opts=options, timeout=wait, **IMPORT
                )
                return upload.tree.finish(), answer["Hash"]

    def _put(self, cid: Cid, data: bytes, *, pin: bool) -> None:
        options = {**_BLOCK_OPTIONS, "cid-codec": _CODECS[cid.codec], "pin": str(pin).lower()}
        answer = self._ask(lambda: self._client.block.put(io.BytesIO(data), opts=dict(options))["Key"])
        self._check_answer(cid.v1, answer)

    def _pinned(self, name: str) -> bool:
        try:
            return self._ask(lambda: name in self._client.pin.ls(name, type="recursive")["Keys"])
        except ServiceDown as error:
            if is_absent(error):
                return False
            raise

    def _check_answer(self, cid: Cid, answered: object) -> None:
        if answered != str(cid):
            raise ServiceDown(
                "STORE_CID_MISMATCH", store=self._address, cid=str(cid), answered=str(answered)[:100]
            )

    def _check_pinned(self, cid: str) -> None:
        if not self.has(cid):
            raise ServiceDown("STORE_NOT_PINNED", store=self._address, cid=cid)

    def _limit(self) -> dict[str, str]:
        # A node that is online looks for a missing block among all others; it is told to give up before us.
        return {"timeout": f"{max(1, int(self._timeout * 0.75))}s"}

    def _fetch(self, cid: str) -> bytes:
        data: bytes = self._or_missing(cid, lambda: self._client.block.get(cid, opts=self._limit()))
        return data


def _names(cid: Cid) -> list[str]:
    """A node keeps a pin by its spelling: what was added as CIDv0 is not pinned as CIDv1."""
    names = {str(cid), str(cid.v1)}
    if cid.codec == DAG_PB:
        names.add(str(Cid(DAG_PB, cid.digest, 0)))
    return sorted(names, key=lambda name: name != str(cid))
