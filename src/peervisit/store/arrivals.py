"""Taking in changes of other copies, in any order, each any number of times.

A change that has seen one which is not here waits in ``held_change`` until that one comes. Everything is
done for a batch at a time, so that the memory needed does not grow with the number of changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from peervisit.errors import ForkError
from peervisit.i18n import _
from peervisit.store import log_rows as rows
from peervisit.store.catalogue import Catalogue
from peervisit.store.change import Change, Key, Value
from peervisit.store.projection import Pending

BATCH = 5000
"""How many changes are taken in, or written, at once: bounds the memory that they need."""

TEXT = 8_000_000
"""How many characters they may hold, so that long notes do not take more."""

_PIECE = 100
"""How many changes are counted at a time."""

_VALUE: Callable[[Change], Value] = itemgetter(7)
_KEY: Callable[[Change], Key] = itemgetter(slice(2))
_PARENTS: Callable[[Change], tuple[Key, ...]] = itemgetter(8)

_WHOSE_PARENT_CAME = """
WITH RECURSIVE freed (session, seq) AS (
  SELECT * FROM (
    SELECT h.session, h.seq FROM held_change AS h WHERE h.waits_session IS NULL OR EXISTS
      (SELECT 1 FROM change AS c WHERE c.session = h.waits_session AND c.seq = h.waits_seq)
    LIMIT ?1
  )
  UNION
  SELECT h.session, h.seq FROM freed CROSS JOIN held_change AS h
  ON h.waits_session = freed.session AND h.waits_seq = freed.seq
)
SELECT h.content FROM (SELECT session, seq FROM freed LIMIT ?1) AS f
CROSS JOIN held_change AS h ON h.session = f.session AND h.seq = f.seq
"""


@dataclass(slots=True)
class Applied:
    """What came of applying changes from another copy."""

    new: int = 0
    known: int = 0
    held: int = 0

    def __iadd__(self, other: Applied) -> Applied:
        """Add what came of another batch."""
        self.new += other.new
        self.known += other.known
        return self


def take_in(connection: sqlite3.Connection, catalogue: Catalogue, changes: Iterable[Change]) -> Applied:
    """Take in changes of other sessions; return what came of it.

    Raises:
        ForkError: a session number that is here arrives with another content.
    """
    result = Applied()
    pending = Pending(connection, catalogue)
    with rows.room_for_many(connection):
        for batch in _batches(changes):
            result += _take(connection, batch, pending)
        while freed := _freed(connection):
            result += _take(connection, freed, pending)
        pending.show()
    result.held = connection.execute("SELECT count(*) FROM held_change").fetchone()[0]
    return result


def _batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    batch: list[Change] = []
    text = 0
    coming = iter(changes)
    while piece := list(islice(coming, _PIECE)):
        batch += piece
        text += sum([len(value) for value in map(_VALUE, piece) if type(value) is str])
        if len(batch) >= BATCH or text > TEXT:
            yield batch
            batch, text = [], 0
    if batch:
        yield batch


def _freed(connection: sqlite3.Connection) -> list[Change]:
    """Return a batch of changes that wait for nothing any more, or only for each other."""
    found = rows.plain(connection, _WHOSE_PARENT_CAME, (BATCH,))
    return [Change.from_json(row[0]) for row in found]


def _take(connection: sqlite3.Connection, batch: Sequence[Change], pending: Pending) -> Applied:
    fresh, known = _not_here(connection, batch)
    waiting = _waiting(connection, fresh)
    if connection.execute("SELECT 1 FROM held_change").fetchone() is not None:
        _check_held(connection, fresh)
        connection.executemany("DELETE FROM held_change WHERE session = ? AND seq = ?", fresh.keys())
    _hold(connection, [(fresh.pop(key), missing) for key, missing in waiting.items()])
    if fresh:
        ready = list(fresh.values())
        pending.add(ready, rows.insert(connection, ready))
    return Applied(new=len(fresh), known=known)


def _not_here(connection: sqlite3.Connection, batch: Sequence[Change]) -> tuple[dict[Key, Change], int]:
    """Return the changes that are not in the log, by key, and how many are or came twice."""
    ordered = batch
    if max(map(len, map(_PARENTS, batch)), default=0) > 1:
        ordered = [change.in_order() for change in batch]
    fresh = dict(zip(map(_KEY, ordered), ordered, strict=True))
    if len(fresh) < len(ordered):
        fresh = {}
        for change in ordered:
            _same(fresh.setdefault(change.key, change), change)
    highest = {session: _highest(connection, session) for session in {key[0] for key in fresh}}
    perhaps = [key for key in fresh if key[1] <= highest[key[0]]]
    for here in rows.find(connection, perhaps):
        _same(here, fresh.pop(here.key))
    return fresh, len(batch) - len(fresh)


def _highest(connection: sqlite3.Connection, session: str) -> int:
    """Return the highest number of a session that is here, so that newer ones need not be looked up."""
    row = connection.execute("SELECT max(seq) FROM change WHERE session = ?", (session,)).fetchone()
    return int(row[0] or 0)


def _waiting(connection: sqlite3.Connection, fresh: Mapping[Key, Change]) -> dict[Key, Key]:
    """Return the changes that cannot be taken in yet, each with one that it waits for."""
    outside = {parent for change in fresh.values() for parent in change.parents if parent not in fresh}
    missing = outside - rows.are_here(connection, outside)
    waiting: dict[Key, Key] = {}
    if not missing:
        return waiting
    children: dict[Key, list[Key]] = {}
    for key, change in fresh.items():
        for parent in change.parents:
            children.setdefault(parent, []).append(key)
    spreading = sorted(missing)
    while spreading:
        parent = spreading.pop()
        for key in children.get(parent, ()):
            if key not in waiting:
                waiting[key] = parent
                spreading.append(key)
    return waiting


def _check_held(connection: sqlite3.Connection, fresh: Mapping[Key, Change]) -> None:
    """Compare what came again with what is waiting already."""
    sql = (
        "SELECT h.content FROM wanted AS w "
        "CROSS JOIN held_change AS h ON h.session = w.session AND h.seq = w.seq"
    )
    for (content,) in rows.for_pairs(connection, ("session", "seq"), fresh, sql):
        held = Change.from_json(content)
        _same(held, fresh[held.key])


def _hold(connection: sqlite3.Connection, waiting: Iterable[tuple[Change, Key]]) -> None:
    connection.executemany(
        "INSERT INTO held_change VALUES (?, ?, ?, ?, ?)",
        [(change.session, change.seq, change.as_json(), *missing) for change, missing in waiting],
    )


def _same(here: Change, arrived: Change) -> None:
    if here != arrived:
        raise ForkError(
            _(
                "two copies of this review claim the same identity (session {session}, entry {seq}); "
                "nothing was taken in; keep both files and ask for help"
            ).format(session=arrived.session, seq=arrived.seq)
        )
