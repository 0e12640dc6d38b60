"""The account of a merge: records before and after, added, changed, gone and in conflict, by author.

Counts every record of every kind, those that only a newer version knows too. A record counts for the author
of its oldest change. Before plus added less gone is after, for each author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peervisit.store.catalogue import DELETED
from peervisit.store.change import Change
from peervisit.store.log_rows import for_pairs
from peervisit.store.review_file import ReviewFile

_SHOWN = f"""
EXISTS (SELECT 1 FROM head AS h WHERE h.kind = {{0}} AND h.record = {{1}} AND h.field <> '{DELETED}')
AND (coalesce((SELECT c.value FROM head AS h JOIN change AS c ON c.session = h.session AND c.seq = h.seq
    WHERE h.kind = {{0}} AND h.record = {{1}} AND h.field = '{DELETED}'
    ORDER BY c.clock DESC, c.session DESC, c.seq DESC LIMIT 1), 0) = 0
  OR EXISTS (SELECT 1 FROM conflict AS d WHERE d.kind = {{0}} AND d.record = {{1}} AND d.field = '{DELETED}'))
"""
"""Whether a record is shown: it has values, and is not deleted, or its deletion is in dispute."""

_KEEP = f"""
INSERT OR IGNORE INTO temp.touched_by_merge
SELECT w.kind, w.record, {_SHOWN.format("w.kind", "w.record")} FROM wanted AS w
"""

_BY_AUTHOR = f"""
WITH record AS (
  SELECT kind, record, author, min(clock || ' ' || session) FROM change GROUP BY kind, record
), deleted AS (
  SELECT DISTINCT kind, record FROM head WHERE field = '{DELETED}'
), state AS (
  SELECT r.author, r.kind, r.record,
    CASE WHEN d.kind IS NULL THEN 1 ELSE {_SHOWN.format("r.kind", "r.record")} END AS now
  FROM record AS r LEFT JOIN deleted AS d ON d.kind = r.kind AND d.record = r.record
)
SELECT s.author, sum(s.now), sum(coalesce(t.was, s.now)),
  sum(s.now AND t.was = 0), sum(NOT s.now AND t.was = 1)
FROM state AS s LEFT JOIN temp.touched_by_merge AS t ON t.kind = s.kind AND t.record = s.record
GROUP BY s.author
"""

_CHANGED = """
WITH edited AS (
  SELECT DISTINCT c.author, c.kind, c.record FROM temp.touched_by_merge AS t
  CROSS JOIN change AS c ON c.kind = t.kind AND c.record = t.record
  WHERE t.was AND EXISTS (SELECT 1 FROM merge_run AS m
    WHERE m.merge = ?1 AND m.session = c.session AND c.seq BETWEEN m.first AND m.last)
), came AS (
  SELECT c.author, count(*) AS changes
  FROM merge_run AS m CROSS JOIN change AS c ON c.session = m.session AND c.seq BETWEEN m.first AND m.last
  WHERE m.merge = ?1 GROUP BY c.author
)
SELECT author, changes, (SELECT count(*) FROM edited AS e WHERE e.author IS came.author) FROM came
"""

_DISPUTED = f"""
SELECT c.author, count(DISTINCT d.kind || ' ' || d.record || ' ' || d.field) FROM conflict AS d
CROSS JOIN head AS h ON h.kind = d.kind AND h.record = d.record
  AND (h.field = d.field OR d.field = '{DELETED}')
CROSS JOIN change AS c ON c.session = h.session AND c.seq = h.seq
GROUP BY c.author
"""


@dataclass(slots=True)
class ByAuthor:
    """What a merge did to the records of one author, and what came from them.

    ``before``, ``after``, ``added`` and ``gone`` count records that the author began; ``changed`` counts
    records that were here and got changes of the author; ``in_conflict`` counts disputed fields in which
    a version is theirs.
    """

    author: str | None
    before: int = 0
    after: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    in_conflict: int = 0
    changes: int = 0


class Account:
    """Kept while a merge goes on, inside its transaction."""

    def __init__(self, review: ReviewFile) -> None:
        self._connection = review.connection
        self._run = review.connection.execute
        self._run(
            "CREATE TEMP TABLE touched_by_merge "
            "(kind TEXT, record TEXT, was INTEGER, PRIMARY KEY (kind, record)) WITHOUT ROWID"
        )
        # What waits may be freed by what comes.
        rows = self._run(
            "SELECT DISTINCT json_extract(content, '$[4]'), json_extract(content, '$[5]') FROM held_change"
        )
        self._keep({(row[0], row[1]) for row in rows})

    def watch(self, changes: Sequence[Change]) -> None:
        """Keep how the records that changes are about stand before these are taken in."""
        self._keep({(change.kind, change.record) for change in changes})

    def close(self, number: int | None) -> list[ByAuthor]:
        """Return what the merge of this number did, by author; of none, how things stand."""
        found: dict[str | None, ByAuthor] = {}
        for author, after, before, added, gone in self._run(_BY_AUTHOR):
            found[author] = ByAuthor(author, before or 0, after or 0, added or 0, gone=gone or 0)
        for author, changes, changed in self._run(_CHANGED, (number,)):
            one = found.setdefault(author, ByAuthor(author))  # Who began no record here may still edit.
            one.changes, one.changed = changes, changed
        for author, count in self._run(_DISPUTED):
            found.setdefault(author, ByAuthor(author)).in_conflict = count
        self._run("DROP TABLE temp.touched_by_merge")
        return [found[author] for author in sorted(found, key=lambda name: (name is None, name or ""))]

    def _keep(self, records: set[tuple[str, str]]) -> None:
        for _row in for_pairs(self._connection, ("kind", "record"), records, _KEEP):
            pass  # It writes and returns nothing.
