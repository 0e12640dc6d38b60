"""From the oldest version to the newest: what was written is still there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from peervisit.errors import ReadOnlyFileError
from peervisit.store import migrations as module
from peervisit.store import review_file
from peervisit.store.backup import backups
from peervisit.store.migrations import migrate, migrations
from peervisit.store.review_file import ReviewFile
from peervisit.store.versions import APPLICATION_ID, VERSION
from tests.store.copies import Watch

Rows = dict[str, list[dict[str, object]]]

_INDEX_OF_SEARCH = {"search", *(f"search_{part}" for part in ("data", "idx", "content", "docsize", "config"))}


def names() -> list[str]:
    """Return the names of all migrations, oldest first."""
    return [one.name for one in migrations.pending(Database(memory=True))]


@pytest.fixture
def oldest(path: Path) -> Path:
    """Return a file of the first version with a row in every table, as that version left it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        later = names()[1:]
        migrations.apply(Database(raw), stop_before=later or None)
        for table in _tables(raw):
            _fill(raw, table)
        raw.execute("INSERT INTO search_entry (kind, code, words) VALUES ('conclusion', 'C1', 'été à Lyon')")
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 1")
    return path


def _tables(raw: sqlite3.Connection) -> list[str]:
    rows = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return [name for (name,) in rows if name not in _INDEX_OF_SEARCH | {migrations.migrations_table}]


def _fill(raw: sqlite3.Connection, table: str) -> None:
    columns = raw.execute(f"PRAGMA table_info([{table}])").fetchall()
    values = [7 if column[2] == "INTEGER" else f"{table}.{column[1]}" for column in columns]
    raw.execute(f"INSERT INTO [{table}] VALUES ({', '.join('?' * len(values))})", values)


def rows_of(path: Path) -> Rows:
    """Return every row of every table."""
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in raw.execute(f"SELECT * FROM [{table}]")] for table in _tables(raw)
        }


def test_the_version_counts_the_migrations() -> None:
    """The version of the file is the number of steps that lead to it."""
    assert VERSION == len(names())


def test_rows_of_the_oldest_version_are_still_there(oldest: Path) -> None:
    """After opening a file of the first version, every value stands where it stood."""
    before = rows_of(oldest)
    ReviewFile.open(oldest, now=Watch()).close()
    after = rows_of(oldest)

    lost = [
        (table, column)
        for table, rows in before.items()
        for old, new in zip(rows, after[table], strict=False)
        for column, value in old.items()
        if new.get(column) != value
    ]

    assert [] == lost
    assert {table: len(rows) for table, rows in before.items()} == {
        table: len(after[table]) for table in before
    }


def test_the_oldest_version_becomes_the_newest(oldest: Path) -> None:
    """A migrated file has the tables of a new one, its version, and its search index."""
    ReviewFile.open(oldest, now=Watch()).close()
    with closing(sqlite3.connect(oldest)) as raw, closing(sqlite3.connect(":memory:")) as new:
        migrate(new)
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        found = raw.execute("SELECT count(*) FROM search WHERE search MATCH 'ete'").fetchone()[0]

        assert (VERSION, 1) == (version, found)
        assert _shape(new) == _shape(raw)


def _shape(raw: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: [tuple(row) for row in raw.execute(f"PRAGMA table_info([{table}])")] for table in _tables(raw)
    }


def test_migrating_twice_changes_nothing(path: Path) -> None:
    """A file of the newest version stays as it is."""
    ReviewFile.create(path, now=Watch()).close()
    before = rows_of(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        migrate(raw)

    assert before == rows_of(path)


@pytest.fixture
def written(path: Path) -> Path:
    """Return a file of this version that holds an entry."""
    with ReviewFile.create(path, author="AR", now=Watch()) as review, review.transaction() as log:
        log.record("conclusion", "C1", [("title", "A")])
    return path


@pytest.fixture
def update(written: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make this program one version newer than a file that is there; return the file."""
    newer = type(migrations)("peervisit")
    newer()(module.first_tables)

    @newer()
    def one_more(db: Database) -> None:
        db.execute("CREATE TABLE [novelty] (code TEXT PRIMARY KEY, [text] TEXT)")
        if db.execute("SELECT count(*) FROM local WHERE key = 'fail'").fetchone()[0]:
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(module, "migrations", newer)
    monkeypatch.setattr(module, "VERSION", VERSION + 1)
    monkeypatch.setattr(review_file, "VERSION", VERSION + 1)
    monkeypatch.setattr("peervisit.store.connection.VERSION", VERSION + 1)
    return written


def test_a_backup_comes_before_an_update(update: Path) -> None:
    """A file is updated after a backup of it, and then knows the new table."""
    with ReviewFile.open(update, now=Watch()) as review:
        known = "novelty" in review.catalogue
        title = review.rows("conclusion")["C1"]["title"]

    assert (True, "A", 1) == (known, title, len(backups(update)))


def test_an_update_that_fails_leaves_the_old_version(update: Path) -> None:
    """A step that fails is undone whole, and the next opening tries again."""
    with closing(sqlite3.connect(update, isolation_level=None)) as raw:
        raw.execute("INSERT INTO local VALUES ('fail', '1')")
    with pytest.raises(Exception, match="disk is full"):
        ReviewFile.open(update, now=Watch())
    tables = set(rows_of(update))
    with closing(sqlite3.connect(update, isolation_level=None)) as raw:
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        raw.execute("DELETE FROM local")

    with ReviewFile.open(update, now=Watch()) as review:
        assert (VERSION, False, True) == (version, "novelty" in tables, "novelty" in review.catalogue)


def test_an_older_file_cannot_be_updated_for_reading(update: Path) -> None:
    """A file of an older version that may only be read is refused with the remedy."""
    with pytest.raises(ReadOnlyFileError, match="older version"):
        ReviewFile.open(update, read_only=True)
