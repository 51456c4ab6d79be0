"""What a relay spends in an hour, and on whom: in operations and in gas (THREATS.md 55, 76)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.errors import Refused

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Budget:
    """What a relay spends at most in an hour, for one account and for all together.

    Args:
        each: Operations of one account; refused ones count, since trying them costs the node its time.
        total: Operations sent.
        gas_each: Gas for one account: some 600 registrations.
        gas_total: Gas in all.
    """

    each: int = 600
    total: int = 6_000
    gas_each: int = 60_000_000
    gas_total: int = 600_000_000


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent in the last hour."""

    operations: int
    gas: int


class Spending:
    """What was spent, in one SQLite file: it is still known after a restart.

    Args:
        path: The file; made if it is not there.
        budget: What may be spent.
    """

    # ``gas`` is reserved before an operation is sent, and corrected when it is known what it took.
    _SCHEMA = """
        CREATE TABLE IF NOT EXISTS spending (
            who TEXT NOT NULL, operation TEXT NOT NULL, at INTEGER NOT NULL, gas INTEGER NOT NULL,
            sent INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS spending_at ON spending (at);
        CREATE INDEX IF NOT EXISTS spending_who ON spending (who, at);
    """

    def __init__(self, path: Path, budget: Budget) -> None:
        self._path, self.budget = path, budget
        with self._open() as db:
            db.executescript(self._SCHEMA)

    def spent(self, now: int) -> Spent:
        """What was sent in the last hour."""
        rows = "SELECT count(*), coalesce(sum(gas), 0) FROM spending WHERE sent = 1 AND at > ?"
        with self._open() as db:
            return Spent(*db.execute(rows, (now - HOUR,)).fetchone())

    def check(self, who: str, now: int) -> None:
        """Raise if nothing more is to be done for somebody now.

        Raises:
            Refused: ``RELAY_BUDGET``.
        """
        with self._open() as db:
            self._check(db, who, 0, now)

    def reserve(self, who: str, operation: str, gas: int, now: int) -> None:
        """Set gas aside for an operation, unless that was done in the last hour.

        Raises:
            Refused: ``RELAY_BUDGET``.
        """
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            known = "SELECT 1 FROM spending WHERE operation = ? AND sent = 1 AND at > ?"
            if db.execute(known, (operation, now - HOUR)).fetchone():
                return
            self._check(db, who, gas, now)
            self._add(db, (who, operation, now, gas, 1))

    def used(self, operation: str, gas: int) -> None:
        """What an operation took in the end; nothing at all, if it was not sent."""
        with self._open() as db:
            if gas:
                sql = "UPDATE spending SET gas = ? WHERE operation = ? AND sent = 1"
                db.execute(sql, (gas, operation))
            else:
                db.execute(
                    "UPDATE spending SET gas = 0, sent = 0 WHERE operation = ? AND sent = 1", (operation,)
                )

    def refused(self, who: str, operation: str, now: int) -> None:
        """Count something that was tried in vain against whom it counts for."""
        with self._open() as db:
            self._add(db, (who, operation, now, 0, 0))

    def _add(self, db: sqlite3.Connection, row: tuple[str, str, int, int, int]) -> None:
        db.execute("INSERT INTO spending VALUES (?, ?, ?, ?, ?)", row)
        db.execute("DELETE FROM spending WHERE at <= ?", (row[2] - HOUR,))

    def _check(self, db: sqlite3.Connection, who: str, gas: int, now: int) -> None:
        budget, since = self.budget, now - HOUR
        own = db.execute("SELECT at, gas FROM spending WHERE who = ? AND at > ? ORDER BY at", (who, since))
        wait = _wait(own.fetchall(), budget.each, budget.gas_each, gas, now)
        everybody = db.execute("SELECT at, gas FROM spending WHERE sent = 1 AND at > ? ORDER BY at", (since,))
        wait = max(wait, _wait(everybody.fetchall(), budget.total, budget.gas_total, gas, now))
        if wait:
            raise Refused(
                "RELAY_BUDGET", each=budget.each, total=budget.total, gas_each=budget.gas_each,
                gas_total=budget.gas_total, seconds=wait, minutes=-(-wait // 60),
            )  # fmt: skip

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30)) as db, db:
            yield db


def _wait(rows: Sequence[tuple[int, int]], most: int, most_gas: int, gas: int, now: int) -> int:
    """Seconds until there is room for one more, 0 if there is; an hour where there never will be.

    Args:
        rows: When how much gas was spent, oldest first.
        most: Operations allowed.
        most_gas: Gas allowed.
        gas: Gas that the next one needs.
        now: UTC seconds.
    """
    count, sum_ = len(rows), sum(spent for _, spent in rows)
    wait = 0
    for at, spent in rows:
        if count < most and sum_ + gas <= most_gas:
            return wait
        count, sum_, wait = count - 1, sum_ - spent, max(1, at + HOUR - now)
    return wait if count < most and sum_ + gas <= most_gas else HOUR
