"""The embedded chain's state on disk: whole, durable, and known by its digest (THREATS.md 87).

``state.json`` is what anvil loads; ``state.previous.json`` is the state before the last write, for repair by
hand. ``state.sums`` names the digests that ``state.json`` may have: it is written before the state is, so it
always names the one that is there, whenever the machine stops. ``state.head`` spares needless saves.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from pathlib import Path

from ledger import safefile
from ledger.errors import ServiceDown

STATE = "state.json"
PREVIOUS = "state.previous.json"
SUMS = "state.sums"
SAVED = "state.head"


class StateFile:
    """State of one embedded chain.

    Args:
        folder: The chain's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / STATE
        self._previous = folder / PREVIOUS
        self._sums = folder / SUMS
        self._saved = folder / SAVED

    def save(self, dump: str, head: str) -> None:
        """Put a state on disk; when this returns, no kill and no power cut can take it away.

        Args:
            dump: What ``anvil_dumpState`` answers: hex of gzip of JSON.
            head: Hash of the block it is the state of.

        Raises:
            ServiceDown: ``STATE_NOT_SAVED``; what was on disk is still there.
        """
        try:
            data = gzip.decompress(bytes.fromhex(dump.removeprefix("0x")))
            if not data.startswith(b"{"):
                raise ValueError("the chain gave no state")
            digest = hashlib.sha256(data).hexdigest()
            safefile.write(self._sums, json.dumps([digest, *self._present()]).encode())
            self._keep_previous()
            safefile.write(self.path, data)
            # Not needed to start, so not waited for; when it is old, a save too many is made.
            self._saved.write_text(head)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise ServiceDown("STATE_NOT_SAVED", path=str(self.path), reason=str(error)) from error

    def is_of(self, head: str) -> bool:
        """Whether the state on disk is that of this block."""
        try:
            return self._saved.read_text() == head
        except OSError:
            return False

    def verify(self) -> None:
        """Raise unless the file is, bit for bit, one that we wrote last.

        Raises:
            ServiceDown: ``STATE_MISSING``, ``STATE_CORRUPT``.
        """
        present = self._present()
        if not present:
            raise ServiceDown("STATE_MISSING", path=str(self.path), previous=str(self._previous))
        try:
            known = json.loads(self._sums.read_bytes())
        except (OSError, ValueError):
            known = None
        if not isinstance(known, list) or present[0] not in known:
            raise ServiceDown("STATE_CORRUPT", path=str(self.path), previous=str(self._previous))

    def _present(self) -> list[str]:
        """Digest of the state that is there, if one is: it will be the previous one, which is allowed too."""
        try:
            with self.path.open("rb") as file:
                return [hashlib.file_digest(file, "sha256").hexdigest()]
        except FileNotFoundError:
            return []

    def _keep_previous(self) -> None:
        if not self.path.exists():
            return
        link = self._previous.with_suffix(".part")
        link.unlink(missing_ok=True)
        os.link(self.path, link)
        link.replace(self._previous)
