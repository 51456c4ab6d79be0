"""What one payer has sent, or is going to: written down before it leaves, so that no stop loses it.

One SQLite file, in rows of two tables: what is to be done, and each transaction that was signed for it. Every
change is on the disk when its call returns (SQLite's own ``synchronous = FULL``). THREATS.md 70, 74, 75.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ledger import safefile
from ledger.chain.transact import Fees
from ledger.errors import ServiceDown

KEEP_S = 7 * 24 * 3600
"""How long what is over and done with is remembered."""

_COLUMNS = "number, operation, target, data, gas, until, state, at, nonce, tx, block, hash, reason, used"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS leaders (
    genesis TEXT NOT NULL, payer TEXT NOT NULL, token INTEGER NOT NULL, PRIMARY KEY (genesis, payer)) STRICT;
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY, genesis TEXT NOT NULL, payer TEXT NOT NULL, operation TEXT NOT NULL,
    target TEXT NOT NULL, data BLOB NOT NULL, gas INTEGER NOT NULL, until TEXT NOT NULL, state TEXT NOT NULL,
    at INTEGER NOT NULL, nonce INTEGER, tx TEXT, block INTEGER, hash TEXT, reason TEXT,
    used INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS entries_once ON entries (genesis, payer, operation)
    WHERE operation != '' AND state IN ('WAITING', 'OPEN');
CREATE UNIQUE INDEX IF NOT EXISTS entries_nonce ON entries (genesis, payer, nonce)
    WHERE state IN ('OPEN', 'MINED');
CREATE INDEX IF NOT EXISTS entries_operation ON entries (operation);
CREATE TABLE IF NOT EXISTS attempts (
    hash TEXT PRIMARY KEY, entry INTEGER NOT NULL, nonce INTEGER NOT NULL, raw BLOB NOT NULL,
    most TEXT NOT NULL, tip TEXT, at INTEGER NOT NULL, empty INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attempts_entry ON attempts (entry);
"""


class State(StrEnum):
    """How far an entry is. ``WAITING``: for a lower price, it has no nonce. ``OPEN``: on its way."""

    WAITING = "WAITING"
    OPEN = "OPEN"
    MINED = "MINED"
    FINAL = "FINAL"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be done. ``operation`` is empty for one that only uses a nonce up.

    ``until``: UTC second after which it is of no use. ``at``: when it was written down.
    ``transaction``, ``block``, ``block_hash``: where it stands. ``reason``: code for why it failed or waits.
    ``used``: gas that it took.
    """

    number: int
    operation: str
    target: str
    data: bytes
    gas: int
    until: int
    state: State
    at: int
    nonce: int | None = None
    transaction: str | None = None
    block: int | None = None
    block_hash: str | None = None
    reason: str | None = None
    used: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What an entry is made from."""

    operation: str
    target: str
    data: bytes
    gas: int
    until: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One signed transaction. ``empty``: it moves nothing and only uses the nonce up."""

    hash: str
    raw: bytes
    fees: Fees
    at: int
    empty: bool = False


class Outbox:
    """The outbox of one payer on one chain.

    Args:
        path: The file; made if it is not there.
        genesis: First block of the chain.
        payer: The account, lower case.
        guarded: Whether one process alone may write, the last that called ``lead``.
    """

    def __init__(self, path: Path, genesis: str, payer: str, *, guarded: bool = True) -> None:
        self._path, self._whose, self._guarded = path, (genesis, payer), guarded
        self._token = 0
        # Signed and not yet public, where pending transactions are not: its owner's alone.
        with suppress(OSError):
            path.touch(mode=safefile.OWNER_ONLY)
        with self._open() as db:
            db.executescript(_SCHEMA)

    def lead(self) -> int:
        """Become the one who writes: whoever wrote before is shut out from here on. The fencing token."""
        sql = (
            "INSERT INTO leaders VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET token = token + 1 RETURNING token"
        )
        with self._open() as db:
            self._token = int(db.execute(sql, self._whose).fetchone()[0])
        return self._token

    def latest(self, operation: str) -> Entry | None:
        """The newest entry of an operation."""
        where = "operation = ? ORDER BY number DESC LIMIT 1"
        return next(iter(self._entries(where, operation)), None)

    def get(self, number: int) -> Entry:
        """An entry as it is by now."""
        (found,) = self._entries("number = ?", number)
        return found

    def unsettled(self) -> Sequence[Entry]:
        """Entries that need looking after, by nonce; those without one come last."""
        return self._entries("state IN ('WAITING', 'OPEN', 'MINED') ORDER BY nonce IS NULL, nonce, number")

    def attempts(self, entry: Entry) -> Sequence[Attempt]:
        """Transactions signed for an entry at its nonce, newest first."""
        sql = "SELECT hash, raw, most, tip, at, empty FROM attempts WHERE entry = ? AND nonce IS ?"
        with self._open() as db:
            rows = db.execute(f"{sql} ORDER BY rowid DESC", (entry.number, entry.nonce)).fetchall()
        return [
            Attempt(name, raw, Fees(0, int(most), None if tip is None else int(tip)), at, bool(empty))
            for name, raw, most, tip, at, empty in rows
        ]

    def wait(self, wish: Wish, at: int, reason: str) -> Entry:
        """Write down what is to be sent later."""
        with self._writing() as db:
            return self._add(db, wish, State.WAITING, at, None, reason)

    def launch(
        self, wish: Wish | Entry, least: int, at: int, sign: Callable[[int], Attempt]
    ) -> tuple[Entry, Attempt]:
        """Give something the next free nonce, and write its first transaction down. Nothing is sent yet.

        Args:
            wish: What; an entry that waits, or whose nonce somebody else used, is given a new one.
            least: The next nonce as the node sees it.
            at: UTC seconds.
            sign: Makes the transaction of a nonce.
        """
        with self._writing() as db:
            top = "SELECT max(nonce) FROM entries WHERE genesis = ? AND payer = ?"
            top += " AND state IN ('OPEN', 'MINED')"
            own = wish.number if isinstance(wish, Entry) else -1
            (last,) = db.execute(f"{top} AND number != ?", (*self._whose, own)).fetchone()
            nonce = least if last is None else max(least, int(last) + 1)
            attempt = sign(nonce)
            if isinstance(wish, Entry):
                entry = wish
                db.execute(
                    "UPDATE entries SET state = 'OPEN', nonce = ?, reason = NULL WHERE number = ?",
                    (nonce, own),
                )
            else:
                entry = self._add(db, wish, State.OPEN, at, nonce, None)
            self._sign(db, entry.number, nonce, attempt)
        return self.get(entry.number), attempt

    def fill(self, wish: Wish, nonce: int, at: int, attempt: Attempt) -> Entry:
        """Write down a transaction that uses up a nonce nobody holds."""
        with self._writing() as db:
            entry = self._add(db, wish, State.OPEN, at, nonce, None)
            self._sign(db, entry.number, nonce, attempt)
        return entry

    def again(self, entry: Entry, attempt: Attempt) -> None:
        """Write down a further transaction of an entry at the same nonce."""
        with self._writing() as db:
            assert entry.nonce is not None
            self._sign(db, entry.number, entry.nonce, attempt)

    def settle(
        self, entry: Entry, state: State, *, transaction: str | None = None, block: int | None = None,
        block_hash: str | None = None, reason: str | None = None, used: int = 0, at: int = 0,
    ) -> Entry:  # fmt: skip
        """Write down how an entry is by now; what is long over is forgotten."""
        values = (state.value, transaction, block, block_hash, reason, used, state.value, entry.number)
        old = "state IN ('FINAL', 'FAILED') AND at < ?"
        with self._writing() as db:
            db.execute(
                "UPDATE entries SET state = ?, tx = ?, block = ?, hash = ?, reason = ?, used = ?,"
                " nonce = iif(? = 'WAITING', NULL, nonce) WHERE number = ?",
                values,
            )
            db.execute(
                f"DELETE FROM attempts WHERE entry IN (SELECT number FROM entries WHERE {old})",
                (at - KEEP_S,),
            )
            db.execute(f"DELETE FROM entries WHERE {old}", (at - KEEP_S,))
        return self.get(entry.number)

    def _add(
        self, db: sqlite3.Connection, wish: Wish, state: State, at: int, nonce: int | None, reason: str | None
    ) -> Entry:
        # A deadline has 64 bits and SQLite's integers 63: text keeps it whole.
        number = db.execute(
            "INSERT INTO entries"
            " (genesis, payer, operation, target, data, gas, until, state, at, nonce, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*self._whose, wish.operation, wish.target, wish.data, wish.gas, str(wish.until), state.value, at,
             nonce, reason),
        ).lastrowid  # fmt: skip
        assert number is not None
        return Entry(number, wish.operation, wish.target, wish.data, wish.gas, wish.until, state, at, nonce,
                     reason=reason)  # fmt: skip

    def _sign(self, db: sqlite3.Connection, entry: int, nonce: int, attempt: Attempt) -> None:
        tip = None if attempt.fees.tip is None else str(attempt.fees.tip)
        row = (
            attempt.hash,
            entry,
            nonce,
            attempt.raw,
            str(attempt.fees.most),
            tip,
            attempt.at,
            attempt.empty,
        )
        db.execute("INSERT OR IGNORE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _entries(self, where: str, *values: object) -> list[Entry]:
        sql = f"SELECT {_COLUMNS} FROM entries WHERE genesis = ? AND payer = ? AND {where}"
        with self._open() as db:
            rows = db.execute(sql, (*self._whose, *values)).fetchall()
        found = []
        for number, operation, target, data, gas, until, state, *rest in rows:
            found.append(Entry(number, operation, target, data, gas, int(until), State(state), *rest))
        return found

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A change by the one who leads; a process that was overtaken while it slept changes nothing.

        Raises:
            ServiceDown: ``PAYER_OVERTAKEN``.
        """
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            sql = "SELECT token FROM leaders WHERE genesis = ? AND payer = ?"
            row = db.execute(sql, self._whose).fetchone() if self._guarded else None
            if row is not None and int(row[0]) != self._token:
                raise ServiceDown("PAYER_OVERTAKEN", payer=self._whose[1])
            yield db

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # One connection a call: handed to no other thread, and closed whatever happens.
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as db, db:
                yield db
        except sqlite3.Error as error:
            raise ServiceDown("OUTBOX_UNUSABLE", path=str(self._path), reason=str(error)) from error
