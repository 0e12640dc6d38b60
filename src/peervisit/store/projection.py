"""Keeping the readable tables in step with the log. They hold nothing that the log does not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from peervisit.store.catalogue import Catalogue, Kind
from peervisit.store.change import Change
from peervisit.store.log_rows import insert_rows
from peervisit.store.search import SEARCHED, index_records
from peervisit.store.shown import Name, Shown, read_shown, unsure

Touched = dict[Name, Mapping[str, Any] | None]
"""``(kind, code)`` to the new values shown, or None to read them all from the log."""


RECORDS = 10_000
"""How many records wait at most to be shown."""

TEXT = 8_000_000
"""How many characters they may hold: bounds the memory that a merge needs."""


def project(connection: sqlite3.Connection, catalogue: Catalogue, touched: Touched) -> None:
    """Bring the tables in step for the records touched."""
    given = [name for name, values in touched.items() if values is not None]
    whole = {name for name, values in touched.items() if values is None} | unsure(connection, given)
    states: dict[Name, Shown] = {name: touched[name] for name in given if name not in whole}
    states.update(read_shown(connection, sorted(whole)))
    written = _Written()
    words: dict[str, list[str]] = {}
    for (kind, code), shown in states.items():
        known = catalogue.get(kind)
        if known is None:
            continue
        if shown is None:
            written.remove(kind, known, code)
        else:
            written.show(kind, known, code, shown)
        if shown is None or (kind, code) in whole or not shown.keys().isdisjoint(SEARCHED.get(kind, ())):
            words.setdefault(kind, []).append(code)
    written.run(connection)
    for kind, codes in words.items():
        index_records(connection, kind, codes)
    if any(kind == "benchmark" for kind, _code in states):
        _fill_benchmark_tables(connection)


class Pending:
    """What changes that came in show, kept for a while so that a record with many of them is written once."""

    def __init__(self, connection: sqlite3.Connection, catalogue: Catalogue) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._touched: dict[Name, dict[str, Any]] = {}
        self._text = 0

    def add(self, changes: Sequence[Change], heads: Sequence[Change]) -> None:
        """Add changes that were written into the log, and those of them that are heads."""
        touched = self._touched
        for _session, _seq, _clock, _author, kind, record, field, value, _parents in heads:
            shown = touched.get((kind, record))
            if shown is None:
                shown = touched[kind, record] = {}
            shown[field] = value
            if type(value) is str:
                self._text += len(value)
        if len(heads) < len(changes):
            for change in changes:
                touched.setdefault(change[4:6], {})
        if len(touched) > RECORDS or self._text > TEXT:
            self.show()

    def show(self) -> None:
        """Bring the tables in step."""
        project(self._connection, self._catalogue, {**self._touched})
        self._touched.clear()
        self._text = 0


class _Entry(NamedTuple):
    """How an entry of a set is written."""

    field: str
    item: str
    valued: bool
    """Whether it carries a value."""
    insert: str
    delete: str


@dataclass(frozen=True, slots=True)
class _Shape:
    """How records of one kind are written that show values of the same fields."""

    columns: tuple[str, ...]
    upsert: str
    personal: tuple[str, ...]
    upsert_person: str
    entries: tuple[_Entry, ...]

    @classmethod
    def of(cls, kind: str, known: Kind, fields: Sequence[str]) -> _Shape:
        """Return the shape of records with these fields; those that no table holds are left out."""
        columns = tuple([name for name in fields if name in known.columns])
        personal = tuple([name for name in fields if name in known.personal and name not in known.columns])
        entries = []
        for name in fields:
            base, dot, item = name.partition(".")
            if not dot or base not in known.items or name in known.columns or name in known.personal:
                continue
            valued = known.items[base]
            insert = f"INSERT OR REPLACE INTO [{kind}_{base}] VALUES ({'?, ?, ?' if valued else '?, ?'})"
            delete = f"DELETE FROM [{kind}_{base}] WHERE [{kind}] = ? AND item = ?"
            entries.append(_Entry(name, item, valued, insert, delete))
        return cls(
            columns,
            _upsert(kind, ("code",), columns),
            personal,
            _upsert("person", ("kind", "code"), personal),
            tuple(entries),
        )


class _Written:
    """What is to be written, gathered by statement: each runs once for all records of its shape."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Sequence[Any]]] = {}
        self._shapes: dict[tuple[str, ...], _Shape] = {}

    def run(self, connection: sqlite3.Connection) -> None:
        """Write it."""
        for sql, rows in self._rows.items():
            if sql.startswith("INSERT"):
                insert_rows(connection, sql, rows)
            else:
                connection.executemany(sql, rows)

    def show(self, kind: str, known: Kind, code: str, shown: Mapping[str, Any]) -> None:
        """Show values of a record."""
        fields = (kind, *shown)
        shape = self._shapes.get(fields)
        if shape is None:
            shape = self._shapes[fields] = _Shape.of(kind, known, fields[1:])
        self._add(shape.upsert, (code, *[shown[name] for name in shape.columns]))
        if shape.personal:
            self._add(shape.upsert_person, (kind, code, *[shown[name] for name in shape.personal]))
        for entry in shape.entries:
            self._show_entry(entry, code, shown[entry.field])

    def _show_entry(self, entry: _Entry, code: str, value: Any) -> None:
        _field, item, valued, insert, delete = entry
        if value is None:
            self._add(delete, (code, item))
        else:
            self._add(insert, (code, item, value) if valued else (code, item))

    def remove(self, kind: str, known: Kind, code: str) -> None:
        """Take a record out of sight."""
        self._add(f"DELETE FROM [{kind}] WHERE code = ?", (code,))
        if known.personal:
            self._add("DELETE FROM person WHERE kind = ? AND code = ?", (kind, code))
        for name in known.items:
            self._add(f"DELETE FROM [{kind}_{name}] WHERE [{kind}] = ?", (code,))

    def _add(self, sql: str, row: Sequence[Any]) -> None:
        self._rows.setdefault(sql, []).append(row)


@cache
def _upsert(table: str, key: tuple[str, ...], values: tuple[str, ...]) -> str:
    columns = [*key, *values]
    names = ", ".join(f"[{name}]" for name in columns)
    marks = ", ".join("?" * len(columns))
    updates = ", ".join(f"[{name}] = excluded.[{name}]" for name in values)
    keys = ", ".join(f"[{name}]" for name in key)
    action = f"DO UPDATE SET {updates}" if updates else "DO NOTHING"
    return f"INSERT INTO [{table}] ({names}) VALUES ({marks}) ON CONFLICT ({keys}) {action}"


def _fill_benchmark_tables(connection: sqlite3.Connection) -> None:
    for table in ("tier", "indicator", "level"):
        connection.execute(f"DELETE FROM {table}")
    row = connection.execute("SELECT content FROM benchmark WHERE content IS NOT NULL").fetchone()
    if row is None:
        return
    content = json.loads(row[0])
    connection.executemany(
        "INSERT OR REPLACE INTO tier VALUES (?, ?, ?, ?, ?)",
        [
            (tier["id"], position, tier["tier"], _text(tier["name"]), _text(tier.get("standard")))
            for position, tier in enumerate(content.get("tiers", ()), 1)
        ],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO indicator VALUES (?, ?, ?, ?, ?)",
        [
            (
                indicator["id"],
                position,
                indicator.get("number"),
                " ".join(indicator["tiers"]),
                _text(indicator["statement"]),
            )
            for position, indicator in enumerate(content.get("indicators", ()), 1)
        ],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO level VALUES (?, ?, ?, ?, ?)",
        [
            (level["id"], position, _text(level["name"]), level["symbol"], int(level["assessed"]))
            for position, level in enumerate(content.get("scale", ()), 1)
        ],
    )


def _text(words: Mapping[str, str] | None) -> str | None:
    return (words.get("en") or next(iter(words.values()), "")) if words else None
