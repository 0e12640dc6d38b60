"""Copies of a review for the tests of the store: a settable clock, and logs in memory."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count

from peervisit.store.catalogue import read_catalogue
from peervisit.store.digest import digest
from peervisit.store.log import Change, ChangeLog, Value
from peervisit.store.migrations import migrate

START = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)

_sessions = count(1)


@dataclass
class Watch:
    """A laptop's clock that moves when it is told to, and may be wrong."""

    at: datetime = START

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.at

    def forward(self, **by: float) -> None:
        """Move it."""
        self.at += timedelta(**by)


@cache
def _blank() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    migrate(connection)
    return connection


def blank_connection() -> sqlite3.Connection:
    """Return an empty review in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _blank().backup(connection)
    connection.row_factory = sqlite3.Row
    return connection


@dataclass
class Copy:
    """One laptop's copy of a review, in memory."""

    name: str
    watch: Watch = field(default_factory=Watch)
    connection: sqlite3.Connection = field(default_factory=blank_connection)
    log: ChangeLog = field(init=False)

    def __post_init__(self) -> None:
        self.reopen()

    def reopen(self) -> None:
        """Open it again: under a new identity, as always."""
        session = f"{next(_sessions):016x}"
        self.log = ChangeLog(self.connection, read_catalogue(self.connection), session, self.watch, self.name)

    def write(self, name: str, value: Value, code: str = "C1") -> None:
        """Write one field of a conclusion."""
        self.log.record("conclusion", code, [(name, value)])

    def changes(self) -> list[Change]:
        """Return everything in the log."""
        return list(self.log.changes())

    def take(self, *others: Copy) -> None:
        """Take in everything that other copies hold."""
        for other in others:
            self.log.apply(other.changes())

    def shown(self, name: str, code: str = "C1") -> Value:
        """Return what the readable table shows in a field."""
        row = self.connection.execute(f"SELECT [{name}] FROM conclusion WHERE code = ?", (code,)).fetchone()
        value: Value = row[0] if row else None
        return value

    def values(self, name: str, code: str = "C1") -> list[Value]:
        """Return the values of the heads of a field, the one shown first."""
        return [head.value for head in self.log.heads("conclusion", code, name)]

    def conflicts(self) -> set[tuple[str, str, str]]:
        """Return what is listed as disputed."""
        return {tuple(row) for row in self.connection.execute("SELECT kind, record, field FROM conflict")}

    def digest(self) -> str:
        """Return the digest."""
        return digest(self.connection)

    def tables(self) -> dict[str, list[tuple[Value, ...]]]:
        """Return the readable tables that a conclusion fills, and the list of conflicts."""
        names = ["conclusion", "conclusion_indicators", "conflict", "head"]
        return {
            name: sorted((tuple(row) for row in self.connection.execute(f"SELECT * FROM [{name}]")), key=repr)
            for name in names
        }
