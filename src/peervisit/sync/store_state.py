"""What this copy knows of one shared store: its files, and which changes and statements they hold.

Only ever about what is in the store, never about what should be in the review: when files are gone from
the store, their changes count as not being there, and are sent again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from peervisit.store.review_file import ReviewFile
from peervisit.sync.runs import Run
from peervisit.sync.store_names import StoredFile

EAGER_TRIES = 5
"""How many syncs in a row read a file that is not whole; after that, one sync an hour does."""

_FORM = "%Y-%m-%dT%H:%M:%SZ"
_STATEMENT = "statement "


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file of the store that could not be taken in: how often it was read, and why it was refused."""

    file: StoredFile
    tries: int
    reason: str | None
    """None while it may only not be whole yet."""
    after_leaving: bool = False
    """Whether a member who left wrote it, and it holds nothing of those who stay that is not here."""


@dataclass(slots=True)
class StoreState:
    """What this copy knows of the store at an address."""

    review: ReviewFile
    store: str

    @property
    def is_new(self) -> bool:
        """Whether this copy has never synced with the store."""
        if self.synced_at() is not None:
            return False
        row = self.review.connection.execute(
            "SELECT 1 FROM store_file WHERE store = ? LIMIT 1", (self.store,)
        ).fetchone()
        return row is None

    def finished(self) -> None:
        """Take note that a sync came to its end."""
        self.review.set_local(f"synced {self.store}", self._now())

    def synced_at(self) -> str | None:
        """Return when the last sync came to its end."""
        return self.review.local(f"synced {self.store}")

    # Files

    def good(self) -> dict[StoredFile, int | None]:
        """Return the files that were read whole, with their sizes."""
        return {
            StoredFile(row[0], row[1]): row[2]
            for row in self.review.connection.execute(
                "SELECT device, name, size FROM store_file WHERE store = ? AND state = 'good'", (self.store,)
            )
        }

    def longest_unseen(self, count: int, apart_from: Collection[StoredFile]) -> list[StoredFile]:
        """Return good files that were read longest ago; of equal ones, any, so that copies share the work."""
        rows = self.review.connection.execute(
            "SELECT device, name FROM store_file WHERE store = ? AND state = 'good' "
            "ORDER BY tries, random() LIMIT ?",
            (self.store, count + len(apart_from)),
        )
        files = [StoredFile(row[0], row[1]) for row in rows]
        return [file for file in files if file not in apart_from][:count]

    def keep_seen(self, file: StoredFile) -> None:
        """Take note that a file is still whole: it is at the end of the queue, whatever the clock says."""
        self.review.connection.execute(
            "UPDATE store_file SET looked_at = ?2, tries = "
            "(SELECT max(tries) + 1 FROM store_file WHERE store = ?1 AND state = 'good') "
            "WHERE store = ?1 AND device = ?3 AND name = ?4",
            (self.store, self._now(), file.device, file.name),
        )

    def resting(self, listed: dict[StoredFile, int | None]) -> set[StoredFile]:
        """Return the files that were read in vain often enough, and are read again later."""
        now = self.review.now()
        soonest, latest = (now - timedelta(hours=1)).strftime(_FORM), now.strftime(_FORM)
        rows = self.review.connection.execute(
            "SELECT device, name, size FROM store_file WHERE store = ? AND state <> 'good' AND tries >= ? "
            "AND looked_at > ? AND looked_at <= ?",
            (self.store, EAGER_TRIES, soonest, latest),
        )
        files = [(StoredFile(row[0], row[1]), row[2]) for row in rows]
        return {file for file, size in files if listed.get(file) == size}

    def troubles(self) -> list[Trouble]:
        """Return the files that could not be taken in."""
        rows = self.review.connection.execute(
            "SELECT device, name, tries, reason, state = 'left' FROM store_file "
            "WHERE store = ? AND state <> 'good' ORDER BY device, name",
            (self.store,),
        )
        return [Trouble(StoredFile(row[0], row[1]), row[2], row[3], bool(row[4])) for row in rows]

    def keep_good(
        self, file: StoredFile, size: int, made: str, runs: Iterable[Run], statements: Sequence[str]
    ) -> None:
        """Take note that a file is in the store, whole, and what it holds."""
        run = self.review.connection
        run.execute(
            "INSERT OR REPLACE INTO store_file VALUES (?, ?, ?, ?, 'good', ?, 0, ?, NULL)",
            (self.store, file.device, file.name, size, min(made, self._now()), self._now()),
        )
        held = [(one.session, one.first, one.last) for one in runs]
        held += [(_number(statement), 0, 0) for statement in statements]
        run.executemany(
            "INSERT OR IGNORE INTO store_run VALUES (?, ?, ?, ?, ?, ?)",
            [(self.store, *one, file.device, file.name) for one in held],
        )

    def keep_trouble(
        self, file: StoredFile, size: int | None, reason: str | None, *, after_leaving: bool = False
    ) -> None:
        """Take note that a file could not be taken in."""
        kind = "left" if after_leaving else "refused" if reason else "unread"
        self.review.connection.execute(
            "INSERT INTO store_file VALUES (?1, ?2, ?3, ?4, ?5, NULL, 1, ?6, ?7) "
            "ON CONFLICT DO UPDATE SET size = ?4, state = ?5, tries = tries + 1, looked_at = ?6, reason = ?7",
            (
                *(self.store, file.device, file.name, size),
                *(kind, self._now(), reason),
            ),
        )

    def keep_replaced(self, file: StoredFile, size: int | None) -> None:
        """Take note that a file was whole and is not any more: what it held goes out anew, so let it be."""
        self.forget([file])
        self.review.connection.execute(
            "INSERT INTO store_file VALUES (?, ?, ?, ?, 'unread', NULL, ?, ?, NULL)",
            (self.store, file.device, file.name, size, EAGER_TRIES + 1, self._now()),
        )

    def forget(self, files: Iterable[StoredFile]) -> None:
        """Take note that files are not in the store any more, or not as they were."""
        gone = [(self.store, file.device, file.name) for file in files]
        for table in ("store_file", "store_run"):
            self.review.connection.executemany(
                f"DELETE FROM {table} WHERE store = ? AND device = ? AND name = ?", gone
            )

    def forget_all(self) -> None:
        """Know nothing of the store any more."""
        for table in ("store_file", "store_run"):
            self.review.connection.execute(f"DELETE FROM {table} WHERE store = ?", (self.store,))

    # What they hold

    def missing(self, runs: Iterable[Run]) -> list[Run]:
        """Return the runs that are not wholly in the store."""
        spans = self._spans()
        return [run for run in runs if not _covers(spans.get(run.session, ()), run)]

    def missing_statements(self, statements: Sequence[str]) -> list[str]:
        """Return the statements that no file of the store holds."""
        spans = self._spans()
        return [statement for statement in statements if _number(statement) not in spans]

    def _spans(self) -> dict[str, list[tuple[int, int]]]:
        """Return what the store holds of each session, as spans that do not touch, in order."""
        found: dict[str, list[tuple[int, int]]] = {}
        for session, first, last in self.review.connection.execute(
            "SELECT session, first, last FROM store_run WHERE store = ? ORDER BY session, first, last",
            (self.store,),
        ):
            spans = found.setdefault(session, [])
            if spans and first <= spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
            else:
                spans.append((first, last))
        return found

    def heard(self) -> dict[str, str]:
        """Return when each copy last put a file into the store, by its own clock, never later than now."""
        return dict(
            self.review.connection.execute(
                "SELECT device, max(made) FROM store_file WHERE store = ? AND state = 'good' GROUP BY device",
                (self.store,),
            ).fetchall()
        )

    def _now(self) -> str:
        return self.review.now().strftime(_FORM)


def _covers(spans: Sequence[tuple[int, int]], run: Run) -> bool:
    return any(first <= run.first and run.last <= last for first, last in spans)


def _number(statement: str) -> str:
    return _STATEMENT + hashlib.sha256(statement.encode()).hexdigest()
