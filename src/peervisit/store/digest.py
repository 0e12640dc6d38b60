"""One number for all that a copy holds: equal on two laptops exactly when both hold the same."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from peervisit.store.catalogue import DELETED


def digest(connection: sqlite3.Connection) -> str:
    """Return the SHA-256 of the content in canonical order, in hexadecimal.

    Counts every field of every record that is not deleted, with all values of an open conflict; not how
    the review came to hold them.
    """
    # The first screen of the app needs none of this.
    from hashlib import sha256

    total = sha256()
    for line in content(connection):
        total.update(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode())
        total.update(b"\n")
    return total.hexdigest()


def content(connection: sqlite3.Connection) -> Iterator[list[Any]]:
    """Yield ``[kind, code, [[field, [values]]...]]`` in order of kind, code and field."""
    rows = connection.execute(
        "SELECT h.kind, h.record, h.field, c.value FROM head AS h "
        "JOIN change AS c ON c.session = h.session AND c.seq = h.seq ORDER BY 1, 2, 3"
    )
    disputed = {
        (row[0], row[1])
        for row in connection.execute("SELECT kind, record FROM conflict WHERE field = ?", (DELETED,))
    }
    record: tuple[str, str] | None = None
    fields: dict[str, dict[tuple[str, Any], Any]] = {}
    for kind, code, name, value in rows:
        if (kind, code) != record:
            yield from _line(record, fields, disputed)
            record, fields = (kind, code), {}
        # By type too: to Python 1 and 1.0 are the same, and which one came first must not matter.
        fields.setdefault(name, {})[type(value).__name__, value] = value
    yield from _line(record, fields, disputed)


def _line(
    record: tuple[str, str] | None,
    fields: dict[str, dict[tuple[str, Any], Any]],
    disputed: set[tuple[str, str]],
) -> Iterator[list[Any]]:
    if record is None:
        return
    deleted = fields.pop(DELETED, {}).values()
    if any(deleted) and record not in disputed:
        return
    held = [
        [name, _ordered(values.values())]
        for name, values in fields.items()
        if any(value is not None for value in values.values())
    ]
    if record in disputed:
        held.append([DELETED, _ordered(deleted)])
    if held:
        yield [*record, held]


def _ordered(values: Iterable[Any]) -> list[Any]:
    return sorted(values, key=lambda value: (type(value).__name__, str(value)))
