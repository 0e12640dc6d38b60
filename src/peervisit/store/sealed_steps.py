"""Steps that changed what is sealed on this copy: it is in no log, so what stood before is kept beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from peervisit.store.log import Value

_Key = tuple[str, str, str, str]


@contextmanager
def watched(connection: sqlite3.Connection, author: str) -> Iterator[None]:
    """Keep what an author had sealed before and has after, for the step that the open transaction will be."""
    before = _sealed(connection, author)
    yield
    after = _sealed(connection, author)
    connection.executemany(
        "INSERT INTO sealed_step VALUES (NULL, ?, ?, ?, ?, ?, ?)",
        [
            (*key, before.get(key), after.get(key))
            for key in sorted({*before, *after})
            if before.get(key) != after.get(key)
        ],
    )


def _sealed(connection: sqlite3.Connection, author: str) -> dict[_Key, Value]:
    rows = connection.execute(
        "SELECT author, kind, record, field, value FROM sealed WHERE author = ?", (author,)
    )
    return {(row[0], row[1], row[2], row[3]): row[4] for row in rows}


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
