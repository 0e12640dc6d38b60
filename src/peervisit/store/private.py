"""What stays on this laptop: drafts of what is being typed, and what a peer has not yet submitted."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from peervisit.store.log import Value


def save_draft(
    connection: sqlite3.Connection, author: str, kind: str, code: str, name: str, value: str, at: str
) -> None:
    """Keep what is being typed in a field."""
    connection.execute(
        "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?)", (author, kind, code, name, value, at)
    )


def drop_draft(connection: sqlite3.Connection, author: str, kind: str, code: str, name: str) -> None:
    """Forget a draft that became an entry."""
    connection.execute(
        "DELETE FROM draft WHERE author = ? AND kind = ? AND record = ? AND field = ?",
        (author, kind, code, name),
    )


def drafts(connection: sqlite3.Connection, author: str | None = None) -> list[sqlite3.Row]:
    """Return the drafts there are, newest first: ``author, kind, record, field, value, saved_at``."""
    where, key = ("WHERE author = ?", (author,)) if author is not None else ("", ())
    return connection.execute(f"SELECT * FROM draft {where} ORDER BY saved_at DESC", key).fetchall()


def seal(
    connection: sqlite3.Connection,
    author: str,
    kind: str,
    code: str,
    values: Mapping[str, Value],
    at: str,
) -> None:
    """Keep fields of a record that its author has not submitted; None takes a field away."""
    for name, value in values.items():
        if value is None:
            connection.execute(
                "DELETE FROM sealed WHERE author = ? AND kind = ? AND record = ? AND field = ?",
                (author, kind, code, name),
            )
        else:
            connection.execute(
                "INSERT OR REPLACE INTO sealed VALUES (?, ?, ?, ?, ?, ?)",
                (author, kind, code, name, value, at),
            )


def sealed(
    connection: sqlite3.Connection, author: str, kind: str, code: str | None = None
) -> dict[str, dict[str, Value]]:
    """Return what an author has sealed of a kind: code to fields, entries as ``field.item``."""
    where, key = ("AND record = ?", (code,)) if code is not None else ("", ())
    found: dict[str, dict[str, Value]] = {}
    rows = connection.execute(
        f"SELECT record, field, value FROM sealed WHERE author = ? AND kind = ? {where} "
        "ORDER BY record, field",
        (author, kind, *key),
    )
    for record, name, value in rows:
        found.setdefault(record, {})[name] = value
    return found


def unseal(connection: sqlite3.Connection, author: str, kind: str, code: str) -> None:
    """Forget a sealed record, because it was submitted or given up."""
    connection.execute(
        "DELETE FROM sealed WHERE author = ? AND kind = ? AND record = ?", (author, kind, code)
    )
