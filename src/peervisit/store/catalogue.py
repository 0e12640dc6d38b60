"""What the file's own tables can hold: where each field of each kind of record goes.

Read from the file itself, so that writing needs no record class, and so that a kind or field of a newer
version is known to be unknown: it stays in the change log and is passed on.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

INTERNAL = frozenset(
    (
        *("meta", "local", "change", "change_parent", "head", "conflict", "held_change"),
        *("conflict_number", "sqlite_sequence"),
        *("sealed", "draft", "undo_step", "person", "search_entry", "search"),
        *("tier", "indicator", "level"),
        *("secret", "signature", "statement"),
        *("store_file", "store_run"),
        *("merge_step", "merge_run", "set_aside_change"),
        "issued_sealed",
        "sealed_step",
        "attachment",
    )
)
"""The tables that hold no records."""

DELETED = "_deleted"
"""The field that says whether a record is deleted."""


@dataclass(slots=True)
class Kind:
    """The columns of one kind's table, its columns in ``person``, and its tables of entries."""

    columns: set[str] = field(default_factory=set)
    personal: set[str] = field(default_factory=set)
    items: dict[str, bool] = field(default_factory=dict)
    """Field to whether its entries carry a value."""


class Catalogue(dict[str, Kind]):
    """Kind to what its tables hold."""


def read_catalogue(connection: sqlite3.Connection) -> Catalogue:
    """Return the catalogue of a review file."""
    tables: dict[str, list[str]] = {}
    rows = connection.execute(
        "SELECT m.name, p.name FROM sqlite_master AS m, pragma_table_info(m.name) AS p "
        "WHERE m.type = 'table' ORDER BY m.name, p.cid"
    )
    for table, column in rows:
        tables.setdefault(table, []).append(column)
    kinds = Catalogue()
    for table, columns in tables.items():
        if columns[0] == "code" and table not in INTERNAL:
            kinds[table] = Kind(columns=set(columns[1:]))
    person = set(tables.get("person", ())) - {"kind", "code"}
    for name in ("member", "stakeholder"):
        if name in kinds:
            kinds[name].personal = person if name == "stakeholder" else person & {"name"}
    for table, columns in tables.items():
        owner = columns[0]
        if owner in kinds and columns[1:2] == ["item"] and table.startswith(f"{owner}_"):
            kinds[owner].items[table[len(owner) + 1 :]] = "value" in columns
    return kinds
