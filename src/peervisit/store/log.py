"""The change log: the one door through which everything is written, and how nothing gets lost.

Every change names the changes of its field that it had seen and replaces. Changes that nobody has
replaced are *heads*. Heads with different values are a conflict, kept and listed until a person settles
it; meanwhile the one with the newest clock is shown. Heads do not depend on the order in which changes
arrive, so any two copies that hold the same changes show the same review.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, islice

from peervisit.errors import ForkError
from peervisit.i18n import _
from peervisit.store.catalogue import DELETED, Catalogue
from peervisit.store.clock import Now, later, stamp
from peervisit.store.projection import Touched, project

BATCH = 5000
"""How many changes from elsewhere are taken in at once: bounds the memory a merge needs."""

_SELECT = "SELECT c.session, c.seq, c.clock, c.author, c.kind, c.record, c.field, c.value"
_OLDEST_FIRST = "ORDER BY c.clock, c.session, c.seq"

Value = str | int | float | None
"""What a field holds: text, a number (a truth value is 0 or 1), or nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log, with the ``(session, seq)`` of each change that it replaces."""

    session: str
    seq: int
    clock: str
    author: str | None
    kind: str
    record: str
    field: str
    value: Value
    parents: tuple[tuple[str, int], ...] = ()

    def in_order(self) -> Change:
        """Return the change with the changes it replaces in their one order."""
        if len(self.parents) < 2:
            return self
        return replace(self, parents=tuple(sorted(self.parents)))

    def as_json(self) -> str:
        """Return the change as one line of a change file."""
        return json.dumps(
            [
                self.session,
                self.seq,
                self.clock,
                self.author,
                self.kind,
                self.record,
                self.field,
                self.value,
                [list(parent) for parent in self.parents],
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, line: str) -> Change:
        """Return the change that a line of a change file holds."""
        *values, parents = json.loads(line)
        values.append(tuple((str(session), int(seq)) for session, seq in parents))
        return cls(*values)


@dataclass(slots=True)
class Applied:
    """What came of applying changes from another copy."""

    new: int = 0
    known: int = 0
    held: int = 0
    records: set[tuple[str, str]] = field(default_factory=set)

    def __iadd__(self, other: Applied) -> Applied:
        """Add what came of another batch."""
        self.new += other.new
        self.known += other.known
        self.records |= other.records
        return self


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
        open_heads = self._by_field(kind, code)
        now = stamp(self.now())
        # Later than anything known of the record, so that what made a record is always its oldest change.
        self.clock = max([self.clock, *(head.clock for heads in open_heads.values() for head in heads)])
        fields: dict[str, Value] = {}
        changes: list[Change] = []
        for name, value in dict(values).items():
            heads = open_heads.get(name, [])
            shown = heads[0].value if heads else None
            if shown == value and type(shown) is type(value):
                continue
            replaced = [head for head in heads if head.value == shown]
            changes.append(self._change(kind, code, name, value, heads, replaced, now))
            fields[name] = value
        if changes:
            self._unwritten += changes
            self._waiting[kind, code] = fields
            if not self._gathering or len(self._unwritten) > BATCH:
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
            self._insert(changes)
            project(self.connection, self.catalogue, touched)

    def is_gathered(self, kind: str, code: str) -> bool:
        """Whether a record has values that are gathered and not yet written."""
        return (kind, code) in self._waiting

    def delete(self, kind: str, code: str) -> None:
        """Delete a record with a change that names every head it saw."""
        self._write_one(kind, code, DELETED, 1, self._heads("", kind, code))

    def restore(self, kind: str, code: str) -> None:
        """Bring a deleted record back as it was."""
        self._write_one(kind, code, DELETED, 0, self.heads(kind, code, DELETED))

    def settle(self, kind: str, code: str, name: str, value: Value) -> None:
        """End a conflict with a change that replaces every head."""
        seen = self._heads("", kind, code) if name == DELETED else self.heads(kind, code, name)
        self._write_one(kind, code, name, value, seen)

    def write_open(self, kind: str, code: str, name: str, value: Value) -> None:
        """Write a value beside the heads there are, replacing none: an open conflict.

        For reading back an export of a review that has conflicts, and for undoing a settlement.
        """
        change = self._change(kind, code, name, value, self.heads(kind, code, name), [])
        self._insert([change])
        project(self.connection, self.catalogue, {(kind, code): None})

    def apply(self, changes: Iterable[Change]) -> Applied:
        """Take in changes of other sessions, in any order, each any number of times.

        A change that has seen one which is not here yet is held until that one comes.

        Raises:
            ForkError: a session number that is here arrives with another content.
        """
        result = Applied()
        for batch in _batches(chain(self._held(), changes)):
            result += self._apply_batch(batch)
        released = result.new
        while released and (held := self._held()):
            # A later batch may have brought what an earlier one was waiting for.
            freed = self._apply_batch(held)
            result += freed
            released = freed.new
        result.held = self.connection.execute("SELECT count(*) FROM held_change").fetchone()[0]
        return result

    def heads(self, kind: str, code: str, name: str) -> list[Change]:
        """Return the heads of one field, the one shown first."""
        return self._heads("AND h.field = ?", kind, code, name)

    def changes(self, where: str = "", parameters: Sequence[Value] = ()) -> Iterator[Change]:
        """Yield the changes that a condition on the table ``change`` selects, oldest first."""
        rows = self.connection.execute(
            f"{_SELECT}, p.parent_session, p.parent_seq FROM change AS c "
            "LEFT JOIN change_parent AS p ON p.session = c.session AND p.seq = c.seq "
            f"{where} {_OLDEST_FIRST}, p.parent_session, p.parent_seq",
            parameters,
        )
        for _key, group in groupby(rows, key=lambda row: (row[0], row[1])):
            first, *others = group
            parents = tuple((row[8], row[9]) for row in (first, *others) if row[8] is not None)
            yield Change(*(*first[:8], parents))

    def parents(self, change: Change) -> list[Change]:
        """Return the changes of the same field that a change replaced, the one shown then first."""
        found = [self.get(*key) for key in change.parents]
        same = [parent for parent in found if parent is not None and parent.field == change.field]
        return sorted(same, key=lambda parent: (parent.clock, parent.session, parent.seq), reverse=True)

    def get(self, session: str, seq: int) -> Change | None:
        """Return one change, or None where it is not here."""
        row = self.connection.execute(
            f"{_SELECT} FROM change AS c WHERE c.session = ? AND c.seq = ?", (session, seq)
        ).fetchone()
        return self._with_parents(Change(*row)) if row else None

    def _with_parents(self, change: Change) -> Change:
        rows = self.connection.execute(
            "SELECT parent_session, parent_seq FROM change_parent WHERE session = ? AND seq = ? "
            "ORDER BY parent_session, parent_seq",
            (change.session, change.seq),
        )
        return replace(change, parents=tuple((row[0], row[1]) for row in rows))

    def _by_field(self, kind: str, code: str) -> dict[str, list[Change]]:
        found: dict[str, list[Change]] = {}
        for head in self._heads("", kind, code):
            found.setdefault(head.field, []).append(head)
        return found

    def _heads(self, where: str, *key: str) -> list[Change]:
        if self._unwritten and (key[0], key[1]) in self._waiting:
            self.flush()
        rows = self.connection.execute(
            f"{_SELECT} FROM head AS h JOIN change AS c ON c.session = h.session AND c.seq = h.seq "
            f"WHERE h.kind = ? AND h.record = ? {where} "
            "ORDER BY c.clock DESC, c.session DESC, c.seq DESC",
            key,
        )
        return [Change(*row) for row in rows]

    def _write_one(self, kind: str, code: str, name: str, value: Value, seen: Sequence[Change]) -> None:
        self._insert([self._change(kind, code, name, value, seen, seen)])
        project(self.connection, self.catalogue, {(kind, code): None})

    def _change(
        self,
        kind: str,
        code: str,
        name: str,
        value: Value,
        seen: Sequence[Change],
        replaced: Sequence[Change],
        now: str | None = None,
    ) -> Change:
        self.seq += 1
        latest = self.clock if now else max([self.clock, *(change.clock for change in seen)])
        self.clock = later(now or stamp(self.now()), latest)
        parents = tuple((change.session, change.seq) for change in replaced)
        return Change(self.session, self.seq, self.clock, self.author, kind, code, name, value, parents)

    def _apply_batch(self, batch: Sequence[Change]) -> Applied:
        result = Applied()
        fresh: dict[tuple[str, int], Change] = {}
        highest = {session: self._highest(session) for session in {change.session for change in batch}}
        for arrived in batch:
            change = arrived.in_order()
            key = (change.session, change.seq)
            here = fresh.get(key) or (self.get(*key) if change.seq <= highest[change.session] else None)
            if here is None:
                fresh[key] = change
            elif here == change:
                result.known += 1
            else:
                raise ForkError(_fork_message(change))
        ready = self._with_known_parents(fresh)
        self._hold([change for key, change in fresh.items() if key not in ready])
        if ready:
            self._insert(list(ready.values()))
            self._unhold(ready)
            touched: Touched = {(change.kind, change.record): None for change in ready.values()}
            project(self.connection, self.catalogue, touched)
            result.records = set(touched)
            result.new = len(ready)
        return result

    def _with_known_parents(self, fresh: dict[tuple[str, int], Change]) -> dict[tuple[str, int], Change]:
        ready = dict(fresh)
        waiting = True
        while waiting:
            late = [
                key
                for key, change in ready.items()
                if not all(parent in ready or self._is_here(parent) for parent in change.parents)
            ]
            for key in late:
                del ready[key]
            waiting = bool(late)
        return ready

    def _highest(self, session: str) -> int:
        """Return the highest number of a session that is here, so that newer ones need not be looked up."""
        row = self.connection.execute("SELECT max(seq) FROM change WHERE session = ?", (session,)).fetchone()
        return int(row[0] or 0)

    def _is_here(self, key: tuple[str, int]) -> bool:
        found = self.connection.execute("SELECT 1 FROM change WHERE session = ? AND seq = ?", key)
        return found.fetchone() is not None

    def _held(self) -> list[Change]:
        rows = self.connection.execute("SELECT content FROM held_change ORDER BY session, seq")
        return [Change.from_json(row[0]) for row in rows]

    def _hold(self, changes: Sequence[Change]) -> None:
        self.connection.executemany(
            "INSERT OR IGNORE INTO held_change VALUES (?, ?, ?)",
            [(change.session, change.seq, change.as_json()) for change in changes],
        )

    def _unhold(self, keys: Iterable[tuple[str, int]]) -> None:
        self.connection.executemany("DELETE FROM held_change WHERE session = ? AND seq = ?", keys)

    def _insert(self, changes: Sequence[Change]) -> None:
        run = self.connection.executemany
        run(
            "INSERT INTO change (session, seq, clock, author, kind, record, field, value) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(c.session, c.seq, c.clock, c.author, c.kind, c.record, c.field, c.value) for c in changes],
        )
        run(
            "INSERT INTO head VALUES (?, ?, ?, ?, ?)",
            [(c.kind, c.record, c.field, c.session, c.seq) for c in changes],
        )
        edges = [(c.session, c.seq, *parent) for c in changes for parent in c.parents]
        if edges:
            run("INSERT OR IGNORE INTO change_parent VALUES (?, ?, ?, ?)", edges)
            # After all heads of the batch are in, so that the order within the batch does not matter.
            run(
                "DELETE FROM head WHERE kind = ? AND record = ? AND field = ? AND session = ? AND seq = ?",
                [(c.kind, c.record, c.field, *parent) for c in changes for parent in c.parents],
            )


def _batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    source = iter(changes)
    while batch := list(islice(source, BATCH)):
        yield batch


def _fork_message(change: Change) -> str:
    return _(
        "two copies of this review claim the same identity (session {session}, entry {seq}); "
        "nothing was taken in; keep both files and ask for help"
    ).format(session=change.session, seq=change.seq)
