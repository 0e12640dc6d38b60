"""The rows of the change log: reading, finding and adding many at a time."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain, islice
from json.encoder import encode_basestring as _text
from operator import itemgetter
from typing import Any

from peervisit.store.change import Change, Key, Value, content_json, whose_json

COLUMNS = "c.session, c.seq, c.clock, c.author, c.kind, c.record, c.field, c.value"
"""The columns of a change, under the name ``c``."""

_ROW = itemgetter(slice(8))
"""Takes the columns out of a change."""

_head: Callable[[Change], tuple[str, str, str, str, int]] = itemgetter(4, 5, 6, 0, 1)
"""Takes the columns of a head out of a change."""

_HEAD = "INSERT INTO head VALUES (?, ?, ?, ?, ?)"

_CHUNK = 400
"""How many keys one statement asks for: below 999 marks, which older SQLite allows."""

_MARKS = 400
"""How many marks a statement has that writes many rows: more would hardly be quicker."""

_ROOM = 8_000
"""Kilobytes of pages held while many changes are written, so that none is written twice."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody look for cycles meanwhile: changes have none, and looking at so many takes long."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def room_for_many(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold more of the file in memory while many changes are written."""
    before = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = -{_ROOM}")
    try:
        with uncollected():
            yield
    finally:
        connection.execute(f"PRAGMA cache_size = {before}")


def plain(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
    """Run a query whose rows come as tuples: quicker than rows with names, where there are many."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(sql, parameters)


def for_pairs(
    connection: sqlite3.Connection, names: tuple[str, str], pairs: Iterable[tuple[Any, Any]], sql: str
) -> Iterator[tuple[Any, ...]]:
    """Run a query that starts from the table ``wanted`` of pairs under these names; yield its rows."""
    wanted = list(pairs)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ", ".join(["(?, ?)"] * len(chunk))
        yield from plain(
            connection,
            f"WITH wanted ({names[0]}, {names[1]}) AS (VALUES {marks}) {sql}",
            [part for pair in chunk for part in pair],
        )


def read(
    connection: sqlite3.Connection, where: str = "", parameters: Sequence[Value] = ()
) -> Iterator[Change]:
    """Yield the changes that a condition on the table ``change`` selects, oldest first."""
    return _with_parents(
        plain(
            connection,
            f"SELECT {COLUMNS}, p.parent_session, p.parent_seq FROM change AS c "
            "LEFT JOIN change_parent AS p ON p.session = c.session AND p.seq = c.seq "
            f"{where} ORDER BY c.clock, c.session, c.seq, p.parent_session, p.parent_seq",
            parameters,
        )
    )


def find(connection: sqlite3.Connection, keys: Iterable[Key]) -> Iterator[Change]:
    """Yield those of the changes that are here."""
    return _with_parents(
        for_pairs(
            connection,
            ("session", "seq"),
            keys,
            f"SELECT {COLUMNS}, p.parent_session, p.parent_seq FROM wanted AS w "
            "CROSS JOIN change AS c ON c.session = w.session AND c.seq = w.seq "
            "LEFT JOIN change_parent AS p ON p.session = c.session AND p.seq = c.seq",
        )
    )


def lines(connection: sqlite3.Connection, session: str, first: int, last: int) -> list[tuple[int, str]]:
    """Return the changes of a session from one number to another as change files carry them, in order.

    Each comes with its number. What lies between may be missing, or may wait for others.
    """
    span = (session, first, last)
    parents: dict[int, list[Key]] = {}
    for seq, *parent in plain(
        connection,
        "SELECT seq, parent_session, parent_seq FROM change_parent WHERE session = ? AND seq BETWEEN ? AND ? "
        "ORDER BY seq, parent_session, parent_seq",
        span,
    ):
        parents.setdefault(seq, []).append((parent[0], parent[1]))
    head = f"[{_text(session)},"
    known: list[Any] | None = None
    middle = ""
    found: list[tuple[int, str]] = []
    for seq, field, value, *whose in plain(
        connection,
        "SELECT seq, field, value, clock, author, kind, record FROM change "
        "WHERE session = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        span,
    ):
        if whose != known:
            # The same for most changes of a record.
            known, middle = whose, whose_json(*whose)
        found.append((seq, f"{head}{seq},{middle},{content_json(field, value, parents.get(seq, ()))}]"))
    if len(found) <= last - first:
        held = plain(
            connection, "SELECT seq, content FROM held_change WHERE session = ? AND seq BETWEEN ? AND ?", span
        )
        found = sorted([*found, *held])
    return found


def are_here(connection: sqlite3.Connection, keys: Iterable[Key]) -> set[Key]:
    """Return those of the keys whose changes are here."""
    sql = (
        "SELECT w.session, w.seq FROM wanted AS w "
        "CROSS JOIN change AS c ON c.session = w.session AND c.seq = w.seq"
    )
    return {(row[0], row[1]) for row in for_pairs(connection, ("session", "seq"), keys, sql)}


def _with_parents(rows: Iterable[tuple[Any, ...]]) -> Iterator[Change]:
    """Yield the changes of rows of eight columns and a parent: a row for each parent, or one with none."""
    values: tuple[Any, ...] = ()
    parents: list[Key] = []
    for row in rows:
        if parents and row[:2] != values[:2]:
            yield Change._make((*values, tuple(parents)))
            parents = []
        if row[8] is None:
            yield Change._make((*row[:8], ()))
        else:
            values = row[:8]
            parents.append(row[8:])
    if parents:
        yield Change._make((*values, tuple(parents)))


def insert_rows(connection: sqlite3.Connection, sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """Run an INSERT, written for one row, for many: a statement of many rows takes half the time.

    Nothing in it but the row may hold marks.
    """
    many, at_once = _for_many(sql)
    coming = iter(rows)
    while len(chunk := list(islice(coming, at_once))) == at_once:
        connection.execute(many, list(chain.from_iterable(chunk)))
    if chunk:
        connection.executemany(sql, chunk)


@cache
def _for_many(sql: str) -> tuple[str, int]:
    """Return an INSERT of one row for as many rows as it may hold marks for, and how many those are."""
    beginning, values, rest = sql.partition("VALUES ")
    row, end, after = rest.partition(")")
    at_once = _MARKS // row.count("?")
    return f"{beginning}{values}{', '.join([row + end] * at_once)}{after}", at_once


def insert(connection: sqlite3.Connection, changes: Sequence[Change]) -> list[Change]:
    """Add changes to the log and keep the heads; return those of them that are heads."""
    insert_rows(
        connection,
        "INSERT INTO change (session, seq, clock, author, kind, record, field, value) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        map(_ROW, changes),
    )
    edges = [(one.session, one.seq, *parent) for one in changes for parent in one.parents]
    if not edges:
        insert_rows(connection, _HEAD, map(_head, changes))
        return list(changes)
    insert_rows(connection, "INSERT OR IGNORE INTO change_parent VALUES (?, ?, ?, ?)", edges)
    # A change may name changes of other fields, as a deletion does: those stay the heads of their fields.
    replaced = {(c.kind, c.record, c.field, *parent) for c in changes for parent in c.parents}
    heads = {head: change for change in changes if (head := _head(change)) not in replaced}
    insert_rows(connection, _HEAD, heads)
    connection.executemany(
        "DELETE FROM head WHERE kind = ? AND record = ? AND field = ? AND session = ? AND seq = ?",
        replaced.difference(map(_head, changes)),
    )
    return list(heads.values())
