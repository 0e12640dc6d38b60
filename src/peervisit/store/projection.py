"""Keeping the readable tables in step with the log. They hold nothing that the log does not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from peervisit.store.catalogue import Catalogue, Kind
from peervisit.store.change import Change
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


class _Written:
    """What is to be written, gathered by statement: each runs once for all records of its shape."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Sequence[Any]]] = {}

    def run(self, connection: sqlite3.Connection) -> None:
        """Write it."""
        for sql, rows in self._rows.items():
            connection.executemany(sql, rows)

    def show(self, kind: str, known: Kind, code: str, shown: Mapping[str, Any]) -> None:
        """Show values of a record."""
        columns, entries, personal = [], [], []
        for name in shown:
            if name in known.columns:
                columns.append(name)
            elif name in known.personal:
                personal.append(name)
            elif "." in name:
                entries.append(name)
        upsert = _upsert(kind, ("code",), tuple(columns))
        self._add(upsert, (code, *[shown[name] for name in columns]))
        if personal:
            upsert = _upsert("person", ("kind", "code"), tuple(personal))
            self._add(upsert, (kind, code, *[shown[name] for name in personal]))
        for name in entries:
            base, _dot, item = name.partition(".")
            if base in known.items:
                self._show_entry(kind, base, known.items[base], code, item, shown[name])

    def _show_entry(self, kind: str, base: str, valued: bool, code: str, item: str, value: Any) -> None:
        table = f"{kind}_{base}"
        if value is None:
            self._add(f"DELETE FROM [{table}] WHERE [{kind}] = ? AND item = ?", (code, item))
        elif valued:
            self._add(f"INSERT OR REPLACE INTO [{table}] VALUES (?, ?, ?)", (code, item, value))
        else:
            self._add(f"INSERT OR REPLACE INTO [{table}] VALUES (?, ?)", (code, item))

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
