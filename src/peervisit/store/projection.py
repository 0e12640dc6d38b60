"""Keeping the readable tables in step with the log. They hold nothing that the log does not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from peervisit.store.catalogue import DELETED, Catalogue, Kind
from peervisit.store.search import SEARCHED, index_record

Touched = dict[tuple[str, str], Mapping[str, Any] | None]
"""``(kind, code)`` to the new values shown, or None to read them all from the log."""


def project(connection: sqlite3.Connection, catalogue: Catalogue, touched: Touched) -> None:
    """Bring the tables in step for the records touched."""
    for (kind, code), given in touched.items():
        known = catalogue.get(kind)
        shown, dead = _state(connection, kind, code, given)
        if known is None:
            continue
        if dead:
            _remove(connection, kind, known, code)
        else:
            _show(connection, kind, known, code, shown)
        if dead or given is None or not given.keys().isdisjoint(SEARCHED.get(kind, ())):
            index_record(connection, kind, code, alive=not dead)
        if kind == "benchmark":
            _fill_benchmark_tables(connection)


def _state(
    connection: sqlite3.Connection, kind: str, code: str, given: Mapping[str, Any] | None
) -> tuple[Mapping[str, Any], bool]:
    """Return the values to show and whether the record is deleted, and keep the list of conflicts."""
    if given is not None:
        odd = connection.execute(
            "SELECT 1 FROM head WHERE kind = ? AND record = ? GROUP BY field "
            "HAVING count(*) > 1 OR field = ? LIMIT 1",
            (kind, code, DELETED),
        ).fetchone()
        if odd is None:
            return given, False
    rows = connection.execute(
        "SELECT h.field, c.value, c.session, c.seq "
        "FROM head AS h JOIN change AS c ON c.session = h.session AND c.seq = h.seq "
        "WHERE h.kind = ? AND h.record = ? ORDER BY c.clock DESC, c.session DESC, c.seq DESC",
        (kind, code),
    ).fetchall()
    values: dict[str, list[Any]] = {}
    for name, value, _session, _seq in rows:
        values.setdefault(name, []).append(value)
    shown = {name: options[0] for name, options in values.items()}
    conflicts = {name for name, options in values.items() if len({_typed(v) for v in options}) > 1}
    dead = bool(shown.pop(DELETED, 0))
    if dead and _unseen_edit(connection, rows):
        conflicts.add(DELETED)
    elif dead:
        # What everybody deleted, each having seen their own side, leaves nothing to settle.
        conflicts.clear()
    connection.execute("DELETE FROM conflict WHERE kind = ? AND record = ?", (kind, code))
    connection.executemany(
        "INSERT INTO conflict VALUES (?, ?, ?)", [(kind, code, name) for name in sorted(conflicts)]
    )
    # What one person deleted while another worked on it stays in sight until somebody settles it.
    return shown, dead and DELETED not in conflicts


def _typed(value: Any) -> tuple[str, Any]:
    return type(value).__name__, value


def _unseen_edit(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> bool:
    """Whether a head of the record was not seen by any of the changes that delete it."""
    seen: set[tuple[str, int]] = set()
    for name, value, session, seq in rows:
        if name == DELETED and value:
            seen.update(
                (row[0], row[1])
                for row in connection.execute(
                    "SELECT parent_session, parent_seq FROM change_parent WHERE session = ? AND seq = ?",
                    (session, seq),
                )
            )
    return any(name != DELETED and (session, seq) not in seen for name, _value, session, seq in rows)


def _show(
    connection: sqlite3.Connection, kind: str, known: Kind, code: str, shown: Mapping[str, Any]
) -> None:
    columns = [name for name in shown if name in known.columns]
    _upsert(connection, kind, {"code": code}, {name: shown[name] for name in columns})
    personal = {name: shown[name] for name in shown if name in known.personal}
    if personal:
        _upsert(connection, "person", {"kind": kind, "code": code}, personal)
    for name, value in shown.items():
        base, dot, item = name.partition(".")
        if not dot or base not in known.items:
            continue
        table = f"{kind}_{base}"
        if value is None:
            connection.execute(f"DELETE FROM [{table}] WHERE [{kind}] = ? AND item = ?", (code, item))
        elif known.items[base]:
            connection.execute(f"INSERT OR REPLACE INTO [{table}] VALUES (?, ?, ?)", (code, item, value))
        else:
            connection.execute(f"INSERT OR REPLACE INTO [{table}] VALUES (?, ?)", (code, item))


def _upsert(
    connection: sqlite3.Connection, table: str, key: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    columns = [*key, *values]
    names = ", ".join(f"[{name}]" for name in columns)
    marks = ", ".join("?" * len(columns))
    updates = ", ".join(f"[{name}] = excluded.[{name}]" for name in values)
    keys = ", ".join(f"[{name}]" for name in key)
    action = f"DO UPDATE SET {updates}" if updates else "DO NOTHING"
    connection.execute(
        f"INSERT INTO [{table}] ({names}) VALUES ({marks}) ON CONFLICT ({keys}) {action}",
        (*key.values(), *values.values()),
    )


def _remove(connection: sqlite3.Connection, kind: str, known: Kind, code: str) -> None:
    connection.execute(f"DELETE FROM [{kind}] WHERE code = ?", (code,))
    if known.personal:
        connection.execute("DELETE FROM person WHERE kind = ? AND code = ?", (kind, code))
    for name in known.items:
        connection.execute(f"DELETE FROM [{kind}_{name}] WHERE [{kind}] = ?", (code,))


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
