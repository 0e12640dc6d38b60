"""Taking what a merge brought out of a copy again, without losing a word that was written since.

The changes that came are set aside: they are no part of the copy, and are passed on to nobody. Changes that
rest on them wait, as they would had they come too early. What was written on this copy since and rests on
them is written once more, as if it had replaced what stood there before, so that it is still shown; unless
its whole record goes, which then takes it along until it comes back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from peervisit.store.arrivals import BATCH
from peervisit.store.catalogue import DELETED
from peervisit.store.change import Change, Key, Value
from peervisit.store.clock import Now, later, stamp
from peervisit.store.log import ChangeLog
from peervisit.store.projection import project
from peervisit.store.shown import Name

_GONE = "(c.session, c.seq) IN (SELECT session, seq FROM temp.gone WHERE why {why})"

_PREPARE = """
CREATE TEMP TABLE gone (session TEXT, seq INTEGER, why TEXT, PRIMARY KEY (session, seq)) WITHOUT ROWID;
CREATE TEMP TABLE edge AS SELECT parent_session, parent_seq, session, seq FROM change_parent;
CREATE INDEX temp.edge_of_parent ON edge (parent_session, parent_seq);
CREATE TEMP TABLE touched (kind TEXT, record TEXT, PRIMARY KEY (kind, record)) WITHOUT ROWID
"""

_CAME = """
INSERT OR IGNORE INTO temp.gone SELECT c.session, c.seq, 'came' FROM merge_run AS m
JOIN change AS c ON c.session = m.session AND c.seq BETWEEN m.first AND m.last WHERE m.merge = ?
"""

_RESTING = """
WITH RECURSIVE resting (session, seq) AS (
  SELECT e.session, e.seq FROM temp.gone AS g
  JOIN temp.edge AS e ON e.parent_session = g.session AND e.parent_seq = g.seq
  UNION
  SELECT e.session, e.seq FROM resting AS r
  JOIN temp.edge AS e ON e.parent_session = r.session AND e.parent_seq = r.seq
)
INSERT OR IGNORE INTO temp.gone SELECT session, seq, CASE WHEN EXISTS (
  SELECT 1 FROM merge_run AS m WHERE m.session = resting.session AND resting.seq BETWEEN m.first AND m.last
) THEN 'waits' ELSE 'own' END FROM resting
"""

_WAITS_FOR = """
UPDATE held_change SET (waits_session, waits_seq) = (
  SELECT p.parent_session, p.parent_seq FROM change_parent AS p
  JOIN temp.gone AS g ON g.session = p.parent_session AND g.seq = p.parent_seq
  WHERE p.session = held_change.session AND p.seq = held_change.seq
) WHERE (session, seq) IN (SELECT session, seq FROM temp.gone)
"""

_HEADS_AGAIN = """
INSERT INTO head SELECT c.kind, c.record, c.field, c.session, c.seq FROM temp.touched AS t
CROSS JOIN change AS c ON c.kind = t.kind AND c.record = t.record
WHERE NOT EXISTS (
  SELECT 1 FROM temp.edge AS e JOIN change AS d ON d.session = e.session AND d.seq = e.seq
  WHERE e.parent_session = c.session AND e.parent_seq = c.seq
  AND d.kind = c.kind AND d.record = c.record AND d.field = c.field
)
"""


@dataclass(frozen=True, slots=True)
class _Since:
    """A change that was written here on top of what goes, what it had seen of that, and of what stays."""

    change: Change
    gone: frozenset[Key]
    left: frozenset[Key]


@dataclass(slots=True)
class TakenOut:
    """What an undone merge left: changes set aside, changes that wait now, values kept by writing them anew.

    ``vanished`` are the records that are no part of this copy any more.
    """

    aside: int
    waiting: int
    kept: int
    vanished: list[Name]


def take_out(log: ChangeLog, merge: int, session: str, now: Now) -> TakenOut:
    """Take out what a merge brought; inside a transaction. ``session`` is a new one for what is kept.

    Afterwards the copy holds what it would hold had nothing of it come, and what was written on it since.
    """
    run = log.connection.execute
    for statement in _PREPARE.split(";"):
        run(statement)
    try:
        run(_CAME, (merge,))
        run(_RESTING)
        run(
            "INSERT INTO temp.touched SELECT DISTINCT c.kind, c.record FROM temp.gone AS g "
            "JOIN change AS c ON c.session = g.session AND c.seq = g.seq"
        )
        written_since = _written_since(log)
        aside = _move(log, merge)
        waiting = run("SELECT count(*) FROM temp.gone WHERE why <> 'came'").fetchone()[0]
        vanished = _derive_again(log)
        kept = _write_again(log, written_since, session, now)
        _forget_steps(log.connection)
        run("UPDATE merge_step SET state = 'undone' WHERE id = ?", (merge,))
    finally:
        for table in ("gone", "edge", "touched"):
            run(f"DROP TABLE temp.{table}")
    return TakenOut(aside, waiting, kept, vanished)


def set_aside(log: ChangeLog, merge: int) -> Iterator[Change]:
    """Yield what an undone merge had brought, in order of session and number."""
    rows = log.connection.execute(
        "SELECT content FROM set_aside_change WHERE merge = ? ORDER BY session, seq", (merge,)
    )
    for row in rows:
        yield Change.from_json(row[0])


def _written_since(log: ChangeLog) -> list[_Since]:
    """Return the changes shown or disputed that were written here on top of what goes, oldest first."""
    rows = log.connection.execute(
        "SELECT h.session, h.seq FROM temp.gone AS g CROSS JOIN head AS h ON h.session = g.session "
        "AND h.seq = g.seq WHERE g.why = 'own' ORDER BY h.session, h.seq"
    )
    changes = [log.get(row[0], row[1]) for row in rows.fetchall()]
    found = [_since(log.connection, change) for change in changes if change is not None]
    return sorted(found, key=lambda one: (one.change.clock, one.change.key))


def _since(connection: sqlite3.Connection, change: Change) -> _Since:
    """Follow what a change had seen down to what stays."""
    gone: set[Key] = set()
    left: set[Key] = set()
    waiting = list(change.parents)
    while waiting:
        key = waiting.pop()
        if key in gone or key in left:
            continue
        if (
            connection.execute("SELECT 1 FROM temp.gone WHERE session = ? AND seq = ?", key).fetchone()
            is None
        ):
            left.add(key)
            continue
        gone.add(key)
        rows = connection.execute(
            "SELECT parent_session, parent_seq FROM change_parent WHERE session = ? AND seq = ?", key
        )
        waiting += [(row[0], row[1]) for row in rows]
    return _Since(change, frozenset(gone), frozenset(left))


def _move(log: ChangeLog, merge: int) -> int:
    """Move what came aside, and what rests on it to what waits; return how many were set aside."""
    many = log.connection.executemany
    many(
        "INSERT OR REPLACE INTO set_aside_change VALUES (?, ?, ?, ?)",
        (
            (c.session, c.seq, merge, c.as_json())
            for c in log.changes("WHERE " + _GONE.format(why="= 'came'"))
        ),
    )
    many(
        "INSERT OR REPLACE INTO held_change (session, seq, content) VALUES (?, ?, ?)",
        ((c.session, c.seq, c.as_json()) for c in log.changes("WHERE " + _GONE.format(why="<> 'came'"))),
    )
    log.connection.execute(_WAITS_FOR)
    came_and_waits = (
        "FROM held_change WHERE EXISTS (SELECT 1 FROM merge_run AS m WHERE m.merge = :merge "
        "AND m.session = held_change.session AND held_change.seq BETWEEN m.first AND m.last)"
    )
    run = log.connection.execute
    run(
        f"INSERT OR REPLACE INTO set_aside_change SELECT session, seq, :merge, content {came_and_waits}",
        {"merge": merge},
    )
    run(f"DELETE {came_and_waits}", {"merge": merge})
    for table in ("change_parent", "head", "change"):
        run(f"DELETE FROM {table} WHERE (session, seq) IN (SELECT session, seq FROM temp.gone)")
    return int(run("SELECT count(*) FROM set_aside_change WHERE merge = ?", (merge,)).fetchone()[0])


def _derive_again(log: ChangeLog) -> list[Name]:
    """Bring heads, conflicts, readable tables and search in step; return the records that are gone."""
    connection = log.connection
    connection.execute("DELETE FROM head WHERE (kind, record) IN (SELECT kind, record FROM temp.touched)")
    connection.execute(_HEADS_AGAIN)
    connection.execute("DELETE FROM conflict WHERE (kind, record) IN (SELECT kind, record FROM temp.touched)")
    vanished: list[Name] = []
    rows = connection.execute(
        "SELECT t.kind, t.record, EXISTS (SELECT 1 FROM head AS h WHERE h.kind = t.kind "
        "AND h.record = t.record) FROM temp.touched AS t ORDER BY 1, 2"
    )
    while part := list(islice(rows, BATCH)):
        touched = [(str(row[0]), str(row[1])) for row in part]
        _clear(log, touched)
        project(connection, log.catalogue, dict.fromkeys(touched))
        vanished += [key for key, row in zip(touched, part, strict=True) if not row[2]]
    return vanished


def _clear(log: ChangeLog, records: Sequence[Name]) -> None:
    """Empty the readable tables of records, because what they show now may be less than before."""
    many = log.connection.executemany
    for kind, code in records:
        known = log.catalogue.get(kind)
        if known is None:
            continue
        many(f"DELETE FROM [{kind}] WHERE code = ?", [(code,)])
        many("DELETE FROM person WHERE kind = ? AND code = ?", [(kind, code)])
        for name in known.items:
            many(f"DELETE FROM [{kind}_{name}] WHERE [{kind}] = ?", [(code,)])


def _write_again(log: ChangeLog, written: Sequence[_Since], session: str, now: Now) -> int:
    """Write values that were typed on top of what went once more, each on what is left below it."""
    again: dict[Key, Change] = {}
    clock = ""
    for one in written:
        old = one.change
        # A deletion has seen the values of its record that are written again before it.
        above = {again[key].key for key in one.gone & again.keys()}
        if not _remains(log.connection, old) or _stands(log, old):
            continue
        clock = later(stamp(now()), max(clock, old.clock))
        seen = one.left | above
        again[old.key] = old._replace(
            session=session, seq=len(again) + 1, clock=clock, parents=tuple(sorted(seen))
        )
    log.apply(again.values())
    return len(again)


def _remains(connection: sqlite3.Connection, change: Change) -> bool:
    row = connection.execute(
        "SELECT 1 FROM head WHERE kind = ? AND record = ? AND field <> ?",
        (change.kind, change.record, DELETED),
    ).fetchone()
    return row is not None


def _stands(log: ChangeLog, change: Change) -> bool:
    """Whether the field shows the value of the change and nothing else stands against it.

    Of two deletions, each has seen something else: one does not stand for the other.
    """
    if change.field == DELETED and change.value:
        return False
    heads = log.heads(change.kind, change.record, change.field)
    values: set[tuple[type, Value]] = {(type(head.value), head.value) for head in heads}
    return values <= {(type(change.value), change.value)} if heads else not change.value


def _forget_steps(connection: sqlite3.Connection) -> None:
    """Forget the steps whose changes wait now: there is nothing of them left to undo."""
    connection.execute(
        "DELETE FROM undo_step WHERE EXISTS (SELECT 1 FROM temp.gone AS g WHERE g.why = 'own' "
        "AND g.session = undo_step.session AND g.seq BETWEEN first_seq AND last_seq)"
    )
