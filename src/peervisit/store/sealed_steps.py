"""Steps that changed what is sealed on this copy: it is in no log, so what stood before is kept beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from peervisit.store import private


@contextmanager
def watched(connection: sqlite3.Connection, author: str, kind: str, code: str) -> Iterator[None]:
    """Keep what an author had sealed of a record before and has after, for the step that this will be."""
    before = private.sealed(connection, author, kind, code).get(code, {})
    yield
    after = private.sealed(connection, author, kind, code).get(code, {})
    connection.executemany(
        "INSERT INTO sealed_step VALUES (NULL, ?, ?, ?, ?, ?, ?)",
        [
            (author, kind, code, name, before.get(name), after.get(name))
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        ],
    )


def waiting(connection: sqlite3.Connection) -> bool:
    """Whether the open transaction has changed what is sealed."""
    return connection.execute("SELECT 1 FROM sealed_step WHERE step IS NULL LIMIT 1").fetchone() is not None


def forget(connection: sqlite3.Connection, author: str, kind: str, code: str) -> None:
    """Forget the steps on a record that is handed in: they could take nothing back any more."""
    run = connection.execute
    run("DELETE FROM sealed_step WHERE author = ? AND kind = ? AND record = ?", (author, kind, code))
    run(
        "DELETE FROM undo_step WHERE last_seq < first_seq "
        "AND id NOT IN (SELECT step FROM sealed_step WHERE step IS NOT NULL)"
    )


def belong_to(connection: sqlite3.Connection, step: int) -> None:
    """Say which step the changes were of that were kept last; forget those of steps that are forgotten."""
    run = connection.execute
    if run("SELECT 1 FROM sealed_step LIMIT 1").fetchone() is None:
        return
    run("UPDATE sealed_step SET step = ? WHERE step IS NULL", (step,))
    run("DELETE FROM sealed_step WHERE step NOT IN (SELECT id FROM undo_step)")


def put_back(connection: sqlite3.Connection, step: int, at: str, *, redo: bool = False) -> None:
    """Put back what was sealed before a step, or after it; what changed since, or was handed in, stays."""
    left, wanted = ("before", "after") if redo else ("after", "before")
    rows = connection.execute(
        f"SELECT author, kind, record, field, {left}, {wanted} FROM sealed_step WHERE step = ?", (step,)
    ).fetchall()
    for *key, stands, back in rows:
        held = connection.execute(
            "SELECT value FROM sealed WHERE author = ? AND kind = ? AND record = ? AND field = ?", key
        ).fetchone()
        handed_in = connection.execute(
            "SELECT 1 FROM head WHERE kind = ? AND record = ? LIMIT 1", (key[1], key[2])
        ).fetchone()
        if (held[0] if held else None) != stands or handed_in:
            continue
        connection.execute(
            "DELETE FROM sealed WHERE author = ? AND kind = ? AND record = ? AND field = ?", key
        )
        if back is not None:
            connection.execute("INSERT INTO sealed VALUES (?, ?, ?, ?, ?, ?)", (*key, back, at))
