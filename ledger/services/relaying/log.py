"""What a relay remembers: one row an operation, in one SQLite file of bounded size."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ledger.core.events import Block
from ledger.ports import Level

# Refused operations are remembered for their senders to read. Anybody can make one for nothing, so only so
# many are kept; the oldest go first.
MAX_REFUSED = 10_000


class State(StrEnum):
    """How far a relayed operation is."""

    PENDING = "PENDING"
    MINED = "MINED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Relayed:
    """What is known about an operation.

    ``already`` says that nothing was sent this time, because it is recorded.
    ``reason`` is the code for which it was refused last, or of what it waits for.
    ``level`` says how sure it is that it stays; None where nothing was sent.
    """

    operation: str
    kind: str
    state: State
    transaction: str | None = None
    block: Block | None = None
    reason: str | None = None
    already: bool = False
    level: Level | None = None


class OperationLog:
    """Relayed operations in one SQLite file.

    Args:
        path: The file; made if it is not there.
    """

    _SCHEMA = """
        CREATE TABLE IF NOT EXISTS operations (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, account TEXT NOT NULL, state TEXT NOT NULL,
            at INTEGER NOT NULL, tx TEXT, number INTEGER, hash TEXT, parent TEXT, time INTEGER, reason TEXT
        ) STRICT;
        CREATE INDEX IF NOT EXISTS operations_at ON operations (at);
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as db:
            db.executescript(self._SCHEMA)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # One connection a call: handed to no other thread, and closed whatever happens.
        with closing(sqlite3.connect(self._path, timeout=30)) as db, db:
            yield db

    def get(self, operation: str) -> Relayed | None:
        """What is known about an operation id."""
        columns = "id, kind, state, tx, number, hash, parent, time, reason"
        with self._open() as db:
            row = db.execute(f"SELECT {columns} FROM operations WHERE id = ?", (operation,)).fetchone()
        if row is None:
            return None
        identity, kind, state, transaction, number, digest, parent, time, reason = row
        block = None if number is None else Block(number, digest, parent, time)
        return Relayed(identity, kind, State(state), transaction, block, reason)

    def pending(self, identity: str, kind: str, account: str, at: int) -> None:
        """Write down, before it is sent, that an operation is going to be; ``at`` in UTC seconds."""
        self._put((identity, kind, account, State.PENDING.value, at, None))

    def refused(self, identity: str, kind: str, account: str, at: int, reason: str) -> None:
        """Write down a refusal; an operation that is mined stays mined."""
        self._put((identity, kind, account, State.REFUSED.value, at, reason[:100]))
        keep = "SELECT id FROM operations WHERE state = 'REFUSED' ORDER BY at DESC, id LIMIT -1 OFFSET ?"
        with self._open() as db:
            db.execute(f"DELETE FROM operations WHERE id IN ({keep})", (MAX_REFUSED,))

    def mined(self, identity: str, transaction: str, block: Block) -> None:
        """Write down where an operation stands."""
        values = (transaction, block.number, block.hash, block.parent, block.time, identity)
        update = "UPDATE operations SET state = 'MINED', tx = ?, number = ?, hash = ?, parent = ?, time = ?"
        with self._open() as db:
            db.execute(f"{update}, reason = NULL WHERE id = ?", values)

    def failed(self, identity: str, reason: str) -> None:
        """Write down that an operation which was under way will not be; one that is mined stays mined."""
        update = "UPDATE operations SET state = 'REFUSED', reason = ? WHERE id = ? AND state != 'MINED'"
        with self._open() as db:
            db.execute(update, (reason[:100], identity))

    def reopen(self, identity: str) -> None:
        """The block in which an operation stood is no longer part of the chain: it is under way again."""
        update = "UPDATE operations SET state = 'PENDING', tx = NULL, number = NULL, hash = NULL"
        with self._open() as db:
            db.execute(f"{update}, parent = NULL, time = NULL WHERE id = ?", (identity,))

    def _put(self, row: tuple[str, str, str, str, int, str | None]) -> None:
        insert = (
            "INSERT INTO operations (id, kind, account, state, at, reason) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET state = excluded.state, at = excluded.at, "
            "reason = excluded.reason WHERE operations.state != 'MINED'"
        )
        with self._open() as db:
            db.execute(insert, row)
