"""Reading records out of the readable tables, as plain dictionaries."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from peervisit.store.catalogue import Catalogue

Row = dict[str, Any]
"""One record: ``code`` and every field by name; sets are lists, mappings are dictionaries."""

_NUMBERS = re.compile(r"(\d+)")


def natural(code: str) -> tuple[tuple[int, int | str], ...]:
    """Return a sort key under which ``AR-E9`` comes before ``AR-E14``."""
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in _NUMBERS.split(code) if part)


def read_kind(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    kind: str,
    where: str = "",
    parameters: tuple[Any, ...] = (),
) -> dict[str, Row]:
    """Return the records of a kind by code, in natural order of code.

    ``where`` is a condition on the kind's own columns, ``code`` among them.
    """
    known = catalogue[kind]
    condition = f"WHERE {where}" if where else ""
    found: dict[str, Row] = {}
    for row in connection.execute(f"SELECT * FROM [{kind}] {condition}", parameters):
        found[row["code"]] = {**dict(row), **dict.fromkeys(known.personal)}
    for name, valued in known.items.items():
        for row in found.values():
            row[name] = {} if valued else []
        _read_items(connection, kind, name, valued, found, narrowed=bool(where))
    if known.personal and found:
        for row in connection.execute("SELECT * FROM person WHERE kind = ?", (kind,)):
            if row["code"] in found:
                found[row["code"]].update({name: row[name] for name in known.personal})
    return dict(sorted(found.items(), key=lambda pair: natural(pair[0])))


def _read_items(
    connection: sqlite3.Connection,
    kind: str,
    name: str,
    valued: bool,
    found: dict[str, Row],
    *,
    narrowed: bool,
) -> None:
    table = f"{kind}_{name}"
    if narrowed and len(found) <= 500:
        marks = ", ".join("?" * len(found))
        rows = connection.execute(
            f"SELECT * FROM [{table}] WHERE [{kind}] IN ({marks}) ORDER BY 1, 2", tuple(found)
        )
    else:
        rows = connection.execute(f"SELECT * FROM [{table}] ORDER BY 1, 2")
    for row in rows:
        record = found.get(row[0])
        if record is None:
            continue
        if valued:
            record[name][row[1]] = row[2]
        else:
            record[name].append(row[1])


def exists(connection: sqlite3.Connection, kind: str, code: str) -> bool:
    """Whether a record of the kind has the code."""
    found = connection.execute(f"SELECT 1 FROM [{kind}] WHERE code = ?", (code,))
    return found.fetchone() is not None


def next_number(connection: sqlite3.Connection, kind: str, stem: str) -> int:
    """Return the first free number after ``stem`` (``AR-E``), deleted records counted as taken."""
    highest = 0
    rows = connection.execute(
        "SELECT DISTINCT record FROM change WHERE kind = ? AND record >= ? AND record < ?",
        (kind, stem, stem + "\uffff"),
    )
    for (code,) in rows:
        tail = code[len(stem) :]
        if tail.isdecimal():
            highest = max(highest, int(tail))
    return highest + 1
