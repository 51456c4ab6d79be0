"""An index in one SQLite file. It holds nothing but what the chain holds, and can be rebuilt."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ledger.core.collecting import keys_of
from ledger.core.events import Block, Event
from ledger.errors import ServiceDown
from ledger.index.codec import dump, load
from ledger.ports import ChainPort, Progress

RANGE = 2_000
"""Blocks asked for at once: a range is one transaction, so a kill loses at most this much work."""

FORM = 2
"""Under which keys events are kept (``keys_of``), and in what form: an index of another one is made anew."""

_UNTOLD = ""
"""The parent of a block of which only the logs were asked for."""

_BUSY_S = 30
_VARIABLES = 500  # SQLite allows 999 placeholders in its oldest builds

_SCHEMA = """
CREATE TABLE IF NOT EXISTS network (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS blocks (
    number INTEGER PRIMARY KEY, hash TEXT NOT NULL, parent TEXT NOT NULL, time INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS events (
    block INTEGER NOT NULL, log INTEGER NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (block, log)) STRICT;
CREATE TABLE IF NOT EXISTS keys (
    key TEXT NOT NULL, block INTEGER NOT NULL, log INTEGER NOT NULL,
    PRIMARY KEY (key, block, log)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_by_block ON keys (block);
CREATE INDEX IF NOT EXISTS blocks_by_time ON blocks (time);
"""


class SqliteIndex:
    """The index of one network.

    Args:
        path: The database file; made when absent, set aside and made anew when it is damaged.
        progress: Told of (blocks followed, blocks in all) unless a call names another listener.
    """

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self.path = path
        self._progress = progress
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise ServiceDown("INDEX_FAILED", path=str(path), reason=str(error)) from error
            self._set_aside()
            self._prepare()

    def head(self) -> Block | None:
        """Block up to which the index is complete."""
        with self._open() as db:
            return _head(db)

    def block_at(self, time: int) -> Block | None:
        """Last indexed block whose timestamp is <= time (UTC seconds)."""
        with self._open() as db:
            sql = "SELECT number, hash, parent, time FROM blocks WHERE time <= ? ORDER BY number DESC LIMIT 1"
            row = db.execute(sql, (time,)).fetchone()
        return Block(*row) if row else None

    def events(self, keys: Iterable[str], *, last_block: int | None = None) -> Sequence[Event]:
        """Events that bear any of the keys, in order of (block, log index), up to a block."""
        wanted, rows = list(dict.fromkeys(keys)), dict[tuple[int, int], str]()
        limit = 2**62 if last_block is None else last_block
        with self._open() as db:
            for start in range(0, len(wanted), _VARIABLES):
                part = wanted[start : start + _VARIABLES]
                sql = (
                    "SELECT events.block, events.log, body FROM keys JOIN events USING (block, log)"
                    f" WHERE key IN ({','.join('?' * len(part))}) AND block <= ?"
                )
                rows |= {(block, log): body for block, log, body in db.execute(sql, (*part, limit))}
        return [load(rows[place]) for place in sorted(rows)]

    def sync(self, chain: ChainPort, progress: Progress | None = None) -> Block:
        """Follow the chain to its head; answers the block at which answers are true.

        What replaces undone blocks is fetched before anything is deleted (THREATS.md 78).

        Raises:
            ServiceDown: The chain does not answer; ``INDEX_FAILED``: the disk is full or can't be written.
        """
        progress = progress or self._progress
        network = f"{chain.network.chain_id}/{chain.network.genesis}/{chain.network.registry}/{FORM}"
        try:
            head = chain.head()
            self._check_network(network)
            common = self._common(chain)
            first = start = common + 1
            while start <= head.number:
                last = min(start + RANGE - 1, head.number)
                self._take(chain, start, last)
                start = last + 1
                if progress:
                    progress(last - first + 1, head.number - first + 1)
            return self._settled(common, head)
        except sqlite3.Error as error:
            raise ServiceDown("INDEX_FAILED", path=str(self.path), reason=str(error)) from error

    def _take(self, chain: ChainPort, first: int, last: int) -> None:
        events = chain.events(first, last)
        # A block that can't be replaced is as its logs say: a thousand headers are not asked for one by one.
        between = {event.at.block: event.at for event in events if event.at.block not in (first, last)}
        final = chain.finalized().number if between else 0
        told = {number: at for number, at in between.items() if number <= final}
        needed = between.keys() - told.keys() | {first, last}
        blocks = [block for block in map(chain.block, sorted(needed)) if block is not None]
        blocks += [Block(at.block, at.block_hash, _UNTOLD, at.time) for at in told.values()]
        hashes = {block.number: block.hash for block in blocks}
        if any(hashes.get(event.at.block) != event.at.block_hash for event in events) or last not in hashes:
            raise ServiceDown("INDEX_MOVED", block=last)
        with self._write() as db:
            _undo(db, first)
            rows = [(b.number, b.hash, b.parent, b.time) for b in blocks]
            db.executemany("INSERT INTO blocks VALUES (?, ?, ?, ?)", rows)
            places = [(e.at.block, e.at.log_index, e) for e in events]
            db.executemany(
                "INSERT INTO events VALUES (?, ?, ?, ?)",
                [(block, log, e.at.block_hash, dump(e)) for block, log, e in places],
            )
            db.executemany(
                "INSERT INTO keys VALUES (?, ?, ?)",
                [(key, block, log) for block, log, e in places for key in keys_of(e)],
            )

    def _common(self, chain: ChainPort) -> int:
        """Newest indexed block that the chain still has; before the contracts if there is none."""
        with self._open() as db:
            rows = db.execute("SELECT number, hash FROM blocks ORDER BY number DESC")
            for number, digest in rows:
                block = chain.block(number)
                if block is not None and block.hash == digest:
                    return int(number)
        return chain.network.deployed_at - 1

    def _settled(self, common: int, head: Block) -> Block:
        """The newest block, once blocks are undone that the chain lost and put no others in place of."""
        with self._open() as db:
            mine = _head(db)
        if mine is not None and common >= head.number and mine.number > common:
            with self._write() as db:
                _undo(db, common + 1)
                mine = _head(db)
        if mine is None or mine.number < head.number:
            raise ServiceDown("INDEX_MOVED", block=head.number)
        return mine

    def _check_network(self, network: str) -> None:
        with self._open() as db:
            row = db.execute("SELECT name FROM network").fetchone()
        if row and row[0] == network:
            return
        with self._write() as db:
            _undo(db, 0)
            db.execute("INSERT OR REPLACE INTO network VALUES (1, ?)", (network,))

    def _prepare(self) -> None:
        with closing(sqlite3.connect(self.path, timeout=_BUSY_S)) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_SCHEMA)
            if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("damaged")

    def _set_aside(self) -> None:
        self.path.replace(self.path.with_name(f"{self.path.name}.damaged-{time.time_ns()}"))
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).unlink()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None)) as db:
                yield db
        except sqlite3.Error as error:
            raise ServiceDown("INDEX_FAILED", path=str(self.path), reason=str(error)) from error

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._open() as db:
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")


def _undo(db: sqlite3.Connection, first: int) -> None:
    """Delete all from a block on."""
    for table, column in (("events", "block"), ("keys", "block"), ("blocks", "number")):
        db.execute(f"DELETE FROM {table} WHERE {column} >= ?", (first,))


def _head(db: sqlite3.Connection) -> Block | None:
    sql = "SELECT number, hash, parent, time FROM blocks ORDER BY number DESC LIMIT 1"
    row = db.execute(sql).fetchone()
    return Block(*row) if row else None
