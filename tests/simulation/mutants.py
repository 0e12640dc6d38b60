"""Seeded defects of writing and merging, each of which the oracle must catch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest

from peervisit.store import arrivals, digest, log, log_rows, projection, search, shown
from peervisit.store.catalogue import DELETED
from peervisit.store.change import Change
from peervisit.store.log import ChangeLog
from peervisit.store.projection import Pending
from tests.simulation import laptops

Patch = pytest.MonkeyPatch
MUTANTS: dict[str, Callable[[Patch], None]] = {}


def _mutant(seed: Callable[[Patch], None]) -> Callable[[Patch], None]:
    MUTANTS[(seed.__doc__ or "").rstrip(".")] = seed
    return seed


def _filtered(patch: Patch, keep: Callable[[Any, Change], bool]) -> None:
    real = arrivals.take_in

    def take_in(connection: Any, catalogue: Any, changes: Iterable[Change]) -> Any:
        return real(connection, catalogue, (one for one in changes if keep(catalogue, one)))

    patch.setattr(arrivals, "take_in", take_in)


def _after_insert(patch: Patch, sql: str) -> None:
    real = log_rows.insert

    def insert(connection: Any, changes: Sequence[Change]) -> list[Change]:
        heads = real(connection, changes)
        connection.execute(sql)
        return heads

    patch.setattr(log_rows, "insert", insert)


@_mutant
def last_writer_wins(patch: Patch) -> None:
    """The newest head drops the others."""
    _after_insert(
        patch,
        "DELETE FROM head WHERE (session, seq) <> (SELECT c.session, c.seq FROM head AS h "
        "JOIN change AS c USING (session, seq) WHERE h.kind = head.kind AND h.record = head.record "
        "AND h.field = head.field ORDER BY c.clock DESC, c.session DESC, c.seq DESC LIMIT 1)",
    )


@_mutant
def parents_ignored(patch: Patch) -> None:
    """A change that is taken in replaces nothing."""
    real = log_rows.insert

    def insert(connection: Any, changes: Sequence[Change]) -> list[Change]:
        run = connection.executemany
        gone = connection.execute("SELECT * FROM head").fetchall()
        heads = real(connection, changes)
        run("INSERT OR IGNORE INTO head VALUES (?, ?, ?, ?, ?)", [tuple(row) for row in gone])
        return heads

    patch.setattr(log_rows, "insert", insert)


@_mutant
def parents_of_other_fields(patch: Patch) -> None:
    """A deletion takes the heads of all fields away."""
    _after_insert(
        patch,
        "DELETE FROM head WHERE field <> '_deleted' AND EXISTS (SELECT 1 FROM change_parent AS p "
        "WHERE p.parent_session = head.session AND p.parent_seq = head.seq)",
    )


@_mutant
def nothing_waits(patch: Patch) -> None:
    """What has seen something that is not here is taken in at once."""
    patch.setattr(arrivals, "_waiting", lambda _connection, _fresh: {})


@_mutant
def waits_for_ever(patch: Patch) -> None:
    """What waits is not looked at again."""
    patch.setattr(arrivals, "_freed", lambda _connection: [])


@_mutant
def only_the_delivery_counts(patch: Patch) -> None:
    """A change waits for one that is here, because it did not come along."""
    patch.setattr(log_rows, "are_here", lambda _connection, _keys: set())
    # It would wait again and again.
    patch.setattr(arrivals, "_freed", lambda _connection: [])


@_mutant
def held_dropped(patch: Patch) -> None:
    """What comes too early is thrown away."""
    patch.setattr(arrivals, "_hold", lambda _connection, waiting: list(waiting) and None)


@_mutant
def below_the_highest_is_known(patch: Patch) -> None:
    """Of a session, everything below the highest number that is here counts as known."""
    real = arrivals._not_here

    def not_here(connection: Any, batch: Sequence[Change]) -> Any:
        highest = {one.session: arrivals._highest(connection, one.session) for one in batch}
        return real(connection, [one for one in batch if one.seq > highest[one.session]])

    patch.setattr(arrivals, "_not_here", not_here)


@_mutant
def skew_refused(patch: Patch) -> None:
    """Changes with a clock of another year are refused."""
    _filtered(patch, lambda _catalogue, one: one.clock[:4] in ("2025", "2026", "2027"))


@_mutant
def unknown_kinds_dropped(patch: Patch) -> None:
    """Kinds that only a newer version knows are thrown away."""
    _filtered(patch, lambda catalogue, one: one.kind in catalogue)


@_mutant
def unknown_fields_dropped(patch: Patch) -> None:
    """Fields that only a newer version knows are thrown away."""
    _filtered(patch, lambda _catalogue, one: "hologram" != one.field)


@_mutant
def empty_values_dropped(patch: Patch) -> None:
    """What was taken away does not travel."""
    _filtered(patch, lambda _catalogue, one: one.value is not None)


@_mutant
def deleted_by_the_clock(patch: Patch) -> None:
    """A deletion wins over edits that it has not seen."""
    patch.setattr(shown, "_unseen_edit", lambda _connection, _heads: False)


@_mutant
def oldest_shown(patch: Patch) -> None:
    """The oldest head is shown."""

    def decided(_connection: Any, heads: Any) -> Any:
        found, conflicts = real(_connection, heads)
        if found is not None:
            oldest = {name: min(options)[3] for name, options in heads.items() if name != DELETED}
            found = {**found, **oldest}
        return found, conflicts

    real = shown._decided
    patch.setattr(shown, "_decided", decided)


@_mutant
def last_to_arrive_shown(patch: Patch) -> None:
    """What came last is shown, whatever its clock."""
    patch.setattr(projection, "unsure", lambda _connection, _names: set())


@_mutant
def conflicts_not_listed(patch: Patch) -> None:
    """Several heads are kept and nobody is told."""
    real = shown._decided

    def decided(connection: Any, heads: Any) -> Any:
        return real(connection, heads)[0], set()

    patch.setattr(shown, "_decided", decided)


@_mutant
def conflicts_never_end(patch: Patch) -> None:
    """A settlement that comes from elsewhere leaves the conflict listed."""
    patch.setattr(shown, "_UNSURE", shown._UNSURE.partition(") OR EXISTS")[0] + ")")


@_mutant
def settled_by_typing(patch: Patch) -> None:
    """An edit replaces every head, those that its author never saw too."""
    real = ChangeLog._by_field

    def by_field(self: ChangeLog, kind: str, code: str) -> Any:
        found = real(self, kind, code)
        return {name: [one._replace(value=heads[0].value) for one in heads] for name, heads in found.items()}

    patch.setattr(ChangeLog, "_by_field", by_field)


@_mutant
def deletion_sees_nothing(patch: Patch) -> None:
    """A deletion does not name what it saw."""
    real = ChangeLog.delete
    patch.setattr(ChangeLog, "delete", lambda self, kind, code, seen=None: real(self, kind, code, seen or []))


@_mutant
def clock_stands_alone(patch: Patch) -> None:
    """A change has the time of its laptop, even if that is before what it replaces."""
    patch.setattr(log, "later", lambda own, _latest: own)


@_mutant
def session_reused(patch: Patch) -> None:
    """A copy made by hand goes on under the identity of the original."""
    real = laptops.Laptop.reopen

    def reopen(self: laptops.Laptop) -> None:
        real(self)
        row = self.connection.execute(
            "SELECT session, max(seq) FROM change WHERE author = ? GROUP BY session LIMIT 1", (self.member,)
        ).fetchone()
        if row is not None:
            self.review.log.session, self.review.log.seq = row[0], row[1]

    patch.setattr(laptops.Laptop, "reopen", reopen)


@_mutant
def entries_stay(patch: Patch) -> None:
    """An entry of a set that was taken away stays in the readable table."""
    real = projection._Written._show_entry

    def show_entry(self: Any, entry: Any, code: str, value: Any) -> None:
        if value is not None:
            real(self, entry, code, value)

    patch.setattr(projection._Written, "_show_entry", show_entry)


@_mutant
def index_forgotten(patch: Patch) -> None:
    """The search index does not learn of what came."""
    real = Pending.show

    def show(self: Pending) -> None:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(projection, "index_records", lambda *_given: None)
            real(self)

    patch.setattr(Pending, "show", show)


@_mutant
def deleted_words_found(patch: Patch) -> None:
    """The index still finds what was deleted."""
    real = search._write_words
    patch.setattr(
        search,
        "_write_words",
        lambda connection, kind, words: real(connection, kind, [w for w in words if w[1]]),
    )


@_mutant
def last_of_a_delivery_lost(patch: Patch) -> None:
    """The last of a large delivery is not shown."""
    patch.setattr(Pending, "show", lambda self: self._touched.clear())


@_mutant
def digest_of_what_is_shown(patch: Patch) -> None:
    """The digest counts one value of a conflict."""
    patch.setattr(digest, "_ordered", lambda values: [next(iter(values), None)])


@_mutant
def sealed_in_the_log(patch: Patch) -> None:
    """What is sealed is written into the log as well."""
    real = ChangeLog.changes

    def changes(self: ChangeLog, where: str = "", parameters: Any = ()) -> Iterator[Change]:
        yield from real(self, where, parameters)
        if not where:
            rows = self.connection.execute("SELECT author, kind, record, field, value FROM sealed").fetchall()
            for number, row in enumerate(rows, 1):
                yield Change("5" * 16, number, "2026", *row)

    patch.setattr(ChangeLog, "changes", changes)
