"""SHA-256 and CID of a file in one pass, in constant memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Self

from ledger.core.unixfs import KUBO, PROFILE, Builder, ImportProfile, OnNode


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What identifies a file: SHA-256 (0x string of 32 bytes), bytes, UnixFS CIDv1 and its import profile."""

    sha256: str
    size: int
    cid: str
    profile: str = PROFILE


class TreeDigester:
    """CID alone, for those who hash the whole in another thread. Pieces may be of any size.

    Args:
        on_node: Gets (CID, bytes) of every UnixFS node.
        profile: How the file becomes blocks.
    """

    def __init__(self, on_node: OnNode | None = None, profile: ImportProfile = KUBO) -> None:
        self._tree = Builder(on_node, profile.links)
        self._chunk = profile.chunk
        self._leaf = hashlib.sha256()
        self._filled = 0
        self.size = 0

    def update(self, piece: bytes | bytearray | memoryview) -> Self:
        """Append bytes of the file."""
        view = memoryview(piece)
        self.size += len(view)
        at = 0
        while at < len(view):
            part = view[at : at + self._chunk - self._filled]
            self._leaf.update(part)
            self._filled += len(part)
            at += len(part)
            if self._filled == self._chunk:
                self._close()
        return self

    def finish(self) -> str:
        """The CID. The digester is used up then."""
        if self._filled:
            self._close()
        return str(self._tree.finish())

    def _close(self) -> None:
        self._tree.add_leaf(self._leaf.digest(), self._filled)
        self._leaf = hashlib.sha256()
        self._filled = 0


class Digester:
    """SHA-256 and CID together: ``Digester().update(piece).finish()``."""

    def __init__(self, profile: ImportProfile = KUBO) -> None:
        self._whole = hashlib.sha256()
        self._tree = TreeDigester(profile=profile)
        self._profile = profile.name

    def update(self, piece: bytes | bytearray | memoryview) -> Self:
        """Append bytes of the file, in pieces of any size."""
        self._whole.update(piece)
        self._tree.update(piece)
        return self

    def finish(self) -> FileDigest:
        """The digest. The digester is used up then."""
        return FileDigest("0x" + self._whole.hexdigest(), self._tree.size, self._tree.finish(), self._profile)


def digest(data: bytes, profile: ImportProfile = KUBO) -> FileDigest:
    """Digest of bytes that are in memory anyway."""
    return Digester(profile).update(data).finish()
