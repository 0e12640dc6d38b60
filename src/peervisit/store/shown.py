"""What the heads of a record say: which values are shown, what is in conflict, whether it is deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from peervisit.store.catalogue import DELETED
from peervisit.store.log_rows import for_pairs

Name = tuple[str, str]
"""The kind and the code of a record."""

Shown = Mapping[str, Any] | None
"""The values of a record that are shown, by field; None for a record that is out of sight."""

_NAMES = ("kind", "record")

_UNSURE = f"""
SELECT kind, record FROM wanted AS w
WHERE EXISTS (
  SELECT 1 FROM head AS h WHERE h.kind = w.kind AND h.record = w.record
  GROUP BY h.field HAVING count(*) > 1 OR h.field = '{DELETED}'
) OR EXISTS (SELECT 1 FROM conflict AS c WHERE c.kind = w.kind AND c.record = w.record)
"""

_HEADS = """
SELECT w.kind, w.record, h.field, c.clock, c.session, c.seq, c.value FROM wanted AS w
CROSS JOIN head AS h ON h.kind = w.kind AND h.record = w.record
CROSS JOIN change AS c ON c.session = h.session AND c.seq = h.seq
"""

_Head = tuple[str, str, int, Any]
"""Clock, session, number and value of a head: of two, the greater one is shown."""


def unsure(connection: sqlite3.Connection, names: Iterable[Name]) -> set[Name]:
    """Return the records of which new heads alone do not tell what is shown.

    They have several heads in a field, or were deleted once, or were in conflict until now.
    """
    return {(row[0], row[1]) for row in for_pairs(connection, _NAMES, names, _UNSURE)}


def read_shown(connection: sqlite3.Connection, names: Iterable[Name]) -> Iterator[tuple[Name, Shown]]:
    """Yield what is shown of each record, and keep the list of conflicts."""
    records: dict[Name, dict[str, list[_Head]]] = {name: {} for name in names}
    for kind, code, field, *head in for_pairs(connection, _NAMES, records, _HEADS):
        records[kind, code].setdefault(field, []).append(tuple(head))
    connection.executemany("DELETE FROM conflict WHERE kind = ? AND record = ?", records)
    for name, heads in records.items():
        shown, conflicts = _decided(connection, heads)
        for field in sorted(conflicts):
            connection.execute("INSERT INTO conflict VALUES (?, ?, ?)", (*name, field))
            _number(connection, (*name, field), _versions(field, heads))
        yield name, shown


def _decided(connection: sqlite3.Connection, heads: Mapping[str, list[_Head]]) -> tuple[Shown, set[str]]:
    """Return the values shown and the fields in conflict."""
    if not heads:
        return None, set()
    shown = {field: max(options, key=_newest)[3] for field, options in heads.items()}
    conflicts = {field for field, options in heads.items() if len({_typed(one[3]) for one in options}) > 1}
    if not shown.pop(DELETED, 0):
        return shown, conflicts
    if DELETED in conflicts or _unseen_edit(connection, heads):
        # What one person deleted while another worked on it, or brought it back, stays in sight until
        # somebody settles it.
        return shown, conflicts | {DELETED}
    # What everybody deleted, each having seen their own side, leaves nothing to settle.
    return None, set()


def _number(connection: sqlite3.Connection, disputed: tuple[str, str, str], versions: str) -> None:
    """Give a conflict a number of its own, and another one when its versions have changed."""
    row = connection.execute(
        "SELECT versions FROM conflict_number WHERE kind = ? AND record = ? AND field = ? "
        "ORDER BY number DESC LIMIT 1",
        disputed,
    ).fetchone()
    if row is None or row[0] != versions:
        connection.execute(
            "INSERT INTO conflict_number (kind, record, field, versions) VALUES (?, ?, ?, ?)",
            (*disputed, versions),
        )


def _versions(field: str, heads: Mapping[str, list[_Head]]) -> str:
    """Return what tells the versions of a conflict, in the order shown, from any others."""
    if field == DELETED:
        told = [repr(sorted(head[1:3] for options in heads.values() for head in options))]
    else:
        ordered = sorted(heads[field], key=_newest, reverse=True)
        told = list(dict.fromkeys(repr(_typed(head[3])) for head in ordered))
    from hashlib import sha256

    return sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _newest(head: _Head) -> tuple[str, str, int]:
    return head[:3]


def _typed(value: Any) -> tuple[str, Any]:
    return type(value).__name__, value


def _unseen_edit(connection: sqlite3.Connection, heads: Mapping[str, list[_Head]]) -> bool:
    """Whether a head of the record was not seen by any of the changes that delete it."""
    seen: set[tuple[str, int]] = set()
    for _clock, session, seq, value in heads[DELETED]:
        if value:
            rows = connection.execute(
                "SELECT parent_session, parent_seq FROM change_parent WHERE session = ? AND seq = ?",
                (session, seq),
            )
            seen.update((row[0], row[1]) for row in rows)
    return any(
        (session, seq) not in seen
        for field, options in heads.items()
        if field != DELETED
        for _clock, session, seq, _value in options
    )
