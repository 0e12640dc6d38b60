"""The change log: the one door through which everything is written, and how nothing gets lost.

Every change names the changes of its field that it had seen and replaces. Changes that nobody has
replaced are *heads*. Heads with different values are a conflict, kept and listed until a person settles
it; meanwhile the one with the newest clock is shown. Heads do not depend on the order in which changes
arrive, so any two copies that hold the same changes show the same review.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from peervisit.store import arrivals
from peervisit.store import log_rows as rows
from peervisit.store.arrivals import Applied
from peervisit.store.catalogue import DELETED, Catalogue
from peervisit.store.change import Change, Value
from peervisit.store.clock import Now, later, stamp
from peervisit.store.projection import Touched, project

__all__ = ["Applied", "Change", "ChangeLog", "Value"]


@dataclass(slots=True)
class ChangeLog:
    """The log of one open file; writes belong to ``session``, which is new at each opening."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    session: str
    now: Now
    author: str | None = None
    seq: int = 0
    clock: str = ""
    _gathering: bool = False
    _unwritten: list[Change] = field(default_factory=list)
    _waiting: Touched = field(default_factory=dict)

    def record(self, kind: str, code: str, values: Iterable[tuple[str, Value]]) -> int:
        """Write new values of fields of one record; return how many changed.

        A change replaces the heads that hold the value shown until now. Other heads of a conflict stay
        open, because the person who typed has not settled them.
        """
        if (kind, code) in self._waiting:
            self.flush()
        return self._record(kind, code, values, self._by_field(kind, code))

    def codes(self, kind: str) -> set[str]:
        """Return the codes of a kind of which the log holds anything, deleted ones too."""
        self.flush()
        found = rows.plain(self.connection, "SELECT DISTINCT record FROM head WHERE kind = ?", (kind,))
        return {str(row[0]) for row in found}

    def record_first(self, kind: str, code: str, values: Iterable[tuple[str, Value]]) -> int:
        """Write fields of a record of which the log holds nothing, as :meth:`codes` tells of many at once."""
        return self._record(kind, code, values, {})

    def _record(
        self,
        kind: str,
        code: str,
        values: Iterable[tuple[str, Value]],
        open_heads: Mapping[str, Sequence[Change]],
    ) -> int:
        # Later than anything known of the record, so that what made a record is always its oldest change.
        latest = max([self.clock, *(head.clock for heads in open_heads.values() for head in heads)])
        clock = later(stamp(self.now()), latest)
        fields: dict[str, Value] = {}
        changes: list[Change] = []
        for name, value in dict(values).items():
            heads = open_heads.get(name, ())
            shown = heads[0].value if heads else None
            if shown == value and type(shown) is type(value):
                continue
            replaced = tuple([head.key for head in heads if head.value == shown])
            self.seq += 1
            changes.append(
                Change(self.session, self.seq, clock, self.author, kind, code, name, value, replaced)
            )
            fields[name] = value
        if changes:
            self.clock = clock
            self._unwritten += changes
            self._waiting[kind, code] = fields
            if not self._gathering or len(self._unwritten) > arrivals.BATCH:
                self.flush()
        return len(changes)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Write what is recorded inside in large batches, for an import of many records.

        Whoever reads a record back inside calls :meth:`flush` first.
        """
        self._gathering = True
        try:
            yield
            self.flush()
        finally:
            self._gathering = False
            self._unwritten.clear()
            self._waiting.clear()

    def flush(self) -> None:
        """Write what is gathered."""
        changes, touched = self._unwritten, self._waiting
        if changes:
            # Emptied first: what cannot be written now must not come back with a later entry.
            self._unwritten, self._waiting = [], {}
            rows.insert(self.connection, changes)
            project(self.connection, self.catalogue, touched)

    def is_gathered(self, kind: str, code: str) -> bool:
        """Whether a record has values that are gathered and not yet written."""
        return (kind, code) in self._waiting

    def delete(self, kind: str, code: str, seen: Sequence[Change] | None = None) -> None:
        """Delete a record with a change that names every head it saw: all, or those given."""
        self._write_one(kind, code, DELETED, 1, self._heads("", kind, code) if seen is None else seen)

    def restore(self, kind: str, code: str) -> None:
        """Bring a deleted record back as it was."""
        self._write_one(kind, code, DELETED, 0, self.heads(kind, code, DELETED))

    def settle(self, kind: str, code: str, name: str, value: Value) -> None:
        """End a conflict with a change that replaces every head."""
        seen = self._heads("", kind, code) if name == DELETED else self.heads(kind, code, name)
        self._write_one(kind, code, name, value, seen)

    def write_open(
        self, kind: str, code: str, name: str, value: Value, replaced: Sequence[Change] = ()
    ) -> None:
        """Write a value beside the heads there are: an open conflict, unless it replaces them all.

        ``replaced`` are the changes that whoever wrote it had seen, which others may have replaced since.
        For reading back an export of a review that has conflicts, for undoing a settlement, and for a form
        that comes back after its answers were edited.
        """
        change = self._change(kind, code, name, value, replaced)
        rows.insert(self.connection, [change])
        project(self.connection, self.catalogue, {(kind, code): None})

    def apply(self, changes: Iterable[Change]) -> Applied:
        """Take in changes of other sessions, in any order, each any number of times.

        A change that has seen one which is not here yet is held until that one comes.

        Raises:
            ForkError: a session number that is here arrives with another content.
        """
        return arrivals.take_in(self.connection, self.catalogue, changes)

    def heads(self, kind: str, code: str, name: str) -> list[Change]:
        """Return the heads of one field, the one shown first."""
        return self._heads("AND h.field = ?", kind, code, name)

    def changes(self, where: str = "", parameters: Sequence[Value] = ()) -> Iterator[Change]:
        """Yield the changes that a condition on the table ``change`` selects, oldest first."""
        return rows.read(self.connection, where, parameters)

    def parents(self, change: Change) -> list[Change]:
        """Return the changes of the same field that a change replaced, the one shown then first."""
        same = [one for one in rows.find(self.connection, change.parents) if one.field == change.field]
        return sorted(same, key=lambda parent: (parent.clock, parent.session, parent.seq), reverse=True)

    def get(self, session: str, seq: int) -> Change | None:
        """Return one change, or None where it is not here."""
        return next(rows.find(self.connection, [(session, seq)]), None)

    def _by_field(self, kind: str, code: str) -> dict[str, list[Change]]:
        found: dict[str, list[Change]] = {}
        for head in self._heads("", kind, code):
            found.setdefault(head.field, []).append(head)
        return found

    def _heads(self, where: str, *key: str) -> list[Change]:
        if self._unwritten and (key[0], key[1]) in self._waiting:
            self.flush()
        found = rows.plain(
            self.connection,
            f"SELECT {rows.COLUMNS} FROM head AS h "
            "JOIN change AS c ON c.session = h.session AND c.seq = h.seq "
            f"WHERE h.kind = ? AND h.record = ? {where} "
            "ORDER BY c.clock DESC, c.session DESC, c.seq DESC",
            key,
        )
        return [Change(*row) for row in found]

    def _write_one(self, kind: str, code: str, name: str, value: Value, seen: Sequence[Change]) -> None:
        rows.insert(self.connection, [self._change(kind, code, name, value, seen)])
        project(self.connection, self.catalogue, {(kind, code): None})

    def _change(self, kind: str, code: str, name: str, value: Value, replaced: Sequence[Change]) -> Change:
        known = [head.clock for head in self._heads("", kind, code)]
        self.seq += 1
        # Later than anything known of the record, in whatever field.
        self.clock = later(stamp(self.now()), max([self.clock, *known]))
        parents = tuple([change.key for change in replaced])
        return Change(self.session, self.seq, self.clock, self.author, kind, code, name, value, parents)
